"""Things to click and drag: each in a folder of its own, beside the kit that they share."""

from __future__ import annotations

from pathlib import Path
from pkgutil import iter_modules

__all__ = ["instruments"]

_KIT = "kit"


def instruments() -> dict[str, str]:
    """List the instruments, without reading any: each folder is one, and its class bears the folder's name.

    Returns:
        For each class the module that holds it, within the package.

    >>> instruments()["SpineMap"]
    'widgets.spine_map'
    """
    names = [one.name for one in iter_modules([str(Path(__file__).parent)]) if one.name != _KIT]
    return {name.title().replace("_", ""): f"widgets.{name}" for name in names}
