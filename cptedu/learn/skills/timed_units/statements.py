"""Published statements on minutes and units, as exhibits of the museum."""

from __future__ import annotations

from cptedu.engine.coding import code_visit
from cptedu.explain import counted
from cptedu.learn.trials import NO_ANSWER, Trial, deciding, findings_on, units_of
from cptedu.model import Visit
from cptedu.payers import payer
from cptedu.rules.timed_units import METHODS, timed_units, units_for_minutes

__all__ = ["first_band", "methods_reversed", "untimed_97033"]


def untimed_97033(visit: Visit) -> Trial:
    """Bill 97033 once, whatever the time."""
    claim = code_visit(visit)
    return Trial(
        counted(1, "unit"),
        counted(units_of(claim, "97033"), "unit"),
        deciding(findings_on(claim, "97033"), "timed_units", "units"),
    )


def first_band(visit: Visit) -> Trial:
    """Have no answer between 14 and 23 minutes."""
    claim = code_visit(visit)
    spent = visit.services[0].minutes or 0
    printed = NO_ANSWER if 15 <= spent <= 22 else counted(units_for_minutes(spent), "unit")
    return Trial(
        printed,
        counted(units_of(claim, "97110"), "unit"),
        deciding(findings_on(claim, "97110"), "timed_units", "units"),
    )


def methods_reversed(visit: Visit) -> Trial:
    """Count by the other payers' method."""
    claim = code_visit(visit)
    minutes = {"97110": visit.services[0].minutes or 0, "97140": visit.services[1].minutes or 0}
    right = payer(visit.payer).wants("unit_method", visit.date_of_service)
    other = next(method for method in METHODS if method != right)
    said = deciding((*findings_on(claim, "97110"), *findings_on(claim, "97140")), "timed_units", "units")
    return Trial(
        counted(timed_units(minutes, other).total_units, "unit"),
        counted(sum(units_of(claim, number) for number in minutes), "unit"),
        said,
    )
