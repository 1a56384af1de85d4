"""Records within records: no name within a list stands in the place of the same name around it, or the other way round."""

from __future__ import annotations

import json

import pytest

from cptedu.analysis.audit.log_columns import settled_columns
from cptedu.analysis.audit.log_file import read_log
from cptedu.analysis.audit.log_rows import read_rows

DAY = "2026-03-04"


@pytest.fixture
def read(tmp_path):
    def of(records, answers=None):
        place = tmp_path / "log.json"
        place.write_text(json.dumps(records), encoding="utf-8")
        log = read_log(place, answers or ())
        return read_rows(log, settled_columns(log, answers))

    return of


def lines(found):
    return [(one.patient and one.patient[0], one.code, one.units) for one in found.services]


def person(name, *services):
    return {"name": name, "visits": [{"date": DAY, "services": list(services)}]}


@pytest.mark.parametrize("last", [{"name": "Exercise"}, {}], ids=["all_are_named", "one_is_not"])
def test_the_name_of_a_service_is_nobodys(last, read):
    one, two = {"code": "98940", "name": "CMT", "units": 1}, {"code": "97110", "units": 2, **last}
    found = read([person("Ann Smith", one, two), person("Bo Jones", one, two)])
    assert lines(found) == [
        ("Ann Smith", "98940", 1),
        ("Ann Smith", "97110", 2),
        ("Bo Jones", "98940", 1),
        ("Bo Jones", "97110", 2),
    ]
    assert not found.repeated


def test_the_code_of_a_diagnosis_is_no_procedure(read):
    one = {"code": "98940", "units": 1, "diagnoses": [{"code": "M9901"}, {"code": "M9902"}]}
    found = read(
        [{"patientId": "P1", "dos": DAY, "lines": [one, {"code": "97110", "units": 2, "diagnoses": []}]}]
    )
    assert lines(found) == [("P1", "98940", 1), ("P1", "97110", 2)]
    assert found.services[0].diagnoses == ("M99.01", "M99.02")


@pytest.mark.parametrize("called", ["diagnoses", "problems"])
def test_of_diagnoses_and_services_the_services_are_the_rows(called, read):
    visit = {
        "date": DAY,
        called: [{"code": "M9901"}, {"code": "M9902"}],
        "services": [{"code": "97140", "units": 1}],
    }
    assert lines(read([{"patientId": "P1", "visits": [visit]}])) == [("P1", "97140", 1)]


def test_ids_of_three_levels_stay_three_columns(read):
    records = [
        {
            "id": who,
            "visits": [
                {"id": f"V{who}", "date": DAY, "services": [{"id": n, "code": "97110"} for n in (1, 2)]}
            ],
        }
        for who in ("P1", "P2")
    ]
    found = read(records, {"id": "patient", "visits.id": "visit", "visits.services.id": "line"})
    assert [(one.patient, one.visit, one.line) for one in found.services] == [
        ((who,), (f"V{who}",), (n,)) for who in ("P1", "P2") for n in ("1", "2")
    ]


def test_the_day_of_a_line_stands_before_that_of_its_claim(read):
    claim = {
        "patientId": "P1",
        "date": "2026-04-01",
        "lines": [{"date": DAY, "code": "97110"}, {"code": "97140"}],
    }
    assert [str(one.on) for one in read([claim]).services] == [DAY, "2026-04-01"]


def test_a_claim_that_was_deleted_has_no_lines_whatever_they_say_of_themselves(read):
    line = {"code": "97110", "units": 1, "status": "final"}
    claims = [{"patientId": "P1", "date": DAY, "status": said, "lines": [line]} for said in ("void", "final")]
    found = read(claims)
    assert [one.row for one in found.services] == [2]


def test_a_first_line_without_a_code_does_not_hide_those_of_the_others(read):
    visits = [
        {"date": DAY, "services": [{"code": "98940"}]},
        {"date": "2026-03-05", "services": [{"code": None, "note": "x"}, {"code": "97110"}]},
    ]
    found = read([{"patientId": "P1", "visits": visits}])
    assert [(str(one.on), one.code) for one in found.services] == [(DAY, "98940"), ("2026-03-05", "97110")]
    assert len(found.refused) == 1


def test_a_claim_that_names_a_code_itself_keeps_its_lines(read):
    claim = {"patient_id": "P1", "date_of_service": DAY, "cpt": "98940", "units": 1}
    coded = [{"cpt": "98940", "units": 1, "modifier": "AT"}, {"cpt": "97110", "units": 2, "modifier": "GP"}]
    found = read([claim | {"lines": coded}])
    assert [(one.code, one.units, one.modifiers) for one in found.services] == [
        ("98940", 1, ("AT",)),
        ("97110", 2, ("GP",)),
    ]


def test_payments_that_name_their_claims_code_again_are_no_lines(read):
    claim = {"patient_id": "P1", "date_of_service": DAY, "cpt": "98940", "units": 1}
    found = read(
        [claim | {"payments": [{"cpt": "98940", "paid": "20.00"}, {"cpt": "98940", "paid": "8.00"}]}]
    )
    assert lines(found) == [("P1", "98940", 1)]
