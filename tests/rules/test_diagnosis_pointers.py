"""Which diagnoses a line points to."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, named, of_visit, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.facts.diagnoses import diagnosis
from cptedu.rules import diagnosis_pointers
from cptedu.rules.diagnosis_pointers import diagnosis_count, pointers

diagnosis_count = of_visit(diagnosis_count)
pointers = of_visit(pointers)

ON = date(2026, 3, 4)


def diagnoses_for(codes, places, **keys):
    return diagnosis_pointers.diagnoses_for([diagnosis(one, ON) for one in codes], places, **keys)


@pytest.mark.parametrize(
    ("diagnoses", "places", "pointed"),
    [
        (["M99.01", "M54.59"], ["lumbar"], ("M54.59",)),
        (["M54.59", "M99.01"], ["cervical", "lumbar"], ("M54.59", "M99.01")),
        (["M99.01", "M54.2"], ["C5"], ("M99.01", "M54.2")),
        (["M47.813"], ["thoracic"], ("M47.813",)),
        (["M47.813"], ["cervical"], ("M47.813",)),
        (["M47.813"], ["lumbar"], ()),
        (["M99.05"], ["left SI"], ("M99.05",)),
        (["S93.401A"], ["ankle"], ("S93.401A",)),
        (["Z00"], ["ankle"], ()),
        (["M99.01"], [], ()),
        ([], ["C5"], ()),
    ],
)
def test_a_line_points_to_the_diagnoses_of_its_regions_in_claim_order(diagnoses, places, pointed):
    assert diagnoses_for(diagnoses, places) == pointed


def test_the_longest_beginning_of_a_diagnosis_says_its_region():
    # M47.81x stand one by one in the table: the neck and the place where neck and mid back meet differ in the last digit.
    assert diagnoses_for(["M47.812"], ["thoracic"]) == ()
    assert diagnoses_for(["M47.812"], ["cervical"]) == ("M47.812",)


@pytest.mark.parametrize("general", ["R29.3", "M62.81", "I69.354", "G20.A1", "M79.18"])
def test_a_condition_of_no_one_region_is_a_reason_for_therapy_and_not_for_an_adjustment(general):
    assert diagnoses_for(["M99.03", general], ["lumbar"]) == ("M99.03", general)
    assert diagnoses_for(["M99.03", general], ["lumbar"], adjustment=True) == ("M99.03",)


@pytest.mark.parametrize(
    ("condition", "place", "elsewhere"),
    [("M54.50", "SI", "T4"), ("M54.32", "sacrum", "C5"), ("R51.9", "C5", "T4"), ("M54.12", "T1", "L4")],
)
def test_an_adjustment_points_to_what_ordinarily_comes_from_there_and_therapy_to_what_was_treated(
    condition, place, elsewhere
):
    assert diagnoses_for([condition], [place], adjustment=True) == (condition,)
    assert (
        diagnoses_for([condition], [place]) == diagnoses_for([condition], [elsewhere], adjustment=True) == ()
    )


@pytest.mark.parametrize(
    ("diagnoses", "regions", "without"),
    [
        (["M99.01"], ["cervical"], None),
        (["M54.50"], ["pelvic"], None),  # where it comes from, as nothing that it names was adjusted
        (["M54.50"], ["lumbar", "pelvic"], "pelvic"),
        (["M54.50"], ["thoracic"], "thoracic"),
        (["M99.01"], ["cervical", "thoracic"], "thoracic"),
        (["M99.01", "M54.6"], ["cervical", "thoracic"], None),
        (["M54.2"], ["lumbar", "pelvic"], "lumbar, pelvic"),
        (["R29.3"], ["lumbar"], "lumbar"),
        (["M54.31"], ["lumbar"], None),
        (["M99.01"], ["upper_extremities"], None),
        ([], ["cervical"], None),
        (None, ["cervical"], None),
    ],
)
def test_an_adjusted_spinal_region_without_a_diagnosis_is_said_and_disputed(diagnoses, regions, without):
    seen = record(adjusted=["C5"]) if diagnoses is None else record(adjusted=["C5"], diagnoses=diagnoses)
    found = diagnosis_count(seen, "98940", regions)
    if without is None:
        assert found is None
        return
    check(
        found,
        "diagnosis_count",
        "contested",
        f"No diagnosis is given for: {without}. Some payers expect one for each adjusted region.",
        code="98940",
        cites=("aapc-cmt-51", "cms-100-02-ch15-240.1.2"),
        fix="A diagnosis is recorded because it was made",
    )
    assert [[c.id for c in side.held_by] for side in found.readings] == [
        ["aapc-cmt-51"],
        ["cms-100-02-ch15-240.1.2"],
    ]
    assert found.readings[0].says == "A diagnosis for each region billed."
    assert "gives no count" in found.readings[1].says


@pytest.mark.parametrize(
    ("diagnoses", "regions", "says"),
    [
        (
            ["Z00"],
            ["lumbar"],
            "This table does not know Z00, so whether a diagnosis is given for lumbar is not known.",
        ),
        (["M54.2", "M54.99", "Q67.5"], ["cervical", "lumbar"], "does not know M54.99, Q67.5, so whether"),
    ],
)
def test_beside_an_unknown_diagnosis_it_is_not_known_whether_a_region_has_one(diagnoses, regions, says):
    found = diagnosis_count(record(adjusted=["C5"], diagnoses=diagnoses), "98940", regions)
    check(
        found,
        "diagnosis_count",
        "no_data",
        says,
        code="98940",
        cites=("icd-10-cm",),
        fix="Look the diagnosis up",
    )
    assert "No diagnosis is given" not in found.says


def test_an_unknown_diagnosis_does_not_matter_where_every_region_has_a_known_one():
    assert (
        diagnosis_count(record(adjusted=["C5"], diagnoses=["M99.01", "Z00"]), "98940", ["cervical"]) is None
    )


NECK = ["M99.01", "M54.2", "M47.812", "M54.12", "M50.20", "M43.6"]
"""Diagnoses of the neck; the claim form has four pointers a line."""


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_a_line_points_to_as_many_as_it_has_room_for_and_nothing_is_asked(count):
    seen = record(adjusted=["C5"], diagnoses=NECK[:count])
    assert pointers(seen, "98940", ["cervical"], adjustment=True, every=False) == (tuple(NECK[:count]), None)


@pytest.mark.parametrize("count", [5, 6])
def test_beyond_the_fourth_it_is_asked_which_were_the_reasons(count):
    seen = record(adjusted=["C5"], diagnoses=["M99.03", *NECK[:count]])
    pointed, asked = pointers(seen, "98940", ["cervical"], adjustment=True, every=False)
    assert pointed == tuple(NECK[:4])
    check(
        asked,
        "pointers",
        "ask",
        f"98940 could point to {count} diagnoses; a line has 4 pointers, the first of them its reason.",
        f"Left off: {', '.join(map(named, NECK[4:count]))}.",
        code="98940",
        cites=("cms-1500",),
        fix="Ask which of them were the reasons for this service",
    )
    assert asked.either_way
    assert asked.used == tuple(f"diagnoses[{place}]" for place in range(6, count + 2))


def test_an_examination_may_have_any_diagnosis_of_the_claim_for_its_reason():
    seen = record(diagnoses=["M99.03", "S93.401A"])
    assert pointers(seen, "99213", [], adjustment=False, every=True)[0] == ("M99.03", "S93.401A")
    assert pointers(seen, "97110", ["ankle"], adjustment=False, every=False)[0] == ("S93.401A",)


@pytest.mark.parametrize("out_of_force", ["M54.5", "M99.0"])
def test_no_line_points_to_a_diagnosis_that_cannot_stand_on_the_claim(out_of_force):
    seen = record(diagnoses=[out_of_force, "Z00", "M54.2"])
    assert pointers(seen, "99213", [], adjustment=False, every=True)[0] == ("Z00", "M54.2")


# A line points to its reason, so that one which no diagnosis given can be the reason of is asked about.


def asked_of_pointers(claim, number):
    line = claim.line(number)
    assert line.diagnoses == ()
    return [(one.verdict.value, one.either_way) for one in line.findings if one.rule == "pointers"]


@pytest.mark.parametrize("purpose", ["strength", "balance", "soft_tissue", "self_care"])
@pytest.mark.parametrize("diagnoses", [["M54.2"], ["M99.01", "M54.2"], ["M54.99"]])
def test_a_therapy_that_no_diagnosis_given_is_the_reason_of_is_asked_about(purpose, diagnoses):
    claim = code_visit(
        visit(adjusted=["C5"], services=[service(purpose, regions=["hip"])], diagnoses=diagnoses)
    )
    [line] = [one for one in claim.lines if one.code != "98940"]
    assert asked_of_pointers(claim, line.code) == [("ask", False)]
    assert diagnoses[0] in next(one.says for one in line.findings if one.rule == "pointers")


def test_so_is_an_adjustment_beyond_the_spine():
    claim = code_visit(visit(adjusted=["knee"], diagnoses=["M54.2"]))
    assert asked_of_pointers(claim, "98943") == [("ask", False)]


def test_of_a_place_that_is_not_recorded_it_is_said_that_it_is_not():
    claim = code_visit(visit(services=[service("strength", regions=[])], diagnoses=["M54.2"]))
    assert asked_of_pointers(claim, "97110") == [("ask", False)]
    assert "where it was given is not recorded" in " ".join(one.says for one in claim.line("97110").findings)


@pytest.mark.parametrize("given", [{}, {"diagnoses": ["M54.2", "M25.551"]}, {"diagnoses": ["R29.3"]}])
def test_nothing_is_asked_where_a_diagnosis_is_the_reason_or_none_is_given(given):
    claim = code_visit(visit(services=[service("strength", regions=["hip"])], **given))
    assert all(one.rule != "pointers" for one in claim.line("97110").findings)


def test_an_examination_points_to_any():
    claim = code_visit(visit(evaluation={"code": "99213"}, diagnoses=["M54.2"]))
    assert claim.line("99213").diagnoses == ("M54.2",)
