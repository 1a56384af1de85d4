"""Advice that is taken home: what a note says of it in place of a treatment."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.draw import Draw

__all__ = ["a_leaflet"]

_BRIEF_SINCE = 9
_MINUTES = (2, 5)


def a_leaflet(wanted: Draw) -> dict[str, Any]:
    """Draw what makes a service advice with a leaflet; to hand one over takes a few minutes, never those of a treatment."""
    advice: dict[str, Any] = {"home_instruction": True}
    if wanted.generation < _BRIEF_SINCE:
        return advice
    return advice | {"minutes": wanted.stream.between(*_MINUTES)}
