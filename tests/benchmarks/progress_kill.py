"""Kill a process while it saves answers, again and again: is every confirmed answer in the file, and does it always read?

    python tests/benchmarks/progress_kill.py [times, 200 by default]

One folder goes through all of it. Every third time two processes write at once, and both are killed. Every fourth time a
copy such as a syncing folder makes lies beside the file, with an answer that is nowhere else: it must come in as well.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from cptedu.learn.exercises import exercise
from cptedu.learn.practice import Practice
from cptedu.learn.progress import FILE_NAME, FORMAT, Progress
from cptedu.learn.progress.chain import chain_faults
from cptedu.learn.questions import answer_as_json

ASKED = "cmt_level/codes/1/42"
WAIT_SECONDS = 60


def answer_for_ever(folder: str) -> None:
    """Answer one exercise over and over; name each answer once it is saved, as a page would show it."""
    practice = Practice(Progress(folder))
    asked = exercise(ASKED)
    right = answer_as_json(asked.question.right[0])
    print("ready", flush=True)
    while True:
        event = practice.take(asked, right).event
        if event is not None:
            print(event["id"], flush=True)


def started(folder: Path) -> subprocess.Popen[str]:
    """Start a process that answers for ever, and wait until it does."""
    made = subprocess.Popen(
        [sys.executable, __file__, "--answer", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if made.stdout is None or made.stdout.readline().strip() != "ready":
        raise SystemExit("The process that answers did not start.")
    return made


def confirmed_by(process: subprocess.Popen[str], count: int) -> set[str]:
    """Wait until a process has confirmed so many answers, however slow the computer is."""
    if process.stdout is None:
        raise SystemExit("The process that answers cannot be heard.")
    return {process.stdout.readline().strip() for _ in range(count)}


def killed(process: subprocess.Popen[str]) -> list[str]:
    """Kill a process, and give the answers that it had confirmed."""
    process.kill()
    said, _ = process.communicate(timeout=WAIT_SECONDS)
    # A line without its end was never shown whole, and so was no confirmation.
    return [line for line in said.split("\n")[:-1] if line]


def lay_copy(folder: Path, number: int) -> str:
    """Lay a copy with one answer of another computer beside the file, and name that answer."""
    elsewhere = Progress().add("answered", exercise=ASKED)
    (folder / f"progress ({number}).json").write_text(
        json.dumps({"format": FORMAT, "events": [elsewhere]}), encoding="utf-8"
    )
    return str(elsewhere["id"])


def run(times: int, folder: Path, seed: int = 1) -> dict[str, int]:
    """Kill a process so many times at random moments, and check after each that nothing confirmed is lost.

    Args:
        times: how often.
        folder: where the progress is kept.
        seed: for the moments.

    Returns:
        How many answers were confirmed, how many were lost, how often the file did not read, what does not fit in the chains
        of the devices, and how many copies were not put away.
    """
    moments = random.Random(seed)
    confirmed: set[str] = set()
    lost = unreadable = 0
    for n in range(times):
        pair = [started(folder) for _ in range(2 if n % 3 == 2 else 1)]
        for one in pair:
            confirmed |= confirmed_by(one, moments.randint(0, 3))
        time.sleep(moments.uniform(0, 0.12))
        if n % 4 == 3:
            confirmed.add(lay_copy(folder, n))
            time.sleep(moments.uniform(0, 0.04))
        for one in pair:
            confirmed |= set(killed(one))
        try:
            json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        except FileNotFoundError:
            unreadable += bool(confirmed)
        except ValueError:
            unreadable += 1
        progress = Progress(folder)
        unreadable += "damaged" in progress.message
        lost += len(confirmed - {str(event["id"]) for event in progress.events("answered")})
        with suppress(OSError):
            if sys.stdout.isatty():
                print(f"\r{n + 1} of {times}", end="", flush=True)
    left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
    return {
        "killed": times,
        "confirmed": len(confirmed),
        "lost": lost,
        "unreadable": unreadable,
        "left over": len(left),
        "chain faults": len(chain_faults(Progress(folder).events())),
        "copies left": len(list(folder.glob("progress (*).json"))),
    }


def main() -> int:
    """Run, print what came of it, and fail when anything was lost."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        came = run(times, Path(folder))
        print(f"\n{came} ({time.perf_counter() - began:.0f} s)")
    return (
        1
        if any(came[key] for key in ("lost", "unreadable", "left over", "chain faults", "copies left"))
        else 0
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer_for_ever(sys.argv[2])
    raise SystemExit(main())
