"""Of which part of the body a deficit is: an angle of the shoulder is no measure of what is trained at the low back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from cptedu.facts.tables import rows
from cptedu.visit.deficit.counted_measures import is_strength_grade
from cptedu.visit.deficit.measured_deficit import DeficitRead
from cptedu.visit.deficit.measures import measures_in, measures_of
from cptedu.visit.deficit.trained_function import named_tests
from cptedu.visit.said_words import Clause, Said, said_in, values_of

__all__ = ["as_measured_there"]


def as_measured_there(read: DeficitRead, regions: Iterable[str], purposes: Iterable[str] = ()) -> DeficitRead:
    """Take a deficit for none where it surely is of a part of the body that has nothing to do with the one treated.

    Only an angle, a muscle's grade and a test of one part are of a part; a stance, a walk and a task are of the whole body. What
    is next to each other goes together, and an arm with the neck, a leg with the low back, a limb with all of itself. Which
    side it is of is not asked.

    Args:
        read: the deficit as read.
        regions: the regions of the service; without one nothing is compared.
        purposes: what the service was for. A task of daily life may take any part.

    Returns:
        The deficit as read, or one that is measured elsewhere.

    Source: our own reading of which regions are far from one another, in ``data/far_regions.csv``.

    >>> from cptedu.visit.deficit.measured_deficit import read_deficit
    >>> found = read_deficit("R shoulder flexion 95 degrees", ["range_of_motion"])
    >>> as_measured_there(found, ["lumbar"], ["range_of_motion"]).elsewhere
    'of another part of the body (upper extremities) than the region recorded (lumbar)'
    >>> as_measured_there(found, ["cervical"], ["range_of_motion"]).state
    'measured'
    """
    treated = frozenset(regions)
    if read.state != "measured" or not treated or not _of_any_part().isdisjoint(purposes):
        return read
    named = _measured_parts(read.quoted)
    if not named or any(not _far_from().get(part, frozenset()) >= treated for part in named):
        return read
    of, where = (", ".join(sorted(one)).replace("_", " ") for one in (named, treated))
    says = f"of another part of the body ({of}) than the region recorded ({where})"
    return replace(read, state="not_measured", elsewhere=says)


@cache
def _far_from() -> dict[str, frozenset[str]]:
    return {row["region"]: frozenset(row["far_from"].split()) for row in rows("far_regions.csv")}


@cache
def _of_any_part() -> frozenset[str]:
    return frozenset(values_of("task_purpose")) - {"gait"}


@cache
def _region_of_test() -> dict[str, frozenset[str]]:
    return {row["test"]: frozenset(row["regions"].split()) for row in rows("measured_functions.csv")}


@cache
def _measured_parts(quoted: str) -> frozenset[str]:
    """Give the regions of every part that the words name; none where a number is not surely of one part."""
    said = said_in(quoted)
    named = frozenset[str]().union(*map(_parts_named, said.clauses))
    return named if _is_all_of_parts(said) else frozenset()


def _parts_named(clause: Clause) -> frozenset[str]:
    parts = {word.kinds["body_part"] for word in clause.words if "body_part" in word.kinds}
    return frozenset(parts).union(*(_region_of_test().get(test, ()) for test in named_tests([clause])))


def _is_all_of_parts(said: Said) -> bool:
    found, _ = measures_in(said)
    # "95 degrees left, 170 right" is two angles.
    angles = {"angle", "number"} if any(one.kind == "angle" for one in found) else set[str]()
    for clause in said.clauses:
        own = measures_of(clause, found)
        of_a_part = any(_region_of_test().get(test) for test in named_tests([clause]))
        if not of_a_part and not all(one.kind in angles or is_strength_grade(one, clause) for one in own):
            return False
        # A sign is of no part, unless its test is: "Romberg positive".
        if not of_a_part and {"functional_sign", "positive"} <= clause.kinds:
            return False
    return bool(found) or any(_parts_named(clause) for clause in said.clauses)
