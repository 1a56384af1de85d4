"""The adjustment: which regions count, what a payer must be shown, and what it does to therapy of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from cptedu.facts.tables import rows
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.deficits import is_only_suspected, names_a_sign
from cptedu.learn.second_opinion.edits import MARKED, encounter_of, live_edit
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED
from cptedu.learn.second_opinion.plans import chosen, follows_edits
from cptedu.learn.second_opinion.regions import SPINE, region_of
from cptedu.model import Service, Visit

__all__ = [
    "Shown",
    "asked_beside_adjustment",
    "beside_adjustment",
    "may_be_unmarked",
    "shown_by",
    "supported_places",
    "why_none",
]

_SHOWN_BY = {
    "cervical": ("M99.00", "M99.01"),
    "thoracic": ("M99.02",),
    "lumbar": ("M99.03",),
    "sacral": ("M99.04",),
    "pelvic": ("M99.04", "M99.05"),
}
_LEFT_OPEN = "M99.1"
_CONDITIONS = ("G", "M", "R29", "S")
_OF_ANOTHER_KIND = ("I1", "J", "K", "N")
_NO_SEPARATE_REGION = ("97112", "97124")
_ANY_LEVEL = "98940"
_ANY_REGION = "any"
_SIGNS_ENOUGH = 2
_MONTHS_BEFORE, _MONTHS_AFTER = 12, 3


@dataclass(frozen=True)
class Shown:
    """What evidence a payer finds for a spinal adjustment: its regions, or why none."""

    places: tuple[str, ...]
    off: frozenset[str] = frozenset()
    asked: bool = False


def supported_places(visit: Visit) -> tuple[str, ...]:
    """Leave out the places in whose region nothing was found, where findings were recorded."""
    if visit.findings is None:
        return visit.adjusted
    found = {region for name, said in visit.findings if names_a_sign(said) for region in region_of(name)}
    return tuple(place for place in visit.adjusted if region_of(place)[0] in found)


def why_none(visit: Visit, *, spinal: bool) -> str:
    """Say why no adjustment of the spine, or beyond it, is billed for want of a finding: what is suspected is asked about."""
    adjusted = {region_of(place)[0] for place in visit.adjusted}
    suspected = {
        region for name, said in visit.findings or () if is_only_suspected(said) for region in region_of(name)
    }
    return ASKED if any((one in SPINE) is spinal for one in adjusted & suspected) else REFUSED


def shown_by(visit: Visit, places: tuple[str, ...]) -> Shown:
    """Say which of these places are shown to have a subluxation, for a payer that wants that."""
    if chosen(visit.payer, visit.date_of_service, "adjustment_evidence") == "none":
        return Shown(places)
    signs = _signs(visit)
    if signs == {REFUSED}:
        return Shown((), frozenset({REFUSED}))
    if visit.diagnoses is None:
        return Shown(places, signs - {ASKED}, asked=True)
    spinal = [place for place in places if region_of(place)[0] in SPINE]
    known = {code for place in spinal for code in _SHOWN_BY[region_of(place)[0]]}
    first = visit.diagnoses[0] if visit.diagnoses else ""
    if first.startswith(_LEFT_OPEN):
        return Shown(places, asked=True)
    if first not in known:
        return Shown((), frozenset({REFUSED}))
    kept = tuple(
        place
        for place in places
        if (region := region_of(place)[0]) not in SPINE or set(_SHOWN_BY[region]) & set(visit.diagnoses)
    )
    subluxations = {code for codes in _SHOWN_BY.values() for code in codes}
    claimed = {region_of(place)[0] for place in kept} & set(SPINE)
    speaks_of = {code: _regions_named(code) for code in visit.diagnoses}
    # What ICD-10 has under one subluxation is one place to the payer: the head and the neck, the sacrum and the pelvis.
    reached = claimed.union(
        *(speaks_of[code] for code in visit.diagnoses for region in claimed if code in _SHOWN_BY[region])
    )
    condition = any(
        one.startswith(_CONDITIONS)
        and one not in subluxations
        and (speaks_of[one] & reached or _comes_from(one) & (claimed | (speaks_of[one] & {_ANY_REGION})))
        for one in visit.diagnoses
    )
    beside = [one for one in visit.diagnoses if one not in subluxations and not one.startswith(_LEFT_OPEN)]
    if beside and all(one.startswith(_OF_ANOTHER_KIND) for one in beside):
        return Shown((), frozenset({REFUSED}))
    return Shown(kept, signs - {ASKED}, asked=bool(signs) or not condition or len(kept) < len(places))


@lru_cache(maxsize=1000)
def _regions_named(diagnosis: str) -> frozenset[str]:
    """Give the regions that a diagnosis speaks of, by the longest beginning that the table holds."""
    held = [row for row in rows("diagnosis_regions.csv") if diagnosis.startswith(row["diagnosis"])]
    longest = max(held, key=lambda row: len(row["diagnosis"]), default=None)
    return frozenset({_ANY_REGION} if longest is None else longest["regions"].split())


@lru_cache(maxsize=1000)
def _comes_from(diagnosis: str) -> frozenset[str]:
    """Give the regions whose subluxation may cause what a diagnosis says, by the longest beginning that the table holds."""
    held = [row for row in rows("condition_origins.csv") if diagnosis.startswith(row["prefix"])]
    longest = max(held, key=lambda row: len(row["prefix"]), default={"regions": ""})
    return frozenset(longest["regions"].split())


def _signs(visit: Visit) -> frozenset[str]:
    """Say what P.A.R.T. and a film leave to be desired: nothing, an answer, or everything."""
    letters = set(visit.part or ())
    by_film = chosen(visit.payer, visit.date_of_service, "adjustment_evidence") == "subluxation_and_xray"
    if len(letters) >= _SIGNS_ENOUGH and letters & {"A", "R"} and not by_film:
        return frozenset()
    if visit.xray_on is not None:
        on = visit.date_of_service
        months = (on.year - visit.xray_on.year) * 12 + on.month - visit.xray_on.month
        months += on.day > visit.xray_on.day
        if -_MONTHS_AFTER < months <= _MONTHS_BEFORE:
            return frozenset()
        if visit.course == "chronic" and visit.xray_on < on:
            return frozenset({ASKED})
        # The window is that of the course's start: one that began up to a year ago may have it in time.
        if _MONTHS_BEFORE < months <= 2 * _MONTHS_BEFORE:
            return frozenset({ASKED})
        # A film out of time shows nothing; what the examination showed may still be told, where that is enough.
        return frozenset({REFUSED if by_film or visit.part is not None else ASKED})
    return frozenset({REFUSED} if visit.part is not None and not by_film else {ASKED})


def beside_adjustment(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Give the modifiers that a therapy needs beside a spinal adjustment; None when it is not billed."""
    visit = note.visit
    on = visit.date_of_service
    edit = live_edit(_ANY_LEVEL, number, on) if follows_edits(visit.payer, on) else None
    if edit is None or edit[0] != number:
        return frozenset()
    if not edit[1]:
        return None
    adjusted, treated = _places(visit, service)
    apart = bool(treated) and not adjusted & treated
    if chosen(visit.payer, on, "same_region") != "refused" and number in _NO_SEPARATE_REGION:
        # It stands wherever it was given, so that neither hour nor muscle is asked about: the recorded region marks it.
        return MARKED if apart else frozenset()
    if _in_another_encounter(service) or (apart and not _perhaps_adjusted(service, adjusted)):
        return MARKED
    return None


def may_be_unmarked(numbers: Iterable[str], visit: Visit) -> frozenset[str]:
    """Give the therapies that may stand without the mark of a separate region, by what their payer follows.

    Beside another therapy whose edit they come second to, the mark is asked for all the same.

    Args:
        numbers: the codes on the claim.
        visit: the visit.

    Returns:
        Some of the codes.
    """
    on = visit.date_of_service
    if chosen(visit.payer, on, "same_region") == "refused":
        return frozenset()
    there = frozenset(numbers)
    others = there - {row["code"] for row in rows("cmt_levels.csv")}
    return frozenset(
        one
        for one in there.intersection(_NO_SEPARATE_REGION)
        if not any((live_edit(one, other, on) or ("", 0))[0] == one for other in others - {one})
    )


def asked_beside_adjustment(service: Service, note: Note) -> bool:
    """Say whether a therapy that is not billed beside an adjustment would be, if its place or its hour were told."""
    adjusted, treated = _places(note.visit, service)
    return not treated & adjusted or encounter_of(service) is None


def _places(visit: Visit, service: Service) -> tuple[set[str], set[str]]:
    adjusted = {region for place in visit.adjusted for region in region_of(place) if region in SPINE}
    return adjusted, {region for place in service.regions for region in region_of(place)}


def _in_another_encounter(service: Service) -> bool:
    return (encounter_of(service) or 1) > 1


def _perhaps_adjusted(service: Service, adjusted: set[str]) -> bool:
    """Say whether the muscle treated may lie in an adjusted region: it reaches there, or nobody knows where it is."""
    if not service.muscle:
        return False
    word = " ".join(service.muscle.lower().split())
    for side in ("left ", "right "):
        word = word.removeprefix(side)
    reaches = _muscles().get(word)
    return reaches is None or bool(reaches & adjusted)


@cache
def _muscles() -> Mapping[str, frozenset[str]]:
    """Give the regions that each muscle reaches, by its name in small letters."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("muscles.csv"):
        name = row["muscle"].lower()
        found[name] = found.get(name, frozenset()) | frozenset(row["regions"].split())
    return found
