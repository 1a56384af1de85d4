"""Published statements on the level of an adjustment, as exhibits of the museum."""

from __future__ import annotations

from cptedu.engine.coding import code_visit
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.regions import regions_understood
from cptedu.learn.trials import Trial, deciding, findings_on, is_adjusted, marks_of, yes_or_no
from cptedu.model import Visit

__all__ = ["extraspinal_51", "single_region"]


def single_region(visit: Visit) -> Trial:
    """Take 98940 for the code of one region alone."""
    claim = code_visit(visit)
    number = next((line.code for line in claim.lines if line.code in spinal_cmt()), "")
    return Trial(
        yes_or_no(len(regions_understood(visit.adjusted)) == 1),
        yes_or_no(number == spinal_cmt()[0]),
        deciding(findings_on(claim, number), "cmt_level"),
    )


def extraspinal_51(visit: Visit) -> Trial:
    """Put 51 on 98943 beside any spinal adjustment."""
    claim = code_visit(visit)
    marks = marks_of(claim, "98943")
    has_both = claim.line("98943") is not None and is_adjusted(visit)
    return Trial("51" if has_both else marks, marks, deciding(findings_on(claim, "98943"), "extraspinal_51"))
