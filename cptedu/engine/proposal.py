"""A proposed claim, read line by line: what is not known stays on its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cptedu.errors import CpteduError
from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers

__all__ = ["Proposed", "ProposedLine", "read_proposal"]

ProposedLine = tuple[str, int, Sequence[str]]
ADVICE = 'Write each line as code, units, modifiers, such as ("97112", 1, ("59",)).'


@dataclass(frozen=True)
class Proposed:
    """Everything that a proposed claim says of one code.

    Attributes:
        number: the code.
        units: the units of each of its lines, in their order.
        modifiers: the modifiers of its first line, in their order.
    """

    number: str
    units: tuple[int, ...]
    modifiers: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        """Say whether a table holds the code."""
        return self.number in codes()

    @property
    def known_modifiers(self) -> tuple[str, ...]:
        """Give the modifiers that a table holds."""
        return tuple(one for one in self.modifiers if one in modifiers())

    @property
    def unknown_modifiers(self) -> tuple[str, ...]:
        """Give the modifiers that no table holds, each once."""
        return tuple(dict.fromkeys(one for one in self.modifiers if one not in modifiers()))


def read_proposal(proposed: Iterable[ProposedLine]) -> tuple[Proposed, ...]:
    """Read a proposed claim; a line of no units is a line that is not billed.

    Args:
        proposed: lines of code, units and modifiers.

    Returns:
        What is said of each code, in the order in which the codes first stand.

    Raises:
        CpteduError: for what is no line at all: no code, units that are no whole number, modifiers that are no list.

    >>> read_proposal([("97110", 1, ()), ("97110", 1, ())])
    (Proposed(number='97110', units=(1, 1), modifiers=()),)
    """
    if isinstance(proposed, str) or not isinstance(proposed, Iterable):
        raise CpteduError(f"{proposed!r} is not a list of claim lines. {ADVICE}")
    read: dict[str, Proposed] = {}
    for line in proposed:
        number, units, marks = _line(line)
        if not units:
            continue
        before = read.get(number)
        read[number] = (
            Proposed(number, (units,), marks)
            if before is None
            else Proposed(number, (*before.units, units), before.modifiers)
        )
    return tuple(read.values())


def _line(line: object) -> tuple[str, int, tuple[str, ...]]:
    if isinstance(line, str) or not isinstance(line, Sequence) or len(line) != 3:
        raise CpteduError(f"{line!r} is not a claim line. {ADVICE}")
    number, units, marks = line
    if not isinstance(number, str) or not number.strip():
        raise CpteduError(f"{number!r} is not a code. {ADVICE}")
    if isinstance(units, bool) or not isinstance(units, int) or units < 0:
        raise CpteduError(f"{number}: {units!r} is not a number of whole units. {ADVICE}")
    if isinstance(marks, str) or not isinstance(marks, Iterable):
        raise CpteduError(f"{number}: {marks!r} is not a list of modifiers. {ADVICE}")
    return number.strip().upper(), units, tuple(_modifier(number, one) for one in marks)


def _modifier(number: str, given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise CpteduError(f"{number}: {given!r} is not a modifier. {ADVICE}")
    return str(given).strip().upper()
