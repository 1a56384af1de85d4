"""How many units of a code one patient can have on one day: the medically unlikely edits (MUE) of NCCI."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from cptedu.facts.codes import code
from cptedu.facts.days_told import day_in_words
from cptedu.facts.releases import Release, newest_whole, releases
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, day_of, rows
from cptedu.model import Verdict
from cptedu.rules.data_age import release_age

__all__ = ["Mue", "mue"]

ADJUDICATION = {
    1: "counted line by line",
    2: "a limit of the code itself; no record lifts it",
    3: "a clinical limit; a record may bear out more",
}


@dataclass(frozen=True)
class Mue:
    """The limit on units of a code.

    Attributes:
        code: the code.
        units: the limit a day, or None where none is held.
        adjudication: 1 a line, 2 a day by policy, 3 a day by clinical likelihood; None where none is held.
        verdict: ``supported`` when a limit is held, else ``no_data``.
        vintage: the release that answered.
        says: the answer in words.
        citations: where it stands.
        answered: the first day of that release, and the date of service; None when none is held.
    """

    code: str
    units: int | None
    adjudication: int | None
    verdict: Verdict
    vintage: str
    says: str
    citations: tuple[Citation, ...]
    answered: tuple[date, date] | None = None

    @property
    def age(self) -> str:
        """Say how long before the date of service that release began; empty when none is held."""
        return "" if self.answered is None else release_age(*self.answered)


def mue(number: str, on: date | str) -> Mue:
    """Look up the limit on a code's units on a date of service.

    Args:
        number: the code.
        on: the date of service. The newest release held that is not after it answers: a whole one for every code, a part
            for the codes that it lists; before the first none is held.

    Returns:
        The limit, or ``no_data``.

    Raises:
        CpteduError: for a code that is not in the code table.

    Source: CMS, practitioner MUE tables.

    >>> limit = mue("97112", on=date(2026, 3, 4))
    >>> limit.units, limit.adjudication
    (4, 3)
    """
    return _limit(code(number).number, as_date(on))


@lru_cache(maxsize=20_000)
def _limit(found: str, day: date) -> Mue:
    whole = newest_whole("mue", day)
    since = whole.begins if whole else date.min
    listed = [row for row in _of_code().get(found, ()) if since <= day_of(row["release_from"]) <= day]
    if not listed:
        return _not_held(found, day, whole)
    row = max(listed, key=lambda one: one["release_from"])
    units, adjudication = int(row["units"]), int(row["adjudication"])
    return Mue(
        code=found,
        units=units,
        adjudication=adjudication,
        verdict=Verdict.SUPPORTED,
        vintage=f"MUE {row['release']}",
        says=(
            f"{found}: at most {units} a day; {ADJUDICATION[adjudication]}."
            if units
            else f"{found}: 0, which is Medicare's policy not to pay it; to other payers it says nothing."
        ),
        citations=(cite(row["source"]),),
        answered=(day_of(row["release_from"]), day),
    )


@cache
def _of_code() -> dict[str, tuple[Row, ...]]:
    held: dict[str, tuple[Row, ...]] = {}
    for row in rows("mue.csv"):
        held[row["code"]] = (*held.get(row["code"], ()), row)
    return held


def _not_held(number: str, day: date, whole: Release | None) -> Mue:
    first = releases("mue")[0]
    release = whole or first
    if whole is None:
        says = f"No limit on the units of {number} is held for {day_in_words(day)}. The first table held is that of {first.name}."
    else:
        says = f"No limit on the units of {number} is held as of {whole.name}. Look it up in CMS's file of that quarter."
    return Mue(
        code=number,
        units=None,
        adjudication=None,
        verdict=Verdict.NO_DATA,
        vintage=f"MUE {release.name}",
        says=says,
        citations=(cite(release.source),),
        answered=(whole.begins, day) if whole else None,
    )
