"""Every case is answered by the package as its sources have it, and a faulty case file is told what to mend."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cptedu.errors import CpteduError
from cptedu.facts.sources import known_sources
from cptedu.facts.tables import data_folder
from cptedu.learn.cases import (
    KINDS,
    OPERATIONS,
    TOPICS,
    Case,
    case,
    cases,
    check,
    load_cases,
    load_folder,
    offered,
)
from cptedu.learn.exercises import State, exercise
from cptedu.learn.own_cases import new_case
from cptedu.lesson import Prediction

PUBLISHED = """
CC-002 CC-006 CC-008 CC-009 CC-013 CC-015 CC-016 CC-018 CC-019 CC-026 CC-029 CC-038 CM-001 CM-002 CM-005
CM-014 CM-018 CM-019 EM-002 EM-003 EM-005 EM-006 MC-002 MC-003 MC-012 MC-014 MC-019 MC-021 MC-022 MN-001
MN-007 MN-009 MN-016 MN-017 MP-003 MP-008 MP-009 MP-014 MP-015 RV-002 RV-012 RV-015 RV-016 RV-023 RV-024
RV-025 RV-027 RV-028 UA-005 UA-008 UC-001 UC-003 UC-008 UC-013 UC-017 UC-018 UC-026 UC-027 UC-028 UC-030
UC-033 UC-039 UC-040 UC-044 UX-005 UX-008 UX-010
""".split()  # noqa: SIM905  (67 words read better than 67 lines)

RULES_TESTS = [
    *(f"a-t{n}" for n in range(1, 12)),
    *(f"b-t{n}" for n in range(1, 13)),
    *(f"c-t{n}" for n in range(1, 10)),
    *(f"d-t{n}" for n in range(1, 17)),
    *(f"e-t{n}" for n in range(1, 6)),
    *(f"f-t{n}" for n in range(1, 6)),
    *(f"g-t{n}" for n in range(1, 6)),
]

GOOD = """\
# Cases of a seminar
[[case]]
id = "neck"
title = "One bone of the neck"
kind = "visit"
topic = "cmt_level"
question = "C5 is adjusted. Which code?"
explanation = "One region."
[case.visit]
date_of_service = 2026-03-04
payer = "commercial_ncci"
adjusted = ["C5"]
[[case.visit.services]]
purpose = ["balance"]
deficit = "single-leg stance 6 s left, 25 s right"
regions = ["lower_extremities"]
minutes = 16
contact = "one_on_one"
[case.expected]
lines = [{ code = "98940" }, { code = "97112", modifiers = ["59"] }]

[[case]]
id = "minutes"
title = "Two codes"
kind = "units"
topic = "timed_units"
question = '''
How many units?
[[case]]
id = "not a case, only text"
'''
explanation = "Pooled."
[case.given]
method = "cms_total_time"
minutes = { 97110 = 33, 97140 = 7 }
[case.expected]
units = { 97110 = 2, 97140 = 1 }
total = 3

[[case]]
id = "fact"
title = "A fact"
kind = "fact"
topic = "medicare"
question = "Which?"
explanation = "That one."
choices = ["this", "that"]
answer = 2
"""


@pytest.fixture
def write(tmp_path):
    def write_file(written: str, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_text(written, encoding="utf-8")
        return path

    return write_file


def told(path: Path) -> str:
    with pytest.raises(CpteduError) as raised:
        load_cases(path)
    return str(raised.value)


# ---- the shipped cases


@pytest.mark.parametrize("asked", cases(), ids=lambda asked: asked.id)
def test_the_package_arrives_at_the_answer(asked: Case) -> None:
    outcome = check(asked)
    assert outcome.passes, outcome.says


def test_ids_are_unique_and_every_file_is_read() -> None:
    listed = [one.id for one in cases()]
    assert len(listed) == len(set(listed))
    assert {one.file for one in cases()} == {path.name for path in (data_folder() / "cases").glob("*.toml")}


def test_every_case_names_sources_that_are_held() -> None:
    held = set(known_sources())
    assert not [one.id for one in cases() if not one.sources or not set(one.sources) <= held]


def test_every_published_question_is_present_once_or_in_parts() -> None:
    assert len(PUBLISHED) == len(set(PUBLISHED)) == 67
    assert {one.published_id for one in cases() if one.published_id} == set(PUBLISHED)
    assert all((one.origin == "published") == bool(one.published_id) for one in cases())


def test_disputed_published_questions_say_why_they_differ() -> None:
    disputed = {one.published_id for one in cases() if one.disputed and one.origin == "published"}
    assert disputed == {"CC-016", "CC-038", "CM-018", "MN-007", "RV-023", "UA-008", "UC-030"}
    assert all(one.why_published_differs for one in cases() if one.published_id in disputed and one.disputed)


@pytest.mark.parametrize("name", RULES_TESTS)
def test_every_worked_test_of_the_rules_is_a_case(name: str) -> None:
    assert [one.id for one in cases() if one.id == name or one.id.startswith(f"{name}-")]


def test_every_topic_and_kind_is_practised() -> None:
    assert len(cases()) >= 170
    assert all(len(cases(topic=topic)) >= 10 for topic in TOPICS)
    assert all(cases(kind=kind) for kind in KINDS)
    assert {one.difficulty for one in cases()} == {1, 2, 3}
    assert {one.given["operation"] for one in cases(kind="arithmetic")} == set(OPERATIONS)


def test_a_published_visit_says_what_was_filled_in() -> None:
    assert not [one.id for one in cases(kind="visit") if one.published_id and not one.assumed]


def test_titles_tell_cases_apart() -> None:
    assert len({one.title for one in cases()}) == len(cases())


def test_cases_can_be_asked_for_by_topic_and_kind() -> None:
    some = cases(topic="timed_units", kind="visit")
    assert some
    assert {(one.topic, one.kind) for one in some} == {("timed_units", "visit")}
    with pytest.raises(CpteduError, match="Did you mean 'medicare'"):
        cases(topic="medicaer")
    with pytest.raises(CpteduError, match="not a known kind of case"):
        cases(kind="vist")
    with pytest.raises(CpteduError, match="Did you mean 'b-t3-cms'"):
        case("b-t3-cmd")


def test_a_case_cannot_be_changed() -> None:
    one = case("b-t3-cms")
    with pytest.raises(AttributeError):
        one.title = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        one.expected["total"] = 4  # type: ignore[index]
    assert hash(one) == hash(case("b-t3-cms"))


# ---- an answer that is wrong is seen to be wrong


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('{ code = "98940" }, ', "", "98940"),
        ('modifiers = ["59"]', 'modifiers = ["59", "GP"]', "59 GP"),
        ('{ code = "98940" }', '{ code = "98941" }', "98941"),
        ('{ code = "98940" }', '{ code = "98940", units = 2 }', "98940 ×2"),
        ('{ code = "98940" }', '{ code = "98940", verdict = "contested" }', "contested"),
        ('["59"] }]', '["59"] }]\nunbilled = [{ verdict = "ask" }]', "unbilled"),
        ("units = { 97110 = 2, 97140 = 1 }", "units = { 97110 = 1, 97140 = 2 }", "97140=2"),
        ("total = 3", "total = 3\nalternatives = [{ 97110 = 3 }]", "alternatives"),
    ],
)
def test_a_wrong_answer_does_not_pass(write, right: str, wrong: str, says: str) -> None:
    assert right in GOOD
    outcomes = [check(one) for one in load_cases(write(GOOD.replace(right, wrong)))]
    assert [outcome for outcome in outcomes if not outcome.passes and says in outcome.says]
    assert all(check(one).passes for one in load_cases(write(GOOD)))


def test_exact_false_leaves_other_lines_open(write) -> None:
    loose = GOOD.replace('{ code = "97112", modifiers = ["59"] }]', "]\nexact = false")
    assert check(load_cases(write(loose))[0]).passes
    assert not check(load_cases(write(loose.replace("exact = false", "exact = true")))[0]).passes


def test_a_proposed_claim_is_judged(write) -> None:
    for modifier, passes, wrong in (("59", "true", "[]"), ("25", "false", '["97112"]')):
        proposed = f'proposed = [{{ code = "98940" }}, {{ code = "97112", modifiers = ["{modifier}"] }}]\n'
        written = GOOD.replace('["59"] }]', f'["59"] }}]\npasses = {passes}\nwrong = {wrong}')
        written = written.replace("[case.visit]\n", f"{proposed}[case.visit]\n")
        outcome = check(load_cases(write(written))[0])
        assert outcome.passes, outcome.says
        assert outcome.got["passes"] is (passes == "true")


def test_prices_and_sums_are_compared_exactly(write) -> None:
    written = """
[[case]]
id = "price"
title = "Two lines"
kind = "price"
topic = "rvu_payment"
question = "How much?"
explanation = "The second is reduced."
[case.given]
units = { 97112 = 1, 97110 = 1 }
on = 2026-03-04
locality = "national"
track = "non_apm"
[case.expected]
total = 54.94
lines = { 97110 = "22.21", 97112 = 32.73 }

[[case]]
id = "sum"
title = "A rise"
kind = "arithmetic"
topic = "rvu_payment"
question = "How much?"
explanation = "So much."
given = { operation = "percent_change", start = 0.87, end = 0.98 }
expected = { value = 12.6 }
"""
    assert [check(one).passes for one in load_cases(write(written))] == [True, True]
    off = written.replace("54.94", "54.95").replace("12.6", "12.7")
    assert [check(one).passes for one in load_cases(write(off))] == [False, False]


def test_an_answer_that_the_package_refuses_is_told_in_words(write) -> None:
    outcome = check(load_cases(write(GOOD.replace("97140", "97012")))[1])
    assert not outcome.passes
    assert "97012" in outcome.says


# ---- a case file with a mistake


def test_a_good_file_is_read_with_the_lines_of_its_cases(write) -> None:
    read = load_cases(write(GOOD))
    assert [(one.id, one.line, one.file) for one in read] == [
        ("neck", 2, "mine.toml"),
        ("minutes", 22, "mine.toml"),
        ("fact", 40, "mine.toml"),
    ]
    assert read[0].visit is not None
    assert read[0].visit.date_of_service == date(2026, 3, 4)
    assert (read[0].difficulty, read[0].origin, read[2].answer) == (1, "constructed", 1)
    assert read[1].given["minutes"]["97110"] == 33


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ('topic = "cmt_level"', 'topik = "cmt_level"', 6, "Did you mean 'topic'"),
        ('topic = "cmt_level"', 'topic = "cmt_levle"', 6, "Did you mean 'cmt_level'"),
        ('topic = "cmt_level"', "topic = 5", 6, "topic = 5 will not do; write text in quotation marks"),
        ('kind = "visit"', 'kind = "visits"', 5, "Did you mean 'visit'"),
        ('question = "C5 is adjusted. Which code?"\n', "", 2, "lacks 'question'"),
        ('explanation = "One region."', 'explanation = "  "', 8, "explanation is empty"),
        ('title = "Two codes"', 'title = "Two codes', 24, "a quotation mark is missing"),
        ('payer = "commercial_ncci"', 'payer = "comercial_ncci"', 11, "Did you mean 'commercial_ncci'"),
        ('payer = "commercial_ncci"\n', "", 9, "payer"),
        ('adjusted = ["C5"]', 'adjusted = ["C9"]', 12, "C9"),
        ('adjusted = ["C5"]', 'ajusted = ["C5"]', 12, "Did you mean 'adjusted'"),
        ("minutes = 16", 'minutes = "16"', 17, "minutes"),
        ("minutes = 16", "minuts = 16", 17, "Did you mean 'minutes'"),
        ('["balance"]', '["balence"]', 14, "balance"),
        ('{ code = "98940" }', '{ code = "98949" }', 20, "98949"),
        ('{ code = "98940" }', '{ kode = "98940" }', 20, "Did you mean 'code'"),
        ('{ code = "98940" }', '"98940"', 20, "Write it in braces"),
        ('modifiers = ["59"]', 'modifiers = ["fifty"]', 20, "not a modifier"),
        ('modifiers = ["59"]', 'modifiers = "59"', 20, "a list in square brackets"),
        ('{ code = "98940" }', '{ code = "98940", verdict = "suported" }', 20, "Did you mean 'supported'"),
        ('["59"] }]', '["59"] }]\npasses = true', 21, "add proposed"),
        ('method = "cms_total_time"', 'method = "cms_totaltime"', 34, "Did you mean 'cms_total_time'"),
        ("minutes = { 97110 = 33, 97140 = 7 }", "minutes = 40", 35, "a table"),
        ("97140 = 7 }", '97140 = "7" }', 35, "whole numbers by code"),
        ("97140 = 7 }", "97149 = 7 }", 35, "97149"),
        ("total = 3", "total = 4", 37, "do not add up"),
        ("total = 3\n", "", 36, "lacks 'total'"),
        ("97140 = 1 }", "97112 = 1 }", 37, "units but no minutes"),
        ("answer = 2", "answer = 3", 48, "there are 2 choices"),
        ("answer = 2", 'answer = "those"', 48, "not one of the choices"),
        ('choices = ["this", "that"]', 'choices = ["this", "this"]', 47, "different texts"),
        ('id = "fact"', 'id = "neck"', 41, "called 'neck' already"),
        ('id = "fact"', 'id = "fact"\nsources = ["cpt-tme-rule"]', 42, "Did you mean 'cpt-time-rule'"),
        ('id = "fact"', 'id = "fact"\ndifficulty = 4', 42, "write 1, 2 or 3"),
        ('id = "fact"', 'id = "fact"\norigin = "published"\ndisputed = true', 43, "why_published_differs"),
        ("# Cases of a seminar", 'title = "Mine"', 1, "outside a case"),
    ],
)
def test_a_mistake_is_told_with_its_line(write, right: str, wrong: str, line: int, says: str) -> None:
    assert right in GOOD
    message = told(write(GOOD.replace(right, wrong, 1)))
    told_there = [row for row in message.splitlines() if row.startswith(f"mine.toml, line {line}: ")]
    assert any(says in row for row in told_there), message


def test_all_mistakes_of_a_file_are_told_at_once(write) -> None:
    message = told(write(GOOD.replace("total = 3", "total = 4").replace('payer = "c', 'payer = "k')))
    assert [row.partition(":")[0] for row in message.splitlines()] == [
        "mine.toml, line 11",
        "mine.toml, line 37",
    ]


@pytest.mark.parametrize(
    "written", ["", "# nothing yet\n", "case = 5\n", "case = []\n", "[case]\nid = 'one'\n"]
)
def test_a_file_without_cases_says_how_to_begin_one(write, written: str) -> None:
    assert "[[case]]" in told(write(written))


def test_a_file_that_is_missing_or_no_text_is_refused(write, tmp_path) -> None:
    assert "cannot be read" in told(tmp_path / "none.toml")
    (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00\x80")
    assert "UTF-8" in told(tmp_path / "picture.toml")


def test_a_faulty_file_leaves_the_rest_of_the_folder_usable(write, tmp_path) -> None:
    write(GOOD, "a.toml")
    write(GOOD.replace("total = 3", "total = 4"), "b.toml")
    write(GOOD, "c.toml")
    write(GOOD.replace('id = "', 'id = "other-'), "d.toml")
    folder = load_folder(tmp_path)
    assert [one.file for one in folder.cases] == ["a.toml"] * 3 + ["d.toml"] * 3
    said = [str(error) for error in folder.errors]
    assert [one.partition(",")[0] for one in said] == ["b.toml", "c.toml", "c.toml", "c.toml"]
    assert "is taken by a.toml" in said[1]
    with pytest.raises(CpteduError, match="is not a folder"):
        load_folder(tmp_path / "none")


def test_mangled_files_raise_nothing_but_advice(write) -> None:
    """Change, cut and double pieces of good files at random: the reader answers or advises, whatever it meets."""
    stream = random.Random(20260304)
    pieces = [
        "[",
        "]",
        "{",
        "}",
        "=",
        '"',
        "'''",
        "\n",
        "-1",
        "true",
        "nan",
        "1e999",
        "{}",
        "[[1]]",
        "[[case]]\n",
        "",
    ]
    sources = [GOOD] + [path.read_text(encoding="utf-8") for path in (data_folder() / "cases").glob("*.toml")]
    for _ in range(400):
        written = stream.choice(sources)[:4000]
        for _ in range(stream.randint(1, 4)):
            start = stream.randrange(len(written))
            written = written[:start] + stream.choice(pieces) + written[start + stream.randrange(12) :]
        with suppress(CpteduError):
            assert all(isinstance(check(one).passes, bool) for one in load_cases(write(written)))


def test_values_of_the_wrong_sort_raise_nothing_but_advice(write) -> None:
    """Put every sort of value behind every key in turn."""
    lines = GOOD.splitlines()
    keyed = [n for n, line in enumerate(lines) if " = " in line and not line.startswith("[")]
    for n in keyed:
        key = lines[n].partition(" = ")[0]
        for value in (
            "5",
            "-5",
            "0.5",
            "true",
            '""',
            "[]",
            "[5]",
            "{}",
            "{ a = 5 }",
            "2026-03-04",
            "nan",
            "[[{}]]",
        ):
            changed = "\n".join([*lines[:n], f"{key} = {value}", *lines[n + 1 :]])
            with suppress(CpteduError):
                load_cases(write(changed))


def test_rounding_is_half_up() -> None:
    share = OPERATIONS["product_rounded"](factors=(Decimal("2.675"),))
    assert share == {"value": Decimal("2.68")}


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        ('purpose = ["balance" "movement"]', 1, 'a comma is missing before "movement". Write one between'),
        ('purpose = [\n  "balance"\n  "movement",\n]', 3, 'a comma is missing before "movement"'),
        (
            'lines = [ { code = "98940" } { code = "97112" } ]',
            1,
            'a comma is missing before { code = "97112" }',
        ),
        ("minutes = [15 23]", 1, "a comma is missing before 23"),
        (
            "units = { 97110 = 2 97112 = 1 }",
            1,
            "a comma is missing before 97112. Write one between any two things in braces",
        ),
        (
            'purpose = ["balance", "movement"\nminutes = 16',
            2,
            "the list above is not closed. Write ] at its end.",
        ),
        ('title = "open', 1, "a quotation mark is missing at the end"),
    ],
)
def test_a_comma_or_a_bracket_that_was_forgotten_is_named_by_its_word(tmp_path, written, line, says):
    place = tmp_path / "mine.toml"
    place.write_text(written + "\n", encoding="utf-8")
    with pytest.raises(CpteduError) as told:
        load_cases(place)
    assert str(told.value).startswith(f"mine.toml, line {line}: {says}"), told.value


@pytest.mark.parametrize("written", ["true", "5", '"none"', "{ verdict = 'ask' }"])
def test_expected_findings_that_are_no_list_are_answered_with_their_line(tmp_path, written):
    place = tmp_path / "mine.toml"
    case = new_case(place).read_text(encoding="utf-8")
    place.write_text(
        case.replace("[case.expected]", f"[case.expected]\nfindings = {written}"), encoding="utf-8"
    )
    line = place.read_text(encoding="utf-8").splitlines().index(f"findings = {written}") + 1
    with pytest.raises(CpteduError, match=rf"mine\.toml, line {line}: findings = "):
        load_cases(place)


# ---- the order of what is offered -----------------------------------------------------------------------------------

FACTS = [one for one in cases() if one.kind == "fact"]


def test_where_a_choice_stands_does_not_tell_that_it_is_right():
    places = [offered(one).index(one.choices[one.answer]) for one in FACTS]
    assert len(places) > 40
    assert places.count(0) <= 0.45 * len(places)
    last = [place + 1 == len(one.choices) for place, one in zip(places, FACTS, strict=True)]
    assert sum(last) <= 0.45 * len(places)


@pytest.mark.parametrize("one", FACTS, ids=lambda one: one.id)
def test_the_same_choices_are_offered_as_are_written_and_numbers_by_their_size(one):
    assert sorted(offered(one)) == sorted(one.choices)
    assert offered(replace(one, choices=one.choices[::-1])) == offered(one)
    if all(re.fullmatch(r"[\d.]+", choice) for choice in one.choices):
        assert [float(choice) for choice in offered(one)] == sorted(map(float, one.choices))


@pytest.mark.parametrize("one", FACTS, ids=lambda one: one.id)
def test_an_exercise_and_a_prediction_offer_them_in_that_order_and_any_is_judged_by_its_words(one):
    asked = exercise(f"case/{one.id}")
    assert asked.question.options == offered(one)
    right = [choice for choice in one.choices if asked.check(choice).state is State.RIGHT]
    assert right == [one.choices[one.answer]]
    card = Prediction(case=one.id, said=right[0])
    assert tuple(choice["words"] for choice in card.asked["choices"]) == offered(one)
    assert card.reading["turned"]["how"] == "right"


def test_what_was_tapped_before_is_found_under_the_name_it_had():
    assert (
        Prediction(case="money-share-foretold").name
        == "predict-medicare-allows-38-41-dollars-for-98-f338f355"
    )
