"""Mangled visits and payer files: only the package's own error may come back, and quickly.

    python -m uv run python tests/benchmarks/fuzz_readers.py [--inputs 100000] [--seed 1]

Half of the inputs are files whose bytes were damaged; half are tables in which a value was swapped for one of another
kind. Each is read as a visit or as a payer profile. Prints what came of them, and stops at the first surprise.
"""

from __future__ import annotations

import argparse
import copy
import random
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
from cptedu.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder
from cptedu.payers import load_payer
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
OWN_PAYER = b'name = "fuzzed"\nlike = "commercial_ncci"\n[gp_on_therapy]\nvalue = true\nsource = "nysca-gp"\n'


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
    given = asked.parse_args()
    started = time.monotonic()
    came = run(given.inputs, given.seed)
    print(
        f"{given.inputs} inputs in {time.monotonic() - started:.0f} s: {dict(came)}; nothing but the package's own error"
    )


if __name__ == "__main__":
    sys.exit(main())
