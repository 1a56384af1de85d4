"""The words for verdicts, places and open questions, and what stands below everything that is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from cptedu.deciding import verdict_shown
from cptedu.facts.days_told import day_in_words
from cptedu.model import Claim, ClaimLine, Finding, Verdict

__all__ = [
    "NOTICE",
    "NOT_JUDGED",
    "SIGNS",
    "TEACHING",
    "also_open",
    "codes_whole",
    "counted",
    "data_age_as_html",
    "day_in_words",
    "place_in_words",
    "questions_open",
    "title_of",
    "verdict_in_words",
]

NOT_JUDGED = "Not judged: nothing on this claim depends on it"
TEACHING = "This is teaching, not billing advice."
NOTICE = (
    "CPT is a registered trademark of the American Medical Association. Codes are named by number with labels of our own;"
    " production coding needs your own licensed CPT."
)
_WORDS = {
    Verdict.SUPPORTED: "supported",
    Verdict.NOT_SUPPORTED: "not supported",
    Verdict.NOT_COVERED: "not covered",
    Verdict.ASK: "ask the clinician",
    Verdict.CONTESTED: "contested",
    Verdict.NO_DATA: "no data",
}
SIGNS = {
    Verdict.SUPPORTED: "✓",
    Verdict.NOT_SUPPORTED: "✕",
    Verdict.NOT_COVERED: "⊘",
    Verdict.ASK: "?",
    Verdict.CONTESTED: "⇄",
    Verdict.NO_DATA: "–",
}


def verdict_in_words(verdict: Verdict) -> str:
    """Put a verdict in words.

    >>> verdict_in_words(Verdict.ASK)
    'ask the clinician'
    """
    return _WORDS[verdict]


_CODE = re.compile(
    r"\b\d{4}[0-9A-Z](?:-[A-Z0-9]{2})+(?: [x×]\d+)?"
)  # with its modifiers, and perhaps its units


def codes_whole(page: str) -> str:
    """Keep each code on one line with its modifiers and units; the page gives ``.code`` no line break.

    Args:
        page: a part of a page, of which what was written by others is escaped.

    Returns:
        The same, in which each such code stands in an element of its own.

    >>> codes_whole("98940 + 97112-59 x2, in 10-12 visits")
    '98940 + <span class="code">97112-59 x2</span>, in 10-12 visits'
    """
    return _CODE.sub(r'<span class="code">\g<0></span>', page)


def counted(number: int, what: str) -> str:
    """Write a number of things.

    >>> counted(1, "unit"), counted(2, "unit")
    ('1 unit', '2 units')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def questions_open(findings: Iterable[Finding]) -> str:
    """Say how many questions are still to be asked about something, in words; empty when there is none.

    >>> questions_open([])
    ''
    """
    count = sum(finding.verdict is Verdict.ASK for finding in findings)
    return f"{counted(count, 'question')} to ask" if count else ""


def place_in_words(name: str) -> str:
    """Give a region's name as people write it.

    >>> place_in_words("lower_extremities")
    'lower extremities'
    """
    return name.replace("_", " ")


def title_of(claim: Claim) -> str:
    """Give the title of a claim: that of its visit."""
    return claim.visit.title or "Visit"


def also_open(line: ClaimLine) -> str:
    """Say how much is still to be asked of a line, where its verdict alone does not.

    Args:
        line: the claim line.

    Returns:
        Such as ``"2 questions to ask"``; empty when nothing is to be asked, or the one question is the verdict itself.
    """
    asked = [one for one in line.findings if one.verdict is Verdict.ASK]
    return "" if verdict_shown(line) is Verdict.ASK and len(asked) == 1 else questions_open(asked)


def data_age_as_html(claim: Claim) -> str:
    """Say how old the edits are that a claim was checked against."""
    return escape(" ".join(note.says for note in claim.notes if note.rule == "data_age"))
