"""The documentation as a reader gets it, built once for the tests that look at it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def builder() -> ModuleType:
    """Give the program that builds it."""
    if str(ROOT / "tools") not in sys.path:
        sys.path.append(str(ROOT / "tools"))
    import build_docs

    return build_docs


@cache
def built() -> Path:
    """Build the documentation, warnings being errors, and give its folder."""
    out = Path(mkdtemp(prefix="cptedu-docs-")) / "site"
    assert builder().build(out) == 0
    return out
