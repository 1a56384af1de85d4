"""Goes through the first lesson of a site in Firefox, which is asked over WebDriver BiDi, its own way of being driven.

    python tests/benchmarks/site_in_firefox.py --site FOLDER

The site is served in a sub-folder. Says what was seen, and stops at the first thing that is not so; with the network off the
course is opened once more at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from site_walk import ARTIFACTS, IN_FRONT, SUB_FOLDER, say, served
from tornado.websocket import websocket_connect

NAMES = ("firefox-esr", "firefox")
PATIENCE = 240  # seconds
NOTHING_ELSEWHERE = {
    "network.dns.disabled": True,  # no other computer is found
    "network.proxy.type": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "toolkit.telemetry.enabled": False,
}


def find_firefox() -> str | None:
    return os.environ.get("CPTEDU_FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started(program: str):
    """Start Firefox with a profile of its own; give the address at which it is asked."""
    with tempfile.TemporaryDirectory(prefix="cptedu-firefox-", ignore_cleanup_errors=True) as profile:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in NOTHING_ELSEWHERE.items()
        )
        Path(profile, "user.js").write_text("".join(lines), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            profile,
            "--remote-debugging-port",
            "0",
            "about:blank",
        ]
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        ) as running:
            try:
                for line in running.stderr or ():
                    if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                        yield found[1]
                        break
            finally:
                running.terminate()


class Firefox:
    """One tab of Firefox.

    Attributes:
        complaints: errors on its console.
    """

    def __init__(self, socket: Any) -> None:
        self.socket, self.number, self.tab = socket, 0, ""
        self.complaints: list[str] = []

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        self.number += 1
        await self.socket.write_message(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            told = json.loads(await self.socket.read_message())
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.complaints.append(told["params"]["text"])
            if told.get("id") == self.number:
                if "error" in told:
                    raise AssertionError(f"{method}: {told['message']}")
                return told["result"]

    async def begin(self) -> None:
        await self.ask("session.new", capabilities={})
        await self.ask("session.subscribe", events=["log.entryAdded"])
        self.tab = (await self.ask("browsingContext.create", type="tab"))["context"]
        await self.ask(
            "browsingContext.setViewport", context=self.tab, viewport={"width": 1280, "height": 800}
        )

    async def go(self, address: str) -> None:
        await self.ask("browsingContext.navigate", context=self.tab, url=address, wait="interactive")

    async def says(self, expression: str) -> Any:
        told = await self.ask(
            "script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True
        )
        if told["type"] == "exception":
            raise AssertionError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    async def until(self, expression: str) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := await self.says(expression):
                return found
            await asyncio.sleep(0.25)
        raise AssertionError(f"not within {PATIENCE} s: {expression}")

    async def click(self, selector: str) -> None:
        await self.until(f"Boolean(document.querySelector({json.dumps(selector)}))")
        event = "new MouseEvent('click', {bubbles: true, cancelable: true})"
        await self.says(f"document.querySelector({json.dumps(selector)}).dispatchEvent({event})")

    async def picture(self, name: str) -> None:
        told = await self.ask("browsingContext.captureScreenshot", context=self.tab)
        ARTIFACTS.mkdir(exist_ok=True)
        (ARTIFACTS / f"{name}.png").write_bytes(b64decode(told["data"]))


READY = f"Boolean(document.querySelector('{IN_FRONT} .cptedu-status[data-state=ready]'))"
LINE = f"document.querySelector('{IN_FRONT} .spine-map .claim-line')?.innerText ?? ''"
KEPT = """new Promise((done) => {
  navigator.serviceWorker.addEventListener("message", ({ data }) => done(data.kept), { once: true });
  const keep = performance.getEntriesByType("resource").map(({ name }) => name);
  void navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ keep }));
})"""


async def walk(firefox: Firefox, address: str) -> None:
    await firefox.begin()
    await firefox.go(address)
    await firefox.click("a[data-go=on]")
    await firefox.until(READY)
    say("lesson 0 is ready")
    before = await firefox.until(LINE)
    await firefox.click(f'{IN_FRONT} .spine-map [data-spot="L3"]')
    await firefox.until(f"({LINE}) !== {json.dumps(before)}")
    say("the map was clicked, and the claim is another")
    await firefox.picture("site_firefox")
    assert await firefox.says(KEPT) is True
    say("the course is kept")


async def again(firefox: Firefox, address: str) -> None:
    """Open the course with nobody there who serves it."""
    await firefox.go(f"{address}lab/index.html?path=00_start_here.ipynb")
    await firefox.until(READY)
    say("with the network off lesson 0 is ready again")
    assert await firefox.until(LINE)


async def drive(program: str, site: Path) -> None:
    with tempfile.TemporaryDirectory() as made, started(program) as where:
        place = Path(made) / SUB_FOLDER
        place.parent.mkdir(parents=True)
        place.symlink_to(site.resolve())
        firefox = Firefox(await websocket_connect(f"{where}/session"))
        with served(Path(made)) as host:
            address = f"http://127.0.0.1:{host.server_port}/{SUB_FOLDER}/"
            await walk(firefox, address)
            assert firefox.complaints == [], firefox.complaints
        await again(firefox, address)
        await firefox.ask("browser.close")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, required=True)
    program = find_firefox()
    if program is None:
        raise SystemExit(
            "Firefox was not found. Install it, or name it in the environment variable CPTEDU_FIREFOX."
        )
    asyncio.run(drive(program, parser.parse_args().site))


if __name__ == "__main__":
    main()
