"""The services of a log as visits: who, when and by whom, in numbers that lead nowhere, and who pays."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.identifiers import looks_like_identifier, masked, numbers_for
from cptedu.analysis.audit.row_reader import ServiceRow
from cptedu.errors import CpteduError
from cptedu.payers import payer

__all__ = ["EVERY_OTHER", "NOT_JUDGED", "LoggedVisit", "payer_questions", "visits_of"]

EVERY_OTHER = "*"
"""Stands for every name of a payer that is not named, and for a log without such names."""
NOT_JUDGED = "not_judged"
"""Stands for a payer whose visits are counted and not judged."""
MOST_ASKED = 30
DIGITS_OF_A_PERSON = 6


@dataclass(frozen=True, slots=True)
class LoggedVisit:
    """One visit of a log.

    Attributes:
        number: its number in this run.
        patient: the patient's number, drawn anew in each run; 0 where the log does not tell patients apart.
        clinician: the clinician's number, drawn anew in each run; 0 where the log does not tell who it was.
        claim: what the log tells of it, for the rules; None where it is not judged.
        on: the date of service.
        services: its services; whose they were is in the numbers alone.
    """

    number: int
    patient: int
    clinician: int
    claim: LoggedClaim | None
    on: date
    services: tuple[ServiceRow, ...]


def payer_questions(services: Sequence[ServiceRow], payers: Mapping[str, str] | str) -> list[str]:
    """Ask for every name of a payer of which it is not said by which profile it is judged; none is ever guessed.

    Args:
        services: the services of a log.
        payers: what the user said: a profile for each name, or one for all.

    Returns:
        The questions.

    Raises:
        CpteduError: for a profile that there is not.
    """
    said = _said(payers)
    for profile in said.values():
        if profile != NOT_JUDGED:
            payer(profile)
    if EVERY_OTHER in said:
        return []
    open_names = list(dict.fromkeys(one.payer for one in services if one.payer not in said))
    if not open_names:
        return []
    if open_names == [""]:
        return [
            'Who pays? The log does not say it of these rows. Say one profile for them: payers = {"*": "commercial_ncci"}, or'
            f' "{NOT_JUDGED}".'
        ]
    told = [masked(name) if _may_tell_a_person(name) else name for name in open_names if name][:MOST_ASKED]
    more = "" if len(open_names) <= MOST_ASKED else f" and {len(open_names) - MOST_ASKED} more"
    return [
        f"By which profile is each of these payers judged: {', '.join(map(repr, told))}{more}? Say payers = {{{told[0]!r}:"
        f' "commercial_ncci"}} and so on; "{NOT_JUDGED}" leaves one out, "{EVERY_OTHER}" stands for every other.'
    ]


def _may_tell_a_person(name: str) -> bool:
    """Say whether what stands under the payer may be a member's number or a person, as in a column that was taken wrongly."""
    return bool(looks_like_identifier([name])) or sum(map(str.isdigit, name)) >= DIGITS_OF_A_PERSON


def _said(payers: Mapping[str, str] | str) -> dict[str, str]:
    if isinstance(payers, str):
        return {EVERY_OTHER: payers}
    if not isinstance(payers, Mapping) or not all(
        isinstance(one, str) for pair in payers.items() for one in pair
    ):
        raise CpteduError(
            'payers is a profile for each name in the log, such as {"Aetna": "commercial_ncci"}.'
        )
    return {" ".join(name.split()): profile for name, profile in payers.items()}


def visits_of(services: Sequence[ServiceRow], payers: Mapping[str, str] | str) -> list[LoggedVisit]:
    """Put the services of a log together to visits.

    One visit is one patient on one date with one clinician, or what has one id of an encounter or a claim where the log does
    not tell patients apart. Visits come in the order of their dates.

    Args:
        services: the services.
        payers: a profile for each name of a payer, or one for all.

    Returns:
        The visits.
    """
    said = _said(payers)
    by_visit: dict[Hashable, list[ServiceRow]] = {}
    for one in services:
        by_visit.setdefault(_visit_of(one, said), []).append(one)
    patients = numbers_for(one.patient for one in services if one.patient is not None)
    clinicians = numbers_for(one.clinician for one in services if one.clinician is not None)
    last_seen: dict[Hashable, date] = {}
    visits = []
    for number, held in enumerate(sorted(by_visit.values(), key=lambda one: one[0].on), 1):
        first = held[0]
        person, profile = first.patient, _profile(first, said)
        before = last_seen.get(person) if person is not None else None
        visits.append(
            LoggedVisit(
                number,
                patients.get(person, 0),
                clinicians.get(first.clinician, 0),
                None if profile == NOT_JUDGED else _claim(held, profile, before),
                first.on,
                tuple(one.of_nobody() for one in held),
            )
        )
        if person is not None:
            last_seen[person] = first.on
    return visits


def _visit_of(one: ServiceRow, said: Mapping[str, str]) -> Hashable:
    if one.patient is not None:
        return one.patient, one.on, one.clinician, _profile(one, said)
    return one.visit, one.on, None, _profile(one, said)


def _profile(one: ServiceRow, said: Mapping[str, str]) -> str:
    return said.get(one.payer) or said[EVERY_OTHER]


def _claim(held: Sequence[ServiceRow], profile: str, before: date | None) -> LoggedClaim:
    first = held[0]
    told = [one.diagnoses for one in held if one.diagnoses is not None]
    diagnoses = tuple(dict.fromkeys(code for codes in told for code in codes)) if told else None
    lines = tuple([(one.code, one.units, one.modifiers, one.minutes) for one in held])
    return LoggedClaim(profile, first.on, lines, diagnoses, before if before != first.on else None)
