"""What a file changes for the course's codes: the old value and the new, on the day from which it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from cptedu.cms_files.reading import Reading

__all__ = ["Change", "changes"]

Row = Mapping[str, str]
Rows = Callable[[str], Sequence[Row]]
Pair = tuple[str, str]

NOT_HELD = "not held"
NO_EDIT = "no edit"
_WORDS = {
    "rvu.csv": {
        "status": "status",
        "work": "work",
        "pe_nonfacility": "practice expense, office",
        "pe_facility": "practice expense, facility",
        "mp": "malpractice",
        "total_nonfacility": "total, office",
        "total_facility": "total, facility",
        "multiple_procedure": "reduction indicator",
    },
    "conversion_factor.csv": {"factor": "dollars"},
    "gpci.csv": {"work": "work", "pe": "practice expense", "mp": "malpractice"},
    "mue.csv": {"units": "units a day", "adjudication": "adjudication"},
}
_KEYS = {
    "rvu.csv": ("code", "modifier"),
    "conversion_factor.csv": ("track",),
    "gpci.csv": ("mac", "locality"),
    "mue.csv": ("code",),
}


@dataclass(frozen=True)
class Change:
    """One value that is another from now on.

    Attributes:
        what: the code, track, locality or pair, and which of its values.
        was: the old value.
        now: the new one.
    """

    what: str
    was: str
    now: str


def changes(reading: Reading, before: Rows, after: Rows) -> tuple[Change, ...]:
    """Compare what answered before a file was read with what answers now.

    Args:
        reading: the file.
        before: gives the rows of a table as they were.
        after: gives the rows of a table as they are.

    Returns:
        Each value that changed; where a day had no row before, it is compared with the newest earlier row.
    """
    day = reading.release.begins.isoformat()
    found: list[Change] = []
    for name in reading.tables:
        if name == "ptp.csv":
            found += _of_pairs(*(_live(rows(name), rows("releases.csv"), day) for rows in (before, after)))
        else:
            keys = {_key(name, row) for row in reading.tables[name]}
            found += _of_rows(name, keys, before(name), after(name), day)
    return tuple(found)


def _key(name: str, row: Row) -> str:
    return "-".join(filter(None, (row.get(column, "") for column in _KEYS[name])))


def _of_rows(
    name: str, keys: Iterable[str], before: Sequence[Row], after: Sequence[Row], day: str
) -> list[Change]:
    found = []
    for key in sorted(keys):
        old, new = (_newest((r for r in rows if _key(name, r) == key), day) for rows in (before, after))
        for column, words in _WORDS[name].items():
            was, now = old.get(column, ""), new.get(column, "")
            if not _same(was, now):
                found.append(Change(f"{key} {words}", was or NOT_HELD, now or NOT_HELD))
    return found


def _newest(rows: Iterable[Row], day: str) -> Row:
    started = [row for row in rows if row["effective_from"] <= day]
    return max(started, key=lambda row: row["effective_from"], default={})


def _same(was: str, now: str) -> bool:
    try:
        return was == now or Decimal(was) == Decimal(now)
    except InvalidOperation:
        return False


def _of_pairs(old: Mapping[Pair, str], new: Mapping[Pair, str]) -> list[Change]:
    found = [
        Change(f"{'/'.join(pair)} modifier indicator", old.get(pair, NO_EDIT), new.get(pair, NO_EDIT))
        for pair in sorted(old.keys() | new.keys())
        if old.get(pair) != new.get(pair)
    ]
    # Another indicator first, then new edits, then those that are gone.
    return sorted(found, key=lambda change: (change.now == NO_EDIT, change.was == NO_EDIT))


def _live(rows: Sequence[Row], releases: Sequence[Row], day: str) -> dict[Pair, str]:
    """Give the indicator of each pair that is joined on a day, by the newest release that speaks for it."""
    whole = max(
        (r["begins"] for r in releases if r["kind"] == "ptp" and r["whole"] == "yes" and r["begins"] <= day),
        default="",
    )
    speaks: dict[Pair, str] = {}
    for row in rows:
        pair = (row["column_one"], row["column_two"])
        if row["release_from"] <= day:
            speaks[pair] = max(speaks.get(pair, whole), row["release_from"])
    live: dict[Pair, str] = {}
    for row in rows:
        pair = (row["column_one"], row["column_two"])
        is_live = row["effective_from"] <= day <= (row["deleted_on"] or day)
        if is_live and row["release_from"] == speaks.get(pair):
            live[pair] = row["modifier_indicator"]
    return live
