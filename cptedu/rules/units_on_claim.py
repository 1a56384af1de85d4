"""Units of the claim's lines, with the words that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cptedu.facts.codes import code, is_timed
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.rules.timed_units import A_DAY, SOURCES, TimedUnits, units_of
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["beyond_a_day", "count_units", "explain_units", "tied_units"]

ONCE_SOURCES = ("cpt-time-rule", "hns-procedures")


def count_units(record: Record, minutes: Mapping[str, int]) -> TimedUnits:
    """Count the timed units of a visit by the payer's method.

    Args:
        record: the visit as understood.
        minutes: minutes of each timed code that makes a line.

    Returns:
        The units.

    Source: the payer's profile; CMS Claims Processing Manual, chapter 5, section 20.2; the CPT time rule.
    """
    return units_of(minutes, str(record.payer.wants("unit_method")))


def explain_units(
    record: Record, number: str, counted: TimedUnits, units: int, services: Iterable[ServiceRecord] = ()
) -> Said:
    """Say why a line has its units; ``not_supported`` when there are none, ``no_data`` where no rule of counting is held.

    Args:
        record: the visit as understood.
        number: the line's code.
        counted: the count of the visit.
        units: the units that the line has.
        services: what the line is made of.

    Returns:
        The finding.

    Source: as for ``count_units``; untimed codes are billed once.
    """
    services = list(services)
    used = tuple([name for one in services for name in one.used("minutes")])
    if is_timed(number):
        return _counted(record, number, counted, units, used)
    recorded = sorted(one.minutes for one in services if one.minutes is not None)
    noted = (("minutes recorded", ", ".join(map(str, recorded))),) if recorded else ()
    if not code(number).count_is_held:
        return _uncounted(number, units, used, noted)
    by = "once a day, whatever the time"
    if code(number).is_office_visit:
        by = "once a day; its level is not a matter of quarter-hours"
    return Said(
        "units",
        Verdict.SUPPORTED,
        f"{number} is billed {by}.",
        ONCE_SOURCES,
        code=number,
        numbers=(("units", units), *noted),
        used=used,
    )


def _counted(record: Record, number: str, counted: TimedUnits, units: int, used: tuple[str, ...]) -> Said:
    if counted.method == "cms_total_time":
        how = (
            f"All timed minutes together, {counted.total_minutes}, make {_units(counted.total_units)}; {number}, with"
            f" {counted.minutes[number]} minutes, has {units}."
        )
    else:
        how = f"Each code stands alone: {counted.minutes[number]} minutes make {_units(units)} of {number}."
    if not record.payer.choice("unit_method").confirmed:
        how += f" No source at hand says that {record.payer.named} counts so."
    return Said(
        "units",
        Verdict.SUPPORTED if units else Verdict.NOT_SUPPORTED,
        how,
        SOURCES[counted.method],
        code=number,
        fix="" if units else "It stays in the record, and off the claim. No minute is made up.",
        numbers=(
            ("units", units),
            ("total timed minutes", counted.total_minutes),
            ("method", counted.method),
        ),
        used=used,
    )


def _uncounted(number: str, units: int, used: tuple[str, ...], noted: tuple[tuple[str, str], ...]) -> Said:
    return Said(
        "units",
        Verdict.NO_DATA,
        f"How often {number} counts on one date is not held; the line shows it once.",
        (code(number).source,),
        code=number,
        fix="Look up in your own licensed CPT how it is counted, and bill what the record bears out.",
        numbers=(("units", units), *noted),
        used=used,
    )


def _units(count: int) -> str:
    return f"{count} unit{'' if count == 1 else 's'}"


def tied_units(number: str, counted: TimedUnits) -> Said | None:
    """Say so when leftovers tie and the clinician may choose which code has the unit.

    Args:
        number: the code.
        counted: the count of the visit.

    Returns:
        An ``ask`` finding when another split gives this code other units, else None.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2, examples 2 and 5.
    """
    if len({split.get(number) for split in counted.alternatives}) < 2:
        return None
    ways = " or ".join(
        ", ".join(f"{one} x{n}" for one, n in split.items() if n) for split in counted.alternatives
    )
    return Said(
        "tied_units",
        Verdict.ASK,
        f"Leftover minutes tie, so the clinician may choose: {ways}. Until then the lowest code number holds the unit.",
        SOURCES[counted.method],
        code=number,
        fix="Ask which service the unit belongs to. The fee is no reason.",
        either_way=True,
    )


def beyond_a_day(number: str, of_the_visit: TimedUnits) -> Said | None:
    """Ask which minutes are right where the timed services of a visit together have more than a day has.

    Args:
        number: the code.
        of_the_visit: the count of the visit.

    Returns:
        An ``ask`` finding, else None.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2: only time in direct treatment counts.
    """
    total = of_the_visit.total_minutes
    if total <= A_DAY or number not in of_the_visit.minutes:
        return None
    return Said(
        "minutes",
        Verdict.ASK,
        f"The timed services of the note have {total} minutes together, and a day has {A_DAY}.",
        SOURCES[of_the_visit.method],
        code=number,
        fix="Ask how long each service took; no claim is sent before that is known.",
        numbers=(("total timed minutes", total), ("minutes of a day", A_DAY)),
    )
