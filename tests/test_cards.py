"""A card takes its colours from the one palette, and brings its stylesheet along."""

import re
from pathlib import Path

import pytest

import cptedu as ct
from cptedu import lesson
from cptedu.explain import review_as_html

ROOT = Path(ct.__file__).parent


@pytest.fixture(scope="module")
def cards():
    visit = lesson.example_visit("desk_worker")
    return {
        "note": lesson.show_note(visit)._repr_html_(),
        "claim": ct.claim_as_html(ct.code_visit(visit)),
        "review": review_as_html(ct.review_claim(visit, [("98940", 1, ["59"])])),
        "why": lesson.show_why(visit, "97112")._repr_html_(),
        "dispute": lesson.show_dispute("neuro_only")._repr_html_(),
        "choice": lesson.show_choice(["flexibility"], "leg raise 50 degrees")._repr_html_(),
        "price": lesson.show_price(visit, track="non_apm")._repr_html_(),
        "phases": lesson.show_phases("low_back_medicare")._repr_html_(),
        "money": lesson.show_money("low_back_medicare", "acute")._repr_html_(),
    }


def test_no_card_has_a_colour_of_its_own(cards):
    for name, html in cards.items():
        bare = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
        assert 'class="cptedu ' in bare, name
        assert "style=" not in bare, name
        assert not re.findall(r"#[0-9a-f]{3,6}\b", bare), name


def test_every_colour_that_a_card_asks_for_is_in_its_stylesheet(cards):
    for name, html in cards.items():
        sheet = "".join(re.findall(r"<style>(.*?)</style>", html, flags=re.S))
        asked = set(re.findall(r"var\((--[\w-]+)", sheet))
        assert asked
        assert {one for one in asked if f"{one}:" not in sheet} == set(), name


def test_a_colour_is_written_once_in_the_palette_and_no_instrument_writes_it_again():
    palette = (ROOT / "widgets" / "kit" / "palette.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"(--[\w-]+): (light-dark\([^)]*\))", palette))
    again = [
        (path.as_posix(), name)
        for path in (ROOT / "widgets").rglob("*.css")
        if path.name != "palette.css"
        for name in re.findall(r"(--[\w-]+): light-dark", path.read_text(encoding="utf-8"))
        if name in named
    ]
    assert again == []
