"""Words of health in a deficit: what is denied behind its noun, called good, or not good, and how far that reaches."""

from __future__ import annotations

from collections.abc import Iterator

from cptedu.visit.said_words import Clause, Said, Word

__all__ = ["all_is_well", "as_told_of_health", "is_planned"]

# What can be denied behind it: "weakness denied", "fatigue none".
_DENIABLE = frozenset({"loss", "trouble"})
_PASSED_OVER = frozenset({"filler", "side", "graded_part", "movement", "unit"})
# "Not fully restored".
_BESIDE_IT = frozenset({"filler", "beside_gone"})
_GOES_ON = frozenset({"filler", "side", "day_before", "break"})
_GENERAL = frozenset(
    {"normal", "untroubled", "filler", "negation", "taken_back", "denied_behind", "whole_function"}
)
_TOLD_AS_NUMBERS = frozenset({"reference", "reference_behind"})


def as_told_of_health(said: Said) -> Said:
    """Give a text with its words of health read by their grammar, for the reader of deficits.

    "Weakness denied" has no weakness, "without weakness" is untroubled, "strong" is a normal, and "not good" a loss.

    Args:
        said: the text and its clauses.

    Returns:
        The same text, words with other kinds.

    >>> from cptedu.visit.said_words import said_in
    >>> [sorted(clause.kinds) for clause in as_told_of_health(said_in("weakness absent, not steady")).clauses]
    [['denied_behind', 'negation', 'untroubled'], ['loss', 'negation']]
    """
    lists = [list(clause.words) for clause in said.clauses]
    for at, words in enumerate(lists):
        for number, word in enumerate(words):
            words[number] = _of_health(word, words[:number])
        for number, word in enumerate(words):
            if "denied_behind" in word.kinds and _ends_what_is_said(words[number + 1 :]):
                _take_back(words[:number] or (lists[at - 1] if at else []), lists)
    return said._replace(
        clauses=tuple(_with(clause, words) for clause, words in zip(said.clauses, lists, strict=True))
    )


def _of_health(word: Word, before: list[Word]) -> Word:
    if "well" in word.kinds:
        word = word._replace(kinds={**word.kinds, "normal": ""})
    last = next((one for one in reversed(before) if _BESIDE_IT.isdisjoint(one.kinds)), None)
    # "Not restored" and "partly restored" tell of a loss.
    not_so = last is not None and (last.kinds.get("negation") == "of_a_quality" or "in_part" in last.kinds)
    if not_so and "" in (word.kinds.get("normal"), word.kinds.get("untroubled")):
        return word._replace(kinds={"loss": ""})
    # "Without weakness" is untroubled; "without pain" tells of pain alone.
    if word.kinds.get("taken_back") == "loss":
        return word._replace(kinds={**word.kinds, "untroubled": "denied"})
    return word


def _ends_what_is_said(behind: list[Word]) -> bool:
    """Say whether a denial speaks of what stands before it: ``"weakness absent"``, not ``"absent reflexes"``."""
    return not behind or not behind[0].text[0].isalpha() or not _GOES_ON.isdisjoint(behind[0].kinds)


def _take_back(before: list[Word], lists: list[list[Word]]) -> None:
    for word in reversed(before):
        if not _DENIABLE.isdisjoint(word.kinds):
            for words in lists:
                for number, one in enumerate(words):
                    if one is word:
                        words[number] = word._replace(kinds={"taken_back": "loss", "untroubled": "denied"})
            return
        # "Weakness 4/5 resolved": the number says how weak.
        if word.text[0].isalpha() and _PASSED_OVER.isdisjoint(word.kinds):
            return


def _with(clause: Clause, words: list[Word]) -> Clause:
    kinds = frozenset(kind for word in words for kind in word.kinds if kind not in {"filler", "taken_back"})
    return clause._replace(words=tuple(words), kinds=kinds)


def all_is_well(clauses: tuple[Clause, ...]) -> bool:
    """Say whether a clause calls a function as a whole good, or denies any loss, and says nothing else.

    Args:
        clauses: the clauses, as told of health.

    Returns:
        True for "balance good" and "no weakness"; False for "no pain" and "strength good on the right".

    >>> from cptedu.visit.said_words import said_in
    >>> [all_is_well(as_told_of_health(said_in(text)).clauses) for text in ("no weakness; 20 reps", "no pain; 20 reps")]
    [True, False]
    """
    return any(
        any(_speaks_of_function(word) for word in clause.words)
        and all(not _GENERAL.isdisjoint(word.kinds) or not word.text[0].isalnum() for word in clause.words)
        for clause in clauses
    )


def _speaks_of_function(word: Word) -> bool:
    return word.kinds.get("normal") == "" or "untroubled" in word.kinds


def is_planned(group: list[Clause], at: int) -> bool:
    """Say whether what stands at a place of a text is only planned: ``"to be measured next visit 6 s"``.

    Args:
        group: the clauses that belong together.
        at: where the number begins.

    Returns:
        True where words of a plan stand before it, and none of today, and where its clause bids to test: "assess strength 4/5
        next visit".
    """
    if any("of_today" in clause.kinds for clause in group):
        return False
    if not any("planned" in clause.kinds for clause in group):
        return False
    if any(clause.start <= at < clause.end and _bids_to_test(clause) for clause in group):
        return True
    return any(word.start < at for word in _plans(group))


def _bids_to_test(clause: Clause) -> bool:
    first = next((word for word in clause.words if "filler" not in word.kinds), None)
    return first is not None and "look_now" in first.kinds and "planned" in clause.kinds


def _plans(group: list[Clause]) -> Iterator[Word]:
    # "Expected 60 s" is a number to compare with, and read as such.
    for clause in group:
        for word in clause.words:
            if "planned" in word.kinds and _TOLD_AS_NUMBERS.isdisjoint(word.kinds):
                yield word
