"""Published statements on what is cut from a payment, as exhibits of the museum."""

from __future__ import annotations

from datetime import date

from cptedu.facts.days_told import day_in_words
from cptedu.facts.tables import in_force, rows
from cptedu.learn.trials import Trial, said
from cptedu.model import Finding, Visit

__all__ = ["cut_of_july_2022", "reduction_from_july"]

_REDUCTION = "multiple_procedure_reduction.csv"
_NO_DATA = "no data"


def _in_table(visit: Visit, name: str, column: str, on: date) -> tuple[str, tuple[Finding, ...]]:
    """Look a percentage up for a day, with the span of days for which its row holds."""
    held = [row for row in rows(name) if in_force(row, on)]
    if not held:
        return _NO_DATA, ()
    row = held[0]
    until = f" to {day_in_words(row['effective_to'])}" if row["effective_to"] else " on"
    told = f"The table has {row[column]} percent from {day_in_words(row['effective_from'])}{until}."
    return f"{row[column]} percent", (said(visit, told, row["source"]),)


def reduction_from_july(visit: Visit) -> Trial:
    """Let the reduction of April 2013 begin in July."""
    on, column = visit.date_of_service, "pe_percent_kept"
    kept, because = _in_table(visit, _REDUCTION, column, on)
    before, _ = _in_table(visit, _REDUCTION, column, date(2013, 3, 31))
    late = date(2013, 4, 1) <= on < date(2013, 7, 1)
    return Trial(before if late else kept, kept, because)


def cut_of_july_2022(visit: Visit) -> Trial:
    """Take the cut since July 2022 for one percent."""
    on = visit.date_of_service
    cut, because = _in_table(visit, "sequestration.csv", "percent", on)
    return Trial("1 percent" if on >= date(2022, 7, 1) else cut, cut, because)
