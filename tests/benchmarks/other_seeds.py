"""Run the property tests on other seeds than the suite's: does what they say hold for other examples too?

    python tests/benchmarks/other_seeds.py [first seed, 1 by default] [last seed, 50 by default]

The suite draws the same examples each time; here each seed draws others. One line a seed; at the end which failed, with how
they failed; the exit code is 1 if any did. A seed takes about a minute on one core.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTEST = [
    *(sys.executable, "-m", "pytest", "-m", "hypothesis"),
    *("-o", "addopts=--import-mode=importlib", "-p", "no:nbval", "-p", "no:cacheprovider", "-q"),
]


def ran(*options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on property tests alone."""
    command = [*PYTEST, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def files() -> list[str]:
    """Find the files that hold property tests, so that the others are not read again for each seed."""
    listed = ran("--collect-only", "--ignore=tests/benchmarks", "tests")
    found = sorted({line.partition("::")[0] for line in listed.stdout.splitlines() if "::" in line})
    if listed.returncode or not found:
        raise SystemExit(f"The property tests could not be listed:\n{listed.stdout}{listed.stderr}")
    return found


def seeds(first: str = "1", last: str = "50") -> range:
    """Read the first and the last seed."""
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        raise SystemExit(
            f"{first} to {last}: give the first and the last seed as whole numbers, such as 1 50."
        )
    return range(int(first), int(last) + 1)


def main() -> None:
    """Run every seed, and name those that failed."""
    found, failed = files(), {}
    for seed in seeds(*sys.argv[1:3]):
        began = time.monotonic()
        done = ran(f"--hypothesis-seed={seed}", *found)
        said = done.stdout.strip().splitlines() or [done.stderr.strip()]
        print(f"seed {seed}: {said[-1]} ({time.monotonic() - began:.0f} s)", flush=True)
        if done.returncode:
            failed[seed] = [line for line in said if line.startswith(("FAILED", "ERROR"))] or said[-5:]
            print(*failed[seed], sep="\n  ", flush=True)
    for seed, lines in failed.items():
        print(f"\nseed {seed}:", *lines, sep="\n  ")
    print(f"\nFailed: {', '.join(map(str, failed)) or 'none'}.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
