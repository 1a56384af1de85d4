"""Reading CMS's files into the user's own tables: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cptedu.cms_files.changes import Change, changes
from cptedu.cms_files.fold import with_reading, without
from cptedu.cms_files.gpci import read_gpci
from cptedu.cms_files.held import wholeness
from cptedu.cms_files.looks_like import ACCEPTED
from cptedu.cms_files.mue import read_mue
from cptedu.cms_files.ptp import read_ptp
from cptedu.cms_files.reading import Asked, Reading
from cptedu.cms_files.recognise import Found, recognise
from cptedu.cms_files.relative_values import read_relative_values
from cptedu.cms_files.release import Told
from cptedu.cms_files.source_file import CmsFile, NotRecognisedError, open_files, safe_name
from cptedu.cms_files.store import forget_all, keep, only_update, read_kept
from cptedu.errors import CpteduError, unknown
from cptedu.facts.own_days import with_own
from cptedu.facts.own_tables import OwnTables
from cptedu.facts.tables import Row, shipped_rows

__all__ = ["Outcome", "forget", "update"]

ALL = "all"
Progress = Callable[[CmsFile], AbstractContextManager[Callable[[int], object]]]

_READERS: Mapping[str, Callable[[Asked], Reading]] = {
    "rvu": read_relative_values,
    "gpci": read_gpci,
    "ptp": read_ptp,
    "mue": read_mue,
}


@dataclass(frozen=True)
class Outcome:
    """What came of one file.

    Attributes:
        reading: what it says.
        changes: what that changes.
        missing: the course's codes that it does not hold. What was held of their values stands; a limit on units is gone.
        wholeness: whether its release counts as whole now, in a sentence, where that is a question.
    """

    reading: Reading
    changes: tuple[Change, ...]
    missing: tuple[str, ...]
    wholeness: str


def update(paths: Sequence[Path], told: Told, progress: Progress) -> tuple[Outcome, ...]:
    """Read files of CMS's for the course's codes into the user's own tables.

    Args:
        paths: the files, as CMS publishes them; also zips.
        told: what the user says of them.
        progress: gives, for a file, what is told how many bytes were read.

    Returns:
        What came of each file that is one of the four.

    Raises:
        CpteduError: when one of them cannot be used; nothing is kept then, and what was there before stands.
    """
    codes = frozenset(row["code"] for row in shipped_rows("codes.csv"))
    known = [one for path in paths for one in _recognised(path)]
    readings = _each_once([_read(file, found, told, codes, progress) for file, found in known])
    with only_update() as folder:
        own = read_kept()
        outcomes = []
        for reading in readings:
            newer = with_reading(own, reading)
            changed = changes(reading, _rows_with(own, codes), _rows_with(newer, codes))
            said = wholeness(newer, reading.release.key)
            outcomes.append(Outcome(reading, changed, _missing(reading, codes), said))
            own = newer
        keep(folder, own)
    return tuple(outcomes)


def forget(name: str) -> tuple[str, ...]:
    """Remove a release that the user read, or everything.

    Args:
        name: as ``cptedu data`` lists it, or ``all``.

    Returns:
        The files whose rows are gone.

    Raises:
        CpteduError: when there is no such release.
    """
    wanted = name.strip().lower()
    with only_update() as folder:
        if wanted == ALL:
            forget_all(folder)
            return ()
        own = read_kept()
        gone = {source: entry for source, entry in own.sources.items() if entry["key"] == wanted}
        if not gone:
            held = [entry["key"] for entry in own.sources.values()]
            raise unknown("release of your own", name, [*held, ALL] if held else [])
        keep(folder, without(own, gone))
    return tuple(str(entry["file"]) for entry in gone.values())


def _recognised(path: Path) -> list[tuple[CmsFile, Found]]:
    """Give the files in what the user gave that are read; what else is in a zip is passed over."""
    files, why = open_files(path), []
    recognised = []
    for file in files:
        try:
            recognised.append((file, recognise(file)))
        except NotRecognisedError as refusal:
            why.append(str(refusal))
    if recognised:
        return recognised
    if not files:
        why = [f"{safe_name(path.name)} is a zip with nothing in it."]
    raise NotRecognisedError(f"{' '.join(why[:3])} {ACCEPTED}.")


def _read(file: CmsFile, found: Found, told: Told, codes: frozenset[str], progress: Progress) -> Reading:
    with progress(file) as watch:
        return _READERS[found.kind](
            Asked(file, found, told, codes, watch, datetime.now().astimezone().date())
        )


def _each_once(readings: Sequence[Reading]) -> list[Reading]:
    """Take a table once that was given twice, as a zip and beside it, or in two forms in one zip."""
    first: dict[str, Reading] = {}
    for reading in readings:
        other = first.setdefault(reading.source_id, reading)
        if other.tables != reading.tables:
            raise CpteduError(
                f"{other.file.where} and {reading.file.where} are both {_called(reading)}, and differ. Give one of them."
            )
    return list(first.values())


def _called(reading: Reading) -> str:
    return " ".join(filter(None, (reading.release.name, reading.part)))


def _rows_with(own: OwnTables, codes: frozenset[str]) -> Callable[[str], Sequence[Row]]:
    return lambda name: with_own(name, shipped_rows(name), own, codes)


def _missing(reading: Reading, codes: frozenset[str]) -> tuple[str, ...]:
    table = {"rvu": "rvu.csv", "mue": "mue.csv"}.get(reading.kind)
    if table is None:
        return ()
    return tuple(sorted(codes - {row["code"] for row in reading.tables[table]}))
