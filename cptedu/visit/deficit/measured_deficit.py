"""Whether the words of a deficit measure a loss of the function trained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from cptedu.visit.deficit.bare_numbers import without_bare_numbers
from cptedu.visit.deficit.called_normal import is_called_normal
from cptedu.visit.deficit.compared_sides import sides_are_equal, sides_differ, without_normal_of_one_side
from cptedu.visit.deficit.counted_measures import counts_as_loss
from cptedu.visit.deficit.done_by_now import without_what_is_done_by_now
from cptedu.visit.deficit.later_value import (
    is_twice_the_earlier,
    overtaken_by_a_later_clause,
    overtaken_in_one_breath,
    tells_what_came_after,
)
from cptedu.visit.deficit.limited_task import limited_task
from cptedu.visit.deficit.measures import Measure, measures_in, measures_of
from cptedu.visit.deficit.no_loss_shown import is_as_good, is_full, is_shown_by_sides
from cptedu.visit.deficit.numbered_part import is_a_numbered_part
from cptedu.visit.deficit.of_another import sign_is_of_another, those_of_another
from cptedu.visit.deficit.reach_behind import short_reach
from cptedu.visit.deficit.shown_sign import shows_by_name
from cptedu.visit.deficit.told_past import tells_the_past
from cptedu.visit.deficit.told_well import all_is_well, as_told_of_health, is_planned
from cptedu.visit.deficit.trained_function import (
    is_of_another_function,
    is_test_of_another_function,
    named_tests,
    no_measures_of,
)
from cptedu.visit.deficit.undone_task import undone_task
from cptedu.visit.deficit.untested_value import is_untested, only_says_untested
from cptedu.visit.said_words import Clause, Said, is_left_open, one_spaced, said_in, values_of

__all__ = ["DeficitRead", "read_deficit"]

_NO_SUBJECT = frozenset(
    {
        "unit",
        "side",
        "normal",
        "number",
        "positive",
        "negation",
        "normal_reference",
        "reference",
        "reference_behind",
        "improved",
        "untroubled",
        "other_limb",
        "guessed",
        "denies_before",
        "denies_beside",
        "denied_behind",
        "well",
        "suspected",
        "looked_for",
        "planned",
        "of_today",
        "earlier",
        "past",
        "beside_a_muscle",
        "became",
        "gone",
        "look_now",
        "alike",
        "assisted",
        "beside_a_pace",
    }
)
# "7 reps (below average for age)", "carries 20 lb, then stops".
_TOLD_OF_WHAT_IS_BEFORE = frozenset({"told_low", "how_it_ended"})
_MOTION_IS_WELL = frozenset({"whole_motion", "normal", "filler", "negation", "taken_back", "untroubled"})


@dataclass(frozen=True)
class DeficitRead:
    """How the words of a deficit were read.

    ``state`` is ``"measured"``, ``"empty"``, ``"says_nothing"`` (normal, none, see note, a line left open) or
    ``"not_measured"`` (a complaint, or numbers that measure no function). ``quoted`` has the words as written;
    ``measure`` is the part that was taken as the measure. ``elsewhere`` says of which part of the body it is, where that has
    nothing to do with the one treated.
    """

    state: str
    quoted: str = ""
    measure: str = ""
    elsewhere: str = ""


def read_deficit(text: str, purposes: Iterable[str] = (), day: date | None = None) -> DeficitRead:
    """Read whether a deficit has a measure or a graded sign of a loss; in doubt it has none, and is asked about.

    Args:
        text: the deficit as the note has it. Case and spaces do not matter.
        purposes: what the service was for. For tasks of daily life, what the patient cannot do is a measure as well; a
            grade of strength is none of balance, coordination, posture or motion, and an index of disability none of strength.
        day: the day of the visit; what is told of an earlier one is not measured. Without it, no day is an earlier one.

    Returns:
        The state, the words and the measure.

    Source: Medicare coverage texts on measured deficits, as RULES has them; which words count is ours.

    >>> read_deficit("single-leg stance 6 s left, 25 s right").state
    'measured'
    >>> read_deficit("WNL").state, read_deficit("pain 7/10").state, read_deficit(" ").state
    ('says_nothing', 'not_measured', 'empty')
    >>> read_deficit("needs help to wash her hair", ["self_care"]).measure
    'needs help to wash her hair'
    """
    quoted = one_spaced(text)
    if not quoted:
        return _EMPTY
    aims = frozenset(purposes)
    of_a_task = not values_of("task_purpose").keys().isdisjoint(aims)
    of_motion = not values_of("motion_purpose").keys().isdisjoint(aims)
    return _read(quoted, of_a_task, of_motion, no_measures_of(aims), day)


_EMPTY = DeficitRead("empty")


@cache
def _read(
    quoted: str, of_a_task: bool, of_motion: bool, no_measures: frozenset[str], day: date | None
) -> DeficitRead:
    if is_left_open(quoted):
        return DeficitRead("says_nothing", quoted)
    said = without_what_is_done_by_now(as_told_of_health(said_in(quoted)))
    if any("copied" in clause.kinds for clause in said.clauses):
        return DeficitRead("not_measured", quoted)
    found, expected = without_bare_numbers(said, *measures_in(said), of_motion=of_motion)
    said = without_normal_of_one_side(said, found)
    found = [one for one in found if not is_a_numbered_part(one, said)]
    of_another = those_of_another(found, said, day)
    found = [one for one in found if one not in of_another]
    overtaken = overtaken_in_one_breath(said, found)
    found = [one for one in found if one not in overtaken]
    groups = list(_groups(said, found, expected))
    if no_measures:
        elsewhere = list(_of_another_function(groups, found, no_measures))
        found = [one for one in found if one not in elsewhere]
    general = {"all_motion_normal"} if _calls_all_motion_normal(groups, said) else set[str]()
    if all_is_well(said.clauses) and not _turns(said, 0, len(said.spelled)):
        general.add("all_is_well")
    if any("examined_by" in clause.kinds for clause in said.clauses):
        general.add("of_an_exam")
    for group in groups:
        clause = (
            _measured_clause(group, found, expected, general, no_measures, day)
            or (of_a_task and (undone_task(group, day) or limited_task(group)))
            or (of_motion and short_reach(group, said))
        )
        if clause:
            return DeficitRead("measured", quoted, quoted[clause.start : clause.end])
    nothing = all(_tells_nothing(group, found) for group in groups)
    return DeficitRead("says_nothing" if nothing else "not_measured", quoted)


def _of_another_function(
    groups: list[list[Clause]], found: list[Measure], no_measures: frozenset[str]
) -> Iterator[Measure]:
    for group in groups:
        context = frozenset[str]().union(*(clause.kinds for clause in group))
        tests = named_tests(group)
        for clause in group:
            for one in measures_of(clause, found):
                if is_of_another_function(one, clause, context, tests, no_measures):
                    yield one


def _groups(said: Said, found: list[Measure], expected: list[Measure]) -> Iterator[list[Clause]]:
    """Put a clause that names nothing of its own (``"25 s right"``, ``"normal"``) with the one before it."""
    group: list[Clause] = []
    for clause in said.clauses:
        if (
            group
            and _has_subject(clause, expected)
            and not _tells_how_it_went(group, clause, said, expected)
            and not _is_the_other_side(group[0], clause)
            and not tells_what_came_after(clause, group, found)
            and not only_says_untested(clause, found)
            and _TOLD_OF_WHAT_IS_BEFORE.isdisjoint(clause.words[0].kinds)
        ):
            yield group
            group = []
        group.append(clause)
    if group:
        yield group


def _is_the_other_side(first: Clause, clause: Clause) -> bool:
    """Say whether a clause repeats what the first one names, of the other side: ``"grip R 42 lb, grip L 42 lb"``."""
    one, other = (
        [
            word.text
            for word in both.words
            if any(map(str.isalpha, word.text)) and word.kinds.keys().isdisjoint({"filler", "side", "unit"})
        ]
        for both in (first, clause)
    )
    return one == other and {"left", "right"} == first.sides | clause.sides and first.sides != clause.sides


def _tells_how_it_went(group: list[Clause], clause: Clause, said: Said, expected: list[Measure]) -> bool:
    """Say whether what stands before a test belongs to it: ``"no loss of balance, stance 30 s"``, ``"normal, 140 degrees"``."""
    last = group[-1]
    told = "untroubled" in last.kinds or (
        last.kinds.isdisjoint({"well", "side", "other_limb"})
        and any(word.kinds.get("normal") == "" for word in last.words)
    )
    return (
        told
        and not any(_has_subject(one, expected) for one in group)
        and not _turns(said, group[-1].end, clause.start)
    )


def _turns(said: Said, start: int, end: int) -> bool:
    """Say whether a word such as "but" or "except" stands between."""
    words = said.spelled[start:end].replace(",", " ").split()
    return not values_of("turn").keys().isdisjoint(words)


def _calls_all_motion_normal(groups: list[list[Clause]], said: Said) -> bool:
    """Say whether motion as a whole is called normal, and nothing is excepted: ``"ROM WFL; 90 degrees abduction"``."""
    return not _turns(said, 0, len(said.spelled)) and any(
        len(group) == 1
        and "whole_motion" in group[0].kinds
        and not group[0].kinds.isdisjoint({"normal", "untroubled"})
        and all(not _MOTION_IS_WELL.isdisjoint(word.kinds) for word in group[0].words)
        for group in groups
    )


def _has_subject(clause: Clause, expected: list[Measure]) -> bool:
    # "Uninvolved hand" names no other thing than the hand that was measured.
    silent = {"filler", "graded_part"} if "other_limb" in clause.kinds else {"filler"}
    return any(
        (any(map(str.isalpha, word.text)) or "named_angle" in word.kinds)
        and silent.isdisjoint(word.kinds)
        and (not word.kinds or not _NO_SUBJECT.issuperset(word.kinds))
        and not {"loss_of_motion", "untroubled"} <= word.kinds.keys()
        for word in clause.words
        if not any(one.start <= word.start < one.end for one in expected)
    )


def _measured_clause(
    group: list[Clause],
    found: list[Measure],
    expected: list[Measure],
    general: set[str],
    no_measures: frozenset[str],
    day: date | None,
) -> Clause | None:
    """Find the group's first clause that measures a loss, reaching to the group's end, so that both sides are quoted."""
    context = frozenset(general).union(*(clause.kinds for clause in group))
    aims = _within(group, expected)
    if aims:
        context |= {"expected"}
    if "guessed" in context:
        return None
    is_well, told = partial(_is_well, group, aims, found), found
    overtaken = [one for one in group if overtaken_by_a_later_clause(one, group, found, is_well)]
    found = [one for one in found if not any(measures_of(clause, [one]) for clause in overtaken)]
    level = sides_are_equal(group, found)
    for clause in group:
        values = measures_of(clause, found)
        of_sides = all(one.is_the_most or is_shown_by_sides(one, group, context) for one in values)
        if (
            clause in overtaken
            or not clause.kinds.isdisjoint({"asks", "not_a_measure", "pain_scale"})
            or is_called_normal(clause, group, expected, of_sides)
            or _is_of_the_other_limb(clause, group, found)
            or _is_of_the_past(clause, found)
            or is_untested(clause, group, found)
        ):
            continue
        own = [
            one
            for one in values
            if not is_full(one, clause, group, context, found)
            and not is_planned(group, one.start)
            and not is_twice_the_earlier(one, clause, group, told)
            and not (level and is_shown_by_sides(one, group, context))
        ]
        named = _has_subject(group[0], expected) or "expected" in context
        shows = (
            not clause.denied
            and {"functional_sign", "positive"} <= clause.kinds
            and not sign_is_of_another(clause, group, day, examined="of_an_exam" in general)
        ) or shows_by_name(clause, found, day)
        if (
            (shows and not is_test_of_another_function(clause, no_measures))
            or any(counts_as_loss(one, clause, context, aims, named) for one in own)
            or (sides_differ(clause, group, found) and not _all_as_good(group, found, aims, context))
        ):
            # What was told first names the thing: "stance was 6 s, now 10 s".
            start = min(one.start for one in [clause, *overtaken])
            return Clause(start, group[-1].end, (), frozenset(), False)
    return None


def _is_well(
    group: list[Clause], aims: list[Measure], found: list[Measure], one: Measure, clause: Clause
) -> bool:
    """Say whether a number is a normal one by itself, whatever was told before it."""
    as_good = bool(aims) and all(is_as_good(one, aim, clause.kinds) for aim in aims)
    return one.is_the_most or as_good or is_full(one, clause, group, clause.kinds, found)


def _within(group: list[Clause], measures: list[Measure]) -> list[Measure]:
    return [one for one in measures if group[0].start < one.end and one.start < group[-1].end]


def _is_of_the_other_limb(clause: Clause, group: list[Clause], found: list[Measure]) -> bool:
    """Say whether a number is of the limb that is not treated, with none of the treated one to compare it with."""
    behind = group[group.index(clause) + 1 :][:1]
    told_behind = any(
        "other_limb" in one.kinds
        and all(
            not word.kinds.keys().isdisjoint({"filler", "other_limb", "graded_part", "side"})
            for word in one.words
        )
        for one in behind
    )
    if "other_limb" not in clause.kinds and not told_behind:
        return False
    return len({one.value for one in measures_of(clause, found)}) == 1


def _is_of_the_past(clause: Clause, found: list[Measure]) -> bool:
    """Say whether what a clause measures is no more so: ``"used to be 4 s"``, ``"3/5 prior to surgery"``."""
    if "of_today" in clause.kinds or not tells_the_past(clause):
        return False
    said = next(word.start for word in clause.words if "past" in word.kinds)
    values = measures_of(clause, found)
    # "4 s, prior 10 s" without its comma tells today's number first.
    compared = any(one.end <= said for one in values) and any(one.start >= said for one in values)
    return not compared


def _all_as_good(
    group: list[Clause], found: list[Measure], aims: list[Measure], context: frozenset[str]
) -> bool:
    """Say whether both sides reach what is expected, however they differ."""
    return bool(aims) and all(is_as_good(one, aim, context) for one in _within(group, found) for aim in aims)


def _tells_nothing(group: list[Clause], found: list[Measure]) -> bool:
    """Say whether a group of clauses tells of no loss at all: normal, none, see note, 5/5."""
    context = frozenset[str]().union(*(clause.kinds for clause in group))
    if not context.isdisjoint({"loss", "complaint", "cannot", "asks"}):
        return False
    if not context.isdisjoint({"normal", "negation", "elsewhere"}):
        return True
    own = _within(group, found)
    return bool(own) and all(one.is_the_most for one in own)
