"""A plan of care as a text file: read with advice for every mistake, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cptedu.codes import code
from cptedu.errors import CpteduError, unknown
from cptedu.files import read_text, read_toml, write_atomically
from cptedu.learn.cases import _places
from cptedu.model import Visit
from cptedu.payers import payer
from cptedu.rules.allowed_amount import NATIONAL, TRACKS
from cptedu.tables import as_date, data_folder, document
from cptedu.visit_file import visit_from_dict, visit_to_dict

__all__ = [
    "PARTICIPATION",
    "Contract",
    "Phase",
    "Plan",
    "PlanError",
    "example_plan",
    "example_plans",
    "load_plan",
    "plan_from_dict",
    "plan_to_dict",
    "save_plan",
]

MOST_WEEKS = 104
MOST_A_WEEK = 7
MOST_PHASES = 12
PARTICIPATION = ("participating", "accepts_assignment", "limiting_charge")
VISIT_KEYS = (
    *("care", "course", "session_minutes", "adjusted", "findings", "diagnoses", "part", "abn", "xray_on"),
    *("last_seen", "evaluation", "services"),
)
_CENT = Decimal("0.01")
_YEARS = (1966, 2199)  # Medicare's first year; beyond the last one no schedule will be held


@dataclass(frozen=True)
class Contract:
    """What a plan of care says of the contract with a payer other than Medicare; what is not said is None.

    Attributes:
        coinsurance: the patient's share of the allowed amount, from 0 to 1.
        copay: a fixed amount for each visit, instead of a share.
        maintenance_covered: whether maintenance is paid.
        visits_covered: how many visits are paid.
        allowed: code → what the contract allows for one unit.
    """

    coinsurance: Decimal | None = None
    copay: Decimal | None = None
    maintenance_covered: bool | None = None
    visits_covered: int | None = None
    allowed: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Phase:
    """A stretch of care with the same visit again and again.

    Attributes:
        name: such as ``acute``, ``rehab`` or ``wellness``.
        weeks: how many weeks.
        visits_per_week: visits a week; 0.5 is one every two weeks.
        visit: its visit. An examination in it is done on the phase's first day only.
    """

    name: str
    weeks: int
    visits_per_week: float
    visit: Visit


@dataclass(frozen=True)
class Plan:
    """A plan of care as an instructor writes it.

    Attributes:
        title: what it is about; no patient's name.
        illustrative: what in it is made up for teaching.
        starts_on: the first day; a Monday keeps visits off weekends.
        payer: the name of a payer profile.
        locality: ``"MAC-locality"`` or ``"national"``.
        track: for 2026, ``"apm"`` or ``"non_apm"``.
        participation: how the practice stands to Medicare's fee schedule.
        charges: code → what the practice asks for one unit from a patient who pays.
        contract: what is known of another payer's contract.
        re_evaluation_days: after how many days the patient is examined again.
        re_evaluation_says: why this interval.
        phases: the phases, in order.
    """

    title: str
    illustrative: str
    starts_on: date
    payer: str
    locality: str
    track: str | None
    participation: str
    charges: tuple[tuple[str, Decimal], ...]
    contract: Contract
    re_evaluation_days: int | None
    re_evaluation_says: str
    phases: tuple[Phase, ...]

    @property
    def pays_as_medicare(self) -> bool:
        """Say whether the payer's benefit is Medicare's: spinal adjustment and nothing else."""
        return payer(self.payer).wants("benefit", self.starts_on) == "spinal_cmt_only"


class PlanError(CpteduError):
    """A mistake in a plan of care that knows where it stands, so that a file's line can be named."""

    def __init__(self, where: tuple[str | int, ...], says: object) -> None:
        super().__init__(str(says))
        self.where = where


# ------------------------------------------------------------------------------------------------ files


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
        lines = _places(read_text(path, "plan file"))
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
    _known(given, _PLAN, (), "plan of care")
    for key, advice in _NEEDED:
        if given.get(key) is None:
            raise PlanError((), f"The plan of care has no {key}. Write {advice}.")
    read = {key: _at((key,), _PLAN[key], key, value) for key, value in given.items() if value is not None}
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


def _at(where: tuple[str | int, ...], read: Callable[[str, Any], Any], key: str, value: object) -> Any:
    try:
        return read(key, value)
    except PlanError as problem:
        raise PlanError((*where, *problem.where), problem) from None
    except CpteduError as problem:
        raise PlanError(where, problem) from None


def _known(given: Mapping[str, Any], accepted: Any, where: tuple[str | int, ...], what: str) -> None:
    for key in given:
        if key not in accepted:
            raise PlanError((*where, key), unknown(f"key of a {what}", key, accepted))


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise CpteduError(f'{key} = {value!r} is not a text. Write {key} = "...".')
    return value


def _first_day(key: str, value: object) -> date:
    read = as_date(value, key)
    if not _YEARS[0] <= read.year <= _YEARS[1]:
        raise CpteduError(
            f"{key} = {read} is not a day from {_YEARS[0]} to {_YEARS[1]}. Write {key} = 2026-03-02."
        )
    return read


def _one_of(accepted: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(key: str, value: object) -> str:
        if value not in accepted:
            raise unknown(f"value of {key}", value, accepted)
        return str(value)

    return read


def _whole(least: int, most: int) -> Callable[[str, Any], int]:
    def read(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise CpteduError(
                f"{key} = {value!r} is not a whole number from {least} to {most}. Write, for example, {key} = {max(least, 4)}."
            )
        return value

    return read


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise CpteduError(f"{key} = {value!r} must be true or false, without quotation marks.")
    return value


def _share(key: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 1:
        raise CpteduError(f"{key} = {value!r} is not a share from 0 to 1. Write 20 percent as {key} = 0.2.")
    return Decimal(str(value))


def _amount(key: str, value: object) -> Decimal:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and 0 <= float(value) < 100_000:  # type: ignore[arg-type]
        made = Decimal(str(value))
        if made == made.quantize(_CENT):
            return made.quantize(_CENT)
    raise CpteduError(f"{key} = {value!r} is not an amount in dollars and cents. Write it as {key} = 45.00.")


def _amounts(key: str, value: object) -> tuple[tuple[str, Decimal], ...]:
    if not isinstance(value, Mapping):
        raise CpteduError(f'{key} = {value!r}. Write a line [{key}], and below it "98940" = 45.00.')
    return tuple(
        (
            _at((number,), lambda _, given: code(given).number, number, number),
            _at((number,), _amount, f'"{number}"', amount),
        )
        for number, amount in value.items()
    )


def _table_of(keys: Mapping[str, Callable[[str, Any], Any]]) -> Callable[[str, Any], dict[str, Any]]:
    def read(key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise CpteduError(
                f"{key} = {value!r}. Write a line [{key}], and below it any of {', '.join(keys)}."
            )
        _known(value, keys, (), key)
        return {name: _at((name,), keys[name], name, one) for name, one in value.items() if one is not None}

    return read


def _contract(key: str, value: object) -> dict[str, Any]:
    read = _table_of(_CONTRACT)(key, value)
    if "coinsurance" in read and "copay" in read:
        raise PlanError(("copay",), "The contract has coinsurance and copay. Take one of the two away.")
    return read


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
    _known(given, (*_PHASE, *VISIT_KEYS), (), "phase")
    for key, advice in (("weeks", "weeks = 4"), ("visits_per_week", "visits_per_week = 2")):
        if given.get(key) is None:
            raise PlanError((), f"It has no {key}. Write {advice}.")
    read = {key: _at((key,), _PHASE[key], key, given[key]) for key in _PHASE if given.get(key) is not None}
    first: dict[str, Any] = {"date_of_service": starts_on, "payer": paid_by}
    visit = {key: given[key] for key in VISIT_KEYS if given.get(key) is not None}
    for key, value in visit.items():
        _check_visit_key(first, key, value)
    name = read.get("name", "").strip() or f"phase {number}"
    return Phase(name, read["weeks"], read["visits_per_week"], visit_from_dict(first | visit))


def _check_visit_key(first: dict[str, Any], key: str, value: object) -> None:
    """Read one key of a phase's visit by itself, so that a mistake is known by its place."""
    if key == "services" and isinstance(value, list):
        for at, one in enumerate(value):
            for inner, said in one.items() if isinstance(one, Mapping) else ():
                _at(
                    (key, at, inner),
                    lambda _, given: visit_from_dict(first | given),
                    key,
                    {key: [{inner: said}]},
                )
            _at((key, at), lambda _, given: visit_from_dict(first | given), key, {key: [one]})
    else:
        _at((key,), lambda _, given: visit_from_dict(first | given), key, {key: value})


def _often(key: str, value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float | Decimal)
        or not 0.05 <= float(value) <= MOST_A_WEEK
    ):
        raise CpteduError(
            f"{key} = {value!r} is not a number of visits up to {MOST_A_WEEK}. Write {key} = 2 for two a week, or 0.5 for one"
            " every two weeks."
        )
    return float(value)


_NEEDED = (
    ("starts_on", "starts_on = 2026-03-02"),
    ("payer", 'payer = "medicare"'),
    ("phases", "a line [[phases]] for each phase, and its keys below it"),
)
_PLAN: dict[str, Callable[[str, Any], Any]] = {
    "title": _text,
    "illustrative": _text,
    "starts_on": _first_day,
    "payer": lambda key, value: payer(_text(key, value)).name,
    "locality": _text,
    "track": _one_of(TRACKS),
    "participation": _one_of(PARTICIPATION),
    "charges": _amounts,
    "contract": _contract,
    "re_evaluation": _table_of({"every_days": _whole(1, 366), "says": _text}),
    "phases": _a_list,
}
_CONTRACT: dict[str, Callable[[str, Any], Any]] = {
    "coinsurance": _share,
    "copay": _amount,
    "maintenance_covered": _flag,
    "visits_covered": _whole(0, 366),
    "allowed": _amounts,
}
_PHASE: dict[str, Callable[[str, Any], Any]] = {
    "name": _text,
    "weeks": _whole(1, MOST_WEEKS),
    "visits_per_week": _often,
}
