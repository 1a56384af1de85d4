"""A word that is mended on a page: it is mended everywhere, and what learners kept under the earlier one still counts."""

import json
import re
from pathlib import Path

import pytest

import cptedu
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder
from cptedu.learn.cases import case, cases, load_cases
from cptedu.learn.exercises import State, exercise
from cptedu.lesson import Prediction

READ_BY_LEARNERS = [
    path
    for folder, kinds in (
        (Path(cptedu.__file__).parent, (".py", ".js")),
        (data_folder(), (".toml", ".csv")),
        (Path(__file__).parents[2] / "notebooks", (".ipynb",)),
    )
    for path in folder.rglob("*")
    if path.suffix in kinds and path.name != "finding_words.csv"  # what clinics write is read either way
]
TWO_WORDS = re.compile(r"\bper[\s\\]+cent\b", re.IGNORECASE)

# What each file held when its words were two, and how it was judged.
KEPT = [
    ("case/money-apart-foretold", ["about 13 per cent"], State.RIGHT),
    ("case/money-apart-foretold", ["still about 4 per cent"], State.WRONG),
    ("case/plan-exercise-foretold", ["Medicare 80 per cent, the patient 20"], State.WRONG),
    ("case/plan-nobody-pays", ["Medicare 80 per cent, the patient 20"], State.WRONG),
]
MONEY_APART = "predict-in-2013-97112-had-0-98-rvu-and-97110-68b3b75b"

REWORDED = """
[[case]]
id = "own-fact"
title = "A fact"
kind = "fact"
topic = "timed_units"
question = "How many?"
explanation = "Two."
choices = ["two", "three"]
answer = "two"
"""


def test_percent_is_one_word_wherever_a_learner_reads_it():
    assert len(READ_BY_LEARNERS) > 300
    earlier = [words for one in cases() for before in one.formerly.values() for words in before]
    left = {path.name: path.read_text(encoding="utf-8") for path in READ_BY_LEARNERS}
    for words in earlier:
        left = {name: text.replace(f'"{words}"', "") for name, text in left.items()}
    assert [name for name, text in left.items() if TWO_WORDS.search(text)] == []


@pytest.mark.parametrize(("name", "answer", "state"), KEPT)
def test_an_answer_kept_in_earlier_words_is_judged_as_it_was(name, answer, state):
    came = exercise(name).check(answer)
    assert came.state is state
    assert came.feedback == exercise(name).check([answer[0].replace("per cent", "percent")]).feedback


def test_what_was_never_offered_is_still_refused():
    with pytest.raises(CpteduError, match="about 13 parts"):
        exercise("case/money-apart-foretold").check(["about 13 parts"])


def test_earlier_words_are_offered_to_nobody():
    for one in cases():
        earlier = {words for before in one.formerly.values() for words in before}
        assert not earlier & {*one.choices, one.question}


def test_a_prediction_kept_in_earlier_words_stands_turned(tmp_path, monkeypatch):
    place = tmp_path / ".cptedu" / "kept" / f"{MONEY_APART}.json"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps({"said": "still about 4 per cent"}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    opened = Prediction(case="money-apart-foretold")
    assert opened.said == "still about 4 percent"
    assert opened.reading["turned"]["says"] == "You said still about 4 percent. The answer: about 13 percent."


def test_the_choices_stand_where_they_stood():
    assert [one["words"] for one in Prediction(case="money-apart-foretold").asked["choices"]] == [
        "still about 4 percent",
        "by now 97110 has more",
        "about 13 percent",
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('four = ["4"]', "'four' is not a known choice of this case"),
        ('two = "2"', "write a list"),
        ("two = []", "write a list"),
        ('two = ["three"]', "is a choice of today"),
    ],
)
def test_earlier_words_that_fit_nothing_are_told(tmp_path, written, told):
    file = tmp_path / "own.toml"
    file.write_text(f"{REWORDED}[case.formerly]\n{written}\n", encoding="utf-8")
    with pytest.raises(CpteduError, match=told):
        load_cases(file)


def test_a_case_of_ones_own_may_be_reworded(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f'{REWORDED}[case.formerly]\ntwo = ["2", "2 units"]\n', encoding="utf-8")
    (own,) = load_cases(file)
    assert [own.now_called(one) for one in ("2", "2 units", "two", "4")] == ["two", "two", "two", "4"]
    assert own.first_called("two") == "2"
    assert case("money-apart-foretold").first_asked.startswith("In 2013 97112 had 0.98 RVU")
