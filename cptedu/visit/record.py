"""A visit as understood: read once, at the door, so that every rule looks at the same places, codes, times and words.

What could not be understood is a value of its own, with the words and where they stood. A list of places says which of
them are clear; a deficit, a finding, an encounter and a muscle say what their words amount to. Rules take the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from cptedu.facts.codes import Code, codes
from cptedu.facts.codes_not_held import refused_code
from cptedu.facts.diagnoses import Diagnosis, diagnosis, spelled_diagnosis
from cptedu.facts.modifiers import modifiers_in_use
from cptedu.facts.regions import PlaceError, extraspinal, region_of, regions_of, spinal
from cptedu.model import Evaluation, Service, Visit
from cptedu.payers.of_day import PayerOfDay, payer_of_day
from cptedu.visit.activity.named_activity import ActivityRead, read_activity
from cptedu.visit.activity.treated_muscle import MuscleRead, read_muscle
from cptedu.visit.deficit.deficit_place import as_measured_there
from cptedu.visit.deficit.earlier_day import names_a_day
from cptedu.visit.deficit.measured_deficit import DeficitRead, read_deficit
from cptedu.visit.encounter import EncounterRead, read_encounter
from cptedu.visit.finding.positive_finding import SignRead, read_sign

__all__ = [
    "EvaluationRecord",
    "FoundThere",
    "Places",
    "Record",
    "ServiceRecord",
    "Unclear",
    "code_read",
    "understood",
    "understood_service",
]


@dataclass(frozen=True)
class Unclear:
    """Words that no table holds, or that may mean several things.

    Attributes:
        element: where they stand.
        written: the words.
        why: what is not known about them, and what to ask.
        may_be: the regions that a place may be of; empty where nothing is known of it.
    """

    element: str
    written: str
    why: str
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """Bones, joints and regions: those that are understood, and those that are not.

    Attributes:
        written: the names as written.
        regions: the regions of those that are understood, in body order.
        unclear: the others. A rule that compares regions asks ``may_share`` too.
    """

    written: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @cached_property
    def spinal(self) -> frozenset[str]:
        """Give the spinal regions among them."""
        return frozenset(self.regions) & spinal()

    @cached_property
    def extraspinal(self) -> frozenset[str]:
        """Give the extraspinal regions among them."""
        return frozenset(self.regions) & extraspinal()

    def may_share(self, others: frozenset[str]) -> tuple[Unclear, ...]:
        """Give the names that are not understood and that may be of one of these regions."""
        if not others:
            return ()
        return tuple(one for one in self.unclear if not one.may_be or set(one.may_be) & others)

    def named(self, region: str) -> tuple[str, ...]:
        """Give the names, as written, that are of one region."""
        return self._by_region.get(region, ())

    @cached_property
    def _by_region(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.written:
            region = _region(name)
            if region is not None:
                found[region] = (*found.get(region, ()), name)
        return found


@dataclass(frozen=True)
class ServiceRecord:
    """One thing done in a visit, as understood; what needs no reading stands as it is written.

    Attributes:
        at: its place in the visit, such as ``"services[1]"``.
        written: the service as written.
        places: where it was given.
        deficit: what the words of its deficit amount to.
        encounter: which encounter of the day it belongs to.
        muscle: the muscle treated, or None when none is named.
        activity_read: what the words of its activity name.
        proposed: the proposed code where a table holds it.
        unknown_code: the proposed code where no table holds it.
    """

    at: str
    written: Service
    places: Places
    deficit: DeficitRead
    encounter: EncounterRead
    muscle: MuscleRead | None
    activity_read: ActivityRead
    proposed: Code | None = None
    unknown_code: Unclear | None = None

    @classmethod
    def of(cls, **keys: Any) -> ServiceRecord:
        """Read a service from its keys, as ``Service`` takes them."""
        return understood_service(Service(**keys))

    @property
    def activity(self) -> str:
        """Give what was done, in the clinician's words."""
        return self.written.activity

    @property
    def minutes(self) -> int | None:
        """Give the whole minutes of direct treatment, or None when not recorded."""
        return self.written.minutes

    @property
    def contact(self) -> str | None:
        """Give the contact, or None when not recorded."""
        return self.written.contact

    @property
    def performed_by(self) -> str:
        """Say who gave it."""
        return self.written.performed_by

    @property
    def clock(self) -> tuple[int, int] | None:
        """Give the minutes of the day at which it began and ended; None where a time or the minutes are not recorded."""
        if self.written.started is None or not self.written.minutes:
            return None
        begins = self.written.started.hour * 60 + self.written.started.minute
        return begins, begins + self.written.minutes

    def used(self, *keys: str) -> tuple[str, ...]:
        """Name elements of this service, for a finding to say that it used them; none of what is no service at all."""
        return _elements(self.at, keys) if self.at else ()


@lru_cache(maxsize=5_000)
def _elements(at: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{at}.{key}" for key in keys)


@dataclass(frozen=True)
class EvaluationRecord:
    """An examination, as understood: its code, and whether it was significant and separately identifiable."""

    written: Evaluation
    held: Code | None
    unknown_code: Unclear | None

    @property
    def separate(self) -> bool | None:
        """Say whether it was significant and separate; None when the record does not say."""
        return self.written.separate


@dataclass(frozen=True)
class FoundThere:
    """What the examination found in one place: the name as written, its region where it is known, and what the words say."""

    name: str
    region: str | None
    sign: SignRead


@dataclass(frozen=True)
class Record:
    """A visit as understood.

    Attributes:
        visit: the visit as written.
        on: the date of service.
        payer: what the payer wants on that day.
        adjusted: bones, joints or regions adjusted.
        services: everything else that was done.
        evaluation: an examination, if one was done.
        diagnoses: the diagnoses in claim order, each once; None when none are given.
        found: what was found where; None when the visit records no findings at all.
        modifiers: the modifiers that had begun on that day.
    """

    visit: Visit
    on: date
    payer: PayerOfDay
    adjusted: Places
    services: tuple[ServiceRecord, ...]
    evaluation: EvaluationRecord | None
    diagnoses: tuple[Diagnosis, ...] | None
    found: tuple[FoundThere, ...] | None
    modifiers: frozenset[str]

    @property
    def not_understood(self) -> tuple[Unclear, ...]:
        """Give every place, code, encounter and diagnosis that is not understood: its author may mend it before it is asked.

        A diagnosis that is one in form is understood, also where no table knows it.

        >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["L9"]}
        >>> [one.element for one in Record.from_dict(seen).not_understood]
        ['adjusted[1]']
        """
        codes_given = [one.unknown_code for one in self.services]
        if self.evaluation is not None:
            codes_given.append(self.evaluation.unknown_code)
        return (
            *self.adjusted.unclear,
            *(place for one in self.services for place in one.places.unclear),
            *(one for one in codes_given if one is not None),
            *(
                Unclear(
                    f"{one.at}.encounter",
                    one.encounter.quoted,
                    f"encounter = {one.encounter.quoted!r} does not say which encounter of the day it was. Write a number: 1 is"
                    " the adjustment's.",
                )
                for one in self.services
                if one.encounter.number is None
            ),
            *_places(tuple(one.name for one in self.found or ()), "findings").unclear,
            *(
                Unclear(f"diagnoses[{at}]", one, f"{one!r} is not an ICD-10-CM code. Write it as M99.01.")
                for at, one in enumerate(self.visit.diagnoses or (), 1)
                if spelled_diagnosis(one) is None
            ),
        )

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Record:
        """Read a visit from a mapping in the form of a visit file, and understand it."""
        return understood(Visit.from_dict(given))


def understood(visit: Visit) -> Record:
    """Read a visit once.

    Args:
        visit: the visit as written.

    Returns:
        The record. What no table holds is kept as a value that says so; nothing of it stops the rest.

    Raises:
        CpteduError: for an unknown payer.

    >>> seen = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5", "rib"]})
    >>> record = understood(seen)
    >>> record.adjusted.regions, [(one.written, one.may_be) for one in record.adjusted.unclear]
    (('cervical',), [('rib', ('thoracic', 'rib_cage'))])
    """
    diagnoses = visit.diagnoses
    return Record(
        visit=visit,
        on=visit.date_of_service,
        payer=payer_of_day(visit.payer, visit.date_of_service),
        adjusted=_places(visit.adjusted, "adjusted"),
        services=tuple(
            understood_service(one, f"services[{number}]", visit.date_of_service)
            for number, one in enumerate(visit.services, 1)
        ),
        evaluation=None if visit.evaluation is None else _evaluation(visit.evaluation),
        diagnoses=None
        if diagnoses is None
        else tuple(diagnosis(one, visit.date_of_service) for one in dict.fromkeys(diagnoses)),
        found=None
        if visit.findings is None
        else tuple(_found_there(name, said, visit.date_of_service) for name, said in visit.findings),
        modifiers=modifiers_in_use(visit.date_of_service),
    )


def _found_there(name: str, said: str, on: date) -> FoundThere:
    region = _region(name)
    return FoundThere(name, region, read_sign(said, region, _day_named_in(said, on)))


def _day_named_in(words: str, on: date) -> date | None:
    # A day that nothing reads lets an audit judge alike visits once.
    return on if names_a_day(words) else None


def understood_service(service: Service, at: str = "services[1]", on: date | None = None) -> ServiceRecord:
    """Read one service.

    Args:
        service: the service as written.
        at: its place in the visit.
        on: the day of the visit; it is read only where the deficit names a day.

    Returns:
        The service as understood.
    """
    held, unknown = (None, None) if service.code is None else code_read(service.code, f"{at}.code")
    day = None if on is None else _day_named_in(service.deficit, on)
    places = _places(service.regions, f"{at}.regions")
    deficit = read_deficit(service.deficit, service.purpose, day)
    # A place that is not understood may be near.
    known = () if places.unclear else places.regions
    return ServiceRecord(
        at=at,
        written=service,
        places=places,
        deficit=as_measured_there(deficit, known, service.purpose),
        encounter=_encounter_of_the_adjustment()
        if service.encounter is None
        else read_encounter(service.encounter),
        muscle=read_muscle(service.muscle) if service.muscle and service.muscle.strip() else None,
        activity_read=read_activity(service.activity),
        proposed=held,
        unknown_code=unknown,
    )


def code_read(number: str, element: str) -> tuple[Code | None, Unclear | None]:
    """Read a code: as the table holds it, or as a value that says that no table does.

    Args:
        number: the code as written.
        element: where it stands.

    Returns:
        The code, or what is not known about it.
    """
    held = codes().get(number.strip().upper())
    if held is not None:
        return held, None
    return None, Unclear(element, number, str(refused_code(number, frozenset(codes()))))


def _evaluation(evaluation: Evaluation) -> EvaluationRecord:
    return EvaluationRecord(evaluation, *code_read(evaluation.code, "evaluation.code"))


_NOWHERE = Places()


@cache
def _encounter_of_the_adjustment() -> EncounterRead:
    """Give what holds where no encounter is recorded."""
    return read_encounter(1)


@lru_cache(maxsize=10_000)
def _places(names: tuple[str, ...], element: str) -> Places:
    """Read names of places; few lists of them come up, so that each is read once."""
    if not names:
        return _NOWHERE
    clear: list[str] = []
    unclear: list[Unclear] = []
    for number, name in enumerate(names, 1):
        problem = _problem(name)
        if problem is None:
            clear.append(name)
        else:
            unclear.append(Unclear(f"{element}[{number}]", name, str(problem), problem.may_be))
    return Places(names, regions_of(clear), tuple(unclear))


@cache
def _problem(name: str) -> PlaceError | None:
    try:
        region_of(name)
    except PlaceError as problem:
        return problem
    return None


@lru_cache(maxsize=10_000)
def _region(name: str) -> str | None:
    return region_of(name) if _problem(name) is None else None
