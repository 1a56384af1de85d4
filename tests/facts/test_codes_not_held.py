"""Codes by number: what is held, what is known by number alone, and what is not known at all."""

from __future__ import annotations

import itertools
import re

import pytest

import cptedu as ct
from cptedu.errors import unknown
from cptedu.facts.codes import code, codes
from cptedu.facts.codes_not_held import code_not_held
from cptedu.facts.tables import rows


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("S9090", "traction on a decompression table"),
        ("s8990", "care that maintains"),
        ("29540", "strapping or bandaging of a hip, a leg or a foot"),
        ("29200", "strapping of the chest"),
        ("L3020", "foot orthosis"),
        ("0552T", "cold laser"),
        ("99070", "supplies"),
        ("97799", "physical medicine that has no number"),
    ],
)
def test_a_code_that_offices_meet_is_known_by_number_and_nothing_more(number, says):
    with pytest.raises(
        ct.NotInDataError, match=rf"^'{number}' is not held; it is known by number alone: {says}"
    ):
        code(number)


@pytest.mark.parametrize("number", ["97111", "00000", "10060", "G0999", "99999"])
def test_a_number_that_no_table_has_is_said_not_to_be_held(number):
    with pytest.raises(ct.NotInDataError, match="is not a known code: the table does not hold it"):
        code(number)


@pytest.mark.parametrize(
    ("given", "apart"),
    [
        ("97112-59", "code 97112, modifier 59"),
        ("97112 59", "code 97112, modifier 59"),
        ("97140-59-GP", "code 97140, modifiers 59-GP"),
        ("g0283:gp", "code G0283, modifier GP"),
        ("S9090-GY", "code S9090, modifier GY"),
    ],
)
def test_a_modifier_is_written_apart(given, apart):
    with pytest.raises(ct.CpteduError, match=rf"Write the modifiers? apart: {apart}\.$"):
        code(given)


def one_digit_other(number: str) -> set[str]:
    spots = [n for n, letter in enumerate(number) if letter.isdigit()]
    return {number[:n] + digit + number[n + 1 :] for n in spots for digit in "0123456789"} - {number}


def test_no_number_is_ever_answered_with_another_one():
    for number in codes():
        for given in one_digit_other(number) | {number[:-1], number + "0", f"{number}-5"}:
            if given in codes():
                continue
            with pytest.raises(ct.CpteduError) as refused:
                code(given)
            assert "Did you mean" not in str(refused.value)
            # The label of a code known by number may name the code that took its place; nothing else does.
            if code_not_held(given) is None and given != f"{number}-5":
                assert set(re.findall(r"\b[A-Z]?\d{4,5}\b", str(refused.value))) <= {given, given.upper()}


@pytest.mark.parametrize("what", ["code of this question", "payer", "column"])
@pytest.mark.parametrize("given", ["97111", "S8990", "29540", 97111, "C9", "15202", "97112-59", "9894O"])
def test_no_list_of_accepted_words_suggests_a_number_for_a_number(what, given):
    said = str(unknown(what, given, [*codes(), "15202-00", "C5", "C7", "97112-59x"]))
    assert "Did you mean" not in said


def test_a_word_with_the_same_digits_is_still_suggested():
    assert "Did you mean 'criteria_97112'?" in str(
        unknown("choice", "criteria97112", ["criteria_97112", "gp"])
    )
    assert "Did you mean" not in str(unknown("choice", "criteria_97113", ["criteria_97112", "gp"]))


def test_what_is_not_held_is_held_nowhere():
    for row in rows("codes_not_held.csv"):
        assert row["first"] <= row["last"]
        assert [number for number in codes() if row["first"] <= number <= row["last"]] == []
        assert row["label"][0].islower()
        assert row["means"].endswith(".")


def test_the_numbers_that_are_not_held_do_not_overlap():
    runs = sorted((row["first"], row["last"]) for row in rows("codes_not_held.csv"))
    assert all(one[1] < two[0] for one, two in itertools.pairwise(runs))
