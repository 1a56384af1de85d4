"""What a click or a typed value does to a plan of care, as plain data in and plain data out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from cptedu.analysis.plan import MOST_PHASES
from cptedu.errors import CpteduError, unknown
from cptedu.facts.regions import region
from cptedu.facts.tables import document

__all__ = ["edited", "own_services", "preset_of", "presets"]

_TYPED_ANYWHERE = frozenset(("title", "starts_on", "payer", "track", "participation"))
_TYPED_IN_A_PHASE = frozenset(
    ("name", "weeks", "visits_per_week", "care", "abn", "session_minutes", "diagnoses")
)


@cache
def presets() -> dict[str, dict[str, Any]]:
    """Give the services that the table offers, by id: what they are called, and what stands in the plan.

    >>> presets()["strength_back"]["service"]["minutes"]
    15
    """
    return {
        one["id"]: {
            "word": one["word"],
            "service": {key: value for key, value in one.items() if key not in {"id", "word"}},
        }
        for one in document("plan_services.toml")["services"]
    }


def preset_of(service: Mapping[str, Any]) -> str:
    """Say which of the offered services this is; empty for one that was written by hand."""
    return next((name for name, one in presets().items() if one["service"] == dict(service)), "")


def own_services(phase: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List a phase's services, each with the id by which it is taken away: of a preset, or its place."""
    listed = phase.get("services")
    held = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return [
        {"id": preset_of(one) or f"written-{at}", "word": _word(one), "service": dict(one)}
        for at, one in enumerate(held)
    ]


def _word(service: Mapping[str, Any]) -> str:
    found = preset_of(service)
    if found:
        return str(presets()[found]["word"])
    minutes = service.get("minutes")
    return str(service.get("activity") or service.get("code") or "a service") + (
        f", {minutes} min" if minutes is not None else ""
    )


def edited(plan: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give the plan as it is after one change; the one given stays as it was.

    Args:
        plan: the keys of a plan file.
        asked: what is to be changed: ``do`` and what belongs to it.

    Returns:
        The changed plan.

    Raises:
        CpteduError: when the change is not one that the table knows, or its place is not there.

    >>> edited({"phases": [{"weeks": 2}]}, {"do": "type", "path": ["phases", 0, "weeks"], "text": "3"})
    {'phases': [{'weeks': 3}]}
    """
    do = asked.get("do")
    if not isinstance(do, str) or do not in _CHANGES:
        raise unknown("change of a plan", do, _CHANGES)
    made = deepcopy(dict(plan))
    _CHANGES[do](made, asked)
    return made


# ------------------------------------------------------------------------------------------------ typed


def _type(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    path, text = asked.get("path"), str(asked.get("text", "")).strip()
    match path:
        case [str(key)] if key in _TYPED_ANYWHERE:
            _put(plan, key, text or None)
        case ["re_evaluation", "every_days"]:
            _put_within(plan, ["re_evaluation"], "every_days", _whole(text))
        case ["contract", ("visits_covered" | "copay" | "coinsurance" | "maintenance_covered") as key]:
            _put_within(plan, ["contract"], key, _READ[key](text))
        case ["charges", str(code)]:
            _put_within(plan, ["charges"], code, _number(text))
        case ["contract", "allowed", str(code)]:
            _put_within(plan, ["contract", "allowed"], code, _number(text))
        case ["phases", int(at), str(key)] if key in _TYPED_IN_A_PHASE:
            _put(_phase(plan, at), key, _READ.get(key, _words)(text))
        case _:
            raise CpteduError(f"{path!r} is no place in a plan of care that the table can change.")


def _put(held: dict[str, Any], key: str, value: Any) -> None:
    held.pop(key, None) if value is None else held.update({key: value})


def _put_within(plan: dict[str, Any], tables: list[str], key: str, value: Any) -> None:
    """Put a value into a table of the plan, and leave no empty table behind."""
    first, *rest = tables
    inner = dict(plan[first]) if isinstance(plan.get(first), Mapping) else {}
    if rest:
        _put_within(inner, rest, key, value)
    else:
        _put(inner, key, value)
    _put(plan, first, inner or None)


def _words(text: str) -> str | None:
    return text or None


def _whole(text: str) -> int | str | None:
    """Read a whole number; what is none stays as it was typed, so that the plan says what is wrong with it."""
    try:
        return int(text) if text else None
    except ValueError:
        return text


def _number(text: str) -> float | str | None:
    try:
        made = float(text.removeprefix("$")) if text else None
    except ValueError:
        return text
    return int(made) if made is not None and made == made // 1 and abs(made) < 1e9 else made


def _percent(text: str) -> float | str | None:
    made = _number(text.removesuffix("%").strip())
    return round(made / 100, 6) if isinstance(made, int | float) else made


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _listed(text: str) -> list[str] | None:
    return [one.strip() for one in text.split(",") if one.strip()] or None


_READ: dict[str, Callable[[str], Any]] = {
    "visits_covered": _whole,
    "copay": _number,
    "coinsurance": _percent,
    "maintenance_covered": _yes_or_no,
    "weeks": _whole,
    "visits_per_week": _number,
    "session_minutes": _whole,
    "diagnoses": _listed,
}


# ------------------------------------------------------------------------------------------------ clicked


def _phase(plan: dict[str, Any], at: object) -> dict[str, Any]:
    phases = plan.get("phases")
    if not isinstance(phases, list) or not isinstance(at, int) or at not in range(len(phases)):
        raise CpteduError(f"There is no phase {at!r} in this plan.")
    if not isinstance(phases[at], dict):
        raise CpteduError(f"Phase {at + 1} is not one that the table can change.")
    found: dict[str, Any] = phases[at]
    return found


def _region(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    """Take every place of a region away, or add the region."""
    own, wanted = _phase(plan, asked.get("phase")), region(str(asked.get("name"))).name
    held = list(own.get("adjusted") or [])
    left = [name for name in held if region(name).name != wanted]
    _put(own, "adjusted", (left if len(left) < len(held) else [*held, wanted]) or None)


def _service(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    """Take a service away, or add one of those that are offered."""
    own, name = _phase(plan, asked.get("phase")), str(asked.get("name"))
    held = own_services(own)
    left = [one["service"] for one in held if one["id"] != name]
    if len(left) == len(held):
        if name not in presets():
            raise unknown("service to choose", name, presets())
        left.append(deepcopy(presets()[name]["service"]))
    _put(own, "services", left or None)


def _part(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    own, letter = _phase(plan, asked.get("phase")), str(asked.get("name"))
    held = list(own.get("part") or [])
    wanted = [one for one in "PART" if (one == letter) != (one in held)]
    _put(own, "part", wanted or None)


def _add_phase(plan: dict[str, Any], _asked: Mapping[str, Any]) -> None:
    """Begin a phase like the last one, for four weeks with one visit each."""
    phases = plan.setdefault("phases", [])
    if len(phases) >= MOST_PHASES:
        raise CpteduError(f"{MOST_PHASES} phases are the most.")
    last = phases[-1] if phases and isinstance(phases[-1], dict) else {}
    like = {key: deepcopy(value) for key, value in last.items() if key not in {"services", "evaluation"}}
    names = {one.get("name") for one in phases if isinstance(one, dict)}
    number = next(n for n in range(len(phases) + 1, 99) if f"phase {n}" not in names)
    phases.append(like | {"name": f"phase {number}", "weeks": 4, "visits_per_week": 1})


def _remove_phase(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    _phase(plan, asked.get("phase"))
    if len(plan["phases"]) == 1:
        raise CpteduError("A plan of care has at least one phase.")
    del plan["phases"][asked["phase"]]


def _move_phase(plan: dict[str, Any], asked: Mapping[str, Any]) -> None:
    one, to = _phase(plan, asked.get("phase")), asked.get("to")
    _phase(plan, to)
    plan["phases"].remove(one)
    plan["phases"].insert(to, one)


_CHANGES: dict[str, Callable[[dict[str, Any], Mapping[str, Any]], None]] = {
    "type": _type,
    "region": _region,
    "service": _service,
    "part": _part,
    "add_phase": _add_phase,
    "remove_phase": _remove_phase,
    "move_phase": _move_phase,
}
