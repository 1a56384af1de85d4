"""A second way from a note to its claim, written apart from the rules: small tables, plain loops, brute force.

No answer is shown to a learner unless this way and the rules of the package arrive at it both. Each step can be
exchanged for a wrong one: that is what a misconception is. It knows what drawn questions hold, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product
from typing import TypeAlias

from cptedu.errors import CpteduError
from cptedu.learn.questions import Answer, Bill, Line, Note, Question, asked_of
from cptedu.model import Service, Visit
from cptedu.tables import rows

__all__ = [
    "BODY",
    "RIGHT",
    "SPINE",
    "Lines",
    "PricedUnit",
    "Steps",
    "answers_by",
    "claims_by",
    "region_of",
    "seen_before",
]

Lines: TypeAlias = dict[str, tuple[int, frozenset[str]]]
Counted: TypeAlias = tuple[tuple[str, str], ...]
RegionsOf: TypeAlias = Callable[[str], tuple[str, ...]]
Episodes: TypeAlias = Mapping[str, tuple[int, ...]]
Shares: TypeAlias = tuple[Decimal, Decimal, Decimal]

SPINE = ("cervical", "thoracic", "lumbar", "sacral", "pelvic")
BODY = (*SPINE, "head", "upper_extremities", "lower_extremities", "rib_cage", "abdomen")
_JOINTS = {
    "cervical": "c0 c1 c2 c3 c4 c5 c6 c7 occiput atlas axis atlantooccipital",
    "thoracic": "t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 costotransverse costovertebral",
    "lumbar": "l1 l2 l3 l4 l5",
    "sacral": "sacrum coccyx s1 s2 s3 s4 s5",
    "pelvic": "sacroiliac si ilium pelvis",
    "head": "tmj jaw skull temporomandibular",
    "upper_extremities": "shoulder elbow wrist hand acromioclavicular sternoclavicular",
    "lower_extremities": "hip knee ankle foot",
    "rib_cage": "rib ribs costochondral sternocostal",
    "abdomen": "abdomen",
}
_MUSCLES = {
    "upper trapezius": ("cervical", "upper_extremities"),
    "levator scapulae": ("cervical", "upper_extremities"),
    "rhomboids": ("cervical", "thoracic", "upper_extremities"),
    "quadratus lumborum": ("lumbar", "pelvic", "rib_cage"),
    "psoas": ("thoracic", "lumbar", "lower_extremities"),
    "piriformis": ("sacral", "lower_extremities"),
    "gluteus medius": ("pelvic", "lower_extremities"),
    "suboccipitals": ("cervical",),
    "hamstrings": ("lower_extremities",),
    "calf": ("lower_extremities",),
    "deltoid": ("upper_extremities",),
}
_AIMS = {
    "97110": "strength endurance range_of_motion flexibility",
    "97112": "balance coordination kinesthetic_sense posture proprioception movement",
    "97530": "functional_task",
    "97116": "gait",
    "97535": "self_care",
    "97140": "soft_tissue joint_mobilization manual_traction",
    "97124": "massage",
}
_TIMED = "97110 97112 97113 97116 97124 97140 97530 97535 97035".split()
_HANDS_ON = ("97124", "97140")
_WITH_DEFICIT = ("97110", "97112", "97113", "97116", "97530")
_ONE_ON_ONE = (*_TIMED, "97150")
_THERAPY = (*_TIMED, "97150", "97012", "97016", "97018", "G0283")
_OFFICE_VISITS_NEW = ("99202", "99203", "99204", "99205")
_POOLS_MINUTES = ("medicare", "federal_va")
_WANTS_GP = ("medicare", "federal_va", "gp_required")
_REFUSES_ASSISTANTS_TIME = ("unlicensed_assistant",)
_NERVOUS_SYSTEM = ("G", "I69", "I63", "M21.37", "R27")
_PERHAPS_NERVOUS = ("M54.1", "M54.3", "M54.4", "M50.1", "M51.1", "H81")
_SUBLUXATIONS = ("M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05")
_LEVELS = ((), ("98940",), ("98940",), ("98941",), ("98941",), ("98942",))


@dataclass(frozen=True)
class PricedUnit:
    """One unit of a code with its work, practice expense and malpractice RVU, and whether CMS cuts it as therapy."""

    code: str
    shares: Shares
    is_therapy: bool


# ---- the steps, each done right ---------------------------------------------------------------------------------


def _spelled(place: str) -> str:
    word = "".join(letter for letter in place.lower() if letter.isalnum())
    for side in ("left", "right"):
        word = word.removeprefix(side)
    return word.removesuffix("joint")


@cache
def region_of(place: str) -> tuple[str, ...]:
    """Name the region that a bone or joint counts for.

    >>> region_of("left sacroiliac joint")
    ('pelvic',)
    """
    word = _spelled(place)
    for region in BODY:
        if word == region.replace("_", "") or word in _JOINTS[region].split():
            return (region,)
    raise CpteduError(f"{place!r} is not a place that the second way knows.")


def count_regions(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Count each spinal region once; everything beyond the spine is one unit."""
    found = [region for place in places for region in regions_of(place)]
    spinal = tuple((region, region) for region in SPINE if region in found)
    return spinal, int(any(region not in SPINE for region in found))


def level_code(count: int) -> dict[str, int]:
    """Look the one code up for a number of spinal regions."""
    return dict.fromkeys(_LEVELS[min(count, 5)], 1)


def recorded_contact(service: Service) -> str | None:
    """Take the contact as it was recorded."""
    return service.contact


def code_by_aim(service: Service, contact: str | None, note: Note) -> str | None:
    """Name the code by what the service was for."""
    if service.home_instruction:
        return None
    if service.code is not None and not service.purpose:
        return service.code
    found = sorted({number for aim in service.purpose for number, aims in _AIMS.items() if aim in aims.split()})
    if contact == "group" and found and not set(found) & set(_HANDS_ON):
        return "97150"
    if "97530" in found and set(found) <= {"97110", "97112", "97530"}:
        return "97530"
    return found[0] if len(found) == 1 else None


def record_is_complete(service: Service, number: str, contact: str | None) -> bool:
    """Say whether deficit, contact, performer and minutes are such that the code stands."""
    if number in _WITH_DEFICIT and not service.deficit.strip():
        return False
    if number in _TIMED and (contact != "one_on_one" or service.minutes is None):
        return False
    if number == "97150" and contact != "group":
        return False
    return not (number in _ONE_ON_ONE and service.performed_by in _REFUSES_ASSISTANTS_TIME)


def pays_therapy(visit: Visit) -> bool:
    """Say whether the payer pays a chiropractor for more than spinal adjustments."""
    return visit.payer != "medicare"


def beside_adjustment(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Give the modifiers that a therapy needs beside a spinal adjustment; None when it is not billed."""
    visit = note.visit
    if _indicator("98940", number, visit.date_of_service) is None:
        return frozenset()
    if service.encounter not in (None, 1):
        return frozenset({"59"})
    adjusted = {region for place in visit.adjusted for region in region_of(place) if region in SPINE}
    treated = {region for place in service.regions for region in region_of(place)}
    if visit.payer == "commercial_cpt" and number in ("97112", "97124") and adjusted & treated:
        return frozenset()
    if not treated or adjusted & treated:
        return None
    if service.muscle and set(_MUSCLES[service.muscle]) & adjusted:
        return None
    return frozenset({"59"})


def beside_therapy(one: Service, one_number: str, two: Service, two_number: str, on: date) -> frozenset[str] | None:
    """Give the modifiers of a therapy beside another one; None when it is not billed."""
    indicator = _indicator(one_number, two_number, on)
    if indicator is None:
        return frozenset()
    if indicator == 0:
        return None
    places = [{region for place in each.regions for region in region_of(place)} for each in (one, two)]
    apart = bool(places[0] and places[1] and not places[0] & places[1])
    if apart or "97150" in (one_number, two_number) or (one_number in _TIMED and two_number in _TIMED):
        return frozenset({"59"})
    return None


def takes_97112(visit: Visit) -> bool:
    """Say whether the payer takes 97112 with the diagnoses given."""
    if visit.payer != "neuro_only_97112" or visit.diagnoses is None:
        return True
    return any(one.startswith((*_NERVOUS_SYSTEM, *_PERHAPS_NERVOUS)) for one in visit.diagnoses)


def minutes_of_treatment(kept: Iterable[tuple[str, int, Service]], note: Note) -> Episodes:
    """List the minutes of direct treatment of each timed code, service by service."""
    listed: dict[str, tuple[int, ...]] = {}
    for number, _, service in kept:
        if number in _TIMED:
            listed[number] = (*listed.get(number, ()), service.minutes or 0)
    return listed


def counting_method(payer: str) -> str:
    """Say how the payer counts units: ``pooled`` or ``each code``."""
    return "pooled" if payer in _POOLS_MINUTES else "each code"


def count_units(episodes: Episodes, method: str) -> list[dict[str, int]]:
    """Try every way of giving units and keep those that fit the minutes best; more than one is a tie."""
    minutes = {number: sum(spent) for number, spent in sorted(episodes.items())}
    if method == "each code":
        return [{number: quarter_hours(spent) for number, spent in minutes.items()}]
    total = quarter_hours(sum(minutes.values()))
    best: list[dict[str, int]] = []
    least = None
    ranges = [range(spent // 15, spent // 15 + 2) for spent in minutes.values()]
    for given in product(*ranges):
        if sum(given) != total:
            continue
        misfit = sum((spent - 15 * count) ** 2 for spent, count in zip(minutes.values(), given, strict=True))
        if least is None or misfit < least:
            best, least = [], misfit
        if misfit == least:
            best.append(dict(zip(minutes, given, strict=True)))
    return sorted(best, key=lambda split: tuple(split.values()), reverse=True)


def quarter_hours(minutes: int) -> int:
    """Count up: a first unit from 8 minutes, and one more for every 15.

    >>> [quarter_hours(minutes) for minutes in (7, 8, 22, 23)]
    [0, 1, 1, 2]
    """
    count = 0
    while minutes >= 15 * count + 8:
        count += 1
    return count


def adjustment_modifiers(note: Note) -> frozenset[str]:
    """Give what Medicare wants on a spinal adjustment."""
    if note.visit.care == "active":
        return frozenset({"AT"})
    return frozenset({"GA" if note.visit.abn == "required" else "GZ"})


def wants_gp(payer: str) -> bool:
    """Say whether the payer wants GP on therapy."""
    return payer in _WANTS_GP


def examination_modifiers(note: Note) -> frozenset[str] | None:
    """Give the modifiers of an examination on the day of an adjustment; None when it is not billed."""
    evaluation = note.visit.evaluation
    return frozenset({"25"}) if evaluation is not None and evaluation.separate else None


def as_it_stands(lines: Lines, note: Note) -> Lines:
    """Change nothing at the end."""
    return lines


def unit_price(unit: PricedUnit, places: Shares, factor: Decimal, is_reduced: bool) -> Decimal:
    """Weigh each share by its local index, add, multiply, round; a reduced unit has half its practice expense."""
    work, expense, malpractice = unit.shares
    if is_reduced:
        expense = expense / 2
    weighed = work * places[0] + expense * places[1] + malpractice * places[2]
    return to_the_cent(weighed * factor)


def reduced_units(units: list[PricedUnit]) -> list[bool]:
    """Mark every therapy unit but the one with the highest practice expense."""
    therapy = [n for n, unit in enumerate(units) if unit.is_therapy]
    if not therapy:
        return [False] * len(units)
    highest = max(therapy, key=lambda n: (units[n].shares[1], sum(units[n].shares)))
    return [unit.is_therapy and n != highest for n, unit in enumerate(units)]


def to_the_cent(dollars: Decimal) -> Decimal:
    """Round half up.

    >>> to_the_cent(Decimal("2.675"))
    Decimal('2.68')
    """
    return dollars.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Steps:
    """Every step from a note to its claim and its price; a misconception exchanges one of them."""

    regions_of: RegionsOf = region_of
    counted: Callable[[tuple[str, ...], RegionsOf], tuple[Counted, int]] = count_regions
    level: Callable[[int], dict[str, int]] = level_code
    contact: Callable[[Service], str | None] = recorded_contact
    code_of: Callable[[Service, str | None, Note], str | None] = code_by_aim
    complete: Callable[[Service, str, str | None], bool] = record_is_complete
    pays_therapy: Callable[[Visit], bool] = pays_therapy
    takes_97112: Callable[[Visit], bool] = takes_97112
    beside_adjustment: Callable[[Service, str, Note], frozenset[str] | None] = beside_adjustment
    minutes: Callable[[Iterable[tuple[str, int, Service]], Note], Episodes] = minutes_of_treatment
    method: Callable[[str], str] = counting_method
    units: Callable[[Episodes, str], list[dict[str, int]]] = count_units
    adjustment_modifiers: Callable[[Note], frozenset[str]] = adjustment_modifiers
    wants_gp: Callable[[str], bool] = wants_gp
    examination: Callable[[Note], frozenset[str] | None] = examination_modifiers
    last_look: Callable[[Lines, Note], Lines] = as_it_stands
    unit_price: Callable[[PricedUnit, Shares, Decimal, bool], Decimal] = unit_price
    reduced: Callable[[list[PricedUnit]], list[bool]] = reduced_units


RIGHT = Steps()


# ---- putting the steps together ---------------------------------------------------------------------------------


@cache
def _indicator(one: str, two: str, on: date) -> int | None:
    """Read the pair in the table: its indicator when ``two`` is column two and the edit is in force, else None."""
    held = [row for row in rows("ptp.csv") if {row["column_one"], row["column_two"]} == {one, two}]
    held = [row for row in held if row["release_from"] <= on.isoformat()]
    newest = max((row["release_from"] for row in held), default="")
    for row in held:
        stands = not row["deleted_on"] and row["effective_from"] <= on.isoformat()
        if row["release_from"] == newest and row["column_two"] == two and stands:
            return int(row["modifier_indicator"])
    return None


def claims_by(note: Note, steps: Steps = RIGHT) -> list[tuple[Line, ...]]:
    """Work out the claim of a note, once for each allowed way of giving tied units.

    Args:
        note: the visit and what its note says besides.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Whole claims; the first gives tied units to the lowest codes.
    """
    visit = note.visit
    adjustments = _adjustments(visit, steps)
    kept = _kept_services(note, steps, has_spinal=any(number != "98943" for number in adjustments))
    episodes = steps.minutes([(number, index, service) for number, index, service, _ in kept], note)
    found = []
    for split in steps.units(episodes, steps.method(visit.payer)):
        lines: Lines = {number: (count, _on_adjustment(number, note, steps)) for number, count in adjustments.items()}
        for number, _, _, marks in kept:
            units = split.get(number, 0) if number in _TIMED else 1
            if units:
                before = lines.get(number, (0, frozenset()))[1]
                lines[number] = (units, before | marks | _on_therapy(number, visit, steps))
        examined = _examination(note, steps, bool(adjustments))
        if visit.evaluation is not None and examined is not None:
            lines[visit.evaluation.code] = (1, examined)
        looked = steps.last_look(lines, note)
        found.append(tuple((number, units, tuple(sorted(marks))) for number, (units, marks) in sorted(looked.items())))
    return found


def _adjustments(visit: Visit, steps: Steps) -> dict[str, int]:
    places = visit.adjusted
    if visit.findings is not None:
        found = {region for name, said in visit.findings if said.strip() for region in region_of(name)}
        places = tuple(place for place in places if region_of(place)[0] in found)
    spinal, beyond = steps.counted(places, steps.regions_of)
    codes = steps.level(len(spinal))
    if visit.payer == "medicare" and not _subluxation_is_shown(visit):
        codes = {}
    return codes | ({"98943": beyond} if beyond else {})


def _subluxation_is_shown(visit: Visit) -> bool:
    if visit.diagnoses is not None and (not visit.diagnoses or visit.diagnoses[0] not in _SUBLUXATIONS):
        return False
    if visit.part is None:
        return True
    return len(set(visit.part)) >= 2 and bool({"A", "R"} & set(visit.part))


_Kept: TypeAlias = tuple[str, int, Service, frozenset[str]]


def _kept_services(note: Note, steps: Steps, *, has_spinal: bool) -> list[_Kept]:
    visit = note.visit
    standing: list[tuple[str, int, Service]] = []
    for index, service in enumerate(visit.services):
        contact = steps.contact(service)
        number = steps.code_of(service, contact, note)
        if number is None or not steps.complete(service, number, contact):
            continue
        if number == "97112" and not steps.takes_97112(visit):
            continue
        standing.append((number, index, service))
    if not steps.pays_therapy(visit):
        return [(*one, frozenset()) for one in standing]
    kept: list[_Kept] = []
    for number, index, service in standing:
        marks: frozenset[str] | None = frozenset()
        if has_spinal:
            marks = steps.beside_adjustment(service, number, note)
        for other_number, _, other in standing:
            if marks is not None and other_number != number:
                also = beside_therapy(other, other_number, service, number, visit.date_of_service)
                marks = None if also is None else marks | also
        if marks is not None:
            kept.append((number, index, service, marks))
    return kept


def _excluded(visit: Visit) -> frozenset[str]:
    return frozenset({"GY", "GX"} if visit.abn == "voluntary" else {"GY"})


def _on_adjustment(number: str, note: Note, steps: Steps) -> frozenset[str]:
    if note.visit.payer != "medicare":
        return frozenset()
    return _excluded(note.visit) if number == "98943" else steps.adjustment_modifiers(note)


def _on_therapy(number: str, visit: Visit, steps: Steps) -> frozenset[str]:
    gp = frozenset({"GP"}) if number in _THERAPY and steps.wants_gp(visit.payer) else frozenset()
    return gp if steps.pays_therapy(visit) else gp | _excluded(visit)


def seen_before(visit: Visit) -> bool | None:
    """Say whether the patient was seen here within three years; None when the note does not say."""
    if visit.last_seen is None:
        return None
    then, now = visit.last_seen, visit.date_of_service
    return (then.year + 3, then.month, then.day) >= (now.year, now.month, now.day)


def _examination(note: Note, steps: Steps, is_adjusted: bool) -> frozenset[str] | None:
    visit = note.visit
    if visit.evaluation is None:
        return None
    known = seen_before(visit)
    if known is not None and known == (visit.evaluation.code in _OFFICE_VISITS_NEW):
        return None
    marks = steps.examination(note)
    if marks is None:
        return None
    marks = marks if is_adjusted else marks - {"25"}
    return marks | _excluded(visit) if visit.payer == "medicare" else marks


def _price(bill: Bill, steps: Steps) -> Decimal:
    on = bill.on.isoformat()
    factor = next(
        Decimal(row["factor"])
        for row in rows("conversion_factor.csv")
        if row["effective_from"] <= on <= row["effective_to"] and row["track"] == (bill.track or "all")
    )
    places = (Decimal(1), Decimal(1), Decimal(1))
    for row in rows("gpci.csv"):
        here = f"{row['mac']}-{row['locality']}" == bill.locality
        if here and row["effective_from"] <= on <= row["effective_to"]:
            places = (Decimal(row["work"]), Decimal(row["pe"]), Decimal(row["mp"]))
    units = [_priced_unit(number, on) for number, count in bill.units for _ in range(count)]
    reduced = steps.reduced(units)
    prices = [steps.unit_price(unit, places, factor, cut) for unit, cut in zip(units, reduced, strict=True)]
    return sum(prices, Decimal("0.00"))


def _priced_unit(number: str, on: str) -> PricedUnit:
    for row in rows("rvu.csv"):
        if row["code"] == number and row["effective_from"] <= on <= row["effective_to"]:
            shares = (Decimal(row["work"]), Decimal(row["pe_nonfacility"]), Decimal(row["mp"]))
            return PricedUnit(number, shares, row["multiple_procedure"] == "5")
    raise CpteduError(f"No RVU of {number} is held for {on}.")


# ---- answering questions ----------------------------------------------------------------------------------------


def answers_by(question: Question, steps: Steps = RIGHT) -> tuple[Answer, ...]:
    """Answer a question by these steps.

    Args:
        question: the question.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Every answer that these steps allow; more than one only where minutes tie.
    """
    if question.kind == "amount" and question.bill is not None:
        return (_price(question.bill, steps),)
    if question.note is None:
        return (in_known_order(question.options),) if question.kind == "order" else ()
    if question.kind == "regions":
        return (_regions(question, steps),)
    if question.kind == "minutes":
        return (_least_minutes(question, steps),)
    if question.kind == "order":
        return (_subluxation_first(question.options),)
    asked = [asked_of(question, lines) for lines in claims_by(question.note, steps)]
    return tuple(dict.fromkeys(asked))


def _regions(question: Question, steps: Steps) -> tuple[str, ...]:
    note = question.note or Note(Visit(date.min, ""))
    spinal, _ = steps.counted(note.visit.adjusted, steps.regions_of)
    counted = {region for region, _ in spinal}
    if question.aspect == "counted":
        return tuple(region for region in BODY if region in counted)
    shared: set[str] = set()
    for service in note.visit.services:
        contact = steps.contact(service)
        number = steps.code_of(service, contact, note)
        if number is not None and steps.beside_adjustment(service, number, note) is None:
            treated = {region for place in service.regions for region in steps.regions_of(place)}
            shared |= treated & counted
    return tuple(region for region in BODY if region in shared)


def _least_minutes(question: Question, steps: Steps) -> int:
    if question.note is None or question.target is None:
        raise CpteduError(f"{question.id} asks for minutes and names no code.")
    number, wanted = question.target
    visit = question.note.visit
    others = [(one.code or "", n, one) for n, one in enumerate(visit.services) if one.code != number]
    episodes = steps.minutes(others, question.note)
    for minutes in range(24 * 60):
        split = steps.units({**episodes, number: (minutes,)}, steps.method(visit.payer))[0]
        if split[number] >= wanted:
            return minutes
    raise CpteduError(f"No number of minutes makes {wanted} units of {number}.")


def _subluxation_first(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(diagnoses, key=lambda one: (one not in _SUBLUXATIONS, one)))


_RANKS = {
    # from the note to the claim
    "what the service was for": 1,
    "what was measured before it": 2,
    "who gave it, and to how many at once": 3,
    "whether the payer covers it": 4,
    "whether an edit joins it to another line": 5,
    "how many minutes count, and how many units they make": 6,
    "the modifiers on the line": 7,
    # the first visit's note
    "history and present illness": 11,
    "examination": 12,
    "diagnosis": 13,
    "treatment plan with goals": 14,
    "the treatment given today": 15,
    # a later visit's note
    "what has changed since the last visit": 21,
    "examination of the area in question": 22,
    "how well the treatment has worked": 23,
    "what was done today": 24,
}


def in_known_order(items: Iterable[str]) -> tuple[str, ...]:
    """Put the steps of a claim or the parts of a note in order."""
    return tuple(sorted(items, key=_RANKS.__getitem__))


def with_step(name: str, step: Callable[..., object]) -> Steps:
    """Exchange one step.

    >>> with_step("level", lambda count: {"98940": count}).level(3)
    {'98940': 3}
    """
    return replace(RIGHT, **{name: step})  # type: ignore[arg-type]
