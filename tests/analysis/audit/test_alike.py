"""Visits that are alike are worked out once, and what is said of one of them never tells of the day of another."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from analysis.audit.test_judged import CLAIMS, against, claim
from hypothesis import given
from hypothesis import strategies as st
from strategies import ON

from cptedu.analysis.audit import alike as alike_module
from cptedu.analysis.audit.alike import Judge, alike, in_one_order, judged_alike, span_around
from cptedu.analysis.audit.judged import judged
from cptedu.engine import lines as engine_lines
from cptedu.facts.days_told import day_in_words
from cptedu.facts.tables import data_folder, rows
from cptedu.model import Verdict
from cptedu.payers import load_payer, payer
from cptedu.rules.said import Said

DAYS_SINCE = st.sampled_from([None, 1, 30, 3 * 365, 3 * 365 + 1, 3 * 365 + 2, 2000])


@given(
    st.lists(CLAIMS, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 40), DAYS_SINCE), min_size=1, max_size=3),
)
def test_a_judge_that_has_seen_alike_visits_says_what_one_that_has_not_says(drawn, later):
    judge = Judge()
    for one in drawn:
        for after, since in ((0, 30), *later):
            on = one.on + timedelta(days=after)
            moved = replace(one, on=on, last_seen=None if since is None else on - timedelta(days=since))
            assert judge.judged(moved) == judged(in_one_order(moved))


def day_of(span, share):
    """Give a day of a span; of one without a beginning or an end a day of its last or first twenty years."""
    first, last = span
    first = max(first, min(last, ON) - timedelta(days=7_000))
    last = min(last, first + timedelta(days=7_000))
    return first + timedelta(days=round(share * (last - first).days))


@given(CLAIMS, st.floats(0, 1), DAYS_SINCE)
def test_any_two_days_between_which_nothing_changes_are_worked_out_once_and_told_as_alone(
    drawn, share, since
):
    other = day_of(span_around(drawn.on, drawn.payer), share)
    judge = Judge()
    kinds_of_patients = set()
    # The eldest visit of such a span and the newest one, so that each has what the other leaves it.
    for on in sorted({drawn.on, other}):
        seen = None if since is None else on - timedelta(days=since)
        moved = replace(drawn, on=on, last_seen=seen)
        assert judge.judged(moved) == judged(in_one_order(moved))
        kinds_of_patients.add(in_one_order(moved).last_seen and is_of_three_years(seen, on))
    assert judge.worked_out == len(kinds_of_patients)


def is_of_three_years(seen, on):
    """Say whether a day is no more than three years ago: as many days as that may be, or one too many, by the calendar."""
    return (seen.year + 3, seen.month, seen.day) >= (on.year, on.month, on.day)


@given(CLAIMS, DAYS_SINCE)
def test_no_rule_of_the_course_reads_the_day_of_a_log(drawn, since):
    logged = replace(drawn, last_seen=None if since is None else drawn.on - timedelta(days=since))
    assert judged_alike(alike(in_one_order(logged))) is not None


def swallowing(ask):
    def planted(record):
        with suppress(Exception):
            return ask(record)
        return "some day"

    return planted


def halves(record):
    first_of_half = date(record.on.year, 7, 1)
    return "the first half" if record.on < first_of_half else "the second half"


@cache
def weekday(on):
    return f"{on:%A}"


WAYS_OF_TELLING_A_DAY = {
    "as it is": lambda record: f"{record.on}",
    "as text": lambda record: str(record.on),
    "as its figures": lambda record: f"{record.on.month}/{record.on.day}",
    "as a table has it": lambda record: record.visit.date_of_service.isoformat(),
    "by its weekday": lambda record: record.on.strftime("%A"),
    "by its weekday, kept": lambda record: weekday(record.on),
    "by how long ago it was": lambda record: f"{(date(2030, 1, 1) - record.on).days} days",
    "by the day after it": lambda record: str(record.on + timedelta(days=1)),
    "for a program": lambda record: repr(record.on),
    "by a day of nobody's tables": lambda record: "early" if record.on < date(2026, 2, 11) else "late",
    "by a day that it is": lambda record: "the tenth" if record.on == date(2026, 2, 10) else "another",
    "by a day reckoned from it": halves,
    "by a day among several": lambda record: str(min(record.on, date(2026, 2, 11)).day),
    "though it is refused": swallowing(lambda record: str(record.on)),
    "in words": lambda record: day_in_words(record.on),
    "the one before": lambda record: str(record.visit.last_seen),
    "the one before, in words": lambda record: day_in_words(record.visit.last_seen),
    "how long after the one before": lambda record: str(record.on - record.visit.last_seen),
    "which of them was first": lambda record: str(record.visit.last_seen < record.on),
}


@pytest.mark.parametrize("where", ["says", "vintage"])
@pytest.mark.parametrize("way", WAYS_OF_TELLING_A_DAY)
def test_a_rule_that_tells_a_day_in_whatever_way_tells_nobody_the_day_of_another(way, where, monkeypatch):
    def planted(record):
        words = {"says": "Said.", where: WAYS_OF_TELLING_A_DAY[way](record)}
        return Said("planted", Verdict.NOT_SUPPORTED, sources=("cptedu-inference",), **words)

    monkeypatch.setattr(engine_lines, "claim_form", planted)
    judge = Judge()
    for day in (9, 10, 11, 12):
        on = date(2026, 2, day)
        one = claim(["98940"], ("99213", 1, ("25",)), on=on, last_seen=date(2026, 1, day))
        alone = judged(in_one_order(one))
        assert "planted" in [told.rule for told in alone.told]
        assert judge.judged(one) == alone


def test_words_of_a_day_that_are_rewritten_tell_the_day_of_their_own_visit_all_the_same(monkeypatch):
    def planted(record):
        says = f"On {day_in_words(record.on)}.".replace("February", "Feb.").upper()
        return Said("planted", Verdict.NOT_SUPPORTED, says, ("cptedu-inference",))

    monkeypatch.setattr(engine_lines, "claim_form", planted)
    judge = Judge()
    said = [judge.judged(claim(["98940"], on=date(2026, 2, day))).told[0].says for day in (9, 10)]
    assert said == ["ON February 9, 2026.", "ON February 10, 2026."]


def test_what_gets_around_the_refusal_finds_no_day_of_a_patient(monkeypatch):
    def planted(record):
        return Said("planted", Verdict.NOT_SUPPORTED, date.isoformat(record.on), ("cptedu-inference",))

    monkeypatch.setattr(engine_lines, "claim_form", planted)
    kind = alike(claim(["98940"], on=date(2026, 2, 10)))
    [said] = [told.says for told in judged_alike(kind).told if told.rule == "planted"]
    assert said == date.min.isoformat()


def test_of_years_without_limits_each_answer_tells_its_own_day_and_is_worked_out_once():
    judge = Judge()
    days = [date(2022, 3, day) for day in (1, 2, 3)]
    told = [" ".join(one.says for one in judge.judged(claim(["98940"], on=on)).told) for on in days]
    assert judge.worked_out == 1
    for on, says in zip(days, told, strict=True):
        named = set(re.findall(r"March \d+, 2022", says))
        assert named == {day_in_words(on)}


def test_a_log_that_has_what_stands_for_a_day_in_its_own_cells_is_judged_by_itself():
    marked = claim(["98940"], ("\ufdd0", 1, ()))
    assert alike(marked) is None
    judge = Judge()
    assert judge.judged(marked) == judged(in_one_order(marked))
    assert alike(claim(["98940"], diagnoses=("\ufdd1",))) is None


@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_lines_of_different_codes_changes_nothing(logged, drawn):
    lines = {code: [line for line in logged.lines if line[0] == code] for code, *_ in logged.lines}
    order = list(lines)
    drawn.shuffle(order)
    other = replace(logged, lines=tuple(line for code in order for line in lines[code]))
    assert Judge().judged(other) == Judge().judged(logged)


def test_visits_that_are_alike_are_worked_out_once():
    judge = Judge()
    for day in (3, 4, 5):
        judge.judged(claim(["98940"], on=date(2026, 3, day)))
    assert (judge.asked, judge.worked_out) == (3, 1)
    judge.judged(claim(["98940"], on=date(2026, 7, 1)))
    judge.judged(claim(["98941"], on=date(2026, 3, 5)))
    assert judge.worked_out == 3


def test_a_quarter_in_which_nothing_else_changes_parts_no_visits():
    judge = Judge()
    found = [judge.judged(claim(["98940"], ["97112"], on=day)) for day in (ON, date(2026, 4, 1), ON)]
    assert judge.worked_out == 1
    assert found[0] == found[1] == found[2]


def test_when_a_patient_was_last_seen_matters_as_far_as_it_makes_a_new_patient():
    judge = Judge()
    for since in (10, 20, 900):
        judge.judged(claim(["98940"], ("99213", 1, ("25",)), last_seen=ON - timedelta(days=since)))
    assert judge.worked_out == 1
    judge.judged(claim(["98940"], ("99213", 1, ("25",)), last_seen=ON - timedelta(days=2000)))
    assert judge.worked_out == 2


def days_around_every_day_that_is_held():
    """Give each day that any table names, and the day before and after it."""
    cells = {cell for path in data_folder().glob("*.csv") for row in rows(path.name) for cell in row.values()}
    named = {date.fromisoformat(cell) for cell in cells if cell and re.fullmatch(r"\d{4}-\d\d-\d\d", cell)}
    return sorted({day + timedelta(days=beside) for day in named for beside in (-1, 0, 1)})


RICH = [
    (("98941", 1, ()), ("97112", 2, ("59",)), ("97140", 1, ()), ("99213", 1, ())),
    (("98943", 9, ("51",)), ("97012", 1, ("GP",)), ("99203", 1, ("25",)), ("97124", 9, ("XS",))),
]


@pytest.mark.parametrize("lines", RICH)
@pytest.mark.parametrize("payer_name", ["medicare", "commercial_ncci", "workers_comp_minnesota"])
def test_whatever_began_or_ended_since_an_alike_visit_it_is_judged_as_by_itself(payer_name, lines):
    judge = Judge()
    diagnoses = ("M54.5", "M99.01", "M54.50", "G54.2")
    for on in days_around_every_day_that_is_held():
        one = claim(*lines, payer=payer_name, on=on, diagnoses=diagnoses)
        assert judge.judged(one) == judged(replace(one, lines=tuple(sorted(one.lines))))
    assert judge.worked_out < judge.asked


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        *((column, [15]) for column in ("effective_from", "release_from", "begins")),
        ("effective_to", [16]),
        *((column, [15, 16]) for column in ("deleted_on", "a_column_to_come")),
    ],
)
def test_a_day_in_a_table_parts_the_days_as_its_column_says(column, changes, tmp_path, monkeypatch):
    (tmp_path / "one.csv").touch()
    monkeypatch.setattr(alike_module, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(alike_module, "rows", lambda _name: ({column: "1990-06-15", "source": "x"},))
    monkeypatch.setattr(alike_module, "_days_of_tables", alike_module._days_of_tables.__wrapped__)
    found = alike_module._changes(payer("cash"))
    assert [day.day for day in found if (day.year, day.month) == (1990, 6)] == changes


def test_a_period_ends_where_a_table_does():
    assert span_around(date(2024, 12, 31), "medicare") != span_around(date(2025, 1, 1), "medicare")
    assert span_around(date(2020, 12, 31), "cash") != span_around(date(2021, 1, 1), "cash")
    assert span_around(date(2026, 2, 3), "cash") == span_around(date(2026, 2, 4), "cash")


def test_a_choice_may_begin_on_the_last_day_of_all(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "never_begins"\nlike = "commercial_ncci"\n[gp_on_therapy]\nvalue = true\nsince = 9999-12-31\nbefore = false\n'
    )
    load_payer(own)
    on = date(2026, 3, 4)
    assert span_around(on, "never_begins") == span_around(on, "commercial_ncci")
    assert against(Judge().judged(claim(["97110"], payer="never_begins", on=on))) == []


def test_a_period_ends_where_a_payer_chooses_anew(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "changes_in_february"\nlike = "commercial_ncci"\n[gp_on_therapy]\nvalue = true\nsince = 2026-02-15\n'
        "before = false\n"
    )
    load_payer(own)
    days = [date(2026, 2, 14), date(2026, 2, 15)]
    assert span_around(days[0], "changes_in_february") != span_around(days[1], "changes_in_february")
    judge = Judge()
    said = [judge.judged(claim(["97110"], payer="changes_in_february", on=day)) for day in days]
    assert [against(one) for one in said] == [[], [("97110", "modifiers")]]
