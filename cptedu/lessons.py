"""What a lesson's cells call: example visits, and the cards and instruments that show them.

A notebook holds prose and one call a cell. The call names what is shown; what is shown comes from the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from cptedu.cards import card
from cptedu.engine.coding import code_visit
from cptedu.errors import unknown
from cptedu.explain import claim_as_html, claim_as_text
from cptedu.facts.tables import data_folder, document, rows
from cptedu.model import Service, Visit
from cptedu.payers import payer
from cptedu.visit_file import visit_from_dict, visit_to_dict

if TYPE_CHECKING:
    from cptedu.charts.offline import Figure

__all__ = [
    "Card",
    "example_visit",
    "example_visits",
    "rvu_since_2013",
    "show_claim",
    "show_note",
]


@dataclass(frozen=True)
class Card:
    """Something to look at: HTML where the front end shows it, the same in words where it does not."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


@cache
def example_visits() -> tuple[str, ...]:
    """List the example visits that come with the course.

    >>> "desk_worker" in example_visits()
    True
    """
    return tuple(sorted(path.stem for path in (data_folder() / "visits").glob("*.toml")))


def example_visit(name: str, **changes: Any) -> Visit:
    """Give an example visit, with some of its keys changed.

    Args:
        name: one of ``example_visits()``.
        changes: keys of a visit file with other values, such as ``payer="medicare"``; ``None`` takes a key away.

    Returns:
        The visit.

    Raises:
        CpteduError: when there is no such example, or a change cannot be used.

    >>> example_visit("desk_worker", payer="medicare").payer
    'medicare'
    """
    if name not in example_visits():
        raise unknown("example visit", name, example_visits())
    written = dict(document(f"visits/{name}.toml")) | changes
    return visit_from_dict({key: value for key, value in written.items() if value is not None})


def show_note(visit: Visit) -> Card:
    """Show a visit as the record has it.

    Args:
        visit: the visit.

    Returns:
        A card with one row for each thing recorded.
    """
    facts = [
        ("Date of service", str(visit.date_of_service)),
        ("Payer", payer(visit.payer).label),
        ("Care", visit.care or "not recorded"),
        ("Adjusted", ", ".join(_place(name) for name in visit.adjusted) or "nothing"),
    ]
    if visit.evaluation is not None:
        facts.append(("Examination", visit.evaluation.code))
    for service in visit.services:
        facts.append((service.activity or "Service", _service_in_words(service)))
    given = visit_to_dict(visit)
    for key, label in (("diagnoses", "Diagnoses"), ("part", "P.A.R.T."), ("abn", "Notice (ABN)")):
        if key in given:
            value = given[key]
            facts.append((label, ", ".join(value) if isinstance(value, list) else str(value)))
    return _table(visit.title or "The note", facts)


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

    >>> "97112-59" in repr(show_claim(example_visit("desk_worker")))
    True
    """
    claim = code_visit(visit)
    return Card(claim_as_html(claim, heading=None), claim_as_text(claim))


def rvu_since_2013(*codes: str) -> Figure:
    """Draw what codes carried in an office since 2013, with the article's figures beside CMS's and apart from them.

    Args:
        codes: the codes, six at most.

    Returns:
        The figure.
    """
    from cptedu.charts.rvu_history import rvu_history  # noqa: PLC0415  (a lesson without a chart needs no charts)

    return rvu_history(codes, rows("rvu.csv"), rows("article_figures.csv"))
