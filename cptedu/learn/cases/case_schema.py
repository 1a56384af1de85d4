"""What an editor may know of a case file, from the forms by which it is read."""

from __future__ import annotations

from collections.abc import Mapping

from cptedu.facts.pages import NUMBERS
from cptedu.facts.schemas import (
    A_NUMBER,
    A_TEXT,
    SOME_TEXT,
    Schema,
    file_schema,
    forms_of,
    list_of,
    said_in,
    table,
    texts,
)
from cptedu.learn.cases.asked import ASKED_FORM
from cptedu.learn.cases.case import KINDS, TOPICS, Case
from cptedu.learn.cases.case_keys import (
    CASE,
    EXPECTED,
    FINDING,
    GIVEN,
    LINE,
    MAY_BE_LEFT_OUT,
    METHODS,
    ORIGINS,
    PARTS,
    REQUIRED,
    UNBILLED,
)
from cptedu.learn.cases.case_sums import OPERATIONS
from cptedu.model import Verdict
from cptedu.visit_file import visit_form

__all__ = ["cases_schema"]

_VERDICT = texts(one.value for one in Verdict)
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT, "minProperties": 1}
_NUMBERS = forms_of({"numbers": NUMBERS})["numbers"]
_AMOUNTS: Schema = {"type": "object", "additionalProperties": A_NUMBER}


def _expects(*keys: str) -> Schema:
    return {"properties": {"expected": {"required": list(keys)}}}


def _expects_no(key: str) -> Schema:
    return {"properties": {"expected": {"not": {"required": [key]}}}}


def _is_given(key: str) -> Schema:
    return {"properties": {"given": {"type": "object", "required": [key]}}, "required": ["given"]}


_FOLLOWS: Mapping[str, Schema] = {
    "visit": {"if": {"required": ["proposed"]}, "then": _expects("passes"), "else": _expects_no("passes")},
    "units": {"if": _is_given("totals"), "then": _expects("totals"), "else": _expects("units", "total")},
    "price": {"if": _is_given("code"), "then": _expects("amount"), "else": _expects("total")},
}
"""What must be expected, by what is given."""


def cases_schema() -> Schema:
    """Give the JSON Schema of a file of cases.

    >>> cases_schema()["required"]
    ['case']
    """
    says = said_in(Case)
    by_kind = [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": _case(kind, says)}
        for kind in KINDS
    ]
    case: Schema = {
        "type": "object",
        "required": list(REQUIRED),
        "properties": {"kind": texts(KINDS) | {"description": says["kind"]}},
        "allOf": by_kind,
    }
    return file_schema("Cases", table({"case": list_of(case, minItems=1)}, ["case"]))


def _case(kind: str, says: dict[str, str]) -> Schema:
    closer = dict.fromkeys(REQUIRED, SOME_TEXT) | {
        "kind": texts([kind]),
        "topic": texts(TOPICS),
        "origin": texts(ORIGINS),
        "difficulty": {"enum": [1, 2, 3]},
        "sources": list_of(A_TEXT),
        "visit": visit_form() if kind == "visit" else {},
        "proposed": list_of(_line()),
        "given": _given(kind),
        "expected": _expected(kind),
        "choices": list_of(A_TEXT, minItems=2, uniqueItems=True),
        "why_not": {"type": "object", "additionalProperties": SOME_TEXT},
        "ask_back": {"type": "object", "additionalProperties": SOME_TEXT},
        "formerly": {"type": "object", "additionalProperties": list_of(SOME_TEXT, minItems=1)},
        "asked": ASKED_FORM,
    }
    needed = [*REQUIRED, *(key for key in PARTS[kind] if key not in MAY_BE_LEFT_OUT.get(kind, ()))]
    return table(forms_of({**CASE, **PARTS[kind]}, **closer), needed, says) | _FOLLOWS.get(kind, {})


def _line() -> Schema:
    as_number: Schema = {
        "type": "integer",
        "minimum": 10,
        "maximum": 99,
    }  # 59 may stand there without its marks
    mark: Schema = {"anyOf": [{"type": "string", "pattern": "^[A-Z0-9]{2}$"}, as_number]}
    units: Schema = {"type": "integer", "minimum": 1}
    return table(forms_of(LINE, units=units, modifiers=list_of(mark), verdict=_VERDICT), ["code"])


def _given(kind: str) -> Schema:
    if kind == "arithmetic":
        return {"type": "object", "properties": {"operation": texts(OPERATIONS)}, "required": ["operation"]}
    if kind == "price":
        return table(forms_of(GIVEN["price"], units=_COUNTS), ["on", "locality"]) | _either("code", "units")
    if kind == "units":
        closer = {"method": texts(METHODS), "minutes": _COUNTS, "totals": list_of(_COUNT)}
        return table(forms_of(GIVEN["units"], **closer), ["method"]) | _either("minutes", "totals")
    return {}


def _expected(kind: str) -> Schema:
    closer: dict[str, dict[str, Schema]] = {
        "visit": {
            "lines": list_of(_line()),
            "unbilled": list_of(table(forms_of(UNBILLED, verdict=_VERDICT), ["verdict"])),
            "findings": list_of(table(forms_of(FINDING, verdict=_VERDICT), ["verdict"])),
            "wrong": list_of(A_TEXT),
        },
        "units": {"units": _COUNTS, "alternatives": list_of(_COUNTS), "totals": list_of(_COUNT)},
        "price": {"lines": _AMOUNTS},
        "arithmetic": {"values": {"type": "object", "additionalProperties": _NUMBERS}},
    }
    if kind not in EXPECTED:
        return {}
    made = table(forms_of(EXPECTED[kind], **closer.get(kind, {})), ["lines"] if kind == "visit" else [])
    return made | _either("value", "values") if kind == "arithmetic" else made


def _either(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}
