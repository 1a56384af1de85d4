"""The modifiers of a proposed line against those that the record bears out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cptedu.engine.coding import Worksheet
from cptedu.engine.marks_left_open import (
    marks_left_open,
    plan_of_care_left_open,
    plan_of_care_without_demand,
    what_parts_them,
)
from cptedu.engine.proposal import Proposed
from cptedu.engine.recorded import CODED_BY_PURPOSE
from cptedu.engine.stamped import stamped
from cptedu.engine.told import Told
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code
from cptedu.facts.days_told import day_in_words
from cptedu.facts.modifiers import modifier_since, modifiers
from cptedu.facts.regions import extraspinal
from cptedu.model import ClaimLine, Verdict
from cptedu.rules.care_phase import open_marks
from cptedu.rules.disputed_modifier import disputed_modifier
from cptedu.rules.distinct_service import distinct_service_modifiers
from cptedu.rules.gp_modifier import WHOSE_PLAN, plans_of_care
from cptedu.rules.separate_region import CPT_ASSISTANT_READING

__all__ = ["by_one_reading_only", "judge_modifiers", "nearest"]

_OWN_TIME = "Where each had its own time,"


def nearest(sheet: Worksheet, number: str, given: Iterable[str], *readings: set[str]) -> set[str]:
    """Choose the codes beside a line under which its modifiers are right, or most nearly so; the first on a tie.

    Args:
        sheet: the visit's worksheet.
        number: the line's code.
        given: its modifiers.
        readings: sets of codes that may stand beside it.

    Returns:
        One of the sets.
    """

    def astray(present: set[str]) -> int:
        alike = set(sheet.same_meaning(number, present))
        wanted, has = set(sheet.modifiers(number, present)), set(given)
        if wanted & alike and has & alike:
            wanted, has = wanted - alike, has - alike
        return len(wanted ^ has)

    first, *others = readings
    return first if all(one == first for one in others) else min(readings, key=astray)


def judge_modifiers(
    told: Told,
    sheet: Worksheet,
    line: ClaimLine,
    marks: tuple[str, ...],
    present: set[str],
    proposed: tuple[Proposed, ...],
) -> None:
    """Judge the modifiers of one line that a table holds.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        line: the line that the record supports.
        marks: the modifiers proposed for it.
        present: the codes that stand beside it.
        proposed: the whole proposal.
    """
    number = line.code
    wanted, given = set(sheet.modifiers(number, present)), set(marks)
    if len(given) != len(marks):
        _wrong(told, number, "a modifier is given twice.", "Give it once.", ":")
    if len(given & distinct_service_modifiers()) > 1:
        *first, last = sorted(distinct_service_modifiers())
        says = f"only one of {', '.join(first)} and {last} stands on a line."
        _wrong(
            told,
            number,
            says,
            f"Keep one of them: {' or '.join(sorted(given & distinct_service_modifiers()))}.",
            ":",
        )
        return
    settled = _distinct_choice(told, sheet, line, wanted, given, present)
    settled |= _on_the_other_line(told, sheet, line, given - wanted, present, proposed)
    if number in extraspinal_cmt():
        settled |= _choice_of_51(told, line, wanted, given)
    settled |= {one for one in given if _informs(told, line, one)}
    settled |= _before_it_was_asked_for(told, line, wanted, given)
    settled |= _where_care_is_not_told(told, line, wanted, given)
    settled |= _where_the_notice_is_not_told(told, line, given - wanted)
    settled |= plan_of_care_left_open(told, sheet, number, wanted, given, proposed)
    settled |= plan_of_care_without_demand(told, number, given)
    settled |= marks_left_open(told, sheet, line, wanted, given - wanted - settled, present)
    settled |= _in_place_of(told, sheet, line, present, wanted - given - settled, given - wanted - settled)
    for modifier in sorted(wanted - given - settled):
        says = f"lacks {modifier}, which says: {modifiers()[modifier].label}."
        ask = what_parts_them(sheet, number, present) if modifier in distinct_service_modifiers() else ""
        others = plans_of_care(told.record, number) - {modifier}
        is_open = bool(others) and bool(modifiers()[modifier].informs)
        sure = f"Add it. {WHOSE_PLAN}" if is_open else f"Add {modifier}; the record bears it out."
        _wrong(told, number, says, f"{ask} {_OWN_TIME} {modifier} is added." if ask else sure)
    for modifier in sorted(given - wanted - settled):
        if _is_disputed(told, line, modifier, given & wanted, present):
            continue
        says = f"has {modifier}: {_why_astray(told, modifier)}."
        _wrong(told, number, says, f"Take {modifier} off.")


def _is_disputed(told: Told, line: ClaimLine, modifier: str, borne_out: set[str], present: set[str]) -> bool:
    """Leave a mark open of which sources dispute whether it belongs there, and say so with both sides.

    A line that is sent to be denied is set apart from nothing, whatever is said of lines that may be paid. A notice beside active
    care is refused by a contractor, and told otherwise without a page: it does not pass, and the other side is told with it.
    """
    if modifier in distinct_service_modifiers() and line.verdict is Verdict.NOT_COVERED:
        return False
    disputed = disputed_modifier(told.record, line.code, modifier, borne_out, present)
    if disputed is None:
        return False
    if "abn" in disputed.used:
        told.wrong.append(stamped(told.record, disputed))
    else:
        told.unknown.append(stamped(told.record, disputed))
    return True


def _in_place_of(
    told: Told, sheet: Worksheet, line: ClaimLine, present: set[str], lacking: set[str], astray: set[str]
) -> set[str]:
    """Tell one mark that stands where another one of its kind belongs as one step; give both."""
    settled: set[str] = set()
    for kind in sorted({modifiers()[modifier].kind for modifier in lacking} - {""}):
        right, wrong = (
            {one for one in marks if modifiers()[one].kind == kind} for marks in (lacking, astray)
        )
        if len(right) != 1 or len(wrong) != 1:
            continue
        (one,), (other,) = right, wrong
        if disputed_modifier(told.record, line.code, other, set(line.modifiers) - right, present) is not None:
            continue
        is_distinct = one in distinct_service_modifiers()
        ask = what_parts_them(sheet, line.code, present) if is_distinct else ""
        says = f"has {other} where the record {'may bear' if ask else 'bears'} out {one}: {_why_astray(told, other)}."
        step = f"{one} in place of {other}."
        _wrong(told, line.code, says, f"{ask} {_OWN_TIME} put {step}" if ask else f"Put {step}")
        settled |= {one, other}
    return settled


def _why_astray(told: Told, modifier: str) -> str:
    since = modifier_since(modifier)
    if modifier not in told.record.modifiers and since is not None:
        return f"its first day was {day_in_words(since)}"
    return modifiers()[modifier].astray or f"{modifier} has no place on this line"


def _wrong(told: Told, number: str, says: str, fix: str, mark: str = "") -> None:
    told.wrong.append(told.say("modifiers", Verdict.NOT_SUPPORTED, f"{number}{mark} {says}", number, fix))


def _distinct_choice(
    told: Told, sheet: Worksheet, line: ClaimLine, wanted: set[str], given: set[str], present: set[str]
) -> set[str]:
    """Give the modifiers of a distinct service that the payer may settle either way, having said so."""
    number = line.code
    alike = set(sheet.same_meaning(number, present))
    needed, marked = wanted & alike, given & alike
    if needed and marked and needed != marked:
        says = (
            f"{number}: {''.join(marked)} stands where this payer is taken to want {''.join(needed)}; both mark what the"
            " record shows."
        )
        fix = "Ask which of the two the payer wants."
        told.unknown.append(told.say("modifiers", Verdict.ASK, says, number, fix))
        return alike
    if needed and not given & distinct_service_modifiers() and _without_an_edit(sheet, number, present):
        says = f"{number} stands without {''.join(needed)}. The policy manual wants the mark; no edit held here asks for it."
        because = [finding for finding in line.findings if finding.rule == "repeat_evaluation_beside_therapy"]
        fix = "Ask the payer whether it wants the mark."
        told.unknown.append(told.say("modifiers", Verdict.ASK, says, number, fix, because))
        return alike
    if needed and not given & distinct_service_modifiers() and by_one_reading_only(sheet, number, present):
        says = (
            f"{number} stands without {''.join(needed)}. By CPT Assistant, which this payer follows, it needs no separate"
            " region and so no mark of one; NCCI wants the mark."
        )
        because = [finding for finding in line.findings if finding.rule == "separate_region"]
        fix = "Ask the payer which reading its contract follows."
        told.unknown.append(told.say("modifiers", Verdict.CONTESTED, says, number, fix, because))
        return alike
    return set()


def _without_an_edit(sheet: Worksheet, number: str, present: set[str]) -> bool:
    """Say whether no edit asks for a line's mark of a distinct service, but the policy manual alone."""
    edits = sheet.settled.edits
    joined = [edits.get(frozenset((number, other))) for other in sheet.marked_against(number, present)]
    return all(edit is not None and edit.modifier_indicator is None for edit in joined)


def _on_the_other_line(
    told: Told,
    sheet: Worksheet,
    line: ClaimLine,
    over: set[str],
    present: set[str],
    proposed: tuple[Proposed, ...],
) -> set[str]:
    """Leave open a mark of a distinct service that stands on the other line of its edit, and settle that line by it.

    Each edit wants a mark on one of its two lines, of the ground that the record shows.
    """
    if told.record.payer.wants("distinct_service_line") == "column_two":
        return set()
    number = line.code
    bears = {
        one.number: {mark for marks in one.marks for mark in marks} & distinct_service_modifiers()
        for one in proposed
        if one.is_held
    }

    def stands_for(other: str, marks: set[str]) -> bool:
        return bool(marks) and marks <= set(sheet.same_meaning(other, present))

    def lacks_its_mark(other: str) -> bool:
        return bool(set(sheet.modifiers(other, present)) & distinct_service_modifiers()) and not bears[other]

    marked_here = over & distinct_service_modifiers()
    unmarked = [
        other
        for other in (bears if marked_here else ())
        if lacks_its_mark(other) and number in sheet.marked_against(other, present)
        if stands_for(other, marked_here)
    ]
    if unmarked:
        says = (
            f"{''.join(marked_here)} stands on {number} in place of {unmarked[0]}. CMS takes it on either line of the"
            " edit; most payers' software expects it on the therapy line."
        )
        told.unknown.append(
            told.say("modifiers", Verdict.ASK, says, number, "Ask the payer, or move it to the therapy line.")
        )
        return marked_here
    if number not in bears or not lacks_its_mark(number):
        return set()
    others = sheet.marked_against(number, present) & set(bears)
    moved = [other for other in others if bears[other] - set(sheet.modifiers(other, present))]
    settled = bool(moved) and all(stands_for(number, bears[other]) for other in others)
    return set(sheet.modifiers(number, present)) & distinct_service_modifiers() if settled else set()


def _before_it_was_asked_for(told: Told, line: ClaimLine, wanted: set[str], given: set[str]) -> set[str]:
    """Leave AT open on active care of a day on which the payer did not ask for it yet: its own first day is not held."""
    held = told.record.payer.choice("care_marks")
    if held.value == told.record.payer.wants("care_marks") or told.record.visit.care == "maintenance":
        return set()
    if "AT" not in given - wanted or wanted & {"GA", "GZ"} or line.code not in spinal_cmt():
        return set()
    since = day_in_words(held.since)
    says = (
        f"{line.code} has AT. {told.record.payer.named_first} has asked for it since {since}; whether it could stand on a"
        " claim of an earlier day is not held."
    )
    fix = "Ask the payer, or leave it off."
    told.unknown.append(told.say("modifiers", Verdict.NO_DATA, says, line.code, fix))
    return {"AT"}


def _where_care_is_not_told(told: Told, line: ClaimLine, wanted: set[str], given: set[str]) -> set[str]:
    """Leave one mark open on an adjustment of which the note does not say whether care was active, or the notice signed."""
    marks = given & {"AT", "GA", "GZ"}
    if line.code not in spinal_cmt() or len(marks) != 1 or not marks <= open_marks(told.record) - wanted:
        return set()
    because = [finding for finding in line.findings if finding.rule in {"care_phase", "notice"}]
    says = f"{line.code} has {''.join(marks)}. Whether that is right, the note does not tell."
    fix = " ".join(finding.fix for finding in because if finding.verdict is Verdict.ASK)
    told.unknown.append(told.say("modifiers", Verdict.ASK, says, line.code, fix, because))
    return marks | (wanted & open_marks(told.record))


def _where_the_notice_is_not_told(told: Told, line: ClaimLine, given: set[str]) -> set[str]:
    """Leave the mark of a voluntary notice open on a line that is sent to be denied, where the note tells of no notice."""
    held = told.record.payer
    marks = given & set(held.lists("voluntary_notice_modifiers"))
    if (
        told.record.visit.abn is not None
        or line.verdict is not Verdict.NOT_COVERED
        or line.code in spinal_cmt()
    ):
        return set()
    if not marks or not marks <= set(told.record.modifiers):
        return set()
    says = f"{line.code} has {''.join(sorted(marks))}. Whether a voluntary notice was given, the note does not tell."
    told.unknown.append(told.say("modifiers", Verdict.ASK, says, line.code, "Ask for the notice."))
    return marks


def _choice_of_51(told: Told, line: ClaimLine, wanted: set[str], given: set[str]) -> set[str]:
    if "51" not in given ^ wanted:
        return set()
    because = [finding for finding in line.findings if finding.rule == "extraspinal_51"]
    says = f"Sources differ on 51 on {line.code}."
    asked = told.say("extraspinal_51", Verdict.CONTESTED, says, line.code, "Ask the payer.", because)
    told.unknown.append(replace(asked, readings=because[0].readings) if because else asked)
    return {"51"}


def _informs(told: Told, line: ClaimLine, modifier: str) -> bool:
    """Say whether a modifier only tells something, so that it may stand without being asked for; and say so."""
    kind, number = modifiers()[modifier].informs, line.code
    if kind == "side" and not line.regions and code(number).family in CODED_BY_PURPOSE:
        says = f"{number} has {modifier}, which tells the side of a limb. Where it was given, the note does not tell."
        told.unknown.append(told.say("modifiers", Verdict.ASK, says, number, "Ask which region was treated."))
        return True
    if kind == "side" and (number in extraspinal_cmt() or set(line.regions) & extraspinal()):
        says = f"{number} has {modifier}, which tells the side. It changes nothing and may stand."
    else:
        return False
    told.right.append(told.say("modifiers", Verdict.SUPPORTED, says, number))
    return True


def by_one_reading_only(sheet: Worksheet, number: str, present: set[str]) -> bool:
    """Say whether the payer's own reading wants no mark of a separate region, and nothing else asks for one.

    Args:
        sheet: the visit's worksheet.
        number: the line's code.
        present: the codes that stand on the claim.

    Returns:
        True when the line may stand without 59 or XS by one of two readings.
    """
    follows = sheet.record.payer.wants("same_region") == "cpt_assistant_2010"
    beside_therapy = sheet.same_meaning(number, present - set(spinal_cmt()))
    return follows and number in code_group(CPT_ASSISTANT_READING) and not beside_therapy
