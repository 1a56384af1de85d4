"""Make everything of a release: ``python -m uv run python tools/release.py OUT``. It publishes nothing; see RELEASING.md.

OUT then holds the wheel and the source (``dist/``), the course as a site with the licenses of what it bundles (``site/``), the
documentation (``docs/``), and ``SHA256SUMS`` of every file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build_docs
from licenses import license_notes

from cptedu import __version__
from cptedu.app.site.build import Site
from cptedu.app.site.parts import Parts, usual_folder

ROOT = Path(__file__).resolve().parent.parent
NEWEST = re.compile(r"^## (\S+) – (.+)$", re.MULTILINE)
SUMS = "SHA256SUMS"


def told_in_changes(changes: str, version: str) -> str:
    r"""Give the day that the changes name for a version, or ``unreleased``.

    Args:
        changes: the text of CHANGELOG.md.
        version: the version to be released.

    Returns:
        What stands behind its number.

    Raises:
        SystemExit: when the newest changes are of another version.

    >>> told_in_changes("# What has changed\n\n## 1.2.0 – 2026-12-01\n", "1.2.0")
    '2026-12-01'
    """
    newest = NEWEST.search(changes)
    if newest is None or newest[1] != version:
        named = newest[1] if newest else "none"
        raise SystemExit(
            f"CHANGELOG.md begins with version {named}, and cptedu/__init__.py has {version}. Make them one, and run this again."
        )
    return newest[2]


def sums(folder: Path) -> str:
    """Give a line for each file below a folder, as ``sha256sum --check`` reads it; the list itself is left out.

    Args:
        folder: the folder.

    Returns:
        The text of SHA256SUMS.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if name != SUMS
    )


def make(out: Path, parts: Path) -> None:
    """Make everything into a folder.

    Args:
        out: the folder; it must be new or empty.
        parts: where the parts of the site are kept, and looked for first.
    """
    if out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty. Name a folder that is new or empty.")
    day = told_in_changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__)
    print("The wheel and the source", flush=True)
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        raise SystemExit("The wheel is built by uv: python -m uv run python tools/release.py OUT")
    command = [uv, "build", "--quiet", "--out-dir", str(out / "dist"), str(ROOT)]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  (no word of it comes from elsewhere)
        raise SystemExit("The wheel could not be built; what uv says of it stands above.")
    (out / "dist" / ".gitignore").unlink(missing_ok=True)
    site = Site(out / "site", Parts(parts))
    site.check_place()
    for name, do in site.steps():
        print(name, flush=True)
        do()
    (out / "site" / "LICENSES.md").write_text(
        license_notes(parts, out / "site"), encoding="utf-8", newline="\n"
    )
    print("The documentation", flush=True)
    if build_docs.build(out / "docs"):
        raise SystemExit("The documentation has warnings; they stand above.")
    (out / SUMS).write_text(sums(out), encoding="utf-8", newline="\n")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1_000_000
    print(f"Version {__version__} ({day}) is in {out}, {size:.0f} MB. Nothing was published.")
    print("Before it is, a person decides what RELEASING.md lists.")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Make everything of a release; nothing is published.")
    reader.add_argument("out", type=Path, help="a folder that is new or empty")
    reader.add_argument("--parts", type=Path, default=usual_folder(), help="where parts of the site are kept")
    given = reader.parse_args()
    make(given.out.resolve(), given.parts.resolve())
