"""A plan of care by week: its phases, who pays, where coverage ends, and when the patient is examined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.analysis.plan import BY_SCHEDULE
from cptedu.analysis.plan_of_care import CoverageEnd, Episode, PhaseSum, WeekSum, episode, example_plan
from cptedu.charts.money import dollars, sources_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import INK, PALETTE, QUIET, RULE, SIZE
from cptedu.explain import counted, day_in_words
from cptedu.facts.sources import Citation, cite
from cptedu.model import Verdict
from cptedu.payers import payer
from cptedu.rules.relative_values import relative_values

__all__ = ["draw_plan", "plan_of_care"]

_WIDTH, _MONEY_HEIGHT, _BAND_HEIGHT, _STRIP_HEIGHT = 820, 240, 52, 26
_LETTER = 0.6 * SIZE
_SOURCES = ("cms-100-02-ch15-240.1.3",)
_CONTRACT_SOURCES = ("cms-100-02-ch15-240.1.3", "cptedu-inference")
_COLUMNS = {
    "week": "Week",
    "from": "From",
    "phase": "Phase",
    "visits": "Visits",
    "rvu": "RVU",
    "minutes": "Minutes",
    "allowed": "Allowed, $",
    "payer": "Payer pays, $",
    "patient": "Patient pays, $",
    "sequestered": "Cut by sequestration, $",
    "written_off": "Nobody may be asked, $",
    "marks": "What is marked",
}


def draw_plan(name: str) -> Figure:
    """Draw an example plan by week.

    Args:
        name: one of ``example_plans()``.

    Returns:
        The figure.
    """
    return plan_of_care(episode(example_plan(name)))


def plan_of_care(made: Episode) -> Figure:
    """Draw an episode: above the line what the payer pays in each week, below it what the patient pays.

    Args:
        made: the episode.

    Returns:
        The figure. Its title says where coverage ends and what each side pays; the table has RVU and minutes a week too.

    Source: each number is the episode's own.

    >>> from cptedu.analysis.plan_of_care import episode, example_plan
    >>> print(plan_of_care(episode(example_plan("low_back_medicare"))).title)
    Coverage ends in week 8 of 15: Medicare Part B pays $209.50 in all, the patient $393.40
    """
    return Figure(
        chart=_chart(made),
        title=_title(made),
        summary=_summary(made),
        source=sources_in_words(_citations(made)),
        vintage=" ".join(made.notes),
        columns=_COLUMNS,
        rows=[_row(made, week) for week in made.by_week],
    )


def _citations(made: Episode) -> Iterator[Citation]:
    """Give the sources of who pays, then those of the rows that gave each visit its money and its RVU."""
    yield from map(cite, _SOURCES if made.plan.pays_by == BY_SCHEDULE else _CONTRACT_SOURCES)
    for one in made.visits:
        yield from one.shares.citations
        if one.rvu is not None:
            for line in one.claim.lines:
                yield from relative_values(line.code, one.on).citations


# ------------------------------------------------------------------------------------------------- in words


def _total(made: Episode, part: str) -> Decimal | None:
    held = [getattr(one, part) for one in made.by_phase]
    return None if None in held else sum(held, Decimal("0.00"))


def _title(made: Episode) -> str:
    paid, owed = _total(made, "payer"), _total(made, "patient")
    name, weeks = payer(made.plan.payer).label, len(made.by_week)
    ends = [end for end in made.coverage_ends if end.finding.verdict is Verdict.NOT_COVERED]
    lost = [end for end in made.coverage_ends if end.finding.verdict is not Verdict.NOT_COVERED]
    if paid is not None and owed is not None:
        shares = f"{name} pays {dollars(paid)} in all, the patient {dollars(owed)}"
        return f"Coverage ends in week {ends[0].week} of {weeks}: {shares}" if ends else shares
    if ends:
        return (
            f"Coverage ends in week {ends[0].week} of {weeks}; not every amount before or after it is known"
        )
    if lost and any(one.payer is not None for one in made.by_week if one.visits):
        return f"From week {lost[0].week} on nobody can say who pays: the contract is not told"
    return "Who pays is not known: this plan of care does not tell enough"


def _summary(made: Episode) -> str:
    parts = [
        f"{one.phase}, {one.weeks}, {counted(one.visits, 'visit')}: payer"
        f" {dollars(one.payer)}, patient {dollars(one.patient)}"
        for one in made.by_phase
    ]
    ends = [f"{_end_words(end)} in week {end.week}" for end in made.coverage_ends] or [
        "coverage does not end"
    ]
    due = [str(one.week) for one in made.visits if one.re_evaluation == "due"]
    again = f"; re-evaluation due in week {', '.join(due)}" if due else ""
    return f"Bars by week, the payer's above the line, the patient's below: {'; '.join(parts)}; {'; '.join(ends)}{again}."


def _end_words(end: CoverageEnd) -> str:
    return "coverage ends" if end.finding.verdict is Verdict.NOT_COVERED else "coverage not known"


def _marks(made: Episode, week: int) -> str:
    said = [_end_words(end) for end in made.coverage_ends if end.week == week]
    said += [
        "re-evaluation due" if one.re_evaluation == "due" else "examination planned"
        for one in made.visits
        if one.week == week and one.re_evaluation
    ]
    return ", ".join(dict.fromkeys(said)) or "–"


def _row(made: Episode, one: WeekSum) -> dict[str, object]:
    names = [name for name in _COLUMNS if name not in {"from", "marks"}]
    held = {name: getattr(one, name) for name in names}
    return {**held, "from": str(one.starts_on), "marks": _marks(made, one.week)}


# ------------------------------------------------------------------------------------------------- drawn


def _chart(made: Episode) -> Any:
    weeks = len(made.by_week)
    scale = alt.Scale(domain=[0, weeks], nice=False)
    ends = [_end_strip(made, scale)] if made.coverage_ends else []
    parts = [_phase_band(made, scale), *ends, _money(made, scale)]
    if any(one.re_evaluation for one in made.visits):
        parts.append(_examination_strip(made, scale))
    return alt.vconcat(*parts, spacing=4).resolve_scale(
        x="independent", y="independent", color="independent", fill="independent"
    )


def _chart_of(values: Iterable[dict[str, object]], height: int = _MONEY_HEIGHT) -> Any:
    return chart_of(values, width=_WIDTH, height=height)


def _phase_band(made: Episode, scale: Any) -> Any:
    """Draw the phases as a band; what does not fit into a narrow one is left to the table."""
    weeks = len(made.by_week)
    drawn = []
    for number, one in enumerate(made.by_phase):
        room = (one.last_week - one.first_week + 1) / weeks * _WIDTH - 12
        care = {"active": "active care", "maintenance": "maintenance", None: "care not said"}[one.care]
        lines = [(one.phase, f"{one.phase}: {care}"), (f"{_pace(one).partition(',')[0]} a week", _pace(one))]
        fitting = [next((w for w in (long, short) if len(w) * _LETTER <= room), "") for short, long in lines]
        drawn.append(
            {
                "from": one.first_week - 1,
                "to": one.last_week,
                "tone": number % 2,
                "first": fitting[0],
                "second": fitting[1],
                "tip": f"{one.phase}: {care},\n{one.weeks}, {counted(one.visits, 'visit')}\n{_pace(one)}",
            }
        )
    base = _chart_of(drawn, _BAND_HEIGHT)
    x = alt.X("from:Q", scale=scale, axis=None)
    band = base.mark_rect(stroke=QUIET, strokeWidth=1).encode(
        x,
        x2="to:Q",
        color=alt.Color("tone:N", scale=alt.Scale(domain=[0, 1], range=["#ffffff", "#e6ebf1"]), legend=None),
        description="tip:N",
    )
    text = {"align": "left", "dx": 6, "aria": False}
    first = base.mark_text(**text, dy=-11, fontWeight="bold").encode(x, text="first:N")
    second = base.mark_text(**text, dy=12).encode(x, text="second:N")
    return alt.layer(band, first, second)


def _pace(one: PhaseSum) -> str:
    rvu = "RVU no data" if one.rvu_per_week is None else f"{one.rvu_per_week} RVU"
    minutes = "minutes no data" if one.minutes_per_week is None else f"{float(one.minutes_per_week):g} min"
    return f"{rvu}, {minutes} a week"


def _end_strip(made: Episode, scale: Any) -> Any:
    """Say in words, above the line that marks it, where coverage ends."""
    weeks = len(made.by_week)
    drawn = []
    for end in made.coverage_ends:
        words = f"{'Coverage ends' if _is_over(end) else 'From here on not known'}, {day_in_words(end.on)}"
        fits = (weeks - end.week + 1) / weeks * _WIDTH > len(words) * _LETTER + 20
        drawn.append({"at": end.week - 1, "says": f"▼ {words}" if fits else f"{words} ▼", "left": fits})
    base = _chart_of(drawn, _STRIP_HEIGHT)
    x = alt.X("at:Q", scale=scale, axis=None)
    sides = [
        base.transform_filter(f"datum.left === {str(left).lower()}")
        .mark_text(align="left" if left else "right", dx=-5 if left else 5, fontWeight="bold", aria=False)
        .encode(x, text="says:N")
        for left in (True, False)
    ]
    return alt.layer(*sides)


def _is_over(end: CoverageEnd) -> bool:
    return end.finding.verdict is Verdict.NOT_COVERED


def _money(made: Episode, scale: Any) -> Any:
    bars = [bar for week in made.by_week for bar in _bars(week)]
    up = max([1.0, *(float(bar["to"]) for bar in bars)])  # type: ignore[arg-type]
    down = max([1.0, *(-float(bar["to"]) for bar in bars)])  # type: ignore[arg-type]
    room = (up + down) * 0.14  # for the words above and below the bars
    height = alt.Scale(domain=[-down - room, up + room], nice=False)
    y_axis = alt.Axis(labelExpr="'$' + format(abs(datum.value), ',.0f')", tickCount=6)
    y = alt.Y("from:Q", scale=height, axis=y_axis, title="Dollars a week")
    kinds = ["payer", "patient", "nobody"]
    colour = alt.Color(
        "who:N", scale=alt.Scale(domain=kinds, range=[PALETTE[0], PALETTE[1], "#ffffff"]), legend=None
    )
    x = alt.X(
        "left:Q",
        scale=scale,
        title="Week",
        axis=alt.Axis(values=_ticks(len(made.by_week)), labelExpr="datum.value + 0.5", grid=False),
    )
    drawn = _chart_of(bars).mark_bar(stroke=INK, strokeWidth=1)
    layers = [
        drawn.encode(x, y, x2="right:Q", y2="to:Q", color=colour, **TOLD),
        _chart_of([{"from": 0}]).mark_rule(stroke=INK, strokeWidth=2, aria=False).encode(y),
    ]
    sides = [
        {"at": 0, "from": up + room, "who": "payer", "says": "▲ the payer pays"},
        {"at": 0, "from": -down - room, "who": "patient", "says": "▼ the patient pays"},
    ]
    if any(bar["who"] == "nobody" for bar in bars):
        sides[1]["says"] = "▼ the patient pays; hollow: nobody may be asked"
    for side, dy in zip(sides, (12, -12), strict=True):
        words = _chart_of([side]).mark_text(align="left", dx=8, dy=dy, fontWeight="bold", aria=False)
        layers.append(words.encode(alt.X("at:Q", scale=scale), y, color=colour, text="says:N"))
    unknown = [
        {"at": week.week - 0.5, "from": 0, "mark": "?"}
        for week in made.by_week
        if None in (week.payer, week.patient)
    ]
    if unknown:
        marks = _chart_of(unknown).mark_text(fontSize=24, fontWeight="bold", dy=-16, aria=False)
        layers.append(marks.encode(alt.X("at:Q", scale=scale), y, text="mark:N"))
    if made.coverage_ends:
        ends = _chart_of({"at": end.week - 1} for end in made.coverage_ends)
        layers.append(
            ends.mark_rule(stroke=INK, strokeWidth=3, strokeDash=[6, 4], aria=False).encode(
                alt.X("at:Q", scale=scale)
            )
        )
    return alt.layer(*layers)


def _ticks(weeks: int) -> list[float]:
    step = 1 if weeks <= 20 else 2 if weeks <= 40 else 4 if weeks <= 80 else 8
    return [week - 0.5 for week in range(1, weeks + 1, step)]


def _bars(week: WeekSum) -> Sequence[dict[str, object]]:
    """Give the bars of one week: the payer's up, the patient's down, and hollow below it what nobody may be asked."""
    place = {"week": week.week, "left": week.week - 0.92, "right": week.week - 0.08}
    patient, nobody = week.patient or Decimal(0), week.written_off or Decimal(0)
    parts = [
        ("payer", week.payer, Decimal(0), week.payer or Decimal(0), "the payer pays"),
        ("patient", week.patient, Decimal(0), -patient, "the patient pays"),
        ("nobody", week.written_off, -patient, -patient - nobody, "nobody may be asked for"),
    ]
    return [
        {
            **place,
            "who": who,
            "amount": float(amount),
            "from": float(start),
            "to": float(end),
            "tip": f"Week {week.week}, {week.phase}, {counted(week.visits, 'visit')}:\n{says} {dollars(amount)}",
        }
        for who, amount, start, end, says in parts
        if amount
    ]


def _examination_strip(made: Episode, scale: Any) -> Any:
    drawn = [
        {
            "at": one.week - 0.5,
            "what": one.re_evaluation,
            "tip": f"{'Re-evaluation due' if one.re_evaluation == 'due' else 'Examination planned'}\non {one.on}",
        }
        for one in made.visits
        if one.re_evaluation
    ]
    says = "Re-evaluation: ◇ due" + (", ◆ planned" if any(one["what"] == "done" for one in drawn) else "")
    base = _chart_of(drawn, _STRIP_HEIGHT)
    marks = base.mark_point(shape="diamond", size=220, strokeWidth=3, stroke=INK, opacity=1).encode(
        alt.X(
            "at:Q",
            scale=scale,
            title=says,
            axis=alt.Axis(labels=False, ticks=False, grid=False, domainColor=RULE),
        ),
        fill=alt.Color(
            "what:N", scale=alt.Scale(domain=["due", "done"], range=["#ffffff", INK]), legend=None
        ),
        description="tip:N",
    )
    return alt.layer(marks)
