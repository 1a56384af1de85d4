"""Rows as a pandas table, for a notebook that goes on to analyse them; no instrument imports this module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

__all__ = ["frame"]


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
