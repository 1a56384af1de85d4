"""Other tables than those of the course, for a test: a copy of data/ in which some files are replaced or longer."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from cptedu.facts import tables

DATA = Path(__file__).resolve().parents[1] / "data"
FROZEN = Path(__file__).resolve().parent / "frozen"


def copy_of_the_tables(folder: Path, instead: Path | None = None) -> Path:
    """Copy data/ into a folder; what stands in ``instead`` takes the place of a file of the same name."""
    copied = folder / "data"
    shutil.copytree(DATA, copied)
    if instead is not None:
        shutil.copytree(instead, copied, dirs_exist_ok=True)
    return copied


def leave_out_from(folder: Path, day: str) -> None:
    """Take from the tables of a copy whatever begins on a day or after it, as if it were not held yet."""
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            kept = [
                row
                for row in reader
                if max(row.get(one) or "" for one in ("effective_from", "release_from", "begins")) < day
            ]
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, reader.fieldnames or (), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


def add_rows(folder: Path, name: str, added: Iterable[Mapping[str, str]]) -> None:
    """Add rows to a table of a copy; a column that a row leaves out is empty."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.DictWriter(lines, columns, restval="", lineterminator="\n").writerows(added)


@contextmanager
def reading_from(folder: Path) -> Iterator[None]:
    """Let the one reader of tables read from a folder, and forget on both sides what was read before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "data_folder", lambda: folder)
        forget_what_was_read()
        yield
    forget_what_was_read()


def forget_what_was_read() -> None:
    """Clear what the package has cached from its tables."""
    for name, module in list(sys.modules.items()):
        if name == "cptedu" or name.startswith("cptedu."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
