"""What a therapy is called, and whether its record holds up."""

from __future__ import annotations

from functools import cache

from cptedu.facts.tables import rows
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.code_facts import (
    attendance_is_known,
    has_a_number_of_its_own,
    is_single_patient,
    is_timed,
    sort_of,
    without_attendance,
)
from cptedu.learn.second_opinion.deficits import names_a_deficit
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED
from cptedu.learn.second_opinion.plans import chosen, codes_chosen
from cptedu.model import Service, Visit

__all__ = [
    "code_by_aim",
    "recorded_contact",
    "takes_97112",
    "why_left_off",
]

_HANDS_ON = ("97124", "97140")
_IN_WATER = ("97110", "97112", "97116", "97530")
_WATER, _GROUP, _TASK = "97113", "97150", "97530"
_PART_OF_A_TASK = ("97110", "97112", "97530")
_WITH_DEFICIT = ("97110", "97112", "97113", "97116", "97530")
_WITHOUT_LICENCE = "unlicensed_assistant"


@cache
def _code_of_aim() -> dict[str, str]:
    # What an aim points to is a fact, and stands in its table; what follows from it is worked out here, apart from the rules.
    return {row["purpose"]: row["code"] for row in rows("purposes.csv")}


def _is_by_aim(number: str) -> bool:
    return number in {*_code_of_aim().values(), _WATER, _GROUP}


def recorded_contact(service: Service) -> str | None:
    """Take the contact as it was recorded."""
    return service.contact


def code_by_aim(service: Service, contact: str | None, _note: Note) -> str | None:
    """Name the code by what the service was for; what was recorded without an aim, as a modality, by its code."""
    if service.home_instruction:
        return None
    by_aim = _by_aim(service, contact) if service.purpose or service.code is None else None
    if by_aim is None and service.code is not None and not (service.purpose and _is_by_aim(service.code)):
        unattended = without_attendance(service.code) if contact == "unattended" else None
        return unattended or service.code
    return by_aim


def _by_aim(service: Service, contact: str | None) -> str | None:
    found = _codes_of_aims(service)
    if contact == "group" and found and not found & set(_HANDS_ON):
        return _GROUP
    if _TASK in found and found <= set(_PART_OF_A_TASK):
        return _TASK
    return min(found) if len(found) == 1 else None


def _may_be_either(service: Service, number: str, contact: str | None) -> bool:
    """Say whether a service has an aim and a code of another kind, and no measured deficit that tells which it was."""
    if service.code is None or not service.purpose or _is_by_aim(service.code):
        return False
    trained = number in _WITH_DEFICIT and names_a_deficit(service.deficit, service.purpose)
    return sort_of(service.code) == "modality" or contact != "one_on_one" or not trained


def _codes_of_aims(service: Service) -> set[str]:
    found = {number for aim in service.purpose if (number := _code_of_aim().get(aim))}
    return {_WATER if service.aquatic and number in _IN_WATER else number for number in found}


def why_left_off(service: Service, number: str | None, contact: str | None, visit: Visit) -> frozenset[str]:
    """Say why the record keeps a service off the claim; nothing where it holds up.

    All reasons are given: which outweighs the other no text says.
    """
    why: set[str] = set()
    if number is None:
        # Of advice, and of hands-on work said to be shared, no answer would make a line; of aims at odds, one might.
        several = len(_codes_of_aims(service)) != 1
        unshared = contact == "group" and bool(_codes_of_aims(service) & set(_HANDS_ON))
        if service.home_instruction or (unshared and not several):
            return frozenset({REFUSED})
        return frozenset({ASKED, REFUSED} if unshared or contact == "unattended" else {ASKED})
    if _may_be_either(service, number, contact):
        why.add(ASKED)
    if number in _WITH_DEFICIT and not names_a_deficit(service.deficit, service.purpose):
        why.add(ASKED)
    if not has_a_number_of_its_own(number) and contact not in {None, "one_on_one"}:
        why.add(ASKED)
    elif is_single_patient(number):
        why |= {None: {ASKED}, "one_on_one": set()}.get(contact, {REFUSED})
    elif number == _GROUP:
        why |= {None: {ASKED}, "group": set()}.get(contact, {REFUSED})
    elif not attendance_is_known(number) and contact not in {None, "one_on_one"}:
        why.add(ASKED)
    if service.minutes is None if is_timed(number) else service.minutes == 0:
        why.add(ASKED)
    if (is_single_patient(number) or number == _GROUP) and service.performed_by == _WITHOUT_LICENCE:
        answer = chosen(visit.payer, visit.date_of_service, "unlicensed_assistant")
        why.add(ASKED if answer == "ask" else REFUSED)
    elif not attendance_is_known(number) and service.performed_by == _WITHOUT_LICENCE:
        why.add(ASKED)
    return frozenset(why)


def takes_97112(visit: Visit, number: str) -> frozenset[str]:
    """Say what the diagnoses do to a code that the payer keeps for damage to nerves: refused, asked, or nothing."""
    if number not in codes_chosen(visit.payer, visit.date_of_service, "neurological_diagnosis_for"):
        return frozenset()
    if visit.diagnoses is None:
        return frozenset({ASKED})
    kinds = {_nerve_damage(one) for one in visit.diagnoses}
    if "neurological" in kinds:
        return frozenset()
    return frozenset({ASKED} if "possible" in kinds else {REFUSED})


def _nerve_damage(diagnosis: str) -> str:
    fitting = [row for row in rows("neuro_diagnoses.csv") if diagnosis.startswith(row["prefix"])]
    return max(fitting, key=lambda row: len(row["prefix"]))["kind"] if fitting else ""
