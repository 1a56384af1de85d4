"""A physical therapy evaluation and an occupational therapy one on one day."""

from __future__ import annotations

import pytest
from strategies import by_code, check, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.evaluation_of_each_discipline import evaluation_of_each_discipline

# Typed here from the policy manual, and not read from a table.
PHYSICAL = ("97161", "97162", "97163", "97164")
OCCUPATIONAL = ("97165", "97166", "97167", "97168")


@pytest.mark.parametrize("physical", PHYSICAL)
@pytest.mark.parametrize("occupational", OCCUPATIONAL)
def test_one_practitioner_does_not_report_both(physical, occupational):
    standing = [(occupational, "therapist"), (physical, "therapist")]
    check(
        evaluation_of_each_discipline(occupational, "therapist", standing),
        "evaluation_of_each_discipline",
        "ask",
        f"{physical} is a physical therapy evaluation and {occupational} an occupational one.",
        code=occupational,
        cites=("ncci-manual-ch11",),
        fix="Ask who gave which.",
    )
    assert evaluation_of_each_discipline(physical, "therapist", standing) is None


@pytest.mark.parametrize(
    "beside", [("97161", "chiropractor"), ("97750", "therapist"), ("99213", "therapist")]
)
def test_nothing_is_asked_beside_another_practitioners_or_another_service(beside):
    standing = [("97165", "therapist"), beside]
    assert evaluation_of_each_discipline("97165", "therapist", standing) is None


@pytest.mark.parametrize("payer", ["commercial_ncci", "commercial_cpt", "federal_va"])
def test_it_is_asked_whatever_edits_the_payer_follows(payer):
    """No edit joins the two, so a payer that follows no edits makes no difference."""
    examined = {"code": "97161", "separate": True}
    claim = code_visit(visit(payer=payer, evaluation=examined, services=[by_code("97165")]))
    assert [line.code for line in claim.lines] == ["97161"]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [("97165", "ask")]
    by_another = [by_code("97165", performed_by="therapist")]
    claim = code_visit(visit(payer=payer, evaluation=examined, services=by_another))
    assert sorted(line.code for line in claim.lines) == ["97161", "97165"]
