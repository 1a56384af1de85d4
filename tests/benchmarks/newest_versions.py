"""Run the tests with the newest version of everything: does what came out since break the course?

    python tests/benchmarks/newest_versions.py [what pytest is told, `-m "not browser"` by default]

The versions that were tested are passed over; the bounds of pyproject.toml hold, as they do for a wheel. What is installed goes
into a folder that is removed at the end. It needs uv and the network. The exit code is pytest's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TESTED = PROJECT["tool"]["uv"]["constraint-dependencies"]
# It compares what is installed with the versions that are passed over here.
NOT_HERE = "tests/test_pinned_versions.py::test_what_is_installed_here_is_what_is_written_down"


def installed(away: str) -> tuple[Path, list[str]]:
    """Install the newest of everything; from ``away``, uv does not see the versions that were tested."""
    home = Path(away, "newest")

    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def uv(*said: str | Path) -> str:
        command = [sys.executable, "-m", "uv", *said]
        return subprocess.run(command, cwd=away, check=True, stdout=subprocess.PIPE, text=True).stdout

    uv("venv", "--quiet", "--python", sys.executable, home)
    # Without its name uv would take the Python that runs this for the one to install into.
    there = ("--python", python)
    uv("pip", "install", "--quiet", *there, "--editable", ROOT, *PROJECT["dependency-groups"]["dev"])
    return python, [line for line in uv("pip", "freeze", *there).splitlines() if "==" in line]


def main() -> None:
    """Install, name what is newer than what was tested, and run the tests."""
    asked = sys.argv[1:] or ["-m", "not browser"]
    with tempfile.TemporaryDirectory() as away:
        python, held = installed(away)
        tested = {line.partition(" ;")[0] for line in TESTED}
        newer = [line for line in held if line not in tested]
        print(f"Other than tested: {', '.join(newer) or 'nothing'}.", flush=True)
        done = subprocess.run([python, "-m", "pytest", "--deselect", NOT_HERE, *asked], cwd=ROOT, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
