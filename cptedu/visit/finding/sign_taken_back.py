"""Whether a sign is over, lacks, was not looked for, or is told of another place: "has resolved", "could not be assessed"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cptedu.visit.said_words import Clause, Word

__all__ = ["is_taken_back_before", "is_taken_back_behind", "is_taken_back_next", "is_told_as_still_there"]

_SIGNS = frozenset({"sign", "complaint"})
_DENIES = frozenset({"negation", "normal"})
_PASSED_OVER = frozenset({"filler", "side", "beside_gone", "of_today"})
_ADDS_NOTHING = _PASSED_OVER | {"in_part", "planned"}
_STILL_THERE = frozenset({"gone", "normal", "denied_behind", "lessened", "improved"})
# "Cleared for exercise" and "released to work" are said of the patient.
_SAID_OF_THE_PATIENT = frozenset({"for", "to"})
_SAID_BY_ANOTHER = _SAID_OF_THE_PATIENT | {"by", "from"}
_BETWEEN = _PASSED_OVER | {"graded_part", "number"}
# What follows tells of something beside the sign, or how it was found: "with normal reflexes", "with palpation".
_BESIDE = frozenset({"with", "w/"})
_WAYS_OF_EXAMINING = frozenset({"movement", "examined_by", "provocation"})
_BESIDE_A_SIGN = _BETWEEN | {"past", "planned"}
_BEFORE_A_NOUN = frozenset({"at", "in", "of", "on", "over", "to", "from", "the", "a", "an", "this", "that"})
_BEFORE_A_CAUSE = frozenset(
    {"after", "by", "following", "post", "upon", "when", "until", "throughout", "due", "because"}
)
_LETTERS_OF_LEVELS = frozenset("ctls")
_HAS = frozenset({"has", "have"})
_WITH_THE_VISIT = frozenset({"with", "w/", "by", "post", "after", "following", "upon", "when", "during"})
_EARLIER = frozenset({"last", "previous"})
_TOO = frozenset({"well", "too", "also"})


def is_taken_back_before(clause: Clause) -> bool:
    """Say whether the words before a sign take it back, and with it the signs of a list that follows.

    Args:
        clause: what stands between two commas.

    Returns:
        True for "lack of tenderness", "resolved spasm" and "could not assess restriction".

    >>> from cptedu.visit.said_words import said_in
    >>> texts = ("lack of spasm", "unable to assess spasm", "resolved spasm", "unable to turn, spasm")
    >>> [is_taken_back_before(said_in(text).clauses[-1]) for text in texts]
    [True, True, True, False]
    """
    at = [number for number, word in enumerate(clause.words) if not _SIGNS.isdisjoint(word.kinds)]
    if not at:
        return False
    before = clause.words[: at[0]]
    return _is_gone_or_lacking_before(before) or _could_not_look(before)


def is_taken_back_behind(clause: Clause) -> bool:
    """Say whether the words behind a sign deny it, call it normal or over, or say that no one looked for it.

    Args:
        clause: what stands between two commas.

    Returns:
        True for "tenderness: none", "has resolved" and "could not be elicited"; False for "not resolved" and "partly resolved",
        which are still there.

    >>> from cptedu.visit.said_words import said_in
    >>> texts = ("spasm cleared", "spasm not cleared", "spasm not tested", "spasm elsewhere", "spasm, tender")
    >>> [is_taken_back_behind(said_in(text).clauses[-1]) for text in texts]
    [True, False, True, True, False]
    """
    at = [number for number, word in enumerate(clause.words) if not _SIGNS.isdisjoint(word.kinds)]
    return bool(at) and _only_told_behind(clause.words[at[-1] + 1 :])


def is_taken_back_next(after: Clause) -> bool:
    """Say whether a clause does nothing but take back the sign of the clause before it: ``"tender, cleared since"``.

    Args:
        after: the next clause.

    Returns:
        True where it begins with that, and names no sign or other thing of its own before.
    """
    if not _SIGNS.isdisjoint(after.kinds):
        return False
    words = _without_what_is_still_there(after.words)
    meant = [number for number, word in enumerate(words) if _PASSED_OVER.isdisjoint(word.kinds)]
    if not meant:
        return False
    first = meant[0]
    if _is_gone(words[first], words[first + 1 :], _SAID_BY_ANOTHER):
        has_ended = any(word.text.split()[0] in _HAS for word in words[: first + 1])
        return has_ended or not _came_with_the_visit(words[first], words[first + 1 :])
    alone = all(
        not word.text[0].isalpha() or not (_ADDS_NOTHING | {"not_examined"}).isdisjoint(word.kinds)
        for word in words
    )
    return (alone and any("not_examined" in word.kinds for word in words)) or _could_not_look_behind(words)


def is_told_as_still_there(after: Clause) -> bool:
    """Say whether a clause denies that the sign before it is over: ``"tender, not resolved"``.

    Args:
        after: the next clause.

    Returns:
        True where it denies an end.
    """
    return len(_without_what_is_still_there(after.words)) < len(after.words)


def _only_told_behind(behind: Sequence[Word]) -> bool:
    left = _without_what_is_still_there(behind)
    return _ends_there(left) or _could_not_look_behind(left)


def _ends_there(behind: Sequence[Word]) -> bool:
    """Say whether the words behind a sign take it back, and not what is told beside it: ``"tender with normal reflexes"``."""
    moved = parted = placed = False
    for at, word in enumerate(behind):
        rest = behind[at + 1 :]
        if word.text in _BESIDE:
            moved = _begins_with_a_way_of_examining(rest)
            if not moved:
                return False
        elif _takes_back(word, behind, at) or _was_not_looked_for(
            word, behind, moved or (parted and not placed)
        ):
            return True
        placed |= word.text in _BEFORE_A_NOUN
        parted |= not _stands_beside(word, rest) and _WAYS_OF_EXAMINING.isdisjoint(word.kinds)
    return False


def _begins_with_a_way_of_examining(words: Sequence[Word]) -> bool:
    """Say whether words tell how a sign was found: "palpation", "deep palpation"; not "normal motion", told beside it."""
    first = words[:1] if words and not _DENIES.isdisjoint(words[0].kinds) else words[:2]
    return any(not _WAYS_OF_EXAMINING.isdisjoint(word.kinds) for word in first)


def _takes_back(word: Word, behind: Sequence[Word], at: int) -> bool:
    """Say whether a word calls the sign over, normal or lacking: not "at a released muscle", nor "no radiation"."""
    rest = behind[at + 1 :]
    if "denies_beside" in word.kinds or word.text == "-":
        return not rest
    denies = not _DENIES.isdisjoint(word.kinds)
    if not denies and "lacking" not in word.kinds and not _is_gone(word, rest):
        return False
    if "set_right" in word.kinds and _came_with_the_visit(word, rest):
        return False
    if denies and not _is_gone(word, rest) and any("taken_back" in one.kinds for one in behind):
        return False
    if word.kinds.get("negation") == "of_a_quality":
        return True
    return not (at and behind[at - 1].text in _BEFORE_A_NOUN | _BEFORE_A_CAUSE) and not _begins_with_a_noun(
        rest
    )


def _was_not_looked_for(word: Word, behind: Sequence[Word], of_another: bool) -> bool:
    if "not_here" in word.kinds:
        return not any(one.text in _TOO for one in behind)
    return "not_examined" in word.kinds and not of_another


def _begins_with_a_noun(words: Sequence[Word]) -> bool:
    return bool(words) and not _stands_beside(words[0], words[1:]) and words[0].text not in _BEFORE_A_CAUSE


def _ends_with_a_noun(words: Sequence[Word]) -> bool:
    return (
        bool(words) and words[-1].text.isalpha() and not words[-1].kinds and not words[-1].text.endswith("ly")
    )


def _stands_beside(word: Word, rest: Sequence[Word]) -> bool:
    """Say whether a word adds nothing of its own: a sign, "is", "today", a side, a level."""
    level = word.text in _LETTERS_OF_LEVELS and bool(rest) and rest[0].text[0].isdigit()
    return level or not word.text[0].isalpha() or not _BESIDE_A_SIGN.isdisjoint(word.kinds)


def _came_with_the_visit(word: Word, rest: Sequence[Word]) -> bool:
    """Say whether an end came with what was done to what was found, or with a position: "released post", "relieved with rest"."""
    if any("past" in one.kinds or one.text in _EARLIER for one in rest):
        return False
    if "set_right" in word.kinds and any("of_today" in one.kinds for one in rest):
        return True
    for one in rest:
        if one.text in _WITH_THE_VISIT:
            return True
        if _PASSED_OVER.isdisjoint(one.kinds):
            return False
    return False


def _is_gone(word: Word, behind: Sequence[Word], of_another: frozenset[str] = _SAID_OF_THE_PATIENT) -> bool:
    if word.kinds.get("gone") != "":
        return False
    return not behind or behind[0].text not in of_another


def _without_what_is_still_there(words: Sequence[Word]) -> list[Word]:
    """Leave out what denies an end: ``"not resolved"``, ``"has not fully cleared"``, ``"partly gone"``."""
    left, at = [], 0
    while at < len(words):
        word = words[at]
        denies_an_end = word.kinds.get("negation") == "of_a_quality" or "in_part" in word.kinds
        end = _end_that_follows(words, at + 1) if denies_an_end else None
        if end is not None:
            at = end + 1
            continue
        left.append(word)
        at += 1
    return left


def _end_that_follows(words: Sequence[Word], at: int) -> int | None:
    for number in range(at, len(words)):
        if not _STILL_THERE.isdisjoint(words[number].kinds):
            return number
        if (_PASSED_OVER | {"in_part"}).isdisjoint(words[number].kinds):
            return None
    return None


def _is_gone_or_lacking_before(before: Sequence[Word]) -> bool:
    """Say whether the words before a sign call it over or lacking: ``"resolved tenderness"``, ``"lack of palpable spasm"``."""
    for number in range(len(before) - 1, -1, -1):
        word = before[number]
        # "Corrected restriction at C5" tells what was adjusted, "red flags cleared tender C5" of the flags.
        own = "set_right" not in word.kinds and not _ends_with_a_noun(before[:number])
        gone = own and _is_gone(word, before[number + 1 :])
        if gone or "lacking" in word.kinds:
            return not _is_denied(before[:number])
        if _BETWEEN.isdisjoint(word.kinds) and word.text[0].isalpha():
            return False
    return False


def _is_denied(before: Sequence[Word]) -> bool:
    return any(
        word.kinds.get("negation") == "of_a_quality" or "in_part" in word.kinds for word in before[-2:]
    )


def _could_not_look(before: Sequence[Word]) -> bool:
    """Say whether a sign could not be looked for: ``"unable to assess tenderness"``, ``"did not palpate for spasm"``."""
    looks = [number for number, word in enumerate(before) if "looked_for" in word.kinds]
    if not looks:
        not_examined = [number for number, word in enumerate(before) if "not_examined" in word.kinds]
        return bool(not_examined) and _all_passed_over(before[not_examined[-1] + 1 :])
    last = looks[-1]
    return _all_passed_over(before[last + 1 :]) and _denied_right_before(before[:last])


def _could_not_look_behind(behind: Sequence[Word]) -> bool:
    """Say whether the words behind a sign begin with that it could not be looked for: ``"could not be elicited"``."""
    for number, word in enumerate(behind):
        if "looked_for" in word.kinds:
            # "Could not test end range" tells of the end range.
            return _denied_right_before(behind[:number]) and not _begins_with_a_noun(behind[number + 1 :])
        if _PASSED_OVER.isdisjoint(word.kinds) and not _cannot(word):
            return False
    return False


def _denied_right_before(words: Sequence[Word]) -> bool:
    for word in reversed(words):
        if _cannot(word):
            return True
        if _PASSED_OVER.isdisjoint(word.kinds):
            return False
    return False


def _cannot(word: Word) -> bool:
    return "cannot" in word.kinds or "negation" in word.kinds or "taken_back" in word.kinds


def _all_passed_over(words: Iterable[Word]) -> bool:
    return all(not word.text[0].isalpha() or not _BETWEEN.isdisjoint(word.kinds) for word in words)
