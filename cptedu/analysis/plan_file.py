"""A plan of care as a text file: read with advice for every mistake, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cptedu.analysis.plan import MOST_PHASES, MOST_WEEKS, PARTICIPATION, Contract, Phase, Plan
from cptedu.analysis.plan_values import (
    PlanError,
    amount,
    amounts,
    first_day,
    flag,
    known,
    often,
    read_at,
    share,
    table_of,
    text,
    whole,
)
from cptedu.errors import CpteduError, unknown
from cptedu.facts.pages import lines_of_places
from cptedu.facts.schedule import tracks_known
from cptedu.facts.schemas import (
    A_TEXT,
    Schema,
    file_schema,
    form_of,
    list_of,
    one_of,
    said_in,
    table,
    texts,
    written_as,
)
from cptedu.facts.tables import data_folder, document
from cptedu.files import read_text, read_toml, write_atomically
from cptedu.payers import payer
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.visit.record import understood
from cptedu.visit_file import visit_from_dict, visit_keys, visit_to_dict

__all__ = [
    "example_plan",
    "example_plans",
    "load_plan",
    "plan_from_dict",
    "plan_schema",
    "plan_to_dict",
    "save_plan",
]

VISIT_KEYS = (
    *("care", "course", "session_minutes", "adjusted", "findings", "diagnoses", "part", "abn", "xray_on"),
    *("last_seen", "evaluation", "services"),
)


@cache
def example_plans() -> tuple[str, ...]:
    """List the example plans that come with the course.

    >>> "low_back_medicare" in example_plans()
    True
    """
    return tuple(sorted(path.stem for path in (data_folder() / "plans").glob("*.toml")))


def example_plan(name: str) -> Plan:
    """Give an example plan; its clinical content is illustrative.

    Args:
        name: one of ``example_plans()``.

    Returns:
        The plan.

    Raises:
        CpteduError: when there is no such example.
    """
    if name not in example_plans():
        raise unknown("example plan", name, example_plans())
    return plan_from_dict(document(f"plans/{name}.toml"))


def load_plan(path: str | Path) -> Plan:
    """Read a plan of care from a TOML file.

    Args:
        path: the file.

    Returns:
        The plan.

    Raises:
        CpteduError: for anything that cannot be used, naming the file, the line and what to write.
    """
    given = read_toml(path, "plan file")
    try:
        return plan_from_dict(given)
    except PlanError as problem:
        lines = lines_of_places(read_text(path, "plan file"))
        where = problem.where
        line = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), 1)
        raise CpteduError(f"{Path(path).name}, line {line}: {problem}") from None


def save_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan of care to a TOML file; the old file stands until the new one is complete.

    Args:
        plan: the plan.
        path: the file.

    Raises:
        CpteduError: when it cannot be written.
    """
    import tomli_w  # noqa: PLC0415  (only writing needs it)

    write_atomically(path, tomli_w.dumps(plan_to_dict(plan)))


def plan_to_dict(plan: Plan) -> dict[str, Any]:
    """Give a plan of care as a mapping in the form of a plan file; reading it back changes nothing.

    >>> plan = example_plan("low_back_medicare")
    >>> plan_from_dict(plan_to_dict(plan)) == plan
    True
    """
    contract = {
        "coinsurance": _written(plan.contract.coinsurance),
        "copay": _written(plan.contract.copay),
        "maintenance_covered": plan.contract.maintenance_covered,
        "visits_covered": plan.contract.visits_covered,
        "allowed": {number: float(amount) for number, amount in plan.contract.allowed},
    }
    given = {
        "title": plan.title,
        "illustrative": plan.illustrative,
        "starts_on": plan.starts_on,
        "payer": plan.payer,
        "locality": plan.locality,
        "track": plan.track,
        "participation": plan.participation,
        "charges": {number: float(amount) for number, amount in plan.charges},
        "contract": _held(contract),
        "re_evaluation": _held({"every_days": plan.re_evaluation_days, "says": plan.re_evaluation_says}),
        "phases": [_phase_to_dict(phase) for phase in plan.phases],
    }
    usual = {"locality": NATIONAL, "participation": PARTICIPATION[0]}
    return {key: value for key, value in _held(given).items() if usual.get(key) != value}


def _held(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None and value not in ("", {})}


def _written(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _phase_to_dict(phase: Phase) -> dict[str, Any]:
    often = phase.visits_per_week
    visit = visit_to_dict(phase.visit)
    return {
        "name": phase.name,
        "weeks": phase.weeks,
        "visits_per_week": int(often) if often == int(often) else often,
    } | {key: visit[key] for key in VISIT_KEYS if key in visit}


# ------------------------------------------------------------------------------------------------ reading


def plan_from_dict(given: Mapping[str, Any]) -> Plan:
    """Read a plan of care from a mapping in the form of a plan file.

    Args:
        given: the keys of a plan file.

    Returns:
        The plan.

    Raises:
        CpteduError: for an unknown or missing key, or a value that cannot be used.
    """
    if not isinstance(given, Mapping):
        raise PlanError((), f"A plan of care is a set of keys and values, not {given!r}.")
    known(given, _PLAN, (), "plan of care")
    for key, advice in _NEEDED:
        if given.get(key) is None:
            raise PlanError((), f"The plan of care has no {key}. Write {advice}.")
    read = {key: read_at((key,), _PLAN[key], key, value) for key, value in given.items() if value is not None}
    starts_on, paid_by = read["starts_on"], read["payer"]
    again = read.get("re_evaluation", {})
    return Plan(
        title=read.get("title", "Plan of care"),
        illustrative=read.get("illustrative", ""),
        starts_on=starts_on,
        payer=paid_by,
        locality=read.get("locality", NATIONAL),
        track=read.get("track"),
        participation=read.get("participation", PARTICIPATION[0]),
        charges=read.get("charges", ()),
        contract=Contract(**read.get("contract", {})),
        re_evaluation_days=again.get("every_days"),
        re_evaluation_says=again.get("says", ""),
        phases=_phases(given["phases"], starts_on, paid_by),
    )


@written_as(lambda: form_of(table_of(_CONTRACT)))
def _contract(key: str, value: object) -> dict[str, Any]:
    read = table_of(_CONTRACT)(key, value)
    if "coinsurance" in read and "copay" in read:
        raise PlanError(("copay",), "The contract has coinsurance and copay. Take one of the two away.")
    return read


@written_as(lambda: list_of(_phase_form(), minItems=1, maxItems=MOST_PHASES))
def _a_list(key: str, value: object) -> object:
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_PHASES:
        raise CpteduError(
            f"{key} must be a list of 1 to {MOST_PHASES}. Write a line [[phases]] for each, and its keys below it."
        )
    return value


def _phases(given: Any, starts_on: date, paid_by: str) -> tuple[Phase, ...]:
    made: list[Phase] = []
    for at, one in enumerate(given):
        where = ("phases", at)
        try:
            made.append(_phase(at + 1, one, starts_on, paid_by))
        except PlanError as problem:
            raise PlanError((*where, *problem.where), f"Phase {at + 1}: {problem}") from None
        if made[-1].name in {phase.name for phase in made[:-1]}:
            raise PlanError(
                (*where, "name"),
                f"Phase {at + 1}: another phase is called {made[-1].name!r} too. Give each its own name.",
            )
    return tuple(made)


def _phase(number: int, given: object, starts_on: date, paid_by: str) -> Phase:
    if not isinstance(given, Mapping):
        raise PlanError((), f"{given!r} is no phase. Write [[phases]] with its keys below.")
    known(given, (*_PHASE, *VISIT_KEYS), (), "phase")
    for key, advice in _NEEDED_IN_A_PHASE:
        if given.get(key) is None:
            raise PlanError((), f"It has no {key}. Write {advice}.")
    read = {
        key: read_at((key,), _PHASE[key], key, given[key]) for key in _PHASE if given.get(key) is not None
    }
    first: dict[str, Any] = {"date_of_service": starts_on, "payer": paid_by}
    visit = {key: given[key] for key in VISIT_KEYS if given.get(key) is not None}
    for key, value in visit.items():
        _check_visit_key(first, key, value)
    name = read.get("name", "").strip() or f"phase {number}"
    return Phase(name, read["weeks"], read["visits_per_week"], visit_from_dict(first | visit))


def _check_visit_key(first: dict[str, Any], key: str, value: object) -> None:
    """Read one key of a phase's visit by itself, so that a mistake is known by its place."""

    def read(_: str, given: dict[str, Any]) -> None:
        # A record is judged as it is; a plan is still being written, so what no table holds is for its author to mend.
        for unclear in understood(visit_from_dict(first | given)).not_understood:
            raise CpteduError(f"{unclear.element}: {unclear.why}")

    if key == "services" and isinstance(value, list):
        for at, one in enumerate(value):
            for inner, said in one.items() if isinstance(one, Mapping) else ():
                read_at((key, at, inner), read, key, {key: [{inner: said}]})
            read_at((key, at), read, key, {key: [one]})
    else:
        read_at((key,), read, key, {key: value})


_NEEDED = (
    ("starts_on", "starts_on = 2026-03-02"),
    ("payer", 'payer = "medicare"'),
    ("phases", "a line [[phases]] for each phase, and its keys below it"),
)
_NEEDED_IN_A_PHASE = (("weeks", "weeks = 4"), ("visits_per_week", "visits_per_week = 2"))


@written_as(lambda: texts(tracks_known()))
def _track(key: str, value: Any) -> str:
    return one_of(tracks_known())(key, value)


@written_as(A_TEXT)
def _payer(key: str, value: Any) -> str:
    return payer(text(key, value)).name


_PLAN: dict[str, Callable[[str, Any], Any]] = {
    "title": text,
    "illustrative": text,
    "starts_on": first_day,
    "payer": _payer,
    "locality": text,
    "track": _track,
    "participation": one_of(PARTICIPATION),
    "charges": amounts,
    "contract": _contract,
    "re_evaluation": table_of({"every_days": whole(1, 366), "says": text}),
    "phases": _a_list,
}
_CONTRACT: dict[str, Callable[[str, Any], Any]] = {
    "coinsurance": share,
    "copay": amount,
    "maintenance_covered": flag,
    "visits_covered": whole(0, 366),
    "allowed": amounts,
}
_PHASE: dict[str, Callable[[str, Any], Any]] = {
    "name": text,
    "weeks": whole(1, MOST_WEEKS),
    "visits_per_week": often,
}


# ------------------------------------------------------------------------- what an editor may know of the form


def plan_schema() -> Schema:
    """Give the JSON Schema of a plan of care.

    >>> plan_schema()["required"]
    ['starts_on', 'payer', 'phases']
    """
    keys = {key: form_of(read) for key, read in _PLAN.items()}
    return file_schema("A plan of care", table(keys, [key for key, _ in _NEEDED], said_in(Plan)))


def _phase_form() -> Schema:
    visit = visit_keys()
    keys = {key: form_of(read) for key, read in _PHASE.items()} | {key: visit[key] for key in VISIT_KEYS}
    return table(keys, [key for key, _ in _NEEDED_IN_A_PHASE], said_in(Phase))
