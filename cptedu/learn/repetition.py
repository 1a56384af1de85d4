"""Spaced repetition (FSRS) over the events of a progress file: when each skill and each wrong idea should come up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.progress import Event
from cptedu.learn.skills import SKILLS

if TYPE_CHECKING:
    from fsrs import Card

__all__ = ["COPIED", "MISCONCEPTION", "RIGHT", "SKILL", "WITH_HINTS", "WRONG", "cards_of"]

SKILL, MISCONCEPTION = "skill", "misconception"
RIGHT, WITH_HINTS, WRONG, COPIED = "right", "right with hints", "wrong", "after the solution"


def cards_of(answered: Iterable[Event]) -> dict[str, tuple[Card, int, str]]:
    """Work the state of spaced repetition out of all answers, in their order.

    Args:
        answered: the events of answers.

    Returns:
        For each thing that came up, such as ``skill:payers``: its card, how often it came up, and how it went the last time.

    >>> went = {"at": "2026-03-04T10:00:00+00:00", "items": {"skill:payers": "right"}}
    >>> [(name, times, last) for name, (_, times, last) in cards_of([went]).items()]
    [('skill:payers', 1, 'right')]
    """
    from fsrs import Card, Rating, Scheduler  # noqa: PLC0415  (only practice needs it)

    ratings = {
        RIGHT: Rating.Good,
        WITH_HINTS: Rating.Hard,
        WRONG: Rating.Again,
        COPIED: Rating.Again,  # who needed the solution did not know it
    }
    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, tuple[Card, int, str]] = {}
    for event in answered:
        moment = _moment(event)
        items = event.get("items")
        if moment is None or not isinstance(items, dict):
            continue
        for name, went in items.items():
            if went not in ratings or not _is_known_item(name):
                continue
            card, times, _ = cards.get(name) or (Card(card_id=len(cards) + 1, due=moment), 0, "")
            never_made = not times and name.startswith(MISCONCEPTION) and went == RIGHT
            rating = Rating.Easy if never_made else ratings[went]
            card, _ = scheduler.review_card(card, rating, moment)
            cards[name] = (card, times + 1, went)
    return cards


def _moment(event: Event) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(event["at"]))
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _is_known_item(name: object) -> bool:
    """Say whether an item still exists; one of an older lesson is left alone."""
    kind, _, short = str(name).partition(":")
    return short in (SKILLS if kind == SKILL else {one.name for one in misconceptions()})
