"""Which diagnoses a line points to."""

from __future__ import annotations

import pytest
from strategies import check, visit

from cptedu.rules.diagnosis_pointers import _look_up, diagnoses_for, diagnosis_count


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


def test_where_two_beginnings_fit_the_more_exact_one_decides(monkeypatch):
    # No row of the table begins another; a row that is added may.
    table = [{"prefix": "Y9", "regions": "lumbar"}, {"prefix": "Y99.1", "regions": "cervical"}]
    for held in (table, table[::-1]):
        monkeypatch.setattr("cptedu.rules.diagnosis_pointers.rows", lambda _, held=held: held)
        assert _look_up("Y99.12") == {"cervical"}
        assert _look_up("Y99.2") == {"lumbar"}


@pytest.mark.parametrize(
    ("diagnoses", "regions", "without"),
    [
        (["M99.01"], ["cervical"], None),
        (["M99.01"], ["cervical", "thoracic"], "thoracic"),
        (["M99.01", "M54.6"], ["cervical", "thoracic"], None),
        (["Z00"], ["lumbar", "pelvic"], "lumbar, pelvic"),
        (["M99.01"], ["upper_extremities"], None),
        ([], ["cervical"], None),
        (None, ["cervical"], None),
    ],
)
def test_an_adjusted_spinal_region_without_a_diagnosis_is_said_and_disputed(diagnoses, regions, without):
    seen = visit(adjusted=["C5"]) if diagnoses is None else visit(adjusted=["C5"], diagnoses=diagnoses)
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
