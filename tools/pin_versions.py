"""Choose the newest versions of everything, and write them down: run ``python tools/pin_versions.py``, then all tests.

They go into pyproject.toml, where uv reads them, and into constraints.txt, where pip does: exact versions of everything that
the course and its tests are made of, for every Python and system at once. No address is written. It needs uv and the network.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "constraints.txt"
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--universal", "--upgrade"),
    *("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
]
OLDEST_PYTHON = re.compile(r">=(3\.\d+)")


def resolved(wanted: Iterable[str], oldest_python: str) -> list[str]:
    """Ask uv for exact versions of some packages and of all that they need.

    Args:
        wanted: packages, as pyproject.toml names them.
        oldest_python: the oldest Python that the versions are for, such as ``3.11``.

    Returns:
        A line for each package, with the systems that it is for where not all need it.
    """
    with tempfile.TemporaryDirectory() as away:  # from where uv does not see the versions of last time
        done = subprocess.run(  # noqa: S603  (no word of it comes from elsewhere)
            [*COMPILE, "--python-version", oldest_python],
            input="\n".join(wanted),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=away,
        )
    return done.stdout.splitlines()


def with_list(text: str, name: str, lines: Iterable[str]) -> str:
    r"""Put lines into a list of pyproject.toml in the place of those that it holds.

    >>> with_list('[tool.uv]\nnames = [\n  "old",\n]\n', "names", ["new"])
    '[tool.uv]\nnames = [\n  "new",\n]\n'
    """
    held = re.compile(rf"^{re.escape(name)} = \[\n.*?^\]$", re.MULTILINE | re.DOTALL)
    if len(held.findall(text)) != 1:
        raise SystemExit(
            f"pyproject.toml has no list {name} over several lines; write one, and run this again."
        )
    written = "".join(f'  "{line}",\n' for line in lines)
    return held.sub(lambda _: f"{name} = [\n{written}]", text)


def main() -> None:
    """Write both files."""
    text = PROJECT.read_text(encoding="utf-8")
    project = tomllib.loads(text)
    oldest = OLDEST_PYTHON.findall(project["project"]["requires-python"])[0]
    asked = [one for group in project["dependency-groups"].values() for one in group if isinstance(one, str)]
    everything = resolved([*project["project"]["dependencies"], *asked], oldest)
    text = with_list(text, "constraint-dependencies", everything)
    text = with_list(
        text, "build-constraint-dependencies", resolved(project["build-system"]["requires"], oldest)
    )
    PROJECT.write_text(text, encoding="utf-8", newline="\n")
    CONSTRAINTS.write_text("\n".join(everything) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(everything)} packages. Now run all tests, and read the difference before it is committed.")


if __name__ == "__main__":
    main()
