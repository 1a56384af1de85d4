"""Published wrong statements that can be carried out, and visits on which they part from the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import as_date, document
from cptedu.learn.skills import part_of
from cptedu.learn.trials import Trial
from cptedu.model import Reading, Visit

__all__ = ["KINDS", "Exhibit", "Knob", "exhibit", "exhibits"]

KINDS: Mapping[str, str] = {
    "wrong": "wrong",
    "payer_rule": "one payer's rule, told as everybody's",
    "disputed": "disputed",
}


@dataclass(frozen=True)
class Knob:
    """One thing about the visit that the learner may change.

    Attributes:
        name: a short name.
        label: what it is, in words.
        kind: ``number``, ``date``, ``one`` (of the options) or ``several`` (of them).
        path: where in the visit it is, such as ``("services", 0, "minutes")``.
        start: where it stands at first.
        options: label and value of each thing to choose, of ``one`` and ``several``.
        least: the least number or first date.
        most: the greatest number or last date.
    """

    name: str
    label: str
    kind: str
    path: tuple[str | int, ...]
    start: Any
    options: tuple[tuple[str, Any], ...] = ()
    least: Any = None
    most: Any = None

    def value(self, setting: Any) -> Any:
        """Give what a setting means in the visit.

        Raises:
            CpteduError: for a setting that is not offered.
        """
        if self.kind == "number":
            if (
                isinstance(setting, bool)
                or not isinstance(setting, int)
                or not self.least <= setting <= self.most
            ):
                raise CpteduError(
                    f"{self.label}: give a whole number from {self.least} to {self.most}, not {setting!r}."
                )
            return setting
        if self.kind == "date":
            on = as_date(setting, self.label)
            if not self.least <= on <= self.most:
                raise CpteduError(f"{self.label}: give a day from {self.least} to {self.most}, not {on}.")
            return on
        if self.kind == "one":
            if (
                isinstance(setting, bool)
                or not isinstance(setting, int)
                or setting not in range(len(self.options))
            ):
                raise CpteduError(
                    f"{self.label}: {setting!r} is not offered. There are {len(self.options)} choices."
                )
            return self.options[setting][1]
        offered = [value for _, value in self.options]
        if not isinstance(setting, list | tuple):
            raise CpteduError(f"{self.label}: give a list, not {setting!r}.")
        for one in setting:
            if one not in offered:
                raise unknown(self.label, one, offered)
        return [value for value in offered if value in setting]


@dataclass(frozen=True)
class Exhibit:
    """A published statement, and what may be changed in a visit to disprove it.

    Attributes:
        id: a short name.
        title: a name for the plaque.
        statement: what was published, in our words.
        seen_in: where.
        kind: one of ``KINDS``.
        skill: the skill to which it belongs.
        asks: the question that statement and sources answer.
        hint: where to look.
        wrong: what is wrong with it.
        settled_by: the sources that settle it, or that stand on the other side.
        readings: each side, where sources differ.
        visit: the visit to start from, as in a visit file, without what the knobs set.
        knobs: what may be changed.
        disproof: settings at which statement and sources part.
    """

    id: str
    title: str
    statement: str
    seen_in: tuple[Citation, ...]
    kind: str
    skill: str
    asks: str
    hint: str
    wrong: str
    settled_by: tuple[Citation, ...]
    readings: tuple[Reading, ...]
    visit: Mapping[str, Any]
    knobs: tuple[Knob, ...]
    disproof: Mapping[str, Any]

    @property
    def start(self) -> dict[str, Any]:
        """Give the settings at which the knobs stand at first."""
        return {knob.name: knob.start for knob in self.knobs}

    def visit_at(self, settings: Mapping[str, Any]) -> Visit:
        """Make the visit of some settings.

        Args:
            settings: a setting for each knob; one that is left out stands where it stood at first.

        Returns:
            The visit.

        Raises:
            CpteduError: for a knob that the exhibit does not have, or a setting that is not offered.
        """
        names = [knob.name for knob in self.knobs]
        for name in settings:
            if name not in names:
                raise unknown("knob of this exhibit", name, names)
        given = _copied(self.visit)
        for knob in self.knobs:
            _put(given, knob.path, knob.value(settings.get(knob.name, knob.start)))
        return Visit.from_dict(given)

    def test(self, settings: Mapping[str, Any]) -> Trial:
        """Put a visit to the test.

        >>> tested = exhibit("exercise_59").test({"adjusted": 1})
        >>> tested.statement, tested.sources, tested.disproves
        ('59', 'none', True)
        """
        tested: Trial = getattr(part_of(self.skill, "statements"), self.id)(self.visit_at(settings))
        return tested


def _copied(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {key: _copied(value) for key, value in given.items()}
    return [_copied(one) for one in given] if isinstance(given, list) else given


def _put(given: Any, path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        given = given[step]
    given[path[-1]] = value


@cache
def exhibits() -> tuple[Exhibit, ...]:
    """List the exhibits.

    >>> "stroke_only" in [one.id for one in exhibits()]
    True
    """
    return tuple(map(_exhibit, document("errors.toml")["errors"]))


def exhibit(name: str) -> Exhibit:
    """Look an exhibit up by its id.

    Raises:
        CpteduError: when there is none of that name.
    """
    held = {one.id: one for one in exhibits()}
    if name not in held:
        raise unknown("exhibit", name, held)
    return held[name]


def _exhibit(entry: Mapping[str, Any]) -> Exhibit:
    return Exhibit(
        **{key: entry[key] for key in ("id", "title", "statement", "kind", "skill", "asks", "hint", "wrong")},
        seen_in=tuple(map(cite, entry["seen_in"])),
        settled_by=tuple(map(cite, entry["settled_by"])),
        readings=_readings(entry.get("contested")),
        visit=entry["visit"],
        knobs=tuple(map(_knob, entry["knobs"])),
        disproof=entry["disproof"],
    )


def _knob(entry: Mapping[str, Any]) -> Knob:
    return Knob(
        name=entry["name"],
        label=entry["label"],
        kind=entry["kind"],
        path=tuple(int(step) if step.isdecimal() else step for step in entry["path"].split(".")),
        start=entry["start"],
        options=tuple((one["label"], one["value"]) for one in entry.get("options", ())),
        least=entry.get("least"),
        most=entry.get("most"),
    )


def _readings(point: str | None) -> tuple[Reading, ...]:
    if point is None:
        return ()
    found = next(one for one in document("contested.toml")["points"] if one["id"] == point)
    return tuple(Reading(one["says"], tuple(map(cite, one["held_by"]))) for one in found["readings"])
