"""Which column of a log holds what: by what the user said, by its name, by what stands in it; and what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from cptedu.analysis.audit.cell_looks import (
    MOST,
    are_held_diagnoses,
    are_held_modifiers,
    are_modifiers,
    fits_by_cells,
    is_held_code,
    may_be_shown,
    share,
)
from cptedu.analysis.audit.column_questions import is_a_day, questions_about
from cptedu.analysis.audit.identifiers import looks_like_identifier, masked
from cptedu.analysis.audit.log_file import Log
from cptedu.analysis.audit.log_names import ASKABLE, OF_ONE_SERVICE, named, numbered_stem, tells_another_day
from cptedu.errors import CpteduError, unknown
from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.column_names import Column
from cptedu.visit.written.row_words import cleaned, is_blank, is_nothing
from cptedu.visit.written.written_days import days_written

__all__ = ["FLAGS", "LogColumn", "LogColumns", "settled_columns"]

FLAGS = ("one_patient", "day_first", "rows_go_on", "days_counted")
"""What else a user may say of a log beside what its columns hold."""
LOOKED_AT = 1_000
EXAMPLES = 3
BY_CELLS = "what stands in it"
LONGEST_LOG_DAYS = 10 * 366
SHOWN = OF_ONE_SERVICE | {"diagnoses"}
_OF_A_LINE = OF_ONE_SERVICE | {"clinician", "kind", "line_diagnoses", "pointers"}
_SAID_ONCE = frozenset({"date_of_service", "last_date", "units", "minutes"})
_USED = frozenset(ASKABLE) - {"identifier", "not_used"}
_WHY_NOT = {
    "": "what it holds is not known",
    "money": "amounts are not needed",
    "not_billed": "it is not what was billed",
    "pointers": "which diagnosis a line points to changes no answer here",
    "place": "not needed here",
    "description": "words are not needed, and may tell who somebody is",
    "housekeeping": "it says when or by whom a row was made",
    "other_clinician": "another column says who gave the service",
    "no_code": "no code stands in it",
    "row": "the number of the row in its program",
}


@dataclass(frozen=True)
class LogColumn:
    """One column of a log.

    Attributes:
        place: where it stands, the first is 0.
        name: its name.
        means: what it is taken for.
        by: how that is known: ``"its name"``, ``"what stands in it"`` or ``"you"``.
        says: of an identifier what it is; of a column that is not used, why.
        examples: three values; the look alone of whatever may tell who somebody is.
        number: in a log with several lines in a row, which of them it belongs to; 0 where to all.
    """

    place: int
    name: str
    means: str
    by: str
    says: str = ""
    examples: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_used(self) -> bool:
        """Say whether it is used."""
        return self.means in _USED

    def as_claim_column(self) -> Column:
        """Give it as the reader of claims takes a column."""
        return Column(self.place, self.name, self.means)


@dataclass(frozen=True)
class LogColumns:
    """What the columns of a log hold.

    Attributes:
        columns: every column.
        questions: what must be asked before the log can be read.
        one_patient: True where the user said that the log is of one patient.
        day_first: what the user said of the order of day and month; None where nothing.
        rows_go_on: whether the user said that a row without patient, visit and date goes on with the row above; None where
            nothing.
        days_counted: whether the user said that dates which are bare numbers count days; None where nothing.
    """

    columns: tuple[LogColumn, ...]
    questions: tuple[str, ...]
    one_patient: bool = False
    day_first: bool | None = None
    rows_go_on: bool | None = None
    days_counted: bool | None = None

    def of(self, *meanings: str) -> tuple[LogColumn, ...]:
        """Give the columns of some meanings."""
        return tuple(one for one in self.columns if one.means in meanings)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give the numbers of the lines that stand side by side in a row; 0 alone where a row is one line."""
        return tuple(sorted({one.number for one in self.of("code")})) or (0,)


def settled_columns(log: Log, answers: Mapping[str, object] | None = None) -> LogColumns:
    """Settle what the columns of a log hold.

    Args:
        log: the log.
        answers: what the user said: for a column what it holds, and those of ``FLAGS`` as true or false.

    Returns:
        Every column, and the questions that the log does not answer itself.

    Raises:
        CpteduError: for an answer about a column that is not there, or with a meaning that there is not.
    """
    said = dict(answers or {})
    flags = {name: bool(said.pop(name)) for name in FLAGS if isinstance(said.get(name), bool)}
    for name, meaning in said.items():
        if name not in log.columns:
            raise CpteduError(
                f"columns: {name!r} is no column of {log.name}."
                + (
                    f" It has: {', '.join(log.columns[:40])}."
                    if log.is_named
                    else " No row names its columns: say column 1."
                )
            )
        if meaning not in ASKABLE:
            raise unknown(f"meaning of the column {name}", meaning, ASKABLE)
    cells = _cells(log)
    columns = [_by_name(place, name, said, cells[place]) for place, name in enumerate(log.columns)]
    columns = _continued(columns, cells)
    columns = _by_cells(_codes_told_from_modifiers(columns, cells), cells)
    columns = _side_by_side(_one_of_each(columns, cells), cells)
    columns = [_told(one, cells[one.place]) for one in columns]
    held = LogColumns(
        tuple(columns),
        (),
        flags.get("one_patient") is True,
        flags.get("day_first"),
        flags.get("rows_go_on"),
        flags.get("days_counted"),
    )
    return replace(held, questions=tuple(questions_about(log, held, cells)))


def _cells(log: Log) -> list[list[str]]:
    """Give for each column the cells of the first rows that hold anything."""
    held: list[list[str]] = [[] for _ in log.columns]
    for row in islice(log.rows, LOOKED_AT):
        for place, cell in enumerate(row.cells[: len(held)]):
            if not is_blank(cell):
                held[place].append(cell)
    return held


def _by_name(place: int, name: str, said: Mapping[str, object], cells: Sequence[str]) -> LogColumn:
    if name in said:
        return LogColumn(place, name, str(said[name]), "you")
    read = named(name)
    if read.means == "identifier":
        return LogColumn(place, name, read.means, "its name", read.says)
    if read.means:
        return LogColumn(place, name, read.means, "its name")
    looks = looks_like_identifier(cells)
    if looks:
        return LogColumn(place, name, "identifier", BY_CELLS, looks)
    if read.may_mean and fits_by_cells(read.may_mean, cells):
        return LogColumn(place, name, read.may_mean, "words of its name")
    return LogColumn(place, name, "", "")


def _continued(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Let a column without a name go on with modifiers or diagnoses before it, as where one name spans several columns."""
    settled: list[LogColumn] = []
    for one in columns:
        before = settled[-1] if settled else one
        goes_on = one.name.startswith("(column") and not one.means and cells[one.place]
        fits = {
            "modifiers": lambda cell: is_nothing(cell) or are_modifiers(cell),
            "diagnoses": lambda cell: spelled_diagnosis(cleaned(cell)) is not None,
        }.get(before.means)
        if goes_on and fits is not None and all(map(fits, cells[one.place])):
            settled.append(replace(one, means=before.means, by=f"it goes on with {before.name!r}"))
        else:
            settled.append(one)
    return settled


def _codes_told_from_modifiers(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    settled = []
    for one in columns:
        has_codes = any(map(looks_like_code, cells[one.place]))
        if one.means == "code_or_modifiers":
            settled.append(replace(one, means="code" if has_codes else "modifiers"))
        elif one.means == "code" and cells[one.place] and not has_codes and one.by != "you":
            settled.append(replace(one, means="no_code"))
        else:
            settled.append(one)
    return settled


def _by_cells(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Take what is still missing from the one column whose cells can be nothing else; of diagnoses there may be several."""
    looks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("code", is_held_code),
        ("date_of_service", is_a_day),
        ("diagnoses", are_held_diagnoses),
        ("modifiers", are_held_modifiers),
    )
    for meaning, fits in looks:
        if any(
            one.means == meaning or (meaning == "date_of_service" and one.means == "claim_date")
            for one in columns
        ):
            continue
        may_be = {"", "description"} if meaning == "code" else {""}
        found = [one for one in columns if one.means in may_be and share(cells[one.place], fits) > MOST]
        if meaning == "modifiers":
            # One word in every row is rather a state's than a modifier's.
            found = [one for one in found if len(set(map(cleaned, cells[one.place]))) > 1]
        if meaning == "date_of_service":
            found = [
                one for one in found if _within_years(cells[one.place]) and not tells_another_day(one.name)
            ]
        if len(found) == 1 or meaning == "diagnoses":
            for one in found:
                columns[one.place] = replace(one, means=meaning, by=BY_CELLS)
    if not any(one.means == "date_of_service" for one in columns):
        columns = [
            replace(one, means="date_of_service") if one.means == "claim_date" else one for one in columns
        ]
    return columns


def _within_years(cells: Sequence[str]) -> bool:
    """Say whether days lie within the years of a log; days of birth do not."""
    days = [held[0] for cell in cells if (held := days_written(cleaned(cell)))]
    return (max(days) - min(days)).days <= LONGEST_LOG_DAYS


def _one_of_each(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Keep one column where a log has several that say the same of a row: the user's, else the first that is filled."""
    for meaning in (
        "patient",
        "visit",
        "claim",
        "payer",
        "clinician",
        "date_of_service",
        "last_date",
        "units",
    ):
        same = [one for one in columns if one.means == meaning and not numbered_stem(one.name)[1]]
        if len(same) > 1:
            first = min(same, key=lambda one: (one.by != "you", not cells[one.place], one.place))
            # Several tell a patient together, such as a first and a last name, where the user says so of each.
            kept = [one for one in same if one is first or (meaning == "patient" and one.by == "you")]
            other = "identifier" if meaning == "patient" else "not_used"
            for one in same:
                if one not in kept:
                    columns[one.place] = replace(one, means=other, says=f"{first.name!r} says it")
    if not any(one.means in {"patient"} for one in columns):
        columns = _patient_by_identifier(columns, cells)
    return columns


def _patient_by_identifier(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Tell patients apart by what identifies them, where nothing else does: a number before a name; it goes no further."""
    for kind in ("a record number", "a member's number", "an account number", "a name"):
        found = [one for one in columns if one.means == "identifier" and one.says == kind]
        found = [one for one in found if cells[one.place] or not any(cells)]
        # What stands within a list under a name that stands around it too names something else, such as a service.
        found = [
            one
            for one in found
            if one.name.rpartition(".")[2] not in {other.name for other in found} - {one.name}
        ]
        for one in found if kind == "a name" else found[:1]:
            columns[one.place] = replace(one, means="patient")
        if found:
            break
    return columns


def _side_by_side(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Number the columns of a log with several lines in a row, such as ``HCPCS_CD_1`` to ``HCPCS_CD_13``."""
    coded = [one for one in columns if one.means == "code"]
    filled = [one for one in coded if cells[one.place]] or coded
    # A slot that is empty in the rows that were looked at may be filled in a later one.
    stems = {numbered_stem(one.name)[0] for one in filled}
    with_codes = [one for one in coded if one in filled or numbered_stem(one.name)[0] in stems]
    number_of = {one.place: numbered_stem(one.name)[1] for one in columns}
    first_has_none = _first_has_no_number(filled)
    if first_has_none:
        number_of |= {
            one.place: 1 for one in columns if one.means in _OF_A_LINE and _is_first_of(one, columns)
        }
    numbers = {number_of[one.place] for one in with_codes} - {0}
    if len(numbers) < 2:
        numbers = set()
    marks = [one for one in columns if one.means == "modifiers"]
    if any(number_of[one.place] not in numbers for one in marks) or (
        first_has_none and not _stand_behind_their_codes(marks, with_codes, number_of)
    ):
        # The numbers count the modifiers of one code, as in Mod1 to Mod4, and no lines.
        number_of |= dict.fromkeys((one.place for one in marks), 0)
    read = [one for one in with_codes if number_of[one.place] in numbers] or with_codes[:1]
    settled = []
    for one in columns:
        number = number_of[one.place]
        if one.means in _OF_A_LINE and number in numbers:
            settled.append(replace(one, number=number))
        elif one.means == "code" and one not in read:
            says = f"the codes of {read[0].name!r} are read" if cells[one.place] else ""
            settled.append(replace(one, means="no_code", says=says))
        elif (
            number
            and one.means in _SAID_ONCE
            and one.by != "you"
            and (told := _without_number(one, columns, cells))
        ):
            settled.append(replace(one, means="not_used", says=f"{told!r} says it"))
        else:
            settled.append(one)
    return settled


def _first_has_no_number(coded: Sequence[LogColumn]) -> bool:
    """Say whether the first of several columns of codes is the one without a number, as in CPT, CPT2, CPT3."""
    return any(_is_first_of(one, coded) for one in coded)


def _is_first_of(one: LogColumn, columns: Sequence[LogColumn]) -> bool:
    stems = [numbered_stem(other.name) for other in columns if other.means == one.means]
    numbers = {number for stem, number in stems if stem == one.name}
    return numbered_stem(one.name)[1] == 0 and len(numbers) > 1 and 1 not in numbers


def _stand_behind_their_codes(
    marks: Sequence[LogColumn], coded: Sequence[LogColumn], number_of: Mapping[int, int]
) -> bool:
    """Say whether each column of modifiers stands behind the code of its number, and before the next one."""
    return all(
        max((code for code in coded if code.place < one.place), key=lambda code: code.place, default=one)
        in [code for code in coded if number_of[code.place] == number_of[one.place]]
        for one in marks
    )


def _without_number(one: LogColumn, columns: Sequence[LogColumn], cells: Sequence[Sequence[str]]) -> str:
    alike = [other for other in columns if other.means == one.means and cells[other.place]]
    return next((other.name for other in alike if not numbered_stem(other.name)[1]), "")


def _told(one: LogColumn, cells: Sequence[str]) -> LogColumn:
    """Add three examples, and why a column is not used."""
    distinct = list(dict.fromkeys(cleaned(cell) for cell in cells[:LOOKED_AT]))[:EXAMPLES]
    shown = (
        value if may_be_shown(one.means, value, one.by != BY_CELLS) else masked(value) for value in distinct
    )
    examples = tuple(dict.fromkeys(shown))
    says = one.says or (_WHY_NOT.get(one.means, "") if not one.is_used else "")
    return replace(one, says=says, examples=examples)
