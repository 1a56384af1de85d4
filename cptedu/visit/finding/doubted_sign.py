"""Whether a sign is only suspected, looked for, planned, or has a minus before it: no one has surely found it."""

from __future__ import annotations

from cptedu.visit.said_words import Clause, Word

__all__ = ["is_doubted"]

_SIGNS = frozenset({"sign", "complaint"})
_BEFORE = frozenset({"suspected", "planned", "wished"})
_ANSWERS = frozenset({"positive", "negation", "normal"})
# "Possible sprain with tenderness" doubts the sprain.
_BESIDE_IT = frozenset({"with", "w/"})


def is_doubted(clause: Clause, after: Clause | None) -> bool:
    """Say whether a clause doubts the sign that it names, or only looks for it.

    A doubt stands before the sign ("possible spasm"), ends what is said of it ("spasm probable"), or is all that the next clause
    says ("spasm (possible)"). "Restricted, likely from guarding" doubts the cause, not the restriction. A dash right before the
    sign ("-tender") may deny it, or only begin a line.

    Args:
        clause: what stands between two commas.
        after: the next clause, if there is one.

    Returns:
        True where a sign is named and not found.

    >>> from cptedu.visit.said_words import said_in
    >>> [is_doubted(*said_in(text).clauses, None) for text in ("check L4 for spasm", "spasm since May", "spasm likely")]
    [True, False, True]
    """
    at = [number for number, word in enumerate(clause.words) if not _SIGNS.isdisjoint(word.kinds)]
    if not at:
        return False
    before = clause.words[: at[0]]
    # From the last "with" on: what stands before it speaks of something else.
    for number, word in enumerate(before):
        if word.text in _BESIDE_IT:
            before = clause.words[number + 1 : at[0]]
    behind = clause.words[at[-1] + 1 :]
    return (
        any(not _BEFORE.isdisjoint(word.kinds) for word in before)
        or _has_a_minus(before)
        or _only_looks(before, behind)
        or _is_a_task(before, clause)
        or _only_doubts(behind)
        or (after is not None and _only_doubts(after.words))
    )


def _has_a_minus(before: tuple[Word, ...]) -> bool:
    near = [
        word
        for word in before
        if "side" not in word.kinds and ("filler" not in word.kinds or word.text == "-")
    ]
    return bool(near) and near[-1].text == "-"


def _only_looks(before: tuple[Word, ...], behind: tuple[Word, ...]) -> bool:
    # "Checked for spasm: none" tells what came of it.
    if any(not _ANSWERS.isdisjoint(word.kinds) for word in behind):
        return False
    looks = [number for number, word in enumerate(before) if "looked_for" in word.kinds]
    return bool(looks) and any(word.text == "for" for word in before[looks[0] + 1 :])


def _is_a_task(before: tuple[Word, ...], clause: Clause) -> bool:
    """Say whether a clause bids to look, and tells no finding: ``"assess tenderness next visit"``, not ``"check: tender"``."""
    meant = [word for word in before if "filler" not in word.kinds or not word.text[0].isalpha()]
    value = meant[0].kinds.get("look_now") if meant else None
    if value is None or any(word.text == ":" for word in meant):
        return False
    # "Test painful" names a test that hurt.
    bids = value != "planned" or "planned" in clause.kinds
    return bids and all("side" in word.kinds or not word.text[0].isalpha() for word in meant[1:])


def _only_doubts(words: tuple[Word, ...]) -> bool:
    """Say whether words doubt and say nothing else: ``"is probable"``, ``"suspected left"``."""
    doubts = [word for word in words if word.kinds.get("suspected") == ""]
    return bool(doubts) and all(
        word in doubts or not {"filler", "side"}.isdisjoint(word.kinds) or not word.text[0].isalpha()
        for word in words
    )
