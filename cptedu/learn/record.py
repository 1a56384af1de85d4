"""A note, or a bill, as the learner reads it: rows of a label and plain words, with nothing that gives the answer."""

from __future__ import annotations

from cptedu.explain import counted, day_in_words
from cptedu.facts.codes import code, purposes
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.facts.tables import rows
from cptedu.learn.questions import Bill, Note
from cptedu.model import Service
from cptedu.payers import payer
from cptedu.rules.allowed_amount import conversion_factor
from cptedu.rules.exercise_code import needs_deficit
from cptedu.rules.relative_values import relative_values

__all__ = ["SIGNS", "record_of_bill", "record_of_note"]

_CONTACT = {
    "one_on_one": "one on one",
    "group": "together with two other patients",
    "unattended": "alone, without the clinician",
    None: "contact not recorded",
}
_PERFORMERS = {
    "chiropractor": "",
    "therapist": "given by a therapist",
    "unlicensed_assistant": "given by an assistant without a license",
}
_CARE = {
    "active": "active: improvement of function is expected",
    "maintenance": "maintenance: no gain expected",
}
_NOTICES = {
    "none": "no notice (ABN) was signed",
    "required": "the mandatory notice (ABN) is signed and on file",
    "voluntary": "a voluntary notice is signed and on file",
}
SIGNS = {"P": "pain", "A": "asymmetry", "R": "range of motion", "T": "tissue tone"}


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def record_of_note(note: Note) -> tuple[tuple[str, str], ...]:
    """Tell a note as rows of a label and a text.

    Args:
        note: the visit and what its note says besides.

    Returns:
        The rows, in the order in which a note is read.

    >>> visit = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "care": "active"}
    >>> from cptedu.model import Visit
    >>> record_of_note(Note(Visit.from_dict(visit)))[2]
    ('Care', 'active: improvement of function is expected')
    """
    visit = note.visit
    told = [("Date of service", day_in_words(visit.date_of_service)), ("Payer", payer(visit.payer).label)]
    if visit.care is not None:
        told.append(("Care", _CARE[visit.care]))
    if visit.diagnoses is not None:
        told.append(("Diagnoses", diagnoses_in_words(visit.diagnoses, visit.date_of_service) or "none"))
    if visit.findings is not None:
        told.append(
            ("Found", "; ".join(f"{_spoken(name)}: {said or 'nothing'}" for name, said in visit.findings))
        )
    if visit.part is not None:
        told.append(("P.A.R.T.", ", ".join(f"{letter} ({SIGNS[letter]})" for letter in visit.part) or "none"))
    if visit.xray_on is not None:
        told.append(("X-ray", f"taken on {day_in_words(visit.xray_on)}"))
    if visit.adjusted:
        told.append(("Adjusted", ", ".join(map(_spoken, visit.adjusted)) + _pointing(note, "adjustment")))
    for number, service in enumerate(visit.services):
        label = f"Service {number + 1}" if len(visit.services) > 1 else "Service"
        told.append((label, _service(note, number, service)))
    if visit.evaluation is not None:
        told.append(("Examination", _examination(note)))
    if visit.last_seen is not None:
        told.append(("Last seen here", day_in_words(visit.last_seen)))
    if visit.abn is not None:
        told.append(("Notice", _NOTICES[visit.abn]))
    if visit.session_minutes is not None:
        told.append(("Length of the session", f"{visit.session_minutes} minutes"))
    return tuple(told)


def _pointing(note: Note, what: str) -> str:
    diagnosis = note.diagnosis_of(what)
    on = note.visit.date_of_service
    return f", for {diagnoses_in_words(diagnosis.split(', '), on)}" if diagnosis else ""


def _service(note: Note, number: int, service: Service) -> str:
    said = [service.activity or (code(service.code).label if service.code else "a service")]
    if service.code is not None:
        said[0] += f" ({service.code})"
    if service.home_instruction:
        said.append("shown on a leaflet to take home, not practised here")
    if service.purpose:
        said.append(f"for {' and '.join(map(_spoken, service.purpose))}")
        said.append(_measured(service))
    if service.regions:
        said.append(f"region: {', '.join(map(_spoken, service.regions))}")
    if service.muscle:
        said.append(f"muscle: {service.muscle}")
    said.append("minutes not recorded" if service.minutes is None else f"{service.minutes} minutes")
    if note.extra_minutes(number):
        said.append(f"and {note.extra_minutes(number)} minutes to set up and to write it down")
    if service.purpose or service.contact is not None:
        said.append(_CONTACT[service.contact])
    said += [_PERFORMERS[service.performed_by], _another_time(service)]
    return "; ".join(filter(None, said)) + _pointing(note, str(number))


def _measured(service: Service) -> str:
    if service.deficit.strip():
        return f"measured: {service.deficit}"
    return "nothing was measured" if any(needs_deficit(purposes()[aim]) for aim in service.purpose) else ""


def _another_time(service: Service) -> str:
    return "at another encounter of the day" if service.encounter not in (None, 1) else ""


def _examination(note: Note) -> str:
    evaluation = note.visit.evaluation
    if evaluation is None:
        return ""
    separate = {True: "significant and separate", False: "the usual look beforehand", None: "no more is said"}
    said = note.examined or separate[evaluation.separate]
    return f"recorded as {evaluation.code}: {said}{_pointing(note, 'examination')}"


def record_of_bill(bill: Bill) -> tuple[tuple[str, str], ...]:
    """Tell what is to be priced, with every number that the sum needs.

    Args:
        bill: units, date and place.

    Returns:
        Rows of a label and a text.
    """
    told = [("Date of service", day_in_words(bill.on))]
    for number, count in bill.units:
        values = relative_values(number, bill.on)
        parts = f"work {values.work}, practice expense {values.pe_nonfacility}, malpractice {values.mp}"
        told.append((f"{number}, {counted(count, 'unit')}", f"RVU: {parts}"))
    told.append(("Place", _place(bill)))
    told.append(("Dollars for one RVU", f"${conversion_factor(bill.on, bill.track)}"))
    return tuple(told)


def _place(bill: Bill) -> str:
    on = bill.on.isoformat()
    for row in rows("gpci.csv"):
        here = f"{row['mac']}-{row['locality']}" == bill.locality
        if here and row["effective_from"] <= on <= row["effective_to"]:
            indices = f"work {row['work']}, practice expense {row['pe']}, malpractice {row['mp']}"
            return f"{row['name']}; local indices (GPCI): {indices}"
    return "a national example; every local index (GPCI) is 1"
