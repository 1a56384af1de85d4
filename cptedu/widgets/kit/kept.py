"""What a learner did to an instrument is there again after a re-run, a restart of the kernel, and tomorrow."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import comm

from cptedu.errors import CpteduError
from cptedu.files import read_text, write_atomically

__all__ = ["all_is_kept", "forget", "keep", "kept"]

Widget = TypeVar("Widget")

COURSE_STATE = Path(".cptedu")

_unwritten: set[Path] = set()  # what could not be written when it changed last, as where a disk is full


def _place(name: str) -> Path | None:
    """Say where the state of an instrument lies: in the learner's course folder, or nowhere outside one."""
    if not re.fullmatch(r"[a-z0-9_-]{1,60}", name):
        raise CpteduError(f"{name!r} is not a name to keep by. Use small letters, digits, - and _.")
    return COURSE_STATE / "kept" / f"{name}.json" if COURSE_STATE.is_dir() else None


def _held(place: Path) -> Mapping[str, Any]:
    if not place.is_file():
        return {}
    try:
        read = json.loads(read_text(place, "kept state"))
    except (CpteduError, ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        return read
    # A damaged file is set aside, never lost, and the instrument starts afresh.
    with suppress(OSError):
        place.replace(place.with_suffix(".damaged.json"))
    return {}


def keep(name: str, parts: Mapping[str, tuple[Any, str]]) -> None:
    """Bring traits back as they were left, and write them down whenever they change.

    Args:
        name: the instrument's name within the course, such as ``"start-here"``.
        parts: a word for each thing kept, and the widget and trait that hold it.

    Raises:
        CpteduError: for a name that cannot be used. Outside a course folder nothing is kept and nothing is raised.
    """
    place = _place(name)
    if place is None:
        return
    held = _held(place)
    for word, (widget, trait) in parts.items():
        if word in held:
            # What an older lesson kept may not fit any more: then the lesson's own start stands.
            with suppress(Exception):
                setattr(widget, trait, held[word])

    def write(_change: object) -> None:
        state = {word: getattr(widget, trait) for word, (widget, trait) in parts.items()}
        before = all_is_kept()
        try:
            write_atomically(place, json.dumps(state, indent=1, sort_keys=True))
        except (CpteduError, TypeError, ValueError):
            _unwritten.add(place)
        else:
            _unwritten.discard(place)
        if all_is_kept() is not before:
            _tell_page()

    for widget, trait in parts.values():
        widget.observe(write, names=trait)


def all_is_kept() -> bool:
    """Say whether everything that a learner did to the instruments of this Python was written down.

    >>> all_is_kept()
    True
    """
    return not _unwritten


def _tell_page() -> None:
    """Tell the page of the lesson whether all is kept: it has a line above the lesson for that."""
    comm.create_comm(target_name=__name__, data={"all_is_kept": all_is_kept()}).close()


def kept(widget: Widget, name: str, traits: tuple[str, ...] = ()) -> Widget:
    """Keep an instrument's own traits under a name, and give the instrument.

    Args:
        widget: the instrument.
        name: its name within the course.
        traits: what to keep; by default what that kind of instrument says that it keeps.

    Returns:
        The same widget.
    """
    wanted = traits or getattr(type(widget), "keeps", ())
    keep(name, {trait: (widget, trait) for trait in wanted if hasattr(widget, trait)})
    return widget


def forget(name: str) -> None:
    """Forget what was kept under a name, so that the instrument starts afresh.

    Args:
        name: the instrument's name within the course.
    """
    place = _place(name)
    if place is not None:
        with suppress(OSError):
            place.unlink(missing_ok=True)
            _unwritten.discard(place)
