"""What a misconception is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from cptedu.errors import unknown
from cptedu.facts.sources import Citation, cite
from cptedu.learn.questions import Answer, Question, as_judged
from cptedu.learn.second_opinion import RIGHT, DoesNotApply, Steps, answers_by, with_step
from cptedu.learn.skills import SKILLS, part_of, skill_named

__all__ = ["Misconception", "misconception", "misconceptions", "wrong_rule"]

SPARED: tuple[type[Exception], ...] = (Exception,)
"""What a learner is spared when a wrong rule itself has a mistake: it then has no say. The tests spare nobody."""

_declared: dict[str, list[_Declared]] = {}
_Step = TypeVar("_Step", bound=Callable[..., object])


@dataclass(frozen=True)
class Misconception:
    """A wrong rule that can be carried out: what someone who holds it answers.

    Attributes:
        name: the name of the function that carries it out.
        skill: the skill to which it belongs.
        title: what is done wrongly, in a few words.
        holds: the belief, to follow upon "This is what comes out when ...".
        feedback: what to tell its holder.
        source: id of the source that settles it.
        since: the generation of exercises with which it came; those of an earlier one do not know it.
        steps: the way from note to claim with the wrong rule in it.
    """

    name: str
    skill: str
    title: str
    holds: str
    feedback: str
    source: str
    since: int
    steps: Steps

    @property
    def citation(self) -> Citation:
        """Give the source that settles it."""
        return cite(self.source)

    def answer(self, question: Question) -> Answer | None:
        """Answer a question as a holder would; where the wrong rule has no say, that is the right answer.

        Args:
            question: the question.

        Returns:
            The answer; None for a question that no rule answers, one beyond what the wrong rules know, or one whose form
            has no room for the answer, such as another code than those offered.
        """
        if question.kind in {"choice", "numbers", "missing", "sentence"} or not _is_known(question):
            return None
        given = _answers(question, self.steps)
        if not given:
            return None
        answer = next((one for one in given if question.is_right(one)), given[0])
        if question.asks_if_it_stands:
            return as_judged(question, stands=not answer)
        return answer if _can_be_given(question, answer) else None

    def applies(self, question: Question) -> bool:
        """Say whether a question brings it to light: a holder's answer is not right."""
        given = self.answer(question)
        return given is not None and not question.is_right(given)


def _answers(question: Question, steps: Steps) -> tuple[Answer, ...]:
    """Answer a question by some steps; nothing for one that they do not apply to."""
    try:
        return _answers_by(question, steps)
    except DoesNotApply:
        return ()
    except SPARED:
        return ()


@lru_cache(maxsize=5000)
def _answers_by(question: Question, steps: Steps) -> tuple[Answer, ...]:
    """Answer a question; whoever tries it again, or is compared with others, meets the same questions."""
    return answers_by(question, steps)


def _can_be_given(question: Question, answer: Answer) -> bool:
    """Say whether a learner could give an answer in the form of the question."""
    if question.kind not in {"modifiers", "codes"} or not isinstance(answer, tuple):
        return True
    return all(line[0] in question.options for line in answer)


def _is_known(question: Question) -> bool:
    """Say whether the second way can answer a question; a drawn one it can, a written one it may not."""
    return question.seed is not None or _is_known_case(question)


@cache
def _is_known_case(question: Question) -> bool:
    return set(_answers(question, RIGHT)) == set(question.right)


@dataclass(frozen=True)
class _Declared:
    """A misconception as its file declares it; the folder in which the file stands says of which skill it is."""

    step: str
    rule: Callable[..., object]
    title: str
    holds: str
    feedback: str
    source: str
    since: int | None


def wrong_rule(
    *, step: str, title: str, holds: str, feedback: str, source: str, since: int | None = None
) -> Callable[[_Step], _Step]:
    """Declare a function as a misconception: it stands in for one step from note to claim.

    Args:
        step: the step, a field of ``Steps``.
        title: what is done wrongly, in a few words.
        holds: the belief, to follow upon "This is what comes out when ...".
        feedback: what to tell its holder.
        source: id of the source that settles it.
        since: the generation of exercises with which it comes: the number after ``newest_generation()``, so that exercises
            drawn before are had again as they were. None for one that came with its skill.

    Returns:
        The decorator, which leaves the function as it is.
    """

    def declare(rule: _Step) -> _Step:
        declared = _Declared(step, rule, title, holds, feedback, source, since)
        _declared.setdefault(rule.__module__, []).append(declared)
        return rule

    return declare


@cache
def _of_skill(skill: str) -> tuple[Misconception, ...]:
    file = part_of(skill, "misconceptions")
    return tuple(
        Misconception(
            name=one.rule.__name__,
            skill=skill,
            title=one.title,
            holds=one.holds,
            feedback=one.feedback,
            source=one.source,
            since=skill_named(skill).since if one.since is None else one.since,
            steps=with_step(one.step, one.rule),
        )
        for one in _declared[file.__name__]
    )


def misconceptions(skill: str | None = None, generation: int | None = None) -> tuple[Misconception, ...]:
    """List the misconceptions.

    Args:
        skill: only those of one skill, such as ``"cmt_level"``.
        generation: only those that exercises of a generation know; all by default.

    Returns:
        The misconceptions, skill by skill.

    Raises:
        CpteduError: for a skill that does not exist.

    >>> {one.skill for one in misconceptions("cmt_level")}
    {'cmt_level'}
    >>> misconceptions(generation=0)
    ()
    """
    found = [one for name in (SKILLS if skill is None else (skill,)) for one in _of_skill(name)]
    return tuple(one for one in found if generation is None or one.since <= generation)


def misconception(name: str) -> Misconception:
    """Look a misconception up by its name.

    >>> misconception("counts_vertebrae_not_regions").skill
    'cmt_level'
    """
    held = {one.name: one for one in misconceptions()}
    if name not in held:
        raise unknown("misconception", name, held)
    return held[name]
