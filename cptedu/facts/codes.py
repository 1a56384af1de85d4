"""Codes by number, each with our own plain label. Descriptors belong to the AMA and are not reproduced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.codes_not_held import refused_code
from cptedu.facts.tables import rows

__all__ = ["Code", "code", "codes", "is_timed", "purposes"]


@dataclass(frozen=True)
class Code:
    """A code and what kind of service it stands for.

    Attributes:
        number: the code.
        label: our own plain words.
        family: ``cmt_spinal``, ``exercise``, ``manual``, ``office_visit`` and so on.
        timed: ``yes`` when it is billed by 15 minutes, ``no`` when once, ``other`` when by a time scheme of its own.
        contact: ``one_on_one``, ``attended``, ``group``, ``supervised`` or ``none``.
        always_therapy: True when CMS counts it as therapy whoever performs it (multiple-procedure indicator 5).
        effective_from: first day, or None when not held.
        effective_to: last day, or None while in force.
    """

    number: str
    label: str
    family: str
    timed: str
    contact: str
    always_therapy: bool
    effective_from: date | None
    effective_to: date | None

    @property
    def is_office_visit(self) -> bool:
        """Say whether this is an office evaluation and management visit (E/M)."""
        return self.family == "office_visit"

    @property
    def needs_one_on_one(self) -> bool:
        """Say whether the clinician must be with this one patient all the time."""
        return self.contact == "one_on_one"

    def in_force(self, on: date) -> bool:
        """Say whether the code may be used on a date of service."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@cache
def codes() -> dict[str, Code]:
    """Give every code that is held, by number.

    >>> codes()["97112"].timed
    'yes'
    """
    return {
        r["code"]: Code(
            r["code"],
            r["label"],
            r["family"],
            r["timed"],
            r["contact"],
            r["always_therapy"] == "yes",
            _day(r["effective_from"]),
            _day(r["effective_to"]),
        )
        for r in rows("codes.csv")
    }


def code(number: str) -> Code:
    """Look a code up.

    Args:
        number: the code, as text, such as ``"97112"``.

    Returns:
        The code.

    Raises:
        CpteduError: when it is not in the code table; it says what is known of it, and suggests no other number.

    >>> code("98940").family
    'cmt_spinal'
    """
    if not isinstance(number, str):
        raise CpteduError(f"A code is text; write {str(number)!r} in quotation marks, not {number!r}.")
    spelled = number.strip().upper()
    if spelled not in codes():
        raise refused_code(number, frozenset(codes()))
    return codes()[spelled]


def is_timed(number: str) -> bool:
    """Say whether a code is billed by 15 minutes.

    >>> is_timed("97110"), is_timed("97150")
    (True, False)
    """
    return code(number).timed == "yes"


@cache
def purposes() -> dict[str, str]:
    """Give the code that each documented purpose points to.

    >>> purposes()["balance"]
    '97112'
    """
    return {r["purpose"]: r["code"] for r in rows("purposes.csv")}
