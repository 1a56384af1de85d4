"""Mangled tables of data/: only the package's own error may come back, and every question is answered or refused.

    python -m uv run python tests/benchmarks/fuzz_tables.py [--inputs 100000] [--seed 1] [--asked 20]

One table at a time is mangled: its bytes, one cell, one column, one row. What its reader refuses is done with; of what
is read after all, one in ``--asked`` answers eight questions of all: visits are coded and priced, look-ups asked, charts drawn.
Prints what came of them, and stops at the first surprise.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

import pytest

import cptedu as ct
from cptedu.analysis.comparisons import by_year
from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
from cptedu.charts.rvu_explorer import RvuSettings, rvu_explorer
from cptedu.example_visits import example_visit
from cptedu.facts import counties, diagnoses, modifiers, muscles, reference, schedule, tables
from cptedu.rules import price, technique

ON = date(2026, 3, 4)
SLOWEST_SECONDS = 20.0
QUESTIONS = 8
STRANGE = (
    *(
        "",
        " ",
        "0",
        "-1",
        "00",
        "1e9",
        "NaN",
        "Infinity",
        "0,98",
        "0.98",
        "٣",
        "9" * 400,
        "no",
        "yes",
        "maybe",
    ),
    *(
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "2026-01-01",
        "97112",
        "97112-59",
        "cervical",
        "nowhere",
        "all",
    ),
    *("\x00", "\n", '"', ",", "é" * 300, "<script>", "=1+1", "🦴", "medicare", "ask"),
)
PIECES = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b'""',
    b",,,",
    b"2026-13-45",
    b"nan",
    b"9" * 300,
    b";",
    b" ",
)
VISITS = ("full_visit", "medicare_neck", "two_therapies", "posture_control")


def names() -> tuple[str, ...]:
    """Name every table."""
    return tuple(sorted(path.name for path in tables.data_folder().glob("*.csv")))


def damaged(text: str, chance: random.Random) -> str:
    """Damage the bytes of a table in one to four places."""
    held = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(held) + 1)
        how = chance.randrange(3)
        if how == 0:
            held[at:at] = chance.choice(PIECES)
        elif how == 1:
            del held[at : at + chance.randint(1, 30)]
        elif at < len(held):
            held[at] = chance.randrange(256)
    return held.decode(errors="replace")


def changed(text: str, chance: random.Random) -> str:
    """Change one cell, or leave out, name anew or repeat a column or a row."""
    table = list(csv.reader(io.StringIO(text)))
    row, column = chance.randrange(1, len(table)), chance.randrange(len(table[0]))
    how = chance.randrange(10)
    if how < 6:
        table[row][column] = chance.choice(STRANGE)
    elif how == 6:
        table = [[cell for at, cell in enumerate(line) if at != column] for line in table]
    elif how == 7:
        table[0][column] = chance.choice((*STRANGE, table[0][column - 1]))
    elif how == 8:
        del table[row : row + chance.choice((1, 5, len(table)))]
    else:
        table.insert(row, table[chance.randrange(1, len(table))])
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(table)
    return written.getvalue()


def questions() -> Iterator[Callable[[], Any]]:
    """Give what is asked of tables: every look-up, and visits that are coded and priced."""
    for name in VISITS:
        yield lambda name=name: price.price(ct.code_visit(example_visit(name)), track="non_apm")
        yield lambda name=name: ct.compare_payers(example_visit(name), ["medicare", "commercial_cpt"])
    yield lambda: ct.cmt_level(["C5", "T4", "neck", "shoulder", "L5/S1"])
    yield lambda: ct.timed_units({"97110": 33, "97140": 7}, method="cms_total_time")
    for one, two in (("98940", "97112"), ("97140", "97530"), ("98941", "97124")):
        for day in (date(2001, 3, 4), date(2020, 3, 4), ON):
            yield lambda one=one, two=two, day=day: ct.ptp_edit(one, two, day)
    for number in ("97112", "98943", "97039", "72040", "S9090", "29200"):
        yield lambda number=number: ct.mue(number, ON)
        yield lambda number=number: ct.relative_values(number, ON)
        yield lambda number=number: ct.allowed_amounts({number: 2}, ON, "15202-00", track="non_apm")
    yield lambda: counties.locality_of_county("Harris", "TX", ON)
    yield lambda: [diagnoses.diagnosis(one, ON) for one in ("M54.2", "M54.5", "M99.01", "I69.354", "Q99")]
    yield lambda: [diagnoses.diagnosis_regions(one) for one in ("M54.2", "R29.3")]
    yield lambda: modifiers.modifiers_in_use(ON)
    yield lambda: muscles.muscle_regions("upper trapezius")
    yield lambda: [technique.technique(one) for one in technique.techniques()]
    yield lambda: [schedule.sequestration_row(ON), schedule.therapy_threshold_row(ON), ct.years_held()]
    yield lambda: [reference.spinal_shares("2024-06-01"), reference.oversight()]
    yield lambda: by_year(example_visit("desk_worker"), "15202-00")
    yield ratios
    yield lambda: dollars_over_the_years(["97112", "98940"])
    for measure in ("rvu", "dollars"):
        yield lambda measure=measure: rvu_explorer(RvuSettings(("97112", "98940"), measure=measure)).html()


@contextmanager
def in_the_place_of(name: str, text: str) -> Iterator[Callable[[], Any]]:
    """Let a text stand in the place of one table, and read the others anew: they may speak of what it holds. Gives the reader."""
    read, as_it_came = cache(tables.shipped_rows.__wrapped__), tables.text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "text", lambda one: text if one == name else as_it_came(one))
        patch.setattr(tables, "shipped_rows", read)
        yield lambda: read(name)


def forget() -> None:
    """Clear what was made of the tables; documents that stayed as they were keep what was read of them."""
    for place, module in list(sys.modules.items()):
        if place == "cptedu" or place.startswith("cptedu."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and getattr(value, "__name__", "") not in _READ:
                    value.cache_clear()


_READ = {"shipped_rows", "document", "data_folder"}


def run(inputs: int, seed: int, asked: int = 1) -> Counter[str]:
    """Feed so many mangled tables to their reader, and ask some questions of one in ``asked`` that is read.

    Returns:
        How many were refused, how many were read after all, and how many questions were then answered and refused.

    Raises:
        AssertionError: when anything but the package's own error came back, or it took too long.
    """
    chance = random.Random(seed)
    originals = {name: tables.text(name) for name in names()}
    came: Counter[str] = Counter()
    for number in range(inputs):
        name = chance.choice(list(originals))
        mangled = (changed if number % 3 else damaged)(originals[name], chance)
        started = time.process_time()
        with in_the_place_of(name, mangled) as read:
            try:
                tables._words_of.cache_clear()
                tables._trouble.cache_clear()
                read()
                came["read"] += 1
            except ct.CpteduError as refused:
                came["refused"] += 1
                assert name in str(refused)
                continue
            except Exception as surprise:
                raise AssertionError(f"table {number} of seed {seed}, {name}: {surprise!r}") from surprise
            if came["read"] % asked == 0:
                forget()
                _ask(came, chance, f"table {number} of seed {seed}, {name}")
        took = time.process_time() - started
        assert took < SLOWEST_SECONDS, f"table {number} of seed {seed}, {name} took {took:.1f} s"
    forget()
    return came


def _ask(came: Counter[str], chance: random.Random, which: str) -> None:
    for number, question in chance.sample(list(enumerate(questions())), QUESTIONS):
        try:
            question()
            came["answered"] += 1
        except ct.CpteduError as refused:
            came["not answered"] += 1
            assert str(refused)
        except Exception as surprise:
            raise AssertionError(f"{which}, question {number}: {surprise!r}") from surprise


def main() -> None:
    """Run, and print what came of it."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--inputs", type=int, default=100_000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--asked", type=int, default=20)
    wanted = given.parse_args()
    started = time.monotonic()
    came = run(wanted.inputs, wanted.seed, wanted.asked)
    print(
        f"{wanted.inputs} tables in {time.monotonic() - started:.0f} s: {dict(came)}; nothing but the package's own error"
    )


if __name__ == "__main__":
    main()
