"""The codes of the adjustment, each by how many regions it stands for."""

from __future__ import annotations

from functools import cache

from cptedu.facts.tables import Row, rows

__all__ = ["extraspinal_cmt", "level_of", "spinal_cmt"]

_SPINAL, _EXTRASPINAL = "spinal", "extraspinal"


@cache
def _levels(kind: str) -> tuple[Row, ...]:
    held = (row for row in rows("cmt_levels.csv") if row["kind"] == kind)
    return tuple(sorted(held, key=lambda row: int(row["regions_from"])))


@cache
def spinal_cmt() -> tuple[str, ...]:
    """Give the codes of spinal adjustments, fewest regions first.

    >>> spinal_cmt()[0]
    '98940'
    """
    return tuple(row["code"] for row in _levels(_SPINAL))


@cache
def extraspinal_cmt() -> tuple[str, ...]:
    """Give the codes of adjustments beyond the spine.

    >>> extraspinal_cmt()
    ('98943',)
    """
    return tuple(row["code"] for row in _levels(_EXTRASPINAL))


def level_of(*, spinal: int = 0, extraspinal: int = 0) -> tuple[str, ...]:
    """Give the codes for so many regions.

    Args:
        spinal: spinal regions that were adjusted.
        extraspinal: regions beyond the spine that were adjusted.

    Returns:
        The spinal code, then the extraspinal one; none for no region.

    >>> level_of(spinal=3, extraspinal=1)
    ('98941', '98943')
    """
    return tuple(
        row["code"]
        for kind, count in ((_SPINAL, spinal), (_EXTRASPINAL, extraspinal))
        for row in _levels(kind)
        if int(row["regions_from"]) <= count <= int(row["regions_to"])
    )
