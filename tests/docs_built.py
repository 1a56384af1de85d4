"""The documentation as a reader gets it, built once for the tests that look at it."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from types import ModuleType

from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]


def builder() -> ModuleType:
    """Give the program that builds it."""
    if str(ROOT / "tools") not in sys.path:
        sys.path.append(str(ROOT / "tools"))
    import build_docs

    return build_docs


@cache
def built() -> Path:
    """Build the documentation, warnings being errors, and give its folder.

    The processes of one run of the tests share it: the first that asks builds, and whoever asks meanwhile waits. A build that
    went wrong is no documentation, and the next one that asks builds it anew.
    """
    one_run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    place = Path(gettempdir()) / f"cptedu-docs-{one_run}" if one_run else Path(mkdtemp(prefix="cptedu-docs-"))
    out, whole = place / "site", place / "whole"
    place.mkdir(exist_ok=True)
    with FileLock(place / "lock"):
        if not whole.exists():
            assert builder().build(out) == 0
            whole.touch()
    return out
