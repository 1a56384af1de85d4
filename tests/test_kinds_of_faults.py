"""Kinds of wrong answers that were once given, each with further instances decided from the rules before they were run."""

from __future__ import annotations

from typing import Any

import pytest
from strategies import by_code, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.model import Claim

MEDICARE = {"care": "active", "part": ["P", "R"]}


def lines(claim: Claim) -> dict[str, int]:
    return {line.code: line.units for line in claim.lines}


def off(claim: Claim) -> dict[str | None, str]:
    return {item.code: item.verdict.value for item in claim.unbilled}


def words(claim: Claim) -> str:
    return " ".join(finding.says for finding in claim.findings)


# --- free text is no proof because it is not empty --------------------------------------------------------------------

POSTURE = {"activity": "wall slides", "regions": ["thoracic"], "minutes": 15}


@pytest.mark.parametrize(
    "deficit",
    [
        *("none", "WNL", "n/a", "see note", "___", "TBD", "pain"),
        # further ones: a complaint, nothing found, what was done, and numbers that measure no function
        *("None.", "normal", "negative", "?", "-", "as above", "not assessed", "neck pain", "pain 6/10"),
        *("3 sets of 10", "15 minutes", "C5-C7", "2026-03-04", "deferred"),
    ],
)
def test_words_that_measure_nothing_are_no_deficit_and_are_quoted(deficit):
    claim = code_visit(visit(services=[service("posture", deficit=deficit, **POSTURE)]))
    assert (lines(claim), off(claim)) == ({}, {"97112": "ask"})
    assert deficit in words(claim)


@pytest.mark.parametrize(
    ("purpose", "deficit"),
    [
        ("posture", "occiput 6 cm from the wall"),
        ("balance", "single-leg stance 6 s left, 25 s right"),
        ("strength", "hip abduction 4-/5 left"),
        ("range_of_motion", "knee flexion 95 degrees left, 135 right"),
        ("endurance", "plank held 12 seconds, norm 60"),
        ("functional_task", "needs help to wash her hair"),
        ("balance", "Romberg positive"),
        ("gait", "timed up and go 19 s"),
    ],
)
def test_a_measure_of_the_function_trained_is_a_deficit(purpose, deficit):
    claim = code_visit(visit(services=[service(purpose, deficit=deficit)]))
    assert off(claim) == {}
    assert list(lines(claim).values()) == [1]


@pytest.mark.parametrize(
    "found", ["normal", "WNL", "none", "no tenderness", "negative", "unremarkable", "full and painless"]
)
def test_a_finding_of_nothing_supports_no_adjustment_there(found):
    assert lines(code_visit(visit(adjusted=["C5"], findings={"cervical": found}))) == {}
    # Beside a region that has one, it only does not count: two of three are 98940, not 98941.
    rest = {"thoracic": "tender", "lumbar": "restricted in flexion", "cervical": found}
    claim = code_visit(visit(adjusted=["C5", "T4", "L4"], findings=rest))
    assert lines(claim) == {"98940": 1}
    assert claim.line("98940").regions == ("thoracic", "lumbar")


@pytest.mark.parametrize(
    "found",
    ["possible tenderness", "suspected restriction", "check for spasm", "maybe tender", "may be tight"],
)
def test_what_is_only_suspected_does_not_count_towards_the_level_and_is_asked_about(found):
    rest = {"thoracic": "tender", "lumbar": "restricted in flexion", "cervical": found}
    claim = code_visit(visit(adjusted=["C5", "T4", "L4"], findings=rest))
    assert lines(claim) == {"98940": 1}
    (asked,) = [one for one in claim.line("98940").findings if one.verdict.value == "ask"]
    assert found in asked.says
    # Alone it leaves the adjustment off, as a question and not as a refusal.
    alone = code_visit(visit(adjusted=["C5"], findings={"cervical": found}))
    assert (lines(alone), off(alone)) == ({}, {"98940": "ask"})


@pytest.mark.parametrize(
    "found",
    [
        "tender, restricted in left rotation",
        "spasm",
        "hypertonic on the left",
        "fixation at C5",
        "pain on palpation",
        "edema",
    ],
)
def test_a_positive_sign_in_words_is_enough_for_an_adjustment(found):
    assert lines(code_visit(visit(adjusted=["C5"], findings={"cervical": found}))) == {"98940": 1}


@pytest.mark.parametrize(
    ("adjusted", "region", "muscle"),
    [
        ("C5", "shoulder", "cervical paraspinals"),
        ("C5", "shoulder", "upper trapezius"),
        ("C5", "shoulder", "levator scapulae"),
        ("L4", "hip", "psoas"),
        ("L4", "hip", "QL"),
        ("C5", "shoulder", "a muscle of no table"),
        ("T4", "shoulder", "knots"),
    ],
)
def test_a_muscle_that_may_be_at_the_adjusted_spine_is_asked_about(adjusted, region, muscle):
    done = service("soft_tissue", regions=[region], muscle=muscle)
    claim = code_visit(visit(adjusted=[adjusted], services=[done]))
    assert (lines(claim), off(claim)) == ({"98940": 1}, {"97140": "ask"})
    assert muscle in words(claim)


@pytest.mark.parametrize(
    "encounter", ["1st", "same visit", "first", "1", 1, "same encounter", "first visit of the day"]
)
def test_the_first_encounter_in_words_is_no_other_one(encounter):
    done = service("soft_tissue", regions=["cervical"], encounter=encounter)
    claim = code_visit(visit(adjusted=["C5"], services=[done]))
    assert (lines(claim), off(claim)) == ({"98940": 1}, {"97140": "not_supported"})


@pytest.mark.parametrize("encounter", ["afternoon", "after lunch", "separate", "visit 2", "?", "another"])
def test_words_that_name_no_encounter_are_asked_about(encounter):
    done = service("soft_tissue", regions=["cervical"], encounter=encounter)
    claim = code_visit(visit(adjusted=["C5"], services=[done]))
    assert (lines(claim), off(claim)) == ({"98940": 1}, {"97140": "ask"})
    assert repr(encounter) in words(claim)


@pytest.mark.parametrize("place", ["rib", "ribs", "craniocervical", "back", "C9"])
def test_a_place_that_may_be_of_two_regions_or_none_makes_no_code(place):
    claim = code_visit(visit(adjusted=[place]))
    assert (lines(claim), off(claim)) == ({}, {None: "ask"})
    assert place in words(claim)


@pytest.mark.parametrize("place", ["L5/S1", "lumbosacral", "cervicothoracic", "C7/T1"])
def test_a_junction_is_one_region_of_the_spine_or_two_and_the_bone_is_asked_about_on_the_line(place):
    # A1: both are 98940.
    claim = code_visit(visit(adjusted=[place]))
    assert (lines(claim), off(claim)) == ({"98940": 1}, {})
    assert place in words(claim)


# --- edits look at what is billed, and the clock is looked at ---------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "billed"),
    [
        # 97140 without a unit of its own; without minutes; by nobody who may; proposed and not borne out
        ({"minutes": 5}, {"minutes": 15}, {"97124": 1}),
        ({"minutes": 7}, {"minutes": 23}, {"97124": 2}),
        ({"minutes": None}, {"minutes": 15}, {"97124": 1}),
        ({"minutes": 0}, {"minutes": 8}, {"97124": 1}),
        ({"minutes": 15, "performed_by": "unlicensed_assistant"}, {"minutes": 15}, {"97124": 1}),
        ({"minutes": 15, "contact": "unattended"}, {"minutes": 15}, {"97124": 1}),
        ({"minutes": 15, "home_instruction": True}, {"minutes": 15}, {"97124": 1}),
        # each with a unit: the pair is never opened
        ({"minutes": 8}, {"minutes": 15}, {"97140": 1}),
        # column two without one refuses nothing either
        ({"minutes": 15}, {"minutes": 7}, {"97140": 1}),
    ],
)
def test_what_is_not_billed_stands_in_nobodys_way(first, second, billed):
    done = [
        service("soft_tissue", **{"regions": ["knee"], **first}),
        service("massage", regions=["hip"], **second),
    ]
    assert lines(code_visit(visit(services=done))) == billed


def at_nine(purpose: str, minutes: int = 15, begins: str = "09:00", **keys: Any) -> dict[str, Any]:
    return service(purpose, minutes=minutes, started=begins, **keys)


@pytest.mark.parametrize(
    ("one", "two", "stays"),
    [
        ("soft_tissue", "functional_task", "97140"),
        ("strength", "balance", "97110"),
        ("strength", "gait", "97110"),
        ("balance", "functional_task", "97112"),
        ("gait", "massage", "97116"),
        ("strength", "self_care", "97110"),
    ],
)
@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_two_therapies_of_one_quarter_of_an_hour_are_not_both_billed(one, two, stays, payer):
    claim = code_visit(visit(payer, services=[at_nine(one), at_nine(two, regions=["shoulder"])]))
    assert lines(claim) == {stays: 1}
    assert set(off(claim).values()) == {"ask"}
    assert all("59" not in line.modifiers for line in claim.lines)


@pytest.mark.parametrize("begins", ["09:15", "09:16", "10:00", "14:30"])
def test_one_after_the_other_they_are(begins):
    claim = code_visit(visit(services=[at_nine("soft_tissue"), at_nine("functional_task", begins=begins)]))
    assert lines(claim) == {"97140": 1, "97530": 1}


@pytest.mark.parametrize("single", ["strength", "balance", "soft_tissue", "massage", "functional_task"])
def test_a_group_at_the_time_of_one_on_one_work_gives_no_59(single):
    claim = code_visit(visit(services=[at_nine("strength", contact="group"), at_nine(single)]))
    assert len(claim.lines) == 1
    assert set(off(claim).values()) == {"ask"}
    assert claim.lines[0].modifiers == ()


# No edit that is held joins dry needling to the visit of a new patient, and it has no global period of days.
@pytest.mark.parametrize(
    ("needling", "office_visit"),
    [
        *(("20560", one) for one in ("99212", "99213", "99214")),
        *(("20561", one) for one in ("99213", "99215")),
        *(("97810", one) for one in ("99203", "99213")),
        *(("97813", one) for one in ("99203", "99212")),
    ],
)
def test_a_separate_office_visit_beside_needling_carries_25_and_both_stand(needling, office_visit):
    claim = code_visit(
        visit(services=[by_code(needling)], evaluation={"code": office_visit, "separate": True})
    )
    assert lines(claim) == {office_visit: 1, needling: 1}
    assert claim.line(office_visit).modifiers == ("25",)
    assert "region" not in " ".join(one.says for one in claim.findings if one.rule == "separate_evaluation")


@pytest.mark.parametrize("number", ["97811", "97814", "97130"])
@pytest.mark.parametrize("beside", [{}, {"adjusted": ["C5"]}, {"services": ["97110"]}])
def test_an_add_on_code_without_its_first_code_is_off(number, beside):
    done = [by_code(number, minutes=15, contact="one_on_one")]
    done += [service("strength") for _ in beside.get("services", [])]
    claim = code_visit(visit(services=done, adjusted=beside.get("adjusted", [])))
    assert off(claim) == {number: "not_supported"}


@pytest.mark.parametrize(
    ("first", "number"),
    [("97810", "97811"), ("97810", "97814"), ("97813", "97811"), ("97813", "97814"), ("97129", "97130")],
)
@pytest.mark.parametrize("minutes", [15, 30, 45])
def test_how_often_an_add_on_code_counts_is_not_told_as_known(first, number, minutes):
    done = [
        by_code(first, minutes=15, contact="one_on_one"),
        by_code(number, minutes=minutes, contact="one_on_one"),
    ]
    claim = code_visit(visit(services=done))
    assert set(lines(claim)) == {first, number}
    assert [one.verdict.value for one in claim.line(number).findings if one.rule == "units"] == ["no_data"]


# --- what a claim form holds ------------------------------------------------------------------------------------------

MANY = [
    "M99.03", "M54.59", "M54.31", "M51.36", "M54.16", "M62.830", "M25.551", "M47.816", "R29.3", "M62.81",
    "M99.04", "M99.05", "M99.02",
]  # fmt: skip


@pytest.mark.parametrize("count", [5, 7, 10, 12, 13])
def test_no_line_points_to_more_than_four_and_the_first_is_the_reason(count):
    done = service("strength", regions=["lumbar"])
    claim = code_visit(visit(adjusted=["L4"], services=[done], diagnoses=MANY[:count]))
    for line in claim.lines:
        assert 0 < len(line.diagnoses) <= 4
        assert line.diagnoses[0] == "M99.03"
    refused = [note.verdict.value for note in claim.notes if note.rule == "claim_form"]
    assert refused == (["not_supported"] if count > 12 else [])


@pytest.mark.parametrize(
    ("adjusted", "diagnoses", "verdict"),
    [
        (["L4"], ["M99.01", "I10"], "not_supported"),  # of the neck; and no condition that goes with it
        (["L4"], ["M99.01", "M54.59"], "not_supported"),
        (["L4"], ["M99.03", "I10"], "not_supported"),  # given, and no such condition: decision 4
        (["L4"], ["M99.03", "I10", "M54.59"], "supported"),
        (["L4"], ["M99.03", "M54.5"], "ask"),  # a heading: which of those below it, is asked
        (["L4"], ["ABC", "M99.03", "M54.59"], "no_data"),
        (["L4"], ["M99.03.", "M54.59"], "no_data"),
        (["L4"], ["M99.03", "ZZZ"], "no_data"),
        (["L4"], ["M54.59", "M99.03"], "not_supported"),  # the subluxation is not first
        (["C5"], ["M99.02", "M54.2"], "not_supported"),
        (["SI"], ["M99.03", "M54.59"], "not_supported"),
        (["SI"], ["M99.04", "M53.3"], "supported"),  # ICD-10 has the sacroiliac joint there
        (["SI"], ["M99.05", "M53.3"], "supported"),
        (["occiput"], ["M99.00", "M54.2"], "supported"),
        (["L4"], ["M99.03", "M54.59"], "supported"),
        (["L4"], ["M99.13", "M54.59"], "ask"),
        (["L4"], ["M99.03"], "ask"),
    ],
)
def test_medicare_wants_the_subluxation_of_the_region_adjusted_and_what_goes_with_it(
    adjusted, diagnoses, verdict
):
    claim = code_visit(visit("medicare", adjusted=adjusted, diagnoses=diagnoses, **MEDICARE))
    told = [one.verdict.value for one in claim.findings if one.rule == "subluxation_diagnosis"]
    assert told == [verdict]
    assert set(lines(claim)) == (set() if verdict == "not_supported" else {"98940"})


# --- what no table holds refuses nothing -------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["2008-02-04", "2012-06-04", "2015-09-30"])
def test_an_adjustment_with_a_diagnosis_of_before_the_tables_begin_stands_and_says_what_is_not_known(on):
    seen = visit("medicare", date_of_service=on, adjusted=["L4"], diagnoses=["739.3", "724.2"], **MEDICARE)
    claim = code_visit(seen)
    assert (lines(claim), off(claim)) == ({"98940": 1}, {})
    said = [one for one in claim.line("98940").findings if one.rule == "subluxation_diagnosis"]
    assert [one.verdict.value for one in said] == ["no_data"]
    assert not any(one.code == "98940" for one in review_claim(seen, [("98940", 1, ("AT",))]).wrong)


# --- a code of another kind that was written beside a purpose takes nothing from the record ---------------------------

OF_NO_PURPOSE = [
    *("97750", "97755", "97760", "97761", "97763", "97542"),
    # further ones: needles, a picture, teaching, an evaluation
    *("20560", "97810", "72080", "98960", "97161"),
]


@pytest.mark.parametrize("number", OF_NO_PURPOSE)
@pytest.mark.parametrize(
    ("purpose", "right"), [("strength", "97110"), ("balance", "97112"), ("gait", "97116")]
)
def test_a_deficit_measured_for_the_purpose_tells_that_it_was_trained(purpose, right, number):
    claim = code_visit(visit(services=[service(purpose, code=number)]))
    assert lines(claim) == {right: 1}
    assert f"{number} was proposed; the record supports {right}" in words(claim)
    assert claim.not_judged == ()


@pytest.mark.parametrize("number", [*OF_NO_PURPOSE, "97012", "97032", "97035"])
@pytest.mark.parametrize("purpose", ["soft_tissue", "massage", "self_care"])
def test_where_nothing_tells_which_of_the_two_it_was_it_is_asked(purpose, number):
    done = visit(services=[service(purpose, code=number, deficit=None)])
    claim = code_visit(done)
    assert lines(claim) == {}
    assert [item.verdict.value for item in claim.unbilled] == ["ask"]
    assert "which of the two it was" in words(claim)
    assert claim.not_judged == ()
    assert not review_claim(done, [(number, 1, ())]).passes


@pytest.mark.parametrize("number", ["97012", "97014", "97032", "97035"])
def test_a_modality_beside_a_trained_purpose_is_asked_about(number):
    claim = code_visit(visit(services=[service("strength", code=number)]))
    assert (lines(claim), off(claim)) == ({}, {"97110": "ask"})


@pytest.mark.parametrize("number", ["97750", "97012", "20560", "97763"])
def test_no_code_leads_a_purpose_past_the_adjusted_region(number):
    done = visit(adjusted=["L4"], services=[service("balance", code=number, regions=["lumbar"])])
    assert lines(code_visit(done)) == {"98940": 1}


@pytest.mark.parametrize("number", ["97750", "97755", "97763", "97012", "20560"])
def test_a_code_of_no_purpose_stands_where_no_purpose_was_written(number):
    assert lines(code_visit(visit(services=[service(None, code=number, deficit=None)]))) == {number: 1}
