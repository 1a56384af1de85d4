"""Hints in stages: first the question to ask oneself, then where to look in this note, then nearly the answer."""

from __future__ import annotations

from cptedu.facts.codes import code, purposes
from cptedu.facts.regions import region_of, regions_understood, spinal
from cptedu.facts.sources import cite
from cptedu.learn.cases import Case
from cptedu.learn.questions import Bill, Note, Question
from cptedu.model import Service
from cptedu.payers import payer
from cptedu.rules.allowed_amount import allowed_amount
from cptedu.rules.exercise_code import needs_deficit

__all__ = ["hints_for"]

_FIRST = {
    "cmt_level": "Do not count bones. Which region does each of them lie in, and how many different regions are left?",
    "timed_units": "Which minutes count at all? And does this payer look at each code alone, or at all minutes together?",
    "exercise_code": "Cover the name of the exercise. What was it for, what was measured, and who was there?",
    "ncci_59": "Put two lists side by side: the regions that were adjusted, and the regions that were treated.",
    "evaluation": "What was examined beyond the short look that every adjustment includes?",
    "medicare": "Medicare pays a chiropractor for one thing. Which lines are that, and what do the others need?",
    "payers": "The same visit is another claim for another payer. What does this one ask for?",
    "rvu_payment": "Three RVUs, three local indices, one conversion factor. And which units are cut?",
}
_FIRST_UNIT = 8
_ORDER = "What must be known before the next thing can be looked at at all?"
_METHOD = {"cms_total_time": "all timed minutes together", "cpt_per_code": "each code by itself"}


def hints_for(question: Question, written: Case | None = None) -> tuple[str, ...]:
    """Give the hints of a question, from the mildest on.

    Args:
        question: the question.
        written: the case from which it was made, if it was.

    Returns:
        Two or three hints.
    """
    first = _ORDER if question.kind == "order" else _FIRST[question.skill]
    if question.aspect == "diagnoses":
        return _FIRST["medicare"], "Medicare wants the subluxation named first: a code from M99.00 to M99.05."
    if question.kind == "order" and isinstance(question.right[0], tuple):
        steps = [str(one) for one in question.right[0]]
        return first, f"It begins with: {steps[0]}.", f"It ends with: {steps[-1]}."
    if question.bill is not None:
        return (first, *_on_price(question.bill))
    if question.note is not None:
        more = tuple(hint for hint in _on_note(question, question.note) if hint)
        if more:
            return (first, *more)
    if written is not None:
        named = "; ".join(str(cite(source)) for source in written.sources) or "the lesson on this subject"
        begun = " ".join(written.explanation.split()).split(". ")[0].rstrip(".")
        return first, f"It is written here: {named}.", f"{begun}."
    return first, "Read the note once more, line by line."


def _on_note(question: Question, note: Note) -> tuple[str, ...]:
    if question.kind == "note":
        *before, last = _on_skill(question, note)
        gaps = dict.fromkeys(_gap(service) for service in note.visit.services)
        return (*before, " ".join((last, *(gap for gap in gaps if gap and gap not in last))))
    return _on_skill(question, note)


def _on_skill(question: Question, note: Note) -> tuple[str, ...]:
    if question.kind == "minutes" or question.skill == "timed_units":
        return _on_minutes(note)
    if question.skill == "cmt_level":
        return _on_regions(note)
    if question.skill == "exercise_code":
        return _on_aims(note)
    if question.skill == "ncci_59":
        return _on_overlap(note)
    if question.skill == "evaluation":
        return _on_examination(note)
    if question.skill == "medicare":
        return _on_medicare(note)
    return _on_payer(note)


def _spoken(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names) or "none"


def _on_regions(note: Note) -> tuple[str, ...]:
    # A place that may be of two regions is what the exercise asks about; no hint takes that away.
    places = [place for place in note.visit.adjusted if regions_understood([place])]
    placed = [
        f"{place} is {region_of(place).replace('_', ' ')}" for place in places if place != region_of(place)
    ]
    if not placed:
        placed = [f"The regions are named already: {len(regions_understood(places))} in all"]
    beyond = [place for place in places if region_of(place) not in spinal()]
    second = (
        "Every place here lies in the spine." if not beyond else f"Beyond the spine lie: {', '.join(beyond)}."
    )
    if note.visit.findings is not None:
        second += " And a region without a finding does not count."
    return second, "; ".join(placed) + "."


def _on_minutes(note: Note) -> tuple[str, ...]:
    visit = note.visit
    method = str(payer(visit.payer).wants("unit_method", visit.date_of_service))
    spent: dict[str, int] = {}
    for service in visit.services:
        if service.code is not None and code(service.code).timed == "yes":
            spent[service.code] = spent.get(service.code, 0) + (service.minutes or 0)
    listed = ", ".join(f"{number}: {minutes}" for number, minutes in sorted(spent.items()))
    together = f"; together {sum(spent.values())}" if len(spent) > 1 else ""
    edges = "The first unit begins at 8 minutes, the second at 23, the third at 38, the fourth at 53."
    return (
        f"This payer counts {_METHOD[method]}.",
        f"Minutes of treatment by code: {listed}{together}. {edges}" if listed else edges,
    )


def _on_aims(note: Note) -> tuple[str, ...]:
    aims = sorted({aim for service in note.visit.services for aim in service.purpose})
    gaps = [_gap(service) for service in note.visit.services]
    seen = [gap for gap in dict.fromkeys(gaps) if gap]
    second = f"The aims in the note: {_spoken(tuple(aims))}." + (
        " Mind also who was there, and what was measured."
    )
    third = "; ".join(f"{aim.replace('_', ' ')} points to {purposes()[aim]}" for aim in aims)
    return second, f"{third}. {' '.join(seen)}".strip()


def _gap(service: Service) -> str:
    if service.home_instruction:
        return "Advice and a leaflet make no line."
    if service.contact == "group":
        return "Several patients at once are a group, which has a code of its own."
    if service.contact == "unattended":
        return "Nobody was with the patient."
    if service.contact is None:
        return "Who was with the patient is not written down."
    if service.minutes is None:
        return "How long it took is not written down."
    if service.minutes < _FIRST_UNIT:
        return "Fewer than 8 minutes make no unit."
    wanted = any(needs_deficit(purposes()[aim]) for aim in service.purpose)
    if wanted and not service.deficit.strip():
        return "Where nothing was measured, ask before anything is billed."
    return ""


def _on_overlap(note: Note) -> tuple[str, ...]:
    adjusted = tuple(name for name in regions_understood(note.visit.adjusted) if name in spinal())
    treated = [f"{_name(one)} in {_spoken(regions_understood(one.regions))}" for one in note.visit.services]
    return (
        f"Adjusted: {_spoken(adjusted)}. Treated: {'; '.join(treated)}.",
        "An edit joins 97112, 97124 and 97140 to a spinal adjustment: another region, then 59; the same region, then no line."
        " 97110, 97530 and 97535 have no such edit. 97124 is never paid beside 97140.",
    )


def _name(service: Service) -> str:
    return service.activity or service.code or "a service"


def _on_examination(note: Note) -> tuple[str, ...]:
    third = "If it is billed beside an adjustment, 25 stands on the line of the examination."
    if note.visit.last_seen is not None:
        third += " New patients were not seen here for three years; 99202 and 99203 are theirs."
    held, on = payer(note.visit.payer), note.visit.date_of_service
    marks = held.lists("not_covered_modifiers", on)
    if marks and held.lists("covers", on):
        third += f" {held.named_first} does not pay a chiropractor's examination: {', '.join(marks)}."
    return f"The note says: {note.examined or 'no more than the code'}.", third


def _on_medicare(note: Note) -> tuple[str, ...]:
    phase = "active" if note.visit.care == "active" else "maintenance"
    return (
        f"The care is {phase}. An adjustment needs a first diagnosis from M99.00 to M99.05, and two signs of P.A.R.T. with A"
        " or R among them.",
        "AT: active care. GA: maintenance with the notice signed. GZ: maintenance without. GY: excluded by law; GP beside it on"
        " therapy, GX when a voluntary notice is signed.",
    )


def _on_payer(note: Note) -> tuple[str, ...]:
    held = payer(note.visit.payer)
    chosen = ("unit_method", "gp_on_therapy", "same_region", "neurological_diagnosis_for")
    return held.says, " ".join(filter(None, (held.choice(name).says for name in chosen)))


def _on_price(bill: Bill) -> tuple[str, ...]:
    number = bill.units[0][0]
    whole = allowed_amount(number, on=bill.on, locality=bill.locality, track=bill.track)
    cut = "Of all therapy units only the one with the highest practice expense is paid in full; the others lose half of that"
    second = f"{cut} part, and nothing else. Adjustments are left alone."
    return second, f"One unit of {number} in full comes to ${whole}."
