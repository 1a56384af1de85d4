"""What a rule says, made the finding of one visit."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import record

import cptedu as ct
from cptedu.engine.stamped import findings_of, stamped
from cptedu.facts.sources import cite, collected_on
from cptedu.model import Finding, Verdict
from cptedu.payers import load_payer
from cptedu.rules.said import Said, reading

PLAN = """
name = "stamped_plan"
label = "Stamped Plan"
says = "Tests sentences."
like = "commercial_ncci"
in_sentences = "Stamped Plan"

[bundled]
value = ["97010"]
source = ["contract"]
confirmed = true
says = "Packs are part of the rest."

[sentences.ask_about]
says = "{Payer} wants a call about {code}."
fix = "Call about {code}."
source = ["handbook"]

[sources.contract]
title = "Agreement"

[sources.handbook]
title = "Handbook"
"""


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "stamped_plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    return load_payer(file)


def test_a_finding_bears_the_visits_date_and_payer_and_all_that_was_said():
    side = reading("One side.", "aca-1997", "cptedu-inference")
    said = Said(
        "a_rule",
        Verdict.CONTESTED,
        "It is disputed.",
        ("cpt-contact", "aca-1997"),
        code="97112",
        fix="Ask.",
        numbers=(("units", 2),),
        readings=(side,),
        about="balance board",
        either_way=True,
        used=("abn",),
        vintage="MUE 2024 Q3",
    )
    assert stamped(record("federal_va", on="2025-05-05"), said) == Finding(
        rule="a_rule",
        verdict=Verdict.CONTESTED,
        says="It is disputed.",
        citations=(cite("cpt-contact"), cite("aca-1997")),
        on=date(2025, 5, 5),
        vintage="MUE 2024 Q3",
        payer="federal_va",
        code="97112",
        fix="Ask.",
        numbers=(("units", 2),),
        readings=(side,),
        about="balance board",
        either_way=True,
        used=("abn",),
    )


def test_a_rule_that_rests_on_text_alone_is_of_the_day_of_collection():
    found = stamped(record(), Said("a_rule", Verdict.ASK, "Ask.", ("cpt-contact",)))
    assert found.vintage == f"rules as collected {collected_on()}"
    assert (found.code, found.fix, found.numbers, found.readings, found.about) == (None, "", (), (), "")


def test_a_source_that_is_not_held_is_refused():
    with pytest.raises(ct.CpteduError, match="'cpt-contacts' is not a known source"):
        stamped(record(), Said("a_rule", Verdict.ASK, "Ask.", ("cpt-contacts",)))


def test_a_diagnosis_that_was_looked_at_is_used_wherever_it_stands():
    seen = record(diagnoses=["M54.2", "M99.01", "M54.2"])
    said = Said("a_rule", Verdict.ASK, "Ask.", ("cpt-contact",), used=("abn",), diagnoses=("M54.2",))
    assert stamped(seen, said).used == ("abn", "diagnoses[1]", "diagnoses[3]")
    assert stamped(record(), said).used == ("abn",)


def ids(found: Finding) -> list[str]:
    return [citation.id for citation in found.citations]


def test_a_choice_is_cited_as_the_payers_file_does_and_before_what_the_rule_rests_on():
    said = Said("a_rule", Verdict.ASK, "Ask.", ("cpt-contact",), choices=("gp_on_therapy",))
    assert ids(stamped(record("federal_va"), said)) == ["mpamedia-va-gp", "cpt-contact"]
    # Where nobody wrote the choice down it is our inference.
    assert ids(stamped(record("cash"), said)) == ["cptedu-inference", "cpt-contact"]


def test_a_sentence_stands_in_the_payers_words_with_the_code_and_what_the_file_cites(plan):
    seen = record(plan.name)
    said = Said("a_rule", Verdict.ASK, code="97010", choices=("bundled",), sentence="ask_about")
    found = stamped(seen, said)
    assert (found.says, found.fix) == ("Stamped Plan wants a call about 97010.", "Call about 97010.")
    assert ids(found) == ["stamped_plan/handbook", "stamped_plan/contract"]
    # What a sentence's own source says is no inference of ours, whatever the choice beside it.
    unwritten = said._replace(choices=("visits_a_year",))
    assert ids(stamped(seen, unwritten)) == ["stamped_plan/handbook"]


def test_a_rules_own_advice_stands_before_the_sentences_and_what_is_well_needs_none(plan):
    said = Said("a_rule", Verdict.ASK, code="97010", choices=("bundled",), sentence="ask_about")
    assert stamped(record(plan.name), said._replace(fix="Wait.")).fix == "Wait."
    assert stamped(record(plan.name), said._replace(verdict=Verdict.SUPPORTED)).fix == ""


def test_what_else_a_sentence_names_is_filled_in():
    said = Said(
        "exchanged_code",
        Verdict.SUPPORTED,
        code="G0283",
        choices=("exchanged",),
        sentence="exchanged",
        fields=(("new", "G0283"), ("old", "97014")),
    )
    says = stamped(record("medicare"), said).says
    assert "G0283" in says
    assert "97014" in says
    assert "{" not in says


def test_findings_stand_in_the_order_in_which_they_were_said():
    said = [Said(rule, Verdict.ASK, "Ask.", ("cpt-contact",)) for rule in ("one", "two", "one")]
    assert [one.rule for one in findings_of(record(), said)] == ["one", "two", "one"]
