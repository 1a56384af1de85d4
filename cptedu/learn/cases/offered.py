"""In which order the choices of a case are offered: one that tells nothing, and is the same everywhere."""

from __future__ import annotations

import re
import zlib
from decimal import Decimal, InvalidOperation

from cptedu.learn.cases.case import Case

__all__ = ["offered"]

_OF_THE_OTHERS = re.compile(r"(in )?(both|all|neither|none|nobody)\b", re.IGNORECASE)
"""Begins a choice that speaks of the others, so it comes after them."""


def offered(asked: Case) -> tuple[str, ...]:
    """Put the choices of a case in the order in which a learner sees them: who writes a case tends to begin with what is right.

    Args:
        asked: the case.

    Returns:
        Numbers by their size; anything else by a sum of the case's id and the choice, so that a choice added later, or
        said in other words, moves none of the others.

    >>> from dataclasses import replace
    >>> from cptedu.learn.cases import case
    >>> offered(replace(case("em-005"), choices=("5.34", "10.00", "0.43")))
    ('0.43', '5.34', '10.00')
    """
    try:
        return tuple(sorted(asked.choices, key=_number))
    except InvalidOperation:
        return tuple(
            sorted(
                asked.choices,
                key=lambda one: (
                    _OF_THE_OTHERS.match(one) is not None,
                    zlib.crc32(f"{asked.id}: {asked.first_called(one)}".encode()),
                ),
            )
        )


def _number(choice: str) -> Decimal:
    return Decimal(choice.replace(",", ""))
