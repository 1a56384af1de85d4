"""How much the tab of a course holds, from lesson to lesson: there by each link *Next*, and back by each *Previous*.

    python tests/benchmarks/tab_memory.py --site FOLDER
    python tests/benchmarks/tab_memory.py --address ADDRESS

Of a site that is built already, or of a course that is open in Jupyter, by its address with its token. Prints what is held once
all that nobody needs was given back, and at the end by how much it grows with each lesson that is left: a lesson on the way
back is held against itself on the way there. --lessons N goes to so many of them.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import unquote

import site_walk
from chromium_here import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import Page, sync_playwright

STAY_OPEN = {True: 2, False: 4}  # on a site, and in Jupyter: the lesson in front, and those behind it
PANELS = "most => document.querySelectorAll('.jp-NotebookPanel').length <= most"


def held(page: Page) -> tuple[float, int]:
    """Give the megabytes of the page's scripts and the number of its elements, those that are not on the page any more too."""
    line = page.context.new_cdp_session(page)
    for _ in range(3):
        line.send("HeapProfiler.collectGarbage")
    line.send("Performance.enable")
    told = {one["name"]: one["value"] for one in line.send("Performance.getMetrics")["metrics"]}
    line.detach()
    return told["JSHeapUsedSize"] / 1e6, round(told["Nodes"])


def there_and_back(page: Page, lessons: int, stay_open: int) -> list[tuple[float, int]]:
    """Go through the lessons; give what was held in each."""
    found = []
    page.locator("a[data-go=on]").click()
    for link in [*["Next"] * (lessons - 1), *["Previous"] * (lessons - 1), ""]:
        site_walk.ready(page)
        page.wait_for_function(PANELS, arg=stay_open, timeout=60_000)
        found.append(held(page))
        site_walk.say(f"{unquote(page.url)[-40:]:40} {found[-1][0]:6.1f} MB {found[-1][1]:6} elements")
        if link:
            left = page.url
            page.get_by_role("link", name=link).click()
            page.wait_for_url(lambda url, left=left: url != left)
    return found


def grown(found: list[tuple[float, int]], stay_open: int) -> tuple[float, float]:
    """Give by how many megabytes and elements it grew with each lesson, once as many were open as stay so."""
    pairs = [(at, len(found) - 1 - at) for at in range(stay_open - 1, len(found) // 2)]
    more = [
        [(found[back][which] - found[there][which]) / (back - there) for there, back in pairs]
        for which in (0, 1)
    ]
    return statistics.mean(more[0]), statistics.mean(more[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--site", type=Path)
    which.add_argument("--address")
    parser.add_argument("--lessons", type=int, default=8)
    asked = parser.parse_args()
    stay_open = STAY_OPEN[bool(asked.site)]
    if asked.lessons <= stay_open:
        parser.error(f"More than {stay_open} lessons are needed, since so many of them stay open.")
    with (
        site_walk.served(asked.site) if asked.site else nullcontext() as host,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(asked.address or f"http://127.0.0.1:{host.server_port}/")
        found = there_and_back(page, asked.lessons, stay_open)
        browser.close()
    print("With each lesson that is left: {:+.2f} MB and {:+.0f} elements.".format(*grown(found, stay_open)))


if __name__ == "__main__":
    main()
