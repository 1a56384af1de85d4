"""Whether two codes may stand on one claim: the procedure-to-procedure (PTP) edits of NCCI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from cptedu.errors import CpteduError
from cptedu.facts.codes import code
from cptedu.facts.releases import Release, newest_whole, releases
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, day_of, rows
from cptedu.model import Verdict
from cptedu.rules.data_age import release_age
from cptedu.rules.ptp_before_releases import known_before_releases

__all__ = ["PtpEdit", "edit_of", "gives_way_in_a_release", "ptp_edit"]

_Answered = tuple[date, date] | None

VERDICTS = {"0": Verdict.NOT_SUPPORTED, "1": Verdict.ASK}


@dataclass(frozen=True)
class PtpEdit:
    """What the edits say of a pair of codes.

    Attributes:
        column_one: the code that is paid; None when there is no edit.
        column_two: the code that is not paid beside it without a modifier; None when there is no edit.
        modifier_indicator: 0 no modifier helps, 1 a modifier may, where the record bears it out; None without an edit.
        verdict: ``not_supported`` for 0, ``ask`` for 1, ``supported`` without an edit, ``no_data`` where none is held.
        vintage: the release that answered.
        says: the answer in words.
        why: where nothing is held, what is known of that time; else empty.
        citations: where it stands.
        answered: the first day of that release, and the date of service; None when it is the later one.
    """

    column_one: str | None
    column_two: str | None
    modifier_indicator: int | None
    verdict: Verdict
    vintage: str
    says: str
    citations: tuple[Citation, ...]
    answered: tuple[date, date] | None = None
    why: str = ""

    @property
    def age(self) -> str:
        """Say how long before the date of service that release began; empty when it is the later one."""
        return "" if self.answered is None else release_age(*self.answered)


def ptp_edit(one: str, other: str, on: date | str) -> PtpEdit:
    """Look up whether an edit joins two codes on a date of service; their order does not matter.

    The newest release held that is not after the date answers. A whole release answers for every pair: one that is not
    in it has no edit, whatever an older release had. A part of a release answers for the pairs that it lists. Before the
    first release only what a row's own dates settle is answered, and what is known of single pairs of that time.

    Args:
        one: a code.
        other: another code.
        on: the date of service.

    Returns:
        The edit, with the release that answered.

    Raises:
        CpteduError: for a code that is not in the code table, or the same code twice.

    Source: CMS, NCCI PTP edits for practitioners; ACA, 2002-04-01.

    >>> edit = ptp_edit("97112", "98940", on=date(2026, 3, 4))
    >>> edit.column_one, edit.column_two, edit.modifier_indicator, str(edit.verdict)
    ('98940', '97112', 1, 'ask')
    """
    day = as_date(on)
    first, second = code(one).number, code(other).number
    if first == second:
        raise CpteduError(
            f"An edit joins two different codes; {first} was given twice. For its units, ask for the MUE."
        )
    return edit_of(first, second, day)


@lru_cache(maxsize=20_000)
def edit_of(first: str, second: str, day: date) -> PtpEdit:
    """Look up an edit by two different codes that are held."""
    pair = _by_pair().get(frozenset((first, second)), ())
    whole = newest_whole("ptp", day)
    first_day = whole.begins if whole else date.min
    listed = [row for row in pair if first_day <= day_of(row["release_from"]) <= day]
    if listed:
        newest = max(row["release_from"] for row in listed)
        return _from_release([row for row in listed if row["release_from"] == newest], day, first, second)
    if whole is None:
        return _before_releases(first, second, day, pair)
    answered = whole.begins, day
    if whole.every_code or {first, second} <= _codes_with_edits(first_day):
        return _none(first, second, whole.name, (whole.source,), answered)
    return _no_data(first, second, whole, answered)


def gives_way_in_a_release(number: str, other: str) -> bool:
    """Say whether in any release that is held an edit refuses a code beside another one, whenever that began.

    Args:
        number: the code that would be refused, or marked: column two of the edit.
        other: the code beside it.

    Returns:
        False where none of them ever had the pair in that order, so that there is no reason to expect it of an earlier one.

    >>> gives_way_in_a_release("97161", "98940"), gives_way_in_a_release("98940", "97161")
    (True, False)
    """
    pair = _by_pair().get(frozenset((number, other)), ())
    return any(row["column_two"] == number and row["modifier_indicator"] in VERDICTS for row in pair)


@cache
def _by_pair() -> dict[frozenset[str], tuple[Row, ...]]:
    pairs: dict[frozenset[str], tuple[Row, ...]] = {}
    for row in rows("ptp.csv"):
        pair = frozenset((row["column_one"], row["column_two"]))
        pairs[pair] = (*pairs.get(pair, ()), row)
    return pairs


@cache
def _codes_with_edits(first_day: date) -> frozenset[str]:
    """Give the codes that a release was read for: those with a row in it, or in one before it."""
    return frozenset(
        number
        for pair, held in _by_pair().items()
        if any(day_of(row["release_from"]) <= first_day for row in held)
        for number in pair
    )


def _from_release(listed: Sequence[Row], day: date, one: str, other: str) -> PtpEdit:
    current = [row for row in listed if _holds(row, day)]
    answered = day_of(listed[0]["release_from"]), day
    if not current:
        return _none(one, other, listed[0]["release"], (listed[0]["source"],), answered)
    # An undeleted row is the standing one; a row with a later deletion date holds until then.
    return _edit(min(current, key=lambda row: row["deleted_on"] or "9999"), answered=answered)


def _holds(row: Row, day: date) -> bool:
    """Say whether a row holds on a day, an empty date being open; a row without an indicator of its own never did."""
    return (
        (not row["deleted_on"] or day <= day_of(row["deleted_on"]))
        and (not row["effective_from"] or day_of(row["effective_from"]) <= day)
        and row["modifier_indicator"] in VERDICTS
    )


def _edit(row: Row, vintage: str = "", answered: _Answered = None) -> PtpEdit:
    first, second = row["column_one"], row["column_two"]
    indicator = int(row["modifier_indicator"])
    if not indicator:
        says = f"{second} is never paid beside {first} on one date; no modifier changes that."
    else:
        says = f"{second} is paid beside {first} only as a distinct service, marked by a modifier the record bears out."
    return PtpEdit(
        column_one=first,
        column_two=second,
        modifier_indicator=indicator,
        verdict=VERDICTS[row["modifier_indicator"]],
        vintage=vintage or f"NCCI PTP {row['release']}",
        says=says,
        citations=(cite(row["source"]),),
        answered=answered,
    )


def _none(
    one: str, other: str, release: str, sources: tuple[str, ...], answered: _Answered = None
) -> PtpEdit:
    return PtpEdit(
        column_one=None,
        column_two=None,
        modifier_indicator=None,
        verdict=Verdict.SUPPORTED,
        vintage=f"NCCI PTP {release}",
        says=f"No edit joins {one} and {other} as of {release}; no modifier is needed between them.",
        citations=tuple(cite(source) for source in sources),
        answered=answered,
    )


def _not_held(
    vintage: str, says: str, sources: tuple[str, ...], answered: _Answered = None, why: str = ""
) -> PtpEdit:
    return PtpEdit(
        column_one=None,
        column_two=None,
        modifier_indicator=None,
        verdict=Verdict.NO_DATA,
        vintage=vintage,
        says=says,
        citations=tuple(cite(source) for source in sources),
        answered=answered,
        why=why,
    )


def _no_data(one: str, other: str, release: Release, answered: _Answered = None) -> PtpEdit:
    says = f"Whether an edit joins {one} and {other} on this date is not held. Look it up in CMS's file of that quarter."
    return _not_held(f"NCCI PTP {release.name}", says, (release.source,), answered)


def _before_releases(first: str, second: str, day: date, pair: Sequence[Row]) -> PtpEdit:
    known = known_before_releases(first, second, day)
    if known is not None and known["modifier_indicator"] in VERDICTS:
        return _edit(known, known["version"])
    if known is not None:
        return _not_held(known["version"], known["why"], (known["source"],), why=known["why"])
    for row in pair:
        if row["effective_from"] and _holds(row, day):
            return _edit(row)
    deleted = [row["deleted_on"] for row in pair]
    if pair and all(deleted) and day_of(max(deleted)) < day:
        return _none(first, second, pair[0]["release"], tuple(dict.fromkeys(row["source"] for row in pair)))
    return _no_data(first, second, releases("ptp")[0])
