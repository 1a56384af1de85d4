"""Whether the words of an activity say that it was not given at this visit: declined, only planned, done on another day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cptedu.visit.activity.activity_phrases import ActivityClause, Phrase, in_clauses, is_denied_by

__all__ = ["is_given", "told_undone"]

_AROUND = frozenset({"passed_over", "reason", "later_day", "planned", "no_service"})
_NO_OBJECT = frozenset({"passed_over", "reason", "later_day"})
_UNDONE = frozenset({"undone", "undone_behind", "cut_short"})
_PLANNED = frozenset({"planned", "planned_behind", "planned_alone", "planned_heading"})
_OF_A_HEADING = _NO_OBJECT | _UNDONE | _PLANNED | {"earlier_day"}
_HEADS = frozenset({":", "-"})
_ENDS_A_SENTENCE = frozenset({".", "\n", "!", "?"})
_PARTS = _ENDS_A_SENTENCE | {";"}
# Who, when and why: beside what was declined they name nothing that was given.
_NAMES_NOTHING = (
    _AROUND | {"earlier_day", "of_today", "by_therapist", "by_unlicensed", "by_another"} | {"by_family"}
)
_GOES_ON = frozenset({"so", "with", "w"})
# "Wall sits with less pain" and "clams to fatigue" were done; "knee pain" is why something was not.
_BEFORE_A_MANNER = frozenset({"with", "w", "without", "to", "despite", "no"})
_DOSE = re.compile(
    r"\b\d+ ?x ?\d+|\bx ?\d+\b"
    r"|\b\d+ ?(?:sets?|reps?|rounds?|laps?|m|met(?:er|re)s?|ft|feet|lbs?|kg|s|secs?|seconds?|mins?|minutes?)\b"
)


def told_undone(text: str) -> str:
    """Find the words by which an activity was not given at this visit.

    What was left off of it ("last set skipped"), or declined beside it ("gait training, declined a walker"), does not undo it.
    Nor does what was left out where anything else is told of ("planks not done, clams with a band").

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The words, or an empty text.

    >>> [told_undone(text) for text in ("not done today", "to do: BAPS board", "planks skipped, squats 3x10")]
    ['not done', 'to do', '']
    """
    clauses = in_clauses(text)
    if any("instead" in one.kinds for clause in clauses for one in clause.phrases):
        return ""
    nothing = _nothing_but_around_it(clauses)
    if nothing:
        return nothing
    # "Sore today" affirms nothing.
    affirmed = any(
        "of_today" in one.kinds
        for clause in clauses
        if not _hinders(clause.phrases)
        for one in clause.phrases
    )
    for number, clause in enumerate(clauses):
        if any("part_of_it" in one.kinds for one in clause.phrases):
            continue
        at = _declined(clauses, number)
        if at is None and not affirmed:
            at = _not_of_today(clause, first=not number)
        if at is not None and not _leaves_something(clauses, number, at):
            return clause.phrases[at].text
    return ""


def _nothing_but_around_it(clauses: list[ActivityClause]) -> str:
    """Find what no service is, where nothing else is told: ``"charting and set-up"``, ``"rest on the table"``."""
    said = [one for clause in clauses for one in clause.phrases]
    if not _are_all(_AROUND, said):
        return ""
    return next((one.text for one in said if "no_service" in one.kinds), "")


def _leaves_something(clauses: list[ActivityClause], number: int, at: int) -> bool:
    """Say whether something else of the activity was given, whatever the phrase there takes back."""
    clause = clauses[number]
    # "Squats, lunges (skipped)" leaves out the lunges.
    if clause.opens in {"(", "["} and number > 1 and clauses[number - 1].opens in _PARTS | {","}:
        return True
    undone = not clause.phrases[at].kinds.isdisjoint(_UNDONE)
    if undone and (_goes_on(clause.phrases, at) or _is_of_a_later_part(clauses, number)):
        return True
    covered = _headed(clauses, number)
    # "Squats 3x10. Next visit: planks" has squats, and so has "squats - next visit: progress".
    of_another_day = not clause.phrases[at].kinds.isdisjoint(_PLANNED | {"later_day", "earlier_day"})
    if number and (
        (covered and of_another_day and (clause.ends == ":" or clause.opens in _PARTS))
        or (clause.opens not in _HEADS and any(is_given(one) for one in covered))
    ):
        return True
    # "Plan: rows 3x10" heads what was done, unless it names a day.
    if not clause.phrases[at].kinds.isdisjoint(_PLANNED) and any(_is_dosed_today(one) for one in covered):
        return True
    # "Refused planks, lunges" lists on; "refused planks, lunges 3x10" does not, nor "refused ice, lunges" or another sentence.
    lists_on = any("exercise" in one.kinds for one in clause.phrases[at + 1 :])
    for one in clauses[number + 1 + len(covered) :]:
        lists_on = lists_on and one.opens not in _PARTS
        if is_given(one, by_name=not lists_on):
            return True
    return False


def _goes_on(phrases: list[Phrase], at: int) -> bool:
    """Say whether something else follows in the same part: ``"refused weights so wall sits"``."""
    goes_on = next((on for on, one in enumerate(phrases) if on > at and one.text in _GOES_ON), None)
    if goes_on is None:
        return False
    # "Declined lunges with a band" declines the lunges.
    belongs = phrases[goes_on].text != "so" and any("exercise" in one.kinds for one in phrases[:goes_on])
    return not belongs and _names_something(phrases[goes_on + 1 :])


def _is_of_a_later_part(clauses: list[ActivityClause], number: int) -> bool:
    """Say whether it ends a part that names what it takes back, behind another: ``"SLS; tried foam, not tolerated"``."""
    start = next((at for at in range(number, 0, -1) if clauses[at].opens in _PARTS), 0)
    return start < number and any(_names_something(one.phrases) for one in clauses[:start])


def _names_something(phrases: list[Phrase]) -> bool:
    """Say whether words name anything but when, why and by whom: ``"EC on floor"``, not ``"knee pain"``."""
    told = _before_a_reason(phrases)
    hindered = next((at for at, one in enumerate(told) if "hindrance" in one.kinds), None)
    if hindered is not None and not any(one.text in _BEFORE_A_MANNER for one in told[:hindered]):
        return False
    return not _are_all(_NAMES_NOTHING | {"hindrance"}, told)


def _before_a_reason(phrases: list[Phrase]) -> list[Phrase]:
    ends = next((at for at, one in enumerate(phrases) if "reason" in one.kinds), len(phrases))
    return phrases[:ends]


def _hinders(phrases: list[Phrase]) -> bool:
    """Say whether the words tell of what hindered, not of what it put off: ``"flare up yesterday"``."""
    return any("hindrance" in one.kinds for one in _before_a_reason(phrases))


def _headed(clauses: list[ActivityClause], number: int) -> list[ActivityClause]:
    """Find the parts that a heading takes in: ``"next visit: wobble board, lunges"``."""
    heading = clauses[number]
    if heading.ends not in _HEADS or not _are_all(_OF_A_HEADING, heading.phrases):
        return []
    found: list[ActivityClause] = []
    for one in clauses[number + 1 :]:
        if one.opens in _ENDS_A_SENTENCE or (found and one.ends == ":"):
            break
        found.append(one)
    return found


def is_given(clause: ActivityClause, *, by_name: bool = True) -> bool:
    """Say whether a part tells of something done: by a dose, by "done", or by naming anything.

    Args:
        clause: the part.
        by_name: False where only a dose or "done" counts, as in a list of what was left out.

    Returns:
        True for ``"clams"``; False for ``"next visit: planks"`` and ``"sore today"``.
    """
    kinds = {kind for one in clause.phrases for kind in one.kinds}
    if "part_of_it" in kinds or kinds & _UNDONE or _not_of_today(clause, first=True) is not None:
        return False
    return "completed" in kinds or _has_a_dose(clause) or (by_name and _names_something(clause.phrases))


def _has_a_dose(clause: ActivityClause) -> bool:
    return bool(_DOSE.search(" ".join(one.text for one in clause.phrases)))


def _is_dosed_today(clause: ActivityClause) -> bool:
    return _has_a_dose(clause) and not any("later_day" in one.kinds for one in clause.phrases)


def _declined(clauses: list[ActivityClause], number: int) -> int | None:
    phrases = clauses[number].phrases
    for at, one in enumerate(phrases):
        behind = phrases[at + 1 :]
        if one.kinds.isdisjoint(_UNDONE) or is_denied_by(phrases[:at]):
            continue
        # "Not done last visit" leaves open today.
        if behind and "earlier_day" in behind[0].kinds:
            continue
        # "Not completed without cues" was completed with them.
        if behind and behind[0].text == "without":
            continue
        if "undone" not in one.kinds and not _is_last(behind):
            continue
        # "Squats 3x10, ran out of time" was cut short, and given.
        if "cut_short" in one.kinds and any(_has_a_dose(other) for other in clauses[: number + 1]):
            continue
        if not number or (_are_all(_NO_OBJECT, phrases[:at]) and _has_no_object(behind)):
            return at
    return None


def _is_last(behind: list[Phrase]) -> bool:
    """Say whether nothing stands behind but when, why and by whom: ``"skipped today"``, not ``"skipped over hurdles"``."""
    if not behind or _is_one_of(frozenset({"reason", "later_day", "of_today"}), behind[0]):
        return True
    return behind[0].text in {"by", "at", "this"} and _are_all(_NO_OBJECT, behind)


def _has_no_object(behind: Sequence[Phrase]) -> bool:
    """Say whether nothing else is what was declined: ``"declined today"``, ``"declined because of pain"``."""
    for one in behind:
        if "reason" in one.kinds:
            return True
        if not _is_one_of(_NO_OBJECT, one):
            return False
    return True


def _not_of_today(clause: ActivityClause, *, first: bool) -> int | None:
    at = _planned(clause, first=first)
    return _of_another_day(clause.phrases, first=first) if at is None else at


def _planned(clause: ActivityClause, *, first: bool) -> int | None:
    phrases = clause.phrases
    # "Will perform 3x10 rows" is written before it is done; "to begin: pelvic tilts" says what came first.
    if _is_dosed_today(clause) or (len(phrases) == 1 and "opening" in phrases[0].kinds):
        return None
    hindered = _hinders(phrases)
    for at, one in enumerate(phrases):
        before, behind = phrases[:at], phrases[at + 1 :]
        compared = bool(before) and "compared" in before[-1].kinds
        alone = _are_all(_NO_OBJECT, [*before, *behind])
        begins = first and _are_all(_NO_OBJECT, before)
        # "Squats as planned" were done.
        ends = first and _are_all(_NO_OBJECT, behind) and not compared and not hindered
        if (
            ("planned" in one.kinds and begins)
            or ("planned_behind" in one.kinds and (alone or ends))
            or ("planned_alone" in one.kinds and alone)
            or ("planned_heading" in one.kinds and alone and not compared and clause.ends in _HEADS)
        ):
            return at
    return None


def _of_another_day(phrases: list[Phrase], *, first: bool) -> int | None:
    # "Sore yesterday" and "race next week" give the day of something else.
    if _hinders(phrases):
        return None
    for at, one in enumerate(phrases):
        if one.kinds.isdisjoint({"later_day", "earlier_day"}):
            continue
        # "As yesterday" and "progress next visit" tell of today, too.
        if any("compared" in other.kinds for other in phrases[:at]):
            continue
        if first or _are_all(_NO_OBJECT, [*phrases[:at], *phrases[at + 1 :]]):
            return at
    return None


def _are_all(kinds: frozenset[str], phrases: Sequence[Phrase]) -> bool:
    return all(_is_one_of(kinds, one) for one in phrases)


def _is_one_of(kinds: frozenset[str], one: Phrase) -> bool:
    return not kinds.isdisjoint(one.kinds)
