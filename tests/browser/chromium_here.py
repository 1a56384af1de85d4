"""Which Chromium there is, and how the tests start it; beside conftest.py, whose own name two files of the tests have."""

import os
import re
import shutil
from typing import Any

import pytest

HAS_FAILED = pytest.StashKey[bool]()
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# The pages behind Chromium's own bar for addresses: two in each window, and nobody types an address here.
BARS_PAGES = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """Look for Chromium: where CPTEDU_CHROMIUM says, else among the programs of this computer."""
    named = os.environ.get("CPTEDU_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def flags_for(chromium_type: Any, program: str) -> list[str]:
    """Give the flags that Chromium is started with, the pages of its own bar among what is shut off.

    Of two lists of features Chromium heeds the last alone, so ours goes on from Playwright's, which a Chromium tells that was
    started with it.
    """
    browser = chromium_type.launch(executable_path=program, args=CHROMIUM_FLAGS)
    told = browser.new_browser_cdp_session().send("SystemInfo.getInfo")["commandLine"]
    browser.close()
    shut_off = re.findall(r"--disable-features=(\S+)", told)
    return [*CHROMIUM_FLAGS, f"--disable-features={','.join([*shut_off[-1:], *BARS_PAGES])}"]
