"""Whether a sign is only what the patient reports: a complaint, where no one pressed, moved or tested."""

from __future__ import annotations

from cptedu.visit.said_words import Clause

__all__ = ["is_examined", "is_only_reported"]

_EXAMINED = frozenset({"examined_by", "provocation", "movement"})
_PRESSED = frozenset({"examined_by", "provocation"})


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
        False where it was found by pressing, whoever tells it: "reports pain on palpation".

    >>> from cptedu.visit.said_words import said_in
    >>> [is_only_reported(*said_in(text).clauses) for text in ("c/o stiffness", "stiff", "reports pain on palpation")]
    [True, False, False]
    """
    return "told_by_patient" in clause.kinds and clause.kinds.isdisjoint(_PRESSED)
