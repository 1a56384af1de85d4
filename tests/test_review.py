"""A proposed claim against the record: what passes, what does not, and what each finding carries."""

import copy
import pickle
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import by_code, full_visit_dicts, in_plain_sentences, service, visit, visit_dicts

import cptedu as ct
from cptedu.engine.coding import OPTIONAL_VERDICTS, worksheet
from cptedu.engine.left_open import unanswered_beside
from cptedu.explain import review_as_text
from cptedu.facts.codes import codes
from cptedu.payers import load_payer, payers

NECK = {"adjusted": ["C5", "T4"]}


def proposed(claim):
    return [(line.code, line.units, line.modifiers) for line in claim.lines]


@given(visit_dicts)
def test_every_claim_that_the_coding_makes_passes(written):
    seen = ct.Visit.from_dict(written)
    for claim in worksheet(seen).claims():
        review = ct.review_claim(seen, proposed(claim))
        # The lines are right; what the form does not hold is wrong with any claim that is made of the visit.
        of_the_form = tuple(note for note in claim.notes if note.verdict == "not_supported")
        assert (review.wrong, review.missing) == (of_the_form, ())
        assert {note.rule for note in of_the_form} <= {"diagnosis_in_force", "claim_form"}


@given(full_visit_dicts)
def test_a_supported_line_left_off_is_missing_and_an_open_one_is_not(written):
    seen = ct.Visit.from_dict(written)
    claim = ct.code_visit(seen)
    for line in claim.lines:
        rest = [one for one in claim.lines if one is not line]
        present = [one.code for one in rest]
        lines = [(one.code, one.units, worksheet(seen).modifiers(one.code, present)) for one in rest]
        review = ct.review_claim(seen, lines)
        missing = {finding.code for finding in review.missing}
        if line.verdict in OPTIONAL_VERDICTS:
            assert line.code not in missing
        elif len(claim.unit_splits) == 1:
            asked = {finding.code for finding in review.unknown if finding.rule == "left_off"}
            waits = any(finding.rule == "awaited_answer" for finding in line.findings)
            if any(one in unanswered_beside(worksheet(seen), line.code, present) for one in present):
                # Where no edit held says whether both may be billed, the one is not demanded beside the other.
                assert line.code in asked - missing
                continue
            assert line.code in (missing | asked if waits else missing)
            assert not review.passes


@given(full_visit_dicts)
def test_every_finding_carries_rule_citation_date_and_vintage(written):
    seen = ct.Visit.from_dict(written)
    lines = [*proposed(ct.code_visit(seen)), ("97036", 3, ("59",)), ("99215", 1, ())]
    review = ct.review_claim(seen, lines)
    for finding in (*review.right, *review.wrong, *review.missing, *review.unknown):
        assert finding.rule
        assert finding.citations
        assert finding.on == seen.date_of_service
        assert finding.vintage
    assert all(finding.fix for finding in (*review.wrong, *review.missing))


@pytest.mark.parametrize("deficit", ["4/5 knee extension", ""], ids=["billed", "asked about"])
def test_a_code_that_a_service_proposed_is_refused_with_the_code_that_the_record_makes(deficit):
    seen = visit(services=(service("strength", code="97112", deficit=deficit),))
    review = ct.review_claim(seen, [("97112", 1, ())])
    [wrong] = review.wrong
    assert "97112 was proposed; the record supports 97110." in wrong.says
    assert wrong.fix.startswith(
        "Bill 97110 in place of 97112." if deficit else "Take 97112 off the claim. Ask what was measured"
    )


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([("98940", 1, ()), ("97112", 1, ("XS",))], []),
        ([("98940", 1, ()), ("97112", 1, ("59",))], []),
        ([("98940", 1, ()), ("97112", 1, ("59", "XS"))], ["97112"]),
        ([("98940", 1, ()), ("97112", 1, ())], ["97112"]),
        ([("98940", 1, ()), ("97112", 1, ("59", "59"))], ["97112"]),
        ([("98940", 1, ("59",)), ("97112", 1, ("59",))], ["98940"]),
        ([("98940", 2, ()), ("97112", 1, ("59",))], ["98940"]),
        ([("98940", 1, ()), ("97112", 2, ("59",))], ["97112"]),
        ([("98940", 1, ()), ("97112", 0, ()), ("97112", 1, ("59",))], []),
        ([("98940", 1, ("GP",)), ("97112", 1, ("59",))], ["98940"]),
        ([("98940", 1, ("AT", "GA")), ("97112", 1, ("59",))], ["98940", "98940"]),
    ],
)
def test_units_and_modifiers_of_the_balance_visit(lines, wrong):
    review = ct.review_claim(visit(**NECK, services=[service()]), lines)
    assert [finding.code for finding in review.wrong] == wrong
    assert review.passes is (not wrong)


def test_xs_before_it_existed_does_not_pass():
    seen = visit(on=date(2014, 6, 2), **NECK, services=[service()])
    assert not ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("XS",))]).passes
    assert ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("59",))]).passes


@pytest.mark.parametrize(
    ("told", "passes"),
    [
        ({"regions": ["lumbar"]}, {"59": True, "XS": True, "XE": False, "XU": False, "XP": False}),
        # In the adjusted region it is the encounter that sets it apart: no other structure was treated.
        (
            {"regions": ["C6"], "encounter": 2},
            {"59": True, "XS": False, "XE": True, "XU": False, "XP": False},
        ),
    ],
)
def test_an_x_modifier_passes_when_it_says_what_the_record_shows(told, passes):
    seen = visit(**NECK, services=[service(**told)])
    for modifier, wanted in passes.items():
        review = ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, (modifier,))])
        assert review.passes is wanted, modifier


SECOND = {"encounter": 2}
THERAPIST = {"performed_by": "therapist"}


@pytest.mark.parametrize(
    ("told", "modifier"),
    [
        (SECOND, "XE"),
        ({"encounter": "second"}, "XE"),
        (THERAPIST, "XP"),
        (SECOND | THERAPIST, "XE"),
        (SECOND | THERAPIST, "XP"),
        (SECOND | THERAPIST, "XS"),
    ],
)
@pytest.mark.parametrize("aim", ["balance", "soft_tissue", "massage"])
def test_in_another_region_every_ground_that_the_record_shows_may_be_named(aim, told, modifier):
    # RULES-2 D8d: encounter -> 59 or XE, practitioner -> 59 or XP
    seen = visit(**NECK, services=[service(aim, regions=["lumbar"], **told)])
    [number] = [line.code for line in ct.code_visit(seen).lines if line.code != "98940"]
    review = ct.review_claim(seen, [("98940", 1, ()), (number, 1, (modifier,))])
    assert review.passes
    [asked] = [one for one in review.unknown if one.rule == "modifiers"]
    assert (asked.verdict.value, asked.fix) == ("ask", "Ask which of the two the payer wants.")


@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_a_further_ground_changes_nothing_of_what_is_billed(payer):
    plain, second = (
        ct.code_visit(visit(payer, **NECK, services=[service(regions=["lumbar"], **told)]))
        for told in ({}, SECOND)
    )
    assert proposed(plain) == proposed(second)


@pytest.mark.parametrize(
    ("told", "modifier"),
    [
        ({}, "XE"),
        ({}, "XP"),
        (SECOND, "XP"),
        (SECOND, "XU"),
        ({"encounter": 1}, "XE"),
        (THERAPIST, "XE"),
        ({"started": "10:00"}, "XU"),
    ],
)
def test_a_ground_that_the_record_does_not_show_is_one_fault_and_one_step(told, modifier):
    seen = visit(**NECK, services=[service(regions=["lumbar"], **told)])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, (modifier,))])
    [wrong] = review.wrong
    assert wrong.fix == f"Put 59 in place of {modifier}."
    assert wrong.says.startswith(f"97112 has {modifier} where the record bears out 59: {modifier} marks")


def test_of_two_services_on_one_line_one_at_another_encounter_does_not_make_it_all_so():
    both = [service(regions=["lumbar"], minutes=15), service(regions=["lumbar"], minutes=15, **SECOND)]
    seen = visit(**NECK, services=both)
    assert not ct.review_claim(seen, [("98940", 1, ()), ("97112", 2, ("XE",))]).passes
    assert ct.review_claim(seen, [("98940", 1, ()), ("97112", 2, ("XS",))]).passes


@pytest.mark.parametrize(("modifier", "passes"), [("XS", True), ("XE", True), ("XU", False), ("XP", False)])
def test_two_therapies_apart_by_region_and_encounter_may_name_either(modifier, passes):
    traction = by_code("97012", regions=["cervical"], encounter=1)
    hands = service("soft_tissue", regions=["lumbar"], encounter=2)
    review = ct.review_claim(visit(services=[traction, hands]), [("97012", 1, ()), ("97140", 1, (modifier,))])
    assert review.passes is passes


def test_a_payer_that_follows_cpt_assistant_may_take_97112_elsewhere_with_or_without_59():
    elsewhere = {**NECK, "services": [service(), service("soft_tissue", regions=["lumbar"])]}
    for marks, passes in ((("59",), True), ((), True), (("XE",), False)):
        lines = [("98940", 1, ()), ("97112", 1, marks), ("97140", 1, ("59",))]
        review = ct.review_claim(visit("commercial_cpt", **elsewhere), lines)
        assert review.passes is passes, marks
        assert ("modifiers" in [one.rule for one in review.unknown if one.verdict == "contested"]) is (
            marks == ()
        )
        # 97140 still needs the mark there, and elsewhere so does 97112.
        bare = [("98940", 1, ()), ("97112", 1, marks), ("97140", 1, ())]
        assert not ct.review_claim(visit("commercial_cpt", **elsewhere), bare).passes
    plain = [("98940", 1, ()), ("97112", 1, ()), ("97140", 1, ("59",))]
    assert not ct.review_claim(visit(**elsewhere), plain).passes


def test_a_line_left_off_is_one_fault_and_does_not_make_the_others_wrong():
    seen = visit(**NECK, services=[service()])
    for modifier in ("59", "xs"):
        review = ct.review_claim(seen, [("97112", 1, (modifier,))])
        assert [finding.code for finding in review.missing] == ["98940"]
        assert review.wrong == ()
        assert not review.passes


def test_a_wrong_level_is_told_which_regions_were_adjusted():
    review = ct.review_claim(visit(**NECK), [("98941", 1, ())])
    assert "2 spinal regions (cervical, thoracic). That is 98940" in review.wrong[0].says


def test_either_split_of_a_tie_passes_and_no_third_one():
    seen = visit("federal_va", services=[service("strength", minutes=20), service("balance", minutes=20)])
    for units, passes in (((2, 1), True), ((1, 2), True), ((2, 2), False), ((1, 1), False), ((3, 0), False)):
        lines = [(code, count, ("GP",)) for code, count in zip(("97110", "97112"), units, strict=True)]
        assert ct.review_claim(seen, lines).passes is passes


@pytest.mark.parametrize(
    ("number", "units", "limit"),
    [("95851", 2, ""), ("95851", 4, "ask"), ("72020", 4, ""), ("72070", 2, "ask"), ("72100", 3, "ask")],
)
def test_units_of_a_code_without_a_rule_of_counting_are_neither_right_nor_wrong(number, units, limit):
    seen = visit(services=[by_code(number, contact="one_on_one")])
    review = ct.review_claim(seen, [(number, units, ())])
    assert (review.wrong, review.missing, review.right) == ((), (), ())
    said = {finding.rule: finding for finding in review.unknown if finding.code == number}
    assert str(said["units"].verdict) == "no_data"
    assert (str(said["unit_limit"].verdict) if "unit_limit" in said else "") == limit
    assert [finding.code for finding in ct.review_claim(seen, [(number, 1, ())]).right] == [number]


def test_what_the_record_does_not_support_says_why_and_never_to_change_the_record():
    seen = visit(
        **NECK, services=[service(regions=["C6"]), service("strength", deficit="", regions=["knee"])]
    )
    review = ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("59",)), ("97110", 1, ())])
    said = {finding.code: finding for finding in review.wrong}
    assert "adjusted (cervical)" in said["97112"].says
    assert "the note has none" in said["97110"].says
    assert "never changed" in said["97112"].fix
    assert "nothing is added" in said["97110"].fix


def test_51_on_98943_is_open():
    seen = visit(adjusted=["C5", "knee"])
    for modifiers in ((), ("51",)):
        assert ct.review_claim(seen, [("98940", 1, ()), ("98943", 1, modifiers)]).passes


@pytest.mark.parametrize("wanted", [True, False])
def test_51_is_asked_about_only_where_it_is_not_as_the_payer_is_taken_to_want_it(tmp_path, wanted):
    path = tmp_path / "on_51.toml"
    path.write_text(
        f'name = "on_51"\nlike = "commercial_ncci"\n[needs_51_on_98943]\nvalue = {str(wanted).lower()}\n',
        encoding="utf-8",
    )
    seen = visit(load_payer(path).name, adjusted=["C5", "knee"])
    for marks in ((), ("51",)):
        review = ct.review_claim(seen, [("98940", 1, ()), ("98943", 1, marks)])
        assert review.passes
        asked = [one for one in review.unknown if one.says == "Sources differ on 51 on 98943."]
        assert bool(asked) is (bool(marks) is not wanted)
        # Whichever of the two says it, the dispute is told once, with both sides.
        [told] = [one for one in review.unknown if one.rule == "extraspinal_51"]
        assert len(told.readings) == 2


def test_the_proposal_is_not_changed():
    lines = [("98940", 1, []), ["97112", 1, ["59"]]]
    kept = copy.deepcopy(lines)
    ct.review_claim(visit(**NECK, services=[service()]), lines)
    assert lines == kept


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("98940", "not a list of claim lines"),
        (["98940"], "not a claim line"),
        ([("98940", 1)], "not a claim line"),
        ([("98940", 1.5, ())], "whole units"),
        ([("98940", -1, ())], "whole units"),
        ([("98940", True, ())], "whole units"),
        ([("98940", 1, "59")], "not a list of modifiers"),
        ([("98940", 1, ("",))], "not a modifier"),
        ([("98940", 1, (None,))], "not a modifier"),
        ([("", 1, ())], "not a code"),
        ([(98940, 1, ())], "not a code"),
        (None, "not a list of claim lines"),
    ],
)
def test_what_cannot_be_a_claim_is_refused_with_advice(lines, says):
    with pytest.raises(ct.CpteduError, match=says):
        ct.review_claim(visit(**NECK), lines)


# A real claim: what is not known stays on its line, and the rest is judged (K6 of the faults found).

STRENGTH = service("strength", deficit="hip extension 4-/5 left")
NECK_AND_LEG = NECK | {"services": [STRENGTH]}


@pytest.mark.parametrize("number", ["99999", "S9090", "72053", "0101T", "ABCDE"])
def test_a_code_that_no_table_holds_is_said_on_its_line_and_the_rest_is_judged(number):
    review = ct.review_claim(visit(**NECK_AND_LEG), [("98940", 1, ()), (number, 1, ()), ("97110", 2, ())])
    [unknown] = [one for one in review.unknown if one.code == number]
    assert (unknown.rule, unknown.verdict.value) == ("code_not_held", "no_data")
    assert number in unknown.says
    assert [one.code for one in review.right] == ["98940"]
    assert [one.code for one in review.wrong] == ["97110"]


@pytest.mark.parametrize("modifier", ["52", "76", "95", "TC", "26", "ZZ"])
def test_a_modifier_that_no_table_holds_is_said_on_its_line_and_the_rest_of_it_is_judged(modifier):
    lines = [("98940", 1, (modifier,)), ("97110", 1, (modifier, "XS"))]
    review = ct.review_claim(visit(**NECK_AND_LEG), lines)
    unknown = [one for one in review.unknown if one.rule == "modifiers"]
    assert [(one.code, one.verdict.value) for one in unknown] == [("98940", "no_data"), ("97110", "no_data")]
    assert all(repr(modifier) in one.says for one in unknown)
    assert [(one.code, one.fix) for one in review.wrong] == [("97110", "Take XS off.")]
    assert not review.right


@pytest.mark.parametrize(
    ("minutes", "units", "step"),
    [
        (15, (1, 1), "Remove the second line."),
        (15, (1, 1, 1), "Remove every line but the first."),
        (30, (1, 2), "Remove the first line."),
        (15, (2, 2), "Bill 1 on one line, and remove the others."),
    ],
)
def test_a_code_on_several_lines_has_one_step_that_never_bills_beyond_the_record(minutes, units, step):
    seen = visit(services=[STRENGTH | {"minutes": minutes}])
    review = ct.review_claim(seen, [("97110", one, ()) for one in units])
    assert [(one.rule, one.fix) for one in review.wrong] == [("one_line", step)]
    assert not review.missing


@pytest.mark.parametrize(
    ("keys", "proposed", "right", "reason"),
    [
        ({"services": [STRENGTH]}, "97112", "97110", "Recorded purpose: strength."),
        ({"services": [service("massage")]}, "97140", "97124", "Recorded purpose: massage."),
        ({"services": [service("massage")]}, "97110", "97124", "Recorded purpose: massage."),
        ({"services": [by_code("97012")]}, "97035", "97012", "Recorded by code: 97012"),
        ({"adjusted": ["C5"]}, "98941", "98940", "Adjusted: 1 spinal region (cervical)."),
        ({"adjusted": ["C5", "T4", "L3"]}, "98940", "98941", "Adjusted: 3 spinal regions"),
        ({"evaluation": {"code": "99213"}}, "99214", "99213", "An examination was recorded as 99213."),
        ({"services": [by_code("97032", contact="unattended")]}, "97032", "97014", "97014"),
    ],
)
def test_a_swapped_code_is_one_step_with_the_reason_of_the_record(keys, proposed, right, reason):
    review = ct.review_claim(visit(**keys), [(proposed, 1, ())])
    [wrong] = review.wrong
    assert wrong.code == proposed
    assert wrong.fix == f"Bill {right} in place of {proposed}."
    assert reason in wrong.says
    assert not review.missing


@pytest.mark.parametrize("side", ["LT", "RT"])
@pytest.mark.parametrize(
    ("keys", "number"),
    [({"adjusted": ["shoulder"]}, "98943"), ({"services": [STRENGTH]}, "97110")],
)
def test_a_side_on_a_limb_may_stand_and_on_the_spine_may_not(keys, number, side):
    assert ct.review_claim(visit(**keys), [(number, 1, (side,))]).passes
    spine = ct.review_claim(visit(adjusted=["C5"]), [("98940", 1, (side,))])
    assert [one.fix for one in spine.wrong] == [f"Take {side} off."]


def test_the_plan_of_care_on_a_line_does_no_harm_where_it_is_not_asked_for():
    review = ct.review_claim(visit(**NECK_AND_LEG), [("98940", 1, ()), ("97110", 1, ("GP",))])
    assert review.passes
    astray = ct.review_claim(visit(**NECK_AND_LEG), [("98940", 1, ("GP",)), ("97110", 1, ())])
    assert [(one.code, one.fix) for one in astray.wrong] == [("98940", "Take GP off.")]


def test_units_of_a_code_that_is_billed_once_are_not_told_as_minutes():
    [wrong] = ct.review_claim(visit(adjusted=["C5"]), [("98940", 2, ())]).wrong
    assert (wrong.rule, wrong.fix) == ("units", "Bill 1.")


def test_what_overlaps_by_the_clock_does_not_pass_and_either_of_the_two_does():
    nine = {"started": "09:00:00", "minutes": 15}
    seen = visit(
        services=[
            service("soft_tissue", **nine),
            service("functional_task", deficit="cannot lift 5 kg from the floor", **nine),
        ]
    )
    both = [("97140", 1, ()), ("97530", 1, ())]
    assert not ct.review_claim(seen, both).passes
    for one in both:
        review = ct.review_claim(seen, [one])
        assert review.passes
        assert "shared_minutes" in [finding.rule for finding in review.unknown]


def test_a_mark_on_the_other_line_of_the_edit_is_open():
    # RULES-2 D5: Medicare takes it on either line; on the therapy line it is custom.
    seen = visit(**NECK, services=[service()])
    review = ct.review_claim(seen, [("98940", 1, ("59",)), ("97112", 1, ())])
    assert review.passes
    assert [one.code for one in review.unknown if one.rule == "modifiers"] == ["98940"]


def test_a_mark_that_a_line_needs_itself_is_not_taken_for_that_of_another_line():
    # 97140 is distinct from the adjustment, and a physical performance test from 97140: each line has a mark of its own.
    both = [
        service("soft_tissue", regions=["lumbar"]),
        by_code("97750", minutes=16, contact="one_on_one", regions=["knee"]),
    ]
    seen = visit(adjusted=["C5"], services=both)
    right = [("98940", 1, ()), ("97140", 1, ("59",)), ("97750", 1, ("59",))]
    assert proposed(ct.code_visit(seen)) == right
    assert ct.review_claim(seen, right).passes
    review = ct.review_claim(seen, [*right[:2], ("97750", 1, ())])
    assert [(one.code, one.fix) for one in review.wrong] == [("97750", "Add 59; the record bears it out.")]
    assert "modifiers" not in [one.rule for one in review.unknown]
    assert "97140" in [one.code for one in review.right]


@given(full_visit_dicts)
def test_no_step_bills_more_than_the_record_supports(written):
    seen = ct.Visit.from_dict(written)
    claim = ct.code_visit(seen)
    lines = [(one.code, one.units + 1, one.modifiers) for one in claim.lines] * 2
    claims = [one for reading in worksheet(seen).readings() for one in reading.claims()]
    held = [line for one in claims for line in one.lines]
    # Where leftovers tie, another split may give a code the unit.
    supported = {line.code: max(one.units for one in held if one.code == line.code) for line in held}
    for finding in (*ct.review_claim(seen, lines).wrong, *ct.review_claim(seen, lines).missing):
        for named in re.findall(r"(?:Bill|Put its) (\d+)(?: |\.)", finding.fix):
            if len(named) < 4 and codes()[str(finding.code)].count_is_held:
                assert int(named) <= supported[str(finding.code)]


def test_payers_are_compared_and_every_difference_named():
    seen = visit(**NECK, care="active", services=[service(), by_code("97010", contact="unattended")])
    found = ct.compare_payers(seen, ["commercial_ncci", "medicare", "gp_required", "commercial_ncci"])
    assert list(found.claims) == ["commercial_ncci", "medicare", "gp_required"]
    named = {(one.payers[1], one.code, one.what) for one in found.differences}
    assert named == {
        ("medicare", "98940", "modifiers"),
        ("medicare", "98940", "verdict"),  # P.A.R.T. and the diagnosis are asked for
        ("medicare", "97112", "modifiers"),
        ("medicare", "97112", "verdict"),
        ("medicare", "97010", "billed"),  # bundled there: never a line
        ("gp_required", "97112", "modifiers"),
        ("gp_required", "97010", "modifiers"),
    }
    assert all(one.says for one in found.differences)


def the_difference(found, code, what):
    [one] = [one for one in found.differences if (one.code, one.what) == (code, what)]
    assert one.payers == tuple(found.claims)
    words = f"{code}, {what}: {one.values[0]} under {one.payers[0]}, {one.values[1]} under {one.payers[1]}."
    assert one.says.startswith(f"{words} ")
    assert in_plain_sentences(one.says.removeprefix(words).strip()), one.says
    assert all(finding.says in one.says for finding in one.findings)
    return one


def test_a_line_that_only_one_payer_takes_is_told_with_the_other_ones_reason():
    here = visit(adjusted=["C5"], services=[service("balance", regions=["cervical"])])
    one = the_difference(ct.compare_payers(here, ["commercial_ncci", "commercial_cpt"]), "97112", "billed")
    assert one.values == ("not billed", "billed")
    assert "CPT Assistant, which this payer follows, wants no separate region" in one.says
    assert [finding.rule for finding in one.findings] == ["separate_region", "units"]
    back = the_difference(ct.compare_payers(here, ["commercial_cpt", "commercial_ncci"]), "97112", "billed")
    assert back.values == ("billed", "not billed")
    assert [finding.rule for finding in back.findings] == ["separate_region"]
    assert "so it is part of the adjustment" in back.says


def test_units_and_modifiers_of_two_payers_stand_side_by_side():
    # B-t2: twice twenty minutes are three units by total time and two code by code.
    twice = visit(services=[service("strength", minutes=20), service("balance", minutes=20)])
    found = ct.compare_payers(twice, ["commercial_ncci", "federal_va"])
    assert the_difference(found, "97110", "units").values == ("1", "2")
    assert the_difference(found, "97112", "modifiers").values == ("none", "GP")
    medicare = ct.compare_payers(
        visit(**NECK, care="active", services=[service()]), ["gp_required", "medicare"]
    )
    assert the_difference(medicare, "97112", "modifiers").values == ("59 GP", "GP GY")
    assert the_difference(medicare, "97112", "verdict").values == ("supported", "not_covered")
    assert the_difference(medicare, "98940", "modifiers").values == ("none", "AT")


def test_a_line_that_one_payer_refuses_does_not_hide_what_differs_after_it():
    seen = visit(adjusted=["C5"], care="active", services=[service("balance", regions=["cervical"])])
    found = ct.compare_payers(seen, ["commercial_ncci", "medicare"])
    assert [(one.code, one.what) for one in found.differences] == [
        ("97112", "billed"),
        ("98940", "modifiers"),
        ("98940", "verdict"),
    ]


@pytest.mark.parametrize(
    ("payers", "says"),
    [
        ([], r"^Name at least one payer to compare\.$"),
        ("medicare", r"^'medicare' is one text; give a list, such as \['medicare'\]\.$"),
        (["no such payer"], r"^'no such payer' is not a known payer"),
    ],
)
def test_payers_that_cannot_be_compared_are_refused(payers, says):
    with pytest.raises(ct.CpteduError, match=says):
        ct.compare_payers(visit(**NECK), payers)


def test_by_cpt_assistant_a_mark_may_be_missing_beside_the_adjustment_and_not_beside_a_group():
    done = [service("balance", regions=["lumbar"])]
    alone = visit("commercial_cpt", adjusted=["C5"], services=done)
    assert ct.review_claim(alone, [("98940", 1, ()), ("97112", 1, ())]).passes
    group = visit("commercial_cpt", adjusted=["C5"], services=[*done, service("strength", contact="group")])
    lines = [("98940", 1, ()), ("97150", 1, ())]
    assert ct.review_claim(group, [*lines, ("97112", 1, ("59",))]).passes
    assert [finding.code for finding in ct.review_claim(group, [*lines, ("97112", 1, ())]).wrong] == ["97112"]


def test_a_reading_that_a_payer_takes_since_a_day_is_not_taken_before(tmp_path):
    path = tmp_path / "reads_cpt_now.toml"
    path.write_text(
        'name = "reads_cpt_now"\nlike = "commercial_ncci"\n[same_region]\nvalue = "cpt_assistant_2010"\n'
        'since = 2026-01-01\nbefore = "refused"\n',
        encoding="utf-8",
    )
    payer = load_payer(path).name
    for on, passes in (("2025-12-31", False), ("2026-01-01", True)):
        seen = visit(payer, on, adjusted=["C5"], services=[service("balance", regions=["lumbar"])])
        assert ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ())]).passes is passes


def test_what_stands_against_the_claim_as_a_whole_is_not_passed_over():
    review = ct.review_claim(visit(adjusted=["C5"], diagnoses=["M54.99", "M99.01"]), [("98940", 1, ())])
    assert review.passes
    assert ("diagnosis_in_force", "no_data") in [(one.rule, one.verdict.value) for one in review.unknown]


@pytest.mark.parametrize(
    ("diagnoses", "rule"),
    [
        (["M54.5"], "diagnosis_in_force"),  # ended, and a heading
        (
            ["M99.01", "M54.5"],
            "diagnosis_in_force",
        ),  # one that no line points to stands on the form all the same
        (["M99.01", "S13.4XX"], "diagnosis_in_force"),  # an injury without its seventh character
        (
            [
                "M99.01",
                *[f"M54.{n}" for n in (2, 31, 50, 51, 59, 6, 12, 16)],
                "R29.3",
                "M62.81",
                "M25.551",
                "M53.3",
            ],
            "claim_form",
        ),
    ],
)
def test_what_the_form_of_a_claim_does_not_hold_does_not_pass(diagnoses, rule):
    done = visit(adjusted=["C5"], diagnoses=diagnoses)
    review = ct.review_claim(done, [("98940", 1, ())])
    assert not review.passes
    assert [(one.rule, one.verdict.value) for one in review.wrong] == [(rule, "not_supported")]
    assert [line.code for line in review.claim.lines] == ["98940"]


def test_a_claim_whose_diagnoses_its_form_holds_passes():
    assert ct.review_claim(visit(adjusted=["C5"], diagnoses=["M99.01", "M54.2"]), [("98940", 1, ())]).passes


@pytest.mark.parametrize(
    ("purposes", "proposed_code", "right"),
    [
        (("balance", "soft_tissue"), "97110", "97112"),
        (("soft_tissue", "balance"), "97110", "97112"),
        (("balance", "massage"), "97140", "97124"),
        (("strength", "massage"), "97140", "97124"),
        (("self_care", "strength"), "97112", "97110"),
    ],
)
def test_of_several_billed_codes_a_wrong_one_stands_for_one_of_its_own_family(purposes, proposed_code, right):
    seen = visit(services=[service(one) for one in purposes])
    [wrong] = ct.review_claim(seen, [(proposed_code, 1, ())]).wrong
    assert wrong.fix == f"Bill {right} in place of {proposed_code}."


def test_a_code_is_put_in_place_by_one_that_is_billed_before_one_that_is_not():
    # 97110 of four minutes makes no unit, so what 97530 was written for is 97112, though 97110 comes first in order.
    short = service(
        "strength", deficit="shoulder flexion strength 4/5 right", minutes=4, regions=["shoulder"]
    )
    [wrong] = ct.review_claim(visit(services=[short, service("balance")]), [("97530", 1, ())]).wrong
    assert wrong.fix == "Bill 97112 in place of 97530."


def test_what_is_said_of_one_claim_as_a_whole_and_not_of_the_other_is_told_with_its_verdict():
    # One state's Medicaid pays so many visits a year; of one visit it is asked which it was.
    found = ct.compare_payers(visit(**NECK), ["commercial_ncci", "medicaid_minnesota"])
    [one] = [each for each in found.differences if each.what == "said"]
    assert (one.code, one.values) == ("", ("not said", "ask"))
    assert one.says.startswith(
        "The claim as a whole: not said under commercial_ncci, ask under medicaid_minnesota. This payer pays at most 24 visits"
    )
    [back] = [
        each
        for each in ct.compare_payers(visit(**NECK), ["medicaid_minnesota", "commercial_ncci"]).differences
        if each.what == "said"
    ]
    assert back.values == ("ask", "not said")


@pytest.mark.parametrize(
    ("payers", "code", "what", "rules"),
    [
        (("commercial_ncci", "medicare"), "98940", "modifiers", ["care_phase"]),
        (("medicare", "commercial_ncci"), "98940", "modifiers", ["care_phase"]),
        (("commercial_ncci", "federal_va"), "97110", "modifiers", ["gp_modifier"]),
        (("federal_va", "commercial_ncci"), "97110", "modifiers", ["gp_modifier"]),
        (("commercial_ncci", "federal_va"), "97110", "units", ["units"]),
        (("commercial_ncci", "medicare"), "97110", "verdict", ["coverage"]),
        (("medicare", "commercial_ncci"), "97110", "verdict", ["coverage"]),
        (("commercial_ncci", "cash"), "97112", "modifiers", ["separate_region"]),
    ],
)
def test_a_difference_is_told_with_what_bears_on_it_and_nothing_else(payers, code, what, rules):
    # 20 and 18 minutes: three units by the total, one of 97110 code by code.
    done = [service("strength", minutes=20), service(minutes=18)]
    seen = visit(**NECK, care="active", services=done)
    one = the_difference(ct.compare_payers(seen, payers), code, what)
    assert [finding.rule for finding in one.findings] == rules
    assert all(finding.says in one.says for finding in one.findings)


@pytest.mark.parametrize("asks", ["commercial_ncci", "federal_va", "auto_injury", "medicaid_minnesota"])
def test_a_question_that_one_payer_leaves_open_and_the_other_settles_is_a_difference(asks):
    seen = visit(**NECK, care="maintenance")
    answers = {"98940": ("ask", "supported")}
    found = ct.compare_payers(seen, [asks, "cash"])
    assert {one.code: one.values for one in found.differences if one.code} == answers
    [told] = [one for one in found.differences if one.code]
    assert (told.what, [one.rule for one in told.findings]) == ("said", ["wellness_care"])
    assert told.says == (
        f"98940: ask under {asks}, supported under cash. This is maintenance, which this payer pays."
    )
    [back] = [one for one in ct.compare_payers(seen, ["cash", asks]).differences if one.code]
    assert back.values == ("supported", "ask")
    assert "Many plans pay active care only" in back.says


@pytest.mark.parametrize("pair", [("commercial_ncci", "federal_va"), ("commercial_ncci", "auto_injury")])
def test_what_both_leave_open_or_both_settle_is_none(pair):
    for care in ("maintenance", "active"):
        found = ct.compare_payers(visit(**NECK, care=care), pair)
        assert "said" not in {one.what for one in found.differences}


def test_what_another_difference_tells_already_is_not_told_twice():
    seen = visit(**NECK, care="active", services=[service("strength", minutes=8), service(minutes=8)])
    for other in ("medicare", "federal_va", "gp_required", "commercial_cpt", "cash"):
        for one in ct.compare_payers(seen, ["commercial_ncci", other]).differences:
            assert one.what != "said", (other, one.says)


def test_what_a_payer_does_not_pay_is_told_so_and_is_no_question(tmp_path):
    place = tmp_path / "short_plan.toml"
    place.write_text(
        'name = "short_plan"\nlabel = "Short Plan"\nsays = "Pays little."\nlike = "commercial_ncci"\n'
        '[never_paid]\nvalue = ["98941"]\n[timed_units_a_visit]\nvalue = 1\n',
        encoding="utf-8",
    )
    ct.load_payer(place)
    seen = visit("short_plan", adjusted=["C5", "T4", "L3"], services=[STRENGTH | {"minutes": 30}])
    review = ct.review_claim(seen, [("98941", 1, ()), ("97110", 2, ())])
    [wrong] = review.wrong
    assert (wrong.code, wrong.verdict.value) == ("98941", "not_covered")
    assert wrong.says.startswith("98941 is not covered.")
    told = review_as_text(review)
    unpaid, _, asked = told.partition("Not paid")[2].partition("Cannot be known without asking")
    assert "at most 1 timed unit" in unpaid
    assert "timed unit" not in asked


@given(full_visit_dicts, st.sampled_from(sorted(payers())))
def test_what_is_said_of_a_difference_is_about_its_own_code(written, other):
    seen = ct.Visit.from_dict(written)
    told = ct.compare_payers(seen, [seen.payer, other]).differences if other != seen.payer else ()
    for one in told:
        if one.code:
            # Of one thing that has two numbers each payer speaks of its own.
            numbers = {None, one.code, *(one.values if one.what == "code" else ())}
            assert {finding.code for finding in one.findings} <= numbers or "code" in {
                other.what for other in told if one.code in other.values
            }


def test_an_examination_is_judged_beside_a_code_that_no_table_holds():
    examined = visit(payer="medicare", care="active", evaluation={"code": "99211", "separate": True})
    review = ct.review_claim(examined, [("99211", 1, ("GY",)), ("11111", 1, ())])
    assert review.passes
    assert [one.code for one in review.unknown if one.rule == "code_not_held"] == ["11111"]


def test_the_mark_of_maintenance_on_a_therapy_is_told_where_it_belongs():
    seen = visit(adjusted=["L4"], services=[service("balance")])
    said = [one.says for one in ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("59", "GA"))]).wrong]
    assert any("it belongs on a spinal adjustment that is maintenance" in one for one in said)


CURRENT = {"activity": "current", "contact": "unattended"}


@pytest.mark.parametrize(("recorded", "billed"), [("97014", "G0283"), ("G0283", "97014")])
@pytest.mark.parametrize("payer", ["commercial_ncci", "commercial_cpt", "gp_required"])
def test_the_other_number_of_one_service_is_asked_where_the_payer_is_not_known_to_take_one(
    payer, recorded, billed
):
    # RULES-2 E4b: 97014 and G0283 are one service
    seen = visit(payer, **NECK, services=[CURRENT | {"code": recorded}])
    marks = ct.code_visit(seen).line(recorded).modifiers
    review = ct.review_claim(seen, [("98940", 1, ()), (billed, 1, marks)])
    assert review.passes
    [asked] = [one for one in review.unknown if one.rule == "same_service"]
    assert (asked.verdict.value, asked.code) == ("ask", billed)


@pytest.mark.parametrize(
    ("payer", "recorded", "lines"),
    [
        ("federal_va", "97014", [("98940", 1, ()), ("97014", 1, ("GP",))]),  # it takes G0283
        ("commercial_ncci", "97014", [("98940", 1, ()), ("97014", 1, ()), ("G0283", 1, ())]),
        ("commercial_ncci", "97014", [("98940", 1, ()), ("G0283", 2, ())]),
        ("commercial_ncci", "97014", [("98940", 1, ()), ("97012", 1, ())]),
        ("commercial_ncci", "97012", [("98940", 1, ()), ("G0283", 1, ())]),
    ],
)
def test_what_the_payer_settles_or_is_another_service_stays_wrong(payer, recorded, lines):
    review = ct.review_claim(visit(payer, **NECK, services=[CURRENT | {"code": recorded}]), lines)
    assert not review.passes
    assert "same_service" not in {one.rule for one in review.unknown}


@pytest.mark.parametrize("number", ["0552T", "S8948", "A9300"])
def test_of_an_unknown_code_it_is_said_whether_the_record_tells_of_it(number):
    alone = [("98940", 1, ()), (number, 1, ())]
    untold = "No service in the record is told under it."
    [without] = [one for one in ct.review_claim(visit(**NECK), alone).unknown if one.rule == "code_not_held"]
    assert without.says.endswith(untold)
    assert without.fix.startswith("Ask which service of the record it stands for, and take it off")
    recorded = ct.review_claim(visit(**NECK, services=[by_code(number)]), alone)
    [with_it, *_] = [one for one in recorded.unknown if one.rule == "code_not_held"]
    assert untold not in with_it.says


# --- rules of certain days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_the_mark_of_an_edit_stands_on_column_two_until_either_line_was_taken(payer):
    # RULES-2 D5: on either line since 2019-07-01.
    def review(on: str, on_cmt: tuple[str, ...], on_therapy: tuple[str, ...]):
        seen = visit(payer, on, adjusted=["C5"], services=[service("soft_tissue", regions=["lumbar"])])
        gp = ("GP",) if payer == "federal_va" else ()
        return ct.review_claim(seen, [("98940", 1, on_cmt), ("97140", 1, (*on_therapy, *gp))])

    before, since = "2019-06-30", "2019-07-01"
    assert not review(before, ("59",), ()).passes
    assert [one.code for one in review(before, ("59",), ()).wrong] == ["98940", "97140"]
    assert review(since, ("59",), ()).passes
    assert all(review(on, (), ("59",)).passes for on in (before, since))
    assert not any(review(on, (), ()).passes for on in (before, since))


@pytest.mark.parametrize(
    ("on", "given", "wrong", "open_"),
    [
        ("2004-06-01", ("AT",), [], ["no_data"]),
        ("2004-09-30", ("AT",), [], ["no_data"]),
        ("2004-09-30", (), [], []),
        ("2004-10-01", ("AT",), [], []),
        ("2004-10-01", (), ["98940"], []),
    ],
)
def test_at_is_wanted_from_its_day_and_left_open_before(on, given, wrong, open_):
    seen = visit("medicare", on, adjusted=["L4"], care="active", part=["P", "R"])
    review = ct.review_claim(seen, [("98940", 1, given)])
    assert [one.code for one in review.wrong] == wrong
    assert [one.verdict.value for one in review.unknown if one.rule == "modifiers"] == open_


def test_at_on_maintenance_is_wrong_on_any_day():
    for on in ("2004-06-01", "2004-10-01"):
        seen = visit("medicare", on, adjusted=["L4"], care="maintenance", abn="none")
        assert not ct.review_claim(seen, [("98940", 1, ("AT",))]).passes


def test_what_waits_to_be_read_is_the_same_when_it_was_handed_to_another_process():
    seen = ct.Visit.from_dict(
        {
            "date_of_service": "2026-03-04",
            "payer": "commercial_ncci",
            "adjusted": ["C5", "T4"],
            "care": "active",
        }
    )
    lines = [("98940", 1, ()), ("99999", 1, ())]
    handed = pickle.loads(pickle.dumps(ct.review_claim(seen, lines)))
    read = ct.review_claim(seen, lines)
    assert [one.rule for one in read.right] == ["as_recorded"]
    assert "code_not_held" in [one.rule for one in read.unknown]
    assert (handed.right, handed.unknown, handed) == (read.right, read.unknown, read)
