"""What a figure draws: the numbers of its specification, wherever in it they stand."""

from __future__ import annotations

from typing import Any

from cptedu.charts.offline import Figure


def drawn_values(figure: Figure) -> list[dict[str, Any]]:
    """Give every row of the specification that is drawn, after Altair has looked at the whole of it."""
    specification = figure.chart.to_dict()
    found: list[dict[str, Any]] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("data"), dict):
                found.extend(part["data"].get("values", []))
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(specification)
    for values in specification.get("datasets", {}).values():
        found.extend(values)
    return found
