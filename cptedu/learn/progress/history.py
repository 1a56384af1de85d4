"""A learner's events as the rest of the course uses them: read, added to, and in their order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from cptedu.errors import CpteduError, reason
from cptedu.files import write_atomically
from cptedu.learn.progress.copies import LONGEST_NAME, Copy, chosen_names, copies_beside, put_away
from cptedu.learn.progress.device import Device, Tip
from cptedu.learn.progress.file import FILE_NAME, read_file, text_of
from cptedu.learn.progress.lock import locked
from cptedu.learn.progress.order import Event, in_order, next_order, sum_of

__all__ = ["Progress"]

RESERVED = frozenset({"id", "device", "number", "before", "order"})


class Progress:
    """A learner's events, kept in a folder; or in memory alone, where there is none.

    Attributes:
        folder: the folder, or None.
        message: what must be said to the learner after reading, such as that a damaged file was set aside; else empty.

    >>> progress = Progress()
    >>> event = progress.add("answered", exercise="cmt_level/codes/1/42", state="right")
    >>> [one["exercise"] for one in progress.events("answered")]
    ['cmt_level/codes/1/42']
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.message = ""
        self._events: dict[str, Event] = {}
        self._rest: Mapping[str, Any] = {}
        if self.folder is not None:
            self._make_folder(self.folder)
        self._device = Device(self.folder)
        self.refresh()

    @property
    def path(self) -> Path | None:
        """Give the file, or None."""
        return None if self.folder is None else self.folder / FILE_NAME

    @property
    def name(self) -> str:
        """Give the name that the learner chose; empty when there is none."""
        return (chosen_names(self._events.values()) or [""])[-1]

    def events(self, kind: str | None = None) -> tuple[Event, ...]:
        """Give the events in the order in which they were added, whatever a clock said.

        Args:
            kind: only those of one kind, such as ``"answered"``.

        Returns:
            The events, oldest first.
        """
        held = in_order(self._events.values())
        return tuple(event for event in held if kind in (None, event.get("kind")))

    def add(self, kind: str, at: datetime | None = None, **facts: Any) -> Event:
        """Add an event. When this returns, the event is on the disk.

        Args:
            kind: what happened: ``answered``, ``named``, ``started_over`` or another word.
            at: when, for whoever reads it; now by default. It says nothing of the order.
            **facts: what else there is to keep, in forms that JSON has.

        Returns:
            The event with its id, its device, its number there, the sum of the event before it, and its place in the order.

        Raises:
            CpteduError: when it cannot be written; then it is not kept either.
            TypeError: when a fact bears a name that the event needs for its order.
        """
        if taken := RESERVED & set(facts):
            raise TypeError(
                f"An event's own {', '.join(sorted(taken))} cannot be given; name the fact otherwise."
            )
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        told = {"id": uuid4().hex, "at": moment.isoformat(timespec="microseconds"), "kind": kind, **facts}
        if self.folder is None:
            event, tip = _stamped(told, self._events, self._device)
            self._events[event["id"]] = event
            self._device.keep(tip)
            return event
        with locked(self.folder):
            held = self._read(self.folder / FILE_NAME)
            event, tip = _stamped(told, held, self._device)
            held[event["id"]] = event
            write_atomically(self.folder / FILE_NAME, text_of(self._rest, held.values()))
            self._device.keep(tip)
        self._events = held
        return event

    def call(self, name: str) -> None:
        """Keep the name that the learner wants on the summary.

        Args:
            name: any name, up to 80 characters. No patient's.

        Raises:
            CpteduError: when it is empty or too long.
        """
        spoken = " ".join(str(name).split())
        if not spoken or len(spoken) > LONGEST_NAME:
            raise CpteduError(
                f"Write a name of 1 to {LONGEST_NAME} characters for the summary, or leave it out."
            )
        self.add("named", name=spoken)

    def start_over(self, lesson: str) -> None:
        """Begin a lesson again; what was answered before stays in the file.

        Args:
            lesson: the lesson's name.
        """
        self.add("started_over", lesson=lesson)

    def in_lesson(self, lesson: str) -> tuple[Event, ...]:
        """Give the answers in a lesson since it was last started over.

        Args:
            lesson: the lesson's name.

        Returns:
            Its answers, oldest first.
        """
        own = [event for event in self.events() if event.get("lesson") == lesson]
        starts = [n for n, event in enumerate(own) if event["kind"] == "started_over"]
        recent = own[starts[-1] + 1 :] if starts else own
        return tuple(event for event in recent if event["kind"] == "answered")

    def refresh(self) -> None:
        """Read what other windows have added, and what lies beside the file in copies that a syncing folder made."""
        if self.folder is not None:
            with locked(self.folder):
                held = self._read(self.folder / FILE_NAME)
            self._events = held

    # ---- reading and writing ------------------------------------------------------------------------------------

    def _read(self, place: Path) -> dict[str, Event]:
        """Bring together what is in the file, in copies beside it, and known here; what the file lacked is written first."""
        content = read_file(place)
        self._say(content.message)
        if content.is_whole:
            self._rest = content.rest
        held = dict(content.events) | self._events
        taken: list[tuple[Copy, int]] = []
        for copy in copies_beside(place, held):
            if copy.left:
                self._say(copy.left)
                continue
            new = {name: event for name, event in copy.content.events.items() if name not in held}
            held |= new
            taken.append((copy, len(new)))
        if not content.is_whole or set(held) != set(content.events):
            write_atomically(place, text_of(self._rest, held.values()))
        for copy, count in taken:
            self._say(put_away(copy, count))
        return held

    def _say(self, line: str) -> None:
        if line not in self.message:
            self.message = " ".join(filter(None, (self.message, line)))

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CpteduError(
                f"The folder {folder} cannot be made: {reason(problem)}. Choose a folder in which you may write."
            ) from None


def _stamped(told: Event, held: Mapping[str, Event], device: Device) -> tuple[Event, Tip]:
    """Give an event its place in the order and in its device's chain, and the tip of the chain with it."""
    tip = device.tip(held.values())
    place = {"device": tip.device, "number": tip.number + 1, "before": tip.sum}
    stamped = {**told, **place, "order": next_order(held.values())}
    event: Event = json.loads(json.dumps(stamped))  # as it will be read again, so that its sum is the same
    return event, Tip(tip.device, tip.number + 1, sum_of(event))
