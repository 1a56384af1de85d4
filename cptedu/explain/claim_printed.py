"""A claim as a page to print."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cptedu.cards import card
from cptedu.explain.line_cards import line_card, line_cards
from cptedu.explain.words_told import NOTICE, TEACHING, data_age_as_html, day_in_words, title_of
from cptedu.facts.diagnoses import diagnosis_in_words
from cptedu.model import Claim
from cptedu.payers import payer

__all__ = ["claim_to_print"]

_PRINT = """@page{margin:18mm}
:root{color-scheme:light dark;color:light-dark(#000,#eef1f4);background:light-dark(#fff,#14181d)}
@media print{:root{color-scheme:light}}
body{font:12pt/1.4 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:48rem;padding:1rem}
h1{font-size:16pt;margin:0}
h2{font-size:12pt;margin:.8rem 0 .2rem}
footer{margin-top:1rem;font-size:9pt;color:light-dark(#333,#b3bdc8)}"""


def _pointers(claim: Claim, diagnoses: Iterable[str]) -> str:
    """Say by letters, as a claim form does, for which diagnoses a line is: A is the first."""
    listed = claim.visit.diagnoses or ()
    letters = " ".join("ABCDEFGHIJKL"[listed.index(one)] for one in diagnoses if one in listed[:12])
    return f"for diagnosis {letters}" if letters else ""


def claim_to_print(claim: Claim) -> str:
    """Lay a claim out as one page to print: diagnoses with letters, a card for each line, with its pointers.

    Args:
        claim: the claim.

    Returns:
        A whole HTML document that needs nothing from the network.
    """
    diagnoses = claim.visit.diagnoses or ()
    listed = (
        "".join(f"<li>{escape(diagnosis_in_words(one, claim.on))}</li>" for one in diagnoses[:12])
        or "<li>none given</li>"
    )
    lines = "".join(
        line_card(line, beside=_pointers(claim, line.diagnoses), tag="li") for line in claim.lines
    )
    on_it = (
        f'<ul class="cptedu-lines" aria-label="Claim lines">{lines}</ul>'
        if lines
        else "<p>Nothing is billed.</p>"
    )
    not_billed = f"<h2>Not billed</h2>{line_cards(claim.unbilled, 'Not billed')}" if claim.unbilled else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title_of(claim))}</title>'
        f"<style>{_PRINT}</style></head><body><main><h1>{escape(title_of(claim))}</h1>"
        f"<p>Date of service {day_in_words(claim.on)} · {escape(payer(claim.payer).label)}</p>"
        f'<h2>Diagnoses</h2><ol type="A">{listed}</ol>'
        f"<h2>Claim lines</h2>{card('claim', on_it + not_billed)}"
        f"<footer>{data_age_as_html(claim)} {TEACHING} {escape(NOTICE)}</footer></main></body></html>"
    )
