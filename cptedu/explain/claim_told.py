"""A claim told as text and as HTML: lines with reasons, what is not billed, notes, sources."""

from __future__ import annotations

import re
from html import escape

from cptedu.cards import card
from cptedu.deciding import to_know_of_the_claim, told_once, verdict_shown
from cptedu.explain.findings_told import (
    citations_of,
    findings_as_html,
    findings_as_text,
    numbers_of,
    part_title,
    sources_as_html,
)
from cptedu.explain.line_cards import line_cards
from cptedu.explain.words_told import (
    NOT_JUDGED,
    NOTICE,
    TEACHING,
    also_open,
    counted,
    data_age_as_html,
    day_in_words,
    place_in_words,
    title_of,
    verdict_in_words,
)
from cptedu.model import Accounted, Claim, Finding
from cptedu.payers import payer

__all__ = ["claim_as_html", "claim_as_text"]


def claim_as_text(claim: Claim) -> str:
    """Tell a claim as plain text: lines with reasons, what is not billed, notes, sources.

    Args:
        claim: the claim.

    Returns:
        The text, ending without a line break.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> print(claim_as_text(code_visit(visit)).splitlines()[3])
    98940 ×1  adjusting one or two spinal regions (cervical): supported
    """
    numbers = numbers_of(_told_of(claim))
    said = [
        title_of(claim),
        f"Date of service {day_in_words(claim.on)} · payer: {payer(claim.payer).label} ({claim.payer})",
        "",
    ]
    for line in claim.lines:
        written = "-".join((line.code, *line.modifiers))
        where = f" ({', '.join(map(place_in_words, line.regions))})" if line.regions else ""
        judged = ", ".join(filter(None, (verdict_in_words(verdict_shown(line)), also_open(line))))
        said.append(f"{written} ×{line.units}  {line.label}{where}: {judged}")
        said += findings_as_text(told_once(line.findings), numbers)
    if not claim.lines:
        said.append("Nothing is billed.")
    if claim.unbilled:
        said += ["", "Not billed"]
    for item in claim.unbilled:
        said.append(f"{item.code or 'no code'}  {item.about}: {verdict_in_words(item.verdict)}")
        said += findings_as_text(told_once(item.findings), numbers)
    notes = _about_the_claim(claim)
    if notes:
        said += ["", "About the claim", *findings_as_text(notes, numbers)]
    said += _not_judged_as_text(claim)
    said += ["", "Sources"]
    said += [
        f"  [{number}] {citation}" for number, citation in enumerate(citations_of(_told_of(claim)), start=1)
    ]
    return "\n".join([*said, "", TEACHING, NOTICE])


def _about_the_claim(claim: Claim) -> list[Finding]:
    """Give what is to be told of the claim as a whole; that all is well needs no word, but how old the edits are does."""
    told = set(to_know_of_the_claim(claim))
    return [note for note in claim.notes if note in told or note.rule == "data_age"]


def _told_of(claim: Claim) -> list[Finding]:
    passed_over = set(claim.notes) - set(_about_the_claim(claim))
    return [finding for finding in claim.findings if finding not in passed_over]


def _not_judged_as_text(claim: Claim) -> list[str]:
    left = [f"  {_element(one)}" for one in claim.not_judged]
    return ["", NOT_JUDGED, *left] if left else []


def _element(one: Accounted) -> str:
    """Name a thing that the visit says and no rule used, with its value."""
    whole, _, key = one.element.rpartition(".")
    said = (key or whole).partition("[")[0].replace("_", " ")
    of = re.sub(r"services\[(\d+)\]", r"service \1", whole) if whole else ""
    return f"{said}{' of ' + of if of and key else ''}: {one.written}"


def claim_as_html(claim: Claim, *, heading: int | None = 3, alone: bool = True) -> str:
    """Tell a claim as an accessible HTML fragment: a card for each line, and below those what is not billed.

    Args:
        claim: the claim.
        heading: the level of its headings, 1 to 6; None where it is not known under which heading the claim will stand.
        alone: False within a page that says by itself that it is teaching and no advice.

    Returns:
        The fragment. Text from the visit is escaped; only publishers and governments are linked.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "title": "<b>"})
    >>> "&lt;b&gt;" in claim_as_html(code_visit(visit))
    True
    """
    when = f"{day_in_words(claim.on)} · {payer(claim.payer).label}"
    parts = [
        f'<p class="cptedu-title">{escape(title_of(claim))}</p><p class="cptedu-small">{escape(when)}</p>',
        line_cards(claim.lines, "On the claim") if claim.lines else "<p>Nothing is billed.</p>",
    ]
    if claim.unbilled:
        parts.append(f"{part_title('Not billed', heading)}{line_cards(claim.unbilled, 'Not billed')}")
    notes = _about_the_claim(claim)
    shown = to_know_of_the_claim(claim)
    if shown:
        parts.append(f"{part_title('About the claim', heading)}{findings_as_html(shown, numbers_of(notes))}")
    if claim.not_judged:
        left = "".join(f"<li>{escape(_element(one))}</li>" for one in claim.not_judged)
        parts.append(f"{part_title(NOT_JUDGED, heading)}<ul>{left}</ul>")
    return card("claim", "".join([*parts, _foot(claim, notes, alone=alone)]))


def _foot(claim: Claim, notes: list[Finding], *, alone: bool) -> str:
    """Say once how old the edits are, and where it is not said around it, what this is."""
    sources = citations_of(notes)
    what_this_is = f" {TEACHING} {escape(NOTICE)}" if alone else ""
    folded = (
        f"<details><summary>{counted(len(sources), 'source')}</summary>{sources_as_html(sources)}</details>"
        if sources
        else ""
    )
    return f'<div class="cptedu-foot cptedu-small"><span>{data_age_as_html(claim)}{what_this_is}</span>{folded}</div>'
