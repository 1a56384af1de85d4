"""From ``cptedu present`` to the first slide against an empty page of Voilà, and a what-if against a bare echo.

    python -m uv run python tests/benchmarks/live_demonstration.py [--starts 5] [--presses 100]

Both servers are started by turns, each from nothing, and the time is taken until the page can be used: the slide shows,
has the keyboard and answers a key; the empty page shows its one line. For the what-if, the stage and the echo stand in one
page of Voilà, and the page's own clock takes the time from the key to the changed claim. Prints medians and ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "browser"), str(TESTS / "benchmarks")]

EMPTY = "print('an empty page')"
STAGE = "from cptedu.widgets.presentation import Presentation\nPresentation()"
# Presses a key or clicks, and waits for the first change of the answer's text, by the page's own clock.
ONCE = """([target, key, answer]) => new Promise((resolve, reject) => {
  const shown = document.querySelector(answer);
  const before = shown.textContent;
  const started = performance.now();
  const watch = new MutationObserver(() => {
    if (document.querySelector(answer).textContent === before) return;
    watch.disconnect();
    resolve(performance.now() - started);
  });
  watch.observe(shown, {subtree: true, childList: true, characterData: true});
  const at = document.querySelector(target);
  if (key) at.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  else at.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  setTimeout(() => { watch.disconnect(); reject(new Error(`no answer from ${answer}`)); }, 10000);
})"""
ECHO_ONCE = [".echo-button", "", ".echo-shown"]
# Each key on the case where every press changes the claim: its number, and how often Space reveals all of it.
WHAT_IFS = {"region": (3, "r", 3), "payer": (6, "p", 3)}


def _write(path: Path, *sources: str) -> Path:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[new_code_cell(one) for one in sources], metadata=kernel), path)
    return path


def _seconds(start: Callable[[], Any], end: Callable[[Any], None], use: Callable[[Any], None]) -> float:
    """Take the time from a start to the moment at which the page was used."""
    began = time.monotonic()
    running = start()
    try:
        use(running)
        return time.monotonic() - began
    finally:
        end(running)


def first_slide(browser: Any, home: Path, environment: dict[str, str], starts: int) -> dict[str, list[float]]:
    """Start the slides and an empty page by turns."""
    from click_latency import _load
    from servers import VoilaServer

    course_module = _load("course", TESTS / "conftest.py")
    folder = home / "empty"
    folder.mkdir()
    _write(folder / "empty.ipynb", EMPTY)

    def stage_in_use(running: Any) -> None:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.goto(running.wait_until_open().address, timeout=120_000)
        page.locator('.presentation[data-at="0"]').wait_for(timeout=120_000)
        page.keyboard.press("ArrowRight")
        page.locator('.presentation[data-at="1"]').wait_for(timeout=120_000)
        page.context.close()

    def page_in_use(running: Any) -> None:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        running.wait_until_open()
        page.goto(f"http://127.0.0.1:{running.port}/voila/render/empty.ipynb", timeout=120_000)
        page.get_by_text("an empty page").wait_for(timeout=120_000)
        page.context.close()

    kinds: dict[str, tuple[Callable[[], Any], Callable[[Any], None], Callable[[Any], None]]] = {
        "empty page": (
            lambda: VoilaServer(folder, home, environment),
            lambda running: running.stop(),
            page_in_use,
        ),
        "first slide": (
            lambda: course_module.RunningCourse(home, "present", "--no-browser"),
            lambda running: running.end(),
            stage_in_use,
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(starts + 1):
        for name, (start, end, use) in kinds.items():
            took = _seconds(start, end, use)
            if number:  # the first of each warms the disk
                times[name].append(took)
    return times


def what_if(browser: Any, home: Path, environment: dict[str, str], presses: int) -> dict[str, list[float]]:
    """Press what-if keys on a revealed case, and the echo's button, by turns."""
    from click_latency import ECHO
    from servers import VoilaServer

    folder = home / "keys"
    folder.mkdir()
    _write(folder / "keys.ipynb", ECHO, STAGE)
    server = VoilaServer(folder, home, environment).wait_until_open()
    try:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.goto(f"http://127.0.0.1:{server.port}/voila/render/keys.ipynb", timeout=120_000)
        page.locator(".echo-button").wait_for(state="attached", timeout=120_000)
        page.locator(".presentation .picture svg.spine").wait_for(state="attached", timeout=120_000)
        times: dict[str, list[float]] = {"echo": [], **{name: [] for name in WHAT_IFS}}
        for name, (number, key, steps) in WHAT_IFS.items():
            for pressed in ["Home", *["ArrowRight"] * number, *[" "] * steps]:
                page.keyboard.press(pressed)
            page.locator(f'.presentation[data-at="{number}"][data-phase="done"]').wait_for()
            _by_turns(page, times, name, [".presentation", key, ".presentation .items"], presses)
        page.context.close()
        return times
    finally:
        server.stop()


def _by_turns(page: Any, times: dict[str, list[float]], name: str, where: list[str], presses: int) -> None:
    """Click the echo and press a key by turns."""
    for number in range(presses + 5):
        for which, what in (("echo", ECHO_ONCE), (name, where)):
            took = page.evaluate(ONCE, what)
            page.wait_for_timeout(80)  # the map and the picture are drawn before the next
            if number >= 5:  # the first ones warm all up
                times[which].append(took)


def main() -> None:
    """Measure, and print what came out."""
    from click_latency import _load
    from playwright.sync_api import sync_playwright

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--starts", type=int, default=5)
    asked.add_argument("--presses", type=int, default=100)
    given = asked.parse_args()
    browser_module = _load("chromium", TESTS / "browser" / "conftest.py")
    course_module = _load("course", TESTS / "conftest.py")
    program = browser_module.find_chromium()
    if program is None:
        sys.exit("Chromium was not found; name it in CPTEDU_CHROMIUM.")
    print(f"load before: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home = Path(place)
        environment = course_module.fresh_environment(home)
        browser = playwright.chromium.launch(executable_path=program, args=browser_module.CHROMIUM_FLAGS)
        if given.presses:
            _told(what_if(browser, home, environment, given.presses), "echo", "ms")
        if given.starts:
            _told(first_slide(browser, home, environment, given.starts), "empty page", "s")
        browser.close()


def _told(times: dict[str, list[float]], base: str, unit: str) -> None:
    """Print the median and the middle half of each, and the ratio of its median to the base's."""
    for name, taken in times.items():
        low, _, high = statistics.quantiles(taken, n=4) if len(taken) > 1 else (taken[0],) * 3
        middle = statistics.median(taken)
        ratio = middle / statistics.median(times[base])
        print(
            f"{name}: {len(taken)} times, median {middle:.2f} {unit} ({low:.2f} to {high:.2f});"
            f" to {base}: {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
