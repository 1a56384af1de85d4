"""What the browser tests are given: Chromium with the world outside shut off, JupyterLab, Voilà, and axe."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside this one, in any import mode

from chromium_here import HAS_FAILED, find_chromium, flags_for
from notebook_page import AS_AT_FIRST, STEP_SECONDS, NotebookPage, VoilaPage, WatchedPage
from servers import VoilaServer

LONGEST = (
    *(
        "test_documentation_read.py",
        "test_one_sitting.py",
        "test_live_demonstration.py",
        "test_course_pages.py",
    ),
    *(
        "test_front_door.py",
        "test_live_on_opening.py",
        "test_any_order_any_light.py",
        "test_visit_builder.py",
    ),
    *("test_every_deck.py", "test_course_walk.py", "test_plan_table.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and comes last: Playwright leaves an event loop running.

    The longest files come first among them, so that at the end no core waits for the one that took up a long file late.
    """
    here = Path(__file__).parent
    missing = [name for name in LONGEST if not (here / name).exists()]
    assert not missing, f"LONGEST in {__file__} names files that are not there: {missing}"

    @cache
    def turn(path: Path) -> int:
        if here not in path.parents:
            return 0
        return 1 + (LONGEST.index(path.name) if path.name in LONGEST else len(LONGEST))

    for item in items:
        if turn(item.path):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: turn(item.path))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium itself; without it a laptop skips these tests, and continuous integration fails."""
    program = find_chromium()
    if program is None:
        advice = "Chromium was not found. Install it, or name it in the environment variable CPTEDU_CHROMIUM."
        if os.environ.get("CI") or os.environ.get("CPTEDU_CI") == "1":
            pytest.fail(advice)
        pytest.skip(advice)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=STEP_SECONDS * 1000)  # as long as a click waits
    with sync_playwright() as playwright:
        flags = flags_for(playwright.chromium, program)
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


class EmptyWindow:
    """A window whose page is empty again and again: opening one takes longer than what most tests draw by themselves.

    Attributes:
        errors: errors that no code of the page caught, since it was empty last.
    """

    def __init__(self, browser: Any) -> None:
        self.errors: list[str] = []
        self._browser = browser
        self._page: Any = None

    def emptied(self, *, width: int = 1280, height: int = 800) -> Any:
        """Give its page with nothing on it, and nothing left of what was there: neither words nor names nor light nor pointer."""
        if self._page is None:
            self._page = self._browser.new_page()
            self._page.set_default_timeout(STEP_SECONDS * 1000)
            self._page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._page.goto("about:blank")
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.emulate_media(**AS_AT_FIRST)
        self._page.mouse.move(0, 0)
        self.errors = []
        return self._page

    def close(self) -> None:
        """Close it; what is drawn next gets another."""
        if self._page:
            self._page.close()
        self._page = None


@pytest.fixture(scope="session")
def shared_window(chromium) -> Iterator[EmptyWindow]:
    window = EmptyWindow(chromium)
    yield window
    window.close()


@pytest.fixture
def window(request, shared_window) -> Iterator[EmptyWindow]:
    """A window for what is drawn without Jupyter: ``window.emptied(width=412, height=915)`` gives Playwright's page."""
    yield shared_window
    if request.node.stash.get(HAS_FAILED, False):
        shared_window.close()


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


@dataclass
class Bench:
    """Opens notebooks in one window, in which one test after the other has its page; a test that fails takes it along.

    Loading JupyterLab, or Voilà's scripts, takes longer than most tests.

    Attributes:
        make: makes a window of some width and height.
        folder: the folder that is shown; a test puts notebooks of its own into it.
    """

    make: Callable[..., Any]
    folder: Path
    _window: Any = None

    def open(self, path: str, *, width: int = 1280, height: int = 800) -> Any:
        """Open a notebook of the folder, beside nothing else."""
        if self._window and not self._window.can_serve_again():
            self.close()
        if self._window:
            return self._window.open_after_others(path, width=width, height=height)
        self._window = self.make(width=width, height=height)
        return self._window.open(path)

    def close(self) -> None:
        """Close the window; the next notebook gets another."""
        if self._window:
            self._window.close()
        self._window = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note at a test that it failed, for what it used."""
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report


@pytest.fixture(scope="session")
def lab_bench(chromium, lab_course) -> Iterator[Bench]:
    bench = Bench(
        lambda **size: NotebookPage(chromium, lab_course, **size), lab_course.home / "cptedu-course"
    )
    yield bench
    bench.close()


@pytest.fixture
def lab(request, lab_bench) -> Iterator[Bench]:
    """JupyterLab over a learner's folder: ``lab.open("00_start_here.ipynb")`` gives a NotebookPage."""
    yield lab_bench
    if request.node.stash.get(HAS_FAILED, False):
        lab_bench.close()


@pytest.fixture(scope="session")
def voila_server(chromium, tmp_path_factory, environment_of) -> Iterator[VoilaServer]:
    """Voilà over the lessons, in a home of its own."""
    from cptedu.app.workspace import lay_lessons

    home = tmp_path_factory.mktemp("voila")
    server = VoilaServer(lay_lessons(home / "lessons").folder, home, environment_of(home))
    try:
        yield server.wait_until_open()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def voila_bench(chromium, voila_server) -> Iterator[Bench]:
    bench = Bench(lambda **size: VoilaPage(chromium, voila_server, **size), voila_server.folder)
    yield bench
    bench.close()


@pytest.fixture
def voila(request, voila_bench) -> Iterator[Bench]:
    """Voilà over the lessons: ``voila.open("00_start_here.ipynb")`` gives a VoilaPage."""
    yield voila_bench
    if request.node.stash.get(HAS_FAILED, False):
        voila_bench.close()


@pytest.fixture
def in_lab(request, lab) -> Any:
    """What the test's own ``Shown`` shows in JupyterLab; instrument_page.py has what it is made of."""
    return request.module.Shown.in_lab(lab)


@pytest.fixture
def in_voila(request, voila) -> Any:
    """The same in Voilà."""
    return request.module.Shown.in_voila(voila)


@pytest.fixture(params=["in_lab", "in_voila"])
def shown(request) -> Any:
    """The same in the one and in the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Give a function that names what keeps people out of a page: axe's serious and critical violations."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def violations(watched: WatchedPage, selector: str | None = None) -> list[str]:
        if not watched.page.evaluate("'axe' in window"):
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
