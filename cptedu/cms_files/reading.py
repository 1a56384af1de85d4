"""What the readers of the four files share: rows whose columns are counted, cells that are checked, and what comes out."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from cptedu.cms_files.recognise import Found, is_code
from cptedu.cms_files.release import Release, Told
from cptedu.cms_files.source_file import CmsFile
from cptedu.errors import CpteduError

__all__ = ["Asked", "Reading", "Stream", "number", "refused", "source_of"]


class Asked(NamedTuple):
    """What a reader is asked for.

    Attributes:
        file: the file.
        found: where its columns stand.
        told: what the user said of it.
        codes: the codes whose rows are wanted.
        watch: is told how many bytes were read since the last time.
        today: the day, for the source.
    """

    file: CmsFile
    found: Found
    told: Told
    codes: frozenset[str]
    watch: Callable[[int], object]
    today: date


@dataclass(frozen=True)
class Reading:
    """What one file says of the course's codes.

    Attributes:
        file: the file.
        kind: ``rvu``, ``gpci``, ``ptp`` or ``mue``.
        release: its release.
        part: the track of relative values, the part of PTP edits; else empty.
        tables: rows by the name of the table.
        source: the entry of ``sources.toml``.
    """

    file: CmsFile
    kind: str
    release: Release
    part: str
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    source: Mapping[str, Any]

    @property
    def source_id(self) -> str:
        """The id of its source."""
        return source_id(self.release, self.part)


@dataclass
class Stream:
    """The rows of a file, one after the other, while they are counted.

    Attributes:
        file: the file.
        found: what kind it is.
        watch: is told how many bytes were read since the last time.
        rows: how many rows of data were read so far.
    """

    file: CmsFile
    found: Found
    watch: Callable[[int], object]
    rows: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give the number of each line of data, and its cells."""
        found, lines = self.found, self.file.lines(self.watch, self.digest)
        reader = csv.reader(lines, delimiter=found.delimiter, strict=True)
        try:
            for at, cells in enumerate(reader):
                if at >= found.skip and any(cell.strip() for cell in cells) and not _is_footnote(cells):
                    self.rows += 1
                    yield reader.line_num, self.whole(reader.line_num, cells)
        except csv.Error as problem:
            raise refused(self.file, reader.line_num, f"is no row of a table ({problem})") from None
        if not self.rows:
            raise CpteduError(f"{self.file.where} has a header and no rows. Download it again.")

    def whole(self, line: int, cells: Sequence[str]) -> Sequence[str]:
        """Give a row back that has all of its columns.

        Raises:
            CpteduError: when it has fewer, or more.
        """
        width = self.found.width
        if any("\n" in cell for cell in cells):
            raise refused(
                self.file, line, "ends a cell that goes over several lines; a quotation mark stands alone"
            )
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raise refused(
                self.file,
                line,
                f"has {len(cells)} columns where the header has {width}; the download may have been cut off",
            )
        return cells

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Give a cell by the name of its column, without the spaces around it; empty where there is no such column."""
        at = self.found.columns.get(column)
        return "" if at is None else cells[at].strip()


def _is_footnote(cells: Sequence[str]) -> bool:
    first, *rest = (cell.strip() for cell in cells)
    return not any(rest) and not is_code(first) and not first.isdigit() and len(first) > 5


def refused(file: CmsFile, line: int, why: str) -> CpteduError:
    """Make the error for one line of a file; nothing of the file is used."""
    return CpteduError(f"{file.where}, line {line} {why}. Download the file again; nothing of it was used.")


def number(stream: Stream, line: int, cells: Sequence[str], column: str, *, empty: bool = False) -> str:
    """Give a cell that holds a number, written plainly.

    Args:
        stream: the file.
        line: the line, for the message.
        cells: the row.
        column: the name of the column.
        empty: True where no number, or ``NA``, may stand instead.

    Returns:
        The number as text; empty where none is there.

    Raises:
        CpteduError: when it is no number.
    """
    given = stream.cell(cells, column)
    if empty and given.upper() in ("", "NA"):
        return ""
    if not re.fullmatch(r"\d{1,4}|\d{0,4}\.\d{1,6}", given, re.ASCII):
        what = column.replace("_", " ")
        raise refused(stream.file, line, f"has {given[:20]!a} as {what}, which is no number")
    return f"{Decimal(given):f}"


def source_id(release: Release, part: str) -> str:
    """Give the id of a source of the user's own.

    >>> source_id(Release("2026 Q4", "ptp2026q4", date(2026, 10, 1)), "f1")
    'own-ptp2026q4-f1'
    """
    return "-".join(filter(None, ("own", release.key, part)))


def source_of(
    stream: Stream, release: Release, part: str, title: str, codes: Sequence[str], today: date
) -> dict[str, Any]:
    """Make the entry of ``sources.toml`` for a file that was read to its end.

    Args:
        stream: the file.
        release: its release.
        part: its track or part.
        title: what it is.
        codes: the codes that it was read for.
        today: the day.

    Returns:
        The entry.
    """
    file = stream.file
    return {
        "title": title,
        "publisher": "CMS",
        "section": f"{release.name}, read by you on {today} from {file.where} (sha256 {file.sha256})",
        "date": release.begins.isoformat(),
        "address": "",
        "read": "by you",
        "confidence": "high",
        "authority": "cms data",
        "kind": stream.found.kind,
        "release": release.name,
        "key": release.key,
        "begins": release.begins.isoformat(),
        "part": part,
        "file": file.where,
        "sha256": file.sha256,
        "content_sha256": stream.digest.hexdigest(),
        "read_on": today.isoformat(),
        "rows": stream.rows,
        "codes": " ".join(sorted(codes)),
    }
