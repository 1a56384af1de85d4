"""The text files that an instrument opens and saves: in the learner's folder, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from cptedu.errors import CpteduError

__all__ = ["OwnFiles"]

_LISTED_FILES = 200
_WRONG_IN_A_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]')


class OwnFiles:
    """TOML files in one folder, named as people name files.

    Args:
        folder: the folder; by default that of the notebook.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else Path.cwd()

    def place(self, name: str | Path) -> Path:
        """Find a file by its name; only inside the folder.

        Args:
            name: such as ``monday`` or ``monday.toml``.

        Returns:
            Where it is, whether or not it is there yet.

        Raises:
            CpteduError: when that cannot be a file name, or leads out of the folder.
        """
        written = str(name).strip()
        if not written or written.endswith("/"):
            raise CpteduError("Give the file a name, such as monday.toml.")
        if _WRONG_IN_A_NAME.search(written.replace(str(self.folder), "", 1)):
            raise CpteduError(f"{written!r} cannot be a file name. Use letters, digits, spaces, - and _.")
        if not written.lower().endswith(".toml"):
            written += ".toml"
        try:
            home = self.folder.resolve()
            found = (home / written).resolve()
        except (OSError, ValueError, RuntimeError):
            raise CpteduError(f"{written!r} cannot be a file name.") from None
        if home not in found.parents:
            raise CpteduError(f"{written!r} is outside this folder. Give a plain name, such as monday.toml.")
        return found

    def name(self, place: Path) -> str:
        """Name a file as the folder does."""
        return place.relative_to(self.folder.resolve()).as_posix()

    def listed(self) -> list[str]:
        """List the files that are there."""
        try:
            found = sorted(
                path.name
                for path in self.folder.glob("*.toml")
                if not path.name.startswith(".") and path.is_file()
            )
        except OSError:
            found = []
        return found[:_LISTED_FILES]
