"""Draw many questions, and answer each by the rules and by the second way: do they agree on all?

    python tests/benchmarks/generated_cases.py [how many, 100000 by default] [processes]

Every skill, kind and difficulty gets the same share. Besides agreement it is checked that only questions in which ties are
marked have more than one right answer, and that no wrong rule breaks down on a question.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product

from cptedu.learn.answers import read_answer
from cptedu.learn.generator import agreement, kinds_of
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.questions import SKILLS, answer_as_json

MAY_TIE = {"units"}
CHUNK = 500
EVERY_NTH_FULL = 20

Job = tuple[str, str, int, int]


def jobs(count: int, first_seed: int = 0) -> Iterator[Job]:
    """Give skill, kind, difficulty and seed of so many questions, all sorts in turn."""
    sorts = [(skill, kind, level) for skill in SKILLS for kind, level in product(kinds_of(skill), (1, 2, 3))]
    for n in range(count):
        skill, kind, level = sorts[n % len(sorts)]
        yield skill, kind, level, first_seed + n // len(sorts)


def judge(job: Job) -> tuple[str, str]:
    """Draw one question, and say what came of it: ``agrees``, ``ambiguous``, or what is wrong."""
    skill, kind, level, seed = job
    name = f"{skill}/{kind}/{level}/{seed}"
    for attempt in range(50):
        drawn = agreement(skill, seed, level, kind, attempt)
        if drawn is None:
            continue
        if not drawn.agrees:
            return (
                "DISAGREES",
                f"{name} attempt {attempt}: {drawn.by_rules} against {drawn.by_second_opinion}",
            )
        if len(drawn.by_rules) > 1 and kind not in MAY_TIE:
            continue
        asked = drawn.question
        if any(read_answer(asked, answer_as_json(right)) != right for right in asked.right):
            return "NOT READ BACK", name
        if seed % EVERY_NTH_FULL == 0:
            for one in misconceptions(skill):
                one.answer(asked)
        return ("tie, marked" if asked.is_ambiguous else "agrees"), name
    return "NOTHING DRAWN", name


def judge_all(some: list[Job]) -> tuple[Counter[str], list[str]]:
    """Judge a chunk, and list what is wrong."""
    counts: Counter[str] = Counter()
    faults = []
    for job in some:
        came, name = judge(job)
        counts[came] += 1
        if came.isupper():
            faults.append(f"{came}: {name}")
    return counts, faults


def main() -> int:
    """Judge all, print the counts, and give the number of faults as exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else max(1, (os.cpu_count() or 2) // 2)
    started = time.perf_counter()
    listed = list(jobs(count))
    chunks = [listed[n : n + CHUNK] for n in range(0, count, CHUNK)]
    counts: Counter[str] = Counter()
    faults: list[str] = []
    with ProcessPoolExecutor(processes) as pool:
        for done, (some, wrong) in enumerate(pool.map(judge_all, chunks), start=1):
            counts += some
            faults += wrong
            if sys.stdout.isatty():
                print(f"\r{min(done * CHUNK, count)} of {count}", end="", flush=True)
    print(f"\n{count} questions in {time.perf_counter() - started:.0f} s: {dict(counts)}")
    print(
        "\n".join(faults[:50]) or "Both ways agree on all; only marked ties have more than one right answer."
    )
    return min(len(faults), 100)


if __name__ == "__main__":
    raise SystemExit(main())
