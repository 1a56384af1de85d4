"""A release of PTP edits in four parts, as large as CMS's: how long does it take to read, and how much memory?

    python -m uv run python tests/benchmarks/cms_stream.py [--pairs 1500000]

The files are made up and lie in a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READ = """
import resource, sys
from contextlib import nullcontext
from pathlib import Path
from cptedu.cms_files.release import Told
from cptedu.cms_files.update import update
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
done = update([Path(path) for path in sys.argv[1:]], Told(), lambda _: nullcontext(lambda _: None))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(one.reading.source["rows"] for one in done), done[-1].wholeness)
print(f"{before / 1024:.0f} MB before, {after / 1024:.0f} MB at most")
"""


def lay(folder: Path, pairs: int) -> list[str]:
    """Write four parts with so many pairs together, and give their paths."""
    header = "Column 1\tColumn 2\t*=in existence\tEffective Date\tDeletion Date *=no data\tModifier\tPTP Edit Rationale\n"
    paths = []
    for part in range(1, 5):
        path = folder / f"ccipra-v330r0-f{part}.txt"
        with path.open("w", encoding="ascii") as stream:
            stream.write(header)
            for n in range(pairs // 4):
                one, two = 10_000 + n % 89_000, 10_000 + n * 7 % 89_999
                stream.write(
                    f"{one}\t{two}\t \t20200101\t{'*' if n % 3 else '20231231'}\t{n % 2}\tmade up for a measurement {part}\n"
                )
        paths.append(str(path))
    return paths


def main() -> None:
    """Make the files, read them in a process of their own, and print what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=1_500_000)
    pairs = asked.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        for count in (pairs // 10, pairs):
            paths = lay(Path(folder), count)
            size = sum(Path(path).stat().st_size for path in paths)
            environment = os.environ | {"CPTEDU_USERS_FOLDER": str(Path(folder) / f"of-this-user-{count}")}
            started = time.monotonic()
            ran = subprocess.run(
                [sys.executable, "-c", READ, *paths],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            print(f"{count:,} pairs, {size / 1e6:.0f} MB: {time.monotonic() - started:.1f} s")
            print(ran.stdout + ran.stderr)


if __name__ == "__main__":
    main()
