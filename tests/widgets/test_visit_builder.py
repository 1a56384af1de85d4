"""The visit builder's traits: what is put into the form, the claim that follows, undo, files and the body."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import any_visit_dicts, service

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.explain import claim_as_html
from cptedu.facts.codes import codes
from cptedu.facts.regions import places, regions
from cptedu.learn.cases import case
from cptedu.model import Visit
from cptedu.payers import load_payer
from cptedu.visit_file import load_visit, save_visit, visit_from_dict
from cptedu.widgets.kit.plain import plain
from cptedu.widgets.visit_builder import VisitBuilder

DESK_WORKER = {
    "date_of_service": "2026-03-04",
    "payer": "commercial_ncci",
    "adjusted": ["C5", "T4"],
    "services": [service("balance")],
}


@pytest.fixture
def builder(tmp_path):
    return VisitBuilder(DESK_WORKER, folder=tmp_path)


def ask(builder, **content):
    """Do what a click in the browser sends."""
    builder._asked(builder, content, [])


def lines(builder):
    return [(line.code, line.units, line.modifiers) for line in builder.claim.lines]


# -- what goes in


def test_a_mapping_a_visit_and_nothing_are_all_a_start(tmp_path):
    from_dict = VisitBuilder(DESK_WORKER, folder=tmp_path)
    from_visit = VisitBuilder(Visit.from_dict(DESK_WORKER), folder=tmp_path)
    assert lines(from_dict) == lines(from_visit) == [("98940", 1, ()), ("97112", 1, ("59",))]
    empty = VisitBuilder(folder=tmp_path)
    assert (empty.visit, empty.claim, empty.claim_html) == ({}, None, "")
    assert empty.problem == "Choose the date of service and the payer. Neither is ever assumed."


def test_what_a_lesson_gets_wrong_is_an_error_at_once():
    with pytest.raises(CpteduError, match="medicaer"):
        VisitBuilder({"date_of_service": "2026-03-04", "payer": "medicaer"})
    with pytest.raises(CpteduError, match="Did you mean 'adjusted'"):
        VisitBuilder({"adjust": ["C5"]})
    with pytest.raises(CpteduError, match="set of keys"):
        VisitBuilder(["C5"])
    assert VisitBuilder({"payer": "medicare"}).problem.startswith("Choose the date of service.")


@given(any_visit_dicts())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_visit_the_form_shows_what_the_rules_say(given):
    builder = VisitBuilder({"date_of_service": "2026-03-04", "payer": "medicare"})
    builder.visit = given
    json.dumps(builder.visit)
    try:
        claim = code_visit(visit_from_dict(given))
    except CpteduError:
        assert builder.problem
        return
    assert builder.problem == ""
    assert builder.claim == claim
    assert builder.as_visit() == claim.visit
    assert builder.answered == builder.visit
    assert len(builder.outcomes) == len(claim.visit.services)
    billed = [one["says"].startswith("on the claim") for one in builder.outcomes]
    assert sum(billed) >= len([line for line in claim.lines if line.minutes is not None])


def test_the_claim_is_the_one_that_is_told_everywhere_without_its_style(builder):
    told = claim_as_html(builder.claim, heading=4, alone=False)
    assert re.sub("<[^>]*>", "", builder.claim_html) == re.sub(
        "<style>.*?</style>|<[^>]*>", "", told, flags=re.S
    )
    assert "<style" not in builder.claim_html


def test_what_is_typed_is_never_markup(builder):
    builder.visit = builder.visit | {"title": "<script>alert(1)</script>"}
    assert "<script" not in builder.claim_html
    assert "&lt;script&gt;" in builder.claim_html


def test_the_summary_says_lines_and_what_is_left_off(builder):
    assert builder.summary == "On the claim: 98940, 1 unit; 97112 with 59, 1 unit."
    builder.visit = builder.visit | {"services": [service("balance", regions=["cervical"])]}
    assert builder.summary == "On the claim: 98940, 1 unit. Not billed: what was done, not supported."
    assert builder.outcomes == [{"verdict": "not_supported", "says": "not billed: not supported"}]
    builder.visit = builder.visit | {"adjusted": [], "services": []}
    assert builder.summary == "On the claim: nothing."


# -- what is offered


def test_purposes_are_offered_in_plain_words_and_never_beside_a_code(builder):
    offered = builder.choices["purposes"]
    assert [one["word"] for one in offered] == sorted(one["word"] for one in offered)
    assert not any(number in json.dumps(offered) for number in codes())


def test_every_bone_of_the_spine_and_every_region_is_a_chip(builder):
    chips = [chip["id"] for row in builder.choices["chips"] for chip in row["chips"]]
    bones = [p.id for p in places() if re.fullmatch(r"C[0-7]|T\d+|L\d", p.id)]
    assert set(chips) >= {*bones, *(region.name for region in regions()), "sacrum", "coccyx"}
    assert len(chips) == len(set(chips))


@pytest.mark.parametrize(
    ("named", "chip"),
    [
        ("c5", "C5"),
        ("right C5", "C5"),
        ("Left SI", "left sacroiliac"),
        ("SI", "SI"),
        ("shoulder", "shoulder"),
        ("left shoulder", "left shoulder"),
        ("lower extremities", "lower_extremities"),
        ("Cx", "Cx"),
    ],
)
def test_a_name_lights_the_chip_that_means_the_same(builder, named, chip):
    builder.visit = builder.visit | {"adjusted": [named]}
    assert builder.chip_of[named] == chip


def test_every_example_can_be_coded(builder):
    offered = builder.choices["examples"]
    assert len(offered) > 6
    for one in offered:
        ask(builder, do="example", name=one["value"])
        assert builder.problem == ""
        assert builder.claim == code_visit(builder.as_visit())
        assert builder.visit["title"] == one["word"]
        assert one["word"] in builder.note["says"]


def test_a_visit_is_built_from_scratch_and_the_one_before_comes_back(builder):
    before = builder.visit
    assert before
    assert builder.claim_html
    ask(builder, do="empty")
    assert (builder.visit, builder.file, builder.claim_html, builder.claim) == ({}, "", "", None)
    assert builder.problems["visit"].startswith("Choose the date of service and the payer")
    builder.undo()
    assert builder.visit == before
    assert builder.claim == code_visit(builder.as_visit())


def test_the_claim_of_another_visit_never_stands_beside_a_form_that_cannot_be_read(tmp_path):
    builder = VisitBuilder(folder=tmp_path)
    builder.visit = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]}
    assert builder.claim_html
    brought_back = {"date_of_service": "2025-03-04", "payer": "medicare", "session_minutes": -5}
    builder.visit = brought_back
    assert builder.problem
    assert (builder.claim_html, builder.summary, builder.claim) == ("", "", None)


def test_a_payer_that_was_loaded_can_be_chosen(builder, tmp_path):
    (tmp_path / "own.toml").write_text('name = "own_plan"\nlabel = "Our plan"\nlike = "commercial_ncci"\n')
    says = load_payer(tmp_path / "own.toml").says
    offered = VisitBuilder(folder=tmp_path).choices["payers"]
    assert {"value": "own_plan", "word": "Our plan", "says": says} in offered
    assert "own.toml" in says


# -- what goes wrong


@pytest.mark.parametrize(
    ("change", "group", "words"),
    [
        ({"diagnoses": [7]}, "diagnoses", "Write it as M99.01"),
        ({"part": ["P", "Q"]}, "record", "'Q'"),
        ({"xray_on": "someday"}, "record", "someday"),
        ({"evaluation": {"code": "97112"}}, "evaluation", "not an evaluation"),
        ({"services": [service(), service(minutes=-5)]}, "service-1", "-5"),
        ({"services": [service(code="98940")]}, "service-0", "follows from adjusted"),
        ({"last_seen": "2027-01-01"}, "visit", "after the date of service"),
        ({"session_minutes": 9999}, "visit", "9999"),
    ],
)
def test_a_fault_is_told_where_it_stands_and_the_last_claim_stays(builder, change, group, words):
    before = (builder.claim, builder.claim_html, builder.summary)
    builder.visit = builder.visit | change
    assert list(builder.problems) == [group]
    assert words in builder.problems[group]
    assert builder.problem == builder.problems[group]
    assert not builder.problem.startswith("Service 1:")
    assert (builder.claim, builder.claim_html, builder.summary) == before
    with pytest.raises(CpteduError, match=re.escape(builder.problem)):
        builder.as_visit()
    assert builder.as_text().splitlines()[1] == f"To mend: {builder.problem}"
    builder.undo()
    assert (builder.problems, builder.problem) == ({}, "")


def test_several_faults_are_told_at_once(builder):
    builder.visit = {"adjusted": ["Cx"], "diagnoses": [7], "services": [service(minutes=-5)]}
    assert set(builder.problems) == {"visit", "adjusted", "diagnoses", "service-0"}


@pytest.mark.parametrize(
    ("change", "group", "written", "words"),
    [
        ({"adjusted": ["C5", "Cx"]}, "adjusted", "Cx", "is not a known bone"),
        ({"adjusted": ["C5", "lumbosacral"]}, "adjusted", "lumbosacral", "more than one region"),
        ({"findings": {"nowhere": "tender"}}, "adjusted", "nowhere", "is not a known bone"),
        ({"diagnoses": ["xx"]}, "diagnoses", "xx", "Write it as M99.01"),
        ({"diagnoses": ["M54.99"]}, "diagnoses", "M54.99", "does not know"),
        ({"diagnoses": ["M54.5"]}, "diagnoses", "M54.5", "is a heading"),
        ({"services": [service(regions=["Cx"])]}, "service-0", "Cx", "is not a known bone"),
        ({"services": [service(code="9711O")]}, "service-0", "9711O", "9711O"),
        ({"evaluation": {"code": "9921E"}}, "evaluation", "9921E", "9921E"),
    ],
)
def test_what_is_not_understood_is_marked_where_it_stands_and_the_claim_asks_about_it(
    builder, change, group, written, words
):
    before = builder.claim.findings
    builder.visit = builder.visit | change
    assert list(builder.problems) == [group]
    assert written in builder.problems[group]
    assert words in builder.problems[group]
    assert builder.problem == ""
    assert builder.claim == code_visit(builder.as_visit())
    assert any(written in finding.says for finding in builder.claim.findings if finding not in before)
    builder.undo()
    assert (builder.problems, builder.problem) == ({}, "")


def test_a_diagnosis_is_looked_at_on_the_day_of_the_visit_and_without_a_day_not_at_all(builder):
    builder.visit = {"diagnoses": ["M54.5"]}
    assert list(builder.problems) == ["visit"]
    builder.visit = {"date_of_service": "2020-03-04", "payer": "commercial_ncci", "diagnoses": ["M54.5"]}
    assert builder.problems == {}


# -- undo and redo


def test_each_change_can_be_taken_back_and_made_again(builder):
    first = builder.visit
    builder.visit = first | {"payer": "medicare"}
    builder.visit = builder.visit | {"care": "maintenance"}
    builder.undo()
    assert builder.visit == first | {"payer": "medicare"}
    ask(builder, do="undo")
    assert (builder.visit, builder.can_undo, builder.can_redo) == (first, False, True)
    assert lines(builder) == [("98940", 1, ()), ("97112", 1, ("59",))]
    builder.undo()
    ask(builder, do="redo")
    builder.redo()
    assert builder.visit == first | {"payer": "medicare", "care": "maintenance"}
    assert (builder.can_undo, builder.can_redo) == (True, False)
    builder.redo()


def test_a_new_change_ends_what_could_be_made_again(builder):
    builder.visit = builder.visit | {"payer": "medicare"}
    builder.undo()
    builder.visit = builder.visit | {"payer": "federal_va"}
    assert builder.can_redo is False


def test_what_is_typed_into_one_field_in_a_row_is_one_change(builder):
    before = builder.visit
    for typed in ("b", "ba", "balance drill"):
        builder.visit = builder.visit | {"services": [builder.visit["services"][0] | {"activity": typed}]}
    for minutes in (1, 12):
        builder.visit = builder.visit | {"services": [builder.visit["services"][0] | {"minutes": minutes}]}
    builder.undo()
    assert builder.visit["services"][0]["activity"] == "balance drill"
    assert builder.visit["services"][0]["minutes"] == 16
    builder.undo()
    assert builder.visit == before
    builder.visit = builder.visit | {"findings": {}}
    for typed in ("t", "tender"):
        builder.visit = builder.visit | {"findings": {"cervical": typed}}
    builder.undo()
    assert builder.visit["findings"] == {}


# -- files


def test_a_visit_is_saved_and_opened_again(builder, tmp_path):
    ask(builder, do="save", name="monday")
    assert builder.note == {"says": "Saved as monday.toml.", "bad": False}
    assert (builder.file, builder.files) == ("monday.toml", ["monday.toml"])
    assert load_visit(tmp_path / "monday.toml") == builder.as_visit()
    saved = builder.visit
    builder.visit = builder.visit | {"payer": "medicare"}
    ask(builder, do="load", name="monday.toml")
    assert builder.note["says"] == "Opened monday.toml."
    assert visit_from_dict(builder.visit) == visit_from_dict(saved)
    builder.undo()
    assert builder.visit["payer"] == "medicare"


def test_another_file_is_replaced_only_when_asked_twice(builder, tmp_path):
    save_visit(case("medicare-active").visit, tmp_path / "monday.toml")
    kept = (tmp_path / "monday.toml").read_text()
    ask(builder, do="save", name="monday.toml")
    assert builder.note == {
        "says": "monday.toml is already there. Press Save once more to replace it.",
        "bad": True,
    }
    assert (tmp_path / "monday.toml").read_text() == kept
    ask(builder, do="save", name="monday.toml")
    assert builder.note["says"] == "Saved as monday.toml."
    builder.visit = builder.visit | {"care": "active"}
    ask(builder, do="save", name="monday.toml")
    assert builder.note["says"] == "Saved as monday.toml."
    assert load_visit(tmp_path / "monday.toml").care == "active"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the file a name"),
        ("   ", "Give the file a name"),
        ("../elsewhere", "outside this folder"),
        ("/etc/visit", "outside this folder"),
        ("what?", "cannot be a file name"),
        ("nul\0", "cannot be a file name"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_in_plain_words(builder, tmp_path, name, words):
    for do in ("save", "load"):
        ask(builder, do=do, name=name)
        assert builder.note["bad"]
        assert words in builder.note["says"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_visit_changes_nothing(builder, tmp_path):
    (tmp_path / "shopping.toml").write_text('milk = "two"')
    (tmp_path / "torn.toml").write_text("payer = ")
    before = builder.visit
    for name, words in (
        ("shopping.toml", "milk"),
        ("torn.toml", "torn.toml, line 1: this line cannot be read"),
        ("gone.toml", "cannot be read"),
    ):
        ask(builder, do="load", name=name)
        assert builder.note["bad"]
        assert words in builder.note["says"]
    assert (builder.visit, builder.can_undo) == (before, False)
    ask(builder, do="files")
    assert builder.files == ["shopping.toml", "torn.toml"]


def test_a_visit_with_a_fault_is_not_saved(builder, tmp_path):
    builder.visit = builder.visit | {"diagnoses": [7]}
    ask(builder, do="save", name="monday")
    assert builder.note["bad"]
    assert list(tmp_path.iterdir()) == []


# -- the body


def test_what_is_marked_on_the_body_is_in_the_visit(builder):
    ask(builder, do="body", layer="adjusted", service=0)
    assert builder.body.adjusted == ["C5", "T4"]
    assert builder.body.exercised == ["lower_extremities"]
    assert builder.body.reading["line"] == "98940 + 97112-59"
    builder.body.adjusted = [*builder.body.adjusted, "L5"]
    assert builder.visit["adjusted"] == ["C5", "T4", "L5"]
    assert lines(builder)[0][0] == "98941"
    builder.body.exercised = ["C6"]
    assert builder.visit["services"][0]["regions"] == ["C6"]
    assert [code for code, _, _ in lines(builder)] == ["98941"]
    assert "not" in builder.body.reading["says"]
    builder.body.clear()
    assert "adjusted" not in builder.visit
    assert "regions" not in builder.visit["services"][0]
    ask(builder, do="close_body")
    assert builder.body is None
    for _ in range(4):
        builder.undo()
    assert builder.visit == VisitBuilder(DESK_WORKER).visit


def test_each_service_has_its_own_marks_on_the_body(builder):
    builder.visit = builder.visit | {
        "services": [service("balance"), service("strength", regions=["lumbar"])]
    }
    ask(builder, do="body", layer="exercised", service=1)
    assert (builder.body.layer, builder.body.exercised) == ("exercised", ["lumbar"])
    builder.body.exercised = ["lumbar", "right hip"]
    assert [one["regions"] for one in builder.visit["services"]] == [
        ["lower_extremities"],
        ["lumbar", "right hip"],
    ]
    ask(builder, do="body", layer="exercised", service=0)
    assert builder.body.exercised == ["lower_extremities"]


def test_marking_an_exercise_without_a_service_begins_one(builder):
    builder.visit = {"date_of_service": "2026-03-04", "payer": "medicare"}
    builder.open_body("exercised")
    builder.body.exercised = ["left knee"]
    assert builder.visit["services"] == [{"regions": ["left knee"]}]


def test_a_place_that_is_not_known_keeps_the_body_away(builder):
    builder.visit = builder.visit | {"adjusted": ["Cx"]}
    ask(builder, do="body", layer="adjusted", service=0)
    assert builder.body is None
    assert "'Cx'" in builder.note["says"]


def test_an_unfinished_form_still_counts_regions_on_the_body():
    builder = VisitBuilder({"adjusted": ["C5"]})
    builder.open_body()
    assert builder.body.reading["line"] == "98940"


# -- where there are no widgets


def test_a_front_end_without_widgets_shows_the_claim_as_text(builder):
    bundle = builder._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "97112-59 ×1" in data["text/plain"]
    assert repr(builder) == (
        "VisitBuilder(date_of_service='2026-03-04', payer='commercial_ncci', adjusted=['C5', 'T4'], services=1)"
    )
    assert VisitBuilder().as_text().startswith("Visit builder\nChoose the date")


def test_nonsense_from_the_browser_is_passed_over(builder):
    before = builder.visit
    for content in (
        None,
        "undo",
        {},
        {"do": "sing"},
        {"do": "example", "name": "no such case"},
        {"do": "body", "service": "x"},
    ):
        builder._asked(builder, content, [])
    assert builder.visit == before


def test_visits_of_every_case_survive_the_form():
    for name in ("mixed-desk-worker", "medicare-xray", "same-day-second-encounter"):
        visit = case(name).visit
        assert VisitBuilder(visit).as_visit() == visit
        assert json.loads(json.dumps(plain(visit))) == VisitBuilder(visit).visit
