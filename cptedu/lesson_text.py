"""Cards that a lesson puts between its sentences: a point on which sources differ, a claim that was proposed, a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from cptedu.coding import code_visit
from cptedu.errors import unknown
from cptedu.explain import TEACHING, review_as_html, review_as_text, verdict_in_words
from cptedu.lessons import Card
from cptedu.model import Visit
from cptedu.review import review_claim
from cptedu.rules.exercise_code import exercise_code
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values
from cptedu.sources import Citation, cite
from cptedu.tables import document

__all__ = ["show_choice", "show_dispute", "show_price", "show_review"]

_CARD = (
    "font:16px/1.5 system-ui,'DejaVu Sans',sans-serif;max-width:64rem;color:#1b1b1b;background:#fff;"
    "padding:.6rem 1rem;color-scheme:light;"
)
_CELL = "text-align:left;vertical-align:top;padding:.3rem 1.2rem .3rem 0;border:0;font-size:16px;white-space:normal"
_SMALL = "color:#4a4a4a;font-size:.88em"


def _points() -> dict[str, Mapping[str, Any]]:
    return {point["id"]: point for point in document("contested.toml")["points"]}


def show_dispute(name: str) -> Card:
    """Show a point on which sources differ: each side, who holds it, and what the course does about it.

    Args:
        name: an id of ``data/contested.toml``.

    Returns:
        A card. No side is told as the right one.

    Raises:
        CpteduError: when no such point is held.

    >>> print(repr(show_dispute("neuro_only")).splitlines()[0])
    Disputed: Is 97112 only for damage to the nervous system?
    """
    points = _points()
    if name not in points:
        raise unknown("disputed point", name, points)
    point = points[name]
    sides = [(one["says"], tuple(map(cite, one["held_by"]))) for one in point["readings"]]
    shown = "".join(
        f'<li style="flex:1 1 16rem;border:1.5px solid #7a3b69;border-radius:.5rem;padding:.5rem .8rem;margin:0">'
        f'<p style="margin:0;font-weight:600">{escape(says)}</p>'
        f'<p style="margin:.3rem 0 0;{_SMALL}">{escape(_holders(held_by))}</p></li>'
        for says, held_by in sides
    )
    sources = "".join(f"<li>{escape(str(one))}</li>" for _, held_by in sides for one in held_by)
    html = (
        f'<section class="cptedu-dispute" style="{_CARD}border:1px solid #c8c8c8;border-left:6px solid #7a3b69">'
        f'<p style="margin:0;font-size:1.15em;font-weight:700"><span style="color:#7a3b69">⇄ Disputed:</span>'
        f" {escape(point['question'])}</p>"
        f'<ul style="display:flex;flex-wrap:wrap;gap:.6rem;list-style:none;padding:0;margin:.6rem 0">{shown}</ul>'
        f'<p style="margin:0"><strong>What this course does:</strong> {escape(point["cptedu"])}</p>'
        f'<details style="{_SMALL};margin-top:.4rem"><summary>Sources</summary><ul>{sources}</ul></details></section>'
    )
    text = [f"Disputed: {point['question']}"]
    for says, held_by in sides:
        text += [f"  One side: {says} {_holders(held_by)}.", *(f"    [{one}]" for one in held_by)]
    return Card(html, "\n".join([*text, f"  What this course does: {point['cptedu']}"]))


def _holders(held_by: Iterable[Citation]) -> str:
    """Name who holds a reading, each once."""
    names = list(dict.fromkeys(one.publisher for one in held_by))
    return f"Held by: {', '.join(names)}" if names else "No page was found that says so"


def show_review(visit: Visit, proposed: Iterable[tuple[str, int, Sequence[str]]]) -> Card:
    """Show what is right and wrong in a claim that somebody proposed for a visit.

    Args:
        visit: the visit.
        proposed: lines of code, units and modifiers.

    Returns:
        A card.

    >>> from cptedu.lessons import example_visit
    >>> print(repr(show_review(example_visit("desk_worker"), [("98940", 1, ["59"])])).splitlines()[0])
    The proposed claim does not pass.
    """
    review = review_claim(visit, proposed)
    return Card(review_as_html(review), review_as_text(review))


def show_choice(purpose: Iterable[str], deficit: str = "", *, choose_by: str = "record") -> Card:
    """Show which code an exercise is, or why the way of choosing it is refused.

    Args:
        purpose: what it was for.
        deficit: what was measured; empty when nothing was.
        choose_by: ``"record"``; anything else is refused, with what the record supports.

    Returns:
        A card with each step and its source.

    >>> print(repr(show_choice(["flexibility"], "leg raise 50 degrees", choose_by="rvu")).splitlines()[0])
    Choosing by RVU is refused
    """
    found = exercise_code(purpose, deficit, choose_by=choose_by)
    head = f"{found.code or 'no code'}: {verdict_in_words(found.verdict)}"
    said = [
        (reason.verdict, f"{reason.says} {reason.fix}".strip(), str(cite(reason.sources[0])))
        for reason in found.reasons
    ]
    if choose_by != "record":
        head = f"Choosing by {choose_by.upper()} is refused"
        said = [one for one in said if one[0] is found.verdict]
    listed = "".join(
        f'<li>{escape(says)} <span style="{_SMALL}">{escape(source)}</span></li>' for _, says, source in said
    )
    html = (
        f'<section class="cptedu-choice" style="{_CARD}border-left:6px solid #005a46">'
        f'<p style="margin:0;font-size:1.35em;font-weight:700">{escape(head)}</p><ul style="margin:.3rem 0">{listed}</ul>'
        f'<p style="margin:0;{_SMALL}">{TEACHING}</p></section>'
    )
    return Card(html, "\n".join([head, *(f"  {says} [{source}]" for _, says, source in said), TEACHING]))


def show_price(visit: Visit, *, locality: str = "national", track: str | None = None) -> Card:
    """Show what Medicare's schedule would allow for the claim of a visit, unit by unit.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``.
        track: for 2026, ``"apm"`` or ``"non_apm"``.

    Returns:
        A card with the RVUs of each code, what each unit comes to, and the total of what the payer covers.

    Raises:
        CpteduError: as ``price``.

    >>> from cptedu.lessons import example_visit
    >>> print(repr(show_price(example_visit("two_therapies"), track="non_apm")).splitlines()[-3])
      Total: $93.35
    """
    claim = code_visit(visit)
    priced = price(claim, locality=locality, track=track)
    rows = []
    for line in priced.lines:
        total = relative_values(line.code, claim.on).total()
        each = " + ".join(f"${amount}" for amount in line.unit_amounts)
        cut = f"{line.reduced_units} of {line.units} reduced" if line.reduced_units else "in full"
        rows.append((line.code, f"{total}", str(line.units), each, cut, f"${line.amount}"))
    for line in priced.not_covered:
        rows.append(
            (
                line.code,
                f"{relative_values(line.code, claim.on).total()}",
                str(line.units),
                "",
                "not covered",
                "",
            )
        )
    rows += [(number, "no data", "", "", why, "") for number, why in priced.without_price]
    heads = ("Code", "RVU a unit", "Units", "Each unit", "How", "Amount")
    head = "".join(f'<th scope="col" style="{_CELL};font-weight:600">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row" style="{_CELL};font-weight:700">{escape(first)}</th>'
        + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    in_all = f"${priced.total}" if priced.total is not None else "no data"
    beside = " ".join(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in priced.notes)
    sources = "; ".join(map(str, priced.citations))
    html = (
        f'<section class="cptedu-price" style="{_CARD}border-left:6px solid #0068a3">'
        f'<table style="border-collapse:collapse;margin:0"><caption style="text-align:left;font-weight:700;font-size:18px">'
        f"{escape(visit.title or 'The visit')}: what Medicare’s schedule allows</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f'<p style="margin:.4rem 0;font-size:1.2em;font-weight:700">Total: {in_all}</p>'
        f'<p style="margin:0;{_SMALL}">{escape(beside)} {escape(sources)}. {TEACHING}</p></section>'
    )
    text = [f"{visit.title or 'The visit'}: what Medicare's schedule allows"]
    text += ["  " + " · ".join(filter(None, row)) for row in rows]
    return Card(html, "\n".join([*text, f"  Total: {in_all}", f"  {beside}", f"  {sources}. {TEACHING}"]))
