"""A deck: cases that an instructor puts before a room, one after the other, each with speaker notes.

A deck is a TOML file that lists case files; a case file is a question, a visit, and what may be changed about it. A
case with a mistake becomes a slide that says what to write instead, and the rest of the deck still runs.
"""

from cptedu.learn.deck.case_file import typed_slide
from cptedu.learn.deck.case_slides import slide_of_case
from cptedu.learn.deck.kept_talk import TALK, is_talk_kept, keep_talk, kept_talk, talk_left_today
from cptedu.learn.deck.own_slides import OWN_CASES, own_slides, own_slides_at_hand
from cptedu.learn.deck.phones import PHONES, Heard, Phones, phones_at_hand
from cptedu.learn.deck.predictions import claim_as_written, line_as_written, lines_as_read
from cptedu.learn.deck.reading import DECK, deck_named, load_deck, seminar_deck, shipped_decks
from cptedu.learn.deck.slide import WHAT_IFS, Choice, Deck, FaultySlide, Slide
from cptedu.learn.deck.why_not import reason_why_not, why_not

__all__ = [
    "DECK",
    "OWN_CASES",
    "PHONES",
    "TALK",
    "WHAT_IFS",
    "Choice",
    "Deck",
    "FaultySlide",
    "Heard",
    "Phones",
    "Slide",
    "claim_as_written",
    "deck_named",
    "is_talk_kept",
    "keep_talk",
    "kept_talk",
    "line_as_written",
    "lines_as_read",
    "load_deck",
    "own_slides",
    "own_slides_at_hand",
    "phones_at_hand",
    "reason_why_not",
    "seminar_deck",
    "shipped_decks",
    "slide_of_case",
    "talk_left_today",
    "typed_slide",
    "why_not",
]
