"""What a therapy is called, whether its record holds up, and what becomes of it beside others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from cptedu.facts.tables import rows
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.regions import SPINE, region_of
from cptedu.model import Service, Visit

__all__ = [
    "THERAPY",
    "TIMED",
    "beside_adjustment",
    "beside_therapy",
    "code_by_aim",
    "must_be_asked",
    "record_is_complete",
    "recorded_contact",
    "takes_97112",
]

TIMED = ("97110", "97112", "97113", "97116", "97124", "97140", "97530", "97535", "97035")
THERAPY = (*TIMED, "97150", "97012", "97016", "97018", "G0283")
_ONE_ON_ONE = (*TIMED, "97150")
_HANDS_ON = ("97124", "97140")
_WITH_DEFICIT = ("97110", "97112", "97113", "97116", "97530")
_WITHOUT_LICENCE = "unlicensed_assistant"
_NEVER_BY_ASSISTANTS = ("medicare", "federal_va")
_NERVOUS_SYSTEM = ("G", "I69", "I63", "M21.37", "R27")
_PERHAPS_NERVOUS = ("M54.1", "M54.3", "M54.4", "M50.1", "M51.1", "H81")
_AIMS = {
    "97110": "strength endurance range_of_motion flexibility",
    "97112": "balance coordination kinesthetic_sense posture proprioception movement",
    "97530": "functional_task",
    "97116": "gait",
    "97535": "self_care",
    "97140": "soft_tissue joint_mobilization manual_traction",
    "97124": "massage",
}
_MUSCLES = {
    "upper trapezius": ("cervical", "upper_extremities"),
    "levator scapulae": ("cervical", "upper_extremities"),
    "rhomboids": ("cervical", "thoracic", "upper_extremities"),
    "quadratus lumborum": ("lumbar", "pelvic", "rib_cage"),
    "psoas": ("thoracic", "lumbar", "lower_extremities"),
    "piriformis": ("sacral", "lower_extremities"),
    "gluteus medius": ("pelvic", "lower_extremities"),
    "suboccipitals": ("cervical",),
    "hamstrings": ("lower_extremities",),
    "calf": ("lower_extremities",),
    "deltoid": ("upper_extremities",),
}


def recorded_contact(service: Service) -> str | None:
    """Take the contact as it was recorded."""
    return service.contact


def code_by_aim(service: Service, contact: str | None, _note: Note) -> str | None:
    """Name the code by what the service was for."""
    if service.home_instruction:
        return None
    if service.code is not None and not service.purpose:
        return service.code
    found = sorted(
        {number for aim in service.purpose for number, aims in _AIMS.items() if aim in aims.split()}
    )
    if contact == "group" and found and not set(found) & set(_HANDS_ON):
        return "97150"
    if "97530" in found and set(found) <= {"97110", "97112", "97530"}:
        return "97530"
    return found[0] if len(found) == 1 else None


def record_is_complete(service: Service, number: str, contact: str | None) -> bool:
    """Say whether deficit, contact, performer and minutes are such that the code stands."""
    if number in _WITH_DEFICIT and not service.deficit.strip():
        return False
    if number in TIMED and (contact != "one_on_one" or service.minutes is None):
        return False
    if number == "97150" and contact != "group":
        return False
    return not (number in _ONE_ON_ONE and service.performed_by == _WITHOUT_LICENCE)


def must_be_asked(service: Service, note: Note) -> bool:
    """Say whether a service that makes no line might make one, if the clinician could answer for what is missing."""
    by_hand = bool(set(service.purpose) & set(f"{_AIMS['97140']} {_AIMS['97124']}".split()))
    if (
        service.home_instruction
        or service.contact == "unattended"
        or (by_hand and service.contact == "group")
    ):
        return False
    number = code_by_aim(service, service.contact, note)
    if number is None or service.contact is None or (number in TIMED and service.minutes is None):
        return True
    assisted = service.performed_by == _WITHOUT_LICENCE
    if assisted and note.visit.payer in _NEVER_BY_ASSISTANTS:
        return False
    if assisted or (number in _WITH_DEFICIT and not service.deficit.strip()):
        return True
    return bool(service.muscle) and beside_adjustment(replace(service, muscle=None), number, note) is not None


def takes_97112(visit: Visit) -> bool:
    """Say whether the payer takes 97112 with the diagnoses given."""
    if visit.payer != "neuro_only_97112" or visit.diagnoses is None:
        return True
    return any(one.startswith((*_NERVOUS_SYSTEM, *_PERHAPS_NERVOUS)) for one in visit.diagnoses)


def beside_adjustment(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Give the modifiers that a therapy needs beside a spinal adjustment; None when it is not billed."""
    visit = note.visit
    if _indicator("98940", number, visit.date_of_service) is None:
        return frozenset()
    if service.encounter not in (None, 1):
        return frozenset({"59"})
    adjusted = {region for place in visit.adjusted for region in region_of(place) if region in SPINE}
    treated = {region for place in service.regions for region in region_of(place)}
    if visit.payer == "commercial_cpt" and number in ("97112", "97124") and adjusted & treated:
        return frozenset()
    if not treated or adjusted & treated:
        return None
    if service.muscle and set(_MUSCLES[service.muscle]) & adjusted:
        return None
    return frozenset({"59"})


def beside_therapy(
    one: Service, one_number: str, two: Service, two_number: str, on: date
) -> frozenset[str] | None:
    """Give the modifiers of a therapy beside another one; None when it is not billed."""
    indicator = _indicator(one_number, two_number, on)
    if indicator is None:
        return frozenset()
    if indicator == 0:
        return None
    places = [{region for place in each.regions for region in region_of(place)} for each in (one, two)]
    apart = bool(places[0] and places[1] and not places[0] & places[1])
    if apart or "97150" in (one_number, two_number) or (one_number in TIMED and two_number in TIMED):
        return frozenset({"59"})
    return None


@cache
def _indicator(one: str, two: str, on: date) -> int | None:
    """Read the pair in the table: its indicator when ``two`` is column two and the edit is in force, else None."""
    held = [row for row in rows("ptp.csv") if {row["column_one"], row["column_two"]} == {one, two}]
    held = [row for row in held if row["release_from"] <= on.isoformat()]
    # What a whole release leaves out is over, so that no row of a release before it counts.
    whole = [row["begins"] for row in rows("releases.csv") if row["kind"] == "ptp" and row["whole"] == "yes"]
    newest = max(
        [row["release_from"] for row in held] + [day for day in whole if day <= on.isoformat()], default=""
    )
    for row in held:
        stands = not row["deleted_on"] and row["effective_from"] <= on.isoformat()
        if row["release_from"] == newest and row["column_two"] == two and stands:
            return int(row["modifier_indicator"])
    return None
