"""Python's own library and packages compiled for the browser, which would otherwise do it anew at every start of a lesson."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cptedu.app.site.wheels import renamed
from cptedu.errors import CpteduError

__all__ = ["NOT_COMPILED", "compiled"]

NOT_COMPILED = "Node is not on this computer, so Python was not compiled for the browser: a lesson takes longer to start."
_PROGRAM = "compile.mjs"
# What a lesson loads, and what the kernel does before it.
_LOADED = (
    "cptedu.lesson",
    "cptedu.app.live",
    "cptedu.app.in_browser",
    "cptedu.charts.in_browser",
    "IPython.core.interactiveshell",
    "piplite.piplite",
    "pyodide_kernel",
)


def compiled(
    wheels: Mapping[str, bytes], python: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, bytes]] | None:
    """Compile what lessons load of the packages and of Python's own library, by the very Python that will load it.

    Args:
        wheels: each package by its file's name.
        python: the files of Pyodide, by their names.

    Returns:
        The packages under names that change when they do, and the files of Pyodide; None where Node, which runs that Python
        here, is missing.

    Raises:
        CpteduError: when a module that lessons load cannot be imported in the browser's Python.
    """
    node = shutil.which("node")
    if node is None:
        return None
    with tempfile.TemporaryDirectory(prefix="cptedu-compiled-") as folder:
        places = Path(folder, "python"), Path(folder, "packages")
        for place, files in zip(places, (python, wheels), strict=True):
            place.mkdir()
            for name, content in files.items():
                (place / name).write_bytes(content)
        program = str(Path(__file__).with_name(_PROGRAM))
        ran = subprocess.run(  # noqa: S603  (our own words)
            [node, program, *map(str, places), *_LOADED], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            says = ran.stderr.strip().rpartition("\n")[2] or "no reason was given"
            raise CpteduError(f"The course cannot be loaded by the browser's Python: {says}")
        made, packages = (
            {path.name: path.read_bytes() for path in sorted(place.iterdir())} for place in places
        )
        return dict(renamed(*package) for package in packages.items()), made
