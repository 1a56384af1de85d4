"""Drawn questions on a note as a clinic wrote it: which sentence carries something, and what the note does not say."""

from __future__ import annotations

from cptedu.facts.codes import code, purposes
from cptedu.learn.generator.diagnoses import conditions_of, explained
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.together import a_sign, same_half, work_that
from cptedu.learn.not_said import NOT_SAID, NOTHING_MISSING
from cptedu.learn.notes import WrittenNote, voice_named, write_note
from cptedu.learn.questions import Note, Question
from cptedu.learn.second_opinion import SPINE
from cptedu.model import Visit

__all__ = ["asked_of_sentences", "asked_what_is_missing"]

# A voice that is added later is drawn by a later generation: what was drawn stays as it was.
_VOICES = ("older_doctor", "new_graduate", "template")
_CODES = ("97110", "97112", "97112", "97530")
_APART = ("upper_extremities", "lower_extremities")
_MISSING = "This is a note as a clinic wrote it. What does it not say, so that the exercise cannot be billed as it stands?"
_SENTENCE = (
    "This is a note as a clinic wrote it, and {number} is to go on the claim. Which sentence says {what}?"
)
_OFFERED_BESIDE = 5
_FOUND_SINCE = 11  # a note that adjusts says what was found there


def asked_what_is_missing(wanted: Draw, *, adjusted: bool) -> Question:
    """Draw a note in which one thing is missing that the rules ask for, or nothing.

    Args:
        wanted: what is drawn.
        adjusted: True when the spine was adjusted too.

    Returns:
        The question, without its answer.
    """
    visit = _visit(wanted, adjusted=adjusted)
    left = wanted.stream.one_of((*NOT_SAID, ""))
    voice, seed = wanted.stream.one_of(_VOICES), wanted.stream.below(1_000_000)
    leave_out = [f"services[1].{left}"] if left else []
    speaker = voice_named(voice, wanted.generation)
    written = write_note(Note(visit), voice=speaker, seed=seed, leave_out=leave_out)
    return wanted.question(
        _MISSING,
        note=Note(written.visit),
        record=_as_rows(written),
        options=(*NOT_SAID.values(), NOTHING_MISSING),
    )


def asked_of_sentences(wanted: Draw, *, adjusted: bool) -> Question | None:
    """Draw a note of which the sentence is to be found that carries something of the exercise's line.

    Args:
        wanted: what is drawn.
        adjusted: True when the spine was adjusted too.

    Returns:
        The question, without its answer; None where two sentences read alike.
    """
    visit = _visit(wanted, adjusted=adjusted)
    key = wanted.stream.one_of(tuple(NOT_SAID))
    voice, seed = wanted.stream.one_of(_VOICES), wanted.stream.below(1_000_000)
    written = write_note(Note(visit), voice=voice_named(voice, wanted.generation), seed=seed)
    said = tuple(one.text for one in written.sentences)
    if len(set(said)) < len(said):
        return None
    number = purposes()[visit.services[0].purpose[0]]
    carrying = [one.text for one in written.that_carry(f"services[1].{key}")]
    others = wanted.stream.some_of([one for one in said if one not in carrying], _OFFERED_BESIDE)
    text = _SENTENCE.format(what=NOT_SAID[key], number=f"{number} ({code(number).label})")
    return wanted.question(
        text,
        note=Note(visit),
        record=_as_rows(written),
        options=tuple(one for one in said if one in (*carrying, *others)),
        aspect=f"services[1].{key} {voice} {seed}",
    )


def _visit(wanted: Draw, *, adjusted: bool) -> Visit:
    stream = wanted.stream
    number, minutes = stream.one_of(_CODES), (8, 22)
    regions = stream.some_of(SPINE, stream.between(1, 2)) if adjusted else []
    held = work_that(wanted.generation, code=number, minutes=minutes)
    near = {part for one in regions for part in same_half(one) if part in _APART}
    work = stream.one_of([one for one in held if not regions or one.region in near])
    generation = wanted.generation
    visit = {
        "date_of_service": a_day(stream, usual=True),
        "payer": "commercial_ncci",
        "care": "active",
        "diagnoses": explained(stream, generation, [work], conditions_of(generation, regions)),
        "services": [work.service(work.minutes(stream, *minutes))],
    }
    if regions:
        places = [place for one in regions for place in places_in(stream, one, 1, usual=True)]
        visit["adjusted"] = in_body_order(places)
        if generation >= _FOUND_SINCE:
            found = {region: a_sign(stream, generation, region) for region in regions}
            visit["findings"] = {region: found[region] for region in SPINE if region in found}
    return Visit.from_dict(visit)


def _as_rows(written: WrittenNote) -> tuple[tuple[str, str], ...]:
    return tuple((heading.rstrip(":|").strip().capitalize(), words) for heading, words in written.paragraphs)
