"""Write data/SHA256SUMS: run ``python tools/checksums.py`` after any change to a file in data/."""

from __future__ import annotations

import hashlib
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
LEFT_OUT = ("README.md", "SHA256SUMS")


def checksums(folder: Path) -> str:
    """Give one line per file, ``<hex>  <path below the folder>``, sorted by path.

    Args:
        folder: the folder whose files are summed; README.md and SHA256SUMS at its top are left out.

    Returns:
        The text of SHA256SUMS.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if name not in LEFT_OUT
    )


if __name__ == "__main__":
    (DATA / "SHA256SUMS").write_text(checksums(DATA), encoding="utf-8", newline="\n")
