"""Who gave a service, by the words of its activity: ``"taught by student intern"``, ``"PTA led the balance board"``."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from cptedu.visit.activity.activity_phrases import ActivityClause, Phrase, in_clauses, is_denied_by

__all__ = ["ToldGiver", "told_giver"]

_STAFF = frozenset({"by_therapist", "by_unlicensed", "by_another"})
_PERSONS = _STAFF | {"by_family"}
_CLINICIAN = "by_clinician"
# Whom each word may be by the record's own "performed_by"; the rest may be any but the chiropractor.
_MAY_BE = {
    "by_therapist": frozenset({"therapist"}),
    "by_unlicensed": frozenset({"unlicensed_assistant"}),
}
_ANY_OTHER = frozenset({"therapist", "unlicensed_assistant"})
_OWN = frozenset({"passed_over"})
_BESIDE = frozenset({"with", "w"})
# Whose words these may be as well: what a nurse or a mother does is the task that is trained.
_OFTEN_THE_PATIENT = frozenset({"by_family", "trade"})
# "Led by PT"; a patient, who is "pt" as well, leads nothing.
_ONLY_A_GIVER = frozenset({"led", "taught", "supervised"})


class ToldGiver(NamedTuple):
    """Who gave it.

    ``quoted`` has the words; ``fits`` each ``performed_by`` of a record that they agree with.
    """

    quoted: str
    fits: frozenset[str]


def told_giver(text: str) -> ToldGiver | None:
    """Find another than the chiropractor who gave the service, by the words of the activity.

    Who prescribed it, who is lifted, who only guarded and who works as what gave nothing; nor is anyone found where the
    chiropractor gave it, too.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The words and what they agree with, or None.

    >>> told_giver("taught by a student intern").quoted, told_giver("lifting, as prescribed by the physical therapist")
    ('student intern', None)
    """
    clauses = in_clauses(text)
    found = [one for clause in clauses for one in _givers(clause.phrases)]
    found = found or _named_by_trade(clauses)
    if not found and clauses:
        found = _heading(clauses)
    if not found or any(_is_with_it(clause.phrases) for clause in clauses):
        return None
    kinds = next(one.kinds for one in found)
    fits = next((fits for kind, fits in _MAY_BE.items() if kind in kinds), _ANY_OTHER)
    return ToldGiver(found[0].text, fits)


def _heading(clauses: list[ActivityClause]) -> list[Phrase]:
    """Find a person whom a text begins with, or who is all of it: ``"PTA: balance board"``, ``"rehab staff"``, ``"by wife"``."""
    said, whole = clauses[0].phrases, len(clauses) == 1
    if len(said) == 1 and (whole or clauses[0].ends == ":"):
        return [one for one in said if _is_staff(one) and "trade" not in one.kinds]
    by_kin = whole and said[0].text == "by" and all(not _OWN.isdisjoint(one.kinds) for one in said[1:-1])
    return [one for one in said[-1:] if by_kin and "by_family" in one.kinds]


def _named_by_trade(clauses: list[ActivityClause]) -> list[Phrase]:
    """Find what somebody is who is named first: ``"done by Kim (CA)"``, ``"clams per JS, CA"``."""
    return [
        one
        for before, clause in pairwise(clauses)
        for one in clause.phrases
        if len(clause.phrases) == 1 and clause.opens in {"(", ","}
        if _is_staff(one) and "trade" not in one.kinds
        if any(word.text in {"by", "per"} for word in before.phrases[-3:-1])
    ]


def _is_with_it(clause: list[Phrase]) -> bool:
    """Say whether the chiropractor gave it or was beside: ``"led by DC"``, ``"DC cueing"``, ``"squats with DC"``."""
    for at, one in enumerate(clause):
        if _CLINICIAN not in one.kinds:
            continue
        before, word = _before(clause, at)
        behind = clause[at + 1 :]
        # "DC and PTA led."
        if len(behind) > 1 and behind[0].text == "and" and _is_staff(behind[1]):
            behind = behind[2:]
        acts = bool(behind) and not behind[0].kinds.isdisjoint({"gives", "helps", "attends"})
        acts = acts or _is_by(before, word) or _is_beside(word, clause[at + 1 :])
        if acts and not _is_denied(before, word):
            return True
    return False


def _givers(clause: list[Phrase]) -> list[Phrase]:
    found = []
    for at, one in enumerate(clause):
        before, word = _before(clause, at)
        behind = clause[at + 1 :]
        if one.text == "pt" and word == "by" and before[-2:-1] and before[-2].text in _ONLY_A_GIVER:
            found.append(Phrase("by pt", frozenset({"by_therapist"})))
        # "As taught by the therapist last month" tells of another day.
        if one.kinds.isdisjoint(_PERSONS) or (behind and "earlier_day" in behind[0].kinds):
            continue
        by = _is_by(before, word) and _was_given(before[:-1], one)
        # Whoever of the "staff" a ball is tossed with may be the chiropractor.
        beside = _is_staff(one) and one.text != "staff" and _is_beside(word, _without_a_name(one, behind))
        if (_gives(one, behind) or by or beside) and not _is_denied(before, word):
            found.append(one)
    return found


def _gives(one: Phrase, behind: list[Phrase]) -> bool:
    """Say whether a person is told to have given it, not ``"mother performed lifts"``, ``"tech taught to lift"``."""
    if not behind or "gives" not in behind[0].kinds:
        return False
    # A mother who performs is the patient; one who massages is not.
    if "by_family" in one.kinds and "treats" not in behind[0].kinds:
        return False
    if "does" in behind[0].kinds and not _OFTEN_THE_PATIENT.isdisjoint(one.kinds):
        return False
    return len(behind) == 1 or behind[1].text not in {"to", "in", "how"}


def _was_given(before: list[Phrase], one: Phrase) -> bool:
    """Say whether what stands before "by" is a giving: of kin ``"stretched by"``, not ``"throws by"``; never ``"guarded by"``."""
    last = before[-1:]
    if last and "helps" in last[0].kinds:
        return False
    if "by_family" not in one.kinds:
        return True
    return bool(last) and (
        last[0].text.endswith("ed") or not last[0].kinds.isdisjoint({"gives", "completed"})
    )


def _before(clause: list[Phrase], at: int) -> tuple[list[Phrase], str]:
    """Give what stands before a person, without "the" and the like, and its last word."""
    before = clause[:at]
    while before and not _OWN.isdisjoint(before[-1].kinds) and before[-1].text not in {"by", "with"}:
        before.pop()
    return before, before[-1].text if before else ""


def _is_by(before: list[Phrase], word: str) -> bool:
    return word == "by" and not any("orders" in other.kinds for other in before)


def _is_beside(word: str, behind: list[Phrase]) -> bool:
    # "With tech walker" names a thing; "walking with his wife" is how he walks.
    return word in _BESIDE and all(not {"passed_over", "gives"}.isdisjoint(other.kinds) for other in behind)


def _without_a_name(one: Phrase, behind: list[Phrase]) -> list[Phrase]:
    """Leave out a name: ``"w/ rehab aide Jen"``. "With tech walker" names a thing."""
    return behind[1:] if " " in one.text and behind and not behind[0].kinds else behind


def _is_staff(one: Phrase) -> bool:
    return not _STAFF.isdisjoint(one.kinds)


def _is_denied(before: list[Phrase], word: str) -> bool:
    return is_denied_by(before[:-1] if word else [])
