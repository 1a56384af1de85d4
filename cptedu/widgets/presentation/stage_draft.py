"""A case to write from on the stage: the file of a slide, with what the room sees and nothing that tells the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from cptedu.learn.deck import Slide
from cptedu.visit_file import visit_to_dict

__all__ = ["case_as_seen"]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def case_as_seen(slide: Slide) -> str:
    """Write a slide as a case file, as far as the room sees it before the claim is revealed.

    Args:
        slide: the case.

    Returns:
        Title, question, visit and what may be changed. Choices stand in it where they are claims, for among claims the
        rules find the answer; left out are the answer among words, the notes and whatever comments the file has.
    """
    visit = visit_to_dict(slide.visit)
    services = visit.pop("services", [])
    claims = [choice.words for choice in slide.choices if choice.lines is not None]
    tries = {what: list(values[1:]) for what, values in slide.values if values and what not in slide.own}
    whole = {"title": slide.title, "question": slide.question} | ({"choices": claims} if claims else {})
    blocks = [_lines(whole), "[visit]\n" + _lines(visit)]
    blocks += ["[[visit.services]]\n" + _lines(service) for service in services]
    blocks.append("[what_if]\n" + _lines(({"service": slide.service + 1} if services else {}) | tries))
    return "\n\n".join(blocks) + "\n"


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{_key(name)} = {_written(value)}" for name, value in table.items() if value is not None
    )


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _written(value: Any) -> str:
    """Write a value as TOML does."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{_key(name)} = {_written(one)}" for name, one in value.items() if one is not None)
            + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
