"""Set a JupyterHub up by the steps of docs/give.md, word for word, and let five learners work on it in a browser at once.

    sudo $(which python) tests/benchmarks/hub_of_five.py

It needs root on Linux, npm, Chromium and the package registries, and leaves nothing behind: accounts, homes and /opt/course
are made in a view of the file system that ends with it. Each learner logs in, begins the course, clicks a bone and answers an
exercise; then the summaries of all are verified into one table, and one that is forged has to be found. The last line says how
much memory it took.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

import psutil
from chromium_here import CHROMIUM_FLAGS, find_chromium
from notebook_page import is_outside
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LEARNERS = ("ana", "ben", "chloe", "dan", "eve")
PASSWORD = "for this check alone 7"
ADDRESS = "http://127.0.0.1:8000"
SECONDS = 180
OF_ONE = re.compile(r"\bana\b")
BEGAN = time.monotonic()


def say(what: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.1f} s  {what}", flush=True)


def documented() -> list[list[str]]:
    """Give the commands of the page, block by block."""
    page = (ROOT / "docs" / "give.md").read_text(encoding="utf-8")
    hub = page[page.index("## A JupyterHub of your own") :]
    return [block.splitlines() for block in re.findall(r"^```sh\n(.*?)^```$", hub, re.MULTILINE | re.DOTALL)]


def each_learner(lines: list[str]) -> list[str]:
    """Repeat the lines that name the learner of the page for every learner; the others stay as they are."""
    made: list[str] = []
    for line in lines:
        made += [OF_ONE.sub(name, line) for name in LEARNERS] if OF_ONE.search(line) else [line]
    return made


def run(line: str, folder: Path = ROOT, *, fails: bool = False) -> str:
    say(f"$ {line}")
    answers = f"{PASSWORD}\n" * 2 if line.startswith("passwd ") else None
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, input=answers, capture_output=True, text=True, check=False
    )
    if bool(done.returncode) != fails:
        raise SystemExit(f"{line}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout + done.stderr


def in_a_view_of_its_own() -> None:
    """Lay copies and empty folders over what the steps would change; the Python is the computer's own."""
    place = Path(tempfile.mkdtemp(prefix="hub-"))
    view = f"""set -e
mount -t tmpfs tmpfs {place}
cp -a /etc {place}/etc
mount --bind {place}/etc /etc
for each in home opt var-mail; do mkdir {place}/$each; done
mount --bind {place}/home /home
mount --bind {place}/opt /opt
export PATH=/usr/bin:$PATH
mount --bind {place}/var-mail /var/mail
exec {shlex.quote(sys.executable)} {shlex.quote(str(Path(__file__).resolve()))} --inside
"""
    code = subprocess.run(
        ["unshare", "--mount", "--kill-child", "--fork", "bash", "-c", view], check=False
    ).returncode
    place.rmdir()
    raise SystemExit(code)


@contextmanager
def hub(line: str):
    """Start the hub by its command, in its own group of processes, and end it."""
    said = Path("/opt/hub.log")
    with said.open("wb") as out:
        process = subprocess.Popen(
            ["bash", "-c", f"exec bash -c {shlex.quote(line)}"], cwd=ROOT, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + SECONDS
        while "JupyterHub is now running" not in said.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(said.read_text(errors="replace")[-4000:])
            time.sleep(0.3)
        say("the hub is running")
        yield process
    except Exception:
        print(said.read_text(errors="replace")[-6000:])
        raise
    finally:
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs([psutil.Process(process.pid), *below] if below else [], timeout=30)
        for one in alive:
            one.kill()


def log_in(page: Page, name: str) -> None:
    page.goto(f"{ADDRESS}/hub/login")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("#login_submit").click()
    page.locator(".door [data-go=on]").wait_for(timeout=SECONDS * 1000)
    say(f"{name} is on the first page")


@contextmanager
def seen(page: Page, name: str):
    """Leave a picture of what a learner saw when something failed."""
    try:
        yield
    except Exception:
        (ROOT / "artifacts").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "artifacts" / f"hub_{name}.png")
        raise


def learn(page: Page, name: str) -> None:
    """Begin, click a bone, and answer the first exercise by its first choice."""
    page.locator(".door [data-go=on]").click()
    bone = page.locator('.spine-map [data-spot="L3"]')
    bone.wait_for(timeout=SECONDS * 1000)
    page.locator(".cptedu-status[data-state=ready]").first.wait_for(state="attached", timeout=SECONDS * 1000)
    bone.click()
    page.locator(".spine-map").get_by_text("98941").first.wait_for(timeout=30_000)
    say(f"{name} has clicked L3, and the claim is 98941")
    card = page.locator(".practice").first
    card.locator("fieldset input").first.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".reply:not(.not-answered-yet)").get_by_text(re.compile(r"\w")).first.wait_for(
        timeout=30_000
    )
    say(f"{name} has answered an exercise")
    if page.get_by_text("notified about official Jupyter news").count():
        raise SystemExit("JupyterLab asks for news.")


def private(name: str, other: str) -> None:
    """A learner cannot read what another one did."""
    done = subprocess.run(
        ["runuser", "-u", name, "--", "cat", f"/home/{other}/cptedu-course/progress.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        raise SystemExit(f"{name} could read what {other} did")


def gathered(steps: list[str]) -> int:
    """Gather all summaries and verify them; then a forged one has to be found. Give how many rows the table has."""
    desk = Path("/opt/desk")
    desk.mkdir()
    for line in steps:
        run(line, desk)
    with (desk / "grades.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    if len(rows) != len(LEARNERS):
        raise SystemExit(f"{len(rows)} rows in the table: {rows}")
    place = desk / "handed_in" / f"{LEARNERS[0]}.json"
    summary = json.loads(place.read_text(encoding="utf-8"))
    answer = summary["answers"][0]
    answer["state"] = "wrong" if answer["state"] == "right" else "right"
    place.write_text(json.dumps(summary), encoding="utf-8")
    told = run(steps[-1], desk, fails=True)
    say(f"the forged one is found: {' '.join(told.split())[:300]}")
    return len(rows)


def main() -> None:
    if os.geteuid() != 0 or sys.platform != "linux":
        raise SystemExit("Accounts are made, so this is for root on Linux; it leaves none behind.")
    if "--inside" not in sys.argv:
        in_a_view_of_its_own()
    install, account, start, gather = documented()
    for line in install + each_learner(account):
        run(line)
    with hub(start[0]) as process, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        pages, outside = [], []
        for name in LEARNERS:
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.route(is_outside, lambda route, request: (outside.append(request.url), route.abort()))
            pages.append((name, context.new_page()))
        for name, page in pages:
            with seen(page, name):
                log_in(page, name)
        for name, page in pages:
            with seen(page, name):
                learn(page, name)
        (ROOT / "artifacts").mkdir(exist_ok=True)
        pages[-1][1].screenshot(path=ROOT / "artifacts" / "hub.png")
        below = psutil.Process(process.pid).children(recursive=True)
        memory = sum(one.memory_full_info().pss for one in below) / 1_000_000
        browser.close()
        if outside:
            raise SystemExit(f"asked for outside: {outside}")
        private("ana", "ben")
        rows = gathered(each_learner(gather))
    say(
        f"{len(LEARNERS)} learners at once on a hub: {memory:.0f} MB with all their kernels; verified into {rows} rows"
    )


if __name__ == "__main__":
    main()
