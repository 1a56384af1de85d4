"""RVUs and dollars of codes over the years, drawn as the settings want them seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from cptedu.charts.offline import Figure
from cptedu.charts.rvu_drawn import (
    UNITS,
    amount_in_words,
    lines_drawn,
    name_of_line,
    parts_drawn,
    totals_by_code,
    value_of,
)
from cptedu.charts.rvu_points import (
    PARTS,
    PLACES,
    Point,
    Quoted,
    RvuSettings,
    localities,
    quoted_figures,
    rvu_points,
)
from cptedu.charts.series import QUOTED
from cptedu.errors import CpteduError
from cptedu.facts.gpci import locality_name
from cptedu.facts.schedule import factor_changes, track_row, tracks_known
from cptedu.facts.sources import cite
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["RvuSettings", "notes_beside", "rvu_explorer"]

_NAMED_IN_A_TITLE = 3
_COLUMNS = {
    "code": "Code",
    "year": "Year",
    "place": "Where",
    "what": "What",
    "value": "",
    "says": "Said with it",
}


def rvu_explorer(settings: RvuSettings | None = None) -> Figure:
    """Draw codes over the years, with the numbers as a table beneath.

    Args:
        settings: what is to be seen; by default four codes' totals in an office.

    Returns:
        The figure. Its title says the point of just these numbers.

    Raises:
        CpteduError: when none of the wanted numbers is held; the message says why.

    Source: each number is what ``relative_values`` or ``allowed_amount`` answers.

    >>> rvu_explorer(RvuSettings(codes=("97112",))).summary[:33]
    'Total RVU, as lines, in an office'
    """
    wanted = settings or RvuSettings()
    points = rvu_points(wanted)
    held = [point for point in points if point.value is not None]
    if not held:
        reasons = dict.fromkeys(f"{one.code}: {', '.join(one.says)}" for one in points)
        raise CpteduError(f"None of these numbers is held. {'; '.join(reasons)}.")
    said = quoted_figures(wanted.codes) if wanted.measure == "rvu" else ()
    return Figure(
        chart=parts_drawn(wanted, held, said) if wanted.parts else lines_drawn(wanted, held, said),
        title=_title(wanted, held),
        summary=_summary(wanted, held, said),
        source=_source(wanted, said),
        vintage=" ".join(notes_beside(wanted, points)),
        columns={**_COLUMNS, "value": UNITS[wanted.measure]},
        rows=[*map(_quoted_row, said), *map(_table_row, points)],
    )


# ------------------------------------------------------------------------------------------------- in words


def _title(settings: RvuSettings, held: Sequence[Point]) -> str:
    series = totals_by_code(held)
    if settings.parts:
        return _title_of_parts(held)
    both = [number for number in settings.codes if all((number, place) in series for place in PLACES)]
    if both:
        return _title_of_places(settings, series, both)
    where = ", in a facility" if settings.places == ("facility",) else ""
    most = max(series.values(), key=lambda own: abs(value_of(own[-1]) / value_of(own[0]) - 1))
    first, last = most[0], most[-1]
    then, now = (
        amount_in_words(value_of(first), settings.measure),
        amount_in_words(value_of(last), settings.measure),
    )
    years = {own[at].year for own in series.values() for at in (0, -1)}
    if len(series) > 1 and then == now and len(years) > 1:
        return f"No code is worth more or less in {last.year} than in {first.year}{where}"
    if 1 < len(series) <= _NAMED_IN_A_TITLE:
        return f"{_each_in_words(settings, series)}{where}"
    if len(series) > 1:
        return f"{last.year} beside {first.year}: {last.code} changed most, {then} to {now} ({_percent(first, last)}){where}"
    if first.year == last.year:
        return f"{last.code}: {now} in {last.year}{where}"
    before = f"as in {first.year}" if then == now else f"{then} in {first.year} ({_percent(first, last)})"
    return f"{last.code}: {now} in {last.year}, {before}{where}"


def _each_in_words(settings: RvuSettings, series: Mapping[tuple[str, str], Sequence[Point]]) -> str:
    """Say of each code where its line begins and where it ends."""
    first = min(one[0].year for one in series.values())
    last = max(one[-1].year for one in series.values())
    told = []
    for one in series.values():
        then, now = (amount_in_words(value_of(one[at]), settings.measure) for at in (0, -1))
        if then != now:
            told.append(f"{one[0].code} {then} to {now}")
        elif one[0].year < one[-1].year:
            told.append(f"{one[0].code} {now} in both")
        else:
            told.append(f"{one[0].code} {now}{f' in {one[0].year}' if first < last else ''}")
    years = f"From {first} to {last}" if first < last else f"In {last}"
    return f"{years}: {', '.join(told)}"


def _title_of_places(
    settings: RvuSettings, series: Mapping[tuple[str, str], Sequence[Point]], both: Sequence[str]
) -> str:
    office, facility = max(
        ((series[number, "office"][-1], series[number, "facility"][-1]) for number in both),
        key=lambda pair: value_of(pair[0]) - value_of(pair[1]),
    )
    if office.value == facility.value:
        return f"In {office.year} each code is worth the same in a facility as in an office"
    return (
        f"{office.code} in {office.year}: {amount_in_words(value_of(office), settings.measure)} in an office,"
        f" {amount_in_words(value_of(facility), settings.measure)} in a facility"
    )


def _title_of_parts(held: Sequence[Point]) -> str:
    shares: dict[str, tuple[int, int]] = {}
    for one in held:
        if one.part == "work" and one.place == held[0].place:
            own = [p for p in held if (p.code, p.year, p.place) == (one.code, one.year, one.place)]
            share = value_of(one) / sum(map(value_of, own), Decimal(0)) * 100
            shares[one.code] = int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP)), one.year
    if not shares:
        return "Only totals are held for these codes"
    where = " in a facility" if held[0].place == "facility" else ""
    (low, year), number = min((share, number) for number, share in shares.items())
    (high, _), other = max((share, number) for number, share in shares.items())
    if low == high:
        return f"In {year} work is {low} percent of the RVU of {' and '.join(shares)}{where}"
    return f"In {year} work is from {low} percent ({number}) to {high} percent ({other}) of the RVU{where}"


def _percent(first: Point, last: Point) -> str:
    change = (value_of(last) / value_of(first) - 1) * 100
    return f"{'up' if change > 0 else 'down'} {abs(change).quantize(Decimal('0.1'), ROUND_HALF_UP)} percent"


def _summary(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> str:
    in_dollars = settings.measure == "dollars"
    what = (
        "Dollars allowed by Medicare's fee schedule, as lines"
        if in_dollars
        else "RVU in parts, as bars"
        if settings.parts
        else "Total RVU, as lines"
    )
    places = " and ".join("in an office" if one == "office" else "in a facility" for one in settings.places)
    sign = "$" if in_dollars else ""
    parts = []
    for own in totals_by_code(held).values():
        low, high = min(map(value_of, own)), max(map(value_of, own))
        span = f"{sign}{low} to {sign}{high}, " if low != high else ""
        parts.append(f"{name_of_line(own[-1], settings)} {span}{sign}{value_of(own[-1])} in {own[-1].year}")
    years = [one.year for one in held]
    quotes = ", ".join(f"{one.code} {one.total}" for one in said)
    beside = f"; apart from these, {QUOTED}: {quotes}" if quotes else ""
    where = f"{places}, {_locality(settings)}" if in_dollars else places
    return f"{what}, {where}, {min(years)} to {max(years)}: {'; '.join(parts)}{beside}."


def _locality(settings: RvuSettings) -> str:
    if settings.locality == NATIONAL:
        return "national, without a local index"
    found = next(one for one in localities() if one.id == settings.locality)
    return f"{found.name} ({found.state})"


def _source(settings: RvuSettings, said: Sequence[Quoted]) -> str:
    wanted = [row["source"] for row in rows("rvu.csv") if row["code"] in settings.codes]
    if settings.measure == "dollars":
        wanted += [row["source"] for row in rows("conversion_factor.csv")]
        wanted += [row["source"] for row in rows("gpci.csv") if locality_name(row) == settings.locality]
    held = "; ".join(str(cite(source)) for source in dict.fromkeys(wanted))
    if not said:
        return held
    quoted = "; ".join(
        str(cite(one)) for one in dict.fromkeys(r["source"] for r in rows("article_figures.csv"))
    )
    return f"{held}. Hollow marks, {QUOTED}: {quoted}"


def notes_beside(settings: RvuSettings, points: Sequence[Point]) -> list[str]:
    """Say what must be said beside the chart: each thing once, with the years and codes of which it is true.

    Args:
        settings: what is seen.
        points: what the rules answered.

    Returns:
        Whole sentences.

    >>> chosen = RvuSettings(codes=("97112",), measure="dollars", locality="15202-00")
    >>> notes_beside(chosen, rvu_points(chosen))[0]
    '2013 to 2018: no index of this locality is held.'
    """
    notes = [f"{where}: {words}." for where, words in _grouped(settings, points)]
    changed = sorted(
        {
            point.year
            for point in points
            if point.value is not None and point.from_day in factor_changes(point.year)
        }
    )
    if changed:
        notes.append(
            f"The conversion factor changed within {' and '.join(map(str, changed))}; the chart shows the later amount,"
            " the table both."
        )
    if any(point.track and point.value is not None for point in points):
        notes.append(
            "; ".join(f"{row['label']}: for {row['who']}" for row in map(track_row, tracks_known()[::-1]))
            + "."
        )
    if settings.measure == "dollars":
        notes.append("Dollars are those of each year. Allowed is neither the charge nor the payment.")
    return notes


def _said(settings: RvuSettings, point: Point) -> list[str]:
    """Give what is said of a point, as far as it concerns what is drawn."""
    bare = [words for words in point.says if words.startswith("totals only")]
    others = [words for words in point.says if words not in bare]
    return [*others, *(f"{words} (dashed)" for words in bare if settings.parts)]


def _grouped(settings: RvuSettings, points: Sequence[Point]) -> list[tuple[str, str]]:
    by_words: dict[str, dict[str, list[int]]] = {}
    for point in points:
        for words in _said(settings, point):
            years = by_words.setdefault(words, {}).setdefault(name_of_line(point, settings), [])
            if point.year not in years:
                years.append(point.year)
    every_line = len(settings.codes) * len(settings.places)
    said = []
    for words, of in by_words.items():
        for years, names in groupby(sorted(of, key=lambda name: of[name]), key=lambda name: of[name]):
            listed = list(names)
            which = "" if len(listed) == every_line else f"{', '.join(listed)}, "
            said.append((f"{which}{_spans(years)}", words))
    return said


def _spans(years: Sequence[int]) -> str:
    """Write years in short: 2013 to 2018, 2020."""
    runs = [list(run) for _, run in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0][1]) if len(run) == 1 else f"{run[0][1]} to {run[-1][1]}" for run in runs)


# ------------------------------------------------------------------------------------------------- the table


def _table_row(point: Point) -> dict[str, object]:
    began = f", from {point.from_day:%B} {point.from_day.day}" if point.from_day else ""
    return {
        "code": point.code,
        "year": f"{point.when}{began}",
        "place": point.place,
        "what": PARTS.get(point.part, point.part),
        "value": point.value,
        "says": "; ".join(point.says) or "–",
    }


def _quoted_row(one: Quoted) -> dict[str, object]:
    return {
        "code": one.code,
        "year": "not confirmed",
        "place": "not said",
        "what": "total",
        "value": one.total,
        "says": "quoted by the article",
    }
