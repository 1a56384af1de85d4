"""A log is read, put together to visits, judged and counted; what it does not answer itself is asked first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.columns_file import answers_in
from cptedu.analysis.audit.judging import judged_all
from cptedu.analysis.audit.kept import KeptAnswers
from cptedu.analysis.audit.log_columns import FLAGS, LogColumns, settled_columns
from cptedu.analysis.audit.log_file import read_log
from cptedu.analysis.audit.log_rows import ReadLog, read_rows
from cptedu.analysis.audit.notes import Notes, joined_notes
from cptedu.analysis.audit.result import Audit
from cptedu.analysis.audit.shares import shares
from cptedu.analysis.audit.times import JoinedTimes, joined_times, table_of_times
from cptedu.analysis.audit.times_told import Times, with_times
from cptedu.analysis.audit.untold_marks import NOT_TOLD, tells_modifiers, without_marks
from cptedu.analysis.audit.visits import LoggedVisit, payer_questions, visits_of
from cptedu.errors import CpteduError
from cptedu.files import read_toml

__all__ = ["LogQuestionsError", "audit"]


class LogQuestionsError(CpteduError):
    """What a log does not answer itself and must be said before it is audited.

    Attributes:
        questions: the questions.
        columns: what each column was taken for so far.
    """

    def __init__(self, name: str, questions: tuple[str, ...], columns: LogColumns) -> None:
        told = "\n".join(f"{number}. {one}" for number, one in enumerate(questions, 1))
        how = (
            ' Say what a column holds by columns = {"Its name": "code"}, or in a file of such lines.'
            if any(one.startswith("Which column") for one in questions)
            else ""
        )
        super().__init__(f"{name} cannot be audited before this is told:\n{told}{how}")
        self.questions = questions
        self.columns = columns


def audit(
    path: str | Path,
    payers: Mapping[str, str] | str | Path | None = None,
    columns: Mapping[str, Any] | str | Path | None = None,
    *,
    notes: str | Path | None = None,
    keep: str | Path | KeptAnswers | None = None,
    processes: int = 1,
    each: Callable[[int, int], None] | None = None,
) -> Audit:
    r"""Audit a practice's log of claim lines by the rules of the course, as far as such a log decides anything.

    What is wrong on the claim itself is told: codes and diagnoses that are not in force, edits, limits, modifiers, coverage,
    lines that stand twice. What only the note can tell is named, counted once a visit, and never taken for proof. Habits
    show across visits, beside a reference. No row is lost: each is a service, no service, repeated or refused, with a reason.
    Nothing leaves this computer, and what tells who somebody is goes into no result.

    Args:
        path: the log: CSV or other text with separators, JSON, JSON lines; a workbook or Parquet with the extras for them.
        payers: for each name of a payer in the log the profile by which it is judged, such as
            ``{"Aetna": "commercial_ncci"}``; ``"*"`` stands for every other, the profile ``"not_judged"`` leaves one out. One
            profile for all is a text. A path to a TOML file will do.
        columns: what columns hold, such as ``{"Txn": "code"}``, and ``one_patient`` or ``day_first``, only where the log
            does not say it; or a path to a TOML file of such lines.
        notes: the notes of these visits, where you have them: a file with a visit a line, in the keys of a visit file and with
            ``of``, the patient or the visit as the log names it; or a folder of visit files of such names. Or a
            table of times, read as the log is: a row for each service, with the patient or the visit, the date, the code and the
            minutes. They stand in for minutes that the log does not tell; ``columns`` may say of its columns, too.
        keep: a folder in which answers are kept as they come. An audit that was stopped goes on from there, and takes them away
            when it is whole; of ``KeptAnswers`` you take them away yourself. Nothing in them tells of a patient.
        processes: how many processes may judge; a large log is judged sooner by two.
        each: called with how many visits are judged, and of how many.

    Returns:
        The audit: ``.services``, ``.not_services``, ``.repeated``, ``.refused``, ``.columns``, ``.told``, ``.not_told``,
        ``.beside_notes`` and ``.shares`` as pandas frames, ``.to_html(path)`` as one page, ``.to_csv(folder)`` as files.

    Raises:
        LogQuestionsError: with exactly what must be asked.
        CpteduError: for a log that cannot be read, a payer or a column that is not there.

    Source: each finding names its own.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> log = Path(folder.name) / "log.csv"
    >>> _ = log.write_text("Patient ID,DOS,CPT,Mod,Units,Payer\n7,3/4/2026,98940,,1,Aetna\n7,3/4/2026,97112,,1,Aetna\n")
    >>> found = audit(log, payers={"Aetna": "commercial_ncci"})
    >>> list(found.told[found.told.is_against].says)
    ['97112 lacks 59, which says: distinct service.']
    >>> folder.cleanup()
    """
    said = answers_in(columns)
    named = _payers(payers)
    name, held, read, visits, beside, times = _read(path, said, named, notes)
    kept = keep if isinstance(keep, KeptAnswers) else KeptAnswers(keep)
    said_of, worked_out = judged_all(
        [visit.claim for visit in visits], kept=kept, processes=processes, each=each
    )
    has_marks = tells_modifiers(held, read.services)
    if not has_marks:
        said_of = [without_marks(one) for one in said_of]
        read = replace(read, told=(*read.told, NOT_TOLD))
    habits = shares(visits, has_marks=has_marks)
    found = Audit(name, read, held, visits, tuple(said_of), habits, worked_out, beside, times)
    if kept is not keep:
        kept.remove()
    return found


def _read(
    path: str | Path, said: Mapping[str, Any], named: Mapping[str, str] | str, notes: str | Path | None
) -> tuple[str, LogColumns, ReadLog, tuple[LoggedVisit, ...], Notes, Times]:
    """Read a log and its notes or times; the file's cells, and what tells who somebody is, go no further than this."""
    names = [name for name in said if name not in FLAGS]
    log = read_log(path, names)
    table = table_of_times(notes, names)
    of_times_alone = set(() if table is None else table.columns) - set(log.columns)
    held = settled_columns(log, {name: one for name, one in said.items() if name not in of_times_alone})
    if held.questions:
        more = () if named or held.of("payer") else tuple(payer_questions_without_rows())
        raise LogQuestionsError(log.name, (*held.questions, *more), held)
    read = read_rows(log, held)
    questions = (*read.questions, *payer_questions(read.services, named))
    if questions:
        raise LogQuestionsError(log.name, questions, held)
    visits = tuple(visits_of(read.services, named))
    beside = joined_notes(notes if table is None else None, read.services, visits)
    joined = JoinedTimes() if table is None else joined_times(table, said, (log, held), read.services, visits)
    visits, times = with_times(visits, joined)
    of_nobody = sorted((one for visit in visits for one in visit.services), key=lambda one: one[:2])
    return log.name, held, replace(read, services=tuple(of_nobody)), visits, beside, times


def payer_questions_without_rows() -> list[str]:
    """Ask who pays, of a log that has no column for it."""
    return ['Who pays? No column says it. Say one profile for all: payers = {"*": "commercial_ncci"}.']


def _payers(payers: Mapping[str, str] | str | Path | None) -> Mapping[str, str] | str:
    if payers is None:
        return {}
    if isinstance(payers, Mapping):
        return dict(payers)
    if isinstance(payers, str) and not payers.endswith(".toml"):
        return payers
    given = read_toml(str(payers), "file of payers")
    held = given.get("payers", given)
    if not isinstance(held, Mapping):
        raise CpteduError('A file of payers holds lines such as "Aetna" = "commercial_ncci".')
    return dict(held)
