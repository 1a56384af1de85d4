"""The RVU picture on the stage: what the lines of a claim carry, and nothing for what the record does not support."""

from __future__ import annotations

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
        ``title`` (its point), ``rows`` with ``bars`` in percent of the width, ``legend`` and ``source``.
    """
    rows = [_row(line) for line in claim.lines]
    scale = max([_LEAST_SCALE, *(row["total"] for row in rows if row["total"] is not None)])
    for row in rows:
        row["bars"] = [
            {"part": one["part"], "value": str(one["value"]), "width": _percent(one["value"], scale)}
            for one in row["bars"]
        ]
        row["told"] = row["why_none"] or f"{row['total']} RVU"
    rows += [_empty_row(item.code, "not billed: carries nothing") for item in claim.unbilled if item.code]
    parts = list(dict.fromkeys(bar["part"] for row in rows for bar in row["bars"]))
    held = [values for line in claim.lines if (values := _values(line.code, line.on))]
    vintage = "; ".join(dict.fromkeys(values.vintage for values in held))
    return {
        "title": _title(claim, noted),
        "rows": [{key: row[key] for key in ("code", "verdict", "bars", "told", "why")} for row in rows],
        "legend": [{"part": name, "words": _words(name)} for name in parts],
        "source": f"{vintage}, in an office." if vintage else "",
    }


def _row(line: ClaimLine) -> dict[str, Any]:
    label = f"{line.code} ×{line.units}"
    values = _values(line.code, line.on)
    if values is None:
        return _empty_row(label, "no data for this date") | {"verdict": verdict_shown(line).value}
    parts = [(name, getattr(values, name)) for name, _ in _PARTS]
    if any(value is None for _, value in parts):
        parts = [("total", values.total())]
    return {
        "code": label,
        "verdict": verdict_shown(line).value,
        "total": values.total() * line.units,
        "bars": [{"part": name, "value": value * line.units} for name, value in parts],
        "why_none": "",
        "why": _NOT_COUNTED.get(line.verdict, "contested" if line.verdict is Verdict.CONTESTED else ""),
    }


def _empty_row(label: str, why: str) -> dict[str, Any]:
    return {
        "code": label,
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
