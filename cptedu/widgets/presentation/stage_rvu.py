"""The RVU picture on the stage: what the lines of a claim carry, and nothing for what the record does not support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from cptedu.deciding import verdict_shown
from cptedu.errors import CpteduError
from cptedu.model import Claim, ClaimLine, Verdict
from cptedu.rules.relative_values import RelativeValues, relative_values

__all__ = ["rvu_picture", "rvu_total"]

_PARTS = (("work", "work"), ("pe_nonfacility", "practice expense"), ("mp", "malpractice"))
_NOT_COUNTED = {Verdict.NOT_COVERED: "not covered, not counted"}
_LEAST_SCALE = Decimal(2)
_NOTHING = "not billed: carries nothing"
_SHOWN = ("code", "verdict", "bars", "told", "why", "was", "was_told")


@cache
def _values(number: str, on: date) -> RelativeValues | None:
    """Look the values of a code up once; None where none are held."""
    try:
        held = relative_values(number, on)
        held.total()
    except CpteduError:
        return None
    return held


def rvu_total(claim: Claim) -> Decimal | None:
    """Add up what the covered lines of a claim carry in an office; None where a value is not held.

    Args:
        claim: the claim.

    Returns:
        The total RVU.
    """
    total = Decimal(0)
    for line in claim.lines:
        values = _values(line.code, line.on)
        if values is None:
            return None
        if line.verdict not in _NOT_COUNTED:
            total += values.total() * line.units
    return total


def rvu_picture(claim: Claim, noted: Claim) -> dict[str, Any]:
    """Draw up the RVU picture of a claim: a bar for each line, of work, practice expense and malpractice.

    Args:
        claim: the claim.
        noted: the claim of the visit as noted, named for comparison where it carries another total.

    Returns:
        ``title`` (its point), ``rows`` with ``bars`` in percent of the width and, where a change made another bar of it,
        ``was`` (the bar as noted) and ``was_told``; ``legend`` and ``source``.
    """
    rows = [_row(line) for line in claim.lines]
    rows += [_empty_row(item.code, _NOTHING) for item in claim.unbilled if item.code]
    was = {} if claim is noted else {row["number"]: row["total"] for row in map(_row, noted.lines)}
    rows += [_empty_row(number, _NOTHING) for number in was if number not in {row["number"] for row in rows}]
    totals = [row["total"] for row in rows] + list(was.values())
    scale = max([_LEAST_SCALE, *(total for total in totals if total is not None)])
    for row in rows:
        row["bars"] = [
            {"part": one["part"], "value": str(one["value"]), "width": _percent(one["value"], scale)}
            for one in row["bars"]
        ]
        row["told"] = row["why_none"] or f"{row['total']} RVU"
        before = was.get(row["number"])
        is_other = before is not None and before != row["total"]
        row["was"] = _percent(before, scale) if is_other and before is not None else None
        row["was_told"] = f"as noted, {before} RVU" if is_other else ""
    return {
        "title": _title(claim, noted),
        "rows": [{key: row[key] for key in _SHOWN} for row in rows],
        "legend": _legend(rows),
        "source": _vintage(claim),
    }


def _legend(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Name each part that is drawn, and the bars as noted."""
    parts = dict.fromkeys(bar["part"] for row in rows for bar in row["bars"])
    named = [{"part": name, "words": _words(name)} for name in parts]
    return named + [{"part": "was", "words": "as noted"}] * any(row["was"] is not None for row in rows)


def _vintage(claim: Claim) -> str:
    held = [values for line in claim.lines if (values := _values(line.code, line.on))]
    releases = list(dict.fromkeys(name for values in held for name in values.vintage.split()[1:]))
    if not releases:
        return ""
    *others, last = releases
    return f"CMS {', '.join(others)} and {last}, in an office." if others else f"CMS {last}, in an office."


def _row(line: ClaimLine) -> dict[str, Any]:
    label = f"{line.code} ×{line.units}"
    values = _values(line.code, line.on)
    if values is None:
        held = {"number": line.code, "verdict": verdict_shown(line).value}
        return _empty_row(label, "no data for this date") | held
    parts = [(name, getattr(values, name)) for name, _ in _PARTS]
    if any(value is None for _, value in parts):
        parts = [("total", values.total())]
    return {
        "code": label,
        "number": line.code,
        "verdict": verdict_shown(line).value,
        "total": values.total() * line.units,
        "bars": [{"part": name, "value": value * line.units} for name, value in parts],
        "why_none": "",
        "why": _NOT_COUNTED.get(line.verdict, "contested" if line.verdict is Verdict.CONTESTED else ""),
    }


def _empty_row(label: str, why: str) -> dict[str, Any]:
    return {
        "code": label,
        "number": label,
        "verdict": "not_supported",
        "total": None,
        "bars": [],
        "why_none": why,
        "told": why,
        "why": "",
    }


def _words(part: str) -> str:
    return dict(_PARTS).get(part, "total (parts not held for this year)")


def _percent(value: Decimal, scale: Decimal) -> float:
    return round(float(value / scale * 100), 2)


def _title(claim: Claim, noted: Claim) -> str:
    now, before = rvu_total(claim), rvu_total(noted)
    if now is None:
        return "No RVU is held for this date"
    said = f"What the record supports carries {now} RVU" if claim.lines else "No line, no RVU"
    if claim is not noted and before is not None and before != now:
        said += f"; as noted, {before}"
    return said
