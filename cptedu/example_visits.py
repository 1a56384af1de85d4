"""The example visits that come with the course."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cptedu.errors import unknown
from cptedu.facts.tables import data_folder, document
from cptedu.model import Visit
from cptedu.visit_file import visit_from_dict

__all__ = ["example_visit", "example_visits"]


@cache
def example_visits() -> tuple[str, ...]:
    """List the example visits that come with the course.

    >>> "desk_worker" in example_visits()
    True
    """
    return tuple(sorted(path.stem for path in (data_folder() / "visits").glob("*.toml")))


def example_visit(name: str, *, service: Mapping[str, Any] | None = None, **changes: Any) -> Visit:
    """Give an example visit, with some of its keys changed.

    Args:
        name: one of ``example_visits()``.
        service: keys of its first service with other values, such as ``{"minutes": 7}``; ``None`` takes a key away.
        changes: keys of a visit file with other values, such as ``payer="medicare"``; ``None`` takes a key away.

    Returns:
        The visit.

    Raises:
        CpteduError: when there is no such example, or a change cannot be used.

    >>> example_visit("desk_worker", payer="medicare").payer
    'medicare'
    >>> example_visit("desk_worker", service={"minutes": 7}).services[0].minutes
    7
    """
    if name not in example_visits():
        raise unknown("example visit", name, example_visits())
    written = _changed(document(f"visits/{name}.toml"), changes)
    if service is not None:
        first, *others = written["services"]
        written["services"] = [_changed(first, service), *others]
    return visit_from_dict(written)


def _changed(written: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (dict(written) | dict(changes)).items() if value is not None}
