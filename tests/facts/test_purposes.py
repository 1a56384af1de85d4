"""A purpose is a row: which code it points to, why, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from other_tables import forget_what_was_read

from cptedu.facts import codes as table_of_codes
from cptedu.facts.codes import purpose_of_code, purposes
from cptedu.facts.tables import Row, rows
from cptedu.rules.exercise_code import exercise_code

CODE = {**rows("codes.csv")[-1], "code": "97999", "label": "training of the senses", "family": "self_care"}
CODE |= {"timed": "yes", "contact": "one_on_one", "always_therapy": "yes"}


@pytest.fixture
def more_rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[Row]]]:
    """Let a test lay rows beside the shipped ones."""
    more: dict[str, list[Row]] = {}

    def laid(name: str) -> tuple[Row, ...]:
        return (*rows(name), *more.get(name, ()))

    monkeypatch.setattr(table_of_codes, "rows", laid)
    forget_what_was_read()
    yield more
    monkeypatch.undo()
    forget_what_was_read()


def a_purpose(purpose: str, number: str, label: str, says: str = "") -> Row:
    source = {"more_sources": "", "source": "cptedu-inference"}
    return {"purpose": purpose, "code": number, "label": label, "says": says, **source}


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("", "training of the senses is 97999"),
        ("work on how the senses are taken in is 97999", "work on how the senses are taken in is 97999"),
    ],
)
def test_a_code_with_its_purpose_is_rows_and_nothing_else(more_rows, says, told):
    more_rows["codes.csv"] = [CODE]
    more_rows["purposes.csv"] = [a_purpose("senses", "97999", "training of the senses", says)]
    found = exercise_code(["senses"], contact="one_on_one")
    assert (found.code, found.verdict.value) == ("97999", "supported")
    assert f"Recorded purpose: senses. By purpose, {told}." in found.says
    assert "cptedu-inference" in {citation.id for citation in found.citations}


def test_a_purpose_alone_for_a_code_that_is_held_is_enough(more_rows):
    more_rows["purposes.csv"] = [a_purpose("performance_test", "97750", "a measured test of performance")]
    found = exercise_code(["performance_test"])
    assert (found.code, found.verdict.value) == ("97750", "supported")
    assert "By purpose, a measured test of performance is 97750." in found.says


def test_beside_a_known_purpose_both_are_named(more_rows):
    more_rows["purposes.csv"] = [a_purpose("performance_test", "97750", "a measured test of performance")]
    found = exercise_code(["performance_test", "massage"])
    assert (found.code, found.verdict.value) == (None, "ask")
    assert "a measured test of performance is 97750" in found.says


def test_what_one_code_is_for_is_said_once():
    for number in purposes().values():
        says, sources = purpose_of_code(number)
        assert says.count(number) == 1
        assert sources
