"""On the auditor's chair: twelve charts of a practice that does not exist, and what the rules decide of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from cptedu.analysis.audit.assumed import DEFICIT
from cptedu.analysis.audit.notes import Difference, against_note
from cptedu.analysis.made_up_notes import made_up_notes
from cptedu.analysis.made_up_practice import MadeUpLine, made_up_practice
from cptedu.engine.review import review_claim
from cptedu.facts.schedule import years_held
from cptedu.learn.notes import WrittenNote, voices, write_note
from cptedu.learn.stream import IntegerStream
from cptedu.model import Verdict, Visit

__all__ = ["ASK", "DENY", "HABITS_FOUND", "PAY", "QUESTIONS", "Chart", "charts"]

Lines = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Code, units and modifiers of each line of a claim."""
PAY, DENY, ASK = "pay", "deny", "ask"
QUESTIONS = 5
"""How many questions there are for twelve charts."""
HABITS_FOUND = ("98942_too_often", "59_on_everything", "silent_notes")
"""The habits of the practice that is audited."""
VISITS = 400
MOST_YEARS = 12
APART = 1_000_003
PAYER = "commercial_ncci"
FIRST_WORKDAY = 5
MINUTES_A_UNIT = 15
# How many charts are of each kind: more than half of them hold up, or are silent, and none is told by its look.
WANTED = {PAY: 5, "not_documented": 2, "otherwise": 2, "left_open": 3}
_TOLD: Mapping[str, Any] = {"deficit": DEFICIT, "contact": "one_on_one"}
_SENT = {
    "minutes": "The practice sends its time sheet of that day: {minutes} minutes.",
    "contact": "The practice sends its schedule of that day: the doctor was with this one patient.",
}
_NOT_SENT = "The practice answers that it has nothing else that was written on that day."
_NOTHING_TO_ASK = "The practice answers: it is all in the note."


@dataclass(frozen=True)
class Chart:
    """One claim with its note, and what the rules decide of it.

    Attributes:
        visit: the visit as the note tells it.
        note: the note in the words of an office.
        lines: the claim: code, units, modifiers.
        right: ``"pay"``, ``"deny"`` or ``"ask"``.
        code: the code of the line that does not stand, or of which is to be asked; empty where all is paid.
        difference: what lies between claim and note; None where nothing does.
        answer: what the practice answers when it is asked.
        after: what is right once it has answered: ``"pay"`` or ``"deny"``.
    """

    visit: Visit
    note: WrittenNote
    lines: Lines
    right: str
    code: str
    difference: Difference | None
    answer: str
    after: str


@lru_cache(maxsize=4)
def charts(seed: int = 1) -> tuple[Chart, ...]:
    """Draw twelve charts of a made-up practice, all of one payer.

    Args:
        seed: a whole number; one seed gives the same twelve everywhere.

    Returns:
        The charts, in a drawn order.

    Source: the rules decide each, by ``review_claim``.

    >>> held = charts(1)
    >>> len(held), sum(one.right == "pay" for one in held), sum(one.right == "ask" for one in held)
    (12, 5, 3)
    """
    stream = IntegerStream(f"cptedu auditor's chair/{seed}")
    found: dict[str, list[Chart]] = {kind: [] for kind in WANTED}
    # A year that has not every kind of chart is followed by the next one.
    for year in range(MOST_YEARS):
        _chosen(found, seed + year * APART, stream)
        if all(len(held) == WANTED[kind] for kind, held in found.items()):
            break
    return tuple(stream.shuffled([one for held in found.values() for one in held]))


def _chosen(found: dict[str, list[Chart]], seed: int, stream: IntegerStream) -> None:
    """Choose from a year of the practice what is still wanted."""
    lines = made_up_practice(date(years_held()[-1], 1, FIRST_WORKDAY), VISITS, seed=seed, habits=HABITS_FOUND)
    notes = made_up_notes(lines, seed=seed, habits=HABITS_FOUND)
    for number, claim in _claims(lines):
        if all(len(held) == WANTED[kind] for kind, held in found.items()):
            return
        # Every other question is answered by a paper of that day.
        made = _chart(number, notes[number], claim, stream, is_sent=len(found["left_open"]) % 2 == 0)
        if made is None:
            continue
        kind = PAY if made.difference is None else made.difference.kind
        held = found.get(kind, [])
        is_another = kind == "left_open" or all(one.lines != made.lines for one in held)
        if len(held) < WANTED.get(kind, 0) and is_another:
            held.append(made)


def _claims(lines: Iterable[MadeUpLine]) -> Iterator[tuple[int, list[MadeUpLine]]]:
    """Give the claims of the payer that have more than an adjustment or the highest one: there is something to read."""
    by_visit: dict[int, list[MadeUpLine]] = {}
    for one in lines:
        if one.payer == PAYER:
            by_visit.setdefault(one.visit, []).append(one)
    yield from ((number, held) for number, held in by_visit.items() if len(held) > 1)


def _chart(
    number: int, visit: Visit, claim: list[MadeUpLine], stream: IntegerStream, *, is_sent: bool
) -> Chart | None:
    """Make a chart with one fault at most; None where there are more, where sources dispute it, or where more is to be asked."""
    lines = tuple((one.code, one.units, one.modifiers) for one in claim)
    found = against_note(visit, lines)
    if len(found) > 1 or any(one.verdict is Verdict.CONTESTED or not one.code for one in found):
        return None
    if _asked(visit, lines) - {one.code for one in found if one.kind == "left_open"}:
        return None
    note = write_note(visit, voice=stream.one_of(voices()), seed=number)
    if not found:
        return Chart(visit, note, lines, PAY, "", None, _NOTHING_TO_ASK, PAY)
    [difference] = found
    if difference.kind != "left_open":
        return Chart(visit, note, lines, DENY, difference.code, difference, _NOTHING_TO_ASK, DENY)
    missing = _missing(visit, lines)
    if missing is None:
        return None
    answer = (
        _SENT[missing].format(minutes=_minutes(lines, difference.code))
        if missing in _SENT and is_sent
        else _NOT_SENT
    )
    after = DENY if answer == _NOT_SENT else PAY
    return Chart(visit, note, lines, ASK, difference.code, difference, answer, after)


def _asked(visit: Visit, lines: Lines) -> set[str | None]:
    """Name the codes of which the rules ask something that decides whether the line stands."""
    review = review_claim(visit, lines)
    return {
        one.code
        for one in (*review.unknown, *review.wrong)
        if one.verdict is Verdict.ASK and not one.either_way
    }


def _missing(visit: Visit, lines: Lines) -> str | None:
    """Name the one thing that the note leaves out, if the claim stands with it; the rules are asked."""
    for at, service in enumerate(visit.services):
        for name, told in {**_TOLD, "minutes": _minutes(lines, service.code or "")}.items():
            if not getattr(service, name):
                filled = replace(service, **{name: told})
                services = (*visit.services[:at], filled, *visit.services[at + 1 :])
                if not against_note(replace(visit, services=services), lines):
                    return name
    return None


def _minutes(lines: Lines, code: str) -> int:
    """Give as many minutes as the units of a code stand for; of a service without a code those of one unit."""
    return MINUTES_A_UNIT * next((count for number, count, _ in lines if number == code), 1)
