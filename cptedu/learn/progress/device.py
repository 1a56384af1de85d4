"""Which device writes a folder's events: a random name that is kept with the user on this computer, not in the folder.

A folder that is carried or synced elsewhere is thus written by another device there. With the name stands the tip: the
latest event that was written under it. Where the tip of the chain in the folder is another one, a home was cloned, a
backup came back, or a process ended before it could note the tip; then a new device begins, and what the old one wrote
stays as it is. No device ever gives a number twice on purpose.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from cptedu.errors import CpteduError
from cptedu.files import write_atomically
from cptedu.learn.progress.order import Event, events_of_device, sum_of
from cptedu.users_folder import users_folder

__all__ = ["Device", "Tip"]

# What this process wrote last in each folder: all there is where the home cannot be written.
_tips: dict[str, Tip] = {}


@dataclass(frozen=True)
class Tip:
    """The end of a device's chain.

    Attributes:
        device: the device's name.
        number: the number of its latest event; 0 before the first.
        sum: that event's sum; empty before the first.
    """

    device: str
    number: int
    sum: str

    def ends(self, events: Iterable[Event]) -> bool:
        """Say whether this device's chain among some events has no fork and ends just here.

        Args:
            events: all events that are known.

        Returns:
            True when the device may go on from here.
        """
        own = events_of_device(events, self.device)
        numbers = [event["number"] for event in own]
        if len(set(numbers)) < len(numbers):
            return False
        return bool(own) and numbers[-1] == self.number and sum_of(own[-1]) == self.sum


class Device:
    """This computer, and this user of it, as the one who writes to a folder. Ask and keep only while the folder is locked."""

    def __init__(self, folder: Path | None) -> None:
        """Take up what is known of the device.

        Args:
            folder: the learner's folder; None for progress that is in memory alone, whose device ends with it.
        """
        self._key = "" if folder is None else hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]
        self._here: MutableMapping[str, Tip] = {} if folder is None else _tips

    def tip(self, events: Iterable[Event]) -> Tip:
        """Give the tip from which to go on.

        Args:
            events: all events that are known.

        Returns:
            The tip that was kept, when the chain ends there; else the beginning of a new device.
        """
        held = list(events)
        known = (self._here.get(self._key), self._kept())
        return next((tip for tip in known if tip is not None and tip.ends(held)), Tip(uuid4().hex, 0, ""))

    def keep(self, tip: Tip) -> None:
        """Keep the tip, after its event was written; where the home cannot be written, for this process.

        Args:
            tip: the new tip.
        """
        self._here[self._key] = tip
        place = self._place()
        if place is None:
            return
        with suppress(OSError, CpteduError):
            for left in place.parent.glob(f".{place.name}.*.part"):  # of a process that was ended
                left.unlink()
            write_atomically(place, json.dumps(asdict(tip)) + "\n")

    def _kept(self) -> Tip | None:
        place = self._place()
        if place is None:
            return None
        try:
            held = json.loads(place.read_text(encoding="utf-8"))
            return Tip(str(held["device"]), int(held["number"]), str(held["sum"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def _place(self) -> Path | None:
        """Give the file in which the tip is kept, beside what else Jupyter keeps of this user; None where there is none.

        In a browser there is no home that outlives the page, and the folder itself may be synced: a name kept there
        would be the name of every computer that opens it. There each kernel is a device.
        """
        if not self._key or sys.platform == "emscripten":
            return None
        data = users_folder()
        return data and data / "cptedu" / "devices" / f"{self._key}.json"
