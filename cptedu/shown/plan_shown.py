"""The phases of an example plan of care, and the money of one visit of it step by step, each on a card."""

from __future__ import annotations

from html import escape

from cptedu.analysis.plan_of_care import Episode, PhaseSum, episode, example_plan
from cptedu.cards import card, card_table
from cptedu.errors import unknown
from cptedu.payers import payer
from cptedu.shown.note_and_claim import Card

__all__ = ["show_money", "show_phases"]

_CARE = {"active": "active care", "maintenance": "maintenance", None: "not said"}


def show_phases(name: str) -> Card:
    """Show the phases of an example plan: how long, how often, what each visit's claim is, and who pays.

    Args:
        name: one of ``example_plans()``.

    Returns:
        A card with one row for each phase.

    >>> print(repr(show_phases("low_back_medicare")).splitlines()[2])
      acute · active care · 3 weeks, 6 visits · 98940-AT · $125.70 · $32.04
    """
    made = episode(example_plan(name))
    heads = ("Phase", "Care", "How long", "Claim of a visit", "Payer pays", "Patient pays")
    rows = [_row(one) for one in made.by_phase]
    title = f"{made.plan.title}. Payer: {payer(made.plan.payer).label}"
    cells = [[escape(first), *map(_whole_codes, rest)] for first, *rest in rows]
    html = card(
        "plan",
        f'<p class="cptedu-title">{escape(title)}</p>{card_table("The phases", heads, cells)}'
        f'<p class="cptedu-small">{escape(" ".join(made.notes))}</p>',
    )
    text = [title, "  " + " · ".join(heads), *("  " + " · ".join(row) for row in rows)]
    return Card(html, "\n".join([*text, *made.notes]))


def _row(one: PhaseSum) -> tuple[str, ...]:
    weeks = one.last_week - one.first_week + 1
    pays = ("no data" if amount is None else f"${amount:,.2f}" for amount in (one.payer, one.patient))
    return (
        one.phase,
        _CARE[one.care],
        f"{weeks} weeks, {one.visits} visits",
        " or ".join(one.billed) or "nothing",
        *pays,
    )


def _whole_codes(cell: str) -> str:
    """Keep a code and its modifiers on one line."""
    parts = (f'<span class="cptedu-whole">{escape(part)}</span>' for part in cell.split(" + "))
    return " + ".join(parts) if "-" in cell else escape(cell)


def show_money(name: str, phase: str) -> Card:
    """Show the money of one visit of a phase, step by step.

    Args:
        name: one of ``example_plans()``.
        phase: the phase's name.

    Returns:
        A card.

    Raises:
        CpteduError: when the plan has no such phase.

    >>> print(repr(show_money("low_back_medicare", "acute")).splitlines()[0])
    One visit of the acute phase: 98940-AT
    """
    found = _phase(episode(example_plan(name)), phase)
    head = f"One visit of the {phase} phase: {' or '.join(found.billed)}"
    said = [*found.steps, *(f"No data: {one}" for one in found.missing)]
    listed = "".join(f"<li>{escape(one)}</li>" for one in said)
    html = card(
        "money",
        f'<p class="cptedu-title">{escape(head)}</p><ol>{listed}</ol>',
    )
    return Card(html, "\n".join([head, *(f"  {one}" for one in said)]))


def _phase(made: Episode, name: str) -> PhaseSum:
    found = next((one for one in made.by_phase if one.phase == name), None)
    if found is None:
        raise unknown("phase of this plan", name, [one.phase for one in made.by_phase])
    return found
