"""A deck with mistakes in every file: all of them are told at once, each with its line, whichever is read first."""

import re

import pytest

from cptedu.errors import CpteduError
from cptedu.files import toml_fault
from cptedu.learn.deck import FaultySlide, load_deck

DECK = """
title = "A Monday"
{payers}

[[case]]
file = "knee.toml"
minutes = {minutes}

[[case]]
file = "words.toml"
"""
KNEE = """
title = "The knee"
question = "Which codes?"
choices = ["98941", "98942"]

[visit]
date_of_service = 2026-03-04
payer = "medicaid"
adjusted = ["L4"]
care = "acute"

[[visit.services]]
activity = "step ups"
minuts = 20
purpose = ["strenght"]
"""
WORDS = """
title = "Words"
choices = ["yes", "no"]
answer = 5

[visit]
date_of_service = "03/04/2026"
payer = "cash"
adjusted = ["L4"]

[what_if]
payers = ["medicare"]
"""
OF_KNEE = [
    r"knee.toml, line 8: 'medicaid' is not a known payer\.",
    r"knee.toml, line 10: 'acute' is not a known value of care\.",
    r"knee.toml, line 14: .*'minuts' is not a known key",
    r"knee.toml, line 15: .*'strenght' is not a known",
]
OF_WORDS = [
    r"words.toml, line 1: this case lacks 'question'",
    r"words.toml, line 4: these choices are no claims",
    r"words.toml, line 7: date_of_service = '03/04/2026' is not a date",
    r"words.toml, line 12: 'payers' is not a known key of what_if\. Did you mean 'payer'\?",
]


@pytest.fixture
def deck(tmp_path):
    def write(minutes="5", payers=""):
        (tmp_path / "knee.toml").write_text(KNEE, encoding="utf-8")
        (tmp_path / "words.toml").write_text(WORDS, encoding="utf-8")
        place = tmp_path / "deck.toml"
        place.write_text(DECK.format(minutes=minutes, payers=payers), encoding="utf-8")
        return place

    return write


def are_told(said, patterns):
    assert [one for one in patterns if not any(re.match(one, fault) for fault in said)] == []
    assert len(said) == len(patterns)


def faults_of(place):
    return [
        fault for slide in load_deck(place).slides if isinstance(slide, FaultySlide) for fault in slide.faults
    ]


def test_every_mistake_of_every_case_is_told(deck):
    are_told(faults_of(deck()), [*OF_KNEE, *OF_WORDS])


def test_a_mistake_in_the_list_of_cases_hides_none_of_the_case(deck):
    entry = r'deck.toml, line 7: minutes = "three" will not do; write a whole number\.'
    are_told(faults_of(deck('"three"')), [entry, *OF_KNEE, *OF_WORDS])


def test_a_payer_that_cannot_be_read_hides_no_case_and_is_not_blamed_on_one(deck, tmp_path):
    (tmp_path / "plan.toml").write_text('name = "medicaid"\ntitel = "Ours"\n', encoding="utf-8")
    with pytest.raises(CpteduError) as raised:
        load_deck(deck(payers='payers = ["plan.toml"]'))
    plan = r"deck.toml, line 3: plan.toml: 'titel' is not a known key of a payer file\. .*cptedu payer lists every choice\."
    are_told(str(raised.value).splitlines(), [plan, *OF_KNEE[1:], *OF_WORDS])


def test_a_day_that_is_not_in_the_calendar_is_called_so():
    said = toml_fault("mine.toml", "on = 2026-02-30", "Invalid date or datetime (at line 1, column 6)")
    assert said.startswith("mine.toml, line 1: there is no such day or time: 2026-02-30. Write a date as")
