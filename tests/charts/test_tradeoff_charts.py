"""Charts of trade-offs: every figure that is drawn or stands in a table is what the rules answer."""

import re
from datetime import date
from decimal import Decimal

import pytest
from enumerated_claims import generated
from strategies import service, visit

from cptedu.analysis.comparisons import by_locality, by_payer, by_year, has_tracks, visit_on
from cptedu.analysis.frames import frame
from cptedu.analysis.sensitivity import minutes_steps, region_steps
from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
from cptedu.analysis.tradeoffs import tradeoffs
from cptedu.charts.bars import KINDS, Bar, Heading, Segment, bars, in_rows
from cptedu.charts.by_payer import payers_chart
from cptedu.charts.by_place import localities_chart
from cptedu.charts.by_year import years_chart
from cptedu.charts.codings import MOST_DRAWN, codings_chart, drawn_bars
from cptedu.charts.steps import minutes_chart, regions_chart
from cptedu.charts.then_and_now import dollars_chart, ratios_chart
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError, NotInDataError
from cptedu.example_visits import example_visit, example_visits
from cptedu.rules.allowed_amount import allowed_amount
from cptedu.rules.cmt_level import cmt_level
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values
from cptedu.rules.timed_units import timed_units

ON = "2026-03-04"
TRACK = "non_apm"
DESK = example_visit("desk_worker")


def drawn(figure):
    """Every row of data that the chart draws; data that several layers share count once."""
    found, blocks = [], []

    def look(part):
        if isinstance(part, dict):
            values = part.get("data", {}).get("values", [])
            if values and values not in blocks:
                blocks.append(values)
                found.extend(values)
            for inner in part.values():
                look(inner)
        elif isinstance(part, list):
            for inner in part:
                look(inner)

    look(figure.chart.to_dict())
    return found


def pieces(figure):
    """The pieces of bars that are drawn: kind, and length to the hundredth."""
    return [(one["kind"], Decimal(str(round(one["value"], 2)))) for one in drawn(figure) if "kind" in one]


FIGURES = {
    "codings": lambda: codings_chart(tradeoffs(example_visit("two_therapies"), track=TRACK)),
    "minutes": lambda: minutes_chart(minutes_steps(example_visit("thirty_three_and_seven"))),
    "regions": lambda: regions_chart(region_steps(DESK, track=TRACK)),
    "payers": lambda: payers_chart(by_payer(DESK, track=TRACK)),
    "years": lambda: years_chart(by_year(DESK), "2026"),
    "places": lambda: localities_chart(by_locality(DESK, track=TRACK), "15202-00"),
    "ratios": lambda: ratios_chart(ratios()),
    "dollars": lambda: dollars_chart(dollars_over_the_years(["97112", "97110", "98940", "98941"])),
}


@pytest.mark.parametrize("name", FIGURES)
def test_each_chart_has_its_point_its_sentence_its_source_its_table_and_a_drawing(name):
    figure = FIGURES[name]()
    assert figure.title
    assert figure.title[0].isupper() or figure.title[0].isdigit()
    assert len(figure.summary) > len(figure.title)
    assert figure.summary.endswith(".")
    assert figure.source
    assert "This is teaching" not in figure.source_line, "a page says it once"
    assert figure.rows
    for row in figure.rows:
        assert set(figure.columns) <= set(row)
    assert figure.svg.startswith("<svg")
    assert figure.svg.count('class="cptedu-mark"') >= 4
    assert "NaN" not in figure.svg
    assert len(frame(figure.rows)) == len(figure.rows)


# -- codings


@pytest.mark.parametrize("seed", range(16))
def test_bars_and_table_of_codings_are_what_the_rules_answer(seed):
    given = generated(seed)
    if given.date_of_service.year < 2013:
        given = visit_on(given, given.date_of_service.replace(year=2017))
    track = TRACK if has_tracks(given.date_of_service) else None
    found = tradeoffs(given, track=track)
    figure = codings_chart(found)
    table = figure.rows[: len(found.supported)]
    for row, coding in zip(table, found.supported, strict=True):
        lines = coding.coding.claim.lines
        assert row["coding"] == coding.coding.label
        assert row["allowed"] == price(coding.coding.claim, track=track).total
        if row["total"] is not None:
            units = ((line.code, line.units) for line in lines)
            assert row["total"] == sum(
                relative_values(n, given.date_of_service).total() * u for n, u in units
            )
    wanted = in_rows(drawn_bars(found))
    assert pieces(figure) == [(one["kind"], one["value"]) for one in wanted]
    for bar, coding in zip(
        (b for b in drawn_bars(found) if isinstance(b, Bar)), found.supported, strict=False
    ):
        held = coding.carries.covered.total, coding.carries.not_covered.total
        if None not in held and len(found.supported) <= MOST_DRAWN:
            assert bar.length == coding.carries.total


def test_what_is_not_supported_is_hatched_named_and_has_no_amount():
    found = tradeoffs(DESK, track=TRACK)
    figure = codings_chart(found)
    rows = figure.rows[len(found.supported) :]
    assert [row["coding"] for row in rows] == [one.coding.label for one in found.unsupported]
    for row in rows:
        assert row["verdict"] in {"not supported", "ask the clinician"} or "ask" in row["verdict"]
        assert row["allowed"] == "–"
        assert row["says"]
    hatched = [one for one in drawn(figure) if one.get("kind") == "unsupported"]
    assert len(hatched) == len(rows)
    assert "$" not in "".join(one["tip"] for one in hatched)
    words = " ".join(one["text"] for one in drawn(figure) if "text" in one)
    for one in found.unsupported:
        assert one.coding.says.split(".")[0] in words, "the reason stands in the drawing"
    assert KINDS["unsupported"][0] == "not supported (hatched)"
    strokes = [one for one in drawn(figure) if "n" in one]
    assert len({one["bar"] for one in strokes}) == len(rows)


@pytest.mark.parametrize("length", ["0.01", "0.2", "3"])
def test_the_hatching_stays_within_its_bar(length):
    drawing = bars([Bar("a", (Segment("unsupported", Decimal(length), ""),), "no")], "RVU").to_dict()
    strokes = next(layer["data"]["values"] for layer in drawing["layer"] if layer["mark"]["type"] == "line")
    ends = [one["x"] for one in strokes if one["x"] is not None]
    assert len(ends) * 3 == len(strokes) * 2, "each stroke has two ends, and a break after them"
    for end in ends:
        assert -1e-9 <= end <= float(length) + 1e-9


def test_supported_codings_come_first_and_are_never_put_in_order_of_their_worth():
    found = tradeoffs(example_visit("same_region", payer="commercial_cpt"), track=TRACK)
    items = drawn_bars(found)
    assert isinstance(items[0], Heading)
    assert [one.label for one in items if isinstance(one, Bar)][:2] == [
        "⇄ contested: 98940 + 97112",
        "✓ 98940",
    ]


def test_a_contested_coding_is_framed_and_says_so():
    figure = codings_chart(tradeoffs(example_visit("same_region", payer="commercial_cpt"), track=TRACK))
    frames = [one for one in drawn(figure) if set(one) == {"x", "x2", "y", "y2"}]
    assert len(frames) == 1
    assert round(frames[0]["x2"], 2) == 1.78
    assert "sources dispute 97112" in figure.title
    assert not [
        one
        for one in drawn(codings_chart(tradeoffs(DESK, track=TRACK)))
        if set(one) == {"x", "x2", "y", "y2"}
    ]


def test_why_there_is_a_choice_is_said_and_it_is_never_the_amount():
    tied = visit("federal_va", services=[service("balance", minutes=20), service("strength", minutes=20)])
    barred = example_visit("two_therapies", payer="medicare")
    for given, words in (
        (tied, "leftover minutes tie"),
        (barred, "97110, 97112 are not covered and may be left off"),
    ):
        title = codings_chart(tradeoffs(given, track=TRACK)).title
        assert title.endswith(words)
        assert "$" not in title


def test_a_visit_of_which_nothing_is_billed_can_be_drawn():
    figure = codings_chart(tradeoffs(visit(services=[service("balance", deficit="")]), track=TRACK))
    assert figure.title == "The record supports no line of a claim"
    assert figure.svg.startswith("<svg")


@pytest.mark.parametrize("name", example_visits())
def test_every_example_visit_can_be_drawn_and_no_words_leave_the_page(name):
    figure = codings_chart(tradeoffs(example_visit(name), track=TRACK))
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', figure.svg).group(1))
    assert width < 1100
    longest = max(len(one["text"]) for one in drawn(figure) if one.get("x") == 0 and "text" in one)
    assert longest <= 108


# -- minutes and regions


def test_minutes_drawn_are_what_the_rules_count():
    figure = FIGURES["minutes"]()
    methods = {"CMS total-time method": "cms_total_time", "CPT per-code method": "cpt_per_code"}
    for row in figure.rows:
        for minutes in range(row["from"], row["to"] + 1):
            counted = timed_units({"97110": minutes, "97140": 7}, methods[row["method"]])
            assert (row["units"], row["total_units"]) == (counted.units["97110"], counted.total_units)
            assert row["rvu"] == sum(relative_values(n, ON).total() * u for n, u in counted.units.items())
        assert row["recorded"] == ("yes" if row["from"] <= 33 <= row["to"] else "no")
    for words, method in methods.items():
        own = [row for row in figure.rows if row["method"] == words]
        assert sorted(m for row in own for m in range(row["from"], row["to"] + 1)) == list(range(61))
        points = [one for one in drawn(figure) if one.get("method") == words]
        for one in points:
            assert (
                one["total_units"] == timed_units({"97110": one["minutes"], "97140": 7}, method).total_units
            )
        assert {one["minutes"] for one in points if one["recorded"]} == {33}
    assert {one["minutes"] for one in drawn(figure) if "end" in one} == {33}, (
        "shaded from the recorded minutes on"
    )
    assert "3 units by the CMS total-time method, 2 units by the CPT per-code method" in figure.title


def test_regions_drawn_are_what_the_rules_answer_and_only_the_record_is_filled():
    figure = regions_chart(region_steps(DESK, "15202-00", track=TRACK))
    names = ["cervical", "thoracic", "lumbar", "sacral", "pelvic"]
    for row in figure.rows:
        assert (row["code"],) == cmt_level(names[: row["regions"]]).codes
        assert row["rvu"] == relative_values(row["code"], ON).total()
        assert row["allowed"] == allowed_amount(row["code"], ON, "15202-00", track=TRACK)
    assert pieces(figure) == [
        ("recorded", Decimal("0.80")),
        ("unsupported", Decimal("0.80")),
        ("unsupported", Decimal("1.15")),
        ("unsupported", Decimal("1.15")),
        ("unsupported", Decimal("1.49")),
    ]
    words = " ".join(one["text"] for one in drawn(figure) if "text" in one)
    assert words.count("$") == 1, "no amount for what is not in the record"


# -- payers, years, places


def test_payers_drawn_are_what_the_rules_answer():
    figure = payers_chart(by_payer(DESK, track=TRACK))
    for row, one in zip(figure.rows, by_payer(DESK, track=TRACK), strict=True):
        claim = code_visit(DESK.under(one.name))
        assert row["allowed"] == price(claim, track=TRACK).total
        assert row["total"] == sum(
            relative_values(line.code, ON).total() * line.units for line in claim.lines
        )
    assert ("not_covered", Decimal("0.98")) in pieces(figure)
    assert "a private payer has its own" in figure.vintage


def total_or_none(number, day):
    """Ask the rule for a total; None where that year has no row of the code."""
    try:
        return relative_values(number, day).total()
    except NotInDataError:
        return None


@pytest.mark.parametrize("name", ["desk_worker", "two_therapies", "medicare_neck"])
def test_years_drawn_are_what_the_rules_answer_and_what_is_not_held_stays_blank(name):
    given = example_visit(name)
    figure = years_chart(by_year(given), "2020")
    points = {one["year"]: one for one in drawn(figure) if "rvu" in one}
    for row in figure.rows:
        year = int(row["label"])
        claim = code_visit(visit_on(given, given.date_of_service.replace(year=year)))
        amount = price(claim, track=TRACK if has_tracks(claim.on) else None).total
        assert row["allowed"] == amount
        assert points[row["label"]]["dollars"] == (None if amount is None else float(amount))
        each = [total_or_none(line.code, claim.on) for line in claim.lines]
        if None in each:
            assert (row["total"], points[row["label"]]["rvu"]) == (None, None)
            continue
        assert row["total"] == sum(one * line.units for one, line in zip(each, claim.lines, strict=True))
        assert points[row["label"]]["rvu"] == float(row["total"])
    assert [year for year, one in points.items() if one["chosen"]] == ["2020"]


def test_places_drawn_are_what_the_rules_answer_lowest_first():
    figure = FIGURES["places"]()
    points = [one for one in drawn(figure) if "rank" in one]
    amounts = sorted(row["allowed"] for row in figure.rows)
    assert [one["dollars"] for one in sorted(points, key=lambda one: one["rank"])] == [
        float(a) for a in amounts
    ]
    ohio = next(row for row in figure.rows if row["label"] == "Ohio, OH")
    assert ohio["allowed"] == price(code_visit(DESK), "15202-00", track=TRACK).total
    assert {one["label"].rpartition(" ")[0] for one in points if one["named"]} >= {
        "Ohio, OH",
        "the national example",
    }


def test_without_local_indices_there_is_nothing_to_compare():
    with pytest.raises(CpteduError, match="a local index for this date is not held"):
        localities_chart(by_locality(visit_on(DESK, date(2016, 3, 4))))


# -- then and now


def test_ratios_drawn_are_what_the_rules_answer_and_the_articles_stand_apart():
    figure = FIGURES["ratios"]()
    for row in figure.rows:
        if row["said_by"] == "the article":
            assert row["year"] == "not confirmed"
            continue
        ours, theirs = (total_or_none(n, f"{row['year']}-07-01") for n in row["pair"].split(" to "))
        assert (row["rvu"], row["other_rvu"]) == (ours, theirs)
    shown = [one for one in drawn(figure) if "when" in one and "tip" in one]
    assert sorted(one["value"] for one in shown) == sorted(
        float(row["ratio"]) for row in figure.rows if row["said_by"] == "CMS" and row["ratio"] is not None
    )
    strip, main = figure.chart.to_dict()["hconcat"]
    assert [one["value"] for one in strip["data"]["values"]] == [111.4, 80.4]
    assert "year not confirmed" in figure.source
    assert "line" in {layer["mark"]["type"] for layer in main["layer"]}
    assert "line" not in {layer["mark"]["type"] for layer in strip["layer"]}


def test_dollars_drawn_are_what_the_rules_answer():
    figure = FIGURES["dollars"]()
    for row in figure.rows:
        if row["code"] != "conversion factor":
            if row["rvu"] is None:
                assert total_or_none(row["code"], row["from_day"]) is None
                continue
            if row["dollars"] is None:
                with pytest.raises(NotInDataError, match=re.escape(row["says"])):
                    allowed_amount(row["code"], row["from_day"], "national")
                continue
            track = TRACK if has_tracks(date.fromisoformat(row["from_day"])) else None
            assert row["dollars"] == allowed_amount(row["code"], row["from_day"], "national", track=track)
    shown = [one["value"] for one in drawn(figure) if "when" in one and "tip" in one]
    assert sorted(shown) == sorted(float(row["share"]) for row in figure.rows if row["share"])
    assert "the factor is the non-APM one" in figure.vintage
    assert "the factor is the APM one" in dollars_chart(dollars_over_the_years(["97112"], "apm")).vintage
    assert "98940, 98941: Medicare paid spinal adjustments 2 percent less" in figure.vintage
