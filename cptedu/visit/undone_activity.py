"""Whether the words of an activity say that it was not given at this visit: declined, only planned, done on another day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cptedu.visit.activity_phrases import ActivityClause, Phrase, in_clauses, is_denied_by

__all__ = ["told_undone"]

_AROUND = frozenset({"passed_over", "reason", "later_day", "planned", "no_service"})
_NO_OBJECT = frozenset({"passed_over", "reason", "later_day"})
_UNDONE = frozenset({"undone", "undone_behind", "cut_short"})
_PLANNED = frozenset({"planned", "planned_behind", "planned_alone", "planned_heading"})
_OF_A_HEADING = _NO_OBJECT | _UNDONE | _PLANNED | {"earlier_day"}
_HEADS = frozenset({":", "-"})
_ENDS_A_SENTENCE = frozenset({".", "\n", "!", "?"})
_PARTS = _ENDS_A_SENTENCE | {";"}
_DOSE = re.compile(
    r"\b\d+ ?x ?\d+|\bx ?\d+\b"
    r"|\b\d+ ?(?:sets?|reps?|rounds?|laps?|m|met(?:er|re)s?|ft|feet|lbs?|kg|s|secs?|seconds?|mins?|minutes?)\b"
)


def told_undone(text: str) -> str:
    """Find the words by which an activity was not given at this visit.

    What was left off of it ("last set skipped"), or declined beside it ("gait training, declined a walker"), does not undo it.
    Nor does what was left out where something else was done ("planks not done, bird dogs 3x10").

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
    affirmed = any("of_today" in one.kinds for clause in clauses for one in clause.phrases)
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
    covered = _headed(clauses, number)
    # "Squats 3x10. Next visit: planks" has squats, and so has "squats - next visit: progress".
    of_another_day = not clause.phrases[at].kinds.isdisjoint(_PLANNED | {"later_day", "earlier_day"})
    if number and (
        (covered and of_another_day and clause.ends == ":")
        or (clause.opens not in _HEADS and any(_is_given(one) for one in covered))
    ):
        return True
    # "Refused planks, lunges" lists on; "refused planks, lunges 3x10" does not, nor "refused ice, lunges" or another sentence.
    lists_on = any("exercise" in one.kinds for one in clause.phrases[at + 1 :])
    for one in clauses[number + 1 + len(covered) :]:
        lists_on = lists_on and one.opens not in _PARTS
        if _is_given(one, by_name=not lists_on):
            return True
    return False


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


def _is_given(clause: ActivityClause, *, by_name: bool = True) -> bool:
    """Say whether a part tells of something done: by a dose, by "done", or by the name of an exercise."""
    kinds = {kind for one in clause.phrases for kind in one.kinds}
    if "part_of_it" in kinds or kinds & _UNDONE or _not_of_today(clause, first=True) is not None:
        return False
    return "completed" in kinds or _has_a_dose(clause) or (by_name and "exercise" in kinds)


def _has_a_dose(clause: ActivityClause) -> bool:
    return bool(_DOSE.search(" ".join(one.text for one in clause.phrases)))


def _declined(clauses: list[ActivityClause], number: int) -> int | None:
    phrases = clauses[number].phrases
    for at, one in enumerate(phrases):
        behind = phrases[at + 1 :]
        if one.kinds.isdisjoint(_UNDONE) or is_denied_by(phrases[:at]):
            continue
        # "Not done last visit" leaves open today.
        if behind and "earlier_day" in behind[0].kinds:
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
    for at, one in enumerate(phrases):
        before, behind = phrases[:at], phrases[at + 1 :]
        alone = _are_all(_NO_OBJECT, [*before, *behind])
        begins = first and _are_all(_NO_OBJECT, before)
        # "Squats as planned" were done.
        ends = first and _are_all(_NO_OBJECT, behind) and not (before and "compared" in before[-1].kinds)
        if (
            ("planned" in one.kinds and begins)
            or ("planned_behind" in one.kinds and (alone or ends))
            or ("planned_alone" in one.kinds and alone)
            or ("planned_heading" in one.kinds and alone and clause.ends in _HEADS)
        ):
            return at
    return None


def _of_another_day(phrases: list[Phrase], *, first: bool) -> int | None:
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
