"""Hold an audit of random visits of every payer against ``review_claim``, line by line.

    python tests/benchmarks/audit_agreement.py STATE.json [how many visits, 100000 by default]

The visits come in pieces of a thousand, each with its own seed. What was compared is kept in STATE.json, so that the command may
be stopped and goes on from there. Each piece is written as a log, read and audited as a practice's own would be; beside it stands
a plain loop that reviews each visit against each record that it may speak for, and keeps nothing. Every line on which the two
differ is printed.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cptedu.analysis.audit import Audit, audit
from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits
from cptedu.engine.coding import code_visit
from cptedu.engine.review import Review, review_claim
from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers
from cptedu.files import write_atomically
from cptedu.model import Visit
from cptedu.payers import payers

A_PIECE = 1_000
USUAL = (
    "98940",
    "98941",
    "98942",
    "98943",
    "97110",
    "97112",
    "97140",
    "97530",
    "99213",
    "99203",
    "97012",
    "99999",
)
MARKS = ("59", "59", "GP", "GP", "AT", "AT", "25", "GY", "GA", "GZ", "GX", "XS")
DIAGNOSES = ("M99.01", "M99.02", "M99.03", "M54.2", "M54.59", "R26.89", "G54.2", "R42", "M54.5", "Z99.99")
HEADS = ("Visit ID", "Patient ID", "DOS", "CPT", "Mod", "Units", "Qualifier", "DX1", "DX2", "Payer")

Said = Counter[tuple[str, str, str]]


def write_piece(seed: int, visits: int, path: Path) -> None:
    """Write a log of random claims: every payer, days of ten years, codes and modifiers that fit and that do not."""
    drawn = random.Random(seed)
    every_code, every_mark, every_payer = sorted(codes()), sorted(modifiers()), sorted(payers())
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        for number in range(visits):
            day = f"{drawn.randint(2017, 2026)}-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"
            diagnoses = drawn.sample(DIAGNOSES, 2)
            chosen = dict.fromkeys(
                drawn.choice(USUAL) if drawn.random() < 0.85 else drawn.choice(every_code)
                for _ in range(drawn.randint(1, 5))
            )
            payer = drawn.choice(every_payer)
            for code in chosen:
                marks = [
                    drawn.choice(MARKS) if drawn.random() < 0.9 else drawn.choice(every_mark)
                    for _ in range(drawn.choice((0, 0, 1, 1, 2)))
                ]
                in_minutes = drawn.random() < 0.05
                units = drawn.choice((8, 15, 23, 40)) if in_minutes else drawn.choice((1, 1, 1, 2, 4, 9))
                basis = "MJ" if in_minutes else "UN"
                patient = number % (visits // 4)
                writer.writerow(
                    (
                        number,
                        patient,
                        day,
                        code,
                        ":".join(dict.fromkeys(marks)),
                        units,
                        basis,
                        *diagnoses,
                        payer,
                    )
                )


def proposed(claim: LoggedClaim, visit: Visit) -> list[tuple[str, int, tuple[str, ...]]]:
    """Give the lines as they are billed; of a line in minutes it is the units that the payer counts."""
    counted = {line.code: line.units for line in code_visit(visit).lines}
    return [
        (code, counted.get(code, 1) if units is None else units, marks)
        for code, units, marks, _ in claim.lines
    ]


def nearest(claim: LoggedClaim) -> Review:
    """Review a claim as a plain loop does: against each record that it may speak for, and nothing kept."""
    lines = tuple(sorted(claim.lines, key=lambda line: line[0]))
    in_order = LoggedClaim(claim.payer, claim.on, lines, claim.diagnoses, claim.last_seen)
    reviews = [review_claim(visit, proposed(in_order, visit)) for visit in assumed_visits(in_order)]
    return min(reviews, key=lambda one: len(one.wrong) + len(one.missing))


def differing(found: Audit) -> tuple[list[str], int, Counter[str]]:
    """Name every line of which audit and plain loop say different things; count the lines, and the visits of each payer."""
    astray: list[str] = []
    lines = 0
    by_payer: Counter[str] = Counter()
    for visit, judged in zip(found.visits, found.judged, strict=True):
        if visit.claim is None or judged is None:
            raise SystemExit("a visit was not judged")
        plain = nearest(visit.claim)
        reviewed: Said = Counter(
            (one.code or "", one.rule, one.verdict.value) for one in (*plain.wrong, *plain.missing)
        )
        said: Said = Counter((one.code, one.rule, one.verdict.value) for one in judged.told if one.is_against)
        lines += len(visit.claim.lines)
        by_payer[visit.claim.payer] += 1
        for code in {line[0] for line in visit.claim.lines} | {""} | {key[0] for key in (*said, *reviewed)}:
            of_audit = {key[1:]: count for key, count in said.items() if key[0] == code}
            of_review = {key[1:]: count for key, count in reviewed.items() if key[0] == code}
            if of_audit != of_review:
                astray.append(f"{visit.claim} {code}: audit {of_audit}, review {of_review}")
    return astray, lines, by_payer


def main() -> None:
    """Compare pieces until as many visits as asked for are compared."""
    state = Path(sys.argv[1])
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    held = json.loads(state.read_text(encoding="utf-8")) if state.exists() else []
    for seed in range(len(held), wanted // A_PIECE):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log.csv"
            write_piece(seed, A_PIECE, log)
            found = audit(log, {name: name for name in payers()})
        astray, lines, by_payer = differing(found)
        for one in astray:
            print(one)
        held.append({"visits": len(found.visits), "lines": lines, "payers": by_payer, "astray": astray})
        write_atomically(state, json.dumps(held))
        print(f"{sum(one['visits'] for one in held)} visits compared", file=sys.stderr)
    every = sum((Counter(one["payers"]) for one in held), Counter())
    print(
        f"{sum(one['visits'] for one in held)} visits, {sum(one['lines'] for one in held)} lines,"
        f" {len(every)} of {len(payers())} payers; lines that differ: {sum(len(one['astray']) for one in held)}"
    )


if __name__ == "__main__":
    main()
