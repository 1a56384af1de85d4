"""Sums that a case may ask for, each worked out exactly and rounded as fee schedules do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from cptedu.facts.pages import exact

__all__ = ["OPERATIONS", "to_the_last_place", "worked_out"]


def _rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round half up, as fee schedules do.

    >>> _rounded(Decimal("2.675"))
    Decimal('2.68')
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _product(factors: Iterable[Decimal]) -> Decimal:
    result = Decimal(1)
    for one in factors:
        result *= one
    return result


def _percent_change(*, start: Any, end: Any, places: int = 1) -> dict[str, Any]:
    if not isinstance(start, tuple):
        return {"value": _rounded((end - start) / start * 100, places)}
    pairs = zip(start, end, strict=True)
    return {"value": tuple(_rounded((last - first) / first * 100, places) for first, last in pairs)}


def _percent_less(**given: Any) -> dict[str, Any]:
    """Say by how much something fell, which is asked for without a sign.

    >>> _percent_less(start=Decimal("59.45"), end=Decimal("26.72"))
    {'value': Decimal('55.1')}
    """
    value = _percent_change(**given)["value"]
    return {"value": tuple(-one for one in value) if isinstance(value, tuple) else -value}


def _payment_formula(
    *, work: Decimal, pe: Decimal, mp: Decimal, factor: Decimal, gpci: tuple[Decimal, ...] = (Decimal(1),) * 3
) -> dict[str, Any]:
    weighted = sum((share * place for share, place in zip((work, pe, mp), gpci, strict=True)), Decimal(0))
    return {"rvu": _rounded(weighted, 4), "payment": _rounded(weighted * factor)}


def _reduced_practice_expense(
    *, work: tuple[Decimal, ...], pe: tuple[Decimal, ...], mp: tuple[Decimal, ...], cut: Decimal
) -> dict[str, Any]:
    """Pay the largest practice expense in full and cut the others; work and malpractice stay."""
    highest = max(pe)
    kept = highest + (sum(pe, Decimal(0)) - highest) * (1 - cut)
    rest = sum((*work, *mp), Decimal(0))
    return {"before": _rounded(sum(pe, rest)), "pe_after": _rounded(kept), "after": _rounded(rest + kept)}


def _medicare_share(
    *, allowed: Decimal, cut: Decimal, deductible: Decimal = Decimal(0), coinsurance: Decimal = Decimal("0.2")
) -> dict[str, Any]:
    """Cut Medicare's own part only; what the patient owes stays."""
    open_part = allowed - deductible
    medicare, patient = open_part * (1 - coinsurance), open_part * coinsurance
    after = medicare * (1 - cut)
    return {
        "medicare_before": _rounded(medicare),
        "reduction": _rounded(medicare * cut),
        "medicare_after": _rounded(after),
        "patient_deductible": _rounded(deductible),
        "patient_coinsurance": _rounded(patient),
        "percent_of_allowed": _rounded((after + patient + deductible) / allowed * 100, 0),
    }


OPERATIONS: Mapping[str, Callable[..., dict[str, Any]]] = MappingProxyType(
    {
        "percent_change": _percent_change,
        "percent_less": _percent_less,
        "ratio": lambda *, of, to, places=2: {"value": _rounded(of / to, places)},
        "product_rounded": lambda *, factors, places=2: {"value": _rounded(_product(factors), places)},
        "sum_rounded": lambda *, terms, places=2: {"value": _rounded(sum(terms, Decimal(0)), places)},
        "payment_formula": _payment_formula,
        "reduced_practice_expense": _reduced_practice_expense,
        "medicare_share": _medicare_share,
    }
)


def worked_out(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out an operation on named numbers.

    >>> worked_out({"operation": "percent_change", "start": "0.87", "end": "0.98"})
    {'value': Decimal('12.6')}
    """
    numbers = {
        name: value if name == "places" else exact(value)
        for name, value in facts.items()
        if name != "operation"
    }
    return OPERATIONS[facts["operation"]](**numbers)


_PERCENT = ("percent_change", "percent_less")
_FREELY_ROUNDED = (*_PERCENT, "ratio")
_MORE_THAN_ANYBODY_GIVES = 12


def to_the_last_place(facts: Mapping[str, Any]) -> tuple[tuple[Decimal, ...], int] | None:
    """Give what a percentage or a ratio is before it is rounded, and to how many places it has to be given at least.

    A percentage may be given to a whole number, unless its case says to how many places; dollars are always to the cent.

    >>> to_the_last_place({"operation": "percent_change", "start": "0.87", "end": "0.98"})
    ((Decimal('12.643678160920'),), 0)
    """
    operation = facts["operation"]
    if operation not in _FREELY_ROUNDED:
        return None
    value = worked_out({**facts, "places": _MORE_THAN_ANYBODY_GIVES})["value"]
    least = facts.get("places", 0 if operation in _PERCENT else 2)
    return value if isinstance(value, tuple) else (value,), least
