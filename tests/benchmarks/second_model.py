"""Draw many visits, and work out each by the rules and by the second way: where do they differ?

    python tests/benchmarks/second_model.py [--visits 11000] [--seed 1] [--payer NAME]

The visits are those of ``tests/strategies.py``, every payer of ``data/payers`` and every key, and among them some in which
services meet in place and time. Each difference is printed once,
with how often it came up and the shortest visit that shows it. The exit code is the number of sorts of differences.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from strategies import PAYERS, visits
from two_models import differences, meeting_visits, not_spoken_of, payers_left_out

from cptedu.model import Visit


def compared(
    count: int, first: int, payer: str | None = None
) -> tuple[Counter[str], Counter[str], dict[str, Visit]]:
    """Compare so many visits: what was passed over and why, every difference, and the shortest visit for each."""
    passed: Counter[str] = Counter()
    found: Counter[str] = Counter()
    shortest: dict[str, Visit] = {}

    @seed(first)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(visits, meeting_visits))
    def compare(visit: Visit) -> None:
        if payer is not None:
            visit = visit.under(payer)
        why = not_spoken_of(visit)
        passed[why or "compared"] += 1
        if why:
            return
        told = differences(visit)
        passed["agree"] += not told
        for one in told:
            found[one] += 1
            if one not in shortest or _length(visit) < _length(shortest[one]):
                shortest[one] = visit

    compare()
    return passed, found, shortest


def _length(visit: Visit) -> int:
    return len(_written(visit))


def _written(visit: Visit) -> str:
    return json.dumps(visit.to_dict(), default=str)


def main() -> int:
    """Compare, print every difference once, and give their number as exit code."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--visits", type=int, default=11_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--payer", choices=PAYERS)
    given_to = asked.parse_args()
    started = time.perf_counter()
    passed, found, shortest = compared(given_to.visits, given_to.seed, given_to.payer)
    print(f"payers left out: {', '.join(payers_left_out(PAYERS)) or 'none'}")
    print(
        f"{sum(passed.values()) - passed['agree']} visits in {time.perf_counter() - started:.0f} s: {dict(passed)}"
    )
    for said, times in found.most_common():
        print(f"{times:6} × {said}\n         {_written(shortest[said])}")
    print(f"{len(found)} sorts of differences, {found.total()} in all.")
    return min(len(found), 100)


if __name__ == "__main__":
    raise SystemExit(main())
