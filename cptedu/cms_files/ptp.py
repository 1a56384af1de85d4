"""CMS's procedure-to-procedure (PTP) edits for practitioners: over a million pairs, in four parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cptedu.cms_files.reading import Asked, Reading, Stream, refused, source_of
from cptedu.cms_files.recognise import is_code
from cptedu.cms_files.release import Release, Told, begin_of, quarter
from cptedu.cms_files.source_file import CmsFile
from cptedu.errors import CpteduError

__all__ = ["PARTS", "read_ptp"]

_AROUND = ' "\r\n'
PARTS = ("f1", "f2", "f3", "f4")


def read_ptp(asked: Asked) -> Reading:
    """Read one part of the practitioners' PTP edits for the pairs among some codes.

    Args:
        asked: the file, and for which codes.

    Returns:
        Rows of ``ptp.csv``; none where the part holds no such pair.

    Raises:
        CpteduError: when a row is not what it should be, or nothing says which part of which release it is.
    """
    file, found, told, codes, watch, today = asked
    part = _part(file, told)
    begins = begin_of(file, found.title, told)
    release = Release(f"{begins.year} Q{quarter(begins)}", f"ptp{begins.year}q{quarter(begins)}", begins)
    stream = Stream(file, found, watch)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for line, cells in _pairs(stream, codes):
        one, two = (stream.cell(cells, column) for column in ("column_one", "column_two"))
        row = _row(stream, line, cells) | {"column_one": one, "column_two": two}
        row |= {"release": release.name, "release_from": begins.isoformat()}
        row["active"] = "no" if "" < row["deleted_on"] < begins.isoformat() else "yes"
        key = (one, two, row["effective_from"], row["deleted_on"])
        if rows.setdefault(key, row) != row:
            raise refused(file, line, f"has another indicator of {one} and {two} than a line above")
    title = "NCCI procedure-to-procedure edits, practitioner"
    source = source_of(stream, release, part, title, sorted(codes), today) | {"revision": _revision(file)}
    return Reading(file, "ptp", release, part, {"ptp.csv": tuple(rows.values())}, source)


def _part(file: CmsFile, told: Told) -> str:
    name = file.name.lower()
    if re.search("oph|hospital", name):
        raise CpteduError(
            f"{file.where} holds the edits of hospitals. Take those of practitioners, whose names begin with ccipra-."
        )
    if told.part is not None:
        return f"f{told.part}"
    found = re.search(r"ccipra.*f([1-4])(?!\d)", name)
    if found is None:
        raise CpteduError(
            f"{file.where}: its name does not say that it holds the edits of practitioners, nor which of the four parts it is."
            " Give it back the name that it has at CMS, such as ccipra-v323r0-f1.txt; or, if you know, say --part 1 and"
            " --from 2026-10-01."
        )
    return f"f{found[1]}"


def _revision(file: CmsFile) -> str:
    """Parts of different revisions of a release are not one whole."""
    found = re.search(r"v\d{3}(r\d)", file.name.lower())
    return found[1] if found else ""


def _pairs(stream: Stream, codes: frozenset[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Go through the pairs among some codes. With tabs no quotation mark can swallow the lines after it."""
    if stream.found.delimiter == ",":
        for line, row in stream:
            if {stream.cell(row, "column_one"), stream.cell(row, "column_two")} <= codes:
                yield line, row
        return
    one, two = stream.found.columns["column_one"], stream.found.columns["column_two"]
    for line, text in enumerate(stream.file.lines(stream.watch, stream.digest), start=1):
        cells = text.split("\t")
        pair = [cells[at].strip(_AROUND) for at in (one, two) if at < len(cells)]
        if len(pair) == 2 and is_code(pair[0]) and is_code(pair[1]):
            stream.rows += 1
            if len(cells) != stream.found.width:
                stream.whole(line, cells)
            if codes.issuperset(pair):
                yield line, [cell.strip(_AROUND) for cell in cells]
        elif stream.rows and not text.isspace():
            raise refused(
                stream.file, line, "does not begin with two codes; the download may have been cut off"
            )
    if not stream.rows:
        raise CpteduError(f"{stream.file.where} has a header and no pairs. Download it again.")


def _row(stream: Stream, line: int, cells: Sequence[str]) -> dict[str, str]:
    indicator = stream.cell(cells, "modifier_indicator")
    if indicator not in ("0", "1", "9"):
        raise refused(stream.file, line, f"has {indicator[:20]!a} as modifier indicator, which is 0, 1 or 9")
    begins = _day(stream, line, stream.cell(cells, "effective_from"))
    ends = stream.cell(cells, "deleted_on")
    ends = "" if ends in ("*", "") else _day(stream, line, ends)
    return {
        "modifier_indicator": indicator,
        "deleted_on": ends,
        "effective_from": begins,
        "effective_to": ends,
    }


def _day(stream: Stream, line: int, given: str) -> str:
    try:
        if re.fullmatch(r"\d{8}", given, re.ASCII):
            return date(int(given[:4]), int(given[4:6]), int(given[6:])).isoformat()
    except ValueError:
        pass
    raise refused(stream.file, line, f"has {given[:20]!a} where a date such as 20261001 should be")
