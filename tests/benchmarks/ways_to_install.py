"""Install the wheel in each of the ways that people use, and see the course alive in a browser with the world outside shut off.

    python -m uv run python tests/benchmarks/ways_to_install.py            # all of them, some ten minutes
    python -m uv run python tests/benchmarks/ways_to_install.py venv pipx  # some

A virtual environment in a folder called ``.venv``; ``pip install --user``; pipx. Then, in that environment and on lessons
that nobody laid with the command: plain ``jupyter lab``, ``voila``, and ``jupyter notebook`` with Notebook 7 installed
beside. Each is alive when a click on a bone changes the claim. And under six settings that would let everybody in, nothing is
served without the token. The last line says how many ways failed.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from chromium_here import CHROMIUM_FLAGS, find_chromium  # noqa: E402
from notebook_page import is_outside  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

SECONDS = 180
FIRST = "00_start_here.ipynb"
TOKEN = "of-this-check-alone"
OTHERS = {
    "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "Price: $1 and $2"}],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
OPEN_TO_ALL = {
    "IdentityProvider": {"token": "", "hashed_password": ""},
    "ServerApp": {"base_url": "/elsewhere/", "token": "", "ip": "0.0.0.0", "port": 1},
}
Way = Callable[[Path, Path, Any], None]


class Home:
    """Somebody's computer: a home of its own, and none of the variables of the one who runs this."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SSL_CERT_FILE") if name in os.environ}
        pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.environment = kept | pip | {"HOME": str(place), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def run(self, *words: str | Path) -> None:
        done = subprocess.run(
            words, env=self.environment, cwd=self.place, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")

    @contextmanager
    def program(self, *words: str | Path, until: str) -> Iterator[str]:
        """Run a program until the block ends; give the line with a word for which it was waited."""
        said = self.place / "said.txt"
        with said.open("wb") as out:
            process = subprocess.Popen(
                words, env=self.environment, cwd=self.place, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
        try:
            deadline = time.monotonic() + SECONDS
            while until not in said.read_text(errors="replace"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(said.read_text(errors="replace"))
                time.sleep(0.2)
            yield next(line for line in said.read_text(errors="replace").splitlines() if until in line)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.terminate()
                process.wait(90)


@contextmanager
def watched(browser: Any) -> Iterator[Page]:
    """Open a page, and fail when it asked for anything outside."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    outside: list[str] = []
    context.route(is_outside, lambda route, request: (outside.append(request.url), route.abort()))
    page = context.new_page()
    yield page
    context.close()
    assert outside == [], outside


def is_alive(page: Page, name: str) -> None:
    """A click on a bone changes the claim beside the map."""
    bone = page.locator('.spine-map [data-spot="L3"]')
    bone.wait_for(timeout=SECONDS * 1000)
    page.wait_for_timeout(500)
    bone.click()
    page.locator(".spine-map .claim-line").get_by_text("98941").wait_for(timeout=30_000)
    (ROOT / "artifacts").mkdir(exist_ok=True)
    page.screenshot(path=ROOT / "artifacts" / f"installed_{name}.png")


def by_the_command(home: Home, program: Path, browser: Any, name: str) -> None:
    with (
        home.program(program, "--no-browser", until="The course is open at") as said,
        watched(browser) as page,
    ):
        page.goto(said.split()[-1])
        is_alive(page, name)


def lessons_by_hand(home: Home) -> Path:
    """Lessons as somebody copies them into a folder, and a notebook of somebody else's beside them."""
    folder = home.place / "copied"
    shutil.copytree(ROOT / "notebooks", folder)
    (folder / "others.ipynb").write_text(json.dumps(OTHERS))
    return folder


def plain(home: Home, program: Path, browser: Any, kind: str) -> None:
    """JupyterLab or Notebook as it is, over lessons that nobody laid."""
    folder, port = lessons_by_hand(home), free_port()
    options = ("--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}")
    address = f"http://127.0.0.1:{port}"
    where = "lab/tree" if kind == "lab" else "notebooks"
    with home.program(program, kind, *options, f"--IdentityProvider.token={TOKEN}", until=f"{port}/"):
        with watched(browser) as page:
            page.goto(f"{address}/{where}/{FIRST}?token={TOKEN}")
            is_alive(page, f"jupyter_{kind}")
        with watched(browser) as page:
            page.goto(f"{address}/{where}/others.ipynb?token={TOKEN}")
            panel = page.locator(".jp-NotebookPanel", has=page.get_by_text("Price:"))
            panel.locator(".jp-RenderedMarkdown mjx-container").wait_for(
                timeout=SECONDS * 1000
            )  # $…$ is a formula there
            changed = panel.locator("[class*=cptedu]").count() or "cptedu" in (
                panel.get_attribute("class") or ""
            )
            assert not changed, "somebody else's notebook is changed"


def with_voila(home: Home, program: Path, browser: Any) -> None:
    folder, port = lessons_by_hand(home), free_port()
    with (
        home.program(program, folder, "--no-browser", f"--port={port}", until=f"{port}/"),
        watched(browser) as page,
    ):
        page.goto(f"http://127.0.0.1:{port}/voila/render/{FIRST}", timeout=SECONDS * 1000)
        is_alive(page, "voila")
        page.get_by_role("link", name="From a note to a claim").first.click()
        page.locator(".cptedu-footer").wait_for(timeout=SECONDS * 1000)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def in_a_virtual_environment(place: Path, wheel: Path, browser: Any) -> None:
    home = Home(place / "venv-home")
    home.run(sys.executable, "-m", "venv", home.place / ".venv")
    home.run(home.place / ".venv/bin/python", "-m", "pip", "install", "-q", wheel)
    by_the_command(home, home.place / ".venv/bin/cptedu", browser, "venv")


def in_the_users_own_packages(place: Path, wheel: Path, browser: Any) -> None:
    home = Home(place / "user-home")
    outside = Path(sys.base_prefix) / "bin" / "python3"
    home.run(outside, "-m", "pip", "install", "-q", "--user", "--no-warn-script-location", wheel)
    by_the_command(home, home.place / ".local/bin/cptedu", browser, "user")


def by_pipx(place: Path, wheel: Path, browser: Any) -> None:
    home = Home(place / "pipx-home")
    home.run(sys.executable, "-m", "venv", home.place / "tools")
    home.run(home.place / "tools/bin/python", "-m", "pip", "install", "-q", "pipx")
    home.run(home.place / "tools/bin/pipx", "install", wheel)
    by_the_command(home, home.place / ".local/bin/cptedu", browser, "pipx")


def without_the_command(place: Path, wheel: Path, browser: Any) -> None:
    home = Home(place / "plain-home")
    home.run(sys.executable, "-m", "venv", home.place / ".venv")
    programs = home.place / ".venv" / "bin"
    home.run(programs / "python", "-m", "pip", "install", "-q", wheel, "notebook>=7,<8")
    for number, step in enumerate(
        (
            lambda one: plain(one, programs / "jupyter", browser, "lab"),
            lambda one: plain(one, programs / "jupyter", browser, "notebook"),
            lambda one: with_voila(one, programs / "voila", browser),
        )
    ):
        step(Home(place / f"plain-home-{number}"))


def under_hostile_settings(place: Path, wheel: Path, browser: Any) -> None:
    """Whatever settings let everybody in, one after the other: without the token nothing is served."""
    home = Home(place / "hostile-home")
    home.run(sys.executable, "-m", "venv", home.place / ".venv")
    home.run(home.place / ".venv/bin/python", "-m", "pip", "install", "-q", wheel)
    course = home.place / "cptedu-course" / ".cptedu" / "jupyter"
    places = {
        "the environment": (home.place / ".venv/etc/jupyter", {}),
        "JUPYTER_CONFIG_PATH": (home.place / "path", {"JUPYTER_CONFIG_PATH": str(home.place / "path")}),
        "JUPYTER_CONFIG_DIR": (home.place / "dir", {"JUPYTER_CONFIG_DIR": str(home.place / "dir")}),
        "the home": (home.place / ".jupyter", {}),
        "the current folder": (home.place, {}),
        "the course's own folder": (course, {}),
    }
    for name, (folder, variables) in places.items():
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / f"jupyter{kind}_config.json" for kind in ("", "_server", "_lab", "_notebook")]
        for file in (*written, folder / "voila.json"):
            file.write_text(json.dumps(OPEN_TO_ALL))
        home.environment |= {"JUPYTER_TOKEN": "", **variables}
        with home.program(
            home.place / ".venv/bin/cptedu", "--no-browser", until="The course is open at"
        ) as said:
            base, token = said.split()[-1].split("/lab/tree/")[0], said.split("token=")[-1]
            for path in (
                "/api/contents",
                "/api/kernels",
                "/lab",
                f"/voila/render/{FIRST}",
                "/files/progress.json",
            ):
                assert status(base + path) in {302, 403}, f"{name}: {path} is served without the token"
            assert status(f"{base}/api/contents?token={token}") == 200, name
        for file in (*written, folder / "voila.json"):
            file.unlink(missing_ok=True)
        for variable in variables:
            del home.environment[variable]
        print(f"  closed under the settings of {name}", flush=True)


def status(address: str) -> int:
    """Ask for an address, straight to this computer, and follow nowhere."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.netloc, timeout=30)
    connection.request("GET", f"{where.path}?{where.query}")
    return connection.getresponse().status


WAYS: dict[str, Way] = {
    "hostile": under_hostile_settings,
    "venv": in_a_virtual_environment,
    "user": in_the_users_own_packages,
    "pipx": by_pipx,
    "plain": without_the_command,
}


def main(names: list[str]) -> None:
    failed = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        subprocess.run(["uv", "build", "-q", "--wheel", "--out-dir", place, ROOT], check=True)
        wheel = next(place.glob("*.whl"))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        for name in names or list(WAYS):
            try:
                WAYS[name](place, wheel, browser)
                print(f"{name}: alive", flush=True)
            except Exception as problem:
                failed += 1
                print(f"{name}: NOT ALIVE: {problem!r}", flush=True)
        browser.close()
    print(f"{failed} ways failed")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
