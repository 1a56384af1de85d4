"""The order of events. Clocks are set back and differ between computers, so what an event says of its order is counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Event", "events_of_device", "in_order", "is_ordered", "next_order", "sum_of"]

Event = Mapping[str, Any]


def is_ordered(event: Event) -> bool:
    """Say whether an event tells its order itself; those of format 1 have nothing but the clock.

    Args:
        event: the event.

    Returns:
        True when it names its device, its number there, the sum of the event before it, and its place in the order.

    >>> is_ordered({"device": "d", "number": 1, "before": "", "order": 4})
    True
    """
    names = all(isinstance(event.get(key), str) for key in ("device", "before"))
    # True and False are whole numbers to Python, and no numbers of events.
    counts = (event.get(key) for key in ("number", "order"))
    return names and all(type(count) is int and count >= 1 for count in counts)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Put events in their order: the same on every computer that holds the same events.

    Whoever writes an event gives it a number one above every number that is known there (Lamport's clock). So what was
    known when an event was written stands before it. Of two events that did not know of each other either may stand
    first; the names of their devices decide, so that all computers decide alike.

    Args:
        events: the events. Those of format 1 are older than all others; among themselves they stay as the clock said.

    Returns:
        The events, oldest first.

    >>> late = {"id": "b", "at": "2026", "device": "d", "number": 1, "before": "", "order": 1}
    >>> [event["id"] for event in in_order([late, {"id": "a", "at": "2031"}])]
    ['a', 'b']
    """
    return sorted(events, key=_place)


def _place(event: Event) -> tuple[int, int | str, str, str]:
    if is_ordered(event):
        return 1, event["order"], event["device"], str(event["id"])
    return 0, str(event.get("at", "")), "", str(event["id"])


def next_order(events: Iterable[Event]) -> int:
    """Give the place of an event that is written now: one above all that are known.

    Args:
        events: all events that are known.

    Returns:
        A whole number from 1.

    >>> next_order([])
    1
    """
    return 1 + max((event["order"] for event in events if is_ordered(event)), default=0)


def events_of_device(events: Iterable[Event], device: str) -> list[Event]:
    """Give the events of one device, by their number.

    Args:
        events: events of any device.
        device: the device's name.

    Returns:
        Its events; two of one number stand side by side.
    """
    own = [event for event in events if is_ordered(event) and event["device"] == device]
    return sorted(own, key=lambda event: (event["number"], str(event["id"])))


def sum_of(event: Event) -> str:
    """Give an event's sum: SHA-256 over everything in it, in one fixed way of writing.

    Args:
        event: the event.

    Returns:
        The sum, as 64 hexadecimal digits.

    >>> sum_of({"b": 1, "a": 2}) == sum_of({"a": 2, "b": 1}) != sum_of({"a": 2, "b": 3})
    True
    """
    written = json.dumps(event, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()
