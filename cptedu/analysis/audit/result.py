"""What an audit found: as frames, as one page, as files of rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cptedu.analysis.audit.judged import Judged
from cptedu.analysis.audit.log_columns import LogColumns
from cptedu.analysis.audit.log_rows import ReadLog, rows_of
from cptedu.analysis.audit.notes import Difference, Notes, differences
from cptedu.analysis.audit.shares import Share
from cptedu.analysis.audit.times_told import Times
from cptedu.analysis.audit.visits import LoggedVisit
from cptedu.files import write_atomically
from cptedu.model import Verdict

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Audit", "CannotTell", "without_formulas"]

_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_KINDS = {
    "adjusted": "which regions were adjusted",
    "findings": "what the examination found in each region",
    "regions": "where each therapy was given",
    "minutes": "how many minutes each service took",
    "contact": "whether the clinician was with this one patient",
    "deficit": "the measured deficit that a therapy treats",
    "purpose": "what each therapy was for",
    "activity": "what was done",
    "performed_by": "who gave each service",
    "started": "when each service began",
    "encounter": "at which encounter of the day it was",
    "muscle": "which muscle was treated",
    "aquatic": "whether it was in water",
    "home_instruction": "whether it was advice alone",
    "separate": "whether the examination was significant and separate",
    "part": "the signs of P.A.R.T.",
    "xray_on": "an x-ray in time",
    "course": "whether the condition is acute or chronic",
    "care": "whether care was active or maintenance",
    "abn": "the notice that the patient signed",
    "diagnoses": "the diagnoses",
    "modifiers": "which modifiers were billed",
    "last_seen": "when the patient was last seen before this log",
    "session_minutes": "how long the session was",
}


@dataclass(frozen=True)
class CannotTell:
    """One thing on which claims rest and that the log does not tell.

    Attributes:
        what: what it is, in words.
        visits: in how many visits the claim rests on it, each counted once.
        of: how many visits were judged.
    """

    what: str
    visits: int
    of: int


@dataclass(frozen=True)
class Audit:
    """A log, audited.

    Frames are made when they are asked for.

    Attributes:
        name: the log's file name.
        read: every row, as it was read.
        column_list: what each column was taken for.
        visits: the visits.
        judged: what the rules say of each visit; None of one that was not judged.
        share_list: habits across visits.
        worked_out: how many visits were worked out; the others are like one of them.
        notes: the notes that lie beside the log, joined to its visits.
        times: the table of times that lies beside it in their place.
    """

    name: str
    read: ReadLog
    column_list: LogColumns
    visits: tuple[LoggedVisit, ...]
    judged: tuple[Judged | None, ...]
    share_list: tuple[Share, ...]
    worked_out: int
    notes: Notes = field(default_factory=Notes)
    times: Times = field(default_factory=Times)

    @property
    def beside(self) -> Notes | Times:
        """Give what lies beside the log: notes or times; of neither there are none."""
        return self.times if self.times.count else self.notes

    @property
    def services(self) -> pd.DataFrame:
        """Give the services, each with the number of its row; who it was is a number drawn anew in each run."""
        return _frame(self.service_rows(), _SERVICE)

    @property
    def not_services(self) -> pd.DataFrame:
        """Give the rows that are no services, each with its reason."""
        return _frame(rows_of(self.read.not_services), ("row", "reason"))

    @property
    def repeated(self) -> pd.DataFrame:
        """Give the rows that say once more what another one says, with that one."""
        return _frame(rows_of(self.read.repeated), ("row", "reason", "same_as"))

    @property
    def refused(self) -> pd.DataFrame:
        """Give the rows that should be services and cannot be read, each with its reason."""
        return _frame(rows_of(self.read.refused), ("row", "reason"))

    @property
    def rows(self) -> pd.DataFrame:
        """Give how many rows became what, and why; together they are all that were read."""
        return _frame(self.row_counts(), ("what", "reason", "rows"))

    @property
    def columns(self) -> pd.DataFrame:
        """Give the columns: what each was taken for, by what, and three examples that tell nothing of a person."""
        return _frame(self.column_rows(), ("column", "means", "by", "says", "examples"))

    @property
    def told(self) -> pd.DataFrame:
        """Give what claims decide by themselves, where they are not simply right."""
        return _frame(self.told_rows(), _TOLD)

    @property
    def not_told(self) -> pd.DataFrame:
        """Give what the log does not tell and claims rest on, counted once a visit."""
        return _frame((asdict(one) for one in self.cannot_tell()), ("what", "visits", "of"))

    @property
    def beside_notes(self) -> pd.DataFrame:
        """Give every difference between a claim and its note, or its times, in both directions; empty without them."""
        return _frame(self.noted_rows(), _NOTED)

    @property
    def shares(self) -> pd.DataFrame:
        """Give habits across visits, beside a reference where one is held."""
        return _frame((asdict(one) for one in self.share_list), tuple(Share.__dataclass_fields__))

    def service_rows(self) -> list[dict[str, object]]:
        """Give the services as rows of a table."""
        return [
            {
                "row": one.row,
                "visit": visit.number,
                "patient": visit.patient or None,
                "clinician": visit.clinician or None,
                "on": visit.on,
                "payer": "" if visit.claim is None else visit.claim.payer,
                "code": one.code,
                "units": one.units,
                "minutes": one.minutes,
                "modifiers": " ".join(one.modifiers),
                "diagnoses": " ".join(one.diagnoses or ()),
            }
            for visit in self.visits
            for one in visit.services
        ]

    def row_counts(self) -> list[dict[str, object]]:
        """Count the rows by what became of them and why."""
        counts = Counter(
            (what, one.reason)
            for what, held in (
                ("no service", self.read.not_services),
                ("repeated", self.read.repeated),
                ("refused", self.read.refused),
            )
            for one in held
        )
        services = len({one.row for one in self.read.services})
        told = [{"what": "services", "reason": "", "rows": services}]
        told += [{"what": what, "reason": why, "rows": count} for (what, why), count in counts.items()]
        return [*told, {"what": "read", "reason": "all of them together", "rows": self.read.rows}]

    def column_rows(self) -> list[dict[str, object]]:
        """Give the columns as rows of a table; the name of one that no row names is its place."""
        return [
            {
                "column": one.name,
                "means": one.means,
                "by": one.by,
                "says": one.says,
                "examples": ", ".join(one.examples),
            }
            for one in self.column_list.columns
        ]

    def told_rows(self) -> list[dict[str, object]]:
        """Give what claims decide as rows of a table."""
        told = []
        for visit, found in zip(self.visits, self.judged, strict=True):
            for one in found.told if found else ():
                rows = [service.row for service in visit.services if service.code == one.code or not one.code]
                told.append(
                    {
                        "visit": visit.number,
                        "rows": " ".join(map(str, dict.fromkeys(rows))),
                        "patient": visit.patient or None,
                        "on": visit.on,
                        "payer": "" if visit.claim is None else visit.claim.payer,
                        "code": one.code,
                        "verdict": one.verdict.value,
                        "is_against": one.is_against,
                        "rule": one.rule,
                        "says": one.says,
                        "sources": " ".join(one.sources),
                        "vintage": one.vintage,
                    }
                )
        return told

    @cached_property
    def differences(self) -> tuple[tuple[LoggedVisit, Difference], ...]:
        """Every difference between a claim and its note or its times, with its visit."""
        by_number = {visit.number: visit for visit in self.visits}
        return (*((by_number[number], one) for number, one in self.times.differences), *self._of_notes())

    def _of_notes(self) -> tuple[tuple[LoggedVisit, Difference], ...]:
        return tuple(
            (visit, one)
            for visit, found in zip(self.visits, self.judged, strict=True)
            if visit.number in self.notes.visits
            for one in differences(visit, found, self.notes.visits[visit.number])
        )

    def noted_rows(self) -> list[dict[str, object]]:
        """Give the differences between claims and notes as rows of a table."""
        return [
            {
                "visit": visit.number,
                "on": visit.on,
                "payer": "" if visit.claim is None else visit.claim.payer,
                "code": one.code,
                "what": one.what,
                "verdict": one.verdict.value,
                "says": one.says,
                "fix": one.fix,
                "sources": " ".join(one.sources),
            }
            for visit, one in self.differences
        ]

    def cannot_tell(self) -> list[CannotTell]:
        """List what neither the log nor a note tells, what most visits rest on first."""
        held = [one for one in self.judged if one is not None]
        without_note = (
            one
            for visit, one in zip(self.visits, self.judged, strict=True)
            if one is not None and visit.number not in self.notes.visits
        )
        counted: dict[str, int] = {}
        for one in without_note:
            for kind in one.not_told:
                counted[kind] = counted.get(kind, 0) + 1
        order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            CannotTell(_KINDS.get(kind, kind.replace("_", " ")), count, len(held)) for kind, count in order
        ]

    def to_html(self, path: str | Path) -> None:
        """Write the audit as one page that needs nothing else, to read or to print; whole or not at all.

        Args:
            path: the file.

        Raises:
            CpteduError: when it cannot be written.
        """
        from cptedu.analysis.audit.report import report_page  # noqa: PLC0415  (it needs this module's nouns)

        write_atomically(path, report_page(self))

    def to_csv(self, folder: str | Path) -> None:
        """Write every table as a CSV file; no cell begins a formula.

        Args:
            folder: where they are written; it is made where it is not there.

        Raises:
            CpteduError: when they cannot be written.
        """
        tables: Mapping[str, tuple[Sequence[Mapping[str, object]], tuple[str, ...]]] = {
            "services": (self.service_rows(), _SERVICE),
            "not_services": (list(rows_of(self.read.not_services)), ("row", "reason")),
            "repeated": (list(rows_of(self.read.repeated)), _ASIDE),
            "refused": (list(rows_of(self.read.refused)), ("row", "reason")),
            "columns": (self.column_rows(), ("column", "means", "by", "says", "examples")),
            "told": (self.told_rows(), _TOLD),
            **({"beside_notes": (self.noted_rows(), _NOTED)} if self.beside.count else {}),
            **(
                {"times_set_aside": (list(rows_of(self.times.set_aside)), _ASIDE)} if self.times.count else {}
            ),
            "not_told": ([asdict(one) for one in self.cannot_tell()], ("what", "visits", "of")),
            "shares": ([asdict(one) for one in self.share_list], tuple(Share.__dataclass_fields__)),
        }
        for name, (rows, heads) in tables.items():
            write_atomically(Path(folder) / f"{name}.csv", _csv(rows, heads))

    def visits_against(self) -> frozenset[int]:
        """Give the visits with something that stands against their claim, whatever the note says."""
        return frozenset(number for number, held in self._said_against() if held - {Verdict.CONTESTED})

    def visits_disputed(self) -> frozenset[int]:
        """Give the visits of whose claim sources dispute something, and against which nothing else stands."""
        return frozenset(number for number, held in self._said_against() if held == {Verdict.CONTESTED})

    def _said_against(self) -> Iterator[tuple[int, set[Verdict]]]:
        for visit, found in zip(self.visits, self.judged, strict=True):
            yield visit.number, {one.verdict for one in found.told if one.is_against} if found else set()

    def __repr__(self) -> str:
        """Say what was read; the rows themselves are in the frames."""
        disputed = len(self.visits_disputed())
        return (
            f"Audit of {self.name}: {len(self.read.services)} services of {len(self.visits)} visits;"
            f" {len(self.visits_against())} with something against the claim"
            + (f", {disputed} with something that sources dispute" if disputed else "")
        )


_SERVICE = (
    *("row", "visit", "patient", "clinician", "on", "payer", "code", "units", "minutes", "modifiers"),
    "diagnoses",
)
_TOLD = (
    *("visit", "rows", "patient", "on", "payer", "code", "verdict", "is_against", "rule", "says", "sources"),
    "vintage",
)

_ASIDE = ("row", "reason", "same_as")
_NOTED = ("visit", "on", "payer", "code", "what", "verdict", "says", "fix", "sources")


def _frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  (whoever asks for a frame gets pandas then)

    return pd.DataFrame([dict(row) for row in rows], columns=list(columns))


def _csv(rows: Iterable[Mapping[str, object]], heads: Sequence[str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([without_formulas(row.get(head)) for head in heads])
    return stream.getvalue()


def without_formulas(value: object) -> object:
    """Give a value as a cell that no program takes for a formula.

    >>> without_formulas("=1+1"), without_formulas("98940"), without_formulas(3)
    ("'=1+1", '98940', 3)
    """
    if isinstance(value, str) and value.startswith(_FORMULA_BEGINS):
        return f"'{value}"
    return "" if value is None else value
