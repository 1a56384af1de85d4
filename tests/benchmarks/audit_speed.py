"""Time the audit of a log beside the plain loop of ``review_claim`` of another commit, in one run, and what each step gives.

    git worktree add ../reference ab0cb7d
    python tests/benchmarks/audit_speed.py ../reference [how many visits, 20000 by default] [sample for the plain loops, 500]

Two logs: one of a practice with habits, and one in which every field is drawn by itself, so that hardly two visits are
alike. Every side has a process of its own, and they are timed one after the other, on the processor: the plain loop of the
reference and today's, over a sample and for so many visits as the log has; the whole audit by one process; and by two,
where the time that passed counts, since theirs is spent side by side. A plain loop that does what an audit does reviews a
claim against each record that it may speak for; beside it stands one that reviews it against the first of them alone. A
visit that one side refuses is left out on both. Then the peak of memory above an empty log's, beside the frame of the
services, and how time grows with the log. Another program on the machine makes what is said of two processes uncertain, and
the rest a little.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
FIRST_DAY = date(2026, 1, 5)

LOOP = """
import json, sys, time
import cptedu
from cptedu import CpteduError, Visit, review_claim

assert cptedu.__file__.startswith(sys.argv[1]), cptedu.__file__
drawn = json.load(open(sys.argv[2]))
taken = json.loads(sys.argv[3]) if len(sys.argv) > 3 else range(len(drawn))
held = {}
for at in taken:
    try:
        lines = [(code, units, tuple(marks)) for code, units, marks in drawn[at][1]]
        for written in drawn[at][0]:
            review_claim(Visit.from_dict(written), lines)
        held[at] = drawn[at][0], lines
    except CpteduError:
        pass

def loop(records):
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for written, lines in held.values():
            for record in written[:records]:
                review = review_claim(Visit.from_dict(record), lines)
                len(review.wrong), len(review.missing)
        best = min(best, time.process_time() - begun)
    return best / len(held)

print(json.dumps([loop(None), loop(1), list(held)]))
"""

AUDIT = """
import json, resource, sys, time
from cptedu.analysis.audit import audit

def spent():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

if __name__ == "__main__":
    log, payers, processes = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    audit(log + ".empty.csv", payers)
    before, at, passed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spent(), time.perf_counter()
    found = audit(log, payers, processes=processes)
    took, passed = spent() - at, time.perf_counter() - passed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    at = spent()
    found.to_html(log + ".html")
    page = spent() - at
    frame = int(found.services.memory_usage(deep=True).sum()) // 1024
    print(json.dumps([took, passed, page, len(found.visits), found.worked_out, peak, frame]))
"""


def of_habits(path: Path, visits: int) -> dict[str, str]:
    """Write the log of a practice with habits, and name its payers."""
    from cptedu.analysis.made_up_practice import HABITS, made_up_practice, names_of_payers, write_log

    write_log(made_up_practice(FIRST_DAY, visits, habits=HABITS), path)
    return names_of_payers()


def of_independent_fields(path: Path, visits: int) -> dict[str, str]:
    """Write a log in which every field is drawn by itself, and name its payers."""
    from audit_agreement import write_piece

    from cptedu.payers import payers

    write_piece(1, visits, path)
    return {name: name for name in payers()}


def sampled(path: Path, payers: dict[str, str], count: int, into: Path) -> None:
    """Write the records that each of some visits may speak for, with its lines."""
    from cptedu.analysis.audit import audit
    from cptedu.analysis.audit.assumed import assumed_visits

    held = []
    visits = audit(path, payers).visits
    for visit in visits[:: max(1, len(visits) // count)]:
        if visit.claim is not None:
            lines = [(code, units or 1, marks) for code, units, marks, _ in visit.claim.lines]
            held.append(([one.to_dict() for one in assumed_visits(visit.claim)], lines))
    into.write_text(json.dumps(held, default=str), encoding="utf-8")


def ran(code: str, root: Path, *arguments: str) -> list[Any]:
    """Run one side in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "side.py"
        script.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script), *arguments],
            env=os.environ | {"PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr)
    told: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Time both logs."""
    reference = Path(sys.argv[1]).resolve()
    visits = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    sample = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    for name, written in (("habits", of_habits), ("independent fields", of_independent_fields)):
        with tempfile.TemporaryDirectory() as folder:
            log, drawn = Path(folder) / "log.csv", Path(folder) / "drawn.json"
            payers = written(log, visits // 4)
            empty = log.read_text(encoding="utf-8").splitlines()[0] + "\n"
            (Path(folder) / "log.csv.empty.csv").write_text(empty, encoding="utf-8")
            quarter = ran(AUDIT, HERE, str(log), json.dumps(payers), "1")
            sampled(log, payers, sample, drawn)
            written(log, visits)
            *_, both = ran(LOOP, reference, str(reference), str(drawn))
            *_, both = ran(LOOP, HERE, str(HERE), str(drawn), json.dumps(both))
            before, before_first, of = ran(LOOP, reference, str(reference), str(drawn), json.dumps(both))
            now, now_first, _ = ran(LOOP, HERE, str(HERE), str(drawn), json.dumps(both))
            one = ran(AUDIT, HERE, str(log), json.dumps(payers), "1")
            two = ran(AUDIT, HERE, str(log), json.dumps(payers), "2")
        count = one[3]
        print(
            f"{name}: {count} visits, {one[4]} worked out; a plain loop over {len(of)} of them\n"
            f"  reference's plain loop, for all: {before * count:8.1f} s; of one record each {before_first * count:.1f} s\n"
            f"  today's plain loop, for all:     {now * count:8.1f} s; of one record each {now_first * count:.1f} s;"
            f" {before / now:.2f} times (the engine)\n"
            f"  audit by one process:            {one[0]:8.1f} s, {now * count / one[0]:.2f} times (what is alike, once)\n"
            f"  by two, the time that passed:    {two[1]:8.1f} s of {one[1]:.1f} s, {one[1] / two[1]:.2f} times\n"
            f"  all of it on one processor: {before * count / one[0]:.1f} times, or {before_first * count / one[0]:.1f}"
            f" times a loop of one record each; its page {one[2]:.1f} s more\n"
            f"  memory: {one[5] / 1024:.0f} MB above an empty log, {one[5] / one[6]:.1f} times the frame of the services\n"
            f"  growth: {one[0] / one[3] / (quarter[0] / quarter[3]):.2f} times the time of a visit in a quarter of the log"
        )


if __name__ == "__main__":
    main()
