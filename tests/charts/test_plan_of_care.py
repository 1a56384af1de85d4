"""The chart of a plan of care: every figure drawn is the episode's, and what is not known is drawn as not known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cptedu.analysis.plan_of_care import episode, example_plan, example_plans
from cptedu.charts.plan_of_care import plan_of_care

PARTS = {"payer": "payer", "patient": "patient", "nobody": "written_off"}


def drawn(figure):
    """Every row of data that the chart draws."""

    def rows_in(part):
        if isinstance(part, dict):
            yield from part.get("data", {}).get("values", ())
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                yield from rows_in(inner)

    unique = []
    for row in rows_in(figure.chart.to_dict()):
        if row not in unique:
            unique.append(row)
    return unique


def bars(figure):
    return [row for row in drawn(figure) if "amount" in row]


def without_notice():
    made = example_plan("low_back_medicare")
    last = made.phases[-1]
    return replace(made, phases=(*made.phases[:-1], replace(last, visit=replace(last.visit, abn="none"))))


def untold(**contract):
    made = example_plan("neck_posture_commercial")
    return replace(made, contract=replace(made.contract, **contract))


PLANS = {
    "medicare": example_plan("low_back_medicare"),
    "commercial": example_plan("neck_posture_commercial"),
    "no notice": without_notice(),
    "maintenance not told": untold(maintenance_covered=None),
    "nothing told": untold(allowed=()),
}


@pytest.mark.parametrize("name", PLANS)
def test_every_bar_is_the_episodes_figure_of_that_week(name):
    made = episode(PLANS[name])
    wanted = {
        (week.week, who, getattr(week, part))
        for week in made.by_week
        for who, part in PARTS.items()
        if getattr(week, part)
    }
    figure = plan_of_care(made)
    assert {
        (b["week"], b["who"], Decimal(str(b["amount"])).quantize(Decimal("0.01"))) for b in bars(figure)
    } == wanted
    for bar in bars(figure):
        assert abs(bar["to"] - bar["from"]) == pytest.approx(bar["amount"])
        assert (bar["to"] > 0) == (bar["who"] == "payer"), "above the line the payer, below it the patient"
        assert bar["left"] < bar["week"] - 0.5 < bar["right"]
        assert f"${bar['amount']:,.2f}" in bar["tip"]


@pytest.mark.parametrize("name", PLANS)
def test_the_table_has_every_figure_of_every_week(name):
    made = episode(PLANS[name])
    rows = plan_of_care(made).rows
    assert [row["week"] for row in rows] == list(range(1, len(made.by_week) + 1))
    for row, week in zip(rows, made.by_week, strict=True):
        for part in ("visits", "rvu", "minutes", "allowed", "payer", "patient", "sequestered", "written_off"):
            assert row[part] == getattr(week, part)


@pytest.mark.parametrize("name", PLANS)
def test_ends_and_examinations_stand_at_their_weeks(name):
    made = episode(PLANS[name])
    figure = plan_of_care(made)
    ends = [row["at"] + 1 for row in drawn(figure) if "says" in row and "left" in row]
    assert ends == [end.week for end in made.coverage_ends]
    due = [row["at"] + 0.5 for row in drawn(figure) if "what" in row]
    assert due == [one.week for one in made.visits if one.re_evaluation]
    said = {row["week"]: row["marks"] for row in figure.rows}
    assert all("coverage" in said[end.week] for end in made.coverage_ends)
    assert all("re-evaluation due" in said[int(week)] for week in due)


def test_a_phase_is_as_wide_as_its_weeks_and_says_its_pace():
    phases = [row for row in drawn(plan_of_care(episode(PLANS["medicare"]))) if "tone" in row]
    assert [(row["from"], row["to"]) for row in phases] == [(0, 3), (3, 7), (7, 15)]
    # 6 x 0.80 RVU and 6 x 20 minutes in 3 weeks; 4 x (0.80 + 0.87) and 4 x 35 in 4; 4 x 0.80 and 4 x 15 in 8
    assert [row["tip"].splitlines()[-1] for row in phases] == [
        "1.60 RVU, 40 min a week",
        "1.67 RVU, 35 min a week",
        "0.40 RVU, 7.5 min a week",
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "medicare",
            "Coverage ends in week 8 of 15: Medicare Part B pays $209.50 in all, the patient $393.40",
        ),
        (
            "no notice",
            "Coverage ends in week 8 of 15: Medicare Part B pays $209.50 in all, the patient $213.40",
        ),
        ("maintenance not told", "From week 9 on nobody can say who pays: the contract is not told"),
        ("nothing told", "Coverage ends in week 9 of 16; not every amount before or after it is known"),
    ],
)
def test_the_title_is_the_point(name, title):
    assert plan_of_care(episode(PLANS[name])).title == title


def test_what_is_not_known_is_a_question_mark_and_no_bar():
    figure = plan_of_care(episode(PLANS["maintenance not told"]))
    asked = [row["at"] + 0.5 for row in drawn(figure) if row.get("mark") == "?"]
    assert asked == [9, 11, 13, 15]
    assert max(bar["week"] for bar in bars(figure)) == 8
    assert "no data" in figure.html()


def test_what_nobody_may_be_asked_for_is_told_apart_from_what_the_patient_pays():
    figure = plan_of_care(episode(PLANS["no notice"]))
    assert {bar["who"] for bar in bars(figure) if bar["week"] > 7} == {"nobody"}
    assert any("nobody may be asked" in str(row.get("says")) for row in drawn(figure))


@pytest.mark.parametrize("name", example_plans())
def test_the_figure_says_its_sources_its_illustrative_parts_and_can_be_heard(name):
    made = episode(example_plan(name))
    figure = plan_of_care(made)
    assert "240.1.3" in figure.source_line
    assert "made up for teaching" in figure.source_line
    assert all(phase.phase in figure.summary for phase in made.by_phase)
    assert 'role="img"' in figure.svg
    assert figure.summary.replace("'", "&#x27;")[:60] in figure.svg.replace("'", "&#x27;")
    assert figure.svg == plan_of_care(made).svg
