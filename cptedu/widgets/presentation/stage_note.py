"""The note on the stage: what the record says, which of it may be changed, and what has been."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cptedu.explain import counted, day_in_words
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.learn.deck import WHAT_IFS, Slide, claim_as_written
from cptedu.model import Service, Visit
from cptedu.payers import payer
from cptedu.widgets.kit.plain import place_in_words

__all__ = ["WHAT_IF_KEYS", "changes_in_words", "note_facts", "value_in_words", "what_if_in_words"]

MOST_IN_WORDS = 2
"""A longer list of diagnoses stands by codes alone, or a slide is not read from the last row."""
WHAT_IF_KEYS = dict(zip(("p", "d", "m", "r", "f"), WHAT_IFS, strict=True))
_KEY_OF = {what: key for key, what in WHAT_IF_KEYS.items()}
_LABELS = {
    "payer": "Payer",
    "date_of_service": "Date",
    "minutes": "Minutes",
    "regions": "Region",
    "deficit": "Finding",
}


def value_in_words(what: str, value: Any) -> str:
    """Put a value that may be changed in words.

    Args:
        what: one of ``WHAT_IFS``.
        value: its value.

    Returns:
        The words, also for what the note does not have.

    >>> value_in_words("regions", ("cervical", "lower_extremities")), value_in_words("deficit", "")
    ('cervical, lower extremities', 'nothing measured')
    """
    if what == "payer":
        return payer(value).label
    if what == "date_of_service":
        return day_in_words(value)
    if what == "minutes":
        return "not noted" if value is None else counted(value, "minute")
    if what == "regions":
        return ", ".join(map(place_in_words, value)) or "not noted"
    return str(value) or "nothing measured"


def note_facts(
    slide: Slide, visit: Visit, tried: Mapping[str, int], *, is_open: bool = True
) -> list[dict[str, str]]:
    """Lay out the note of a visit, fact by fact.

    Args:
        slide: the case.
        visit: its visit, with what was changed.
        tried: for each thing that was changed, which of its values it has now.
        is_open: whether all is revealed; before, no key is left out, for that would tell of the claim.

    Returns:
        For each fact ``label`` and ``value``; ``key`` where a key changes it; ``noted``, the value in the record, where
        it has been changed.
    """
    facts = [
        _may_change(slide, visit, tried, "date_of_service", is_open=is_open),
        _may_change(slide, visit, tried, "payer", is_open=is_open),
    ]
    facts += [_fact(label, value) for label, value in _of_visit(visit) if value]
    for number, service in enumerate(visit.services):
        if number == slide.service:
            facts.append(_fact("Done", service.activity or service.code or "a service"))
            facts += [_fact(label, value) for label, value in _of_service(service) if value]
            facts += [
                _may_change(slide, visit, tried, what, is_open=is_open)
                for what in ("deficit", "regions", "minutes")
            ]
        else:
            facts.append(_fact("Also done", _whole_service(service)))
    return facts


def changes_in_words(slide: Slide, visit: Visit, tried: Mapping[str, int]) -> str:
    """Say what differs from the note, in one line; nothing where nothing does."""
    said = [
        f"{_LABELS[what].lower()}: {value_in_words(what, _value(slide, visit, what))}"
        for what in WHAT_IFS
        if tried.get(what)
    ]
    return " · ".join(said)


def what_if_in_words(slide: Slide, changes: str, *, is_open: bool) -> str:
    """Ask what a change would make of the claim, and say of which note the answer is the one that counts.

    Args:
        slide: the case.
        changes: what differs from the note, in words.
        is_open: whether all is revealed; only then the claim as noted stands beside the question.

    Returns:
        One or two sentences; nothing where nothing is changed.
    """
    if not changes:
        return ""
    if is_open:
        return f"What if {changes}? As noted it was {claim_as_written(slide.claim)}."
    back = "Space goes back to the note as it was, and reveals its claim."
    return f"What if {changes}? {'The vote is on the note as it was. ' if slide.choices else ''}{back}"


def _value(slide: Slide, visit: Visit, what: str) -> Any:
    of_visit = what in {"payer", "date_of_service"}
    return getattr(visit if of_visit else visit.services[slide.service], what)


def _may_change(
    slide: Slide, visit: Visit, tried: Mapping[str, int], what: str, *, is_open: bool
) -> dict[str, str]:
    values = slide.to_try(what, is_open=is_open)
    now = value_in_words(what, _value(slide, visit, what))
    if what == "minutes" and visit.services[slide.service].contact:
        now += f", {place_in_words(str(visit.services[slide.service].contact))}"
    noted = value_in_words(what, _value(slide, slide.visit, what))
    return _fact(_LABELS[what], now) | {
        "key": _KEY_OF[what] if len(values) > 1 else "",
        "noted": noted if tried.get(what) else "",
    }


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value, "key": "", "noted": ""}


def _of_visit(visit: Visit) -> list[tuple[str, str]]:
    examined = visit.evaluation
    return [
        ("Care", ", ".join(filter(None, (visit.care, visit.course)))),
        ("Adjusted", ", ".join(map(place_in_words, visit.adjusted)) or "nothing"),
        ("Found", "; ".join(f"{place_in_words(where)}: {said}" for where, said in visit.findings or ())),
        ("Examined", examined.code if examined else ""),
        ("Diagnoses", _diagnoses(visit)),
        ("P.A.R.T.", ", ".join(visit.part or ())),
        ("X-ray", day_in_words(visit.xray_on) if visit.xray_on else ""),
        ("Last seen", day_in_words(visit.last_seen) if visit.last_seen else ""),
        ("Session", counted(visit.session_minutes, "minute") if visit.session_minutes else ""),
        ("Notice", visit.abn or ""),
    ]


def _of_service(service: Service) -> list[tuple[str, str]]:
    who = "" if service.performed_by == "chiropractor" else f"the {place_in_words(service.performed_by)}"
    how = ["in water"] * service.aquatic + ["advice or a leaflet for home"] * service.home_instruction
    return [
        ("For", ", ".join(map(place_in_words, service.purpose))),
        ("As", (service.code or "") if service.activity else ""),
        ("By", who),
        ("How", ", ".join(how)),
        ("Muscle", service.muscle or ""),
        ("Began", f"{service.started:%I:%M %p}".lstrip("0") if service.started else ""),
        ("Encounter", "" if service.encounter is None else str(service.encounter)),
    ]


def _whole_service(service: Service) -> str:
    """Say all of a service in one line, where no label stands beside a number."""
    before = {"As": "coded", "Began": "began", "Encounter": "encounter", "Muscle": "muscle"}
    said = [service.activity or (f"coded {service.code}" if service.code else "a service")]
    said += [f"{before.get(label, '')} {value}".strip() for label, value in _of_service(service) if value]
    said.append(value_in_words("regions", service.regions) if service.regions else "region not noted")
    said.append(
        "minutes not noted" if service.minutes is None else value_in_words("minutes", service.minutes)
    )
    said += [place_in_words(service.contact or ""), service.deficit or ""]
    return "; ".join(filter(None, said))


def _diagnoses(visit: Visit) -> str:
    given = visit.diagnoses or ()
    return (
        diagnoses_in_words(given, visit.date_of_service) if len(given) <= MOST_IN_WORDS else ", ".join(given)
    )
