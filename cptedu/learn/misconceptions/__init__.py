"""Misconceptions: wrong rules that can be carried out, each with the words that address it."""

from cptedu.learn.misconceptions.diagnosis import Evidence, explaining, most_likely
from cptedu.learn.misconceptions.registry import Misconception, misconception, misconceptions

__all__ = ["Evidence", "Misconception", "explaining", "misconception", "misconceptions", "most_likely"]
