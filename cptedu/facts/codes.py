"""Codes by number, each with our own plain label. Descriptors belong to the AMA and are not reproduced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.codes_not_held import refused_code
from cptedu.facts.tables import Row, rows

__all__ = ["Code", "code", "codes", "is_timed", "known_since", "purpose_of_code", "purposes"]


MODALITIES = frozenset({"modality_supervised", "modality_attended"})


@dataclass(frozen=True)
class Code:
    """A code and what kind of service it stands for.

    Attributes:
        number: the code.
        label: our own plain words.
        family: ``cmt_spinal``, ``exercise``, ``manual``, ``office_visit`` and so on.
        timed: ``yes`` when it is billed by 15 minutes, ``no`` when once, ``other`` when by a time scheme of its own,
            ``not_held`` when how it is counted is not held.
        contact: ``one_on_one``, ``attended``, ``group``, ``supervised`` or ``none``; ``not_held`` when no rule is held of
            who must be with the patient.
        always_therapy: True when CMS counts it as therapy whoever performs it (multiple-procedure indicator 5).
        effective_from: first day, or None when not held.
        effective_to: last day, or None while in force.
        source: where the row, or its first day, comes from.
        start_is_inferred: True when the first day is our own knowledge and no source for it was read.
    """

    number: str
    label: str
    family: str
    timed: str
    contact: str
    always_therapy: bool
    effective_from: date | None
    effective_to: date | None
    source: str = ""
    start_is_inferred: bool = False

    @property
    def is_office_visit(self) -> bool:
        """Say whether this is an office evaluation and management visit (E/M)."""
        return self.family == "office_visit"

    @property
    def is_modality(self) -> bool:
        """Say whether this is a modality, such as a hot pack or ultrasound, supervised or attended."""
        return self.family in MODALITIES

    @property
    def count_is_held(self) -> bool:
        """Say whether it is held how the code's units are counted; where not, a line shows one and says so.

        A time scheme of its own, such as a first quarter of an hour and further ones, is none that is held.
        """
        return self.timed in {"yes", "no"} or self.is_office_visit

    @property
    def contact_is_held(self) -> bool:
        """Say whether it is held who must be with the patient."""
        return self.contact != "not_held"

    @property
    def needs_one_on_one(self) -> bool:
        """Say whether the clinician must be with this one patient all the time."""
        return self.contact == "one_on_one"

    def in_force(self, on: date) -> bool:
        """Say whether the code may be used on a date of service, as far as its dates are held."""
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
    starts = {r["code"]: r for r in rows("code_starts.csv")}
    return {r["code"]: _read(r, starts.get(r["code"])) for r in rows("codes.csv")}


def _read(row: Row, start: Row | None) -> Code:
    began = row if row["effective_from"] or start is None else start
    return Code(
        row["code"],
        row["label"],
        row["family"],
        row["timed"],
        row["contact"],
        row["always_therapy"] == "yes",
        _day(began["effective_from"]),
        _day(row["effective_to"]),
        began["source"],
        began is start,
    )


@cache
def known_since(number: str) -> date | None:
    """Give the first day for which anything dated is held of a code: its own first day, relative values, or an edit.

    Args:
        number: a code that is held.

    Returns:
        The day; None when nothing dated is held, so that no day can be answered for.

    >>> known_since("97161"), known_since("97112")
    (datetime.date(2017, 1, 1), datetime.date(1996, 1, 1))
    """
    found = codes()[number]
    if found.effective_from:
        return found.effective_from
    valued = [
        r["effective_from"]
        for name in ("rvu.csv", "rvu_parts.csv")
        for r in rows(name)
        if r["code"] == number
    ]
    joined = [r["effective_from"] for r in rows("ptp.csv") if number in (r["column_one"], r["column_two"])]
    limited = [r["effective_from"] for r in rows("mue.csv") if r["code"] == number]
    days = [cell for cell in (*valued, *joined, *limited) if cell]
    return _day(min(days, default=""))


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
    held = codes()
    try:
        return held[number]
    except (KeyError, TypeError):
        pass  # spelled in another way, or no code at all
    if not isinstance(number, str):
        raise CpteduError(f"A code is text; write {str(number)!r} in quotation marks, not {number!r}.")
    spelled = number.strip().upper()
    if spelled not in held:
        raise refused_code(number, frozenset(held))
    return held[spelled]


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


@cache
def purpose_of_code(number: str) -> tuple[str, tuple[str, ...]]:
    """Say why a documented purpose points to a code, in one clause, and which sources say so.

    Args:
        number: a code that some purpose points to.

    Returns:
        The clause and the ids of its sources; what several rows of one code say is said once.

    >>> purpose_of_code("97124")
    ('massage is 97124', ('clinicdr-exercise',))
    """
    own = [r for r in rows("purposes.csv") if r["code"] == number]
    says = "; ".join(dict.fromkeys(r["says"] or f"{r['label']} is {number}" for r in own))
    sources = (source for r in own for source in (r["source"], *r["more_sources"].split()))
    return says, tuple(dict.fromkeys(sources))
