"""Enumerate the claims of many generated visits: is what is supported exactly what ``review_claim`` passes?

    python tests/benchmarks/supported_codings.py [how many visits, 500 by default] [claims tried one by one, 6000]

``tests/enumerated_claims.py`` says which claims are made and how they are gone through.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import enumerated_claims

MOST = 6_000
PROCESSES = 2


def judge(job: tuple[int, int]) -> tuple[int, str, str, list[str]]:
    """Compare one visit; give its number, what it shows, how it was compared, and every difference."""
    seed, most = job
    enumerated_claims.review.worksheet = enumerated_claims.with_one_worksheet()
    visit = enumerated_claims.generated(seed)
    how, found = enumerated_claims.faults(visit, most=most, seed=seed)
    return seed, enumerated_claims.shows(visit), how, found


def main() -> int:
    """Compare all, print the counts, and give the number of faults as exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    most = int(sys.argv[2]) if len(sys.argv) > 2 else MOST
    started = time.perf_counter()
    ways: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    faults = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for seed, shows, how, found in pool.map(judge, [(seed, most) for seed in range(count)]):
            ways[how] += 1
            shown.update(shows.split())
            faults += [f"visit {seed}: {one}" for one in found]
            print(f"\r{seed + 1} of {count}, {len(faults)} differences", end="", flush=True)
    print(
        f"\n{count} visits in {time.perf_counter() - started:.0f} s. How: {dict(ways)}. Among them: {dict(shown)}."
    )
    print("\n".join(faults[:50]) or "What is supported is exactly what passes, on every visit.")
    return min(len(faults), 100)


if __name__ == "__main__":
    raise SystemExit(main())
