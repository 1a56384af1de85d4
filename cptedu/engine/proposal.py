"""A proposed claim, read line by line: what is not known stays on its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cptedu.errors import CpteduError
from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers

__all__ = ["Proposed", "ProposedLine", "read_lines", "read_proposal"]

ProposedLine = tuple[str, int, Sequence[str]]
MOST_UNITS = 999_999
"""More than any form holds: a number beyond it is a slip of whatever wrote the claim."""
# Half of a letter, which no file and no page can hold.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
ADVICE = 'Write each line as code, units, modifiers, such as ("97112", 1, ("59",)).'


@dataclass(frozen=True)
class Proposed:
    """Everything that a proposed claim says of one code.

    Attributes:
        number: the code.
        units: the units of each of its lines, in their order.
        marks: the modifiers of each of its lines, in theirs.
    """

    number: str
    units: tuple[int, ...]
    marks: tuple[tuple[str, ...], ...]

    @property
    def is_held(self) -> bool:
        """Say whether a table holds the code."""
        return self.number in codes()

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Give the modifiers of its first line."""
        return self.marks[0]

    @property
    def known_modifiers(self) -> tuple[str, ...]:
        """Give those of its first line that a table holds."""
        return _held(self.modifiers)

    @property
    def unknown_modifiers(self) -> tuple[str, ...]:
        """Give the modifiers of its lines that no table holds, each once."""
        return tuple(dict.fromkeys(one for line in self.marks for one in line if one not in modifiers()))

    def known_marks_of(self, line: int) -> tuple[str, ...]:
        """Give the modifiers of one of its lines that a table holds; the first line is 0."""
        return _held(self.marks[line])

    def other_marks(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Give each of its lines whose modifiers are not those of the first, by its place from 1; those that a table holds."""
        first = sorted(self.known_modifiers)
        return tuple(
            (at, _held(line)) for at, line in enumerate(self.marks, 1) if sorted(_held(line)) != first
        )


def _held(marks: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in marks if one in modifiers())


def read_lines(proposed: Iterable[ProposedLine]) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Read the lines of a proposed claim as they stand.

    Args:
        proposed: lines of code, units and modifiers.

    Returns:
        The same, spelt as the tables spell them.

    Raises:
        CpteduError: for what is no line at all: no code, units that are no whole number, modifiers that are no list.

    >>> read_lines([(" g0283 ", 1, ["gp"])])
    (('G0283', 1, ('GP',)),)
    """
    if isinstance(proposed, str) or not isinstance(proposed, Iterable):
        raise CpteduError(f"{proposed!r} is not a list of claim lines. {ADVICE}")
    return tuple(_line(line) for line in proposed)


def read_proposal(proposed: Iterable[ProposedLine]) -> tuple[Proposed, ...]:
    """Read a proposed claim; a line of no units is a line that is not billed.

    Args:
        proposed: lines of code, units and modifiers.

    Returns:
        What is said of each code, in the order in which the codes first stand.

    Raises:
        CpteduError: for what is no line at all: no code, units that are no whole number, modifiers that are no list.

    >>> read_proposal([("97110", 1, ()), ("97110", 1, ())])
    (Proposed(number='97110', units=(1, 1), marks=((), ())),)
    """
    read: dict[str, Proposed] = {}
    for number, units, marks in read_lines(proposed):
        if not units:
            continue
        before = read.get(number)
        read[number] = (
            Proposed(number, (units,), (marks,))
            if before is None
            else Proposed(number, (*before.units, units), (*before.marks, marks))
        )
    return tuple(read.values())


def _line(line: object) -> tuple[str, int, tuple[str, ...]]:
    if isinstance(line, str) or not isinstance(line, Sequence) or len(line) != 3:
        raise CpteduError(f"{line!r} is not a claim line. {ADVICE}")
    number, units, marks = line
    if not isinstance(number, str) or not number.strip() or _LONE_SURROGATE.search(number):
        raise CpteduError(f"{number!r} is not a code. {ADVICE}")
    if isinstance(units, bool) or not isinstance(units, int) or units < 0:
        raise CpteduError(f"{number}: {units!r} is not a number of whole units. {ADVICE}")
    if units > MOST_UNITS:
        raise CpteduError(f"{number}: no claim line holds more than {MOST_UNITS} units. {ADVICE}")
    if isinstance(marks, str) or not isinstance(marks, Iterable):
        raise CpteduError(f"{number}: {marks!r} is not a list of modifiers. {ADVICE}")
    return number.strip().upper(), units, tuple(_modifier(number, one) for one in marks)


def _modifier(number: str, given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise CpteduError(f"{number}: {given!r} is not a modifier. {ADVICE}")
    return str(given).strip().upper()
