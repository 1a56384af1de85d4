"""Minutes that the words of an activity tell: ``"clams x 10 min"``, ``"24 min incl 5 min set-up"``, ``"9:00-9:10"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cptedu.visit.activity.activity_phrases import ActivityClause, Phrase, in_clauses
from cptedu.visit.said_words import LONGEST_READ

__all__ = ["MinutesTold", "told_minutes"]

_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):([0-5]\d)\s?(?:[ap]m)?\s?(?:-|–|to)\s?(\d{1,2}):([0-5]\d)(?![\d:])", re.IGNORECASE
)
# "x8min" and "10min" have their number by itself; "3x5 min" has none.
_RUN_ON = re.compile(r"(?<![\w.-])(?:x\s?)?(\d{1,3})\s?(?=min)", re.IGNORECASE)
_HALF_A_DAY = 12 * 60
_SETS = re.compile(r"\d+(?:x\d*)?")
# What takes no longer is a hold or a round, and no service.
_LONGEST_DOSE = 4
_TWO = 2
# Of another day or place, or for how long it hurt: no minutes of the service.
_OF_SOMETHING_ELSE = frozenset(
    {"hindrance", "advice", "advice_first", "at_home", "earlier_day", "later_day", "planned", "part_of_it"}
)
_SAYS_NO_MORE = frozenset({"remark", "passed_over", "taught_here", "one_on_one", "of_today", "completed"})


class MinutesTold(NamedTuple):
    """How long the words say that it took.

    ``taken`` are the minutes of all of it, or None where the words do not tell of all; ``shown`` has each that is told.
    ``inside`` are those told as a part of it that do not count (set-up, charting, rest); 0 where no number is told of them.
    ``quoted`` has the words; ``clock`` the minutes between times of the day, or None.
    """

    taken: int | None = None
    shown: frozenset[int] = frozenset()
    inside: int | None = None
    quoted: str = ""
    clock: int | None = None


class _Part(NamedTuple):
    counted: tuple[int, ...]
    inside: int | None
    total: int | None
    is_open: bool = False
    is_only_minutes: bool = False


def told_minutes(text: str) -> MinutesTold:
    """Read how long an activity took by its words.

    Sets, holds, rounds, and rest between them are doses. Where anything is named without minutes, the words do not tell how
    long all of it took, unless they give a total.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The minutes told; nothing where none are.

    >>> told_minutes("clams 10 min, bridges 5 min").taken, told_minutes("bike 5 min then clams").taken
    (15, None)
    >>> told_minutes("clams; 24 min incl 5 min set-up").inside, told_minutes("3 x 5 min").taken
    (5, None)
    """
    said = text[:LONGEST_READ]
    ranges = [_between(*map(int, one.groups())) for one in _CLOCK.finditer(said)]
    clock = sum(ranges) if ranges else None
    # The point of "incl." ends nothing.
    said = _RUN_ON.sub(r" \1 ", said).replace("+", " plus ").replace("incl.", "incl ")
    parts = [part for clause in in_clauses(said) for part in _parts(clause)]
    totals = sorted({part.total for part in parts if part.total is not None})
    counted = [minutes for part in parts for minutes in part.counted]
    taken = None
    if len(totals) == 1:
        taken = totals[0]
    elif counted and _tells_of_all(parts) and sum(counted) > _LONGEST_DOSE:
        taken = sum(counted)
    within = [part.inside for part in parts if part.inside is not None]
    quoted = ", ".join(f"{minutes} min" for minutes in totals or counted)
    return MinutesTold(taken, frozenset(counted), sum(within) if within else None, quoted, clock)


def _tells_of_all(parts: Sequence[_Part]) -> bool:
    """Say whether minutes are told of all that is named, be it behind a single name: ``"clams (10 min)"``."""
    left = [at for at, part in enumerate(parts) if part.is_open]
    alone = len(left) == 1 and left[0] + 1 < len(parts) and parts[left[0] + 1].is_only_minutes
    return not left or alone


def _between(hour: int, minute: int, until_hour: int, until_minute: int) -> int:
    return ((until_hour - hour) * 60 + until_minute - minute) % _HALF_A_DAY


def _parts(clause: ActivityClause) -> list[_Part]:
    pieces: list[list[Phrase]] = [[]]
    for one in clause.phrases:
        if one.text == "then" or (one.text == "plus" and pieces[-1]):
            pieces.append([])
        pieces[-1].append(one)
    in_brackets = clause.opens in {"(", "["}
    return [_part([one for one in piece if one.text != "then"], in_brackets=in_brackets) for piece in pieces]


def _part(said: Sequence[Phrase], *, in_brackets: bool) -> _Part:
    if any(not one.kinds.isdisjoint(_OF_SOMETHING_ELSE) for one in said):
        return _Part((), None, None)
    at_minutes = [at for at in range(len(said)) if _is_minutes(said, at)]
    idle = [at for at in at_minutes if _does_not_count(said, at)]
    counted: list[int] = []
    total: int | None = None
    for at in at_minutes:
        in_all = (at and "total" in said[at - 1].kinds) or _text(said, at + 2) == "total"
        if at not in idle and in_all and not _is_a_dose(said, at):
            total = int(said[at].text)
        elif at not in idle and not _is_a_dose(said, at):
            counted.append(int(said[at].text))
    held = [at for at in idle if _is_inside(said, at) or (in_brackets and not at)]
    inside = sum(int(said[at].text) for at in held) if held else None
    if inside is None and len(at_minutes) < _TWO and _holds_what_does_not_count(said):
        inside = 0
    told = bool(counted) or total is not None or inside is not None or (at_minutes and idle == at_minutes)
    # "Bike 5 min and clams" tells of the bike.
    goes_on = bool(counted) and any(one.text == "and" for one in said[at_minutes[-1] + 2 :])
    is_open = goes_on or (not told and _names_more(said))
    left = [one for at, one in enumerate(said) if not {at, at - 1} & set(at_minutes)]
    return _Part(tuple(counted), inside, total, is_open, bool(counted) and not _names_more(left, alike=True))


def _text(said: Sequence[Phrase], at: int) -> str:
    return said[at].text if at < len(said) else ""


def _names_more(said: Sequence[Phrase], *, alike: bool = False) -> bool:
    """Say whether words name anything done, not only how it went: ``"tolerated well"``, ``"w/ cues for form"``."""
    if said and not alike and "remark" in said[0].kinds:
        return False
    return any(one.kinds.isdisjoint(_SAYS_NO_MORE) for one in said)


def _is_minutes(said: Sequence[Phrase], at: int) -> bool:
    return said[at].text.isdecimal() and at + 1 < len(said) and "minute" in said[at + 1].kinds


def _does_not_count(said: Sequence[Phrase], at: int) -> bool:
    """Say whether the minutes there are of set-up, notes or rest: ``"5 min of charting"``, ``"rest 1 min"``."""
    behind = next((one for one in said[at + 2 :] if "passed_over" not in one.kinds), None)
    if behind is not None and "no_service" in behind.kinds:
        return True
    return bool(at) and "no_service" in said[at - 1].kinds


def _is_inside(said: Sequence[Phrase], at: int) -> bool:
    kinds = {kind for one in said[:at] for kind in one.kinds}
    is_rest = any("rest_word" in one.kinds for one in said)
    return "outside" not in kinds and ("inside" in kinds or ("may_hold" in kinds and not is_rest))


def _holds_what_does_not_count(said: Sequence[Phrase]) -> bool:
    """Say whether set-up or notes are told as a part without their minutes: ``"15 min including set-up"``."""
    first = next((at for at, one in enumerate(said) if "inside" in one.kinds), len(said))
    return any("no_service" in one.kinds and "rest_word" not in one.kinds for one in said[first:])


def _is_a_dose(said: Sequence[Phrase], at: int) -> bool:
    before = [one.text for one in said[max(at - 2, 0) : at]]
    sets = len(before) > 1 and before[1] == "x" and before[0].isdecimal()
    # "10-15 min" and "3 x 5 min".
    if sets or (before and _SETS.fullmatch(before[-1])):
        return True
    behind = said[at + 2 : at + 3]
    repeated = bool(behind) and (behind[0].text == "x" or behind[0].text[1:].isdecimal())
    return repeated or any("dose_word" in one.kinds for one in said)
