"""A day is written as in an American office wherever a learner reads one, but in what a note says and in what was typed."""

import re

import pytest

from cptedu.engine.coding import code_visit
from cptedu.learn.cases import cases
from cptedu.learn.exercises import exercise, written_exercises
from cptedu.learn.questions import answer_as_json

YEAR_FIRST = re.compile(r"\b\d{4}-\d\d-\d\d\b")
DAY_FIRST = re.compile(
    r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
QUOTED = re.compile(r"“[^”]*”|\'[^\']*\'|\"[^\"]*\"")
WITH_VISITS = [one for one in cases() if one.visit is not None]


def strange_days(words):
    bare = QUOTED.sub("", words)
    return [found.group() for one in (YEAR_FIRST, DAY_FIRST) for found in one.finditer(bare)]


@pytest.mark.parametrize("one", WITH_VISITS, ids=lambda one: one.id)
def test_no_finding_of_a_case_has_a_day_as_a_table_has_it(one):
    claim = code_visit(one.visit)
    told = [*claim.findings, *(f for item in (*claim.lines, *claim.unbilled) for f in item.findings)]
    assert [day for found in told for day in strange_days(f"{found.says} {found.fix or ''}")] == []


def test_nor_has_a_question_a_hint_or_a_right_reply():
    asked = written_exercises()
    assert len(asked) > 100
    for one in asked:
        right = exercise(one.id).check(answer_as_json(one.question.right[0])).feedback
        hints = [
            hint for hint in one.hints if not hint.startswith("It is written here")
        ]  # as their titles are
        # A choice is kept by its words, so those of two cases stay as they were.
        for choice in one.question.options:
            right = right.replace(str(choice), "")
        assert strange_days(" ".join((one.question.text, *hints, right))) == [], one.id
