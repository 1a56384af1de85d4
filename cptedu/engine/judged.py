"""Everything in a visit after the record and the payer were looked at, each thing by itself, with the minutes of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cptedu.engine.covered import covered_items
from cptedu.engine.item import Item
from cptedu.engine.pairs import Pairs, touched_by_edits
from cptedu.engine.recorded import recorded_items
from cptedu.rules.one_therapy_at_a_time import ways_to_share
from cptedu.visit.record import Record

__all__ = ["beside_modalities", "judged_items", "ways_of"]


def judged_items(record: Record) -> list[Item]:
    """Judge everything in a visit by record and payer.

    Args:
        record: the visit as understood.

    Returns:
        The items, in the order of a claim.
    """
    return beside_modalities(record, covered_items(record, recorded_items(record)))


def beside_modalities(record: Record, items: list[Item]) -> list[Item]:
    """Give each service the minutes of the day in which it ran beside a supervised modality that an edit joins to it.

    Args:
        record: the visit as understood.
        items: what record and payer let through, and what they do not.

    Returns:
        The same.
    """
    if len([one for one in record.services if one.clock is not None]) < 2:
        return items
    touched = [item for item in items if item.stands and touched_by_edits(record, barred=item.barred)]
    pairs = Pairs(record)
    beside = {item.key: pairs.run_beside(item, touched) for item in touched}
    return [replace(item, run_beside=beside[item.key]) if beside.get(item.key) else item for item in items]


def ways_of(items: Iterable[Item]) -> tuple[Mapping[str, int], ...]:
    """Give each way of giving the minutes that services share by the clock."""
    return ways_to_share(timed for item in items if item.stands and (timed := item.timed) is not None)
