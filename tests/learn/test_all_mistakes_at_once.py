"""A deck with mistakes in every file: all of them are told at once, each with its line, whichever is read first."""

import re

import pytest
from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.errors import CpteduError
from cptedu.files import toml_fault
from cptedu.learn.deck import FaultySlide, load_deck
from cptedu.learn.deck.case_file import read_case
from cptedu.model import Visit

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


def test_a_case_that_is_listed_twice_has_its_mistakes_told_and_counted_once(deck):
    place = deck()
    place.write_text(
        f'{place.read_text(encoding="utf-8")}\n[[case]]\nfile = "words.toml"\n', encoding="utf-8"
    )
    checked = CliRunner().invoke(main, ["present", str(place), "--check"])
    *told, counted = checked.output.splitlines()
    are_told(told, [*OF_KNEE, *OF_WORDS])
    assert counted == "deck.toml: 3 cases, 8 mistakes. Nothing was shown."


def test_a_table_of_a_name_that_no_deck_has_is_told_at_its_first_line(deck):
    place = deck()
    place.write_text(f"{place.read_text(encoding='utf-8')}\n[[cases]]\n\n[[cases]]\n", encoding="utf-8")
    with pytest.raises(CpteduError) as raised:
        load_deck(place)
    cases = r"deck.toml, line 12: 'cases' is not a known key of a deck\. Did you mean 'case'\?"
    are_told(str(raised.value).splitlines(), [cases, *OF_KNEE, *OF_WORDS])


def test_a_case_without_a_visit_is_told_to_have_a_table_of_it():
    with pytest.raises(
        CpteduError, match=r"this case lacks 'visit'\. Add a line \[visit\], and its keys below it\."
    ):
        read_case("one.toml", 'title = "A"\nquestion = "What?"\n')


def test_a_payer_that_nobody_knows_is_told_how_a_deck_gets_one(deck):
    [told] = [one for one in faults_of(deck()) if "medicaid" in one]
    assert "a deck names it under payers" in told


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


def test_where_the_day_cannot_be_read_nothing_is_held_against_another_day():
    visit = 'date_of_service = "4 January 2027"\npayer = "medicaid"\nlast_seen = 9000-01-01'
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", f'title = "A"\nquestion = "What?"\n[visit]\n{visit}\n')
    are_told(
        str(raised.value).splitlines(),
        [
            r"one.toml, line 4: date_of_service = '4 January 2027' is not a date",
            r"one.toml, line 5: 'medicaid' is not a known payer",
        ],
    )


def test_a_mistake_beside_the_services_hides_none_in_them_and_is_tried_without_them():
    written = '[visit]\nadjustd = ["C5"]\n[[visit.services]]\nminuts = 5\n'
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", f'title = "A"\nquestion = "What?"\n{written}')
    are_told(
        str(raised.value).splitlines(),
        [
            r"one.toml, line 3: The visit has no date_of_service",
            r"one.toml, line 3: The visit has no payer",
            r"one.toml, line 4: 'adjustd' is not a known key",
            r"one.toml, line 6: Service 1: 'minuts' is not a known key",
        ],
    )


def services_read(monkeypatch, count):
    """Count how often a service is read, of a case with so many that have three mistakes each."""
    read = []
    plain = Visit.from_dict

    def counted(given):
        read.extend(one for one in given.get("services", ()) if one)
        return plain(given)

    service = '[[visit.services]]\npurpose = ["strenght"]\nminutes = "ten"\ncontact = "alone"\n'
    day = 'date_of_service = 2026-03-04\npayer = "medicare"\n'
    monkeypatch.setattr(Visit, "from_dict", counted)
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", f'title = "A"\nquestion = "What?"\n[visit]\n{day}{service * count}')
    monkeypatch.undo()
    assert len(str(raised.value).splitlines()) == 3 * count
    return len(read)


def test_twice_as_many_mistakes_take_no_longer_each_for_every_service_that_is_there(monkeypatch):
    # Each mistake has the visit read once more, so four times as often; trying every part of every service was eight times.
    assert services_read(monkeypatch, 16) < 5 * services_read(monkeypatch, 8)


def test_a_day_that_is_not_in_the_calendar_is_called_so():
    said = toml_fault("mine.toml", "on = 2026-02-30", "Invalid date or datetime (at line 1, column 6)")
    assert said.startswith("mine.toml, line 1: there is no such day or time: 2026-02-30. Write a date as")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('title: "A"', r"= is missing after title\. Write title = and then its value\."),
        ('title "A"', r"= is missing after title\."),
        ('title = "A', r"a quotation mark is missing at the end of this line\."),
        ('choices = ["A", "B', r"a quotation mark is missing at the end of this line\."),
        ("title = \u201cA\u201d", r"these quotation marks are curved"),
        ("payer = medicare", r'medicare is not understood\. Text stands in quotation marks: "medicare"\.'),
        ("adjusted = [C5, T4]", r'C5 is not understood\. Text stands in quotation marks: "C5"\.'),
        ("yes_or_no = True", r"write true in small letters\."),
        ('title = "A"\ntitle = "B"', r"title is written a second time\. Leave one of the two away\."),
    ],
)
def test_what_people_slip_on_who_never_wrote_such_a_file_is_called_by_its_name(line, told):
    with pytest.raises(CpteduError) as raised:
        read_case("one.toml", f'question = "What?"\n{line}\n')
    assert re.fullmatch(rf"one\.toml, line {2 + line.count(chr(10))}: {told}.*", str(raised.value))
