"""The second way from a note to its claim: what the rules' texts say, worked out by hand."""

import pytest
from strategies import by_code, service, visit

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import ASKED, REFUSED, outcomes_by
from cptedu.learn.second_opinion.clock import minutes_given_once
from cptedu.learn.second_opinion.plans import plan_of
from cptedu.learn.second_opinion.refusals import refused_once

TOTAL_TIME = "federal_va"
"""Counts all timed minutes together, and follows the edits."""
LOW_BACK = {"part": ["P", "A"], "care": "active", "abn": "none"}


def outcome(*args, **keys):
    return outcomes_by(Note(visit(*args, **keys)))[0]


def lines(found):
    return {(one.code, one.units, "-".join(sorted(one.marks))) for one in found.lines}


def asked(found):
    return {one.code for one in found.lines if one.asked}


def off(found):
    return [(one.code, "/".join(sorted(one.why))) for one in found.off]


def hands(minutes=15, regions=("shoulder",), **keys):
    return service("soft_tissue", minutes=minutes, regions=list(regions), **keys)


def rubbed(minutes=15, regions=("hip",), **keys):
    return service("massage", minutes=minutes, regions=list(regions), **keys)


# ---- edits between what is billed ---------------------------------------------------------------------------------


def test_what_has_no_unit_stands_in_nobodys_way():
    found = outcome(services=[hands(5, ["knee"]), rubbed(15)])
    assert lines(found) == {("97124", 1, "")}
    assert off(found) == [("97140", REFUSED)]


def test_what_the_adjustment_refuses_refuses_nobody():
    found = outcome(adjusted=["C5"], services=[hands(15, ["cervical"]), rubbed(15, ["knee"])])
    assert lines(found) == {("98940", 1, ""), ("97124", 1, "59")}
    assert off(found) == [("97140", REFUSED)]


def test_whom_a_code_had_refused_that_then_has_no_unit_is_billed_by_its_own_count():
    # 27 minutes are two units, one of them for the 7 of 97140; without 97124 the 7 make none.
    found = outcome(TOTAL_TIME, services=[hands(7), rubbed(20)])
    assert lines(found) == {("97124", 1, "GP")}
    assert off(found) == [("97140", REFUSED)]


def test_a_first_unit_by_the_recount_is_billed():
    # First 10 + 20 + 6: 36 minutes are two units, for 97112 (15) and 97110 (the most left over). 97112 lies in the
    # adjusted region; of 10 and 6 minutes that stay, one unit is made, for 97110 with 10.
    found = outcome(
        TOTAL_TIME,
        adjusted=["L4"],
        services=[
            service("balance", regions=["lumbar"], minutes=20),
            service("strength", minutes=10),
            service("self_care", minutes=6),
        ],
    )
    assert lines(found) == {("98940", 1, ""), ("97110", 1, "GP")}
    assert sorted(off(found)) == [("97112", REFUSED), ("97535", REFUSED)]


def test_a_first_unit_by_the_recount_that_an_edit_would_refuse_stays_off_and_is_asked():
    # 22 minutes are one unit, for 97112 with 14. It lies in the adjusted region; the 8 of 97124 that stay make a unit,
    # which the adjustment would refuse as well.
    found = outcome(
        TOTAL_TIME,
        adjusted=["L4"],
        services=[service("balance", regions=["lumbar"], minutes=14), rubbed(8, ["lumbar"])],
    )
    assert lines(found) == {("98940", 1, "")}
    assert off(found) == [("97112", REFUSED), ("97124", ASKED)]


def test_those_who_refuse_one_another_in_a_ring_stay_and_refuse_the_rest():
    # 97140 over 97750 over 97150 over 97140, and 97150 over another one.
    found = refused_once([1, 2, 3, 4], {1: frozenset({2}), 2: frozenset({3}), 3: frozenset({1, 4})})
    assert found == (frozenset({4}), frozenset({1, 2, 3}))


def test_what_a_refused_one_would_refuse_stays():
    assert refused_once([1, 2, 3], {1: frozenset({2}), 2: frozenset({3})}) == (frozenset({2}), frozenset())


def test_an_edit_without_exception_refuses_column_two_wherever_it_was():
    found = outcome(services=[hands(15), rubbed(15)])
    assert lines(found) == {("97140", 1, "")}
    assert off(found) == [("97124", REFUSED)]


# ---- the clock ----------------------------------------------------------------------------------------------------


def test_minutes_of_the_clock_are_given_once_and_the_lowest_code_keeps_them():
    found = outcome(
        services=[
            service("functional_task", minutes=15, started="09:00:00"),
            hands(15, started="09:00:00"),
        ]
    )
    assert lines(found) == {("97140", 1, "")}
    assert asked(found) == {"97140"}
    assert off(found) == [("97530", ASKED)]


def test_what_is_left_after_the_shared_minutes_still_counts():
    found = outcome(
        services=[service("functional_task", minutes=23, started="09:00:00"), hands(15, started="09:00:00")]
    )
    assert lines(found) == {("97140", 1, ""), ("97530", 1, "")}
    assert asked(found) == {"97140", "97530"}


def test_among_equals_the_earlier_start_keeps_the_minutes():
    early, late = hands(15, started="09:00:00"), hands(15, started="09:10:00")
    seen = visit(services=[late, early])
    shared = minutes_given_once(("97140", place, one) for place, one in enumerate(seen.services))
    assert {place: len(own) for place, own in shared.own.items()} == {0: 10, 1: 15}
    assert shared.asked == {0, 1}


@pytest.mark.parametrize("number", ["97010", "97026", "G0283"])
def test_a_supervised_modality_may_run_beside(number):
    found = outcome(services=[by_code(number, minutes=15, started="09:00:00"), hands(15, started="09:00:00")])
    assert {line[:2] for line in lines(found)} == {(number, 1), ("97140", 1)}
    assert "97140" not in asked(found)


def test_a_pair_with_an_edit_and_no_recorded_times_is_a_line_and_asked():
    found = outcome(services=[by_code("97012", regions=["lumbar"]), hands(15, ["lumbar"])])
    assert lines(found) == {("97012", 1, ""), ("97140", 1, "59")}
    assert asked(found) == {"97140"}


def test_recorded_intervals_apart_are_a_ground():
    found = outcome(
        services=[
            by_code("97012", regions=["lumbar"], minutes=15, started="09:00:00"),
            hands(15, ["lumbar"], started="09:15:00"),
        ]
    )
    assert lines(found) == {("97012", 1, ""), ("97140", 1, "59")}
    assert asked(found) == set()


def test_the_same_interval_and_region_are_none():
    found = outcome(
        services=[
            by_code("97012", regions=["lumbar"], minutes=15, started="09:00:00"),
            hands(15, ["lumbar"], started="09:00:00"),
        ]
    )
    assert lines(found) == {("97012", 1, "")}
    assert off(found) == [("97140", REFUSED)]


def test_a_group_at_the_time_of_single_work_loses_its_minutes():
    group = service("balance", contact="group", minutes=15, started="09:00:00")
    found = outcome(services=[group, service("strength", minutes=15, started="09:00:00")])
    assert lines(found) == {("97110", 1, "")}
    assert off(found) == [("97150", ASKED)]


# ---- grounds ------------------------------------------------------------------------------------------------------


def test_another_region_or_encounter_opens_the_edit_with_an_adjustment():
    assert lines(outcome(adjusted=["C5"], services=[hands(15, ["knee"])])) >= {("97140", 1, "59")}
    again = outcome(adjusted=["C5"], services=[hands(15, ["cervical"], encounter=2)])
    assert lines(again) >= {("97140", 1, "59")}


@pytest.mark.parametrize(
    "keys", [{"performed_by": "therapist"}, {"started": "09:00:00"}, {"encounter": "first"}]
)
def test_another_practitioner_or_interval_does_not(keys):
    found = outcome(adjusted=["C5"], services=[hands(15, ["cervical"], **keys)])
    assert lines(found) == {("98940", 1, "")}
    assert off(found) == [("97140", REFUSED)]


def test_a_therapist_beside_a_chiropractor_is_a_ground_between_therapies():
    found = outcome(
        services=[by_code("97012", regions=["lumbar"]), hands(15, ["lumbar"], performed_by="therapist")]
    )
    assert lines(found) >= {("97140", 1, "59")}
    assert asked(found) == set()


@pytest.mark.parametrize("muscle", ["cervical paraspinals", "left upper trapezius", "a muscle of no table"])
def test_a_muscle_that_may_lie_in_the_adjusted_region_is_asked_about(muscle):
    found = outcome(adjusted=["C5"], services=[hands(15, ["shoulder"], muscle=muscle)])
    assert off(found) == [("97140", ASKED)]


# ---- codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "billed"),
    [
        (["97811"], set()),
        (["97810", "97811"], {"97810", "97811"}),
        (["97813", "97814"], {"97813", "97814"}),
        (["97130"], set()),
        (["97129", "97130"], {"97129", "97130"}),
    ],
)
def test_an_add_on_code_needs_its_first_code(given, billed):
    found = outcome(services=[by_code(one, minutes=30) for one in given])
    assert {one.code for one in found.lines} == billed
    assert all(one.units is None for one in found.lines)
    assert off(found) == [(one, REFUSED) for one in given if one not in billed]


@pytest.mark.parametrize("aim", ["strength", "balance", "gait", "functional_task"])
def test_exercise_walking_or_a_task_in_water_is_97113(aim):
    assert lines(outcome(services=[service(aim, aquatic=True)])) == {("97113", 1, "")}


def test_in_water_massage_is_still_massage():
    assert lines(outcome(services=[rubbed(15, aquatic=True)])) == {("97124", 1, "")}


def test_an_office_visit_beside_a_procedure_that_an_edit_joins_to_it_carries_25():
    found = outcome(
        evaluation={"code": "99213", "separate": True}, services=[by_code("20560", regions=["lumbar"])]
    )
    assert lines(found) == {("99213", 1, "25"), ("20560", 1, "")}


@pytest.mark.parametrize(("separate", "why"), [(False, REFUSED), (None, ASKED)])
def test_an_office_visit_that_is_not_separate_is_not_billed_there(separate, why):
    told = {"code": "99213"} | ({} if separate is None else {"separate": separate})
    found = outcome(adjusted=["C5"], evaluation=told)
    assert lines(found) == {("98940", 1, "")}
    assert off(found) == [("99213", why)]


def test_beside_therapy_without_an_edit_25_is_not_called_for():
    found = outcome(evaluation={"code": "99213", "separate": True}, services=[service("strength")])
    assert lines(found) == {("99213", 1, ""), ("97110", 1, "")}


# ---- payers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adjusted", "diagnoses", "billed"),
    [
        (["L4"], ["M99.03", "M54.50"], {("98940", 1, "AT")}),
        (["L4"], ["M99.01", "M54.50"], set()),
        (["sacroiliac"], ["M99.04", "M54.50"], {("98940", 1, "AT")}),
        (["sacroiliac"], ["M99.05", "M54.50"], {("98940", 1, "AT")}),
        (["sacrum"], ["M99.05", "M54.50"], set()),
        (["occiput"], ["M99.00", "M54.2"], {("98940", 1, "AT")}),
        (["C5", "T4", "L4"], ["M99.01", "M99.02", "M99.03", "M54.2"], {("98941", 1, "AT")}),
        (["C5", "T4", "L4"], ["M99.01", "M99.02", "M54.2"], {("98940", 1, "AT")}),
        (["L4"], ["M54.50", "M99.03"], set()),
    ],
)
def test_medicare_wants_a_subluxation_of_each_region_first(adjusted, diagnoses, billed):
    assert lines(outcome("medicare", adjusted=adjusted, diagnoses=diagnoses, **LOW_BACK)) == billed


def test_a_condition_of_another_kind_beside_the_subluxation_is_given_and_not_enough():
    found = outcome("medicare", adjusted=["L4"], diagnoses=["M99.03", "I10"], **LOW_BACK)
    assert lines(found) == set()


@pytest.mark.parametrize("diagnoses", [["M99.03"], ["M99.13", "M54.50"], ["M99.03", "M54.2", "I10"]])
def test_without_a_condition_or_with_another_subluxation_medicare_asks(diagnoses):
    found = outcome("medicare", adjusted=["L4"], diagnoses=diagnoses, **LOW_BACK)
    assert (lines(found), asked(found)) == ({("98940", 1, "AT")}, {"98940"})


def test_at_medicare_the_excluded_lines_stand_side_by_side_without_59():
    found = outcome(
        "medicare",
        adjusted=["L4"],
        diagnoses=["M99.03", "M54.50"],
        services=[hands(15, ["lumbar"]), rubbed(15, ["lumbar"])],
        **LOW_BACK,
    )
    assert lines(found) == {("98940", 1, "AT"), ("97140", 1, "GP-GY"), ("97124", 1, "GP-GY")}


def test_a_therapist_at_medicare_is_asked_about():
    found = outcome("medicare", services=[service("strength", performed_by="therapist")])
    assert off(found) == [("97110", ASKED)]


@pytest.mark.parametrize(
    ("payer", "billed"),
    [
        ("commercial_ncci", ("97014", 1, "")),
        ("federal_va", ("G0283", 1, "GP")),
        ("medicare", ("G0283", 1, "GP-GY")),
    ],
)
def test_current_that_runs_by_itself_has_the_payers_code(payer, billed):
    assert lines(outcome(payer, services=[by_code("97014")])) == {billed}
    assert lines(outcome(payer, services=[by_code("97032", contact="unattended", minutes=15)])) == {billed}


def test_who_follows_no_edits_bills_both():
    found = outcome("cash", adjusted=["C5"], services=[hands(15, ["cervical"]), rubbed(15, ["cervical"])])
    assert lines(found) == {("98940", 1, ""), ("97140", 1, ""), ("97124", 1, "")}


def test_a_payers_file_is_read_with_what_it_is_like_and_from_its_first_day():
    before, after = visit(on="2020-06-30"), visit(on="2020-07-01")
    assert [plan_of("gp_required", one.date_of_service)["gp_on_therapy"] for one in (before, after)] == [
        False,
        True,
    ]
    assert plan_of("gp_required", after.date_of_service)["unit_method"] == "cpt_per_code"


def test_bundled_packs_are_no_line_and_elsewhere_a_line_that_is_asked():
    assert off(outcome("medicare", services=[by_code("97010")])) == [("97010", REFUSED)]
    found = outcome(services=[by_code("97010")])
    assert (lines(found), asked(found)) == ({("97010", 1, "")}, {"97010"})


# ---- what the record shows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["", "normal", "WNL", "n/a", "See note"])
def test_a_region_in_which_nothing_was_found_supports_no_adjustment(said):
    found = outcome(adjusted=["C5"], findings={"cervical": said})
    assert (lines(found), off(found)) == (set(), [(None, REFUSED)])


def test_a_sign_in_words_supports_it():
    found = outcome(adjusted=["C5"], findings={"cervical": "tender, restricted in left rotation"})
    assert lines(found) == {("98940", 1, "")}


def test_words_for_an_encounter_that_name_no_number_are_asked_about_where_they_matter():
    apart = outcome(adjusted=["C5"], services=[hands(15, ["knee"], encounter="afternoon")])
    assert lines(apart) == {("98940", 1, ""), ("97140", 1, "59")}
    same = outcome(adjusted=["C5"], services=[hands(15, ["cervical"], encounter="afternoon")])
    assert off(same) == [("97140", ASKED)]
