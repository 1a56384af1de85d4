"""Everything that a visit says, and which rules used it: what none used is listed as not judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from cptedu.errors import CpteduError
from cptedu.facts.regions import region_of
from cptedu.model import Accounted, Claim, Service, Visit

__all__ = ["Element", "account_of", "elements_of"]

POINTED_TO = "a line that points to it"
NOT_BILLED = "what is not billed, and counts nowhere"
SHOWN_ON = "a line that shows it"
_ALWAYS_USED = frozenset({"date_of_service", "payer", "title"})


@dataclass(frozen=True)
class Element:
    """One thing that a visit says.

    Attributes:
        name: where it stands, such as ``"services[1].deficit"``; services and places are counted from 1.
        written: what is written there.
    """

    name: str
    written: str


def account_of(claim: Claim) -> tuple[Accounted, ...]:
    """List everything that the visit of a claim says, each with the rules that used it.

    Args:
        claim: the claim.

    Returns:
        The list, in the order of the visit.
    """
    by_name: dict[str, dict[str, None]] = {}
    for finding in claim.findings:
        for name in finding.used:
            by_name.setdefault(name, {})[finding.rule] = None
    pointed = {one for line in claim.lines for one in line.diagnoses}
    shown = {
        (name.partition(".")[0], region)
        for line in claim.lines
        for finding in line.findings
        for name in finding.used
        for region in line.regions
    }

    left = {
        f"services[{number}]"
        for number, service in enumerate(claim.visit.services, 1)
        if any(item.service == service for item in claim.unbilled)
    }

    def users(element: Element) -> tuple[str, ...]:
        # A rule that looked at a list looked at each of it.
        listed = element.name.rpartition("[")[0] if element.name.endswith("]") else element.name
        found = {**by_name.get(element.name, {}), **by_name.get(listed, {})}
        if listed == "diagnoses" and element.written in pointed:
            found[POINTED_TO] = None
        if listed.endswith(".regions") and any(
            (listed.partition(".")[0], one) in shown for one in _region(element)
        ):
            found[SHOWN_ON] = None
        at, _, key = listed.partition(".")
        if at in left and key in {"minutes", "regions"}:
            found[NOT_BILLED] = None
        return tuple(found)

    return tuple(Accounted(one.name, one.written, users(one)) for one in elements_of(claim.visit))


def _region(place: Element) -> tuple[str, ...]:
    try:
        return (region_of(place.written),)
    except CpteduError:
        return ()


def elements_of(visit: Visit) -> Iterator[Element]:
    """List everything that a visit says, beside its date, payer and title."""
    for field in fields(visit):
        value = getattr(visit, field.name)
        if field.name in _ALWAYS_USED or value is None or value == ():
            continue
        if field.name == "services":
            for number, service in enumerate(visit.services, 1):
                yield from _elements_of_service(service, f"services[{number}]")
        elif field.name == "evaluation":
            yield Element("evaluation.code", value.code)
            if value.separate is not None:
                yield Element("evaluation.separate", _spoken(value.separate))
        elif field.name == "findings":
            yield from (Element(f"findings.{name}", said) for name, said in value)
        elif isinstance(value, tuple):
            yield from _numbered(field.name, value)
        else:
            yield Element(field.name, _spoken(value))


def _elements_of_service(service: Service, at: str) -> Iterator[Element]:
    for field in fields(service):
        value = getattr(service, field.name)
        if value == field.default:
            continue
        if isinstance(value, tuple):
            yield from _numbered(f"{at}.{field.name}", value)
        else:
            yield Element(f"{at}.{field.name}", _spoken(value))


def _numbered(name: str, values: Iterable[object]) -> Iterator[Element]:
    for number, one in enumerate(values, 1):
        yield Element(f"{name}[{number}]", _spoken(one))


def _spoken(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)
