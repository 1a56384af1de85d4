"""What an editor may know of a deck and of the case files that it lists, from the forms by which they are read."""

from __future__ import annotations

from cptedu.facts.schemas import A_TEXT, Schema, file_schema, forms_of, list_of, table
from cptedu.learn.cases import ASKED_FORM
from cptedu.learn.deck.case_file import CASE_FORM, NEEDED, WHAT_IF_FORM
from cptedu.learn.deck.reading import DECK_FORM, LISTED_FORM
from cptedu.learn.deck.slide import WHAT_IFS
from cptedu.visit_file import service_keys, visit_form, visit_keys

__all__ = ["deck_case_schema", "deck_schema"]


def deck_schema() -> Schema:
    """Give the JSON Schema of a deck.

    >>> deck_schema()["required"]
    ['title', 'case']
    """
    # A case with a mistake stops no other when a deck is shown; to its author an editor may tell it at once.
    either = {"oneOf": [{"required": ["file"]}, {"required": ["id"]}]}
    listed = list_of(table(forms_of(LISTED_FORM), []) | either, minItems=1)
    return file_schema(
        "A deck", table(forms_of(DECK_FORM, case=listed, payers=list_of(A_TEXT)), ["title", "case"])
    )


def deck_case_schema() -> Schema:
    """Give the JSON Schema of a case file of a deck.

    >>> deck_case_schema()["required"]
    ['title', 'question', 'visit']
    """
    keys = service_keys() | visit_keys()
    tried = {what: list_of(keys[what]) for what in WHAT_IFS}
    what_if = table(forms_of(WHAT_IF_FORM, service={"type": "integer", "minimum": 1}, **tried))
    whole = forms_of(
        CASE_FORM, asked=ASKED_FORM, choices=list_of(A_TEXT), visit=visit_form(), what_if=what_if
    )
    return file_schema("A case of a deck", table(whole, NEEDED))
