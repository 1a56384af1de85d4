"""Pairs of codes on a claim for which no edit is held."""

from __future__ import annotations

from collections.abc import Mapping

from cptedu.model import Verdict
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.said import Said

__all__ = ["edits_without_data"]


def edits_without_data(pairs: Mapping[frozenset[str], PtpEdit]) -> Said | None:
    """Name the pairs whose edit is not held; such a pair never removes a line.

    Args:
        pairs: the answer of the edits for each pair of codes.

    Returns:
        A ``no_data`` finding, or None when every pair is answered.

    Source: CMS, NCCI PTP edits for practitioners.
    """
    unanswered = [(sorted(pair), edit) for pair, edit in pairs.items() if edit.verdict is Verdict.NO_DATA]
    if not unanswered:
        return None
    named = "; ".join(sorted({" with ".join(pair) for pair, _ in unanswered}))
    told = " ".join(sorted({edit.why for _, edit in unanswered if edit.why}))
    return Said(
        "ptp_edit",
        Verdict.NO_DATA,
        f"Whether an edit joins these is not held for this date: {named}. They stay on the claim. {told}".strip(),
        tuple(dict.fromkeys(citation.id for _, edit in unanswered for citation in edit.citations)),
        vintage=unanswered[0][1].vintage,
        fix="Look the pairs up in CMS's file of that quarter.",
    )
