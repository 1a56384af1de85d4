"""What a note may tell of a visit, element by element, and the visit as it stands when the note does not tell one.

Elements have the names that a finding uses for what it looked at: ``"adjusted"``, ``"services[1].deficit"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cptedu.engine.coding import code_visit
from cptedu.errors import unknown
from cptedu.model import Claim, Verdict, Visit

__all__ = ["elements_told", "what_matters", "without"]

_OF_VISIT: dict[str, Any] = {
    "care": None,
    "adjusted": (),
    "diagnoses": None,
    "part": None,
    "abn": None,
    "course": None,
    "session_minutes": None,
    "xray_on": None,
    "last_seen": None,
}
_OF_SERVICE: dict[str, Any] = {
    "activity": "",
    "purpose": (),
    "deficit": "",
    "regions": (),
    "minutes": None,
    "contact": None,
    "code": None,
    "started": None,
    "encounter": None,
    "muscle": None,
}
_SERVICE = re.compile(r"services\[(\d+)\]\.(\w+)")


def elements_told(visit: Visit) -> tuple[str, ...]:
    """List what a visit holds that its note may leave out; who is told of, when and for which payer always stands.

    Args:
        visit: the visit.

    Returns:
        The names of the elements; those of services are counted from 1.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "part": ["P"]})
    >>> elements_told(visit)
    ('adjusted', 'part')
    """
    return tuple(_told(visit))


def _told(visit: Visit) -> Iterator[str]:
    yield from (key for key, absent in _OF_VISIT.items() if getattr(visit, key) != absent)
    yield from (f"findings.{region}" for region, said in visit.findings or () if said)
    for n, service in enumerate(visit.services, start=1):
        yield from (
            f"services[{n}].{key}" for key, absent in _OF_SERVICE.items() if getattr(service, key) != absent
        )
    if visit.evaluation is not None and visit.evaluation.separate is not None:
        yield "evaluation.separate"


def without(visit: Visit, element: str) -> Visit:
    """Give the visit as it stands when its note does not tell an element.

    Args:
        visit: the visit.
        element: one of ``elements_told(visit)``.

    Returns:
        The visit without it: not recorded, which is not the same as recorded and not enough.

    Raises:
        CpteduError: for an element that the visit does not hold.
    """
    if element not in elements_told(visit):
        raise unknown("element of this visit", element, elements_told(visit))
    if element == "evaluation.separate" and visit.evaluation is not None:
        return replace(visit, evaluation=replace(visit.evaluation, separate=None))
    if element.startswith("findings."):
        region = element.removeprefix("findings.")
        return replace(visit, findings=tuple(one for one in visit.findings or () if one[0] != region))
    if found := _SERVICE.fullmatch(element):
        at, key = int(found[1]) - 1, found[2]
        changed = replace(visit.services[at], **{key: _OF_SERVICE[key]})
        return replace(visit, services=(*visit.services[:at], changed, *visit.services[at + 1 :]))
    return replace(visit, **{element: _OF_VISIT[element]})


def what_matters(visit: Visit) -> tuple[str, ...]:
    """List the elements without which the claim is another, or has something to ask: what a note must not leave out.

    Args:
        visit: the visit.

    Returns:
        Those of ``elements_told`` that the rules miss when they are left out.

    >>> visit = Visit.from_dict({
    ...     "date_of_service": "2026-03-04", "payer": "commercial_ncci", "care": "active",
    ...     "services": [{"activity": "single-leg stance", "purpose": ["balance"], "deficit": "stance 6 s left, 25 s right",
    ...                   "regions": ["lower_extremities"], "minutes": 16, "contact": "one_on_one"}]})
    >>> what_matters(visit)
    ('services[1].purpose', 'services[1].deficit', 'services[1].minutes', 'services[1].contact')
    """
    whole = code_visit(visit)
    return tuple(one for one in elements_told(visit) if _is_missed(whole, code_visit(without(visit, one))))


def _is_missed(whole: Claim, left: Claim) -> bool:
    return _lines(whole) != _lines(left) or bool(_asks(left) - _asks(whole))


def _lines(claim: Claim) -> set[tuple[Any, ...]]:
    return {(one.code, one.units, one.modifiers, one.verdict) for one in claim.lines}


def _asks(claim: Claim) -> set[tuple[str, str | None, str]]:
    held = [one for line in claim.lines for one in line.findings]
    held += [one for item in claim.unbilled for one in item.findings]
    return {
        (one.rule, one.code, one.says)
        for one in (*held, *claim.findings)
        if one.verdict in (Verdict.ASK, Verdict.NO_DATA)
    }
