"""Whether two codes may stand on one claim: the procedure-to-procedure (PTP) edits of NCCI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.codes import SPINAL_CMT, code
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, rows
from cptedu.model import Verdict
from cptedu.rules.data_age import release_age

__all__ = ["PtpEdit", "ptp_edit"]

FIRST_RELEASE = date(2024, 7, 1)
CMT_PAIRS_SINCE = date(2002, 4, 1)
CMT_PAIRS = frozenset((one, two) for one in SPINAL_CMT for two in ("97112", "97124", "97140"))
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
        age: how long before the date of service that release began, in words; empty when it is the later one.
        says: the answer in words.
        citations: where it stands.
    """

    column_one: str | None
    column_two: str | None
    modifier_indicator: int | None
    verdict: Verdict
    vintage: str
    says: str
    citations: tuple[Citation, ...]
    age: str = ""


def ptp_edit(one: str, other: str, on: date | str) -> PtpEdit:
    """Look up whether an edit joins two codes on a date of service; their order does not matter.

    The newest release held that is not after the date answers. Before 2024-07-01 only what a row's own dates settle is
    answered, and the nine pairs of a spinal adjustment with 97112, 97124 and 97140, which could be marked by a modifier
    since 2002-04-01.

    Args:
        one: a code.
        other: another code.
        on: the date of service.

    Returns:
        The edit, with the release that answered.

    Raises:
        CpteduError: for a code that is not in the code table, or the same code twice.

    Source: CMS, NCCI PTP edits for practitioners, 2024 Q3 and a part of 2026 Q4; ACA, 2002-04-01.

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
    pair = _by_pair().get(frozenset((first, second)), ())
    if day < FIRST_RELEASE:
        return _before_releases(first, second, day, pair)
    listed = [row for row in pair if date.fromisoformat(row["release_from"]) <= day]
    if listed:
        newest = max(row["release_from"] for row in listed)
        found = _from_release([row for row in listed if row["release_from"] == newest], day, first, second)
        return replace(found, age=release_age(date.fromisoformat(newest), day))
    if {first, second} <= _codes_with_edits():
        found = _none(first, second, "2024 Q3", ("ncci-ptp-2024q3",))
    else:
        found = _no_data(first, second, "2024 Q3")
    return replace(found, age=release_age(FIRST_RELEASE, day))


def _read_by_pair() -> dict[frozenset[str], tuple[Row, ...]]:
    pairs: dict[frozenset[str], tuple[Row, ...]] = {}
    for row in rows("ptp.csv"):
        pair = frozenset((row["column_one"], row["column_two"]))
        pairs[pair] = (*pairs.get(pair, ()), row)
    return pairs


def _read_codes_with_edits() -> frozenset[str]:
    return frozenset(number for pair in _by_pair() for number in pair)


_by_pair = cache(_read_by_pair)
_codes_with_edits = cache(_read_codes_with_edits)


def _from_release(listed: Sequence[Row], day: date, one: str, other: str) -> PtpEdit:
    current = [row for row in listed if not row["deleted_on"] or day <= date.fromisoformat(row["deleted_on"])]
    current = [
        row for row in current if not row["effective_from"] or row["effective_from"] <= day.isoformat()
    ]
    if not current:
        return _none(one, other, listed[0]["release"], (listed[0]["source"],))
    # An undeleted row is the standing one; a row with a later deletion date holds until then.
    return _edit(min(current, key=lambda row: row["deleted_on"] or "9999"))


def _edit(row: Row, vintage: str = "", sources: tuple[str, ...] = ()) -> PtpEdit:
    first, second = row["column_one"], row["column_two"]
    indicator = int(row["modifier_indicator"])
    if indicator == 0:
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
        citations=tuple(cite(source) for source in sources or (row["source"],)),
    )


def _none(one: str, other: str, release: str, sources: tuple[str, ...]) -> PtpEdit:
    return PtpEdit(
        column_one=None,
        column_two=None,
        modifier_indicator=None,
        verdict=Verdict.SUPPORTED,
        vintage=f"NCCI PTP {release}",
        says=f"No edit joins {one} and {other} as of {release}; no modifier is needed between them.",
        citations=tuple(cite(source) for source in sources),
    )


def _no_data(one: str, other: str, release: str) -> PtpEdit:
    return PtpEdit(
        column_one=None,
        column_two=None,
        modifier_indicator=None,
        verdict=Verdict.NO_DATA,
        vintage=f"NCCI PTP {release}",
        says=f"Whether an edit joins {one} and {other} on this date is not held. Look it up in CMS's file of that quarter.",
        citations=(cite("ncci-ptp-2024q3"),),
    )


def _before_version_8_1(cmt: str, therapy: str) -> PtpEdit:
    # The release says that they were never paid together, but not since when, nor by which indicator.
    return PtpEdit(
        column_one=None,
        column_two=None,
        modifier_indicator=None,
        verdict=Verdict.NO_DATA,
        vintage="before NCCI v8.1 (2002-04-01)",
        says=f"The edits before 2002-04-01 are not held. By one release of that day {therapy} was not paid beside {cmt} until"
        " then, not even in another region.",
        citations=(cite("aca-ncci-2002"),),
    )


def _before_releases(first: str, second: str, day: date, pair: Sequence[Row]) -> PtpEdit:
    for columns in ((first, second), (second, first)):
        if columns in CMT_PAIRS and day < CMT_PAIRS_SINCE:
            return _before_version_8_1(*columns)
        if columns in CMT_PAIRS:
            row = next(
                row
                for row in pair
                if (row["column_one"], row["column_two"]) == columns and row["active"] == "yes"
            )
            return _edit(row, "NCCI since 2002-04-01 (v8.1)", ("aca-ncci-2002",))
    written = day.isoformat()
    for row in pair:
        starts, ends = row["effective_from"], row["deleted_on"]
        if (
            starts
            and starts <= written
            and (not ends or written <= ends)
            and row["modifier_indicator"] in VERDICTS
        ):
            return _edit(row)
    deleted = [row["deleted_on"] for row in pair]
    if pair and all(deleted) and max(deleted) < written:
        return _none(first, second, pair[0]["release"], tuple(dict.fromkeys(row["source"] for row in pair)))
    return _no_data(first, second, "2024 Q3")
