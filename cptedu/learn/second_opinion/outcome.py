"""What this way makes of a visit: lines, what is left off them, and where the clinician must be asked."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ASKED", "PLAIN", "REFUSED", "Billed", "LeftOff", "Outcome", "Stands"]

REFUSED, ASKED = "refused", "asked"


@dataclass(frozen=True)
class Stands:
    """What one edit makes of a service: it stands or not, with which modifiers, and whether that must be asked.

    A service that does not stand and is asked about would be billed if the clinician could answer.
    """

    stands: bool = True
    marks: frozenset[str] = frozenset()
    asked: bool = False


PLAIN = Stands()


@dataclass(frozen=True)
class Billed:
    """A line: code, units (None where no rule of counting is held), modifiers.

    Attributes:
        asked: True when the line stands, but something about it is for the clinician to say.
        open_marks: modifiers on which the texts leave the choice open, so that none of them is expected or refused.
    """

    code: str
    units: int | None
    marks: frozenset[str] = frozenset()
    asked: bool = False
    open_marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LeftOff:
    """What makes no line: a service by its place in the visit, else an adjustment or an examination by its code.

    Attributes:
        service: its place among the services, from 0; None for an adjustment or an examination.
        code: its code, where one can be named.
        why: ``refused``, ``asked``, or both where there is a reason of either kind and the texts rank them not.
    """

    service: int | None
    code: str | None
    why: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """The claim of a visit, and everything in it that makes no line.

    Attributes:
        lines: the lines.
        off: what makes none.
        clock_is_open: True where a service that an edit keeps off had minutes in common with one that stays; no text says
            whether it keeps them, and here it gives them back.
    """

    lines: tuple[Billed, ...]
    off: tuple[LeftOff, ...]
    clock_is_open: bool = False

    def line(self, number: str) -> Billed | None:
        """Give the line of a code, or None."""
        return next((one for one in self.lines if one.code == number), None)
