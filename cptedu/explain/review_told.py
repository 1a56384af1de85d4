"""A review told as text and as HTML."""

from __future__ import annotations

from html import escape

from cptedu.cards import card
from cptedu.engine.review import Review
from cptedu.explain.findings_told import (
    citations_of,
    findings_as_html,
    findings_as_text,
    numbers_of,
    part_title,
    sources_as_html,
)
from cptedu.explain.words_told import NOTICE, TEACHING, counted
from cptedu.model import Finding, Verdict

__all__ = ["review_as_html", "review_as_text"]


def _review_parts(review: Review) -> list[tuple[str, tuple[Finding, ...]]]:
    unpaid = tuple(one for one in review.unknown if one.verdict is Verdict.NOT_COVERED)
    waits = tuple(one for one in review.wrong if one.verdict is Verdict.ASK)
    parts = [
        ("Right", review.right),
        ("Wrong", tuple(one for one in review.wrong if one not in waits)),
        ("Not supported until it is answered", waits),
        ("Missing", review.missing),
        ("Not paid", unpaid),
        ("Cannot be known without asking", tuple(one for one in review.unknown if one not in unpaid)),
    ]
    return [(title, findings) for title, findings in parts if findings]


def _outcome(review: Review) -> str:
    if review.passes:
        return "The proposed claim passes."
    if _is_only_asked(review):
        return "The proposed claim does not pass until it is told what is asked here."
    return "The proposed claim does not pass."


def _is_only_asked(review: Review) -> bool:
    is_refused = any(one.verdict is not Verdict.ASK for one in review.wrong)
    return not review.passes and not is_refused and not review.missing


def review_as_text(review: Review) -> str:
    """Tell a review as plain text: right, wrong, missing, unknown, each with the step that would settle it.

    Args:
        review: the review.

    Returns:
        The text.
    """
    parts = _review_parts(review)
    cited = [finding for _, findings in parts for finding in findings]
    said = [_outcome(review)]
    for title, findings in parts:
        said += ["", title, *findings_as_text(findings, numbers_of(cited))]
    said += ["", "Sources", *(f"  [{n}] {one}" for n, one in enumerate(citations_of(cited), start=1))]
    return "\n".join([*said, "", TEACHING, NOTICE])


def review_as_html(review: Review, *, heading: int | None = 3, alone: bool = True) -> str:
    """Tell a review as an accessible HTML fragment.

    Args:
        review: the review.
        heading: the level of its headings, 1 to 6; None where it is not known under which heading it will stand.
        alone: False within a page that says by itself that it is teaching and no advice.

    Returns:
        The fragment; text from the visit is escaped.
    """
    parts = _review_parts(review)
    cited = [finding for _, findings in parts for finding in findings]
    numbers = numbers_of(cited)
    body = "".join(
        f"{part_title(title, heading)}{findings_as_html(findings, numbers)}" for title, findings in parts
    )
    sources = citations_of(cited)
    folded = (
        f"<details><summary>{counted(len(sources), 'source')}</summary>{sources_as_html(sources)}</details>"
    )
    what_this_is = f'<p class="cptedu-foot cptedu-small">{TEACHING} {escape(NOTICE)}</p>' if alone else ""
    passes = "supported" if review.passes else "ask" if _is_only_asked(review) else "not_supported"
    return card(
        "review",
        f'<p class="cptedu-title">{_outcome(review)}</p>{body}{folded if sources else ""}{what_this_is}',
        verdict=passes,
    )
