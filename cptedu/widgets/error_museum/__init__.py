"""The error museum: published wrong statements, each to be disproved by a visit that the learner finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from cptedu.widgets.error_museum.exhibits import exhibits
from cptedu.widgets.error_museum.reading import Test, read_museum, setting_in_words
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain

__all__ = ["ErrorMuseum"]


class ErrorMuseum(ReadInstrument):
    """Statements that were published and do not hold; the learner finds for each a visit on which it fails.

    Args:
        at: the exhibit in front; the first by default.
        settings: for each exhibit, how its knobs stand.
        tests: visits put to the test before.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> museum = ErrorMuseum(at="exercise_59")
    >>> museum.tests = [{"exhibit": "exercise_59", "settings": {"adjusted": 1}}]
    >>> museum.reading["current"]["tested"]["statement"], museum.reading["current"]["state"]
    ('59', 'disproved')
    """

    at = traitlets.Unicode().tag(sync=True)
    settings = Plain({}).tag(sync=True)
    tests = Plain([]).tag(sync=True)

    _reads = ("at", "settings", "tests")

    def __init__(
        self,
        at: str = "",
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        tests: Iterable[Test] = (),
        **options: Any,
    ) -> None:
        super().__init__(at=at or exhibits()[0].id, settings=settings or {}, tests=tests, **options)

    def _changed(self, change: Any) -> None:
        """Move the knobs to where they stood when a visit was put to the test."""
        if change["name"] == "tests" and self.tests:
            last = self.tests[-1]
            if isinstance(last, dict) and last.get("exhibit") == self.at:
                moved = dict(self.settings) | {self.at: last.get("settings", {})}
                if moved != self.settings:
                    self.settings = moved  # answered by that change
                    return
        self._answer()

    def _read(self) -> Mapping[str, Any]:
        held = self.settings.get(self.at, {}) if isinstance(self.settings, dict) else {}
        return read_museum(self.at, held, self.tests)

    def as_text(self) -> str:
        """Say in words what the museum shows.

        >>> print(ErrorMuseum(at="first_band").as_text().splitlines()[2])
        The bands of a cheat sheet: One unit is 8 to 14 minutes, two units are 23 to 37.
        """
        reading = self.reading
        if reading["problem"]:
            return f"The error museum\n{reading['problem']}"
        current = reading["current"]
        said = ["The error museum", reading["tally"], f"{current['title']}: {current['statement']}"]
        said += [f"Seen in: {one}" for one in current["seen_in"]]
        said += [f"  {knob['label']}: {setting_in_words(knob)}" for knob in current["knobs"]]
        said.append(current["asks"])
        if current["tested"]:
            said.append(current["said"])
        if current["wrong"]:
            said += [f"{current['kind'].capitalize()}. {current['wrong']}", *current["settled_by"]]
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"ErrorMuseum(at={self.at!r}, tests={self.tests!r})"
