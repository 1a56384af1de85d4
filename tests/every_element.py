"""Every way in which one element of a visit may be another one: changed, added or garbled."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

__all__ = ["Change", "changes_of"]

GARBLED = "zqx-17 blurb"
"""Words that no table holds and that say nothing."""


@dataclass(frozen=True)
class Change:
    """A visit that differs in one element.

    Attributes:
        element: where it stands, as ``claim.account`` names it.
        value: what is written there now.
        visit: the visit with it.
        is_garbled: True where nothing can be made of the value, so that its very words must be shown.
    """

    element: str
    value: Any
    visit: dict[str, Any]
    is_garbled: bool = False


def changes_of(written: dict[str, Any]) -> Iterator[Change]:
    """Give every visit that differs from one in a single element.

    Args:
        written: a visit in the form of a visit file.
    """
    yield from _of_the_visit(written)
    for place in range(len(written.get("services", []))):
        yield from _of_a_service(written, place)


def _with(written: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(written)
    made[key] = value
    return made


def _of_the_visit(written: dict[str, Any]) -> Iterator[Change]:
    on = written["date_of_service"]
    assert isinstance(on, date)
    others = {
        "care": ["active", "maintenance"],
        "abn": ["none", "required", "voluntary"],
        "course": ["acute", "chronic"],
        "session_minutes": [1, 61],
        "xray_on": [on - timedelta(days=30), on - timedelta(days=900)],
        "last_seen": [on - timedelta(days=100), on - timedelta(days=1400)],
    }
    for key, values in others.items():
        for value in values:
            if written.get(key) != value:
                yield Change(key, value, _with(written, key, value))
    yield from _of_a_list(written, "adjusted", ["C5", "L4", "SI", "shoulder", "rib", GARBLED])
    yield from _of_a_list(written, "diagnoses", ["M99.01", "M54.59", "I10", "M54.5", "QQ9.Z", GARBLED])
    yield from _of_a_list(written, "part", ["P", "A", "R", "T"])
    for name in ("cervical", "L4", GARBLED):
        for said in ("tender", "normal", GARBLED):
            held = dict(written.get("findings") or {})
            if held.get(name) != said:
                changed = _with(written, "findings", held | {name: said})
                yield Change(f"findings.{name}", said, changed, said == GARBLED)
    for code in ("99213", "99203", "97161", "97164", "99499"):
        if written.get("evaluation", {}).get("code") != code:
            held = dict(written.get("evaluation", {})) | {"code": code}
            yield Change("evaluation.code", code, _with(written, "evaluation", held), code == "99499")
    if "evaluation" in written:
        for separate in (True, False):
            if written["evaluation"].get("separate") is not separate:
                held = written["evaluation"] | {"separate": separate}
                yield Change("evaluation.separate", separate, _with(written, "evaluation", held))


def _of_a_list(written: dict[str, Any], key: str, values: list[str], at: str = "") -> Iterator[Change]:
    held = list(written.get(key) or [])
    for value in values:
        if value in held:
            continue
        is_garbled = value in {GARBLED, "QQ9.Z"}
        for place in range(len(held)):
            made = [*held[:place], value, *held[place + 1 :]]
            yield Change(f"{at}{key}[{place + 1}]", value, _with(written, key, made), is_garbled)
        yield Change(f"{at}{key}[{len(held) + 1}]", value, _with(written, key, [*held, value]), is_garbled)


SERVICE_VALUES: dict[str, list[Any]] = {
    "activity": ["another activity", GARBLED],
    "deficit": ["shoulder flexion 95 degrees right", "WNL", "", GARBLED],
    "minutes": [0, 9, 40],
    "contact": ["one_on_one", "group", "unattended"],
    "performed_by": ["chiropractor", "therapist", "unlicensed_assistant"],
    "code": ["97110", "97012", "97811", "97537", "J1885"],
    "started": ["09:00:00", "11:30:00"],
    "encounter": [1, 2, "afternoon", GARBLED],
    "home_instruction": [True, False],
    "aquatic": [True, False],
    "muscle": ["hamstrings", "upper trapezius", GARBLED],
}


def _of_a_service(written: dict[str, Any], place: int) -> Iterator[Change]:
    done = written["services"][place]
    at = f"services[{place + 1}]."

    def changed(service: dict[str, Any]) -> dict[str, Any]:
        services = list(written["services"])
        services[place] = service
        return _with(written, "services", services)

    for key, values in SERVICE_VALUES.items():
        for value in values:
            if str(done.get(key)) != str(value):
                is_garbled = value in (GARBLED, "J1885")
                yield Change(f"{at}{key}", value, changed(dict(done) | {key: value}), is_garbled)
    for key, values in (
        ("regions", ["C5", "lumbar", "knee", "L5/S1", GARBLED]),
        ("purpose", ["strength", "balance", "massage", "functional_task"]),
    ):
        for one in _of_a_list(dict(done), key, values, at):
            yield Change(one.element, one.value, changed(one.visit), one.is_garbled)
