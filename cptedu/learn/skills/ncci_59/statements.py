"""Published statements on 59, as exhibits of the museum."""

from __future__ import annotations

from dataclasses import replace

from cptedu.engine.coding import code_visit
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.releases import release_for
from cptedu.learn.trials import Trial, deciding, findings_on, is_adjusted, marks_of, said
from cptedu.model import Claim, Visit
from cptedu.rules.ptp_edit import ptp_edit

__all__ = ["different_diagnosis", "exercise_59", "task_59"]

_ELSEWHERE = ("lower_extremities",)


def _always_59(visit: Visit, number: str) -> Trial:
    """Put 59 on a therapy beside any spinal adjustment; the edit table has no such pair."""
    claim = code_visit(visit)
    marks = marks_of(claim, number)
    if not is_adjusted(visit):
        source = release_for("ptp", visit.date_of_service).source
        return Trial(
            marks, marks, (said(visit, "Nothing was adjusted, so nothing stands beside it.", source),)
        )
    adjustment = next(line.code for line in claim.lines if line.code in spinal_cmt())
    edit = ptp_edit(adjustment, number, visit.date_of_service)
    return Trial("59", marks, (said(visit, edit.says, edit.citations[0].id),))


def different_diagnosis(visit: Visit) -> Trial:
    """Take a diagnosis of its own for work in another place."""
    claim = code_visit(visit)
    # With a diagnosis of its own the statement takes the work for a distinct one, as if it were elsewhere.
    has_own = len(visit.diagnoses or ()) > 1
    service = replace(visit.services[0], regions=_ELSEWHERE) if has_own else visit.services[0]
    as_stated = code_visit(replace(visit, services=(service,)))

    def billed(of: Claim) -> str:
        return f"yes, with {marks_of(of, '97140')}" if of.line("97140") else "no"

    return Trial(billed(as_stated), billed(claim), deciding(findings_on(claim, "97140"), "separate_region"))


def exercise_59(visit: Visit) -> Trial:
    """Put 59 on 97110 beside any spinal adjustment."""
    return _always_59(visit, "97110")


def task_59(visit: Visit) -> Trial:
    """Put 59 on 97530 or 97535 beside any spinal adjustment."""
    return _always_59(visit, "97530" if "functional_task" in visit.services[0].purpose else "97535")
