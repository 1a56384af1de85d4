"""A payer of one's own is a file: nothing but its text makes its claims, and its findings are in its own words."""

from __future__ import annotations

import re
import string
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import by_code, service, visit, visit_dicts

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.payers import known_choices, load_payer, usual_sentences
from cptedu.payers.choices import NO_LIMIT
from cptedu.rules.payer_limits import COUNTED

OWN = """
name = "north_plan"
label = "North Plan"
says = "A plan that is not shipped."
in_sentences = "North Plan"

[covers]
value = [{covered}]
says = "Of the adjustments only 98940 is paid."

[visits_a_year]
value = 12
says = "Twelve visits a year."

[timed_units_a_visit]
value = 3
says = "Three units of therapy."

[neurological_diagnosis_for]
value = ["97112"]
says = "97112 with a neurological diagnosis only."
"""
COVERED = [number for number, one in codes().items() if not one.family.startswith("cmt") or number == "98940"]
FOREIGN = re.compile(r"Medicare|medicare|subluxation|42 USC|100-02")
FOREIGN_MARKS = {"AT", "GA", "GZ", "GY", "GX", "GP", "GO"}


@pytest.fixture
def north(tmp_path):
    path = tmp_path / "north.toml"
    path.write_text(OWN.format(covered=", ".join(f'"{one}"' for one in COVERED)), encoding="utf-8")
    return load_payer(path).name


def lines(claim):
    return [(one.code, one.units, one.modifiers) for one in claim.lines]


def speaks_of_others(finding):
    said = [finding.says, finding.fix, *(side.says for side in finding.readings)]
    cited = [f"{one.id} {one.title}" for one in finding.citations if finding.rule in OF_COVERAGE]
    return any(FOREIGN.search(one) for one in (*said, *cited))


OF_COVERAGE = {
    *("coverage", "bundled", "never_beside_adjustment", "subluxation_diagnosis", "part", "care_phase"),
    *("wellness_care", "visits_a_year", *COUNTED, "gp_modifier"),
    *("who_performed", "exchanged_code", "unit_limit"),
}


def test_of_the_adjustments_only_98940_is_paid_and_no_other_is_made_of_it(north):
    assert lines(ct.code_visit(visit(north, adjusted=["C5"]))) == [("98940", 1, ())]
    claim = ct.code_visit(visit(north, adjusted=["C5", "T4", "L4", "shoulder"]))
    assert claim.lines == ()
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [
        ("98941", "not_covered"),
        ("98943", "not_covered"),
    ]
    said = claim.unbilled[0].findings[-1]
    assert said.says == "North Plan does not pay 98941. Of the adjustments only 98940 is paid."


def test_twelve_visits_a_year_are_asked_about_since_a_visit_does_not_know_its_number(north):
    claim = ct.code_visit(visit(north, adjusted=["C5"]))
    [asked] = [note for note in claim.notes if note.rule == "visits_a_year"]
    assert asked.verdict.value == "ask"
    assert asked.says.startswith("North Plan pays at most 12 visits a year,")


def test_what_is_above_three_timed_units_is_said_and_the_units_stay(north):
    long = visit(north, services=[service("strength", minutes=60)])
    claim = ct.code_visit(long)
    assert lines(claim) == [("97110", 4, ())]
    [above] = [note for note in claim.notes if note.rule == "timed_units_a_visit"]
    assert (above.verdict.value, above.numbers) == ("not_covered", (("limit", 3), ("on this claim", 4)))
    told = ct.review_claim(long, [("97110", 4, ())])
    assert above in told.unknown
    three = ct.code_visit(visit(north, services=[service("strength", minutes=45)]))
    assert not [note for note in three.notes if note.rule == "timed_units_a_visit"]


@pytest.mark.parametrize(("diagnoses", "billed"), [(["G20.A1"], True), (["M54.2"], False)])
def test_97112_is_paid_with_a_neurological_diagnosis_alone(north, diagnoses, billed):
    claim = ct.code_visit(visit(north, diagnoses=diagnoses, services=[service("balance")]))
    assert [one.code for one in claim.lines] == (["97112"] if billed else [])


def test_it_is_compared_with_others_and_the_claim_as_a_whole_is_not_overlooked(north):
    long = visit(adjusted=["C5"], services=[service("strength", minutes=60)])
    found = ct.compare_payers(long, ["commercial_ncci", north])
    assert {(one.code, one.findings[0].rule) for one in found.differences} == {
        ("", "timed_units_a_visit"),
        ("", "visits_a_year"),
    }
    assert all(one.payers == ("commercial_ncci", north) and one.says for one in found.differences)


def test_a_plan_of_care_ends_when_the_visits_of_a_year_are_used_up(north):
    from cptedu.analysis.plan_of_care import episode, plan_from_dict

    plan = {
        "title": "Neck",
        "illustrative": "Made up.",
        "starts_on": "2025-12-01",
        "payer": north,
        "charges": {"98940": 40},
        "contract": {"coinsurance": 0.2, "allowed": {"98940": 30}},
        "phases": [
            {
                "name": "acute",
                "weeks": 12,
                "visits_per_week": 3,
                "care": "active",
                "adjusted": ["C5"],
            }
        ],
    }
    visits = episode(plan_from_dict(plan)).visits
    ended = [one.shares.ended is not None for one in visits]
    by_year = {
        year: [e for one, e in zip(visits, ended, strict=True) if one.on.year == year]
        for year in (2025, 2026)
    }
    assert by_year[2025] == [False] * 12 + [True] * (len(by_year[2025]) - 12)
    assert by_year[2026][:13] == [False] * 12 + [True]
    assert "North Plan" not in visits[12].shares.ended.says
    assert (
        visits[12].shares.ended.says
        == "This payer pays 12 visits a year. This is visit 13 of the calendar year."
    )


def a_plan(payer, **more):
    from cptedu.analysis.plan_of_care import plan_from_dict

    phase = {"name": "wellness", "weeks": 1, "visits_per_week": 1, "care": "maintenance", "adjusted": ["C5"]}
    money = {"charges": {"98940": 40}, "contract": {"coinsurance": 0.25, "allowed": {"98940": 30}} | more}
    return plan_from_dict(
        {"starts_on": "2026-03-02", "track": "non_apm", "payer": payer, **money, "phases": [phase]}
    )


@pytest.mark.parametrize(
    ("maintenance", "paid", "owed", "ended"),
    [
        ("paid", "22.50", "7.50", None),
        ("not_paid", "0.00", "40.00", "not_covered"),
        ("ask", None, None, "no_data"),
    ],
)
def test_whether_maintenance_is_paid_is_the_payers_word_where_the_plan_of_care_says_nothing(
    tmp_path, maintenance, paid, owed, ended
):
    from cptedu.analysis.plan_of_care import episode

    path = tmp_path / "own.toml"
    path.write_text(f'name = "own"\n[maintenance]\nvalue = "{maintenance}"\n', encoding="utf-8")
    [one] = episode(a_plan(load_payer(path).name)).visits
    assert (one.shares.payer, one.shares.patient) == (paid and Decimal(paid), owed and Decimal(owed))
    assert (one.shares.ended and one.shares.ended.verdict.value) == ended
    [told] = episode(
        a_plan("own", maintenance_covered=True)
    ).visits  # the plan of care knows its contract better
    assert told.shares.payer == Decimal("22.50")


def test_in_a_practice_paid_in_cash_the_patient_pays_the_charge():
    from cptedu.analysis.plan_of_care import episode

    [one] = episode(a_plan("cash")).visits
    assert (one.shares.payer, one.shares.patient, one.shares.ended) == (0, Decimal(40), None)
    assert one.shares.steps == ("The practice's charge for 98940: $40.00.",)


@given(visit_dicts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_said_in_the_words_of_another_payer(north, written):
    claim = ct.code_visit(ct.Visit.from_dict(dict(written) | {"payer": north}))
    assert not [finding.says for finding in claim.findings if speaks_of_others(finding)]
    assert not [one for one in claim.lines if set(one.modifiers) & FOREIGN_MARKS]


def small_payers():
    """Every choice of words and yes or no, one after the other, and every list and limit with something in it."""
    for name, one in known_choices().items():
        if one.kind == "word":
            yield from ((name, f'"{word}"') for word in one.words)
        elif one.kind == "yes or no":
            yield from ((name, word) for word in ("true", "false"))
        elif one.kind == "number":
            yield from ((name, word) for word in ("1", f'"{NO_LIMIT}"'))
        elif one.kind == "exchange":
            yield name, '{ 97014 = "G0283" }'
        else:
            yield name, '["97010", "97112"]' if one.kind == "codes" else '["51"]'


FULL = [
    {"adjusted": ["C5", "T4", "shoulder"], "care": care, "abn": abn, "part": ["P"], "diagnoses": ["M54.2"]}
    for care, abn in product(("active", "maintenance", None), ("none", "required", "voluntary"))
]
SERVICES = [
    service("balance", minutes=90),
    service("soft_tissue", regions=["cervical"]),
    service("strength", performed_by="therapist"),
    service("self_care", performed_by="unlicensed_assistant"),
    by_code("97010"),
    by_code("97014"),
    by_code("97032", contact="unattended", minutes=15),
]


@pytest.mark.parametrize(("choice", "value"), list(small_payers()), ids=str)
def test_whatever_a_payer_chooses_its_findings_never_name_medicare(tmp_path, choice, value):
    path = tmp_path / "made_up.toml"
    path.write_text(f'name = "made_up"\n[{choice}]\nvalue = {value}\n', encoding="utf-8")
    made_up = load_payer(path).name
    for keys in FULL:
        seen = visit(
            made_up, services=SERVICES, evaluation={"code": "99213", "separate": True},
            **{key: held for key, held in keys.items() if held is not None},
        )  # fmt: skip
        claim = ct.code_visit(seen)
        proposed = [("98940", 1, ("AT", "GA")), ("97112", 1, ("GY", "GP")), ("97014", 1, ("GX", "GZ", "25"))]
        found = ct.review_claim(seen, proposed)
        for finding in (*claim.findings, *found.wrong, *found.missing, *found.unknown):
            said = (finding.says, finding.fix, *(side.says for side in finding.readings))
            assert not any("medicare" in one.lower() for one in said), finding
            assert not any(one.id.startswith("usc-42") for one in finding.citations), finding


@pytest.mark.parametrize("name", usual_sentences())
def test_every_sentence_may_be_the_payers_own(tmp_path, name):
    fields = usual_sentences()[name].fields
    path = tmp_path / "own.toml"
    text = (
        f'name = "own"\n[sentences.{name}]\nsays = "Ours: {{code}}."\nfix = "Do this."\nsource = "nysca-gp"\n'
    )
    path.write_text(text, encoding="utf-8")
    said = load_payer(path).sentence(name, **dict.fromkeys(fields, "97010"))
    assert (said.says, said.fix) == ("Ours: 97010.", "Do this.")
    assert load_payer(path).sentence_sources(name) == ("nysca-gp",)


def test_no_shipped_sentence_leaves_a_field_unfilled():
    for name, sentence in usual_sentences().items():
        held = [field for _, field, *_ in string.Formatter().parse(sentence.says + sentence.fix) if field]
        assert set(held) <= set(sentence.fields), name


# --- sources of its own -----------------------------------------------------------------------------------------------

WITH_A_CONTRACT = """
name = "contract_plan"
label = "Contract Plan"
says = "Pays no 98941."
in_sentences = "Contract Plan"

[never_paid]
value = ["98941"]
source = ["contract"]
confirmed = true

[sources.contract]
title = "Contract Plan, provider agreement"
section = "appendix B"
date = 2026-01-01
"""


def contract_plan(tmp_path, written=WITH_A_CONTRACT):
    place = tmp_path / "contract_plan.toml"
    place.write_text(written, encoding="utf-8")
    return ct.load_payer(place)


def test_what_a_plan_never_pays_cites_its_own_contract(tmp_path):
    made = contract_plan(tmp_path)
    [source] = made.choice("never_paid").sources
    assert (str(source), made.choice("never_paid").confirmed) == (
        "Contract Plan, provider agreement, appendix B, 2026-01-01",
        True,
    )
    claim = ct.code_visit(visit("contract_plan", adjusted=["C5", "T4", "L3"]))
    [left] = claim.unbilled
    told = [finding for finding in left.findings if "does not pay" in finding.says]
    assert told
    assert [one.title for one in told[0].citations] == ["Contract Plan, provider agreement"]


def test_a_contract_that_changed_is_cited_as_it_is_now(tmp_path):
    contract_plan(tmp_path)
    made = contract_plan(tmp_path, WITH_A_CONTRACT.replace("appendix B", "appendix C"))
    assert [one.section for one in made.choice("never_paid").sources] == ["appendix C"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ('title = "Contract Plan, provider agreement"', ""),
            r"\[sources\.contract\]: title = '' is not a text",
        ),
        (('section = "appendix B"', 'page = "3"'), r"'page' is not a known key"),
        (('section = "appendix B"', "section = 3"), r"section = 3 is not a text"),
        (("[sources.contract]", "[sources.cms-1500]"), r"the course has a source of that id"),
        (('source = ["contract"]', 'source = ["contrakt"]'), r"'contrakt' is not a known source"),
    ],
)
def test_a_source_with_a_mistake_is_told_what_to_write(tmp_path, change, says):
    with pytest.raises(ct.CpteduError, match=says):
        contract_plan(tmp_path, WITH_A_CONTRACT.replace(*change))
