"""What minutes come to by both methods of counting, unit for unit, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.facts.codes import Code, code, codes
from cptedu.rules.timed_units import METHODS, UNIT_MINUTES, TimedUnits, timed_units, units_for_minutes

__all__ = ["ONCE", "earned_units", "offered_codes", "read_minutes", "scale_of"]

LONGEST = 24 * 60
SHOWN_SPLITS = 12
SHORTEST_SCALE = 60
ONCE = "once, whatever the time"
_UNTIMED = {
    "other": ("by a time scheme of its own", "billed by a time scheme of its own"),
    "not_held": ("how often it counts is not held", "how often it counts on one date is not held"),
}
OFFERED_FAMILIES = (
    "exercise",
    "manual",
    "self_care",
    "group",
    "modality_attended",
    "modality_supervised",
    "cmt_spinal",
    "cmt_extraspinal",
)
TITLES = {"cms_total_time": "CMS total-time method", "cpt_per_code": "CPT per-code method"}
RULES = {
    "cms_total_time": "All timed minutes are counted together. Each full quarter of an hour is a unit of its code; a unit left"
    " over goes to the code with the most minutes left.",
    "cpt_per_code": "Each code is counted by itself. A unit needs 8 minutes or more; leftovers are never put together.",
}


Part = tuple[str, int]


def earned_units(
    minutes: Mapping[str, int], units: Mapping[str, int]
) -> tuple[dict[str, list[list[Part]]], dict[str, int]]:
    """Say which minutes earned each unit, and which earned none.

    A full quarter of an hour earns a unit by itself. A unit beyond those stands on its code's leftover; where that is
    under 8 minutes, leftovers that hold no unit of their own are put with it, the largest first.

    Args:
        minutes: minutes of each timed code.
        units: units of each, as ``timed_units`` gave them.

    Returns:
        For each code, one list of (code, minutes) for each unit; and the minutes of each code that are in no unit.

    >>> earned_units({"97110": 33, "97140": 7}, {"97110": 2, "97140": 1})
    ({'97110': [[('97110', 15)], [('97110', 15)]], '97140': [[('97140', 7), ('97110', 3)]]}, {'97110': 0, '97140': 0})
    """
    earned = {
        number: [[(number, UNIT_MINUTES)] for _ in range(min(units[number], spent // UNIT_MINUTES))]
        for number, spent in minutes.items()
    }
    left = {number: spent - UNIT_MINUTES * len(earned[number]) for number, spent in minutes.items()}
    holders = [number for number in minutes if units[number] > len(earned[number])]
    givers = sorted((number for number in minutes if number not in holders), key=lambda one: -left[one])
    for number in holders:
        parts = [(number, left[number])]
        while not units_for_minutes(sum(spent for _, spent in parts)) and givers:
            giver = givers.pop(0)
            parts.append((giver, left[giver]))
            left[giver] = 0
        left[number] = 0
        earned[number].append(parts)
    return earned, left


def read_minutes(
    minutes: Mapping[str, int], untimed: Iterable[str] = (), split: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Count the units by both methods, in the words and figures that the board shows.

    Args:
        minutes: whole minutes of each timed code.
        untimed: codes that are billed once.
        split: the clinician's choice where leftovers tie; None or empty when nothing was chosen.

    Returns:
        ``rows``, ``methods``, ``splits``, ``untimed``, ``scale`` and ``summary``.

    Raises:
        CpteduError: for an unknown code, minutes that cannot be, a timed code among the untimed ones, or a split
            that is not allowed.

    >>> read_minutes({"97110": 33, "97140": 7})["summary"]
    '40 timed minutes. CMS total-time method: 3 units. CPT per-code method: 2 units.'
    """
    by_method = {method: timed_units(minutes, method) for method in METHODS}
    given = dict(sorted((code(number).number, spent) for number, spent in minutes.items()))
    for number, spent in given.items():
        if spent > LONGEST:
            raise CpteduError(
                f"{number}: {spent} minutes are more than a day. Write the minutes of one visit."
            )
    total = by_method["cms_total_time"]
    held = _chosen(total, split or {})
    if isinstance(untimed, str) or not isinstance(untimed, Iterable):
        raise CpteduError(f'{untimed!r} is not a list of codes. Write them in brackets, such as ["97012"].')
    once = [_untimed(number) for number in dict.fromkeys(untimed)]
    differing = {
        number for number in given if len({held[number], by_method["cpt_per_code"].units[number]}) > 1
    }
    return {
        "rows": [
            _row(number, given[number], [by_method[method].units[number] for method in METHODS])
            for number in given
        ],
        "methods": [_method(method, given, by_method[method], held, differing) for method in METHODS],
        "together": _together(given),
        "splits": [_split(one, held) for one in total.alternatives[:SHOWN_SPLITS]] if _is_tied(total) else [],
        "more_splits": max(0, len(total.alternatives) - SHOWN_SPLITS),
        "is_chosen": bool(split),
        "untimed": once,
        "once": ONCE,
        "scale": scale_of(total.total_minutes),
        "total": total.total_minutes,
        "summary": _summary(total, by_method["cpt_per_code"], bool(split)),
    }


def _is_tied(total: TimedUnits) -> bool:
    return len(total.alternatives) > 1


def _chosen(total: TimedUnits, split: Mapping[str, int]) -> dict[str, int]:
    if not split:
        return total.units
    if not isinstance(split, Mapping):
        raise CpteduError(f'{split!r} is not a split. Write the units of each code, such as {{"97110": 1}}.')
    if dict(split) not in total.alternatives:
        allowed = " or ".join(_in_words(one) for one in total.alternatives[:SHOWN_SPLITS])
        raise CpteduError(f"{_in_words(split)} is not an allowed split of these minutes. Allowed: {allowed}.")
    return next(one for one in total.alternatives if one == dict(split))


def _in_words(split: Mapping[str, int]) -> str:
    return ", ".join(f"{number} ×{units}" for number, units in split.items() if units) or "no units"


def _split(one: dict[str, int], held: dict[str, int]) -> dict[str, Any]:
    return {"units": one, "says": _in_words(one), "held": one == held}


def _row(number: str, spent: int, units: list[int]) -> dict[str, Any]:
    whole, left = divmod(spent, UNIT_MINUTES)
    return {
        "code": number,
        "label": code(number).label,
        "minutes": spent,
        "whole": whole * UNIT_MINUTES,
        "left": left,
        "says": f"{counted(spent, 'minute')}: {counted(whole, 'full quarter')} of an hour and {left} left over."
        f" {TITLES[METHODS[0]]}: {counted(units[0], 'unit')}. {TITLES[METHODS[1]]}: {counted(units[1], 'unit')}.",
    }


def _method(
    method: str,
    given: Mapping[str, int],
    made: TimedUnits,
    held: Mapping[str, int],
    differing: set[str],
) -> dict[str, Any]:
    is_total = method == "cms_total_time"
    units = held if is_total else made.units
    earned, left = earned_units(given, units)
    return {
        "name": method,
        "title": TITLES[method],
        "rule": RULES[method],
        "says": _how(given, made) if is_total else _each(given, units),
        "units": made.total_units,
        "lines": [
            _line(number, units[number], earned, left[number], is_total) | {"differs": number in differing}
            for number in given
        ],
        "source": "; ".join(map(str, made.citations)),
    }


def _how(given: Mapping[str, int], made: TimedUnits) -> str:
    if not given:
        return "Nothing to count."
    spent = [str(one) for one in given.values() if one]
    added = f"{' + '.join(spent)} = {made.total_minutes}" if len(spent) > 1 else f"{made.total_minutes}"
    if not made.total_units:
        return f"{added} minutes; under 8 in all make no unit."
    first = next(n for n in range(made.total_minutes + 1) if units_for_minutes(n) == made.total_units)
    return f"{added} minutes; {first} to {first + UNIT_MINUTES - 1} make {counted(made.total_units, 'unit')}."


def _each(given: Mapping[str, int], units: Mapping[str, int]) -> str:
    said = [f"{spent} → {units[number]}" for number, spent in given.items()]
    return (
        f"{', '.join(said)}. Together {counted(sum(units.values()), 'unit')}."
        if said
        else "Nothing to count."
    )


def _line(
    number: str, units: int, earned: Mapping[str, list[list[Part]]], left: int, is_total: bool
) -> dict[str, Any]:
    lent = [
        (holder, parts)
        for holder, blocks in earned.items()
        for block in blocks
        for giver, parts in block[1:]
        if giver == number
    ]
    notes = [f"{spent} left over, put with {holder}" for holder, spent in lent if spent]
    if left:
        says = "counted in the total, no unit of its own" if is_total else "no unit"
        notes.append(f"{left} left over, {says}")
    blocks = [[(giver, spent) for giver, spent in block if spent] for block in earned[number]]
    said = "; ".join(
        " + ".join(f"{spent}{'' if giver == number else f' of {giver}'}" for giver, spent in block)
        for block in blocks
    )
    return {
        "code": number,
        "units": units,
        "earned": [
            [{"code": giver, "minutes": spent, "own": giver == number} for giver, spent in block]
            for block in blocks
        ],
        "note": "; ".join(notes),
        "says": ". ".join(
            filter(
                None,
                [
                    f"{number}: {counted(units, 'unit')}{f', earned by {said} minutes' if said else ''}",
                    "; ".join(notes),
                ],
            )
        ),
    }


def _together(given: Mapping[str, int]) -> list[dict[str, Any]]:
    """Lay all minutes end to end: the full quarters first, then what is left over of each code, the most first."""
    quarters = [number for number, spent in given.items() for _ in range(spent // UNIT_MINUTES)]
    left = {number: spent % UNIT_MINUTES for number, spent in given.items()}
    return [
        *({"code": number, "minutes": UNIT_MINUTES, "kind": "whole"} for number in quarters),
        *(
            {"code": number, "minutes": left[number], "kind": "left"}
            for number in sorted(left, key=lambda one: -left[one])
            if left[number]
        ),
    ]


def scale_of(total: int) -> dict[str, Any]:
    """Give the length of the scale, its quarter-hours, and from which minute on each further unit is earned."""
    length = max(SHORTEST_SCALE, (total // UNIT_MINUTES + 1) * UNIT_MINUTES)
    steps = [n for n in range(1, length + 1) if units_for_minutes(n) > units_for_minutes(n - 1)]
    return {
        "length": length,
        "quarters": list(range(UNIT_MINUTES, length + 1, UNIT_MINUTES)),
        "bands": [
            {"from": first, "to": after, "units": units_for_minutes(first)}
            for first, after in pairwise([0, *steps, length])
        ],
    }


def _untimed(number: str) -> dict[str, Any]:
    found = code(number)
    if found.timed == "yes":
        raise CpteduError(
            f"{found.number} is billed by quarter-hours. Give it minutes among the timed services, not here."
        )
    says, note = _UNTIMED.get(found.timed, (ONCE, ""))
    return {"code": found.number, "label": found.label, "says": says, "note": note}


def _summary(total: TimedUnits, by_code: TimedUnits, is_chosen: bool) -> str:
    tied = ""
    if _is_tied(total):
        tied = (
            " Leftovers tie, and a split is chosen."
            if is_chosen
            else " Leftovers tie: the clinician may choose."
        )
    return (
        f"{counted(total.total_minutes, 'timed minute')}. {TITLES['cms_total_time']}: {counted(total.total_units, 'unit')}."
        f" {TITLES['cpt_per_code']}: {counted(by_code.total_units, 'unit')}.{tied}"
    )


def offered_codes() -> list[dict[str, Any]]:
    """List the services that can be put on the board, by hand or from the list."""

    def is_offered(one: Code) -> bool:
        return one.family in OFFERED_FAMILIES and one.effective_to is None

    return [
        {"code": one.number, "label": one.label, "timed": one.timed == "yes"}
        for one in sorted(codes().values(), key=lambda one: one.number)
        if is_offered(one)
    ]
