"""A practice that does not exist, and its log of a year: to try an audit on, with habits that can be planted in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError, unknown
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import codes, is_timed
from cptedu.facts.diagnoses import diagnosis_regions
from cptedu.facts.reference import spinal_shares, years_with_shares
from cptedu.facts.regions import regions, spinal
from cptedu.facts.tables import rows
from cptedu.files import write_atomically
from cptedu.learn.generator.diagnoses import SUBLUXATIONS
from cptedu.learn.stream import IntegerStream

__all__ = [
    "HABITS",
    "SHAPES",
    "MadeUpLine",
    "made_up_practice",
    "names_of_payers",
    "write_log",
]

HABITS = {
    "98942_too_often": "the highest level of adjustment, far more often than others bill it",
    "59_on_everything": "59 on every line of therapy, whether an edit joins it to anything or not",
    "97112_for_everybody": "97112 at every visit",
    "cloned_notes": "the same claim at every visit of a patient",
    "silent_notes": "notes that leave out minutes, contact or what was measured",
    "therapy_left_off": "therapy that a note has and its claim leaves off",
}
"""What can be planted, in words."""
EVERYBODY = "97112"
MARK = "59"
WEEKDAYS = 5
_LINES_SIDE_BY_SIDE = 13
_WORDS = (
    *("Amber", "Birch", "Cedar", "Delta", "Ember", "Fable"),
    *("Grove", "Heron", "Indigo", "Juniper", "Kestrel", "Larch"),
)


@dataclass(frozen=True)
class MadeUpLine:
    """One line of a claim of a practice that does not exist.

    Attributes:
        patient: the patient's number.
        clinician: the clinician's number.
        visit: the visit's number.
        on: the date of service.
        payer: the profile of the payer.
        code: the code.
        units: the units.
        modifiers: the modifiers.
        diagnoses: the diagnoses of the claim.
    """

    patient: int
    clinician: int
    visit: int
    on: date
    payer: str
    code: str
    units: int
    modifiers: tuple[str, ...]
    diagnoses: tuple[str, ...]


def names_of_payers() -> dict[str, str]:
    """Give the payers of the practice as its log names them, each with its profile.

    >>> names_of_payers()["Riverbend Mutual"]
    'gp_required'
    """
    return {row["says"]: row["word"] for row in rows("made_up_practice.csv") if row["assumption"] == "payer"}


def made_up_practice(
    first_day: date, visits: int, *, seed: int = 1, habits: Iterable[str] = ()
) -> tuple[MadeUpLine, ...]:
    """Draw the claims of a practice that does not exist, from a day on for about a year.

    Without a habit each claim is what the rules make of a record that supports it. What is assumed of payers, therapies and
    visits stands in ``made_up_practice.csv``; levels of adjustment are as often as Medicare paid them in the newest year
    held.

    Args:
        first_day: the first day.
        visits: how many visits.
        seed: a whole number; one seed gives one practice, on every machine and every Python.
        habits: habits to plant, of ``HABITS``.

    Returns:
        The lines, by date.

    Raises:
        CpteduError: for a habit that there is not, or a number of visits that is none.

    >>> lines = made_up_practice(date(2026, 1, 5), 40)
    >>> len({line.visit for line in lines}), lines[0].on
    (40, datetime.date(2026, 1, 5))
    """
    planted = frozenset(habits)
    for habit in planted - set(HABITS):
        raise unknown("habit", habit, HABITS)
    if isinstance(visits, bool) or not isinstance(visits, int) or visits < 1:
        raise CpteduError(f"{visits!r} is not a number of visits, 1 or more.")
    drawn = _Practice(IntegerStream(f"cptedu made-up practice/{seed}"), planted)
    lines: list[MadeUpLine] = []
    held = sorted(drawn.days(first_day, visits))
    for number, (on, patient, is_first) in enumerate(held, 1):
        lines += drawn.visit(number, on, patient, is_first=is_first)
    return tuple(lines)


class _Practice:
    """Draws one practice; what it drew of a patient it keeps."""

    def __init__(self, stream: IntegerStream, habits: frozenset[str]) -> None:
        self._stream = stream
        self._habits = habits
        self._numbers = {
            (row["assumption"], row["word"]): int(row["number"]) for row in rows("made_up_practice.csv")
        }
        self._payers: dict[int, str] = {}
        self._same: dict[int, tuple[tuple[str, int], ...]] = {}
        self._coded: dict[object, tuple[tuple[str, int, tuple[str, ...]], ...]] = {}
        year = years_with_shares()[-1]
        self._levels = {number: int(share * 10) for number, share in spinal_shares(f"{year}-07-01").items()}

    def days(self, first_day: date, visits: int) -> list[tuple[date, int, bool]]:
        """Draw who comes when: each patient for some weeks, from a day of the first ten months on."""
        held: list[tuple[date, int, bool]] = [(first_day, 1, True)]
        fewest, most = self._numbers["visits", "fewest"], self._numbers["visits", "most"]
        between, patient = self._numbers["visits", "days_between"], 1
        while len(held) < visits:
            patient += 1
            on = _weekday(first_day + timedelta(days=self._stream.below(300)))
            for count in range(self._stream.between(fewest, most)):
                held.append((on, patient, count == 0))
                on = _weekday(on + timedelta(days=self._stream.between(1, 2 * between - 1)))
        return held[:visits]

    def visit(self, number: int, on: date, patient: int, *, is_first: bool) -> Iterator[MadeUpLine]:
        """Draw the claim of one visit."""
        if patient not in self._payers:
            self._payers[patient] = self._one_of("payer")
        payer = self._payers[patient]
        services = self._services(is_first=is_first)
        if "cloned_notes" in self._habits:
            services = self._same.setdefault(
                patient, services if not is_first else self._services(is_first=False)
            )
        level = next(code for code, _ in services if code in spinal_cmt())
        diagnoses = self._diagnoses(level)
        clinician = patient % self._numbers["clinicians", "clinicians"] + 1
        for code, units, marks in self._claim(payer, on, services, diagnoses):
            yield MadeUpLine(patient, clinician, number, on, payer, code, units, marks, diagnoses)

    def _services(self, *, is_first: bool) -> tuple[tuple[str, int], ...]:
        stream, share = self._stream, self._numbers
        level = self._level()
        chosen = [
            level,
            *(
                code
                for (kind, code), often in share.items()
                if kind == "therapy" and stream.chance(often, 100)
            ),
        ]
        if "97112_for_everybody" in self._habits and EVERYBODY not in chosen:
            chosen.append(EVERYBODY)
        examination = "99203" if is_first else "99213"
        if stream.chance(share["examination", examination], 100):
            chosen.insert(0, examination)
        return tuple(
            (code, 1 + (is_timed(code) and stream.chance(share["visits", "units_of_two"], 100)))
            for code in chosen
        )

    def _level(self) -> str:
        often = self._numbers["habit", "98942_too_often"]
        if "98942_too_often" in self._habits and self._stream.chance(often, 100):
            return spinal_cmt()[-1]
        return self._weighted(self._levels)

    def _one_of(self, assumption: str) -> str:
        return self._weighted(
            {word: number for (kind, word), number in self._numbers.items() if kind == assumption}
        )

    def _weighted(self, weights: dict[str, int]) -> str:
        left = self._stream.below(sum(weights.values()))
        for word, weight in weights.items():
            left -= weight
            if left < 0:
                return word
        raise AssertionError("weights that are drawn from have a sum")

    def _diagnoses(self, level: str) -> tuple[str, ...]:
        """Diagnose a subluxation of as many regions as the level has, and a condition of one of them that goes with it."""
        count = next(int(row["regions_from"]) for row in rows("cmt_levels.csv") if row["code"] == level)
        wanted = [one.name for one in regions() if one.name in spinal()][:count]
        conditions = [
            self._one_of("condition"),
            *(word for kind, word in self._numbers if kind == "condition"),
        ]
        fitting = (one for one in conditions if (diagnosis_regions(one) or frozenset()) & set(wanted))
        return (*(SUBLUXATIONS[region] for region in wanted), next(fitting))

    def _claim(
        self, payer: str, on: date, services: tuple[tuple[str, int], ...], diagnoses: tuple[str, ...]
    ) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
        key = (payer, on.year, on.month, services, diagnoses)
        if key not in self._coded:
            lines = tuple((code, units, (), None) for code, units in services)
            visit = next(iter(assumed_visits(LoggedClaim(payer, on, lines, diagnoses))))
            self._coded[key] = tuple(
                (line.code, line.units, self._marked(line.code, line.modifiers))
                for line in code_visit(visit).lines
            )
        return self._coded[key]

    def _marked(self, code: str, modifiers: tuple[str, ...]) -> tuple[str, ...]:
        is_therapy = codes()[code].always_therapy
        return (
            (MARK, *modifiers)
            if "59_on_everything" in self._habits and is_therapy and MARK not in modifiers
            else modifiers
        )


def _weekday(on: date) -> date:
    while on.weekday() >= WEEKDAYS:
        on += timedelta(days=1)
    return on


def write_log(lines: Sequence[MadeUpLine], path: str | Path, shape: str = "export") -> None:
    """Write the log of a practice that does not exist as a program would.

    Names, birth days and telephone numbers in it are made of words and of a counter: nobody has them.

    Args:
        lines: its lines.
        path: the file.
        shape: one of ``SHAPES``.

    Raises:
        CpteduError: for a shape that there is not, or a file that cannot be written.
    """
    if shape not in SHAPES:
        raise unknown("shape of a log", shape, SHAPES)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(SHAPES[shape](lines))
    write_atomically(path, stream.getvalue())


def _payer_name(profile: str) -> str:
    return next(name for name, own in names_of_payers().items() if own == profile)


def _export(lines: Sequence[MadeUpLine]) -> Iterator[list[object]]:
    """A practice's export: American days, a column for each modifier and diagnosis, and a total at the end."""
    yield [
        *(
            "Patient Name",
            "DOB",
            "Phone",
            "Chart Number",
            "Date of Service",
            "CPT",
            "Mod 1",
            "Mod 2",
            "Mod 3",
            "Units",
        ),
        *("DX1", "DX2", "DX3", "DX4", "DX5", "DX6", "Insurance", "Provider"),
    ]
    for one in lines:
        yield [
            f"{_WORDS[one.patient % 12]}, {_WORDS[one.patient // 12 % 12]}",
            f"1/{one.patient % 28 + 1}/19{50 + one.patient % 40}",
            f"555-555-{one.patient % 10_000:04}",
            f"C{one.patient:05}",
            f"{one.on.month}/{one.on.day}/{one.on.year}",
            one.code,
            *_padded(one.modifiers, 3),
            one.units,
            *_padded(one.diagnoses, 6),
            _payer_name(one.payer),
            f"Clinician {one.clinician}",
        ]
    yield ["TOTAL", *[""] * 8, sum(one.units for one in lines), *[""] * 8]


def _table(lines: Sequence[MadeUpLine]) -> Iterator[list[object]]:
    """The table of bills of a record system: rows of diagnoses and copays among the services, modifiers joined."""
    yield [
        *(
            "id",
            "date",
            "code_type",
            "code",
            "pid",
            "provider_id",
            "encounter",
            "activity",
            "payer_id",
            "modifier",
            "units",
        ),
        *("fee", "justify"),
    ]
    number, seen = 0, 0
    for one in lines:
        when = f"{one.on} 09:00:00"
        around: list[object] = [one.patient, one.clinician, one.visit]
        if one.visit != seen:
            seen = one.visit
            for diagnosis in one.diagnoses:
                number += 1
                yield [number, when, "ICD10", diagnosis, *around, 1, _payer_name(one.payer), "", "", "", ""]
            number += 1
            yield [number, when, "COPAY", "", *around, 1, "", "", 0, "-20.00", ""]
        number += 1
        justify = "".join(f"ICD10|{diagnosis}:" for diagnosis in one.diagnoses)
        marks = ":".join(one.modifiers)
        yield [
            number,
            when,
            "CPT4",
            one.code,
            *around,
            1,
            _payer_name(one.payer),
            marks,
            one.units,
            "50.00",
            justify,
        ]


def _wide(lines: Sequence[MadeUpLine]) -> Iterator[list[object]]:
    """A claim in a row, with thirteen lines side by side."""
    places = range(1, _LINES_SIDE_BY_SIDE + 1)
    yield [
        *("BENE_ID", "CLM_ID", "CLM_FROM_DT", "PAYER"),
        *(f"ICD_DGNS_CD_{place}" for place in range(1, 7)),
        *(
            f"{name}_{place}"
            for place in places
            for name in ("HCPCS_CD", "MDFR_CD", "UNITS", "PRF_PHYSN_NPI")
        ),
    ]
    by_visit: dict[int, list[MadeUpLine]] = {}
    for one in lines:
        by_visit.setdefault(one.visit, []).append(one)
    for visit, held in by_visit.items():
        first = held[0]
        cells = [
            cell for one in held for cell in (one.code, ":".join(one.modifiers), one.units, one.clinician)
        ]
        yield [
            *(first.patient, visit, first.on.strftime("%Y%m%d"), _payer_name(first.payer)),
            *(one.replace(".", "") for one in _padded(first.diagnoses, 6)),
            *cells,
            *[""] * (4 * (_LINES_SIDE_BY_SIDE - len(held))),
        ]


def _padded(words: Sequence[str], count: int) -> list[str]:
    return [*words, *[""] * count][:count]


SHAPES: dict[str, Callable[[Sequence[MadeUpLine]], Iterator[list[object]]]] = {
    "export": _export,
    "table": _table,
    "wide": _wide,
}
"""The shapes in which a log can be written."""
