"""The codings that a record supports as bars of RVU; what it does not support hatched, below, with its reason."""

from __future__ import annotations

from collections.abc import Set
from decimal import Decimal

from cptedu.analysis.carried import Carried
from cptedu.analysis.tradeoffs import CodingRow, Tradeoffs, UnsupportedRow
from cptedu.charts.bars import Bar, Heading, Segment, bars
from cptedu.charts.money import dollars, rvu, sources_in_words, vintage_in_words
from cptedu.charts.offline import Figure
from cptedu.explain import verdict_in_words
from cptedu.model import Verdict

__all__ = ["MOST_DRAWN", "codings_chart", "drawn_bars", "segments"]

MOST_DRAWN = 6
_SIGNS = {
    Verdict.NOT_SUPPORTED: "✕ not supported: ",
    Verdict.NOT_COVERED: "⊘ not covered: ",
    Verdict.ASK: "? to ask: ",
    Verdict.CONTESTED: "⇄ contested: ",
    Verdict.SUPPORTED: "✓ ",
}
_PARTS = {"work": "work", "pe": "practice expense", "mp": "malpractice"}
_COLUMNS = {
    "coding": "Coding",
    "verdict": "Verdict",
    "work": "Work RVU",
    "pe": "PE RVU",
    "mp": "MP RVU",
    "not_covered_rvu": "RVU not covered",
    "total": "Total RVU",
    "allowed": "Allowed, $",
    "reduced_by": "Cut by the reduction, $",
    "not_covered_amount": "Not covered, $",
    "minutes": "Clinician minutes",
    "rvu_per_hour": "RVU per clinician hour",
    "says": "Said with it",
}


def codings_chart(found: Tradeoffs) -> Figure:
    """Draw what the record supports, and below it, hatched, what it does not, each with its reason.

    Args:
        found: the trade-offs of a visit.

    Returns:
        The figure.

    Source: each number is what ``relative_values`` and ``price`` answer.

    >>> from cptedu.analysis.tradeoffs import tradeoffs
    >>> from cptedu.example_visits import example_visit
    >>> print(codings_chart(tradeoffs(example_visit("desk_worker"), track="non_apm")).title)
    The record supports one coding: 98940 + 97112-59, 1.78 RVU
    """
    first = found.supported[0]
    return Figure(
        chart=bars(drawn_bars(found), "RVU of the whole claim"),
        title=_title(found),
        summary=_summary(found),
        source=sources_in_words(one for row in found.supported for one in row.carries.citations),
        vintage=vintage_in_words(first.carries, found.where),
        columns=_COLUMNS,
        rows=[*map(_supported_row, found.supported), *map(_unsupported_row, found.unsupported)],
    )


def drawn_bars(found: Tradeoffs) -> list[Bar | Heading]:
    """Give the bars: supported codings first, in the order of the record and not of their worth.

    Args:
        found: the trade-offs of a visit.

    Returns:
        Bars and headings, from the top.
    """
    items: list[Bar | Heading] = [Heading("The record supports")]
    told: set[str] = set()
    for row in found.supported[:MOST_DRAWN]:
        items.append(_supported_bar(row, told))
        told.update(row.says)
    more = len(found.supported) - MOST_DRAWN
    if more > 0:
        items.append(Heading(f"and {more} more, with the same lines left off in other ways: see the table"))
    if found.unsupported:
        items.append(Heading("Not supported by the record, whatever it would carry: not billed"))
        items += [_unsupported_bar(row) for row in found.unsupported]
    return items


def _supported_bar(row: CodingRow, told: Set[str]) -> Bar:
    """Make the bar of a supported coding; what was said of one above is not said again."""
    carries = row.carries
    instead = f" (or {', '.join(row.also_written)})" if row.also_written else ""
    below = [one for one in row.says if one not in told]
    if carries.reduced_by:
        below.append(f"The reduction for several therapy units took {dollars(carries.reduced_by)}.")
    if carries.rvu_per_hour is not None:
        below.append(
            f"{carries.minutes} clinician minutes: {carries.rvu_per_hour} RVU for a clinician's hour."
        )
    return Bar(
        label=f"{_SIGNS.get(row.coding.verdict_shown, '')}{row.coding.label}{instead}",
        segments=segments(carries, row.coding.label),
        end=f"{rvu(carries.total)}, {dollars(carries.allowed)} allowed",
        below=tuple(below),
        is_contested=row.coding.verdict is Verdict.CONTESTED,
    )


def segments(carries: Carried, label: str) -> tuple[Segment, ...]:
    """Give the pieces of a bar: work, practice expense, malpractice of what is covered, then what is not covered.

    Args:
        carries: what a claim carries.
        label: the claim, for what a piece says under the pointer.

    Returns:
        Pieces that are longer than nothing; none where nothing is held.
    """
    made = []
    covered = carries.covered
    parts = {"work": covered.work, "pe": covered.pe, "mp": covered.mp}
    if None not in parts.values():
        made = [_segment(kind, value, f"{label}\n{_PARTS[kind]}") for kind, value in parts.items()]
    elif covered.total is not None:
        made = [_segment("whole", covered.total, f"{label}\nthe parts are not held for this year")]
    if carries.not_covered.total is not None:
        made.append(_segment("not_covered", carries.not_covered.total, f"{label}\nnot covered by the payer"))
    return tuple(one for one in made if one.value)


def _segment(kind: str, value: Decimal | None, words: str) -> Segment:
    held = value if value is not None else Decimal(0)
    return Segment(kind, held, f"{words}: {held} RVU")


def _unsupported_bar(row: UnsupportedRow) -> Bar:
    word = verdict_in_words(row.coding.verdict)
    end = f"{'?' if row.coding.verdict is Verdict.ASK else '✕'} {word}"
    label = f"{row.coding.label}. {row.coding.says}"
    if row.rvu is None:
        return Bar(label, (), f"{end}; {'no code' if row.coding.code is None else 'RVU: no data'}")
    tip = f"{row.coding.label}: {word}.\nThe claim would have {row.rvu} RVU"
    return Bar(label, (Segment("unsupported", row.rvu, tip),), end)


def _title(found: Tradeoffs) -> str:
    first = found.supported[0]
    if not first.coding.lines:
        return "The record supports no line of a claim"
    if len(found.supported) == 1:
        return f"The record supports one coding: {first.coding.label}, {rvu(first.carries.total)}"
    return f"The record supports {len(found.supported)} codings: {' and '.join(_why_several(found))}"


def _why_several(found: Tradeoffs) -> list[str]:
    """Say what leaves a choice: never the amount."""
    claim = found.supported[0].coding.claim
    contested = list(dict.fromkeys(number for row in found.supported for number in row.coding.contested))
    barred = [line.code for line in claim.lines if line.verdict is Verdict.NOT_COVERED]
    said = []
    if len(claim.unit_splits) > 1:
        said.append("leftover minutes tie")
    if contested:
        said.append(f"sources dispute {', '.join(contested)}")
    if barred:
        said.append(
            f"{', '.join(barred)} {'is' if len(barred) == 1 else 'are'} not covered and may be left off"
        )
    return said


def _summary(found: Tradeoffs) -> str:
    ours = "; ".join(
        f"{row.coding.label}, {rvu(row.carries.total)}, {dollars(row.carries.allowed)} allowed"
        for row in found.supported[:MOST_DRAWN]
    )
    theirs = "; ".join(
        f"{row.coding.label}, {verdict_in_words(row.coding.verdict)}: {row.coding.says.rstrip('.')}"
        for row in found.unsupported
    )
    against = f" Hatched, because the record does not support them: {theirs}." if theirs else ""
    return f"Bars of RVU. Supported: {ours}.{against}"


def _supported_row(row: CodingRow) -> dict[str, object]:
    carries = row.carries
    return {
        "coding": row.coding.label,
        "verdict": verdict_in_words(row.coding.verdict_shown),
        "work": carries.covered.work,
        "pe": carries.covered.pe,
        "mp": carries.covered.mp,
        "not_covered_rvu": carries.not_covered.total,
        "total": carries.total,
        "allowed": carries.allowed,
        "reduced_by": carries.reduced_by,
        "not_covered_amount": carries.not_covered_amount,
        "minutes": carries.minutes,
        "rvu_per_hour": carries.rvu_per_hour,
        "says": " ".join((*row.says, *(f"Also written {one}." for one in row.also_written))) or "–",
    }


def _unsupported_row(row: UnsupportedRow) -> dict[str, object]:
    return {
        **dict.fromkeys(_COLUMNS, "–"),
        "coding": row.coding.label,
        "verdict": verdict_in_words(row.coding.verdict),
        "total": row.rvu,
        "says": row.coding.says,
    }
