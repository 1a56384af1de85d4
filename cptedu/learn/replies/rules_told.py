"""The rule of a case, with the numbers of this case: what a right answer hears, and a wrong one in the end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from cptedu.explain import counted, place_in_words
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import is_timed
from cptedu.learn.cases import Case
from cptedu.learn.questions import Answer, Question, answer_in_words
from cptedu.learn.record import SIGNS
from cptedu.learn.replies.case_told import (
    CaseTold,
    first_sentence,
    in_one_breath,
    is_adjustment,
    joined,
    sentences,
    thing,
)
from cptedu.learn.replies.marks_told import astray_told, marks_told
from cptedu.learn.replies.other_rules import rule_of_kind
from cptedu.learn.skills import skill_named
from cptedu.model import ClaimLine, Finding, Service
from cptedu.rules.ptp_edit import ptp_edit

__all__ = ["rule_with_numbers"]

_WORDS = 40
_SHORT = 20
_SAID_OTHERWISE = frozenset(
    {"deficit", "contact", "purpose", "cmt_level", "units", "tied_units", "minutes", "adjusted_findings"}
)
_OF_MARKS = frozenset(
    {
        "separate_region",
        "same_day_therapy",
        "separate_evaluation",
        "care_phase",
        "coverage",
        "gp_modifier",
        "neuro_criteria",
    }
)


def rule_with_numbers(
    question: Question,
    written: Case | None = None,
    about: Collection[str] = (),
    words: int = _WORDS,
    given: Answer | None = None,
) -> str:
    """Say the rule of a question with the numbers of its case, in a breath or two.

    Args:
        question: the question.
        written: the case from which it was made, if it was; its explanation is the rule.
        about: codes on which the answer went astray, to be spoken of first.
        words: how many there may be.
        given: a wrong answer, of which each mark that is astray is spoken of.

    Returns:
        So many words, or one sentence.
    """
    whole = _rule(question, written, about, words)
    unsaid = marks_told(question, whole, given)
    if not unsaid:
        return whole
    for briefly, room in product((False, True), (words - len(unsaid.split()), words // 2, 1)):
        short = _rule(question, written, about, room)
        told = f"{short} {marks_told(question, short, given, briefly=briefly)}".strip()
        if len(told.split()) <= words:
            return told
    # Not all of it has room. What is wrong in the answer then goes before what more a right line has.
    short = _rule(question, written, about, 1)
    for begun, briefly in product((whole, short, first_sentence(short)), (False, True)):
        told = f"{begun} {astray_told(question, begun, given, briefly=briefly)}".strip()
        if len(told.split()) <= words:
            return told
    return whole


def _rule(question: Question, written: Case | None, about: Collection[str], words: int) -> str:
    """Say the rule without a care for which marks it names."""
    explained: list[str] = []
    if written is not None:
        explained = sentences(written.explanation)
    other = rule_of_kind(question) or (() if question.note is not None else (_answered(question),))
    if other:
        begins_so = explained and other[0].rstrip(".").lower() in explained[0].lower()
        return in_one_breath([*(() if begins_so else other), *explained], words)
    computed = _computed(question, about)
    begun = (_each_line(question) or computed[:1]) if explained else computed
    return in_one_breath([*begun, *explained], words) or _answered(question)


def _answered(question: Question) -> str:
    said = answer_in_words(question, question.right[0])
    return f"{said[:1].upper()}{said[1:]}." if len(said.split()) <= _SHORT else ""


def _computed(question: Question, about: Collection[str]) -> list[str]:
    """Tell what the rules make of the visit, the weightiest first."""
    if question.note is None:
        return []
    told = CaseTold(question, question.note)
    first = skill_named(question.skill).told_first
    said = [(number, topic, says) for number, topic, says in _all_said(told) if says]
    said.sort(key=lambda one: (one[0] not in about, one[1] not in first and one[1] != "off"))
    bearing = [one for one in said if one[1] in first or one[1] == "off"]
    bearing = bearing or [one for one in said if one[0] in about] or said
    return [says for _, _, says in bearing]


def _each_line(question: Question) -> list[str]:
    """Say of each line what it comes from, where there are several and nothing else is off the claim: none is passed over."""
    told = CaseTold(question, question.note) if question.note is not None else None
    if told is None or told.claim is None or told.claim.unbilled or len(told.claim.lines) < 2:
        return []
    if not {"aim", "level"} & {*skill_named(question.skill).told_first}:
        return []
    said = []
    for line in told.claim.lines:
        said += [_level(told, line)] if is_adjustment(line.code) else []
        said += [_aim(one, line.code, measured=False) for one in told.services_of(line.code)]
    return said


def _all_said(told: CaseTold) -> Iterator[tuple[str, str, str]]:
    """Give what there is to say: of which code, on what, in which words."""
    if told.claim is None:
        yield from _units(told)
        return
    for item in told.claim.unbilled:
        number = item.code or ""
        reason = told.reason(item)
        if reason.rule != "units":
            named = "" if not number or number in reason.says or item.service is None else f"{number}: "
            yield number, "off", named + _kept_off(told, reason)
    yield from _units(told)
    for line in told.claim.lines:
        yield from _of_line(told, line)


def _kept_off(told: CaseTold, reason: Finding) -> str:
    said = first_sentence(reason.says)
    if reason.rule == "neuro_criteria":
        return f"{said} The note has {told.diagnoses or 'no diagnosis'}."
    if reason.rule == "part":
        said = said.partition(";")[0].rstrip(".") + "."
        return f"{said} The note has {joined(SIGNS[one] for one in told.note.visit.part or ()) or 'none'}."
    return said


def _of_line(told: CaseTold, line: ClaimLine) -> Iterator[tuple[str, str, str]]:
    if is_adjustment(line.code):
        yield line.code, "level", _level(told, line)
    else:
        for service in told.services_of(line.code):
            yield line.code, "aim", _aim(service, line.code)
    for finding in line.findings:
        if finding.rule in _OF_MARKS or finding.rule in skill_named(told.question.skill).bearing - {
            "deficit",
            "contact",
            "purpose",
            "cmt_level",
        }:
            yield line.code, finding.rule, _of_finding(line, finding)
    if told.adjusted and not is_adjustment(line.code) and told.question.skill == "ncci_59":
        yield line.code, "separate_region", _without_edit(told, line)


def _decided(line: ClaimLine, finding: Finding) -> str:
    """Take of a finding what is decided in it, and name the modifier to which it leads."""
    said = finding.says
    if (
        finding.rule == "coverage"
    ):  # what Medicare pays is known by then; a notice, with its modifier, is told behind it
        return said.partition(". ")[2] or said
    if finding.rule == "care_phase":
        decided = first_sentence(said) if finding.verdict == "supported" else said
        return f"{line.code}: {decided[:1].lower()}{decided[1:]}"
    if finding.rule == "separate_region" and "59" in line.modifiers:
        return f"{first_sentence(said).rstrip('.')}: 59."
    return first_sentence(said)


def _of_finding(line: ClaimLine, finding: Finding) -> str:
    said = _decided(line, finding)
    return said if line.code in said else f"{line.code}: {said[:1].lower()}{said[1:]}"


def _without_edit(told: CaseTold, line: ClaimLine) -> str:
    adjusted = (
        next((one.code for one in told.claim.lines if one.code in spinal_cmt()), None) if told.claim else None
    )
    if adjusted is None or line.modifiers:
        return ""
    if ptp_edit(adjusted, line.code, line.on).column_one is not None:
        return ""
    done = _begun(told.services_of(line.code)[0]) if told.services_of(line.code) else "The service"
    return f"{done}: no edit joins {line.code} to {adjusted}, so it needs no modifier."


def _level(told: CaseTold, line: ClaimLine) -> str:
    if line.code in extraspinal_cmt():
        places = joined(told.beyond) or joined(map(place_in_words, line.regions))
        lies = "lie" if len(told.beyond) > 1 else "lies"
        return f"{places[:1].upper()}{places[1:]} {lies} beyond the spine: {line.code}, once."
    named = ", ".join(map(place_in_words, line.regions))
    found = "" if len(line.regions) == len(told.adjusted) else " with a finding"
    places = joined(
        place_in_words(one) for one in told.note.visit.adjusted if place_in_words(one) not in told.beyond
    )
    if (
        len(places.split()) > _SHORT // 2
        or places.lower() == joined(map(place_in_words, line.regions)).lower()
    ):
        places = "Adjusted"
    regions = f"{counted(len(line.regions), 'region')} of the spine{found} ({named})"
    return f"{places[:1].upper()}{places[1:]}: {regions}, so {line.code}, once."


def _aim(service: Service, number: str, *, measured: bool = True) -> str:
    aims = joined(map(place_in_words, service.purpose))
    if service.contact == "group":
        return f"{_begun(service)}: with several patients at once, so {number}."
    deficit = service.deficit.strip() if measured else ""
    found = f", measured “{deficit}”" if deficit else ""
    return f"{_begun(service)}: for {aims or 'what its code says'}{found}, so {number}."


def _begun(service: Service) -> str:
    name = thing(service)
    return name[:1].upper() + name[1:]


def _units(told: CaseTold) -> Iterator[tuple[str, str, str]]:
    """Tell how the minutes became units."""
    spent: dict[str, int] = {}
    for service in told.services:
        number = told.code_of(service)
        is_off = (
            told.claim is not None
            and told.claim.line(number) is None
            and (item := told.off(number)) is not None
            and told.reason(item).rule != "units"
        )
        if number and is_timed(number) and service.minutes is not None and not is_off:
            spent[number] = spent.get(number, 0) + service.minutes
    if not spent:
        return
    made = dict.fromkeys(spent, 0) | _units_made(told, spent)
    if told.pools and len(spent) > 1:
        total, whole = sum(spent.values()), sum(made.values())
        shares = joined(f"{n} with {spent[n]} has {made[n]}" for n in sorted(spent))
        yield (
            "",
            "units",
            f"{' + '.join(str(spent[n]) for n in sorted(spent))} = {total} minutes make {counted(whole, 'unit')}: {shares}.",
        )
        return
    for number in sorted(spent):
        how = ", by itself," if len(spent) > 1 else ""
        units = counted(made[number], "unit") if made[number] else "no unit"
        yield number, "units", f"{counted(spent[number], 'minute')} of {number}{how} make {units}."


def _units_made(told: CaseTold, spent: dict[str, int]) -> dict[str, int]:
    if told.claim is not None:
        return {number: line.units for number in spent if (line := told.claim.line(number)) is not None}
    right = told.question.right[0]
    return (
        {one[0]: one[1] for one in right if isinstance(one, tuple) and len(one) == 3 and one[0] in spent}
        if isinstance(right, tuple)
        else {}
    )
