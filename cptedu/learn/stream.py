"""A stream of whole numbers from a text: the same on every machine and every Python, now and later."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

__all__ = ["IntegerStream"]

_Thing = TypeVar("_Thing")
_WORD = 1 << 64


class IntegerStream:
    """Whole numbers drawn from SHA-256 of a text and a counter.

    Python's own ``random`` may change its draws from one version to the next; this cannot.

    >>> stream = IntegerStream("an example")
    >>> [stream.below(10) for _ in range(5)]
    [9, 2, 9, 8, 5]
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._counter = 0
        self._waiting: list[int] = []

    def _word(self) -> int:
        if not self._waiting:
            block = sha256(f"{self._text}\n{self._counter}".encode()).digest()
            self._counter += 1
            self._waiting = [int.from_bytes(block[at : at + 8], "big") for at in (24, 16, 8, 0)]
        return self._waiting.pop()

    def below(self, limit: int) -> int:
        """Draw a number from 0 to ``limit - 1``, each as likely as the other."""
        fair = _WORD - _WORD % limit
        while (word := self._word()) >= fair:
            pass
        return word % limit

    def between(self, first: int, last: int) -> int:
        """Draw a number from ``first`` to ``last``, both included."""
        return first + self.below(last - first + 1)

    def chance(self, hits: int, of: int) -> bool:
        """Say yes ``hits`` times out of ``of``."""
        return self.below(of) < hits

    def one_of(self, things: Sequence[_Thing]) -> _Thing:
        """Draw one thing."""
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[_Thing], count: int) -> list[_Thing]:
        """Draw several different things, in the order in which they are drawn."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def shuffled(self, things: Sequence[_Thing]) -> list[_Thing]:
        """Give all things in a drawn order."""
        return self.some_of(things, len(things))
