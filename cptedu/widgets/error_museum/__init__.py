"""The error museum: published wrong statements, each to be disproved by a visit that the learner finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from cptedu.errors import CpteduError
from cptedu.widgets.error_museum.exhibits import KINDS, Exhibit, Knob, Trial, exhibit, exhibits
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain, finding_as_data, plain

__all__ = ["ErrorMuseum", "read_museum"]

HINT_AFTER = 2
SHOW_AFTER = 3

Test = Mapping[str, Any]


def read_museum(at: str, settings: Mapping[str, Any], tests: Iterable[Test]) -> dict[str, Any]:
    """Say of each exhibit whether the learner disproved it; what is wrong is told only of those.

    Args:
        at: the exhibit in front.
        settings: how its knobs stand, where they were moved.
        tests: every visit put to the test, in order: ``exhibit`` and ``settings``.

    Returns:
        ``exhibits``, ``current``, ``tally`` and ``summary``.

    Raises:
        CpteduError: for an exhibit that is not there, or settings that are not offered.

    >>> read_museum("exercise_59", {}, [])["current"]["wrong"]
    ''
    >>> read_museum("exercise_59", {}, [{"exhibit": "exercise_59", "settings": {"adjusted": 1}}])["current"]["state"]
    'disproved'
    """
    held = exhibit(at)
    held.visit_at(settings)
    tried: dict[str, list[tuple[Test, Trial]]] = {one.id: [] for one in exhibits()}
    for test in tests:
        if not isinstance(test, Mapping) or {"exhibit", "settings"} - set(test):
            raise CpteduError(f"{test!r} is not a visit put to the test. Give its exhibit and its settings.")
        name = exhibit(test["exhibit"]).id
        tried[name].append((test, exhibit(name).test(test["settings"])))
    states = {name: _state([tested for _, tested in made]) for name, made in tried.items()}
    done = sum(state == "disproved" for state in states.values())
    current = _current(held, settings, tried[at])
    return {
        "exhibits": [
            {"id": one.id, "title": one.title, "state": states[one.id], "kind": _kind(one, states[one.id])}
            for one in exhibits()
        ],
        "current": current,
        "tally": f"{done} of {len(states)} disproved.",
        "summary": current["said"],
    }


def _state(tried: list[Trial]) -> str:
    if any(tested.disproves for tested in tried):
        return "disproved"
    return "tried" if tried else "open"


def _kind(one: Exhibit, state: str) -> str:
    return KINDS[one.kind] if state == "disproved" else ""


def _current(held: Exhibit, settings: Mapping[str, Any], tried: list[tuple[Test, Trial]]) -> dict[str, Any]:
    state = _state([tested for _, tested in tried])
    in_vain = sum(not tested.disproves for _, tested in tried)
    found = state == "disproved"
    last = tried[-1] if tried else None
    # A result is shown only while the knobs still stand where they stood when it was found.
    is_of_now = last is not None and held.start | dict(last[0]["settings"]) == held.start | dict(settings)
    said = _said(last[1]) if last is not None and is_of_now else held.statement
    return {
        "id": held.id,
        "title": held.title,
        "statement": held.statement,
        "seen_in": [f"{one.publisher}, {one.title}" for one in held.seen_in],
        "asks": held.asks,
        "knobs": [_knob(knob, settings.get(knob.name, knob.start)) for knob in held.knobs],
        "state": state,
        "tries": len(tried),
        "tested": _tested(last[1]) if last is not None and is_of_now else None,
        "said": said,
        "hint": held.hint if in_vain >= HINT_AFTER and not found else "",
        "disproof": plain(held.disproof) if in_vain >= SHOW_AFTER and not found else None,
        "kind": _kind(held, state),
        "wrong": held.wrong if found else "",
        "settled_by": [str(one) for one in held.settled_by] if found else [],
        "sides": [
            f"{one.says} ({', '.join(citation.publisher for citation in one.held_by) or 'no source'})"
            for one in held.readings
        ]
        if found
        else [],
    }


def _knob(knob: Knob, setting: Any) -> dict[str, Any]:
    return {
        "name": knob.name,
        "label": knob.label,
        "kind": knob.kind,
        "options": [
            {"label": label, "setting": value if knob.kind == "several" else at}
            for at, (label, value) in enumerate(knob.options)
        ],
        "least": knob.least,
        "most": knob.most,
        "setting": setting,
    }


def _tested(tested: Trial) -> dict[str, Any]:
    return {
        "statement": tested.statement,
        "sources": tested.sources,
        "disproves": tested.disproves,
        "because": [finding_as_data(one) for one in tested.because],
    }


def _said(tested: Trial) -> str:
    both = f"By the statement: {tested.statement}. By the sources: {tested.sources}."
    return (
        f"Disproved. {both}" if tested.disproves else f"They agree, so this visit disproves nothing. {both}"
    )


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
        said += [f"  {knob['label']}: {_setting_in_words(knob)}" for knob in current["knobs"]]
        said.append(current["asks"])
        if current["tested"]:
            said.append(current["said"])
        if current["wrong"]:
            said += [f"{current['kind'].capitalize()}. {current['wrong']}", *current["settled_by"]]
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"ErrorMuseum(at={self.at!r}, tests={self.tests!r})"


def _setting_in_words(knob: Mapping[str, Any]) -> str:
    if knob["kind"] == "one":
        return str(knob["options"][knob["setting"]]["label"])
    if knob["kind"] == "several":
        return (
            ", ".join(one["label"] for one in knob["options"] if one["setting"] in knob["setting"]) or "none"
        )
    return str(knob["setting"])
