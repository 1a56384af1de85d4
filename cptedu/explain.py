"""A claim in words: as plain text, as accessible HTML, and as a page to print."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cptedu.deciding import deciding, verdict_shown
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict
from cptedu.payers import payer
from cptedu.review import Review
from cptedu.sources import Citation

__all__ = [
    "TEACHING",
    "also_open",
    "claim_as_html",
    "claim_as_text",
    "claim_to_print",
    "questions_open",
    "review_as_html",
    "review_as_text",
    "verdict_in_words",
]

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
_SIGNS = {
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


def questions_open(findings: Iterable[Finding]) -> str:
    """Say how many questions are still to be asked about something, in words; empty when there is none.

    >>> questions_open([])
    ''
    """
    count = sum(finding.verdict is Verdict.ASK for finding in findings)
    return f"{count} question{'' if count == 1 else 's'} to ask" if count else ""


def _place(name: str) -> str:
    return name.replace("_", " ")


def _pointers(claim: Claim, diagnoses: Iterable[str]) -> str:
    """Give the letters under which a claim form points to diagnoses: A is the first."""
    listed = claim.visit.diagnoses or ()
    return " ".join("ABCDEFGHIJKL"[listed.index(one)] for one in diagnoses if one in listed[:12])


def _title(claim: Claim) -> str:
    return claim.visit.title or "Visit"


def claim_as_text(claim: Claim) -> str:
    """Tell a claim as plain text: lines with reasons, what is not billed, notes, sources.

    Args:
        claim: the claim.

    Returns:
        The text, ending without a line break.

    >>> from cptedu.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> print(claim_as_text(code_visit(visit)).splitlines()[3])
    98940 ×1  adjusting one or two spinal regions (cervical): supported
    """
    numbers = _numbers(claim.findings)
    said = [
        _title(claim),
        f"Date of service {claim.on} · payer: {payer(claim.payer).label} ({claim.payer})",
        "",
    ]
    for line in claim.lines:
        written = "-".join((line.code, *line.modifiers))
        where = f" ({', '.join(map(_place, line.regions))})" if line.regions else ""
        judged = ", ".join(filter(None, (verdict_in_words(verdict_shown(line)), also_open(line))))
        said.append(f"{written} ×{line.units}  {line.label}{where}: {judged}")
        said += _findings_as_text(line.findings, numbers)
    if not claim.lines:
        said.append("Nothing is billed.")
    if claim.unbilled:
        said += ["", "Not billed"]
    for item in claim.unbilled:
        said.append(f"{item.code or 'no code'}  {item.about}: {verdict_in_words(item.verdict)}")
        said += _findings_as_text(item.findings, numbers)
    if claim.notes:
        said += ["", "About the claim", *_findings_as_text(claim.notes, numbers)]
    said += ["", "Sources"]
    said += [
        f"  [{number}] {citation}" for number, citation in enumerate(_citations(claim.findings), start=1)
    ]
    return "\n".join([*said, "", TEACHING, NOTICE])


def _findings_as_text(findings: Iterable[Finding], numbers: dict[str, int]) -> list[str]:
    said = []
    for finding in findings:
        cited = "".join(f"[{numbers[citation.id]}]" for citation in finding.citations)
        said.append(f"    {_SIGNS[finding.verdict]} {finding.says} {cited}")
        said += [
            f"        one side: {one.says} ({', '.join(citation.publisher for citation in one.held_by)})"
            for one in finding.readings
        ]
        if finding.fix and finding.verdict is not Verdict.SUPPORTED:
            said.append(f"      → {finding.fix}")
    return said


def _citations(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(one for finding in findings for one in finding.citations))


def _numbers(findings: Iterable[Finding]) -> dict[str, int]:
    return {citation.id: number for number, citation in enumerate(_citations(findings), start=1)}


def claim_as_html(claim: Claim, *, heading: int = 3) -> str:
    """Tell a claim as an accessible HTML fragment: a table with caption and scopes, reasons beside the lines, sources.

    Args:
        claim: the claim.
        heading: the level of its headings, 1 to 6.

    Returns:
        The fragment. Text from the visit is escaped; only publishers and governments are linked.

    >>> from cptedu.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "title": "<b>"})
    >>> "&lt;b&gt;" in claim_as_html(code_visit(visit))
    True
    """
    numbers = _numbers(claim.findings)
    body = "".join(
        f'<tr class="cptedu-{verdict_shown(line).value}"><th scope="row">{escape(line.code)}'
        f"<span>{escape(line.label)}</span></th><td>{line.units}</td><td>{escape(' '.join(line.modifiers)) or 'none'}</td>"
        f"<td>{escape(', '.join(map(_place, line.regions))) or 'none'}</td>"
        f"<td>{_badge(verdict_shown(line))}{_open_badge(line)}</td>"
        f"<td>{_findings_as_html(line.findings, numbers)}</td></tr>"
        for line in claim.lines
    )
    if not body:
        body = '<tr><td colspan="6">Nothing is billed.</td></tr>'
    parts = [
        f'<section class="cptedu-claim" aria-label="Claim">{_STYLE}<table><caption>{escape(_title(claim))}: claim for'
        f" {claim.on}, {escape(payer(claim.payer).label)}</caption>"
        '<thead><tr><th scope="col">Code</th><th scope="col">Units</th><th scope="col">Modifiers</th>'
        '<th scope="col">Regions</th><th scope="col">Verdict</th><th scope="col">Why</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    ]
    if claim.unbilled:
        items = "".join(_unbilled_as_html(item, numbers) for item in claim.unbilled)
        parts.append(f"<h{heading}>Not billed</h{heading}><ul>{items}</ul>")
    if claim.notes:
        notes = _findings_as_html(claim.notes, numbers)
        parts.append(f"<h{heading}>About the claim</h{heading}>{notes}")
    sources = "".join(f"<li>{_citation_as_html(citation)}</li>" for citation in _citations(claim.findings))
    parts.append(f"<details><summary>Sources</summary><ol>{sources}</ol></details>")
    parts.append(f'<p class="cptedu-foot">{_data_age(claim)} {TEACHING} {escape(NOTICE)}</p></section>')
    return "".join(parts)


def _badge(verdict: Verdict) -> str:
    return (
        f'<span class="cptedu-badge cptedu-badge-{verdict.value}"><span aria-hidden="true">{_SIGNS[verdict]}</span>'
        f" {verdict_in_words(verdict)}</span>"
    )


def also_open(line: ClaimLine) -> str:
    """Say how much is still to be asked of a line, where its verdict alone does not.

    Args:
        line: the claim line.

    Returns:
        Such as ``"2 questions to ask"``; empty when nothing is to be asked, or the one question is the verdict itself.
    """
    asked = [one for one in line.findings if one.verdict is Verdict.ASK]
    return "" if verdict_shown(line) is Verdict.ASK and len(asked) == 1 else questions_open(asked)


def _open_badge(line: ClaimLine) -> str:
    words = also_open(line)
    if not words:
        return ""
    sign = f'<span aria-hidden="true">{_SIGNS[Verdict.ASK]}</span>'
    return f' <span class="cptedu-badge cptedu-badge-ask cptedu-open">{sign} {words}</span>'


def _unbilled_as_html(item: Unbilled, numbers: dict[str, int]) -> str:
    code = f"<strong>{escape(item.code)}</strong> " if item.code else ""
    return f"<li>{code}{escape(item.about)} {_badge(item.verdict)}{_findings_as_html(item.findings, numbers)}</li>"


def _findings_as_html(findings: Iterable[Finding], numbers: dict[str, int]) -> str:
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
    fix = ""
    if finding.fix and finding.verdict is not Verdict.SUPPORTED:
        fix = f'<br><span class="cptedu-fix">→ {escape(finding.fix)}</span>'
    return (
        f'<li class="cptedu-{finding.verdict.value}"><span class="cptedu-sign" title="{verdict_in_words(finding.verdict)}">'
        f'{_SIGNS[finding.verdict]}</span> <span class="cptedu-hidden">{verdict_in_words(finding.verdict)}: </span>'
        f"{escape(finding.says)} {cited}{f'<ul>{sides}</ul>' if sides else ''}{fix}</li>"
    )


def _citation_as_html(citation: Citation) -> str:
    text = escape(str(citation))
    if citation.address.startswith("https://"):
        return f'<a href="{escape(citation.address, quote=True)}" rel="noreferrer">{text}</a>'
    return text


def _data_age(claim: Claim) -> str:
    return escape(" ".join(note.says for note in claim.notes if note.rule == "data_age"))


def claim_to_print(claim: Claim) -> str:
    """Lay a claim out as one page to print: diagnoses with letters, lines with modifiers, units and pointers.

    Args:
        claim: the claim.

    Returns:
        A whole HTML document that needs nothing from the network.
    """
    diagnoses = claim.visit.diagnoses or ()
    listed = "".join(f"<li>{escape(one)}</li>" for one in diagnoses[:12]) or "<li>none given</li>"
    body = "".join(
        f"<tr><td>{claim.on}</td><th scope='row'>{escape(line.code)}</th><td>{escape(' '.join(line.modifiers))}</td>"
        f"<td>{_pointers(claim, line.diagnoses) or '–'}</td><td>{line.units}</td>"
        f"<td>{_SIGNS[verdict_shown(line)]} {verdict_in_words(verdict_shown(line))}</td></tr>"
        for line in claim.lines
    )
    left = "".join(
        f"<li><strong>{escape(item.code or 'no code')}</strong> {escape(item.about)}: {verdict_in_words(item.verdict)}."
        f" {escape(deciding(item).says)}</li>"
        for item in claim.unbilled
    )
    not_billed = f"<h2>Not billed</h2><ul>{left}</ul>" if left else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(_title(claim))}</title>'
        f"<style>{_PRINT}</style></head><body><main><h1>{escape(_title(claim))}</h1>"
        f"<p>Date of service {claim.on} · {escape(payer(claim.payer).label)}</p>"
        f'<h2>Diagnoses</h2><ol type="A">{listed}</ol>'
        "<table><caption>Claim lines</caption><thead><tr>"
        '<th scope="col">Date</th><th scope="col">Code</th><th scope="col">Modifiers</th><th scope="col">Pointers</th>'
        f'<th scope="col">Units</th><th scope="col">Verdict</th></tr></thead><tbody>{body}</tbody></table>{not_billed}'
        f"<footer>{_data_age(claim)} {TEACHING} {escape(NOTICE)}</footer></main></body></html>"
    )


def _review_parts(review: Review) -> list[tuple[str, tuple[Finding, ...]]]:
    parts = [
        ("Right", review.right),
        ("Wrong", review.wrong),
        ("Missing", review.missing),
        ("Cannot be known without asking", review.unknown),
    ]
    return [(title, findings) for title, findings in parts if findings]


def _outcome(review: Review) -> str:
    return "The proposed claim passes." if review.passes else "The proposed claim does not pass."


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
        said += ["", title, *_findings_as_text(findings, _numbers(cited))]
    said += ["", "Sources", *(f"  [{n}] {one}" for n, one in enumerate(_citations(cited), start=1))]
    return "\n".join([*said, "", TEACHING, NOTICE])


def review_as_html(review: Review, *, heading: int = 3) -> str:
    """Tell a review as an accessible HTML fragment.

    Args:
        review: the review.
        heading: the level of its headings, 1 to 6.

    Returns:
        The fragment; text from the visit is escaped.
    """
    parts = _review_parts(review)
    cited = [finding for _, findings in parts for finding in findings]
    numbers = _numbers(cited)
    body = "".join(
        f"<h{heading}>{title}</h{heading}>{_findings_as_html(findings, numbers)}" for title, findings in parts
    )
    sources = "".join(f"<li>{_citation_as_html(citation)}</li>" for citation in _citations(cited))
    return (
        f'<section class="cptedu-claim" aria-label="Review">{_STYLE}<p><strong>{_outcome(review)}</strong></p>{body}'
        f"<details><summary>Sources</summary><ol>{sources}</ol></details>"
        f'<p class="cptedu-foot">{TEACHING} {escape(NOTICE)}</p></section>'
    )


_STYLE = """<style>
.cptedu-claim{--ok:#005a46;--no:#a12a00;--ask:#004f86;--two:#7a3b69;--grey:#4a4a4a;
  font:16px/1.45 system-ui,"DejaVu Sans",sans-serif;color:#1b1b1b;background:#fff;padding:.5rem;max-width:72rem}
.cptedu-claim.cptedu-claim table{border-collapse:collapse;width:100%;table-layout:auto;font-size:1em;margin:0}
.cptedu-claim.cptedu-claim caption{text-align:left;font-weight:700;padding:.25rem 0;font-size:1.1em}
.cptedu-claim.cptedu-claim table th,.cptedu-claim.cptedu-claim table td{text-align:left;vertical-align:top;
  padding:.4rem .6rem;border:0;border-top:1px solid #c8c8c8;white-space:normal;max-width:none;background:#fff}
.cptedu-claim.cptedu-claim table thead th{background:#f2f4f5}
.cptedu-claim.cptedu-claim table td:last-child{width:52%;overflow-wrap:anywhere}
.cptedu-open{display:inline-block;margin-top:.3rem}
.cptedu-claim.cptedu-claim table tbody th{font-size:1.25em;min-width:7rem}
.cptedu-claim tbody th span{display:block;font-size:.72em;font-weight:400;color:var(--grey)}
.cptedu-claim.cptedu-claim ul.cptedu-why{margin:0;padding:0;list-style:none}
.cptedu-claim.cptedu-claim ul.cptedu-why>li{margin:.1rem 0 .35rem;list-style:none}
.cptedu-sign{font-weight:700}
.cptedu-badge{white-space:nowrap;font-weight:600;border:1.5px solid currentColor;border-radius:1em;padding:.05em .6em;
  color:var(--grey)}
.cptedu-badge-supported{color:var(--ok)}
.cptedu-badge-not_supported{color:var(--no)}
.cptedu-badge-ask{color:var(--ask)}
.cptedu-badge-contested,.cptedu-badge-not_covered{color:var(--two)}
.cptedu-fix{color:var(--ask)}
.cptedu-claim abbr{text-decoration:none;color:var(--ask);font-size:.85em}
.cptedu-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cptedu-foot{color:var(--grey);font-size:.9em}
</style>"""

_PRINT = """@page{margin:18mm}
body{font:12pt/1.4 system-ui,"DejaVu Sans",sans-serif;color:#000;background:#fff;margin:0 auto;max-width:48rem;padding:1rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:700}
th,td{border:1px solid #444;padding:.3rem .5rem;text-align:left}
h1{font-size:16pt;margin:0}
h2{font-size:12pt;margin:.8rem 0 .2rem}
footer{margin-top:1rem;font-size:9pt;color:#333}"""
