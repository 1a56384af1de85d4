"""Two therapies on one day that an edit joins."""

from __future__ import annotations

from datetime import time

import pytest
from strategies import ON, check, payers_that, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.rules.one_therapy_at_a_time import Timed
from cptedu.rules.ptp_edit import ptp_edit
from cptedu.rules.same_day_therapy import gaps_between, grounds_to_part, same_day_therapy, why_distinct
from cptedu.visit.record import ServiceRecord

NECK, BACK, BOTH = ("cervical",), ("lumbar",), ("cervical", "lumbar")
REGION, TIME, ENCOUNTER, WHO, NOTHING = (
    "another region",
    "another time",
    "another encounter",
    "another practitioner",
    "",
)


def at(hour: int, minute: int, minutes: int | None, regions=BACK, **keys) -> ServiceRecord:
    return ServiceRecord.of(regions=regions, started=time(hour, minute), minutes=minutes, **keys)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (ServiceRecord.of(regions=NECK), ServiceRecord.of(regions=BACK), REGION),
        (ServiceRecord.of(regions=("C5",)), ServiceRecord.of(regions=("L3", "SI")), REGION),
        (ServiceRecord.of(regions=("C5",)), ServiceRecord.of(regions=("cervical",)), NOTHING),
        (ServiceRecord.of(regions=BOTH), ServiceRecord.of(regions=BACK), NOTHING),
        (ServiceRecord.of(regions=BACK), ServiceRecord.of(), NOTHING),
        (ServiceRecord.of(), ServiceRecord.of(regions=BACK), NOTHING),
        (ServiceRecord.of(), ServiceRecord.of(), NOTHING),
        (ServiceRecord.of(regions=BACK), ServiceRecord.of(regions=BACK, encounter=2), ENCOUNTER),
        (ServiceRecord.of(regions=BACK, encounter="second"), ServiceRecord.of(regions=BACK), ENCOUNTER),
        (ServiceRecord.of(regions=BACK, encounter=2), ServiceRecord.of(regions=BACK, encounter=2), NOTHING),
        (ServiceRecord.of(regions=BACK, encounter="first"), ServiceRecord.of(regions=BACK), NOTHING),
        (
            ServiceRecord.of(regions=BACK, encounter="First"),
            ServiceRecord.of(regions=BACK, encounter=1),
            NOTHING,
        ),
        (
            ServiceRecord.of(regions=BACK, encounter="Evening"),
            ServiceRecord.of(regions=BACK, encounter="evening"),
            NOTHING,
        ),
        (
            ServiceRecord.of(regions=BACK),
            ServiceRecord.of(regions=BACK, performed_by="therapist"),
            WHO,
        ),
        (at(9, 0, 15), at(9, 0, 10), NOTHING),
        (at(9, 0, 15), at(9, 15, 10), TIME),
        (at(9, 15, 10), at(9, 0, 15), TIME),
        (at(9, 0, 16), at(9, 15, 10), NOTHING),
        (at(9, 15, 10), at(9, 0, 16), NOTHING),
        (at(9, 50, 15), at(10, 5, 10), TIME),
        (at(9, 50, 16), at(10, 5, 10), NOTHING),
        (at(9, 0, None), at(9, 30, 10), NOTHING),
        (at(9, 0, 15), at(9, 30, None), TIME),
        (at(9, 0, 15), ServiceRecord.of(regions=BACK, minutes=10), NOTHING),
        (ServiceRecord.of(regions=BACK, minutes=10), at(9, 0, 15), NOTHING),
        (at(9, 0, 15, NECK), at(9, 0, 15, BACK), REGION),
    ],
)
def test_region_encounter_or_time_sets_two_services_apart(one, other, why):
    # Machine traction and manual therapy: neither has minutes of its own in the other's code.
    assert why_distinct(Timed("97012", one), Timed("97140", other)) == why
    assert why_distinct(Timed("97140", other), Timed("97012", one)) == why


def test_two_attended_services_of_one_time_have_no_ground_wherever_they_were_given():
    # RULES-2 D8d, K4: one therapy for the same fifteen minutes, and 59 is refused where the clock says the same time.
    neck, back = at(9, 0, 15, NECK), at(9, 0, 15, BACK)
    for one, other in (("97140", "97750"), ("97150", "97110"), ("97035", "97140")):
        assert why_distinct(Timed(one, neck), Timed(other, back)) == NOTHING
    assert why_distinct(Timed("97012", neck), Timed("97140", back)) == REGION


@pytest.mark.parametrize("words", ["afternoon", "evening", "separate", "visit 2", "?"])
def test_words_that_name_no_encounter_set_nothing_apart_and_are_asked_about(words):
    one, other = ServiceRecord.of(regions=BACK), ServiceRecord.of(regions=BACK, encounter=words)
    assert why_distinct(Timed("97012", one), Timed("97140", other)) == NOTHING
    assert judged("97012", one, "97140", other)[0].verdict.value == "ask"


@pytest.mark.parametrize(("first", "second"), [("97140", "97750"), ("97150", "97110"), ("97150", "97530")])
def test_two_with_minutes_of_their_own_and_no_times_stay_with_a_question(first, second):
    # RULES-2 D8d: without recorded times a pair with an edit stays a line with its modifier and an `ask` finding.
    edit = ptp_edit(first, second, ON)
    assert edit.modifier_indicator == 1
    one, two = str(edit.column_one), str(edit.column_two)
    here = ServiceRecord.of(regions=BACK, minutes=15)
    found, ground = same_day_therapy(Timed(one, here), Timed(two, here), edit)
    assert ground == TIME
    check(
        found,
        "same_day_therapy",
        "ask",
        "The note shows no other region, and does not say when each began.",
        code=two,
        fix="Ask when each service began.",
    )


def judged(one_code, one, two_code, two):
    return same_day_therapy(Timed(one_code, one), Timed(two_code, two), ptp_edit(one_code, two_code, ON))


def test_a_pair_that_no_modifier_opens_is_refused_whatever_the_region():
    # D-t13
    refused, ground = judged(
        "97140",
        ServiceRecord.of(regions=NECK),
        "97124",
        ServiceRecord.of(activity="massage", regions=BACK),
    )
    assert ground == NOTHING
    found = check(
        refused,
        "same_day_therapy",
        "not_supported",
        "97124 is never paid beside 97140 on one date, whatever the region; no modifier changes that.",
        code="97124",
        cites=("ncci-ptp-2024q3", "mln1783722"),
        fix="Leave 97124 off the claim.",
        vintage="NCCI PTP 2024 Q3",
        about="massage",
    )
    assert found.numbers == (("column one", "97140"), ("column two", "97124"), ("modifier indicator", 0))


def test_two_encounters_that_are_noted_of_one_time_are_no_ground_and_none_is_asked_for():
    modality = Timed("G0283", at(9, 0, 15, encounter=2))
    beside = Timed("97032", at(9, 10, 15))
    assert grounds_to_part(modality, beside) == ()
    untold = Timed("G0283", at(9, 0, 15, encounter="see note"))
    assert ENCOUNTER not in gaps_between(untold, beside)
    after = Timed("97032", at(9, 15, 15))
    assert ENCOUNTER in grounds_to_part(modality, after)
    assert ENCOUNTER in gaps_between(untold, after)


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (ServiceRecord.of(regions=NECK), ServiceRecord.of(activity="hands on", regions=BACK), REGION),
        (
            ServiceRecord.of(regions=BACK),
            ServiceRecord.of(activity="hands on", regions=BACK, encounter=2),
            ENCOUNTER,
        ),
        (at(9, 0, 15), at(9, 20, 10, activity="hands on"), TIME),
    ],
)
def test_a_distinct_service_is_billed_and_says_why(one, two, why):
    # D-t16
    distinct, ground = judged("97012", one, "97140", two)
    assert ground == why
    found = check(
        distinct,
        "same_day_therapy",
        "supported",
        f"97140 is distinct from 97012: {why}.",
        code="97140",
        cites=("ncci-ptp-2024q3", "mln1783722"),
        vintage="NCCI PTP 2024 Q3",
        about="hands on",
    )
    assert found.numbers[:3] == (("column one", "97012"), ("column two", "97140"), ("modifier indicator", 1))


def test_the_same_region_without_recorded_times_stays_with_a_question():
    # RULES-2 D8d: without recorded times a pair with an edit stays a line with its modifier and an `ask` finding.
    found, ground = judged(
        "97012",
        ServiceRecord.of(regions=BACK),
        "97140",
        ServiceRecord.of(activity="hands on", regions=BOTH),
    )
    assert ground == TIME
    check(
        found,
        "same_day_therapy",
        "ask",
        "The note shows no other region, and does not say when each began.",
        code="97140",
        fix="If it was at the same time, 97140 is left off the claim.",
        about="hands on",
    )


def test_of_two_that_have_a_beginning_it_is_asked_how_long_they_took():
    edit = ptp_edit("97012", "97140", ON)
    finding, ground = same_day_therapy(Timed("97012", at(10, 0, None)), Timed("97140", at(10, 5, 15)), edit)
    check(
        finding,
        "same_day_therapy",
        "ask",
        "The note shows no other region, and does not say how long each took.",
        code="97140",
        fix="Ask how long each service took.",
    )
    assert ground == TIME


def test_at_the_same_time_in_the_same_region_it_is_refused():
    # RULES-2 D8d: a supervised modality may run beside another service, and 59 says that the two had different intervals.
    at_nine = {"started": time(9), "minutes": 15}
    found, ground = judged(
        "97012",
        ServiceRecord.of(regions=BACK, **at_nine),
        "97140",
        ServiceRecord.of(activity="hands on", regions=BOTH, **at_nine),
    )
    assert not ground
    check(
        found,
        "same_day_therapy",
        "not_supported",
        "97140 was given at the same time and in the same region as 97012; it is part of 97012.",
        code="97140",
        fix="Leave 97140 off the claim.",
        about="hands on",
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (ServiceRecord.of(), ServiceRecord.of(regions=BACK)),
        (ServiceRecord.of(regions=BACK), ServiceRecord.of()),
        (ServiceRecord.of(), ServiceRecord.of()),
    ],
)
def test_a_region_that_is_not_recorded_is_asked_about(one, two):
    check(
        judged("97012", one, "97140", two)[0],
        "same_day_therapy",
        "ask",
        "The note shows no other region, and does not say when each began.",
        code="97140",
        fix="Ask when each service began.",
    )


# Minutes that ran beside a supervised modality which an edit sets before the service: the rest had another time.


def beside_a_modality(started, minutes, number="97012", **keys):
    first = {"code": number, "minutes": 15, "started": "10:00", "regions": ["lumbar"], "activity": "modality"}
    hands = service("soft_tissue", minutes=minutes, started=started, regions=["lumbar"], deficit=None)
    return visit(services=[first, hands], **keys)


@pytest.mark.parametrize(
    ("started", "minutes", "left", "units"),
    [
        ("10:14", 30, 29, 2),
        ("10:07", 30, 22, 1),
        ("10:05", 20, 10, 1),
        ("09:50", 20, 10, 1),
        ("09:50", 40, 25, 2),
    ],
)
def test_what_is_left_beside_a_modality_is_billed_as_another_time(started, minutes, left, units):
    claim = code_visit(beside_a_modality(started, minutes))
    line = claim.line("97140")
    assert (line.units, line.modifiers, line.minutes) == (units, ("59",), left)
    asked = [one for one in line.findings if one.verdict == "ask"]
    assert [one.rule for one in asked] == ["shared_minutes"]
    assert f"{minutes - left} of its {minutes} minutes" in asked[0].says
    assert "97012 from 10:00 for 15 minutes" in asked[0].says


@pytest.mark.parametrize(("started", "minutes"), [("10:00", 15), ("10:05", 10)])
def test_all_of_it_beside_the_modality_is_part_of_that(started, minutes):
    claim = code_visit(beside_a_modality(started, minutes))
    assert [(item.code, item.verdict.value) for item in claim.unbilled] == [("97140", "not_supported")]


def test_too_few_minutes_of_its_own_wait_for_the_answer():
    claim = code_visit(beside_a_modality("10:05", 15))
    assert [line.code for line in claim.lines] == ["97012"]
    [item] = claim.unbilled
    assert (item.code, item.verdict.value) == ("97140", "ask")
    assert any(one.rule == "shared_minutes" and one.verdict == "ask" for one in item.findings)


@pytest.mark.parametrize(("units", "passes"), [(1, True), (2, True), (3, False)])
def test_a_review_takes_either_way_of_giving_the_shared_minutes(units, passes):
    done = beside_a_modality("10:07", 30)
    review = review_claim(done, [("97012", 1, ()), ("97140", units, ("59",))])
    assert review.passes is passes
    assert any(one.rule == "shared_minutes" for one in review.unknown)


@pytest.mark.parametrize(("units", "passes"), [(1, True), (2, True), (3, False)])
def test_minutes_that_run_beside_a_modality_and_exercise_may_be_its_own_too(units, passes):
    # 23 minutes, the first of which ran beside both: with it they are 2 units, without it 1.
    done = beside_a_modality("10:14", 23)
    exercise = service("strength", minutes=1, started="10:14", regions=["lumbar"])
    done = visit(services=[*done.to_dict()["services"], exercise])
    line = code_visit(done).line("97140")
    assert (line.units, line.minutes) == (1, 22)
    assert [one.rule for one in line.findings if one.verdict == "ask" and not one.either_way] == [
        "shared_minutes"
    ]
    review = review_claim(done, [("97012", 1, ()), ("97140", units, ("59",))])
    assert review.passes is passes


def test_a_modality_that_no_edit_joins_may_run_beside_it():
    line = code_visit(beside_a_modality("10:00", 15, "97018")).line("97140")
    assert (line.units, line.modifiers, line.minutes) == (1, (), 15)
    assert all(one.verdict != "ask" for one in line.findings)


def test_a_payer_that_goes_by_no_edit_counts_all_of_it():
    payer = payers_that("edits", "not_followed")[0]
    assert code_visit(beside_a_modality("10:07", 30, payer=payer)).line("97140").minutes == 30


def test_of_two_modalities_that_ran_in_part_at_once_the_second_is_asked_about():
    two = [
        {"code": number, "minutes": 15, "started": started, "regions": ["lumbar"], "activity": "modality"}
        for number, started in (("97012", "10:00"), ("97018", "10:10"))
    ]
    line = code_visit(visit(services=two)).line("97018")
    assert line.modifiers == ("59",)
    assert [one.rule for one in line.findings if one.verdict == "ask"] == ["same_day_therapy"]
