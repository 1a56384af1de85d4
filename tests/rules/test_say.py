"""How a rule puts what it found."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import record

import cptedu as ct
from cptedu.facts.sources import cite, collected_on
from cptedu.model import Verdict
from cptedu.rules.say import reading, say


def test_a_finding_bears_the_visits_date_and_payer_and_all_that_was_said():
    side = reading("One side.", "aca-1997", "cptedu-inference")
    found = say(
        record("federal_va", on="2025-05-05"),
        "a_rule",
        Verdict.CONTESTED,
        "It is disputed.",
        ["cpt-contact", "aca-1997"],
        vintage="MUE 2024 Q3",
        code="97112",
        fix="Ask.",
        numbers=(("units", 2),),
        readings=(side,),
        about="balance board",
    )
    assert (found.rule, found.verdict, found.says) == ("a_rule", Verdict.CONTESTED, "It is disputed.")
    assert found.citations == (cite("cpt-contact"), cite("aca-1997"))
    assert (found.on, found.payer, found.vintage) == (date(2025, 5, 5), "federal_va", "MUE 2024 Q3")
    assert (found.code, found.fix, found.about) == ("97112", "Ask.", "balance board")
    assert (found.numbers, found.readings) == ((("units", 2),), (side,))
    assert side.held_by == (cite("aca-1997"), cite("cptedu-inference"))


def test_a_rule_that_rests_on_text_alone_is_of_the_day_of_collection():
    found = say(record(), "a_rule", Verdict.ASK, "Ask.", ["cpt-contact"])
    assert found.vintage == f"rules as collected {collected_on()}"
    assert (found.code, found.fix, found.numbers, found.readings, found.about) == (None, "", (), (), "")


def test_a_source_that_is_not_held_is_refused():
    with pytest.raises(ct.CpteduError, match="'cpt-contacts' is not a known source"):
        say(record(), "a_rule", Verdict.ASK, "Ask.", ["cpt-contacts"])
    with pytest.raises(ct.CpteduError, match="is not a known source"):
        reading("One side.", "nobody")
