"""What a note carries: each code with the elements that it stands on, and what becomes of it without some of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cptedu.deciding import verdict_shown
from cptedu.engine.coding import worksheet
from cptedu.errors import CpteduError, unknown
from cptedu.explain import day_in_words, verdict_in_words
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import code, is_timed
from cptedu.model import Claim, ClaimLine, Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.widgets.kit.plain import finding_as_data
from cptedu.widgets.note_to_code.note_elements import Element, elements_of, without

__all__ = ["read_note"]

NEW = "The whole note does not support it. What was done is always written down; nothing is left out to gain a code."
NOTHING_LEFT = "Nothing in the note says that this was done."
Lines = Mapping[str, ClaimLine]


@dataclass(frozen=True)
class _Coded:
    """A visit, its claim, and which services each code came from."""

    claim: Claim
    lines: Lines
    services: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=512)
def _coded(visit: Visit) -> _Coded:
    sheet = worksheet(visit)
    claim = sheet.claim()
    came: dict[str, tuple[int, ...]] = {}
    for at, service in enumerate(sheet.visit.services):
        for item in sheet.items:
            if item.code is not None and item.written == service and at not in came.get(item.code, ()):
                came[item.code] = (*came.get(item.code, ()), at)
    return _Coded(claim, {line.code: line for line in claim.lines}, came)


def _stands_as(line: ClaimLine | None) -> tuple[Any, ...] | None:
    return None if line is None else (line.units, line.modifiers, verdict_shown(line))


@dataclass(frozen=True)
class _Pillar:
    """What a code stands on: one element, or several of which one is enough."""

    ids: tuple[str, ...]
    label: str
    falls: bool


@lru_cache(maxsize=64)
def _pillars(visit: Visit) -> dict[str, tuple[_Pillar, ...]]:
    """Say what each code of the claim stands on: that without which its line changes or falls."""
    whole = _coded(visit).lines
    found: dict[str, list[_Pillar]] = {number: [] for number in whole}
    for group in _groups(elements_of(visit)):
        lines = _coded(without(visit, group)).lines
        ids = tuple(element.id for element in group)
        for number, held in found.items():
            stood_on = {one for pillar in held for one in pillar.ids}
            if _stands_as(whole[number]) != _stands_as(lines.get(number)) and not stood_on & set(ids):
                held.append(_Pillar(ids, _name(group), number not in lines))
    return {number: tuple(held) for number, held in found.items()}


def _groups(elements: tuple[Element, ...]) -> list[tuple[Element, ...]]:
    """Give each element by itself, then those that may stand in for each other, the fewest first."""
    kinds = dict.fromkeys(kind for element in elements for kind in element.kinds)
    alike = [tuple(one for one in elements if kind in one.kinds) for kind in kinds]
    return [*((one,) for one in elements), *sorted((one for one in alike if len(one) > 1), key=len)]


def _name(group: tuple[Element, ...]) -> str:
    first = group[0]
    if not first.kinds:
        return first.label
    if first.id.startswith("adjusted."):
        return f"{first.label}: {' or '.join(one.text for one in group)}"
    return " or ".join(one.label for one in group)


def read_note(visit: Visit, kept: Iterable[str] | None = None) -> dict[str, Any]:
    """Code a visit with some elements of its note taken away, and say what each took with it.

    Args:
        visit: the visit with its whole note.
        kept: ids of the elements that stay; all of them by default.

    Returns:
        ``groups`` of elements, and ``codes``: each code of the whole note's claim and of the claim that is left.

    Raises:
        CpteduError: for an element that the note does not have.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "services": [{
    ...     "purpose": ["balance"], "deficit": "stands 6 s on the left leg", "minutes": 16, "contact": "one_on_one"}]})
    >>> [one["state"] for one in read_note(visit)["codes"]]
    ['stands']
    >>> kept = [one.id for one in elements_of(visit) if one.label != "Measured finding"]
    >>> [(one["code"], one["state"], one["verdict"]) for one in read_note(visit, kept)["codes"]]
    [('97112', 'gone', 'ask')]
    """
    visit = Visit.from_dict(visit.to_dict())
    elements = elements_of(visit)
    ids = [element.id for element in elements]
    names = ids if kept is None else _checked(kept, ids)
    taken = [element for element in elements if element.id not in names]
    whole, left = _coded(visit), _coded(without(visit, taken))
    pillars = _pillars(visit)
    numbers = _in_order(whole.lines, left.lines)
    cards = [_card(number, whole, left, pillars.get(number, ()), names) for number in numbers]
    return {
        "title": visit.title or "The note",
        "on": day_in_words(visit.date_of_service),
        "payer": payer(visit.payer).label,
        "groups": [
            {
                "title": group,
                "elements": [
                    {
                        "id": one.id,
                        "label": one.label,
                        "text": one.text,
                        "gone": one.gone,
                        "kept": one.id in names,
                        "effect": _effect(one.id, pillars),
                    }
                    for one in elements
                    if one.group == group
                ],
            }
            for group in dict.fromkeys(element.group for element in elements)
        ],
        "codes": cards,
        "never": _never(whole.claim),
        "all": ids,
        "taken": len(taken),
        "summary": _summary(taken, cards),
    }


def _checked(kept: Iterable[str], ids: list[str]) -> list[str]:
    if isinstance(kept, str) or not isinstance(kept, Iterable):
        raise CpteduError(f"{kept!r} is not a list of elements, such as {ids[:1]!r}.")
    names = list(kept)
    for name in names:
        if name not in ids:
            raise unknown("element of this note", name, ids)
    return names


def _effect(name: str, pillars: Mapping[str, tuple[_Pillar, ...]]) -> str:
    """Say what hangs on one element."""
    own = [(number, one) for number, held in pillars.items() for one in held if name in one.ids]
    falls = [number for number, one in own if one.falls and len(one.ids) == 1]
    shifts = [number for number, one in own if not one.falls and len(one.ids) == 1]
    shared = [number for number, one in own if one.falls and len(one.ids) > 1]
    said = [f"{_together(falls)} cannot stand without it."] if falls else []
    said += [f"Without it the line of {_together(shifts)} changes."] if shifts else []
    said += [f"{_together(shared)} needs this or another of its kind."] if shared else []
    return " ".join(said) or "No code of this claim hangs on it."


def _together(numbers: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))


def _in_order(before: Lines, now: Lines) -> list[str]:
    """List the codes of both claims; a lower level of adjustment stands below the one in whose place it came."""
    numbers = list(before)
    for number in now:
        if number not in before:
            at = numbers.index(_replaced(number, before)) + 1 if _replaced(number, before) else len(numbers)
            numbers.insert(at, number)
    return numbers


def _replaced(number: str, before: Lines) -> str:
    """Name the level of spinal adjustment in whose place another came; empty where none was."""
    return next((one for one in spinal_cmt() if one in before), "") if number in spinal_cmt() else ""


def _card(
    number: str, whole: _Coded, left: _Coded, pillars: tuple[_Pillar, ...], kept: Iterable[str]
) -> dict[str, Any]:
    before, now = whole.lines.get(number), left.lines.get(number)
    state = _state(before, now)
    line = now or before
    reasons = _reasons(number, whole, left) if state != "stands" else []
    verdict = verdict_shown(now) if now else _worst(reasons)
    return {
        "code": number,
        "label": code(number).label,
        "state": state,
        "units": line.units if line else 0,
        "modifiers": list(line.modifiers) if line else [],
        "verdict": verdict.value,
        "words": verdict_in_words(verdict),
        "change": _change(number, whole, left) if reasons or now else NOTHING_LEFT,
        "reasons": [finding_as_data(one) for one in reasons],
        "pillars": [
            {"label": one.label, "state": _pillar_state(one, kept, state)} for one in pillars if one.falls
        ],
    }


def _pillar_state(pillar: _Pillar, kept: Iterable[str], state: str) -> str:
    if set(pillar.ids) & set(kept):
        return "in the note"
    return "missing" if state == "gone" else "missing, not needed now"


def _state(before: ClaimLine | None, now: ClaimLine | None) -> str:
    if before is None:
        return "new"
    if now is None:
        return "gone"
    return "stands" if _stands_as(before) == _stands_as(now) else "changed"


def _worst(reasons: Iterable[Finding]) -> Verdict:
    verdicts = {finding.verdict for finding in reasons}
    return next((v for v in (Verdict.NOT_SUPPORTED, Verdict.ASK) if v in verdicts), Verdict.NOT_SUPPORTED)


def _reasons(number: str, whole: _Coded, left: _Coded) -> list[Finding]:
    """Give the engine's own words for what became of a code: what it says now and did not say of the whole note."""
    line = left.lines.get(number)
    if line is None and number in spinal_cmt():
        line = next((left.lines[one] for one in spinal_cmt() if one in left.lines), None)
    said = list(line.findings) if line else _unbilled(number, whole, left)
    known = {(one.rule, one.says) for one in whole.claim.findings}
    fresh = [one for one in said if (one.rule, one.says) not in known]
    telling = [one for one in fresh if one.verdict is not Verdict.SUPPORTED]
    # That an untimed code is billed once is no news.
    plainly = [one for one in fresh if one.rule != "units" or (one.code and is_timed(one.code))]
    return list(dict.fromkeys(telling or plainly))


def _unbilled(number: str, whole: _Coded, left: _Coded) -> list[Finding]:
    services = [left.claim.visit.services[at] for at in whole.services.get(number, ())]
    items = [item for item in left.claim.unbilled if item.code == number or item.service in services]
    return [finding for item in items for finding in item.findings]


def _change(number: str, whole: _Coded, left: _Coded) -> str:
    before, now = whole.lines.get(number), left.lines.get(number)
    if before is None:
        replaced = _replaced(number, whole.lines)
        return f"In the place of {replaced}." if replaced else NEW
    if now is None or _stands_as(before) == _stands_as(now):
        return ""
    told = [
        (
            "Modifiers",
            " ".join(before.modifiers) or "none",
            " ".join(now.modifiers) or "none",
        ),
        ("Units", str(before.units), str(now.units)),
        ("Verdict", verdict_in_words(verdict_shown(before)), verdict_in_words(verdict_shown(now))),
    ]
    return " ".join(f"{what}: {was} before, {one} now." for what, was, one in told if was != one)


def _never(claim: Claim) -> list[dict[str, Any]]:
    """List what even the whole note does not bill."""
    return [
        {
            "code": item.code or "no code",
            "about": item.about,
            "verdict": item.verdict.value,
            "words": verdict_in_words(item.verdict),
            "reasons": [
                finding_as_data(one) for one in item.findings if one.verdict is not Verdict.SUPPORTED
            ],
        }
        for item in claim.unbilled
    ]


def _summary(taken: list[Element], cards: list[dict[str, Any]]) -> str:
    stand = ", ".join(card["code"] for card in cards if card["state"] != "gone") or "nothing"
    gone = ", ".join(card["code"] for card in cards if card["state"] == "gone")
    if not taken:
        return f"The note is whole. It carries {stand}."
    missing = ", ".join(dict.fromkeys(element.label.lower() for element in taken))
    lost = f"Off the claim: {gone}. " if gone else "No code is lost. "
    return f"Taken from the note: {missing}. {lost}Still carried: {stand}."
