"""Mangled visits, claims and payer files: only the package's own error may come back, and quickly.

    python -m uv run python tests/benchmarks/fuzz_readers.py [--inputs 100000] [--seed 1] [--payers | --claims]

Half of the inputs are files whose bytes were damaged; half are tables in which a value was swapped for one of another
kind. Each is read as a visit, a plan or a payer profile (with ``--payers`` all are payers, and what is read codes a visit;
with ``--claims`` all are claims, as programs write them, and what is read is reviewed).
Prints what came of them, and stops at the first surprise.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from cptedu.analysis.plan_of_care import episode, load_plan
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder
from cptedu.payers import known, load_payer, payers
from cptedu.payers.reading import read_payer
from cptedu.visit.written.claim_file import load_claim
from cptedu.visit_file import load_visit, visit_from_dict

SLOWEST_SECONDS = 2.0
STRANGE: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        7,
        10**30,
        0.5,
        float("nan"),
        float("inf"),
        "",
        " ",
        "C5",
        "97112",
        "\x00",
        "é" * 300,
    ),
    *([], [[]], {}, {"a": {"b": []}}, [None], ["C5", 7], [{"code": []}], date(1, 1, 1), date(9999, 12, 31)),
    *(
        datetime(2026, 3, 4, tzinfo=UTC),
        time_of_day(23, 59),
        "🦴",
        "<script>",
        "../x",
        "2026-02-30",
        "-1",
        "1e9",
    ),
)
PIECES = (
    *(
        b"[",
        b"]",
        b"[[",
        b"]]",
        b'"',
        b"'''",
        b"=",
        b"\n",
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"{",
        b"}",
        b",",
        b"#",
        b".",
    ),
    *(b"2026-13-45", b"1979-05-27T07:32:00Z", b"nan", b"0x", b"9" * 5000, b"[" * 3000, "ß".encode()),
)
OWN_PAYER = b"""
name = "fuzzed"
like = "commercial_ncci"
in_sentences = "Fuzzed"
[gp_on_therapy]
value = true
source = "nysca-gp"
since = 2025-01-01
before = false
[covers]
value = ["98940", "97112", "97014", "G0283"]
[exchanged]
value = { 97014 = "G0283" }
[visits_a_year]
value = 12
[benefit]
value = "spinal_cmt_only"
[sentences.not_covered]
says = "{Payer} does not pay {code}."
fix = "Ask {payer}."
source = ["nysca-gp"]
"""
CLAIMS = (
    b"code,units,modifiers\n98940,1,\n97112,1,59 GP\n",
    b"CPT;Mod;Qty;Fee\r\n98940;;1,0;62,00\r\n97112;59:GP;1,0;48,50\r\nSumme;;2,0;110,50\r\n",
    b'DOS\tCPT Code\tModifier 1\tModifier 2\tUnits\n03/04/2026\t="98940"\t\t\t1.00\n3/4/2026\t97112.0\t59.0\tGP\t1\n',
    b"North Clinic\n\nTYPE,PROCEDURECODE,MODIFIER1,UNITS,PATIENTID\nCHARGE,97112-59-GP Board,,1,7\nPAYMENT,97112,,,7\n",
    "Code|Descripción|Units\n98940 ×1|columna|\n97112|equilibrio|1\n".encode("cp1252"),
    "Code\tUnits\tUnit of Measure\n98940\t1\tUN\n97112-59\t16\tUN\n".encode("utf-16"),
)
FORMER_PAYER = b"""
name = "former"
[benefit]
value = "plan"
since = 2020-01-01
before = "spinal_cmt_only"
[criteria_97112]
value = "neurological_diagnosis"
"""


def damaged(text: bytes, chance: random.Random) -> bytes:
    """Damage the bytes of a file in one to six places."""
    held = bytearray(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(held) + 1)
        how = chance.randrange(4)
        if how == 0:
            held[at:at] = chance.choice(PIECES)
        elif how == 1:
            del held[at : at + chance.randint(1, 40)]
        elif how == 2 and at < len(held):
            held[at] = chance.randrange(256)
        else:
            held[at:at] = held[chance.randrange(len(held) + 1) :][: chance.randint(1, 60)]
    return bytes(held)


def swapped(table: Any, chance: random.Random) -> Any:
    """Swap one value, anywhere in a table, for one of another kind."""
    held = copy.deepcopy(table)
    inside = held
    while True:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        if not keys:
            return held
        key = chance.choice(list(keys))
        deeper = inside[key]
        if isinstance(deeper, dict | list) and deeper and chance.random() < 0.7:
            inside = deeper
            continue
        inside[key] = chance.choice(STRANGE)
        if isinstance(inside, dict) and chance.random() < 0.1:
            inside[chance.choice(("minuts", "", "\x00", "payer "))] = inside.pop(key)
        return held


def payer_inputs(inputs: int, seed: int) -> Counter[str]:
    """Feed so many mangled payer files to their reader; whatever is read after all must code a visit.

    Returns:
        How many were refused, and how many were read after all.

    Raises:
        AssertionError: when anything but the package's own error came back, or an answer took the processor too long.
    """
    chance = random.Random(seed)
    shipped = [path.read_bytes() for path in sorted((data_folder() / "payers").glob("*.toml"))]
    # A shipped name is refused before anything else is tried, so each is given another one.
    named = [text.replace(b'name = "', b'name = "own_', 1) for text in shipped]
    profiles = [*named, OWN_PAYER, OWN_PAYER, FORMER_PAYER]
    tables = [tomllib.loads(text.decode()) for text in profiles]
    visit = load_visit(data_folder() / "visits" / "full_visit.toml")
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "given.toml"
        for number in range(inputs):
            started = time.process_time()
            try:
                if number % 2:
                    made = read_payer(swapped(chance.choice(tables), chance), "given.toml", payers())
                else:
                    place.write_bytes(damaged(chance.choice(profiles), chance))
                    made = load_payer(place)
                if number % 10 < 2:
                    known._added[made.name] = made
                    code_visit(visit.under(made.name))
                came["read"] += 1
            except CpteduError as refused:
                came["refused"] += 1
                assert str(refused)
            except Exception as surprise:
                raise AssertionError(f"payer {number} of seed {seed}: {surprise!r}") from surprise
            finally:
                known._added.clear()
            took = time.process_time() - started
            assert took < SLOWEST_SECONDS, f"payer {number} of seed {seed} took {took:.1f} s"
    return came


def claim_inputs(inputs: int, seed: int) -> Counter[str]:
    """Feed so many mangled claims to their reader; of those that are read some are reviewed.

    Returns:
        How many were refused, and how many were read after all.

    Raises:
        AssertionError: when anything but the package's own error came back, or an answer took too long.
    """
    chance = random.Random(seed)
    cells = (*map(str, STRANGE), "98940", "97112", "59", "1", "CPT", "Units", "03/05/2026", "TOTAL", "=1+1")
    visit = load_visit(data_folder() / "visits" / "desk_worker.toml")
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "claim.csv"
        for number in range(inputs):
            held = chance.choice(CLAIMS)
            if number % 2:
                held = damaged(held, chance)
            else:
                parted = re.split(rb"([,;|\t\r\n]+)", held)
                for _ in range(chance.randint(1, 3)):
                    parted[chance.randrange(len(parted))] = chance.choice(cells).encode()
                held = b"".join(parted)
            place.write_bytes(held)
            started = time.process_time()
            try:
                claim = load_claim(place)
                assert all(isinstance(line, tuple) for line in claim)
                claim.how_it_was_read()
                came["read"] += 1
            except CpteduError as refused:
                claim = None
                came["refused"] += 1
                assert str(refused)
            except Exception as surprise:
                raise AssertionError(f"claim {number} of seed {seed}: {surprise!r}") from surprise
            try:
                if claim and number % 10 < 2:
                    review_claim(visit, claim)
            except CpteduError as refused:
                assert str(refused)
            except Exception as surprise:
                raise AssertionError(
                    f"the review of claim {number} of seed {seed}: {surprise!r}"
                ) from surprise
            took = time.process_time() - started
            assert took < SLOWEST_SECONDS, f"claim {number} of seed {seed} took {took:.1f} s"
    return came


def run(inputs: int, seed: int) -> Counter[str]:
    """Feed so many mangled inputs to the readers.

    Returns:
        How many were refused, and how many were read after all.

    Raises:
        AssertionError: when anything but the package's own error came back, or an answer took too long.
    """
    chance = random.Random(seed)
    visits = [path.read_bytes() for path in sorted((data_folder() / "visits").glob("*.toml"))]
    profiles = [path.read_bytes() for path in sorted((data_folder() / "payers").glob("*.toml"))] + [OWN_PAYER]
    plans = [path.read_bytes() for path in sorted((data_folder() / "plans").glob("*.toml"))]
    tables = [tomllib.loads(text.decode()) for text in visits]
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "given.toml"
        for number in range(inputs):
            started = time.monotonic()
            try:
                if number % 2:
                    visit = visit_from_dict(swapped(chance.choice(tables), chance))
                    code_visit(visit)
                elif number % 4:
                    place.write_bytes(damaged(chance.choice(visits), chance))
                    code_visit(load_visit(place))
                elif number % 8:
                    place.write_bytes(damaged(chance.choice(plans), chance))
                    episode(load_plan(place))
                else:
                    place.write_bytes(damaged(chance.choice(profiles), chance))
                    load_payer(place)
                came["read"] += 1
            except CpteduError as refused:
                came["refused"] += 1
                assert str(refused)
            except Exception as surprise:
                raise AssertionError(f"input {number} of seed {seed}: {surprise!r}") from surprise
            took = time.monotonic() - started
            assert took < SLOWEST_SECONDS, f"input {number} of seed {seed} took {took:.1f} s"
    return came


def main() -> None:
    """Run, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    kind = asked.add_mutually_exclusive_group()
    kind.add_argument("--payers", action="store_const", dest="feed", const=payer_inputs, default=run)
    kind.add_argument("--claims", action="store_const", dest="feed", const=claim_inputs)
    given = asked.parse_args()
    started = time.monotonic()
    came = given.feed(given.inputs, given.seed)
    print(
        f"{given.inputs} inputs in {time.monotonic() - started:.0f} s: {dict(came)}; nothing but the package's own error"
    )


if __name__ == "__main__":
    sys.exit(main())
