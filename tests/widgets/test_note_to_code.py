"""From note to code, by its traits: what each element carries is what the engine says without it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_visit_dicts, service, visit

from cptedu.deciding import verdict_shown
from cptedu.engine.coding import code_visit
from cptedu.model import Visit
from cptedu.widgets.note_to_code import NoteToCode
from cptedu.widgets.note_to_code.note_elements import elements_of, without
from cptedu.widgets.note_to_code.reading import read_note

BALANCE = service("balance", activity="single-leg stance", performed_by="chiropractor")
DESK_WORKER = {
    "title": "Desk worker",
    "date_of_service": "2026-03-04",
    "payer": "commercial_ncci",
    "care": "active",
    "adjusted": ["C5", "T4"],
    "services": [BALANCE],
}


def without_one(given_visit, wanted):
    """Read a visit without one element."""
    note = NoteToCode(given_visit)
    assert wanted in note.kept
    note.kept = [name for name in note.kept if name != wanted]
    return note


def card(note, number):
    return next(one for one in note.reading["codes"] if one["code"] == number)


def element(note, wanted):
    return next(e for group in note.reading["groups"] for e in group["elements"] if e["id"] == wanted)


def billed(claim):
    """Give what cards show of a claim: its lines, each with the verdict of its sign, which a question lowers."""
    return {line.code: (line.units, list(line.modifiers), verdict_shown(line).value) for line in claim.lines}


# -- the whole note


def test_the_whole_note_carries_the_claim_of_the_visit():
    note = NoteToCode(DESK_WORKER)
    assert {
        one["code"]: (one["units"], one["modifiers"], one["verdict"]) for one in note.reading["codes"]
    } == (billed(code_visit(Visit.from_dict(DESK_WORKER))))
    assert {one["state"] for one in note.reading["codes"]} == {"stands"}
    assert note.reading["summary"] == "The note is whole. It carries 98940, 97112."


def test_every_element_of_the_note_is_there_with_what_it_says():
    groups = {
        group["title"]: [(one["label"], one["text"]) for one in group["elements"]]
        for group in NoteToCode(DESK_WORKER).reading["groups"]
    }
    assert groups == {
        "Adjustment": [("Adjusted", "C5 (cervical)"), ("Adjusted", "T4 (thoracic)")],
        "single-leg stance": [
            ("What it was for", "balance"),
            ("Measured finding", "single-leg stance 6 s left, 25 s right"),
            ("Contact", "one clinician, one patient"),
            ("Who gave it", "the chiropractor"),
            ("Minutes", "16 minutes"),
            ("Where", "lower extremities"),
        ],
        "The visit": [("Care", "active care")],
    }


# -- one element less


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("purpose", "The note does not say what this was for, and the purpose decides the code."),
        ("deficit", "97112 treats a deficit that was measured, and the note has none."),
        (
            "contact",
            "97112 needs the clinician with this one patient all the time; the note does not say so.",
        ),
        ("minutes", "97112 is billed by time, and the note has no minutes for it."),
        ("performed_by", "An unlicensed assistant gave it."),
        ("regions", "97112 beside an adjustment is billed only in a separate region"),
    ],
)
def test_without_one_element_the_code_that_it_carried_is_off_the_claim_with_the_reason(wanted, reason):
    note = without_one(DESK_WORKER, f"services.1.{wanted}")
    fallen = card(note, "97112")
    assert (fallen["state"], fallen["verdict"]) == ("gone", "ask")
    assert any(one["says"].startswith(reason) for one in fallen["reasons"])
    assert [one["state"] for one in fallen["pillars"]].count("missing") == 1
    assert card(note, "98940")["state"] == "stands"
    assert element(note, f"services.1.{wanted}")["effect"] == "97112 cannot stand without it."
    assert "Off the claim: 97112." in note.reading["summary"]


def test_a_reason_comes_with_its_source_and_with_what_would_settle_it():
    reason = card(without_one(DESK_WORKER, "services.1.deficit"), "97112")["reasons"][0]
    assert reason["fix"].startswith("Ask what was measured before the exercise.")
    assert reason["sources"]


def test_what_an_adjustment_stands_on_is_either_region():
    note = without_one(DESK_WORKER, "adjusted.C5")
    assert card(note, "98940")["state"] == "stands"
    assert card(note, "98940")["pillars"] == [
        {"label": "Adjusted: C5 (cervical) or T4 (thoracic)", "state": "in the note"}
    ]
    note.kept = [name for name in note.kept if not name.startswith("adjusted")]
    fallen = card(note, "98940")
    assert (fallen["state"], fallen["change"]) == ("gone", "Nothing in the note says that this was done.")
    assert card(note, "97112")["change"] == "Modifiers: 59 before, none now."


def test_a_lower_level_stands_in_the_place_of_the_higher():
    note = without_one(DESK_WORKER | {"adjusted": ["C5", "T4", "L5"]}, "adjusted.L5")
    assert [(one["code"], one["state"]) for one in note.reading["codes"]] == [
        ("98941", "gone"),
        ("98940", "new"),
        ("97112", "stands"),
    ]
    assert card(note, "98940")["change"] == "In the place of 98941."
    assert card(note, "98941")["reasons"][0]["says"].startswith("Adjusted: 2 spinal regions")


def test_a_finding_of_an_adjusted_region_carries_the_level():
    given_visit = DESK_WORKER | {
        "adjusted": ["C5", "T4", "L5"],
        "findings": {"cervical": "stiff", "thoracic": "stiff", "lumbar": "stiff"},
    }
    note = without_one(given_visit, "findings.lumbar")
    assert card(note, "98941")["state"] == "gone"
    assert "Adjusted without a recorded finding: lumbar" in card(note, "98941")["reasons"][0]["says"]


def test_leaving_something_out_to_gain_a_code_is_named_for_what_it_is():
    given_visit = DESK_WORKER | {"services": [service("soft_tissue", regions=["cervical"])]}
    note = without_one(given_visit, "adjusted.C5")
    assert card(note, "97140")["state"] == "new"
    assert "nothing is left out to gain a code" in card(note, "97140")["change"]


def test_an_element_on_which_nothing_hangs_says_so():
    note = without_one(DESK_WORKER, "care")
    assert element(note, "care")["effect"] == "No code of this claim hangs on it."
    assert "No code is lost." in note.reading["summary"]


def test_what_even_the_whole_note_does_not_bill_is_listed_with_its_reason():
    given_visit = DESK_WORKER | {"services": [service("soft_tissue", regions=["cervical"])]}
    never = NoteToCode(given_visit).reading["never"]
    assert [one["code"] for one in never] == ["97140"]
    assert "part of the adjustment" in never[0]["reasons"][0]["says"]


def test_an_examination_stands_on_being_separate():
    note = without_one(
        DESK_WORKER | {"evaluation": {"code": "99213", "separate": True}}, "evaluation.separate"
    )
    assert card(note, "99213")["state"] == "gone"
    assert card(note, "99213")["verdict"] == "ask"


def test_two_services_of_one_name_are_told_apart():
    note = NoteToCode(DESK_WORKER | {"services": [BALANCE, BALANCE]})
    titles = [group["title"] for group in note.reading["groups"]]
    assert titles == ["Adjustment", "single-leg stance (1)", "single-leg stance (2)", "The visit"]


# -- any note


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(any_visit_dicts(), st.randoms(use_true_random=False))
def test_for_any_note_the_cards_are_the_claim_of_what_is_left_of_it(given_visit, pick):
    whole = Visit.from_dict(given_visit)
    elements = elements_of(whole)
    assert len({one.id for one in elements}) == len(elements)
    kept = [one.id for one in elements if pick.random() < 0.7]
    reading = read_note(whole, kept)
    left = code_visit(without(whole, [one for one in elements if one.id not in kept]))
    standing = {
        one["code"]: (one["units"], one["modifiers"], one["verdict"])
        for one in reading["codes"]
        if one["state"] != "gone"
    }
    assert standing == billed(left)
    gone = {one["code"] for one in reading["codes"] if one["state"] == "gone"}
    assert gone == set(billed(code_visit(whole))) - set(standing)
    assert all(one["reasons"] or one["change"] for one in reading["codes"] if one["state"] != "stands")
    # Every reason is the engine's own.
    said = {finding.says for finding in left.findings}
    assert {reason["says"] for one in reading["codes"] for reason in one["reasons"]} <= said


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(any_visit_dicts(), st.randoms(use_true_random=False))
def test_the_words_say_what_the_widget_shows(given_visit, pick):
    note = NoteToCode(given_visit)
    note.kept = [name for name in note.kept if pick.random() < 0.7]
    said = note.as_text()
    for group in note.reading["groups"]:
        for one in group["elements"]:
            assert (
                f"[x] {one['label']}: {one['text']}" if one["kept"] else f"[ ] {one['label']}: {one['gone']}"
            ) in said
    for one in note.reading["codes"]:
        assert f"{'-'.join([one['code'], *one['modifiers']])} ×{one['units']}" in said


# -- traits


def test_another_visit_starts_with_its_whole_note():
    note = without_one(DESK_WORKER, "services.1.deficit")
    note.visit = visit(adjusted=["L5"])
    assert note.kept == ["adjusted.L5"]
    assert note.reading["of"] == {"visit": note.visit, "kept": note.kept}
    assert note.reading["summary"] == "The note is whole. It carries 98940."


def test_the_order_in_which_the_page_reports_does_not_matter():
    note = NoteToCode(DESK_WORKER)
    kept = [name for name in note.kept if name != "services.1.deficit"]
    note.set_state({"kept": kept[::-1]})
    assert card(note, "97112")["state"] == "gone"
    assert note.reading["of"]["kept"] == kept[::-1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"visit": DESK_WORKER | {"payer": "medicaer"}}, "Did you mean 'medicare'?"),
        ({"visit": DESK_WORKER | {"adjusted": ["C8"]}}, "'C8' is not a known bone"),
        ({"visit": {}}, "The visit has no date_of_service"),
        ({"visit": "desk worker"}, "A visit is a set of keys and values"),
        ({"visit": None}, "A visit is a set of keys and values"),
        ({"visit": DESK_WORKER, "kept": ["services.9.deficit"]}, "is not a known element of this note"),
        ({"visit": DESK_WORKER, "kept": "care"}, "is not a list of elements"),
        ({"visit": DESK_WORKER, "kept": 5}, "is not a list of elements"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_never_raised(given, said):
    note = NoteToCode(**given)
    assert said in note.reading["problem"]
    assert said in note.as_text()
    note.set_state({"visit": DESK_WORKER, "kept": NoteToCode(DESK_WORKER).kept})
    assert note.reading["problem"] == ""
    assert note.kept == NoteToCode(DESK_WORKER).kept


def test_a_choice_that_does_not_fit_the_note_can_be_put_right_on_the_page():
    note = NoteToCode(DESK_WORKER, kept=["services.9.deficit"])
    note.set_state({"kept": note.reading["all"]})
    assert note.reading["summary"] == "The note is whole. It carries 98940, 97112."


def test_repr_is_stable():
    visit_of_one = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]}
    assert repr(NoteToCode(visit_of_one)) == "NoteToCode(kept=['adjusted.C5'])"


def test_where_no_widget_can_be_shown_the_cell_says_it_in_words():
    note = NoteToCode(DESK_WORKER)
    bundle = note._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == note.as_text()
    assert "application/vnd.jupyter.widget-view+json" in data
