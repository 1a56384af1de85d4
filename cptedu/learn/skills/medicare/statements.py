"""A published statement on Medicare, as an exhibit of the museum."""

from __future__ import annotations

from cptedu.engine.coding import code_visit
from cptedu.learn.trials import Trial, deciding, findings_on, yes_or_no
from cptedu.model import Verdict, Visit

__all__ = ["chronic_never"]


def chronic_never(visit: Visit) -> Trial:
    """Take chronic care for care that is never covered."""
    claim = code_visit(visit)
    line = claim.line("98940")
    covered = line is not None and line.verdict is Verdict.SUPPORTED
    statement = False if visit.course == "chronic" else covered
    return Trial(
        yes_or_no(statement), yes_or_no(covered), deciding(findings_on(claim, "98940"), "care_phase", "care")
    )
