"""A modifier that nothing in the record asks for, and of which sources dispute whether it belongs there."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.tables import Row, document, rows
from cptedu.model import Reading, Verdict
from cptedu.rules.ptp_edit import edit_of
from cptedu.rules.said import Said, reading
from cptedu.visit.record import Record

__all__ = ["disputed_modifier"]


@cache
def _disputed() -> dict[tuple[str, str], Row]:
    return {(row["code"], row["modifier"]): row for row in rows("disputed_modifiers.csv")}


@cache
def _sides(point: str) -> tuple[Reading, ...]:
    found = next(one for one in document("contested.toml")["points"] if one["id"] == point)
    return tuple(reading(one["says"], *one["held_by"]) for one in found["readings"])


def disputed_modifier(
    record: Record, number: str, modifier: str, borne_out: Collection[str], beside: Collection[str]
) -> Said | None:
    """Show both sides where it is disputed whether a modifier may stand, and say which one is followed here.

    A mark of a distinct service on exercise or a practised task beside an adjustment, and a notice beside active care, are
    such. The notice must be one that the visit does not deny: of that there is no dispute.

    Args:
        record: the visit as understood.
        number: the line's code.
        modifier: a modifier that stands there without being asked for.
        borne_out: the line's other modifiers that the record bears out.
        beside: the codes that stand on the claim.

    Returns:
        A ``contested`` finding; None where no source disputes that it is astray.

    Source: each row's own; the sides as ``data/contested.toml`` has them.

    >>> ours = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> disputed_modifier(ours, "97110", "59", (), {"98940", "97110"}).verdict.value
    'contested'
    >>> disputed_modifier(ours, "97116", "59", (), {"98940", "97116"})
    """
    row = _disputed().get((number, modifier))
    if row is None or record.visit.abn in row["unless_notice"].split():
        return None
    wanted = row["beside_modifier"]
    adjustments = set(beside) & set(spinal_cmt())
    if wanted not in borne_out if wanted else not adjustments:
        return None
    if not wanted and any(edit_of(number, one, record.on).verdict is Verdict.NO_DATA for one in adjustments):
        return None  # the dispute is about a pair that no edit joins
    sides = _sides(row["point"])
    stands = f"{number} has {modifier}" + (f" beside {wanted}" if wanted else " beside an adjustment")
    return Said(
        "modifiers",
        Verdict.CONTESTED,
        f"{stands}, which sources dispute. {row['says']}",
        tuple(dict.fromkeys((row["source"], *(one.id for side in sides for one in side.held_by)))),
        code=number,
        fix=f"Take {modifier} off, or ask the payer whether it wants {modifier} there.",
        readings=sides,
        about=number,
        used=("abn",) if row["unless_notice"] else (),
    )
