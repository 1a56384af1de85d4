"""Findings told as text and as HTML, each with its sources by number."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cptedu.explain.words_told import SIGNS, verdict_in_words
from cptedu.facts.sources import Citation
from cptedu.model import Finding, Verdict

__all__ = [
    "badge",
    "citation_as_html",
    "citations_of",
    "findings_as_html",
    "findings_as_text",
    "fix_as_html",
    "numbers_of",
    "part_title",
]


def findings_as_text(findings: Iterable[Finding], numbers: dict[str, int]) -> list[str]:
    """Tell findings line by line, each with the numbers of its sources and the step that would settle it."""
    said = []
    for finding in findings:
        cited = "".join(f"[{numbers[citation.id]}]" for citation in finding.citations)
        said.append(f"    {SIGNS[finding.verdict]} {finding.says} {cited}")
        said += [
            f"        one side: {one.says} ({', '.join(citation.publisher for citation in one.held_by)})"
            for one in finding.readings
        ]
        if finding.fix and finding.verdict is not Verdict.SUPPORTED:
            said.append(f"      → {finding.fix}")
    return said


def citations_of(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    """Give every source of some findings once, in the order in which they are first named."""
    return tuple(dict.fromkeys(one for finding in findings for one in finding.citations))


def numbers_of(findings: Iterable[Finding]) -> dict[str, int]:
    """Number the sources of some findings, from 1."""
    return {citation.id: number for number, citation in enumerate(citations_of(findings), start=1)}


def part_title(title: str, heading: int | None) -> str:
    """Write the title of a part, as a heading where its level is known."""
    return f"<h{heading}>{title}</h{heading}>" if heading else f'<p class="cptedu-part">{title}</p>'


def badge(verdict: Verdict) -> str:
    """Write a verdict as a sign with its words."""
    return (
        f'<span class="cptedu-badge cptedu-badge-{verdict.value}"><span aria-hidden="true">{SIGNS[verdict]}</span>'
        f" {verdict_in_words(verdict)}</span>"
    )


def findings_as_html(findings: Iterable[Finding], numbers: dict[str, int]) -> str:
    """Tell findings as a list."""
    return f'<ul class="cptedu-why">{"".join(_finding_as_html(one, numbers) for one in findings)}</ul>'


def _finding_as_html(finding: Finding, numbers: dict[str, int]) -> str:
    cited = " ".join(
        f'<abbr title="{escape(str(citation), quote=True)}">[{numbers[citation.id]}]</abbr>'
        for citation in finding.citations
        if citation.id in numbers
    )
    sides = "".join(
        f"<li>{escape(one.says)} ({escape(', '.join(citation.publisher for citation in one.held_by)) or 'no source'})</li>"
        for one in finding.readings
    )
    return (
        f'<li class="cptedu-{finding.verdict.value}"><span class="cptedu-sign" title="{verdict_in_words(finding.verdict)}">'
        f'{SIGNS[finding.verdict]}</span> <span class="cptedu-hidden">{verdict_in_words(finding.verdict)}: </span>'
        f"{escape(finding.says)} {cited}{f'<ul>{sides}</ul>' if sides else ''}{fix_as_html(finding)}</li>"
    )


def fix_as_html(finding: Finding) -> str:
    """Say what would settle a finding, where it is not settled."""
    if not finding.fix or finding.verdict is Verdict.SUPPORTED:
        return ""
    return f'<br><span class="cptedu-fix">→ {escape(finding.fix)}</span>'


def citation_as_html(citation: Citation) -> str:
    """Name a source; only publishers and governments are linked."""
    text = escape(str(citation))
    if citation.address.startswith("https://"):
        return f'<a href="{escape(citation.address, quote=True)}" rel="noreferrer">{text}</a>'
    return text
