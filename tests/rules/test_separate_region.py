"""97112, 97124 and 97140 beside an adjustment."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ON, REGIONS, check, record

from cptedu.rules.ptp_edit import ptp_edit
from cptedu.rules.separate_region import extraspinal_overlap, separate_region
from cptedu.visit.record import ServiceRecord

SPINAL = set(REGIONS[:5])
THERAPY = ("97112", "97124", "97140")
NCCI = ("ncci-ptp-2024q3", "ncci-manual-ch11", "aca-ncci-2002")


def judged(number, adjusted, regions, payer="commercial_ncci", **keys):
    seen = record(payer, adjusted=adjusted)
    edit = ptp_edit("98940", number, ON)
    done = ServiceRecord.of(activity="what was done", regions=tuple(regions), **keys)
    return separate_region(seen, done, edit)[0]


# --- beside a spinal adjustment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", THERAPY)
def test_in_a_separate_region_it_is_distinct(number):
    found = check(
        judged(number, ["C5"], ["lumbar", "pelvic"]),
        "separate_region",
        "supported",
        f"{number} was given in a separate region (lumbar, pelvic; adjusted: cervical). It is distinct.",
        code=number,
        cites=(*NCCI, "chiroeco-59"),
        vintage="NCCI PTP 2024 Q3",
        about="what was done",
    )
    assert found.numbers == (
        ("adjusted spinal regions", "cervical"),
        ("treated regions", "lumbar, pelvic"),
        ("modifier indicator", 1),
    )
    assert found.readings == ()


@pytest.mark.parametrize("number", THERAPY)
def test_in_an_adjusted_region_it_is_part_of_the_adjustment(number):
    found = check(
        judged(number, ["C5", "L3", "knee"], ["L5", "upper_extremities"]),
        "separate_region",
        "not_supported",
        f"{number} was given in a region that was adjusted (lumbar), so it is part of the adjustment.",
        "Neither 59 nor another diagnosis changes that.",
        code=number,
        cites=NCCI,
        fix="The region is never changed to obtain a modifier.",
        vintage="NCCI PTP 2024 Q3",
    )
    # CPT Assistant reads it otherwise: the refusal does not rest on it, and shows that it is disputed (97140 is not).
    assert "cpt-assistant-2010-05" not in {citation.id for citation in found.citations}
    sides = [{citation.id for citation in side.held_by} for side in found.readings]
    disputed = [{"cpt-assistant-2010-05"}, set(NCCI)]
    assert sides == ([] if number == "97140" else disputed)
    assert found.numbers[:2] == (
        ("adjusted spinal regions", "cervical, lumbar"),
        ("treated regions", "lumbar, upper extremities"),
    )


def subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def test_every_pair_of_region_sets_is_separate_exactly_where_no_spinal_region_is_shared():
    for adjusted in subsets(sorted(SPINAL)):
        if not adjusted:
            continue
        for treated in subsets(REGIONS[:7]):
            shared = set(adjusted) & set(treated)
            verdict = "ask" if not treated else "not_supported" if shared else "supported"
            assert judged("97112", list(adjusted), treated).verdict.value == verdict, (adjusted, treated)


def test_a_full_spine_adjustment_leaves_no_separate_spinal_region():
    # D-t7
    assert all(
        judged("97112", sorted(SPINAL), [region]).verdict.value == "not_supported" for region in SPINAL
    )
    assert judged("97112", sorted(SPINAL), ["lower_extremities"]).verdict.value == "supported"


def test_an_extraspinal_overlap_is_no_matter_of_this_edit():
    # D-t8: thoracic adjustment and shoulder therapy; the shoulder adjusted too.
    assert judged("97140", ["T4", "shoulder"], ["shoulder"]).verdict.value == "supported"


def test_a_region_that_is_not_recorded_is_asked_about():
    found = check(
        judged("97112", ["C5"], []),
        "separate_region",
        "ask",
        "97112 beside an adjustment is billed only in a separate region. The note does not say where it was given.",
        code="97112",
        cites=NCCI,
        fix="Ask which region was treated.",
    )
    assert ("treated regions", "not recorded") in found.numbers


@pytest.mark.parametrize("encounter", [2, "second", "2nd visit of the day"])
@pytest.mark.parametrize(("regions", "where"), [(["cervical"], "(cervical)"), ([], "not recorded")])
@pytest.mark.parametrize("number", THERAPY)
def test_another_encounter_in_the_adjusted_region_is_disputed_and_never_plainly_supported(
    number, regions, where, encounter
):
    # RULES-2 D3: the manual names another region and nothing else; another encounter is `contested` at best.
    found = check(
        judged(number, ["C5"], regions, encounter=encounter),
        "separate_region",
        "contested",
        f"{number} was given at another encounter of the day, in a region that",
        where,
        code=number,
        cites=("ncci-manual-ch1", *NCCI),
        fix="The times of both encounters must stand in the record.",
    )
    assert {side.says: {c.id for c in side.held_by} for side in found.readings} == {
        "Another encounter of the day is a ground for 59 or XE.": {"ncci-manual-ch1"},
        "Beside an adjustment another region is the only ground named.": {"ncci-manual-ch11"},
    }


@pytest.mark.parametrize("encounter", [None, 1, 2, "second", "afternoon"])
def test_in_another_region_the_encounter_does_not_matter(encounter):
    assert judged("97112", ["C5"], ["lumbar"], encounter=encounter).verdict.value == "supported"


@pytest.mark.parametrize("encounter", ["1st", "first", "same visit", 1, None])
def test_the_first_encounter_in_words_is_the_adjustments_own(encounter):
    # K1: "1st" and "same visit" came out as another encounter, with 59.
    assert judged("97140", ["C5"], ["cervical"], encounter=encounter).verdict.value == "not_supported"


@pytest.mark.parametrize("encounter", ["afternoon", "evening", "separate", "visit 2", "?"])
def test_words_that_tell_no_encounter_are_asked_about_and_quoted(encounter):
    check(
        judged("97140", ["C5"], ["cervical"], encounter=encounter),
        "separate_region",
        "ask",
        f"the note says of the encounter '{encounter}', which does not tell whether it was the same one.",
        code="97140",
        fix="Ask at which encounter of the day it was given.",
    )


@pytest.mark.parametrize(
    ("adjusted", "treated", "words"),
    [
        (["C5"], ["zygapophysis"], "Where it was given is not known: 'zygapophysis'."),
        (["T4"], ["rib"], "Where it was given is not known: 'rib'."),
        (
            ["C5", "L5/S1"],
            ["lumbar"],
            "What was adjusted is not all known ('L5/S1'), and it may be the region treated.",
        ),
        (["C5", "the sore spot"], ["knee"], "What was adjusted is not all known ('the sore spot')"),
    ],
)
def test_a_place_that_is_not_understood_makes_no_region_separate(adjusted, treated, words):
    check(
        judged("97140", adjusted, treated),
        "separate_region",
        "ask",
        words,
        code="97140",
        fix="Ask which",
    )


@pytest.mark.parametrize("payer", ["commercial_ncci", "commercial_cpt"])
@pytest.mark.parametrize(
    ("adjusted", "treated"), [(["C5"], "L5/S1"), (["L4"], "rib"), (["C5", "SI"], "thoracolumbar")]
)
def test_a_joint_between_two_regions_of_which_neither_was_adjusted_is_separate(adjusted, treated, payer):
    found = judged("97112", adjusted, [treated], payer)
    assert found.verdict.value == "supported"
    assert repr(treated) in found.says


def test_where_only_extraspinal_regions_were_adjusted_no_region_is_named():
    assert ("adjusted spinal regions", "none") in judged("97112", ["knee"], ["lumbar"]).numbers


@pytest.mark.parametrize(
    ("muscle", "adjusted", "treated", "reaches"),
    [
        ("upper trapezius", ["C5"], ["upper_extremities"], "cervical"),
        ("left levator", ["C5"], ["upper_extremities"], "cervical"),
        ("QL", ["L3", "SI"], ["rib_cage"], "lumbar, pelvic"),
        ("psoas", ["L3"], ["lower_extremities"], "lumbar"),
    ],
)
def test_a_muscle_that_reaches_into_an_adjusted_region_is_asked_about(muscle, adjusted, treated, reaches):
    check(
        judged("97140", adjusted, treated, muscle=muscle),
        "separate_region",
        "ask",
        f"The muscle named, {muscle!r}, reaches into an adjusted region ({reaches}). A muscle is not a region.",
        code="97140",
        fix="Ask at which site the muscle was treated.",
    )


@pytest.mark.parametrize(
    ("muscle", "adjusted"), [("upper trapezius", ["L3"]), ("hamstrings", ["L3"]), ("rotator cuff", ["C5"])]
)
def test_another_muscle_changes_nothing(muscle, adjusted):
    assert judged("97140", adjusted, ["upper_extremities"], muscle=muscle).verdict.value == "supported"


@pytest.mark.parametrize("muscle", ["a muscle of no table", "knots", "trapezoid ligament", "unknown"])
@pytest.mark.parametrize("number", THERAPY)
def test_a_muscle_that_the_table_does_not_know_is_asked_about_and_quoted(number, muscle):
    check(
        judged(number, ["C5"], ["upper_extremities"], muscle=muscle),
        "separate_region",
        "ask",
        f"The note names the muscle '{muscle}', which the table of muscles does not know; it may reach into an adjusted region.",
        code=number,
        fix="Ask at which site the muscle was treated.",
    )


def test_muscles_beside_the_adjusted_spine_are_asked_about_wherever_the_region_is_said_to_be():
    asked = judged("97140", ["C5"], ["shoulder"], muscle="cervical paraspinals")
    assert asked.verdict.value == "ask"
    assert "'cervical paraspinals', reaches into an adjusted region (cervical)." in asked.says
    assert judged("97140", ["C5"], ["shoulder"], muscle="lumbar paraspinals").verdict.value == "supported"


def test_the_shared_region_outweighs_the_muscle():
    assert judged("97140", ["C5"], ["cervical"], muscle="upper trapezius").verdict.value == "not_supported"


# --- the reading of CPT Assistant -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["97112", "97124"])
@pytest.mark.parametrize("regions", [["lumbar"], ["lumbar", "knee"]])
def test_by_cpt_assistant_the_adjusted_region_is_disputed(number, regions):
    # D-t3
    found = check(
        judged(number, ["L3"], regions, "commercial_cpt"),
        "separate_region",
        "contested",
        f"{number} was given where the spine was adjusted.",
        "wants no separate region; NCCI does.",
        code=number,
        cites=("cpt-assistant-2010-05", *NCCI),
        fix="Ask the payer which reading its contract follows.",
        payer="commercial_cpt",
    )
    assert {side.says: {c.id for c in side.held_by} for side in found.readings} == {
        "97112 and 97124 need no separate region from an adjustment.": {"cpt-assistant-2010-05"},
        "They are paid only in a separate region, with a modifier.": set(NCCI),
    }


@pytest.mark.parametrize("number", ["97112", "97124"])
def test_by_cpt_assistant_a_region_that_is_not_told_is_asked_for_and_not_taken_for_an_adjusted_one(number):
    found = check(
        judged(number, ["L3"], [], "commercial_cpt"),
        "separate_region",
        "contested",
        f"The note does not tell where {number} was given.",
        "wants no separate region; NCCI does.",
        code=number,
        cites=("cpt-assistant-2010-05", *NCCI),
        fix="Ask which region was treated",
        payer="commercial_cpt",
    )
    assert "where the spine was adjusted" not in found.says


def test_by_cpt_assistant_97140_still_needs_a_separate_region():
    assert judged("97140", ["L3"], ["lumbar"], "commercial_cpt").verdict.value == "not_supported"
    assert judged("97140", ["L3"], [], "commercial_cpt").verdict.value == "ask"
    assert judged("97140", ["C5"], ["shoulder"], "commercial_cpt", muscle="levator").verdict.value == "ask"


def test_by_cpt_assistant_a_separate_region_is_not_disputed():
    found = judged("97112", ["L3"], ["cervical"], "commercial_cpt")
    assert (found.verdict.value, found.readings) == ("supported", ())
    assert (
        judged("97112", ["C5"], ["shoulder"], "commercial_cpt", muscle="levator").verdict.value == "supported"
    )


RANK = {"not_supported": 0, "ask": 1, "contested": 2, "supported": 3}


@given(
    st.sampled_from(THERAPY),
    st.lists(st.sampled_from(REGIONS), min_size=1),
    st.sampled_from(REGIONS),
    st.lists(st.sampled_from(REGIONS), max_size=3),
    st.sampled_from(["commercial_ncci", "commercial_cpt"]),
    st.sampled_from([None, "upper trapezius", "psoas"]),
)
def test_adjusting_one_region_more_never_makes_a_service_more_distinct(
    number, adjusted, more, treated, payer, muscle
):
    before = judged(number, adjusted, treated, payer, muscle=muscle)
    after = judged(number, [*adjusted, more], treated, payer, muscle=muscle)
    assert RANK[after.verdict.value] <= RANK[before.verdict.value]


# --- beside an extraspinal adjustment ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", THERAPY)
def test_therapy_at_an_adjusted_extraspinal_joint_is_disputed(number):
    # D-t12
    seen = record(adjusted=["shoulder", "knee"])
    found = check(
        extraspinal_overlap(
            seen, ServiceRecord.of(activity="at the shoulder", regions=("left shoulder", "lumbar")), number
        ),
        "extraspinal_overlap",
        "contested",
        f"{number} was given where an extraspinal joint was adjusted (upper extremities).",
        f"NCCI has no edit between 98943 and {number}; some payers bundle them.",
        code=number,
        cites=("ncci-ptp-2024q3", "payer-98943-2016"),
        fix="Ask the payer whether it pays therapy at an adjusted joint.",
        vintage="NCCI PTP 2024 Q3",
        about="at the shoulder",
    )
    assert {side.says: {c.id for c in side.held_by} for side in found.readings} == {
        "No edit joins them, so both may be billed.": {"ncci-ptp-2024q3"},
        "Same region, so the therapy is part of the adjustment.": {"payer-98943-2016"},
    }


@pytest.mark.parametrize("encounter", [None, 1, "first", "same visit", "afternoon", "?"])
def test_the_dispute_stays_unless_another_encounter_is_told(encounter):
    there = ServiceRecord.of(regions=("shoulder",), encounter=encounter)
    assert extraspinal_overlap(record(adjusted=["shoulder"]), there, "97140").verdict.value == "contested"


@pytest.mark.parametrize(
    ("adjusted", "treated", "number", "keys"),
    [
        (["shoulder"], ("knee",), "97140", {}),
        (["C5"], ("cervical",), "97140", {}),  # spinal overlap is the other edit's
        (["shoulder"], ("shoulder",), "97110", {}),
        (["shoulder"], ("shoulder",), "97530", {}),
        (["shoulder"], ("shoulder",), "97140", {"encounter": 2}),
    ],
)
def test_elsewhere_there_is_no_dispute(adjusted, treated, number, keys):
    assert (
        extraspinal_overlap(record(adjusted=adjusted), ServiceRecord.of(regions=treated, **keys), number)
        is None
    )


def test_where_it_was_given_is_asked_beside_an_adjusted_joint_and_the_line_stands():
    seen = record(adjusted=["shoulder"])
    check(
        extraspinal_overlap(seen, ServiceRecord.of(activity="rubbed"), "97140"),
        "extraspinal_overlap",
        "ask",
        "The note does not tell where 97140 was given, and an extraspinal joint was adjusted (upper extremities).",
        code="97140",
        cites=("ncci-ptp-2024q3", "payer-98943-2016"),
        fix="Ask which region was treated.",
        vintage="NCCI PTP 2024 Q3",
        about="rubbed",
    )
