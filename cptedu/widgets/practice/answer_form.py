"""The form in which a question is answered, and the words around it."""

from __future__ import annotations

from typing import Any

from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, codes
from cptedu.learn.exercises import Exercise
from cptedu.learn.questions import MISSING, Question

__all__ = ["answer_form", "claim_as_sent", "to_do"]

MODIFIERS = ("25", "59", "XS", "AT", "GA", "GZ", "GP", "GX", "GY")
USUAL_CODES = "answer_form"


def answer_form(asked: Question) -> dict[str, Any]:
    """Describe the form in which a question is answered, for the page to draw.

    Args:
        asked: the question.

    Returns:
        ``type`` (``choice``, ``many``, ``order``, ``numbers`` or ``lines``) and what it needs.
    """
    kind = asked.kind
    if asked.is_one_of_them:
        return {"type": "choice", "options": [_option(one, one) for one in asked.options]}
    if kind == "regions":
        options = [_option(one, one.replace("_", " ")) for one in asked.options]
        return {"type": "many", "map": True, "options": options, "none": "no region"}
    if kind == "judge":
        options = [_option(one, _line_in_words(asked, one)) for one in asked.options]
        options.append(_option(MISSING, "a line is missing"))
        return {"type": "many", "options": options, "none": "nothing is wrong"}
    if kind == "order":
        options = [_option(one, one) for one in asked.options]
        return {"type": "order", "options": options, "none": "leave it in this order"}
    if kind == "minutes":
        return {"type": "numbers", "options": [_option("", "Minutes")], "whole": True}
    if kind == "amount":
        label = "Amount in dollars" if asked.bill is not None else "Number"
        return {"type": "numbers", "options": [_option("", label)], "whole": False}
    if kind == "numbers":
        return {"type": "numbers", "options": [_option(one, one) for one in asked.options], "whole": False}
    return _lines_form(asked)


def _option(value: str, label: str) -> dict[str, str]:
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


def claim_as_sent(asked: Question) -> list[list[str]]:
    """Give the claim that came back as a row of the record, so that it is still there when the form was changed."""
    if asked.kind != "fix" or not asked.proposed:
        return []
    return [["Claim as sent", "; ".join(_line_in_words(asked, line[0]) for line in asked.proposed)]]


def _lines_form(asked: Question) -> dict[str, Any]:
    kind = asked.kind
    held = {number: (units, modifiers) for number, units, modifiers in asked.proposed}
    offered = asked.options if kind != "fix" else ()
    if not offered:
        right = [line[0] for answer in asked.right if isinstance(answer, tuple) for line in answer]
        named = {*held, *_codes_in_the_note(asked), *(str(one) for one in right if one in codes())}
        offered = tuple(sorted({*code_group(USUAL_CODES), *named}))
    used = {
        m for answer in asked.right if isinstance(answer, tuple) for line in answer for m in _modifiers(line)
    }
    return {
        "type": "lines",
        "picks": kind != "units",
        "units": kind in {"units", "fix"} or asked.asks_units,
        "modifiers": kind in {"modifiers", "fix"},
        "offered": sorted({*MODIFIERS, *used, *(m for _, given in held.values() for m in given)}),
        "none": "nothing is billed",
        "rows": [
            {
                "code": number,
                "label": code(number).label,
                "picked": number in held,
                "units": held.get(number, (1, ()))[0],
                "modifiers": list(held.get(number, (1, ()))[1]),
            }
            for number in offered
        ],
    }


def _codes_in_the_note(asked: Question) -> set[str]:
    """List the codes that the note itself names, whether they are to be billed or not."""
    if asked.note is None:
        return set()
    visit = asked.note.visit
    evaluation = visit.evaluation.code if visit.evaluation is not None else None
    return {number for number in (evaluation, *(one.code for one in visit.services)) if number}


def _modifiers(line: object) -> tuple[str, ...]:
    return tuple(line[2]) if isinstance(line, tuple) and len(line) == 3 else ()
