"""A first therapy evaluation, which an episode of care has once."""

from __future__ import annotations

import pytest
from strategies import by_code, check, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.evaluation_once_an_episode import evaluation_once_an_episode

# RULES-2 D17, typed here: 97161-97163 and 97165-97167 once an episode (NCCI Policy Manual, XI, V.21).
FIRST = ("97161", "97162", "97163", "97165", "97166", "97167")


@pytest.mark.parametrize("number", FIRST)
def test_a_first_evaluation_is_asked_about_and_stands(number):
    check(
        evaluation_once_an_episode(number),
        "evaluation_once_an_episode",
        "ask",
        f"{number} is a first evaluation: one in an episode of care.",
        code=number,
        cites=("ncci-manual-ch11",),
        fix="Look whether one was billed since this plan of care began.",
    )
    for keys in ({"evaluation": {"code": number}}, {"services": [by_code(number)]}):
        line = next(one for one in code_visit(visit(**keys)).lines if one.code == number)
        asked = [one for one in line.findings if one.rule == "evaluation_once_an_episode"]
        assert len(asked) == 1
        assert asked[0].either_way


@pytest.mark.parametrize("number", ["97164", "97168", "99203", "97750", "97110"])
def test_a_repeat_evaluation_and_anything_else_is_not(number):
    assert evaluation_once_an_episode(number) is None


def test_what_the_payer_never_pays_is_not_asked_about():
    claim = code_visit(visit(payer="medicare", evaluation={"code": "97161"}))
    assert [line.verdict.value for line in claim.lines] == ["not_covered"]
    assert "evaluation_once_an_episode" not in {one.rule for one in claim.findings}
