"""The file ``progress.json``: how it is written, and what can still be read of it when it is damaged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, reason
from cptedu.learn.progress.order import Event, in_order

__all__ = ["FILE_NAME", "FORMAT", "Content", "content_of", "read_file", "text_of"]

FORMAT = 2  # format 1 had no order but the clock's
FILE_NAME = "progress.json"


@dataclass(frozen=True)
class Content:
    """What a progress file holds.

    Attributes:
        events: the events by their id; none of a newer format.
        rest: what else stands in the file, to be kept.
        format: the file's format.
        is_whole: False when the file is damaged, and the events are those that could still be read.
        message: what must be said to the learner; else empty.
    """

    events: Mapping[str, Event] = field(default_factory=dict)
    rest: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT
    is_whole: bool = True
    message: str = ""


def text_of(rest: Mapping[str, Any], events: Iterable[Event]) -> str:
    """Write the file with one event on a line, so that damage to one is not damage to all.

    Args:
        rest: what else stands in it.
        events: the events.

    Returns:
        The text.
    """
    head = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in {"format": FORMAT, **rest}.items()]
    body = ",\n".join(map(_line, in_order(events)))
    return "\n".join(["{", *head, '"events": [', body, "]", "}", ""])


def _line(event: Event) -> str:
    line = json.dumps(event, ensure_ascii=False, sort_keys=True)
    # Half a character, as a page or a copy may hold it, has no bytes of its own; it must not keep the rest from being saved.
    return (
        line
        if line.isascii() or line.encode(errors="replace").decode() == line
        else json.dumps(event, sort_keys=True)
    )


def content_of(raw: bytes) -> Content:
    """Read what a file holds, whole, damaged or of a newer format.

    Args:
        raw: the file's bytes.

    Returns:
        Its content.

    >>> content_of(b'{"format": 1, "events": [{"id": "a", "at": "", "kind": "answered"}').is_whole
    False
    """
    content = _whole(raw)
    if content is None:
        found = _events_in(raw.decode("utf-8", errors="replace"))
        return Content({event["id"]: event for event in found}, is_whole=False)
    if content["format"] > FORMAT:
        return Content(format=content["format"])
    rest = {key: value for key, value in content.items() if key not in {"format", "events"}}
    return Content({event["id"]: event for event in content["events"]}, rest, content["format"])


def read_file(place: Path) -> Content:
    """Read a learner's file; a damaged one is first copied aside. Only while its folder is locked.

    Args:
        place: the file.

    Returns:
        What it holds; nothing when there is none yet.

    Raises:
        CpteduError: when it cannot be read, is of a newer format, or is damaged and cannot be copied. Then it is as it was.
    """
    for left in place.parent.glob(f".{place.name}.*.part"):  # of a process that was ended while it wrote
        with suppress(OSError):
            left.unlink()
    try:
        raw = place.read_bytes()
    except FileNotFoundError:
        return Content()
    except OSError as problem:
        raise CpteduError(f"{place} cannot be read: {reason(problem)}. Nothing was changed.") from None
    content = content_of(raw)
    if content.format > FORMAT:
        raise CpteduError(
            f"{place} was written by a newer cptedu (format {content.format}; this one knows {FORMAT}). Update cptedu."
            " Nothing was changed."
        )
    return content if content.is_whole else _set_aside(place, raw, content)


def _set_aside(place: Path, raw: bytes, content: Content) -> Content:
    aside = _free_name(place)
    try:
        aside.write_bytes(raw)
    except OSError as problem:
        raise CpteduError(
            f"{place} is damaged, and no copy of it could be made ({reason(problem)}). Nothing was changed:"
            " free some space or copy the file yourself, then try again."
        ) from None
    message = (
        f"Your progress file was damaged. A copy of it is kept as {aside.name}. {len(content.events)} entries could still be"
        " read and are kept; what you do from now on is saved as before."
    )
    return Content(content.events, is_whole=False, message=message)


def _whole(raw: bytes) -> dict[str, Any] | None:
    """Read a whole file; None when it is not what it should be."""
    try:
        content = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        return None
    events = content.get("events")
    if content["format"] <= FORMAT and not (isinstance(events, list) and all(map(_is_event, events))):
        return None
    return content


def _is_event(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(key), str) for key in ("id", "at", "kind"))


def _events_in(text: str) -> Iterator[Event]:
    """Find every event that can still be read in a damaged text."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            one, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            one, end = None, at + 1
        if _is_event(one):
            yield one
        else:
            end = at + 1
        at = text.find("{", end)


def _free_name(place: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = [
        place.with_name(f"progress.damaged-{stamp}{more}.json")
        for more in ("", *(f"-{n}" for n in range(2, 1000)))
    ]
    return next(name for name in names if not name.exists())
