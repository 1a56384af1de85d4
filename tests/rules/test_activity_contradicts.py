"""What the words of an activity say against purpose, contact and regions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from strategies import check, record, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.activity_contradicts import activity_contradicts
from cptedu.visit.record import ServiceRecord

BALANCE = {"purpose": ("balance",), "deficit": "single-leg stance 6 s left, 25 s right"}
STRENGTH = {"purpose": ("strength",), "deficit": "hip abduction 3/5"}
BY_HAND = {"purpose": ("soft_tissue",), "regions": ("shoulder",)}
TASK = {"purpose": ("functional_task",), "deficit": "lifts 5 kg, needs 20 kg"}


def judged(number, activity, contact="one_on_one", **keys):
    return activity_contradicts(
        record(), ServiceRecord.of(activity=activity, contact=contact, **keys), number
    )


@pytest.mark.parametrize(
    ("activity", "quoted"),
    [
        ("dry needling", "dry needling"),
        ("Dry-needling of both traps", "dry needling"),
        ("cupping", "cupping"),
        ("massage, relaxing", "massage"),
        ("hot packs", "hot pack"),
        ("Hot pack to low back", "hot pack"),
        ("foam roller by patient", "foam roller"),
        ("reiki", "reiki"),
        ("HVLA thrust to shoulder", "hvla"),
        ("Activator to shoulder", "activator"),
        ("flexion/distraction", "flexion distraction"),
        ("F/D table", "f d table"),
        ("flex-dist", "flex dist"),
    ],
)
def test_a_technique_with_a_code_of_its_own_is_no_manual_therapy(activity, quoted):
    # RULES C1 and C5: what was done decides; a purpose does not make it another service.
    check(
        judged("97140", activity, **BY_HAND),
        "activity_contradicts",
        "ask",
        f"The activity says {quoted!r}",
        code="97140",
        fix="Ask which of the two it was.",
    )


@pytest.mark.parametrize(
    ("activity", "quoted"),
    [
        ("patient exercised alone, doctor in next room", "alone"),
        ("ran through the sheet independently", "independently"),
        ("unsupervised band rows", "unsupervised"),
        ("class of 4 patients", "class of"),
        ("band rows in a group", "in a group"),
        ("with two other patients", "other patients"),
        ("quad sets in the pool", "in the pool"),
        ("told to stretch psoas hourly at home", "told to"),
        ("handout reviewed", "handout"),
    ],
)
def test_who_was_there_where_and_what_for_is_asked_where_the_words_say_otherwise(activity, quoted):
    # RULES B12 and B13, RULES-2 on water, RULES C7.
    found = judged("97110", activity, **STRENGTH)
    check(
        found, "activity_contradicts", "ask", f"The activity says {quoted!r}", code="97110", fix="Ask which"
    )


@pytest.mark.parametrize(
    "activity", ["squats 3x15", "Squats, 3 sets of 15", "lunges 2 x 10", "step-ups 20", "leg press 40"]
)
def test_sets_and_repeats_name_no_task(activity):
    # RULES C4 and C-t6.
    found = judged("97530", activity, **TASK)
    check(found, "activity_contradicts", "ask", "and names no task", code="97530", fix="Ask which")


@pytest.mark.parametrize(
    ("number", "activity", "keys"),
    [
        ("97112", "single-leg stance on a BAPS board", BALANCE),
        ("97110", "squats 3x15", STRENGTH),
        ("97530", "squats to lift a crate from the floor at work", TASK),
        ("97530", "squats", TASK),  # a name alone is no word against the purpose
        ("97140", "myofascial release by hand", BY_HAND),
        ("97124", "massage of the forearm", {"purpose": ("massage",)}),
        ("97140", "release at the shoulder, no thrust", BY_HAND),
        ("97110", "band rows, not alone", STRENGTH),
        ("97110", "band rows, not in a group", STRENGTH),
        ("97110", "foam roller under the back for extension", STRENGTH),
        ("97535", "washing and dressing as needed at home", {"purpose": ("self_care",)}),
        ("97113", "quad sets in the pool", STRENGTH),
        ("97110", "quad sets in the pool", STRENGTH | {"aquatic": True}),
        ("97150", "class of 4 patients", STRENGTH | {"contact": "group"}),
        ("97110", "band rows alone", STRENGTH | {"contact": "unattended"}),
        (None, "dry needling", {}),
        ("97110", "told to stretch at home", STRENGTH | {"home_instruction": True}),
        ("97110", "", STRENGTH),
    ],
)
def test_words_that_fit_the_record_or_name_nothing_are_passed_over(number, activity, keys):
    assert judged(number, activity, **keys) is None


ADJUSTED = {"C5": "cervical", "L4": "lumbar"}


@pytest.mark.parametrize(
    ("adjusted", "activity", "asks"),
    [
        ("C5", "MFR cervical paraspinals", True),
        ("C5", "C5-C6 joint mob", True),
        ("C5", "MFR bilateral upper traps", True),  # the muscle reaches into the neck
        ("L4", "ischemic compression QL", True),
        ("L4", "release of the deltoid", False),
        ("C5", "myofascial release by hand", False),
        ("L4", "pin and stretch, infraspinatus", False),
    ],
)
def test_hands_on_another_place_than_the_region_recorded_are_asked_about(adjusted, activity, asks):
    # RULES D13: another muscle is not another region.
    seen = visit(
        adjusted=[adjusted],
        services=[
            {
                "activity": activity,
                "purpose": ["soft_tissue"],
                "regions": ["shoulder"],
                "minutes": 15,
                "contact": "one_on_one",
            }
        ],
    )
    claim = code_visit(seen)
    assert ("97140" in {line.code for line in claim.lines}) is not asks
    if asks:
        asked = next(one for one in claim.unbilled[0].findings if one.rule == "activity_contradicts")
        assert ADJUSTED[adjusted] in asked.says
        assert "services[1].activity" in asked.used


def told(name):
    return tomllib.loads((Path(__file__).parents[1] / "visit" / name).read_text(encoding="utf-8"))


PLACES = told("activity_places.toml")
MEASURED = {
    "posture": "trunk shift 3 cm",
    "movement": "pressure biofeedback drop 12 mmHg",
    "proprioception": "JPE 7.2°",
    "balance": BALANCE["deficit"],
}


@pytest.mark.parametrize(
    ("asks", "adjusted", "region", "purpose", "activity"),
    [(asks, *one) for asks in (True, False) for one in PLACES["elsewhere" if asks else "there"]],
)
def test_the_place_that_an_activity_names_is_asked_about_where_it_was_adjusted_instead(
    asks, adjusted, region, purpose, activity
):
    # RULES-2 D3, RULES G8: no region is changed to obtain 59, and none is taken that the note speaks against.
    service = {
        "activity": activity,
        "purpose": [purpose],
        "regions": [region],
        "deficit": MEASURED.get(purpose, "tight"),
        "minutes": 15,
        "contact": "one_on_one",
        "performed_by": "chiropractor",
    }
    claim = code_visit(visit(adjusted=[adjusted], services=[service]))
    found = [one.rule for left in claim.unbilled for one in left.findings if one.verdict.value != "supported"]
    assert ("activity_contradicts" in found) is asks
    assert (len(claim.lines) == 1) is asks


ACTIVITIES = told("activities.toml")
BY_ANOTHER = ACTIVITIES["by_another"]
OTHERS = {"therapist", "unlicensed_assistant"}


@pytest.mark.parametrize("activity", ACTIVITIES["undone"])
def test_what_was_declined_or_is_only_planned_is_asked_about(activity):
    found = judged("97112", activity, **BALANCE)
    check(found, "activity_contradicts", "ask", "was not done at this visit", code="97112", fix="Ask which")


@pytest.mark.parametrize("activity", ACTIVITIES["done"])
def test_what_was_given_is_not_undone_by_what_was_left_off_or_comes_later(activity):
    # "At home" and "unsupervised" are asked about for themselves.
    found = judged("97112", activity, **BALANCE)
    assert found is None or "not done at this visit" not in found.says


@pytest.mark.parametrize(
    ("activity", "fits"),
    [
        *((one, {"therapist"}) for one in BY_ANOTHER["therapist"]),
        *((one, {"unlicensed_assistant"}) for one in BY_ANOTHER["unlicensed_assistant"]),
        *((one, OTHERS) for one in BY_ANOTHER["either"]),
        *((one, OTHERS | {"chiropractor"}) for one in BY_ANOTHER["nobody"]),
    ],
)
def test_another_giver_than_the_record_has_is_asked_about(activity, fits):
    for who in ("chiropractor", "therapist", "unlicensed_assistant"):
        found = judged("97112", activity, performed_by=who, **BALANCE)
        if who in fits:
            assert found is None
        else:
            check(found, "activity_contradicts", "ask", "gave it.", code="97112", fix="Ask which")
            assert {name.rpartition(".")[2] for name in found.used} <= {"activity", "performed_by"}


@pytest.mark.parametrize(
    ("number", "contact", "activity", "billed"),
    [
        ("97035", "one_on_one", "ultrasound declined", False),
        ("97035", "one_on_one", "ultrasound", True),
        ("97035", "one_on_one", "ultrasound by front desk assistant", False),
        ("97010", "unattended", "hot pack by an aide", True),
        ("97010", "unattended", "hot pack not done", False),
    ],
)
def test_a_service_with_a_number_of_its_own_is_asked_about_likewise(number, contact, activity, billed):
    modality = {
        "code": number,
        "activity": activity,
        "regions": ["lumbar"],
        "minutes": 15,
        "contact": contact,
    }
    claim = code_visit(visit(services=[modality]))
    asked = [one for one in claim.findings if one.rule == "activity_contradicts"]
    assert bool(asked) is not billed
    assert billed or number not in {line.code for line in claim.lines}


@pytest.mark.parametrize(
    ("number", "activity"),
    [(number, one) for number, words in ACTIVITIES["not_by_hand"].items() for one in words],
)
def test_what_no_hand_did_is_asked_about_under_a_service_of_the_hands(number, activity):
    # RULES C5 and C6.
    check(judged(number, activity), "activity_contradicts", "ask", code=number, fix="Ask which")


@pytest.mark.parametrize(
    ("number", "activity"), [(number, one) for number, words in ACTIVITIES["fits"].items() for one in words]
)
def test_what_hands_did_stays_theirs_whatever_else_is_named(number, activity):
    assert judged(number, activity) is None


@pytest.mark.parametrize("activity", ACTIVITIES["not_one_on_one"])
def test_a_patient_alone_or_among_others_is_no_one_on_one(activity):
    # RULES B10, B12 and B13.
    found = judged("97110", activity, **STRENGTH)
    check(found, "activity_contradicts", "ask", "and the record one on one", code="97110", fix="Ask which")


@pytest.mark.parametrize("activity", ACTIVITIES["one_on_one"])
def test_a_patient_who_moves_alone_beside_the_clinician_is_one_on_one(activity):
    assert judged("97110", activity, **STRENGTH) is None


@pytest.mark.parametrize("activity", ACTIVITIES["advice"])
def test_advice_and_a_programme_for_home_are_no_time_with_the_patient(activity):
    found = judged("97110", activity, **STRENGTH)
    check(found, "activity_contradicts", "ask", "advice, or practice at home", code="97110", fix="Ask which")


@pytest.mark.parametrize("activity", ACTIVITIES["given_here"])
def test_what_was_given_here_stays_so_beside_advice(activity):
    assert judged("97110", activity, **STRENGTH) is None


@pytest.mark.parametrize(("minutes", "activity"), ACTIVITIES["other_minutes"])
def test_other_minutes_than_the_record_has_are_asked_about(minutes, activity):
    found = judged("97110", activity, minutes=minutes, **STRENGTH)
    check(
        found,
        "activity_contradicts",
        "ask",
        f"{minutes}",
        code="97110",
        fix="minutes were of direct treatment",
    )
    assert found.used == ("services[1].activity", "services[1].minutes")


@pytest.mark.parametrize("activity", ACTIVITIES["fifteen_minutes"])
def test_doses_and_the_minutes_of_the_record_are_not_asked_about(activity):
    assert judged("97110", activity, minutes=15, **STRENGTH) is None


def test_minutes_of_what_is_billed_once_are_not_compared():
    found = judged("97150", "clams 10 min", minutes=20, **STRENGTH | {"contact": "group"})
    assert found is None
