"""The claim on the stage: what is revealed line by line, each with the reasons that decide it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cptedu.deciding import reasons_in_order, verdict_shown
from cptedu.explain import SIGNS, counted, verdict_in_words
from cptedu.facts.codes import code, is_timed
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict
from cptedu.widgets.kit.plain import finding_as_data
from cptedu.widgets.presentation.stage_breath import in_one_breath

__all__ = ["claim_items", "spoken_item"]

_ROOM_FOR_REASONS = 4
_MOST_REASONS = 3


def claim_items(claim: Claim, noted: Claim) -> list[dict[str, Any]]:
    """List what a claim says, one item to reveal after the other: its lines, then what is not billed.

    Args:
        claim: the claim.
        noted: the claim of the visit as noted, to tell what has changed.

    Returns:
        For each item ``written`` (the line as billed), ``units``, ``label``, ``verdict`` and its ``words`` and ``sign``,
        ``billed``, ``reasons`` (each in one breath, and in full), ``fix``, ``sides`` and ``changed``.
    """
    count = max(len(claim.lines) + len(claim.unbilled), 1)
    most = max(1, min(_MOST_REASONS, _ROOM_FOR_REASONS // count))
    before = noted.findings
    items = [_line(line) | _reasons(line, before, most) for line in claim.lines]
    items += [_unbilled(item) | _reasons(item, before, 1) for item in claim.unbilled]
    held = [_told_apart(item) for item in _plain_items(noted)]
    for item in items:
        item["changed"] = claim is not noted and _told_apart(item) not in held
    return items or [_nothing()]


def _plain_items(claim: Claim) -> list[dict[str, Any]]:
    return [*map(_line, claim.lines), *map(_unbilled, claim.unbilled)]


def _told_apart(item: dict[str, Any]) -> tuple[str, int, str]:
    return item["written"], item["units"], item["verdict"]


def _item(number: str, modifiers: Iterable[str], units: int, verdict: Verdict, label: str) -> dict[str, Any]:
    return {
        "written": "-".join((number, *modifiers)),
        "units": units,
        "label": label,
        "verdict": verdict.value,
        "words": verdict_in_words(verdict),
        "sign": SIGNS[verdict],
        "billed": units > 0,
        "reasons": [],
        "fix": "",
        "sides": [],
        "changed": False,
    }


def _nothing() -> dict[str, Any]:
    return _item("nothing", (), 0, Verdict.NO_DATA, "The visit makes no claim line.") | {
        "words": "nothing is billed"
    }


def _line(line: ClaimLine) -> dict[str, Any]:
    return _item(line.code, line.modifiers, line.units, verdict_shown(line), line.label)


def _unbilled(item: Unbilled) -> dict[str, Any]:
    label = code(item.code).label if item.code else item.about
    return _item(item.code or "no code", (), 0, item.verdict, label)


def _goes_without_saying(finding: Finding) -> bool:
    """Leave out how units are counted where they are not: an untimed code is one unit, and the line shows it."""
    is_counted = finding.rule == "units" and finding.verdict is not Verdict.NO_DATA
    return is_counted and finding.code is not None and not is_timed(finding.code)


def _reasons(item: ClaimLine | Unbilled, before: Iterable[Finding], most: int) -> dict[str, Any]:
    """Give the reasons that decide, as many as there is room for."""
    chosen = [one for one in reasons_in_order(item, before) if not _goes_without_saying(one)][:most]
    told = [finding_as_data(finding) for finding in chosen]
    fix = next((finding.fix for finding in chosen if finding.fix), "")
    return {
        "reasons": [
            {"says": in_one_breath(finding.says), "full": finding.says, "source": _short_source(finding)}
            for finding in chosen
        ],
        "fix": in_one_breath(fix),
        "sides": next((one["sides"] for one in told if one["sides"]), []) if _shows_sides(chosen) else [],
    }


def _shows_sides(chosen: list[Finding]) -> bool:
    """A refusal in the adjusted region is as clear to a room without the other reading; the claim in full has it."""
    disputed = [finding for finding in chosen if finding.readings]
    return any(one.verdict is Verdict.CONTESTED or one.rule != "separate_region" for one in disputed)


def _short_source(finding: Finding) -> str:
    """Name the first source shortly: who says it, when, and that it was not read; the claim in full names it whole."""
    return finding.citations[0].in_short if finding.citations else ""


def spoken_item(item: dict[str, Any]) -> str:
    """Say an item as a screen reader should: the line, what is judged of it, and why."""
    units = f", {counted(item['units'], 'unit')}" if item["billed"] else ""
    reasons = " ".join(one["says"] for one in item["reasons"])
    return f"{item['written'].replace('-', ' ')}{units}: {item['words']}. {reasons}".strip()
