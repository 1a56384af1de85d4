"""What a payer's file may hold: every choice has a kind, a default and words, and a file from before still loads."""

from __future__ import annotations

import re

import pytest
from strategies import PAYERS, service, visit

import cptedu as ct
from cptedu import CpteduError
from cptedu.facts.tables import document
from cptedu.payers import choices as choices_read
from cptedu.payers import first_payers, known_choices, load_payer, payer, payers, usual_sentences
from cptedu.payers import sentences as sentences_read
from cptedu.payers.choices import KINDS
from cptedu.payers.told import choices_as_text, payer_as_text
from cptedu.payers.values import read_value

BEFORE = """
name = "from_before"
label = "From before"
says = "Written when there were eight choices."

[unit_method]
value = "cms_total_time"

[benefit]
value = "{benefit}"

[same_region]
value = "refused"

[distinct_service_modifier]
value = "XS"

[gp_on_therapy]
value = true

[criteria_97112]
value = "{criteria}"

[unlicensed_assistant]
value = "ask"

[needs_51_on_98943]
value = false
"""


def load(tmp_path, text):
    path = tmp_path / "payer.toml"
    path.write_text(text, encoding="utf-8")
    return load_payer(path)


def test_every_choice_has_a_known_kind_words_and_a_default_that_is_accepted():
    for one in known_choices().values():
        assert one.kind in KINDS
        assert one.says.endswith(".")
        assert bool(one.accepted) == (one.kind == "word")
        if one.kind == "word":
            assert one.default in one.words
            assert all(means for _, means in one.accepted)


def test_a_name_alone_is_a_payer_with_every_default(tmp_path):
    held = load(tmp_path, 'name = "bare"\n')
    day = visit().date_of_service
    assert {name: held.wants(name, day) for name in known_choices()} == {
        n: one.default for n, one in known_choices().items()
    }
    assert not any(choice.confirmed for _, choice in held.choices)


@pytest.mark.parametrize("criteria", ["functional_deficit", "neurological_diagnosis"])
def test_a_file_of_the_eight_former_choices_means_what_it_meant(tmp_path, criteria):
    held = load(tmp_path, BEFORE.format(benefit="plan", criteria=criteria))
    kept = visit(held.name, adjusted=["C5"], diagnoses=["M54.2"], services=[service("balance")])
    claim = ct.code_visit(kept)
    wanted = [("98940", ())] + ([("97112", ("XS", "GP"))] if criteria == "functional_deficit" else [])
    assert [(one.code, one.modifiers) for one in claim.lines] == wanted


def test_the_former_benefit_of_adjustments_alone_is_the_payers_own_and_not_medicares(tmp_path):
    # A payer that pays adjustments alone has neither AT nor GY, and its words are not Medicare's.
    held = load(tmp_path, BEFORE.format(benefit="spinal_cmt_only", criteria="functional_deficit"))
    claim = ct.code_visit(visit(held.name, adjusted=["C5"], care="active", services=[service("strength")]))
    assert [(one.code, one.modifiers) for one in claim.lines] == [("98940", ())]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [("97110", "not_covered")]
    assert not any("Medicare" in finding.says + finding.fix for finding in claim.findings)


def test_a_former_choice_keeps_its_day(tmp_path):
    text = 'name = "dated"\nlike = "commercial_ncci"\n[benefit]\nvalue = "spinal_cmt_only"\nsince = 2026-01-01\nbefore = "plan"\n'
    held = load(tmp_path, text)
    for on, billed in (("2025-12-31", ["97110"]), ("2026-01-01", [])):
        claim = ct.code_visit(visit(held.name, on, services=[service("strength")]))
        assert [one.code for one in claim.lines] == billed


def test_a_former_plan_that_was_like_medicare_has_nothing_of_medicares_adjustment(tmp_path):
    held = load(tmp_path, 'name = "was"\nlike = "medicare"\n[benefit]\nvalue = "plan"\n')
    claim = ct.code_visit(
        visit(held.name, adjusted=["C5"], care="maintenance", services=[service("strength")])
    )
    assert [(one.code, one.modifiers, one.verdict.value) for one in claim.lines] == [
        ("98940", (), "supported"),
        ("97110", ("GP",), "supported"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[benefit]\nvalue = "medicare"\n', "Accepted: 'spinal_cmt_only', 'plan'"),
        ('[covers]\nvalue = "98940"\n', "a list in square brackets"),
        ("[covers]\nvalue = [98940]\n", "98940 is not a code"),
        ('[covers]\nvalue = ["9894"]\n', "'9894' is not a code"),
        ('[not_covered_modifiers]\nvalue = ["G1"]\n', "'G1' is not a known modifier. Accepted: 25, 59"),
        ("[visits_a_year]\nvalue = 0\n", 'a whole number from 1 on, or "no limit"'),
        ('[visits_a_year]\nvalue = "twelve"\n', 'a whole number from 1 on, or "no limit"'),
        ("[visits_a_year]\nvalue = true\n", 'a whole number from 1 on, or "no limit"'),
        ("[visits_a_year]\nvalue = 12\nsince = 2026-01-01\n", "before is needed"),
        ('[exchanged]\nvalue = ["97014"]\n', "a table of codes"),
        ('[exchanged]\nvalue = { 97014 = "X1234" }\n', "'X1234' is not a code of this course's table"),
        ('[exchanged]\nvalue = { 97014 = "97032" }\n', "counted by different rules"),
        ('[unit_method]\nvalue = "cms_total"\n', "Did you mean 'cms_total_time'"),
        ("shown = true\n", "not a whole number"),
        ("in_sentences = 3\n", "not a text"),
        ("sentences = 3\n", "[sentences.bundled]"),
        ('[sentences.bundeled]\nsays = "x."\n', "Did you mean 'bundled'"),
        ("[sentences.bundled]\nsays = 3\n", "not a text"),
        (
            '[sentences.bundled]\nsays = "{amount}."\n',
            "{amount} in braces, which nothing fills. Accepted: {payer}",
        ),
        ('[sentences.bundled]\nsays = "x."\nwhy = "y"\n', "'why' is not a known key of a choice"),
        ('[sentences.bundled]\nsays = "x."\nsource = "nowhere"\n', "not a known source"),
    ],
)
def test_a_mistake_is_told_with_file_table_key_and_what_is_accepted(tmp_path, text, says):
    own = 'name = "mine"\nlike = "commercial_ncci"\n'
    with pytest.raises(ct.CpteduError, match=r"^payer\.toml") as refused:
        load(tmp_path, own + text)
    assert says in str(refused.value)
    table = text.split("]")[0].strip("[\n") if text.startswith("[") else text.split(" ")[0]
    assert table.split(".")[0] in str(refused.value)


def test_sentences_of_a_file_are_taken_over_by_one_that_is_like_it(tmp_path):
    text = 'name = "first"\nin_sentences = "First"\n[bundled]\nvalue = ["97010"]\n[sentences.bundled]\nsays = "{Payer}: no."\n'
    load(tmp_path, text)
    second = load(tmp_path, 'name = "second"\nlike = "first"\nin_sentences = "Second"\n')
    assert second.sentence("bundled").says == "Second: no."
    assert load(tmp_path, 'name = "third"\nlike = "first"\n').sentence("bundled").says == "First: no."


def test_braces_that_are_no_field_do_no_harm(tmp_path):
    held = load(tmp_path, 'name = "odd"\n[bundled]\nvalue = []\nsays = "{0.__class__} {code} {"\n')
    assert held.sentence("bundled", code="97010", says=held.choice("bundled").says).says.endswith(
        "{0.__class__} {code} {"
    )


# --- what is shipped --------------------------------------------------------------------------------------------------


def test_every_shipped_choice_is_sourced_or_marked_as_unconfirmed_and_has_words():
    for one in payers().values():
        for name, choice in one.choices:
            assert choice.confirmed <= bool(choice.sources), (one.name, name)
            if choice.sources or choice.value != known_choices()[name].default:
                assert choice.says.endswith("."), (one.name, name)


def test_how_the_va_counts_units_has_no_source():
    choice = payer("federal_va").choice("unit_method")
    assert (choice.value, choice.sources, choice.confirmed) == ("cms_total_time", (), False)


def test_the_kinds_of_payers_that_an_office_meets_are_shipped():
    assert {
        "medicare", "medicare_advantage", "federal_va", "medicaid_minnesota", "workers_comp_minnesota",
        "auto_injury", "no_97140_with_cmt", "cash", "commercial_ncci",
    } <= set(PAYERS)  # fmt: skip


def test_the_payers_that_are_shown_first_are_named_by_their_files():
    assert first_payers() == ("commercial_ncci", "medicare", "commercial_cpt")


def test_the_list_of_choices_names_every_one_with_its_default():
    told = choices_as_text()
    assert all(f"[{name}]" in told for name in known_choices())
    assert told.count("Without it: ") == len(known_choices())
    assert all(f"\n{name}  {one.label}" in told for name, one in payers().items())


def test_a_payer_is_told_by_what_it_chooses_and_what_of_it_nobody_confirmed():
    told = payer_as_text(payer("medicaid_minnesota"))
    assert "visits_a_year = 24\n    By statute 24 visits" in told
    assert "therapist" not in told
    assert "Not confirmed by a source." in told


@pytest.mark.parametrize("one", known_choices().values(), ids=lambda one: one.name)
def test_what_holds_where_no_file_says_may_be_written_in_a_file(one):
    written = dict(one.default) if one.kind == "exchange" else one.default
    written = list(written) if isinstance(written, tuple) else "no limit" if written is None else written
    assert read_value(one, written, one.name) == one.default


@pytest.mark.parametrize(
    "damaged",
    [
        {"kind": "colour", "otherwise": False, "says": "."},
        {"kind": "word", "otherwise": "x", "says": "."},
        {"kind": "number", "says": "."},
        {"kind": "number", "otherwise": 3},
        {"kind": "word", "accepted": ["x"], "says": "."},
        "number",
    ],
)
def test_a_damaged_file_of_choices_is_told_with_the_choice(damaged, monkeypatch):
    monkeypatch.setattr(choices_read, "document", lambda _name: {"visits_a_year": damaged})
    with pytest.raises(CpteduError, match=r"payer_choices.toml: \[visits_a_year\].* Install cptedu again"):
        known_choices.__wrapped__()


@pytest.mark.parametrize("damaged", [{}, {"says": "x", "fields": 3}, "x"])
def test_a_damaged_file_of_sentences_is_told_with_the_sentence(damaged, monkeypatch):
    monkeypatch.setattr(sentences_read, "document", lambda _name: {"bundled": damaged})
    with pytest.raises(CpteduError, match=r"payer_sentences.toml: \[bundled\].* Install cptedu again"):
        usual_sentences.__wrapped__()


def test_the_day_of_gp_that_is_said_to_be_used_is_the_day_that_the_payers_file_has():
    a_day = re.compile(r"\d{4}-\d\d-\d\d")
    point = next(one for one in document("contested.toml")["points"] if one["id"] == "gp_start")
    choice = dict(payer("gp_required").choices)["gp_on_therapy"]
    readings = {a_day.search(one["says"])[0]: one["held_by"] for one in point["readings"]}
    assert a_day.findall(point["cptedu"]) == [str(choice.since)]
    assert str(choice.since) in readings
    assert len(readings) > 1
    sources = {one.id for one in choice.sources}
    assert {name for held_by in readings.values() for name in held_by} == sources
    coded = {day: marks_of_exercise_on(day) for day in readings}
    assert coded == {day: ("GP",) if day >= str(choice.since) else () for day in readings}


def marks_of_exercise_on(day):
    note = {
        "date_of_service": day,
        "payer": "gp_required",
        "adjusted": ["L4"],
        "services": [
            {
                "activity": "leg presses",
                "purpose": ["strength"],
                "regions": ["L4"],
                "minutes": 15,
                "contact": "one_on_one",
                "deficit": "quadriceps strength 4/5",
            }
        ],
    }
    [line] = [one for one in ct.code_visit(ct.Visit.from_dict(note)).lines if one.code == "97110"]
    return line.modifiers
