"""Modalities and tests, which come by their code."""

from __future__ import annotations

import pytest
from strategies import check, record

from cptedu.rules.modality import attendance, by_code, exchanged_code, given_code
from cptedu.visit.record import ServiceRecord

SUPERVISED = ["97010", "97012", "97014", "97016", "97018", "97022", "97026", "G0283"]
ATTENDED = ["97032", "97033", "97034", "97035", "97036"]
ONE_ON_ONE = ["97750", "97760"]
CONTACTS = ["one_on_one", "group", "unattended", None]


@pytest.mark.parametrize("number", SUPERVISED)
@pytest.mark.parametrize("contact", CONTACTS)
def test_a_supervised_modality_needs_nobody_in_attendance(number, contact):
    found = attendance(ServiceRecord.of(contact=contact), number)
    if contact is None:
        assert found is None
    else:
        check(found, "contact", "supported", f"{number} does not depend on who was with", code=number)
        assert found.used == ("services[1].contact",)
    assert given_code(ServiceRecord.of(contact=contact), number) == number


@pytest.mark.parametrize("number", ATTENDED + ONE_ON_ONE)
def test_an_attended_one_needs_the_clinician(number):
    assert attendance(ServiceRecord.of(contact="one_on_one"), number).verdict.value == "supported"
    checked = {"code": number, "cites": ("cpt-contact", "hns-procedures"), "about": "under the lamp"}
    check(
        attendance(ServiceRecord.of(activity="under the lamp"), number),
        "contact",
        "ask",
        f"{number} needs the clinician with the patient; the note does not say so.",
        fix="Ask whether the clinician was with this patient throughout.",
        **checked,
    )
    check(
        attendance(ServiceRecord.of(activity="under the lamp", contact="group"), number),
        "contact",
        "not_supported",
        f"{number} needs the clinician with this one patient, not with several.",
        fix="Leave it off the claim.",
        **checked,
    )
    check(
        attendance(ServiceRecord.of(activity="under the lamp", contact="unattended"), number),
        "contact",
        "not_supported",
        f"{number} needs the clinician with the patient, and the patient was alone.",
        fix="Leave it off the claim.",
        **checked,
    )


def test_ultrasound_without_attendance_is_another_service_and_must_be_explained():
    # MN-016
    alone = ServiceRecord.of(activity="ultrasound", code="97035", contact="unattended")
    assert given_code(alone, "97035") == "97039"
    check(
        attendance(alone, "97039"),
        "contact",
        "ask",
        "97039 has no set meaning",
        code="97039",
        fix="Ask what was applied and why",
        cites=("cpt-contact", "hns-procedures"),
        about="ultrasound",
    )
    for contact in ("one_on_one", "group", None):
        assert given_code(ServiceRecord.of(contact=contact), "97035") == "97035"


def test_current_that_nobody_attended_runs_by_itself():
    # RULES E4c: 97014 or G0283 by payer; another modality that was left alone has no such twin.
    assert given_code(ServiceRecord.of(contact="unattended"), "97032") == "97014"
    assert given_code(ServiceRecord.of(contact="one_on_one"), "97032") == "97032"
    assert given_code(ServiceRecord.of(contact="unattended"), "97033") == "97033"


@pytest.mark.parametrize("payer", ["medicare", "federal_va"])
def test_a_payer_that_takes_another_code_gets_that_one(payer):
    # RULES E4b
    taken, finding = exchanged_code(record(payer), ServiceRecord.of(activity="current"), "97014")
    assert taken == "G0283"
    check(finding, "exchanged_code", "supported", "G0283", code="G0283", fix=None, about="current")
    assert exchanged_code(record(payer), ServiceRecord.of(), "97012") == ("97012", None)
    assert exchanged_code(record(), ServiceRecord.of(), "97014") == ("97014", None)


@pytest.mark.parametrize("number", ["97012", "97035", "97750"])
def test_the_code_as_recorded_is_named_with_its_label(number):
    from cptedu.facts.codes import code

    found = check(
        by_code(ServiceRecord.of(activity="what was done", code=number), number),
        "by_code",
        "supported",
        f"Recorded by code: {number}, {code(number).label}.",
        code=number,
        cites=("cpt-contact", "hns-procedures"),
        about="what was done",
    )
    assert found.says == f"Recorded by code: {number}, {code(number).label}."


NOT_HELD = ["97810", "97811", "97813", "20560", "20561", "97129", "98960", "97161", "97168"]


@pytest.mark.parametrize("number", NOT_HELD)
@pytest.mark.parametrize("contact", ["group", "unattended"])
def test_who_must_be_there_for_needles_teaching_and_evaluations_is_not_held_so_it_is_asked(number, contact):
    found = check(
        attendance(ServiceRecord.of(activity="as noted", contact=contact), number),
        "contact",
        "ask",
        f"The note says of the contact {contact!r}. Whether {number} may then be billed is not held here.",
        code=number,
        fix="Ask who was with the patient, and look up in your own licensed CPT what the code wants.",
        about="as noted",
    )
    assert found.used == ("services[1].contact",)


@pytest.mark.parametrize("number", NOT_HELD)
def test_with_one_clinician_at_one_patient_or_nothing_noted_there_is_nothing_to_ask(number):
    found = attendance(ServiceRecord.of(contact="one_on_one"), number)
    assert (found.verdict.value, found.says) == (
        "supported",
        f"{number} was given with the clinician at this one patient.",
    )
    assert attendance(ServiceRecord.of(), number) is None


@pytest.mark.parametrize("number", ["72040", "97012"])
def test_a_picture_or_a_machine_depends_on_nobody(number):
    found = attendance(ServiceRecord.of(contact="unattended"), number)
    assert found.says == f"{number} does not depend on who was with the patient."
