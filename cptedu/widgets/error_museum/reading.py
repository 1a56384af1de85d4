"""What the museum shows: its exhibits, the one in front, and what the visits that were tried on it come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cptedu.errors import CpteduError
from cptedu.learn.trials import Trial
from cptedu.widgets.error_museum.exhibits import KINDS, Exhibit, Knob, exhibit, exhibits
from cptedu.widgets.kit.plain import finding_as_data, plain, sides_of

__all__ = ["Test", "read_museum", "setting_in_words"]

HINT_AFTER = 2
SHOW_AFTER = 3
_EXPECTED = {"agree": "agree", "part": "differ"}


Test = Mapping[str, Any]


def read_museum(at: str, settings: Mapping[str, Any], tests: Iterable[Test]) -> dict[str, Any]:
    """Say of each exhibit whether the learner disproved it; what is wrong is told only of those.

    Args:
        at: the exhibit in front.
        settings: how its knobs stand, where they were moved.
        tests: every visit put to the test, in order: ``exhibit``, ``settings``, and what the learner expected: ``expects``
            is ``"agree"`` or ``"part"``.

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
    current = _current(held, settings, tried[at]) | {"next": _next(at, states)}
    return {
        "exhibits": [
            {"id": one.id, "title": one.title, "state": states[one.id], "kind": _kind(one, states[one.id])}
            for one in exhibits()
        ],
        "current": current,
        "tally": f"{done} of {len(states)} disproved.",
        "summary": current["said"],
    }


def _next(at: str, states: Mapping[str, str]) -> str:
    """Give the next exhibit that still stands, from here on and then from the first; empty when none does."""
    names = list(states)
    here = names.index(at)
    return next((one for one in names[here + 1 :] + names[:here] if states[one] != "disproved"), "")


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
        "tested": _tested(*last) if last is not None and is_of_now else None,
        "said": said,
        "hint": held.hint if in_vain >= HINT_AFTER and not found else "",
        "disproof": plain(held.disproof) if in_vain >= SHOW_AFTER and not found else None,
        "kind": _kind(held, state),
        "wrong": held.wrong if found else "",
        "settled_by": [str(one) for one in held.settled_by] if found else [],
        "sides": sides_of(held.readings) if found else [],
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


def _tested(test: Test, tested: Trial) -> dict[str, Any]:
    return {
        "foreseen": _foreseen(test, tested),
        "statement": tested.statement,
        "sources": tested.sources,
        "disproves": tested.disproves,
        "because": [finding_as_data(one) for one in tested.because],
    }


def _foreseen(test: Test, tested: Trial) -> str:
    """Say what became of what the learner expected; nothing where that was not asked."""
    expects = test.get("expects")
    if expects not in _EXPECTED:
        return ""
    return (
        "As you expected."
        if (expects == "part") is tested.disproves
        else f"You expected them to {_EXPECTED[expects]}."
    )


def _said(tested: Trial) -> str:
    both = f"By the statement: {tested.statement}. By the sources: {tested.sources}."
    return (
        f"Disproved. {both}" if tested.disproves else f"They agree, so this visit disproves nothing. {both}"
    )


def setting_in_words(knob: Mapping[str, Any]) -> str:
    """Say where a knob stands."""
    if knob["kind"] == "one":
        return str(knob["options"][knob["setting"]]["label"])
    if knob["kind"] == "several":
        return (
            ", ".join(one["label"] for one in knob["options"] if one["setting"] in knob["setting"]) or "none"
        )
    return str(knob["setting"])
