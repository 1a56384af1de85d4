"""The files of a practice that does not exist, as an office would have them: a log, and the notes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cptedu.analysis.made_up_notes import made_up_notes, write_notes
from cptedu.analysis.made_up_practice import made_up_practice, names_of_payers, write_log
from cptedu.facts.tables import as_date

__all__ = ["MadeUpFiles", "made_up_files"]


@dataclass(frozen=True)
class MadeUpFiles:
    """Files of a practice that does not exist; they are gone when nobody holds this any more.

    Attributes:
        log: the log, as a program exports it.
        notes: the notes, a visit a line.
        payers: for each name of a payer in the log the profile by which it is judged.
    """

    log: Path
    notes: Path
    payers: Mapping[str, str]
    _folder: TemporaryDirectory[str] = field(repr=False)

    def __repr__(self) -> str:
        """Name the files; where they lie differs from run to run."""
        return f"{self.log.name}, {self.notes.name}; payers: {', '.join(self.payers)}"


def made_up_files(
    first_day: date | str, visits: int, *, seed: int = 1, habits: Iterable[str] = ()
) -> MadeUpFiles:
    """Write the log and the notes of a practice that does not exist into a folder that passes.

    Args:
        first_day: the first day.
        visits: how many visits.
        seed: a whole number; one seed gives one practice.
        habits: habits to plant, of ``HABITS``.

    Returns:
        Where the files are, and who pays.

    Raises:
        CpteduError: for a habit that there is not, or a number of visits that is none.

    >>> made_up_files("2026-01-05", 3)
    log.csv, notes.jsonl; payers: Hillside Health, Medicare Part B, Riverbend Mutual, Self pay
    """
    planted = tuple(habits)
    lines = made_up_practice(as_date(first_day), visits, seed=seed, habits=planted)
    folder = TemporaryDirectory(prefix="cptedu-made-up-")
    log, notes = Path(folder.name) / "log.csv", Path(folder.name) / "notes.jsonl"
    write_log(lines, log)
    write_notes(made_up_notes(lines, seed=seed, habits=planted), lines, notes)
    return MadeUpFiles(log, notes, names_of_payers(), folder)
