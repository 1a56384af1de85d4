"""Time ``code_visit`` beside that of another commit, in one run: how much of the reference's time does it take?

    git worktree add ../reference <commit>
    python tests/benchmarks/code_visit.py ../reference [how many visits, 1500 by default] [rounds, 5]

Visits are drawn once, with a fixed seed, and given to both. Each side has a process of its own, with its own tables; the two
take turns. What is compared is the shortest time of a process on the processor, so that another program on the machine counts
little. A visit that one side refuses is left out on both. No answer is compared here: old and new words may differ.
Words of findings are made when they are read; a second ratio has every finding read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
SEED = 5
PASSES = 5

TIMED = """
import json, sys, time
from pathlib import Path
import cptedu
from cptedu import CpteduError, Visit, code_visit

root, drawn, taken, passes = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), sys.argv[3], int(sys.argv[4])
assert Path(cptedu.__file__).is_relative_to(root), f"{cptedu.__file__} is not of {root}"
held = {}
for at in json.loads(taken) if taken else range(len(drawn)):
    try:
        held[at] = Visit.from_dict(drawn[at])
        code_visit(held[at])
    except CpteduError:
        held.pop(at, None)
def shortest(done):
    found = float("inf")
    for _ in range(passes):
        begun = time.process_time()
        for visit in held.values():
            done(visit)
        found = min(found, time.process_time() - begun)
    return found / len(held)

print(json.dumps([shortest(code_visit), shortest(lambda visit: code_visit(visit).findings), list(held)]))
"""


def drawn_visits(count: int) -> list[dict[str, object]]:
    """Draw visits as the tests of properties do."""
    sys.path.insert(0, str(HERE / "tests"))
    from hypothesis import HealthCheck, given, seed, settings
    from strategies import visit_dicts

    drawn: list[dict[str, object]] = []

    @seed(SEED)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(visit_dicts)
    def draw(visit: dict[str, object]) -> None:
        drawn.append(visit)

    draw()
    return drawn


def timed(root: Path, visits: Path, taken: str, passes: int) -> tuple[float, float, list[int]]:
    """Time one side in a process of its own; give the seconds of one visit, those with all words read, and what it took."""
    asked = [sys.executable, "-c", TIMED, str(root), str(visits), taken, str(passes)]
    beside = os.environ | {"PYTHONPATH": str(root)}
    said = subprocess.run(asked, env=beside, cwd=root, check=True, capture_output=True, text=True)
    seconds, with_words, held = json.loads(said.stdout)
    return seconds, with_words, held


def main() -> int:
    """Time both, print each round and the ratio of the shortest times."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    reference = Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_500
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    with tempfile.TemporaryDirectory() as folder:
        visits = Path(folder) / "visits.json"
        visits.write_text(json.dumps(drawn_visits(count), default=str), encoding="utf-8")
        there = set(timed(reference, visits, "", 1)[2])
        both = json.dumps([one for one in timed(HERE, visits, "", 1)[2] if one in there])
        shortest: dict[str, float] = {}
        for turn in range(rounds):
            for side, root in (("reference", reference), ("here", HERE)):
                coded, read, _ = timed(root, visits, both, PASSES)
                for name, seconds in ((side, coded), (f"{side}, read", read)):
                    shortest[name] = min(shortest.get(name, seconds), seconds)
            so_far = ", ".join(f"{name} {seconds * 1e3:.4f} ms" for name, seconds in shortest.items())
            print(f"shortest after round {turn + 1}: {so_far}", flush=True)
    print(
        f"{len(json.loads(both))} visits: {shortest['here'] / shortest['reference']:.2f} of the reference's time,"
        f" {shortest['here, read'] / shortest['reference, read']:.2f} where every finding is read."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
