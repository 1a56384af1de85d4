"""The visit of a case as it stands on a page: each thing that is wrong with it is noted at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from cptedu.errors import CpteduError
from cptedu.facts.pages import Page, Where, brief
from cptedu.learn.written_clearly import not_understood
from cptedu.model import Visit
from cptedu.payers import payers

__all__ = ["visit_of_page"]


def visit_of_page(
    page: Page, where: Where, given: Mapping[str, Any], quoted: frozenset[str] = frozenset()
) -> Visit | None:
    """Read a visit that stands on a page; None where it cannot be read or is not understood, which is noted.

    Args:
        page: the page.
        where: where the visit stands on it.
        given: what is written there.
        quoted: words that are meant not to be understood.
    """
    is_known = True
    rest: Mapping[str, Any] | None = given
    visit = None
    while rest is not None and visit is None:
        try:
            visit = Visit.from_dict(rest)
        except CpteduError as error:
            page.fault(where, error, line=_line_of_visit_error(page, where, str(error)))
            is_known, rest = False, _without_the_fault(rest, str(error))
    unclear = [one for one in not_understood(visit) if one.written not in quoted] if visit else []
    for one in unclear:
        page.fault(_place_of(where, one.element), brief(CpteduError(one.why)))
    return visit if is_known and not unclear else None


def _without_the_fault(given: Mapping[str, Any], said: str) -> Mapping[str, Any] | None:
    """Leave out what was said to be wrong, so that what else is wrong is told as well; None where it cannot be left out.

    What is at fault is found by trying: where it is left out, something else is said, or nothing. What is said of one service
    is tried on that one alone, and what is said of the rest without any, so that many mistakes take no longer one by one.
    """
    if of_service := re.match(r"Service (\d+)\b", said):
        return _with_less_of_service(given, int(of_service[1]) - 1, said)
    apart = {key: value for key, value in given.items() if key != "services"}
    if _fault_of(apart) != said:
        return next((rest for rest in _with_less(given) if _fault_of(rest) != said), None)
    rest = next((rest for rest in _with_less(apart) if _fault_of(rest) != said), None)
    return None if rest is None else {**rest, **{key: given[key] for key in given if key == "services"}}


def _with_less_of_service(given: Mapping[str, Any], at: int, said: str) -> Mapping[str, Any] | None:
    """Leave out what was said to be wrong with one service: the others have no part in it."""
    listed = list(given["services"])
    alone = {key: other() for key, other in _NEVER_LACKING.items()}
    for less in _smaller(listed[at]):
        if _fault_of({**alone, "services": [*[{}] * at, less]}) != said:
            return {**given, "services": [*listed[:at], less, *listed[at + 1 :]]}
    return None


def _fault_of(given: Mapping[str, Any]) -> str:
    """Say what is wrong with a visit; nothing where it can be read."""
    try:
        Visit.from_dict(given)
    except CpteduError as error:
        return str(error)
    return ""


def _with_less(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give a visit without each of its parts, the smallest first; day and payer, which none can lack, as others."""
    for key, value in given.items():
        yield from ({**given, key: less} for less in _parts_left(key, value))
    yield from (
        {name: value for name, value in given.items() if name != key}
        for key in given
        if key not in _NEVER_LACKING
    )
    for key, other in _NEVER_LACKING.items():
        yield {**given, key: other()}


def _parts_left(key: str, value: object) -> Iterator[object]:
    """Give a value without each of its parts."""
    if isinstance(value, Mapping):
        yield from (
            {name: one for name, one in value.items() if name != part}
            for part in value
            if (key, part) != ("evaluation", "code")  # without it the rest is none
        )
    elif isinstance(value, list):
        for at in range(len(value)):
            yield [*value[:at], *value[at + 1 :]]


def _smaller(service: object) -> Iterator[object]:
    """Give a service without each element of its lists, then without each of its keys."""
    if not isinstance(service, Mapping):
        yield {}
        return
    for name, value in service.items():
        if isinstance(value, list):
            yield from ({**service, name: less} for less in _parts_left(name, value))
    yield from _parts_left("", service)


_NEVER_LACKING: Mapping[str, Callable[[], object]] = {
    "date_of_service": lambda: date.max,  # no day that is written is after it, and blamed for that
    "payer": lambda: next(iter(payers())),
}


def _place_of(where: Where, element: str) -> Where:
    """Give the place in a file of an element of its visit, such as ``services[1].regions[2]``."""
    place = where
    for key, number in re.findall(r"(\w+)(?:\[(\d+)\])?", element):
        place = (*place, key, int(number) - 1) if number else (*place, key)
    return place


def _line_of_visit_error(page: Page, where: Where, said: str) -> int:
    """Find the line that the visit reader means: it names the service, the key, or the word in quotation marks."""
    if service := re.match(r"Service (\d+): ", said):
        where, said = (*where, "services", int(service[1]) - 1), said[service.end() :]
    key = re.match(r"(\w+)(?: =|[.:])", said)
    if key and (*where, key[1]) in page.places:
        return page.places[*where, key[1]]
    return page.line_with(where, re.findall(r"['\"]([^'\"]+)['\"]", said.partition(" Accepted:")[0]))
