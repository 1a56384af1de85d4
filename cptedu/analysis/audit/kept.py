"""Answers that are kept while an audit runs, in parts that are written whole, so that one that was stopped goes on from there."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.alike import told_apart_by
from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.judged import Judged, Told
from cptedu.errors import CpteduError
from cptedu.facts.tables import own_tables, text
from cptedu.files import read_text, write_atomically
from cptedu.model import Verdict
from cptedu.payers import payer

__all__ = ["KeptAnswers"]

_PART = "part-*.json"


class KeptAnswers:
    """What was said of each kind of visit, by a mark of what such visits have in common.

    A part holds what rules say, and nothing of a patient, a clinician or a row: not even the claim, but a mark of it; days on
    which a patient was seen are in no kind, so that nothing that is said of one has them. Only parts that were written by the
    same rules, tables, the user's own among them, and payers are used.

    Args:
        folder: where parts are kept; None where nothing is.
    """

    def __init__(self, folder: str | Path | None) -> None:
        self._folder = None if folder is None else Path(folder)
        self._held: dict[LoggedClaim, Judged | None] = {}
        self._before: dict[str, Judged | None] = {}
        self._new: dict[str, Judged | None] = {}
        self._profiles: dict[str, str] = {}
        self._by = "" if folder is None else _rules()
        for part in self._parts():
            self._read(part)
        self.found = len(self._before)

    def has(self, kind: LoggedClaim) -> bool:
        """Say whether a kind was worked out, in this run or before it was stopped."""
        if kind in self._held:
            return True
        mark = self._mark(kind) if self._before else ""
        if mark not in self._before:
            return False
        self._held[kind] = self._before[mark]
        return True

    def answer(self, kind: LoggedClaim) -> Judged | None:
        """Give what was said of a kind; None where it has an answer for each day, or none yet."""
        return self._held.get(kind)

    def add(self, kind: LoggedClaim, found: Judged | None) -> None:
        """Add what is said of a kind; None where it has an answer for each day."""
        self._held[kind] = found
        if self._folder is not None:
            self._new[self._mark(kind)] = found

    def write(self) -> None:
        """Write what was added since, as one part more, whole or not at all.

        Raises:
            CpteduError: when it cannot be written.
        """
        if self._folder is None or not self._new:
            return
        number = 1 + max((int(part.stem.rpartition("-")[2]) for part in self._parts()), default=0)
        held = {mark: found and asdict(found) for mark, found in self._new.items()}
        write_atomically(self._folder / f"part-{number:06}.json", json.dumps({"by": self._by, "said": held}))
        self._new = {}

    def remove(self) -> None:
        """Take the parts away, once the audit is whole."""
        for part in self._parts():
            part.unlink(missing_ok=True)
        if self._folder is not None:
            with suppress(OSError):
                self._folder.rmdir()

    def _mark(self, kind: LoggedClaim) -> str:
        """Give a mark of a kind and of the choices of its payer, from which neither can be told."""
        if kind.payer not in self._profiles:
            self._profiles[kind.payer] = repr(payer(kind.payer))
        alike = told_apart_by(kind), self._profiles[kind.payer]
        return blake2b(repr(alike).encode(), digest_size=20).hexdigest()

    def _parts(self) -> list[Path]:
        return (
            []
            if self._folder is None
            else sorted(one for one in self._folder.glob(_PART) if one.stem.rpartition("-")[2].isdecimal())
        )

    def _read(self, part: Path) -> None:
        """Read a part; one that is damaged, or was written by other rules, is worked out once more."""
        with suppress(CpteduError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            written = json.loads(read_text(part, "part of an audit"))
            if written["by"] == self._by:
                self._before |= {mark: found and _judged(found) for mark, found in written["said"].items()}


def _judged(written: dict[str, Any]) -> Judged:
    return Judged(
        tuple(
            Told(**one | {"verdict": Verdict(one["verdict"]), "sources": tuple(one["sources"])})
            for one in written["told"]
        ),
        tuple(written["not_told"]),
        tuple((code, units) for code, units in written["units"]),
    )


def _rules() -> str:
    """Give a mark of the tables, shipped and the user's own, and of the rules; of these the newest day of a change."""
    package = Path(__file__).parents[2]
    changed = max(one.stat().st_mtime_ns for one in package.rglob("*.py"))
    held = f"{changed} {text('SHA256SUMS')} {own_tables()!r}"
    return blake2b(held.encode(), digest_size=20).hexdigest()
