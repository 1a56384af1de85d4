"""Each drawn visit makes sense to a clinician: what it holds stands in one row of the tables, and it ends within the day.

The tables are read here by themselves, not by what draws from them.
"""

import csv
import re
from functools import cache
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
from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.finding.positive_finding import read_sign

NO_NOTE = Note(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}))
SEEDS = range(2_000, 2_025)
DRAWN = [(skill, kind, level) for skill in SKILLS for kind in kinds_of(skill) for level in (1, 2, 3)]
# What an office has time for, as data/drawn_limits.csv gives its reasons.
AN_HOUR, AN_HOUR_AND_A_HALF = 60, 90


@cache
def drawn(skill, kind, level):
    """Draw the exercises that every test of this file looks at."""
    return [question(skill, seed, level, kind) for seed in SEEDS]


def table(name):
    with (Path(data_folder()) / name).open(encoding="utf-8", newline="") as file:
        newest = newest_generation()
        return [
            row for row in csv.DictReader(file) if int(row["since"]) <= newest <= int(row["until"] or newest)
        ]


SERVICES, EXAMINATIONS, DIAGNOSES, SIGNS, MODALITIES, JOINTS = map(
    table,
    (
        "drawn_services.csv",
        "drawn_examinations.csv",
        "drawn_diagnoses.csv",
        "drawn_signs.csv",
        "drawn_modalities.csv",
        "drawn_joints.csv",
    ),
)
# What is found at each region of the spine, and the conditions that go with it; a table written for this test.
SUBLUXATIONS = {
    "cervical": "M99.01",
    "thoracic": "M99.02",
    "lumbar": "M99.03",
    "sacral": "M99.04",
    "pelvic": "M99.05",
}
CONDITIONS = {
    "cervical": "M54.2",
    "thoracic": "M54.6",
    "lumbar": "M54.50",
    "sacral": "M53.3",
    "pelvic": "M53.3",
}
# A low back that is strained is not told as low back pain besides.
STRAINED = {"M54.50": "S39.012A"}
OF_NERVES = {"I69.354", "G20.A1", "G62.9"}
HELPED = ("without help", "with a limp", "six-minute walk")
HEAVY = ("crate", "box", "side bridge", "plank", "weight on the")


def as_told(conditions, listed):
    """Put a strain in the place of the pain where the claim has the strain."""
    return {STRAINED.get(one, one) if STRAINED.get(one) in listed else one for one in conditions}


def rows_of(service):
    """Give the rows in which a drawn service stands, whatever of its record was left out."""
    name, region = service.activity, set(service.regions)
    return [row for row in SERVICES if row["activity"] == name and {row["region"]} == region]


def oddities(service):
    """Say what of a service stands in no row."""
    minutes = service.minutes
    if service.code is not None and not service.purpose and not service.activity:
        return  # the bare minutes of a question about minutes
    if not service.purpose and any(row["activity"] == service.activity for row in SERVICES):
        return  # a note that leaves out what the exercise was for
    if not service.purpose:
        held = [row for row in MODALITIES if row["activity"] == service.activity]
        # Medicare and who follows it have another number for current that nobody attends.
        number = {"G0283": "97014"}.get(service.code, service.code)
        held = [row for row in held if (row["code"], row["region"]) == (number, *service.regions)]
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
    # Four to seven minutes are a record that is too short to bill, of whatever was done; a leaflet is handed over in less.
    spans = [range(2, 8) if service.home_instruction else range(4, 8)]
    spans += [*(range(int(row["shortest"]), int(row["longest"]) + 1) for row in rows)]
    if minutes is not None and not any(minutes in span for span in spans):
        yield f"{minutes} minutes are not what this takes"


def side_of(service):
    """Give the side that a record names first: that which is treated."""
    found = re.search(r"\b(left|right)\b", f"{service.activity} {service.deficit}")
    return found[0] if found else ""


def goes_with(diagnosis, service):
    parts = {part for row in rows_of(service) for part in row["part"].split()}
    purposes_told = service.purpose or tuple(row["purpose"] for row in rows_of(service))
    return any(
        row["diagnosis"] == diagnosis
        and set(service.regions) <= set(row["regions"].split())
        and {"any", *purposes_told} & set(row["purposes"].split())
        and (not row["part"] or row["part"] in parts)
        and row["side"] in {"", side_of(service) or row["side"]}
        for row in DIAGNOSES
    )


def spinal_regions(visit):
    return [one for one in map(region_of, visit.adjusted) if one in SUBLUXATIONS]


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_what_a_drawn_visit_holds_goes_together(skill, kind, level):
    for asked in drawn(skill, kind, level):
        if asked.note is None:
            continue
        visit = asked.note.visit
        found = [(one.activity, odd) for one in visit.services for odd in oddities(one)]
        assert not found, (asked.id, found)
        said = [f"{one.activity} {one.deficit}" for one in visit.services]
        helped, heavy = [any(word in one for one in said for word in words) for words in (HELPED, HEAVY)]
        assert not (helped and heavy), (asked.id, said)
        treated = [one for one in visit.services if one.purpose]
        assert len({side_of(one) for one in treated} - {""}) <= 1, (asked.id, said)
        assert len({one.activity for one in treated}) == len(treated), (asked.id, said)


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_where_diagnoses_are_listed_they_explain_each_adjustment_and_each_service(skill, kind, level):
    joints = {row["place"]: row["diagnosis"] for row in JOINTS}
    for asked in drawn(skill, kind, level):
        if asked.note is None or asked.note.visit.diagnoses is None:
            continue
        visit = asked.note.visit
        listed, spinal = {*visit.diagnoses}, spinal_regions(visit)
        for service in visit.services:
            # What is done for the pain of a low back is done for a strained one.
            reasons = {
                *(listed - OF_NERVES),
                *(pain for pain, strain in STRAINED.items() if strain in listed),
            }
            assert any(goes_with(one, service) for one in reasons), (asked.id, listed, service)
        adjusted = as_told({CONDITIONS[one] for one in spinal}, listed)
        if visit.payer == "medicare":
            adjusted |= {SUBLUXATIONS[one] for one in spinal}
        limbs = {joints[place] for place in visit.adjusted if region_of(place) == "upper_extremities"}
        examined = {asked.note.diagnosis_of("examination")} if skill == "evaluation" else set()
        assert adjusted | limbs <= listed, asked.id
        needless = (
            listed - adjusted - limbs - OF_NERVES - {one for said in examined for one in said.split(", ")}
        )
        assert all(any(goes_with(one, service) for service in visit.services) for one in needless), asked.id
        if examined:
            assert {one for said in examined for one in said.split(", ")} <= listed, asked.id
        if listed & OF_NERVES:
            assert "cervical" not in spinal, asked.id
            assert not any(word in one.activity for one in visit.services for word in HEAVY), asked.id


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_a_diagnosis_beside_an_adjustment_or_a_service_is_of_its_region(skill, kind, level):
    for note in (asked.note for asked in drawn(skill, kind, level)):
        if note is None:
            continue
        spinal = spinal_regions(note.visit)
        if beside := note.diagnosis_of("adjustment"):
            named = set(beside.split(", "))
            kinds = SUBLUXATIONS if "M99" in beside else CONDITIONS
            assert named == as_told({kinds[one] for one in spinal}, named), note
        for n, service in enumerate(note.visit.services):
            pointed = note.diagnosis_of(str(n))
            adjusted_here = [SUBLUXATIONS[one] for one in service.regions if one in spinal]
            assert pointed is None or pointed in adjusted_here or goes_with(pointed, service), note


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_nothing_is_aimed_at_in_maintenance_and_set_up_is_short(skill, kind, level):
    for note in (asked.note for asked in drawn(skill, kind, level)):
        if note is None:
            continue
        if note.visit.care == "maintenance":
            assert not any(one.deficit for one in note.visit.services), note
        assert all(minutes == 0 or 2 <= minutes <= 4 for minutes in note.overhead), note
        if note.visit.abn == "voluntary":
            beyond = len(note.visit.adjusted) > len(spinal_regions(note.visit))
            assert note.visit.services or beyond, note
        day = note.visit.date_of_service
        assert (day.month, day.day) not in {(7, 4), (12, 25), (1, 1)}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_after_an_injury_work_is_gentle_and_screens_are_stated(level):
    for seed in range(200):
        note = question("evaluation", seed, level).note
        row = next(row for row in EXAMINATIONS if row["says"] == note.examined)
        assert note.visit.evaluation.code in row["codes"].split()
        if re.search(r"fall|strained|worse|headache", note.examined):
            assert re.search(r"negative|no sign", note.examined)
            assert row["exercise"] == "gentle"
            examined = {*row["regions"].split()}
            assert row["separate"] == "no" or {*map(region_of, note.visit.adjusted)} <= examined
        if note.visit.evaluation.code == "99214":
            assert re.search(r"3[0-9] minutes", note.examined)
        if row["exercise"] == "gentle":
            assert all(
                one.minutes <= 12 and any(held["gentle"] == "yes" for held in rows_of(one))
                for one in note.visit.services
            )


def test_the_weaker_side_is_left_and_right_and_figures_differ():
    said = {row["deficit"] for row in SERVICES}
    for side in ("left", "right"):
        assert sum(side_of_text(one) == side for one in said) > len(said) / 5
    stance = {one for one in said if one.startswith("single-leg stance") and "drops" not in one}
    assert len(stance) >= 4


def side_of_text(text):
    found = re.search(r"\b(left|right)\b", text)
    return found[0] if found else ""


def test_muscle_and_joint_of_hands_on_work_are_named():
    for row in SERVICES:
        if purposes()[row["purpose"]] in {"97124", "97140"}:
            assert row["muscle"] or re.search(r"joint|shoulder|ankle|knee", row["activity"])
            assert row["region"].endswith("extremities") <= bool(side_of_text(row["activity"]))


def test_the_tailbone_is_seldom_adjusted():
    adjusted = [
        (question("cmt_level", seed, level).note or NO_NOTE).visit.adjusted
        for seed in range(150)
        for level in (1, 2, 3)
    ]
    assert 0 < sum("coccyx" in one for one in adjusted) < len(adjusted) / 12


@pytest.mark.parametrize(("skill", "kind", "level"), DRAWN)
def test_a_drawn_visit_ends_within_what_an_office_has_time_for(skill, kind, level):
    for asked in drawn(skill, kind, level):
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
    for asked in drawn(skill, kind, level):
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
        one.activity
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
