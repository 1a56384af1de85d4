"""CMS's relative value file (PPRRVU): the values of each code, and the conversion factor of its track."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cptedu.cms_files.reading import Asked, Reading, Stream, number, refused, source_of
from cptedu.cms_files.recognise import Found
from cptedu.cms_files.release import Release, Told, begin_of, quarter, year_end
from cptedu.cms_files.source_file import CmsFile
from cptedu.errors import CpteduError

__all__ = ["read_relative_values"]

_ROUNDING = Decimal("0.01")
_SETTINGS = ("nonfacility", "facility")


def read_relative_values(asked: Asked) -> Reading:
    """Read a relative value file for some codes; rows of a modifier (26, TC, 53) are left out.

    Args:
        asked: the file, and for which codes.

    Returns:
        Rows of ``rvu.csv``, and one of ``conversion_factor.csv``.

    Raises:
        CpteduError: when a row is not what it should be.
    """
    file, found, told, codes, watch, today = asked
    begins = begin_of(file, found.title, told)
    release = _release(begins)
    track = _track(file, found, told)
    stream = Stream(file, found, watch)
    rows: dict[str, dict[str, str]] = {}
    factors: dict[str, int] = {}
    for line, cells in stream:
        code = stream.cell(cells, "code")
        if code not in codes or stream.cell(cells, "modifier"):
            continue
        row = _row(stream, line, cells)
        if rows.setdefault(code, row) != row:
            raise refused(file, line, f"has other values of {code} than a line above")
        factor = number(stream, line, cells, "factor", empty=True)
        if factor and Decimal(factor):
            factors.setdefault(factor, line)
    source = source_of(
        stream, release, track, "Physician Fee Schedule Relative Value File", sorted(codes), today
    )
    dates = {"effective_from": begins.isoformat(), "effective_to": year_end(begins).isoformat()}
    factor_row = {"track": track, "factor": _one(file, factors), "confidence": "CMS file"} | dates
    values = tuple(row | dates | {"releases": release.name} for row in rows.values())
    return Reading(
        file, "rvu", release, track, {"rvu.csv": values, "conversion_factor.csv": (factor_row,)}, source
    )


def _release(begins: date) -> Release:
    letter = "ABCD"[quarter(begins) - 1]
    name = f"RVU{begins:%y}{letter}"
    return Release(name, name.lower(), begins)


def _track(file: CmsFile, found: Found, told: Told) -> str:
    """Tell whose conversion factor a file holds; to 2025 there was one for all."""
    if told.track is not None:
        return told.track
    name = file.name.upper()
    if re.search(r"NON[-_ ]?QPP", name):
        return "non_apm"
    if "QPP" in name:
        return "apm"
    if "price_indicator" in found.columns:
        raise CpteduError(
            f"{file.where}: its name does not say whose conversion factor it holds. CMS publishes two, …_nonQPP.csv and"
            " …_QPP.csv. Say --track non_apm for the first (most practices) or --track apm for the second."
        )
    return "all"


def _row(stream: Stream, line: int, cells: Sequence[str]) -> dict[str, str]:
    row = {"code": stream.cell(cells, "code")}
    for column in ("status", "global_days", "multiple_procedure"):
        row[column] = stream.cell(cells, column)
    for column in ("work", "mp", *(f"{part}_{s}" for part in ("pe", "total") for s in _SETTINGS)):
        row[column] = number(stream, line, cells, column, empty=True)
    for setting in _SETTINGS:
        parts = [row["work"], row[f"pe_{setting}"], row["mp"]]
        total = row[f"total_{setting}"]
        if total and all(parts) and abs(sum(map(Decimal, parts)) - Decimal(total)) > _ROUNDING:
            raise refused(
                stream.file, line, f"has parts of {row['code']} that do not come to its total {total}"
            )
    return row


def _one(file: CmsFile, factors: dict[str, int]) -> str:
    if not factors:
        raise CpteduError(
            f"{file.where} holds none of the course's codes with a conversion factor. Nothing of it was used."
        )
    if len(factors) > 1:
        line = max(factors.values())
        raise refused(file, line, f"has another conversion factor than a line above: {' and '.join(factors)}")
    return next(iter(factors))
