"""Add-on codes: a further quarter of an hour of something, which stands only beside its first code."""

from __future__ import annotations

from collections.abc import Collection, KeysView
from functools import cache

from cptedu.facts.tables import rows
from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["add_on_code", "add_on_codes", "first_codes"]

SOURCES = ("pfs-rvu",)


@cache
def _first_codes() -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for row in rows("add_on_codes.csv"):
        held[row["code"]] = (*held.get(row["code"], ()), row["first_code"])
    return held


def add_on_codes() -> KeysView[str]:
    """Give every add-on code that is held."""
    return _first_codes().keys()


def first_codes(number: str) -> tuple[str, ...]:
    """Give the codes beside one of which an add-on code may stand; none for a code that is no add-on.

    >>> first_codes("97811"), first_codes("97110")
    (('97810', '97813'), ())
    """
    return _first_codes().get(number, ())


def add_on_code(number: str, billed: Collection[str]) -> Said | None:
    """Refuse an add-on code whose first code is not on the claim.

    Args:
        number: the code.
        billed: the codes that stand on the claim.

    Returns:
        ``not_supported`` where the first code is missing, ``supported`` where it stands, None for a code that is no add-on.

    Source: CMS, Physician Fee Schedule relative value files: global period ZZZ marks a code that belongs to another one.

    >>> add_on_code("97811", {"98940"}).verdict.value
    'not_supported'
    """
    wanted = first_codes(number)
    if not wanted:
        return None
    named = " or ".join(wanted)
    held = [one for one in wanted if one in billed]
    if held:
        says = f"{number} is an add-on code, and its first code, {held[0]}, stands beside it."
        return Said("add_on_code", Verdict.SUPPORTED, says, SOURCES, code=number)
    return Said(
        "add_on_code",
        Verdict.NOT_SUPPORTED,
        f"{number} is an add-on code: it stands only beside {named}, and neither is on the claim."
        if len(wanted) > 1
        else f"{number} is an add-on code: it stands only beside {named}, which is not on the claim.",
        SOURCES,
        code=number,
        fix=f"Ask what was done in the first quarter of an hour; that is {named}.",
    )
