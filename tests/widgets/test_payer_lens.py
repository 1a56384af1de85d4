"""The payer lens, by its traits: every cell is the engine's claim, every difference is marked and explained."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_visit_dicts, service, visit

from cptedu.deciding import verdict_shown
from cptedu.engine.coding import code_visit
from cptedu.engine.compare import compare_payers
from cptedu.model import Visit
from cptedu.payers import payers
from cptedu.widgets.payer_lens import PayerLens

NAMES = sorted(payers())
DESK_WORKER = {
    "title": "Desk worker",
    "date_of_service": "2026-03-04",
    "care": "active",
    "adjusted": ["C5", "T4"],
    "services": [service("balance"), service("strength", minutes=23, regions=["hip"])],
}


def row(lens, number):
    return next(one for one in lens.reading["rows"] if one["code"] == number)


def cell(lens, number, name):
    return next(one for one in row(lens, number)["cells"] if one["payer"] == name)


def test_payers_stand_side_by_side_the_first_is_what_the_others_are_compared_with():
    lens = PayerLens(DESK_WORKER, ["commercial_ncci", "gp_required", "medicare"])
    assert [one["name"] for one in lens.reading["columns"]] == ["commercial_ncci", "gp_required", "medicare"]
    assert [one["code"] for one in lens.reading["rows"]] == ["98940", "97110", "97112"]
    assert cell(lens, "97112", "commercial_ncci")["modifiers"] == ["59"]
    assert cell(lens, "97112", "gp_required")["modifiers"] == ["59", "GP"]
    assert cell(lens, "97112", "gp_required")["differs"] == ["modifiers"]
    assert cell(lens, "97112", "medicare")["verdict"] == "not_covered"
    assert not any(one["cells"][0]["note"] for one in lens.reading["rows"])


def test_one_reason_for_several_codes_is_told_once():
    lens = PayerLens(DESK_WORKER, ["commercial_ncci", "gp_required"])
    (note,) = lens.reading["notes"]
    assert note["codes"] == ["97110", "97112"]
    assert [(one["code"], one["was"], one["now"]) for one in note["changes"]] == [
        ("97110", "none", "GP"),
        ("97112", "59", "59 GP"),
    ]
    assert note["reasons"][0]["says"].startswith("This payer wants GP on therapy")
    assert note["reasons"][0]["sources"]


def test_a_code_that_one_payer_does_not_bill_has_its_cell_and_its_reason():
    given_visit = DESK_WORKER | {"diagnoses": ["M99.01", "M54.2"]}
    lens = PayerLens(given_visit, ["commercial_ncci", "neuro_only_97112"])
    there = cell(lens, "97112", "neuro_only_97112")
    assert (there["state"], there["verdict"], there["differs"]) == (
        "unbilled",
        "not_supported",
        ["on the claim"],
    )
    assert "damage to the nervous system" in lens.reading["notes"][0]["reasons"][0]["says"]


def test_what_one_payer_asks_about_and_another_refuses_is_a_difference_too():
    by_assistant = [service("balance", performed_by="unlicensed_assistant")]
    lens = PayerLens(DESK_WORKER | {"services": by_assistant}, ["commercial_ncci", "federal_va"])
    assert cell(lens, "97112", "commercial_ncci")["verdict"] == "ask"
    there = cell(lens, "97112", "federal_va")
    assert (there["verdict"], there["differs"]) == ("not_supported", ["verdict"])
    assert "does not pay 97112 then" in lens.reading["notes"][there["note"] - 1]["reasons"][0]["says"]


def test_the_units_are_explained_where_they_differ_and_only_there():
    lens = PayerLens(DESK_WORKER, ["commercial_ncci", "federal_va"])
    said = [reason["says"] for note in lens.reading["notes"] for reason in note["reasons"]]
    assert any("GP on therapy" in one for one in said)
    for number in ("97110", "97112"):
        units = "units" in cell(lens, number, "federal_va")["differs"]
        assert any(one.startswith("All timed minutes together") and number in one for one in said) is units


def test_payers_that_agree_are_said_to_agree():
    lens = PayerLens(
        {"date_of_service": "2026-03-04", "adjusted": ["C5"]}, ["commercial_ncci", "gp_required"]
    )
    assert lens.reading["notes"] == []
    assert lens.reading["summary"] == "2 payers. The same under all: 98940. Different: nothing."


def test_one_payer_alone_asks_for_a_second():
    lens = PayerLens(DESK_WORKER, ["medicare"])
    assert lens.reading["summary"] == "Medicare Part B: 3 lines. Choose a second payer to compare."


def test_another_date_of_service_is_another_answer():
    lens = PayerLens(DESK_WORKER, ["commercial_ncci", "gp_required"])
    lens.set_state({"visit": DESK_WORKER | {"date_of_service": "2020-03-31"}})
    assert lens.reading["on"] == "March 31, 2020"
    assert lens.reading["notes"] == []


def test_the_age_of_the_edits_is_said():
    assert PayerLens(DESK_WORKER).reading["age"].startswith("Edits as of 2024 Q3")


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(any_visit_dicts(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_for_any_visit_the_cells_are_the_claims_and_every_difference_is_marked(given_visit, names):
    lens = PayerLens(given_visit, names)
    read = Visit.from_dict(given_visit)
    for name in names:
        claim = code_visit(read.under(name))
        for line in claim.lines:
            shown = cell(lens, line.code, name)
            assert (shown["state"], shown["units"], shown["modifiers"], shown["verdict"]) == (
                "billed",
                line.units,
                list(line.modifiers),
                verdict_shown(line).value,
            )
        billed = [one for one in lens.reading["rows"] if cell(lens, one["code"], name)["state"] == "billed"]
        assert len(billed) == len(claim.lines)
        for item in claim.unbilled:
            label = item.code or "no code"
            assert any(one["code"] == label for one in lens.reading["rows"])
    for one in compare_payers(read, names).differences:
        shown = cell(lens, one.code or "claim", one.payers[1])
        note = lens.reading["notes"][shown["note"] - 1]
        named = one.code or "claim as a whole"
        assert named in note["codes"]
        assert (one.values[0].replace("_", " "), one.values[1].replace("_", " ")) in [
            (change["was"], change["now"]) for change in note["changes"] if change["code"] == named
        ]
    for marked in (c for one in lens.reading["rows"] for c in one["cells"] if c["note"]):
        assert marked["differs"]
        assert marked["payer"] != names[0]
    numbers = {c["note"] for one in lens.reading["rows"] for c in one["cells"]} - {0}
    assert numbers == {note["number"] for note in lens.reading["notes"]}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(any_visit_dicts())
def test_the_words_say_what_the_lens_shows(given_visit):
    lens = PayerLens(given_visit, ["commercial_ncci", "medicare", "federal_va"])
    said = lens.as_text()
    assert lens.reading["summary"] in said
    for note in lens.reading["notes"]:
        assert all(reason["says"] in said for reason in note["reasons"])
    assert said.count("(differs: ") == sum(bool(c["note"]) for r in lens.reading["rows"] for c in r["cells"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"visit": DESK_WORKER, "payers": []}, "Name at least one payer"),
        ({"visit": DESK_WORKER, "payers": ["medicaer"]}, "Did you mean 'medicare'?"),
        ({"visit": DESK_WORKER, "payers": "medicare"}, "'medicare' is one text; give a list"),
        ({"visit": DESK_WORKER, "payers": 5}, "is not a list of payers"),
        ({"visit": DESK_WORKER, "payers": [["medicare"]]}, "is not a list of payers"),
        ({"visit": DESK_WORKER | {"date_of_service": "4 March"}}, "date_of_service"),
        ({"visit": DESK_WORKER | {"colour": "blue"}}, "'colour' is not a known key of a visit"),
        ({"visit": DESK_WORKER | {"payer": "medicaer"}}, "Did you mean 'medicare'?"),
        ({"visit": {}}, "The visit has no date_of_service"),
        ({"visit": None}, "A visit is a set of keys and values"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_never_raised(given, said):
    lens = PayerLens(**given)
    assert said in lens.reading["problem"]
    assert said in lens.as_text()
    assert "rows" not in lens.reading
    lens.set_state({"visit": DESK_WORKER, "payers": ["medicare"]})
    assert (lens.reading["problem"], lens.reading["of"]["payers"]) == ("", ["medicare"])


def test_a_visit_is_taken_as_it_is_and_its_date_goes_to_the_page_as_text():
    lens = PayerLens(visit(on=date(2026, 3, 4), adjusted=["C5"]))
    assert lens.visit["date_of_service"] == "2026-03-04"
    assert lens.reading["problem"] == ""


def test_every_payer_can_be_chosen_and_says_what_it_is():
    known = PayerLens(DESK_WORKER).known
    assert {one["name"] for one in known} == set(payers())
    assert all(one["label"] and one["says"] for one in known)


def test_repr_is_stable():
    assert repr(PayerLens(DESK_WORKER, ["medicare"])) == "PayerLens(payers=['medicare'])"


def test_where_no_widget_can_be_shown_the_cell_says_it_in_words():
    lens = PayerLens(DESK_WORKER)
    bundle = lens._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == lens.as_text()
    assert "application/vnd.jupyter.widget-view+json" in data
