"""A deck on paper: the page that the room writes on tells nothing, the other one tells all."""

from __future__ import annotations

import re
from html import unescape

import pytest
from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.learn.deck import FaultySlide, load_deck, shipped_decks
from cptedu.learn.own_cases import new_case
from cptedu.shown.handout import handout_page

DECKS = [load_deck(place) for place in shipped_decks().values()]
each_deck = pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.file)


def words(page: str) -> str:
    unmarked = re.sub(r'<span class="code">([^<]*)</span>', r"\1", page)  # inside of a word, as it were
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", unmarked, flags=re.S)
    return " ".join(unescape(bare).split())


@each_deck
@pytest.mark.parametrize("answers", [False, True])
def test_every_case_stands_with_its_question_and_its_choices(deck, answers):
    page = words(handout_page(deck, answers=answers))
    for number, slide in enumerate(deck.slides, start=1):
        assert f"{number}. {slide.title}" in page
        assert slide.question in page
        for choice in slide.choices:
            assert choice.words in page


@each_deck
def test_the_page_that_the_room_writes_on_tells_no_answer_and_no_page_has_the_speakers_notes(deck):
    asked, answered = handout_page(deck), handout_page(deck, answers=True)
    asks_the_clinician = any(one.verdict == "ask" for slide in deck.slides for one in slide.claim.unbilled)
    for told in ("✓", "supported", "ask the clinician", "Why not", " right"):
        assert told not in re.sub(r"right (?:SI|shoulder|hip|side)|\d+ (?:s )?right", "", words(asked)), told
        assert (told in words(answered)) is (told != "ask the clinician" or asks_the_clinician), told
    # Whichever choice is the right one, the page is the same.
    assert asked == handout_page(load_deck(shipped_decks()[deck.file.removesuffix(".toml")]))
    for slide in deck.slides:
        for line in filter(None, slide.notes.splitlines()):
            assert line.strip() not in words(asked)
            assert line.strip() not in words(answered)


@each_deck
def test_each_wrong_choice_that_stands_for_a_claim_has_its_reason(deck):
    sections = handout_page(deck, answers=True).split("<section>")[1:]
    for slide, section in zip(deck.slides, sections, strict=True):
        whys = section.partition("<h3>Why not</h3>")[2]
        for letter, choice in zip("ABCDE", slide.choices, strict=False):
            wants_reason = choice.lines is not None and not choice.is_right and not choice.also_stands
            assert (f"<span>{letter}</span>" in whys) == wants_reason, (slide.title, choice.words)
        [right] = re.findall(r"<span>(\w)</span>(?:[^<]|</?span[^>]*>)*?<strong>✓ right", section)
        assert slide.choices["ABCDE".index(right)].is_right


def test_it_asks_for_nothing_outside_and_writes_what_was_typed_as_text(tmp_path):
    place = new_case(tmp_path / "mine.toml")
    written = place.read_text(encoding="utf-8").replace(
        "Neck adjusted", "<script>alert(1)</script> Neck adjusted"
    )
    place.write_text(written, encoding="utf-8")
    page = handout_page(load_deck(tmp_path), answers=True)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href|url)\s*[=(]", page)


def test_one_command_writes_either_page_and_names_what_it_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["handout"]).output.strip() == "handout.html is ready to be printed."
    ran = CliRunner().invoke(main, ["handout", "--answers"])
    assert (ran.exit_code, (tmp_path / "handout_with_answers.html").is_file()) == (0, True)
    (tmp_path / "own").mkdir()
    new_case(tmp_path / "own" / "good.toml")
    (tmp_path / "own" / "bad.toml").write_text('[[case]]\nid = "x"\n', encoding="utf-8")
    assert any(isinstance(one, FaultySlide) for one in load_deck(tmp_path / "own").slides)
    ran = CliRunner().invoke(main, ["handout", "own", "--to", "own.html"])
    assert "Left out: bad.toml has a mistake" in ran.output
    assert "1. Neck adjusted" in words((tmp_path / "own.html").read_text(encoding="utf-8"))


def test_a_deck_is_checked_before_the_talk_and_all_its_mistakes_are_named_at_once(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    good = new_case(own / "good.toml")
    written = good.read_text(encoding="utf-8")
    planted = {
        "payer.toml": written.replace('payer = "commercial_ncci"', 'payer = "medicaer"'),
        "region.toml": written.replace('adjusted = ["C5", "T4"]', 'adjusted = ["C9", "T4"]'),
        "comma.toml": written.replace('["balance", "proprioception"]', '["balance" "proprioception"]'),
    }
    for name, text in planted.items():
        (own / name).write_text(text.replace('id = "good"', f'id = "{name}"'), encoding="utf-8")
    ran = CliRunner().invoke(main, ["present", str(own), "--check"])
    assert ran.exit_code == 1
    said = ran.output.splitlines()
    for name, words in (
        ("payer.toml", "medicaer"),
        ("region.toml", "C9"),
        ("comma.toml", "a comma is missing before"),
    ):
        [line] = [one for one in said if one.startswith(f"{name}, line ")]
        assert words in line
    assert "4 cases, 3 mistakes. Nothing was shown." in said[-1]
    good_alone = CliRunner().invoke(main, ["present", "--check"])
    assert (good_alone.exit_code, good_alone.output) == (
        0,
        "seminar.toml: 10 cases in 40 of 45 minutes, no mistake.\n",
    )


@each_deck
@pytest.mark.parametrize("answers", [False, True])
def test_a_code_never_breaks_from_its_modifiers_and_units(deck, answers):
    page = handout_page(deck, answers=answers)
    whole = re.findall(r'<span class="code">([^<]*)</span>', page)
    rest = re.sub(r'<span class="code">[^<]*</span>', "", page)
    assert len(whole) >= len(deck.slides)
    assert re.findall(r"\b\d{4}[0-9A-Z]-[A-Z0-9]{2}\b", rest) == []
    assert ".code{white-space:nowrap}" in page
