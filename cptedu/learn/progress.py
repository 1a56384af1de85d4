"""What a learner has done, in one file of the learner's folder: ``progress.json``.

It holds events, each with an id of its own, and nothing that could not be worked out from them. Two windows therefore
never quarrel: under a lock, each reads what is there, adds its own, and writes the file whole. An answer counts as
confirmed when that is done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from cptedu.errors import CpteduError
from cptedu.files import write_atomically

__all__ = ["FILE_NAME", "FORMAT", "Event", "Progress"]

FORMAT = 1
FILE_NAME = "progress.json"
LOCK_NAME = ".progress.lock"
LOCK_SECONDS = 15
LONGEST_NAME = 80

Event = Mapping[str, Any]


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
        self._rest: dict[str, Any] = {}
        if self.folder is not None:
            self._make_folder(self.folder)
            self.refresh()

    @property
    def path(self) -> Path | None:
        """Give the file, or None."""
        return None if self.folder is None else self.folder / FILE_NAME

    @property
    def name(self) -> str:
        """Give the name that the learner chose; empty when there is none."""
        named = [str(event.get("name", "")) for event in self.events("named")]
        return named[-1] if named else ""

    def events(self, kind: str | None = None) -> tuple[Event, ...]:
        """Give the events, oldest first.

        Args:
            kind: only those of one kind, such as ``"answered"``.

        Returns:
            The events.
        """
        held = sorted(self._events.values(), key=lambda event: (str(event.get("at", "")), str(event["id"])))
        return tuple(event for event in held if kind in (None, event.get("kind")))

    def add(self, kind: str, at: datetime | None = None, **facts: Any) -> Event:
        """Add an event. When this returns, the event is on the disk.

        Args:
            kind: what happened: ``answered``, ``named``, ``started_over`` or another word.
            at: when; now by default.
            **facts: what else there is to keep, in forms that JSON has.

        Returns:
            The event with its id.

        Raises:
            CpteduError: when it cannot be written; then it is not kept either.
        """
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        event = {"id": uuid4().hex, "at": moment.isoformat(timespec="microseconds"), "kind": kind, **facts}
        self._merge([event])
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
        """Read what other windows have added."""
        self._merge([])

    # ---- reading and writing ------------------------------------------------------------------------------------

    def _merge(self, new: list[Event]) -> None:
        """Bring what is on the disk, what is known here, and what is new together."""
        if self.folder is None:
            self._events |= {event["id"]: event for event in new}
            return
        with _locked(self.folder):
            held, repaired = self._read()
            merged = held | self._events | {event["id"]: event for event in new}
            if repaired or set(merged) != set(held):
                write_atomically(self.folder / FILE_NAME, _written(self._rest, merged.values()))
        self._events = merged

    def _read(self) -> tuple[dict[str, Event], bool]:
        """Read the file; True when it was damaged and has to be written anew."""
        place = Path(self.folder or "") / FILE_NAME
        self._sweep(place)
        try:
            raw = place.read_bytes()
        except FileNotFoundError:
            return {}, False
        except OSError as problem:
            raise CpteduError(
                f"{place} cannot be read: {problem.strerror or problem}. Nothing was changed."
            ) from None
        content = _content(raw)
        if content is None:
            return self._salvaged(place, raw), True
        if content["format"] > FORMAT:
            raise CpteduError(
                f"{place} was written by a newer cptedu (format {content['format']}; this one knows {FORMAT}). Update cptedu."
                " Nothing was changed."
            )
        self._rest = {key: value for key, value in content.items() if key not in {"format", "events"}}
        return {event["id"]: event for event in content["events"]}, False

    def _salvaged(self, place: Path, raw: bytes) -> dict[str, Event]:
        """Set a damaged file aside, and keep every event in it that can still be read."""
        aside = _free_name(place)
        try:
            aside.write_bytes(raw)
        except OSError as problem:
            raise CpteduError(
                f"{place} is damaged, and no copy of it could be made ({problem.strerror or problem}). Nothing was changed:"
                " free some space or copy the file yourself, then try again."
            ) from None
        found = {event["id"]: event for event in _events_in(raw.decode("utf-8", errors="replace"))}
        self.message = (
            f"Your progress file was damaged. A copy of it is kept as {aside.name}. {len(found)} entries could still be read"
            f" and are kept; what you do from now on is saved as before."
        )
        return found

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CpteduError(
                f"The folder {folder} cannot be made: {problem.strerror or problem}. Choose a folder in which you may write."
            ) from None

    def _sweep(self, place: Path) -> None:
        """Remove what a process left that was ended while it wrote; nobody else writes while the lock is held."""
        for left in place.parent.glob(f".{FILE_NAME}.*.part"):
            with suppress(OSError):
                left.unlink()


def _written(rest: Mapping[str, Any], events: Iterable[Event]) -> str:
    """Write the file with one event on a line, so that damage to one is not damage to all."""
    head = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in {"format": FORMAT, **rest}.items()]
    listed = sorted(events, key=lambda event: (str(event.get("at", "")), str(event["id"])))
    body = ",\n".join(json.dumps(event, ensure_ascii=False, sort_keys=True) for event in listed)
    return "\n".join(["{", *head, '"events": [', body, "]", "}", ""])


def _content(raw: bytes) -> dict[str, Any] | None:
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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another window waits. A lock of a process that was ended is free at once."""
    if sys.platform == "emscripten":  # one page in a browser, and no locks there
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only writing needs it)

    lock = FileLock(folder / LOCK_NAME, timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise CpteduError(
            f"Another window has been writing your progress for {LOCK_SECONDS} seconds. Close it and try again; nothing that was"
            " saved is lost."
        ) from None
    except (OSError, NotImplementedError) as problem:
        raise CpteduError(
            f"{folder} cannot be written to ({problem}). Choose a folder in which you may write; nothing was changed."
        ) from None
    try:
        yield
    finally:
        lock.release()
