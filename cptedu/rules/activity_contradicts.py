"""What the words of an activity say against the rest of the record: both cannot be right, so it is asked."""

from __future__ import annotations

from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, is_timed
from cptedu.model import Verdict
from cptedu.rules.exercise_code import HANDS_ON, IN_WATER, TASK
from cptedu.rules.one_therapy_at_a_time import NEEDS_CLINICIAN
from cptedu.rules.recorded_minutes import SOURCES as MINUTES_SOURCES
from cptedu.rules.said import OWN_SOURCES, Said
from cptedu.visit.activity.named_activity import NamedThere
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["activity_contradicts", "given_otherwise"]

_WHERE_MATTERS = "not_separate_in_an_adjusted_region"
_IN_WORDS = {
    "chiropractor": "the chiropractor",
    "therapist": "a therapist",
    "unlicensed_assistant": "an unlicensed assistant",
}


def activity_contradicts(record: Record, service: ServiceRecord, number: str | None) -> Said | None:
    """Ask where the activity names something else than purpose, contact and regions do.

    The name of an activity never decides its code. But dry needling, a hot pack or a thrust is no manual therapy, practice
    alone is not one on one, hands on the neck are not at the shoulder, and what was declined or is only planned was not
    given at all: until it is told which is right, nothing is billed.

    Args:
        record: the visit as understood.
        service: the service.
        number: the code by its purpose.

    Returns:
        ``ask`` for the first such word, or None where the words fit the record or name nothing that is held.

    Source: our table of such words; for a technique, the source of its row.

    >>> ours = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> needled = ServiceRecord.of(activity="dry needling", purpose=("soft_tissue",), contact="one_on_one")
    >>> activity_contradicts(ours, needled, "97140").verdict.value
    'ask'
    """
    if number is None or service.written.home_instruction:
        return None
    otherwise = given_otherwise(service, number)
    if otherwise:
        return otherwise
    advice = service.activity_read.advice
    if advice and number in code_group("needs_a_measured_deficit"):
        no_time = ": advice, or practice at home, is no skilled time with the patient."
        return _asked(service, number, f"The activity says {advice!r}{no_time}", OWN_SOURCES)
    for named in service.activity_read.named:
        against = _against(service, number, named)
        if against:
            sources = (named.source,) if named.kind == "technique" else OWN_SOURCES
            return _asked(service, number, f"The activity says {named.quoted!r}{against}", sources)
    where = _elsewhere(record, service, number)
    return _asked(service, number, where, OWN_SOURCES) if where else _of_other_minutes(service, number)


def given_otherwise(service: ServiceRecord, number: str) -> Said | None:
    """Ask where the activity says that the service was not given at this visit, or by another than the record has.

    Args:
        service: the service.
        number: its code, by its purpose or its own.

    Returns:
        ``ask``, or None. An assistant may look after what needs nobody in attendance, so there it is not asked.

    Source: our table of such words.

    >>> given_otherwise(ServiceRecord.of(activity="not done today"), "97110").verdict.value
    'ask'
    """
    read, by = service.activity_read, service.performed_by
    if read.undone:
        against = ", and the record that it was given: what was not done at this visit is not billed."
        return _asked(service, number, f"The activity says {read.undone!r}{against}", OWN_SOURCES)
    found = code(number)
    needs_nobody = found.contact_is_held and found.contact not in NEEDS_CLINICIAN
    if read.giver is None or by in read.giver.fits or needs_nobody:
        return None
    says = f"The activity says {read.giver.quoted!r}, and the record that {_IN_WORDS[by]} gave it."
    asked = _asked(service, number, says, OWN_SOURCES)
    return asked._replace(used=service.used("activity", "performed_by"))


def _asked(service: ServiceRecord, number: str, says: str, sources: tuple[str, ...]) -> Said:
    return Said(
        "activity_contradicts",
        Verdict.ASK,
        says,
        sources,
        code=number,
        fix="Ask which of the two it was. The record is mended to what was done, and never to fit a code.",
        about=service.activity,
        used=service.used("activity"),
    )


def _against(service: ServiceRecord, number: str, named: NamedThere) -> str:
    """Say what the words stand against; nothing where they fit."""
    alone_with_patient = service.contact == "one_on_one"
    # "Independently w/ DC observing, 1:1" tells how the patient moved.
    said_so = any(one.kind == "one_on_one" for one in service.activity_read.named)
    if named.kind == "technique" and number not in named.codes:
        own = f"which goes by {' or '.join(named.codes)}" if named.codes else "for which no code is held here"
        return f", {own}; the purpose recorded leads to {number}."
    if named.kind == "own_work" and number in code_group(HANDS_ON):
        return f", the patient's own work; {number} is done by the clinician's hands."
    if named.kind == "no_hands" and number in code_group(HANDS_ON) and not _is_by_hand(service, number):
        return f", and nothing done by hand; {number} is done by the clinician's hands."
    away = named.kind == "no_clinician" and service.performed_by == "chiropractor"
    if (named.kind == "alone" or away) and alone_with_patient and not said_so:
        return ", and the record one on one: the clinician was with the patient, or was not."
    if named.kind == "group" and alone_with_patient:
        return ", and the record one on one: several patients at once are a group."
    if named.kind == "water" and number != IN_WATER and not service.written.aquatic:
        return ", and the record does not say that it was done in water."
    if named.kind == "no_task" and number == TASK and service.activity_read.is_counted:
        return f" and names no task; sets and repeats alone are not {TASK}."
    return ""


def _of_other_minutes(service: ServiceRecord, number: str) -> Said | None:
    """Ask where the words tell other minutes than the record, or say that a part of them does not count."""
    told, minutes = service.activity_read.minutes, service.minutes
    if not minutes or not is_timed(number):
        return None
    says = ""
    net = None if told.taken is None else told.taken - (told.inside or 0)
    if told.inside is not None and (told.inside == 0 or minutes != net):
        says = f"The activity tells of set-up, notes or rest inside its time, and the record has {minutes} minutes."
    elif net is not None and minutes not in {net, told.taken, *told.shown}:
        says = f"The activity says {told.quoted!r}, and the record {minutes} minutes."
    elif told.clock is not None and told.clock < minutes:
        says = f"The activity tells of {told.clock} minutes by the clock, and the record of {minutes}."
    if not says:
        return None
    asked = _asked(service, number, says, MINUTES_SOURCES)
    fix = (
        "Ask which minutes were of direct treatment; set-up, note-writing and rest do not count. No minutes are added to"
        " reach a unit."
    )
    return asked._replace(fix=fix, used=service.used("activity", "minutes"))


def _is_by_hand(service: ServiceRecord, number: str) -> bool:
    """Say whether the words name work of the hands, too: ``"MFR forearm, then taped"``."""
    return any(one.kind == "by_hand" or number in one.codes for one in service.activity_read.named)


def _elsewhere(record: Record, service: ServiceRecord, number: str) -> str:
    """Say where it was given by the words of the activity, if that is not where the record has it and where matters."""
    places, treated = service.activity_read.places, frozenset(service.places.regions)
    by_hand = number in code_group(HANDS_ON)
    named = places.by_hand if by_hand else places.trained
    if number not in code_group(_WHERE_MATTERS) or not named or not treated or service.muscle is not None:
        return ""
    adjusted = record.adjusted.spinal
    # Where the region recorded was adjusted itself, the edit decides already.
    reaches_an_adjusted_region = bool(named & adjusted) and not treated & adjusted
    fits = not by_hand or bool((named | places.beyond) & treated)
    if fits and not reaches_an_adjusted_region:
        return ""
    words = [", ".join(sorted(one)).replace("_", " ") for one in (named, treated)]
    return f"The activity names {words[0]}, and the region recorded is {words[1]}."
