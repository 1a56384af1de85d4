"""What Medicare wants of a spinal adjustment."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from strategies import check, named, of_visit, record

from cptedu.facts.days_told import day_in_words
from cptedu.rules.adjustment_evidence import (
    adjustment_evidence,
    condition_of_each_region,
    regions_with_subluxation,
    subluxation_diagnosis,
)
from cptedu.rules.care_phase import care_phase
from cptedu.rules.shown_by_examination import shown_by_examination

adjustment_evidence = of_visit(adjustment_evidence)
condition_of_each_region = of_visit(condition_of_each_region)
regions_with_subluxation = of_visit(regions_with_subluxation)
shown_by_examination = of_visit(shown_by_examination)
subluxation_diagnosis = of_visit(subluxation_diagnosis)
care_phase = of_visit(care_phase)

MANUAL = "cms-100-02-ch15-240.1.2"


def medicare(**keys):
    return record("medicare", **keys)


# --- the diagnosis ----------------------------------------------------------------------------------------------------

REGION = ("cervical",)
CITES = (MANUAL, "stedi-m99")


@pytest.mark.parametrize(
    ("first", "region", "condition"),
    [
        ("M99.00", "cervical", "M54.2"),
        ("M99.00", "cervical", "R51.9"),  # the occiput: ICD-10 has the head there
        ("M99.01", "cervical", "M54.2"),
        ("M99.01", "cervical", "G44.86"),  # of head and neck
        ("M99.01", "cervical", "M53.1"),  # of neck and arm
        ("M99.01", "cervical", "S13.4XXA"),
        ("M99.02", "thoracic", "M54.6"),
        ("M99.03", "lumbar", "M54.59"),
        ("M99.03", "lumbar", "M54.31"),  # of back and leg
        ("M99.03", "lumbar", "M51.17"),  # where low back and sacrum meet
        ("M99.03", "lumbar", "M62.838"),  # of no one region: muscle, nerve root or bone of any
        ("M99.01", "cervical", "M79.18"),
        ("M99.02", "thoracic", "M54.9"),
        ("M99.05", "pelvic", "M47.819"),
        ("M99.03", "lumbar", "M41.9"),
        ("M99.01", "cervical", "G54.2"),  # nerve roots of the neck
        ("M99.04", "sacral", "M53.3"),
        ("M99.04", "pelvic", "M53.3"),  # ICD-10 puts the sacroiliac joint there, CPT into the pelvis
        ("M99.04", "pelvic", "M54.18"),
        ("M99.05", "pelvic", "M46.1"),
        ("M99.05", "pelvic", "M54.50"),  # pain of the low back comes from the pelvis and the sacrum too
        ("M99.04", "pelvic", "M54.59"),
        ("M99.05", "pelvic", "M54.41"),
        ("M99.04", "sacral", "M54.32"),
        ("M99.03", "lumbar", "G57.01"),  # the nerve that runs down the leg
        ("M99.01", "cervical", "R51.9"),  # headache comes from the neck
        ("M99.01", "cervical", "G44.209"),
        ("M99.02", "thoracic", "M54.12"),  # the arm's nerve roots leave the spine down to the upper back
    ],
)
def test_a_subluxation_of_the_region_first_and_a_condition_after_it_are_as_wanted(first, region, condition):
    found = check(
        subluxation_diagnosis(medicare(diagnoses=[first, condition]), "98940", (region,)),
        "subluxation_diagnosis",
        "supported",
        f"{named(first)} names the subluxation, and {named(condition)} the condition that goes with it.",
        code="98940",
    )
    assert found.used == ("diagnoses[1]", "diagnoses[2]")


@pytest.mark.parametrize(
    ("first", "region", "condition"),
    [
        ("M99.03", "lumbar", "M54.2"),
        ("M99.03", "lumbar", "S93.401A"),
        ("M99.03", "lumbar", "R51.9"),
        ("M99.03", "lumbar", "G43.909"),
        ("M99.03", "lumbar", "M25.511"),
        ("M99.02", "thoracic", "M25.561"),
        ("M99.01", "cervical", "M54.59"),
        ("M99.05", "pelvic", "M75.41"),
        ("M99.05", "pelvic", "M54.6"),
        ("M99.02", "thoracic", "M54.50"),
        ("M99.02", "thoracic", "R51.9"),
        ("M99.01", "cervical", "G43.909"),
        ("M99.01", "cervical", "M25.511"),
    ],
)
def test_a_condition_of_another_region_is_none_that_the_subluxation_causes(first, region, condition):
    # RULES-2 A17: the condition that it causes.
    check(
        subluxation_diagnosis(medicare(diagnoses=[first, condition]), "98940", (region,)),
        "subluxation_diagnosis",
        "ask",
        f"Beside the subluxation stands {named(condition)}, of another region than what was adjusted ({region});",
        code="98940",
        cites=CITES,
        fix="Ask which condition the subluxation causes.",
    )


@pytest.mark.parametrize(
    ("first", "region", "condition"),
    [
        ("M99.03", "lumbar", "R42"),
        ("M99.03", "lumbar", "G20.A1"),
        ("M99.03", "lumbar", "G35.A"),
        ("M99.03", "lumbar", "G81.94"),
        ("M99.03", "lumbar", "M81.0"),
        ("M99.03", "lumbar", "M45.9"),
        ("M99.03", "lumbar", "M62.81"),
        ("M99.02", "thoracic", "M79.7"),
        ("M99.02", "thoracic", "M25.50"),
        ("M99.01", "cervical", "R29.3"),
        ("M99.01", "cervical", "R26.81"),
        ("M99.01", "cervical", "G54.4"),  # nerve roots of the low back
    ],
)
def test_what_is_of_no_one_region_is_not_for_that_what_the_subluxation_causes(first, region, condition):
    # RULES-2 A17: the condition that it causes.
    for beside in ([condition], ["I10", condition]):
        check(
            subluxation_diagnosis(medicare(diagnoses=[first, *beside]), "98940", (region,)),
            "subluxation_diagnosis",
            "ask",
            f"Beside the subluxation stands {named(condition)}, not known to come from what was adjusted ({region});",
            code="98940",
            cites=CITES,
            fix="Ask which condition the subluxation causes.",
        )


def test_what_is_of_elsewhere_and_what_is_of_no_region_are_told_in_one_sentence():
    seen = medicare(diagnoses=["M99.03", "R42", "M25.511"])
    assert subluxation_diagnosis(seen, "98940", ("lumbar",)).says == (
        f"Beside the subluxation stands {named('M25.511')}, of another region than what was adjusted (lumbar), and"
        f" {named('R42')}, not known to come from what was adjusted (lumbar); Medicare wants the condition that the"
        " subluxation causes."
    )


@pytest.mark.parametrize(
    ("first", "conditions", "region"),
    [
        ("M99.03", ["R29.3", "M54.59"], "lumbar"),
        ("M99.02", ["M54.2", "M54.6"], "thoracic"),
        ("M99.01", ["S93.401A", "M54.2"], "cervical"),
    ],
)
def test_the_condition_that_is_named_is_of_the_region_adjusted(first, conditions, region):
    found = subluxation_diagnosis(medicare(diagnoses=[first, *conditions]), "98940", (region,))
    assert (
        found.says
        == f"{named(first)} names the subluxation, and {named(conditions[1])} the condition that goes with it."
    )


@pytest.mark.parametrize("second", ["S33.5XXQ", "S33.5XX", "M54.5", "M48.06"])
def test_a_condition_that_cannot_stand_on_a_claim_goes_with_nothing(second):
    # Of the right kind, but not written as it stands on a claim: that is asked, also beside one of another kind.
    for beside in ([second], ["I10", second], [second, "I10"]):
        found = subluxation_diagnosis(medicare(diagnoses=["M99.03", *beside]), "98940", ("lumbar",))
        assert found.verdict.value == "ask"
        assert f"Beside the subluxation stands {named(second)}, which cannot stand on a claim" in found.says


@pytest.mark.parametrize(
    ("adjusted", "diagnoses", "without"),
    [
        (["C5", "L4"], ["M99.01", "M99.03", "M54.2"], "lumbar"),
        (["C5", "L4"], ["M99.01", "M99.03", "M54.59"], "cervical"),
        (["C5", "T4", "L4"], ["M99.01", "M99.02", "M99.03", "M54.2", "S93.401A"], "thoracic, lumbar"),
        (["L4", "SI"], ["M99.03", "M99.05", "M54.59"], "pelvic"),
        (["C5", "T4"], ["M99.01", "M99.02", "M54.2", "R29.3"], "thoracic"),
        # What is of a region that was adjusted is not taken for another region's as well.
        (["C5", "T4"], ["M99.01", "M99.02", "M54.12"], "thoracic"),
        (["L4", "sacrum", "SI"], ["M99.03", "M99.04", "M54.50"], "sacral, pelvic"),
    ],
)
def test_a_region_without_a_condition_of_its_own_is_asked_about_and_the_line_stands(
    adjusted, diagnoses, without
):
    # RULES-2 A17: one for each region that is claimed.
    seen = medicare(adjusted=adjusted, diagnoses=diagnoses)
    found = check(
        condition_of_each_region(seen, "98940", seen.adjusted.regions),
        "subluxation_diagnosis",
        "ask",
        f"No condition is given that the subluxation causes there: {without}.",
        code="98940",
        cites=CITES,
        fix="A diagnosis is recorded because it was made, not to reach a level.",
    )
    assert found.either_way
    assert found in adjustment_evidence(seen, "98940", seen.adjusted.regions)


@pytest.mark.parametrize(
    ("adjusted", "diagnoses"),
    [
        (["C5"], ["M99.01", "M54.2"]),
        (["C5", "L4"], ["M99.01", "M99.03", "M54.2", "M54.59"]),
        (["L4", "sacrum"], ["M99.03", "M99.04", "M51.17"]),  # one condition of both
        (
            ["C5", "L4"],
            ["M99.01", "M99.03", "M54.2", "M62.838"],
        ),  # of no one region, for the one that has none
        (["C5", "L4"], ["M99.01", "M99.03", "M79.18", "M62.838"]),
        (["C5", "T4", "L4"], ["M99.01", "M99.02", "M99.03", "M47.819"]),  # worn in several places
        (["sacrum", "SI"], ["M99.04", "M53.3"]),
        (["sacrum", "SI"], ["M99.04", "M54.50"]),
        (["C5", "SI"], ["M99.01", "M99.05", "M54.2", "M54.50"]),
    ],
)
def test_where_each_region_has_its_condition_nothing_is_asked(adjusted, diagnoses):
    seen = medicare(adjusted=adjusted, diagnoses=diagnoses)
    assert condition_of_each_region(seen, "98940", seen.adjusted.regions) is None
    found = adjustment_evidence(seen, "98940", seen.adjusted.regions)
    assert [one.rule for one in found] == ["subluxation_diagnosis", "part"]
    assert found[0].verdict.value == "supported"


def test_pain_whose_place_is_not_told_is_the_condition_of_one_region_and_not_of_each():
    # RULES-2 A17: one for each region that is claimed.
    seen = medicare(adjusted=["C5", "T4", "L4"], diagnoses=["M99.01", "M99.02", "M99.03", "M79.18", "M54.59"])
    check(
        condition_of_each_region(seen, "98941", seen.adjusted.regions),
        "subluxation_diagnosis",
        "ask",
        "No condition is given that the subluxation causes there: cervical, thoracic.",
        f"{named('M79.18')} may be of one of these, and which is not told.",
        code="98941",
        fix="Ask which condition was treated there.",
    )


def test_beside_a_diagnosis_that_no_table_knows_the_regions_are_not_known():
    seen = medicare(adjusted=["C5", "L4"], diagnoses=["M99.01", "M99.03", "M54.2", "M54.99"])
    check(
        condition_of_each_region(seen, "98940", seen.adjusted.regions),
        "subluxation_diagnosis",
        "no_data",
        "This table does not know M54.99,",
        "lumbar",
        code="98940",
        fix="Look the diagnosis up",
    )


def test_another_payer_asks_for_no_condition():
    seen = record(adjusted=["C5", "L4"], diagnoses=["M99.01", "M99.03", "M54.2"])
    assert adjustment_evidence(seen, "98940", seen.adjusted.regions) == ()


NONE_ADDED = "No diagnosis is added to be paid."
LATER = "Put M99.01 (joint dysfunction, neck) first: it names the subluxation that was adjusted."


@pytest.mark.parametrize(
    ("diagnoses", "fix"),
    [
        (["M54.2", "M99.01"], LATER),
        (["I10", "M54.2", "M99.01"], LATER),
        (["M99.06", "M54.2"], NONE_ADDED),
        (["M54.2", "M99.03"], NONE_ADDED),  # a subluxation, of another region
        ([], NONE_ADDED),
    ],
)
def test_another_diagnosis_first_is_rejected(diagnoses, fix):
    # A-t10
    found = check(
        subluxation_diagnosis(medicare(diagnoses=diagnoses), "98941", REGION),
        "subluxation_diagnosis",
        "not_supported",
        f"The first diagnosis is {named(diagnoses[0]) if diagnoses else 'none'};",
        code="98941",
        cites=CITES,
        fix=fix,
    )
    assert found.payer == "medicare"


@pytest.mark.parametrize(
    ("first", "region"), [("M99.01", "lumbar"), ("M99.03", "cervical"), ("M99.05", "sacral")]
)
def test_a_subluxation_of_another_region_supports_nothing(first, region):
    # RULES-2 A17: M99.01 does not support L4.
    check(
        subluxation_diagnosis(medicare(diagnoses=[first, "M54.59"]), "98940", (region,)),
        "subluxation_diagnosis",
        "not_supported",
        f"The first diagnosis, {named(first)}, is of another region than what was adjusted: {region}.",
        code="98940",
        cites=CITES,
        fix="No diagnosis is added to be paid.",
    )


@pytest.mark.parametrize("first", ["M99.10", "M99.11", "M99.13", "M99.15"])
def test_the_other_family_of_subluxations_is_asked_about(first):
    # RULES-2 A17: M99.1x is `ask`.
    check(
        subluxation_diagnosis(medicare(diagnoses=[first, "M54.2"]), "98940", REGION),
        "subluxation_diagnosis",
        "ask",
        f"The first diagnosis is {named(first)}.",
        code="98940",
        cites=CITES,
        fix="Ask the payer",
    )


@pytest.mark.parametrize(
    ("beside", "fix"), [("M54.2", NONE_ADDED), ("M99.01", LATER), ("M99.03", NONE_ADDED)]
)
@pytest.mark.parametrize("first", ["M99.0", "M54.5"])
def test_a_heading_is_no_first_diagnosis(first, beside, fix):
    # A subluxation of the region adjusted that stands later is the step that mends it, whatever stands before.
    found = subluxation_diagnosis(medicare(diagnoses=[first, beside]), "98940", REGION)
    assert found.verdict.value == "not_supported"
    assert f"{named(first)}, which cannot stand on a claim of this day" in found.says
    assert found.fix.endswith(fix)
    assert found.used == (("diagnoses[1]", "diagnoses[2]") if fix is LATER else ("diagnoses[1]",))


def test_a_subluxation_of_a_day_before_the_system_began_is_no_first_diagnosis():
    found = subluxation_diagnosis(medicare(on="2015-09-30", diagnoses=["M99.01", "M54.2"]), "98940", REGION)
    assert found.verdict.value == "not_supported"


@pytest.mark.parametrize("second", ["I10", "E11.9", "Z00.00", "J45.909"])
def test_beside_the_subluxation_stands_a_condition_of_muscles_joints_or_nerves(second):
    # RULES-2 A17: I10 is no such condition; decision 4: given and not enough.
    check(
        subluxation_diagnosis(medicare(diagnoses=["M99.01", second]), "98940", REGION),
        "subluxation_diagnosis",
        "not_supported",
        f"Beside the subluxation stands {named(second)}, which is no condition of muscles, joints or nerves",
        code="98940",
        fix="No diagnosis is added to be paid.",
    )


@pytest.mark.parametrize("first", ["A8C", "M54.99", "Q99.99", "G12.99", "G89.29", "C61"])
def test_a_number_of_another_category_is_none_of_the_closed_list_whatever_else_is_known_of_it(first):
    # RULES-2 A17, A18: the first is one of M99.00 to M99.05, or of M99.1, which is asked about.
    for later in (["M99.01", "M54.2"], ["M54.2"], []):
        found = subluxation_diagnosis(medicare(diagnoses=[first, *later]), "98940", REGION)
        assert found.verdict.value == "not_supported"
        assert found.says.startswith(f"The first diagnosis is {first};")


@pytest.mark.parametrize("first", ["M99.03.", "Z-99", "739.3", "M99.019"])
def test_what_no_table_knows_is_told_as_unknown_in_the_first_place_too(first):
    # RULES-2, claim form: a code that our table does not hold is no_data.
    for later in (["M99.01", "M54.2"], ["M54.2"], []):
        check(
            subluxation_diagnosis(medicare(diagnoses=[first, *later]), "98940", REGION),
            "subluxation_diagnosis",
            "no_data",
            f"This table does not know {first}, the first diagnosis,",
            code="98940",
            fix="Look it up in the ICD-10-CM of that year.",
        )


@pytest.mark.parametrize("second", ["M54.99", "Q99.99", "R99.9", "M99.03.", "E11.40"])
def test_whether_a_diagnosis_that_no_table_knows_goes_with_it_is_not_known(second):
    check(
        subluxation_diagnosis(medicare(diagnoses=["M99.01", second]), "98940", REGION),
        "subluxation_diagnosis",
        "no_data",
        f"This table does not know {second},",
        code="98940",
        fix="Look the diagnosis up",
    )


def test_no_diagnosis_given_is_asked_about():
    check(
        subluxation_diagnosis(medicare(), "98940", REGION),
        "subluxation_diagnosis",
        "ask",
        "no diagnosis is given",
        code="98940",
        cites=CITES,
        fix="Ask for the diagnoses in claim order.",
    )


@pytest.mark.parametrize("diagnoses", [["M99.01"], ["M99.01", "M99.03"]])
def test_a_subluxation_alone_is_asked_about(diagnoses):
    check(
        subluxation_diagnosis(medicare(diagnoses=diagnoses), "98940", REGION),
        "subluxation_diagnosis",
        "ask",
        "Medicare wants a second diagnosis beside the subluxation",
        code="98940",
        cites=("healthnow-a36087",),
        fix="Ask which condition the subluxation goes with.",
    )


@pytest.mark.parametrize(
    ("adjusted", "diagnoses", "counting"),
    [
        (["C5", "L4"], ["M99.01", "M54.2"], ("cervical",)),
        (["C5", "L4"], ["M99.01", "M99.03", "M54.2"], ("cervical", "lumbar")),
        (
            ["C5", "T4", "L4", "SI"],
            ["M99.01", "M99.02", "M99.04", "M54.2"],
            ("cervical", "thoracic", "pelvic"),
        ),
        (["C5", "L4"], ["M99.11", "M99.03", "M54.2"], ("cervical", "lumbar")),  # asked of the whole line
        (
            ["C5", "L4"],
            ["M99.01", "M99.11", "M54.2"],
            ("cervical",),
        ),  # the neck twice, the low back not at all
        (["C5", "shoulder"], ["M99.01", "M54.2"], ("cervical", "upper_extremities")),
        (["C5", "L4"], ["M54.2"], ("cervical", "lumbar")),  # none at all: judged of the whole line
    ],
)
def test_medicare_wants_one_subluxation_for_each_region_that_is_claimed(adjusted, diagnoses, counting):
    # RULES-2 A17, A18
    seen = medicare(adjusted=adjusted, diagnoses=diagnoses)
    kept, finding = regions_with_subluxation(seen, seen.adjusted.regions)
    assert kept == counting
    if kept == seen.adjusted.regions:
        assert finding is None
        return
    check(
        finding,
        "subluxation_diagnosis",
        "ask",
        "Adjusted without the diagnosis of a subluxation: lumbar.",
        cites=CITES,
        fix="A diagnosis is recorded because it was made, not to reach a level.",
    )
    # The other regions make a level of their own, whatever the answer.
    assert finding.either_way


def test_other_payers_take_no_region_away():
    seen = record(adjusted=["C5", "L4"], diagnoses=["M99.01", "M54.2"])
    assert regions_with_subluxation(seen, seen.adjusted.regions) == (("cervical", "lumbar"), None)


@pytest.mark.parametrize("first", ["739.3", "739.1", "847.2", "V57.1", "839.20"])
@pytest.mark.parametrize("on", ["2006-05-04", "2012-06-04", "2015-09-30"])
def test_a_diagnosis_of_before_the_tables_begin_is_not_known_and_refuses_nothing(first, on):
    # RULES-2, claim form: ICD-10-CM begins 2015-10-01; a code that no table holds is no_data.
    check(
        subluxation_diagnosis(medicare(on=on, diagnoses=[first, "724.2"]), "98940", ("lumbar",)),
        "subluxation_diagnosis",
        "no_data",
        f"The first diagnosis is {named(first)}.",
        "ICD-9-CM",
        code="98940",
        cites=CITES,
        on=date.fromisoformat(on),
        fix="Look it up in the ICD-9-CM of that year.",
    )


@pytest.mark.parametrize("first", ["M54.2", "I10"])
@pytest.mark.parametrize("on", ["2015-10-01", "2026-03-04"])
def test_from_the_day_on_which_the_tables_begin_another_diagnosis_is_no_subluxation(first, on):
    said = subluxation_diagnosis(medicare(on=on, diagnoses=[first, "M99.03"]), "98940", ("lumbar",))
    assert str(said.verdict) == "not_supported"


# --- P.A.R.T. and the x-ray -------------------------------------------------------------------------------------------

ENOUGH = [
    letters
    for size in range(5)
    for letters in combinations("PART", size)
    if size >= 2 and {"A", "R"} & set(letters)
]


@pytest.mark.parametrize("letters", [c for size in range(5) for c in combinations("PART", size)], ids="".join)
def test_two_of_four_with_a_or_r_among_them(letters):
    found = shown_by_examination(medicare(part=list(letters)), "98940")
    if letters in ENOUGH:
        said = check(
            found, "part", "supported", "shows the subluxation by P.A.R.T.:", code="98940", cites=(MANUAL,)
        )
        assert said.used == ("part", "xray_on", "course")
        return
    check(
        found,
        "part",
        "not_supported",
        "two of its four signs are needed, and A (asymmetry) or R (range of motion) must be among them",
        code="98940",
        cites=(MANUAL,),
        fix="No sign is added afterwards.",
    )
    assert found.numbers == (("P.A.R.T. recorded", ", ".join(letters) or "none"),)


def test_the_sets_that_are_enough_are_as_counted_by_hand():
    # Of the six pairs P with T fails; all four triples and the whole hold A or R.
    assert len(ENOUGH) == 5 + 4 + 1


def test_the_same_letter_twice_is_one_sign():
    assert shown_by_examination(medicare(part=["A", "A"]), "98940").verdict.value == "not_supported"


def test_neither_letters_nor_film_is_asked_about():
    check(
        shown_by_examination(medicare(), "98940"),
        "part",
        "ask",
        "none are given",
        code="98940",
        cites=(MANUAL,),
        fix="Ask what the examination showed.",
    )


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        ("2024-03-03", "not_supported"),  # in time of a course that would have begun over a year ago
        ("2024-03-04", "ask"),
        ("2025-03-03", "ask"),  # in time if the course began a day before this visit or earlier
        ("2025-03-04", "supported"),  # twelve months before
        ("2026-03-04", "supported"),
        ("2026-06-04", "supported"),  # three months after
        (
            "2026-06-05",
            "not_supported",
        ),  # the course began by this visit, so that it is out of time whenever that was
    ],
)
@pytest.mark.parametrize("course", [None, "acute"])
def test_the_window_of_the_x_ray(taken, verdict, course):
    # RULES A13 counts from the start of the course, which a visit does not tell.
    found = shown_by_examination(medicare(part=["P"], xray_on=taken, course=course), "98940")
    assert found.verdict.value == verdict
    assert ("x-ray", taken) in found.numbers


def test_a_film_of_an_earlier_start_is_asked_about_with_the_day_by_which_the_course_began():
    check(
        shown_by_examination(medicare(part=["P"], xray_on="2025-02-28"), "98940"),
        "part",
        "ask",
        "The x-ray of February 28, 2025 is over 12 months before this visit; it is in time only if the course of care began by"
        " February 28, 2026.",
        code="98940",
        cites=(MANUAL,),
        fix="Ask when the course began.",
    )


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2024-02-29", "2023-02-28", "2024-05-29"),  # a leap day
        ("2025-11-30", "2024-11-30", "2026-02-28"),  # three months on lies a short month
        ("2023-11-30", "2022-11-30", "2024-02-29"),
        ("2026-01-31", "2025-01-31", "2026-04-30"),
        ("2026-10-15", "2025-10-15", "2027-01-15"),  # over the turn of the year
        ("2026-09-30", "2025-09-30", "2026-12-30"),
        ("2026-12-31", "2025-12-31", "2027-03-31"),
    ],
)
def test_the_window_at_the_ends_of_months(on, first, last):
    def shown(taken: date) -> bool:
        return (
            shown_by_examination(medicare(on=on, part=[], xray_on=taken), "98940").verdict.value
            == "supported"
        )

    first, last = date.fromisoformat(first), date.fromisoformat(last)
    assert [shown(first), shown(last)] == [True, True]
    assert [
        shown(date.fromordinal(first.toordinal() - 1)),
        shown(date.fromordinal(last.toordinal() + 1)),
    ] == [
        False,
        False,
    ]


@pytest.mark.parametrize("taken", ["2024-01-01", "2026-06-05"])
def test_a_film_that_was_given_but_is_out_of_time_is_told_so(taken):
    # RULES A13. It was given, so that "none are given" would not be true.
    for letters, verdict in (
        ({}, "ask"),
        ({"part": ["P"]}, "not_supported"),
        ({"part": []}, "not_supported"),
    ):
        found = shown_by_examination(medicare(xray_on=taken, **letters), "98940")
        assert found.verdict.value == verdict
        assert f"the x-ray of {day_in_words(taken)} is out of time" in found.says
        assert "none are given" not in found.says
    assert "x-ray of" not in shown_by_examination(medicare(part=["P"]), "98940").says


@pytest.mark.parametrize(
    ("taken", "says"),
    [
        (
            "2026-01-12",
            "The record names the x-ray of January 12, 2026 as what shows the subluxation; it is in time by this visit.",
        ),
        (
            "2026-03-04",
            "The record names the x-ray of March 4, 2026 as what shows the subluxation; it is in time by this visit.",
        ),
        ("2026-05-01", "The record names the x-ray of May 1, 2026, after this visit, as what shows"),
    ],
)
def test_of_a_film_in_time_the_record_holds_the_day_and_not_the_picture(taken, says):
    check(
        shown_by_examination(medicare(xray_on=taken), "98940"),
        "part",
        "supported",
        says,
        code="98940",
        cites=(MANUAL,),
    )


def test_an_old_film_may_do_for_a_chronic_condition():
    check(
        shown_by_examination(medicare(part=["P", "T"], xray_on="2024-01-15", course="chronic"), "98940"),
        "part",
        "ask",
        "The x-ray of January 15, 2024 is older than the window of 12 months",
        "only for a permanent chronic condition",
        code="98940",
        fix="Ask whether the condition is permanent",
    )
    for course in ({"course": "acute"}, {}):
        found = shown_by_examination(medicare(part=["P", "T"], xray_on="2024-01-15", **course), "98940")
        assert found.verdict.value == "not_supported"
    # A film that comes too late is no old film.
    late = shown_by_examination(medicare(part=["P"], xray_on="2026-09-01", course="chronic"), "98940")
    assert late.verdict.value == "not_supported"
    # Enough letters need no film.
    shown = shown_by_examination(medicare(part=["P", "A"], xray_on="2020-01-15", course="chronic"), "98940")
    assert shown.verdict.value == "supported"


# --- AT, GA, GZ -------------------------------------------------------------------------------------------------------

CARE = ("cms-100-02-ch15-240.1.3", "ngs-modifiers", "noridian-claims")


def test_active_care_carries_at():
    modifiers, findings = care_phase(medicare(care="active"), "98940")
    assert modifiers == ("AT",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "supported",
        "Active care that is expected to help: AT. The modifier alone does not prove necessity.",
        code="98940",
        cites=CARE,
    )


@pytest.mark.parametrize("abn", ["none", "voluntary"])
def test_other_notices_do_not_touch_active_care(abn):
    modifiers, findings = care_phase(medicare(care="active", abn=abn), "98940")
    assert (modifiers, len(findings)) == (("AT",), 1)


def test_at_with_a_mandatory_notice_is_asked_about_and_ga_is_not_added():
    # E-t5
    modifiers, findings = care_phase(medicare(care="active", abn="required"), "98941")
    assert modifiers == ("AT",)
    assert [finding.verdict.value for finding in findings] == ["supported", "ask"]
    check(
        findings[1],
        "notice",
        "ask",
        "One contractor refuses AT and GA together.",
        code="98941",
        cites=("palmetto-rrb-faq", "ngs-modifiers"),
        fix="Ask whether denial is really expected.",
    )


def test_maintenance_with_the_signed_notice_carries_ga():
    # A-t8, MC-002, MC-012
    modifiers, findings = care_phase(medicare(care="maintenance", abn="required"), "98941")
    assert modifiers == ("GA",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "not_covered",
        "The mandatory notice is signed and on file: GA, and the patient pays.",
        code="98941",
        cites=(*CARE, "palmetto-rrb-faq"),
    )


@pytest.mark.parametrize("abn", ["none", "voluntary"])
def test_maintenance_without_the_notice_carries_gz(abn):
    # MC-003
    modifiers, findings = care_phase(medicare(care="maintenance", abn=abn), "98940")
    assert modifiers == ("GZ",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "not_covered",
        "Without the signed mandatory notice it is GZ, and the patient cannot be charged.",
        code="98940",
        cites=(*CARE, "palmetto-rrb-faq"),
    )


def test_where_the_notice_is_not_recorded_gz_is_asked_about():
    modifiers, findings = care_phase(medicare(care="maintenance"), "98940")
    assert modifiers == ("GZ",)
    assert [finding.verdict.value for finding in findings] == ["not_covered", "ask"]
    check(
        findings[1],
        "notice",
        "ask",
        "GZ assumes that it was not",
        code="98940",
        cites=("palmetto-rrb-faq", "ngs-modifiers"),
        fix="It cannot be signed afterwards.",
    )


def test_care_that_is_not_recorded_is_asked_about():
    modifiers, findings = care_phase(medicare(), "98940")
    assert modifiers == ()
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "ask",
        "neither AT nor GA or GZ can be chosen",
        code="98940",
        cites=CARE,
        fix="A line without AT is taken as maintenance and denied.",
    )


def test_at_is_carried_from_its_first_day():
    modifiers, findings = care_phase(medicare(on="2004-09-30", care="active"), "98940")
    assert modifiers == ()
    assert [finding.verdict.value for finding in findings] == ["supported"]
    assert (
        findings[0].says
        == "Medicare has asked for AT on active care since October 1, 2004; this day is earlier."
    )
    assert care_phase(medicare(on="2004-10-01", care="active"), "98940")[0] == ("AT",)


@pytest.mark.parametrize("care", [None, "active", "maintenance"])
@pytest.mark.parametrize("abn", [None, "none", "required", "voluntary"])
def test_at_most_one_of_the_three_stands_on_a_line(care, abn):
    keys = {key: value for key, value in (("care", care), ("abn", abn)) if value}
    modifiers, findings = care_phase(medicare(**keys), "98942")
    assert len(modifiers) <= 1
    assert set(modifiers) <= {"AT", "GA", "GZ"}
    assert {finding.code for finding in findings} == {"98942"}
