"""Minutes and regions as steps: what the record has is marked, and what lies beyond it is hatched."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import altair as alt

from cptedu.analysis.sensitivity import MinutesStep, MinutesSteps, RegionStep, RegionSteps
from cptedu.charts.bars import Bar, Heading, Segment, bars
from cptedu.charts.money import dollars, place_in_words, rvu
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import INK, PALETTE, SIZE
from cptedu.explain import counted
from cptedu.facts.sources import cite
from cptedu.rules.timed_units import METHODS, SOURCES

__all__ = ["minutes_chart", "regions_chart"]

_WIDTH, _HEIGHT = 820, 320
_BEYOND = "#fbe9e4"
_METHOD_WORDS = {"cms_total_time": "CMS total-time method", "cpt_per_code": "CPT per-code method"}
_MINUTES_COLUMNS = {
    "from": "From, minutes",
    "to": "To, minutes",
    "method": "Method",
    "units": "Units of the code",
    "total_units": "Units of all timed codes",
    "rvu": "RVU of all timed codes",
    "recorded": "In the note",
}
_REGIONS_COLUMNS = {
    "regions": "Spinal regions adjusted",
    "code": "Code",
    "rvu": "Total RVU",
    "allowed": "Allowed, $",
    "recorded": "In the record",
}


def minutes_chart(found: MinutesSteps) -> Figure:
    """Draw the units that a code's minutes make, under both methods, and mark the minutes that are in the note.

    Args:
        found: the steps of one timed code of a visit.

    Returns:
        The figure.

    Source: each number is what ``timed_units`` answers.

    >>> from cptedu.analysis.sensitivity import minutes_steps
    >>> from cptedu.example_visits import example_visit
    >>> print(minutes_chart(minutes_steps(example_visit("desk_worker"))).title)
    The note has 16 minutes of 97112: 1 unit, and no minute more
    """
    return Figure(
        chart=_minutes_layers(found),
        title=_minutes_title(found),
        summary=_minutes_summary(found),
        source="; ".join(str(cite(one)) for method in METHODS for one in SOURCES[method]),
        vintage=f"This payer uses the {_METHOD_WORDS[found.method]}.",
        columns=_MINUTES_COLUMNS,
        rows=[_stretch_row(stretch) for stretch in _stretches(found)],
    )


def _stretches(found: MinutesSteps) -> list[list[MinutesStep]]:
    """Put minutes together that make the same: for each method, from one step to the next."""

    def made(step: MinutesStep) -> tuple[str, int, int]:
        return step.method, step.units, step.total_units

    return [list(same) for _, same in groupby(found.steps, key=made)]


def _stretch_row(stretch: list[MinutesStep]) -> dict[str, object]:
    first, last = stretch[0], stretch[-1]
    return {
        "from": first.minutes,
        "to": last.minutes,
        "method": _METHOD_WORDS[first.method],
        "units": first.units,
        "total_units": first.total_units,
        "rvu": first.rvu,
        "recorded": "yes" if any(step.is_recorded for step in stretch) else "no",
    }


def _minutes_title(found: MinutesSteps) -> str:
    counts = {step.method: step.total_units for step in found.steps if step.is_recorded}
    said = f"The note has {found.recorded} minutes of {found.code}"
    beside = " with the other timed codes" if found.others else ""
    if not counts:
        return said
    if len(set(counts.values())) == 1:
        return f"{said}: {counted(counts[found.method], 'unit')}{beside}, and no minute more"
    told = ", ".join(
        f"{counted(count, 'unit')} by the {_METHOD_WORDS[method]}" for method, count in counts.items()
    )
    return f"{said}{beside}: {told}"


def _minutes_summary(found: MinutesSteps) -> str:
    beside = "".join(f", beside {spent} minutes of {number}" for number, spent in found.others)
    told = "; ".join(
        f"{_METHOD_WORDS[method]}, one more unit from {', '.join(map(str, found.rises(method))) or 'nowhere'} minutes"
        for method in METHODS
    )
    return (
        f"Steps of units by minutes of {found.code}{beside}. {told}. The note has {found.recorded} minutes;"
        " everything beyond them is shaded, because it is not in the note."
    )


def _minutes_layers(found: MinutesSteps) -> Any:
    last = max(step.minutes for step in found.steps)
    top = max(step.total_units for step in found.steps) + 0.6
    across = alt.X(
        "minutes:Q",
        title=f"Minutes of {found.code}",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(values=[0, 8, 23, 38, 53, *([found.recorded] if found.recorded < last else [])]),
    )
    title = "Units of all timed codes" if found.others else "Units"
    up = alt.Y(
        "total_units:Q",
        title=title,
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(tickMinStep=1, format="d"),
    )
    words = list(_METHOD_WORDS.values())
    colour = alt.Color(
        "method:N",
        scale=alt.Scale(domain=words, range=list(PALETTE[:2])),
        legend=alt.Legend(orient="top", title=None, symbolType="stroke", labelLimit=400),
    )
    dash = alt.StrokeDash("method:N", scale=alt.Scale(domain=words, range=[[1, 0], [9, 5]]), legend=None)
    rises = {(method, minutes) for method in METHODS for minutes in found.rises(method)}
    data = [
        _corner(step, found.code) | {"told": step.is_recorded or (step.method, step.minutes) in rises}
        for stretch in _stretches(found)
        for step in _ends(stretch)
    ]
    steps = chart_of(data)
    shaded = chart_of([{"minutes": min(found.recorded, last), "end": last, "top": top}])
    return alt.layer(
        shaded.mark_rect(fill=_BEYOND, aria=False).encode(
            alt.X("minutes:Q"), x2="end:Q", y=alt.value(0), y2=alt.value(_HEIGHT)
        ),
        shaded.mark_text(
            text="not in the note", align="left", dx=8, baseline="top", fontSize=SIZE, aria=False
        ).encode(alt.X("minutes:Q"), y=alt.value(6)),
        steps.mark_line(interpolate="step-after", strokeWidth=3.5, aria=False).encode(
            across, up, colour, dash
        ),
        steps.transform_filter("datum.recorded")
        .mark_point(filled=True, size=260, opacity=1, shape="diamond", aria=False)
        .encode(across, up, color=alt.value(INK)),
        steps.transform_filter("datum.told")
        .mark_point(filled=True, size=50, opacity=1, color=INK)
        .encode(across, up, **TOLD),
    ).properties(width=_WIDTH, height=_HEIGHT)


def _ends(stretch: list[MinutesStep]) -> list[MinutesStep]:
    """Give where a stretch begins, where the note's minutes lie in it, and where it ends."""
    return list(dict.fromkeys([stretch[0], *(step for step in stretch if step.is_recorded), stretch[-1]]))


def _corner(step: MinutesStep, number: str) -> dict[str, object]:
    told = f"{counted(step.total_units, 'unit')}, {rvu(step.rvu)}\n{_METHOD_WORDS[step.method]}"
    return {
        "minutes": step.minutes,
        "total_units": step.total_units,
        "method": _METHOD_WORDS[step.method],
        "recorded": step.is_recorded,
        "tip": f"{step.minutes} minutes of {number}:\n{told}",
    }


def regions_chart(found: RegionSteps) -> Figure:
    """Draw what one to five adjusted regions make; the number in the record is filled, the others are hatched.

    Args:
        found: the steps of an adjustment.

    Returns:
        The figure.

    Source: each number is what ``cmt_level``, ``relative_values`` and ``allowed_amount`` answer.

    >>> from cptedu.analysis.sensitivity import region_steps
    >>> from cptedu.example_visits import example_visit
    >>> print(regions_chart(region_steps(example_visit("desk_worker"), track="non_apm")).title)
    The record has 2 spinal regions: 98940, 0.80 RVU
    """
    ours = next(step for step in found.steps if step.is_recorded)
    return Figure(
        chart=bars(
            [
                Heading(f"In the record: {', '.join(found.recorded)}"),
                _region_bar(ours),
                Heading("Not in the record"),
                *(_region_bar(step) for step in found.steps if not step.is_recorded),
            ],
            "RVU of the adjustment",
        ),
        title=f"The record has {counted(ours.regions, 'spinal region')}: {ours.code}, {rvu(ours.rvu)}",
        summary="Bars of RVU by number of spinal regions adjusted. "
        + "; ".join(
            f"{counted(step.regions, 'spinal region')}, {step.code}, {rvu(step.rvu)},"
            f" {'as recorded' if step.is_recorded else 'not in the record'}"
            for step in found.steps
        )
        + ".",
        source="; ".join(map(str, found.citations)),
        vintage=f"Amounts: {place_in_words(found.where)}.",
        columns=_REGIONS_COLUMNS,
        rows=[
            {
                "regions": step.regions,
                "code": step.code,
                "rvu": step.rvu,
                "allowed": step.allowed,
                "recorded": "yes" if step.is_recorded else "no",
            }
            for step in found.steps
        ],
    )


def _region_bar(step: RegionStep) -> Bar:
    kind = "recorded" if step.is_recorded else "unsupported"
    tip = f"{counted(step.regions, 'spinal region')}: {step.code},\n{rvu(step.rvu)}"
    pieces = () if step.rvu is None else (Segment(kind, step.rvu, tip),)
    said = f"{rvu(step.rvu)}, {dollars(step.allowed)} allowed" if step.is_recorded else "✕ not in the record"
    return Bar(f"{counted(step.regions, 'spinal region')}: {step.code}", pieces, said)
