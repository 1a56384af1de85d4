"""The article's comparisons, then and now: how much more one code carries than another, and what became of each in dollars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cptedu.errors import CpteduError
from cptedu.facts.code_groups import code_group
from cptedu.facts.schedule import factor_row, tracks, tracks_known, unpriced_row, years_held
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL, allowed_amount
from cptedu.rules.relative_values import relative_values

__all__ = ["FACTOR", "DollarPoint", "RatioPoint", "dollars_over_the_years", "ratios"]

FACTOR = "conversion factor"
ARTICLE = "article"
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class RatioPoint:
    """Two codes beside each other, as the article quotes them or as CMS had them in a year.

    Attributes:
        code: the code.
        other: the code it is compared with.
        said_by: ``article`` or ``CMS``.
        year: the year of service; None for the article, whose figures have no confirmed date.
        rvu: total RVU of the code in an office.
        other_rvu: total RVU of the other code.
        ratio: the first as a share of the second, in per cent.
        citations: where the figures stand.
    """

    code: str
    other: str
    said_by: str
    year: int | None
    rvu: Decimal
    other_rvu: Decimal
    ratio: Decimal
    citations: tuple[Citation, ...]


def ratios(pairs: Iterable[tuple[str, str]] | None = None) -> tuple[RatioPoint, ...]:
    """Put pairs of codes beside each other: as the article quotes them, and by CMS in each year held.

    The article calls the RVU of 97110 and 97112 similar and gives no figure for 97110, so nothing is quoted for that pair.

    Args:
        pairs: a code and the one that it is compared with; by default those of the article.

    Returns:
        For each pair what the article quotes, where it quotes both, then each year.

    Source: CMS relative value files; the article's figures, at no confirmed date.

    >>> [(one.said_by, one.year, one.ratio) for one in ratios([("97112", "98940")])][:2]
    [('article', None, Decimal('111.4')), ('CMS', 2013, Decimal('127.3'))]
    """
    points = []
    for number, other in _of_the_article() if pairs is None else pairs:
        points += _quoted(number, other)
        for year in years_held():
            ours, theirs = (relative_values(one, date(year, 12, 31)) for one in (number, other))
            cited = tuple(dict.fromkeys((*ours.citations, *theirs.citations)))
            points.append(_point(number, other, "CMS", year, ours.total(), theirs.total(), cited))
    return tuple(points)


def _of_the_article() -> tuple[tuple[str, str], ...]:
    first, *others = code_group("article")
    return tuple((first, other) for other in others)


def _quoted(number: str, other: str) -> list[RatioPoint]:
    held = {row["code"]: row for row in rows("article_figures.csv")}
    if number not in held or other not in held:
        return []
    ours, theirs = (Decimal(held[one]["total_rvu"]) for one in (number, other))
    return [_point(number, other, ARTICLE, None, ours, theirs, (cite(held[number]["source"]),))]


def _point(
    number: str,
    other: str,
    said_by: str,
    year: int | None,
    ours: Decimal,
    theirs: Decimal,
    cited: tuple[Citation, ...],
) -> RatioPoint:
    ratio = (ours / theirs * 100).quantize(TENTH, rounding=ROUND_HALF_UP)
    return RatioPoint(number, other, said_by, year, ours, theirs, ratio, cited)


@dataclass(frozen=True)
class DollarPoint:
    """What one unit of a code came to from a day on, in dollars of that day.

    Attributes:
        code: the code, or ``conversion factor`` for the dollars of one RVU.
        from_day: the first day of a year, or the day on which something changed within one.
        rvu: total RVU in an office; 1 for the conversion factor.
        factor: the conversion factor.
        dollars: what the schedule allowed for one unit, national; None where it is not known.
        share: the dollars as a share of those of the base day, in per cent; None where they are not known.
        base: the first day on which the dollars of every line are known; each line is 100 there.
        citations: where the figures stand.
        says: why the dollars are not known; else empty.
    """

    code: str
    from_day: date
    rvu: Decimal
    factor: Decimal
    dollars: Decimal | None
    share: Decimal | None
    base: date
    citations: tuple[Citation, ...]
    says: str = ""


def dollars_over_the_years(codes: Iterable[str], track: str = "non_apm") -> tuple[DollarPoint, ...]:
    """Follow codes and the conversion factor over the years held, in dollars of each day and as a share of a base day.

    The base is the first day on which the dollars of all these codes are known, so that the lines can be compared.

    Args:
        codes: the codes.
        track: which conversion factor to take in a year that has two.

    Returns:
        For each code, and at last for the conversion factor, one point from each day on which something changed.

    Raises:
        CpteduError: for a code or a track that is not known.

    Source: each amount is what ``allowed_amount`` answers for ``"national"``.

    >>> found = dollars_over_the_years(["97112"])
    >>> [(str(one.from_day), one.dollars, one.share) for one in found if one.code == "97112"][0]
    ('2013-01-01', Decimal('33.34'), Decimal('100.0'))
    """
    if track not in tracks_known():
        raise CpteduError(f"track = {track!r} is not known. Accepted: {', '.join(sorted(tracks_known()))}.")
    chosen = tuple(codes)
    days = _days(chosen)
    base = next((day for day in days if not any(unpriced_row(number, day) for number in chosen)), days[0])
    points = [_dollar_point(number, day, base, track) for number in chosen for day in days]
    return (*points, *(_factor_point(day, base, track) for day in days))


def _dollar_point(number: str, day: date, base: date, track: str) -> DollarPoint:
    factor = _factor(day, track)
    values = relative_values(number, day)
    gap = unpriced_row(number, day)
    if gap is not None:
        cited = (*values.citations, cite(gap["source"]))
        return DollarPoint(number, day, values.total(), factor, None, None, base, cited, gap["why"])
    amount = allowed_amount(number, day, NATIONAL, track=_own_track(day, track))
    then = allowed_amount(number, base, NATIONAL, track=_own_track(base, track))
    dollars = Decimal(amount)
    return DollarPoint(
        number, day, values.total(), factor, dollars, _share(dollars, then), base, amount.citations
    )


def _factor_point(day: date, base: date, track: str) -> DollarPoint:
    factor = _factor(day, track)
    cited = (cite(factor_row(day, _own_track(day, track))["source"]),)
    return DollarPoint(
        FACTOR, day, Decimal(1), factor, factor, _share(factor, _factor(base, track)), base, cited
    )


def _factor(day: date, track: str) -> Decimal:
    return Decimal(factor_row(day, _own_track(day, track))["factor"])


def _own_track(day: date, track: str) -> str | None:
    return track if tracks(day) else None


def _share(now: Decimal, then: Decimal) -> Decimal:
    return (now / then * 100).quantize(TENTH, rounding=ROUND_HALF_UP)


def _days(codes: Iterable[str]) -> list[date]:
    """List the days in the years held on which a factor began, or the dollars of a code are known again."""
    found = {date.fromisoformat(row["effective_from"]) for row in rows("conversion_factor.csv")}
    found |= {
        date.fromisoformat(row["effective_to"]) + timedelta(days=1)
        for row in rows("unpriced.csv")
        if row["code"] in codes
    }
    return sorted(day for day in found if day.year in years_held())
