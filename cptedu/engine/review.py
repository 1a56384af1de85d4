"""A proposed claim against the record: what is right, wrong, missing and unknown, line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from cptedu.engine.coding import OPTIONAL_VERDICTS, Worksheet, worksheet
from cptedu.engine.left_open import unanswered_beside
from cptedu.engine.proposal import Proposed, ProposedLine, read_lines, read_proposal
from cptedu.engine.reviewed_lines import judge_other_marks, nearest_of_its_lines
from cptedu.engine.reviewed_modifiers import by_one_reading_only, judge_modifiers, nearest
from cptedu.engine.reviewed_units import ASK_OF_THE_MINUTES, in_units, judge_units, longer_than_the_session
from cptedu.engine.stamped import stamped
from cptedu.engine.told import Told, in_words
from cptedu.engine.wrong_code import wrong_code
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import is_timed
from cptedu.model import (
    Claim,
    ClaimLine,
    Finding,
    SaidWhenRead,
    Verdict,
    Visit,
    each_once,
    said_when_read,
)
from cptedu.rules.awaited_answer import what_is_open

__all__ = ["ProposedLine", "Review", "by_one_reading_only", "review_claim"]

UNSETTLED = frozenset({Verdict.ASK, Verdict.CONTESTED, Verdict.NO_DATA})


@dataclass(frozen=True)
class Review(SaidWhenRead):
    """What a review of a proposed claim found; what is right or unknown is put into words when somebody reads it.

    Attributes:
        passes: True when nothing is wrong and nothing is missing, with the record as it is: what only another answer would make
            right is among what is unknown, and does not pass until it is told.
        right: what is as the record supports it.
        wrong: what is not, and why; ``ask`` where the record as it is does not bear it out, and an answer may.
        missing: supported services that were left off.
        unknown: what cannot be known without asking, or that no table holds.
        claim: the claim that the record supports, in the reading nearest to the proposal.
    """

    passes: bool
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    claim: Claim

    @property
    def disputed(self) -> tuple[Finding, ...]:
        """Give what of the unknown is a proposed mark that sources dispute: the record asks for none."""
        return tuple(one for one in self.unknown if one.rule == "modifiers" and one.readings)


def review_claim(visit: Visit, proposed: Iterable[ProposedLine]) -> Review:
    """Compare a proposed claim with what the record supports, and name each difference.

    Every line is judged by itself. A code or modifier that no table holds is said to be so on its line, and the rest is
    judged. What the form of a claim does not hold, such as a diagnosis that is not complete, is wrong with it whatever its
    lines are. A line that is the wrong choice for a service is told together with the right one, as one step. Where the record
    leaves a choice (a tied unit, minutes shared by the clock, 59 or the X modifier that says why), either passes. A line that
    is disputed or not covered may be left off. Nothing here ever advises changing a record to fit a code, or to bill more
    than the record supports.

    Args:
        visit: the visit.
        proposed: lines of code, units and modifiers, such as ``("97112", 1, ("59",))``.

    Returns:
        What is right, wrong, missing and unknown; each with the smallest step that would settle it.

    Raises:
        CpteduError: for a visit that cannot be right, or for what is no claim line at all.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> review_claim(visit, [("98940", 1, ())]).passes
    True
    >>> [finding.fix for finding in review_claim(visit, [("98941", 1, ())]).wrong]
    ['Bill 98940 in place of 98941.']
    """
    given = read_lines(proposed)
    lines = read_proposal(given)
    empty = tuple(dict.fromkeys(number for number, units, _ in given if not units))
    judged = [_against(reading, reading.claim(), lines, empty) for reading in worksheet(visit).readings()]
    # Of several allowed readings the one nearest to the proposal is answered; the first of them on a tie.
    return min(judged, key=lambda one: (not one.passes, len(one.wrong) + len(one.missing)))


def _against(
    sheet: Worksheet, claim: Claim, proposed: tuple[Proposed, ...], of_no_units: tuple[str, ...] = ()
) -> Review:
    told = Told(sheet.record, {one.number: sum(one.units) for one in proposed})
    told.session = longer_than_the_session(claim.notes)
    for number in of_no_units:
        says = f"{number} stands on a line of 0 units, which bills nothing; the claim is judged without that line."
        told.unknown.append(
            told.say("units", Verdict.ASK, says, number, "Ask what the line is for, and take it off.")
        )
    given = {one.number for one in proposed}
    present = {one.number for one in proposed if one.is_held}
    if present & set(spinal_cmt()):
        # A wrong level is one fault; it does not make the other lines' modifiers wrong as well.
        present |= {line.code for line in claim.lines if line.code in spinal_cmt()}
    # Nor does a supported line that was left off: what is right beside it passes, and so does what is right without.
    whole = present | {line.code for line in claim.lines if line.verdict not in OPTIONAL_VERDICTS}
    replaced: set[str] = set()
    for one in proposed:
        line = claim.line(one.number)
        if line is not None:
            beside = nearest(sheet, one.number, one.known_modifiers, present, whole)
            _judge_line(told, sheet, line, one, beside, proposed)
        else:
            replaced |= wrong_code(told, sheet, claim, one, given | replaced)
        for modifier in one.unknown_modifiers:
            _unknown_modifier(told, one.number, modifier)
    # Of two of which nobody can say whether both may be billed one is missing where neither stands: what would not give way.
    billed, codes_held = given | replaced, {line.code for line in claim.lines}
    for line in sorted(
        claim.lines, key=lambda one: bool(unanswered_beside(sheet, one.code, codes_held - {one.code}))
    ):
        if line.code not in billed and _left_off(told, sheet, line, billed | present):
            billed.add(line.code)
    told.unknown.append(
        lambda: [
            finding
            for item in claim.unbilled
            if item.verdict in {Verdict.ASK, Verdict.NO_DATA}
            for finding in item.findings
            if finding.verdict is item.verdict and finding not in told.asked_of_a_line
        ]
    )
    # What is said of the claim as a whole stands against no line, and must not be passed over: what its form does not hold is
    # wrong with it, whatever its lines are.
    told.wrong += [note for note in claim.notes if note.verdict is Verdict.NOT_SUPPORTED]
    told.unknown += [
        note for note in claim.notes if note.verdict not in {Verdict.SUPPORTED, Verdict.NOT_SUPPORTED}
    ]
    review = Review(
        passes=not told.wrong and not told.missing and not told.is_left_open,
        right=(),
        wrong=each_once(told.wrong),
        missing=each_once(told.missing),
        unknown=(),
        claim=claim,
    )
    said_when_read(review, "right", partial(in_words, told.right))
    return said_when_read(review, "unknown", partial(in_words, told.unknown))


def _judge_line(
    told: Told,
    sheet: Worksheet,
    line: ClaimLine,
    one: Proposed,
    beside: set[str],
    proposed: tuple[Proposed, ...],
) -> None:
    faults, others_are_open, told.is_left_open = len(told.wrong), told.is_left_open, False
    stays = nearest_of_its_lines(told, sheet, line, one, beside, proposed)
    if judge_units(told, sheet, line, one, stays):
        # What is to be removed is told no mark as well.
        judge_modifiers(told, sheet, line, one.known_marks_of(stays), beside, proposed)
    else:
        judge_modifiers(told, sheet, line, one.known_modifiers, beside, proposed)
        judge_other_marks(told, sheet, line, one, beside, proposed)
    # Units other than the line's that are not wrong are not known to be right either.
    copied = len(one.units) > 1 and one.units[stays] == line.units and len(told.wrong) == faults + 1
    as_recorded = len(told.wrong) == faults and one.units == (line.units,) and not told.is_left_open
    told.is_left_open |= others_are_open
    if (copied or as_recorded) and not one.unknown_modifiers:
        says = f"{line.code} is as the record supports it."
        told.right.append(
            lambda: (told.say("as_recorded", Verdict.SUPPORTED, says, line.code, because=line.findings[:1]),)
        )
    # What was told of the proposal as disputed is not told again of the line.
    disputed = {
        one.rule
        for one in told.unknown
        if isinstance(one, Finding) and one.code == line.code and one.verdict is Verdict.CONTESTED
    }
    told.unknown.append(
        lambda: [
            one
            for one in line.findings
            if one.verdict in UNSETTLED and not (one.verdict is Verdict.CONTESTED and one.rule in disputed)
        ]
    )


def _unknown_modifier(told: Told, number: str, modifier: str) -> None:
    told.unknown.append(
        told.say(
            "modifiers",
            Verdict.NO_DATA,
            f"{number} has {modifier!r}, a modifier that no table here holds; whether it belongs there is not known. The rest"
            " of the line is judged without it.",
            number,
            "Look it up in your own licensed CPT or HCPCS, or ask the payer what it wants there.",
        )
    )


def _left_off(told: Told, sheet: Worksheet, line: ClaimLine, billed: Collection[str]) -> bool:
    """Tell of a line that was left off, and say whether it is missing beside what is billed."""
    if line.verdict in OPTIONAL_VERDICTS:
        kind = line.verdict.value.replace("_", " ")
        says = f"{line.code} was left off; that is open, since the line is {kind}."
        told.unknown.append(
            lambda: (told.say("left_off", line.verdict, says, line.code, because=line.findings[:1]),)
        )
        return False
    unanswered = unanswered_beside(sheet, line.code, billed)
    if unanswered:
        others = " and ".join(unanswered)
        says = f"{line.code} was left off. Whether an edit joins it to {others} on that day is not held, nor whether both stand."
        fix = "Look the pair up in CMS's file of that quarter."
        cited = tuple(one.id for edit in unanswered.values() for one in edit.citations)
        told.unknown.append(told.say("left_off", Verdict.NO_DATA, says, line.code, fix, sources=cited))
        return False
    asked = sheet.what_may_make_it(line.code, 0, told.units)
    if asked is not None:
        says = f"{line.code} was left off; the record as it is supports it. {what_is_open(asked)}"
        because = [stamped(told.record, asked)]
        told.leave_open(told.say("left_off", Verdict.ASK, says, line.code, asked.fix, because))
        return False
    if told.session is not None and is_timed(line.code):
        says = f"{line.code} was left off. Its minutes make {in_units(line.units)}; the session is too short for all of them."
        told.leave_open(
            told.say("left_off", Verdict.ASK, says, line.code, ASK_OF_THE_MINUTES, [told.session])
        )
        return False
    says = f"{line.code} ×{line.units} is supported by the record and was left off."
    fix = f"Add {line.code}, {in_units(line.units)}."
    told.missing.append(told.say("left_off", Verdict.SUPPORTED, says, line.code, fix, line.findings[:1]))
    return True
