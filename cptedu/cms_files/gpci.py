"""CMS's local indices (GPCI): what work, practice expense and malpractice are multiplied with in each locality."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cptedu.cms_files.reading import Asked, Reading, Stream, number, refused, source_of
from cptedu.cms_files.recognise import Found
from cptedu.cms_files.release import Release, Told, year_end
from cptedu.cms_files.source_file import CmsFile
from cptedu.errors import CpteduError

__all__ = ["read_gpci"]


def read_gpci(asked: Asked) -> Reading:
    """Read a file of local indices; they hold for a calendar year.

    Args:
        asked: the file, and for which codes; they are not asked for, localities are read whole.

    Returns:
        Rows of ``gpci.csv``.

    Raises:
        CpteduError: when a row is not what it should be, or nothing says the year.
    """
    file, found, told, codes, watch, today = asked
    begins = _begins(file, found, told)
    release = Release(f"GPCI {begins.year}", f"gpci{begins.year}", begins)
    stream = Stream(file, found, watch)
    dates = {"effective_from": begins.isoformat(), "effective_to": year_end(begins).isoformat()}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for line, cells in stream:
        row = _row(stream, line, cells) | dates
        key = (row["mac"], row["locality"])
        if rows.setdefault(key, row) != row:
            raise refused(file, line, f"has other indices of {'-'.join(key)} than a line above")
    source = source_of(stream, release, "", "Geographic Practice Cost Indices", sorted(codes), today)
    return Reading(file, "gpci", release, "", {"gpci.csv": tuple(rows.values())}, source)


def _begins(file: CmsFile, found: Found, told: Told) -> date:
    if told.begins is not None:
        return told.begins
    years = set(found.years) or {int(year) for year in re.findall(r"\bC?Y?\s?(20\d\d)\b", found.title)}
    if len(years) == 1:
        return date(years.pop(), 1, 1)
    raise CpteduError(
        f"{file.where}: its header does not say of which one year it is. Say it with --from and the first day, such as"
        " --from 2026-01-01."
    )


def _row(stream: Stream, line: int, cells: Sequence[str]) -> dict[str, str]:
    mac, locality = stream.cell(cells, "mac"), stream.cell(cells, "locality")
    if not re.fullmatch(r"\d{4,5}", mac, re.ASCII) or not re.fullmatch(r"\d{1,2}", locality, re.ASCII):
        raise refused(stream.file, line, "has no MAC and locality in numbers")
    state = stream.cell(cells, "state").upper()
    if not re.fullmatch("[A-Z]{2}", state):
        raise refused(stream.file, line, f"has {state[:20]!a} where a state of two letters should be")
    # A sheet takes the zeros away with which some of these numbers begin.
    return {
        "mac": mac.zfill(5),
        "state": state,
        "locality": locality.zfill(2),
        "name": _name(stream.cell(cells, "name")),
        "work": number(stream, line, cells, "work"),
        "pe": number(stream, line, cells, "pe"),
        "mp": number(stream, line, cells, "mp"),
    }


def _name(given: str) -> str:
    """Give a locality's name as plain words; bytes that are no UTF-8 are those of Windows."""
    read = given.encode("utf-8", "surrogateescape").decode("utf-8", "ignore")
    if read != given:
        read = given.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    words = " ".join(re.sub(r"[^\w .,()/&'-]", " ", read.replace("\u2013", "-")).split())
    return words.lstrip(" .,/&'-)")[:120].strip()
