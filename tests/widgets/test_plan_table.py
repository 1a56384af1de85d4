"""The plan table's traits: what a click changes, what then stands beside it, undo, files, and its words."""

import json

import pytest

from cptedu.analysis.plan_file import example_plan, load_plan, plan_from_dict, plan_to_dict
from cptedu.analysis.plan_of_care import episode
from cptedu.charts.plan_of_care import plan_of_care
from cptedu.errors import CpteduError
from cptedu.widgets.kit.kept import kept
from cptedu.widgets.kit.plain import plain
from cptedu.widgets.plan_table import PlanTable
from cptedu.widgets.plan_table.plan_edits import edited, presets


@pytest.fixture
def table(tmp_path):
    return PlanTable("low_back_medicare", folder=tmp_path)


def ask(table, **content):
    """Do what a click in the browser sends."""
    table._asked(table, content, [])


def typed(table, *path, text):
    ask(table, do="type", path=list(path), text=text)


def is_what_the_rules_say(table):
    """The chart, the sums and the text are those of the plan that the table holds."""
    made = episode(plan_from_dict(table.plan))
    assert table.episode == made
    assert table.figure.html() == plan_of_care(made).html()
    assert table.view.html == table.figure.html()
    assert [one["payer"] for one in table.sums] == [
        "no data" if one.payer is None else f"${one.payer:,.2f}" for one in made.by_phase
    ]
    assert len(table.rows) == len(made.plan.phases)


# -- what goes in


def test_a_name_a_plan_and_a_mapping_are_all_a_start():
    made = example_plan("neck_posture_commercial")
    for given in ("neck_posture_commercial", made, plan_to_dict(made)):
        assert PlanTable(given).plan == plain(plan_to_dict(made))
    with pytest.raises(CpteduError, match="example plan"):
        PlanTable("no_such_plan")


def test_what_crosses_to_the_browser_is_plain(table):
    state = {
        name: getattr(table, name)
        for name in ("plan", "rows", "sums", "findings", "amounts", "facts", "choices")
    }
    assert json.loads(json.dumps(state)) == state


# -- changes


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        (["phases", 0, "weeks"], "5", 5),
        (["phases", 0, "visits_per_week"], "0.5", 0.5),
        (["phases", 0, "care"], "maintenance", "maintenance"),
        (["phases", 2, "abn"], "none", "none"),
        (["phases", 0, "session_minutes"], "30", 30),
        (["phases", 0, "diagnoses"], "M99.03, M54.59", ["M99.03", "M54.59"]),
        (["phases", 0, "name"], "first", "first"),
        (["starts_on"], "2026-04-06", "2026-04-06"),
        (["payer"], "federal_va", "federal_va"),
        (["re_evaluation", "every_days"], "14", 14),
        (["contract", "coinsurance"], "20", 0.2),
        (["contract", "copay"], "25", 25),
        (["contract", "maintenance_covered"], "yes", True),
        (["contract", "visits_covered"], "12", 12),
        (["charges", "98940"], "50.5", 50.5),
        (["contract", "allowed", "98940"], "$31.25", 31.25),
    ],
)
def test_what_is_typed_stands_in_the_plan_and_an_empty_field_takes_it_out(table, path, text, value):
    def held():
        found = table.plan
        for key in path:
            found = found[key] if isinstance(found, list) else found.get(key, {})
        return found

    ask(table, do="type", path=path, text=text)
    assert held() == value
    assert table.problems == {}
    is_what_the_rules_say(table)
    ask(table, do="type", path=path, text="")
    assert held() == {}


def test_a_region_and_a_service_are_put_in_and_taken_away(table):
    ask(table, do="region", phase=0, name="pelvic")
    assert table.plan["phases"][0]["adjusted"] == ["L4", "L5"]
    assert table.rows[0]["regions"] == ["lumbar"]
    ask(table, do="region", phase=0, name="cervical")
    assert table.plan["phases"][0]["adjusted"] == ["L4", "L5", "cervical"]
    ask(table, do="service", phase=0, name="balance_leg")
    assert table.plan["phases"][0]["services"] == [presets()["balance_leg"]["service"]]
    assert table.rows[0]["done"] == "cervical, lumbar + balance training, legs, 15 min"
    is_what_the_rules_say(table)
    ask(table, do="service", phase=0, name="balance_leg")
    assert "services" not in table.plan["phases"][0]


def test_a_service_written_in_a_file_is_kept_and_can_be_taken_away(table):
    (own,) = table.rows[1]["services"]
    assert own == {"id": "written-0", "word": "bridges and side planks, 16 min"}
    ask(table, do="service", phase=1, name="lifting")
    assert len(table.plan["phases"][1]["services"]) == 2
    ask(table, do="service", phase=1, name="written-0")
    assert [one["id"] for one in table.rows[1]["services"]] == ["lifting"]


def test_phases_are_added_moved_and_removed(table):
    ask(table, do="add_phase")
    assert table.plan["phases"][-1] == {
        **{key: table.plan["phases"][2][key] for key in ("care", "adjusted", "diagnoses", "part", "abn")},
        "session_minutes": 15,
        "name": "phase 4",
        "weeks": 4,
        "visits_per_week": 1,
    }
    ask(table, do="move_phase", phase=3, to=0)
    assert [one["name"] for one in table.plan["phases"]] == ["phase 4", "acute", "rehab", "wellness"]
    is_what_the_rules_say(table)
    for _ in range(4):
        ask(table, do="remove_phase", phase=0)
    assert [one["name"] for one in table.plan["phases"]] == ["wellness"]
    assert table.note == {"says": "A plan of care has at least one phase.", "bad": True}


def test_no_notice_makes_the_wellness_visits_nobodys(table):
    assert table.sums[2]["patient"] == "$180.00"
    typed(table, "phases", 2, "abn", text="none")
    assert (table.sums[2]["patient"], table.sums[2]["nobody"]) == ("$0.00", "$180.00")
    assert "patient $213.40" in table.facts["says"].replace("the ", "")


def test_a_contract_that_is_not_told_is_no_data():
    table = PlanTable("neck_posture_commercial")
    typed(table, "contract", "coinsurance", text="")
    assert [(one["payer"], one["patient"]) for one in table.sums] == [
        ("no data", "no data"),
        ("no data", "no data"),
        ("$0.00", "$180.00"),
    ]
    assert table.sums[0]["missing"] == ["The contract's coinsurance or copay is not given."]


# -- mistakes


@pytest.mark.parametrize(
    ("path", "text", "place", "says"),
    [
        (["phases", 1, "weeks"], "many", "phase-1", "Phase 2: weeks = 'many'"),
        (["phases", 0, "diagnoses"], "xx", "phase-0", "'xx' is not an ICD-10-CM code"),
        (["charges", "98940"], "-1", "plan", "not an amount"),
        (["charges", "98940"], "nan", "plan", "not an amount"),
        (["contract", "coinsurance"], "120", "plan", "not a share"),
        (["starts_on"], "", "plan", "has no starts_on"),
        (["track"], "", "plan", "two conversion factors"),
        (["phases", 1, "name"], "acute", "phase-1", "called 'acute' too"),
    ],
)
def test_a_mistake_is_said_at_its_place_and_the_chart_stays(table, path, text, place, says):
    before = table.figure.title
    ask(table, do="type", path=path, text=text)
    assert list(table.problems) == [place]
    assert says in table.problem
    assert says in table.facts["says"]
    assert "To mend" in table.as_text()
    assert table.figure.title == before
    ask(table, do="save", name="broken")
    assert table.note["bad"]
    table.undo()
    assert table.problems == {}


def test_nonsense_from_the_browser_is_passed_over(table):
    before = table.plan
    for content in (
        None,
        "undo",
        {},
        {"do": "sing"},
        {"do": "type"},
        {"do": "type", "path": ["phases", 9, "weeks"]},
    ):
        table._asked(table, content, [])
    for content in ({"do": "region", "phase": "x"}, {"do": "service", "phase": 0, "name": "juggling"}):
        table._asked(table, content, [])
    for content in (
        {"do": "move_phase", "phase": 0, "to": 7},
        {"do": "type", "path": ["phases", 0, "evil"], "text": "x"},
    ):
        table._asked(table, content, [])
    assert table.plan == before
    assert table.note["bad"]
    assert not table.can_undo


def test_a_change_leaves_the_given_plan_alone():
    given = plain(plan_to_dict(example_plan("low_back_medicare")))
    kept_as = json.dumps(given)
    edited(given, {"do": "region", "phase": 0, "name": "cervical"})
    edited(given, {"do": "type", "path": ["contract", "allowed", "98940"], "text": "3"})
    assert json.dumps(given) == kept_as


# -- undo, files, kept


def test_what_is_typed_into_one_field_in_a_row_is_one_change(table):
    start = table.plan
    for text in ("4", "45", "456"):
        typed(table, "charges", "98940", text=text)
    typed(table, "phases", 0, "weeks", text="2")
    ask(table, do="undo")
    assert table.plan["charges"]["98940"] == 456
    ask(table, do="undo")
    assert (table.plan, table.can_undo, table.can_redo) == (start, False, True)
    ask(table, do="redo")
    ask(table, do="redo")
    assert (table.plan["phases"][0]["weeks"], table.can_redo) == (2, False)
    is_what_the_rules_say(table)


def test_a_plan_is_saved_opened_and_taken_back(table, tmp_path):
    ask(table, do="save", name="my back")
    assert table.note == {"says": "Saved as my back.toml.", "bad": False}
    assert table.files == ["my back.toml"]
    assert load_plan(tmp_path / "my back.toml") == plan_from_dict(table.plan)
    saved = table.plan
    ask(table, do="example", name="neck_posture_commercial")
    assert table.plan["payer"] == "commercial_ncci"
    ask(table, do="load", name="my back.toml")
    assert plan_from_dict(table.plan) == plan_from_dict(saved)
    ask(table, do="undo")
    assert table.plan["payer"] == "commercial_ncci"


def test_a_file_that_is_no_plan_changes_nothing(table, tmp_path):
    (tmp_path / "shopping.toml").write_text('milk = "two"')
    before = table.plan
    for name, words in (
        ("shopping.toml", "line 1: 'milk'"),
        ("gone.toml", "cannot be read"),
        ("../x", "outside"),
    ):
        ask(table, do="load", name=name)
        assert words in table.note["says"]
    assert (table.plan, table.can_undo) == (before, False)


def test_another_file_is_replaced_only_when_asked_twice(table, tmp_path):
    (tmp_path / "monday.toml").write_text("x = 1")
    ask(table, do="save", name="monday")
    assert "already there" in table.note["says"]
    assert (tmp_path / "monday.toml").read_text() == "x = 1"
    ask(table, do="save", name="monday")
    assert load_plan(tmp_path / "monday.toml") == plan_from_dict(table.plan)


def test_what_was_changed_is_there_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".cptedu").mkdir()
    first = kept(PlanTable(), "my-plan")
    first.change(do="type", path=["phases", 0, "weeks"], text="6")
    again = kept(PlanTable(), "my-plan")
    assert again.plan["phases"][0]["weeks"] == 6
    is_what_the_rules_say(again)


# -- in words


def test_a_front_end_without_widgets_shows_the_plan_as_text(table):
    bundle = table._repr_mimebundle_()
    text = (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"]
    assert table.figure.title in text
    assert "acute, weeks 1 to 3, 6 visits: 98940-AT; payer $125.70, patient $32.04" in text
    assert "not covered: Maintenance is not medically necessary" in text
    assert "made up for teaching" in text
    assert "This is teaching" not in text, "its page says so, once"
    assert repr(table) == "PlanTable('Low back pain, Medicare', phases=3)"


def test_every_offered_service_can_stand_in_every_payers_plan():
    for name in presets():
        for payer in ("medicare", "commercial_ncci", "neuro_only_97112"):
            plan = plain(plan_to_dict(example_plan("low_back_medicare"))) | {"payer": payer}
            made = edited(plan, {"do": "service", "phase": 0, "name": name})
            assert episode(plan_from_dict(made)).visits


def test_a_strength_exercise_without_a_measured_finding_is_asked_about(table):
    ask(table, do="service", phase=0, name="strength_unmeasured")
    found = [one for one in table.findings if one["phase"] == "acute" and one["verdict"] == "ask"]
    assert any(one["code"] == "97110" for one in found)
    assert "97110" not in table.sums[0]["claims"]
