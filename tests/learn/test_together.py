"""Each drawn visit makes sense to a clinician: what it holds stands in one row of the tables, and it ends within the day.

The tables are read here by themselves, not by what draws from them.
"""

import csv
from pathlib import Path

import pytest

from cptedu.facts.codes import purposes
from cptedu.facts.muscles import muscle_regions
from cptedu.facts.regions import region_of
from cptedu.facts.tables import data_folder
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator import kinds_of, question
from cptedu.learn.generator.together import work_that
from cptedu.learn.questions import Note
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit
from cptedu.rules.exercise_code import needs_deficit
from cptedu.visit.measured_deficit import read_deficit
from cptedu.visit.positive_finding import read_sign

AGAIN = ", once more after a rest"
NO_NOTE = Note(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}))
SEEDS = range(2_000, 2_025)
DRAWN = [(skill, kind, level) for skill in SKILLS for kind in kinds_of(skill) for level in (1, 2, 3)]
# What an office has time for, as data/drawn_limits.csv gives its reasons.
AN_HOUR, AN_HOUR_AND_A_HALF = 60, 90


def table(name):
    with (Path(data_folder()) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SERVICES, EXAMINATIONS, DIAGNOSES, SIGNS, MODALITIES = map(
    table,
    (
        "drawn_services.csv",
        "drawn_examinations.csv",
        "drawn_diagnoses.csv",
        "drawn_signs.csv",
        "drawn_modalities.csv",
    ),
)
# With what an adjustment is billed, and what keeps 97112 for nerves; neither is a table of what goes together.
OF_THE_SPINE = {
    "M99.01",
    "M99.02",
    "M99.03",
    "M99.04",
    "M99.05",
    "M54.2",
    "M54.6",
    "M54.50",
    "M53.3",
    "M46.1",
}
OF_NERVES = {"I69.354", "G20.A1", "G62.9"}


def rows_of(service):
    """Give the rows in which a drawn service stands, whatever of its record was left out."""
    name, region = service.activity.removesuffix(AGAIN), set(service.regions)
    return [row for row in SERVICES if row["activity"] == name and {row["region"]} == region]


def oddities(service):
    """Say what of a service stands in no row."""
    minutes = service.minutes
    if service.code is not None and not service.purpose and not service.activity:
        return  # the bare minutes of a question about minutes
    if not service.purpose:
        held = [row for row in MODALITIES if row["activity"] == service.activity]
        held = [row for row in held if (row["code"], row["region"]) == (service.code, *service.regions)]
        if not any(int(row["shortest"]) <= minutes <= int(row["longest"]) for row in held):
            yield "a modality of no row"
        return
    rows = [row for row in rows_of(service) if row["purpose"] in service.purpose]
    if {row["purpose"] for row in rows} != set(service.purpose):
        yield "an activity that has not this purpose in this region"
    said = [part.split("posture: ")[-1] for part in service.deficit.split("; ") if part]
    known = {row["deficit"] for row in rows}
    of_posture = {row["deficit"].split(",")[0] for row in SERVICES if row["purpose"] == "posture"}
    if any(part not in known and part not in of_posture for part in said):
        yield "a finding that does not go with the activity"
    if service.muscle and service.muscle not in {row["muscle"] for row in rows}:
        yield "a muscle that is not treated so"
    if service.contact == "group" and not any(row["in_group"] == "yes" for row in rows):
        yield "nobody does this in a group"
    if service.contact == "unattended" and not any(row["alone"] == "yes" for row in rows):
        yield "nobody does this alone"
    taken_home = {"yes", "only"} if service.home_instruction else {"yes", "no"}
    if not any(row["at_home"] in taken_home for row in rows):
        yield "this is not taken home, or is nothing but advice"
    # Four to seven minutes are a record that is too short to bill, of whatever was done.
    spans = [range(4, 8), *(range(int(row["shortest"]), int(row["longest"]) + 1) for row in rows)]
    if minutes is not None and not any(minutes in span for span in spans):
        yield f"{minutes} minutes are not what this takes"


def goes_with(diagnosis, service):
    return any(
        row["diagnosis"] == diagnosis
        and set(service.regions) <= set(row["regions"].split())
        and {"any", *service.purpose} & set(row["purposes"].split())
        for row in DIAGNOSES
    )


def is_of_this_half(diagnosis, service):
    """Say whether a subluxation may be what a therapy is for: upper spine and arm, lower spine and leg."""
    upper = {"cervical", "thoracic", "upper_extremities"}
    return diagnosis.startswith("M99.0") and (diagnosis in {"M99.01", "M99.02"}) is (
        set(service.regions) <= upper
    )


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_what_a_drawn_visit_holds_goes_together(skill, kind, level):
    for seed in SEEDS:
        asked = question(skill, seed, level, kind)
        if asked.note is None:
            continue
        note, visit = asked.note, asked.note.visit
        found = [(one.activity, odd) for one in visit.services for odd in oddities(one)]
        assert not found, (asked.id, found)
        for n, service in enumerate(visit.services):
            pointed = note.diagnosis_of(str(n))
            assert pointed is None or goes_with(pointed, service) or is_of_this_half(pointed, service), (
                asked.id
            )
        free = {*(visit.diagnoses or ())} - OF_THE_SPINE - OF_NERVES
        assert all(any(goes_with(one, service) for service in visit.services) for one in free), asked.id


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_a_drawn_visit_ends_within_what_an_office_has_time_for(skill, kind, level):
    for seed in SEEDS:
        asked = question(skill, seed, level, kind)
        if asked.note is None:
            timed = sum(
                count for number, count in (asked.bill.units if asked.bill else ()) if number < "98000"
            )
            assert timed <= AN_HOUR / 15, asked.id
            continue
        services = asked.note.visit.services
        direct = sum(one.minutes or 0 for one in services if one.contact != "unattended")
        whole = sum(one.minutes or 0 for one in services) + sum(asked.note.overhead)
        assert direct <= AN_HOUR, asked.id
        assert whole <= AN_HOUR_AND_A_HALF, asked.id
        assert len(services) <= 4, asked.id


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_bones_stand_in_body_order(skill, kind, level):
    order = "head cervical thoracic lumbar sacral pelvic".split()  # noqa: SIM905
    for seed in SEEDS:
        asked = question(skill, seed, level, kind)
        regions = [region_of(place) for place in asked.note.visit.adjusted] if asked.note else []
        spinal = [order.index(one) for one in regions if one in order[1:]]
        assert spinal == sorted(spinal), asked.id
        assert not any(one in order[1:] for one in regions[len(spinal) :]), asked.id


@pytest.mark.parametrize("level", [1, 2, 3])
def test_an_examination_goes_with_what_was_adjusted_and_with_how_long_ago_it_was(level):
    for seed in range(150):
        note = question("evaluation", seed, level).note
        found = [row for row in EXAMINATIONS if row["says"] == note.examined]
        regions = {region_of(place) for place in note.visit.adjusted}
        assert any(set(row["regions"].split()) & regions for row in found), note
        assert {row["separate"] == "yes" for row in found} == {note.visit.evaluation.separate}
        if note.visit.last_seen is not None:
            days = (note.visit.date_of_service - note.visit.last_seen).days
            assert {row["seen"] for row in found} <= {"any", "lately" if days <= 365 else "long_ago"}


@pytest.mark.parametrize("row", SERVICES, ids=lambda row: f"{row['activity']}: {row['purpose']}")
def test_a_row_holds_what_its_purpose_needs(row):
    assert row["because"]
    assert 4 <= int(row["shortest"]) <= int(row["longest"]) <= 38
    number = purposes()[row["purpose"]]
    assert bool(row["deficit"]) is (needs_deficit(number) or row["purpose"] == "self_care")
    if needs_deficit(number):
        assert read_deficit(row["deficit"], (row["purpose"],)).state == "measured"
    if row["muscle"]:
        assert row["region"] in muscle_regions(row["muscle"])


@pytest.mark.parametrize("row", SIGNS, ids=lambda row: row["says"])
def test_a_sign_is_read_as_one(row):
    assert read_sign(row["says"]).state == "positive"


def test_nothing_is_trained_at_the_sacrum():
    assert {row["purpose"] for row in SERVICES if row["region"] == "sacral"} == {"soft_tissue"}


def test_every_exercise_is_drawn():
    generation = newest_generation()
    drawn = {
        one.activity.removesuffix(AGAIN)
        for skill in ("exercise_code", "timed_units", "ncci_59", "evaluation")
        for level in (1, 2, 3)
        for seed in range(300)
        for one in (question(skill, seed, level).note or NO_NOTE).visit.services
    }
    assert {one.activity for one in work_that(generation)} <= drawn


def test_what_is_given_for_one_complaint_lies_in_one_half_of_the_body():
    upper = {"cervical", "thoracic", "upper_extremities"}
    for level in (1, 2, 3):
        for seed in range(200):
            for skill in ("exercise_code", "timed_units"):
                services = (question(skill, seed, level).note or NO_NOTE).visit.services
                assert len({set(one.regions) <= upper for one in services if one.regions}) <= 1, (
                    skill,
                    seed,
                    level,
                )
