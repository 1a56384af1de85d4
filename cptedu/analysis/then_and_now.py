"""The article's comparisons, then and now: how much more one code carries than another, and what became of each in dollars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cptedu.errors import CpteduError, NotInDataError
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
        rvu: total RVU of the code in an office; None where it is not held.
        other_rvu: total RVU of the other code, likewise.
        ratio: the first as a share of the second, in percent; None where one of them is not held.
        citations: where the figures stand.
        says: what is not held, and why; else empty.
    """

    code: str
    other: str
    said_by: str
    year: int | None
    rvu: Decimal | None
    other_rvu: Decimal | None
    ratio: Decimal | None
    citations: tuple[Citation, ...]
    says: str = ""


def ratios(pairs: Iterable[tuple[str, str]] | None = None) -> tuple[RatioPoint, ...]:
    """Put pairs of codes beside each other: as the article quotes them, and by CMS in each year held.

    The article calls the RVU of 97110 and 97112 similar and gives no figure for 97110, so nothing is quoted for that pair.

    Args:
        pairs: a code and the one that it is compared with; by default those of the article.

    Returns:
        For each pair what the article quotes, where it quotes both, then each year, with what is not held of it in words.

    Source: CMS relative value files; the article's figures, at no confirmed date.

    >>> [(one.said_by, one.year, one.ratio) for one in ratios([("97112", "98940")])][:2]
    [('article', None, Decimal('111.4')), ('CMS', 2013, Decimal('127.3'))]
    """
    points = []
    for number, other in _of_the_article() if pairs is None else pairs:
        points += _quoted(number, other)
        for year in years_held():
            ours, theirs = (_held(one, date(year, 12, 31)) for one in (number, other))
            cited = tuple(dict.fromkeys((*ours.citations, *theirs.citations)))
            says = " ".join(dict.fromkeys(filter(None, (ours.says, theirs.says))))
            points.append(_point(number, other, "CMS", year, ours.rvu, theirs.rvu, cited, says))
    return tuple(points)


@dataclass(frozen=True)
class _Held:
    """What is held of a code on a day; without a value, why there is none."""

    rvu: Decimal | None
    citations: tuple[Citation, ...] = ()
    says: str = ""


def _held(number: str, day: date) -> _Held:
    try:
        values = relative_values(number, day)
        total = values.total()
    except NotInDataError:
        return _Held(None, (), f"No RVU of {number} is held.")
    if not total:  # the zeros of a code that the contractor prices are no values
        return _Held(None, values.citations, f"{number} has no RVU of its own: the contractor prices it.")
    return _Held(total, values.citations)


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
    ours: Decimal | None,
    theirs: Decimal | None,
    cited: tuple[Citation, ...],
    says: str = "",
) -> RatioPoint:
    return RatioPoint(number, other, said_by, year, ours, theirs, _share(ours, theirs), cited, says)


@dataclass(frozen=True)
class DollarPoint:
    """What one unit of a code came to from a day on, in dollars of that day.

    Attributes:
        code: the code, or ``conversion factor`` for the dollars of one RVU.
        from_day: the first day of a year, or the day on which something changed within one.
        rvu: total RVU in an office; 1 for the conversion factor; None where it is not held.
        factor: the conversion factor; None where it is not held.
        dollars: what the schedule allowed for one unit, national; None where it is not known.
        share: the dollars as a share of those of the base day, in percent; None where one of the two is not known.
        base: the first day on which the dollars of every line are known; each line is 100 there. The first day at all where
            there is no such day.
        citations: where the figures stand.
        says: why the dollars are not known; else empty.
    """

    code: str
    from_day: date
    rvu: Decimal | None
    factor: Decimal | None
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
        For each code, and at last for the conversion factor, one point from each day on which something changed, or from which
        on something is not held: then it says what.

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
    told = {(number, day): _dollars(number, day, track) for number in (*chosen, FACTOR) for day in days}
    known = (day for day in days if all(told[number, day].dollars is not None for number in chosen))
    base = next(known, days[0])
    return tuple(
        replace(one, base=base, share=_share(one.dollars, told[one.code, base].dollars))
        for one in told.values()
    )


def _dollars(number: str, day: date, track: str) -> DollarPoint:
    """Find what one unit came to on a day, or why that is not known; its share of a base is worked out later."""
    factor, cited, says = _factor(day, track)
    if number == FACTOR:
        return DollarPoint(FACTOR, day, Decimal(1), factor, factor, None, day, cited, says)
    held = _held(number, day)
    gap = unpriced_row(number, day)
    if gap is not None:
        return DollarPoint(
            number, day, held.rvu, factor, None, None, day, (*held.citations, cite(gap["source"])), gap["why"]
        )
    says = " ".join(filter(None, (held.says, says)))
    if says:
        return DollarPoint(number, day, held.rvu, factor, None, None, day, (*held.citations, *cited), says)
    amount = allowed_amount(number, day, NATIONAL, track=_own_track(day, track))
    return DollarPoint(number, day, held.rvu, factor, Decimal(amount), None, day, amount.citations)


def _factor(day: date, track: str) -> tuple[Decimal | None, tuple[Citation, ...], str]:
    try:
        row = factor_row(day, _own_track(day, track))
    except NotInDataError:
        return None, (), "No conversion factor is held."
    return Decimal(row["factor"]), (cite(row["source"]),), ""


def _own_track(day: date, track: str) -> str | None:
    return track if tracks(day) else None


def _share(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    if now is None or then is None:
        return None
    return (now / then * 100).quantize(TENTH, rounding=ROUND_HALF_UP)


def _days(codes: Iterable[str]) -> list[date]:
    """List the days in the years held on which a factor or the values of a code begin, or are over."""
    chosen = tuple(codes)
    dated = [
        *rows("conversion_factor.csv"),
        *(row for name in ("rvu.csv", "unpriced.csv") for row in rows(name) if row["code"] in chosen),
    ]
    found = {date.fromisoformat(row["effective_from"]) for row in dated if row["effective_from"]}
    found |= {
        date.fromisoformat(row["effective_to"]) + timedelta(days=1) for row in dated if row["effective_to"]
    }
    return sorted(day for day in found if day.year in years_held())
