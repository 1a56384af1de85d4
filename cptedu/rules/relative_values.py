"""What a code carries in relative value units (RVU): work, practice expense (PE), malpractice (MP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cptedu.errors import NotInDataError, unknown
from cptedu.facts.codes import code
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, one_row, rows

__all__ = ["RelativeValues", "later_indicator", "relative_values"]

NOT_PAID = {
    "N": "not covered by Medicare",
    "B": "bundled into other services by Medicare",
    "I": "not valid for Medicare",
}


@dataclass(frozen=True)
class RelativeValues:
    """The relative values of one unit of a code on a date.

    Attributes:
        code: the code.
        work: work RVU; None where only totals are held, as for the parts below.
        pe_nonfacility: practice expense in an office.
        pe_facility: practice expense in a facility.
        mp: malpractice.
        total_nonfacility: sum in an office.
        total_facility: sum in a facility; None where not held.
        status: CMS's status letter; empty where not held.
        global_days: CMS's global period: 000 and 010 minor procedures, XXX none; empty where not held.
        multiple_procedure: CMS's indicator: 5 reduced as therapy, 0 not; None where not held.
        vintage: the CMS releases in which these values stood.
        notes: what must be said beside them, such as "not paid by Medicare".
        citations: where they stand.
    """

    code: str
    work: Decimal | None
    pe_nonfacility: Decimal | None
    pe_facility: Decimal | None
    mp: Decimal | None
    total_nonfacility: Decimal | None
    total_facility: Decimal | None
    status: str
    global_days: str
    multiple_procedure: int | None
    vintage: str
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]

    def total(self, facility: bool = False) -> Decimal:
        """Give work, practice expense and malpractice together.

        Args:
            facility: True for a facility, False for an office.

        Returns:
            The total RVU.

        Raises:
            NotInDataError: when no total of that kind is held.
        """
        held = self.total_facility if facility else self.total_nonfacility
        if held is None:
            where = "a facility" if facility else "an office"
            raise NotInDataError(f"No total RVU of {self.code} in {where} is held ({self.vintage}).")
        return held


def relative_values(number: str, on: date | str, part: str = "") -> RelativeValues:
    """Look up the relative values of one unit of a code on a date of service.

    Args:
        number: the code.
        on: the date of service; values never fall back to another year.
        part: for a code that is billed in parts, such as an x-ray, the modifier of one: ``"26"`` for reading the film,
            ``"TC"`` for taking it; empty for the whole.

    Returns:
        The values; in some years only totals are held.

    Raises:
        CpteduError: for a code that is not in the code table, and for a part that it does not have.
        NotInDataError: for a date or code without values; the message says what is covered.

    Source: CMS, Physician Fee Schedule relative value files.

    >>> values = relative_values("97112", on=date(2026, 3, 4))
    >>> values.work, values.pe_nonfacility, values.mp, values.total()
    (Decimal('0.50'), Decimal('0.47'), Decimal('0.01'), Decimal('0.98'))
    >>> [relative_values("72040", on=date(2026, 3, 4), part=one).total() for one in ("26", "TC", "")]
    [Decimal('0.31'), Decimal('0.88'), Decimal('1.19')]
    """
    day = as_date(on)
    found = code(number).number
    named = f"{found}-{part}" if part else found
    own = _rows_of(found, part)
    held = " and ".join(f"from {first} to {last}" for first, last in _spans(own))
    covered = f"{named} is held {held}." if held else f"No year of {named} is held."
    row = one_row(own, day, what=f"RVU of {named}", covered=covered)
    notes = []
    if row["status"] in NOT_PAID:
        notes.append(f"not paid by Medicare: {NOT_PAID[row['status']]}")
    if not row["status"]:
        notes.append("whether Medicare paid it is not held for this year")
    if not row["work"]:
        notes.append("totals only; the parts are not held for this year")
    return RelativeValues(
        code=found,
        work=_number(row["work"]),
        pe_nonfacility=_number(row["pe_nonfacility"]),
        pe_facility=_number(row["pe_facility"]),
        mp=_number(row["mp"]),
        total_nonfacility=_number(row["total_nonfacility"]),
        total_facility=_number(row["total_facility"]),
        status=row["status"],
        global_days=row["global_days"],
        multiple_procedure=int(row["multiple_procedure"]) if row["multiple_procedure"] else None,
        vintage=f"CMS {row['releases']}",
        notes=tuple(notes),
        citations=(cite(row["source"]),),
    )


def _rows_of(number: str, part: str) -> list[Row]:
    if not part:
        return [row for row in rows("rvu.csv") if row["code"] == number]
    parts = [row for row in rows("rvu_parts.csv") if row["code"] == number]
    if part not in {row["modifier"] for row in parts}:
        advice = "" if parts else "It is billed whole."
        raise unknown(f"part of {number}", part, {row["modifier"] for row in parts}, advice=advice)
    return [row for row in parts if row["modifier"] == part]


def _spans(own: list[Row]) -> list[tuple[str, str]]:
    """Give the first and last day of each run of rows that join; a year between them is not held."""
    found: list[tuple[str, str]] = []
    for row in sorted(own, key=lambda one: one["effective_from"]):
        first, last = row["effective_from"], row["effective_to"]
        if found and date.fromisoformat(first) <= date.fromisoformat(found[-1][1]) + timedelta(days=1):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def later_indicator(number: str, after: date) -> Row | None:
    """Find the first row of a code after a day that has a multiple-procedure indicator; None when none has.

    >>> later_indicator("97112", date(2019, 7, 1))["effective_from"]
    '2020-01-01'
    """
    later = (
        row
        for row in rows("rvu.csv")
        if row["code"] == number and row["multiple_procedure"] and row["effective_from"] > after.isoformat()
    )
    return min(later, key=lambda row: row["effective_from"], default=None)


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None
