"""What is held of CMS's figures, shipped and the user's own, and how old it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cptedu.cms_files.fold import parts_read
from cptedu.cms_files.ptp import PARTS
from cptedu.cms_files.release import quarter
from cptedu.facts.own_days import own_releases
from cptedu.facts.own_tables import OwnTables
from cptedu.facts.tables import Row, own_tables, own_trouble, shipped_rows

__all__ = ["held_as_text", "own_in_words", "wholeness"]

_KINDS = {
    "rvu": "Relative values and conversion factors",
    "gpci": "Local indices (GPCI)",
    "ptp": "Edits between codes (PTP)",
    "mue": "Limits on units (MUE)",
}


def held_as_text(today: date) -> str:
    """List what is held, table by table: what came with cptedu, and what the user read.

    Args:
        today: the day, for the ages.

    Returns:
        The list, ready to print.
    """
    own = own_tables()
    lines = []
    for kind, words in _KINDS.items():
        lines += [words, f"  with cptedu: {_shipped(kind, today)}"]
        lines += [f"  yours: {line}" for line in _own_of(kind, own, today)]
    lines.append("")
    if own_trouble():
        lines.append(own_trouble())
    elif own.sources:
        keys = ", ".join(sorted({str(entry["key"]) for entry in own.sources.values()}))
        lines.append(f"To remove what you read, type cptedu data forget NAME. NAME is one of: {keys}, all.")
    else:
        lines.append("You have read no file of your own yet. To read one: cptedu data update FILE")
    return "\n".join(lines)


def own_in_words() -> str:
    """Say in a few words what the user read; empty where that is nothing."""
    read = sorted({(str(entry["begins"]), str(entry["release"])) for entry in own_tables().sources.values()})
    return ", ".join(dict.fromkeys(release for _, release in read))


def _shipped(kind: str, today: date) -> str:
    if kind in ("ptp", "mue"):
        held = (row for row in shipped_rows("releases.csv") if row["kind"] == kind)
        return ", ".join(f"{_part_of(row)}{row['name']} ({_age(_day(row['begins']), today)})" for row in held)
    values = _span(shipped_rows(f"{kind}.csv"))
    return f"{values}; factors {_span(shipped_rows('conversion_factor.csv'))}" if kind == "rvu" else values


def _part_of(row: Row) -> str:
    return "" if row["whole"] == "yes" else "a part of "


def _own_of(kind: str, own: OwnTables, today: date) -> list[str]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for entry in own.sources.values():
        if entry["kind"] == kind:
            groups.setdefault(str(entry["key"]), []).append(entry)
    return [_release(own, key, entries, today) for key, entries in sorted(groups.items())]


def _release(own: OwnTables, key: str, entries: list[Mapping[str, Any]], today: date) -> str:
    first = entries[0]
    begins = _day(str(first["begins"]))
    age = f", {_age(begins, today)}" if first["kind"] in ("ptp", "mue") else ""
    files = "; ".join(f"{entry['file']}, read on {entry['read_on']}" for entry in entries)
    return f"{first['release']} from {begins}{age}, called {key} ({files}). {wholeness(own, key)}".rstrip()


def wholeness(own: OwnTables, key: str) -> str:
    """Say of a release of edits whether it counts as whole, and what is still to be read.

    Args:
        own: what the user has.
        key: the release, as ``cptedu data`` calls it.

    Returns:
        A sentence; empty for what is whole as one file.
    """
    entries = [entry for entry in own.sources.values() if entry["key"] == key]
    kind, release = entries[0]["kind"], entries[0]["release"]
    if kind not in ("ptp", "mue"):
        return ""
    codes = frozenset(row["code"] for row in shipped_rows("codes.csv"))
    if any(
        (row["kind"], row["name"], row["whole"]) == (kind, release, "yes") for row in own_releases(own, codes)
    ):
        return f"All of {release} was read: a pair that is not in it has no edit." if kind == "ptp" else ""
    lacking = [part for part in PARTS if part not in parts_read(entries)]
    if kind == "ptp" and lacking:
        return f"Still to be read of {release}: {', '.join(lacking)}. Until then it speaks for the pairs in it alone."
    if len({entry.get("revision") for entry in entries}) > 1:
        return f"The parts of {release} are of different revisions; download all four again."
    return f"The course has learnt further codes since you read {release}; read it again."


def _span(table: Iterable[Row]) -> str:
    table = tuple(table)
    first, last = (
        min(row["effective_from"] for row in table),
        max(row["effective_to"] or row["effective_from"] for row in table),
    )
    return f"{first} to {last}"


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _age(begins: date, today: date) -> str:
    quarters = (today.year - begins.year) * 4 + quarter(today) - quarter(begins)
    if quarters < 0:
        return "of a quarter to come"
    if quarters == 0:
        return "this quarter's"
    return f"{quarters} quarter{'s' if quarters > 1 else ''} old"
