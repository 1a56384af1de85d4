"""A visit as the record has it, and its claim, each on a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from cptedu.cards import card
from cptedu.engine.coding import code_visit
from cptedu.explain import claim_as_html, claim_as_text, day_in_words
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.model import Service, Visit
from cptedu.payers import payer
from cptedu.visit_file import visit_to_dict

__all__ = ["Card", "facts_of_note", "show_claim", "show_note"]


@dataclass(frozen=True)
class Card:
    """Something to look at: HTML where the front end shows it, the same in words where it does not."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def show_note(visit: Visit) -> Card:
    """Show a visit as the record has it.

    Args:
        visit: the visit.

    Returns:
        A card with one row for each thing recorded.
    """
    return _table(visit.title or "The note", facts_of_note(visit))


def facts_of_note(visit: Visit) -> list[tuple[str, str]]:
    """Give everything that is recorded of a visit, each with its label, as a note has it."""
    facts = [
        ("Date of service", day_in_words(visit.date_of_service)),
        ("Payer", payer(visit.payer).label),
        ("Care", visit.care or "not recorded"),
        ("Adjusted", ", ".join(_place(name) for name in visit.adjusted) or "nothing"),
    ]
    facts += [(f"Found, {_place(region)}", found) for region, found in visit.findings or ()]
    if visit.evaluation is not None:
        apart = {True: ", significant and separate", False: ", the usual look beforehand", None: ""}[
            visit.evaluation.separate
        ]
        facts.append(("Examination", f"{visit.evaluation.code}{apart}"))
    for service in visit.services:
        facts.append((service.activity or "Service", _service_in_words(service)))
    given = visit_to_dict(visit)
    for key, label in (("diagnoses", "Diagnoses"), ("part", "P.A.R.T."), ("abn", "Notice (ABN)")):
        if key in given:
            value = given[key]
            if key == "diagnoses":
                value = diagnoses_in_words(value, visit.date_of_service)
            facts.append((label, ", ".join(value) if isinstance(value, list) else str(value)))
    return facts


def _place(name: str) -> str:
    return name.replace("_", " ")


def _service_in_words(service: Service) -> str:
    said = [
        "for " + ", ".join(map(_place, service.purpose)) if service.purpose else "",
        f"measured: {service.deficit}" if service.deficit else "nothing measured" if service.purpose else "",
        ", ".join(map(_place, service.regions)),
        f"{service.minutes} minutes" if service.minutes is not None else "",
        _place(service.contact) if service.contact else "",
        f"by the {_place(service.performed_by)}",
    ]
    return "; ".join(filter(None, said))


def _table(title: str, facts: Iterable[tuple[str, str]]) -> Card:
    facts = list(facts)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in facts
    )
    html = card("note", f"<table><caption>{escape(title)}</caption>{rows}</table>")
    return Card(html, "\n".join([title, *(f"  {name}: {value}" for name, value in facts)]))


def show_claim(visit: Visit) -> Card:
    """Show the claim of a visit, each line with its reasons.

    Args:
        visit: the visit.

    Returns:
        A card.

    >>> from cptedu.example_visits import example_visit
    >>> "97112-59" in repr(show_claim(example_visit("desk_worker")))
    True
    """
    claim = code_visit(visit)
    return Card(claim_as_html(claim, heading=None, alone=False), claim_as_text(claim))
