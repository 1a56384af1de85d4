"""Builds a site: has its parts, packs the course, lets JupyterLite build, and lays everything in its place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cptedu.app.live import parts_for_jupyter
from cptedu.app.site import compiled, hosts, kept, pages, wheels
from cptedu.app.site.parts import Parts
from cptedu.errors import CpteduError, reason

__all__ = ["Site", "Step"]

_EXTENSION = "cptedu-live"
_BESIDE = ("jupyterlab_widgets", "anywidget")  # packages of which a part belongs to the page
_PYTHON = "static/pyodide"
_MARK = "cptedu/site.json"  # by this a folder is known as a site that was built before
_FIRST_MOMENT = 315_532_800  # of zip files, in seconds: what a build writes has no time of its own

Step = tuple[str, Callable[[], None]]


@dataclass
class Site:
    """A site that is being built.

    Attributes:
        out: the folder that it becomes. One that holds anything else than an earlier site is left alone.
        parts: what does not come with the course.
        title: what the site is called.
        cases: a folder of the school's own cases, or None.
        notes: what whoever builds it should know.
    """

    out: Path
    parts: Parts
    title: str = "cptedu"
    cases: Path | None = None
    notes: list[str] = field(default_factory=list)
    _wheels: dict[str, bytes] = field(default_factory=dict)
    _beside: dict[str, bytes] = field(default_factory=dict)
    _pyodide: dict[str, bytes] = field(default_factory=dict)
    _build: str = ""

    def check_place(self) -> None:
        """See that nothing of anybody's is overwritten.

        Raises:
            CpteduError: when the folder holds what is no site.
        """
        if self.out.exists() and (
            not self.out.is_dir() or (any(self.out.iterdir()) and not (self.out / _MARK).is_file())
        ):
            raise CpteduError(
                f"{self.out} is not empty, and holds no site of the course. Choose another folder."
            )
        if self.cases is not None and not self.cases.is_dir():
            raise CpteduError(f"{self.cases} is no folder of cases.")

    def steps(self) -> list[Step]:
        """List what is to be done, in order, each with its name."""
        return [
            ("Making room for the program that builds", self.parts.make_environment),
            ("Python packages for the browser", self._gather_packages),
            ("Drawing of charts", self._pack_vega),
            ("Python for the browser", self._compile),
            ("Building the site", self._build_all),
        ]

    def _gather_packages(self) -> None:
        for path in self.parts.wheels():
            is_pure = path.name.endswith("-none-any.whl")
            name, content = (path.name, path.read_bytes()) if is_pure else wheels.without_compiled_parts(path)
            self._wheels[name] = content
        self._wheels |= {path.name: path.read_bytes() for path in self.parts.kernel_wheels()}
        # JupyterLite asks for it by name. It would be the largest of all, completes code that nobody types here, and
        # IPython does without where it cannot be imported: an empty one.
        self._wheels["jedi-0-py3-none-any.whl"] = wheels.packed("jedi", "0", {})
        name, own = wheels.own_package(pages.left_out())
        self._wheels[name] = own

    def _pack_vega(self) -> None:
        files = {
            f"cptedu_vega/{name}": content
            for package in ("vega", "vega-lite")
            for name, content in self.parts.npm(package).items()
        }
        self._wheels["cptedu_vega-1-py3-none-any.whl"] = wheels.packed(
            "cptedu_vega", "1", {**files, "cptedu_vega/__init__.py": b""}
        )

    def _compile(self) -> None:
        """Compile what lessons load; the page's own parts of a package are taken from it as it came."""
        self._beside = {name: held for name, held in self._wheels.items() if name.startswith(_BESIDE)}
        made = self.parts.compiled(self._wheels)
        self._wheels, self._pyodide = made or (self._wheels, self.parts.npm("pyodide"))
        self.notes = [compiled.NOT_COMPILED] if made is None else []

    def _build_all(self) -> None:
        with tempfile.TemporaryDirectory(prefix="cptedu-site-") as made:
            work = Path(made)
            built = work / "site"
            python, lock, names = self._python()
            self._lay_course(work)
            settings = pages.lite_settings(self.title, lock, names)
            _write(work / "lite" / "jupyter-lite.json", settings)
            _write(work / "lite" / "overrides.json", pages.overrides())
            _write(
                work / "lite" / "jupyter_lite_config.json",
                json.dumps(self._instructions(work, built)).encode(),
            )
            self._run_jupyterlite(work / "lite")
            for path, content in python.items():  # now: JupyterLite begins with an empty folder
                _write(built / path, content)
            self._lay_own_pages(built)
            _put_in_place(built, self.out)

    def _python(self) -> tuple[dict[str, bytes], str, list[str]]:
        """Give Python and its packages by their paths, the path of their list, and the packages' names.

        The list's own name changes whenever any of them does.
        """
        files = dict(self._pyodide)
        about = json.loads(files.pop("pyodide-lock.json"))["info"]
        lock = wheels.lock_of(self._wheels.items(), about)
        written = json.dumps(lock, indent=1, sort_keys=True).encode()
        self._build = wheels.named_by_content(written + self.title.encode())
        name = f"packages-{wheels.named_by_content(written)}.json"
        whole = {**files, **self._wheels, name: written}
        held = {f"{_PYTHON}/{path}": content for path, content in whole.items()}
        return held, f"{_PYTHON}/{name}", sorted(lock["packages"])

    def _lay_course(self, work: Path) -> None:
        """Lay out the lessons, and our extension under a name that changes when it does."""
        for path, content in pages.contents(self.cases):
            _write(work / "contents" / path, content)
        extension, into = parts_for_jupyter()[0] / "labextensions" / _EXTENSION, work / "extension"
        files = {
            path.relative_to(extension).as_posix(): path.read_bytes()
            for path in sorted(extension.rglob("*"))
            if path.is_file()
        }
        mark = wheels.named_by_content(b"\0".join(b"\0".join((one.encode(), files[one])) for one in files))
        self._build = wheels.named_by_content(f"{self._build} {mark}".encode())
        for path, content in files.items():
            _write(into / path.replace("static/", f"static-{mark}/", 1), content)
        package = json.loads(files["package.json"])
        loaded = package["jupyterlab"]["_build"]
        loaded["load"] = loaded["load"].replace("static/", f"static-{mark}/", 1)
        _write(into / "package.json", json.dumps(package, indent=1).encode())
        for name, content in self._beside.items():
            _write(work / "beside" / name, content)

    def _instructions(self, work: Path, built: Path) -> dict[str, object]:
        beside = [str(work / "beside" / name) for name in sorted(self._beside)]
        hidden = {"allow_hidden": True}
        return {
            "LiteBuildConfig": {
                "contents": [str(work / "contents")],
                "output_dir": str(built),
                "cache_dir": str(work / "cache"),
                "apps": ["lab"],
                "federated_extensions": [*beside, str(work / "extension")],
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
                "extra_ignore_contents": [],
                "ignore_contents": [],
                "source_date_epoch": _FIRST_MOMENT,
            },
            # What a learner does is kept in a hidden folder; with one of these alone no folder would be listed at all.
            "ContentsManager": hidden,
            "LargeFileManager": hidden,
        }

    def _run_jupyterlite(self, folder: Path) -> None:
        with _own_jupyter() as environment:
            command = [*self.parts.builder, "build", "--lite-dir", str(folder)]
            ran = subprocess.run(  # noqa: S603  (our own words)
                command, cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
        if ran.returncode:
            says = (ran.stderr or ran.stdout).strip().splitlines()
            raise CpteduError(f"JupyterLite did not build the site: {' '.join(says[-3:])}")

    def _lay_own_pages(self, built: Path) -> None:
        lab = built / "lab" / "index.html"
        settings = built / "lab" / "jupyter-lite.json"
        lab.write_text(
            pages.lab_page(lab.read_text(encoding="utf-8"), self.title), encoding="utf-8", newline="\n"
        )
        _write(settings, pages.lab_settings(settings.read_bytes(), self.title, self._build))
        _write(built / "index.html", pages.entrance(self.title).encode())
        _write(built / "cptedu" / "course.json", pages.as_it_begins())
        own = next(name for name in self._wheels if name.startswith("cptedu-"))
        for name, text in hosts.beside().items():
            _write(built / name, text.encode())
        kept.lay_worker(built)
        files = kept.list_of_files(built)
        _write(built / kept.FILES, files)
        _write(
            built / _MARK,
            hosts.what_to_look_at(self._build, f"{_PYTHON}/{own}", wheels.named_by_content(files)),
        )


@contextmanager
def _own_jupyter() -> Iterator[dict[str, str]]:
    """Give an environment in which nothing of this user's Jupyter is taken into the site."""
    with tempfile.TemporaryDirectory(prefix="cptedu-jupyter-") as folder:
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        left_out = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "PYTHONPATH", "SOURCE_DATE_EPOCH")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        yield {**kept, **dict.fromkeys(names, folder), "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONHASHSEED": "0"}


def _put_in_place(built: Path, out: Path) -> None:
    """Put a site that is whole in the place of the earlier one, as a web host must be able to read it."""
    for path in (built, *built.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # whatever this computer lets others see of new files
    try:
        if out.exists():
            shutil.rmtree(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(built, out)
    except OSError as problem:
        raise CpteduError(f"{out} cannot be written: {reason(problem)}.") from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
