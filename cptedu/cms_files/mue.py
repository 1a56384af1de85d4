"""CMS's limits on units (MUE) for practitioners."""

from __future__ import annotations

import re

from cptedu.cms_files.reading import Asked, Reading, Stream, refused, source_of
from cptedu.cms_files.release import Release, begin_of, quarter
from cptedu.errors import CpteduError

__all__ = ["read_mue"]


def read_mue(asked: Asked) -> Reading:
    """Read the practitioners' unit limits for some codes.

    Args:
        asked: the file, and for which codes.

    Returns:
        Rows of ``mue.csv``.

    Raises:
        CpteduError: when a row is not what it should be, or none of the codes is in the file.
    """
    file, found, told, codes, watch, today = asked
    begins = begin_of(file, found.title, told)
    release = Release(f"{begins.year} Q{quarter(begins)}", f"mue{begins.year}q{quarter(begins)}", begins)
    stream = Stream(file, found, watch)
    rows: dict[str, dict[str, str]] = {}
    for line, cells in stream:
        code = stream.cell(cells, "code")
        if code not in codes:
            continue
        units = stream.cell(cells, "units")
        indicator = re.match(r"([123])(?!\w)", stream.cell(cells, "adjudication"))
        if not re.fullmatch(r"\d{1,5}", units, re.ASCII) or indicator is None:
            raise refused(
                file, line, f"has no whole number of units and an indicator of 1, 2 or 3 for {code}"
            )
        row = {"code": code, "units": str(int(units)), "adjudication": indicator[1]}
        if rows.setdefault(code, row) != row:
            raise refused(file, line, f"has another limit of {code} than a line above")
    if not rows:
        raise CpteduError(f"{file.where} holds none of the course's codes. Nothing of it was used.")
    dates = {
        "release": release.name,
        "release_from": begins.isoformat(),
        "effective_from": begins.isoformat(),
    }
    source = source_of(
        stream, release, "", "NCCI medically unlikely edits, practitioner", sorted(codes), today
    )
    table = tuple(row | dates | {"effective_to": ""} for row in rows.values())
    return Reading(file, "mue", release, "", {"mue.csv": table}, source)
