"""How long a lesson of a site takes to be usable, against the empty notebook of a bare JupyterLite, in one run.

    python tests/benchmarks/site_speed.py --site FOLDER

Both are served by the same host from this computer, and opened in turn in browsers that have seen neither: cold, and once more
from what the browser has kept. Prints the middle of each and their ratios, and what the host gave out until the first claim was
another.
--megabits N lets no more than that through in a second, as a network does; --parts FOLDER has the parts of JupyterLite.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import site_walk
from chromium_here import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright
from site_walk import ALL_IS_KEPT, IN_FRONT

from cptedu.app.site.pages import lite_settings
from cptedu.app.site.parts import Parts, usual_folder
from cptedu.app.site.wheels import lock_of, packed

LESSONS = ("00_start_here.ipynb", "03_minutes_and_units.ipynb", "07_rvus_and_payment.ipynb")
EMPTY = "empty.ipynb"
# Of the packages of a site, those without which no cell runs in a bare JupyterLite.
FOR_ANY_NOTEBOOK = {
    *(
        "asttokens",
        "comm",
        "executing",
        "ipython",
        "ipython_pygments_lexers",
        "matplotlib_inline",
        "micropip",
        "packaging",
    ),
    *(
        "parso",
        "prompt_toolkit",
        "pure_eval",
        "pygments",
        "stack_data",
        "traitlets",
        "typing_extensions",
        "wcwidth",
    ),
}
AGREES_WITH_A_RUN = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.sessionContext?.isReady && panel.sessionContext.session?.kernel?.status === "idle";
}"""
IS_SMALLER_ON_THE_WAY = (
    ".js",
    ".mjs",
    ".css",
    ".json",
    ".html",
    ".ipynb",
    ".svg",
    ".wasm",
)  # as hosts give it out
PIECE = 65_536


class Slow(site_walk.Host):
    """A host that writes down what it gives out, and lets only so much through in a second."""

    given: list[tuple[str, int]]
    megabits: float

    def do_GET(self) -> None:  # noqa: N802  (the library's name)
        place = Path(self.translate_path(self.path))
        if place.is_file():
            self.given.append((unquote(urlsplit(self.path).path).lstrip("/"), place.stat().st_size))
        super().do_GET()

    def copyfile(self, source, outputfile) -> None:
        if not self.megabits:
            super().copyfile(source, outputfile)
            return
        while piece := source.read(PIECE):
            with self.line:  # one line for all that is asked for side by side
                time.sleep(len(piece) * 8 / 1e6 / self.megabits)
            outputfile.write(piece)

    line = threading.Lock()


@contextmanager
def served(folder: Path, megabits: float):
    given: list[tuple[str, int]] = []
    host = type("OfThisFolder", (Slow,), {"given": given, "megabits": megabits})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", given
        server.shutdown()


def build_bare(out: Path, parts: Parts) -> None:
    """Build JupyterLite with its Python and an empty notebook, and nothing else; what it needs it has from its own host, too."""
    files = parts.npm("pyodide")
    about = json.loads(files.pop("pyodide-lock.json"))["info"]
    held = {path.name: path.read_bytes() for path in parts.kernel_wheels()}
    for path in parts.wheels():
        if path.name.split("-")[0] in FOR_ANY_NOTEBOOK:
            held[path.name] = path.read_bytes()
    held["jedi-0-py3-none-any.whl"] = packed("jedi", "0", {})
    lock = lock_of(held.items(), about)
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "1 + 1",
        "outputs": [],
        "execution_count": None,
    }
    python = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}}
    notebook = {"cells": [cell], "metadata": python, "nbformat": 4, "nbformat_minor": 5}
    with tempfile.TemporaryDirectory() as made:
        lite = Path(made)
        (lite / "contents").mkdir()
        (lite / "contents" / EMPTY).write_text(json.dumps(notebook))
        settings = json.loads(lite_settings("bare", "static/pyodide/lock.json", sorted(lock["packages"])))
        settings["jupyter-config-data"]["exposeAppInBrowser"] = True
        (lite / "jupyter-lite.json").write_text(json.dumps(settings))
        told = {
            "contents": [str(lite / "contents")],
            "output_dir": str(out),
            "apps": ["lab"],
            "no_sourcemaps": True,
        }
        (lite / "jupyter_lite_config.json").write_text(
            json.dumps(
                {
                    "LiteBuildConfig": {
                        **told,
                        "cache_dir": str(lite / "cache"),
                        "no_unused_shared_packages": True,
                    }
                }
            )
        )
        names = dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"), str(lite / "none"))
        subprocess.run(
            [*parts.builder, "build", "--lite-dir", str(lite)],
            cwd=lite,
            env={**os.environ, **names, "JUPYTER_PREFER_ENV_PATH": "1"},
            check=True,
            capture_output=True,
        )
    python = out / "static" / "pyodide"
    python.mkdir(parents=True, exist_ok=True)
    for name, content in {**files, **held, "lock.json": json.dumps(lock).encode()}.items():
        (python / name).write_bytes(content)


def open_empty(page: Page, address: str) -> float:
    """Open the empty notebook and have its cell run; give the seconds."""
    began = time.monotonic()
    page.goto(f"{address}lab/index.html?path={EMPTY}")
    page.wait_for_function(AGREES_WITH_A_RUN, timeout=300_000, polling=50)
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.locator(".jp-OutputArea-output", has_text="2").first.wait_for(timeout=300_000)
    return time.monotonic() - began


def open_lesson(page: Page, address: str, lesson: str) -> float:
    """Open a lesson by its address; give the seconds until all of it has run."""
    began = time.monotonic()
    page.goto(f"{address}lab/index.html?path={lesson}")
    page.locator(f"{IN_FRONT} .cptedu-status[data-state=ready]").wait_for(state="attached", timeout=300_000)
    return time.monotonic() - began


@contextmanager
def fresh_browser(playwright, folder: str):
    """A browser as a learner's is, which keeps on its disk what it has had."""
    context: BrowserContext = playwright.chromium.launch_persistent_context(
        folder, executable_path=find_chromium(), args=CHROMIUM_FLAGS, viewport={"width": 1280, "height": 800}
    )
    yield context
    with suppress(Exception):
        context.close()


def work_of(folder: str) -> float:
    """Give the seconds that a browser has kept cores busy, which a busy computer makes no longer."""
    parents, ticks, own = {}, {}, ""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (place / "stat").read_text().rpartition(")")[2].split()
            parents[place.name], ticks[place.name] = told[1], sum(map(int, told[11:15]))
            if (
                f"--user-data-dir={folder}\0" in (place / "cmdline").read_text()
                and "--type=" not in (place / "cmdline").read_text()
            ):
                own = place.name
    if not own:
        raise SystemExit(
            f"No browser with its profile in {folder} was found, so that its work cannot be told."
        )

    def is_own(number: str) -> bool:
        return number == own or (number in parents and is_own(parents[number]))

    return sum(each for number, each in ticks.items() if is_own(number)) / os.sysconf("SC_CLK_TCK")


def twice(playwright, open_it, until_kept) -> tuple[float, float, float, float]:
    """Open something in a browser that has not seen it, and then again after the browser was closed.

    Gives the seconds by the clock and those of work of the first, and then of the second visit.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with fresh_browser(playwright, folder) as context:
            page = context.pages[0]
            before = work_of(folder)
            cold = open_it(page), work_of(folder) - before
            until_kept(page)
        with fresh_browser(playwright, folder) as context:
            before = work_of(folder)
            return *cold, open_it(context.pages[0]), work_of(folder) - before


def is_kept(page: Page) -> None:
    page.wait_for_function(f"async () => ({ALL_IS_KEPT})()", timeout=300_000, polling=500)


def settled(page: Page) -> None:
    page.wait_for_timeout(3000)  # until what it fetched lies on the disk


def to_the_first_claim(playwright, address: str, given: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Open a site by its address and change the first claim; give what its host was asked for by then."""
    given.clear()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        fresh_browser(playwright, folder) as context,
    ):
        page = context.pages[0]
        began = time.monotonic()
        page.goto(address)
        page.locator("a[data-go=on]").wait_for()
        print(
            f"The first page is there after {time.monotonic() - began:.1f} s, {sum(size for _, size in given) / 1e6:.1f} MB."
        )
        page.locator("a[data-go=on]").click()
        site_walk.change_the_first_claim(page)
        print(f"The first claim is another after {time.monotonic() - began:.1f} s.")
        return list(given)


def told_by_size(folder: Path, given: list[tuple[str, int]]) -> None:
    """Print what was given out, the largest first, and how much of it hosts send that make it smaller on the way."""
    on_the_way = {
        path: len(gzip.compress((folder / path).read_bytes(), 6))
        if path.endswith(IS_SMALLER_ON_THE_WAY)
        else size
        for path, size in given
        if (folder / path).is_file()
    }
    whole, less = sum(size for _, size in given) / 1e6, sum(on_the_way.values()) / 1e6
    print(f"{len(given)} replies, {whole:.1f} MB; {less:.1f} MB where a host compresses")
    twice_over = {path for path, _ in given if [one for one, _ in given].count(path) > 1}
    for path, size in sorted(dict(given).items(), key=lambda one: -one[1])[:40]:
        print(
            f"  {size / 1e3:8.0f} kB  {on_the_way.get(path, 0) / 1e3:8.0f} kB  {path}{'  (twice)' if path in twice_over else ''}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--parts", type=Path, default=usual_folder())
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--megabits", type=float, default=0)
    parser.add_argument("--lessons", nargs="*", default=LESSONS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        bare = Path(made) / "bare"
        build_bare(bare, Parts(asked.parts.resolve()))
        with served(asked.site, asked.megabits) as (site, given), served(bare, asked.megabits) as (other, _):
            told_by_size(asked.site, to_the_first_claim(playwright, site, given))
            seconds: dict[str, list[tuple[float, ...]]] = {}
            opened = {EMPTY: (partial(open_empty, address=other), settled)}
            for lesson in asked.lessons:
                opened[lesson] = (partial(open_lesson, address=site, lesson=lesson), is_kept)
            for name, how in list(opened.items()) * asked.times:
                seconds.setdefault(name, []).append(twice(playwright, *how))
                print(name, *(f"{one:.1f}" for one in seconds[name][-1]), flush=True)
            tell(seconds)


def tell(seconds: dict[str, list[tuple[float, ...]]]) -> None:
    """Print the middle of each, and how many times as long as the empty notebook it takes."""
    middle = {
        name: [statistics.median(each) for each in zip(*some, strict=True)] for name, some in seconds.items()
    }
    print("Seconds by the clock and of work, and how many times those of the empty notebook:")
    for name, found in middle.items():
        both = [f"{of:5.1f} ({of / to:.2f})" for of, to in zip(found, middle[EMPTY], strict=True)]
        print(f"{name:28} cold {both[0]}, work {both[1]}; second visit {both[2]}, work {both[3]}")


if __name__ == "__main__":
    main()
