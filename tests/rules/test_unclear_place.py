"""Places that no table holds, or that may lie in two regions."""

from __future__ import annotations

import pytest
from strategies import check, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.rules.unclear_place import unclear_place

MAY_BE_TWO = ["rib", "lumbosacral", "L5/S1", "thoracolumbar"]
LEFT_OPEN = ["lumbar?", "L4 -", "(?) C7"]
UNKNOWN = [*LEFT_OPEN, "zygapophysis", "the sore spot", "C9", "T13", "everywhere"]


@pytest.mark.parametrize("name", MAY_BE_TWO + UNKNOWN)
def test_an_adjusted_place_that_is_not_understood_is_asked_about_and_quoted(name):
    seen = record(adjusted=["C5", name])
    found = check(
        unclear_place(seen.adjusted.unclear[0], adjusted=True),
        "unclear_place",
        "ask",
        "Which region was adjusted is not known:",
        name,
        cites=("cpt-1997-cmt", "cpt-assistant-1997-02"),
        fix="Until then it counts towards no code.",
        about=name,
    )
    assert found.used == ("adjusted[2]",)


@pytest.mark.parametrize("name", MAY_BE_TWO + UNKNOWN)
def test_a_treated_place_that_is_not_understood_is_asked_about_and_quoted(name):
    seen = record(services=[service("balance", regions=[name])])
    found = check(
        unclear_place(seen.services[0].places.unclear[0], adjusted=False),
        "unclear_place",
        "ask",
        "Where it was given is not known:",
        fix="Ask where it was given.",
        about=name,
    )
    assert found.used == ("services[1].regions[1]",)


@pytest.mark.parametrize("name", ["rib", "craniocervical", "spine", "buttock", "C5-L5", *UNKNOWN])
def test_it_counts_towards_no_level_and_stops_nothing(name):
    # K1: adjusted "rib" came out as 98943, silently; the rib's head is thoracic.
    claim = code_visit(visit(adjusted=[name]))
    assert claim.lines == ()
    assert [(one.code, one.verdict.value, one.about) for one in claim.unbilled] == [(None, "ask", name)]


@pytest.mark.parametrize("name", ["rib", "thoracolumbar", *UNKNOWN])
def test_beside_others_the_level_counts_what_is_understood_and_says_so(name):
    claim = code_visit(visit(adjusted=["C5", "T4", name]))
    assert [line.code for line in claim.lines] == ["98940"]
    said = [one for one in claim.line("98940").findings if one.rule == "unclear_place"]
    assert [(one.verdict.value, one.either_way) for one in said] == [("ask", True)]
    assert repr(name) in said[0].says


# One region, the other, or both: where each makes the same level, the level is known, and the bone alone is asked about.


@pytest.mark.parametrize(
    ("named", "name", "code", "lower"),
    [
        (["C5", "T4"], "lumbosacral", "98941", "98940"),  # two regions, and one more or two
        (["C5", "T4"], "L5/S1", "98941", "98940"),
        (["C5", "L4"], "cervicothoracic", None, None),  # two, or three by the other bone
        (["L4", "SI"], "C7/T1", "98941", "98940"),
        (["C5", "T4", "SI"], "L5/S1", None, None),  # four, or five where both bones were adjusted
        (["C5"], "L5/S1", None, None),  # two, or three where both bones were adjusted
    ],
)
def test_a_junction_counts_where_every_bone_that_it_may_be_makes_the_same_level(named, name, code, lower):
    seen = visit(adjusted=[*named, name])
    claim = code_visit(seen)
    off = [(one.code, one.verdict.value) for one in claim.unbilled]
    if code is None:
        assert off == [(None, "ask")]
        return
    assert ([line.code for line in claim.lines], off) == ([code], [])
    (asked,) = [one for one in claim.line(code).findings if one.verdict == "ask"]
    assert asked.either_way
    assert repr(name) in asked.says
    assert review_claim(seen, [(code, 1, ())]).passes
    assert [one.code for one in review_claim(seen, [(lower, 1, ())]).wrong] == [lower]


@pytest.mark.parametrize(
    ("named", "name"), [(["L5", "S1"], "L5/S1"), (["C7", "T1"], "C7-T1"), (["T4", "rib shaft"], "rib")]
)
def test_nothing_is_asked_of_a_place_whose_regions_are_adjusted_by_name_too(named, name):
    by_name, beside_it = code_visit(visit(adjusted=named)), code_visit(visit(adjusted=[*named, name]))
    assert [line.code for line in beside_it.lines] == [line.code for line in by_name.lines]
    assert beside_it.unbilled == ()
    assert all(one.verdict != "ask" for line in beside_it.lines for one in line.findings)


@pytest.mark.parametrize(
    ("adjusted", "may_be", "never"),
    [
        (["C5", "L5/S1"], ["98941"], ["98942", "98943"]),
        (["C5", "T4", "SI", "L5/S1"], ["98942"], ["98940", "98943"]),
        (["rib"], ["98940", "98943"], ["98941"]),
    ],
)
def test_a_code_that_one_reading_makes_is_open_in_a_review_and_never_wrong(adjusted, may_be, never):
    for number in may_be:
        review = review_claim(visit(adjusted=adjusted), [(number, 1, ())])
        assert not review.passes
        assert (review.wrong, review.missing) == ((), ())
        assert ("ask", number) in [(one.verdict.value, one.code) for one in review.unknown]
    for number in never:
        assert number in [one.code for one in review_claim(visit(adjusted=adjusted), [(number, 1, ())]).wrong]


def test_a_junction_counts_by_its_findings_and_diagnoses_as_any_bone_does():
    adjusted = ["C5", "T4", "L5/S1"]
    first = ["M99.01", "M54.2", "M99.02", "M54.6", "M99.03", "M54.59"]
    seen = visit(adjusted=adjusted, payer="medicare", diagnoses=first)
    # To Medicare a region counts with its own subluxation: the sacrum has none here, so that the bone decides.
    assert [line.code for line in code_visit(seen).lines] == ["98940"]
    both = visit(adjusted=adjusted, payer="medicare", diagnoses=[*first, "M99.04"])
    assert [line.code for line in code_visit(both).lines] == ["98941"]
    found = {"C5": "tender", "T4": "tender"}
    assert [line.code for line in code_visit(visit(adjusted=adjusted, findings=found)).lines] == ["98940"]


def test_a_junction_that_is_left_open_altogether_is_no_reading_of_it():
    claim = code_visit(visit(adjusted=["C5", "T4", "L5/S1?"]))
    assert [line.code for line in claim.lines] == ["98940"]
    assert [one.verdict.value for one in claim.unbilled] == ["ask"]


@pytest.mark.parametrize(
    ("name", "code"), [("costovertebral", "98940"), ("costotransverse", "98940"), ("costochondral", "98943")]
)
def test_a_rib_joint_that_is_named_has_its_region(name, code):
    # RULES-2: at the head or neck of the rib thoracic, elsewhere the rib cage.
    assert [line.code for line in code_visit(visit(adjusted=[name])).lines] == [code]


@pytest.mark.parametrize("therapy", ["balance", "soft_tissue", "massage"])
def test_therapy_at_a_place_that_may_be_adjusted_is_asked_about(therapy):
    claim = code_visit(visit(adjusted=["T4"], services=[service(therapy, regions=["rib"])]))
    assert [line.code for line in claim.lines] == ["98940"]
    assert [one.verdict.value for one in claim.unbilled] == ["ask"]


def test_therapy_where_the_unclear_place_cannot_be_is_distinct():
    # "L5/S1" is lumbar or sacral, and neither is the neck.
    claim = code_visit(visit(adjusted=["C5"], services=[service("balance", regions=["L5/S1"])]))
    assert claim.line("97112").modifiers == ("59",)


def test_bones_that_were_treated_are_not_said_to_have_been_adjusted():
    seen = record(services=[service("soft_tissue", regions=["cervicothoracic junction"])])
    asked = unclear_place(seen.services[0].places.unclear[0], adjusted=False)
    assert "Name the bones that were meant: C7, T1, or both." in asked.says
    assert "adjusted" not in asked.says + asked.fix


def test_a_place_left_open_may_still_be_the_adjusted_one():
    # A therapy at the neck is not told to be in another region than "C5?".
    seen = record(adjusted=["C5?"], services=[service("balance", regions=["neck"])])
    assert [one.written for one in seen.adjusted.may_share(frozenset({"cervical"}))] == ["C5?"]
    assert not seen.adjusted.may_share(frozenset({"lumbar"}))


@pytest.mark.parametrize(
    "adjusted",
    [
        ["L5/S1"],
        ["C7/T1"],
        ["T12/L1"],
        ["lumbosacral"],
        ["cervicothoracic"],
        ["thoracolumbar"],
        ["lumbopelvic"],
        ["L5/S1", "lumbosacral"],
        ["C5-T4"],  # of both regions, or of one at least
        ["L4-S1"],
    ],
)
def test_a_junction_alone_is_one_region_or_two_and_that_is_one_level(adjusted):
    # A1: one or two regions are 98940; A17: "lumbosacral" tells the level well enough.
    seen = visit(adjusted=adjusted)
    claim = code_visit(seen)
    assert [(line.code, line.units, line.verdict.value) for line in claim.lines] == [
        ("98940", 1, "supported")
    ]
    assert claim.unbilled == ()
    asked = [one for one in claim.line("98940").findings if one.verdict == "ask"]
    assert [(one.rule, one.either_way) for one in asked] == [("unclear_place", True)] * len(adjusted)
    assert review_claim(seen, [("98940", 1, ())]).passes
    assert [one.code for one in review_claim(seen, []).missing] == ["98940"]


def test_two_junctions_that_may_be_four_regions_make_no_level():
    claim = code_visit(visit(adjusted=["L5/S1", "C7/T1"]))
    assert (claim.lines, [one.verdict.value for one in claim.unbilled]) == ((), ["ask", "ask"])


def test_a_range_passes_every_region_between_its_ends():
    # From the fifth cervical to the fifth lumbar vertebra it is three regions, not two.
    [place] = record(adjusted=["C5-L5"]).adjusted.unclear
    assert place.may_be == ("cervical", "thoracic", "lumbar")


@pytest.mark.parametrize(
    ("findings", "billed"),
    [
        ({"L5/S1": "tender"}, ["98940"]),
        ({"L5/S1": "tender", "C5": "normal"}, ["98940"]),
        ({"L5/S1": "normal"}, []),
        ({"C5": "tender"}, []),
        ({"L5": "tender"}, []),  # one bone of it: by the other nothing was found
    ],
)
def test_a_junction_alone_counts_with_a_finding_of_its_own(findings, billed):
    assert [line.code for line in code_visit(visit(adjusted=["L5/S1"], findings=findings)).lines] == billed


def test_beside_a_neck_where_nothing_was_found_the_junction_alone_makes_the_level():
    seen = visit(adjusted=["C5", "L5/S1"], findings={"C5": "normal", "L5/S1": "tender"})
    claim = code_visit(seen)
    assert [line.code for line in claim.lines] == ["98940"]
    assert claim.unbilled == ()


@pytest.mark.parametrize(
    ("diagnoses", "told", "is_billed"),
    [
        (["M99.03", "M54.50"], "ask", True),
        (["M99.04", "M53.3"], "ask", True),
        (None, "ask", True),
        (["M99.01", "M54.2"], "not_supported", False),  # of neither
        (["M54.50"], "not_supported", False),
    ],
)
def test_to_medicare_whether_the_subluxation_is_of_the_junctions_bone_stays_asked(diagnoses, told, is_billed):
    seen = visit("medicare", adjusted=["L5/S1"], care="active", part=["P", "A"], diagnoses=diagnoses)
    claim = code_visit(seen)
    assert [(line.code, line.modifiers) for line in claim.lines] == (
        [("98940", ("AT",))] if is_billed else []
    )
    assert [one.verdict.value for one in claim.findings if one.rule == "subluxation_diagnosis"] == [told]
    assert review_claim(seen, [("98940", 1, ("AT",))]).passes is is_billed


# What else was done, where the only place adjusted is not understood: whichever bone it was, it was an adjustment.


def beside(name, *services, **keys):
    claim = code_visit(visit(adjusted=[name], services=list(services), **keys))
    asked = {line.code for line in claim.lines if any(one.verdict == "ask" for one in line.findings)}
    off = {item.code: item.verdict.value for item in claim.unbilled if item.code}
    return {line.code: line.modifiers for line in claim.lines}, asked, off


@pytest.mark.parametrize("therapy", [("balance", "97112"), ("soft_tissue", "97140"), ("massage", "97124")])
@pytest.mark.parametrize(
    ("name", "region"),
    [("rib", "thoracic"), ("L5/S1", "lumbar"), ("thoracolumbar", "T4"), ("the sore spot", "neck")],
)
def test_therapy_where_it_may_have_been_adjusted_waits_for_the_bone(name, region, therapy):
    purpose, code = therapy
    level = ({}, set()) if name in {"rib", "the sore spot"} else ({"98940": ()}, {"98940"})
    assert beside(name, service(purpose, regions=[region])) == (*level, {code: "ask"})


@pytest.mark.parametrize(("purpose", "code"), [("balance", "97112"), ("soft_tissue", "97140")])
def test_therapy_elsewhere_stands_in_every_reading_with_the_mark_of_another_region(purpose, code):
    found = beside("L5/S1", service(purpose, regions=["neck"]))
    assert found == ({"98940": (), code: ("59",)}, {"98940"}, {})
    # Of a rib it is not told whether the spine was adjusted at all.
    assert beside("rib", service(purpose, regions=["neck"])) == ({code: ()}, {code}, {})


@pytest.mark.parametrize("region", ["lumbar", "neck"])
def test_exercise_that_no_edit_joins_to_an_adjustment_is_not_asked_about(region):
    found = beside("L5/S1", service("strength", regions=[region]))
    assert found == ({"98940": (), "97110": ()}, {"98940"}, {})


def test_a_place_beyond_the_spine_in_every_reading_joins_therapy_by_no_edit():
    # "digit" is an arm or a leg: 98943 by either, and no edit joins that to therapy at the neck.
    assert beside("digit", service("balance", regions=["neck"])) == ({"97112": ()}, set(), {})


def test_an_office_visit_beside_a_junction_has_25():
    found = beside("L5/S1", evaluation={"code": "99213", "separate": True})
    assert found == ({"99213": ("25",), "98940": ()}, {"98940"}, {})


@pytest.mark.parametrize("name", ["rib", "digit", "the sore spot"])
def test_an_office_visit_has_25_by_every_reading_so_that_it_is_asked_about(name):
    assert beside(name, evaluation={"code": "99213", "separate": True}) == ({"99213": ()}, {"99213"}, {})


def test_a_therapy_evaluation_waits_where_some_reading_is_an_adjustment_of_the_spine():
    evaluated = {"code": "97164", "separate": True}
    assert beside("rib", evaluation=evaluated) == ({}, set(), {"97164": "ask"})
    # A junction is of the spine by each reading, as L5 and S1 are.
    assert beside("L5/S1", evaluation=evaluated) == ({"98940": ()}, {"98940"}, {"97164": "not_supported"})
    assert beside("L5", evaluation=evaluated)[2] == {"97164": "not_supported"}
    assert beside("digit", evaluation={"code": "97164"}) == ({"97164": ()}, set(), {})


def test_what_another_one_gives_way_to_waits_with_it():
    # By one reading 97140 goes to the adjustment, and 97124 at the knee is billed; by the other 97140 refuses it.
    both = [service("soft_tissue", regions=["thoracic"]), service("massage", regions=["knee"])]
    assert beside("rib", *both) == ({}, set(), {"97140": "ask", "97124": "ask"})


def test_units_that_hang_on_the_place_are_asked_about():
    # By total time 16 and 22 minutes are three units, two of them of 97110; of 97110 alone they are one.
    both = [service("soft_tissue", regions=["thoracic"], minutes=16), service("strength", minutes=22)]
    lines, asked, off = beside("rib", *both, payer="federal_va")
    assert (set(lines), asked, set(off)) == ({"97110"}, {"97110"}, {"97140"})


def test_nothing_is_asked_where_another_place_decides_whatever_the_unclear_one_is():
    claim = code_visit(visit(adjusted=["C5", "rib"], services=[service("balance", regions=["lumbar"])]))
    assert claim.line("97112").modifiers == ("59",)
    assert all(one.verdict != "ask" for one in claim.line("97112").findings)
