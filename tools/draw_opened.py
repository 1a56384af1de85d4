"""Draw the first page of the course: ``python -m uv run python tools/draw_opened.py`` opens it, and writes docs/opened.png.

The picture carries the words that it shows, so that a test can tell when they are no longer those of the course.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "opened.png"
KEYWORD = "Words"
SIGNATURE, HEAD = b"\x89PNG\r\n\x1a\n", 33  # bytes before a picture's second part
WORDS = """() => ({
  lessons: [...document.querySelectorAll(".door .tile .title")].map(
    (one) => [one.firstChild.data, one.querySelector("small").textContent]),
  skills: [...document.querySelectorAll(".door .skills li")].map((one) => one.textContent),
  beside: [...document.querySelectorAll(".tools a[data-name$='.ipynb']")].map((one) => one.textContent),
})"""


def with_words(picture: bytes, words: object) -> bytes:
    """Put words into a picture, behind its head."""
    body = b"iTXt" + KEYWORD.encode() + b"\0\0\0\0\0" + json.dumps(words, ensure_ascii=False).encode()
    part = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:HEAD] + part + picture[HEAD:]


def words_of(picture: bytes) -> object:
    """Give the words that a picture carries; None where it has none."""
    at = len(SIGNATURE)
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        if kind == b"iTXt" and body.startswith(KEYWORD.encode() + b"\0"):
            return json.loads(body[len(KEYWORD) + 5 :])
        at += size + 12
    return None


def main() -> None:
    """Open the course as somebody does who begins, and draw what is seen."""
    home = tempfile.mkdtemp()
    course = subprocess.Popen(
        [sys.executable, "-m", "cptedu", "--no-browser"],
        env=os.environ | {"HOME": home, "USERPROFILE": home},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = next(filter(None, (re.search(r"http://\S+", line) for line in course.stdout or ()))).group()
        with sync_playwright() as playwright:
            program = os.environ.get("CPTEDU_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US")
            page.goto(address)
            page.locator(".door .tile").first.wait_for()
            page.locator("#cptedu-course .tools").get_by_role("button", name="Dark").wait_for()
            PICTURE.write_bytes(with_words(page.screenshot(animations="disabled"), page.evaluate(WORDS)))
    finally:
        course.send_signal(signal.SIGINT)
        course.wait(60)


if __name__ == "__main__":
    main()
