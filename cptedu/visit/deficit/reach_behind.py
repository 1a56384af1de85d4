"""How far a hand reaches behind the back, as a clinic measures it: ``"Apley IR: R to L5, L to T7"``, ``"IR to PSIS R, T8 L"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cptedu.visit.said_words import Clause, Said, values_of

__all__ = ["short_reach"]

_LEVEL = r"(?:t(?:1[0-2]|[1-9])|l[1-5]|s[1-5])(?!\d)"
_IS_HIGH = re.compile(r"t\d")
_ENDS = re.compile(r"[;.?]")
_TAKES_IT_BACK = frozenset(
    {"normal", "asks", "complaint", "planned", "wished", "reference", "copied", "past"}
)


def short_reach(group: Sequence[Clause], said: Said) -> Clause | None:
    """Find a reach behind the back that falls short: other on the left than on the right, or not above the loins.

    Args:
        group: the clauses that belong together, of which one names the reach.
        said: the text.

    Returns:
        The words from the reach to the last landmark; None where none is named, or both sides reach as high.
    """
    if not any("reach_behind" in clause.kinds for clause in group):
        return None
    if any(clause.denied or not _TAKES_IT_BACK.isdisjoint(clause.kinds) for clause in group):
        return None
    stop = _ENDS.search(said.spelled, group[0].start)
    found = _reach().search(said.spelled, group[0].start, stop.start() if stop else len(said.spelled))
    if found is None:
        return None
    reached = list(_landmark().finditer(said.spelled, found.start("first"), found.endpos))
    differ = len({one[0] for one in reached}) > 1
    if differ or (len(reached) == 1 and not _IS_HIGH.match(reached[0][0])):
        return Clause(group[0].start, max(reached[-1].end(), group[-1].end), (), frozenset(), False)
    return None


def _words(*kinds: str) -> str:
    return "|".join(re.escape(words) for kind in kinds for words in values_of(kind))


@cache
def _landmark() -> re.Pattern[str]:
    landmarks = _words("landmark")
    return re.compile(rf"(?<![a-z\d])(?:{_LEVEL}|(?:{landmarks})(?![a-z]))")


@cache
def _reach() -> re.Pattern[str]:
    names = _words("reach_behind", "side")
    between = rf"(?:[\s:=,]|(?:{names}|to|reach|reaches|thumb|level|at)(?![a-z]))*?"
    first = rf"(?<![a-z])(?:{_words('reach_behind')})(?![a-z])"
    return re.compile(rf"{first}{between}(?P<first>{_landmark().pattern})")
