"""Diagnoses by ICD-10-CM number: the region each speaks of, whether it is complete, and when it was in force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from cptedu.facts.subluxation import Origin, is_neuromusculoskeletal, not_of, origin, subluxation_regions
from cptedu.facts.tables import Row, day_of, in_force, rows

__all__ = [
    "Diagnosis",
    "diagnoses_begin",
    "diagnoses_in_words",
    "diagnosis",
    "diagnosis_in_words",
    "diagnosis_is_known",
    "diagnosis_regions",
    "edition_of",
    "encounter_letters",
    "spelled_diagnosis",
]

_SPELLED = re.compile(r"([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{0,4})")
_ANY_REGION = "any"
_CATEGORY = 3
_WITH_ENCOUNTER = 7
_BEGINNINGS = ("family", "family_heading", "injury")
_HEADINGS = ("heading", "family_heading")


@dataclass(frozen=True)
class Diagnosis:
    """What the tables hold of one diagnosis on one day.

    Attributes:
        code: as it was given.
        label: our own plain words; empty for one that is not known.
        state: ``"held"``, ``"heading"``, ``"without_encounter"`` (an injury without its seventh character),
            ``"wrong_encounter"`` (with another one than it has), ``"ended"``, ``"not_yet"`` or ``"unknown"``.
        day: the last day of one that ended, the first of one that was not yet in force.
        regions: the regions that it speaks of; None for a condition of no one region, empty for one that is not known.
        subluxation: the spinal regions whose subluxation it names.
        perhaps_subluxation: those of which it must be asked whether the payer takes it for a subluxation.
        neuromusculoskeletal: whether it is a condition of muscles, joints or nerves; None where that is not known, and for a
            subluxation itself.
        not_of: the bones of such a region of which it names no subluxation: those below the joint of skull and neck.
        origin: where a subluxation may lie that causes it, beside the regions that it speaks of.
    """

    code: str
    label: str
    state: str
    day: date | None
    regions: frozenset[str] | None
    subluxation: frozenset[str]
    perhaps_subluxation: frozenset[str]
    neuromusculoskeletal: bool | None
    not_of: frozenset[str]
    origin: Origin

    @property
    def in_words(self) -> str:
        """Give its number with our own plain words behind it; the number alone where none are held."""
        return f"{self.code} ({self.label})" if self.label else self.code


@cache
def _tables() -> dict[str, tuple[Row, ...]]:
    """Gather the rows of each number; what only the neurological table has speaks of no one region."""
    held: dict[str, tuple[Row, ...]] = {}
    for row in rows("neuro_diagnoses.csv"):
        beginning = {**row, "diagnosis": row["prefix"], "form": "family", "regions": _ANY_REGION}
        held[row["prefix"]] = (beginning,)
    for number, own in _dated().items():
        held[number] = own
    return held


@cache
def _dated() -> dict[str, tuple[Row, ...]]:
    held: dict[str, tuple[Row, ...]] = {}
    for row in rows("diagnosis_regions.csv"):
        held[row["diagnosis"]] = (*held.get(row["diagnosis"], ()), row)
    return held


@cache
def _listed() -> dict[str, tuple[Row, ...]]:
    """Gather the rows of each complete number below a family, an injury without its seventh character."""
    held: dict[str, tuple[Row, ...]] = {}
    for row in rows("complete_diagnoses.csv"):
        for number in row["diagnoses"].split():
            held[number] = (*held.get(number, ()), row)
    return held


@cache
def _below() -> dict[str, tuple[Row, ...]]:
    """Gather of each beginning the rows of the complete numbers that go on from it."""
    held: dict[str, dict[int, Row]] = {}
    for number, own in _listed().items():
        for end in range(_CATEGORY, len(number)):
            held.setdefault(number[:end].rstrip("."), {}).update((id(row), row) for row in own)
    return {beginning: tuple(own.values()) for beginning, own in held.items()}


def _stem(code: str) -> str:
    """Give a number as the list has it: an injury without its seventh character."""
    has_encounter = encounter_letters(code) and len(code.replace(".", "")) >= _WITH_ENCOUNTER
    return code[:-1] if has_encounter else code


@cache
def _rows_of(code: str) -> tuple[Row, ...]:
    """Find the rows of a number, or of the longest beginning below which the list has it."""
    if code in _tables():
        return _tables()[code]
    # A number that only begins like others is not held for that.
    if _stem(code) not in _listed() and code not in _below():
        return ()
    for end in range(len(code) - 1, 0, -1):
        found = tuple(row for row in _tables().get(code[:end], ()) if row["form"] in _BEGINNINGS)
        if found:
            return found
    return ()


@cache
def _encounters() -> tuple[tuple[str, dict[str, str]], ...]:
    held: dict[str, dict[str, str]] = {}
    for row in rows("injury_encounters.csv"):
        held.setdefault(row["prefix"], {})[row["letter"]] = row["says"]
    # The longest beginning of a number wins.
    return tuple(sorted(held.items(), key=lambda one: -len(one[0])))


@cache
def encounter_letters(code: str) -> dict[str, str]:
    """Give the seventh characters that a diagnosis may end in, each with what it says; none for one that has no such.

    Args:
        code: an ICD-10-CM number.

    Returns:
        The letters and their meanings.

    >>> list(encounter_letters("S33.5XXA")), list(encounter_letters("M54.2"))
    (['A', 'D', 'S'], [])
    """
    return next((letters for prefix, letters in _encounters() if code.startswith(prefix)), {})


def spelled_diagnosis(given: str) -> str | None:
    """Give a number as ICD-10-CM spells it, whether a table knows it or not; None where it is no such number.

    >>> spelled_diagnosis(" m9901"), spelled_diagnosis("neck pain")
    ('M99.01', None)
    """
    found = _SPELLED.fullmatch(given.strip().upper())
    return None if found is None else found[1] + (f".{found[2]}" if found[2] else "")


def diagnosis_is_known(code: str) -> bool:
    """Say whether a table knows a diagnosis.

    >>> diagnosis_is_known("M54.31"), diagnosis_is_known("M54.99")
    (True, False)
    """
    return bool(_rows_of(code))


@lru_cache(maxsize=10_000)
def diagnosis_regions(code: str) -> frozenset[str] | None:
    """Give the regions that a diagnosis speaks of.

    Args:
        code: an ICD-10-CM number.

    Returns:
        Region names; None for a condition of no one region, such as abnormal posture, and an empty set for a diagnosis
        that is not known.

    >>> sorted(diagnosis_regions("M54.31")), diagnosis_regions("R29.3"), sorted(diagnosis_regions("M54.99"))
    (['lower_extremities', 'lumbar'], None, [])
    """
    found = _rows_of(code)
    if not found:
        return frozenset()
    if found[-1]["regions"] == _ANY_REGION:
        return None
    return frozenset(found[-1]["regions"].split())


@cache
def diagnoses_begin() -> date:
    """Give the first day on which any diagnosis of the tables was in force: the day on which ICD-10-CM began.

    >>> diagnoses_begin()
    datetime.date(2015, 10, 1)
    """
    return date.fromisoformat(min(row["effective_from"] for row in rows("diagnosis_regions.csv")))


def edition_of(on: date) -> str:
    """Name the list of diagnoses that claims of a day were written by; of the older one no table is held.

    >>> edition_of(date(2026, 3, 4)), edition_of(date(2012, 6, 4))
    ('ICD-10-CM', 'ICD-9-CM')
    """
    return "ICD-10-CM" if on >= diagnoses_begin() else "ICD-9-CM"


@lru_cache(maxsize=20_000)
def diagnosis(code: str, on: date) -> Diagnosis:
    """Say what the tables hold of a diagnosis on a date of service.

    Args:
        code: an ICD-10-CM number.
        on: the date of service.

    Returns:
        Whether it is held, and if not complete or not in force, why.

    >>> diagnosis("M54.5", date(2026, 3, 4)).state, diagnosis("M54.50", date(2020, 3, 4)).day
    ('heading', datetime.date(2021, 10, 1))
    """
    label, state, day = _on_a_day(code, on)
    regions = diagnosis_regions(code)
    return Diagnosis(
        code,
        label,
        state,
        day,
        regions,
        subluxation_regions(code),
        subluxation_regions(code, asked=True),
        is_neuromusculoskeletal(code),
        not_of(code),
        origin(code, names_a_region=regions is not None),
    )


def diagnosis_in_words(code: str, on: date) -> str:
    """Give a diagnosis with our own plain words behind it, the code alone where none are held.

    Args:
        code: an ICD-10-CM number, or whatever was written in its place.
        on: the date of service.

    Returns:
        The words.

    >>> diagnosis_in_words("M54.2", date(2026, 3, 4)), diagnosis_in_words("Q99.99", date(2026, 3, 4))
    ('M54.2 (neck pain)', 'Q99.99')
    """
    return diagnosis(code, on).in_words


def diagnoses_in_words(codes: Iterable[str], on: date) -> str:
    """Give several diagnoses, each with its plain words.

    >>> diagnoses_in_words(["M99.01", "M54.2"], date(2026, 3, 4))
    'M99.01 (joint dysfunction, neck), M54.2 (neck pain)'
    """
    return ", ".join(diagnosis_in_words(one, on) for one in codes)


def _on_a_day(code: str, on: date) -> tuple[str, str, date | None]:
    """Give the label of a diagnosis, its state on a day, and the day since or until which it is not in force."""
    found = _rows_of(code)
    if not found:
        return "", "unknown", None
    now = next((row for row in found if in_force(row, on)), None)
    if now is None:
        return found[-1]["label"], *_out_of_force(found, on)
    return now["label"], *_completeness(code, now, on)


def _out_of_force(found: Iterable[Row], on: date) -> tuple[str, date]:
    """Say of rows of which none holds on a day whether the last has ended or the first is still to come."""
    ended = max((row["effective_to"] for row in found if row["effective_to"]), default="")
    if ended and day_of(ended) < on:
        return "ended", day_of(ended)
    return "not_yet", day_of(min(row["effective_from"] for row in found))


def _completeness(code: str, row: Row, on: date) -> tuple[str, date | None]:
    if row["diagnosis"] == code and row["form"] not in _BEGINNINGS:
        return "heading" if row["form"] in _HEADINGS else "held", None
    listed, below = _listed().get(_stem(code), ()), _below().get(code, ())
    if any(in_force(one, on) for one in listed):
        return _with_its_encounter(code), None
    if any(in_force(one, on) for one in below):
        return "without_encounter" if encounter_letters(code) else "heading", None
    if listed or below:
        return _out_of_force((*listed, *below), on)
    return "unknown", None


def _with_its_encounter(code: str) -> str:
    letters = encounter_letters(code)
    if not letters:
        return "held"
    short = len(code.replace(".", "")) < _WITH_ENCOUNTER
    return "without_encounter" if short else "held" if code[-1] in letters else "wrong_encounter"
