"""Questions back: where in this case to look. None of them names what is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cptedu.explain import counted, place_in_words
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import is_timed
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.learn.replies.case_told import CaseTold, is_adjustment, joined, thing
from cptedu.model import Service

__all__ = ["about_left_off", "about_line", "about_mark", "about_minutes", "about_places", "about_service"]

_MOST_WORDS_QUOTED = 18  # of what a note says: whoever is asked to read it there has it beside the question
_NOT_SEEN_AT_ONCE = ("occip", "sacroiliac", "si joint", "ilium", "costo", "coccyx", "jaw", "rib")
_MARKS = {
    "25": "Read what was examined: “{examined}”. Is that more than the look before each adjustment, and which line says so?",
    "AT": "Is function still expected to improve, or is a plateau kept? The adjustment's line tells Medicare which.",
    "GA": "The care is {care}, and of the notice the note says: {notice}. What does that make of the adjustment's line?",
    "GZ": "The care is {care}, and of the notice the note says: {notice}. What does that make of the adjustment's line?",
    "GP": "Which lines does {payer_small} want marked as part of a therapy plan, if any?",
    "GY": "Does {payer_small} pay a chiropractor for {thing}? What does its line have to say then?",
    "GX": "Was a notice given for what is excluded, and was it asked for by law or given freely? Of it the note says: {notice}.",
}
_REGIONS = (
    "Put two lists side by side. Adjusted: {adjusted}. {Thing}: {where}. What does that ask of the line?"
)
_NOTICES = {
    None: "nothing",
    "none": "none was signed",
    "required": "the mandatory one is signed",
    "voluntary": "a voluntary one is signed",
}


def _in_words(regions: Iterable[str]) -> str:
    return joined(map(place_in_words, regions))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


# ---- adjustments ----------------------------------------------------------------------------------------------------


def about_places(told: CaseTold, given: Mapping[str, int], rule: str, *, of_spine: bool) -> str:
    """Ask about the level of an adjustment, or about what was adjusted beyond the spine."""
    visit = told.note.visit
    if not visit.adjusted:
        return "Was anything adjusted in this visit?"
    if told.unclear:
        return (
            f"The note says “{place_in_words(told.unclear)}” and no more. Is it clear which region that is?"
        )
    if rule in _OFF_ADJUSTMENTS:
        return _OFF_ADJUSTMENTS[rule].format(
            part=" and ".join(visit.part or ()) or "none",
            diagnosis=diagnoses_in_words((visit.diagnoses or ())[:1], visit.date_of_service) or "none",
            places=told.places,
        )
    if of_spine and len(given) > 1:
        begun = "Both codes" if len(given) == 2 else "All these codes"
        return f"{begun} speak of the spine of one patient on one day. Can each of them be the whole of it?"
    if any(units > 1 for units in given.values()):
        return f"Is an adjustment code billed once for each place, or chosen by what was adjusted? Here: {told.places}."
    if told.lacks_findings:
        return f"Adjusted: {_in_words(told.adjusted)}. In which of them was something found?"
    if len(visit.adjusted) == 1:
        return f"Adjusted: {told.places}, and nothing else. Which region is that, is it of the spine, and which line tells it?"
    if not of_spine:
        return f"Which of these lie beyond the spine, and do they have a line: {told.places}?"
    hard = next((one for one in visit.adjusted if any(part in one.lower() for part in _NOT_SEEN_AT_ONCE)), "")
    if hard and len(visit.adjusted) > 1:
        return f"Name the region of each, and count each region of the spine once: {told.places}. Where does the {hard} belong?"
    return (
        f"Name the region of each, and count each region of the spine once: {told.places}. How many are left?"
    )


_OFF_ADJUSTMENTS = {
    "part": "P.A.R.T. in the note: {part}. Is that enough to show a subluxation?",
    "subluxation_diagnosis": "First diagnosis: {diagnosis}. Adjusted: {places}. Does it name a subluxation there?",
    "adjusted_findings": "Was anything found where it was adjusted: {places}?",
}


# ---- services -------------------------------------------------------------------------------------------------------


def about_service(told: CaseTold, service: Service, rule: str) -> str:
    """Ask about what keeps a service off the claim, or about what its code goes by."""
    asks = _SERVICES.get(rule, _SERVICES["purpose"])
    measured = service.deficit.strip()
    if rule == "purpose" and not (service.purpose and measured):
        asks = "{Thing}: does the note say what it was for, and is that one thing?"
    return asks.format(
        thing=thing(service),
        Thing=_begun(thing(service)),
        measured=measured or "nothing",
        minutes="not recorded" if service.minutes is None else counted(service.minutes, "minute"),
        adjusted=_in_words(told.adjusted) or "nothing in the spine",
        where=told.where(service),
        payer=told.payer,
        diagnoses=told.diagnoses or "none",
    )


_SERVICES = {
    "purpose": "Cover the name: {thing}. What was it for, and does what was measured go with that: “{measured}”?",
    "deficit": "{Thing}: what was measured before it? The note has: “{measured}”.",
    "contact": "{Thing}: who was with the patient, and was that for this patient alone?",
    "who_performed": "{Thing}: by whose hands, and may those be billed here without asking?",
    "minutes": "{Thing}: how long did it take, by the note?",
    "units": "{Thing}: {minutes}. Is that enough here for a unit of its own?",
    "home_instruction": "{Thing}: was there time with the clinician's skill in it, or something to take home?",
    "coverage": "Which services does {payer} pay a chiropractor for? Is this one of them: {thing}?",
    "neuro_criteria": "{payer} pays this only for certain diagnoses. The note has: {diagnoses}. Is one of them among those?",
    "separate_region": "Put two lists side by side. Adjusted: {adjusted}. {Thing}: {where}. Do they meet?",
    "same_day_therapy": "Look at the two therapies of this day together: may both of them be paid on one date?",
    "shared_minutes": "By the clock, did the two run one after the other, or in the same minutes?",
    "code_in_force": "Was this code still in force on the day of the visit?",
}


def about_left_off(told: CaseTold, services: Sequence[Service], *, is_claim: bool = True) -> str:
    """Ask what becomes of services that have no line and could have one; ``is_claim`` is False where nothing has."""
    named = joined(map(thing, services))
    if not is_claim:
        return f"What keeps this off the claim: {named}? Look for its aim, its finding, its minutes, and who was there."
    if told.question.skill == "exercise_code" and told.may_name:
        if any(one.contact == "group" for one in services):
            return f"{_begun(named)}: which of your lines is that? Was the clinician there for this patient alone?"
        return f"{_begun(named)}: which of your lines is that? Cover its name: what was it for, and what was measured?"
    if told.adjusted and told.note.visit.adjusted:
        where = joined(told.where(one) for one in services)
        return f"What becomes of this on the claim: {named}? Adjusted: {_in_words(told.adjusted)}; treated: {where}."
    return f"What becomes of this on the claim: {named}?"


def about_line(told: CaseTold, number: str) -> str:
    """Ask what in the note carries a line that no service leads to, or that was forgotten."""
    visit = told.note.visit
    if visit.evaluation is not None:
        if visit.last_seen is not None:
            return f"When was the patient last seen here, and what was examined today: “{_examined(told)}”?"
        return (
            f"Read what was examined: “{_examined(told)}”. Is that more than the look before each adjustment?"
        )
    if number and is_adjustment(number):
        return about_places(told, {number: 1}, "", of_spine=number in spinal_cmt())
    if number and told.may_name:
        return f"Which sentence of the note would you show for {number}?"
    return "Go through the note thing by thing. What becomes of each on the claim?"


def _examined(told: CaseTold) -> str:
    evaluation = told.note.visit.evaluation
    said = {True: "significant and separate", False: "the usual look beforehand", None: "no more is said"}
    words = (told.note.examined or said[evaluation.separate if evaluation is not None else None]).split()
    return (
        " ".join(words) if len(words) <= _MOST_WORDS_QUOTED else f"{' '.join(words[:_MOST_WORDS_QUOTED])} …"
    )


# ---- units and modifiers --------------------------------------------------------------------------------------------


def about_minutes(told: CaseTold, number: str) -> str:
    """Ask how the minutes are counted."""
    if not told.timed() or (number and not is_timed(number)):
        return "Is this code billed by time, or once a day?"
    begun = f"Look again at the units of {number}. " if number and told.may_name else ""
    if told.pools:
        asks = "This payer pools all timed minutes: how many units is the sum, and whose?"
    else:
        asks = "This payer counts each code by itself: what does each earn?"
    return f"{begun}Minutes of treatment: {told.minutes_told()}. {asks}{_beside_treatment(told)}"


def _beside_treatment(told: CaseTold) -> str:
    if any(told.note.extra_minutes(n) for n in range(len(told.services))):
        return " Set-up is no treatment."
    return ""


def about_mark(told: CaseTold, number: str, mark: str, *, is_given: bool) -> str:
    """Ask about a modifier that is on a line, or should be: one that was not given is not named."""
    visit = told.note.visit
    services = told.services_of(number)
    of_region = not is_adjustment(number) and bool(services)
    asks = _MARKS.get(
        mark, _REGIONS if of_region else "What does each modifier say, and of which line does it speak?"
    )
    is_given = is_given and told.may_name
    if is_given and not of_region and mark not in _MARKS:
        asks = f"What does {mark} say, and whose line is it that it speaks of?"
    elif is_given and mark not in _MARKS and told.is_excluded(number):
        asks = f"{mark} on {number}: who pays here, and would that open anything?"
    elif is_given and mark not in _MARKS:
        asks = (
            f"{mark} on {number}: what would it tell the payer? Adjusted: {{adjusted}}. {{Thing}}: {{where}}."
        )
    elif is_given and mark in _OF_CARE and not told.has_finding("care_phase"):
        asks = f"{mark} on {number}: which payer asks for that, and is it this one?"
    elif is_given:
        of_therapy = is_adjustment(number) and mark == _OF_THERAPY
        look = "Of which services does it speak?" if of_therapy else _LOOK.get(mark, "")
        asks = f"{mark} on {number}: what does it tell the payer, and does the note say so? {look}"
    service = services[0] if services else None
    examined = visit.evaluation is not None and number == visit.evaluation.code
    name = thing(service) if service is not None else "the examination" if examined else "this"
    return asks.format(
        number=number,
        thing=name,
        Thing=_begun(name),
        where=told.where(service) if service is not None else "",
        adjusted=_in_words(told.adjusted) or "nothing in the spine",
        payer_small=told.payer[:1].lower() + told.payer[1:] if told.payer.startswith("This") else told.payer,
        examined=_examined(told),
        care=visit.care or "not told",
        notice=_NOTICES[visit.abn],
    ).strip()


_OF_THERAPY = "GP"
_OF_CARE = ("AT", "GA", "GZ")
_LOOK = {
    "25": "Examined was: “{examined}”.",
    "AT": "The care is {care}.",
    "GA": "The care is {care}; of the notice: {notice}.",
    "GZ": "The care is {care}; of the notice: {notice}.",
    "GX": "Of a notice: {notice}.",
    "GP": "Does this payer ask for it?",
    "GY": "Whom does it exclude?",
}
