"""Who gave a service, by the words of its activity: ``"taught by student intern"``, ``"PTA led the balance board"``."""

from __future__ import annotations

from typing import NamedTuple

from cptedu.visit.activity_phrases import Phrase, in_clauses, is_denied_by

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


class ToldGiver(NamedTuple):
    """Who gave it.

    ``quoted`` has the words; ``fits`` each ``performed_by`` of a record that they agree with.
    """

    quoted: str
    fits: frozenset[str]


def told_giver(text: str) -> ToldGiver | None:
    """Find another than the chiropractor who gave the service, by the words of the activity.

    Who prescribed it, who is lifted and who works as what gave nothing; nor is anyone found where the chiropractor gave it, too.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The words and what they agree with, or None.

    >>> told_giver("taught by a student intern").quoted, told_giver("lifting, as prescribed by the physical therapist")
    ('student intern', None)
    """
    clauses = in_clauses(text)
    found = [one for clause in clauses for one in _givers(clause.phrases)]
    if not found or any(_CLINICIAN in one.kinds for one in found):
        return None
    kinds = next(one.kinds for one in found)
    fits = next((fits for kind, fits in _MAY_BE.items() if kind in kinds), _ANY_OTHER)
    return ToldGiver(found[0].text, fits)


def _givers(clause: list[Phrase]) -> list[Phrase]:
    found = []
    for at, one in enumerate(clause):
        if one.kinds.isdisjoint(_PERSONS | {_CLINICIAN}):
            continue
        behind = clause[at + 1 :][:1]
        before = clause[:at]
        while before and not _OWN.isdisjoint(before[-1].kinds) and before[-1].text not in {"by", "with"}:
            before.pop()
        word = before[-1].text if before else ""
        gives = bool(behind) and "gives" in behind[0].kinds
        by = word == "by" and not any("orders" in other.kinds for other in before)
        # "With tech walker" names a thing; "walking with his wife" is how he walks.
        beside = (
            word == "with"
            and not _STAFF.isdisjoint(one.kinds)
            and all(not {"passed_over", "gives"}.isdisjoint(other.kinds) for other in behind)
        )
        if (gives or by or beside) and not is_denied_by(before[:-1] if word else []):
            found.append(one)
    return found
