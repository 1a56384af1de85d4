"""What may be changed about a case before the room: the values to try, the noted one first."""

from __future__ import annotations

from datetime import date
from typing import Any

from cptedu.errors import CpteduError
from cptedu.facts.pages import Page, as_written
from cptedu.facts.regions import regions_understood, spinal
from cptedu.facts.schedule import years_held
from cptedu.learn.written_clearly import not_understood
from cptedu.model import Service, Visit
from cptedu.payers import payers
from cptedu.visit_file import visit_from_dict, visit_to_dict

__all__ = ["values_to_try"]

_MEASURED = "measured: 6 of 10 tries left, 10 of 10 right"
_MINUTES = (7, 8, 15, 22, 23, 38)


def values_to_try(
    page: Page | None, visit: Visit, service: int, what: str, wished: list[Any] | None
) -> tuple[Any, ...]:
    """Give the values to try, the noted one first: those of the file, else some that teach.

    Args:
        page: the case file, on which a value that cannot be tried is noted; None where none is wished.
        visit: the visit as noted.
        service: which service the change belongs to, counted from 0.
        what: one of ``WHAT_IFS``.
        wished: the values in the file, or None where it names none.

    Returns:
        The values, each once.
    """
    own = visit.services[service] if visit.services else None
    if own is None and what not in {"payer", "date_of_service"}:
        if wished and page is not None:
            page.fault(
                ("what_if", what),
                f"the visit has no service whose {what} could be changed. Take the line away.",
            )
        return ()
    noted = getattr(visit if own is None or what in {"payer", "date_of_service"} else own, what)
    # A value of ours that does not suit this visit is left out; one that the instructor wished is a fault.
    judge = page if wished is not None else None
    read = [
        _read_value(judge, visit, service, what, one)
        for one in (_usual(visit, own, what) if wished is None else wished)
    ]
    return tuple(dict.fromkeys([noted, *(one for one in read if one is not None)]))


def _usual(visit: Visit, own: Service | None, what: str) -> list[Any]:
    """Give what is worth trying where the file names nothing."""
    if what == "payer":
        return sorted(payers())
    if what == "date_of_service":
        day = visit.date_of_service
        return [_in_year(day, year) for year in _years_worth_trying()]
    if own is None or what == "minutes":
        noted = own.minutes if own is not None else None
        return [
            *(m for m in _MINUTES if noted is None or m > noted),
            *(m for m in _MINUTES if noted and m < noted),
        ]
    if what == "regions":
        adjusted = [name for name in regions_understood(visit.adjusted) if name in spinal()]
        return [adjusted[:1], ["lower_extremities"], ["upper_extremities"]] if adjusted else []
    return [""] if own.deficit else [_MEASURED]


def _years_worth_trying() -> tuple[int, ...]:
    """Give the year before the newest held, one half way back, and one of the first."""
    years = years_held()
    return tuple(dict.fromkeys((years[-2:][0], years[len(years) // 2], years[:2][-1])))


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, 28))


def _read_value(page: Page | None, visit: Visit, service: int, what: str, given: Any) -> Any:
    """Read one value as the visit reader would; None when it will not do, which is then noted."""
    try:
        whole = visit_to_dict(visit)
        if what in {"payer", "date_of_service"}:
            whole[what] = given
        else:
            whole["services"][service][what] = given
        read = visit_from_dict(whole)
        for one in not_understood(read):
            raise CpteduError(one.why)
    except CpteduError as problem:
        says = str(problem).removeprefix(f"Service {service + 1}: ")
        if page is not None:
            page.fault(("what_if", what), f"{as_written(given)} cannot be tried: {says}")
        return None
    return getattr(read if what in {"payer", "date_of_service"} else read.services[service], what)
