"""What a visit's note says, element by element, and the visit as it would be without one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cptedu.explain import counted
from cptedu.facts.codes import code
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.facts.regions import regions_of
from cptedu.model import Service, Visit
from cptedu.widgets.kit.plain import place_in_words

__all__ = ["Element", "elements_of", "without"]


@dataclass(frozen=True)
class Element:
    """One thing that the note says, and the visit as it would be if the note did not.

    Attributes:
        id: a stable name, such as ``"services.1.deficit"``.
        group: the part of the note in which it stands.
        label: what kind of thing it is.
        text: what the note says.
        gone: what the note says without it.
        take: makes the visit without it.
        kinds: what it shares with elements that may stand in for it, such as another bone of its region.
    """

    id: str
    group: str
    label: str
    text: str
    gone: str
    take: Callable[[Visit], Visit]
    kinds: tuple[str, ...] = ()


_CONTACT = {
    "one_on_one": "one clinician, one patient",
    "group": "several patients at once",
    "unattended": "the patient worked alone",
}
_NOTICE = {
    "none": "no notice was given",
    "required": "the mandatory notice is signed and on file",
    "voluntary": "a voluntary notice was given",
}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(place_in_words(name) for name in names)


# Of a service: label, what the note says, what it says without, the value that stands for "not recorded".
_OF_SERVICE: dict[str, tuple[str, Callable[[Any], str], str, Any]] = {
    "purpose": ("What it was for", _listed, "the note does not say what it was for", ()),
    "deficit": ("Measured finding", str, "nothing measured is written down", ""),
    "contact": ("Contact", lambda one: _CONTACT[one], "the note does not say who was with the patient", None),
    "performed_by": (
        "Who gave it",
        lambda one: f"the {place_in_words(one)}",
        "an unlicensed assistant gave it",
        "unlicensed_assistant",
    ),
    "minutes": (
        "Minutes",
        lambda one: counted(one, "minute"),
        "no minutes are written down",
        None,
    ),
    "regions": ("Where", _listed, "the note does not say where", ()),
    "muscle": ("Muscle", str, "no muscle is named", None),
    "started": ("Began at", lambda one: f"{one:%H:%M}", "no time of day is written down", None),
    "encounter": ("Encounter of the day", str, "no other encounter is recorded", None),
}
# Of the visit as a whole: the same.
_OF_VISIT: dict[str, tuple[str, Callable[[Any], str], str, Any]] = {
    "care": ("Care", lambda one: f"{one} care", "the note does not say whether it was active care", None),
    "diagnoses": ("Diagnoses", ", ".join, "no diagnosis is given", None),
    "part": ("P.A.R.T.", ", ".join, "no P.A.R.T. is recorded", None),
    "xray_on": ("X-ray", lambda one: f"taken on {one}", "no x-ray is recorded", None),
    "abn": ("Notice", lambda one: _NOTICE[one], "no notice is on file", None),
    "course": ("Course", str, "the note does not say acute or chronic", None),
}


def elements_of(visit: Visit) -> tuple[Element, ...]:
    """List what a visit's note says, each as something that can be taken away.

    Args:
        visit: the visit.

    Returns:
        The elements: of the adjustment, of each service, of the examination, of the visit as a whole.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]})
    >>> [element.id for element in elements_of(visit)]
    ['adjusted.C5']
    """
    return (
        *_of_adjustment(visit),
        *(
            one
            for at, (service, title) in enumerate(zip(visit.services, _titles(visit.services), strict=True))
            for one in _of_service(at, service, title)
        ),
        *_of_evaluation(visit),
        *_of_visit(visit),
    )


def _titles(services: tuple[Service, ...]) -> list[str]:
    """Name each service by what was done, with its place in the visit where two have the same name."""
    names = [
        one.activity or (code(one.code).label if one.code else f"Service {at}")
        for at, one in enumerate(services, start=1)
    ]
    return [name if names.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(names, start=1)]


def _not_adjusted(name: str, visit: Visit) -> Visit:
    return replace(visit, adjusted=tuple(one for one in visit.adjusted if one != name))


def _not_found(name: str, visit: Visit) -> Visit:
    return replace(visit, findings=tuple(one for one in visit.findings or () if one[0] != name))


def _not_recorded(key: str, absent: Any, visit: Visit) -> Visit:
    return replace(visit, **{key: absent})


def _not_of_service(at: int, key: str, absent: Any, visit: Visit) -> Visit:
    changed = replace(visit.services[at], **{key: absent})
    return replace(visit, services=(*visit.services[:at], changed, *visit.services[at + 1 :]))


def _not_separate(visit: Visit) -> Visit:
    held = visit.evaluation
    return replace(visit, evaluation=None if held is None else replace(held, separate=None))


def _of_adjustment(visit: Visit) -> Iterable[Element]:
    for name in dict.fromkeys(visit.adjusted):
        region = _listed(regions_of([name]))
        where = "" if region == place_in_words(name) else f" ({region})"
        yield Element(
            f"adjusted.{name}",
            "Adjustment",
            "Adjusted",
            f"{place_in_words(name)}{where}",
            "this adjustment is not recorded",
            partial(_not_adjusted, name),
            (f"adjusted {region}", "adjusted"),
        )
    for name, said in visit.findings or ():
        if said.strip():
            yield Element(
                f"findings.{name}",
                "Adjustment",
                f"Found, {place_in_words(name)}",
                said,
                "nothing found there is written down",
                partial(_not_found, name),
                ("found",),
            )


def _of_service(at: int, service: Service, group: str) -> Iterable[Element]:
    for key, (label, says, gone, absent) in _OF_SERVICE.items():
        value = getattr(service, key)
        if value not in (absent, None, "", ()):
            yield Element(
                f"services.{at + 1}.{key}",
                group,
                label,
                says(value),
                gone,
                partial(_not_of_service, at, key, absent),
            )


def _of_evaluation(visit: Visit) -> Iterable[Element]:
    evaluation = visit.evaluation
    if evaluation is None:
        return
    yield Element(
        "evaluation",
        "Examination",
        "Examination",
        f"{evaluation.code}, {code(evaluation.code).label}",
        "no examination is recorded",
        partial(_not_recorded, "evaluation", None),
    )
    if evaluation.separate:
        yield Element(
            "evaluation.separate",
            "Examination",
            "Why it stands apart",
            "significant and separate from the adjustment",
            "the note does not show that it was separate",
            _not_separate,
        )


def _of_visit(visit: Visit) -> Iterable[Element]:
    for key, (label, says, gone, absent) in _OF_VISIT.items():
        value = getattr(visit, key)
        if value:
            yield Element(
                key,
                "The visit",
                label,
                diagnoses_in_words(value, visit.date_of_service) if key == "diagnoses" else says(value),
                gone,
                partial(_not_recorded, key, absent),
            )


def without(visit: Visit, taken: Iterable[Element]) -> Visit:
    """Give the visit as it would be if its note did not have these elements."""
    for element in taken:
        visit = element.take(visit)
    return visit
