"""A user's own rows beside the shipped ones: which row speaks for which key on which day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from cptedu.facts.own_tables import OwnTables

__all__ = ["own_releases", "with_own"]

Row = Mapping[str, str]

_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()


def with_own(
    name: str, shipped: Sequence[Row], own: OwnTables, codes_held: frozenset[str]
) -> tuple[Row, ...]:
    """Put a user's rows beside the shipped rows of a table.

    On the days and for the key that a user's row speaks for, it takes the place of the shipped row, which keeps the days
    that are left. Of two rows of the user's, the one that begins later holds from then on. An NCCI release that was read whole
    takes the place of what is shipped of that release.

    Args:
        name: the table.
        shipped: its rows as shipped.
        own: what the user has.
        codes_held: the codes that the course knows: a release that was read for fewer is no whole one.

    Returns:
        The rows that hold; never two of one key on one day.

    >>> ours = {"code": "97112", "effective_from": "2026-01-01", "effective_to": "2026-12-31"}
    >>> theirs = {"code": "97112", "effective_from": "2026-07-01", "effective_to": "2026-12-31"}
    >>> both = with_own("rvu.csv", [ours], OwnTables({"rvu.csv": (theirs,)}), frozenset())
    >>> [row["effective_to"] for row in both]
    ['2026-06-30', '2026-12-31']
    """
    added = own.tables.get(name, ())
    if not added:
        return tuple(shipped)
    if name == "releases.csv":
        return _by_name(shipped, own_releases(own, codes_held))
    if name == "ptp.csv":
        return _by_release(shipped, added, own_releases(own, codes_held))
    if name == "mue.csv":
        return _one_after_the_other(shipped, added)
    if name == "conversion_factor.csv":
        return _by_days(shipped, added, lambda _: (), _same_track)
    return _by_days(shipped, added, _place if name == "gpci.csv" else _code, lambda *_: True)


def own_releases(own: OwnTables, codes_held: frozenset[str]) -> tuple[Row, ...]:
    """Give the user's releases, each marked as whole only where it was read for every code that the course knows."""
    short = {
        (entry.get("kind"), entry.get("release"))
        for entry in own.sources.values()
        if not codes_held <= set(str(entry.get("codes", "")).split())
    }
    return tuple(
        {**row, "whole": "no"} if (row["kind"], row["name"]) in short else row
        for row in own.tables.get("releases.csv", ())
    )


def _code(row: Row) -> tuple[str, ...]:
    return row["code"], row.get("modifier", "")


def _place(row: Row) -> tuple[str, ...]:
    return row["mac"], row["locality"]


def _same_track(one: Row, other: Row) -> bool:
    # A day has one factor for all, or one for each track.
    return one["track"] == other["track"] or "all" in (one["track"], other["track"])


def _by_days(
    shipped: Iterable[Row],
    own: Iterable[Row],
    key: Callable[[Row], tuple[str, ...]],
    is_rival: Callable[[Row, Row], bool],
) -> tuple[Row, ...]:
    held: dict[tuple[str, ...], list[Row]] = {}
    for row in shipped:
        held.setdefault(key(row), []).append(row)
    for newer in sorted(own, key=lambda row: row["effective_from"]):
        rows = held.get(key(newer), [])
        left = [piece for row in rows for piece in (_left(row, newer) if is_rival(row, newer) else (row,))]
        held[key(newer)] = [*left, newer]
    return tuple(
        row for rows in held.values() for row in sorted(rows, key=lambda row: row["effective_from"] or _FIRST)
    )


def _left(row: Row, newer: Row) -> tuple[Row, ...]:
    """Cut a row to the days that a newer one leaves it."""
    starts, ends = row["effective_from"] or _FIRST, row["effective_to"] or _LAST
    first, last = newer["effective_from"], newer["effective_to"] or _LAST
    if last < starts or ends < first:
        return (row,)
    before = ({**row, "effective_to": _beside(first, -1)},) if starts < first else ()
    after = ({**row, "effective_from": _beside(last, 1)},) if last < ends else ()
    return (*before, *after)


def _beside(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _one_after_the_other(shipped: Iterable[Row], own: Sequence[Row]) -> tuple[Row, ...]:
    """Let each release of a code's limit hold until the next begins."""
    read = {(row["code"], row["release"]) for row in own}
    codes = {code for code, _ in read}
    others = tuple(row for row in shipped if row["code"] not in codes)
    chained: list[Row] = []
    for code in sorted(codes):
        of_code = [r for r in shipped if r["code"] == code and (code, r["release"]) not in read]
        of_code += [r for r in own if r["code"] == code]
        of_code.sort(key=lambda row: row["release_from"])
        for row, following in zip(of_code, [*of_code[1:], None], strict=True):
            ends = _beside(following["release_from"], -1) if following else ""
            chained.append({**row, "effective_to": ends})
    return (*others, *chained)


def _by_release(shipped: Iterable[Row], own: Sequence[Row], releases: Sequence[Row]) -> tuple[Row, ...]:
    whole = {row["name"] for row in releases if row["kind"] == "ptp" and row["whole"] == "yes"}
    read = {(row["column_one"], row["column_two"], row["release"]) for row in own}
    left = (
        row
        for row in shipped
        if row["release"] not in whole and (row["column_one"], row["column_two"], row["release"]) not in read
    )
    return (*left, *own)


def _by_name(shipped: Sequence[Row], own: Sequence[Row]) -> tuple[Row, ...]:
    ours = {(row["kind"], row["name"]): row for row in shipped}
    # A part that the user read makes nothing of a release that is shipped whole.
    read = {
        (row["kind"], row["name"]): row
        for row in own
        if row["whole"] == "yes" or (row["kind"], row["name"]) not in ours
    }
    return tuple((ours | read).values())
