"""What a site shows: the lessons, the first page before Python is there, and how JupyterLab comes up as the course."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from cptedu.app.in_browser import told_in_the_browser
from cptedu.app.lesson_list import lessons
from cptedu.app.live import parts_for_jupyter
from cptedu.app.site.hosts import NO_SETTINGS
from cptedu.app.workspace import STATE_FOLDER, lessons_folder
from cptedu.learn.course import course_page
from cptedu.learn.progress import Progress

__all__ = [
    "as_it_begins",
    "contents",
    "entrance",
    "lab_page",
    "lab_settings",
    "left_out",
    "lite_settings",
    "overrides",
]

_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
_NO_BROWSER_HAS = {"pandas", "numpy"}
_OWN_CASES = "my_cases"
NOT_BEGUN = (
    "The course has not begun yet; on a slow network that takes a minute. If this stays, load the page again. If it still stays,"
    " show it to whoever gave you the link: the host does not give out what the course needs, and the command"
    " <code>cptedu site --check</code> with this address says what."
)
# A folder that is listed is there from the start: nothing asks for one in vain, and nothing has to be made.
_PLACES = (f"{STATE_FOLDER}/kept/.place", f"{STATE_FOLDER}/.place")


def left_out() -> frozenset[str]:
    """Name the pages that a site cannot have: their code imports what no browser has.

    >>> "00_start_here.ipynb" in left_out()
    False
    """
    source = lessons_folder()
    paths = (path for path in source.rglob("*.ipynb") if not path.name.startswith("."))
    return frozenset(
        path.relative_to(source).as_posix() for path in paths if _NO_BROWSER_HAS & _imported(path)
    )


def _imported(path: Path) -> set[str]:
    """Name the packages that a notebook's code imports."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    trees = (ast.parse("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code")
    names: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            names |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def contents(cases: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Give every file that a learner's folder begins with.

    There is no record of trusted notebooks in a browser; so each cell bears the mark that one would give it. What runs by
    itself is decided as everywhere, by comparing the code with the course's own.

    Args:
        cases: a folder of the school's own cases.

    Yields:
        The path of each, and its bytes.
    """
    source, without = lessons_folder(), left_out()
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if not path.is_file() or inside.as_posix() in without:
            continue
        if any(part.startswith((".", "__pycache__")) for part in inside.parts):
            continue
        yield inside.as_posix(), _trusted(path.read_bytes()) if path.suffix == ".ipynb" else path.read_bytes()
    for path in sorted(cases.rglob("*.toml")) if cases else ():
        yield f"{_OWN_CASES}/{path.relative_to(cases or path).as_posix()}", path.read_bytes()
    for place in _PLACES:
        yield place, b""


def _trusted(written: bytes) -> bytes:
    notebook = json.loads(written)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"] = True
    return _as_json(notebook)


def as_it_begins() -> bytes:
    """Tell the first page of the course as nobody has begun it: it is drawn while Python is still on its way."""
    without = left_out()
    there = [one for one in lessons() if one.path not in without]
    page = course_page(Progress(), there, (), datetime.fromtimestamp(0, UTC))
    return _as_json(told_in_the_browser({**page, "folder": ""}))


def lite_settings(title: str, lock: str, packages: list[str]) -> bytes:
    """Say how Python starts: from the site alone, with all packages at once, and never from elsewhere.

    Args:
        title: what the site is called.
        lock: the path of the list of packages, seen from the site.
        packages: their names.
    """
    kernel = {
        "pyodideUrl": "./static/pyodide/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": f"./{lock}", "packages": packages},
    }
    config = {"appName": title, "litePluginSettings": {_KERNEL: kernel}}
    return _as_json({"jupyter-lite-schema-version": 0, "jupyter-config-data": config})


def lab_settings(written: bytes, title: str, build: str) -> bytes:
    """Have JupyterLab come up as the course: one lesson in its window, and no picture of its own before it.

    Args:
        written: the settings of the page as JupyterLite wrote them.
        title: what the site is called.
        build: which build it is.
    """
    settings = json.loads(written)
    settings["jupyter-config-data"] |= {
        "mode": "single-document",
        "showLoadingIndicator": False,
        "cpteduSite": build,
        "cpteduTitle": title,
    }
    return _as_json(settings)


def overrides() -> bytes:
    """Give JupyterLab's settings: a lesson is not saved by itself, so that a newer one always appears; no news."""
    return _as_json(
        {
            "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
            "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        }
    )


def lab_page(written: str, title: str) -> str:
    """Give the page in which JupyterLab comes up the course's own words, where it had JupyterLite's.

    Where nothing begins, because the host gives out the scripts wrongly, the page itself says so.

    Args:
        written: the page as JupyterLite wrote it.
        title: what the site is called.
    """
    words = {
        "<html>": '<html lang="en">',
        "<title>JupyterLite</title>": f'<title>{escape(title)}</title>\n<link rel="icon" href="favicon.ico">',
        "WASM powered Jupyter running in the browser.": "How a visit becomes a claim: a course that runs in your browser.",
        "JupyterLite requires JavaScript to be enabled in your browser.": "The course needs JavaScript. Turn it on in your"
        " browser, and load this page again.",
        "</body>": f"{_not_begun()}\n</body>",
    }
    return _replaced(written, words)


def _not_begun() -> str:
    look = (parts_for_jupyter()[0] / "labextensions/cptedu-live/static/course/host.js").read_text(
        encoding="utf-8"
    )
    say = f'sayUnlessBegun(document.getElementById("cptedu-not-begun"), "../", {json.dumps(NO_SETTINGS)});'
    return f"""<style>
@keyframes cptedu-not-begun {{ from, 99% {{ visibility: hidden }} }}
#cptedu-not-begun {{ margin: 2rem auto; max-width: 40rem; font: 1.1rem/1.5 sans-serif; animation: cptedu-not-begun 20s }}
</style>
<p id="cptedu-not-begun" role="alert">{NOT_BEGUN}</p>
<script type="module">
{look}
void {say}
</script>"""


def _replaced(written: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        written = written.replace(old, new)
    return written


def entrance(title: str) -> str:
    """Write the page at the site's own address: it leads to the course at once.

    JupyterLite reads its settings from every page above the one that is open, and wants a place for them here.

    >>> "lab/index.html" in entrance("A school")
    True
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="lab/favicon.ico">
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script>
<meta http-equiv="refresh" content="0; url=lab/index.html">
</head>
<body><p><a href="lab/index.html">Open the course</a></p></body>
</html>
"""


def _as_json(what: Any) -> bytes:
    return (json.dumps(what, indent=1, sort_keys=True) + "\n").encode()
