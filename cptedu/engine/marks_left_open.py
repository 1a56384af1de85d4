"""A mark that hangs on what the record or the edits leave open: 25, and each mark of a distinct service by its ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cptedu.engine.coding import Worksheet
from cptedu.engine.item import Item
from cptedu.engine.left_open import is_open, may_be, may_be_after_all
from cptedu.engine.pairs import grounds_or_gaps, is_open_yet, touched_by_edits
from cptedu.engine.proposal import Proposed
from cptedu.engine.told import Told
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import code
from cptedu.facts.regions import spinal
from cptedu.model import ClaimLine, Verdict
from cptedu.rules.distinct_service import distinct_service_modifiers, grounded_modifiers, same_meaning
from cptedu.rules.gp_modifier import WHOSE_PLAN, marks_of_a_plan, plans_of_care, usual_plan
from cptedu.rules.ptp_edit import PtpEdit, edit_of

__all__ = ["marks_left_open", "plan_of_care_left_open", "plan_of_care_without_demand", "what_parts_them"]


_GROUND_ASKED = {
    "XS": ("another region", "Ask which region was treated."),
    "XE": ("another encounter", "Ask at which encounter of the day it was given."),
    "XU": ("another time", ""),
}


class _Question(NamedTuple):
    """Why a mark is neither right nor wrong yet."""

    verdict: Verdict
    says: str
    fix: str


def marks_left_open(
    told: Told, sheet: Worksheet, line: ClaimLine, wanted: set[str], over: set[str], present: set[str]
) -> set[str]:
    """Leave a mark open beside a code where record or edits do not tell whether it is wanted, and say so.

    59, 25 on an office visit, and the X modifier of a ground that the record shows or does not tell are treated alike.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        line: the line that the record supports.
        wanted: the modifiers that it bears.
        over: those that are given and not borne out.
        present: the codes that stand beside it.

    Returns:
        The modifiers that are not judged further.
    """
    number, distinct = line.code, distinct_service_modifiers()
    marks = over & ({"25"} if code(number).is_office_visit else distinct)
    if len(marks) != 1 or not touched_by_edits(told.record, barred=line.verdict is Verdict.NOT_COVERED):
        return set()
    (mark,) = marks
    untold = _ground_not_told(told, sheet, number, mark, present)
    if untold is not None:
        told.unknown.append(
            told.say("modifiers", untold.verdict, f"{number} has {mark}. {untold.says}", number, untold.fix)
        )
        return marks | (wanted & distinct)
    for other in sorted(present - {number}):
        asked = _beside(told, sheet, line, other, mark)
        if asked is not None:
            says = f"{number} has {mark}. {asked.says}"
            told.unknown.append(told.say("modifiers", asked.verdict, says, number, asked.fix))
            return marks | (wanted & distinct)
    return set()


def plan_of_care_left_open(
    told: Told,
    sheet: Worksheet,
    number: str,
    wanted: set[str],
    given: set[str],
    proposed: tuple[Proposed, ...],
) -> set[str]:
    """Leave GO or GN open in place of GP on a therapy line: each goes by the plan of care, of which a visit does not tell.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        number: the line's code.
        wanted: the modifiers that it bears.
        given: those that are proposed for it.
        proposed: the whole proposal; one service is under one plan, on however many lines it stands.

    Returns:
        The modifiers that are not judged further.
    """
    plans = plans_of_care(told.record, number)
    usual, marked = wanted & plans, given & plans
    on_its_lines = {mark for one in proposed if one.number == number for marks in one.marks for mark in marks}
    services = [item for item in sheet.items if item.code == number and item.stands]
    if not usual or len(marked) != 1 or marked == usual:
        return set()
    if len(on_its_lines & plans) > 1 and len(services) < 2:
        return set()
    says = (
        f"{number} has {''.join(marked)} in place of {''.join(usual)}. Which of them it bears goes by the plan of care, of which"
        " the note does not tell."
    )
    told.unknown.append(told.say("modifiers", Verdict.ASK, says, number, WHOSE_PLAN))
    return usual | marked


def plan_of_care_without_demand(told: Told, number: str, given: set[str]) -> set[str]:
    """Let the mark of a plan of care stand on therapy of a payer that wants none, and ask where it is not the usual one.

    Args:
        told: where the findings go.
        number: the line's code.
        given: the modifiers that are proposed for it.

    Returns:
        The modifiers that are not judged further.
    """
    if told.record.payer.wants("gp_on_therapy") or not code(number).always_therapy:
        return set()
    marked, usual = given & marks_of_a_plan(told.record), usual_plan(told.record, number)
    if usual in marked:
        says = f"{number} has {usual}, which names the plan of care. This payer does not ask for it, and it does no harm."
        told.right.append(told.say("modifiers", Verdict.SUPPORTED, says, number))
        return marked & {usual}
    if len(marked) != 1:
        return set()
    says = (
        f"{number} has {''.join(marked)}, which names a plan of care. This payer does not ask for one, and the note does not"
        " tell of it."
    )
    told.unknown.append(told.say("modifiers", Verdict.ASK, says, number, WHOSE_PLAN))
    return marked


def _ground_not_told(
    told: Told, sheet: Worksheet, number: str, mark: str, present: set[str]
) -> _Question | None:
    """Ask for the ground that a mark names on a line that needs one, where the record neither shows nor denies it."""
    asked = _GROUND_ASKED.get(mark)
    others = sorted(sheet.marked_against(number, present))
    if asked is None or not others:
        return None
    pairs = _pairs(sheet, number, others)
    may_be = (same_meaning(told.record, grounds_or_gaps(told.record, *pair)) for pair in pairs)
    if not all(mark in one for one in may_be):
        return None
    what, fix = (
        asked[0],
        asked[1] or _ask_for_the_time(item for mine, item, _ in pairs for item in (mine, item)),
    )
    says = f"It names {what} than that of {' and '.join(others)}, of which the note does not tell."
    return _Question(Verdict.ASK, says, fix)


def _pairs(sheet: Worksheet, number: str, others: Iterable[str]) -> list[tuple[Item, Item, str]]:
    standing = [item for item in sheet.items if item.stands]
    ours = [item for item in standing if item.code == number]
    return [
        (mine, item, other) for mine in ours for other in others for item in standing if item.code == other
    ]


def what_parts_them(sheet: Worksheet, number: str, present: set[str]) -> str:
    """Ask for what a mark of a distinct service on a line still waits for.

    Args:
        sheet: the visit's worksheet.
        number: the line's code.
        present: the codes that stand on the claim.

    Returns:
        What to ask, where nothing recorded sets any service of the line apart from all that edits join to it, and another
        time may; else nothing.
    """
    pairs = _pairs(sheet, number, sheet.marked_against(number, present))
    waiting = [(mine, item) for mine, item, _ in pairs if is_open_yet(mine, item)]
    if not waiting or {id(mine) for mine, _, _ in pairs} != {id(mine) for mine, _ in waiting}:
        return ""
    return _ask_for_the_time(item for pair in waiting for item in pair)


def _ask_for_the_time(items: Iterable[Item]) -> str:
    """Ask when services began; where that is told, how long they took."""
    if all(item.service.written.started for item in items if item.service is not None):
        return "Ask how long each service took."
    return "Ask when each service began."


def _beside(told: Told, sheet: Worksheet, line: ClaimLine, other: str, mark: str) -> _Question | None:
    number, record = line.code, told.record
    edit = sheet.settled.edits.get(frozenset((number, other)))
    if edit is None and is_open(told, sheet, other):
        live = edit_of(number, other, record.on)
        is_joined = live.modifier_indicator == 1 and _may_stand_on(told, live, number, mark)
        if is_joined and _has_ground(told, sheet, number, other, mark):
            says = f"Whether {other} is billed beside it, the record leaves open."
            return _Question(Verdict.ASK, says, f"Settle {other} first.")
    if edit is None:
        return None
    if edit.verdict is Verdict.NO_DATA:
        # Where one did, the adjusted region is no ground for a mark; where none did, nothing asks for it.
        adjusted = set(record.adjusted.regions) & set(line.regions) & spinal()
        if (other in spinal_cmt() and adjusted) or not _has_ground(told, sheet, number, other, mark):
            return None
        says = (
            f"Whether an edit joined it to {other} on that day, and so whether it wants a mark, is not held."
        )
        return _Question(Verdict.NO_DATA, says, "Look the pair up in CMS's file of that quarter.")
    if edit.modifier_indicator != 1:
        return None
    if other in spinal_cmt() and not line.regions and _has_ground(told, sheet, number, other, mark):
        says = f"Where it was given, and so whether that is apart from {other}, the note does not tell."
        return _Question(Verdict.ASK, says, "Ask which region was treated.")
    return None


def _may_stand_on(told: Told, edit: PtpEdit, number: str, mark: str) -> bool:
    """Say whether an edit would put a mark on this line: 25 on the examination, the others on the line not paid without one."""
    by_column = mark in distinct_service_modifiers()
    either = told.record.payer.wants("distinct_service_line") != "column_two"
    return not by_column or either or edit.column_two == number


def _has_ground(told: Told, sheet: Worksheet, number: str, other: str, mark: str) -> bool:
    """Say whether record shows or leaves open what a mark says of a line beside another code; 59 and 25 name no ground."""
    ours = [item for item in sheet.items if item.code == number and item.stands]
    theirs = [item for item in sheet.items if item.code == other] or list(_open(told, sheet, other))
    grounds = {
        one for mine in ours for item in theirs for one in grounds_or_gaps(told.record, mine, item, other)
    }
    return mark not in grounded_modifiers() or mark in same_meaning(told.record, grounds)


def _open(told: Told, sheet: Worksheet, number: str) -> Iterator[Item]:
    """Give what may be a code by what the record leaves open."""
    yield from may_be(sheet, number)
    yield from (item for item in sheet.items if may_be_after_all(told, item, number))
