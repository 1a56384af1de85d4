"""Whether the words of an activity say that it was not given at this visit: declined, only planned, done on another day."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.visit.activity_phrases import Phrase, in_clauses, is_denied_by

__all__ = ["told_undone"]

_AROUND = frozenset({"passed_over", "reason", "later_day", "planned", "no_service"})
_NO_OBJECT = frozenset({"passed_over", "reason", "later_day"})


def told_undone(text: str) -> str:
    """Find the words by which an activity was not given at this visit.

    What was left off of it ("last set skipped"), or declined beside it ("gait training, declined a walker"), does not undo it.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The words, or an empty text.

    >>> [told_undone(text) for text in ("not done today", "to do: BAPS board", "squats, last set skipped")]
    ['not done', 'to do', '']
    """
    clauses = in_clauses(text)
    if any("instead" in one.kinds for clause in clauses for one in clause):
        return ""
    nothing = _nothing_but_around_it(clauses)
    if nothing:
        return nothing
    affirmed = any("of_today" in one.kinds for clause in clauses for one in clause)
    for number, clause in enumerate(clauses):
        if any("part_of_it" in one.kinds for one in clause):
            continue
        found = _declined(clause, first=not number)
        if not found and not affirmed:
            found = _planned(clause, first=not number) or _of_another_day(clause, first=not number)
        if found:
            return found
    return ""


def _nothing_but_around_it(clauses: list[list[Phrase]]) -> str:
    """Find what no service is, where nothing else is told: ``"charting and set-up"``, ``"rest on the table"``."""
    said = [one for clause in clauses for one in clause]
    if not all(_is_one_of(_AROUND, one) for one in said):
        return ""
    return next((one.text for one in said if "no_service" in one.kinds), "")


def _declined(clause: list[Phrase], *, first: bool) -> str:
    for at, one in enumerate(clause):
        behind = clause[at + 1 :]
        if "undone" not in one.kinds or is_denied_by(clause[:at]):
            continue
        # "Not done last visit" leaves open today.
        if behind and "earlier_day" in behind[0].kinds:
            continue
        if first or (_are_all(_NO_OBJECT, clause[:at]) and _has_no_object(behind)):
            return one.text
    return ""


def _has_no_object(behind: list[Phrase]) -> bool:
    """Say whether nothing else is what was declined: ``"declined today"``, ``"declined because of pain"``."""
    for one in behind:
        if "reason" in one.kinds:
            return True
        if not _is_one_of(_NO_OBJECT, one):
            return False
    return True


def _planned(clause: list[Phrase], *, first: bool) -> str:
    for at, one in enumerate(clause):
        around = [*clause[:at], *clause[at + 1 :]]
        alone = _are_all(_NO_OBJECT, around)
        begins = first and _are_all(_NO_OBJECT, clause[:at])
        ends = first and _are_all(_NO_OBJECT, clause[at + 1 :])
        if (
            ("planned" in one.kinds and begins)
            or ("planned_behind" in one.kinds and (alone or ends))
            or ("planned_alone" in one.kinds and alone)
        ):
            return one.text
    return ""


def _of_another_day(clause: list[Phrase], *, first: bool) -> str:
    for at, one in enumerate(clause):
        if one.kinds.isdisjoint({"later_day", "earlier_day"}):
            continue
        # "As yesterday" and "progress next visit" tell of today, too.
        if any("compared" in other.kinds for other in clause[:at]):
            continue
        if first or _are_all(_NO_OBJECT, [*clause[:at], *clause[at + 1 :]]):
            return one.text
    return ""


def _are_all(kinds: frozenset[str], phrases: Sequence[Phrase]) -> bool:
    return all(_is_one_of(kinds, one) for one in phrases)


def _is_one_of(kinds: frozenset[str], one: Phrase) -> bool:
    return not kinds.isdisjoint(one.kinds)
