"""The learner's folder: lessons are laid into it, and what a learner has changed there is never overwritten.

A lesson that nobody has touched since it was laid is refreshed in place. One that was run, saved or edited is
the learner's own; when a newer one is shipped, that is laid beside it, once, under a name that says so.
A lesson that has another name now says so itself (``formerly``); under the earlier one it goes, unless the learner changed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cptedu import __version__
from cptedu.app.trust import sign_for_this_user
from cptedu.errors import CpteduError, reason
from cptedu.own_path import package_root

__all__ = [
    "COURSE_PAGE",
    "FIRST_LESSON",
    "STATE_FOLDER",
    "LessonsLaid",
    "earlier_names",
    "lay_lessons",
    "lessons_folder",
]

FIRST_LESSON = "00_start_here.ipynb"
STATE_FOLDER = ".cptedu"
# The course in a browser: JupyterLab with one document in its window, around which our extension draws the course.
COURSE_PAGE = "/doc/workspaces/course"
_MANIFEST_FORMAT = 1
_NOT_KEPT = (
    "Your home folder cannot be written, so Jupyter cannot be told to trust lessons for longer than until you stop the"
    " course. A lesson that you change yourself then waits for a click when you open it the next time."
)


@dataclass(frozen=True)
class LessonsLaid:
    """What was done in the learner's folder; lessons are named by their path in it, with forward slashes.

    Attributes:
        folder: the learner's folder, as a full path.
        laid: lessons that were not there before.
        refreshed: untouched older lessons, now the newer ones.
        current: lessons that already were as shipped.
        kept: the learner's own work, left as it is.
        beside: newer lessons, each laid beside the learner's own under a name of its own.
        signatures: where Jupyter's signatures for this user are, by which it knows the lessons; None where none are kept.
        notes: sentences that the learner should read.
    """

    folder: Path
    laid: tuple[str, ...] = ()
    refreshed: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    signatures: Path | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Record:
    """What the manifest remembers of a lesson: the hash laid under its name, and of the one laid beside."""

    laid: str | None = None
    beside: str | None = None


def lessons_folder() -> Path:
    """Say where the shipped lessons lie: inside the installed package, or beside it in a checkout.

    Returns:
        The folder that holds the lessons.

    Raises:
        CpteduError: when neither place has them.
    """
    package = package_root() / "cptedu"
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / FIRST_LESSON).is_file():
            return folder
    raise CpteduError(f"The lessons were not found in or beside {package}. Install cptedu again.")


def lay_lessons(folder: Path, *, source: Path | None = None, version: str = __version__) -> LessonsLaid:
    """Lay the lessons into the learner's folder without touching the learner's work.

    Args:
        folder: the learner's folder; it is made when it is not there.
        source: where the lessons come from; the shipped ones when None.
        version: the version that a newer lesson's name bears when it is laid beside.

    Returns:
        What was laid, refreshed, kept and laid beside.

    Raises:
        CpteduError: when the folder cannot be read or written, or is where the lessons come from.
    """
    source = (source or lessons_folder()).resolve()
    folder = _full_path(folder)
    if folder == source or source in folder.parents:
        raise CpteduError(f"{folder} holds the lessons as shipped. Choose another folder with --folder.")
    with _plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        records, notes = _read_manifest(folder)
        done = LessonsLaid(folder, notes=notes)
        for name, shipped in _lessons(source):
            done, records[name] = _lay(name, shipped, done, records.get(name, _Record()), version)
        done = _leave_earlier_names(done, records, earlier_names(source))
        done = _note_what_was_laid(done, records)
    signatures = sign_for_this_user(source, folder)
    notes = () if signatures else (_NOT_KEPT,)
    return replace(done, signatures=signatures, notes=(*done.notes, *notes))


def _note_what_was_laid(done: LessonsLaid, records: dict[str, _Record]) -> LessonsLaid:
    """Write the record; where all lessons lie there already, a folder that cannot be written serves to look at them."""
    try:
        (done.folder / STATE_FOLDER).mkdir(mode=0o700, exist_ok=True)
        _write_manifest(done.folder, records)
    except OSError:
        if done.laid or done.refreshed or done.beside:
            raise
        return replace(
            done, notes=(*done.notes, f"{done.folder} cannot be written: what you do in it is not kept.")
        )
    return done


def _lay(
    name: str, shipped: bytes, done: LessonsLaid, record: _Record, version: str
) -> tuple[LessonsLaid, _Record]:
    """Lay one lesson, and give the account and the record that follow."""
    path, digest = done.folder / name, _digest(shipped)
    present = _digest(path.read_bytes()) if path.exists() else None
    if present == digest:
        return replace(done, current=(*done.current, name)), _Record(laid=digest)
    if present is None:
        _write(path, shipped)
        return replace(done, laid=(*done.laid, name)), _Record(laid=digest)
    if present == record.laid:
        _write(path, shipped)
        return replace(done, refreshed=(*done.refreshed, name)), _Record(laid=digest)
    done = replace(done, kept=(*done.kept, name))
    if digest in (record.laid, record.beside):
        return done, record
    new = _free_name(path, digest, version)
    if not new.exists():
        _write(new, shipped)
        done = replace(done, beside=(*done.beside, new.relative_to(done.folder).as_posix()))
    return done, replace(record, beside=digest)


def earlier_names(source: Path) -> dict[str, str]:
    """Say under which names lessons of today were laid in earlier versions.

    Args:
        source: the folder of the shipped lessons.

    Returns:
        Each earlier name, with the lesson of today.

    >>> earlier_names(lessons_folder())["09_a_plan_of_care.ipynb"]
    '11_a_plan_of_care.ipynb'
    """
    said = {}
    for name, shipped in _lessons(source):
        if name.endswith(".ipynb"):
            metadata = json.loads(shipped).get("metadata", {}).get("cptedu", {})
            said.update(dict.fromkeys(metadata.get("formerly", ()), name))
    return said


def _leave_earlier_names(
    done: LessonsLaid, records: dict[str, _Record], names: Mapping[str, str]
) -> LessonsLaid:
    """Take a lesson away that lies there a second time under an earlier name, as it was laid; the learner's own stays."""
    for earlier in sorted(names.keys() & records.keys()):
        path = done.folder / earlier
        if path.exists() and _digest(path.read_bytes()) != records[earlier].laid:
            done = replace(done, kept=(*done.kept, earlier))
            continue
        path.unlink(missing_ok=True)
        del records[earlier]
    return done


def _free_name(path: Path, digest: str, version: str) -> Path:
    """Name the newer lesson: the first such name that is free, or that already holds the very same lesson."""
    count = 1
    while True:
        label = f"new in {version}" if count == 1 else f"new in {version}, {count}"
        candidate = path.with_name(f"{path.stem} ({label}){path.suffix}")
        if not candidate.exists() or _digest(candidate.read_bytes()) == digest:
            return candidate
        count += 1


def _lessons(source: Path) -> Iterator[tuple[str, bytes]]:
    """Give each shipped file with its path; hidden files, checkpoints and caches are no lessons."""
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
            yield inside.as_posix(), path.read_bytes()


def _read_manifest(folder: Path) -> tuple[dict[str, _Record], tuple[str, ...]]:
    """Read what was laid earlier; a damaged record is set aside, and every lesson then counts as changed."""
    path = _manifest(folder)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != _MANIFEST_FORMAT:
            raise ValueError(held["format"])
        return {name: _Record(entry["laid"], entry["beside"]) for name, entry in held["lessons"].items()}, ()
    except FileNotFoundError:
        return {}, ()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        aside = path.with_name(f"{path.name}.damaged")
        path.replace(aside)
        return {}, (
            f"The record of the lessons could not be read and was set aside as {aside}."
            " No lesson was lost: yours are kept, and where one differs, the shipped one is laid beside it.",
        )


def _write_manifest(folder: Path, records: dict[str, _Record]) -> None:
    held = {"format": _MANIFEST_FORMAT, "lessons": {name: asdict(records[name]) for name in sorted(records)}}
    _write(_manifest(folder), (json.dumps(held, indent=1) + "\n").encode())


def _manifest(folder: Path) -> Path:
    return folder / STATE_FOLDER / "lessons.json"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: first under a passing name in the same folder, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with passing.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _full_path(folder: Path) -> Path:
    try:
        return folder.expanduser().resolve()
    except (OSError, RuntimeError) as problem:
        raise CpteduError(
            f"{folder} cannot be used as a folder ({problem}). Choose one with --folder."
        ) from None


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CpteduError(
            f"The lessons cannot be laid in {folder}: {reason(problem)} ({problem.filename or folder})."
            " Close the lesson if another program has it open, or choose a folder of yours with --folder."
        ) from None
