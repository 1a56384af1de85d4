"""97112, 97124 and 97140 beside an adjustment: only in another region."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.code_groups import code_group
from cptedu.facts.regions import regions_of
from cptedu.facts.releases import Release, release_for
from cptedu.model import Reading, Verdict
from cptedu.rules.distinct_service import ANOTHER_ENCOUNTER, ANOTHER_PRACTITIONER, ANOTHER_REGION
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.said import Said, reading
from cptedu.visit.record import Record, ServiceRecord, Unclear

__all__ = ["beside_an_adjustment", "extraspinal_overlap", "grounds_beside_region", "separate_region"]

SOURCES = ("ncci-manual-ch11", "aca-ncci-2002", "chiroeco-59")
CPT_ASSISTANT_READING = "no_separate_region_by_cpt_assistant"
ANOTHER_LICENSED = "therapist"
SOME_BUNDLE = "bundled_at_an_adjusted_joint_by_some"


def _spoken(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in regions_of(names))


def _quoted(unclear: Iterable[Unclear]) -> str:
    return ", ".join(repr(one.written) for one in unclear)


def _encounter(service: ServiceRecord) -> tuple[tuple[str, str], ...]:
    """Quote what the note says of the encounter, for whoever checks the reason; nothing where it says nothing."""
    noted = service.written.encounter
    return () if noted is None else (("encounter", service.encounter.quoted or str(noted)),)


def separate_region(record: Record, service: ServiceRecord, edit: PtpEdit) -> tuple[Said, str]:
    """Judge a therapy that an edit joins to the spinal adjustment.

    Overlap of one of its regions with an adjusted spinal region refuses it. Another diagnosis, another muscle, another time
    or other words do not make a region separate; another encounter of the day does by one reading.

    Args:
        record: the visit as understood.
        service: the therapy.
        edit: the edit that joins it to the adjustment, with modifier indicator 1.

    Returns:
        The finding, and the ground on which it is distinct. ``supported`` in another region, ``not_supported`` in an adjusted
        one, ``contested`` there at another encounter, and by the reading of CPT Assistant where the payer follows it; ``ask``
        when the record does not tell.

    Source: NCCI Policy Manual, chapter XI, S, and chapter I, E; ACA's release of 2002-04-01; the PTP file that answered.
    """
    number = str(edit.column_two)
    adjusted, treated = record.adjusted.spinal, frozenset(service.places.regions)
    shared = adjusted & treated
    # A joint between two regions, neither of which was adjusted, is a place that is told.
    untold = not treated and (not service.places.written or bool(service.places.may_share(adjusted)))
    disputed = number in code_group(CPT_ASSISTANT_READING)
    lenient = disputed and record.payer.wants("same_region") == "cpt_assistant_2010"
    released = tuple(citation.id for citation in edit.citations)
    encounter = _encounter(service)
    where_treated = ", ".join(filter(None, (_spoken(treated), _quoted(service.places.unclear))))

    def answer(
        verdict: Verdict,
        says: str,
        fix: str = "",
        *,
        sides: tuple[Reading, ...] = (),
        cited: tuple[str, ...] = (),
    ) -> Said:
        return Said(
            "separate_region",
            verdict,
            says,
            tuple(dict.fromkeys((*cited, *released, *SOURCES))),
            vintage=edit.vintage,
            code=number,
            fix=fix,
            numbers=(
                ("adjusted spinal regions", _spoken(adjusted) or "none"),
                ("treated regions", where_treated or "not recorded"),
                *encounter,
                ("modifier indicator", 1),
            ),
            readings=sides,
            about=service.activity,
            used=("adjusted", *service.used("regions", "encounter", "muscle")),
        )

    both_sides = (
        reading("97112 and 97124 need no separate region from an adjustment.", "cpt-assistant-2010-05"),
        reading(
            "They are paid only in a separate region, with a modifier.",
            *dict.fromkeys((*released, "ncci-manual-ch11", "aca-ncci-2002")),
        ),
    )
    if lenient and (shared or untold):
        says = (
            f"{number} was given where the spine was adjusted. CPT Assistant, which {record.payer.named} follows, wants"
            " no separate region; NCCI does."
        )
        fix = "Ask the payer which reading its contract follows."
        says, fix = _where_is_not_told(record, number) if untold else (says, fix)
        return answer(Verdict.CONTESTED, says, fix, sides=both_sides, cited=("cpt-assistant-2010-05",)), ""
    if (shared or untold) and (service.encounter.number or 1) > 1:
        where = f"that was adjusted ({_spoken(shared)})" if shared else "that is not recorded"
        says = f"{number} was given at another encounter of the day, in a region {where}. Whether that sets it apart is disputed."
        fix = (
            "Ask the payer, or leave it off the claim. The times of both encounters must stand in the record."
        )
        encounters = (
            reading("Another encounter of the day is a ground for 59 or XE.", "ncci-manual-ch1"),
            reading("Beside an adjustment another region is the only ground named.", "ncci-manual-ch11"),
        )
        return answer(
            Verdict.CONTESTED, says, fix, sides=encounters, cited=("ncci-manual-ch1",)
        ), ANOTHER_ENCOUNTER
    if shared and service.encounter.number is None:
        says = (
            f"{number} was given in a region that was adjusted ({_spoken(shared)}), and the note says of the encounter"
            f" {service.encounter.quoted!r}, which does not tell whether it was the same one."
        )
        return answer(Verdict.ASK, says, "Ask at which encounter of the day it was given."), ""
    if shared:
        says = (
            f"{number} was given in a region that was adjusted ({_spoken(shared)}), so it is part of the adjustment. Neither 59"
            " nor another diagnosis changes that."
        )
        fix = "Leave it off the claim. The region is never changed to obtain a modifier."
        sides: tuple[Reading, ...] = both_sides if disputed else ()
        if service.performed_by == ANOTHER_LICENSED:
            says += " That another practitioner gave it is a ground for XP elsewhere; here it is disputed at best."
            sides += (
                reading("Another practitioner is a ground for 59 or XP.", "ncci-manual-ch1"),
                reading("Beside an adjustment another region is the only ground named.", "ncci-manual-ch11"),
            )
        return answer(Verdict.NOT_SUPPORTED, says, fix, sides=sides), ""
    open_question = _site_in_question(record, service, lenient=lenient)
    if open_question:
        says, fix = open_question
        return answer(
            Verdict.ASK, f"{number} beside an adjustment is billed only in a separate region. {says}", fix
        ), ""
    where = f"{where_treated}; adjusted: {_spoken(adjusted)}"
    says = f"{number} was given in a separate region ({where}). It is distinct."
    return answer(Verdict.SUPPORTED, says), ANOTHER_REGION


def _where_is_not_told(record: Record, number: str) -> tuple[str, str]:
    """Say what two readings make of a therapy without a region, and what to ask, where the payer follows the lenient one."""
    says = (
        f"The note does not tell where {number} was given. CPT Assistant, which {record.payer.named} follows, wants no separate"
        " region; NCCI does."
    )
    fix = "Ask which region was treated and, if it was adjusted, which reading the payer's contract follows."
    return says, fix


def grounds_beside_region(service: ServiceRecord) -> tuple[str, ...]:
    """Give what else sets a therapy in another region apart from the adjustment, each with an X modifier of its own.

    Args:
        service: the therapy.

    Returns:
        Another encounter, another practitioner, both or none. In an adjusted region they are no grounds beside it.

    Source: NCCI Policy Manual, chapter I, E.

    >>> grounds_beside_region(ServiceRecord.of(encounter=2)), grounds_beside_region(ServiceRecord.of())
    (('another encounter',), ())
    """
    shown = {
        ANOTHER_ENCOUNTER: (service.encounter.number or 1) > 1,
        ANOTHER_PRACTITIONER: service.performed_by == ANOTHER_LICENSED,
    }
    return tuple(ground for ground, is_shown in shown.items() if is_shown)


def beside_an_adjustment(record: Record, service: ServiceRecord) -> frozenset[str]:
    """Give the grounds that set a therapy apart from the adjustment, or of which the note does not tell whether they do.

    Args:
        record: the visit as understood.
        service: the therapy.

    Returns:
        Another region where none that was adjusted is told, with what counts there besides; another encounter, which is
        disputed in an adjusted region.

    Source: NCCI Policy Manual, chapter I, E, and chapter XI, S.

    >>> neck = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> sorted(beside_an_adjustment(neck, ServiceRecord.of())), beside_an_adjustment(neck, ServiceRecord.of(regions=("C4",)))
    (['another region'], frozenset())
    """
    number = service.encounter.number
    found = set() if number == 1 else {ANOTHER_ENCOUNTER}
    if not record.adjusted.spinal & frozenset(service.places.regions):
        found |= {ANOTHER_REGION, *grounds_beside_region(service)}
    return frozenset(found)


def _site_in_question(record: Record, service: ServiceRecord, *, lenient: bool) -> tuple[str, str] | None:
    """Say why it is not known that a therapy was given outside every adjusted region, and what to ask; None when it is."""
    adjusted, treated = record.adjusted.spinal, frozenset(service.places.regions)
    unclear = service.places.may_share(adjusted)
    if unclear:
        return f"Where it was given is not known: {_quoted(unclear)}.", "Ask which region was treated."
    if not service.places.written:
        named = (
            f"; it names {service.written.muscle!r}, and a muscle is not a region" if service.muscle else ""
        )
        return f"The note does not say where it was given{named}.", "Ask which region was treated."
    may_be_adjusted = record.adjusted.may_share(treated)
    if may_be_adjusted:
        return (
            f"What was adjusted is not all known ({_quoted(may_be_adjusted)}), and it may be the region treated.",
            "Ask which bone was adjusted.",
        )
    muscle = service.muscle
    if muscle is None or lenient:
        return None
    crossing = frozenset(muscle.regions) & adjusted
    fix = "Ask at which site the muscle was treated."
    if crossing:
        says = (
            f"The muscle named, {service.written.muscle!r}, reaches into an adjusted region ({_spoken(crossing)}). A muscle is"
            " not a region."
        )
        return says, fix
    if not muscle.known:
        says = (
            f"The note names the muscle {service.written.muscle!r}, which the table of muscles does not know; it may reach"
            " into an adjusted region."
        )
        return says, fix
    return None


def _overlap_not_told(record: Record, service: ServiceRecord, number: str, release: Release) -> Said | None:
    """Ask where a therapy was given that may have been at an adjusted joint; the line stands, as it does by NCCI in any case."""
    adjusted, places = record.adjusted.extraspinal, service.places
    if not adjusted or not (places.may_share(adjusted) if places.written else not places.regions):
        return None
    where = _quoted(places.unclear)
    return Said(
        "extraspinal_overlap",
        Verdict.ASK,
        f"The note does not tell where {number} was given{f' ({where})' if where else ''}, and an extraspinal joint was adjusted"
        f" ({_spoken(adjusted)}). At that joint some payers bundle it.",
        (release.source, "payer-98943-2016"),
        vintage=f"NCCI PTP {release.name}",
        code=number,
        fix="Ask which region was treated.",
        numbers=_encounter(service),
        about=service.activity,
        used=("adjusted", *service.used("regions", "encounter")),
    )


def extraspinal_overlap(record: Record, service: ServiceRecord, number: str) -> Said | None:
    """Show the dispute about a therapy in an extraspinal region that was adjusted too.

    No NCCI edit joins 98943 to therapy; some payers bundle them all the same.

    Args:
        record: the visit as understood.
        service: the therapy.
        number: its code.

    Returns:
        A ``contested`` finding on overlap, ``ask`` where it is not told whether there is one, else None.

    Source: NCCI PTP, where 98943 has no therapy pair; a payer's text of 2016.
    """
    shared = record.adjusted.extraspinal & frozenset(service.places.regions)
    if number not in code_group(SOME_BUNDLE) or (service.encounter.number or 1) > 1:
        return None
    release = release_for("ptp", record.on)
    if not shared:
        return _overlap_not_told(record, service, number, release)
    return Said(
        "extraspinal_overlap",
        Verdict.CONTESTED,
        f"{number} was given where an extraspinal joint was adjusted ({_spoken(shared)}). NCCI has no edit between 98943 and"
        f" {number}; some payers bundle them.",
        (release.source, "payer-98943-2016"),
        vintage=f"NCCI PTP {release.name}",
        code=number,
        fix="Ask the payer whether it pays therapy at an adjusted joint.",
        numbers=_encounter(service),
        readings=(
            reading("No edit joins them, so both may be billed.", release.source),
            reading("Same region, so the therapy is part of the adjustment.", "payer-98943-2016"),
        ),
        about=service.activity,
        used=("adjusted", *service.used("regions", "encounter")),
    )
