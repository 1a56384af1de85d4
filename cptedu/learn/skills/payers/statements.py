"""A published statement that takes one payer's rule for everybody's, as an exhibit of the museum."""

from __future__ import annotations

from cptedu.engine.coding import code_visit
from cptedu.learn.trials import Trial, deciding, findings_on, yes_or_no
from cptedu.model import Visit

__all__ = ["stroke_only"]


def stroke_only(visit: Visit) -> Trial:
    """Keep 97112 for a disease of the vessels of the brain."""
    claim = code_visit(visit)
    neurological = any(one.startswith("I6") for one in visit.diagnoses or ())
    return Trial(
        yes_or_no(neurological),
        yes_or_no(claim.line("97112") is not None),
        deciding(findings_on(claim, "97112"), "neuro_criteria", "deficit"),
    )
