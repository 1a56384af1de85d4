"""A reply to an answer: what it says depends on the try. First a question back, then the idea, then the rule."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from cptedu.learn.cases import Case
from cptedu.learn.misconceptions import Misconception
from cptedu.learn.questions import Answer, Question, answer_in_words
from cptedu.learn.replies.case_told import first_sentence, in_one_breath, sentences
from cptedu.learn.replies.first_words import points_of, question_back
from cptedu.learn.replies.marks_told import astray_told, marks_told
from cptedu.learn.replies.rules_told import rule_with_numbers
from cptedu.learn.skills import skill_named

__all__ = [
    "ASKS",
    "IDEA",
    "JOY",
    "OPENING",
    "RULE",
    "STEP",
    "WHY_NOT",
    "Reply",
    "likely_ideas",
    "right_reply",
    "wrong_reply",
]

OPENING, ASKS, IDEA, STEP, WHY_NOT, RULE, JOY = "opening", "asks", "idea", "step", "why_not", "rule", "joy"
_WORDS = 45


@dataclass(frozen=True)
class Reply:
    """What comes back for an answer, in parts.

    Attributes:
        parts: role and words: ``opening``, ``asks``, ``idea``, ``step``, ``why_not``, ``rule``, ``joy``.
    """

    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Give it as one text."""
        return " ".join(says for _, says in self.parts)


def likely_ideas(question: Question, behind: Sequence[Misconception]) -> tuple[Misconception, ...]:
    """Of the ideas that fit, give the plainest first: those of the skill that is asked, then what was taught before it.

    Args:
        question: the question.
        behind: the misconceptions that give just this answer.

    Returns:
        The ideas; none where only such fit that need what is taught later.
    """
    own = skill_named(question.skill)
    known = [one for one in behind if skill_named(one.skill).place <= own.place]
    known.sort(key=lambda one: (one.skill != question.skill, [-n for n in skill_named(one.skill).place]))
    return tuple(known)


def wrong_reply(
    question: Question,
    answer: Answer,
    behind: Sequence[Misconception] = (),
    *,
    close: bool = False,
    before: int = 0,
    written: Case | None = None,
    hint: str = "",
) -> Reply:
    """Reply to a wrong answer.

    Args:
        question: the question.
        answer: the answer.
        behind: the misconceptions that give just this answer.
        close: True when it comes close.
        before: how many wrong answers were given to this exercise before.
        written: the case from which it was made, if it was.
        hint: where to look in this case, for a second reply that knows no idea.

    Returns:
        The reply: a question back at first, then what speaks against this choice, the idea that could lead there or the
        step that went astray, then the rule with this case's numbers. Where a yes or no is asked, the rule at once.
    """
    opening = (OPENING, "Close." if close else "Not yet.")
    found = points_of(question, answer, written)
    against = _against_choice(answer, written)
    if before > 1 or question.is_yes_or_no:
        about = [one.code for one in found if one.code]
        rule = _rule_against(question, answer, written, about, behind)
        fits = against and len(f"{against} {rule}".split()) <= _WORDS - len(opening[1].split())
        return Reply((opening, *(((WHY_NOT, against),) if fits else ()), (RULE, rule)))
    asks = question_back(question, answer, written)
    if before == 0:
        return Reply((opening, (ASKS, asks)))
    if against:
        return Reply((opening, (WHY_NOT, against), (ASKS, "Which of the others remains?")))
    ideas = likely_ideas(question, behind)
    if ideas:
        said = _could_be(ideas)
        another = next((one.asks for one in found[1:] if one.asks not in asks), "")
        fits = another and len(f"{said} {another}".split()) < _WORDS
        return Reply((opening, (IDEA, said), *(((ASKS, another),) if fits else ())))
    step = f"On the way from the record to the modifiers, look first at {found[0].step}." if found else ""
    another = (
        next((one.asks for one in found[1:] if one.asks not in asks), "") or (asks if found else hint) or asks
    )
    return Reply((opening, *(((STEP, step),) if step else ()), (ASKS, in_one_breath([another], _WORDS))))


def _against_choice(answer: Answer, written: Case | None) -> str:
    """Say why a choice is none, where the author of the case has told it."""
    chosen = str(answer[0]) if isinstance(answer, tuple) and answer else ""
    return written.why_not.get(chosen, "") if written is not None else ""


def _could_be(ideas: Sequence[Misconception]) -> str:
    """Name the plainest idea softly; two where two fit and there is room, so that none is taken for settled."""
    both = (
        f"This comes out when {' – or when '.join(one.holds for one in ideas[:2])}. Could it be one of these?"
    )
    if len(ideas) > 1 and len(both.split()) < _WORDS:
        return both
    return f"This comes out when {ideas[0].holds}. Could that be it?"


def _rule_against(
    question: Question,
    answer: Answer,
    written: Case | None,
    about: Sequence[str],
    behind: Sequence[Misconception],
) -> str:
    """Tell the rule of this case, and as much of what speaks against the idea as there is room for."""
    idea = next(iter(likely_ideas(question, behind)), None)
    if idea is None:
        return rule_with_numbers(question, written, about, given=answer)
    rule = rule_with_numbers(question, written, about)
    against, *more = sentences(idea.feedback)
    short = rule_with_numbers(question, written, about, words=1)
    begun = rule if len(rule.split()) <= _WORDS // 2 else short
    # What speaks against the idea may name what is astray, too; it has its place before what else is, where it has room.
    openings = (begun, short, first_sentence(short))
    tried = [(f"{one} {against}", briefly) for one, briefly in product(openings, (False, True))]
    for told, briefly in (*tried, (begun, False), (begun, True)):
        astray = astray_told(question, told, answer, briefly=briefly)
        if len(f"{told} {astray}".split()) <= _WORDS - 2:
            return in_one_breath([told, astray, marks_told(question, told), *more], _WORDS - 2)
    return in_one_breath([begun, against, *more], _WORDS - 2)


def right_reply(
    question: Question,
    answer: Answer,
    written: Case | None = None,
    *,
    joy: str = "",
    settled: Misconception | None = None,
) -> Reply:
    """Reply to a right answer: the rule with this case's numbers, and now and then a little joy.

    Args:
        question: the question.
        answer: the answer.
        written: the case from which it was made, if it was.
        joy: words of joy, if there is reason for some.
        settled: the idea behind a mistake before, where this answer leaves that one alone of several.

    Returns:
        The reply.
    """
    others = [answer_in_words(question, one) for one in question.right if one != answer]
    tie = f"Leftover minutes tie, so this is right as well: {'; '.join(others)}." if others else ""
    behind = (
        f"What went wrong before may have come from this: {settled.holds}." if settled is not None else ""
    )

    def told(room: int) -> str:
        return in_one_breath([tie, rule_with_numbers(question, written, words=max(room, 1))], room)

    room = _WORDS - 1 - len(behind.split())
    rule = told(room - len(joy.split()))
    if joy and marks_told(question, rule) and not marks_told(question, whole := told(room)):
        rule, joy = whole, ""  # what a line has is told before there is joy over it
    parts = ((OPENING, "Right."), (RULE, rule), (IDEA, behind), (JOY, joy))
    return Reply(tuple((role, says) for role, says in parts if says))


def is_plain(idea: Misconception) -> bool:
    """Say whether the words of an idea name no code and no modifier, so that a first reply may have them.

    Args:
        idea: the idea.

    Returns:
        True when it names none.
    """
    return re.search(r"\b(\d{5}|\d\d|[A-Z]{2})\b", idea.holds) is None


def chosen_by(seed: str, words: Sequence[str]) -> str:
    """Choose among words by a seed, the same everywhere."""
    return words[int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % len(words)]


AFTER_A_WRONG_ONE = ("The second look paid.", "That was worth another look.", "Well found.")
IN_A_ROW = ("Three in a row.", "Three right, one after the other.", "That makes three in a row.")


def joy_over(name: str, before: int, others: Iterable[bool]) -> str:
    """Find a word of joy for a right answer, where there is reason for one.

    Args:
        name: the exercise, from which the choice of words follows.
        before: how many wrong answers were given to it just before.
        others: how the exercises before it went in the end, oldest first.

    Returns:
        A short sentence, or nothing.

    >>> joy_over("payers/units/1/3", 0, [True])
    ''
    >>> joy_over("payers/units/1/3", 0, [False, True, True]) in IN_A_ROW
    True
    """
    if before:
        return chosen_by(name, AFTER_A_WRONG_ONE)
    row = 1
    for one in reversed(list(others)):
        if not one:
            break
        row += 1
    return chosen_by(name, IN_A_ROW) if row == 3 else ""
