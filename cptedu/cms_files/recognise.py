"""Which of CMS's files a file is: told by its header, wherever that begins, and never by the position of a column."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cptedu.cms_files.looks_like import by_its_first_bytes, in_words
from cptedu.cms_files.source_file import CmsFile, NotRecognisedError

__all__ = ["Found", "is_code", "recognise"]

_HEAD_ROWS = 60
_HEADER_ROWS = 6
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")

# A column's name is the end of what stands in it, read downwards over the rows of the header.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "rvu": {
        "code": "HCPCS",
        "modifier": "MOD",
        "status": "STATUS CODE",
        "work": "WORK RVU",
        "pe_nonfacility": "NON-FAC PE RVU",
        "pe_facility": "FACILITY PE RVU",
        "mp": "MP RVU",
        "total_nonfacility": "NON-FACILITY TOTAL",
        "total_facility": "FACILITY TOTAL",
        "global_days": "GLOB DAYS",
        "multiple_procedure": "MULT PROC",
        "factor": "CONV FACTOR",
    },
    "gpci": {
        "mac": r"MEDICARE ADMINISTRATIVE CONTRACTOR( \(MAC\))?",
        "state": "STATE",
        "locality": "LOCALITY NUMBER",
        "name": "LOCALITY NAME",
        "work": r"(\d{4} )?PW GPCI( \(WITH 1\.0 FLOOR\))?",
        "pe": r"(\d{4} )?PE GPCI",
        "mp": r"(\d{4} )?MP GPCI",
    },
    "mue": {
        "code": "HCPCS/CPT CODE",
        "units": "PRACTITIONER SERVICES MUE VALUES",
        "adjudication": "MUE ADJUDICATION INDICATOR",
    },
    "ptp": {
        "column_one": "COLUMN 1",
        "column_two": "COLUMN 2",
        "effective_from": "EFFECTIVE( DATE)?",
        "deleted_on": r"DELETION( DATE)?( \*=NO DATA)?",
        "modifier_indicator": "MODIFIER( 0=NOT ALLOWED 1=ALLOWED 9=NOT APPLICABLE)?",
    },
}
_MAY_BE_THERE = {
    "rvu": {"price_indicator": "PRIC IND"},
    "gpci": {"work_without_floor": r"(\d{4} )?PW GPCI \(WITHOUT 1\.0 FLOOR\)"},
}


@dataclass(frozen=True)
class Found:
    """A recognised file.

    Attributes:
        kind: ``rvu``, ``gpci``, ``ptp`` or ``mue``.
        delimiter: what parts its cells.
        columns: where each column that is read stands.
        width: how many columns there are.
        skip: how many rows come before the first row of data.
        title: the words before and in the header, in capitals.
        years: the years that the names of its columns hold.
    """

    kind: str
    delimiter: str
    columns: Mapping[str, int]
    width: int
    skip: int
    title: str
    years: tuple[int, ...]


def is_code(cell: str) -> bool:
    """Say whether a cell has the form of a code.

    >>> is_code("97112"), is_code("G0283"), is_code("HCPCS")
    (True, True, False)
    """
    return _CODE.fullmatch(cell) is not None


def recognise(file: CmsFile) -> Found:
    """Tell which of CMS's files a file is.

    Args:
        file: the file.

    Returns:
        Its kind, and where its columns stand.

    Raises:
        NotRecognisedError: when it is none that is read; the message says what it looks like.
        CpteduError: when it cannot be read at all.
    """
    looks_like = by_its_first_bytes(file)
    if looks_like:
        raise NotRecognisedError(f"{file.where} {looks_like}.")
    lines = list(islice(file.lines(lambda _: None), 4 * _HEAD_ROWS))
    for delimiter in (",", "\t"):
        rows = _rows(lines, delimiter)
        for number, row in enumerate(rows):
            found = _header(rows, number, row, delimiter)
            if found is not None:
                return found
    raise NotRecognisedError(f"{file.where} {in_words(lines)}.")


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            rows.append(row)
            if len(rows) == _HEAD_ROWS:
                break
    except csv.Error:
        pass
    return rows


def _header(rows: list[list[str]], number: int, row: list[str], delimiter: str) -> Found | None:
    """Take a row for the last one of a header; None when it is not."""
    above = rows[max(0, number - _HEADER_ROWS + 1) : number + 1]
    names = [" ".join(_plain(r[at]) for r in above if at < len(r)).strip() for at in range(len(row))]
    for kind, wanted in _COLUMNS.items():
        columns = _places(names, wanted)
        # The header of PTP edits goes on until the first row with two codes.
        if columns is None or (kind == "ptp" and not _is_pair(rows, number + 1)):
            continue
        columns |= {
            column: places[0]
            for column, name in _MAY_BE_THERE.get(kind, {}).items()
            if (places := _ending(names, name))
        }
        named = (year for at in columns.values() for year in re.findall(r"\b(\d{4}) P[WE] ", names[at]))
        title = " ".join(_plain(cell) for r in rows[: number + 1] for cell in r if cell.strip())
        width = max(at for at, cell in enumerate(names) if cell) + 1
        return Found(
            kind, delimiter, columns, width, number + 1, title, tuple(sorted({int(year) for year in named}))
        )
    return None


def _places(names: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for column, name in wanted.items():
        places = _ending(names, name)
        if len(places) != 1:
            return None
        columns[column] = places[0]
    return columns


def _ending(names: Sequence[str], name: str) -> list[int]:
    pattern = re.compile(rf"(^|\s){name}$")
    return [at for at, cell in enumerate(names) if pattern.search(cell)]


def _is_pair(rows: list[list[str]], number: int) -> bool:
    return number < len(rows) and len(rows[number]) > 1 and all(is_code(c.strip()) for c in rows[number][:2])


def _plain(cell: str) -> str:
    return re.sub(r" ?/ ?", "/", " ".join(cell.split())).upper()
