"""97112, 97124 and 97140 beside an adjustment: only in another region, or at another encounter."""

from __future__ import annotations

from cptedu.facts.code_groups import code_group
from cptedu.facts.muscles import muscle_regions
from cptedu.facts.regions import extraspinal, regions_of, spinal
from cptedu.facts.releases import release_for
from cptedu.model import Finding, Service, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.say import reading, say

__all__ = ["another_encounter", "encounter", "extraspinal_overlap", "separate_region"]

SOURCES = ("aca-ncci-2002", "chiroeco-59")
DIAGNOSIS_SOURCES = ("mln1783722", "ncci-manual-ch1")
CPT_ASSISTANT_READING = "no_separate_region_by_cpt_assistant"
SOME_BUNDLE = "bundled_at_an_adjusted_joint_by_some"
FIRST_ENCOUNTERS = frozenset({"", "1", "first"})


def encounter(service: Service) -> str:
    """Name the encounter of a service in one spelling; the first one, the adjustment's, is ``"1"``.

    >>> encounter(Service(encounter="First")), encounter(Service()), encounter(Service(encounter=2))
    ('1', '1', '2')
    """
    said = str(service.encounter or "").strip().lower()
    return "1" if said in FIRST_ENCOUNTERS else said


def another_encounter(service: Service) -> bool:
    """Say whether a service belongs to another encounter of the day than the adjustment, which is the first.

    >>> another_encounter(Service(encounter=2)), another_encounter(Service())
    (True, False)
    """
    return encounter(service) != "1"


def _spoken(names: set[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in regions_of(names))


def separate_region(visit: Visit, service: Service, edit: PtpEdit) -> Finding:
    """Judge a therapy that an edit joins to the spinal adjustment.

    Overlap of one of its regions with an adjusted spinal region refuses it. Another diagnosis, another muscle or other
    words do not make a region separate.

    Args:
        visit: the visit.
        service: the therapy.
        edit: the edit that joins it to the adjustment, with modifier indicator 1.

    Returns:
        ``supported`` when it is distinct, ``not_supported`` in an adjusted region, ``contested`` there by the reading of
        CPT Assistant where the payer follows it, ``ask`` when the record does not tell.

    Source: NCCI since version 8.1, 2002-04-01, by ACA's release; the PTP file that answered.
    """
    number = str(edit.column_two)
    adjusted = set(regions_of(visit.adjusted)) & spinal()
    treated = set(regions_of(service.regions))
    shared = adjusted & treated
    lenient = (
        number in code_group(CPT_ASSISTANT_READING)
        and payer(visit.payer).wants("same_region", visit.date_of_service) == "cpt_assistant_2010"
    )

    released = tuple(citation.id for citation in edit.citations)

    def answer(verdict: Verdict, says: str, fix: str = "", *, both_sides: bool = False) -> Finding:
        sides = (
            reading("97112 and 97124 need no separate region from an adjustment.", "cpt-assistant-2010-05"),
            reading(
                "They are paid only in a separate region, with a modifier.",
                *dict.fromkeys((*released, "aca-ncci-2002")),
            ),
        )
        return say(
            visit,
            "separate_region",
            verdict,
            says,
            tuple(
                dict.fromkeys(
                    (
                        *(("cpt-assistant-2010-05",) if verdict is Verdict.CONTESTED else ()),
                        *released,
                        *SOURCES,
                    )
                )
            ),
            vintage=edit.vintage,
            code=number,
            fix=fix,
            numbers=(
                ("adjusted spinal regions", _spoken(adjusted) or "none"),
                ("treated regions", _spoken(treated) or "not recorded"),
                ("modifier indicator", 1),
            ),
            readings=sides if both_sides else (),
            about=service.activity,
        )

    if another_encounter(service):
        return answer(
            Verdict.SUPPORTED, f"{number} was given at another encounter of the day, so it is distinct."
        )
    if lenient and (shared or not treated):
        return answer(
            Verdict.CONTESTED,
            f"{number} was given where the spine was adjusted. CPT Assistant, which {payer(visit.payer).named} follows, wants"
            " no separate region; NCCI does.",
            "Ask the payer which reading its contract follows.",
            both_sides=True,
        )
    if not treated:
        return answer(
            Verdict.ASK,
            f"{number} beside an adjustment is billed only in a separate region, and the note does not say where it was given.",
            "Ask which region was treated.",
        )
    if shared:
        return answer(
            Verdict.NOT_SUPPORTED,
            f"{number} was given in a region that was adjusted ({_spoken(shared)}), so it is part of the adjustment. Neither 59"
            " nor another diagnosis changes that.",
            "Leave it off the claim. The region is never changed to obtain a modifier.",
            both_sides=number in code_group(CPT_ASSISTANT_READING),
        )
    muscle = (service.muscle or "").strip()
    reached = set(muscle_regions(muscle))
    if muscle and not reached and not lenient:
        return answer(
            Verdict.ASK,
            f"The note names the muscle {muscle!r}, which the table of muscles does not know; it may reach into an adjusted"
            " region.",
            "Ask at which site the muscle was treated.",
        )
    crossing = reached & adjusted
    if crossing and not lenient:
        return answer(
            Verdict.ASK,
            f"The {service.muscle} reaches into an adjusted region ({_spoken(crossing)}). A muscle is not a region.",
            "Ask at which site the muscle was treated.",
        )
    return answer(
        Verdict.SUPPORTED,
        f"{number} was given in a separate region ({_spoken(treated)}); adjusted were {_spoken(adjusted)}. It is distinct.",
    )


def extraspinal_overlap(visit: Visit, service: Service, number: str) -> Finding | None:
    """Show the dispute about a therapy in an extraspinal region that was adjusted too.

    No NCCI edit joins 98943 to therapy; some payers bundle them all the same.

    Args:
        visit: the visit.
        service: the therapy.
        number: its code.

    Returns:
        A ``contested`` finding on overlap, else None.

    Source: NCCI PTP, where 98943 has no therapy pair; a payer's text of 2016.
    """
    shared = set(regions_of(visit.adjusted)) & set(regions_of(service.regions)) & extraspinal()
    if number not in code_group(SOME_BUNDLE) or not shared or another_encounter(service):
        return None
    release = release_for("ptp", visit.date_of_service)
    return say(
        visit,
        "extraspinal_overlap",
        Verdict.CONTESTED,
        f"{number} was given where an extraspinal joint was adjusted ({_spoken(shared)}). NCCI has no edit between 98943 and"
        f" {number}; some payers bundle them.",
        (release.source, "payer-98943-2016"),
        vintage=f"NCCI PTP {release.name}",
        code=number,
        fix="Ask the payer whether it pays therapy at an adjusted joint.",
        readings=(
            reading("No edit joins them, so both may be billed.", release.source),
            reading("Same region, so the therapy is part of the adjustment.", "payer-98943-2016"),
        ),
        about=service.activity,
    )
