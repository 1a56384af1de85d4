"""One code, one colour: in whatever chart a code is drawn, unless a code of the same colour stands before it there."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from cptedu.charts.code_colors import places_in_palette
from cptedu.charts.levels_paid import levels_paid
from cptedu.charts.per_minute import per_minute_chart
from cptedu.charts.rvu_explorer import rvu_explorer
from cptedu.charts.rvu_history import rvu_through_the_years
from cptedu.charts.rvu_points import RvuSettings
from cptedu.charts.theme import PALETTE
from cptedu.facts.tables import rows

OWN = {row["code"]: PALETTE[int(row["color"]) - 1] for row in rows("code_colors.csv")}


def scales(spec: Any) -> Iterator[dict[str, str]]:
    """Give the colours of each scale in a chart's specification, by name."""
    if isinstance(spec, list):
        for each in spec:
            yield from scales(each)
    elif isinstance(spec, dict):
        looks = spec.get("range")
        if isinstance(looks, list) and all(str(look).startswith("#") for look in looks):
            yield dict(zip(spec["domain"], looks, strict=True))
        for each in spec.values():
            yield from scales(each)


def test_a_code_has_its_own_color_in_every_chart():
    charts = [
        levels_paid(),
        rvu_through_the_years("97112", "97110"),
        per_minute_chart("97530", "97110", "97112"),
        rvu_explorer(RvuSettings(codes=("97112", "98940"))),
        rvu_explorer(RvuSettings(codes=("98940", "97010", "97112"))),
    ]
    drawn = [found for chart in charts for found in scales(chart.chart.to_dict())]
    assert len(drawn) >= len(charts)
    for found in drawn:
        assert {name: color for name, color in found.items() if name in OWN} == {
            name: OWN[name] for name in found if name in OWN
        }
        assert len(set(found.values())) == len(found), "no two lines of a chart are alike"


def test_whatever_is_drawn_together_no_two_are_alike_and_a_code_gives_way_only_to_one_of_its_color():
    for together in combinations([*OWN, "97010", "the article"], 4):
        found = [PALETTE[place] for place in places_in_palette(together)]
        assert len(set(found)) == len(found)
        for at, name in enumerate(together):
            if name in OWN and OWN[name] not in {OWN.get(other) for other in together[:at]}:
                assert found[at] == OWN[name]
