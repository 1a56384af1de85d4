"""Pairs of codes on a claim for which no edit is held."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.say import say

__all__ = ["edits_without_data"]


def edits_without_data(visit: Visit, pairs: Iterable[tuple[str, str, PtpEdit]]) -> Finding | None:
    """Name the pairs whose edit is not held; such a pair never removes a line.

    Args:
        visit: the visit.
        pairs: two codes and the answer of the edits for them.

    Returns:
        A ``no_data`` finding, or None when every pair is answered.

    Source: CMS, NCCI PTP edits for practitioners.
    """
    unanswered = [(one, two, edit) for one, two, edit in pairs if edit.verdict is Verdict.NO_DATA]
    if not unanswered:
        return None
    named = "; ".join(sorted({" with ".join(sorted((one, two))) for one, two, _ in unanswered}))
    told = " ".join(sorted({edit.why for _, _, edit in unanswered if edit.why}))
    return say(
        visit,
        "ptp_edit",
        Verdict.NO_DATA,
        f"Whether an edit joins these is not held for this date: {named}. They stay on the claim. {told}".strip(),
        tuple(dict.fromkeys(citation.id for _, _, edit in unanswered for citation in edit.citations)),
        vintage=unanswered[0][2].vintage,
        fix="Look the pairs up in CMS's file of that quarter.",
    )
