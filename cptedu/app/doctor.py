"""What ``cptedu doctor`` looks at: one function a question, each answering in plain words."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module, metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cptedu.app import browser, workspace
from cptedu.app.jupyter_home import JupyterHome, foreign_variables, python_words
from cptedu.app.local_server import held_port
from cptedu.app.running import Running
from cptedu.app.trust import sign_for_this_user
from cptedu.cms_files.held import own_in_words
from cptedu.errors import CpteduError
from cptedu.facts import tables
from cptedu.facts.releases import Release, quarters_between, releases
from cptedu.own_path import package_root

__all__ = ["Check", "examine"]

_AGAIN = "Fetch the course again and install it as its README says."
_IMPORT_NAMES = {"vl-convert-python": "vl_convert"}  # where a package is not imported by its own name


@dataclass(frozen=True)
class Check:
    """One answer about this computer.

    Attributes:
        what: the thing looked at.
        passes: True when the course works with it as it is.
        says: what was found.
        advice: what to do, where something is to be done.

    >>> print(Check("Web browser", passes=False, says="none found", advice="Install Firefox."))
    TO DO  Web browser: none found. Install Firefox.
    """

    what: str
    passes: bool
    says: str
    advice: str = ""

    def __str__(self) -> str:
        sentence = f"{'OK   ' if self.passes else 'TO DO'}  {self.what}: {self.says}"
        return f"{sentence}. {self.advice}" if self.advice else sentence


def examine(folder: Path) -> Iterator[Check]:
    """Look at everything that the course needs, one thing after the other.

    Args:
        folder: where the learner's lessons are or will be.

    Yields:
        The answers, in the order in which they are best mended.
    """
    yield _python()
    yield from _packages()
    yield _widgets()
    yield _browser()
    yield _loopback()
    yield _set_by_others()
    yield _own_python()
    yield _home(folder)
    yield _folder(folder)
    yield _running(folder)
    yield _lessons()
    yield _data()
    yield own_data()
    yield age_of_the_data()


def _python() -> Check:
    return Check("Python", passes=True, says=f"{platform.python_version()} on {platform.system()}")


def _packages() -> Iterator[Check]:
    """Ask for each package that cptedu's own description names."""
    try:
        needed = metadata.requires("cptedu") or []
    except metadata.PackageNotFoundError:
        yield Check("cptedu", passes=False, says="it is not installed in this Python", advice=_AGAIN)
        return
    yield _package("ipykernel")
    yield from (_package(need.split(";")[0].strip()) for need in needed if _applies(need))


def _package(need: str) -> Check:
    name = re.split(r"[^\w.-]", need, maxsplit=1)[0]
    advice = f'Run: python -m pip install "{need}"'
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(name, passes=False, says="not installed", advice=advice)
    if not _suits(need, version):
        return Check(name, passes=False, says=f"{version} does not suit the course", advice=advice)
    try:
        import_module(_IMPORT_NAMES.get(name, name.replace("-", "_")))
    except Exception as problem:  # whatever stands in the way of an import is the answer
        again = f'Run: python -m pip install --force-reinstall "{need}"'
        says = f"{version} is installed but does not start ({type(problem).__name__}: {problem})"
        return Check(name, passes=False, says=says, advice=again)
    return Check(name, passes=True, says=version)


def _applies(need: str) -> bool:
    """Say whether a package is needed here; some are only on other systems, other Pythons or for extras."""
    requirement = _requirement(need)
    return (
        requirement is None or requirement.marker is None or bool(requirement.marker.evaluate({"extra": ""}))
    )


def _suits(need: str, version: str) -> bool:
    requirement = _requirement(need)
    return requirement is None or bool(requirement.specifier.contains(version, prereleases=True))


def _requirement(need: str) -> Any:
    """Read a requirement; None where the package that reads it is missing, as it is without JupyterLab."""
    try:
        return import_module("packaging.requirements").Requirement(need)
    except ImportError:
        return None


def _widgets() -> Check:
    """Ask whether JupyterLab will find the browser's part of the widgets."""
    try:
        folders = import_module("jupyter_core.paths").jupyter_path("labextensions")
    except ImportError:
        folders = []
    wanted = ("anywidget", "@jupyter-widgets/jupyterlab-manager")
    missing = [name for name in wanted if not any((Path(folder) / name).is_dir() for folder in folders)]
    if missing:
        says = f"JupyterLab does not find {' and '.join(missing)}"
        advice = "Run: python -m pip install --force-reinstall anywidget jupyterlab_widgets"
        return Check("Things to click in a lesson", passes=False, says=says, advice=advice)
    return Check("Things to click in a lesson", passes=True, says="JupyterLab finds them")


def _browser() -> Check:
    if browser.has_browser():
        return Check("Web browser", passes=True, says="found")
    program = browser.installed_browser()
    if program:
        says = f"{program} is installed, though there is no screen here to show it on"
        return Check("Web browser", passes=True, says=says, advice="Run: cptedu --no-browser")
    advice = "Install Firefox, Chrome or Edge. On a computer without a screen, run: cptedu --no-browser"
    return Check("Web browser", passes=False, says="none found", advice=advice)


def _loopback() -> Check:
    try:
        held_port().close()
    except CpteduError as problem:
        advice = "Ask whoever looks after this computer to allow programs to listen on 127.0.0.1."
        return Check("Talking to itself", passes=False, says=str(problem).rstrip("."), advice=advice)
    return Check("Talking to itself", passes=True, says="127.0.0.1 has a free port")


def _set_by_others() -> Check:
    """Name what is set up on this computer for other Pythons and Jupyters; none of it reaches the course's own."""
    what = "Set up for other programs"
    found = [*foreign_variables(), *_settings_of_others()]
    if not found:
        return Check(what, passes=True, says="nothing")
    return Check(what, passes=True, says=f"{', '.join(found)}; the course does without them")


def _settings_of_others() -> list[str]:
    """Find the folders with settings of Jupyter and of IPython, for this user or for the whole computer."""
    try:
        folders = [Path(one) for one in import_module("jupyter_core.paths").jupyter_config_path()]
    except ImportError:
        return []
    ipython = [Path(one) / "ipython" for one in ("/etc", "/usr/local/etc")]
    wanted = {"jupyter*_config.*": folders, "voila.*": folders, "ipython*_config.py": ipython}
    return sorted(
        {str(folder) for name, places in wanted.items() for folder in places if any(folder.glob(name))}
    )


def _own_python() -> Check:
    """Start a Python as the course's Jupyter starts it, and see which packages it finds."""
    what = "The course's own Python"
    names = ("cptedu", "click", "jupyterlab", "ipykernel", "voila")
    asked = f"import {', '.join(names)}; print(cptedu.__file__)"
    with TemporaryDirectory() as place:
        home = JupyterHome(Path(place), passes=True)
        (home.folder / "passing").mkdir()
        ran = subprocess.run(  # noqa: S603  (this very Python, and words of our own)
            [*python_words(), "-c", asked],
            cwd=place,
            env=home.environment(""),
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        return Check(what, passes=False, says=f"it does not start: {last[0]}", advice=_AGAIN)
    found = Path(ran.stdout.strip().splitlines()[-1]).resolve().parent
    if found != package_root() / "cptedu":
        says = f"it finds another cptedu, in {found}"
        return Check(what, passes=False, says=says, advice=f"Run: {sys.executable} -m pip uninstall cptedu")
    return Check(what, passes=True, says="it starts, and finds its packages")


def _home(folder: Path) -> Check:
    """Ask whether Jupyter can keep for this user which lessons it trusts."""
    what = "Your home folder"
    with suppress(CpteduError):
        if sign_for_this_user(workspace.lessons_folder(), folder.expanduser()):
            return Check(what, passes=True, says="Jupyter can keep there which lessons it trusts")
    says = "it cannot be written, so a lesson that you change yourself waits for a click the next time"
    return Check(what, passes=True, says=says)


def _running(folder: Path) -> Check:
    """Say whether the course is open already."""
    found = Running.over(folder.expanduser().resolve() / workspace.STATE_FOLDER / "jupyter")
    says = f"open at {found.address.partition('?')[0]}" if found else "not open just now"
    return Check("The course", passes=True, says=says)


def _folder(folder: Path) -> Check:
    folder = folder.expanduser().absolute()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        says = f"{folder} can be written" if nearest == folder else f"{folder} can be made"
        return Check("Your folder", passes=True, says=says)
    advice = "Choose a folder of yours: cptedu --folder another-folder"
    return Check("Your folder", passes=False, says=f"{nearest} cannot be written", advice=advice)


def _lessons() -> Check:
    try:
        count = len(list(workspace.lessons_folder().rglob("*.ipynb")))
    except CpteduError:
        return Check("Lessons", passes=False, says="not found", advice=_AGAIN)
    return Check("Lessons", passes=True, says=f"{count} found")


def _data() -> Check:
    try:
        changed = tables.changed_files()
    except CpteduError as problem:
        return Check("Code tables", passes=False, says=str(problem))
    if changed:
        says = f"not as shipped: {', '.join(changed)}"
        return Check("Code tables", passes=False, says=says, advice=_AGAIN)
    return Check("Code tables", passes=True, says="each file is as shipped")


def own_data() -> Check:
    """Say what the user read from CMS's files, and whether it can be used."""
    what = "CMS data of your own"
    if trouble := tables.own_trouble():
        return Check(what, passes=False, says=trouble.rstrip("."))
    says = own_in_words() or "none read; to read newer files of CMS's, see: cptedu data"
    return Check(what, passes=True, says=says)


def age_of_the_data() -> Check:
    """Say of which quarters the edits are, each with its age today."""
    try:
        ages = [_release_in_words(release) for release in releases("ptp")]
    except (CpteduError, KeyError, ValueError):
        return Check(
            "Age of the edits", passes=False, says="it cannot be read from releases.csv", advice=_AGAIN
        )
    advice = "Before you rely on an answer for a later date, compare it with CMS's edits of that quarter."
    return Check("Age of the edits", passes=True, says=f"NCCI releases {', '.join(ages)}", advice=advice)


def _release_in_words(release: Release) -> str:
    part = "" if release.whole else ", a part"
    return f"{release.name} ({_quarters_ago(release.begins)}{part})"


def _quarters_ago(begins: date) -> str:
    """Count the quarters from the first day of a release to today."""
    age = quarters_between(begins, datetime.now().astimezone().date())
    if age < 0:
        return f"of the future, from {begins}"
    if age == 0:
        return "this quarter's"
    return f"{age} quarter{'s' if age > 1 else ''} old"
