"""The modifiers of a proposed code that stands on several lines, and which of them stays where the others go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cptedu.engine.coding import Worksheet
from cptedu.engine.proposal import Proposed
from cptedu.engine.reviewed_modifiers import judge_modifiers
from cptedu.engine.told import Told
from cptedu.model import ClaimLine, Verdict
from cptedu.rules.distinct_service import distinct_service_modifiers, grounded_modifiers

__all__ = ["judge_other_marks", "nearest_of_its_lines"]


def judge_other_marks(
    told: Told,
    sheet: Worksheet,
    line: ClaimLine,
    one: Proposed,
    present: set[str],
    proposed: tuple[Proposed, ...],
) -> None:
    """Judge the modifiers of each further line of one code that bears others than its first.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        line: the line that the record supports.
        one: what is proposed for its code.
        present: the codes that stand beside it.
        proposed: the whole proposal.
    """
    for at, marks in one.other_marks():
        of_the_line = Told(told.record, told.units)
        judge_modifiers(of_the_line, sheet, line, marks, present, proposed)
        told.wrong += [replace(found, says=f"Line {at} of {found.says}") for found in of_the_line.wrong]
        told.unknown += of_the_line.unknown
        told.right += of_the_line.right
        told.is_left_open |= of_the_line.is_left_open
    if one.other_marks():
        _the_same_thing_twice(
            told, line.code, [{*marks} & distinct_service_modifiers() for marks in one.marks]
        )


def nearest_of_its_lines(
    told: Told,
    sheet: Worksheet,
    line: ClaimLine,
    one: Proposed,
    present: set[str],
    proposed: tuple[Proposed, ...],
) -> int:
    """Choose which of several lines of one code stays where the others are to be removed: the one that needs the fewest steps.

    Args:
        told: the review.
        sheet: the visit's worksheet.
        line: the line that the record supports.
        one: what is proposed for its code.
        present: the codes that stand beside it.
        proposed: the whole proposal.

    Returns:
        Its place, the first is 0; the first on a tie.
    """

    def steps(at: int) -> tuple[bool, int]:
        of_the_line = Told(told.record, told.units)
        judge_modifiers(of_the_line, sheet, line, one.known_marks_of(at), present, proposed)
        return one.units[at] != line.units, len(of_the_line.wrong)

    return min(range(len(one.units)), key=steps) if len(one.units) > 1 else 0


def _the_same_thing_twice(told: Told, number: str, of_each_line: Sequence[set[str]]) -> None:
    """Refuse 59 on one line of a code and an X modifier on another: each says of the one service why it is distinct."""
    said = set().union(*of_each_line)
    general = said - grounded_modifiers()
    # Both on one line were told with that line.
    if general and said - general and all(len(marks) < len(said) for marks in of_each_line):
        named = sorted(said)
        says = f"{number}: {' and '.join(named)} stand on its lines; one of them says why it is distinct."
        fix = f"Keep one of them: {' or '.join(named)}."
        told.wrong.append(told.say("modifiers", Verdict.NOT_SUPPORTED, says, number, fix))
