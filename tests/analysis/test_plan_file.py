"""A plan of care as a file: every mistake is named by its line with what to write, and nothing is lost in writing."""

import re
from decimal import Decimal

import pytest

from cptedu.analysis.plan_file import (
    example_plan,
    example_plans,
    load_plan,
    plan_from_dict,
    plan_to_dict,
    save_plan,
)
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder

GOOD = """\
title = "A back"
starts_on = 2026-03-02
payer = "commercial_ncci"

[charges]
"98940" = 45.00

[contract]
coinsurance = 0.2

[re_evaluation]
every_days = 28

[[phases]]
name = "acute"
weeks = 2
visits_per_week = 3
care = "active"
adjusted = ["L5"]

[[phases]]
name = "rehab"
weeks = 4
visits_per_week = 2
care = "active"
adjusted = ["L5"]

[[phases.services]]
activity = "bridges"
purpose = ["strength"]
minutes = 15
"""


def read(folder, text):
    (folder / "back.toml").write_text(text, encoding="utf-8")
    return load_plan(folder / "back.toml")


def test_a_good_file_is_read(tmp_path):
    made = read(tmp_path, GOOD)
    assert [(one.name, one.weeks, one.visits_per_week) for one in made.phases] == [
        ("acute", 2, 3),
        ("rehab", 4, 2),
    ]
    assert made.charges == (("98940", Decimal("45.00")),)
    assert (made.contract.coinsurance, made.contract.maintenance_covered) == (Decimal("0.2"), None)
    assert made.phases[1].visit.services[0].activity == "bridges"


@pytest.mark.parametrize(
    ("written", "instead", "line", "says"),
    [
        ("starts_on = 2026-03-02", 'starts_on = "soon"', 2, "starts_on"),
        ("starts_on = 2026-03-02", "starts_on = 9999-12-01", 2, "not a day from 1966 to 2199"),
        ('payer = "commercial_ncci"', 'payer = "medicaer"', 3, "Did you mean 'medicare'"),
        ('title = "A back"', 'titel = "A back"', 1, "Did you mean 'title'"),
        ('title = "A back"', "title = 3", 1, 'Write title = "..."'),
        ('"98940" = 45.00', '"98940" = "much"', 6, 'Write it as "98940" = 45.00'),
        ('"98940" = 45.00', '"98940" = 45.005', 6, "dollars and cents"),
        ('"98940" = 45.00', '"9894" = 45.00', 6, "'9894' is not"),
        ("coinsurance = 0.2", "coinsurance = 20", 9, "Write 20 percent as coinsurance = 0.2"),
        ("coinsurance = 0.2", "coinsurance = 0.2\ncopay = 20", 10, "Take one of the two away"),
        ("coinsurance = 0.2", "coins = 0.2", 9, "Did you mean 'coinsurance'"),
        ("every_days = 28", "every_days = 0", 12, "whole number from 1 to 366"),
        ("every_days = 28", "every_week = 4", 12, "Accepted: every_days, says"),
        ("weeks = 2\n", "weeks = 0\n", 16, "Phase 1: weeks = 0"),
        ("weeks = 2\n", "", 14, "Phase 1: It has no weeks. Write weeks = 4"),
        ("visits_per_week = 3", "visits_per_week = 9", 17, "0.5 for one every two weeks"),
        ('name = "rehab"', 'name = "acute"', 22, "Phase 2: another phase is called 'acute' too"),
        (
            'care = "active"\nadjusted = ["L5"]\n\n[[phases]]',
            'care = "good"\n\n[[phases]]',
            18,
            "value of care",
        ),
        ('purpose = ["strength"]', 'purpose = ["strenght"]', 30, "Did you mean 'strength'"),
        ("minutes = 15", "minute = 15", 31, "Did you mean 'minutes'"),
        ('adjusted = ["L5"]\n\n[[phases.', 'adjusted = ["L9"]\n\n[[phases.', 26, "L9"),
        ('adjusted = ["L5"]\n\n[[phases.', 'adjusted = ["rib"]\n\n[[phases.', 26, "rib"),
        ('purpose = ["strength"]', 'purpose = ["strength"]\ncode = "9711O"', 31, "9711O"),
        ("weeks = 4", "weeks = four", 23, "Text stands in quotation marks"),
    ],
)
def test_a_mistake_is_named_by_its_line_with_what_to_write(tmp_path, written, instead, line, says):
    assert written in GOOD
    with pytest.raises(CpteduError) as problem:
        read(tmp_path, GOOD.replace(written, instead, 1))
    assert re.search(rf"\bline {line}\b", str(problem.value)), problem.value
    assert "back.toml" in str(problem.value)
    assert says in str(problem.value)


@pytest.mark.parametrize("key", ["starts_on", "payer", "phases"])
def test_what_is_never_assumed_is_asked_for(key):
    given = plan_to_dict(example_plan("low_back_medicare"))
    del given[key]
    with pytest.raises(CpteduError, match=rf"The plan of care has no {key}\. Write"):
        plan_from_dict(given)


@pytest.mark.parametrize("given", [None, 3, [], "a plan"])
def test_what_is_no_plan_is_refused_in_words(given):
    with pytest.raises(CpteduError, match="set of keys and values"):
        plan_from_dict(given)
    with pytest.raises(CpteduError):
        plan_from_dict({"starts_on": "2026-03-02", "payer": "medicare", "phases": given})
    with pytest.raises(CpteduError):
        plan_from_dict({"starts_on": "2026-03-02", "payer": "medicare", "phases": [given]})


@pytest.mark.parametrize("name", example_plans())
def test_a_plan_that_is_saved_and_opened_is_the_same(tmp_path, name):
    made = example_plan(name)
    save_plan(made, tmp_path / "again.toml")
    assert load_plan(tmp_path / "again.toml") == made
    assert load_plan(data_folder() / "plans" / f"{name}.toml") == made


@pytest.mark.parametrize("name", example_plans())
def test_an_example_says_that_it_is_illustrative(name):
    made = example_plan(name)
    assert made.illustrative.startswith("Illustrative")
    assert "made up for teaching" in made.illustrative
    assert "no source" in made.re_evaluation_says


def test_an_example_that_is_not_there_is_asked_for_by_a_near_name():
    with pytest.raises(CpteduError, match="Did you mean 'low_back_medicare'"):
        example_plan("low_back_medicaid")
