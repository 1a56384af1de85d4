"""One more file among those that a user has read already, or one fewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cptedu.cms_files.ptp import PARTS
from cptedu.cms_files.reading import Reading
from cptedu.errors import CpteduError
from cptedu.facts.own_tables import OwnTables

__all__ = ["parts_read", "with_reading", "without"]

Row = Mapping[str, str]


def with_reading(own: OwnTables, reading: Reading) -> OwnTables:
    """Add what a file says; what was read before of the same release and part is replaced.

    Args:
        own: what the user has.
        reading: the file.

    Returns:
        Both together.

    Raises:
        CpteduError: when it does not go with the other files of its release.
    """
    siblings = {
        name: entry
        for name, entry in own.sources.items()
        if entry["key"] == reading.release.key and name != reading.source_id
    }
    _goes_with(reading, siblings)
    left = without(own, [reading.source_id])
    if reading.kind == "rvu":
        left = _agreeing(left, reading) if siblings else left
    tables = dict(left.tables)
    for name, rows in reading.tables.items():
        tables[name] = (*tables.get(name, ()), *({**row, "source": reading.source_id} for row in rows))
    return _with_releases(tables, {**left.sources, reading.source_id: reading.source})


def without(own: OwnTables, sources: Iterable[str]) -> OwnTables:
    """Leave some files out again, with every row that came from them."""
    gone = frozenset(sources)
    tables = {
        name: tuple(row for row in rows if row["source"] not in gone) for name, rows in own.tables.items()
    }
    return _with_releases(tables, {name: entry for name, entry in own.sources.items() if name not in gone})


def parts_read(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Give the parts of a release of PTP edits that were read."""
    return tuple(sorted(str(entry["part"]) for entry in entries))


def _goes_with(reading: Reading, siblings: Mapping[str, Mapping[str, Any]]) -> None:
    where, key = reading.file.where, reading.release.key
    for entry in siblings.values():
        if entry["content_sha256"] == reading.source["content_sha256"]:
            raise CpteduError(
                f"{where} is the same file as {entry['file']}, under another name. Nothing was changed."
            )
        if entry["begins"] != reading.source["begins"]:
            raise CpteduError(
                f"{where} begins on {reading.source['begins']}, and {entry['file']} of the same release on {entry['begins']}."
                f" Type cptedu data forget {key}, and read them again with one day. Nothing was changed."
            )
        if (entry["part"] == "all") != (reading.part == "all"):
            raise CpteduError(
                f"{where} and {entry['file']} are of one release; either all have one conversion factor, or each track"
                f" has its own. Type cptedu data forget {key}, and read them again. Nothing was changed."
            )


def _agreeing(own: OwnTables, reading: Reading) -> OwnTables:
    """Take the rows of the other track's file away once they are seen to be the same."""
    of_release = [row for row in own.tables.get("rvu.csv", ()) if row["releases"] == reading.release.name]
    there, here = (
        {row["code"]: _values(row) for row in rows} for rows in (of_release, reading.tables["rvu.csv"])
    )
    differing = sorted(code for code in there.keys() | here.keys() if there.get(code) != here.get(code))
    if of_release and differing:
        raise CpteduError(
            f"{reading.file.where} has other relative values than the other file of {reading.release.name}, for"
            f" {', '.join(differing[:5])}. They differ in the conversion factor alone at CMS; download both again, or type"
            f" cptedu data forget {reading.release.key} first. Nothing was changed."
        )
    left = tuple(row for row in own.tables.get("rvu.csv", ()) if row["releases"] != reading.release.name)
    return OwnTables({**own.tables, "rvu.csv": left}, own.sources)


def _values(row: Row) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if column != "source" and cell}


def _with_releases(
    tables: Mapping[str, tuple[Row, ...]], sources: Mapping[str, Mapping[str, Any]]
) -> OwnTables:
    groups: dict[str, list[str]] = {}
    for name, entry in sources.items():
        if entry["kind"] in ("ptp", "mue"):
            groups.setdefault(entry["key"], []).append(name)
    releases = tuple(_release(names, sources) for names in groups.values())
    return OwnTables({**tables, "releases.csv": releases}, sources)


def _release(names: list[str], sources: Mapping[str, Mapping[str, Any]]) -> Row:
    entries = [sources[name] for name in names]
    first = entries[0]
    # Parts of two revisions of a release are no whole.
    is_whole = first["kind"] == "mue" or (
        parts_read(entries) == PARTS and len({entry["revision"] for entry in entries}) == 1
    )
    return {
        "kind": first["kind"],
        "name": first["release"],
        "begins": first["begins"],
        "whole": "yes" if is_whole else "no",
        "effective_from": first["begins"],
        "effective_to": "",
        "source": names[0],
    }
