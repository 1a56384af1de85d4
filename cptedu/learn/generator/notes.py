"""Drawn questions that have a note judged: is it enough to bill, is there something to ask, or is it no line at all?"""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import work_beside
from cptedu.learn.generator.diagnoses import own_diagnosis
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import a_deficit, an_exercise_for
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.leaflets import a_leaflet
from cptedu.learn.generator.proposals import asked_about_claim
from cptedu.learn.generator.together import Work, work_that
from cptedu.learn.questions import ON_A_NOTE, Note, Question
from cptedu.learn.second_opinion import SPINE
from cptedu.learn.stream import IntegerStream
from cptedu.model import Visit

__all__ = ["judged_note"]

_MINUTES = (10, 22)
_CODES = ("97110", "97112", "97112", "97530", "97140")
_APART = ("upper_extremities", "lower_extremities")
_LIMBS_POINTED_SINCE = 9
_ASKED = "Judge this note. What does it support for the service?"


def judged_note(wanted: Draw, *, adjusted: bool) -> Question | None:
    """Draw a note of one service, in which something may be missing or may stand in the way.

    Args:
        wanted: what is drawn.
        adjusted: True when the spine was adjusted too.

    Returns:
        The question, without its answer; None where no work fits.
    """
    stream, difficulty = wanted.stream, wanted.difficulty
    pointed: tuple[tuple[str, str], ...] = ()
    regions = stream.some_of(SPINE, stream.between(1, 2))
    number = stream.one_of(_CODES)
    if wanted.by_table:
        work = work_beside(wanted, number, regions if adjusted else [], _MINUTES)
        if work is None:
            return None
        service = _from_table(wanted, work)
        if adjusted and wanted.generation >= _LIMBS_POINTED_SINCE and work.region in _APART:
            pointed = (("0", own_diagnosis(stream, wanted.generation, work)),)
    else:
        near = adjusted and stream.chance(1, 2)
        region = stream.one_of(regions if near else _APART)
        service = an_exercise_for(stream, number, stream.between(10, 22), region)
        faults = _faults(stream, service, region)
        if stream.chance(2, 3):
            service |= stream.one_of(faults[: 2 * difficulty])
    visit: dict[str, Any] = {
        "date_of_service": a_day(stream, usual=wanted.by_table),
        "payer": stream.one_of(("commercial_ncci", "federal_va")) if difficulty == 3 else "commercial_ncci",
        "care": "active",
        "services": [service],
    }
    if adjusted:
        places = [place for one in regions for place in places_in(stream, one, 1, usual=wanted.by_table)]
        visit["adjusted"] = in_body_order(places) if wanted.by_table else places
    note = Note(Visit.from_dict(visit), pointed=pointed)
    return asked_about_claim(wanted, note, _ASKED, ON_A_NOTE)


def _faults(stream: IntegerStream, service: dict[str, Any], region: str) -> list[dict[str, Any]]:
    """List what may be wrong with a record, the plainer faults first."""
    faults: list[dict[str, Any]] = [
        {"deficit": ""},
        {"contact": "unattended"},
        {"minutes": stream.between(4, 7)},
        {"home_instruction": True, "activity": "sitting upright at work"},
        {"contact": None},
        {"minutes": None},
    ]
    if service["purpose"][0] in ("strength", "balance"):
        other = "balance" if service["purpose"][0] == "strength" else "strength"
        both = f"{service['deficit']}; {a_deficit(stream, other, region)}"
        faults.insert(4, {"purpose": [*service["purpose"], other], "deficit": both})
    else:
        faults.insert(4, {"performed_by": "unlicensed_assistant"})
    return faults


def _from_table(wanted: Draw, work: Work) -> dict[str, Any]:
    """Give some work as a service in which something may be missing that could be missing from such a note."""
    stream = wanted.stream
    service = work.service(work.minutes(stream, *_MINUTES))
    if not stream.chance(2, 3):
        return service
    possible = [fault for fault in _faults_of(wanted, work) if fault is not None]
    return service | stream.one_of(possible[: 2 * wanted.difficulty])


def _faults_of(wanted: Draw, work: Work) -> list[dict[str, Any] | None]:
    """List what may be wrong with a record of some work, the plainer faults first; None where it makes no sense for it."""
    faults: list[dict[str, Any] | None] = [
        {"deficit": ""} if work.deficit else None,
        {"contact": "unattended"} if work.alone else None,
        {"minutes": wanted.stream.between(4, 7)},
        a_leaflet(wanted) if work.at_home == "yes" else None,
        {"contact": None},
        {"minutes": None},
    ]
    rows = work_that(wanted.generation, region=work.region)
    both = [one for one in rows if one.activity == work.activity and one.code != work.code]
    if not work.deficit:
        faults.insert(4, None)  # hands-on work by unlicensed hands is no matter of the note alone
    elif both and wanted.stream.chance(1, 2):
        other = wanted.stream.one_of(both)
        aims = {"purpose": [work.purpose, other.purpose]}
        faults.insert(4, aims | {"deficit": f"{work.deficit}; {other.deficit}"})
    else:
        faults.insert(4, {"performed_by": "unlicensed_assistant"})
    return faults
