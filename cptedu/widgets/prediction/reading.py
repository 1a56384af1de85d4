"""The back of the card: what was said, what is right, the one reason for it, and everything else to be opened."""

from __future__ import annotations

from typing import Any

from cptedu.deciding import reasons_in_order, verdict_shown
from cptedu.explain import counted, verdict_in_words
from cptedu.learn.deck import line_as_written
from cptedu.model import ClaimLine
from cptedu.widgets.kit.plain import finding_as_data
from cptedu.widgets.prediction.asked import Answer, Item

__all__ = ["turned"]


def turned(answer: Answer, said: str) -> dict[str, Any]:
    """Give the back of the card.

    Args:
        answer: what is right.
        said: what the learner predicted.

    Returns:
        ``right``, ``how`` (``"right"``, ``"stands"`` or ``"other"``), ``says``, ``because``, ``step``, ``more`` and what is
        behind it: ``items`` and ``sources``.
    """
    how = "right" if said == answer.right else "stands" if said in answer.also else "other"
    reason = answer.reason_for(said)
    items = [_item(one, reason) for one in answer.items]
    sources = list((reason and map(str, reason.citations)) or answer.sources)
    others = sum(len(one["reasons"]) for one in items)
    return {
        "right": answer.right,
        "how": how,
        "says": _says(answer.right, said, how),
        "because": reason.says if reason else answer.explanation,
        "step": reason.fix if reason and how != "right" else "",
        "sides": finding_as_data(reason)["sides"] if reason else [],
        "more": ", ".join(
            [*([counted(others, "more reason")] if others else []), counted(len(sources), "source")]
        ),
        "items": items,
        "sources": sources,
    }


def _says(right: str, said: str, how: str) -> str:
    if how == "right":
        return f"You said {said}, and so it is."
    if how == "stands":
        return f"You said {said}. The record supports that too; the rules bill {right}."
    return f"You said {said}. The answer: {right}."


def _item(item: Item, told: object) -> dict[str, Any]:
    """Give a line with its reasons, all but the one that is told already."""
    verdict = verdict_shown(item)
    is_line = isinstance(item, ClaimLine)
    head = line_as_written(item) if isinstance(item, ClaimLine) else item.code or item.about
    return {
        "head": head if is_line else f"{head}: no line",
        "verdict": verdict.value,
        "words": verdict_in_words(verdict),
        "reasons": [finding_as_data(one) for one in reasons_in_order(item) if one is not told],
    }
