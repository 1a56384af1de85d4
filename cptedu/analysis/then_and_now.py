"""The article's comparisons, then and now: how much more one code carries than another, and what became of each in dollars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cptedu.errors import CpteduError
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL, allowed_amount, conversion_factor
from cptedu.rules.relative_values import relative_values

__all__ = ["FACTOR", "DollarPoint", "RatioPoint", "dollars_since_2013", "ratios"]

FIRST_YEAR, LAST_YEAR = 2013, 2026
FACTOR = "conversion factor"
ARTICLE = "article"
TENTH = Decimal("0.1")
COMPARED = (("97112", "97110"), ("97112", "98940"), ("97112", "98941"))


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


def ratios(pairs: Iterable[tuple[str, str]] = COMPARED) -> tuple[RatioPoint, ...]:
    """Put pairs of codes beside each other: as the article quotes them, and by CMS in each year since 2013.

    The article calls the RVU of 97110 and 97112 similar and gives no figure for 97110, so nothing is quoted for that pair.

    Args:
        pairs: a code and the one that it is compared with.

    Returns:
        For each pair what the article quotes, where it quotes both, then each year.

    Source: CMS relative value files; the article's figures, at no confirmed date.

    >>> [(one.said_by, one.year, one.ratio) for one in ratios([("97112", "98940")])][:2]
    [('article', None, Decimal('111.4')), ('CMS', 2013, Decimal('127.3'))]
    """
    points = []
    for number, other in pairs:
        points += _quoted(number, other)
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            ours, theirs = (relative_values(one, date(year, 12, 31)) for one in (number, other))
            cited = tuple(dict.fromkeys((*ours.citations, *theirs.citations)))
            points.append(_point(number, other, "CMS", year, ours.total(), theirs.total(), cited))
    return tuple(points)


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
        from_day: the first day of a year, or the day on which the factor changed within one.
        rvu: total RVU in an office; 1 for the conversion factor.
        factor: the conversion factor.
        dollars: what the schedule allowed for one unit, national.
        share: the dollars as a share of those of 2013, in per cent.
        citations: where the figures stand.
    """

    code: str
    from_day: date
    rvu: Decimal
    factor: Decimal
    dollars: Decimal
    share: Decimal
    citations: tuple[Citation, ...]


def dollars_since_2013(codes: Iterable[str], track: str = "non_apm") -> tuple[DollarPoint, ...]:
    """Follow codes and the conversion factor since 2013, in dollars of each day and as a share of 2013.

    Args:
        codes: the codes.
        track: which conversion factor to take in 2026, which has two.

    Returns:
        For each code, and at last for the conversion factor, one point from each day on which the factor changed.

    Raises:
        CpteduError: for a code or a track that is not known.

    Source: each amount is what ``allowed_amount`` answers for ``"national"``.

    >>> found = dollars_since_2013(["97112"])
    >>> [(str(one.from_day), one.dollars, one.share) for one in found if one.code == "97112"][-1]
    ('2026-01-01', Decimal('32.73'), Decimal('98.2'))
    """
    if track not in {"apm", "non_apm"}:
        raise CpteduError(f"track = {track!r} is not known. Accepted: apm, non_apm.")
    days = _days(track)
    points = []
    for number in codes:
        first = allowed_amount(number, days[0][0], NATIONAL, track=days[0][1])
        for day, own_track in days:
            amount = allowed_amount(number, day, NATIONAL, track=own_track)
            factor = conversion_factor(day, own_track)
            rvu = relative_values(number, day).total()
            dollars = Decimal(amount)
            points.append(
                DollarPoint(number, day, rvu, factor, dollars, _share(dollars, first), amount.citations)
            )
    first_factor = conversion_factor(*days[0])
    for day, own_track in days:
        factor = conversion_factor(day, own_track)
        cited = (cite("pfs-conversion-factor"),)
        points.append(
            DollarPoint(FACTOR, day, Decimal(1), factor, factor, _share(factor, first_factor), cited)
        )
    return tuple(points)


def _share(now: Decimal, then: Decimal) -> Decimal:
    return (now / then * 100).quantize(TENTH, rounding=ROUND_HALF_UP)


def _days(track: str) -> list[tuple[date, str | None]]:
    """List the first day of each conversion factor since 2013, with the track where a year has two."""
    found = []
    for row in rows("conversion_factor.csv"):
        day = date.fromisoformat(row["effective_from"])
        if day.year >= FIRST_YEAR and row["track"] in {"all", track}:
            found.append((day, None if row["track"] == "all" else track))
    return sorted(found, key=lambda one: one[0])
