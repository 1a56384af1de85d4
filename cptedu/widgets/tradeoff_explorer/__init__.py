"""The trade-off explorer: one visit by payer, year, place and minutes; the chart shows what each changes, and what not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import traitlets

from cptedu.analysis.comparisons import by_locality, by_payer, by_year, has_tracks, same_day, visit_on
from cptedu.analysis.sensitivity import minutes_steps, region_steps, timed_codes
from cptedu.analysis.tradeoffs import tradeoffs
from cptedu.charts.by_payer import payers_chart
from cptedu.charts.by_place import localities_chart
from cptedu.charts.by_year import years_chart
from cptedu.charts.codings import codings_chart
from cptedu.charts.offline import Figure, FigureView
from cptedu.charts.rvu_points import localities, track_label
from cptedu.charts.steps import minutes_chart, regions_chart
from cptedu.engine.coding import worksheet
from cptedu.errors import CpteduError, unknown
from cptedu.facts.codes import is_timed
from cptedu.facts.schedule import track_row, tracks_known, years_held, years_with_tracks
from cptedu.model import Visit
from cptedu.payers import payer, payers
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.widgets.kit.chart_explorer import ChartExplorer
from cptedu.widgets.kit.states import states

__all__ = ["VIEWS", "TradeoffExplorer"]

MOST_MINUTES = 60
VIEWS = {
    "codings": "what is supported",
    "minutes": "minutes",
    "regions": "regions",
    "payers": "payers",
    "years": "years",
    "places": "places",
}


class TradeoffExplorer(ChartExplorer):
    """What a visit carries, and what payer, year, place and minutes change about it.

    Args:
        visit: the visit to start from.
        view: one of ``VIEWS``.
        payer: a payer profile; by default the visit's own.
        year: a year that has prices; by default the visit's own.
        locality: ``"MAC-locality"`` or ``"national"``.
        track: in a year that has two conversion factors which to take, ``"apm"`` or ``"non_apm"``.

    Raises:
        CpteduError: for a view, payer, year or locality that is not held.

    >>> from cptedu.example_visits import example_visit
    >>> explorer = TradeoffExplorer(example_visit("desk_worker"))
    >>> print(explorer.figure.title)
    The record supports one coding: 98940 + 97112-59, 1.78 RVU
    >>> explorer.payer = "medicare"
    >>> print(explorer.figure.title)
    The record supports 2 codings: 97112 is not covered and may be left off
    """

    keeps = ("view", "payer", "year", "track", "locality", "minutes")

    view = traitlets.Unicode("codings").tag(sync=True)
    payer = traitlets.Unicode().tag(sync=True)
    year = traitlets.Int().tag(sync=True)
    track = traitlets.Unicode("non_apm").tag(sync=True)
    minutes = traitlets.Int(0).tag(sync=True)
    note = traitlets.Unicode(read_only=True).tag(sync=True)
    changed = traitlets.Unicode(read_only=True).tag(sync=True)

    def __init__(
        self,
        visit: Visit,
        view: str = "codings",
        *,
        payer: str | None = None,
        year: int | None = None,
        locality: str = NATIONAL,
        track: str = "non_apm",
        **options: Any,
    ) -> None:
        self.visit = visit
        self._timed = _timed_service(visit)
        recorded = visit.services[self._timed].minutes if self._timed is not None else None
        super().__init__(
            view=view,
            payer=payer or visit.payer,
            year=year or visit.date_of_service.year,
            locality=locality,
            track=track,
            minutes=recorded or 0,
            **options,
        )
        self._follow_place()
        self.chart = FigureView(self._drawn())
        self.set_trait("note", _in_words(visit))
        self.set_trait("choices", self._choices())
        self._say("")
        self.observe(self._answer, names=["view", "payer", "year", "track", "locality", "minutes"])

    def current(self) -> Visit:
        """Give the visit as it is chosen: payer, year, and the minutes of its first timed service.

        Returns:
            The visit.

        Raises:
            CpteduError: for a payer, year or number of minutes that is not held.
        """
        years = years_held()
        if self.year not in years:
            raise CpteduError(f"{self.year} is not held. Choose a year from {years[0]} to {years[-1]}.")
        if not 0 <= self.minutes <= MOST_MINUTES:
            raise CpteduError(f"{self.minutes} minutes cannot be shown. Choose from 0 to {MOST_MINUTES}.")
        visit = visit_on(self.visit, same_day(self.visit.date_of_service, self.year))
        if self._timed is not None:
            services = list(visit.services)
            services[self._timed] = replace(services[self._timed], minutes=self.minutes)
            visit = replace(visit, services=tuple(services))
        return visit.under(payer(self.payer).name)

    def _drawn(self) -> Figure:
        views: Mapping[str, Callable[[Visit, str | None], Figure]] = {
            "codings": lambda visit, track: codings_chart(tradeoffs(visit, self.locality, track=track)),
            "minutes": lambda visit, _: minutes_chart(minutes_steps(visit, most=MOST_MINUTES)),
            "regions": lambda visit, track: regions_chart(region_steps(visit, self.locality, track=track)),
            "payers": lambda visit, track: payers_chart(by_payer(visit, self.locality, track=track)),
            "years": lambda visit, _: years_chart(
                by_year(visit, self.locality, track=self.track), str(self.year)
            ),
            "places": lambda visit, track: localities_chart(by_locality(visit, track=track), self.locality),
        }
        if self.view not in views:
            raise unknown("view", self.view, VIEWS)
        if self.track not in tracks_known():
            raise unknown("track", self.track, tracks_known())
        if self.locality != NATIONAL and self.locality not in {one.id for one in localities()}:
            raise CpteduError(
                f"{self.locality!r} is not a locality. Write MAC and locality, such as '15202-00' for Ohio, or 'national'."
            )
        visit = self.current()
        return views[self.view](visit, self.track if has_tracks(visit.date_of_service) else None)

    def _say(self, problem: str) -> None:
        """Say what stands beside the chart: what is changed of the note, and what cannot be done."""
        self._tell(problem=problem, changed=self._changed_note(), why_not=self._why_not())

    def _changed_note(self) -> str:
        if self._timed is None:
            return ""
        recorded = self.visit.services[self._timed].minutes
        if recorded == self.minutes:
            return ""
        return (
            f"The note has {recorded} minutes. With {self.minutes} this is another visit: minutes are written when they"
            " were given, and never made up."
        )

    def _why_not(self) -> dict[str, str]:
        return {
            "minutes": "" if self._timed is not None else "This visit has no timed service.",
            "track": ""
            if has_tracks(date(self.year, 12, 31))
            else f"{self.year} has one conversion factor for all.",
        }

    def _choices(self) -> dict[str, Any]:
        timed = self.visit.services[self._timed] if self._timed is not None else None
        return {
            "views": [{"value": name, "word": words} for name, words in VIEWS.items()],
            "payers": [{"value": one.name, "word": one.label} for one in payers().values()],
            "tracks": [{"value": name, "word": track_label(name)} for name in tracks_known()],
            "whose_factor": _whose_factor(),
            "factor_of": f"Conversion factor of {_span(years_with_tracks())}",
            "years": [years_held()[0], years_held()[-1]],
            "states": states(),
            "most_minutes": MOST_MINUTES,
            "timed": timed.activity if timed is not None else "",
        }

    def as_text(self) -> str:
        """Say in words what is shown."""
        return "\n".join(
            filter(None, [f"Trade-offs: {self.note}", self.changed, self.problem, str(self.figure)])
        )

    def __repr__(self) -> str:
        return (
            f"TradeoffExplorer(view={self.view!r}, payer={self.payer!r}, year={self.year}, locality={self.locality!r},"
            f" minutes={self.minutes})"
        )


def _timed_service(visit: Visit) -> int | None:
    """Find the first service whose minutes make units."""
    counted = timed_codes(visit)
    for item in worksheet(visit).items:
        if item.written is not None and item.code in counted and is_timed(item.code) and item.stands:
            return visit.services.index(item.written)
    return None


def _whose_factor() -> str:
    """Say which clinicians have which conversion factor.

    >>> _whose_factor()
    'APM: qualifying participants of an alternative payment model. Non-APM: all others.'
    """
    told = [f"{row['label']}: {row['who']}." for row in map(track_row, tracks_known()[::-1])]
    return " ".join(f"{one[:1].upper()}{one[1:]}" for one in told)


def _span(years: Sequence[int]) -> str:
    """Write the first and the last of some years in words."""
    if len(years) < 2:
        return "".join(map(str, years))
    return f"{years[0]} {'to' if len(years) > 2 else 'and'} {years[-1]}"


def _in_words(visit: Visit) -> str:
    """Say in a line what the note has."""
    done = [f"adjusted: {', '.join(visit.adjusted).replace('_', ' ')}"] if visit.adjusted else []
    done += [
        one.activity + (f", {one.minutes} minutes" if one.minutes is not None else "")
        for one in visit.services
    ]
    told = "; ".join(done)
    return " ".join(
        filter(None, (f"{visit.title or 'The visit'}.", told and f"{told[:1].upper()}{told[1:]}."))
    )
