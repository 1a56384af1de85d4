"""Wrong rules about Medicare and its modifiers."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import Lines, adjustment_modifiers, wants_gp
from cptedu.model import Visit


@wrong_rule(
    step="adjustment_modifiers",
    title="AT on maintenance",
    holds="AT is put on the adjustment although the care is maintenance",
    feedback=(
        "AT says that the care is active and meant to improve function. Keeping a plateau is maintenance, which Medicare does"
        " not pay: GA when the notice (ABN) is signed and on file, GZ when it is not."
    ),
    source="cms-100-02-ch15-240.1.3",
)
def marks_maintenance_with_at(_note: Note) -> frozenset[str]:
    """Put AT on every spinal adjustment."""
    return frozenset({"AT"})


@wrong_rule(
    step="adjustment_modifiers",
    title="no AT in active care",
    holds="the adjustment goes without AT although the care is active",
    feedback=(
        "Since October 1, 2004 a spinal adjustment in active care carries AT for Medicare. Without it the line is read as"
        " maintenance and denied."
    ),
    source="noridian-claims",
)
def leaves_at_off_active_care(note: Note) -> frozenset[str]:
    """Leave active care without a modifier."""
    return frozenset() if note.visit.care == "active" else adjustment_modifiers(note)


@wrong_rule(
    step="pays_therapy",
    title="thinks that Medicare pays a chiropractor's 97112",
    holds="Medicare is billed for therapy as a commercial plan is",
    feedback=(
        "Medicare pays a chiropractor for 98940, 98941 and 98942 and for nothing else. Therapy is excluded by law: sent for a"
        " denial it carries GY and GP, no 59, and the region does not matter."
    ),
    source="usc-42-1395x-r-5",
)
def thinks_medicare_pays_therapy(_visit: Visit) -> bool:
    """Take Medicare for a plan that pays therapy."""
    return True


@wrong_rule(
    step="last_look",
    title="GP on the adjustment",
    holds="GP is put on the adjustment",
    feedback=(
        "GP says that a service belongs to a physical therapy plan of care. It stands on therapy lines, for payers that ask"
        " for it; an adjustment is no therapy in that sense and never carries it."
    ),
    source="palmetto-rrb-faq",
)
def puts_gp_on_adjustment(lines: Lines, note: Note) -> Lines:
    """Add GP to adjustments where the payer wants it on therapy."""
    if not wants_gp(note.visit):
        return lines
    return {
        number: (units, marks | {"GP"} if number.startswith("9894") else marks)
        for number, (units, marks) in lines.items()
    }


@wrong_rule(
    step="adjustment_modifiers",
    title="AT with GA",
    holds="AT and GA are put on one line",
    feedback=(
        "AT and GA contradict each other. AT says that payment is expected because the care is active; GA says that a denial"
        " is expected and the patient signed for it. Decide from the record which it is, and use that one."
    ),
    source="palmetto-rrb-faq",
)
def joins_at_and_ga(note: Note) -> frozenset[str]:
    """Put both on the line when the notice is signed."""
    return frozenset({"AT", "GA"}) if note.visit.abn == "required" else adjustment_modifiers(note)
