"""Which column of a log holds what: by what the user said, by its name, by what stands in it; and what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from cptedu.analysis.audit.identifiers import looks_like_identifier, masked
from cptedu.analysis.audit.log_file import Log
from cptedu.analysis.audit.log_names import ASKABLE, named, numbered_stem
from cptedu.errors import CpteduError, unknown
from cptedu.facts.codes import codes
from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.visit.cells import code_in, looks_like_code, modifiers_in
from cptedu.visit.column_names import Column
from cptedu.visit.row_words import cleaned, is_blank, is_nothing, means
from cptedu.visit.written_days import days_written

__all__ = ["FLAGS", "LogColumn", "LogColumns", "settled_columns"]

FLAGS = ("one_patient", "day_first")
"""What else a user may say of a log beside what its columns hold."""
LOOKED_AT = 1_000
EXAMPLES = 3
MOST = 0.6
LONGEST_LOG_DAYS = 10 * 366
SHOWN = frozenset(
    {"code", "modifiers", "units", "minutes", "counted_in", "date_of_service", "last_date", "diagnoses"}
)
_OF_A_LINE = frozenset(
    {
        "code",
        "modifiers",
        "units",
        "minutes",
        "counted_in",
        "date_of_service",
        "last_date",
        "clinician",
        "kind",
    }
    | {"line_diagnoses", "pointers"}
)
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
    """

    columns: tuple[LogColumn, ...]
    questions: tuple[str, ...]
    one_patient: bool = False
    day_first: bool | None = None

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
        answers: what the user said: for a column what it holds, and ``one_patient`` or ``day_first`` as true or false.

    Returns:
        Every column, and the questions that the log does not answer itself.

    Raises:
        CpteduError: for an answer about a column that is not there, or with a meaning that there is not.
    """
    said = dict(answers or {})
    flags = {name: said.pop(name) for name in FLAGS if isinstance(said.get(name), bool)}
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
    one_patient = flags.get("one_patient") is True
    day_first = flags.get("day_first")
    held = LogColumns(tuple(columns), (), one_patient, day_first if isinstance(day_first, bool) else None)
    return replace(held, questions=tuple(_questions(log, held, cells)))


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
        return LogColumn(place, name, "identifier", "what stands in it", looks)
    if read.may_mean and _fits(read.may_mean, cells):
        return LogColumn(place, name, read.may_mean, "words of its name")
    return LogColumn(place, name, "", "")


def _continued(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Let a column without a name go on with modifiers or diagnoses before it, as where one name spans several columns."""
    settled: list[LogColumn] = []
    for one in columns:
        before = settled[-1] if settled else one
        goes_on = one.name.startswith("(column") and not one.means and cells[one.place]
        fits = {
            "modifiers": lambda cell: is_nothing(cell) or _are_modifiers(cell),
            "diagnoses": lambda cell: spelled_diagnosis(cleaned(cell)) is not None,
        }.get(before.means)
        if goes_on and fits is not None and all(map(fits, cells[one.place])):
            settled.append(replace(one, means=before.means, by=f"it goes on with {before.name!r}"))
        else:
            settled.append(one)
    return settled


def _fits(meaning: str, cells: Sequence[str]) -> bool:
    if meaning in {"code", "code_or_modifiers"}:
        return _share(cells, looks_like_code) > MOST
    if meaning == "modifiers":
        return all(is_nothing(cell) or _are_modifiers(cell) for cell in cells)
    return _share(cells, lambda cell: cleaned(cell).replace(".", "").isdecimal()) > MOST


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _are_modifiers(cell: str) -> bool:
    marks, rest = modifiers_in(cell)
    return bool(marks) and not rest and all(len(one) == 2 for one in marks)


def _is_held_code(cell: str) -> bool:
    read = code_in(cell) if looks_like_code(cell) else None
    return read is not None and read.code in codes()


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
    """Take what is still missing from the one column whose cells can be nothing else."""
    looks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("code", _is_held_code),
        ("date_of_service", _is_a_day),
        ("diagnoses", lambda cell: spelled_diagnosis(cleaned(cell)) is not None),
    )
    for meaning, fits in looks:
        if any(
            one.means == meaning or (meaning == "date_of_service" and one.means == "claim_date")
            for one in columns
        ):
            continue
        found = [one for one in columns if not one.means and _share(cells[one.place], fits) > MOST]
        if meaning == "date_of_service":
            found = [one for one in found if _within_years(cells[one.place])]
        if len(found) == 1:
            columns[found[0].place] = replace(found[0], means=meaning, by="what stands in it")
    if not any(one.means == "date_of_service" for one in columns):
        columns = [
            replace(one, means="date_of_service") if one.means == "claim_date" else one for one in columns
        ]
    return columns


def _is_a_day(cell: str) -> bool:
    return bool(days_written(cleaned(cell)))


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
            kept = min(same, key=lambda one: (one.by != "you", not cells[one.place], one.place))
            other = "identifier" if meaning == "patient" else "not_used"
            for one in same:
                if one is not kept:
                    columns[one.place] = replace(one, means=other, says=f"{kept.name!r} says it")
    if not any(one.means in {"patient"} for one in columns):
        columns = _patient_by_identifier(columns, cells)
    return columns


def _patient_by_identifier(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Tell patients apart by what identifies them, where nothing else does: a number before a name; it goes no further."""
    for kind in ("a record number", "a member's number", "an account number", "a name"):
        found = [one for one in columns if one.means == "identifier" and one.says == kind]
        found = [one for one in found if cells[one.place] or not any(cells)]
        for one in found if kind == "a name" else found[:1]:
            columns[one.place] = replace(one, means="patient")
        if found:
            break
    return columns


def _side_by_side(columns: list[LogColumn], cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """Number the columns of a log with several lines in a row, such as ``HCPCS_CD_1`` to ``HCPCS_CD_13``."""
    coded = [one for one in columns if one.means == "code"]
    with_codes = [one for one in coded if cells[one.place]] or coded
    numbers = {numbered_stem(one.name)[1] for one in with_codes} - {0}
    if len(numbers) < 2:
        return [
            one if one.means != "code" or one in with_codes[:1] else replace(one, means="no_code")
            for one in columns
        ]
    return [
        replace(one, number=numbered_stem(one.name)[1])
        if one.means in _OF_A_LINE and numbered_stem(one.name)[1] in numbers
        else replace(one, means="no_code")
        if one.means == "code"
        else one
        for one in columns
    ]


def _told(one: LogColumn, cells: Sequence[str]) -> LogColumn:
    """Add three examples, and why a column is not used."""
    distinct = list(dict.fromkeys(cleaned(cell) for cell in cells[:LOOKED_AT]))[:EXAMPLES]
    examples = tuple(value if _may_be_shown(one.means, value) else masked(value) for value in distinct)
    says = one.says or (_WHY_NOT.get(one.means, "") if not one.is_used else "")
    return replace(one, says=says, examples=examples)


def _may_be_shown(meaning: str, value: str) -> bool:
    """Say whether a value has the form of what its column holds, so that it tells nothing of a person."""
    if meaning == "code":
        read = code_in(value) if looks_like_code(value) else None
        return read is not None and not read.rest
    if meaning == "diagnoses":
        return spelled_diagnosis(value) is not None
    if meaning in {"date_of_service", "last_date"}:
        return bool(days_written(value))
    if meaning == "modifiers":
        return is_nothing(value) or _are_modifiers(value)
    if meaning == "counted_in":
        return len(value) <= 2 or bool(means(value, "minutes"))
    return meaning in {"units", "minutes"} and value.replace(".", "").isdecimal()


def _questions(log: Log, held: LogColumns, cells: Sequence[Sequence[str]]) -> list[str]:
    asked = []
    if not held.of("code"):
        asked.append("Which column holds the code (CPT or HCPCS)?" + _seen(held, cells, "no_code", ""))
    if not held.of("date_of_service"):
        asked.append("Which column holds the date of service?" + _seen(held, cells, "", "housekeeping"))
    if not (held.of("patient", "visit", "claim") or held.one_patient):
        asked.append(
            "Which column tells one patient from another, or one visit or claim from another? It becomes a number that leads"
            " nowhere. If the whole log is of one patient, say one_patient = true."
        )
    if asked and not log.is_named:
        asked.insert(
            0, "No row names the columns. Say what they hold by their place: column 1, column 2 and so on."
        )
    return asked


def _seen(held: LogColumns, cells: Sequence[Sequence[str]], *meanings: str) -> str:
    """Name the columns that may be meant, each with the look of a value."""
    open_ones = [one for one in held.columns if one.means in meanings and cells[one.place]][:12]
    if not open_ones:
        return ""
    told = "; ".join(
        f"{one.name} ({', '.join(masked(value) for value in cells[one.place][:1])})" for one in open_ones
    )
    return f" It may be: {told}."
