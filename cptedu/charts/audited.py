"""What an audit found, drawn: which answers a log has, habits beside a reference, and what lies between claims and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from cptedu.analysis.audit import Audit
from cptedu.analysis.audit.notes import DIFFERENCES
from cptedu.analysis.audit.shares import NO_REFERENCE, Share
from cptedu.charts.bars import no_data
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import INK, PALETTE, SIZE
from cptedu.explain import counted
from cptedu.facts.sources import cite

__all__ = ["answers_chart", "notes_chart", "shares_chart"]

_WIDTH = 900
_ROW = 58
_WORDS_AT, _BAR_AT, _BAR_HIGH = 14, 27, 22
_END_LETTER = 9.4  # as wide as a letter gets at a bar's end, in pixels
_OWN = "counted in the log that was audited; its rows are not shown"
_PROVES_NOTHING = "A share proves nothing by itself: it says where to look."


@dataclass(frozen=True)
class _Row:
    """A bar with the words above it and at its end, and a mark where others stand."""

    label: str
    value: float
    end: str
    mark: float | None = None
    colour: str = PALETTE[0]


def answers_chart(found: Audit) -> Figure:
    """Draw which answers a log has: from its claims alone, with a note, or none; each visit is counted once.

    Args:
        found: the audit.

    Returns:
        The figure.

    Raises:
        CpteduError: when no visit of the log is judged.
    """
    kinds = _answers(found)
    total = sum(kinds.values())
    if not total:
        raise no_data("a visit that was judged")
    against, untold = kinds[_AGAINST], kinds[_UNTOLD]
    title = f"Of {counted(total, 'claim')} the log alone speaks against {against}{_rest(kinds, untold)}"
    rows = [
        _Row(kind, count, f"{count} of {total}", colour=_COLOURS[kind])
        for kind, count in kinds.items()
        if count or kind in (_AGAINST, _UNTOLD)
    ]
    return Figure(
        chart=_drawn(tuple(rows), "visits", total),
        title=title,
        summary="Bars of visits by what is known of their claims. "
        + "; ".join(f"{one.label}: {one.end}" for one in rows)
        + ".",
        source=_OWN,
        vintage="That nothing stands against a claim is no proof that it is right.",
        columns={"what": "What is known", "visits": "Visits", "of": "Of"},
        rows=[{"what": kind, "visits": count, "of": total} for kind, count in kinds.items()],
    )


def _rest(kinds: Mapping[str, int], untold: int) -> str:
    """Say what is with the other claims: only a note can tell, or the notes do, or sources differ."""
    if untold:
        return f"; for {untold} only a note can say"
    if kinds[_DIFFERS] or not kinds[_DISPUTED]:
        return f", and the notes against {kinds[_DIFFERS]} more"
    return f", and good sources differ on {kinds[_DISPUTED]}"


_AGAINST = "the claim alone: something stands against it, whatever the note says"
_DISPUTED = "disputed: good sources differ on something of the claim"
_DIFFERS = "with its note: claim and note differ"
_BORNE_OUT = "with its note: the note bears the claim out"
_UNTOLD = "not told: nothing stands against it, and its note is not here"
_COLOURS = {
    _AGAINST: PALETTE[1],
    _DISPUTED: PALETTE[4],
    _DIFFERS: PALETTE[3],
    _BORNE_OUT: PALETTE[2],
    _UNTOLD: "#5a5a5a",
}


def _answers(found: Audit) -> dict[str, int]:
    against, disputed = found.visits_against(), found.visits_disputed()
    differ = {visit.number for visit, _ in found.differences}
    kinds = dict.fromkeys(_COLOURS, 0)
    for visit, judged in zip(found.visits, found.judged, strict=True):
        number = visit.number
        if judged is None:
            continue
        if number in against:
            kinds[_AGAINST] += 1
        elif number in disputed:
            kinds[_DISPUTED] += 1
        elif number not in found.notes.visits:
            kinds[_UNTOLD] += 1
        else:
            kinds[_DIFFERS if number in differ else _BORNE_OUT] += 1
    return kinds


def shares_chart(found: Audit) -> Figure:
    """Draw habits as shares, and beside each what others do, where that is held.

    Args:
        found: the audit.

    Returns:
        The figure.

    Raises:
        CpteduError: when the log has nothing of which a share could be counted.
    """
    held = [one for one in found.share_list if one.unit == "%" and one.value is not None and one.of]
    if not held:
        raise no_data("a share")
    rows = [
        _Row(one.what, float(one.value or 0), _beside(one), one.reference, _colour_of(one)) for one in held
    ]
    cited = dict.fromkeys(str(cite(one.source)) for one in held if one.source)
    return Figure(
        chart=_drawn(tuple(rows), "percent", 100),
        title=_title(held),
        summary=f"Bars of shares, each with a mark where others stand. {'; '.join(f'{one.label}: {one.end}' for one in rows)}.",
        source="; ".join((*cited, f"the shares themselves: {_OWN}")),
        vintage=f"The upright mark is {_whose(held)}. {_PROVES_NOTHING}",
        columns={
            "what": "Share",
            "here": "Here, %",
            "count": "Count",
            "of": "Of",
            "elsewhere": "Elsewhere, %",
            "who": "Whose",
        },
        rows=[
            {
                "what": one.what,
                "here": one.value,
                "count": one.count,
                "of": one.of,
                "elsewhere": one.reference,
                "who": one.reference_of,
            }
            for one in held
        ],
    )


def _beside(one: Share) -> str:
    here = f"{one.value:g} %"
    return here if one.reference is None else f"{here}, others {one.reference:g} %"


def _colour_of(one: Share) -> str:
    return PALETTE[0] if one.reference is not None else "#5a5a5a"


def _whose(held: Iterable[Share]) -> str:
    named = dict.fromkeys(one.reference_of for one in held if one.reference is not None)
    return "; ".join(named) or NO_REFERENCE


def _title(held: Sequence[Share]) -> str:
    """Say where the practice is farthest from others: that is where somebody would look first."""
    compared = [one for one in held if one.reference is not None]
    if not compared:
        return "Nothing here can be set beside others"
    far = max(compared, key=lambda one: abs((one.value or 0) - (one.reference or 0)))
    what = far.what.partition(",")[0]
    return f"Farthest from others: {what}, {far.value:g} percent here and {far.reference:g} elsewhere"


def notes_chart(found: Audit) -> Figure:
    """Draw what lies between claims and notes, in both directions.

    Args:
        found: the audit, with notes.

    Returns:
        The figure.

    Raises:
        CpteduError: when no note was joined to a visit.
    """
    if not found.notes.visits:
        raise no_data("a note beside this log")
    counts = Counter((one.kind, one.code) for _, one in found.differences)
    rows = [
        _Row(
            f"{code or 'the claim as a whole'}: {DIFFERENCES[kind]}",
            count,
            counted(count, "visit"),
            colour=_BY_KIND[kind],
        )
        for kind in DIFFERENCES
        for (own, code), count in counts.most_common()
        if own == kind
    ]
    read = counted(len(found.notes.visits), "note")
    if rows:
        (kind, code), most = counts.most_common(1)[0]
        title = (
            f"{code or 'The claim'} is the most frequent difference: {DIFFERENCES[kind]}, in {most} of {read}"
        )
    else:
        title = f"Each of {read} bears its claim out, and nothing was left off"
    return Figure(
        chart=_drawn(
            tuple(rows) or (_Row("no difference", 0, "0 visits"),), "visits", len(found.notes.visits)
        ),
        title=title,
        summary=f"Bars of differences between claims and {read}. "
        + "; ".join(f"{one.label}: {one.end}" for one in rows)
        + "." * bool(rows),
        source=_OWN,
        vintage="No note is changed to fit a claim: what was not written on the day is not written now.",
        columns={"code": "Code", "what": "What lies between", "visits": "Visits"},
        rows=[
            {"code": code, "what": DIFFERENCES[kind], "visits": count}
            for (kind, code), count in counts.most_common()
        ],
    )


_BY_KIND = dict(zip(DIFFERENCES, (PALETTE[1], PALETTE[3], PALETTE[4], PALETTE[2]), strict=True))


@lru_cache(maxsize=8)  # a page shows what was looked at before it was written
def _drawn(rows: tuple[_Row, ...], unit: str, whole: float) -> Any:
    """Draw bars one under the other: the words above, the number at the end, a mark where others stand."""
    longest = max(max(one.value, one.mark or 0) for one in rows) or whole or 1
    room = max(len(one.end) for one in rows) * _END_LETTER + 20
    most = longest * _WIDTH / (_WIDTH - room)
    high = len(rows) * _ROW
    across = alt.X(
        "x:Q",
        title=unit,
        scale=alt.Scale(domain=[0, most], nice=False),
        axis=alt.Axis(values=_ticks(longest), format=",d", grid=True),
    )
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, high], range=[0, high]), axis=None)
    placed = [(at * _ROW, one) for at, one in enumerate(rows)]
    pieces: list[dict[str, object]] = [
        {
            "x": 0,
            "x2": one.value,
            "y": top + _BAR_AT,
            "y2": top + _BAR_AT + _BAR_HIGH,
            "colour": one.colour,
            "tip": f"{one.label}:\n{one.end}",
        }
        for top, one in placed
    ]
    marks: list[dict[str, object]] = [
        {"x": one.mark, "y": top + _BAR_AT - 4, "y2": top + _BAR_AT + _BAR_HIGH + 4}
        for top, one in placed
        if one.mark is not None
    ]
    words: list[dict[str, object]] = [
        {"x": 0, "y": top + _WORDS_AT, "text": one.label} for top, one in placed
    ]
    ends: list[dict[str, object]] = [
        {
            "x": max(one.value, one.mark or 0) + 8 * most / _WIDTH,
            "y": top + _BAR_AT + _BAR_HIGH / 2,
            "text": one.end,
        }
        for top, one in placed
    ]
    text = {"align": "left", "baseline": "middle", "fontSize": SIZE, "aria": False}
    return alt.layer(
        chart_of(pieces)
        .mark_rect()
        .encode(across, down, x2="x2:Q", y2="y2:Q", fill=alt.Fill("colour:N", scale=None), **TOLD),
        chart_of(marks).mark_rule(strokeWidth=4, color=INK, aria=False).encode(across, down, y2="y2:Q"),
        chart_of(words).mark_text(**text).encode(across, down, text="text:N"),
        chart_of(ends).mark_text(fontWeight="bold", **text).encode(across, down, text="text:N"),
    ).properties(width=_WIDTH, height=high)


def _ticks(longest: float) -> list[float]:
    """Give round numbers up to the longest bar; beyond it stand words.

    >>> _ticks(337), _ticks(3)
    ([0, 100, 200, 300], [0, 1, 2, 3])
    """
    step = next(
        one * ten
        for ten in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
        for one in (1, 2, 5)
        if longest <= 5.5 * one * ten
    )
    return [step * n for n in range(int(longest / step) + 1)]
