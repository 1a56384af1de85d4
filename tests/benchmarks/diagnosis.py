"""How many exercises until a misconception is named, and which are taken for one another.

    python tests/benchmarks/diagnosis.py [learners for each misconception, 30 by default]

Four kinds of learner hold one misconception throughout and are otherwise right: one practises (the course chooses each
exercise), one is given exercises at random and only after a mistake what follows from it, one practises and answers one
question in five right in spite of the misconception, and one goes through a lesson's own page, written cases among the drawn,
until the page says its words. That page begins the same way for everybody, so there one learner is enough.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean

from cptedu.learn.exercises import Exercise, State, drawn_exercise
from cptedu.learn.generator import fresh_seed
from cptedu.learn.misconceptions import Misconception, misconceptions
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import answer_as_json
from cptedu.learn.stream import IntegerStream
from cptedu.widgets.practice import Practice as Page

LONGEST = 40
ON_A_PAGE = "a lesson's page"
NOTHING = "nothing"


@dataclass
class Found:
    """What came of the learners who hold one misconception."""

    counts: list[int] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)


def answer_of(held: Misconception, asked: Exercise, slips: IntegerStream | None) -> object:
    """Answer as a holder does; with slips, now and then right all the same."""
    given = held.answer(asked.question)
    if given is None or (slips is not None and slips.chance(1, 5)):
        given = asked.question.right[0]
    return answer_as_json(given)


def named_by_practice(held: Misconception, learner: int, *, with_slips: bool = False) -> tuple[int, str]:
    """Practise one skill until a single misconception is left; how many exercises, and which."""
    practice = Practice(Progress(), start=learner)
    slips = IntegerStream(f"slips {held.name} {learner}") if with_slips else None
    for count in range(1, LONGEST + 1):
        asked = practice.next_exercise(held.skill)
        suspects = practice.take(asked, answer_of(held, asked, slips)).suspects
        if len(suspects) == 1:
            return count, suspects[0].name
    return LONGEST + 1, NOTHING


def named_with_slips(held: Misconception, learner: int) -> tuple[int, str]:
    """Practise, and be right now and then in spite of the misconception."""
    return named_by_practice(held, learner, with_slips=True)


def named_at_random(held: Misconception, learner: int) -> tuple[int, str]:
    """Answer exercises of the skill as they come; after a mistake, the one that should follow it."""
    practice = Practice(Progress(), start=learner)
    suspects: tuple[Misconception, ...] = ()
    for count in range(1, LONGEST + 1):
        if len(suspects) > 1:
            asked = practice.next_exercise(held.skill)
        else:
            seed = fresh_seed("at random", held.name, learner, count)
            asked = drawn_exercise(held.skill, seed, 1 + seed % 3)
        suspects = practice.take(asked, answer_of(held, asked, None)).suspects
        if len(suspects) == 1:
            return count, suspects[0].name
    return LONGEST + 1, NOTHING


def named_by_page(held: Misconception, learner: int) -> tuple[int, str]:
    """Go through the exercises of a lesson's page until it tells the idea; learners do not differ.

    A page tells it after a second try, so each learner tries a second time, and stays with the idea.
    """
    page = Page(held.skill)
    for count in range(1, LONGEST + 1):
        page.check(answer_of(held, page.exercise, None))
        if page.reply["state"] != State.RIGHT:
            page.check(answer_of(held, page.exercise, None))
        said = page.reply["feedback"]
        told = [one.name for one in misconceptions() if one.holds in said]
        if len(told) == 1:
            return count, told[0]
        page.next()
    return LONGEST + 1, NOTHING


WAYS: dict[str, Callable[[Misconception, int], tuple[int, str]]] = {
    "practice": named_by_practice,
    "exercises at random": named_at_random,
    "practice, with slips": named_with_slips,
    ON_A_PAGE: named_by_page,
}


def measure(way: Callable[[Misconception, int], tuple[int, str]], learners: int) -> dict[str, Found]:
    """Run every misconception through a way of learning."""
    found = {}
    for held in misconceptions():
        one = found[held.name] = Found()
        for learner in range(learners):
            count, named = way(held, learner)
            one.counts.append(count)
            one.named[named] += 1
    return found


def report(found: dict[str, Found]) -> list[str]:
    """Put what was found in lines: a row for each misconception, then all together, then the matrix of confusions."""
    lines = [f"{'misconception':42} mean worst  named as itself"]
    for name, one in found.items():
        share = one.named[name] / one.named.total()
        lines.append(f"{name:42} {mean(one.counts):4.2f} {max(one.counts):5}  {share:.0%}")
    counts = [count for one in found.values() for count in one.counts]
    within = sum(count <= 3 for count in counts) / len(counts)
    lines.append(f"{'all':42} {mean(counts):4.2f} {max(counts):5}  within 3 exercises: {within:.1%}")
    named = {
        (name, other): n for name, one in found.items() for other, n in one.named.items() if other != name
    }
    confused = {pair: n for pair, n in named.items() if pair[1] != NOTHING}
    lines.append(f"confused with one another: {len(confused)} pairs of {len(found) * (len(found) - 1)}")
    lines += [f"  {name} taken for {other}: {n}" for (name, other), n in sorted(confused.items())]
    lines += [
        f"  {name} not named within {LONGEST}: {n}"
        for (name, other), n in sorted(named.items())
        if other == NOTHING
    ]
    return lines


def matrix(found: dict[str, Found]) -> list[str]:
    """Give the whole matrix: who holds it (rows) against what was named (columns), by number."""
    names = list(found)
    lines = ["rows: held, columns: named", "    " + "".join(f"{n:4}" for n in range(1, len(names) + 1))]
    for n, name in enumerate(names, start=1):
        cells = "".join(f"{found[name].named[other] or '.':>4}" for other in names)
        lines.append(f"{n:3} {cells}  {name}")
    return lines


def main() -> None:
    """Measure all ways and print them."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    for title, way in WAYS.items():
        started = time.perf_counter()
        each = 1 if title == ON_A_PAGE else learners
        found = measure(way, each)
        print(f"== {title}: {each} of each of {len(found)} ({time.perf_counter() - started:.0f} s)")
        print("\n".join([*report(found), *matrix(found)]), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
