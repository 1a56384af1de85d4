"""A claim as a page to print."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cptedu.deciding import deciding, verdict_shown
from cptedu.explain.words_told import NOTICE, SIGNS, TEACHING, data_age_as_html, title_of, verdict_in_words
from cptedu.model import Claim
from cptedu.payers import payer

__all__ = ["claim_to_print"]

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


def _pointers(claim: Claim, diagnoses: Iterable[str]) -> str:
    """Give the letters under which a claim form points to diagnoses: A is the first."""
    listed = claim.visit.diagnoses or ()
    return " ".join("ABCDEFGHIJKL"[listed.index(one)] for one in diagnoses if one in listed[:12])


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
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title_of(claim))}</title>'
        f"<style>{_PRINT}</style></head><body><main><h1>{escape(title_of(claim))}</h1>"
        f"<p>Date of service {claim.on} · {escape(payer(claim.payer).label)}</p>"
        f'<h2>Diagnoses</h2><ol type="A">{listed}</ol>'
        "<table><caption>Claim lines</caption><thead><tr>"
        '<th scope="col">Date</th><th scope="col">Code</th><th scope="col">Modifiers</th><th scope="col">Pointers</th>'
        f'<th scope="col">Units</th><th scope="col">Verdict</th></tr></thead><tbody>{body}</tbody></table>{not_billed}'
        f"<footer>{data_age_as_html(claim)} {TEACHING} {escape(NOTICE)}</footer></main></body></html>"
    )
