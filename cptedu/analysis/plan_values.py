"""How one value of a plan file is read: what it may be, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cptedu.analysis.plan import MOST_A_WEEK
from cptedu.errors import CpteduError, unknown, with_article
from cptedu.facts.codes import code
from cptedu.facts.schemas import A_DAY, A_FLAG, A_TEXT, Schema, form_of, table, written_as
from cptedu.facts.tables import as_date

__all__ = [
    "PlanError",
    "amount",
    "amounts",
    "first_day",
    "flag",
    "known",
    "often",
    "read_at",
    "share",
    "table_of",
    "text",
    "whole",
]

_CENT = Decimal("0.01")
_TOO_MUCH = 100_000
_AMOUNT: Schema = {"type": "number", "minimum": 0, "exclusiveMaximum": _TOO_MUCH}
_LEAST_OFTEN = 0.05
_YEARS = (1966, 2199)  # Medicare's first year; beyond the last one no schedule will be held


class PlanError(CpteduError):
    """A mistake in a plan of care that knows where it stands, so that a file's line can be named."""

    def __init__(self, where: tuple[str | int, ...], says: object) -> None:
        super().__init__(str(says))
        self.where = where


def read_at(where: tuple[str | int, ...], read: Callable[[str, Any], Any], key: str, value: object) -> Any:
    """Read one value; what is wrong with it knows its place."""
    try:
        return read(key, value)
    except PlanError as problem:
        raise PlanError((*where, *problem.where), problem) from None
    except CpteduError as problem:
        raise PlanError(where, problem) from None


def known(given: Mapping[str, Any], accepted: Any, where: tuple[str | int, ...], what: str) -> None:
    """Refuse a key that is not among the accepted ones, naming the nearest."""
    for key in given:
        if key not in accepted:
            raise PlanError((*where, key), unknown(f"key of {with_article(what)}", key, accepted))


@written_as(A_TEXT)
def text(key: str, value: object) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise CpteduError(f'{key} = {value!r} is not a text. Write {key} = "...".')
    return value


@written_as(A_DAY)
def first_day(key: str, value: object) -> date:
    """Read a day that a plan may begin on."""
    read = as_date(value, key)
    if not _YEARS[0] <= read.year <= _YEARS[1]:
        raise CpteduError(
            f"{key} = {read} is not a day from {_YEARS[0]} to {_YEARS[1]}. Write {key} = 2026-03-02."
        )
    return read


def whole(least: int, most: int) -> Callable[[str, Any], int]:
    """Make the reader of a whole number between two limits."""

    @written_as({"type": "integer", "minimum": least, "maximum": most})
    def read(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise CpteduError(
                f"{key} = {value!r} is not a whole number from {least} to {most}. Write, for example, {key} = {max(least, 4)}."
            )
        return value

    return read


@written_as(A_FLAG)
def flag(key: str, value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise CpteduError(f"{key} = {value!r} must be true or false, without quotation marks.")
    return value


@written_as({"type": "number", "minimum": 0, "maximum": 1})
def share(key: str, value: object) -> Decimal:
    """Read a share from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 1:
        raise CpteduError(f"{key} = {value!r} is not a share from 0 to 1. Write 20 percent as {key} = 0.2.")
    return Decimal(str(value))


@written_as(_AMOUNT)
def amount(key: str, value: object) -> Decimal:
    """Read dollars and cents."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and 0 <= float(value) < _TOO_MUCH:  # type: ignore[arg-type]
        made = Decimal(str(value))
        if made == made.quantize(_CENT):
            return made.quantize(_CENT)
    raise CpteduError(f"{key} = {value!r} is not an amount in dollars and cents. Write it as {key} = 45.00.")


@written_as({"type": "object", "additionalProperties": _AMOUNT})
def amounts(key: str, value: object) -> tuple[tuple[str, Decimal], ...]:
    """Read a table of codes and amounts."""
    if not isinstance(value, Mapping):
        raise CpteduError(f'{key} = {value!r}. Write a line [{key}], and below it "98940" = 45.00.')
    return tuple(
        (
            read_at((number,), lambda _, named: code(named).number, number, number),
            read_at((number,), amount, f'"{number}"', given),
        )
        for number, given in value.items()
    )


def table_of(keys: Mapping[str, Callable[[str, Any], Any]]) -> Callable[[str, Any], dict[str, Any]]:
    """Make the reader of a table whose keys have readers of their own."""

    @written_as(lambda: table({name: form_of(one) for name, one in keys.items()}))
    def read(key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise CpteduError(
                f"{key} = {value!r}. Write a line [{key}], and below it any of {', '.join(keys)}."
            )
        known(value, keys, (), key)
        return {
            name: read_at((name,), keys[name], name, one) for name, one in value.items() if one is not None
        }

    return read


@written_as({"type": "number", "minimum": _LEAST_OFTEN, "maximum": MOST_A_WEEK})
def often(key: str, value: object) -> float:
    """Read how many visits there are in a week; less than one is every so many weeks."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float | Decimal)
        or not _LEAST_OFTEN <= float(value) <= MOST_A_WEEK
    ):
        raise CpteduError(
            f"{key} = {value!r} is not a number of visits up to {MOST_A_WEEK}. Write {key} = 2 for two a week, or 0.5 for one"
            " every two weeks."
        )
    return float(value)
