"""A claim in words: as plain text, as accessible HTML, and as a page to print."""

from __future__ import annotations

from cptedu.explain.claim_printed import claim_to_print
from cptedu.explain.claim_told import claim_as_html, claim_as_text
from cptedu.explain.line_cards import line_card, line_cards
from cptedu.explain.review_told import review_as_html, review_as_text
from cptedu.explain.words_told import (
    NOTICE,
    SIGNS,
    TEACHING,
    also_open,
    codes_whole,
    counted,
    day_in_words,
    place_in_words,
    questions_open,
    verdict_in_words,
)

__all__ = [
    "NOTICE",
    "SIGNS",
    "TEACHING",
    "also_open",
    "claim_as_html",
    "claim_as_text",
    "claim_to_print",
    "codes_whole",
    "counted",
    "day_in_words",
    "line_card",
    "line_cards",
    "place_in_words",
    "questions_open",
    "review_as_html",
    "review_as_text",
    "verdict_in_words",
]
