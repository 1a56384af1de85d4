"""An adjusted junction or rib: a claim is open that some bone makes right as it is proposed, and nothing else of it is."""

from __future__ import annotations

import pytest
from strategies import visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim

MEDICARE = {"payer": "medicare", "care": "active", "part": ["P", "A", "R"]}
LOW = {"diagnoses": ["M99.03", "M54.50"]}
RIBS = ["C5", "T4", "rib 1", "rib 2", "rib 3", "L5/S1"]


# A1: 98940 is one region or two; A5, A6: one unit and one level a day; A20: Medicare wants AT on active care.
@pytest.mark.parametrize(
    ("keys", "lines", "is_wrong"),
    [
        ({"adjusted": ["L5/S1"]}, [("98940", 1, ())], False),
        ({"adjusted": ["L5/S1"]}, [("98940", 2, ())], True),
        ({"adjusted": ["L5/S1"]}, [("98940", 1, ("59",))], True),
        ({"adjusted": ["L5/S1"]}, [("98941", 1, ())], True),
        ({"adjusted": ["C5", "L5/S1"]}, [("98941", 1, ())], False),
        ({"adjusted": ["C5", "L5/S1"]}, [("98941", 3, ())], True),
        ({"adjusted": ["C5", "L5/S1"]}, [("98941", 1, ()), ("98941", 1, ())], True),
        ({"adjusted": ["C5", "L5/S1"]}, [("98940", 1, ()), ("98941", 1, ())], True),
        ({"adjusted": ["rib"]}, [("98943", 1, ())], False),
        ({"adjusted": ["rib"]}, [("98943", 3, ("GP",))], True),
        (MEDICARE | LOW | {"adjusted": ["L5/S1"]}, [("98940", 1, ("AT",))], False),
        (MEDICARE | LOW | {"adjusted": ["L5/S1"]}, [("98940", 1, ())], True),
        # Whichever ribs they were, with the junction at least three regions were adjusted.
        ({"adjusted": RIBS}, [("98941", 1, ())], False),
        ({"adjusted": ["C7/T1", "T12/L1", "L5/S1", "rib"]}, [("98941", 1, ())], False),
        ({"adjusted": ["L5/S1", "L5-S1", "lumbosacral", "L/S"]}, [("98940", 1, ())], False),
        ({"adjusted": ["L5/S1", "L5-S1", "lumbosacral", "L/S"]}, [("98942", 1, ())], True),
    ],
)
def test_a_line_is_open_only_where_some_bone_makes_it_as_it_stands(keys, lines, is_wrong):
    review = review_claim(visit(**keys), lines)
    assert bool(review.wrong) is is_wrong


def test_what_was_found_at_the_junction_is_found_in_whatever_region_it_is():
    found = {"C5": "tender", "T4": "tender", "L5/S1": "tender, restricted"}
    seen = visit(adjusted=["C5", "T4", "L5/S1"], findings=found)
    assert code_visit(seen).line("98941").units == 1
    assert review_claim(seen, [("98941", 1, ())]).passes
    alone = visit(adjusted=["L5/S1"], findings={"L5/S1": "tender"})
    assert review_claim(alone, [("98940", 1, ())]).wrong == ()


def test_a_subluxation_of_what_the_junction_may_be_is_not_of_another_region():
    seen = visit(**MEDICARE, adjusted=["C5", "L5/S1"], diagnoses=["M99.03", "M54.50", "M99.01", "M54.2"])
    line = code_visit(seen).line("98940")
    [asked] = [one for one in line.findings if one.rule == "subluxation_diagnosis"]
    assert asked.verdict.value == "ask"
    assert "'L5/S1'" in asked.says


@pytest.mark.parametrize("rib", ["ribs", "rib"])
def test_a_rib_beside_a_junction_leaves_the_level_that_every_reading_makes(rib):
    # Neck, upper back, and the low back or the sacrum: three regions or more, never one or two; the shaft of a rib adds 98943.
    seen = visit(adjusted=["C5", "T4", rib, "L5/S1"])
    claim = code_visit(seen)
    assert [(line.code, line.verdict.value) for line in claim.lines] == [("98941", "supported")]
    assert [(item.code, item.verdict.value) for item in claim.unbilled] == [(None, "ask")]
    assert review_claim(seen, [("98941", 1, ())]).passes
    assert [one.code for one in review_claim(seen, [("98940", 1, ())]).wrong] == ["98940"]
    assert review_claim(seen, [("98941", 1, ()), ("98943", 1, ())]).wrong == ()
