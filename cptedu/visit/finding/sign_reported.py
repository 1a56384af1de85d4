"""Whether a sign is only what the patient reports: a complaint, where no one pressed, moved or tested."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cptedu.visit.said_words import Clause, Word

__all__ = ["is_confirmed_next", "is_examined", "is_felt_only", "is_only_reported"]

_EXAMINED = frozenset({"examined_by", "provocation", "movement"})
_PRESSED = frozenset({"examined_by", "provocation"})
_BESIDE = frozenset({"with", "w/"})
_LETTERS_OF_LEVELS = frozenset("ctls")
_BESIDE_CONFIRMED = _EXAMINED | {"filler", "side", "confirmed"}
# The patient may call a spasm what wakes him at night; beside his complaint, "LBP with spasm", it is what was found.
_FELT = frozenset({"", "beside"})
# No patient tells of trigger points by a name of his own.
_FOUND_BY_HAND = "by_hand"
# "At night" is told by the patient of what he feels.
_A_TIME = "time"


def is_examined(clause: Clause) -> bool:
    """Say whether a complaint came up in the examination: pain on palpation, or with extension, not at rest.

    Args:
        clause: what stands between two commas.

    Returns:
        True where a word of the clause tells how it was found.
    """
    return not clause.kinds.isdisjoint(_EXAMINED)


def is_only_reported(clause: Clause) -> bool:
    """Say whether a clause tells what the patient says, and not what was found: ``"stiff neck per patient"``.

    Args:
        clause: what stands between two commas.

    Returns:
        False where it was found by pressing, whoever tells it: "reports pain on palpation"; and where a sign that no one feels by
        himself is told beside a complaint: "c/o neck pain with fixation".

    >>> from cptedu.visit.said_words import said_in
    >>> [is_only_reported(*said_in(text).clauses) for text in ("c/o stiffness", "stiff", "reports pain on palpation")]
    [True, False, False]
    >>> [is_only_reported(*said_in(text).clauses) for text in ("stiff at night", "trigger points at night")]
    [True, False]
    """
    told = [at for at, word in enumerate(clause.words) if "told_by_patient" in word.kinds]
    if not told or not clause.kinds.isdisjoint(_PRESSED):
        return False
    felt_only = all(_can_be_felt(word) for word in clause.words)
    if all(clause.words[at].kinds["told_by_patient"] == _A_TIME for at in told):
        return felt_only
    if any(word.kinds.get("complaint") == _FOUND_BY_HAND for word in clause.words[: told[0]]):
        return False
    return not _finds_beside(clause.words[told[-1] + 1 :])


def is_confirmed_next(after: Clause) -> bool:
    """Say whether a clause only confirms what the patient reports: ``"reports tenderness; confirmed on palpation"``.

    Args:
        after: the next clause.

    Returns:
        False where it is not confirmed, or yet to be.
    """
    return (
        "confirmed" in after.kinds
        and not after.denied
        and all(
            not word.text[0].isalpha() or not _BESIDE_CONFIRMED.isdisjoint(word.kinds) for word in after.words
        )
        and not any(word.text == "to" for word in after.words[:1])
    )


def is_felt_only(clause: Clause) -> bool:
    """Say whether a clause of a list tells what the patient may go on to report: stiffness, and not a spasm.

    Args:
        clause: what stands behind what the patient reports, and only names signs.

    Returns:
        True where he can feel it without being examined.
    """
    return all("sign" not in word.kinds or word.kinds.get("complaint") == "" for word in clause.words)


def _can_be_felt(word: Word) -> bool:
    """Say whether a patient can feel it without being examined: stiffness and soreness, not a fixation or a trigger point."""
    return "sign" not in word.kinds or word.kinds.get("complaint") in _FELT


def _finds_beside(words: Sequence[Word]) -> bool:
    """Say whether a "with" joins what the patient reports to what was found: ``"neck pain with restricted C5"``."""
    beside = [at for at, word in enumerate(words) if word.text in _BESIDE]
    behind = words[beside[0] + 1 :] if beside else ()
    at_a_level = any(
        one.text in _LETTERS_OF_LEVELS and other.text[0].isdigit() for one, other in pairwise(behind)
    )
    return any("sign" in word.kinds and (at_a_level or word.kinds.get("complaint") != "") for word in behind)
