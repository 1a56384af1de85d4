"""A practice that does not exist: its claims stand by the rules, its habits show, and its log is read in every shape."""

from __future__ import annotations

from datetime import date

import pytest

import cptedu as ct
from cptedu.analysis.made_up_practice import HABITS, SHAPES, made_up_practice, names_of_payers, write_log
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import codes

FIRST = date(2026, 1, 5)
VISITS = 400


@pytest.fixture(scope="module")
def plain():
    return made_up_practice(FIRST, VISITS, seed=3)


def audited(lines, folder, shape="export"):
    write_log(lines, folder / "log.csv", shape)
    return ct.audit(folder / "log.csv", names_of_payers())


def share(found, begins):
    [one] = [one for one in found.share_list if one.what.startswith(begins)]
    return one.value


@pytest.mark.parametrize("shape", SHAPES)
def test_a_log_says_what_was_made_up_whatever_its_shape(shape, plain, tmp_path):
    found = audited(plain, tmp_path, shape)
    read = [
        (visit.on, visit.claim.payer, one.code, one.units, one.modifiers, one.diagnoses)
        for visit in found.visits
        for one in visit.services
    ]
    made = [(one.on, one.payer, one.code, one.units, one.modifiers, one.diagnoses) for one in plain]
    assert sorted(read) == sorted(made)
    assert found.read.refused == found.read.repeated == ()
    assert len(found.visits) == VISITS
    assert len({visit.patient for visit in found.visits}) == len({one.patient for one in plain})


def test_nothing_stands_against_a_claim_of_a_practice_without_habits(plain, tmp_path):
    assert not audited(plain, tmp_path).told.is_against.any()


def test_one_seed_is_one_practice(plain):
    assert made_up_practice(FIRST, VISITS, seed=3) == plain
    assert made_up_practice(FIRST, VISITS, seed=4) != plain


def test_visits_fall_on_weekdays_within_a_year_and_a_half(plain):
    assert all(one.on.weekday() < 5 for one in plain)
    assert {one.on.year for one in plain} <= {2026, 2027}
    assert min(one.on for one in plain) == FIRST


def test_the_highest_level_too_often_shows(plain, tmp_path):
    begins = f"visits with {spinal_cmt()[-1]}"
    without = share(audited(plain, tmp_path), begins)
    with_it = share(
        audited(made_up_practice(FIRST, VISITS, seed=3, habits=["98942_too_often"]), tmp_path), begins
    )
    assert without < 12
    assert with_it > 50


def test_59_on_everything_shows_and_is_told(plain, tmp_path):
    begins = "therapy lines with 59"
    without = share(audited(plain, tmp_path), begins)
    found = audited(made_up_practice(FIRST, VISITS, seed=3, habits=["59_on_everything"]), tmp_path)
    assert share(found, begins) == 100 > without
    told = found.told[found.told.is_against]
    assert any("97110 has 59" in says for says in told.says)


def test_97112_for_everybody_shows(plain, tmp_path):
    found = audited(made_up_practice(FIRST, VISITS, seed=3, habits=["97112_for_everybody"]), tmp_path)
    # By the assumptions one visit in ten has 97112 and one in five 97110: a third of both, and five sixths with the habit.
    assert share(audited(plain, tmp_path), "units of 97112") < 50
    assert share(found, "units of 97112") > 75


def test_cloned_notes_show(plain, tmp_path):
    begins = "claims that repeat"
    found = audited(made_up_practice(FIRST, VISITS, seed=3, habits=["cloned_notes"]), tmp_path)
    assert share(found, begins) > 85
    assert share(audited(plain, tmp_path), begins) < 60


def test_every_habit_is_planted_without_a_claim_that_lacks_an_adjustment():
    lines = made_up_practice(FIRST, 60, habits=HABITS)
    by_visit = {one.visit: set() for one in lines}
    for one in lines:
        by_visit[one.visit].add(one.code)
    assert len(by_visit) == 60
    assert all(held & set(spinal_cmt()) for held in by_visit.values())
    assert all(held <= set(codes()) for held in by_visit.values())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"habits": ["97112_for_everbody"]}, "Did you mean '97112_for_everybody'"),
        ({"visits": 0}, "not a number of visits"),
    ],
)
def test_what_cannot_be_made_is_refused(given, says):
    with pytest.raises(ct.CpteduError, match=says):
        made_up_practice(**({"first_day": FIRST, "visits": 5} | given))


def test_a_shape_that_there_is_not_is_refused(plain, tmp_path):
    with pytest.raises(ct.CpteduError, match="shape of a log"):
        write_log(plain, tmp_path / "log.csv", "ledger")


def test_nobody_of_the_made_up_log_is_on_the_page(plain, tmp_path):
    audited(plain, tmp_path).to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "555-555-" not in page
    assert "C00001" not in page
    assert not any(f"{word}, " in page for word in ("Amber", "Birch", "Cedar", "Kestrel"))
