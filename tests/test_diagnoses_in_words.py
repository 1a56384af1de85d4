"""Wherever a learner reads the number of a diagnosis, its plain words stand beside it, if a table has some."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cptedu.engine.coding import code_visit
from cptedu.example_visits import example_visit, example_visits
from cptedu.explain import claim_to_print
from cptedu.facts.diagnoses import diagnosis
from cptedu.learn.deck import load_deck, seminar_deck
from cptedu.learn.exercises import drawn_exercise, exercise, written_exercises
from cptedu.learn.generator import kinds_of
from cptedu.learn.questions import SKILLS
from cptedu.lesson import show_note
from cptedu.widgets.note_to_code.note_elements import elements_of
from cptedu.widgets.practice.answer_form import answer_form
from cptedu.widgets.presentation.stage_note import MOST_IN_WORDS, note_facts

DAY = date(2026, 3, 4)
NUMBER = re.compile(r"(?<![\w.])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?!\w)")
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def bare(words: str) -> list[str]:
    """Give the numbers behind which no words stand; of a family from one number to another none are wanted."""
    found = []
    for one in NUMBER.finditer(words):
        before, behind = words[: one.start()], words[one.end() :]
        in_a_range = re.match(r" ?(to|-|–) ?[A-Z]\d", behind) or re.search(r"\d ?(to|-|–) ?$", before)
        if diagnosis(one[0], DAY).label and not behind.startswith(" (") and not in_a_range:
            found.append(one[0])
    return found


def test_a_number_alone_is_found_and_one_with_its_words_is_not() -> None:
    assert bare("M54.2, M99.01 (joint dysfunction, neck)") == ["M54.2"]
    assert bare("M99.00 to M99.05, 2.5 cm, Q99.99") == []


def shown() -> Iterator[str]:
    """Give what is shown of the example visits."""
    for name in example_visits():
        seen = example_visit(name)
        yield repr(show_note(seen))
        yield claim_to_print(code_visit(seen))
        yield " ".join(one.text for one in elements_of(seen))
    for slide in load_deck(seminar_deck()).slides:
        rows = note_facts(slide, slide.visit, {})
        few = (
            len(slide.visit.diagnoses or ()) <= MOST_IN_WORDS
        )  # a slide has no room for the words of a long list
        yield " ".join(row["value"] for row in rows if few or row["label"] != "Diagnoses")


def test_on_every_card_of_a_visit() -> None:
    told = list(shown())
    assert sum(len(NUMBER.findall(one)) for one in told) > 20
    assert [bare(one) for one in told if bare(one)] == []


@pytest.mark.parametrize("skill", SKILLS)
def test_in_every_exercise_and_in_what_the_rules_say_of_it(skill: str) -> None:
    asked = [
        drawn_exercise(skill, seed, level, kind)
        for kind in kinds_of(skill)
        if kind not in ("sentence", "missing", "note")  # there the note stands as the office wrote it
        for level in (1, 2, 3)
        for seed in range(3)
    ]
    for one in (*asked, *written_exercises(skill=skill)):
        question = one.question
        told = [question.text, *(text for _, text in question.record), one.solution.answer]
        told += [str(each["label"]) for each in answer_form(question).get("options", ())]
        if one.solution.claim is not None:
            claim = one.solution.claim
            told += [each.says for item in (*claim.lines, *claim.unbilled) for each in item.findings]
        assert [bare(each) for each in told if bare(each)] == [], one.id


def test_the_diagnoses_that_are_put_in_order_can_be_told_apart_by_a_beginner() -> None:
    one = next(
        asked
        for seed in range(60)
        if (asked := exercise(f"medicare/order/1/{seed}")).question.aspect == "diagnoses"
    )
    assert all(" (" in each["label"] for each in answer_form(one.question)["options"])
    assert [each["value"] for each in answer_form(one.question)["options"]] == list(one.question.options)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_in_what_a_lesson_shows(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        words = ["".join(cell["source"])] if cell["cell_type"] == "markdown" else []
        words += ["".join(one.get("data", {}).get("text/plain", "")) for one in cell.get("outputs", ())]
        assert [bare(one) for one in words if bare(one)] == []
