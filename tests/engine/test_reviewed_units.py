"""The units of a proposed line: how many, on how many lines, and the one step that settles it."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

import cptedu as ct

STRENGTH = {"deficit": "hip extension 4-/5 left", "regions": ["hip"]}


def reviewed(minutes: int, *units: int):
    """Review 97110 of so many minutes, proposed on so many lines; by the CPT per-code method."""
    seen = visit(services=[service("strength", minutes=minutes, **STRENGTH)])
    return ct.review_claim(seen, [("97110", one, ()) for one in units])


@pytest.mark.parametrize(
    ("minutes", "proposed", "says"),
    [
        (30, 1, "97110: 1 unit proposed; the record supports 2."),
        (15, 2, "97110: 2 units proposed; the record supports 1."),
        (15, 3, "97110: 3 units proposed; the record supports 1."),
        (38, 2, "97110: 2 units proposed; the record supports 3."),
    ],
)
def test_fewer_units_are_as_wrong_as_more_and_one_is_spoken_of_as_one(minutes, proposed, says):
    [wrong] = reviewed(minutes, proposed).wrong
    assert wrong.says.startswith(says)
    assert wrong.fix.startswith(f"Bill {says[-2]}. No minute is made up.")
    assert not reviewed(minutes, proposed).right


@pytest.mark.parametrize(("minutes", "units"), [(8, 1), (22, 1), (23, 2), (38, 3)])
def test_the_units_of_the_record_are_right(minutes, units):
    review = reviewed(minutes, units)
    assert (review.passes, review.wrong, [one.code for one in review.right]) == (True, (), ["97110"])


@pytest.mark.parametrize(
    ("minutes", "lines", "step"),
    [
        (15, (1, 1), "Remove the second line."),
        (30, (2, 1), "Remove the second line."),
        (15, (1, 1, 1), "Remove every line but the first."),
        (30, (2, 1, 1), "Remove every line but the first."),
        (15, (2, 1), "Remove the first line."),
        (15, (2, 2), "Bill 1 on one line, and remove the others."),
        (30, (1, 2), "Remove the first line."),
        (30, (1, 2, 1), "Remove every line but line 2."),
        (38, (1, 1), "Bill 3 on one line, and remove the others."),
    ],
)
def test_several_lines_of_one_code_are_one_fault_with_one_step(minutes, lines, step):
    [wrong] = reviewed(minutes, *lines).wrong
    assert (wrong.rule, wrong.fix) == ("one_line", step)


# RULES B18: Medicare rejects timed codes that are split over several lines since 2021-04-19; of others no text says so.
SPLIT = [(30, (1, 1), 2), (38, (2, 1), 3), (38, (1, 1, 1), 3)]


def split(payer: str, on: str, minutes: int, lines: tuple[int, ...]):
    """Review 97110 on several lines, under a payer on a day; the total of the minutes is the same by either method."""
    seen = visit(payer, on, services=[service("strength", minutes=minutes, **STRENGTH)])
    (line,) = ct.code_visit(seen).lines
    return ct.review_claim(seen, [("97110", one, line.modifiers) for one in lines])


@pytest.mark.parametrize(("minutes", "lines", "units"), SPLIT)
@pytest.mark.parametrize("on", ["2021-04-19", "2026-03-04"])
def test_the_payer_that_rejects_a_split_code_is_named_with_its_day_and_its_source(minutes, lines, units, on):
    [wrong] = split("medicare", on, minutes, lines).wrong
    assert (wrong.rule, wrong.fix) == ("one_line", f"Put its {units} units on one line.")
    assert "since April 19, 2021" in wrong.says
    assert "firstcoast-units" in [one.id for one in wrong.citations]
    assert not any("False Claims" in one.title for one in wrong.citations)


@pytest.mark.parametrize(("minutes", "lines", "units"), SPLIT)
@pytest.mark.parametrize(
    ("payer", "on"),
    [
        ("medicare", "2021-04-18"),
        ("medicare", "2020-12-04"),
        ("federal_va", "2020-12-04"),
        ("federal_va", "2026-03-04"),
        ("commercial_ncci", "2026-03-04"),
    ],
)
def test_a_split_code_is_asked_about_where_no_text_says_that_it_is_rejected(minutes, lines, units, payer, on):
    review = split(payer, on, minutes, lines)
    assert (review.passes, review.wrong) == (True, ())
    (asked,) = [one for one in review.unknown if one.rule == "one_line"]
    assert (asked.verdict.value, asked.fix) == (
        "ask",
        f"Put its {units} units on one line, or ask the payer.",
    )
    assert not any("False Claims" in one.title for one in asked.citations)


@pytest.mark.parametrize(
    ("minutes", "lines", "right"),
    [
        (15, (1, 1), True),  # the first line is as recorded, the second a copy
        (30, (2, 2), True),
        (30, (1, 1), False),
        (15, (2, 1), True),  # the first line is one too many
        (15, (2, 2), False),
    ],
)
def test_a_line_as_recorded_is_right_although_another_one_stands_beside_it(minutes, lines, right):
    assert ([one.rule for one in reviewed(minutes, *lines).right] == ["as_recorded"]) is right


@pytest.mark.parametrize(
    ("units", "wrong", "asked"),
    [
        ((1,), [], []),
        ((2,), [], []),
        ((3,), [], []),
        ((4,), [], ["unit_limit"]),  # the limit of a day is three
        ((1, 1), [], ["one_line"]),
        ((2, 2), [], ["one_line", "unit_limit"]),
    ],
)
def test_of_a_code_that_no_rule_counts_only_the_limit_speaks(units, wrong, asked):
    seen = visit(services=[by_code("95851", contact="one_on_one")])
    review = ct.review_claim(seen, [("95851", one, ()) for one in units])
    assert [one.rule for one in review.wrong] == wrong
    said = [one for one in review.unknown if one.rule in {"unit_limit", "one_line"}]
    assert [one.rule for one in said] == asked
    if len(units) > 1:
        assert said[0].fix == f"Put its {sum(units)} units on one line, or ask the payer."
