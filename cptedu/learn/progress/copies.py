"""Copies of ``progress.json`` that syncing folders lay beside it when two computers wrote at once.

Each program names them in its own way: ``progress-LAPTOP.json``, ``progress (1).json``, ``progress 2.json``,
``progress.sync-conflict-….json``, ``progress (conflicted copy …).json`` and more. So the name only says which files to
look into; whether one is a copy is told by the events in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cptedu.learn.progress.file import FORMAT, Content, content_of
from cptedu.learn.progress.order import Event, in_order

__all__ = ["LONGEST_NAME", "PUT_AWAY", "Copy", "chosen_names", "copies_beside", "put_away"]

LONGEST_NAME = 80
PUT_AWAY = Path(".cptedu", "copies")
_LIKE_A_COPY = re.compile(r"(copy of progress|progress[ ._(\[-]).*\.json", re.IGNORECASE)
_DAMAGED = "progress.damaged-"
_LEFT = " and is left as it is; nothing of it was read in."


@dataclass(frozen=True)
class Copy:
    """A copy that lies beside the learner's file.

    Attributes:
        place: where it lies.
        raw: its bytes, as they were read.
        content: what it holds.
        left: why it is left where it is, for the learner to read; empty when it is to be read in.
    """

    place: Path
    raw: bytes
    content: Content
    left: str = ""


def chosen_names(events: Iterable[Event]) -> list[str]:
    """Give the names that a learner chose.

    Args:
        events: the learner's events.

    Returns:
        The names; the latest last.
    """
    return [str(event.get("name", "")) for event in in_order(events) if event.get("kind") == "named"]


def copies_beside(place: Path, own: Mapping[str, Event]) -> Iterator[Copy]:
    """Find the copies beside a learner's file, and say of each whether it is to be read in.

    A copy of a newer format is left. So is one of somebody else: both have a name, and neither name was ever the
    other's. (A learner who chose another name on one computer only is no one else.)

    Args:
        place: the learner's file.
        own: the learner's events.

    Yields:
        The copies, by their names.
    """
    for beside in sorted(place.parent.glob("*.[jJ][sS][oO][nN]")):
        if not _LIKE_A_COPY.fullmatch(beside.name) or beside.name.startswith(_DAMAGED) or beside.is_symlink():
            continue
        try:
            raw = beside.read_bytes()
        except OSError:
            continue  # a folder, or a file that is not here yet; it is looked into again the next time
        content = content_of(raw)
        if content.format > FORMAT and b'"events"' in raw:
            yield Copy(
                beside, raw, content, f"{beside.name} was written by a newer cptedu{_LEFT} Update cptedu."
            )
        elif content.events:
            yield Copy(beside, raw, content, _whose_else(beside.name, content.events, own))


def _whose_else(file: str, theirs: Mapping[str, Event], own: Mapping[str, Event]) -> str:
    my_names, their_names = chosen_names(own.values()), chosen_names(theirs.values())
    if not my_names or not their_names or my_names[-1] in their_names or their_names[-1] in my_names:
        return ""
    mine, other = (" ".join(names[-1].split())[:LONGEST_NAME] for names in (my_names, their_names))
    return f"{file} bears the name {other}, and yours is {mine}: it was taken for somebody else's{_LEFT}"


def put_away(copy: Copy, new: int) -> str:
    """Move a copy out of the way, after what it held was safely written. Only while the folder is locked.

    Args:
        copy: the copy.
        new: how many of its events were not known before.

    Returns:
        What must be said to the learner; else empty.
    """
    damaged = "" if copy.content.is_whole else " It was damaged; this is what could still be read."
    entries = "1 new entry" if new == 1 else f"{new} new entries"
    said = f"{copy.place.name}, a copy of your progress, was read in ({entries}).{damaged}"
    folder = copy.place.parent / PUT_AWAY
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        if copy.place.read_bytes() != copy.raw:
            return said if new else ""  # written to meanwhile; what is new in it is read in the next time
        copy.place.rename(_free_name(folder / copy.place.name))
    except OSError:
        # It is read in again each time; but that is told only when something came of it.
        return f"{said} It could not be moved away and is left where it is." if new else ""
    return f"{said} It is kept in {PUT_AWAY.as_posix()}."


def _free_name(place: Path) -> Path:
    free, count = place, 1
    while free.exists():
        count += 1
        free = place.with_name(f"{place.stem} {count}{place.suffix}")
    return free
