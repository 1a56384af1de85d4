"""The tables of the course as pandas tables, typed, each row with its days and its source; no instrument imports this module.

>>> rvus().dtypes[["code", "work", "effective_from"]].astype(str).to_dict()
{'code': 'string', 'work': 'Float64', 'effective_from': 'datetime64[us]'}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from cptedu.facts.sources import cite
from cptedu.facts.tables import as_date, column_forms, rows

__all__ = [
    "edits",
    "factors",
    "frame",
    "held_table",
    "in_force_on",
    "indices",
    "limits",
    "reductions",
    "rvus",
    "service_codes",
    "utilisation",
]

_KINDS = {"number": "Float64", "positive": "Float64", "count": "Int64", "day": "datetime64[us]"}


def frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Give rows, such as the table of a figure, as a pandas table.

    Args:
        rows: mappings with the same keys.

    Returns:
        A table with a column for each key, in their order.

    >>> frame([{"code": "98940", "rvu": 0.8}, {"code": "97112", "rvu": 0.98}])["rvu"].sum()
    np.float64(1.78)
    """
    return pd.DataFrame([dict(row) for row in rows])


def held_table(name: str) -> pd.DataFrame:
    """Give a table of the course with a type for each column: a number, a whole number, a day, or a word.

    What a cell leaves empty is missing, and never nought or the empty word. The last column names the source in words.

    Args:
        name: the table's file, such as ``"rvu.csv"``.

    Returns:
        Every row that is held, a table of your own folder included.

    Raises:
        CpteduError: for a table that there is not.

    >>> held_table("sequestration.csv").percent.tolist()[:2]
    [2.0, 0.0]
    """
    held = rows(name)
    forms = column_forms(name)
    columns = list(held[0]) if held else list(forms)
    table = pd.DataFrame(
        {
            column: _typed([row.get(column, "") for row in held], str(forms.get(column, "text")))
            for column in columns
        }
    )
    if "source" in table:
        named = {one: str(cite(one)) for one in table["source"].dropna().unique()}
        table["source_in_words"] = table["source"].map(named).astype("string")
    return table


def _typed(cells: list[str], form: str) -> pd.Series:
    kind = _KINDS.get(form.removesuffix("?"), "string")
    series = pd.Series([cell or None for cell in cells], dtype="string")
    if kind == "string":
        return series
    return pd.to_datetime(series).astype(kind) if kind.startswith("datetime") else series.astype(kind)


def in_force_on(table: pd.DataFrame, on: date | str) -> pd.DataFrame:
    """Give the rows of a table that are in force on a day.

    Args:
        table: a table with ``effective_from`` and ``effective_to``; an end that is open is missing.
        on: the day.

    Returns:
        Those rows; of several releases each has its own, as ``release_from`` says.

    Raises:
        CpteduError: for what is no day.

    >>> in_force_on(factors(), "2024-03-08").factor.tolist()
    [32.7442]
    """
    day = pd.Timestamp(as_date(on))
    begun = table.effective_from.isna() | (table.effective_from <= day)
    lasts = table.effective_to.isna() | (table.effective_to >= day)
    return table[begun & lasts]


def rvus() -> pd.DataFrame:
    """Give the relative values of every code and year held: work, practice expense, malpractice, totals.

    >>> table = in_force_on(rvus(), "2026-03-04")
    >>> table[table.code == "97112"].total_nonfacility.tolist()
    [0.98]
    """
    return held_table("rvu.csv")


def factors() -> pd.DataFrame:
    """Give the conversion factors by their days, a year with two tracks twice.

    >>> bool(factors().factor.min() > 20)
    True
    """
    return held_table("conversion_factor.csv")


def indices() -> pd.DataFrame:
    """Give the practice cost indices of every locality held; the one of work is that with the floor.

    >>> {"state", "locality", "work", "pe", "mp"} <= set(indices().columns)
    True
    """
    return held_table("gpci.csv")


def edits() -> pd.DataFrame:
    """Give NCCI's pairs of codes, each with the release that has it and its modifier indicator.

    >>> sorted(set(edits().modifier_indicator.dropna()))
    ['0', '1', '9']
    """
    return held_table("ptp.csv")


def limits() -> pd.DataFrame:
    """Give the most units of a code on a day, each with its release and adjudication indicator.

    >>> limits().units.dtype
    Int64Dtype()
    """
    return held_table("mue.csv")


def reductions() -> pd.DataFrame:
    """Give how much is kept of the practice expense of a further therapy unit of a day.

    >>> reductions().pe_percent_kept.min()
    np.float64(50.0)
    """
    return held_table("multiple_procedure_reduction.csv")


def utilisation() -> pd.DataFrame:
    """Give how often Medicare's patients had a service, and what was charged and allowed, by year.

    >>> utilisation().services.dtype
    Int64Dtype()
    """
    return held_table("medicare_utilisation.csv").astype({"services": "Int64"})


def service_codes() -> pd.DataFrame:
    """Give the codes held: our own label, the family, whether it is timed, who must be in the room.

    >>> table = service_codes()
    >>> table[table.code == "97112"].timed.item()
    'yes'
    """
    return held_table("codes.csv")
