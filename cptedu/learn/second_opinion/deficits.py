"""Whether a note names a deficit that was measured: one function, so that another reader of notes can take its place."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["names_a_deficit"]

_READER = "cptedu.visit.measured_deficit"


def names_a_deficit(text: str, purposes: tuple[str, ...]) -> bool:
    """Say whether the words are a measured deficit of what was trained.

    Where the package has no reader of deficits, any words are taken for one.

    >>> names_a_deficit("", ("balance",))
    False
    """
    if not text.strip():
        return False
    try:
        reader: Any = importlib.import_module(_READER)
    except ModuleNotFoundError:
        return True
    return bool(reader.read_deficit(text, purposes).state == "measured")
