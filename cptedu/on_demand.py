"""Names that a module offers and reads only when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["offered_by"]


def offered_by(module: dict[str, Any], homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a module that offers names of others.

    Args:
        module: the module's ``globals()``; what was asked for once is kept there.
        homes: where each name stands, within the package.

    Returns:
        What looks a name up, and raises AttributeError for one that is not offered.

    >>> offered_by({"__name__": "cptedu"}, {"region_of": "facts.regions"})("region_of")("C5")
    'cervical'
    """

    def look_up(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
        module[name] = getattr(import_module(f"cptedu.{homes[name]}"), name)
        return module[name]

    return look_up
