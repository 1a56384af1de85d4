"""What the record leaves open about a code: whether a service in it is that code at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cptedu.engine.coding import Worksheet
from cptedu.engine.item import EVALUATIONS, Item
from cptedu.engine.recorded import codes_by_contact, may_come_to
from cptedu.engine.stamped import findings_of
from cptedu.engine.told import Told
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, codes
from cptedu.model import Finding, Verdict
from cptedu.rules.ptp_edit import PtpEdit, gives_way_in_a_release

__all__ = ["is_open", "may_be", "may_be_after_all", "unanswered_beside"]


def is_open(told: Told, sheet: Worksheet, number: str) -> bool:
    """Say whether the record leaves open whether a code stands for a service in it.

    Args:
        told: the review.
        sheet: the visit's worksheet.
        number: the code.

    Returns:
        True where a question about a service decides it.
    """
    named = [*may_be(sheet, number), *(item for item in sheet.items if item.code == number)]
    return any(item.standing is Verdict.ASK for item in named) or any(
        may_be_after_all(told, item, number) for item in sheet.items
    )


def may_be_after_all(told: Told, item: Item, number: str) -> list[Finding]:
    """Give the questions that leave open whether a service is this code: who was there, or which of two services it was.

    Args:
        told: the review.
        item: something in the visit.
        number: the code.

    Returns:
        The questions, none where it is no service or the record tells.
    """
    if item.service is None:
        return []
    asked = {"proposed_code"} if item.service.written.code == number else set()
    if number in codes_by_contact(told.record, item.service):
        asked.add("contact")
    said = findings_of(told.record, item.said)
    return [one for one in said if one.rule in asked and one.verdict is Verdict.ASK]


def may_be(sheet: Worksheet, number: str) -> Iterator[Item]:
    """Give what the record has without telling its code: an examination for one, an adjustment, or a service that may come to it.

    Args:
        sheet: the visit's worksheet.
        number: the code that it may be.

    Yields:
        Each such thing of the code's kind.
    """
    examines, adjusts = code(number).family in EVALUATIONS, number in {*spinal_cmt(), *extraspinal_cmt()}
    for item in sheet.items:
        kind = item.about == "examination", item.service is None and item.about != "examination"
        if item.code in codes() or kind != (examines, adjusts):
            continue
        if item.service is None or item.code is not None or may_come_to(sheet.record, item.service, number):
            yield item


def unanswered_beside(sheet: Worksheet, number: str, beside: Collection[str]) -> dict[str, PtpEdit]:
    """Give the codes of which no edit held says whether they may be billed beside a code on that day.

    Args:
        sheet: the visit's worksheet.
        number: the code.
        beside: the codes that stand on the claim.

    Returns:
        The answer of the edits, by each such code.
    """
    if number in spinal_cmt() or number in extraspinal_cmt():
        return {}  # no edit refuses an adjustment for what stands beside it
    asked = {other: sheet.settled.edits.get(frozenset((number, other))) for other in sorted(beside)}
    return {
        other: edit
        for other, edit in asked.items()
        if edit is not None
        and edit.verdict is Verdict.NO_DATA
        # Of what no release refuses beside it, there is no reason to expect it of the time before the first.
        and (edit.answered is not None or gives_way_in_a_release(number, other))
    }
