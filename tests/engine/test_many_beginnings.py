"""Where many answers are possible about when services began, not each is tried, and what hangs on them is asked all the same."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

from cptedu.engine import awaited
from cptedu.engine.coding import worksheet

KNEE, SHOULDER = {"regions": ["knee"]}, {"regions": ["shoulder"]}


def seen(minutes):
    at_the_knee = [
        service("soft_tissue", activity="trigger points", minutes=minutes, **KNEE),
        by_code("97750", minutes=minutes, contact="one_on_one", **KNEE),
        by_code("97012", minutes=15, **KNEE),
    ]
    by_the_clock = [
        service(purpose, activity=purpose, minutes=20, started=f"09:{5 * at:02d}", **SHOULDER)
        for at, purpose in enumerate(["strength", "balance", "gait", "functional_task"])
    ]
    return visit("federal_va", services=[*at_the_knee, *by_the_clock])


@pytest.mark.parametrize("minutes", [15, 60, 480])
def test_a_claim_is_settled_a_bounded_number_of_times(minutes, monkeypatch):
    settled, counted = awaited.settled, []

    def counting(record, items, ways, *rest, **keys):
        counted.append(len(ways))
        return settled(record, items, ways, *rest, **keys)

    monkeypatch.setattr(awaited, "settled", counting)
    asked = worksheet(seen(minutes)).awaited
    # Four that overlap have 24 ways of sharing: one try may go beyond what is left of each of two bounds.
    assert sum(counted) <= 2 * (awaited.MOST_COUNTED + 2 * 24)
    assert {said.code for said in asked.values()} >= {"97110", "97112", "97116", "97530"}
