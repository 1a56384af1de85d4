"""Mangled CMS files: only the package's own error may come back, quickly, and nothing may be written then.

    python -m uv run python tests/benchmarks/fuzz_cms_files.py [--inputs 100000] [--seed 1]

Bytes are damaged, cells swapped, lines left out or doubled, names changed; a third of the files lie in a zip, whose bytes are
damaged as well. What is read after all must be kept whole. Prints what came of them, and stops at the first surprise.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import made_cms_files as made

from cptedu.cms_files import store, update
from cptedu.cms_files.release import Told
from cptedu.errors import CpteduError

SLOWEST_SECONDS = 5.0
PIECES = (
    *(
        b",",
        b"\t",
        b'"',
        b"\n",
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"*",
        b"=1+1",
        b"-1",
        b"9" * 3000,
    ),
    *(
        b"97112",
        b"98940",
        b"NaN",
        b"1e9",
        b"inf",
        b"20270231",
        b"HCPCS",
        b"Column 1\tColumn 2",
        b"PK\x03\x04",
        b"%PDF",
    ),
    *("\u0661\u00b2\u2028".encode(), b"\x85", b"\x1a", b"'" * 50, b"\n" * 200),
)
NAMES = (
    "x.csv",
    "x_QPP.csv",
    "ccipra-v330r0-f9.txt",
    "ccioph-v330r0-f1.txt",
    "2027Q9.zip",
    "a.xlsx",
    "\u0661.csv",
)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Damage the bytes of a file in one to four places."""
    held = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(held) + 1)
        how = chance.randrange(5)
        if how == 0:
            held[at:at] = chance.choice(PIECES)
        elif how == 1:
            del held[at : at + chance.randint(1, 40)]
        elif how == 2 and at < len(held):
            held[at] = chance.randrange(256)
        elif how == 3:
            held[at:at] = held[chance.randrange(len(held) + 1) :][: chance.randint(1, 60)]
        else:
            del held[at:]
    return bytes(held)


def swapped(content: bytes, chance: random.Random) -> bytes:
    """Swap one cell for something strange, or two lines for each other."""
    lines = content.split(b"\r\n")
    at = chance.randrange(len(lines))
    if chance.random() < 0.3:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
        return b"\r\n".join(lines)
    mark = b"\t" if b"\t" in lines[at] else b","
    cells = lines[at].split(mark)
    cells[chance.randrange(len(cells))] = chance.choice(PIECES)
    lines[at] = mark.join(cells)
    return b"\r\n".join(lines)


def laid(folder: Path, chance: random.Random, originals: list[tuple[str, bytes]]) -> Path:
    """Write one mangled file, or a zip with one."""
    name, content = chance.choice(originals)
    content = (damaged if chance.random() < 0.5 else swapped)(content, chance)
    if chance.random() < 0.1:
        name = chance.choice(NAMES)
    if chance.random() < 0.67:
        path = folder / name
        path.write_bytes(content)
        return path
    path = made.zipped(folder / "given.zip", {name: content, "other.txt": b"x"})
    if chance.random() < 0.5:
        path.write_bytes(damaged(path.read_bytes(), chance))
    return path


def kept(folder: Path) -> list[str]:
    """Name every file of the user's folder but its lock."""
    return [name for _, _, names in os.walk(folder) for name in names if name != ".lock"]


def run(inputs: int, seed: int) -> Counter[str]:
    """Feed so many mangled files to the update.

    Returns:
        How many were refused, and how many were read after all.

    Raises:
        AssertionError: when anything but the package's own error came back, something was written then, or it took too long.
    """
    chance = random.Random(seed)
    originals = list(made.all_four().items())
    came: Counter[str] = Counter()
    told_before = os.environ.get("CPTEDU_USERS_FOLDER")
    with tempfile.TemporaryDirectory() as given, tempfile.TemporaryDirectory() as users:
        os.environ["CPTEDU_USERS_FOLDER"] = users
        try:
            for number in range(inputs):
                path = laid(Path(given), chance, originals)
                started = time.monotonic()
                try:
                    update.update([path], Told(), lambda _: nullcontext(lambda _: None))
                    came["read"] += 1
                    assert store.read_kept().sources, f"input {number} of seed {seed} was read and not kept"
                    update.forget("all")
                except CpteduError as refused:
                    came["refused"] += 1
                    assert str(refused)
                    assert not kept(Path(users)), f"input {number} of seed {seed} was refused and written"
                except Exception as surprise:
                    copy = Path(tempfile.gettempdir()) / f"surprise-{seed}-{number}"
                    copy.write_bytes(path.read_bytes())
                    raise AssertionError(f"input {number} of seed {seed}, {copy}: {surprise!r}") from surprise
                took = time.monotonic() - started
                assert took < SLOWEST_SECONDS, f"input {number} of seed {seed} took {took:.1f} s"
                path.unlink()
        finally:
            if told_before is None:
                del os.environ["CPTEDU_USERS_FOLDER"]
            else:
                os.environ["CPTEDU_USERS_FOLDER"] = told_before
    return came


def main() -> None:
    """Run, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    started = time.monotonic()
    came = run(given.inputs, given.seed)
    print(
        f"{given.inputs} inputs in {time.monotonic() - started:.0f} s: {dict(came)}; nothing but the package's own error"
    )


if __name__ == "__main__":
    main()
