"""Does the package arrive at a case's answer? Both are given part by part, so that what differs can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cptedu.errors import CpteduError
from cptedu.facts.pages import exact
from cptedu.learn.cases.case import Case
from cptedu.learn.cases.case_sums import worked_out
from cptedu.model import Claim, Finding

__all__ = ["Outcome", "check"]


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


def check(asked: Case) -> Outcome:
    """Let the package answer a case, and compare.

    Args:
        asked: the case.

    Returns:
        Whether the answers agree, and both of them. Of a fact nothing is computed: its answer stands.

    >>> from cptedu.learn.cases import case
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
        return {"amount": exact(wanted["amount"])}, {"amount": amount}
    priced = cptedu.allowed_amounts(dict(facts.pop("units")), **facts)
    expected: dict[str, Any] = {"total": exact(wanted["total"])}
    got: dict[str, Any] = {"total": priced.total}
    if "lines" in wanted:
        expected["lines"] = {number: exact(amount) for number, amount in sorted(wanted["lines"].items())}
        got["lines"] = {
            line.code: line.amount for line in sorted(priced.lines, key=lambda line: str(line.code))
        }
    return expected, got


def _answer_arithmetic(asked: Case) -> _Pair:
    worked = worked_out(asked.given)
    if "value" in asked.expected:
        return {"value": exact(asked.expected["value"])}, {"value": worked["value"]}
    expected = {name: exact(value) for name, value in asked.expected["values"].items()}
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
