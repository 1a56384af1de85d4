"""Where a talk stands, as a small file in the course's folder: one for each deck and each start of the slides."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.files import read_text, write_atomically

__all__ = ["TALK", "is_talk_kept", "keep_talk", "kept_talk", "talk_left_today"]

TALK = "CPTEDU_TALK"
"""The environment variable in which the command names the folder of this start of the slides; beside it lie earlier ones."""
_TODAY = 12 * 60 * 60  # seconds in which a talk that was cut short may still be wanted back


def keep_talk(deck: str, stands: Mapping[str, Any]) -> None:
    """Keep where a talk stands; a folder that cannot be written stops no talk.

    Args:
        deck: what is shown, in words of its own: where it lies, and its title.
        stands: where it stands, in values that JSON has.
    """
    place = _place(deck)
    if place is not None:
        with suppress(CpteduError):
            write_atomically(place, json.dumps(stands, ensure_ascii=False))


def is_talk_kept() -> bool:
    """Say whether talks are kept: the command names a folder for them, and a notebook opened by other means has none."""
    return bool(os.environ.get(TALK))


def kept_talk(deck: str) -> Mapping[str, Any]:
    """Read where the talk of this start stands; nothing where none is kept, as on a page that nobody has shown yet."""
    place = _place(deck)
    return {} if place is None else _read(place)


def talk_left_today(deck: str) -> Mapping[str, Any]:
    """Read where the latest talk of an earlier start was left, if that was today and past its opening."""
    place = _place(deck)
    if place is None:
        return {}
    with suppress(OSError):
        # Their names begin with the time.
        for folder in sorted(
            (one for one in place.parent.parent.iterdir() if one != place.parent), reverse=True
        ):
            earlier = folder / place.name
            if earlier.is_file() and time.time() - earlier.stat().st_mtime <= _TODAY:
                held = _read(earlier)
                if held.get("at"):
                    return held
    return {}


def _place(deck: str) -> Path | None:
    named = os.environ.get(TALK)
    which = hashlib.sha256(deck.encode()).hexdigest()[:16]
    return Path(named) / f"{which}.json" if named else None


def _read(place: Path) -> Mapping[str, Any]:
    try:
        held = json.loads(read_text(place, "talk"))
    except (CpteduError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
