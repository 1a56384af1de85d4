"""Cards that a lesson puts between its sentences: a point on which sources differ, a claim that was proposed, a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from cptedu.cards import card, card_table, style
from cptedu.deciding import deciding, verdict_shown
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.errors import unknown
from cptedu.explain import SIGNS, counted, line_card, review_as_html, review_as_text, verdict_in_words
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import document
from cptedu.model import Verdict, Visit
from cptedu.payers import payers
from cptedu.rules.exercise_code import exercise_code
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values
from cptedu.shown.note_and_claim import Card

__all__ = ["show_choice", "show_dispute", "show_disputes", "show_price", "show_review", "show_why"]


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
    body, text = _both_sides(points[name])
    question = escape(points[name]["question"])
    title = f'<p class="cptedu-title"><span class="cptedu-sign">⇄ Disputed:</span> {question}</p>'
    return Card(card("dispute", f"{title}{body}"), text)


def show_disputes() -> Card:
    """Show every point on which sources differ, each behind its question.

    Returns:
        A card. No side is told as the right one.

    >>> print(repr(show_disputes()).splitlines()[0])
    Disputed: Must therapy beside an adjustment be in another region?
    """
    told = [(point["question"], *_both_sides(point)) for point in _points().values()]
    shown = "".join(
        f"<details><summary>{escape(question)}</summary>{body}</details>" for question, body, _ in told
    )
    return Card(card("dispute", style("shown/disputes.css") + shown), "\n".join(text for _, _, text in told))


def _both_sides(point: Mapping[str, Any]) -> tuple[str, str]:
    """Tell a disputed point, as HTML without its question and in words."""
    does = point["cptedu"]
    for one in payers().values():
        does = does.replace(one.name, f"“{one.label}”") if "_" in one.name else does
    sides = [(one["says"], tuple(map(cite, one["held_by"]))) for one in point["readings"]]
    on_both = sorted(set.intersection(*({one.publisher for one in held_by} for _, held_by in sides)))
    if on_both:
        does += f" Pages of {' and '.join(on_both)} stand on both sides: they differ among themselves."
    shown = "".join(
        f'<li><strong>{escape(says)}</strong><p class="cptedu-small">{escape(_holders(held_by))}</p></li>'
        for says, held_by in sides
    )
    sources = "".join(f"<li>{escape(str(one))}</li>" for _, held_by in sides for one in held_by)
    html = (
        f'<ul class="cptedu-sides">{shown}</ul>'
        f"<p><strong>What this course does:</strong> {escape(does)}</p>"
        f'<details class="cptedu-small"><summary>Sources</summary><ul>{sources}</ul></details>'
    )
    text = [f"Disputed: {point['question']}"]
    for at, (says, held_by) in enumerate(sides):
        text += [
            f"  {_side_named(at, len(sides))}: {says} {_holders(held_by)}.",
            *(f"    [{one}]" for one in held_by),
        ]
    return html, "\n".join([*text, f"  What this course does: {does}"])


def _side_named(at: int, of: int) -> str:
    """Name one of several sides, so that no two are called alike."""
    return "One side" if at == 0 else "The other side" if of == 2 else f"Side {at + 1} of {of}"


def _holders(held_by: Iterable[Citation]) -> str:
    """Name who holds a reading, each once."""
    names = list(dict.fromkeys(one.publisher for one in held_by))
    return f"Held by: {', '.join(names)}" if names else "No page was found that says so"


def show_why(visit: Visit, code: str, *rules: str) -> Card:
    """Show what became of one code of a visit, the reasons that a lesson speaks of in front and the others folded away.

    Args:
        visit: the visit.
        code: the code.
        rules: names of the rules that are spoken of; by default that of the one finding that decides.

    Returns:
        A card; where sources differ it has both sides, and where something is missing the step that would settle it.

    Raises:
        CpteduError: when a rule has nothing to say of that code.

    >>> from cptedu.example_visits import example_visit
    >>> print(repr(show_why(example_visit("same_region"), "97112")).splitlines()[0])
    97112: not supported
    """
    claim = code_visit(visit)
    line = claim.line(code)
    item = line or next((one for one in claim.unbilled if one.code == code), None)
    if item is None:
        raise unknown("code of this visit", code, [one.code for one in claim.lines])
    head = code if line is None else f"{'-'.join((code, *line.modifiers))} ×{line.units}"
    verdict, findings = verdict_shown(item), item.findings
    for rule in rules:
        if rule not in {one.rule for one in findings}:
            raise unknown(f"rule about {code} here", rule, {one.rule for one in findings})
    told = [one for one in findings if one.rule in rules]
    if not told or verdict not in {one.verdict for one in told}:
        told = [deciding(item), *told]  # the sign on the card is never without its reason
    others = [one for one in findings if one not in told]
    html = card("one", line_card(item, told))
    text = [f"{head}: {verdict_in_words(verdict)}"]
    for one in (*told, *others):
        text.append(f"  {SIGNS[one.verdict]} {one.says} [{one.citations[0]}]")
        text += [f"      one side: {side.says} ({_holders(side.held_by)})" for side in one.readings]
        text += [f"      → {one.fix}"] if one.fix and one.verdict is not Verdict.SUPPORTED else []
    return Card(html, "\n".join(text))


def show_review(visit: Visit, proposed: Iterable[tuple[str, int, Sequence[str]]]) -> Card:
    """Show what is right and wrong in a claim that somebody proposed for a visit.

    Args:
        visit: the visit.
        proposed: lines of code, units and modifiers.

    Returns:
        A card.

    >>> from cptedu.example_visits import example_visit
    >>> print(repr(show_review(example_visit("desk_worker"), [("98940", 1, ["59"])])).splitlines()[0])
    The proposed claim does not pass.
    """
    review = review_claim(visit, proposed)
    return Card(review_as_html(review, heading=None, alone=False), review_as_text(review))


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
    listed = "".join(f"<li>{escape(says)}</li>" for _, says, _ in said)
    sources = list(dict.fromkeys(source for _, _, source in said))
    named = "".join(f"<li>{escape(source)}</li>" for source in sources)
    html = card(
        "choice",
        f'<p class="cptedu-head">{escape(head)}</p><ul>{listed}</ul>'
        f'<details class="cptedu-small"><summary>{counted(len(sources), "source")}</summary><ul>{named}</ul></details>',
        verdict="supported",
    )
    return Card(html, "\n".join([head, *(f"  {says} [{source}]" for _, says, source in said)]))


def show_price(visit: Visit, *, locality: str = "national", track: str | None = None) -> Card:
    """Show what Medicare's schedule would allow for the claim of a visit, unit by unit.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        A card with the RVUs of each code, what each unit comes to, and the total of what the payer covers.

    Raises:
        CpteduError: as ``price``.

    >>> from cptedu.example_visits import example_visit
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
    table = card_table("Price of each line", heads, [[escape(cell) for cell in row] for row in rows])
    in_all = f"${priced.total}" if priced.total is not None else "no data"
    beside = " ".join(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in priced.notes)
    sources = "; ".join(map(str, priced.citations))
    html = card(
        "price",
        f'<p class="cptedu-title">{escape(visit.title or "The visit")}: what Medicare’s schedule allows</p>{table}'
        f'<p class="cptedu-title">Total: {in_all}</p><p class="cptedu-small">{escape(beside)}</p>'
        f'<details class="cptedu-small"><summary>Sources</summary><p>{escape(sources)}</p></details>',
    )
    text = [f"{visit.title or 'The visit'}: what Medicare's schedule allows"]
    text += ["  " + " · ".join(filter(None, row)) for row in rows]
    return Card(html, "\n".join([*text, f"  Total: {in_all}", f"  {beside}", f"  {sources}."]))
