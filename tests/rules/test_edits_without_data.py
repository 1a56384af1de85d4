"""Pairs on a claim whose edit is not held."""

from __future__ import annotations

from datetime import date

from strategies import ON, check, in_plain_sentences

from cptedu.rules.edits_without_data import edits_without_data
from cptedu.rules.ptp_edit import ptp_edit


def asked(pairs, on=ON):
    return {frozenset(pair): ptp_edit(*pair, on) for pair in pairs}


def test_pairs_that_are_answered_need_no_word():
    assert edits_without_data({}) is None
    assert edits_without_data(asked([("98940", "97112"), ("98940", "97110")])) is None


def test_each_unanswered_pair_is_named_once():
    pairs = asked([("98940", "97537"), ("97537", "98940"), ("98940", "97112"), ("97537", "97112")])
    found = check(
        edits_without_data(pairs),
        "ptp_edit",
        "no_data",
        "is not held for this date: 97112 with 97537; 97537 with 98940. They stay on the claim.",
        cites=("ncci-ptp-2024q3",),
        fix="Look the pairs up in CMS's file of that quarter.",
        vintage="NCCI PTP 2024 Q3",
    )
    assert len(found.citations) == 1


def test_before_the_first_release_the_pairs_are_named_too():
    early = date(2020, 5, 5)
    found = edits_without_data(asked([("97012", "97140"), ("98940", "97112")], early))
    assert "97012 with 97140" in found.says
    assert "98940 with" not in found.says
    assert "97112 with 98940" in found.says
    # Why this pair is not held is known, and said.
    assert (
        "one row ended on December 31, 2019, the next began on October 1, 2020, which is inferred"
        in found.says
    )


def test_before_2002_the_note_says_that_therapy_was_not_paid_beside_an_adjustment():
    early = date(2001, 5, 10)
    found = edits_without_data(asked([("98940", "97112"), ("98940", "97110")], early))
    assert found.verdict == "no_data"
    assert "97112 was not paid beside 98940 until then, not even in another region." in found.says
    assert "aca-ncci-2002" in found.sources
    both = edits_without_data(asked([("98940", "97112"), ("98940", "97140")], early))
    assert in_plain_sentences(both.says)
    for therapy in ("97112", "97140"):
        assert f"{therapy} was not paid beside 98940 until then" in both.says
