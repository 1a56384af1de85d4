"""The adjustment level, on every set of regions there is."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PLACES, check, record

import cptedu as ct
from cptedu.rules.cmt_level import cmt_level, explain_level

SPINAL = ("cervical", "thoracic", "lumbar", "sacral", "pelvic")
EXTRASPINAL = ("head", "upper_extremities", "lower_extremities", "rib_cage", "abdomen")
LEVEL = {0: (), 1: ("98940",), 2: ("98940",), 3: ("98941",), 4: ("98941",), 5: ("98942",)}


def test_every_one_of_the_1024_sets_of_regions_has_its_level():
    every = list(chain.from_iterable(combinations(SPINAL + EXTRASPINAL, size) for size in range(11)))
    assert len(every) == 1024
    for adjusted in every:
        spinal = tuple(name for name in SPINAL if name in adjusted)
        beyond = tuple(name for name in EXTRASPINAL if name in adjusted)
        found = cmt_level(reversed(adjusted))
        assert found.codes == LEVEL[len(spinal)] + (("98943",) if beyond else ()), adjusted
        assert (found.spinal, found.extraspinal) == (spinal, beyond), adjusted


@pytest.mark.parametrize(
    ("adjusted", "codes"),
    [
        (["C1", "C2", "C7"], ("98940",)),  # A-t1
        (["C2", "C5", "T4"], ("98940",)),  # A-t2
        (["C5", "T4", "L5", "sacrum", "SI"], ("98942",)),  # A-t3
        (["cervical", "shoulder"], ("98940", "98943")),  # A-t4
        (["shoulder", "wrist", "knee"], ("98943",)),  # A-t5
        (["atlanto-occipital"], ("98940",)),  # A-t6
        (["costotransverse", "costochondral"], ("98940", "98943")),  # A-t7
        (["C3", "C5", "C7"], ("98940",)),  # CM-001
        (["C5", "T4"], ("98940",)),  # CM-002
        (["lumbar", "sacral"], ("98940",)),  # CM-005
        (["L5", "sacrum", "right SI"], ("98941",)),  # CM-014
        (["cervical", "lumbar"], ("98940",)),  # CM-019
        (["left SI", "right SI", "ilium", "pelvis"], ("98940",)),
        (["left shoulder", "right elbow"], ("98943",)),
        (["C1", "T1", "L1"], ("98941",)),
        (["C1", "T1", "L1", "S2"], ("98941",)),
        ([], ()),
    ],
)
def test_worked_levels(adjusted, codes):
    assert cmt_level(adjusted).codes == codes


@given(st.lists(st.sampled_from(PLACES), max_size=8), st.randoms())
def test_neither_order_nor_repetition_changes_the_level(adjusted, random):
    shuffled = [*adjusted, *adjusted]
    random.shuffle(shuffled)
    assert cmt_level(shuffled) == cmt_level(adjusted)


@given(st.lists(st.sampled_from(PLACES), max_size=8), st.sampled_from(PLACES))
def test_one_place_more_never_lowers_the_level(adjusted, more):
    before, after = cmt_level(adjusted), cmt_level([*adjusted, more])
    assert ("98943" in after.codes) >= ("98943" in before.codes)
    spinal = [max((c for c in found.codes if c != "98943"), default="") for found in (before, after)]
    assert spinal == sorted(spinal)
    assert set(before.spinal) <= set(after.spinal)


def test_the_level_names_its_sources():
    assert {citation.id for citation in cmt_level(["C5"]).citations} >= {
        "cpt-1997-cmt",
        "cpt-assistant-1997-02",
    }


def test_a_junction_or_an_unknown_name_is_refused():
    with pytest.raises(ct.CpteduError, match="may be of more than one region"):
        cmt_level(["C5", "lumbosacral"])
    with pytest.raises(ct.CpteduError, match="give a list, such as"):
        cmt_level("C5")
    with pytest.raises(ct.CpteduError, match="is not a list of bones, joints or regions"):
        cmt_level(7)


def test_the_reason_counts_the_regions_of_its_own_kind():
    adjusted = ["C3", "C5", "T4", "shoulder", "knee", "rib shaft"]
    seen = record(adjusted=adjusted)
    level = cmt_level(adjusted)
    spinal = check(
        explain_level(seen, level, "98940"),
        "cmt_level",
        "supported",
        "2 spinal regions (cervical, thoracic)",
        "That is 98940, once",
        code="98940",
        cites=("cpt-1997-cmt", "cpt-assistant-1997-02"),
    )
    assert spinal.numbers == (("spinal regions", 2), ("adjusted", "C3, C5, T4"))
    beyond = check(
        explain_level(seen, level, "98943"),
        "cmt_level",
        "supported",
        "3 extraspinal regions (upper extremities, lower extremities, rib cage)",
        "That is 98943, once",
        code="98943",
    )
    assert beyond.numbers == (("extraspinal regions", 3), ("adjusted", "shoulder, knee, rib shaft"))


@pytest.mark.parametrize(
    ("adjusted", "number", "spoken"),
    [
        (["L5"], "98940", "Adjusted: 1 spinal region (lumbar)."),
        (["C5", "L5"], "98940", "Adjusted: 2 spinal regions (cervical, lumbar)."),
        (["C5", "T4", "L5"], "98941", "Adjusted: 3 spinal regions (cervical, thoracic, lumbar)."),
        (["knee"], "98943", "Adjusted: 1 extraspinal region (lower extremities)."),
        (["knee", "shoulder"], "98943", "Adjusted: 2 extraspinal regions ("),
    ],
)
def test_one_region_is_spoken_of_as_one_and_more_as_several(adjusted, number, spoken):
    assert spoken in explain_level(record(adjusted=adjusted), cmt_level(adjusted), number).says
