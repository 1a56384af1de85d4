"""What the browser tests are given: Chromium with the world outside shut off, JupyterLab, Voilà, and axe."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside this one, in any import mode

from notebook_page import NotebookPage, VoilaPage, WatchedPage
from servers import VoilaServer

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and comes last: Playwright leaves an event loop running."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: here in item.path.parents)


def find_chromium() -> str | None:
    """Look for Chromium: where CPTEDU_CHROMIUM says, else among the programs of this computer."""
    named = os.environ.get("CPTEDU_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium itself; without it a laptop skips these tests, and continuous integration fails."""
    program = find_chromium()
    if program is None:
        advice = "Chromium was not found. Install it, or name it in the environment variable CPTEDU_CHROMIUM."
        if os.environ.get("CI") or os.environ.get("CPTEDU_CI") == "1":
            pytest.fail(advice)
        pytest.skip(advice)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def start_lab(chromium, start_course) -> Callable[..., Any]:
    """Open the course by its own command in a fresh home."""

    def start(*options: str) -> Any:
        return start_course(*options).wait_until_open()

    return start


@pytest.fixture(scope="session")
def lab_course(start_lab) -> Any:
    """The one course that the tests share."""
    return start_lab()


class Bench:
    """Opens pages, and closes each when the test is over."""

    def __init__(self, make: Callable[..., WatchedPage], folder: Path) -> None:
        self._make = make
        self._pages: list[WatchedPage] = []
        self.folder = folder

    def open(self, path: str, *, width: int = 1280, height: int = 800, **more: Any) -> Any:
        """Open a notebook of the learner's folder, or one that the test has put into ``.folder``."""
        return self.page(width=width, height=height).open(path, **more)

    def page(self, *, width: int = 1280, height: int = 800) -> Any:
        """Make a page with nothing in it yet."""
        self._pages.append(self._make(width=width, height=height))
        return self._pages[-1]

    def close(self) -> None:
        for page in self._pages:
            page.close()


@pytest.fixture
def lab(chromium, lab_course) -> Iterator[Bench]:
    """JupyterLab over a learner's folder: ``lab.open("00_start_here.ipynb")`` gives a NotebookPage."""
    bench = Bench(
        lambda **size: NotebookPage(chromium, lab_course, **size), lab_course.home / "cptedu-course"
    )
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def voila_server(chromium, tmp_path_factory, environment_of) -> Iterator[VoilaServer]:
    """Voilà over the lessons, in a home of its own."""
    from cptedu.workspace import lay_lessons

    home = tmp_path_factory.mktemp("voila")
    server = VoilaServer(lay_lessons(home / "lessons").folder, home, environment_of(home))
    try:
        yield server.wait_until_open()
    finally:
        server.stop()


@pytest.fixture
def voila(chromium, voila_server) -> Iterator[Bench]:
    """Voilà over the lessons: ``voila.open("00_start_here.ipynb")`` gives a VoilaPage."""
    bench = Bench(lambda **size: VoilaPage(chromium, voila_server, **size), voila_server.folder)
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Give a function that names what keeps people out of a page: axe's serious and critical violations."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def violations(watched: WatchedPage, selector: str | None = None) -> list[str]:
        watched.page.evaluate(script)
        found = watched.page.evaluate(
            "where => axe.run(where ?? document, {resultTypes: ['violations']})", selector
        )
        return [
            f"{rule['impact']} {rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']]}"
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
        ]

    return violations
