"""What the engine answers to a question that was written from the rules alone, in the form of the question's expectation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import cptedu as ct
from cptedu.deciding import verdict_shown
from cptedu.errors import CpteduError

Expectation = Mapping[str, Any]


def differences(question: Mapping[str, Any]) -> list[str]:
    """Say in what the engine's answer differs from every answer that the question accepts; nothing where it agrees."""
    told = [list(_differs(question, accepted)) for accepted in (question["expect"], *question.get("or", ()))]
    return min(told, key=len)


def _differs(question: Mapping[str, Any], wanted: Expectation) -> Iterator[str]:
    if question["call"] == "code_visit":
        yield from _claim_differs(ct.code_visit(_visit(question)), wanted)
    elif question["call"] == "review_claim":
        yield from _review_differs(question, wanted)
    else:
        yield from _look_up_differs(question, wanted)


def _visit(question: Mapping[str, Any]) -> ct.Visit:
    return ct.Visit.from_dict(tomllib.loads(question["visit"]))


def _claim_differs(claim: ct.Claim, wanted: Expectation) -> Iterator[str]:
    got = sorted(
        (line.code, line.units, tuple(sorted(line.modifiers)), line.verdict.value) for line in claim.lines
    )
    expected = sorted(
        (one["code"], one["units"], tuple(sorted(one["modifiers"])), one["verdict"])
        for one in wanted["lines"]
    )
    if got != expected:
        yield f"lines {got}, not {expected}"
    left = sorted((item.code or "", item.verdict.value) for item in claim.unbilled)
    off = sorted((one["code"], one["verdict"]) for one in wanted["unbilled"])
    if left != off:
        yield f"unbilled {left}, not {off}"
    for one in wanted["lines"]:
        line = claim.line(one["code"])
        if "shown" in one and line is not None and verdict_shown(line).value != one["shown"]:
            yield f"{one['code']} is shown as {verdict_shown(line).value}, not as {one['shown']}"
    for one in wanted.get("findings", ()):
        if not any(_is(finding, one) for finding in claim.findings):
            yield f"no finding {dict(one)}"
    most = wanted.get("pointers_max")
    if most is not None and any(len(line.diagnoses) > most for line in claim.lines):
        yield "too many pointers"


def _is(finding: ct.Finding, wanted: Mapping[str, Any]) -> bool:
    said = f"{finding.says} {finding.fix} {' '.join(side.says for side in finding.readings)}"
    about = wanted.get("on")
    return (
        finding.verdict.value == wanted["verdict"]
        and str(wanted.get("says", "")).lower() in said.lower()
        and (about is None or about in {finding.code or "", ""} or about in finding.says)
    )


def _review_differs(question: Mapping[str, Any], wanted: Expectation) -> Iterator[str]:
    review = ct.review_claim(_visit(question), [(n, u, tuple(m)) for n, u, m in question["proposed"]])
    if "passes" in wanted and review.passes != wanted["passes"]:
        yield f"passes: {review.passes}"
    for kind in ("right", "wrong", "missing", "unknown"):
        if kind not in wanted:
            continue
        got = {finding.code for finding in getattr(review, kind) if finding.code}
        expected = set(wanted[kind])
        if (got != expected) if kind in {"wrong", "missing"} else not expected <= got:
            yield f"{kind} {sorted(got)}, not {sorted(expected)}"
    for number, word in wanted.get("fix", ()):
        fixes = [
            finding.fix
            for finding in (*review.wrong, *review.missing, *review.unknown)
            if finding.code == number
        ]
        if not any(word.lower() in fix.lower() for fix in fixes):
            yield f"no step for {number} with {word!r}: {fixes}"


def _look_up_differs(question: Mapping[str, Any], wanted: Expectation) -> Iterator[str]:
    try:
        answer = _looked_up(question["call"], dict(question["args"]))
    except CpteduError as problem:
        if wanted.get("raises", "\0").lower() not in str(problem).lower():
            yield f"raises {problem}"
        return
    if "raises" in wanted:
        yield f"answers {answer!r}"
        return
    if not isinstance(wanted["value"], Mapping):
        if Decimal(str(answer)) != Decimal(str(wanted["value"])):
            yield f"{answer}, not {wanted['value']}"
        return
    for name, value in wanted["value"].items():
        got = _part(answer, name)
        if not _equal(name, got, value):
            yield f"{name} {got!r}, not {value!r}"


def _looked_up(call: str, args: dict[str, Any]) -> Any:
    function = getattr(ct, call)
    if call == "cmt_level":
        return function(args["places"])
    if call == "ptp_edit":
        return function(args.get("first", args.get("a")), args.get("second", args.get("b")), on=args["on"])
    if call == "allowed_amounts":
        return function(args.pop("codes"), **args)
    if call == "timed_units":
        return function(args["minutes"], method=args["method"])
    return function(args.pop("number"), **args)


def _part(answer: Any, name: str) -> Any:
    if name == "total_facility":
        return answer.total(facility=True)
    found = getattr(answer, name)
    return found() if callable(found) else found


def _equal(name: str, got: Any, value: Any) -> bool:
    if value == "none":
        return got is None
    if name == "vintage":
        return value in got
    if name == "alternatives":
        return sorted(map(repr, map(dict, got))) == sorted(map(repr, map(dict, value)))
    if isinstance(got, Decimal):
        return got == Decimal(str(value))
    if isinstance(got, tuple):
        return list(got) == list(value)
    return bool(got == value) if not hasattr(got, "value") else got.value == value
