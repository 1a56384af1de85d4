"""One code has one colour wherever it is drawn: ``data/code_colors.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cptedu.charts.theme import PALETTE
from cptedu.facts.tables import rows

__all__ = ["places_in_palette"]


@cache
def _own_places() -> dict[str, int]:
    return {row["code"]: int(row["color"]) - 1 for row in rows("code_colors.csv")}


def places_in_palette(names: Sequence[str]) -> tuple[int, ...]:
    """Give the place in the palette of each line of a chart.

    A code has its own. One that finds it taken by a line before it gets the last that no other line has, and what has none
    of its own the first.

    Args:
        names: the lines in their order, as many as the palette has colours at most: codes, or anything else.

    Returns:
        A place for each, counted from 0, no two alike.

    >>> places_in_palette(["97112"]) == places_in_palette(["98940", "97112"])[1:]
    True
    >>> places_in_palette(["the first", "the second"]), places_in_palette(["98941", "97140"])
    ((0, 1), (3, 5))
    """
    own: dict[str, int] = {}
    for name in names:
        place = _own_places().get(name)
        if place is not None and place not in own.values():
            own[name] = place
    free = [place for place in range(len(PALETTE)) if place not in own.values()]

    def freed(name: str) -> int:
        # A code whose colour is taken goes to the far end: the first colours are those of adjusting and of training.
        return free.pop(-1 if name in _own_places() else 0)

    return tuple(own[name] if name in own else freed(name) for name in names)
