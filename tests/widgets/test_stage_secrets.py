"""Before the reveal nothing that the page is sent depends on the answer, whatever keys are pressed."""

import json
import re
from dataclasses import replace
from itertools import product

import pytest

from cptedu.learn.deck import Deck, Slide, load_deck, seminar_deck, shipped_decks, typed_slide
from cptedu.widgets.presentation import Presentation, stage_keys, stage_state
from cptedu.widgets.presentation.stage_draft import case_as_seen

SEMINAR = load_deck(seminar_deck())
IN_WORDS = """
# the answer is the SECRET second one
title = "A case in words"
question = "May it be billed?"
choices = ["Yes", "No"]
answer = 2
notes = "SECRET: it is no."
[visit]
date_of_service = 2026-03-04
payer = "medicare"
adjusted = ["C5", "T4", "L4"]
findings = { cervical = "stiff", "lower extremities" = "weak \\"left\\"" }
[[visit.services]]
purpose = ["strength"]
regions = ["cervical"]
minutes = 16
contact = "one_on_one"
started = 09:30:00
[visit.evaluation]
code = "99213"
separate = true
"""
OWN = replace(SEMINAR.slides[6], choices=(), notes="SECRET explanation", written="")
OTHERS = {slide.title: slide for place in shipped_decks().values() for slide in load_deck(place).slides}
SLIDES = (*SEMINAR.slides, typed_slide(IN_WORDS), OWN)
SLIDES += tuple(slide for slide in OTHERS.values() if slide not in SEMINAR.slides)
# One key for each thing that a key does, and every value backwards.
KEYS = [one.keys[0] for one in stage_keys.KEYS]
WAYS = [*product(KEYS, repeat=2), *(way for way in product(" pRwn", repeat=3))]
# What a key does is the same on every slide; on the slides of the other decks each is pressed, and what looks at the claim twice.
SHORT_WAYS = [*((key,) for key in KEYS), *product(" pRmfwnat", repeat=2)]
CODE = re.compile(r"\b(?:9\d{4}|[A-Z]\d{4}|\d{4}[A-Z])\b")


def others(slide, number):
    """Give a slide that looks the same to the room, with another claim and another answer right."""
    turned = [choice.is_right for choice in slide.choices]
    turned = turned[1:] + turned[:1]
    choices = tuple(
        replace(choice, is_right=right, also_stands=not choice.also_stands)
        for choice, right in zip(slide.choices, turned, strict=True)
    )
    twin = replace(slide, choices=choices)
    twin.__dict__["claim"] = SEMINAR.slides[(number + 8) % 10].claim
    return twin


class Watched:
    """A stage, and all that its page is sent."""

    def __init__(self, slides, at):
        self.stage = Presentation(Deck("Title", "Opening", tuple(slides)))
        self.sent = []
        for widget in (self.stage, self.stage.map):
            widget._send = lambda message, buffers=None: self.sent.append(message)
        self.stage.go(at)

    def state(self):
        own = {name: value for name, value in self.stage.get_state().items() if name not in ("map", "layout")}
        its = {name: value for name, value in self.stage.map.get_state().items() if name != "layout"}
        return json.dumps([own, its], default=str, sort_keys=True)

    def start_over(self, at):
        self.stage.panel, self.stage.notes_shown, self.stage.theme = "", False, ""
        self.stage.go(at)
        self.sent.clear()


@pytest.mark.parametrize("number", range(1, len(SLIDES) + 1))
def test_whatever_is_pressed_nothing_depends_on_the_answer_before_it_is_revealed(number, monkeypatch):
    slide = SLIDES[number - 1]
    stages = [Watched(SLIDES, number), Watched([others(one, at) for at, one in enumerate(SLIDES)], number)]
    engine = stage_state.code_visit
    told = 0
    for way in WAYS if number <= len(SEMINAR.slides) + 2 else SHORT_WAYS:
        for watched, code in zip(
            stages, (engine, lambda _visit: SEMINAR.slides[number % 10].claim), strict=True
        ):
            monkeypatch.setattr(stage_state, "code_visit", code)
            watched.start_over(number)
            watched.stage.press(*way)
        stage, other = stages
        if stage.stage.at != number or stage.stage.revealed:
            continue
        told += 1
        assert stage.state() == other.state(), way
        if not {" ", "Enter", "PageDown"} & set(way):
            assert json.dumps(stage.sent, default=str) == json.dumps(other.sent, default=str), way
        assert_tells_nothing(slide, stages[0], way)
    assert told > len(KEYS)


def assert_tells_nothing(slide, watched, way):
    """Look for what two stages may share and yet tell: notes, comments, the answer's line, a code that nobody offered."""
    state, shown = watched.state(), watched.stage.shown
    assert "SECRET" not in state, way
    lines = [
        *slide.notes.splitlines(),
        *(words for one in slide.asked for words in (one.question, one.answer)),
    ]
    assert not [line for line in lines if line and json.dumps(line)[1:-1] in state], way
    assert "answer =" not in shown.get("draft", ""), way
    assert shown["notes"] == "", way
    offered = {"title", "question", "choices", "draft", "note"}  # what the author and the note say themselves
    said = json.dumps(
        {name: value for name, value in shown.items() if name not in offered}, ensure_ascii=False
    )
    for words in (slide.title, slide.question, shown["changes"]):  # a payer may have a code in its name
        said = said.replace(words, "") if words else said
    said += json.dumps(watched.stage.map.reading)
    assert CODE.findall(said) == [], way


@pytest.mark.parametrize("slide", SLIDES, ids=lambda slide: slide.title)
def test_the_draft_of_a_case_is_the_case_without_what_tells_the_answer(slide):
    drafted = typed_slide(case_as_seen(slide))
    assert (drafted.title, drafted.question) == (slide.title, slide.question)
    assert (drafted.visit, drafted.values, drafted.service) == (slide.visit, slide.values, slide.service)
    are_claims = all(choice.lines is not None for choice in slide.choices)
    assert drafted.choices == (slide.choices if are_claims else ())


def test_a_closed_stage_and_one_taken_back_hold_no_reasons():
    stage = Presentation(SEMINAR)
    stage.press(" ", *" " * 6, "a")
    assert "98940" in stage.shown["reasons"]
    stage.press("Backspace")
    assert ("reasons" in stage.shown, stage.panel) == (False, "")
    stage.panel = "reasons"
    assert "reasons" not in stage.shown


def test_what_was_typed_before_the_room_can_be_mended_as_it_was_typed():
    stage = Presentation(SEMINAR)
    stage.show_written(IN_WORDS)
    stage.press("w")
    assert stage.shown["draft"] == IN_WORDS
    assert isinstance(stage.slide, Slide)


@pytest.mark.parametrize("number", range(1, 11))
def test_a_case_that_is_revealed_gives_its_own_text_and_its_notes(number):
    stage = Presentation(SEMINAR)
    stage.go(number)
    stage.press(*" " * 8, "w", "Escape", "n")
    slide = SEMINAR.slides[number - 1]
    assert stage.shown["notes"] == slide.reminder
    stage.press("y")
    asked = [(one["question"], one["answer"], one["source"]) for one in stage.shown["asked"]]
    assert asked == [(one.question, one.answer, one.whose) for one in slide.asked]
    assert not [one.answer for one in slide.asked if one.answer in slide.reminder]
    stage.press("Escape", "w")
    assert stage.shown["draft"] == slide.written


def test_what_only_the_speaker_may_know_is_sent_when_asked_for_and_no_slide_is_drawn_from_it():
    watched = Watched(SLIDES, len(SEMINAR.slides) + 1)
    watched.stage.press("v", "p", "n", "o")
    assert "SECRET" not in json.dumps(watched.sent, default=str)
    watched.sent.clear()
    watched.stage._asked(watched.stage, {"speaker": True}, [])
    asked = [one["content"]["speaker"] for one in watched.sent if one.get("method") == "custom"]
    assert asked[0]["notes"] == ["SECRET: it is no."]
    assert asked[0]["answer"] == "B. No"
    assert "SECRET" not in watched.state()
    watched.sent.clear()
    watched.stage.press("ArrowLeft")
    told = [one["content"]["speaker"] for one in watched.sent if one.get("method") == "custom"]
    assert [one["title"] for one in told] == [SEMINAR.slides[-1].title]
    others = [one for one in watched.sent if one.get("method") != "custom"]
    lines = [line for line in SEMINAR.slides[-1].notes.splitlines() if line]
    assert lines
    assert not [line for line in lines if json.dumps(line)[1:-1] in json.dumps(others)]
