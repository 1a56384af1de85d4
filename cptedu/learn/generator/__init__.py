"""Questions drawn from a seed: the same seed gives the same question everywhere, and two ways agree on its answer."""

from cptedu.learn.generator.drawing import (
    Agreement,
    agreement,
    fresh_seed,
    kinds_of,
    question,
    question_from_id,
)
from cptedu.learn.generator.search import (
    MayBeAsked,
    covering_cases,
    next_case_to_separate,
    probing_case,
    telling_case,
)

__all__ = [
    "Agreement",
    "MayBeAsked",
    "agreement",
    "covering_cases",
    "fresh_seed",
    "kinds_of",
    "next_case_to_separate",
    "probing_case",
    "question",
    "question_from_id",
    "telling_case",
]
