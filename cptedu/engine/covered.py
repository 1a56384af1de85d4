"""Then coverage: what the payer never pays, and what it wants shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cptedu.engine.item import Item
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.model import Verdict
from cptedu.rules.adjustment_evidence import adjustment_evidence
from cptedu.rules.care_phase import care_phase
from cptedu.rules.coverage import asked_about, beside_adjustment, bundled, not_covered, sent_for_denial
from cptedu.rules.evaluation_of_each_discipline import evaluation_of_each_discipline
from cptedu.rules.evaluation_once_an_episode import evaluation_once_an_episode
from cptedu.rules.neuro_criteria import neuro_criteria
from cptedu.rules.repeat_evaluation_beside_orthosis import repeat_evaluation_beside_orthosis
from cptedu.rules.same_service import same_service
from cptedu.rules.wellness_care import wellness_care
from cptedu.visit.record import Record

__all__ = ["covered_alone", "covered_items", "covered_with"]


def covered_items(record: Record, items: list[Item]) -> list[Item]:
    """Judge by what the payer pays everything that the record bears out.

    Args:
        record: the visit as understood.
        items: what the record gives.

    Returns:
        The same, with what the payer never pays barred.
    """
    covered = [_covered(record, item) for item in items]
    covered = _beside_adjustment(record, covered)
    return _beside_one_another(covered)


def covered_alone(record: Record, item: Item) -> Item:
    """Judge by what the payer pays one item, whatever stands beside it.

    Args:
        record: the visit as understood.
        item: what the record bears out.

    Returns:
        The same, barred where the payer never pays it.
    """
    return _covered(record, item)


def covered_with(record: Record, items: Sequence[Item], item: Item) -> list[Item]:
    """Judge by what the payer pays beside one another one item that stands now in place of what it was, and the others.

    Args:
        record: the visit as understood.
        items: everything in the visit, judged so without it.
        item: what stands now where something of the same key stood, judged alone.

    Returns:
        The same, with it.
    """
    given = [item if one.key == item.key else one for one in items]
    return _beside_one_another(_beside_adjustment(record, given))


def _beside_one_another(items: list[Item]) -> list[Item]:
    """Take off what does not stand beside another code though no edit joins them: no payer's edits are asked."""
    standing = [(str(item.code), _by(item)) for item in items if item.stands]
    numbers = {number for number, _ in standing}
    if len(numbers) < 2:
        return items
    judged = []
    for item in items:
        number, by = str(item.code), _by(item)
        said = item.stands and (
            same_service(number, numbers)
            or evaluation_of_each_discipline(number, by, standing)
            or repeat_evaluation_beside_orthosis(number, by, standing)
        )
        judged.append(item.lowered_by(said) if said else item)
    return judged


def _by(item: Item) -> str:
    return item.service.written.performed_by if item.service else "chiropractor"


def _covered(record: Record, item: Item) -> Item:
    number = item.code
    if not item.stands or number is None:
        return item
    part_of_others = bundled(record, number)
    barred = part_of_others or not_covered(record, number)
    if barred is not None:
        return item.barred_by(barred, is_sent=part_of_others is None and sent_for_denial(record))
    if number in spinal_cmt():
        return _covered_adjustment(record, item, number)
    criteria = neuro_criteria(record, number)
    refused = criteria is not None and criteria.verdict is Verdict.NOT_SUPPORTED
    asked = item.with_finding(asked_about(record, number))
    asked = asked.with_finding(evaluation_once_an_episode(number))
    return asked.with_finding(criteria, Verdict.NOT_SUPPORTED if refused else None)


def _covered_adjustment(record: Record, item: Item, number: str) -> Item:
    # Which region a junction is of is not told, so that none is shown by what is diagnosed there.
    shown = adjustment_evidence(
        record, number, tuple(one for one in item.regions if one in record.adjusted.spinal)
    )
    for finding in shown:
        item = item.with_finding(finding)
    if any(finding.verdict is Verdict.NOT_SUPPORTED for finding in shown):
        return replace(item, standing=Verdict.NOT_SUPPORTED)
    asked = wellness_care(record, number)
    if asked is not None and asked.verdict is Verdict.ASK:
        item = item.with_finding(asked)
    for finding in care_phase(record, number)[1]:
        item = item.with_finding(
            finding, Verdict.NOT_COVERED if finding.verdict is Verdict.NOT_COVERED else None
        )
    return item


def _beside_adjustment(record: Record, items: list[Item]) -> list[Item]:
    """Bar what the payer never pays on the day of an adjustment, where one stands on the claim."""
    standing = {item.code for item in items if item.stands}
    if standing.isdisjoint(spinal_cmt()) and standing.isdisjoint(extraspinal_cmt()):
        return items
    judged = []
    for item in items:
        barred = beside_adjustment(record, item.code) if item.stands and item.code is not None else None
        judged.append(item if barred is None else item.barred_by(barred, is_sent=sent_for_denial(record)))
    return judged
