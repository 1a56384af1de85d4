"""One service that has two numbers, such as 97014 and G0283: never both on one claim."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from cptedu.facts.tables import rows
from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["is_same_service", "same_service"]

SOURCES = ("pfs-rvu",)


@cache
def _first_numbers() -> dict[str, str]:
    return {row["other"]: row["code"] for row in rows("same_service.csv")}


def is_same_service(one: str, other: str) -> bool:
    """Say whether two codes are two numbers of one service.

    Args:
        one: a code.
        other: another one.

    Returns:
        True for either order.

    Source: as for ``same_service``.

    >>> is_same_service("97014", "G0283"), is_same_service("G0283", "97014"), is_same_service("97014", "97032")
    (True, True, False)
    """
    numbers = _first_numbers()
    return one != other and numbers.get(one, one) == numbers.get(other, other)


def same_service(number: str, standing: Collection[str]) -> Said | None:
    """Refuse the second number of a service whose first number stands on the claim.

    Args:
        number: the code.
        standing: the codes that would stand on the claim.

    Returns:
        ``not_supported`` where both would stand, else None.

    Source: CMS, Physician Fee Schedule relative value files: 97014 has status I, for another code is used.

    >>> same_service("G0283", {"97014", "G0283"}).verdict.value
    'not_supported'
    """
    first = _first_numbers().get(number)
    if first is None or first not in standing:
        return None
    return Said(
        "same_service",
        Verdict.NOT_SUPPORTED,
        f"{number} and {first} are two numbers of one service; a claim has one of them.",
        SOURCES,
        code=number,
        fix=f"Keep the number that the payer takes, and take the other one off. Here {first} is kept.",
    )
