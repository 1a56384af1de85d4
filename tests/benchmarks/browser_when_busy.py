"""Run the browser tests again and again while every core is busy: does one fail only because a computer is slow?

    python tests/benchmarks/browser_when_busy.py [times, 10 by default] [what pytest is told, tests/browser by default]

Twice as many tests run at once as there are cores, each of them the others' load; a process for each core that does nothing
but count, at the lowest priority, fills what they leave idle. One line a run, with what failed, of which artifacts/ has pytest's
whole output; at the end how often each did; the exit code is 1 if any did. On two cores a run takes a quarter of an hour.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORES = os.cpu_count() or 1
# Each ends by itself, should this process be killed before it can end them.
BUSY = """
import os
begun_by = os.getppid()
if hasattr(os, "nice"):
    os.nice(19)
while os.getppid() == begun_by:
    pass
"""


@contextmanager
def busy_cores() -> Iterator[None]:
    """Leave no core idle."""
    started = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(CORES)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def failures(number: int, asked: list[str]) -> tuple[str, list[str]]:
    """Run the tests once: how pytest sums it up, and which failed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", str(2 * CORES), "-q", *asked],
        cwd=ROOT,
        env=os.environ | {"CPTEDU_CI": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout.strip().splitlines() or [done.stderr.strip()]
    failed = [line.split(" - ")[0] for line in said if line.startswith(("FAILED", "ERROR"))]
    if done.returncode:
        kept = ROOT / "artifacts" / f"browser_when_busy_{number}.txt"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(done.stdout + done.stderr, encoding="utf-8")
    return said[-1], failed or ([f"pytest ended with {done.returncode}"] if done.returncode else [])


def main() -> None:
    """Run them, and name what failed."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    failed: Counter[str] = Counter()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("Stopped.")
    )  # as Ctrl-C does, so that the load is ended
    with busy_cores():
        for number in range(1, times + 1):
            began = time.monotonic()
            said, fell = failures(number, sys.argv[2:] or ["tests/browser"])
            failed.update(fell)
            print(f"run {number}: {said} ({time.monotonic() - began:.0f} s)", *fell, sep="\n  ", flush=True)
    for name, count in failed.most_common():
        print(f"{count} of {times}: {name}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
