"""What a code was worth in RVUs, by date of service: CMS's totals as steps, and what an article quoted beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import altair as alt

from cptedu.charts.offline import Figure
from cptedu.charts.series import QUOTED, TOLD, chart_of, look_of, moved_apart, quoted_strip
from cptedu.charts.theme import PALETTE
from cptedu.errors import CpteduError
from cptedu.facts.sources import cite
from cptedu.facts.tables import rows as rows_of

__all__ = ["rvu_history", "rvu_through_the_years"]

_NAMED_IN_A_TITLE = 3
_WIDTH, _HEIGHT, _QUOTED_WIDTH = 600, 360, 130
_COLUMNS = {"code": "Code", "from": "From", "to": "To", "rvu": "Total RVU, office", "said_by": "Said by"}
_NO_PRICE = "C"  # CMS's status of a code that the contractor prices: its zeros are no values


@dataclass(frozen=True)
class _Step:
    """One value and the days on which it holds."""

    code: str
    starts: date
    ends: date
    rvu: Decimal
    run: int = 0  # which unbroken run of steps it belongs to

    @property
    def tip(self) -> str:
        """What it says under the pointer."""
        whole_year = (self.starts.month, self.starts.day, self.ends.month, self.ends.day) == (1, 1, 12, 31)
        when = str(self.starts.year) if whole_year else f"{self.starts} to {self.ends}"
        return f"{self.code} in {when}: {self.rvu} RVU"


def rvu_through_the_years(*codes: str) -> Figure:
    """Draw what codes carried in an office since the first year held, with the article's figures apart from CMS's.

    Args:
        codes: the codes, six at most.

    Returns:
        The figure.
    """
    return rvu_history(codes, rows_of("rvu.csv"), rows_of("article_figures.csv"))


def rvu_history(
    codes: Sequence[str], rows: Iterable[Mapping[str, str]], quoted: Iterable[Mapping[str, str]] = ()
) -> Figure:
    """Draw the total RVUs of codes in an office since the first year held; a time without a value stays blank.

    Args:
        codes: the codes, six at most, in the order of their colours.
        rows: rows of ``rvu.csv``.
        quoted: rows of ``article_figures.csv``: drawn apart, and never joined with CMS's.

    Returns:
        The figure.

    Raises:
        CpteduError: when there is no code, more than six, or none with a value.

    >>> from cptedu.facts.tables import rows
    >>> until_2026 = [row for row in rows("rvu.csv") if row["effective_from"] < "2027"]
    >>> print(rvu_history(["97112"], until_2026).title)
    97112 is worth 0.98 RVU in 2026, as it was in 2013
    """
    if not 0 < len(codes) <= len(PALETTE):
        raise CpteduError(f"Choose one to {len(PALETTE)} codes to draw; {len(codes)} were given.")
    held = list(rows)
    steps = [step for code in codes for step in _steps(code, held)]
    if not steps:
        raise CpteduError(f"No RVU is held for {', '.join(codes)}. Choose another code.")
    said = [row for row in quoted if row["code"] in codes]
    return Figure(
        chart=_chart(codes, steps, said),
        title=_title(steps),
        summary=_summary(steps, said),
        source=_source((row for row in held if row["code"] in codes), said),
        vintage=f"Held until {max(step.ends for step in steps)}.",
        columns=_COLUMNS,
        rows=[*_quoted_rows(said), *map(_step_row, steps)],
    )


def _steps(code: str, rows: Iterable[Mapping[str, str]]) -> Iterator[_Step]:
    """Give the steps of one code by date, each knowing its unbroken run."""
    held = sorted(
        (
            _Step(
                code,
                date.fromisoformat(row["effective_from"]),
                date.fromisoformat(row["effective_to"]),
                Decimal(row["total_nonfacility"]),
            )
            for row in rows
            if row["code"] == code and row["total_nonfacility"] and row["status"] != _NO_PRICE
        ),
        key=lambda step: step.starts,
    )
    run = 0
    for before, step in pairwise([None, *held]):
        if before and step and before.ends + timedelta(days=1) != step.starts:
            run += 1
        if step:
            yield _Step(step.code, step.starts, step.ends, step.rvu, run)


def _chart(codes: Sequence[str], steps: Sequence[_Step], said: Sequence[Mapping[str, str]]) -> Any:
    values = [step.rvu for step in steps] + [Decimal(row["total_rvu"]) for row in said]
    low, high = (float(round(v, 1)) for v in (min(values) - Decimal("0.1"), max(values) + Decimal("0.1")))
    height = alt.Scale(domain=[max(low, 0), high], nice=False)
    look = look_of("code", codes)
    when = alt.X(
        "date:T",
        title="Date of service",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format="%Y", tickCount="year"),
    )
    axis = alt.Axis() if not said else alt.Axis(labels=False, ticks=False, domain=False)
    rvu = alt.Y("rvu:Q", title=None if said else "Total RVU, office", scale=height, axis=axis)

    lines = chart_of(_corners(steps)).mark_line(interpolate="step-after", aria=False)
    dots = chart_of([{**_drawn(s.code, s.rvu), "date": str(s.starts), "tip": s.tip} for s in steps])
    names = chart_of(_end_labels(codes, steps, height.domain)).mark_text(align="left", dx=8, aria=False)
    main = alt.layer(
        lines.encode(when, rvu, look["color"], look["dash"], detail="run:N"),
        dots.mark_point(filled=True, opacity=1).encode(when, rvu, look["color"], look["shape"], **TOLD),
        names.encode(when, rvu, look["color"], text="code:N"),
    ).properties(width=_WIDTH, height=_HEIGHT)
    if not said:
        return main
    drawn = [
        _drawn(row["code"], Decimal(row["total_rvu"]))
        | {"tip": f"{row['code']}: {row['total_rvu']} RVU,\n{QUOTED}"}
        for row in said
    ]
    quoted = alt.Y("rvu:Q", title="Total RVU, office", scale=height)
    strip = quoted_strip(drawn, quoted, look, "code:N", width=_QUOTED_WIDTH, height=_HEIGHT)
    return alt.hconcat(strip, main, spacing=24)


def _corners(steps: Sequence[_Step]) -> list[dict[str, object]]:
    """Give where each line turns, and where each unbroken run of it ends."""
    corners = []
    for step, following in pairwise([*steps, None]):
        assert step  # noqa: S101  (for the type checker: only the last may be missing)
        corners.append({**_drawn(step.code, step.rvu), "run": step.run, "date": str(step.starts)})
        if not following or (following.code, following.run) != (step.code, step.run):
            corners.append({**_drawn(step.code, step.rvu), "run": step.run, "date": str(step.ends)})
    return corners


def _end_labels(
    codes: Sequence[str], steps: Sequence[_Step], domain: Sequence[float]
) -> list[dict[str, object]]:
    """Name each line at its end; names that would touch are moved apart."""
    last = {step.code: step for step in steps}
    apart = (domain[1] - domain[0]) * 20 / _HEIGHT
    end = str(max(step.ends for step in steps))
    ends = [(float(last[code].rvu), code) for code in codes if code in last]
    return [{"code": code, "rvu": rvu, "date": end} for rvu, code in moved_apart(ends, apart)]


def _title(steps: Sequence[_Step]) -> str:
    by_code = {step.code: [s for s in steps if s.code == step.code] for step in steps}
    if len(by_code) == 1:
        (code, own), *_ = by_code.items()
        first, last = own[0], own[-1]
        if first.starts.year == last.ends.year and first.rvu == last.rvu:
            return f"{code} is worth {last.rvu} RVU in {last.ends.year}"
        if first.rvu == last.rvu:
            return f"{code} is worth {last.rvu} RVU in {last.ends.year}, as it was in {first.starts.year}"
        return f"{code} went from {first.rvu} RVU in {first.starts.year} to {last.rvu} in {last.ends.year}"
    change = {code: own[-1].rvu - own[0].rvu for code, own in by_code.items()}
    most = max(change, key=lambda code: abs(change[code]))
    own = by_code[most]
    if not change[most] and own[0].starts.year == own[-1].ends.year:
        return f"RVU in {own[-1].ends.year}: {', '.join(f'{code} {one[-1].rvu}' for code, one in by_code.items())}"
    if not change[most]:
        return f"No code is worth more or less in {own[-1].ends.year} than in {own[0].starts.year}"
    if len(by_code) <= _NAMED_IN_A_TITLE:
        told = ", ".join(f"{code} {_from_to(one)}" for code, one in by_code.items())
        return f"RVU from {own[0].starts.year} to {own[-1].ends.year}: {told}"
    years = f"{own[-1].ends.year} beside {own[0].starts.year}"
    return f"{years}: {most} changed most, from {own[0].rvu} to {own[-1].rvu} RVU"


def _from_to(own: Sequence[_Step]) -> str:
    """Say where a line begins and where it ends; once, where it ends as it began."""
    first, last = own[0].rvu, own[-1].rvu
    return f"{last} in both" if first == last else f"{first} to {last}"


def _summary(steps: Sequence[_Step], said: Sequence[Mapping[str, str]]) -> str:
    parts = []
    for code in dict.fromkeys(step.code for step in steps):
        own = [step for step in steps if step.code == code]
        least, most = min(s.rvu for s in own), max(s.rvu for s in own)
        parts.append(
            f"{code} {most} throughout"
            if least == most
            else f"{code} between {least} and {most}, now {own[-1].rvu}"
        )
    first, last = min(s.starts for s in steps).year, max(s.ends for s in steps).year
    quotes = ", ".join(f"{row['code']} {row['total_rvu']}" for row in said)
    beside = f"; apart from these, {QUOTED}: {quotes}" if quotes else ""
    return f"Lines of the total office RVU by date of service, {first} to {last}: {'; '.join(parts)}{beside}."


def _source(rows: Iterable[Mapping[str, str]], said: Sequence[Mapping[str, str]]) -> str:
    held = "; ".join(str(cite(source)) for source in dict.fromkeys(row["source"] for row in rows))
    quotes = "; ".join(str(cite(source)) for source in dict.fromkeys(row["source"] for row in said))
    return f"{held}. Hollow marks, {QUOTED}: {quotes}" if quotes else held


def _step_row(step: _Step) -> dict[str, object]:
    return {
        "code": step.code,
        "from": str(step.starts),
        "to": str(step.ends),
        "rvu": step.rvu,
        "said_by": "CMS",
    }


def _quoted_rows(said: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "code": row["code"],
            "from": "not confirmed",
            "to": "not confirmed",
            "rvu": Decimal(row["total_rvu"]),
            "said_by": "the article",
        }
        for row in said
    ]


def _drawn(code: str, rvu: Decimal) -> dict[str, object]:
    return {"code": code, "rvu": float(rvu)}
