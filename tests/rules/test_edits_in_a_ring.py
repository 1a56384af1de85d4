"""What the edits leave open: codes that refuse one another in a ring, and what comes in by the recount."""

from __future__ import annotations

import pytest
from strategies import by_code, check, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.rules.edits_in_a_ring import edits_in_a_ring, first_unit_by_the_recount, stands_again

CITES = ("ncci-manual-ch1", "cptedu-inference")
RING = ("97140", "97150", "97750")


@pytest.mark.parametrize("number", RING)
def test_each_code_of_a_ring_is_asked_about_and_the_others_are_named(number):
    found = check(
        edits_in_a_ring(number, RING),
        "edits_in_a_ring",
        "ask",
        f"{number} is refused beside another code of this claim",
        "No text says which stands",
        ", ".join(sorted(set(RING) - {number})),
        code=number,
        cites=CITES,
        fix="Ask which of these services was the one to bill",
    )
    assert not found.either_way


def test_a_first_unit_by_the_recount_is_asked_about_where_an_edit_would_refuse_it():
    check(
        first_unit_by_the_recount("97140", "97012"),
        "first_unit_by_the_recount",
        "ask",
        "97140 has minutes for a unit only once an edit has taken another code off, and an edit joins it to 97012.",
        code="97140",
        cites=CITES,
        fix="Ask which of these services was the one to bill.",
    )


@pytest.mark.parametrize(
    ("minutes", "units", "verdict"), [(20, 1, "supported"), (23, 2, "supported"), (7, 0, "not_supported")]
)
def test_what_stands_again_is_counted_by_its_own_minutes(minutes, units, verdict):
    found = check(
        stands_again("97124", "97140", minutes, units),
        "units",
        verdict,
        "97140, the only code that stood in its way, has no unit of its own;",
        f"97124 is counted by its own {minutes} minutes: {units}.",
        code="97124",
        cites=CITES,
        fix=None if units else "No minute is made up.",
    )
    assert found.numbers == (("units", units), ("minutes", minutes))


# --- on claims: how it ends (RULES-2, after D18) ----------------------------------------------------------------------


def coded(payer, *services, **keys):
    return code_visit(visit(payer, services=list(services), **keys))


def lines(claim):
    return {line.code: line.units for line in claim.lines}


def unbilled(claim):
    return {one.code: one.verdict.value for one in claim.unbilled}


def test_a_code_without_minutes_of_its_own_refuses_nobody():
    # K4: 97140 of 5 minutes at the knee does not refuse 97124 of 15 minutes at the hip.
    claim = coded(
        "commercial_ncci",
        service("soft_tissue", minutes=5, regions=["knee"]),
        service("massage", minutes=15, regions=["hip"]),
    )
    assert (lines(claim), unbilled(claim)) == ({"97124": 1}, {"97140": "not_supported"})


@pytest.mark.parametrize("minutes", [0, 1, 5, 7])
def test_by_each_codes_own_minutes_fewer_than_eight_stand_in_nobodys_way(minutes):
    claim = coded(
        "commercial_ncci",
        service("soft_tissue", minutes=minutes, regions=["knee"]),
        service("massage", minutes=8, regions=["knee"]),
    )
    assert lines(claim) == {"97124": 1}


@pytest.mark.parametrize("minutes", [8, 15, 30])
def test_with_a_unit_of_its_own_it_refuses(minutes):
    claim = coded(
        "commercial_ncci",
        service("soft_tissue", minutes=minutes, regions=["knee"]),
        service("massage", minutes=15, regions=["hip"]),
    )
    assert set(lines(claim)) == {"97140"}
    assert unbilled(claim) == {"97124": "not_supported"}


def test_refused_in_the_adjusted_region_it_refuses_nobody_at_the_knee():
    # RULES-2: 97140 refused in the adjusted region does not refuse 97124 at the knee, which still needs 59.
    claim = coded(
        "commercial_ncci",
        service("soft_tissue", minutes=15, regions=["cervical"]),
        service("massage", minutes=15, regions=["knee"]),
        adjusted=["C5"],
    )
    assert lines(claim) == {"98940": 1, "97124": 1}
    assert claim.line("97124").modifiers == ("59",)
    assert unbilled(claim) == {"97140": "not_supported"}


@pytest.mark.parametrize(
    "kept_off",
    [
        {"performed_by": "unlicensed_assistant"},  # the record does not let it stand
        {"contact": "unattended"},
        {"minutes": None},
    ],
)
def test_what_the_record_keeps_off_refuses_nobody(kept_off):
    claim = coded(
        "federal_va",
        service("soft_tissue", **{"minutes": 15, "regions": ["knee"], **kept_off}),
        service("massage", minutes=15, regions=["hip"]),
    )
    assert lines(claim) == {"97124": 1}
    assert "97140" in unbilled(claim)


def test_by_total_time_what_alone_was_refused_by_a_code_without_a_unit_is_billed_by_its_own_count():
    # RULES-2: 97140 of 7 and 97124 of 20 minutes by total time: 97124 falls to the edit, 97140 then has no unit, so 97124 x1.
    claim = coded(
        "federal_va",
        service("soft_tissue", minutes=7, regions=["knee"]),
        service("massage", minutes=20, regions=["hip"]),
    )
    assert lines(claim) == {"97124": 1}
    assert "97140" in unbilled(claim)
    counted = [one for one in claim.line("97124").findings if one.rule == "units"]
    assert [one.verdict.value for one in counted] == ["supported"]
    assert "97140, the only code that stood in its way" in counted[0].says


def test_by_total_time_with_eight_minutes_of_its_own_the_first_keeps_the_claim():
    claim = coded(
        "federal_va",
        service("soft_tissue", minutes=8, regions=["knee"]),
        service("massage", minutes=20, regions=["hip"]),
    )
    assert lines(claim) == {"97140": 1}
    assert unbilled(claim) == {"97124": "not_supported"}


def test_what_comes_in_by_the_recount_beside_an_examination_that_has_no_minutes_stays_off_and_is_asked():
    # RULES-2, how it ends, (4). 15 + 10 + 8 minutes are two units: 97140 and 97124. 97140 takes 97124 off; of 15 + 8 the
    # second goes to 97755, which no modifier lets stand beside 97161.
    done = [
        service("soft_tissue", regions=["lumbar"], minutes=15),
        service("massage", regions=["cervical"], minutes=10),
        by_code("97755", regions=["shoulder"], minutes=8, contact="one_on_one"),
    ]
    known = {"payer": "federal_va", "date_of_service": "2024-08-01"}
    claim = code_visit(visit(**known, services=done, evaluation={"code": "97161", "separate": True}))
    assert [(line.code, line.units) for line in claim.lines] == [("97161", 1), ("97140", 1)]
    [left] = [one for one in claim.unbilled if one.code == "97755"]
    assert left.verdict.value == "ask"
    assert "an edit joins it to 97161" in left.findings[-1].says
    # Without the examination nothing stands against it.
    claim = code_visit(visit(**known, services=done))
    assert [(line.code, line.units) for line in claim.lines] == [("97140", 1), ("97755", 1)]


@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_three_codes_that_refuse_one_another_in_a_ring_all_stay_and_each_is_asked_about(payer):
    # RULES-2, how it ends, (3): 97140 over 97750 over 97150 over 97140.
    claim = coded(
        payer,
        service("soft_tissue", minutes=15, regions=["lumbar"]),
        by_code("97750", minutes=15, contact="one_on_one", regions=["lumbar"]),
        service("strength", contact="group", regions=["lumbar"]),
        service("balance", minutes=15, regions=["lumbar"]),
    )
    assert lines(claim) == {"97112": 1, "97140": 1, "97150": 1, "97750": 1}
    asked = [one.code for one in claim.findings if one.rule == "edits_in_a_ring"]
    assert sorted(asked) == ["97140", "97150", "97750"]


def test_without_one_of_the_three_there_is_no_ring_and_the_edits_decide():
    claim = coded(
        "commercial_ncci",
        by_code("97750", minutes=15, contact="one_on_one", regions=["lumbar"]),
        service("strength", contact="group", regions=["lumbar"]),
    )
    assert lines(claim) == {"97750": 1}
    assert unbilled(claim) == {"97150": "not_supported"}
    assert "edits_in_a_ring" not in [one.rule for one in claim.findings]


def test_a_ring_that_the_adjustment_breaks_is_none():
    # 98940 refuses 97140; then nobody refuses 97750, which refuses 97150.
    done = [
        by_code("97750", contact="one_on_one", minutes=15, regions=["lumbar"]),
        service("strength", contact="group", minutes=15, regions=["lumbar"]),
        service("soft_tissue", minutes=15, regions=["lumbar"]),
    ]
    claim = code_visit(visit(adjusted=["L4"], services=done))
    assert {line.code for line in claim.lines} == {"98940", "97750"}
    assert {item.code: item.verdict.value for item in claim.unbilled} == {
        "97140": "not_supported",
        "97150": "not_supported",
    }
    assert all(one.rule != "edits_in_a_ring" for one in claim.findings)
    both = [("98940", 1, ()), ("97750", 1, ()), ("97150", 1, ())]
    assert not review_claim(visit(adjusted=["L4"], services=done), both).passes


def test_the_same_services_without_an_adjustment_are_a_ring():
    done = [
        by_code("97750", contact="one_on_one", minutes=15, regions=["lumbar"]),
        service("strength", contact="group", minutes=15, regions=["lumbar"]),
        service("soft_tissue", minutes=15, regions=["lumbar"]),
    ]
    claim = code_visit(visit(services=done))
    assert {line.code for line in claim.lines} == {"97140", "97150", "97750"}
    for line in claim.lines:
        assert any(one.rule == "edits_in_a_ring" and one.verdict == "ask" for one in line.findings)
