"""A proposed code that the record does not support: told with the right one, where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cptedu.engine.coding import Worksheet
from cptedu.engine.item import Item
from cptedu.engine.left_open import may_be, may_be_after_all
from cptedu.engine.place_in_question import lines_by_place
from cptedu.engine.proposal import Proposed
from cptedu.engine.readings_of_place import places_of_some_region
from cptedu.engine.recorded import CODED_BY_PURPOSE, codes_by_purpose
from cptedu.engine.stamped import findings_of, stamped
from cptedu.engine.told import Told
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, codes, is_timed
from cptedu.facts.codes_not_held import refused_code
from cptedu.model import Claim, ClaimLine, Finding, Verdict
from cptedu.rules.awaited_answer import what_is_open
from cptedu.rules.care_phase import open_marks
from cptedu.rules.same_service import is_same_service
from cptedu.rules.unclear_place import unclear_place
from cptedu.visit.record import Unclear

__all__ = ["wrong_code"]

AGAINST = frozenset({Verdict.NOT_SUPPORTED, Verdict.NOT_COVERED, Verdict.ASK})
LEVEL = frozenset({"cmt_level", "adjusted_findings", "subluxation_diagnosis", "unclear_place"})
WHICH_CODE = ("exchanged_code", "proposed_code", "in_water", "purpose", "by_code", "recorded_evaluation")
"""The rules that say which code a service is; the first that spoke is the reason."""
_NO_CODE = {
    "unattended": "is no code: nobody was with the patient",
    "group": "is no code: what it was for is not given to a group",
}
"""What is said, by who was with the patient, of a service that comes to no code by its purpose."""


def wrong_code(told: Told, sheet: Worksheet, claim: Claim, one: Proposed, taken: set[str]) -> set[str]:
    """Judge a proposed code that makes no line.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        claim: the claim that the record supports.
        one: what is proposed for the code.
        taken: the codes that are proposed, and those that were named already as the right choice.

    Returns:
        The code that was told as the right one in its place, if there is one.
    """
    number = one.number
    if not one.is_held:
        _not_held(told, sheet, number)
        return set()
    if number in {*spinal_cmt(), *extraspinal_cmt()} and _is_right_by_some_bone(told, one, taken):
        return _hangs_on_the_bone(told, claim, number, places_of_some_region(told.record)[0])
    refused = [
        finding
        for item in claim.unbilled
        if item.code == number
        for finding in item.findings
        if finding.verdict in AGAINST
    ]
    if refused and _left_open(told, sheet, one, refused):
        return set()
    if refused and all(_asks_the_payer(finding) for finding in refused):
        _hangs_on_the_contract(told, number, refused)
        return set()
    if refused:
        # Too few minutes are enough where a service of which the note says too little is of this code as well.
        by_count = all(finding.rule == "units" for finding in refused)
        without = tuple(_without_a_code(told, sheet, number)) if by_count else ()
        waits = any(item.code == number and item.verdict is Verdict.ASK for item in claim.unbilled)
        _not_supported(
            told, number, (*refused, *without), waits=waits or (by_count and _may_wait(sheet, number))
        )
        return set()
    open_yet = [one for item in sheet.items for one in may_be_after_all(told, item, number)]
    if open_yet:
        _not_supported(told, number, open_yet, waits=True)
        return set()
    for item in _in_its_place(sheet, claim, number, taken):
        right = str(item.code)
        line = claim.line(right)
        if line is not None and right not in taken:
            if _is_its_other_number(told, one, line):
                told.unknown.append(_by_its_other_number(told, number, line))
                return {right}
            told.wrong.append(_swapped(told, one, line, _reasons(told, item, right)))
            return {right}
        if line is not None or not item.stands:
            # The right code is proposed as well, or is not billed either: the step is to take this one off.
            told.wrong.append(_another_service(told, number, item))
            return set()
    _not_supported(told, number, _without_a_code(told, sheet, number), waits=_may_wait(sheet, number))
    return set()


def _may_wait(sheet: Worksheet, number: str) -> bool:
    """Say whether an answer about what the record has without a code may make it this one."""
    return any(item.code is None and item.standing is Verdict.ASK for item in may_be(sheet, number))


def _left_open(told: Told, sheet: Worksheet, one: Proposed, refused: Iterable[Finding]) -> bool:
    """Leave a line open that an answer about something else may bring onto the claim, and say so."""
    number = one.number
    asked = sheet.what_may_make_it(number, sum(one.units), told.units)
    if asked is None:
        return False
    reason = " ".join(dict.fromkeys(finding.says for finding in refused if finding.rule != asked.rule))
    says = f"{number} is not on the claim that the record supports as it is. {reason} {what_is_open(asked)}"
    fix = f"{asked.fix} Until then leave {number} off."
    told.leave_open(told.say("not_in_record", Verdict.ASK, says, number, fix, [stamped(told.record, asked)]))
    return True


def _asks_the_payer(finding: Finding) -> bool:
    return finding.rule == "coverage" and finding.verdict is Verdict.ASK


def _hangs_on_the_contract(told: Told, number: str, refused: Iterable[Finding]) -> None:
    """Leave a line open that the record bears out, and of which only the payer can say whether it is paid."""
    because = tuple(refused)
    says = (
        f"The record bears {number} out; nobody but the payer can say whether it is paid. {because[0].says}"
    )
    fix = f"{because[0].fix} Until then leave {number} off."
    told.leave_open(told.say("not_in_record", Verdict.ASK, says, number, fix, because))
    told.asked_of_a_line += because


def _is_right_by_some_bone(told: Told, one: Proposed, taken: set[str]) -> bool:
    """Say whether some reading of a junction or a rib makes an adjustment's line as it is proposed, and no other level stands."""
    if one.number in spinal_cmt() and taken & set(spinal_cmt()) - {one.number}:
        return False
    hang_on_the_care = open_marks(told.record)
    return any(
        one.units == (line.units,) and {*one.known_modifiers} ^ {*line.modifiers} <= hang_on_the_care
        for line in lines_by_place(told.record, one.number)
    )


def _hangs_on_the_bone(told: Told, claim: Claim, number: str, place: Unclear) -> set[str]:
    """Leave an adjustment's code open that one bone would make and another would not."""
    right = next((line.code for line in claim.lines if line.code in spinal_cmt()), None)
    asked = unclear_place(place, adjusted=True)
    until = (
        f"Until then bill {right} in its place."
        if right and number in spinal_cmt()
        else f"Until then leave {number} off."
    )
    says = f"{number} hangs on which bone was adjusted. {asked.says}"
    fix = f"Ask which bone or joint was adjusted. {until}"
    told.leave_open(told.say("not_in_record", Verdict.ASK, says, number, fix, [stamped(told.record, asked)]))
    return {right} if right and number in spinal_cmt() else set()


def _not_held(told: Told, sheet: Worksheet, number: str) -> None:
    says = f"Whether {number} may be billed is not known here. {refused_code(number, frozenset(codes()))}"
    fix = "Look it up in your own licensed CPT and in the payer's list. The rest of the claim is judged without it."
    if all(item.code != number for item in sheet.items):
        says += " No service in the record is told under it."
        fix = f"Ask which service of the record it stands for, and take it off where there is none. {fix}"
    told.unknown.append(told.say("code_not_held", Verdict.NO_DATA, says, number, fix))


def _is_its_other_number(told: Told, one: Proposed, line: ClaimLine) -> bool:
    """Say whether a line is right but for the number, of a service that has two, and the payer is not known to take one."""
    return (
        is_same_service(one.number, line.code)
        and told.record.payer.exchange(one.number) == one.number
        and one.units == (line.units,)
        and {*one.modifiers} == {*line.modifiers}
    )


def _by_its_other_number(told: Told, number: str, line: ClaimLine) -> Finding:
    return told.say(
        "same_service",
        Verdict.ASK,
        f"{number} and {line.code} are two numbers of one service, which the record shows. Which of them this payer takes is"
        " not held here.",
        number,
        f"Ask the payer whether it takes {number} or {line.code}. A claim has one of them.",
        line.findings[:1],
    )


def _not_supported(told: Told, number: str, because: Iterable[Finding], *, waits: bool) -> None:
    """Tell that nothing bears a code out; where an answer may yet, that it is asked, and is not told as refused."""
    because = tuple(because)
    said = (
        " ".join(dict.fromkeys(finding.says for finding in because)) or "Nothing in the record supports it."
    )
    fix = " ".join(dict.fromkeys(finding.fix for finding in because if finding.fix))
    # What the record bears out and the payer does not pay is told as the claim tells it.
    is_unpaid = bool(because) and all(finding.verdict is Verdict.NOT_COVERED for finding in because)
    verdict = Verdict.ASK if waits else Verdict.NOT_COVERED if is_unpaid else Verdict.NOT_SUPPORTED
    what = "supported by the record as it is" if waits else "covered" if is_unpaid else "supported"
    told.asked_of_a_line += because if waits else ()
    told.wrong.append(
        told.say(
            "not_in_record",
            verdict,
            f"{number} is not {what}. {said}",
            number,
            fix or f"Take {number} off the claim.",
            because,
        )
    )


def _swapped(told: Told, one: Proposed, line: ClaimLine, because: tuple[Finding, ...]) -> Finding:
    reason = " ".join(dict.fromkeys(finding.says for finding in because))
    as_many = one.units == (line.units,) or (told.session is not None and is_timed(line.code))
    units = "" if as_many else f" ×{line.units}"
    asks = " ".join(dict.fromkeys(finding.fix for finding in because if finding.rule == "unclear_place"))
    return told.say(
        "not_in_record",
        Verdict.NOT_SUPPORTED,
        f"{one.number} is not what the record supports; {line.code} is. {reason}".strip(),
        one.number,
        f"Bill {line.code}{units} in place of {one.number}. {asks}".strip(),
        because,
    )


def _another_service(told: Told, number: str, item: Item) -> Finding:
    because = _reasons(told, item, str(item.code))
    reason = " ".join(dict.fromkeys(finding.says for finding in because))
    open_points = [
        finding
        for finding in findings_of(told.record, item.said)
        if finding.verdict in AGAINST and not finding.either_way
    ]
    asks = (
        "" if item.stands else " ".join(dict.fromkeys(finding.fix for finding in open_points if finding.fix))
    )
    return told.say(
        "not_in_record",
        Verdict.NOT_SUPPORTED,
        f"{number} is not what the record describes. {reason}".strip(),
        number,
        f"Take {number} off the claim. {asks}".strip(),
        because,
    )


def _reasons(told: Told, item: Item, right: str) -> tuple[Finding, ...]:
    findings = findings_of(told.record, item.said)
    if right in {*spinal_cmt(), *extraspinal_cmt()}:
        return tuple(finding for finding in findings if finding.rule in LEVEL)
    for rule in WHICH_CODE:
        reasons = tuple(finding for finding in findings if finding.rule == rule)
        if reasons:
            return reasons
    return findings[:1]


def _in_its_place(sheet: Worksheet, claim: Claim, number: str, taken: set[str]) -> Iterator[Item]:
    """Give what in the record a wrong code may have been chosen for, the likeliest first."""
    items = [item for item in sheet.items if item.code in codes() and item.code != number]
    proposed_so = [item for item in items if item.written is not None and item.written.code == number]
    alike = [item for item in items if item not in proposed_so and _is_taken_for(number, str(item.code))]
    adjusts = {*spinal_cmt(), *extraspinal_cmt()}
    if number in adjusts and not alike:
        # Nothing of its own kind was adjusted: a joint of the spine was taken for one beyond it, or the reverse.
        alike = [item for item in items if item.code in adjusts]
    if any(item.service and item.standing is Verdict.ASK for item in may_be(sheet, number)):
        # What the note says too little of may be just this code: nothing else is taken for it.
        alike = []

    def unlikely(item: Item) -> tuple[bool, bool, bool]:
        right = str(item.code)
        return claim.line(right) is None, right in taken, code(right).family != code(number).family

    yield from (*proposed_so, *sorted(alike, key=unlikely))


def _without_a_code(told: Told, sheet: Worksheet, number: str) -> Iterator[Finding]:
    for item in may_be(sheet, number):
        if item.code is not None:
            what = "an examination" if item.service is None else repr(item.about)
            says = f"The record has {what} under {item.code}, a code that no table here holds."
            fix = f"Ask what was done. {number} is not put in its place."
            yield told.say("code_not_held", Verdict.NO_DATA, says, number, fix)
        else:
            yield from (one for one in findings_of(told.record, item.said) if one.verdict in AGAINST)
    yield from _can_only_be_another(told, sheet, number)


def _can_only_be_another(told: Told, sheet: Worksheet, number: str) -> Iterator[Finding]:
    """Say of a service without a code, taken for one that it cannot be, what alone it can be: a group, or one of two purposes."""
    for item in sheet.items if code(number).family in CODED_BY_PURPOSE else ():
        if item.code is not None or item.service is None or item.service.written.home_instruction:
            continue
        may_be_these = sorted(codes_by_purpose(told.record, item.service))
        if number not in may_be_these and (len(may_be_these) == 1 or item.service.written.purpose):
            can_be = (
                f"can only be {' or '.join(may_be_these)}"
                if may_be_these
                else _NO_CODE.get(
                    item.service.written.contact or "", "comes to none of the codes chosen by purpose"
                )
            )
            says = f"By the note {item.about!r} {can_be}."
            because = findings_of(told.record, item.said)
            yield told.say(
                "purpose", Verdict.NOT_SUPPORTED, says, number, f"Take {number} off the claim.", because
            )


def _is_taken_for(number: str, right: str) -> bool:
    """Say whether one code is chosen in place of another: of one family, or both told apart by their purpose."""
    one, other = code(number), code(right)
    if one.family == other.family or (one.is_modality and other.is_modality):
        return True
    return {one.family, other.family} <= CODED_BY_PURPOSE
