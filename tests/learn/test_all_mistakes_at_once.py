"""A deck with mistakes in every file: all of them are told at once, each with its line, whichever is read first."""

import re

import pytest

from cptedu.errors import CpteduError
from cptedu.files import toml_fault
from cptedu.learn.deck import FaultySlide, load_deck
from cptedu.learn.deck.case_file import read_case

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


@pytest.mark.parametrize(
    ("line", "payers", "told"),
    [
        ('titel = "x"', "", r"deck.toml, line 3: 'titel' is not a known key"),
        ("", 'payers = ["gone.toml"]', r"deck.toml, line 3: .*gone.toml"),
        ("minutes = 1", "", r"deck.toml, line 3: the cases take 5 minutes"),
    ],
)
def test_a_mistake_of_the_deck_hides_no_payer_that_nobody_knows(deck, line, payers, told):
    with pytest.raises(CpteduError) as raised:
        load_deck(deck(payers=f"{line}{payers}"))
    are_told(str(raised.value).splitlines(), [told, *OF_KNEE, *OF_WORDS])


def test_a_payer_that_cannot_be_read_is_not_blamed_for_another_one(deck, tmp_path):
    (tmp_path / "plan.toml").write_text('name = "north"\ntitel = "Ours"\n', encoding="utf-8")
    with pytest.raises(CpteduError) as raised:
        load_deck(deck(payers='payers = ["plan.toml"]'))
    are_told(
        str(raised.value).splitlines(),
        [r"deck.toml, line 3: plan.toml: 'titel' is not a known key", *OF_KNEE, *OF_WORDS],
    )


BESIDE = {
    "part": ('part = ["P", "X"]', r"'X' is not a known letter of P\.A\.R\.T\."),
    "an evaluation": ('evaluation = "99213"', r"evaluation = '99213'\. Write \[evaluation\]"),
    "a key of it": (
        'evaluation = { code = "99213", seperate = true }',
        r"'seperate' is not a known key of an evaluation",
    ),
    "its code": ('evaluation = { code = "97110" }', r"97110 is not an evaluation"),
    "no code": ("evaluation = { separate = true }", r"The evaluation has no code"),
    "a finding": ("findings = { cervical = 3 }", r"findings\.cervical = 3 is not a text"),
    "a service": ("services = [5]", r"Service 1 is 5"),
    "the second": (
        'services = [{}, { purpose = ["strenght"] }]',
        r"Service 2: 'strenght' is not a known purpose",
    ),
    "an adjustment": ('services = [{ code = "98940" }]', r"Service 1: 98940 is not written as a service"),
    "seen later": ("last_seen = 2026-03-05", r"last_seen = 2026-03-05 is after the date of service"),
    "no place": ('adjusted = ["L4", ""]', r"adjusted: '' is not the name of a bone"),
    "diagnoses": ('diagnoses = "M54.2"', r"diagnoses = 'M54\.2' is not a list"),
    "care": ('care = "acute"', r"'acute' is not a known value of care"),
}


@pytest.mark.parametrize(("key", "told"), BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_mistake_in_a_visit_hides_no_payer_that_nobody_knows(key, told, is_first):
    pair = [key, 'payer = "medicaid"']
    keys = ["date_of_service = 2026-03-04", *(pair if is_first else pair[::-1])]
    written = "\n".join(['title = "A"', 'question = "What?"', "[visit]", *keys, ""])
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", written)
    payer = r"one.toml, line \d: 'medicaid' is not a known payer\."
    are_told(str(raised.value).splitlines(), [rf"one.toml, line \d: {told}", payer])


def test_a_visit_without_a_day_hears_of_its_payer_too():
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", 'title = "A"\nquestion = "What?"\n[visit]\npayer = "medicaid"\n')
    are_told(
        str(raised.value).splitlines(),
        [
            r"one.toml, line 3: The visit has no date_of_service",
            r"one.toml, line 4: 'medicaid' is not a known payer",
        ],
    )


def test_each_word_of_a_list_that_is_wrong_is_told():
    services = 'services = [{ purpose = ["strenght", "balence"] }]'
    with pytest.raises(CpteduError) as raised:
        read_case(
            "one.toml",
            f'title = "A"\nquestion = "What?"\n[visit]\ndate_of_service = 2026-03-04\npayer = "medicare"\n{services}\n',
        )
    are_told(
        str(raised.value).splitlines(),
        [r"one.toml, line 6: Service 1: 'strenght'", r"one.toml, line 6: Service 1: 'balence'"],
    )


def test_a_day_that_is_not_in_the_calendar_is_called_so():
    said = toml_fault("mine.toml", "on = 2026-02-30", "Invalid date or datetime (at line 1, column 6)")
    assert said.startswith("mine.toml, line 1: there is no such day or time: 2026-02-30. Write a date as")
