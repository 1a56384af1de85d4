"""Questions that bring a misconception to light, or tell two of them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cptedu.errors import CpteduError
from cptedu.learn.generator.drawing import fresh_seed, question
from cptedu.learn.misconceptions import Misconception, misconceptions
from cptedu.learn.questions import Question

__all__ = ["MayBeAsked", "covering_cases", "next_case_to_separate", "probing_case", "telling_case"]

_TRIES = 400
_PATIENCE = 150
_PROBES = 48
_ANSWERS = 480
MayBeAsked: TypeAlias = Callable[[Question], bool]
_COARSE = ("judge", "note", "regions", "minutes", "order", "missing", "sentence")


def _candidates(
    skills: Sequence[str],
    difficulties: Sequence[int],
    seed: int,
    why: str,
    may_be_asked: MayBeAsked | None,
    tries: int = _TRIES,
) -> Iterator[Question]:
    for n in range(tries):
        skill = skills[n % len(skills)]
        difficulty = difficulties[n % len(difficulties)]
        drawn = question(skill, fresh_seed(why, skill, seed, n), difficulty)
        if may_be_asked is None or may_be_asked(drawn):
            yield drawn


def telling_case(
    one: Misconception,
    seed: int,
    difficulty: int | None = None,
    may_be_asked: MayBeAsked | None = None,
) -> Question:
    """Draw a question that a holder of a misconception would not get right.

    Args:
        one: the misconception.
        seed: a whole number.
        difficulty: 1 to 3; any when None.
        may_be_asked: says which questions come into question; all when None.

    Returns:
        The question.

    Raises:
        CpteduError: when none is found.
    """
    difficulties = (2, 1, 3) if difficulty is None else (difficulty,)
    for drawn in _candidates((one.skill,), difficulties, seed, f"tell {one.name}", may_be_asked):
        if one.applies(drawn):
            return drawn
    raise CpteduError(
        f"No question of difficulty {difficulty} brings {one.name} to light. Leave the difficulty open."
    )


def next_case_to_separate(
    one: Misconception, other: Misconception, seed: int, may_be_asked: MayBeAsked | None = None
) -> Question:
    """Draw a question to which holders of two misconceptions give different answers.

    Args:
        one: a misconception.
        other: another one.
        seed: a whole number.
        may_be_asked: says which questions come into question; all when None.

    Returns:
        The question; both answers are wrong and differ, or, where no such was found, just one of them is right.

    Raises:
        CpteduError: when none is found.
    """
    fallback = None
    skills = tuple(dict.fromkeys((one.skill, other.skill)))
    why = f"separate {one.name} {other.name}"
    for n, drawn in enumerate(_candidates(skills, (2, 3, 1), seed, why, may_be_asked)):
        if fallback is not None and n >= _PATIENCE:
            break
        first, second = one.answer(drawn), other.answer(drawn)
        if first is None or second is None or first == second:
            continue
        if not drawn.is_right(first) and not drawn.is_right(second):
            return drawn
        fallback = fallback or drawn
    if fallback is None:
        raise CpteduError(f"No question tells {one.name} and {other.name} apart.")
    return fallback


def probing_case(
    suspects: Sequence[Misconception],
    seed: int,
    difficulty: int | None = None,
    skills: Sequence[str] = (),
    may_be_asked: MayBeAsked | None = None,
) -> Question:
    """Draw several questions and take the one whose answers tell most suspects apart, and from the truth.

    Args:
        suspects: misconceptions of one or several skills, at least one.
        seed: a whole number.
        difficulty: 1 to 3; any when None.
        skills: draw from these skills; from those of the suspects when empty.
        may_be_asked: says which questions come into question; all when None.

    Returns:
        The question that leaves the fewest suspects with the same answer.

    Raises:
        CpteduError: when no suspect is given, or no question comes into question.
    """
    if not suspects:
        raise CpteduError("Name at least one misconception to look for.")
    skills = tuple(skills) or tuple(dict.fromkeys(one.skill for one in suspects))
    difficulties = (3, 2, 1) if difficulty is None else (difficulty,)
    draws = max(_PROBES, _ANSWERS // len(suspects))
    best: tuple[int, Question] | None = None
    for drawn in _candidates(skills, difficulties, seed, "probe", may_be_asked, draws):
        together = 2 * _left_together(drawn, suspects) + (drawn.kind in _COARSE)
        if best is None or together < best[0]:
            best = (together, drawn)
        if not together:
            break
    if best is None:
        raise CpteduError("No question was found. Take another seed.")
    return best[1]


def covering_cases(skill: str, seed: int, count: int = 6) -> tuple[Question, ...]:
    """Draw a fixed set of questions, from easy to hard, that brings the misconceptions of a skill to light between them.

    Args:
        skill: the skill.
        seed: a whole number.
        count: how many; six suffice for every misconception of any skill to come up.

    Returns:
        The questions, all different.

    Raises:
        CpteduError: for a skill that does not exist.
    """
    shown = dict.fromkeys((one.name for one in misconceptions(skill)), 0)
    chosen: list[Question] = []
    for n in range(count):
        least = min(shown.values())
        rare = [one for one in misconceptions(skill) if shown[one.name] == least]
        difficulty = min(3, 1 + (3 * n) // max(count, 1))
        for again in range(_TRIES):
            drawn = probing_case(rare, fresh_seed("cover", skill, seed, n, again), difficulty)
            if drawn not in chosen:
                break
        chosen.append(drawn)
        for one in misconceptions(skill):
            shown[one.name] += one.applies(drawn)
    return tuple(chosen)


def _left_together(drawn: Question, suspects: Sequence[Misconception]) -> int:
    """Count pairs that a question leaves together; suspects who would be right are the worse, nothing is learnt of them."""
    groups: dict[object, int] = {}
    unseen = 0
    for one in suspects:
        answer = one.answer(drawn)
        if answer is None or drawn.is_right(answer):
            unseen += 1
        else:
            groups[answer] = groups.get(answer, 0) + 1
    return sum(count * (count - 1) for count in groups.values()) + unseen * (unseen + 1)
