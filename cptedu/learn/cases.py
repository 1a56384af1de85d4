"""Cases: visits, minutes, prices, sums and facts, each with its answer. They are the tests and the exercises at once.

A case is a ``[[case]]`` table of a TOML file. What is wrong in a file is said in plain words, with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.codes import code as look_up_code
from cptedu.facts.sources import cite
from cptedu.facts.tables import as_date, data_folder
from cptedu.files import read_text
from cptedu.learn.written_clearly import not_understood
from cptedu.model import Claim, Finding, Verdict, Visit

__all__ = [
    "KINDS",
    "OPERATIONS",
    "TOPICS",
    "Case",
    "CaseFolder",
    "Outcome",
    "case",
    "cases",
    "check",
    "load_cases",
    "load_folder",
]

KINDS = ("visit", "units", "price", "arithmetic", "fact")
TOPICS = (
    "cmt_level",
    "timed_units",
    "exercise_code",
    "ncci_59",
    "evaluation",
    "medicare",
    "payers",
    "rvu_payment",
)
_ORIGINS = ("constructed", "published")
_METHODS = ("cms_total_time", "cpt_per_code")

_Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Case:
    """A question with its answer, and where the answer comes from.

    Attributes:
        id: a short name that no other case has.
        title: the case in one sentence.
        kind: ``visit``, ``units``, ``price``, ``arithmetic`` or ``fact``.
        topic: one of ``TOPICS``.
        question: what the learner is asked.
        explanation: why the answer is what it is.
        difficulty: 1 (one step) to 3 (several rules at once).
        origin: ``published`` when others asked it first, else ``constructed``.
        sources: ids of ``data/sources.toml``.
        disputed: True when sources disagree; the answer is then the better supported reading.
        why_published_differs: what the published answer says otherwise, and why.
        published_id: the published question's number in our collection.
            assumed: what the published question left open and was filled in, such as date and payer.
        visit: the visit, of a ``visit`` case.
        proposed: a claim put forward for that visit, as code, units and modifiers; the learner judges it.
        given: what is given, of a case that has no visit.
        expected: the answer; of a ``visit`` case the claim, of a ``fact`` nothing.
        choices: the answers offered, of a ``fact``.
        answer: which of them is right, counted from 0.
        file: the file it stands in.
        line: the line on which it begins.
    """

    id: str
    title: str
    kind: str
    topic: str
    question: str
    explanation: str
    difficulty: int = 1
    origin: str = "constructed"
    sources: tuple[str, ...] = ()
    disputed: bool = False
    why_published_differs: str = ""
    published_id: str = ""
    assumed: str = ""
    visit: Visit | None = None
    proposed: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)
    expected: Mapping[str, Any] = field(default_factory=dict, hash=False)
    choices: tuple[str, ...] = ()
    answer: int | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class CaseFolder:
    """The cases of a folder, and one error for each file that could not be used."""

    cases: tuple[Case, ...]
    errors: tuple[CpteduError, ...]


@dataclass(frozen=True)
class Outcome:
    """Whether the package arrives at a case's answer.

    Attributes:
        passes: True when it does.
        expected: the parts of the answer, in words or numbers.
        got: the same parts as the package has them.
        says: both in one sentence.
    """

    passes: bool
    expected: Mapping[str, Any]
    got: Mapping[str, Any]
    says: str


def cases(topic: str | None = None, kind: str | None = None) -> tuple[Case, ...]:
    """Give the cases that come with the package.

    Args:
        topic: only those of one topic, such as ``"cmt_level"``.
        kind: only those of one kind, such as ``"units"``.

    Returns:
        The cases, file by file.

    Raises:
        CpteduError: for a topic or kind that does not exist.

    >>> {one.kind for one in cases(topic="timed_units", kind="units")}
    {'units'}
    """
    for what, given, accepted in (("topic", topic, TOPICS), ("kind of case", kind, KINDS)):
        if given is not None and given not in accepted:
            raise unknown(what, given, accepted)
    return tuple(
        one for one in _shipped().values() if topic in (None, one.topic) and kind in (None, one.kind)
    )


def case(name: str) -> Case:
    """Look a case up by its id.

    Args:
        name: the id.

    Returns:
        The case.

    Raises:
        CpteduError: when the package holds no such case.

    >>> case("b-t3-cms").expected["total"]
    3
    """
    if name not in _shipped():
        raise unknown("case", name, _shipped())
    return _shipped()[name]


@cache
def _shipped() -> dict[str, Case]:
    found = load_folder(data_folder() / "cases")
    if found.errors:
        raise CpteduError("\n".join(str(error) for error in found.errors))
    return {one.id: one for one in found.cases}


def load_cases(path: str | Path) -> tuple[Case, ...]:
    """Read a file of cases.

    Args:
        path: a TOML file with ``[[case]]`` tables.

    Returns:
        Its cases, in the order of the file.

    Raises:
        CpteduError: when anything in it cannot be used; every fault is named with its line.
    """
    page = _Page(Path(path))
    listed = page.content.get("case")
    if not isinstance(listed, list) or not listed:
        page.fault(
            (), "no [[case]] was found. Begin each case with a line [[case]], in double square brackets."
        )
        listed = []
    for key in page.content:
        if key != "case":
            page.fault((key,), f"{key!r} stands outside a case. Put it below a line [[case]].")
    read = [
        _read_case(page, ("case", n), one)
        for n, one in enumerate(listed)
        if _is_table(page, ("case", n), one)
    ]
    first: dict[str, int] = {}
    for n, one in enumerate(listed):
        name = one.get("id") if isinstance(one, dict) else None
        if isinstance(name, str) and first.setdefault(name, n) != n:
            page.fault(
                ("case", n, "id"),
                f"another case of this file is called {name!r} already. Give it its own id.",
            )
    page.raise_faults()
    return tuple(one for one in read if one is not None)


def load_folder(path: str | Path) -> CaseFolder:
    """Read every case file of a folder; a file with faults is left out and the others still count.

    Args:
        path: a folder with ``.toml`` files.

    Returns:
        The cases of the good files, and an error for each of the others.

    Raises:
        CpteduError: when there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise CpteduError(f"{folder} is not a folder. Give the folder in which your case files lie.")
    found: dict[str, Case] = {}
    errors: list[CpteduError] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            read = load_cases(file)
        except CpteduError as error:
            errors.append(error)
            continue
        twice = [one for one in read if one.id in found]
        errors += [
            CpteduError(
                f"{one.file}, line {one.line}: the id {one.id!r} is taken by {found[one.id].file}. Change one."
            )
            for one in twice
        ]
        if not twice:
            found |= {one.id: one for one in read}
    return CaseFolder(tuple(found.values()), tuple(errors))


# ---- where things stand in a file -------------------------------------------------------------------------------

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\s-]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=")


def _places(written: str) -> dict[_Where, int]:
    """Find the line of every table and key, such as ``("case", 2, "visit", "payer")``.

    The standard library's reader knows lines of syntax errors only. Keys inside one-line tables have no line of
    their own: the line of the key that holds them stands for them.
    """
    found: dict[_Where, int] = {}
    counted: dict[_Where, int] = {}
    table: _Where = ()
    inside = ""
    for number, line in enumerate(written.splitlines(), start=1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if header := _HEADER.match(line):
            table = _table(header[2].split("."), header[1] == "[[", counted)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
        inside = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return found


def _table(names: list[str], repeated: bool, counted: dict[_Where, int]) -> _Where:
    """Give the path of the table that a header opens; a table that repeats carries its number."""
    path: _Where = ()
    for depth, name in enumerate(names, start=1):
        path = (*path, name.strip())
        if depth == len(names) and repeated:
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path = (*path, counted[path])
    return path


class _Page:
    """A case file under reading: what it holds, on which lines, and the faults found so far."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.faults: list[tuple[int, str]] = []
        self.written = read_text(path, "case file")
        try:
            self.content: dict[str, Any] = tomllib.loads(self.written, parse_float=Decimal)
        except RecursionError:
            raise CpteduError(
                f"{self.name} nests its brackets too deep to be read. Close them sooner."
            ) from None
        except (ValueError, ArithmeticError) as problem:  # no TOML, or a number too long to be read
            raise CpteduError(self._unreadable(str(problem))) from None
        self.places = _places(self.written)

    def _unreadable(self, problem: str) -> str:
        at = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", problem)
        line = int(at[1]) if at and at[1] else max(1, len(self.written.splitlines()))
        says = problem[: at.start()].strip() if at else problem
        return (
            f"{self.name}, line {line}: this line cannot be read ({says}). Write key = value, text in quotation marks,"
            " lists in square brackets; a quotation mark or bracket left open above also ends here."
        )

    def line(self, where: _Where) -> int:
        """Give the line of a place, or of the nearest thing around it."""
        return next((self.places[where[:n]] for n in range(len(where), 0, -1) if where[:n] in self.places), 1)

    def line_with(self, where: _Where, words: Iterable[str]) -> int:
        """Give the first line of a table on which one of the words is written."""
        start = self.line(where)
        ends = [self.places[place] for place in self.places if place[:1] == where[:1] and len(place) == 2]
        end = min((number for number in ends if number > start), default=None)
        block = self.written.splitlines()[start - 1 : end - 1 if end else None]
        sought = list(words)
        return next((start + n for word in sought for n, line in enumerate(block) if word in line), start)

    def fault(self, where: _Where, says: object, *, line: int | None = None) -> None:
        """Note a fault, to be raised with all others."""
        self.faults.append((line or self.line(where), str(says)))

    def raise_faults(self) -> None:
        """Raise one error that names every fault, in the order of the lines."""
        if self.faults:
            told = [
                f"{self.name}, line {line}: {says}" for line, says in sorted(self.faults, key=lambda f: f[0])
            ]
            raise CpteduError("\n".join(dict.fromkeys(told)))


# ---- what a case may hold ---------------------------------------------------------------------------------------

_TEXT = (str, "text in quotation marks")
_WHOLE = (int, "a whole number")
_NUMBER = ((int, Decimal, str), "a number")
_NUMBERS = ((int, Decimal, str, list), "a number, or a list of numbers")
_YES_NO = (bool, "true or false")
_LIST = (list, "a list in square brackets")
_TABLE = (dict, "a table")
_DAY = ((date, str), "a date such as 2026-03-04")
_CHOICE = ((int, str), "one of the choices, or its number counted from 1")
_Form = Mapping[str, tuple[Any, str]]

_CASE: _Form = {
    "id": _TEXT,
    "title": _TEXT,
    "kind": _TEXT,
    "topic": _TEXT,
    "question": _TEXT,
    "explanation": _TEXT,
    "difficulty": _WHOLE,
    "origin": _TEXT,
    "sources": _LIST,
    "disputed": _YES_NO,
    "why_published_differs": _TEXT,
    "published_id": _TEXT,
    "assumed": _TEXT,
}
_REQUIRED = ("id", "title", "kind", "topic", "question", "explanation")
_PARTS: Mapping[str, _Form] = {
    "visit": {"visit": _TABLE, "proposed": _LIST, "expected": _TABLE},
    "units": {"given": _TABLE, "expected": _TABLE},
    "price": {"given": _TABLE, "expected": _TABLE},
    "arithmetic": {"given": _TABLE, "expected": _TABLE},
    "fact": {"choices": _LIST, "answer": _CHOICE},
}
_GIVEN: Mapping[str, _Form] = {
    "units": {"method": _TEXT, "minutes": _TABLE, "totals": _LIST},
    "price": {
        "code": _TEXT,
        "units": _TABLE,
        "on": _DAY,
        "locality": _TEXT,
        "facility": _YES_NO,
        "track": _TEXT,
    },
}
_EXPECTED: Mapping[str, _Form] = {
    "visit": {
        "lines": _LIST,
        "unbilled": _LIST,
        "findings": _LIST,
        "exact": _YES_NO,
        "passes": _YES_NO,
        "wrong": _LIST,
    },
    "units": {"units": _TABLE, "total": _WHOLE, "alternatives": _LIST, "totals": _LIST},
    "price": {"amount": _NUMBER, "lines": _TABLE, "total": _NUMBER},
    "arithmetic": {"value": _NUMBERS, "values": _TABLE},
}
_LINE: _Form = {"code": _TEXT, "units": _WHOLE, "modifiers": _LIST, "verdict": _TEXT}
_UNBILLED: _Form = {"code": _TEXT, "verdict": _TEXT}
_FINDING: _Form = {"verdict": _TEXT, "says": _TEXT, "code": _TEXT}


def _is_table(page: _Page, where: _Where, given: object) -> bool:
    if not isinstance(given, dict):
        page.fault(where, f"a table is needed here, not {given!r}. Write [[case]] on a line of its own.")
    return isinstance(given, dict)


def _fits(page: _Page, where: _Where, given: Mapping[str, Any], form: _Form, what: str) -> bool:
    """Check the keys of a table and the sort of each value; note every fault."""
    before = len(page.faults)
    for key, value in given.items():
        here = (*where, key)
        if key not in form:
            page.fault(here, unknown(f"key of {what}", key, form))
            continue
        sort, words = form[key]
        wrong_sort = not isinstance(value, sort) or (isinstance(value, bool) and sort is not bool)
        if wrong_sort or (form[key] in (_NUMBER, _NUMBERS) and not _is_number(value)):
            page.fault(here, f"{key} = {_shown(value)} will not do; write {words}.")
    return len(page.faults) == before


def _is_number(value: object) -> bool:
    try:
        _decimal(value)
    except (ArithmeticError, ValueError):
        return False
    return True


def _shown(value: object) -> str:
    """Write a value as a TOML file would have it, cut short."""
    words = (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )
    return words if len(words) <= 60 else words[:57] + "..."


def _needs(page: _Page, where: _Where, given: Mapping[str, Any], keys: Iterable[str], what: str) -> bool:
    missing = [key for key in keys if key not in given]
    for key in missing:
        page.fault(where, f"{what} lacks {key!r}. Add a line {key} = …")
    return not missing


def _one_of(page: _Page, where: _Where, given: object, accepted: Iterable[str], what: str) -> None:
    words = list(accepted)
    if given not in words:
        page.fault(where, unknown(what, given, words))


def _read_case(page: _Page, where: _Where, given: dict[str, Any]) -> Case | None:
    """Read one ``[[case]]``; None when it has faults, which are then noted."""
    kind = given.get("kind")
    before = len(page.faults)
    if "kind" in given:
        _one_of(page, (*where, "kind"), kind, KINDS, "kind of case")
    parts_needed = [key for key in _PARTS.get(str(kind), {}) if key != "proposed"]
    whole = _needs(page, where, given, (*_REQUIRED, *parts_needed), "this case")
    if kind not in KINDS:
        return None
    if not _fits(page, where, given, {**_CASE, **_PARTS[kind]}, f"a case of kind {kind!r}"):
        return None
    _read_heading(page, where, given)
    parts = _READERS[kind](page, where, given) if whole else {}
    if len(page.faults) > before:
        return None
    heading = {key: _frozen(given[key]) for key in _CASE if key in given}
    return Case(**heading, **parts, file=page.name, line=page.line(where))


def _read_heading(page: _Page, where: _Where, given: Mapping[str, Any]) -> None:
    """Check the words of a case that every kind has."""
    for key in _REQUIRED:
        if not str(given.get(key, "-")).strip():
            page.fault((*where, key), f"{key} is empty. Write something between the quotation marks.")
    if "topic" in given:
        _one_of(page, (*where, "topic"), given["topic"], TOPICS, "topic")
    _one_of(page, (*where, "origin"), given.get("origin", "constructed"), _ORIGINS, "origin")
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
            page.fault((*where, "sources"), _brief(error))


def _brief(error: Exception) -> str:
    """Cut the list of all that is accepted out of a message where it would run over the page."""
    said = str(error)
    return said if len(said) < 400 else said.partition(" Accepted:")[0]


def _read_visit(page: _Page, where: _Where, given: Mapping[str, Any]) -> dict[str, Any]:
    expected, at = given["expected"], (*where, "expected")
    if _fits(page, at, expected, _EXPECTED["visit"], "an expected claim"):
        _needs(page, at, expected, ("lines",), "an expected claim")
        _read_items(page, (*at, "lines"), expected.get("lines", []), _LINE, "line", ("code",))
        _read_items(
            page, (*at, "unbilled"), expected.get("unbilled", []), _UNBILLED, "unbilled item", ("verdict",)
        )
        _read_items(page, (*at, "findings"), expected.get("findings", []), _FINDING, "finding", ("verdict",))
        _known_codes(page, (*at, "wrong"), expected.get("wrong", []))
    _read_items(page, (*where, "proposed"), given.get("proposed", []), _LINE, "proposed line", ("code",))
    if "proposed" in given and "passes" not in expected:
        page.fault(at, "a case with 'proposed' needs passes = true or passes = false among what is expected.")
    if "passes" in expected and "proposed" not in given:
        page.fault((*at, "passes"), "'passes' judges a proposed claim; add proposed = [{ code = … }].")
    return {
        "visit": _visit(page, (*where, "visit"), given["visit"], _quoted(expected)),
        "proposed": tuple(
            (one["code"], one.get("units", 1), tuple(one.get("modifiers", ())))
            for one in given.get("proposed", [])
            if not page.faults
        ),
        "expected": _frozen({"unbilled": [], "exact": True} | expected),
    }


def _quoted(expected: Any) -> frozenset[str]:
    """Give the words that a case expects to be quoted: it is about what they are not understood as."""
    found = expected.get("findings", []) if isinstance(expected, Mapping) else []
    return frozenset(str(one.get("says", "")) for one in found if isinstance(one, Mapping))


def _visit(
    page: _Page, where: _Where, given: Mapping[str, Any], quoted: frozenset[str] = frozenset()
) -> Visit | None:
    try:
        visit = Visit.from_dict(given)
    except CpteduError as error:
        page.fault(where, error, line=_line_of_visit_error(page, where, str(error)))
        return None
    unclear = [one for one in not_understood(visit) if one.written not in quoted]
    for one in unclear:
        page.fault(_place_of(where, one.element), _brief(CpteduError(one.why)))
    return None if unclear else visit


def _place_of(where: _Where, element: str) -> _Where:
    """Give the place in a file of an element of its visit, such as ``services[1].regions[2]``."""
    place = where
    for key, number in re.findall(r"(\w+)(?:\[(\d+)\])?", element):
        place = (*place, key, int(number) - 1) if number else (*place, key)
    return place


def _line_of_visit_error(page: _Page, where: _Where, said: str) -> int:
    """Find the line that the visit reader means: it names the service, the key, or the word in quotation marks."""
    if service := re.match(r"Service (\d+): ", said):
        where, said = (*where, "services", int(service[1]) - 1), said[service.end() :]
    key = re.match(r"(\w+)(?: =|[.:])", said)
    if key and (*where, key[1]) in page.places:
        return page.places[*where, key[1]]
    return page.line_with(where, re.findall(r"['\"]([^'\"]+)['\"]", said.partition(" Accepted:")[0]))


def _read_items(
    page: _Page, where: _Where, given: Iterable[Any], form: _Form, what: str, keys: tuple[str, ...]
) -> None:
    """Check a list of claim lines or unbilled items."""
    for n, one in enumerate(given):
        here = (*where, n)
        if not isinstance(one, dict):
            page.fault(
                here, f'{_shown(one)} is not a {what}. Write it in braces, such as {{ code = "98940" }}.'
            )
        elif _fits(page, here, one, form, f"a {what}") and _needs(page, here, one, keys, f"this {what}"):
            _known_codes(page, here, [one["code"]] if "code" in one else [])
            if one.get("units", 1) < 1:
                page.fault(here, f"units = {one['units']} will not do; a line has at least one unit.")
            if "verdict" in one:
                _one_of(page, here, one["verdict"], [word.value for word in Verdict], "verdict")
            for modifier in one.get("modifiers", []):
                if not re.fullmatch(r"[A-Z0-9]{2}", str(modifier)):
                    page.fault(
                        here, f"{_shown(modifier)} is not a modifier. Write two characters, such as 59 or AT."
                    )


def _known_codes(page: _Page, where: _Where, given: Iterable[Any]) -> None:
    for number in given:
        try:
            look_up_code(number)
        except CpteduError as error:
            page.fault(where, _brief(error))


def _read_units(page: _Page, where: _Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = _fits(page, at, facts, _GIVEN["units"], "what is given")
    if not (_fits(page, to, answer, _EXPECTED["units"], "what is expected") and fits):
        return {}
    if _needs(page, at, facts, ("method",), "what is given"):
        _one_of(page, (*at, "method"), facts["method"], _METHODS, "method of counting")
    if ("minutes" in facts) == ("totals" in facts):
        page.fault(at, "give either minutes of each code, or totals: a list of minutes, one for each day.")
    elif "totals" in facts:
        if _needs(page, to, answer, ("totals",), "what is expected"):
            _read_days(page, at, facts["totals"], to, answer["totals"])
    elif _needs(page, to, answer, ("units", "total"), "what is expected"):
        _read_splits(page, (*at, "minutes"), facts["minutes"], to, answer)
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_days(page: _Page, at: _Where, minutes: list[Any], to: _Where, units: list[Any]) -> None:
    for where, numbers in ((at, minutes), (to, units)):
        if not all(_is_count(one) for one in numbers):
            page.fault((*where, "totals"), "totals needs whole numbers, such as totals = [22, 23].")
    if len(units) != len(minutes):
        page.fault((*to, "totals"), f"totals needs one number of units for each of the {len(minutes)} days.")


def _read_splits(page: _Page, at: _Where, minutes: Any, to: _Where, answer: Mapping[str, Any]) -> None:
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


def _counts(page: _Page, where: _Where, given: object) -> bool:
    """Check a table of whole numbers by code, such as ``{ 97110 = 2 }``."""
    right = isinstance(given, dict) and bool(given) and all(_is_count(one) for one in given.values())
    if not right:
        page.fault(
            where, f"{_shown(given)} will not do; write whole numbers by code, such as {{ 97110 = 2 }}."
        )
    return right


def _read_price(page: _Page, where: _Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = _fits(page, at, facts, _GIVEN["price"], "what is given")
    if not (_fits(page, to, answer, _EXPECTED["price"], "what is expected") and fits):
        return {}
    if _needs(page, at, facts, ("on", "locality"), "what is given"):
        try:
            as_date(facts["on"])
        except CpteduError as error:
            page.fault((*at, "on"), error)
    if ("code" in facts) == ("units" in facts):
        page.fault(at, "give either code, for one unit, or units: a table of units of each code.")
    elif "code" in facts:
        _known_codes(page, (*at, "code"), [facts["code"]])
        _needs(page, to, answer, ("amount",), "what is expected")
    elif _counts(page, (*at, "units"), facts["units"]):
        _known_codes(page, (*at, "units"), facts["units"])
        _needs(page, to, answer, ("total",), "what is expected")
    if not all(_is_number(amount) for amount in answer.get("lines", {}).values()):
        page.fault((*to, "lines"), "lines needs an amount for each code, such as { 97110 = 29.06 }.")
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_arithmetic(page: _Page, where: _Where, given: Mapping[str, Any]) -> dict[str, Any]:
    facts, answer, at, to = given["given"], given["expected"], (*where, "given"), (*where, "expected")
    fits = _fits(page, to, answer, _EXPECTED["arithmetic"], "what is expected")
    if not (_needs(page, at, facts, ("operation",), "what is given") and fits):
        return {}
    operation = facts["operation"]
    _one_of(page, (*at, "operation"), operation, OPERATIONS, "operation")
    if ("value" in answer) == ("values" in answer):
        page.fault(to, "what is expected is either one value, or values: a table of named numbers.")
    elif operation in list(OPERATIONS):
        _read_sum(page, at, facts, to, answer.get("values", {"value": answer.get("value")}))
    return {"given": _frozen(facts), "expected": _frozen(answer)}


def _read_sum(
    page: _Page, at: _Where, facts: Mapping[str, Any], to: _Where, answer: Mapping[str, Any]
) -> None:
    """Work a sum out once, so that numbers which cannot be are found while reading."""
    operation = facts["operation"]
    try:
        worked = _worked_out(facts)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        page.fault(at, f"{operation} cannot be worked out from these numbers ({problem}).")
        return
    for name, number in answer.items():
        if name not in worked:
            page.fault(to, unknown(f"result of {operation}", name, worked))
        elif not _is_number(number):
            page.fault(to, f"{name} = {_shown(number)} will not do; write a number.")


def _read_fact(page: _Page, where: _Where, given: Mapping[str, Any]) -> dict[str, Any]:
    choices, answer = given["choices"], given["answer"]
    if (
        len(choices) < 2
        or not all(isinstance(one, str) for one in choices)
        or len(set(choices)) < len(choices)
    ):
        page.fault((*where, "choices"), "choices needs two or more different texts in quotation marks.")
    elif isinstance(answer, int) and not 1 <= answer <= len(choices):
        page.fault(
            (*where, "answer"), f"answer = {answer}, but there are {len(choices)} choices, counted from 1."
        )
    elif isinstance(answer, str) and answer not in choices:
        page.fault(
            (*where, "answer"), f"answer = {_shown(answer)} is not one of the choices. Copy one exactly."
        )
    else:
        return {
            "choices": tuple(choices),
            "answer": choices.index(answer) if isinstance(answer, str) else answer - 1,
        }
    return {}


_READERS: Mapping[str, Callable[[_Page, _Where, Mapping[str, Any]], dict[str, Any]]] = {
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


# ---- does the package agree? ------------------------------------------------------------------------------------


def check(asked: Case) -> Outcome:
    """Let the package answer a case, and compare.

    Args:
        asked: the case.

    Returns:
        Whether the answers agree, and both of them. Of a fact nothing is computed: its answer stands.

    >>> check(case("f8-98940-2026")).passes
    True
    """
    try:
        expected, got = _ANSWERS[asked.kind](asked)
    except CpteduError as error:
        return Outcome(False, asked.expected, {}, f"{asked.id}: no answer came, but: {error}")
    passes = expected == got
    if passes:
        return Outcome(True, expected, got, f"{asked.id}: {_told(got)}.")
    differing = [key for key in expected if expected[key] != got.get(key)]
    wanted, came = ({key: side.get(key) for key in differing} for side in (expected, got))
    return Outcome(False, expected, got, f"{asked.id}: expected {_told(wanted)}; got {_told(came)}.")


def _told(parts: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {_in_words(value)}" for key, value in parts.items())


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{key}={_in_words(one)}" for key, one in value.items()) or "none"
    if isinstance(value, tuple):
        return "[" + "; ".join(_in_words(one) for one in value) + "]"
    return str(value)


_Pair = tuple[dict[str, Any], dict[str, Any]]


def _answer_visit(asked: Case) -> _Pair:
    """Compare claims: what the case leaves open (a verdict, an unbilled item's code) is left open in both."""
    import cptedu  # noqa: PLC0415  (reading cases needs no engine)

    wanted, visit = asked.expected, asked.visit
    if visit is None:
        raise CpteduError(f"The case {asked.id!r} has no visit.")
    claim: Claim = cptedu.code_visit(visit)
    judged = {line["code"] for line in wanted["lines"] if "verdict" in line}
    expected = {"lines": tuple(sorted(_line_in_words(**line) for line in wanted["lines"]))}
    codes = {line["code"] for line in wanted["lines"]}
    got: dict[str, Any] = {
        "lines": tuple(
            sorted(
                _line_in_words(
                    line.code, line.units, line.modifiers, line.verdict if line.code in judged else ""
                )
                for line in claim.lines
                if wanted["exact"] or line.code in codes
            )
        )
    }
    named = {one.get("code") for one in wanted["unbilled"]}
    left = [(one.code if one.code in named else None, str(one.verdict)) for one in claim.unbilled]
    if wanted["exact"] or wanted["unbilled"]:
        sought = [(one.get("code"), str(one["verdict"])) for one in wanted["unbilled"]]
        expected["unbilled"] = tuple(sorted(_left_in_words(*one) for one in sought))
        got["unbilled"] = tuple(
            sorted(_left_in_words(*one) for one in left if wanted["exact"] or one in sought)
        )
    if wanted.get("findings"):
        expected["findings"] = tuple(_finding_in_words(one) for one in wanted["findings"])
        got["findings"] = tuple(
            _finding_in_words(one)
            for one in wanted["findings"]
            if any(_is_said(finding, one) for finding in claim.findings)
        )
    if asked.proposed:
        review = cptedu.review_claim(visit, list(asked.proposed))
        expected["passes"], got["passes"] = wanted["passes"], review.passes
        if "wrong" in wanted:
            expected["wrong"] = tuple(sorted(wanted["wrong"]))
            got["wrong"] = tuple(sorted({finding.code for finding in review.wrong if finding.code}))
    return expected, got


def _line_in_words(code: str, units: int = 1, modifiers: Iterable[str] = (), verdict: str = "") -> str:
    """Write a claim line; modifiers are a set, so their order goes.

    >>> _line_in_words("97112", 1, ["GP", "59"], "not_covered")
    '97112 ×1 59 GP (not_covered)'
    """
    return " ".join([f"{code} ×{units}", *sorted(set(modifiers)), *([f"({verdict})"] if verdict else [])])


def _finding_in_words(one: Mapping[str, Any]) -> str:
    return " ".join(
        [
            str(one["verdict"]),
            *([f"on {one['code']}"] if "code" in one else []),
            *([repr(one["says"])] if "says" in one else []),
        ]
    )


def _is_said(finding: Finding, wanted: Mapping[str, Any]) -> bool:
    return (
        finding.verdict.value == wanted["verdict"]
        and wanted.get("code", finding.code) == finding.code
        and str(wanted.get("says", "")).lower() in finding.says.lower()
    )


def _left_in_words(code: str | None, verdict: str) -> str:
    return f"{code} ({verdict})" if code else verdict


def _answer_units(asked: Case) -> _Pair:
    import cptedu  # noqa: PLC0415

    facts, wanted = asked.given, asked.expected
    if "totals" in facts:
        days = (cptedu.timed_units({"97110": minutes}, method=facts["method"]) for minutes in facts["totals"])
        return {"totals": wanted["totals"]}, {"totals": tuple(day.total_units for day in days)}
    counted = cptedu.timed_units(dict(facts["minutes"]), method=facts["method"])
    none = dict.fromkeys(sorted(facts["minutes"]), 0)
    expected: dict[str, Any] = {"units": none | dict(wanted["units"]), "total": wanted["total"]}
    got: dict[str, Any] = {"units": none | dict(counted.units), "total": counted.total_units}
    if "alternatives" in wanted:
        for side, splits in ((expected, wanted["alternatives"]), (got, counted.alternatives)):
            side["alternatives"] = tuple(sorted(tuple((none | dict(split)).items()) for split in splits))
    return expected, got


def _answer_price(asked: Case) -> _Pair:
    import cptedu  # noqa: PLC0415

    facts, wanted = dict(asked.given), asked.expected
    if "code" in facts:
        amount = cptedu.allowed_amount(facts.pop("code"), **facts)
        return {"amount": _decimal(wanted["amount"])}, {"amount": amount}
    priced = cptedu.allowed_amounts(dict(facts.pop("units")), **facts)
    expected: dict[str, Any] = {"total": _decimal(wanted["total"])}
    got: dict[str, Any] = {"total": priced.total}
    if "lines" in wanted:
        expected["lines"] = {number: _decimal(amount) for number, amount in sorted(wanted["lines"].items())}
        got["lines"] = {
            line.code: line.amount for line in sorted(priced.lines, key=lambda line: str(line.code))
        }
    return expected, got


def _answer_arithmetic(asked: Case) -> _Pair:
    worked = _worked_out(asked.given)
    if "value" in asked.expected:
        return {"value": _decimal(asked.expected["value"])}, {"value": worked["value"]}
    expected = {name: _decimal(value) for name, value in asked.expected["values"].items()}
    return expected, {name: worked.get(name) for name in expected}


def _answer_fact(asked: Case) -> _Pair:
    answer = asked.choices[asked.answer or 0]
    return {"answer": answer}, {"answer": answer}


_ANSWERS: Mapping[str, Callable[[Case], _Pair]] = {
    "visit": _answer_visit,
    "units": _answer_units,
    "price": _answer_price,
    "arithmetic": _answer_arithmetic,
    "fact": _answer_fact,
}


# ---- sums -------------------------------------------------------------------------------------------------------


def _decimal(given: Any) -> Any:
    """Take a number, a number written as text, or a list of them, exactly."""
    return tuple(_decimal(one) for one in given) if isinstance(given, list | tuple) else Decimal(str(given))


def _rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round half up, as fee schedules do.

    >>> _rounded(Decimal("2.675"))
    Decimal('2.68')
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _product(factors: Iterable[Decimal]) -> Decimal:
    result = Decimal(1)
    for one in factors:
        result *= one
    return result


def _percent_change(*, start: Any, end: Any, places: int = 1) -> dict[str, Any]:
    if not isinstance(start, tuple):
        return {"value": _rounded((end - start) / start * 100, places)}
    pairs = zip(start, end, strict=True)
    return {"value": tuple(_rounded((last - first) / first * 100, places) for first, last in pairs)}


def _payment_formula(
    *, work: Decimal, pe: Decimal, mp: Decimal, factor: Decimal, gpci: tuple[Decimal, ...] = (Decimal(1),) * 3
) -> dict[str, Any]:
    weighted = sum((share * place for share, place in zip((work, pe, mp), gpci, strict=True)), Decimal(0))
    return {"rvu": _rounded(weighted, 4), "payment": _rounded(weighted * factor)}


def _reduced_practice_expense(
    *, work: tuple[Decimal, ...], pe: tuple[Decimal, ...], mp: tuple[Decimal, ...], cut: Decimal
) -> dict[str, Any]:
    """Pay the largest practice expense in full and cut the others; work and malpractice stay."""
    highest = max(pe)
    kept = highest + (sum(pe, Decimal(0)) - highest) * (1 - cut)
    rest = sum((*work, *mp), Decimal(0))
    return {"before": _rounded(sum(pe, rest)), "pe_after": _rounded(kept), "after": _rounded(rest + kept)}


def _medicare_share(
    *, allowed: Decimal, cut: Decimal, deductible: Decimal = Decimal(0), coinsurance: Decimal = Decimal("0.2")
) -> dict[str, Any]:
    """Cut Medicare's own part only; what the patient owes stays."""
    open_part = allowed - deductible
    medicare, patient = open_part * (1 - coinsurance), open_part * coinsurance
    after = medicare * (1 - cut)
    return {
        "medicare_before": _rounded(medicare),
        "reduction": _rounded(medicare * cut),
        "medicare_after": _rounded(after),
        "patient_deductible": _rounded(deductible),
        "patient_coinsurance": _rounded(patient),
        "percent_of_allowed": _rounded((after + patient + deductible) / allowed * 100, 0),
    }


OPERATIONS: Mapping[str, Callable[..., dict[str, Any]]] = MappingProxyType(
    {
        "percent_change": _percent_change,
        "ratio": lambda *, of, to, places=2: {"value": _rounded(of / to, places)},
        "product_rounded": lambda *, factors, places=2: {"value": _rounded(_product(factors), places)},
        "sum_rounded": lambda *, terms, places=2: {"value": _rounded(sum(terms, Decimal(0)), places)},
        "payment_formula": _payment_formula,
        "reduced_practice_expense": _reduced_practice_expense,
        "medicare_share": _medicare_share,
    }
)


def _worked_out(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out an operation on named numbers.

    >>> _worked_out({"operation": "percent_change", "start": "0.87", "end": "0.98"})
    {'value': Decimal('12.6')}
    """
    numbers = {
        name: value if name == "places" else _decimal(value)
        for name, value in facts.items()
        if name != "operation"
    }
    return OPERATIONS[facts["operation"]](**numbers)
