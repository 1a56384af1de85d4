"""The live demonstration, by its traits and keys: all that is shown is the engine's, and nothing is given away early."""

import json
import os
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cptedu.engine.coding import code_visit
from cptedu.facts.tables import data_folder
from cptedu.learn.deck import DECK, TALK, WHAT_IFS, FaultySlide, load_deck, seminar_deck, shipped_decks
from cptedu.rules.relative_values import relative_values
from cptedu.widgets.presentation import Presentation, stage_keys
from cptedu.widgets.presentation.stage_claim import claim_items
from cptedu.widgets.presentation.stage_keys import BY_KEY, KEYS

SEMINAR = load_deck(seminar_deck())
NUMBERS = range(1, 11)
KEY_OF = dict(zip(WHAT_IFS, "pdmrf", strict=True))
CASE = (data_folder() / "decks" / "seminar" / "03_same_region.toml").read_text(encoding="utf-8")


@pytest.fixture
def stage():
    return Presentation(SEMINAR)


def at(number, *keys, deck=SEMINAR):
    stage = Presentation(deck)
    stage.at = number
    stage.press(*keys)
    return stage


def opened(number, *keys):
    return at(number, *" " * 8, *keys)


def billed(stage):
    return [(item["written"], item["units"]) for item in stage.shown["items"] if item["billed"]]


def of_claim(claim):
    return [("-".join((line.code, *line.modifiers)), line.units) for line in claim.lines]


def test_it_opens_with_the_title_and_the_list_of_cases(stage):
    assert (stage.shown["kind"], stage.shown["title"]) == ("opening", "One posture visit, ten claims")
    assert [case["title"] for case in stage.program["cases"]] == [slide.title for slide in SEMINAR.slides]
    stage.press(" ")
    assert (stage.at, stage.shown["kind"]) == (1, "case")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_revealed_in_the_end_is_the_claim_of_the_rules_each_line_with_its_reason(number):
    slide = SEMINAR.slides[number - 1]
    claim = code_visit(slide.visit)
    stage = opened(number)
    assert billed(stage) == of_claim(claim)
    left = [item for item in stage.shown["items"] if not item["billed"]]
    assert [item["written"] for item in left] == [one.code for one in claim.unbilled]
    assert [item["verdict"] for item in stage.shown["items"]] == [
        one.verdict.value for one in (*claim.lines, *claim.unbilled)
    ]
    said = {finding.says for finding in claim.findings}
    for item in stage.shown["items"]:
        assert item["reasons"]
        assert {reason["full"] for reason in item["reasons"]} <= said


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_given_away_before_it_is_revealed(number):
    stage = at(number)
    claim = code_visit(SEMINAR.slides[number - 1].visit)
    count = len(claim.lines) + len(claim.unbilled)
    for shown in range(count + 1):
        assert len(stage.shown["items"]) == shown
        assert stage.shown["rvu"] is None
        assert {choice["state"] for choice in stage.shown["choices"]} == {""}
        stage.press(" ")
    assert stage.shown["phase"] == "done"
    assert [choice["state"] for choice in stage.shown["choices"]].count("right") == 1


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("what", WHAT_IFS)
def test_a_what_if_key_goes_through_the_values_and_shows_the_claim_of_each(number, what):
    slide = SEMINAR.slides[number - 1]
    stage = opened(number)
    values = slide.to_try(what)
    for step in range(1, len(values) + 1):
        stage.press(KEY_OF[what])
        visit = slide.what_if(**{what: values[step % len(values)]})
        claim = code_visit(visit)
        assert stage.visit == visit
        assert billed(stage) == of_claim(claim)
        assert stage.shown["phase"] == "done"
        assert bool(stage.shown["changes"]) is (step < len(values))
        assert stage.map.adjusted == list(visit.adjusted)
        treated = [name for service in visit.services for name in service.regions]
        assert stage.map.exercised == list(dict.fromkeys(treated))
    stage.press(KEY_OF[what].upper())
    assert stage.visit == slide.what_if(**{what: values[-1]})
    stage.press("o")
    assert (stage.tried, stage.visit) == ({}, slide.visit)


def test_what_ifs_add_up():
    stage = opened(4, "p", "m")
    slide = SEMINAR.slides[3]
    visit = slide.what_if(payer="gp_required", minutes=slide.to_try("minutes")[1])
    assert billed(stage) == of_claim(code_visit(visit))
    assert stage.shown["changes"] == "payer: Commercial plan that wants GP · minutes: 22 minutes"
    assert [item["changed"] for item in stage.shown["items"]] == [False, True]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("revealed", [0, 1])
def test_a_what_if_before_the_end_waits_and_what_is_revealed_is_the_note_as_it_was(number, revealed):
    slide = SEMINAR.slides[number - 1]
    stage = at(number, *" " * revealed, "p", "d")
    assert stage.visit != slide.visit
    assert (stage.shown["items"], stage.shown["rvu"], stage.shown["phase"]) == ([], None, "predict")
    assert stage.shown["what_if"].endswith(
        "? The vote is on the note as it was. Space goes back to the note as it was, and reveals its claim."
    )
    stage.press(" ")
    assert stage.visit == slide.visit
    assert billed(stage) == of_claim(slide.claim)[: revealed + 1]
    assert stage.shown["notice"] == "This is the note as it was."
    assert stage.shown["said"].startswith("This is the note as it was. ")
    assert (stage.shown["changes"], stage.shown["what_if"]) == ("", "")


def test_a_what_if_that_is_taken_back_leaves_what_was_revealed():
    for key in ("o", "Backspace"):
        stage = at(1, " ", "f", key)
        assert (stage.tried, billed(stage)) == ({}, [("98940", 1)])


def test_without_a_vote_a_what_if_says_so_too():
    own = replace(SEMINAR.slides[0], choices=())
    stage = at(1, "f", deck=replace(SEMINAR, slides=(own,)))
    assert "vote" not in stage.shown["what_if"]
    assert stage.shown["what_if"].endswith("? Space goes back to the note as it was, and reveals its claim.")


def test_after_the_reveal_a_what_if_names_the_claim_as_noted():
    stage = opened(1, "f")
    assert stage.shown["what_if"] == f"What if {stage.shown['changes']}? As noted it was 98940."


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("keys", ["", "p", "pp", "d", "dd", "ddd", "m", "f", "r"])
def test_the_rvu_picture_is_what_the_lines_carry_and_nothing_for_what_is_not_billed(number, keys):
    stage = opened(number, *keys)
    claim = stage.claim
    picture = stage.shown["rvu"]
    drawn = {row["code"]: row for row in picture["rows"]}
    counted = Decimal(0)
    for line in claim.lines:
        values = relative_values(line.code, line.on)
        row = drawn[f"{line.code} ×{line.units}"]
        assert sum(Decimal(bar["value"]) for bar in row["bars"]) == values.total() * line.units
        assert row["told"] == f"{values.total() * line.units} RVU"
        if line.verdict == "not_covered":
            assert row["why"] == "not covered, not counted"
        else:
            counted += values.total() * line.units
        if values.work is None:
            assert [bar["part"] for bar in row["bars"]] == ["total"]
        else:
            assert Decimal(row["bars"][0]["value"]) == values.work * line.units
    for item in claim.unbilled:
        assert (drawn[item.code]["bars"], drawn[item.code]["told"]) == ([], "not billed: carries nothing")
    if claim.lines:
        assert f"carries {counted} RVU" in picture["title"]
    assert all(0 <= bar["width"] <= 100 for row in picture["rows"] for bar in row["bars"])


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("keys", ["", "p", "m", "f", "r"])
def test_a_what_if_leaves_the_bar_as_noted_beside_each_bar_that_is_another_now(number, keys):
    stage = opened(number, *keys)
    rows = stage.shown["rvu"]["rows"]
    noted = {
        line.code: relative_values(line.code, line.on).total() * line.units
        for line in stage.slide.claim.lines
    }
    if not stage.tried:
        noted = {}
    seen = {row["code"].partition(" ")[0]: row for row in rows}
    assert set(noted) <= set(seen)
    for code, row in seen.items():
        now = sum(Decimal(bar["value"]) for bar in row["bars"])
        before = noted.get(code)
        assert row["was_told"] == ("" if before in (None, now) else f"as noted, {before} RVU")
        assert (row["was"] is None) == (before in (None, now))
        if row["was"] is not None and now:
            drawn = sum(bar["width"] for bar in row["bars"])
            assert row["was"] / drawn == pytest.approx(float(before / now), rel=0.01)
    named = {"part": "was", "words": "as noted"} in stage.shown["rvu"]["legend"]
    assert named == any(row["was"] is not None for row in rows)
    assert all(row["was"] is None or 0 <= row["was"] <= 100 for row in rows)


def test_bars_of_a_picture_share_one_scale():
    rows = opened(8).shown["rvu"]["rows"]
    widths = [sum(bar["width"] for bar in row["bars"]) for row in rows]
    totals = [Decimal(row["told"].split()[0]) for row in rows]
    assert widths[0] / widths[1] == pytest.approx(float(totals[0] / totals[1]), rel=0.01)


def test_the_room_is_counted_and_the_outcome_told():
    stage = at(1)
    for choice, count in enumerate((12, 5, 3, 4)):
        stage.tally(choice, count)
    assert stage.votes == [12, 5, 3, 4]
    assert [choice["width"] for choice in stage.shown["choices"]] == [100.0, 41.7, 25.0, 33.3]
    assert stage.shown["told"] == "24 votes."
    stage.press(" ", " ", " ")
    assert stage.shown["told"] == "4 of 24 had it."


def test_how_many_had_it_is_the_headline_once_all_is_revealed_and_somebody_voted():
    stage = at(1)
    stage.tally(3, 61)
    stage.tally(0, 139)
    assert stage.shown["headline"] == ""
    stage.press(*" " * 4)
    assert stage.shown["headline"] == "61 of 200 had it."
    assert stage.shown["told"].startswith(stage.shown["headline"])
    stage.press("f")
    assert stage.shown["headline"] == ""
    assert opened(1).shown["headline"] == ""


def test_votes_stay_with_their_case():
    stage = at(1)
    stage.tally(0, 7)
    stage.press("ArrowRight")
    assert stage.votes == [0, 0, 0, 0]
    stage.tally(1, 2)
    stage.press("ArrowLeft")
    assert stage.votes == [7, 0, 0, 0]
    stage.at = 2
    assert stage.votes == [0, 2, 0, 0]


def test_a_number_that_comes_when_the_talk_has_gone_on_stays_with_the_case_at_which_it_was_typed():
    stage = at(1)
    stage.press("ArrowRight")
    stage._asked(None, {"choice": 2, "count": 77, "at": 1}, [])
    assert stage.votes == [0, 0, 0, 0]
    stage._asked(None, {"choice": 1, "count": 5, "at": 2}, [])
    assert stage.votes == [0, 5, 0, 0]
    stage.press("ArrowLeft")
    assert stage.votes == [0, 0, 77, 0]


def test_a_vote_that_makes_no_sense_is_held_within_bounds():
    stage = at(1)
    stage.tally(0, -4)
    stage.tally(1, 10**9)
    stage.tally(9, 3)
    assert stage.votes == [0, 9999, 0, 0]


def test_what_else_the_record_supports_is_told():
    assert opened(6).shown["told"] == "The record supports 98940 too."


def test_arrows_and_the_clicker_move_and_stop_at_both_ends(stage):
    stage.press("ArrowLeft", "PageUp")
    assert stage.at == 0
    stage.press(*["ArrowRight"] * 15)
    assert (stage.at, stage.shown["kind"]) == (11, "closing")
    stage.press("Home", "PageDown", "PageDown")
    assert (stage.at, stage.revealed) == (1, 1)
    stage.press("PageDown", "PageDown", "PageDown")
    assert (stage.at, stage.revealed) == (2, 0)


def test_the_clickers_other_button_takes_back_line_by_line_and_then_goes_to_the_case_before(stage):
    stage.press("ArrowRight", "ArrowRight", " ", " ")
    assert (stage.at, stage.revealed) == (2, 2)
    stage.press("PageUp")
    assert (stage.at, stage.revealed) == (2, 1)
    stage.press("PageUp", "PageUp")
    assert (stage.at, stage.revealed) == (1, 0)


def test_end_goes_to_the_last_case_then_to_the_end_of_the_talk_and_says_so_when_it_is_there(stage):
    for at, notice in ((10, ""), (11, ""), (11, "This is the end of the talk.")):
        stage.press("End")
        assert (stage.at, stage.shown["notice"]) == (at, notice)


def test_after_the_last_case_the_talk_ends_with_the_point_of_each_case_that_was_revealed_and_no_other(talks):
    stage = seen()
    stage.press("PageDown", *[" "] * 8, "End", *["PageDown"] * 9)
    shown = stage.shown
    assert (shown["kind"], shown["title"]) == ("closing", "What to take home")
    assert shown["points"] == [SEMINAR.slides[0].point, SEMINAR.slides[9].point]
    assert shown["sources"].split(" · ") == sorted(set(shown["sources"].split(" · ")))
    assert shown["on_paper"] == "cptedu handout seminar.toml --answers"
    assert (stage.for_speaker()["place"], stage.for_speaker()["next"]) == ("The end", None)
    # A clicker goes back the way that it came, and a page that is loaded anew stands at the end too.
    assert (seen().at, seen().shown["points"]) == (11, shown["points"])
    stage.press("PageUp")
    assert (stage.at, stage.is_open) == (10, True)
    stage.press("PageDown", "ArrowLeft")
    assert (stage.at, stage.revealed) == (10, 0)
    stage.press("PageUp", "End", "End", "PageUp", *["PageUp"] * 9)
    assert stage.at < 10


def test_a_last_case_that_was_not_revealed_is_still_closed_when_the_clicker_comes_back_from_the_end(stage):
    stage.press("End", "End", "PageUp")
    assert (stage.at, stage.revealed) == (10, 0)
    assert (
        Presentation(replace(SEMINAR, slides=(FaultySlide("b.toml", ("no",)),))).program["has_end"] is False
    )


def test_a_deck_is_named_as_the_command_that_lays_it_out_on_paper_takes_it(tmp_path):
    assert Presentation(seminar_deck()).on_paper == "cptedu handout seminar --answers"
    (tmp_path / "one.toml").write_text(CASE.replace("point =", "#"), encoding="utf-8")
    (tmp_path / "our talk.toml").write_text('title = "Mine"\n[[case]]\nfile = "one.toml"\n')
    stage = Presentation(tmp_path / "our talk.toml")
    assert stage.on_paper == "cptedu handout 'our talk.toml' --answers"
    stage.press("PageDown", *"    ", "PageDown")
    assert stage.shown["points"] == ["Neck adjusted, neck trained: 98940"], "nobody wrote its point down"


@pytest.mark.parametrize("key", ["b", "B", "."])
@pytest.mark.parametrize("back", ["b", ".", " ", "PageDown", "ArrowRight", "l", "Escape"])
def test_the_screen_goes_black_and_any_key_brings_back_what_was_there_and_does_nothing_else(stage, key, back):
    stage.press("ArrowRight", " ")
    before = shown_without_words(stage)
    stage.press(key)
    assert stage.is_black
    assert "black" in stage.shown["said"]
    if back == "l":
        stage._asked(stage, {"press": "l", "dark": False}, [])
    else:
        stage.press(back)
    assert not stage.is_black
    assert shown_without_words(stage) == before
    stage.press("x")  # a key that means nothing here
    assert not stage.is_black


@pytest.mark.parametrize("key", ["PageDown", "ArrowRight", " "])
@pytest.mark.parametrize("faulty", [False, True])
def test_at_the_end_of_the_talk_all_stays_as_it_is_and_the_end_is_told(key, faulty):
    slides = (
        (*SEMINAR.slides[:1], FaultySlide("b.toml", ("b.toml, line 1: no",))) if faulty else SEMINAR.slides
    )
    stage = Presentation(replace(SEMINAR, slides=slides))
    stage.press(*["PageDown"] * 60)
    before = shown_without_words(stage)
    stage.press(*[key] * 7)
    assert shown_without_words(stage) == before
    assert (stage.at, stage.shown["kind"]) == (len(slides) + 1, "closing")
    assert stage.shown["notice"] == "This is the end of the talk."
    stage.press("PageUp")
    assert stage.shown["notice"] == ""


def shown_without_words(stage):
    """Give what can be seen, but for the notice and what is heard."""
    state = {name: getattr(stage, name) for name in ("at", "revealed", "tried", "votes", "panel", "counting")}
    seen = {name: value for name, value in stage.shown.items() if name not in ("notice", "said", "notes")}
    return state, seen, stage.notes_shown and stage.shown["notes"]


def test_a_key_that_changes_nothing_says_so_where_it_is_seen():
    bare = replace(SEMINAR.slides[0], choices=(), values=(), notes="")
    faulty = FaultySlide("b.toml", ("b.toml, line 1: no",))
    ways = [(), (" ",), tuple("   "), ("c",), tuple("   n")]
    for number, way in product(range(4), ways):
        for key in sorted(
            key for key, one in BY_KEY.items() if one.deed and key != "Escape"
        ):  # closing nothing is no act
            stage = at(number, *way, deck=replace(SEMINAR, slides=(SEMINAR.slides[0], bare, faulty)))
            before = shown_without_words(stage)
            stage.press(key)
            is_same = shown_without_words(stage) == before
            assert stage.shown["notice"] or not is_same, (number, way, key)


def test_a_line_can_be_taken_back():
    stage = at(1, " ", " ", "Backspace")
    assert [item["written"] for item in stage.shown["items"]] == ["98940"]
    stage.press("Backspace", "Backspace")
    assert stage.revealed == 0


def test_moving_on_starts_the_next_case_as_noted():
    stage = opened(4, "p", "ArrowRight")
    assert (stage.at, stage.revealed, stage.tried) == (5, 0, {})


def test_all_that_is_heard_is_said():
    stage = at(1)
    assert stage.shown["said"] == "The posture visit, as it was noted. What goes on the claim?"
    stage.press(" ")
    assert stage.shown["said"].startswith("98940, 1 unit: supported. Adjusted: 2 spinal regions")
    stage.press(" ")
    assert stage.shown["said"].startswith("97112: ask the clinician. 97112 treats a deficit")
    stage.press(" ")
    assert stage.shown["said"] == "Right is: 98940."
    stage.press(" ")
    assert stage.shown["said"] == "All is revealed. The arrow to the right goes on."
    stage.press("f")
    assert "What if finding: head 6 cm forward" in stage.shown["said"]
    assert "97112 59, 1 unit: supported." in stage.shown["said"]


def test_the_note_names_the_keys_that_change_it_and_marks_what_is_changed():
    stage = at(4)
    keys = {fact["label"]: fact["key"] for fact in stage.shown["note"]}
    assert [keys[label] for label in ("Payer", "Date", "Minutes", "Region", "Finding")] == [*"pdmrf"]
    stage.press("p")
    noted = {fact["label"]: (fact["value"], fact["noted"]) for fact in stage.shown["note"]}
    assert noted["Payer"] == ("Commercial plan that wants GP", "Commercial plan that follows NCCI")
    assert noted["Date"] == ("March 4, 2026", "")


def test_panels_open_and_close_by_their_keys():
    stage = at(2)
    for key, panel in (("?", "keys"), ("c", "cases"), ("w", "write"), ("t", "tally")):
        stage.press(key)
        assert stage.panel == panel
        stage.press(key)
        assert stage.panel == ""
        stage.press(key, "Escape")
        assert stage.panel == ""
    stage.press("a")
    assert (stage.panel, stage.shown["said"]) == ("", "First reveal the claim.")
    stage.press(" ", " ", "a")
    assert stage.panel == "reasons"
    assert "97112" in stage.shown["reasons"]
    stage.press("n")
    assert stage.notes_shown
    assert "The code follows the purpose" in stage.shown["notes"]


def test_every_key_is_named_once_and_does_something_on_the_stage_or_on_its_page():
    keys = [key for one in KEYS for key in one.keys]
    assert len(keys) == len(set(keys)) == len(BY_KEY)
    assert [one.keys for one in KEYS if not (one.deed or one.on_page)] == []
    listed = {key for one in KEYS if one.says for key in one.keys}
    assert {key.lower() for key in set(keys) - listed} <= listed, "a key that the list does not name"


def test_what_the_page_knows_of_keys_is_what_its_own_tests_have():
    program = Presentation(SEMINAR).program
    of_keys = {name: program[name] for name in ("keys", "known", "on_page", "typed_after")}
    stored = Path(__file__).parents[1] / "js" / "stage_keys.json"
    held = json.loads(stored.read_text(encoding="utf-8"))
    assert held == of_keys, f"write into {stored}: {json.dumps(of_keys, ensure_ascii=False)}"


def test_a_written_case_comes_before_the_room():
    stage = at(2)
    stage.show_written(CASE.replace("Neck adjusted, neck trained", "Typed here and now"))
    assert (stage.at, stage.shown["title"]) == (11, "Typed here and now")
    stage.tally(0, 3)
    stage.press(" ", " ", " ")
    assert billed(stage) == [("98940", 1)]
    stage.show_written(CASE.replace("minutes = 16", "minutes = 7"))
    assert (len(stage.program["cases"]), stage.votes, stage.revealed) == (11, [0, 0, 0, 0], 0)


def test_a_written_case_with_a_mistake_names_its_line_and_keeps_what_was_written():
    stage = at(2, "w")
    assert stage.shown["draft"].startswith('title = "Exercise only')
    wrong = CASE.replace("minutes = 16", "minuts = 16")
    line = next(n for n, text in enumerate(wrong.splitlines(), start=1) if "minuts" in text)
    stage.show_written(wrong)
    assert (stage.at, stage.panel, stage.shown["draft"]) == (2, "write", wrong)
    assert len(stage.shown["faults_of_draft"]) == 1
    assert f"line {line}:" in stage.shown["faults_of_draft"][0]
    assert "'minutes'" in stage.shown["faults_of_draft"][0]


def test_a_case_with_a_mistake_says_what_to_write_and_the_rest_runs(tmp_path):
    (tmp_path / "good.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(
        CASE.replace("medicare", "x").replace("cervical", "cervcal"), encoding="utf-8"
    )
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\n[[case]]\nfile = "bad.toml"\nnotes = "Mend it."\n[[case]]\nfile = "good.toml"\n'
    )
    stage = Presentation(tmp_path / "mine.toml")
    stage.press("ArrowRight")
    assert (stage.shown["kind"], stage.shown["title"]) == ("faulty", "bad.toml has a mistake")
    assert "bad.toml, line " in stage.shown["faults"][0]
    assert "'cervical'" in stage.shown["faults"][0]
    assert stage.shown["notes"] == "Mend it."
    stage.press(*"pdmrftao?", "Escape", " ", " ", " ", " ")
    assert (stage.at, billed(stage)) == (2, [("98940", 1)])
    assert "bad.toml, line " in at(1, deck=stage.deck).as_text()


def test_a_deck_that_cannot_be_read_says_so_on_the_stage(tmp_path):
    stage = Presentation(tmp_path / "none.toml")
    stage.press(" ")
    assert isinstance(stage.slide, FaultySlide)
    assert "none.toml cannot be read" in stage.shown["faults"][0]


def test_the_deck_is_the_one_that_the_command_names(tmp_path, monkeypatch):
    (tmp_path / "one.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "mine.toml").write_text('title = "Mine"\n[[case]]\nfile = "one.toml"\n')
    monkeypatch.setenv(DECK, str(tmp_path / "mine.toml"))
    assert Presentation().shown["title"] == "Mine"


def test_where_no_widget_can_be_shown_the_text_says_what_it_would_show():
    text = Presentation(SEMINAR).as_text()
    assert "One posture visit, ten claims" in text
    assert all(slide.title in text for slide in SEMINAR.slides)
    shown = opened(3).as_text()
    for words in (
        "Neck adjusted, neck trained",
        "Payer: Commercial plan",
        "A. 98940 + 97112-59",
        "97112: not supported",
    ):
        assert words in shown
    stage = Presentation(SEMINAR)
    assert stage.as_text() in stage._repr_mimebundle_()[0]["text/plain"]


def test_the_page_asks_by_messages_and_nonsense_is_not_answered(monkeypatch):
    stage = at(1)
    sent = []
    monkeypatch.setattr(stage, "send", sent.append)
    stage._handle_custom_msg({"are_you_there": 7}, [])
    assert sent == [{"here": 7}]
    for content in ({"press": " "}, {"choice": 0, "count": 3}, {"press": "l", "dark": False}):
        stage._handle_custom_msg(content, [])
    assert (stage.revealed, stage.votes[0], stage.theme) == (1, 3, "dark")
    stage._handle_custom_msg({"press": "l", "dark": True}, [])
    assert stage.theme == "light"
    stage._handle_custom_msg({"go": 4}, [])
    assert stage.at == 4
    before = stage.get_state()
    for content in (
        {},
        [],
        {"press": 3},
        {"press": "x"},
        {"go": "4"},
        {"are_you_there": "?"},
        {"written": 3},
        {"choice": "a", "count": 1},
        7,
    ):
        stage._handle_custom_msg(content, [])
    assert stage.get_state() == before
    assert len(sent) == 1


def test_one_press_is_one_message(stage, monkeypatch):
    sent = []
    monkeypatch.setattr(stage, "_send", lambda msg, buffers=None: sent.append(msg))
    stage.press("ArrowRight")
    assert len(sent) == 1
    assert {"at", "shown"} <= set(sent[0]["state"])
    json.dumps(sent)


@settings(max_examples=40)
@given(
    keys=st.lists(st.sampled_from([*sorted(BY_KEY), " ", " ", "ArrowRight", "p", "d", "r"]), max_size=25),
    numbers=st.lists(st.integers(-5, 20), max_size=3),
)
def test_whatever_is_pressed_the_stage_shows_the_claim_of_the_visit_it_names(keys, numbers):
    stage = Presentation(SEMINAR)
    for number in [*numbers, None]:
        stage.press(*keys)
        if number is not None:
            stage.at, stage.revealed, stage.tried = (
                number,
                number,
                {"payer": number, "minutes": number, "x": 1},
            )
            stage.votes = [number]
    json.dumps(stage.shown)
    if stage.claim is not None:
        everything = of_claim(code_visit(stage.visit))
        waits = stage.tried and not stage.is_open
        assert billed(stage) == (
            [] if waits else everything if stage.is_open else everything[: stage.revealed]
        )
        assert len(stage.votes) == len(stage.slide.choices)


def test_each_wrong_choice_has_its_reason_by_one_key_once_all_is_revealed(stage):
    stage.press("ArrowRight", "y")
    assert (stage.panel, stage.shown["notice"]) == ("", "First reveal the claim.")
    assert "why_not" not in stage.shown
    while not stage.is_open:
        stage.press(" ")
    stage.press("y")
    told = {one["choice"]: one["says"] for one in stage.shown["why_not"]}
    wrong = {one.words for one in SEMINAR.slides[0].choices if not one.is_right}
    assert set(told) == wrong
    assert "97112 treats a deficit that was measured" in told["98940 + 97112-59"]
    asked = {one["question"]: one for one in stage.shown["asked"]}
    assert asked["Call it 97110. Nobody denies that."]["source"] == "CMS contractor, 2022, as quoted"
    stage.press("Escape")
    assert not {"why_not", "asked"} & set(stage.shown)


def test_a_source_that_was_not_read_is_named_as_quoted_and_a_year_is_a_year():
    for deck in shipped_decks().values():
        for slide in load_deck(deck).slides:
            for item in claim_items(slide.claim, slide.claim):
                for reason in item["reasons"]:
                    publisher, *more = reason["source"].split(", ")
                    assert all(re.fullmatch(r"(1|2)\d{3}|as quoted|not read", one) for one in more), reason
                    read = {
                        one.read
                        for line in slide.claim.findings
                        for one in line.citations
                        if one.publisher == publisher
                    }
                    if read == {"quoted by others"}:
                        assert more[-1] == "as quoted"


def test_of_every_case_of_the_course_each_choice_that_is_a_wrong_claim_is_answered():
    for number, slide in enumerate(SEMINAR.slides, start=1):
        stage = opened(number)
        stage.press("y")
        told = {one["choice"] for one in stage.shown["why_not"]}
        assert told == {
            one.words
            for one in slide.choices
            if one.lines is not None and not one.is_right and not one.also_stands
        }


# --- a page that is loaded anew ---------------------------------------------------------------------------------------


@pytest.fixture
def talks(tmp_path, monkeypatch):
    """The folder of this start of the slides, as the command names it."""
    folder = tmp_path / "talks" / "20261130T090000-0a"
    monkeypatch.setenv(TALK, str(folder))
    return folder


def seen(deck=SEMINAR):
    """Give a stage as a page meets it that has just come into sight."""
    stage = Presentation(deck)
    stage._asked(stage, {"seen": True}, [])
    return stage


def stands(stage):
    names = ("at", "revealed", "tried", "theme", "votes")
    return {name: getattr(stage, name) for name in names}, stage.shown, stage.for_speaker()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(st.sampled_from([*" pmFR", "ArrowRight", "ArrowRight", "Home", "PageUp"]), max_size=12),
    counts=st.lists(st.integers(0, 200), max_size=4),
    is_dark=st.none() | st.booleans(),
    is_written=st.booleans(),
)
def test_a_page_that_is_loaded_anew_stands_where_the_talk_stood(talks, keys, counts, is_dark, is_written):
    shutil.rmtree(talks, ignore_errors=True)
    stage = seen()
    if is_written:
        stage.show_written(CASE.replace("Neck adjusted, neck trained", "Typed here and now"))
    stage.press(*keys)
    for number, count in enumerate(counts):
        stage.tally(number, count)
    if is_dark is not None:
        stage._asked(stage, {"press": "l", "dark": is_dark}, [])
    stage.panel, told = "", stage.shown
    again = seen()
    names = ("notice", "said")
    now, before = stands(again), stands(stage)
    assert now[0] == before[0]
    assert {k: v for k, v in now[1].items() if k not in names} == {
        k: v for k, v in told.items() if k not in names
    }
    assert now[2] == before[2]
    assert again.program == stage.program
    again.press("Home")
    stage.press("Home")
    for number in range(1, len(stage.slides) + 1):
        stage.go(number)
        again.go(number)
        assert again.votes == stage.votes


def test_slides_that_are_made_ready_before_they_are_seen_know_where_the_talk_stands_when_they_are(talks):
    ready = Presentation(SEMINAR)
    stage = seen()
    stage.press("End", " ")
    assert not ready.at
    ready._asked(ready, {"seen": True}, [])
    assert (ready.at, ready.revealed) == (10, 1)
    ready.press("Home")
    ready._asked(ready, {"seen": True}, [])
    assert ready.at == 0, "another view of the same slides moves nothing"


def test_slides_that_nobody_has_seen_keep_nothing(talks):
    Presentation(SEMINAR).press("End")
    assert not talks.exists()


def test_a_stage_that_has_gone_on_stays_where_it_is(talks):
    seen().press("ArrowRight")
    stage = Presentation(SEMINAR)
    stage.press("End")
    stage._asked(stage, {"seen": True}, [])
    assert stage.at == 10


def test_another_deck_has_a_talk_of_its_own(talks):
    seen().press("End")
    assert seen(load_deck(shipped_decks()["twenty"])).at == 0


def test_votes_stay_with_their_case_when_the_deck_is_put_in_another_order(talks):
    stage = seen()
    stage.go(3)
    stage.tally(1, 61)
    stage.press("Home")
    turned = seen(replace(SEMINAR, slides=SEMINAR.slides[::-1]))
    turned.go(8)
    assert (turned.slide.title, turned.votes[1]) == (SEMINAR.slides[2].title, 61)


GOOD = {
    "at": 3,
    "revealed": 2,
    "tried": {"payer": 1},
    "theme": "dark",
    "votes": {},
    "written": "",
    "began": 1.0,
    "opened": [],
}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("wrong", [None, "x", -1, 10**9, {"x": "y"}, True])
def test_of_what_no_talk_keeps_nothing_is_taken_and_the_rest_is(talks, name, wrong):
    seen().press("ArrowRight")
    (kept,) = talks.iterdir()
    kept.write_text(json.dumps(GOOD | {name: wrong}))
    stage = seen()
    assert stage.at == (
        min(max(wrong, 0), 11) if name == "at" and type(wrong) is int else 0 if name == "at" else 3
    )
    assert stage.theme == ("" if name == "theme" else "dark")
    assert len(stage.slides) == 10
    json.dumps(stage.shown)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"at": NaN}', "\x00"])
def test_a_file_that_is_none_begins_the_talk(talks, text):
    seen().press("ArrowRight")
    (kept,) = talks.iterdir()
    kept.write_text(text)
    assert seen().at == 0


def test_a_folder_that_cannot_be_written_stops_no_talk(talks):
    talks.parent.mkdir()
    talks.write_text("a file where the folder should be")
    stage = seen()
    stage.press("ArrowRight", " ")
    assert (stage.at, stage.revealed) == (1, 1)


def test_a_talk_of_today_that_was_cut_short_is_gone_back_to_by_a_key_and_the_speaker_alone_hears_of_it(
    talks, monkeypatch
):
    stage = seen()
    stage.press("g")
    assert stage.shown["notice"] == "No talk of today was cut short."
    stage.go(4)
    stage.tally(0, 12)
    stage.press(" ")
    monkeypatch.setenv(TALK, str(talks.with_name("20261130T093000-0b")))
    again = seen()
    assert again.at == 0
    assert again.for_speaker()["left"] == "A talk of today stopped at case 4. G goes on there."
    assert "case 4" not in json.dumps(again.shown)
    again.press("g")
    assert (again.at, again.revealed, again.votes[0], again.for_speaker()["left"]) == (4, 1, 12, "")
    monkeypatch.setenv(TALK, str(talks.with_name("20261130T094500-0c")))
    for file in talks.parent.glob("*/*.json"):
        os.utime(file, (0, 0))
    assert seen().for_speaker()["left"] == "", "yesterday's is over"


# --- the speaker's own window -----------------------------------------------------------------------------------------


def test_the_speaker_is_told_what_comes_next_which_minutes_are_planned_and_the_key_that_is_the_point(stage):
    told = stage.for_speaker()
    assert (told["place"], told["answer"], told["point"], told["minutes"]) == ("Opening", "", None, None)
    assert told["next"] == {"title": SEMINAR.slides[0].title, "question": SEMINAR.slides[0].question}
    stage.go(3)
    told = stage.for_speaker()
    assert told["minutes"] == {"from": 8, "to": 12, "of": 45}
    assert told["point"] == {"key": "R", "says": "what if another region"}
    stage.press("End")
    assert stage.for_speaker()["next"]["title"] == "the end of the talk"
    stage.press("End")
    assert stage.for_speaker()["next"] is None


def test_the_talk_begins_with_its_first_case_and_not_again(stage):
    stage.press("l")
    assert stage.for_speaker()["began"] == 0
    stage.press("ArrowRight")
    began = stage.for_speaker()["began"]
    assert began > 0
    stage.press("Home", "ArrowRight")
    assert stage.for_speaker()["began"] == began


def test_the_seconds_to_vote_are_counted_until_they_are_stopped_or_the_claim_is_revealed(stage):
    stage.press("v")
    assert (stage.counting, stage.shown["notice"]) == (0, "There is nothing to vote on here.")
    for ends in ("v", " ", "ArrowRight", "Home"):
        stage.go(2)
        stage.press("v")
        assert stage.counting == 30
        stage.press(ends)
        assert stage.counting == 0, ends
    opened_one = opened(2, "v")
    assert opened_one.counting == 0


def test_a_number_and_enter_lead_to_that_case_and_any_other_key_forgets_the_number(stage):
    stage.press("1", "0")
    assert (stage.at, stage.shown["notice"]) == (0, "Enter within 3 seconds goes to case 10.")
    stage.press("Enter")
    assert (stage.at, stage.revealed) == (10, 0)
    stage.press("3", "Enter")
    assert stage.at == 3
    stage.press("4", "ArrowLeft", "Enter")  # Enter alone reveals, as Space does
    assert (stage.at, stage.revealed) == (2, 1)
    stage.press("9", "9", "Enter")
    assert (stage.at, stage.revealed, stage.shown["notice"]) == (2, 1, "There is no case 99.")
    stage.press("0", "Enter")
    assert stage.at == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda stage: stage.go(7),
        lambda stage: stage.tally(0, 5),
        lambda stage: setattr(stage, "at", 8),
        lambda stage: stage.show_written(CASE),
    ],
    ids=["go", "tally", "at", "written"],
)
def test_what_is_done_otherwise_than_by_keys_forgets_a_number_too(act):
    stage = at(7, "3")
    act(stage)
    stood = stage.at
    stage.press("Enter")
    assert (stage.at, stage.revealed) == (stood, 1)


@pytest.mark.parametrize(("later", "comes_to"), [(2.9, (3, 0)), (3.1, (7, 1))])
def test_a_number_is_forgotten_after_three_seconds_as_the_slide_says(monkeypatch, later, comes_to):
    now = 1000.0
    monkeypatch.setattr(stage_keys, "monotonic", lambda: now)
    stage = at(7, "3")
    assert stage.shown["notice"] == "Enter within 3 seconds goes to case 3."
    now += later
    stage.press("Enter")
    assert (stage.at, stage.revealed) == comes_to
    stage.go(0)
    stage.press("1")
    now += later
    stage.press("0", "Enter")
    assert stage.at == (10 if later < 3 else 0)


def test_the_releases_behind_the_rvus_of_all_lines_are_named_once_and_in_words():
    rvu = opened(4).shown["rvu"]
    of_lines = {relative_values(line.code, on=line.on).vintage for line in SEMINAR.slides[3].claim.lines}
    assert of_lines == {"CMS RVU26C RVU26D"}
    assert rvu["source"] == "CMS RVU26C and RVU26D, in an office."
