"""Audit the log of a made-up practice, and hold each answer against the plain loop of ``review_claim``.

    python tests/benchmarks/audit_log.py [how many visits, 20000 by default]

Said are the seconds from a file to the page, on the processor, beside those of a log without visits; how many visits were
worked out; the plain loop over the same visits, and how many times it takes; every line on which the two do not agree.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from cptedu.analysis.audit import Audit, audit
from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits
from cptedu.analysis.made_up_practice import HABITS, made_up_practice, names_of_payers, write_log
from cptedu.engine.review import Review, review_claim

FIRST_DAY = date(2026, 1, 5)


def audited(log: Path) -> tuple[Audit, float]:
    """Audit a log and write its page; give the seconds too."""
    begun = time.process_time()
    found = audit(log, names_of_payers())
    found.to_html(log.with_suffix(".html"))
    return found, time.process_time() - begun


def nearest(claim: LoggedClaim) -> Review:
    """Review a claim as a plain loop does: against each record that it may speak for, and nothing kept."""
    lines = sorted(
        ((code, units or 0, marks) for code, units, marks, _ in claim.lines), key=lambda line: line[0]
    )
    in_order = LoggedClaim(
        claim.payer, claim.on, tuple((*line, None) for line in lines), claim.diagnoses, claim.last_seen
    )
    reviews = [review_claim(visit, lines) for visit in assumed_visits(in_order)]
    return min(reviews, key=lambda one: len(one.wrong) + len(one.missing))


def main() -> None:
    """Time an audit, and compare every answer."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty.csv", Path(folder) / "full.csv"
        write_log(made_up_practice(FIRST_DAY, visits, habits=HABITS), full)
        empty.write_text(full.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        audited(empty)  # the tables are read
        _, without = audited(empty)
        found, seconds = audited(full)
        print(f"{visits} visits, {found.read.rows} rows: {seconds:.1f} s; without a visit {without:.3f} s")
        print(f"worked out: {found.worked_out}")
        begun = time.process_time()
        astray = 0
        for visit, judged in zip(found.visits, found.judged, strict=True):
            assert visit.claim is not None
            assert judged is not None
            plain = nearest(visit.claim)
            said = {(one.code, one.rule, one.verdict) for one in judged.told if one.is_against}
            astray += said != {
                (one.code or "", one.rule, one.verdict) for one in (*plain.wrong, *plain.missing)
            }
        loop = time.process_time() - begun
        print(
            f"the plain loop: {loop:.1f} s, {loop / seconds:.1f} times the whole audit; visits that differ: {astray}"
        )


if __name__ == "__main__":
    main()
