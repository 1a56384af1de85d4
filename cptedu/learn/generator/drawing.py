"""From a seed to a question whose answer two independent ways agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cptedu.errors import CpteduError, unknown
from cptedu.learn.generations import held_generation, newest_generation
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.engine import answers_by_rules
from cptedu.learn.generator.ideas import is_closed
from cptedu.learn.generator.ordering import right_order
from cptedu.learn.generator.together import is_too_much
from cptedu.learn.questions import Answer, Note, Question
from cptedu.learn.second_opinion import answers_by
from cptedu.learn.skills import part_of, skill_named
from cptedu.learn.stream import IntegerStream

__all__ = ["Agreement", "agreement", "fresh_seed", "kinds_of", "question", "question_from_id"]

_SEEDS = 1_000_000
_TRIES = 500
_MAY_TIE = ("units",)


@dataclass(frozen=True)
class Agreement:
    """What two ways answer to a drawn question.

    Attributes:
        question: the question, with the rules' answer.
        by_rules: every right answer by the rules of the package.
        by_second_opinion: every right answer by the way that was written apart from them.
    """

    question: Question
    by_rules: tuple[Answer, ...]
    by_second_opinion: tuple[Answer, ...]

    @property
    def agrees(self) -> bool:
        """Say whether both ways arrive at the same answers, and at any."""
        return bool(self.by_rules) and set(self.by_rules) == set(self.by_second_opinion)

    @property
    def is_usable(self) -> bool:
        """Say whether the question may be shown: both agree, and it is ambiguous only where ties are marked."""
        return self.agrees and (len(self.by_rules) == 1 or self.question.kind in _MAY_TIE)


def kinds_of(skill: str) -> tuple[str, ...]:
    """List the kinds of question that a skill has.

    >>> kinds_of("rvu_payment")
    ('amount',)
    """
    return tuple(dict.fromkeys(_kinds(skill, newest_generation())))


def _kinds(skill: str, generation: int) -> tuple[str, ...]:
    """List the kinds that a generation draws of a skill, those more often that it draws more often."""
    drawing = part_of(skill, "drawing")
    later: Mapping[int, tuple[str, ...]] = getattr(drawing, "KINDS_SINCE", {})
    added = [kind for since, kinds in later.items() if since <= generation for kind in kinds]
    return (*drawing.KINDS, *added)


def _numbers(skill: str, generation: int, text: str) -> IntegerStream:
    """Give the numbers of a draw; a misconception that came later leaves them as they are."""
    return IntegerStream(f"cptedu {skill_named(skill).drawing_of(generation)} {text}")


def _number_of(generation: int | None, skill: str) -> int:
    """Settle the generation; a skill that does not exist is left to be told."""
    return newest_generation() if generation is None else held_generation(generation, skill)


def _settled(skill: str, seed: int, difficulty: int, kind: str | None, generation: int | None) -> str:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise CpteduError(f"seed = {seed!r} is not a whole number, 0 or more.")
    if difficulty not in (1, 2, 3):
        raise CpteduError(f"difficulty = {difficulty!r} will not do; write 1, 2 or 3.")
    number = _number_of(generation, skill)
    kinds = _kinds(skill, number)
    if kind is None:
        return _numbers(skill, number, f"kind/{skill}/{difficulty}/{seed}").one_of(kinds)
    if kind not in kinds:
        raise unknown(f"kind of question on {skill}", kind, kinds)
    return kind


def agreement(
    skill: str,
    seed: int,
    difficulty: int = 2,
    kind: str | None = None,
    attempt: int = 0,
    generation: int | None = None,
) -> Agreement | None:
    """Draw a question and answer it both ways, whether they agree or not.

    Args:
        skill: one of ``SKILLS``.
        seed: a whole number.
        difficulty: 1 to 3.
        kind: the kind of question; drawn when None.
        attempt: which draw of the seed.
        generation: the generation of exercises; the newest when None.

    Returns:
        Both answers; None when this draw makes no question.

    Raises:
        CpteduError: for a skill, kind, seed, difficulty or generation that does not exist.
    """
    kind = _settled(skill, seed, difficulty, kind, generation)
    number = _number_of(generation, skill)
    stream = _numbers(skill, number, f"question/{skill}/{kind}/{difficulty}/{seed}/{attempt}")
    wanted = Draw(stream, skill, kind, difficulty, number)
    drawn: Question | None = part_of(skill, "drawing").draw(wanted)
    if drawn is None or (wanted.by_table and drawn.note is not None and _is_no_visit(number, drawn.note)):
        return None
    named = replace(drawn, id=f"{skill}/{kind}/{difficulty}/{seed}", seed=seed)
    by_rules = answers_by_rules(named, right_order(named.aspect, named.options))
    return Agreement(replace(named, right=by_rules), by_rules, answers_by(named))


def _is_no_visit(generation: int, note: Note) -> bool:
    return is_too_much(generation, note) or is_closed(generation, note.visit.date_of_service)


def question(
    skill: str, seed: int, difficulty: int = 2, kind: str | None = None, generation: int | None = None
) -> Question:
    """Draw a question; one seed gives one question, on every machine and every Python.

    Args:
        skill: one of ``SKILLS``, such as ``"timed_units"``.
        seed: a whole number, shown to the learner.
        difficulty: 1 (one step) to 3 (several rules at once).
        kind: the kind of question; drawn when None.
        generation: the generation of exercises, of an answer that was given before; the newest when None.

    Returns:
        The question, with every right answer. A draw on which the two ways did not agree would be passed over.

    Raises:
        CpteduError: for a skill, kind, seed, difficulty or generation that does not exist.

    >>> question("timed_units", 7).id
    'timed_units/fix/2/7'
    """
    kind = _settled(skill, seed, difficulty, kind, generation)
    for attempt in range(_TRIES):
        drawn = agreement(skill, seed, difficulty, kind, attempt, generation)
        if drawn is not None and drawn.is_usable:
            return drawn.question
    raise CpteduError(f"Seed {seed} gave no question of kind {kind} on {skill}. Take another seed.")


def question_from_id(name: str, generation: int | None = None) -> Question:
    """Draw a question again from its name.

    Args:
        name: the id of a drawn question.
        generation: the generation of exercises by which it was drawn; the newest when None.

    Returns:
        The same question.

    Raises:
        CpteduError: for a name that is none, or a generation that cannot be had again.

    >>> question_from_id("cmt_level/codes/1/42") == question("cmt_level", 42, 1, "codes")
    True
    """
    parts = name.split("/")
    if len(parts) != 4 or not all(one.isdecimal() for one in parts[2:]):
        raise CpteduError(f"{name!r} is not the name of a drawn question, such as 'cmt_level/codes/2/42'.")
    skill, kind, difficulty, seed = parts
    return question(skill, int(seed), int(difficulty), kind, generation)


def fresh_seed(*words: object) -> int:
    """Make a seed of up to six digits from anything, such as an earlier seed and a count.

    >>> fresh_seed("cmt_level", 42)
    391942
    """
    return IntegerStream("cptedu seed/" + "/".join(str(word) for word in words)).below(_SEEDS)
