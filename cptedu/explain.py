"""A claim in words: as plain text, as accessible HTML, and as a page to print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from cptedu.cards import card
from cptedu.deciding import deciding, to_know_of_the_claim, verdict_shown
from cptedu.engine.review import Review
from cptedu.facts.sources import Citation
from cptedu.model import Accounted, Claim, ClaimLine, Finding, Unbilled, Verdict
from cptedu.payers import payer

__all__ = [
    "SIGNS",
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

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> print(claim_as_text(code_visit(visit)).splitlines()[3])
    98940 ×1  adjusting one or two spinal regions (cervical): supported
    """
    numbers = _numbers(_told_of(claim))
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
    notes = _about_the_claim(claim)
    if notes:
        said += ["", "About the claim", *_findings_as_text(notes, numbers)]
    said += _not_judged_as_text(claim)
    said += ["", "Sources"]
    said += [
        f"  [{number}] {citation}" for number, citation in enumerate(_citations(_told_of(claim)), start=1)
    ]
    return "\n".join([*said, "", TEACHING, NOTICE])


def _about_the_claim(claim: Claim) -> list[Finding]:
    """Give what is to be told of the claim as a whole; that all is well needs no word, but how old the edits are does."""
    told = set(to_know_of_the_claim(claim))
    return [note for note in claim.notes if note in told or note.rule == "data_age"]


def _told_of(claim: Claim) -> list[Finding]:
    passed_over = set(claim.notes) - set(_about_the_claim(claim))
    return [finding for finding in claim.findings if finding not in passed_over]


def _not_judged_as_text(claim: Claim) -> list[str]:
    left = [f"  {_element(one)}" for one in claim.not_judged]
    return ["", NOT_JUDGED, *left] if left else []


def _element(one: Accounted) -> str:
    """Name a thing that the visit says and no rule used, with its value."""
    whole, _, key = one.element.rpartition(".")
    said = (key or whole).partition("[")[0].replace("_", " ")
    of = re.sub(r"services\[(\d+)\]", r"service \1", whole) if whole else ""
    return f"{said}{' of ' + of if of and key else ''}: {one.written}"


def _findings_as_text(findings: Iterable[Finding], numbers: dict[str, int]) -> list[str]:
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


def _citations(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(one for finding in findings for one in finding.citations))


def _numbers(findings: Iterable[Finding]) -> dict[str, int]:
    return {citation.id: number for number, citation in enumerate(_citations(findings), start=1)}


def claim_as_html(claim: Claim, *, heading: int | None = 3) -> str:
    """Tell a claim as an accessible HTML fragment: a table with caption and scopes, reasons beside the lines, sources.

    Args:
        claim: the claim.
        heading: the level of its headings, 1 to 6; None where it is not known under which heading the claim will stand.

    Returns:
        The fragment. Text from the visit is escaped; only publishers and governments are linked.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "title": "<b>"})
    >>> "&lt;b&gt;" in claim_as_html(code_visit(visit))
    True
    """
    numbers = _numbers(_told_of(claim))
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
        f"<table><caption>{escape(_title(claim))}: claim for"
        f" {claim.on}, {escape(payer(claim.payer).label)}</caption>"
        '<thead><tr><th scope="col">Code</th><th scope="col">Units</th><th scope="col">Modifiers</th>'
        '<th scope="col">Regions</th><th scope="col">Verdict</th><th scope="col">Why</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    ]
    if claim.unbilled:
        items = "".join(_unbilled_as_html(item, numbers) for item in claim.unbilled)
        parts.append(f"{_part('Not billed', heading)}<ul>{items}</ul>")
    notes = _about_the_claim(claim)
    if notes:
        parts.append(f"{_part('About the claim', heading)}{_findings_as_html(notes, numbers)}")
    if claim.not_judged:
        left = "".join(f"<li>{escape(_element(one))}</li>" for one in claim.not_judged)
        parts.append(f"{_part(NOT_JUDGED, heading)}<ul>{left}</ul>")
    sources = "".join(f"<li>{_citation_as_html(citation)}</li>" for citation in _citations(_told_of(claim)))
    parts.append(f"<details><summary>Sources</summary><ol>{sources}</ol></details>")
    parts.append(f'<p class="cptedu-foot cptedu-small">{_data_age(claim)} {TEACHING} {escape(NOTICE)}</p>')
    return card("claim", "".join(parts))


def _part(title: str, heading: int | None) -> str:
    return f"<h{heading}>{title}</h{heading}>" if heading else f'<p class="cptedu-part">{title}</p>'


def _badge(verdict: Verdict) -> str:
    return (
        f'<span class="cptedu-badge cptedu-badge-{verdict.value}"><span aria-hidden="true">{SIGNS[verdict]}</span>'
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
    sign = f'<span aria-hidden="true">{SIGNS[Verdict.ASK]}</span>'
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
        f'{SIGNS[finding.verdict]}</span> <span class="cptedu-hidden">{verdict_in_words(finding.verdict)}: </span>'
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
        f"<td>{SIGNS[verdict_shown(line)]} {verdict_in_words(verdict_shown(line))}</td></tr>"
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
    unpaid = tuple(one for one in review.unknown if one.verdict is Verdict.NOT_COVERED)
    parts = [
        ("Right", review.right),
        ("Wrong", review.wrong),
        ("Missing", review.missing),
        ("Not paid", unpaid),
        ("Cannot be known without asking", tuple(one for one in review.unknown if one not in unpaid)),
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


def review_as_html(review: Review, *, heading: int | None = 3) -> str:
    """Tell a review as an accessible HTML fragment.

    Args:
        review: the review.
        heading: the level of its headings, 1 to 6; None where it is not known under which heading it will stand.

    Returns:
        The fragment; text from the visit is escaped.
    """
    parts = _review_parts(review)
    cited = [finding for _, findings in parts for finding in findings]
    numbers = _numbers(cited)
    body = "".join(
        f"{_part(title, heading)}{_findings_as_html(findings, numbers)}" for title, findings in parts
    )
    sources = "".join(f"<li>{_citation_as_html(citation)}</li>" for citation in _citations(cited))
    return card(
        "claim",
        f'<p class="cptedu-title">{_outcome(review)}</p>{body}'
        f"<details><summary>Sources</summary><ol>{sources}</ol></details>"
        f'<p class="cptedu-foot cptedu-small">{TEACHING} {escape(NOTICE)}</p>',
    )


_PRINT = """@page{margin:18mm}
:root{color-scheme:light dark;color:light-dark(#000,#eef1f4);background:light-dark(#fff,#14181d)}
@media print{:root{color-scheme:light}}
body{font:12pt/1.4 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:48rem;padding:1rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:700}
th,td{border:1px solid light-dark(#444,#808b97);padding:.3rem .5rem;text-align:left}
h1{font-size:16pt;margin:0}
h2{font-size:12pt;margin:.8rem 0 .2rem}
footer{margin-top:1rem;font-size:9pt;color:light-dark(#333,#b3bdc8)}"""
