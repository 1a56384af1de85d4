"""What the tables of a case file may hold, kind by kind; every fault is noted with its place, and a case without any is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from cptedu.errors import CpteduError, unknown, with_article
from cptedu.facts.codes import code as look_up_code
from cptedu.facts.pages import (
    Form,
    Page,
    Where,
    as_written,
    brief,
    is_number,
)
from cptedu.facts.sources import cite
from cptedu.facts.tables import as_date
from cptedu.learn.cases.asked import read_asked
from cptedu.learn.cases.case import KINDS, QUESTION, TOPICS, Case
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
from cptedu.learn.cases.case_sums import OPERATIONS, worked_out
from cptedu.learn.cases.case_visit import visit_of_page
from cptedu.model import Verdict

__all__ = ["read_case"]


def read_case(page: Page, where: Where, given: dict[str, Any]) -> Case | None:
    """Read one ``[[case]]``; None when it has faults, which are then noted on its page."""
    kind = given.get("kind")
    before = len(page.faults)
    if "kind" in given:
        page.one_of((*where, "kind"), kind, KINDS, "kind of case")
    left_out = MAY_BE_LEFT_OUT.get(str(kind), ())
    parts_needed = [key for key in PARTS.get(str(kind), {}) if key not in left_out]
    whole = page.needs(where, given, (*REQUIRED, *parts_needed), "this case")
    if kind not in KINDS:
        return None
    if not page.fits(where, given, {**CASE, **PARTS[kind]}, f"a case of kind {kind!r}"):
        return None
    _read_heading(page, where, given)
    parts = _READERS[kind](page, where, given) if whole else {}
    if len(page.faults) > before:
        return None
    heading = {key: _frozen(given[key]) for key in CASE if key in given}
    return Case(**heading, **parts, file=page.name, line=page.line(where))


def _read_heading(page: Page, where: Where, given: Mapping[str, Any]) -> None:
    """Check the words of a case that every kind has."""
    for key in REQUIRED:
        if not str(given.get(key, "-")).strip():
            page.fault((*where, key), f"{key} is empty. Write something between the quotation marks.")
    if "topic" in given:
        page.one_of((*where, "topic"), given["topic"], TOPICS, "topic")
    page.one_of((*where, "origin"), given.get("origin", "constructed"), ORIGINS, "origin")
    if given.get("difficulty", 1) not in (1, 2, 3):
        page.fault(
            (*where, "difficulty"), f"difficulty = {given['difficulty']} will not do; write 1, 2 or 3."
        )
    if (
        given.get("disputed")
        and given.get("origin") == "published"
        and not given.get("why_published_differs")
    ):
        page.fault((*where, "disputed"), "a disputed published question needs why_published_differs as well.")
    for source in given.get("sources", []):
        try:
            cite(source)
        except (CpteduError, TypeError) as error:
            page.fault((*where, "sources"), brief(error))


def _read_visit(page: Page, where: Where, given: Mapping[str, Any]) -> dict[str, Any]:
    expected, at = given["expected"], (*where, "expected")
    if page.fits(at, expected, EXPECTED["visit"], "an expected claim"):
        page.needs(at, expected, ("lines",), "an expected claim")
        _read_items(page, (*at, "lines"), expected.get("lines", []), LINE, "line", ("code",))
        _read_items(
            page, (*at, "unbilled"), expected.get("unbilled", []), UNBILLED, "unbilled item", ("verdict",)
        )
        _read_items(page, (*at, "findings"), expected.get("findings", []), FINDING, "finding", ("verdict",))
        _known_codes(page, (*at, "wrong"), expected.get("wrong", []))
    _read_items(page, (*where, "proposed"), given.get("proposed", []), LINE, "proposed line", ("code",))
    if "proposed" in given and "passes" not in expected:
        page.fault(at, "a case with 'proposed' needs passes = true or passes = false among what is expected.")
    if "passes" in expected and "proposed" not in given:
        page.fault((*at, "passes"), "'passes' judges a proposed claim; add proposed = [{ code = … }].")
    if given.get("yes_or_no") and "proposed" not in given:
        page.fault(
            (*where, "yes_or_no"), "'yes_or_no' asks whether a claim stands; add proposed = [{ code = … }]."
        )
    if "choices" in given:
        _are_choices(page, where, given["choices"])
    return {
        "visit": visit_of_page(page, (*where, "visit"), given["visit"], _quoted(expected)),
        "proposed": tuple(
            (one["code"], one.get("units", 1), tuple(one.get("modifiers", ())))
            for one in given.get("proposed", [])
            if not page.faults
        ),
        "yes_or_no": bool(given.get("yes_or_no", False)),
        "expected": _frozen({"unbilled": [], "exact": True} | expected),
        "choices": _frozen(given.get("choices", ())),
        "what_if": _frozen(given.get("what_if", {})),
        "notes": given.get("notes", "").strip(),
        "asked": read_asked(page, (*where, "asked"), given.get("asked", ())),
    }


def _quoted(expected: Any) -> frozenset[str]:
    """Give the words that a case expects to be quoted: it is about what they are not understood as."""
    found = expected.get("findings") if isinstance(expected, Mapping) else None
    listed = found if isinstance(found, list) else []  # what is no list was noted as a fault
    return frozenset(str(one.get("says", "")) for one in listed if isinstance(one, Mapping))


def _read_items(
    page: Page, where: Where, given: Iterable[Any], form: Form, what: str, keys: tuple[str, ...]
) -> None:
    """Check a list of claim lines or unbilled items."""
    for n, one in enumerate(given):
        here = (*where, n)
        if not isinstance(one, dict):
            page.fault(
                here,
                f'{as_written(one)} is not {with_article(what)}. Write it in braces, such as {{ code = "98940" }}.',
            )
        elif page.fits(here, one, form, with_article(what)) and page.needs(here, one, keys, f"this {what}"):
            _known_codes(page, here, [one["code"]] if "code" in one else [])
            if one.get("units", 1) < 1:
                page.fault(here, f"units = {one['units']} will not do; a line has at least one unit.")
            if "verdict" in one:
                page.one_of(here, one["verdict"], [word.value for word in Verdict], "verdict")
            for modifier in one.get("modifiers", []):
                if not re.fullmatch(r"[A-Z0-9]{2}", str(modifier)):
                    page.fault(
                        here,
                        f"{as_written(modifier)} is not a modifier. Write two characters, such as 59 or AT.",
                    )


def _known_codes(page: Page, where: Where, given: Iterable[Any]) -> None:
    for number in given:
        try:
            look_up_code(number)
        except CpteduError as error:
            page.fault(where, brief(error))


def _read_units(page: Page, where: Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = page.fits(at, facts, GIVEN["units"], "what is given")
    if not (page.fits(to, answer, EXPECTED["units"], "what is expected") and fits):
        return {}
    if page.needs(at, facts, ("method",), "what is given"):
        page.one_of((*at, "method"), facts["method"], METHODS, "method of counting")
    if ("minutes" in facts) == ("totals" in facts):
        page.fault(at, "give either minutes of each code, or totals: a list of minutes, one for each day.")
    elif "totals" in facts:
        if page.needs(to, answer, ("totals",), "what is expected"):
            _read_days(page, at, facts["totals"], to, answer["totals"])
    elif page.needs(to, answer, ("units", "total"), "what is expected"):
        _read_splits(page, (*at, "minutes"), facts["minutes"], to, answer)
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_days(page: Page, at: Where, minutes: list[Any], to: Where, units: list[Any]) -> None:
    for where, numbers in ((at, minutes), (to, units)):
        if not all(_is_count(one) for one in numbers):
            page.fault((*where, "totals"), "totals needs whole numbers, such as totals = [22, 23].")
    if len(units) != len(minutes):
        page.fault((*to, "totals"), f"totals needs one number of units for each of the {len(minutes)} days.")


def _read_splits(page: Page, at: Where, minutes: Any, to: Where, answer: Mapping[str, Any]) -> None:
    """Check that minutes and units are counted by code, and that each way to split the units adds up."""
    if not _counts(page, at, minutes):
        return
    _known_codes(page, at, minutes)
    named = [("units", answer["units"]), *(("alternatives", one) for one in answer.get("alternatives", []))]
    for key, split in named:
        if not _counts(page, (*to, key), split):
            continue
        for number in sorted(set(split) - set(minutes)):
            page.fault((*to, key), f"{number!r} has units but no minutes.")
        if sum(split.values()) != answer["total"]:
            page.fault((*to, key), f"these units do not add up to total = {answer['total']}.")


def _is_count(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and given >= 0


def _counts(page: Page, where: Where, given: object) -> bool:
    """Check a table of whole numbers by code, such as ``{ 97110 = 2 }``."""
    right = isinstance(given, dict) and bool(given) and all(_is_count(one) for one in given.values())
    if not right:
        page.fault(
            where, f"{as_written(given)} will not do; write whole numbers by code, such as {{ 97110 = 2 }}."
        )
    return right


def _read_price(page: Page, where: Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = page.fits(at, facts, GIVEN["price"], "what is given")
    if not (page.fits(to, answer, EXPECTED["price"], "what is expected") and fits):
        return {}
    if page.needs(at, facts, ("on", "locality"), "what is given"):
        try:
            as_date(facts["on"])
        except CpteduError as error:
            page.fault((*at, "on"), error)
    if ("code" in facts) == ("units" in facts):
        page.fault(at, "give either code, for one unit, or units: a table of units of each code.")
    elif "code" in facts:
        _known_codes(page, (*at, "code"), [facts["code"]])
        page.needs(to, answer, ("amount",), "what is expected")
    elif _counts(page, (*at, "units"), facts["units"]):
        _known_codes(page, (*at, "units"), facts["units"])
        page.needs(to, answer, ("total",), "what is expected")
    if not all(is_number(amount) for amount in answer.get("lines", {}).values()):
        page.fault((*to, "lines"), "lines needs an amount for each code, such as { 97110 = 29.06 }.")
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_arithmetic(page: Page, where: Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = page.fits(to, answer, EXPECTED["arithmetic"], "what is expected")
    if not (page.needs(at, facts, ("operation",), "what is given") and fits):
        return {}
    operation = facts["operation"]
    page.one_of((*at, "operation"), operation, OPERATIONS, "operation")
    if ("value" in answer) == ("values" in answer):
        page.fault(to, "what is expected is either one value, or values: a table of named numbers.")
    elif operation in list(OPERATIONS):
        _read_sum(page, at, facts, to, answer.get("values", {"value": answer.get("value")}))
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_sum(page: Page, at: Where, facts: Mapping[str, Any], to: Where, answer: Mapping[str, Any]) -> None:
    """Work a sum out once, so that numbers which cannot be are found while reading."""
    operation = facts["operation"]
    try:
        worked = worked_out(facts)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        page.fault(at, f"{operation} cannot be worked out from these numbers ({problem}).")
        return
    for name, number in answer.items():
        if name not in worked:
            page.fault(to, unknown(f"result of {operation}", name, worked))
        elif not is_number(number):
            page.fault(to, f"{name} = {as_written(number)} will not do; write a number.")


def _are_choices(page: Page, where: Where, choices: list[Any]) -> bool:
    """Check that there is something to choose from."""
    right = (
        len(choices) >= 2
        and all(isinstance(one, str) for one in choices)
        and len(set(choices)) == len(choices)
    )
    if not right:
        page.fault((*where, "choices"), "choices needs two or more different texts in quotation marks.")
    return right


def _read_fact(page: Page, where: Where, given: Mapping[str, Any]) -> dict[str, Any]:
    choices, answer = given["choices"], given["answer"]
    if not _are_choices(page, where, choices):
        return {}
    if isinstance(answer, int) and not 1 <= answer <= len(choices):
        page.fault(
            (*where, "answer"), f"answer = {answer}, but there are {len(choices)} choices, counted from 1."
        )
    elif isinstance(answer, str) and answer not in choices:
        page.fault(
            (*where, "answer"), f"answer = {as_written(answer)} is not one of the choices. Copy one exactly."
        )
    else:
        right = choices.index(answer) if isinstance(answer, str) else answer - 1
        told = {key: given.get(key, {}) for key in ("why_not", "ask_back")}
        for key, by_choice in told.items():
            _read_by_choice(page, (*where, key), by_choice, {*choices} - {choices[right]})
        told["formerly"] = given.get("formerly", {})
        _read_formerly(page, (*where, "formerly"), told["formerly"], choices)
        return {"choices": tuple(choices), "answer": right, **_frozen(told)}
    return {}


def _read_by_choice(page: Page, where: Where, told: Mapping[str, Any], wrong: set[str]) -> None:
    """Check that what is said of choices is said of wrong ones, in words."""
    for choice, says in told.items():
        if choice not in wrong:
            page.fault((*where, choice), unknown("wrong choice", choice, wrong))
        elif not isinstance(says, str) or not says.strip():
            page.fault((*where, choice), f"{as_written(says)} will not do; write one sentence.")


def _read_formerly(page: Page, where: Where, told: Mapping[str, Any], choices: list[str]) -> None:
    """Check that earlier words are those of something that is still there, and of no other choice."""
    for now, before in told.items():
        if now not in (QUESTION, *choices):
            page.fault((*where, now), unknown("choice of this case", now, (QUESTION, *choices)))
        elif not isinstance(before, list) or not before or not all(isinstance(one, str) for one in before):
            page.fault(
                (*where, now), f'{as_written(before)} will not do; write a list, such as ["about 13"].'
            )
        elif now in choices and (twice := [one for one in before if one in choices]):
            page.fault((*where, now), f"{as_written(twice[0])} is a choice of today.")


_READERS: Mapping[str, Callable[[Page, Where, Mapping[str, Any]], dict[str, Any]]] = {
    "visit": _read_visit,
    "units": _read_units,
    "price": _read_price,
    "arithmetic": _read_arithmetic,
    "fact": _read_fact,
}


def _frozen(given: Any) -> Any:
    """Make a value that nobody changes by accident."""
    if isinstance(given, Mapping):
        return MappingProxyType({key: _frozen(value) for key, value in given.items()})
    return tuple(_frozen(one) for one in given) if isinstance(given, list | tuple) else given
