"""Any text has a state, and how it is spaced or capitalised changes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cptedu.visit
from cptedu.facts.tables import rows
from cptedu.visit.activity.treated_muscle import read_muscle
from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.encounter import read_encounter
from cptedu.visit.finding.positive_finding import read_sign

WORDS = sorted({row["words"] for name in ("finding_words.csv", "encounter_words.csv") for row in rows(name)})
MUSCLES = sorted({row["muscle"] for row in rows("muscles.csv")})
NUMBERS = [
    "6",
    "4-/5",
    "3+/5",
    "7/10",
    "5/5",
    "25",
    "2.5",
    "3 x 10",
    "80/80",
    "0",
    "100",
    "C5-C6",
    "2026-03-04",
    "(",
    ",",
]
IN_A_NOTE = st.lists(st.sampled_from([*WORDS, *NUMBERS]), max_size=9).map(" ".join)
OF_MUSCLES = st.lists(st.sampled_from([*MUSCLES, "and", ",", "/", "left", "upper", "xyz"]), max_size=5).map(
    " ".join
)
TEXTS = st.one_of(IN_A_NOTE, OF_MUSCLES, st.text(), st.text(max_size=12).map(lambda text: f"grip 4/5 {text}"))
AIMS = st.lists(st.sampled_from(["gait", "strength", "balance", "no aim"]), max_size=2)


@given(TEXTS, AIMS)
@example("and", [])
@example("but, however", ["gait"])
def test_every_text_has_one_of_the_states(text, aims):
    deficit, sign, muscle = read_deficit(text, aims), read_sign(text), read_muscle(text)
    assert deficit.state in {"measured", "empty", "says_nothing", "not_measured"}
    assert sign.state in {"positive", "empty", "says_nothing", "unclear"}
    assert (deficit.state == "empty") is (sign.state == "empty") is (not text.strip())
    assert deficit.quoted == sign.quoted == muscle.quoted == " ".join(text.split())
    assert deficit.measure in deficit.quoted
    assert bool(deficit.measure) is (deficit.state == "measured")
    assert bool(sign.sign) is (sign.state == "positive")
    assert not (muscle.known and (muscle.unknown or not muscle.regions))
    assert read_encounter(text).number is None or read_encounter(text).number > 0


@given(TEXTS)
def test_spaces_change_no_state(text):
    spaced = "  " + "   ".join(text.split(" ")) + "\t"
    assert read_deficit(spaced).state == read_deficit(text).state
    assert read_sign(spaced).state == read_sign(text).state
    assert read_encounter(spaced).number == read_encounter(text).number
    assert read_muscle(spaced).regions == read_muscle(text).regions


@given(st.one_of(IN_A_NOTE, OF_MUSCLES))
def test_capitals_change_no_state(text):
    for other in (text.upper(), text.lower(), text.title()):
        assert read_deficit(other, ["gait"]).state == read_deficit(text, ["gait"]).state
        assert read_sign(other).state == read_sign(text).state
        assert read_encounter(other).number == read_encounter(text).number
        assert read_muscle(other).regions == read_muscle(text).regions


@pytest.mark.parametrize("said", ["left 5, ", "normal 5 ", "upper, ", "1 ", "no tender, ", "9", "c5-"])
def test_a_text_of_any_length_is_read_in_time(said):
    began = time.process_time()
    long = said * 4000
    assert read_deficit(long).state != "empty"
    assert read_sign(long).quoted == long.strip()
    assert read_muscle(long).known is False
    assert time.process_time() - began < 10


@given(st.one_of(st.none(), st.booleans(), st.integers()))
def test_a_number_of_an_encounter_is_from_one(value):
    counts = isinstance(value, int) and not isinstance(value, bool) and value > 0
    assert read_encounter(value).number == (value if counts else None)


@pytest.mark.parametrize("name", ["finding_words.csv", "encounter_words.csv"])
def test_a_word_stands_once_for_each_kind_and_in_small_letters(name):
    held = [(row["words"], row["kind"]) for row in rows(name)]
    assert len(held) == len(set(held))
    assert all(words == words.lower() for words, _ in held)


def test_every_kind_of_the_table_is_one_that_a_reader_asks_for():
    read = "".join(
        path.read_text(encoding="utf-8") for path in Path(cptedu.visit.__file__).parent.rglob("*.py")
    )
    assert {row["kind"] for row in rows("finding_words.csv") if f'"{row["kind"]}"' not in read} == set()
