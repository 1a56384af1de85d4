"""Everything in a visit after the record and the payer were looked at, each thing by itself, with the minutes of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cptedu.engine.covered import covered_items
from cptedu.engine.item import Item
from cptedu.engine.pairs import Pairs, touched_by_edits
from cptedu.engine.recorded import recorded_items
from cptedu.model import Verdict
from cptedu.rules.one_therapy_at_a_time import ways_to_share
from cptedu.visit.record import Record

__all__ = ["beside_modalities", "judged_items", "judged_without", "ways_of"]


def judged_items(record: Record) -> list[Item]:
    """Judge everything in a visit by record and payer.

    Args:
        record: the visit as understood.

    Returns:
        The items, in the order of a claim.
    """
    return beside_modalities(record, covered_items(record, recorded_items(record)))


def judged_without(record: Record, judged: Iterable[Item], key: str) -> list[Item]:
    """Judge everything in a visit by record and payer, as it would be were one thing of it not borne out.

    Args:
        record: the visit as understood.
        judged: what was judged with it.
        key: the key of that thing.

    Returns:
        The items. What hangs on an adjusted place that is not understood hangs on it still.
    """
    as_it_was = {item.key: item for item in judged}
    items = covered_items(
        record,
        [
            replace(item, standing=Verdict.NOT_SUPPORTED) if item.key == key else item
            for item in recorded_items(record)
        ],
    )
    return beside_modalities(
        record,
        [as_it_was[item.key] if _hangs_on_a_place(as_it_was[item.key]) else item for item in items],
    )


def _hangs_on_a_place(item: Item) -> bool:
    return any(said.rule == "unclear_place" and not said.either_way for said in item.since)


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
