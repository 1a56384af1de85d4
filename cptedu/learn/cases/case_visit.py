"""The visit of a case as it stands on a page: each thing that is wrong with it is noted at its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
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
    """Leave out what was said to be wrong, so that what else is wrong is told as well; None where it cannot be left out."""
    if re.match(r"'[^']*' is not a known payer\b", said):
        known = next(iter(payers()))
        return None if given["payer"] == known else {**given, "payer": known}
    named = re.match(r"(?:Service (\d+): )?'([^']+)' is not a known key of a (?:visit|service)\b", said)
    named = named or re.match(
        r"(?:Service (\d+): )?(?:'[^']*' is not a known (?:value of )?)?(\w+)(?: =|[.:])", said
    )
    if named is None:
        return None
    number, key = named.groups()
    if number is None and key == "date_of_service":
        today = datetime.now(tz=UTC).date()
        return None if given.get(key) == today else {**given, key: today}
    if number is None:
        without = {name: value for name, value in given.items() if name != key}
        return without if len(without) < len(given) else None
    if key not in given["services"][int(number) - 1]:
        return None
    services = list(given["services"])
    services[int(number) - 1] = {
        name: value for name, value in services[int(number) - 1].items() if name != key
    }
    return {**given, "services": services}


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
