"""Each drawn visit is one that a clinician would sign: what is treated was examined, and a note agrees with itself.

Words and places are looked for here by lists of this test's own, not by what draws.
"""

import csv
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest

from cptedu.facts.regions import region_of
from cptedu.facts.tables import data_folder
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator import kinds_of, question
from cptedu.learn.notes import voices, write_note
from cptedu.learn.questions import Note
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit

SEEDS = range(85_500, 85_525)
AS_NOTES = ("missing", "sentence")
# Signs that are a reason for no visit of their own.
SIGNS = {"R29.3", "R27.8", "R26.81"}
CIRCUITS = re.compile(r"circuit|treadmill|posture exercises|stroking and kneading of the (?!left|right)")
NOT_SAID_HERE = re.compile(r"\bjaw\b|nodding test|upper back rounded|fasten a belt|finger-to-nose|plank")


def held_now(name):
    """Read the rows of a table that the newest exercises are drawn from."""
    newest = newest_generation()
    with (Path(data_folder()) / name).open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file) if int(row["since"]) <= newest <= int(row["until"] or newest)
        ]


SERVICES = held_now("drawn_services.csv")


@cache
def drawn():
    """Draw the exercises that every test of this file looks at: those that have a note."""
    every = [
        question(skill, seed, level, kind)
        for skill in SKILLS
        for kind in kinds_of(skill)
        for level in (1, 2, 3)
        for seed in SEEDS
    ]
    return [one for one in every if one.note is not None]


def services_of(asked):
    return [(asked, one) for one in asked.note.visit.services]


def each_service():
    return [pair for asked in drawn() for pair in services_of(asked)]


def test_of_one_kind_of_exercise_one_is_done_a_day():
    families = {}
    for row in held_now("drawn_families.csv"):
        families.setdefault(row["family"], set()).add(row["activity"])
    # The kinds that must be told apart at the least, by the names that a reader would go by.
    for few in (
        {"single-leg stance", "single-leg stance on floor and foam"},
        {"standing on a balance board", "balance circuit on board and foam"},
        {"band exercises for the shoulder", "band circuit for shoulder and arm"},
        {"chin tucks for upright posture", "posture exercises with chin tucks and wall slides"},
    ):
        assert any(few <= activities for activities in families.values()), few
    for asked in drawn():
        done = {one.activity for one in asked.note.visit.services}
        assert all(len(done & activities) <= 1 for activities in families.values()), (asked.id, done)


def test_of_the_limbs_one_joint_is_treated_a_day_and_nobody_lifts_on_a_sore_leg():
    came = 0
    for asked in drawn():
        parts = []
        for one in asked.note.visit.services:
            held = [
                row for row in SERVICES if row["activity"] == one.activity and (row["region"],) == one.regions
            ]
            if any(row["part"] for row in held):
                parts.append({part for row in held for part in row["part"].split()})
            if one.regions == ("lower_extremities",) and one.purpose:
                lifted = [each.activity for each in asked.note.visit.services]
                assert not any(re.search(r"crate|boxes|side bridge", each) for each in lifted), asked.id
        came += len(parts) > 1
        assert not parts or set.intersection(*parts), (asked.id, parts)
    assert came > 10


def test_a_limb_that_is_treated_beside_an_adjustment_has_its_reason_on_the_note():
    came = 0
    for asked in drawn():
        note = asked.note
        for n, one in enumerate(note.visit.services):
            asks = asked.skill == "ncci_59" and asked.kind not in AS_NOTES
            if asks and one.regions and one.regions[0].endswith("extremities"):
                came += 1
                assert note.diagnosis_of(str(n)), asked.id
    assert came > 50


def test_an_arm_is_adjusted_with_the_neck_or_the_upper_back_and_not_with_the_low_back_alone():
    for asked in drawn():
        if asked.skill == "medicare":
            regions = {region_of(place) for place in asked.note.visit.adjusted}
            assert "upper_extremities" not in regions or regions & {"cervical", "thoracic"}, asked.id


def test_who_was_long_away_is_not_adjusted_unexamined():
    for asked in drawn():
        visit = asked.note.visit
        if visit.last_seen is not None and (visit.date_of_service - visit.last_seen).days > 366:
            assert visit.evaluation.separate, asked.id


# Memorial Day, Labor Day and Thanksgiving of the years of drawn visits, and of those in which patients were seen before.
CLOSED = {
    *(
        "2019-05-27",
        "2019-09-02",
        "2019-11-28",
        "2020-05-25",
        "2020-09-07",
        "2020-11-26",
        "2021-05-31",
        "2021-09-06",
    ),
    *(
        "2021-11-25",
        "2022-05-30",
        "2022-09-05",
        "2022-11-24",
        "2023-05-29",
        "2023-09-04",
        "2023-11-23",
        "2024-05-27",
    ),
    *("2024-09-02", "2024-11-28", "2025-05-26", "2025-09-01", "2025-11-27", "2026-05-25"),
}


def test_no_visit_is_on_a_day_on_which_an_office_is_closed():
    known = sorted(CLOSED)
    for asked in drawn():
        days = [asked.note.visit.date_of_service, asked.note.visit.last_seen]
        for day in (one for one in days if one is not None):
            assert day.weekday() != 6, asked.id
            assert day.isoformat() not in known, (asked.id, day)
            assert (day.month, day.day) not in {(1, 1), (7, 4), (12, 25)}, (asked.id, day)


def test_each_activity_of_a_family_is_drawn_from():
    assert {row["activity"] for row in held_now("drawn_families.csv")} <= {
        row["activity"] for row in SERVICES
    }


def test_what_is_done_beside_an_examination_lies_where_was_adjusted_or_where_the_new_complaint_is():
    came = 0
    for asked in (one for one in drawn() if one.skill == "evaluation"):
        visit = asked.note.visit
        adjusted = {region_of(place) for place in visit.adjusted}
        # Nothing is trained at the sacrum: what is done for it is done at the pelvis.
        adjusted |= {"pelvic"} & {"pelvic" for one in adjusted if one == "sacral"}
        new = re.search(r"new complaint of the (left|right) shoulder", asked.note.examined)
        for service in visit.services:
            came += 1
            if new:
                assert service.regions == ("upper_extremities",), asked.id
                assert re.search(r"\b(left|right)\b", service.deficit)[0] == new[1], asked.id
            else:
                assert {*service.regions} <= adjusted, asked.id
    assert came > 50


def test_a_new_complaint_of_a_shoulder_is_examined_with_the_spine_that_is_adjusted():
    seen = 0
    for asked in drawn():
        if "new complaint" in asked.note.examined:
            seen += 1
            regions = {region_of(place) for place in asked.note.visit.adjusted}
            words = {"cervical": "neck", "thoracic": "upper back"}
            assert all(words[one] in asked.note.examined for one in regions), asked.id
            last = asked.note.visit.last_seen
            assert last is None or (asked.note.visit.date_of_service - last).days <= 365, asked.id
    assert seen > 5


def test_advice_with_a_leaflet_takes_a_few_minutes():
    minutes = [one.minutes for _, one in each_service() if one.home_instruction]
    assert len(minutes) > 5
    assert {*minutes} <= {2, 3, 4, 5}


def test_one_exercise_of_a_kind_takes_no_longer_than_a_unit():
    for asked, one in each_service():
        if one.purpose and one.minutes is not None and not CIRCUITS.search(one.activity):
            assert one.minutes <= 15, (asked.id, one.activity, one.minutes)


def test_words_that_no_office_here_would_write_are_not_drawn():
    for asked in drawn():
        said = " ".join(f"{label} {words}" for label, words in asked.record)
        assert not NOT_SAID_HERE.search(said), (asked.id, said)


def test_a_sign_stands_beside_a_pain_and_never_alone():
    came = set()
    for asked in drawn():
        visit = asked.note.visit
        listed = {*(visit.diagnoses or ())}
        pointed = {asked.note.diagnosis_of(str(n)) for n in range(len(visit.services))} - {None}
        assert not pointed & SIGNS, asked.id
        if visit.diagnoses is None or not listed & SIGNS:
            continue
        came |= listed & SIGNS
        pains = {one for one in listed if one.startswith(("M25.5", "M54", "M53", "M79", "S93"))}
        assert pains, (asked.id, listed)
        # The pain is of what the sign is about: of a leg where a leg is unsteady.
        if "R26.81" in listed:
            assert any(one.startswith(("M25.55", "M25.56", "M25.57", "S93")) for one in listed), (
                asked.id,
                listed,
            )
    assert came == SIGNS


def test_a_fresh_sprain_is_exercised_in_active_care_and_nothing_near_it_is_kneaded():
    came = 0
    for asked in drawn():
        visit = asked.note.visit
        pointed = {asked.note.diagnosis_of(str(n)) for n in range(len(visit.services))} - {None}
        if any(one.startswith("S93") for one in {*(visit.diagnoses or ()), *pointed}):
            came += 1
            assert visit.care == "active", asked.id
            legs = [one for one in visit.services if one.regions == ("lower_extremities",)]
            by_hand = {"massage", "soft_tissue", "joint_mobilization"}
            assert legs, asked.id
            assert not any(by_hand & {*one.purpose} for one in legs), asked.id
    assert came > 5


# What does not stand on one claim, by ICD-10-CM's own notes and by what a coder knows: the second is said by the first.
SAID_TWICE = (
    ("S39.012A", "M54.50"),
    *((one, "R26.81") for one in ("S93.40", "I69", "G20", "G62")),
    *((one, "R27.8") for one in ("I69", "G20")),
    ("G44", "R51"),
)


def test_nothing_is_diagnosed_twice_on_one_claim():
    came = set()
    for asked in drawn():
        pointed = [said for _, said in asked.note.pointed]
        listed = {*(asked.note.visit.diagnoses or ()), *(one for said in pointed for one in said.split(", "))}
        came |= listed
        for more, less in SAID_TWICE:
            both = [any(one.startswith(begun) for one in listed) for begun in (more, less)]
            assert not all(both), (asked.id, listed)
    assert any(one.startswith("S39") for one in came)
    assert {"G44.86", "G44.209"} & came
    # A headache that is told as one of the neck or of tension is not one "not said which".
    assert "R51.9" not in came
    # An ankle that is exercised is one that heals.
    assert not any(one.startswith("S93") and one.endswith("A") for one in came)


def test_a_modality_runs_where_something_is_treated_and_nobody_lifts_after_traction():
    came = set()
    for asked in drawn():
        services = asked.note.visit.services
        machines = [
            one for one in services if one.contact == "unattended" and not one.purpose and one.activity
        ]
        for machine in machines:
            treated = {place for one in services if one is not machine for place in one.regions}
            if asked.skill == "timed_units":
                came.add(machine.activity)
                assert {*machine.regions} <= treated, asked.id
            if "traction" in machine.activity:
                assert not any(re.search(r"crate|boxes|side bridge", one.activity) for one in services), (
                    asked.id
                )
    assert len(came) >= 2


def test_grip_is_trained_for_a_hand_and_for_a_few_minutes():
    rows = [row for row in SERVICES if "grip" in row["deficit"]]
    assert rows
    for row in rows:
        assert row["part"] == "wrist"
        assert int(row["longest"]) <= 8
        assert "pan" not in row["activity"]


# What each voice may call what is adjusted or treated.
CALLED = {
    "cervical": "neck|cervical",
    "thoracic": "mid back|upper back|thoracic",
    "lumbar": "low back|lower back|lumbar",
    "sacral": "low back|lower back|lumbosacral",
    "pelvic": "low back|pelvis",
    "upper_extremities": "arm|shoulder|elbow|wrist|upper extremity",
    "lower_extremities": "leg|hip|knee|ankle|foot|lower extremity",
}
BETTER = re.compile(r"better|loosening|easier|less stiff|down to|come down|improved", re.IGNORECASE)
SAME = re.compile(
    r"same as last|(?<!reviewed, )no change(?! in med)|unchanged|as at the last visit", re.IGNORECASE
)
WORSE = re.compile(r"stiffer|\bworse\b", re.IGNORECASE)
SCORES = (
    re.compile(r"(\d)/10[^.]*?(?:was|last visit) (\d)/10"),
    re.compile(r"rated (\d) out of 10 today; at the last visit it was (\d)"),
)


def subject_of(written):
    return " ".join(one.text for one in written.sentences if one.section == "S")


def notes():
    """Give every drawn visit as each voice writes it."""
    for n, asked in enumerate(drawn()):
        if asked.kind not in (*AS_NOTES, "minutes"):
            yield asked, write_note(asked.note, voice=voices()[n % len(voices())], seed=n)


def test_the_patient_names_every_part_that_is_adjusted_or_treated():
    said = [(one.note.visit, dict(one.record)) for one in drawn() if one.kind in AS_NOTES]
    subjects = [(visit, record[next(iter(record))]) for visit, record in said]
    subjects += [(asked.note.visit, subject_of(written)) for asked, written in notes()]
    assert len(subjects) > 500
    for visit, subject in subjects:
        regions = {region_of(place) for place in visit.adjusted}
        regions |= {region for one in visit.services for region in one.regions}
        for region in regions & CALLED.keys():
            assert re.search(CALLED[region], subject, re.IGNORECASE), (region, subject)


def test_the_joint_that_hurts_is_named_and_not_the_limb():
    sides = re.compile(r"\b(?:L|R|Lt|Rt|left|right) (?:ankle|knee|hip|shoulder|elbow|wrist)", re.IGNORECASE)
    came = 0
    for asked in drawn():
        if asked.kind in AS_NOTES and asked.note.visit.services[0].regions[0].endswith("extremities"):
            came += 1
            assert sides.search(next(words for _, words in asked.record)), asked.record
    assert came > 50


def test_a_note_says_in_one_way_how_it_goes():
    found = set()
    for asked, written in notes():
        subject = subject_of(written)
        told = {name for name, words in (("b", BETTER), ("s", SAME), ("w", WORSE)) if words.search(subject)}
        for now, before in (one for words in SCORES for one in words.findall(subject)):
            told.add("b" if now < before else "s" if now == before else "w")
        assert len(told) <= 1, subject
        found |= told
        visit = asked.note.visit
        if visit.care == "maintenance":
            assert told <= {"s"}, subject
        if visit.evaluation is not None:
            assert not told, subject  # the examination itself tells what is new
        if "w" in told:
            assert not re.search(r"still gaining|as expected", written.text, re.IGNORECASE), written.text
    assert found == {"b", "s", "w"}


def test_what_stands_in_every_note_suits_every_patient():
    """Who limps does not walk for health, who had a stroke has no equal reflexes, who cannot rise shovels no snow."""
    unfit = re.compile(
        r"shovel|grandkid|long drive|full time|desk|dog|gait looks|reflex|DTR|numb|walking 20", re.IGNORECASE
    )
    for voice in voices():
        for seed in range(60):
            bare = Visit.from_dict(
                {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["L4"], "care": "active"}
            )
            assert not unfit.search(write_note(Note(bare), voice=voice, seed=seed).text)


def test_measures_are_written_in_one_system():
    for asked in drawn():
        if asked.kind in AS_NOTES:
            said = " ".join(words for _, words in asked.record)
            assert not re.search(r"\d (?:cm|kg|m)\b", said), said


# What learners were asked before has to be asked of them again, to the letter, when a summary is verified.
NOTES_OF_BEFORE = {
    "exercise_code": "18ba2da785c59ae61abd9f86e9fba8b7cba9071633164f3b37991aeda5f9f211",
    "ncci_59": "3adb87f80cdd0ecf0ac953ac994620ef13c3be1be8ccdb8abc93739c254ff9a3",
}


@pytest.mark.parametrize("skill", NOTES_OF_BEFORE)
def test_notes_of_the_generation_before_are_written_as_they_were(skill):
    said = [
        [asked.record, asked.right, asked.aspect]
        for kind in AS_NOTES
        for level in (1, 2, 3)
        for seed in range(10)
        for asked in [question(skill, seed, level, kind, generation=8)]
    ]
    assert hashlib.sha256(json.dumps(said).encode()).hexdigest() == NOTES_OF_BEFORE[skill]
