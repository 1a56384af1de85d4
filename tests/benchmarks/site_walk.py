"""Builds a site of the course, serves it in a sub-folder, and goes through it as a learner does.

    python tests/benchmarks/site_walk.py

Says what was seen and stops at the first thing that is not so. With --parts FOLDER nothing is had anew; with --site FOLDER one
that is built already is walked. --briefly goes through the first lesson alone, --every through each lesson by its links, and says
how much memory the browser has by then. Each ends with the host gone, and the course opened once more.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import resource
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from chromium_here import CHROMIUM_FLAGS, find_chromium
from notebook_page import ARTIFACTS, WatchedPage
from playwright.sync_api import expect, sync_playwright

from cptedu.app.site.build import Site
from cptedu.app.site.hosts import faults
from cptedu.app.site.parts import Parts, usual_folder
from cptedu.learn.summary import verify_summary

SUB_FOLDER = "a/school/course"
ALL_IS_KEPT = (
    "async () => Boolean(await caches.match(new URL('../cptedu/files.json?whole', location.href).href))"
)
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
BEGAN = time.monotonic()


class Host(SimpleHTTPRequestHandler):
    """A web host as it should be."""

    extensions_map: ClassVar = {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".html": "text/html",
        ".css": "text/css",
    }
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with suppress(ConnectionError):  # a page that was left asks for no more
            super().handle()

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def served(folder: Path):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def say(what: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.1f} s  {what}", flush=True)


def built(out: Path, parts: Path) -> dict[str, str]:
    """Build a site; give each file's hash."""
    site = Site(out, Parts(parts))
    site.check_place()
    for name, do in site.steps():
        do()
        say(name)
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file()
    }


def ready(page):
    page.locator(f"{IN_FRONT} .cptedu-status[data-state=ready]").wait_for(state="attached", timeout=120_000)
    return page.locator(IN_FRONT)


def answer_one(practice) -> None:
    """Answer exercises, each with the code that many of them have, until one is right."""
    for _ in range(8):
        box = practice.locator("fieldset label", has_text="97112").locator("input:visible").first
        box.check()
        practice.get_by_role("button", name="Check").click()
        practice.page.wait_for_timeout(3000)
        if practice.locator(".reply.right").count():
            return
        practice.get_by_role("button", name="Next").click()
        practice.page.wait_for_timeout(3000)
    raise AssertionError("none was right")


def until_told(page, press) -> None:
    """Press something of one's work until Python has an answer: at first it is still on its way."""
    said = page.locator(".work [role=status]")
    for _ in range(60):
        press()
        expect(said).to_have_text(re.compile("[^…]$"), timeout=120_000)
        if "on its way" not in said.inner_text():
            return
        page.wait_for_timeout(2000)
    raise AssertionError(said.inner_text())


def saved(page, name: str, place: Path) -> Path:
    with page.expect_download(timeout=120_000) as coming:
        until_told(page, page.get_by_role("button", name=name).click)
    coming.value.save_as(place)
    return place


def take_along(watched: WatchedPage, address: str) -> None:
    """Hand in, and go on in another browser."""
    page = watched.page
    page.get_by_role("link", name="Course", exact=True).click()
    with tempfile.TemporaryDirectory() as made:
        facts = saved(page, "Save it to hand in", Path(made) / "summary.json")
        found = verify_summary(facts)
        assert found.agrees, found.lines
        say(f"the summary to hand in is right: {found.lines[0]}")
        taken = saved(page, "Take it along", Path(made) / "progress.json")
        other = watched.context.browser.new_context(viewport={"width": 390, "height": 844})
        there = other.new_page()
        there.goto(address)
        there.locator(".work").wait_for()
        until_told(there, lambda: there.locator(".work input").set_input_files(taken))
        there.locator(".tile .dots i.right").first.wait_for()
        say("in another browser, on a phone, it is there")
        there.screenshot(path=ARTIFACTS / "site_phone.png", full_page=True)
        other.close()


def change_the_first_claim(page):
    """Click a bone of the first lesson's map; give what the claim's first line says then."""
    lesson = ready(page)
    say("lesson 0 is ready")
    line = lesson.locator(".spine-map .claim-line").first
    before = line.inner_text()
    lesson.locator('.spine-map [data-spot="L3"]').first.click()
    page.wait_for_function("([one, was]) => one.innerText !== was", arg=[line.element_handle(), before])
    say("the map was clicked, and the claim is another")
    return line.inner_text()


def walk(watched: WatchedPage, address: str) -> None:
    page = watched.page
    page.goto(address)
    page.get_by_role("link", name="Begin").wait_for()
    say("the first page is there")
    watched.screenshot("site_first_page")
    page.get_by_role("link", name="Begin").click()
    after = change_the_first_claim(page)
    watched.screenshot("site_lesson_0")

    page.get_by_role("link", name="Next").click()
    lesson = ready(page)
    say("lesson 1 is ready")
    practice = lesson.locator(".practice").first
    practice.scroll_into_view_if_needed()
    answer_one(practice)
    page.locator(".frame .dots i.right").first.wait_for(timeout=30_000)
    say("an exercise was answered, and the bar above knows")
    watched.screenshot("site_lesson_1")

    page.reload()
    page.locator(".frame .dots i.right").first.wait_for(timeout=30_000)
    ready(page)
    page.locator(".frame .dots i.right").first.wait_for()
    page.get_by_role("link", name="Course", exact=True).click()
    page.locator(".tile .dots i.right").first.wait_for()
    say("after a reload it is still known")
    watched.screenshot("site_first_page_begun")
    page.locator(".tile").first.click()
    expect(ready(page).locator(".spine-map .claim-line").first).to_have_text(after, use_inner_text=True)
    say("the map is as it was left")

    take_along(watched, address)

    page.goto(f"{address}lab/index.html?path=07_rvus_and_payment.ipynb")
    lesson = ready(page)
    lesson.locator(".cptedu-figure svg").first.scroll_into_view_if_needed()
    say("lesson 7 is ready, and its chart is drawn")
    watched.screenshot("site_lesson_7")
    page.get_by_role("button", name="Dark").click()
    page.wait_for_timeout(1500)
    watched.screenshot("site_lesson_7_dark")


def memory(page) -> str:
    """Say what is held once all that nobody needs was given back: by the scripts of the page, its Pythons, the browser."""
    line = page.context.new_cdp_session(page)
    for _ in range(2):
        line.send("HeapProfiler.collectGarbage")
    line.send("Performance.enable")
    told = {one["name"]: one["value"] for one in line.send("Performance.getMetrics")["metrics"]}
    line.detach()
    # A worker of the kernel's is a Python.
    pythons = sum("pyodide-kernel-extension" in one.url for one in page.workers)
    scripts, nodes = told["JSHeapUsedSize"] / 1e6, told["Nodes"]
    return f"scripts {scripts:.1f} MB, {nodes:.0f} elements, {pythons} Pythons, browser {of_the_pages(page.context.browser)} MB"


def of_the_pages(browser) -> int:
    """Megabytes of the browser's pages."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [one["id"] for one in told if one["type"] == "renderer"]
    kept = [int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in pages]
    return sum(kept) * resource.getpagesize() // 1_000_000


def briefly(watched: WatchedPage, address: str) -> None:
    """Change a claim in the first lesson."""
    page = watched.page
    page.goto(address)
    page.locator("a[data-go=on]").click()
    change_the_first_claim(page)


def every_lesson(watched: WatchedPage, address: str) -> None:
    """Go from each lesson to the next by its link."""
    page = watched.page
    page.goto(address)
    page.locator("a[data-go=on]").click()
    while True:
        ready(page)
        path = parse_qs(urlsplit(page.url).query)["path"][0]
        page.wait_for_timeout(5000)  # the lesson that was left gives its Python back
        say(f"{path} is ready; {memory(page)}")
        following = page.get_by_role("link", name="Next")
        if not following.count():
            return
        following.click()
        page.wait_for_url(lambda url, path=path: parse_qs(urlsplit(url).query)["path"] != [path])


def with_nobody_there(watched: WatchedPage, address: str, host: ThreadingHTTPServer) -> None:
    """Once the browser has kept the course, it opens without the host."""
    while not watched.page.evaluate(ALL_IS_KEPT):
        watched.page.wait_for_timeout(500)
    say("the course is kept")
    host.shutdown()
    watched.context.set_offline(True)
    watched.page.goto(f"{address}lab/index.html?path=00_start_here.ipynb")
    ready(watched.page)
    say("with the network off lesson 0 is ready")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, default=usual_folder())
    parser.add_argument("--site", type=Path)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--briefly", dest="walk", action="store_const", const=briefly, default=walk)
    which.add_argument("--every", dest="walk", action="store_const", const=every_lesson)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "root"
        place = root / SUB_FOLDER
        place.parent.mkdir(parents=True)
        if asked.site:
            place.symlink_to(asked.site.resolve())
        else:
            first, second = (
                built(place, asked.parts.resolve()),
                built(Path(made) / "again", asked.parts.resolve()),
            )
            assert first == second, [name for name in first if first[name] != second.get(name)]
            say(f"two builds are equal: {len(first)} files")
        with served(root) as host, sync_playwright() as playwright:
            address = f"http://127.0.0.1:{host.server_port}/{SUB_FOLDER}/"
            assert faults(address) == []
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
            watched = WatchedPage(browser)
            try:
                asked.walk(watched, address)
                with_nobody_there(watched, address, host)
            finally:
                watched.screenshot("site_at_the_end")
                print("Outside:", watched.outside_requests, "\nConsole:", watched.console_errors)
            assert watched.outside_requests == []
            assert watched.console_errors == []


if __name__ == "__main__":
    main()
