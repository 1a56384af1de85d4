"""Which codes edits take off a claim: judged once, from those that nobody refuses downward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from cptedu.engine.item import Item
from cptedu.engine.pairs import Judgement, Pairs
from cptedu.model import Verdict
from cptedu.rules.edits_in_a_ring import edits_in_a_ring
from cptedu.visit.record import Record

__all__ = ["Refusals"]

STANDS_BETWEEN = frozenset({Verdict.NOT_SUPPORTED, Verdict.ASK})


class Refusals:
    """What the edits refuse among the items that have a unit."""

    def __init__(self, record: Record, billed: list[Item], pairs: Pairs) -> None:
        self._record = record
        self._off: dict[str, list[Judgement]] = {}
        said = [
            one
            for first, second in combinations(billed, 2)
            if first.code != second.code
            for one in pairs.judged(first, second)
            if one.finding.verdict in STANDS_BETWEEN
        ]
        self._ring: dict[str, tuple[str, ...]] = {}
        if not said:
            return
        self._ring, self._off = _with_rings(said)
        # Codes that refuse one another in a ring all stay; what one of them refuses outside the ring it refuses.
        self._against: dict[str, list[Judgement]] = {item.key: [] for item in billed}
        for one in said:
            ring = self._ring.get(one.of.key)
            if one.keeps_off and (ring is None or ring != self._ring.get(one.beside.key)):
                self._against[one.of.key].append(one)
        self._settle([item.key for item in billed if item.key not in self._off])

    def _settle(self, keys: list[str]) -> None:
        undecided = dict.fromkeys(keys)
        while undecided:
            ready = [
                key for key in undecided if not any(one.beside.key in undecided for one in self._against[key])
            ]
            for key in ready:
                against = [one for one in self._against[key] if one.beside.key not in self._off]
                if against:
                    self._off[key] = against
                del undecided[key]

    @property
    def any(self) -> bool:
        """Say whether anything is refused, or asked about, at all."""
        return bool(self._off)

    def after(self, item: Item) -> Item:
        """Give the item as the edits leave it."""
        for said in self._off.get(item.key, ()):
            item = item.lowered_by(said.finding)
        return item

    def refused_by(self, item: Item) -> set[str]:
        """Name the codes that refuse the item; none where it is only asked about."""
        against = self._off.get(item.key, [])
        return {str(said.beside.code) for said in against} if all(said.refuses for said in against) else set()

    def in_a_ring(self, item: Item) -> Item:
        """Add the question to an item that stays because it is one of a ring."""
        ring = self._ring.get(item.key)
        return item if ring is None else item.with_finding(edits_in_a_ring(str(item.code), ring))


def _with_rings(said: list[Judgement]) -> tuple[dict[str, tuple[str, ...]], dict[str, list[Judgement]]]:
    """Find the rings, and what breaks one from outside: a code that is refused by another one against which nothing is said.

    Returns:
        The rings that are left, by item, and what stands against each item that is refused from outside its ring.
    """
    off: dict[str, list[Judgement]] = {}
    while True:
        live = [one for one in said if one.of.key not in off and one.beside.key not in off]
        ring = dict(_rings(live))
        held = {one.of.key for one in live}
        broken: dict[str, list[Judgement]] = {}
        for one in live:
            if one.of.key in ring and one.keeps_off and one.beside.key not in held:
                broken.setdefault(one.of.key, []).append(one)
        if not broken:
            return ring, off
        off |= broken


def _rings(said: Iterable[Judgement]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the items that refuse one another in a ring, by way of others that are at least asked about.

    Yields:
        The key of each such item, and the codes of its ring.
    """
    said = tuple(said)
    below: dict[str, set[str]] = {}
    for one in said:
        below.setdefault(one.beside.key, set()).add(one.of.key)
    code_of = {item.key: str(item.code) for one in said for item in (one.of, one.beside)}
    reach = {key: _reached(key, below) for key in code_of}
    for one in said:
        if one.keeps_off and one.beside.key in reach[one.of.key]:
            ring = [
                key
                for key in code_of
                if key in reach[key] and key in reach[one.of.key] and one.of.key in reach[key]
            ]
            codes = tuple(dict.fromkeys(code_of[key] for key in ring))
            for key in ring:
                yield key, codes


def _reached(key: str, below: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [key]
    while ahead:
        for other in below.get(ahead.pop(), ()):
            if other not in seen:
                seen.add(other)
                ahead.append(other)
    return seen
