"""One visit under each payer, drawn: the note is the same, the claim is not."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.analysis.comparisons import Compared
from cptedu.charts.bars import Bar, bars
from cptedu.charts.codings import segments
from cptedu.charts.compared import COLUMNS, compared_row
from cptedu.charts.money import dollars, place_in_words, rvu, sources_in_words
from cptedu.charts.offline import Figure
from cptedu.model import Verdict

__all__ = ["payers_chart"]


def payers_chart(found: Sequence[Compared]) -> Figure:
    """Draw one visit under every payer profile: the note is the same, the claim is not.

    Args:
        found: the visit under each payer, its own first.

    Returns:
        The figure. All amounts are those of Medicare's schedule, the only one held.

    >>> from cptedu.analysis.comparisons import by_payer
    >>> from cptedu.example_visits import example_visit
    >>> payers_chart(by_payer(example_visit("desk_worker"), track="non_apm")).title.startswith("One note, ")
    True
    """
    first = found[0]
    different = len({one.billed for one in found})
    title = f"One note, {len(found)} payers: {different} different claims"
    if different == 1:
        title = f"One note, {len(found)} payers: the same claim, {first.billed}"
    schedule = "Every amount is Medicare's schedule, the only one held; a private payer has its own."
    return Figure(
        chart=bars([_payer_bar(one) for one in found], "RVU of the claim"),
        title=title,
        summary="Bars of RVU by payer. "
        + "; ".join(
            f"{one.label}: {one.billed}, {rvu(one.carries.total)}, {dollars(one.carries.allowed)} covered"
            for one in found
        )
        + ".",
        source=sources_in_words(cited for one in found for cited in one.carries.citations),
        vintage=f"{schedule} Amounts: {place_in_words(first.where)}.",
        columns={**COLUMNS, "label": "Payer"},
        rows=[compared_row(one) for one in found],
    )


def _payer_bar(one: Compared) -> Bar:
    contested = [line.code for line in one.claim.lines if line.verdict is Verdict.CONTESTED]
    below = [f"⇄ contested: {', '.join(contested)}."] if contested else []
    asked = [
        finding.says
        for line in one.claim.lines
        for finding in line.findings
        if finding.verdict is Verdict.ASK
    ]
    below += [f"? {said}" for said in dict.fromkeys(asked)]
    if one.not_billed:
        below.append(f"Not billed: {one.not_billed}.")
    return Bar(
        label=f"{one.label}: {one.billed}",
        segments=segments(one.carries, one.label),
        end=f"{rvu(one.carries.total)}, {dollars(one.carries.allowed)} covered",
        below=tuple(below),
        is_contested=bool(contested),
    )
