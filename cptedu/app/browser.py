"""The learner's web browser: whether there is one, and how a page is opened in it with the token unseen."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import webbrowser
from html import escape
from pathlib import Path

__all__ = ["has_browser", "installed_browser", "open_page", "open_window"]

_PROGRAMS = ("firefox", "chromium", "chromium-browser", "google-chrome", "microsoft-edge", "brave-browser")


def has_browser() -> bool:
    """Say whether a page can be opened in a browser window; a text browser in the terminal does not count.

    Returns:
        True when there is one.
    """
    windowed = sys.platform in ("win32", "darwin")
    if not windowed and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def installed_browser() -> str | None:
    """Look for a browser that is installed, even if there is no screen to show it on just now.

    Returns:
        The name of its program, or None.
    """
    return next((name for name in _PROGRAMS if shutil.which(name)), None)


def open_page(address: str, folder: Path) -> bool:
    """Open an address that holds a token, so that the list of processes does not show it to others.

    The browser is given a small file that leads on to the address, and that only the learner can read. Where
    the browser cannot read this file system (Windows' under WSL, a Chromebook's), it is given the address.

    Args:
        address: where to go.
        folder: where the small file may lie.

    Returns:
        True when a browser was started.
    """
    if not has_browser():
        return False
    if "microsoft" in platform.release().lower() or Path("/dev/.cros_milestone").exists():
        return webbrowser.open(address)
    try:
        return webbrowser.open(_page_leading_to(address, folder).as_uri())
    except OSError:
        return False


def open_window(address: str) -> bool:
    """Open an address that holds no token in a window of its own, where the browser gives one.

    Args:
        address: where to go.

    Returns:
        True when a browser was started.
    """
    return has_browser() and webbrowser.open_new(address)


def _page_leading_to(address: str, folder: Path) -> Path:
    page = folder / "open.html"
    page.unlink(missing_ok=True)
    where = escape(address, quote=True)
    with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Opening the course</title>'
            f'<meta http-equiv="refresh" content="0;url={where}">'
            f'<p><a href="{where}">Open the course</a></p>\n'
        )
    return page
