"""A note that moves: what could be otherwise in it, one thing at a time, and what its claim carries then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cptedu.analysis.comparisons import has_tracks
from cptedu.analysis.tradeoffs import CodingRow, Tradeoffs, tradeoffs
from cptedu.errors import CpteduError, unknown
from cptedu.example_visits import example_visit
from cptedu.facts.schedule import tracks_known
from cptedu.facts.tables import data_folder, document
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Visit

__all__ = ["Move", "Moves", "moves", "moves_known"]


@dataclass(frozen=True)
class Move:
    """One change of a note.

    Attributes:
        says: the change, in words.
        found: what the changed note supports, and what it does not.
        because: the finding that tells why.
    """

    says: str
    found: Tradeoffs
    because: Finding

    @property
    def row(self) -> CodingRow:
        """Give the claim of the changed note, with what it carries."""
        return self.found.supported[0]


@dataclass(frozen=True)
class Moves:
    """A note as it is, and its changes.

    Attributes:
        found: what the note supports as it is.
        moves: the changes; each starts from the note as it is.
    """

    found: Tradeoffs
    moves: tuple[Move, ...]

    @property
    def row(self) -> CodingRow:
        """Give the claim of the note as it is."""
        return self.found.supported[0]

    @property
    def claims(self) -> tuple[str, ...]:
        """Name every claim that comes out, each once, in the order of their codes and never of what they carry."""
        return tuple(sorted({self.row.coding.label, *(one.row.coding.label for one in self.moves)}))


def moves_known() -> tuple[str, ...]:
    """List the notes that move.

    >>> moves_known()
    ('desk_worker',)
    """
    return tuple(sorted(path.stem for path in (data_folder() / "moves").glob("*.toml")))


@cache
def moves(name: str) -> Moves:
    """Read a note that moves, and work out what each change of it supports.

    Args:
        name: one of ``moves_known()``.

    Returns:
        The note and its changes, priced nationally, for an office; where a year has two factors, on the first track.

    Raises:
        CpteduError: for a name that is not known, or a change whose reason the rules do not give.

    >>> held = moves("desk_worker")
    >>> held.row.coding.label, held.moves[1].row.coding.label
    ('98940 + 97112-59', '98941 + 97112-59')
    """
    if name not in moves_known():
        raise unknown("note that moves", name, moves_known())
    written = document(f"moves/{name}.toml")
    note = example_visit(written["visit"])
    return Moves(_laid_out(note), tuple(_move(written["visit"], note, one) for one in written["moves"]))


def _laid_out(visit: Visit) -> Tradeoffs:
    return tradeoffs(visit, track=tracks_known()[0] if has_tracks(visit.date_of_service) else None)


def _move(name: str, note: Visit, written: Mapping[str, Any]) -> Move:
    changes = dict(written.get("visit", {}))
    if "service" in written:
        first, *rest = note.to_dict()["services"]
        changes["services"] = [{**first, **written["service"]}, *rest]
    found = _laid_out(example_visit(name, **changes))
    number, rule = written["because"]
    return Move(written["says"], found, _finding(found.supported[0].coding.claim, number, rule))


def _finding(claim: Claim, number: str, rule: str) -> Finding:
    items: list[ClaimLine | Unbilled] = [*claim.lines, *claim.unbilled]
    for item in items:
        for one in item.findings:
            if (one.code, one.rule) == (number, rule):
                return one
    raise CpteduError(f"No finding of {rule!r} on {number} tells why a note has moved.")
