"""A published statement on which code an exercise is, as an exhibit of the museum."""

from __future__ import annotations

from cptedu.engine.coding import code_visit
from cptedu.learn.trials import NO_ANSWER, Trial, deciding
from cptedu.model import Visit

__all__ = ["several_aims"]


def several_aims(visit: Visit) -> Trial:
    """Take several aims for 97530, and one for 97112."""
    claim = code_visit(visit)
    numbers = [line.code for line in claim.lines]
    aims = len(visit.services[0].purpose)
    statement = {0: NO_ANSWER, 1: "97112"}.get(aims, "97530")
    number = numbers[0] if numbers else NO_ANSWER
    return Trial(statement, number, deciding(claim.findings, "purpose"))
