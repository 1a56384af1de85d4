"""Plain data and plain text: what crosses to the browser, and what stands where no widget can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

import traitlets

from cptedu.explain import place_in_words, verdict_in_words
from cptedu.model import Finding, Reading, Visit

__all__ = ["Plain", "finding_as_data", "place_in_words", "plain", "sides_of", "with_text"]


def plain(given: Any) -> Any:
    """Give what was given as texts, numbers, lists and mappings, as far as a browser needs it.

    >>> plain({"date_of_service": date(2026, 3, 4), "adjusted": ("C5",)})
    {'date_of_service': '2026-03-04', 'adjusted': ['C5']}
    """
    if isinstance(given, Visit):
        given = given.to_dict()
    if given is None or isinstance(given, str | bool | int | float):
        return given
    if isinstance(given, date | time):
        return given.isoformat()
    if isinstance(given, Mapping):
        return {str(key): plain(value) for key, value in given.items()}
    if isinstance(given, Iterable):
        return [plain(value) for value in given]
    return repr(given)


class Plain(traitlets.TraitType[Any, Any]):
    """Plain data of any shape: whether it makes sense is said by the reading, in words that the widget shows."""

    info_text = "plain data"

    def make_dynamic_default(self) -> Any:
        """Start with a copy, so that no two widgets share a list."""
        return plain(self.default_value)

    def validate(self, obj: Any, value: Any) -> Any:  # noqa: ARG002
        """Take anything, a visit too."""
        return plain(value)


def finding_as_data(finding: Finding) -> dict[str, Any]:
    """Give a finding as plain data: what it says, what would settle it, and on what it rests."""
    return {
        "verdict": finding.verdict.value,
        "words": verdict_in_words(finding.verdict),
        "says": finding.says,
        "fix": finding.fix,
        "sides": sides_of(finding.readings),
        "sources": [str(citation) for citation in finding.citations],
    }


def sides_of(readings: Iterable[Reading]) -> list[str]:
    """Say each side of what sources dispute, with those who hold it."""
    return [f"{one.says} ({', '.join(one.publishers) or 'no source'})" for one in readings]


def with_text(bundle: Any, text: str) -> Any:
    """Put a widget's words into its mime bundle, for front ends that show no widgets.

    Args:
        bundle: what anywidget made, with or without metadata.
        text: what the widget shows, in words.

    Returns:
        The same bundle.
    """
    for part in bundle if isinstance(bundle, tuple) else (bundle,):
        if part and "text/plain" in part:
            part["text/plain"] = text
    return bundle
