"""Claims put forward by somebody with a misconception, to be judged or put right."""

from __future__ import annotations

from dataclasses import replace

from cptedu.learn.generator.draw import Draw
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.questions import UNMARKED_SINCE, Line, Note, Question
from cptedu.learn.record import record_of_note
from cptedu.learn.second_opinion import claims_by, judged, may_be_unmarked

__all__ = ["JUDGE", "PUT_RIGHT", "asked_about_claim", "asked_with_proposal"]

JUDGE = (
    "A colleague wrote this claim. Mark each line that the note does not support, and say if a line is missing. A wrong code"
    " in place of the right one is one wrong line; nothing is missing then."
)
PUT_RIGHT = "This claim came back. Put it right: codes, units and modifiers, as the note supports them."


def asked_about_claim(
    wanted: Draw, note: Note, text: str, options: tuple[str, ...], asks_units: bool = False
) -> Question:
    """Make a question about the claim of a note.

    Args:
        wanted: what is drawn.
        note: the note.
        text: what is asked.
        options: the codes offered.
        asks_units: True when chosen codes come with their units.

    Returns:
        The question, without its answer.
    """
    return wanted.question(
        text, note=note, record=record_of_note(note), options=options, asks_units=asks_units
    )


def asked_with_proposal(wanted: Draw, note: Note, more: str = "") -> Question | None:
    """Have a claim judged or put right that follows from a misconception of the skill.

    Args:
        wanted: what is drawn: a question of kind ``judge`` or ``fix``.
        note: the note.
        more: a sentence to be added.

    Returns:
        The question; None when minutes tie, or when no misconception of the skill makes this note's claim wrong. One in
        four claims to be judged is right.
    """
    stream, is_judged = wanted.stream, wanted.kind == "judge"
    allowed = claims_by(note)
    if len(allowed) > 1:  # where minutes tie, no one claim is the right one
        return None
    supported = allowed[0]
    others = {claims_by(note, one.steps)[0] for one in misconceptions(wanted.skill, wanted.generation)}
    # What differs only in a mark that does no harm comes back from nobody.
    unmarked = frozenset[str]()
    if wanted.generation >= UNMARKED_SINCE:
        unmarked = may_be_unmarked((line[0] for line in supported), note.visit)
    wrong = sorted(
        lines for lines in others if lines and judged(lines, supported, frozenset(), note.visit, unmarked)
    )
    proposed: tuple[Line, ...] = supported
    if not is_judged or stream.chance(3, 4):
        if not wrong:
            return None
        proposed = stream.one_of(wrong)
    if not proposed:
        return None
    codes = tuple(sorted(line[0] for line in proposed))
    text = " ".join(filter(None, (JUDGE if is_judged else PUT_RIGHT, more)))
    asked = asked_about_claim(wanted, note, text, codes if is_judged else ())
    return replace(asked, proposed=proposed)
