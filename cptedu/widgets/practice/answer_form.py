"""The form in which a question is answered, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeGuard
from zlib import crc32

from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, codes
from cptedu.learn.curriculum import taught_up_to
from cptedu.learn.exercises import Exercise
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.questions import MISSING, YES_OR_NO, Line, Question, step_in_words

__all__ = ["answer_form", "claim_as_sent", "title_and_story", "to_do"]

USUAL_CODES = "answer_form"
_CODES_AT_HAND = 6
_CODES_BESIDE_A_CLAIM = (
    5  # a claim that came back has units and modifiers on its lines, and less room for others
)
_MODIFIERS_AT_HAND = 3
_ENOUGH = 4
_SHORT = 60
_ASKS = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])")


def answer_form(asked: Question, lesson: int | None = None) -> dict[str, Any]:
    """Describe the form in which a question is answered, for the page to draw.

    Args:
        asked: the question.
        lesson: the lesson in which it stands: no code and no modifier is offered that it and those before it do not teach, unless
            the question itself has it. None for the course as a whole.

    Returns:
        ``type`` (``choice``, ``many``, ``order``, ``numbers`` or ``lines``) and what it needs.
    """
    kind = asked.kind
    if asked.is_one_of_them:
        options = [_option(one, one) for one in asked.options]
        return {"type": "choice", "options": options, "in_note": kind == "sentence"}
    if kind == "regions":
        options = [_option(one, one.replace("_", " ")) for one in asked.options]
        return {"type": "many", "map": True, "options": options, "none": "no region"}
    if asked.asks_if_it_stands:
        return {"type": "choice", "options": [_option(one, one) for one in YES_OR_NO]}
    if kind == "judge":
        options = [{**_option(one, _line_in_words(asked, one)), "is_line": True} for one in asked.options]
        options.append(_option(MISSING, "a line is missing"))
        return {"type": "many", "options": options, "none": "nothing is wrong"}
    if kind == "order":
        options = [_option(one, step_in_words(asked, one)) for one in asked.options]
        return {"type": "order", "options": options, "none": "leave it in this order"}
    if kind == "minutes":
        return {"type": "numbers", "options": [_option("", "Minutes")], "whole": True}
    if kind == "amount":
        label = "Amount in dollars" if asked.bill is not None else "Number"
        return {"type": "numbers", "options": [_option("", label)], "whole": False}
    if kind == "numbers":
        return {"type": "numbers", "options": [_option(one, one) for one in asked.options], "whole": False}
    return _lines_form(asked, lesson)


def _option(value: str, label: str) -> dict[str, Any]:
    return {"value": value, "label": label}


def _line_in_words(asked: Question, number: str) -> str:
    proposed = {one[0]: one for one in asked.proposed}
    if number not in proposed:
        return number
    _, units, modifiers = proposed[number]
    return f"{'-'.join((number, *modifiers))} ×{units}"


def to_do(exercise: Exercise) -> str:
    """Say what is to be done; of the two things that a question about a whole claim may ask, the one that it asks."""
    if exercise.question.kind != "fix":
        return exercise.answer_format
    return "put the claim right" if exercise.question.proposed else "write the claim"


def title_and_story(text: str) -> tuple[str, str, str]:
    """Tell what is asked from what is told before and after it: the question stands in large type, the rest in small.

    Args:
        text: what is asked, as the exercise has it.

    Returns:
        What is told before, the title, and what is told after it. A short text is all title.

    >>> title_and_story("The neck is adjusted, and later in the same visit the low back. May 98940 be billed twice?")[:2]
    ('The neck is adjusted, and later in the same visit the low back.', 'May 98940 be billed twice?')
    >>> title_and_story("Judge this note. What does it support?")
    ('', 'Judge this note. What does it support?', '')
    """
    if len(text) <= _SHORT:
        return "", text, ""
    sentences = _ASKS.split(text.strip())
    at = max((n for n, one in enumerate(sentences) if one.endswith("?")), default=0)
    return " ".join(sentences[:at]), sentences[at], " ".join(sentences[at + 1 :])


def claim_as_sent(asked: Question) -> list[list[str]]:
    """Give the claim that came back as a row of the record, so that it is still there when the form was changed."""
    if not asked.proposed or not (asked.kind == "fix" or asked.asks_if_it_stands):
        return []
    return [
        [
            "Proposed" if asked.asks_if_it_stands else "Claim as sent",
            "; ".join(_line_in_words(asked, line[0]) for line in asked.proposed),
        ]
    ]


def _lines_form(asked: Question, lesson: int | None) -> dict[str, Any]:
    kind = asked.kind
    held = {number: (units, modifiers) for number, units, modifiers in asked.proposed}
    needed, likely = _needed_lines(asked), _likely_lines(asked)
    taught = {
        kind: {one.name for one in taught_up_to(lesson) if one.kind == kind} for kind in ("code", "modifier")
    }
    likely_codes = [line[0] for line in likely if lesson is None or line[0] in taught["code"]]
    offered = asked.options if kind != "fix" else ()
    must = {*held, *(line[0] for line in needed)}
    if not offered:
        must |= _codes_in_the_note(asked)
        usual = code_group(USUAL_CODES) if lesson is None else taught["code"] & {*code_group(USUAL_CODES)}
        offered = tuple(sorted({*usual, *must, *likely_codes}))
    at_hand = set(offered)
    if len(offered) > _CODES_AT_HAND and kind != "units":
        most = _CODES_BESIDE_A_CLAIM if held else _CODES_AT_HAND
        at_hand = _fitting(asked, must, likely_codes, offered, most)
    must_marks = {mark for line in (*needed, *asked.proposed) for mark in line[2]}
    likely_marks = [mark for line in likely for mark in line[2] if mark in taught["modifier"]]
    marks = sorted(taught["modifier"] | must_marks)
    marks_at_hand = _fitting(asked, must_marks, likely_marks, marks, _MODIFIERS_AT_HAND)
    return {
        "type": "lines",
        "picks": kind != "units",
        "units": kind in {"units", "fix"} or asked.asks_units,
        "modifiers": kind in {"modifiers", "fix"},
        "offered": [mark for mark in marks if mark in marks_at_hand],
        "others": [mark for mark in marks if mark not in marks_at_hand],
        "none": "nothing is billed",
        "rows": [
            {
                "code": number,
                "label": code(number).label,
                "picked": number in held,
                "units": held.get(number, (1, ()))[0],
                "modifiers": list(held.get(number, (1, ()))[1]),
                "at_hand": number in at_hand,
            }
            for number in offered
        ],
    }


def _needed_lines(asked: Question) -> list[Line]:
    return [line for answer in asked.right if isinstance(answer, tuple) for line in answer if _is_line(line)]


def _likely_lines(asked: Question) -> list[Line]:
    """List what somebody would answer who holds one of the beliefs that the course knows of this skill."""
    said = [held.answer(asked) for held in misconceptions(asked.skill) if held.applies(asked)]
    return [line for answer in said if isinstance(answer, tuple) for line in answer if _is_line(line)]


def _is_line(line: object) -> TypeGuard[Line]:
    return isinstance(line, tuple) and len(line) == 3 and line[0] in codes()


def _fitting(
    asked: Question, must: Iterable[str], likely: Iterable[str], others: Iterable[str], most: int
) -> set[str]:
    """Choose what is at hand: all that is needed, then what a mistake would take, then others of a kind with these.

    Other kinds come in only where that makes too few. Which of the others is drawn by the question's name, so that a question
    has the same ones every time.
    """
    must, likely = set(must), list(likely)
    kinds = {code(one).family for one in (*must, *likely) if one in codes()}

    def is_alike(one: str) -> bool:
        return one in codes() and code(one).family in kinds

    drawn = sorted(others, key=lambda one: crc32(f"{asked.id} {one}".encode()))
    alike = list(dict.fromkeys((*sorted(must), *likely, *filter(is_alike, drawn))))[: max(most, len(must))]
    rest = [one for one in drawn if one not in alike]
    return {*alike, *rest[: max(0, min(_ENOUGH, most) - len(alike))]}


def _codes_in_the_note(asked: Question) -> set[str]:
    """List the codes that the note itself names, whether they are to be billed or not."""
    if asked.note is None:
        return set()
    visit = asked.note.visit
    evaluation = visit.evaluation.code if visit.evaluation is not None else None
    return {number for number in (evaluation, *(one.code for one in visit.services)) if number}
