"""What the tables of a case file may hold: each key, and the sort of its value."""

from __future__ import annotations

from collections.abc import Mapping

from cptedu.facts.pages import CHOICE, DAY, LIST, NUMBER, NUMBERS, TABLE, TEXT, WHOLE, YES_NO, Form

__all__ = [
    "CASE",
    "EXPECTED",
    "FINDING",
    "GIVEN",
    "LINE",
    "MAY_BE_LEFT_OUT",
    "METHODS",
    "ORIGINS",
    "PARTS",
    "REQUIRED",
    "UNBILLED",
]

ORIGINS = ("constructed", "published")
METHODS = ("cms_total_time", "cpt_per_code")

CASE: Form = {
    "id": TEXT,
    "title": TEXT,
    "kind": TEXT,
    "topic": TEXT,
    "question": TEXT,
    "explanation": TEXT,
    "difficulty": WHOLE,
    "origin": TEXT,
    "sources": LIST,
    "disputed": YES_NO,
    "why_published_differs": TEXT,
    "published_id": TEXT,
    "assumed": TEXT,
}
REQUIRED = ("id", "title", "kind", "topic", "question", "explanation")
MAY_BE_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "visit": ("proposed", "yes_or_no", "choices", "what_if", "notes", "asked"),
    "fact": ("why_not", "ask_back", "formerly"),
}
PARTS: Mapping[str, Form] = {
    "visit": {
        "visit": TABLE,
        "proposed": LIST,
        "yes_or_no": YES_NO,
        "expected": TABLE,
        "choices": LIST,
        "what_if": TABLE,
        "notes": TEXT,
        "asked": LIST,
    },
    "units": {"given": TABLE, "expected": TABLE},
    "price": {"given": TABLE, "expected": TABLE},
    "arithmetic": {"given": TABLE, "expected": TABLE},
    "fact": {"choices": LIST, "answer": CHOICE, "why_not": TABLE, "ask_back": TABLE, "formerly": TABLE},
}
GIVEN: Mapping[str, Form] = {
    "units": {"method": TEXT, "minutes": TABLE, "totals": LIST},
    "price": {
        "code": TEXT,
        "units": TABLE,
        "on": DAY,
        "locality": TEXT,
        "facility": YES_NO,
        "track": TEXT,
    },
}
EXPECTED: Mapping[str, Form] = {
    "visit": {
        "lines": LIST,
        "unbilled": LIST,
        "findings": LIST,
        "exact": YES_NO,
        "passes": YES_NO,
        "wrong": LIST,
    },
    "units": {"units": TABLE, "total": WHOLE, "alternatives": LIST, "totals": LIST},
    "price": {"amount": NUMBER, "lines": TABLE, "total": NUMBER},
    "arithmetic": {"value": NUMBERS, "values": TABLE},
}
LINE: Form = {"code": TEXT, "units": WHOLE, "modifiers": LIST, "verdict": TEXT}
UNBILLED: Form = {"code": TEXT, "verdict": TEXT}
FINDING: Form = {"verdict": TEXT, "says": TEXT, "code": TEXT}
