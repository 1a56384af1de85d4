"""The parts of a site that do not come with the course: had once, kept in a folder, and known by their content."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from cptedu.app.site.compiled import compiled
from cptedu.errors import CpteduError
from cptedu.files import read_toml

__all__ = ["Parts", "npm_files", "parts_named", "usual_folder"]

_PURE = ("--platform", "any", "--implementation", "py", "--abi", "none")
_KEPT = (
    "Give the computer a way to its package registries once; what was had is kept in {folder}, and that folder can be taken"
    " to another computer and named with --parts."
)


@cache
def parts_named() -> dict[str, Any]:
    """Read which parts a site is made of.

    >>> [one["name"] for one in parts_named()["npm"]]
    ['pyodide', 'vega', 'vega-lite']
    """
    return read_toml(Path(__file__).with_name("parts.toml"), "list of the parts of a site")


def usual_folder() -> Path:
    """Say where the parts are kept for this user, so that a second site is built without asking any registry."""
    return Path(user_cache_dir("cptedu", appauthor=False)) / "site-parts"


def npm_files(name: str) -> tuple[str, ...]:
    """Name the files of an npm package that a site needs.

    >>> npm_files("vega")
    ('build/vega.min.js',)
    """
    return tuple(next(one["files"] for one in parts_named()["npm"] if one["name"] == name))


@dataclass(frozen=True)
class Parts:
    """A folder in which the parts lie, or will.

    Attributes:
        folder: the folder; it is made when it is not there.
        pyodide: a folder in which Pyodide lies already, unpacked; None when npm is to bring it.
    """

    folder: Path
    pyodide: Path | None = None

    @property
    def _python(self) -> Path:
        place = self.folder / "environment"
        return place / "Scripts" / "python.exe" if sys.platform == "win32" else place / "bin" / "python"

    @property
    def builder(self) -> list[str]:
        """The command that builds, without its words."""
        return [str(self._python), "-m", "jupyterlite_core"]

    def make_environment(self) -> None:
        """Make the environment of the program that builds: beside JupyterLab, its extension would log errors there.

        Raises:
            CpteduError: when it cannot be made.
        """
        wanted = parts_named()["builder"]["packages"]
        done = self.folder / "environment" / "made_of.txt"
        if done.is_file() and done.read_text(encoding="utf-8").split() == wanted:
            return
        try:
            venv.EnvBuilder(clear=True, with_pip=True).create(self.folder / "environment")
        except (OSError, subprocess.CalledProcessError) as problem:
            raise CpteduError(
                f"An environment for building could not be made in {self.folder} ({problem}). On Debian the package python3-venv"
                " is needed for it."
            ) from None
        self._pip("install", *wanted, what="JupyterLite, the program that builds")
        done.write_text("\n".join(wanted), encoding="utf-8")

    def kernel_wheels(self) -> list[Path]:
        """List what comes with JupyterLite for Python in the browser, in the order of their names."""
        below = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
        environment = self.folder / "environment"
        newest: dict[str, Path] = {}
        for path in sorted((environment / below).glob("*.whl"), key=lambda one: one.name):
            newest[path.name.split("-")[0]] = path
        return list(newest.values())

    def wheels(self) -> list[Path]:
        """Have every Python package of the browser, and list them.

        Raises:
            CpteduError: when one cannot be had, or is not the one that was tested.
        """
        place = self.folder / "wheels"
        place.mkdir(parents=True, exist_ok=True)
        listed = parts_named()["wheel"]
        for platform in {one.get("made_for", "") for one in listed}:
            wanted = [one for one in listed if one.get("made_for", "") == platform and not _wheel(place, one)]
            if wanted:
                self._download(wanted, place, platform)
        found = [(one, _wheel(place, one)) for one in listed]
        for one, path in found:
            _as_tested(path, one)
        return [path for _, path in found if path]

    def _download(self, wanted: Sequence[dict[str, Any]], place: Path, platform: str) -> None:
        asked = self.folder / "asked.txt"
        lines = (f"{one['name']}=={one['version']} --hash=sha256:{one['sha256']}\n" for one in wanted)
        asked.write_text("".join(lines), encoding="utf-8")
        which = ("--platform", platform) if platform else _PURE
        python = parts_named()["python"]["version"]
        how = ("--no-deps", "--only-binary=:all:", "--require-hashes", "--python-version", python, *which)
        names = ", ".join(one["name"] for one in wanted)
        self._pip("download", "--dest", place, *how, "--requirement", asked, what=names)

    def npm(self, name: str) -> dict[str, bytes]:
        """Have the files that a site needs of an npm package.

        Args:
            name: the package.

        Returns:
            Each by its name without folders.

        Raises:
            CpteduError: when it cannot be had, or is not the one that was tested.
        """
        if name == "pyodide" and self.pyodide is not None:
            return _from_folder(self.pyodide, npm_files(name))
        part = next(one for one in parts_named()["npm"] if one["name"] == name)
        archive = self.folder / "npm" / f"{name}-{part['version']}.tgz"
        if not archive.is_file():
            self._npm_pack(f"{name}@{part['version']}", archive.parent)
        _as_tested(archive, part)
        unpacked = archive.with_suffix("")
        shutil.unpack_archive(archive, unpacked, "gztar", filter="data")
        return _from_folder(unpacked / "package", npm_files(name))

    def compiled(self, wheels: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]] | None:
        """Compile packages by the Python of the browser; None where this computer cannot run it.

        Args:
            wheels: each package by its file's name.

        Returns:
            The packages, and the files of Pyodide.
        """
        return compiled(wheels, self.npm("pyodide"))

    def _npm_pack(self, what: str, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        if npm is None:
            raise CpteduError(
                f"{what} comes from npm, which is not on this computer. Install Node. {_KEPT.format(folder=self.folder)}"
            )
        _run([npm, "pack", what, "--pack-destination", str(place)], what, self.folder)

    def _pip(self, *words: str | Path, what: str) -> None:
        command = [str(self._python), "-m", "pip", *map(str, words), "--quiet", "--disable-pip-version-check"]
        _run(command, what, self.folder)


def _run(command: list[str], what: str, folder: Path) -> None:
    """Run a program, and say in a sentence what could not be had."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    except OSError as problem:
        raise CpteduError(f"{what} could not be had ({problem}). {_KEPT.format(folder=folder)}") from None
    if ran.returncode:
        says = next(
            (line for line in reversed(ran.stderr.splitlines()) if "ERROR" in line.upper()),
            "no reason was given",
        )
        raise CpteduError(f"{what} could not be had ({says.strip()}). {_KEPT.format(folder=folder)}")


def _wheel(place: Path, one: dict[str, Any]) -> Path | None:
    """Find a package among those that were had."""
    return next(iter(sorted(place.glob(f"{one['name']}-{one['version']}-*.whl"))), None)


def _as_tested(path: Path | None, one: dict[str, Any]) -> None:
    if path is None or not path.is_file():
        raise CpteduError(f"{one['name']} {one['version']} could not be had.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != one["sha256"]:
        raise CpteduError(
            f"{path} is not the {one['name']} {one['version']} that this version of the course was tested with. Remove the file,"
            " and it is had anew."
        )


def _from_folder(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise CpteduError(f"{folder} has no {', '.join(missing)}.")
    return {Path(name).name: (folder / name).read_bytes() for name in names}
