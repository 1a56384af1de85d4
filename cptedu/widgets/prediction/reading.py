"""The back of the card: what was said, what is right, and the line of the claim with the one reason for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cptedu.explain import counted
from cptedu.explain.line_cards import line_card, line_cards
from cptedu.model import ClaimLine, Finding, Unbilled, Verdict
from cptedu.widgets.prediction.asked import Answer

__all__ = ["turned"]


def turned(answer: Answer, said: str) -> dict[str, Any]:
    """Give the back of the card.

    Args:
        answer: what is right.
        said: what the learner predicted.

    Returns:
        ``right``, ``how`` (``"right"``, ``"stands"`` or ``"other"``), ``says``, ``too`` (why what was said passes beside what the
        rules bill, or what a review says against it) and ``because``; of a claim its cards as HTML, in ``card`` the one that
        the reason is about and in ``others`` the rest with their ``count``; of a fact its ``sources``.
    """
    how = "right" if said == answer.right else "stands" if said in answer.also else "other"
    item, reason = answer.reason_for(said)
    others = [one for one in answer.items if one is not item]
    return {
        "right": answer.right,
        "how": how,
        "says": _says(answer.right, said, how),
        "too": answer.also.get(said) or _beside_card(answer.against.get(said, ""), item, reason),
        "because": reason.says if reason else answer.explanation,
        "card": line_card(item, (reason,)) if item and reason else "",
        "others": line_cards(others, "The rest of the claim") if others else "",
        "count": f"The rest of the claim: {_counted(others)}" if others else "",
        "sources": list(answer.sources),
    }


def _beside_card(against: str, item: ClaimLine | Unbilled | None, shown: Finding | None) -> str:
    """Leave out of what a review says against a choice what the card below it says, and what merely holds there as well."""
    if item is None or shown is None or shown.says not in against:
        return against
    held = (one.says for one in item.findings if one.verdict is Verdict.SUPPORTED)
    for said in (shown.says, *held):
        against = against.replace(said, "")
    return " ".join(against.split())


def _counted(items: Iterable[ClaimLine | Unbilled]) -> str:
    """Count what is billed and what is not, as in ``"1 line, 2 not billed"``."""
    kinds = [isinstance(one, ClaimLine) for one in items]
    lines, unbilled = kinds.count(True), kinds.count(False)
    return ", ".join([counted(lines, "line")] * bool(lines) + [f"{unbilled} not billed"] * bool(unbilled))


def _says(right: str, said: str, how: str) -> str:
    if how == "right":
        return f"You said {said}, and that is right."
    if how == "stands":
        return f"You said {said}. The record supports that too; the rules bill {right}."
    return f"You said {said}. The answer: {right}."
