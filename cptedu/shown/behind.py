"""What follows a prediction does not give it away: a card or a chart that is seen when its words are pressed."""

from __future__ import annotations

from cptedu.cards import folded
from cptedu.charts.offline import Figure, FigureView
from cptedu.shown.note_and_claim import Card

__all__ = ["behind"]


def behind(words: str, shown: Card | Figure) -> Card | FigureView:
    """Put a card or a chart behind words that are to be pressed.

    Args:
        words: what is to be seen, without what it says.
        shown: the card or the chart.

    Returns:
        The same, folded away.

    >>> from cptedu.example_visits import example_visit
    >>> from cptedu.shown.note_and_claim import show_note
    >>> print(repr(behind("See the note", show_note(example_visit("desk_worker")))).splitlines()[0])
    See the note:
    """
    if isinstance(shown, Figure):
        return FigureView(shown, words)
    return Card(folded(words, shown.html), f"{words}:\n{shown}")
