"""Python packages for the browser: packed the same each time, whoever packs them and when."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cptedu import __version__
from cptedu.app.workspace import lessons_folder
from cptedu.facts.tables import data_folder
from cptedu.own_path import package_root

__all__ = ["lock_of", "named_by_content", "own_package", "packed", "renamed", "without_compiled_parts"]

_LENGTH = 12  # letters of a hash that a name bears
_LEFT_OUT = ("__pycache__", "labextensions", "voila", "cms_files", "site")  # what no lesson uses


def named_by_content(content: bytes) -> str:
    """Give the letters that the name of a file bears, so that a newer one is never taken for it.

    >>> named_by_content(b"")
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def packed(name: str, version: str, files: Mapping[str, bytes]) -> bytes:
    """Pack files as a Python package; the same files always give the same bytes.

    Args:
        name: of the package.
        version: of the package.
        files: each by its path in it.

    Returns:
        The wheel.

    >>> packed("one", "1", {"b.py": b"", "a.py": b""}) == packed("one", "1", {"a.py": b"", "b.py": b""})
    True
    """
    about = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    wheel = "Wheel-Version: 1.0\nGenerator: cptedu\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    whole = {**files, f"{about}/METADATA": metadata.encode(), f"{about}/WHEEL": wheel.encode()}
    whole[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in sorted(whole)).encode()
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for path in sorted(whole):
            entry = ZipInfo(path)  # at the first moment that a zip file knows
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Windows and others write a number of their own here
            archive.writestr(entry, whole[path], ZIP_DEFLATED)
    return stream.getvalue()


def own_package(without: Container[str] = ()) -> tuple[str, bytes]:
    """Pack the installed course: its code, tables and lessons.

    Args:
        without: pages to leave out, by their paths among the lessons.

    Returns:
        The file's name, which changes whenever its content does, and the wheel.
    """
    files = {
        f"{inside}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder, inside in (
            (package_root() / "cptedu", "cptedu"),
            (data_folder(), "cptedu/data"),
            (lessons_folder(), "cptedu/notebooks"),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part in _LEFT_OUT or part.startswith(".") for part in path.relative_to(folder).parts)
    }
    pages = "cptedu/notebooks/"
    kept = {name: held for name, held in files.items() if name.removeprefix(pages) not in without}
    return renamed(f"cptedu-{__version__}-py3-none-any.whl", packed("cptedu", __version__, kept))


def renamed(name: str, wheel: bytes) -> tuple[str, bytes]:
    """Give a package a name that changes whenever its content does: no browser takes an older one for it.

    Args:
        name: the file's name.
        wheel: its content.

    Returns:
        The new name, and the same content.

    >>> renamed("one-1-py3-none-any.whl", b"")[0] == renamed("one-1-0abc-py3-none-any.whl", b"")[0]
    True
    """
    package, version, *_, python, abi, platform = name.split("-")
    return f"{package}-{version}-0{named_by_content(wheel)}-{python}-{abi}-{platform}", wheel


def without_compiled_parts(path: Path) -> tuple[str, bytes]:
    """Pack a package anew without what only one kind of computer can run; it must be able to do without.

    Args:
        path: the wheel as it came.

    Returns:
        The new file's name and the wheel.
    """
    name, version = path.name.split("-")[:2]
    with ZipFile(path) as archive:
        kept = [one for one in archive.namelist() if one.endswith((".py", ".typed")) or "/licenses/" in one]
        files = {one: archive.read(one) for one in kept}
    return f"{name}-{version}-py3-none-any.whl", packed(name, version, files)


def lock_of(wheels: Iterable[tuple[str, bytes]], about: Mapping[str, Any]) -> dict[str, Any]:
    """List packages in the form in which Pyodide knows what it may load.

    Args:
        wheels: the name of each file and its content. All are loaded at once, so none says what it needs.
        about: what Pyodide says of itself in its own list.

    Returns:
        The list.

    >>> lock = lock_of([("tomli_w-1.2.0-py3-none-any.whl", b"")], {"python": "3"})
    >>> lock["packages"]["tomli-w"]["file_name"]
    'tomli_w-1.2.0-py3-none-any.whl'
    """
    packages = {}
    for file, content in sorted(wheels):
        written, version = file.split("-")[:2]
        name = re.sub(r"[-_.]+", "-", written).lower()
        packages[name] = {
            "name": name,
            "version": version,
            "file_name": file,
            "install_dir": "site",
            "sha256": hashlib.sha256(content).hexdigest(),
            "package_type": "package",
            "imports": [],
            "depends": [],
            "unvendored_tests": False,
        }
    return {"info": dict(about), "packages": packages}
