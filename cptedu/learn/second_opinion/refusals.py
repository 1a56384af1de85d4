"""Who keeps whom off a claim: once, from those whom nobody refuses downward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["Refusals", "refused_once"]

Refusals = Mapping[int, frozenset[int]]
"""For each service, by its place, those whom it refuses."""


def refused_once(present: Iterable[int], refuses: Refusals) -> tuple[frozenset[int], frozenset[int]]:
    """Say which services are refused, and which stay although they refuse one another in a ring.

    >>> refused_once([1, 2, 3], {1: frozenset({2}), 2: frozenset({3})})
    (frozenset({2}), frozenset())
    >>> refused_once([1, 2, 3], {1: frozenset({2}), 2: frozenset({1, 3})})
    (frozenset({3}), frozenset({1, 2}))
    """
    open_still, refused, in_ring = set(present), set[int](), set[int]()
    while open_still:
        free = {
            one
            for one in open_still
            if not any(one in refuses.get(other, ()) for other in open_still - {one})
        }
        if not free:
            free = _first_ring(open_still, refuses)
            in_ring |= free
        hit = {other for one in free for other in refuses.get(one, ())} & open_still - free
        refused |= hit
        open_still -= free | hit
    return frozenset(refused), frozenset(in_ring)


def _first_ring(those: set[int], refuses: Refusals) -> set[int]:
    """Find the rings that nobody outside them refuses: members whom every one that reaches them is reached from."""
    reached = {one: _reached_from(one, those, refuses) for one in those}
    return {one for one in those if all(other in reached[one] for other in those if one in reached[other])}


def _reached_from(one: int, those: set[int], refuses: Refusals) -> set[int]:
    found: set[int] = set()
    ahead = {one}
    while ahead:
        ahead = {other for each in ahead for other in refuses.get(each, ())} & those - found
        found |= ahead
    return found
