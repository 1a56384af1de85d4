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
    "marks_of",
    "numbers_of",
    "part_title",
    "sides_as_html",
    "sources_as_html",
]


def findings_as_text(findings: Iterable[Finding], numbers: dict[str, int]) -> list[str]:
    """Tell findings line by line, each with the numbers of its sources and the step that would settle it."""
    said = []
    for finding in findings:
        cited = "".join(f"[{numbers[citation.id]}]" for citation in finding.citations)
        said.append(f"    {SIGNS[finding.verdict]} {finding.says} {cited}")
        said += [f"        one side: {one.says} ({', '.join(one.publishers)})" for one in finding.readings]
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
        f'<span class="cptedu-badge cptedu-{verdict.value}"><span aria-hidden="true">{SIGNS[verdict]}</span>'
        f" {verdict_in_words(verdict)}</span>"
    )


def findings_as_html(findings: Iterable[Finding], numbers: dict[str, int]) -> str:
    """Tell findings as a list."""
    return f'<ul class="cptedu-why">{"".join(_finding_as_html(one, numbers) for one in findings)}</ul>'


def _finding_as_html(finding: Finding, numbers: dict[str, int]) -> str:
    sign = f'<span class="cptedu-sign" aria-hidden="true">{SIGNS[finding.verdict]}</span>'
    return (
        f'<li class="cptedu-{finding.verdict.value}">{sign}'
        f' <span class="cptedu-hidden">{verdict_in_words(finding.verdict)}: </span>'
        f"{escape(finding.says)} {marks_of(finding, numbers)}{sides_as_html(finding)}{fix_as_html(finding)}</li>"
    )


def marks_of(finding: Finding, numbers: dict[str, int]) -> str:
    """Write the numbers of a finding's sources, as they stand in the list of them."""
    cited = (numbers[one.id] for one in finding.citations if one.id in numbers)
    return " ".join(f'<span class="cptedu-cited">[{number}]</span>' for number in cited)


def sides_as_html(finding: Finding) -> str:
    """Tell each side of what sources dispute; nothing where they do not."""
    sides = "".join(
        f"<li>{escape(one.says)} ({escape(', '.join(one.publishers)) or 'no source'})</li>"
        for one in finding.readings
    )
    return f"<ul>{sides}</ul>" if sides else ""


def fix_as_html(finding: Finding) -> str:
    """Say what would settle a finding, where it is not settled."""
    if not finding.fix or finding.verdict is Verdict.SUPPORTED:
        return ""
    return f'<p class="cptedu-fix">{escape(finding.fix)}</p>'


def sources_as_html(citations: Iterable[Citation]) -> str:
    """List sources by number, each with how far it was read."""
    listed = "".join(f"<li>{citation_as_html(one)}</li>" for one in citations)
    return f'<ol class="cptedu-from">{listed}</ol>' if listed else ""


def citation_as_html(citation: Citation) -> str:
    """Name a source; only publishers and governments are linked."""
    text = escape(str(citation))
    if citation.address.startswith("https://"):
        return f'<a href="{escape(citation.address, quote=True)}" rel="noreferrer">{text}</a>'
    return text
