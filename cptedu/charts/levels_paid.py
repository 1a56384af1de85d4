"""How often Medicare paid for each level of spinal adjustment, by year, and beside it what its auditors found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.charts.bars import no_data
from cptedu.charts.money import sources_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of, look_of, years_across
from cptedu.charts.theme import SIZE
from cptedu.facts.reference import Oversight, oversight, spinal_shares, utilisation, years_with_shares

__all__ = ["levels_paid"]

_WIDTH, _HEIGHT = 620, 300
_ROOM = 1.6  # years right of the last point, for the names
_OF_THE_MONEY = "percent of the money"
_COLUMNS = {"year": "Year", "code": "Code", "services": "Adjustments paid", "share": "% of the three"}


def levels_paid() -> Figure:
    """Draw the share of each spinal adjustment among those that Medicare paid, in each year held.

    Returns:
        The figure. Below it stands the newest figure of those who audit Medicare's payments.

    Raises:
        CpteduError: when no year of all levels is held.

    Source: CMS, figures by service; the contractors' reports that the rows name.

    >>> levels_paid().rows[0]["year"]
    '2013'
    """
    years = years_with_shares()
    if not years:
        raise no_data("a year of every spinal adjustment")
    shares = {year: spinal_shares(date(year, 12, 31)) for year in years}
    held = {(year, code): utilisation(code, date(year, 12, 31)) for year, of in shares.items() for code in of}
    audit = _newest_audit()
    cited = [*(one.citation for one in held.values()), *((audit.citation,) if audit else ())]
    return Figure(
        chart=_chart(shares),
        title=_title(shares),
        summary=f"Lines of the share of each spinal adjustment among those that Medicare paid, {years[0]} to {years[-1]}. "
        + "; ".join(_told(code, shares) for code in shares[years[-1]])
        + ".",
        source=sources_in_words(cited),
        vintage=f"Years held: {', '.join(map(str, years))}.{_audited(audit)} How often a level is paid proves no note.",
        columns=_COLUMNS,
        rows=[
            {"year": str(year), "code": code, "services": one.services, "share": shares[year][code]}
            for (year, code), one in held.items()
        ],
    )


def _newest_audit() -> Oversight | None:
    return next((one for one in reversed(oversight()) if one.subject.endswith(_OF_THE_MONEY)), None)


def _audited(found: Oversight | None) -> str:
    if found is None:
        return ""
    who = found.subject.partition(",")[0]
    return (
        f" {who}, which audits Medicare's payments, found {found.figure} percent of the money for chiropractic services paid"
        f" wrongly (claims from {found.first:%B %Y} to {found.last:%B %Y})."
    )


def _title(shares: Mapping[int, Mapping[str, Decimal]]) -> str:
    first, last = min(shares), max(shares)
    most = max(shares[last], key=lambda code: shares[last][code])
    then, now = shares[first][most], shares[last][most]
    before = f" in {last}, and {then} in {first}" if then != now else f" in {last}, as in {first}"
    before = before if first != last else f" in {last}"
    return f"{most} was {shares[last][most]} percent of the spinal adjustments that Medicare paid{before}"


def _told(code: str, shares: Mapping[int, Mapping[str, Decimal]]) -> str:
    return f"{code}: {', '.join(f'{of[code]} percent in {year}' for year, of in shares.items())}"


def _chart(shares: Mapping[int, Mapping[str, Decimal]]) -> Any:
    years, codes = list(shares), list(shares[max(shares)])
    values = [
        {
            "code": code,
            "year": year,
            "share": float(share),
            "name": f"{code}, {share}%" if year == years[-1] else "",
            "tip": f"{code} in {year}:\n{share} percent",
        }
        for year, of in shares.items()
        for code, share in of.items()
    ]
    data = chart_of(values)
    across = years_across(years, _ROOM)
    up = alt.Y(
        "share:Q", title="% of the three", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5)
    )
    look = look_of("code", codes)
    return alt.layer(
        data.mark_line(aria=False).encode(across, up, look["color"], look["dash"]),
        data.mark_point(filled=True, opacity=1).encode(across, up, look["color"], look["shape"], **TOLD),
        data.mark_text(align="left", dx=12, fontSize=SIZE, aria=False).encode(
            across, up, look["color"], text="name:N"
        ),
    ).properties(width=_WIDTH, height=_HEIGHT)
