"""An adjusted place that is not understood: what else would be billed otherwise, whichever bone it was, is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cptedu.engine.item import Item
from cptedu.engine.judged import judged_items, ways_of
from cptedu.engine.lines import claim_of
from cptedu.engine.readings_of_place import readings_of_places
from cptedu.engine.settled import settled
from cptedu.facts.regions import extraspinal, spinal
from cptedu.model import ClaimLine, Verdict, Visit
from cptedu.rules.unclear_place import hangs_on_the_place
from cptedu.visit.record import Record, Unclear, understood

__all__ = ["asked_by_place", "items_of", "lines_by_place"]

Place = tuple[int, tuple[str, ...], Verdict] | None
"""Where something stands on the claim: units, modifiers and verdict of its line; None where it has none."""


def items_of(record: Record) -> list[Item]:
    """Judge everything in a visit by record and payer.

    Args:
        record: the visit as understood.

    Returns:
        The items, those asked about that hang on an adjusted place which is not understood.
    """
    return asked_by_place(record, judged_items(record))


def asked_by_place(record: Record, items: list[Item]) -> list[Item]:
    """Ask about what would stand otherwise, were a place that was adjusted read in one of the ways that it may be read.

    Args:
        record: the visit as understood.
        items: what record and payer let through, and what they do not.

    Returns:
        The same; off the claim where some reading has it there and another has not, and asked about on its line where only
        its units or modifiers differ.
    """
    if not record.adjusted.unclear or not any(_is_beside(item) for item in items):
        return items
    as_written = _stand(record, items)
    read = [(one, _stand(other, judged_items(other))) for one, other in _read(record)]

    def asked(item: Item) -> Item:
        ways = [(one, stand.get(item.key)) for one, stand in read]
        here = as_written.get(item.key)
        place = next((one for one, there in ways if there != here), None)
        if place is None or not (_is_beside(item) and item.stands):
            return item
        is_off = here is None or any(there is None for _, there in ways)
        said = hangs_on_the_place(str(item.code), item.about, place, is_off=is_off)
        return item.with_finding(said, Verdict.ASK if is_off else None)

    return [asked(item) for item in items]


def lines_by_place(record: Record, number: str) -> list[ClaimLine]:
    """Give each line that an adjustment's code has by some reading of the places that may be of several regions.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        The lines; none where no reading makes that code, or no such place was adjusted.
    """
    claims = []
    for one in readings_of_places(record):
        items = judged_items(one)
        if any(item.code == number and item.service is None and item.stands for item in items):
            claims.append(claim_of(one, settled(one, tuple(items), ways_of(items), 0)))
    return [line for claim in claims if (line := claim.line(number)) is not None]


def _is_beside(item: Item) -> bool:
    return item.service is not None or item.is_evaluation


def _read(record: Record) -> Iterator[tuple[Unclear, Record]]:
    """Give the visit once for each region that each of the places may be of, the others left as they are."""
    for place in record.adjusted.unclear:
        for region in place.may_be or (*sorted(spinal()), *sorted(extraspinal())):
            yield place, understood(_with(record.visit, place.written, region))


def _with(visit: Visit, written: str, region: str) -> Visit:
    return replace(visit, adjusted=tuple(region if one == written else one for one in visit.adjusted))


def _stand(record: Record, items: list[Item]) -> dict[str, Place]:
    left = settled(record, tuple(items), ways_of(items), 0)
    claim = claim_of(record, left)
    found: dict[str, Place] = {}
    for item in left.items:
        line = claim.line(str(item.code)) if item.stands else None
        found[item.key] = None if line is None else (line.units, line.modifiers, line.verdict)
    return found
