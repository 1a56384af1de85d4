"""Bones and joints by name, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.facts.regions import extraspinal, place, places, region, region_of, regions, regions_of, spinal
from cptedu.facts.tables import rows

# The region of each bone and joint: CPT's lists of 1997 (spine, head, rib cage), and anatomy for the limbs.
NAMED = {
    "cervical": [f"C{n}" for n in range(8)] + ["occiput", "atlanto-occipital"],
    "thoracic": [f"T{n}" for n in range(1, 13)] + ["costovertebral", "costotransverse"],
    "lumbar": [f"L{n}" for n in range(1, 6)],
    "sacral": [f"S{n}" for n in range(1, 6)] + ["sacrum", "coccyx"],
    "pelvic": ["sacroiliac", "SI", "ilium", "pelvis"],
    "head": ["TMJ", "jaw"],
    "upper_extremities": ["shoulder", "AC", "SC", "elbow", "wrist", "hand"],
    "lower_extremities": ["hip", "knee", "ankle", "foot"],
    "rib_cage": ["rib shaft", "costochondral", "sternocostal"],
    "abdomen": ["abdomen"],
}
ORDER = list(NAMED)
EVERY_NAME = [(name, where) for where, names in NAMED.items() for name in names] + [
    (where, where) for where in ORDER
]
JUNCTIONS = ["lumbosacral", "thoracolumbar", "cervicothoracic", "craniocervical", "occipitocervical"]


def spellings(name: str) -> list[str]:
    """Give a name in other letters, separators and sides."""
    spaced = name.replace("_", " ").replace("-", " ")
    cased = [name, name.lower(), name.upper(), name.title(), name.swapcase()]
    joined = [spaced, spaced.replace(" ", "-"), spaced.replace(" ", "_"), spaced.replace(" ", "")]
    sided = [
        f"left {name}",
        f"{name} right",
        f"Right {spaced}",
        f"LEFT_{name}",
        f"{name}, bilateral",
        f"left{name}",
    ]
    return [*cased, *joined, *sided, f"  {name} ", f"{name}."]


def test_ten_regions_in_body_order():
    assert [one.name for one in regions()] == ORDER
    assert [one.order for one in regions()] == list(range(1, 11))
    assert spinal() == set(ORDER[:5])
    assert extraspinal() == set(ORDER[5:])
    assert [one.kind for one in regions()] == ["spinal"] * 5 + ["extraspinal"] * 5


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("costotransverse T5", "thoracic"),
        ("left costovertebral joint, T7", "thoracic"),
        ("R5 costotransverse", "thoracic"),
        ("head of the 5th rib", "thoracic"),
        ("first rib head, right", "thoracic"),
        ("rib shaft 5", "rib_cage"),
        ("anterior 6th rib", "rib_cage"),
        ("costochondral rib 5", "rib_cage"),
        ("sternocostal joint 3", "rib_cage"),
    ],
)
def test_the_number_of_a_rib_does_not_change_its_region(name, where):
    assert region_of(name) == where


@pytest.mark.parametrize("name", ["rib 13", "T5 rib", "costochondral T5", "costotransverse L2", "5", "C 12"])
def test_a_number_that_no_rib_has_is_not_passed_over(name):
    with pytest.raises(ct.CpteduError):
        region_of(name)


@pytest.mark.parametrize(("name", "where"), EVERY_NAME)
def test_every_name_is_found_however_it_is_written(name, where):
    assert {spelling: region_of(spelling) for spelling in spellings(name)} == dict.fromkeys(
        spellings(name), where
    )


@pytest.mark.parametrize(
    ("name", "where", "kind"),
    [
        ("atlanto-occipital", "cervical", "spinal"),  # not the head
        ("atlanto-occipital joint", "cervical", "spinal"),
        ("occipito-atlantal", "cervical", "spinal"),
        ("costovertebral", "thoracic", "spinal"),  # not the rib cage
        ("costotransverse joints", "thoracic", "spinal"),
        ("sacroiliac joint", "pelvic", "spinal"),  # not the sacrum
        ("left ilium", "pelvic", "spinal"),
        ("sacrum", "sacral", "spinal"),
        ("TMJ", "head", "extraspinal"),  # beyond the spine
        ("temporomandibular joint", "head", "extraspinal"),
        ("costochondral", "rib_cage", "extraspinal"),  # not thoracic
        ("SC joint", "upper_extremities", "extraspinal"),  # the collar bone, not the sacrum
        ("S1", "sacral", "spinal"),
    ],
)
def test_joints_that_are_easily_taken_for_a_neighbour(name, where, kind):
    assert (region(name).name, region(name).kind) == (where, kind)


def test_every_place_of_the_table_is_found_in_its_own_region():
    assert {one.id: region_of(one.id) for one in places()} == {
        r["place"]: r["region"] for r in rows("places.csv")
    }
    assert all(one.kind == region(one.id).kind for one in places())


def test_a_place_is_a_bone_or_joint_and_a_region_is_none():
    assert place("C5").id == "C5"
    assert place("Right SI").region == "pelvic"
    assert place("cervical") is None
    for name in ("C9", ["C5"]):
        with pytest.raises(ct.CpteduError):
            place(name)


@pytest.mark.parametrize("name", JUNCTIONS)
@pytest.mark.parametrize(
    "spelling", [str.upper, str.title, lambda name: f"{name} junction", lambda name: f" {name}"]
)
def test_a_junction_is_refused_with_the_advice_to_name_the_bones(name, spelling):
    with pytest.raises(
        ct.CpteduError, match=r"may be of more than one region \(.* or .*\)\. Name the (bones|joint)"
    ):
        region(spelling(name))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("C9", r"'C9' is not a known bone, joint or region\..*Accepted: .*cervical"),
        ("T13", r"'T13' is not a known bone"),
        ("T0", r"'T0' is not a known bone"),
        ("L6", r"'L6' is not a known bone"),
        ("S0", r"'S0' is not a known bone"),
        ("thoraic", r"Did you mean 'thoracic'\?"),
        ("", r"'' is not a known bone"),
        ("left", r"'left' is not a known bone"),
        (
            "L5, S1",
            r"names more than one place, in more than one region\. Give each one by itself: 'L5', 'S1'\.",
        ),
        ("neck and shoulder", r"Give each one by itself: 'NECK', 'SHOULDER'\."),
        ("C5-T4", r"runs over more than one region \(cervical, thoracic\)\. Give the vertebrae of each"),
        ("L1-L9", r"'L1-L9' is not a known bone"),
        (5, r"5 is not the name of a bone, joint or region\. Write text"),
        (None, r"None is not the name of a bone"),
        (["C5"], r"\['C5'\] is not the name of a bone"),
    ],
)
def test_an_unknown_name_is_refused_with_advice(name, says):
    with pytest.raises(ct.CpteduError, match=says):
        region_of(name)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("neck", "cervical"),
        ("back of the neck", "cervical"),
        ("C-spine", "cervical"),
        ("cervical spine", "cervical"),
        ("lower cervicals", "cervical"),
        ("mid back", "thoracic"),
        ("mid-back", "thoracic"),
        ("upper back", "thoracic"),
        ("T spine", "thoracic"),
        ("low back", "lumbar"),
        ("lower back", "lumbar"),
        ("L-spine", "lumbar"),
        ("tailbone", "sacral"),
        ("R SI jt", "pelvic"),
        ("left SI", "pelvic"),
        ("B/L SI joints", "pelvic"),
        ("R knee", "lower_extremities"),
        ("knee (L)", "lower_extremities"),
        ("L shoulder", "upper_extremities"),
        ("Rt. shoulder", "upper_extremities"),
        ("both ankles", "lower_extremities"),
        ("lateral elbow", "upper_extremities"),
        ("L L4", "lumbar"),
        ("L4 vertebra", "lumbar"),
        ("C2 segment", "cervical"),
    ],
)
def test_places_are_read_as_notes_have_them(name, where):
    assert region_of(name) == where


# "L" is a side before a joint and the lumbar spine before a number.
@pytest.mark.parametrize(
    ("name", "where"), [("L 4", "lumbar"), ("L4", "lumbar"), ("L hip", "lower_extremities")]
)
def test_the_letter_l_is_read_by_what_follows(name, where):
    assert region_of(name) == where


@pytest.mark.parametrize("letter", ["C", "T", "L", "S"])
@pytest.mark.parametrize("between", ["-", " - ", "–", "/", " to ", ", ", " and ", " & "])
def test_several_vertebrae_of_one_region_are_read_in_one_name(letter, between):
    last = {"C": 7, "T": 12, "L": 5, "S": 5}[letter]
    where = region_of(f"{letter}1")
    for name in (
        f"{letter}1{between}{letter}{last}",
        f"{letter}1{between}{last}",
        f"{letter}3{between}4{between}5",
    ):
        assert region_of(name) == where
    assert region_of(f"{letter}1{letter}2") == where
    beyond = f"{letter}1{between}{letter}{last + 1}"
    with pytest.raises(ct.CpteduError):
        region_of(beyond)


@pytest.mark.parametrize("between", ["-", "/", " to ", "–", ""])
@pytest.mark.parametrize(("upper", "lower"), [("C7", "T1"), ("T12", "L1"), ("L5", "S1")])
def test_the_joint_of_two_regions_asks_for_the_bones(upper, lower, between):
    with pytest.raises(
        ct.CpteduError,
        match=rf"may be of more than one region .*: {upper}, {lower}, or both, each by itself\.",
    ):
        region_of(f"{upper}{between}{lower}")


@pytest.mark.parametrize(
    "name", ["rib", "ribs", "first rib", "1st rib, right", "rib 5", "left rib", "R5 rib"]
)
def test_a_rib_alone_asks_for_the_head_or_the_shaft(name):
    with pytest.raises(
        ct.CpteduError, match=r"\(thoracic or rib cage\)\. Say where on the rib: \"rib head\".*\"rib shaft\""
    ):
        region_of(name)


@pytest.mark.parametrize(
    "name", ["back", "spine", "full spine", "buttock", "groin", "phalanges", "thorax", "hip bone"]
)
def test_a_name_of_several_regions_asks_which(name):
    with pytest.raises(ct.CpteduError, match=r"may be of more than one region \(.* or .*\)\. (Say|Name) "):
        region_of(name)


@pytest.mark.parametrize("name", ["C5", "lumbar", "left shoulder", "C5-C7", "SI"])
@pytest.mark.parametrize(
    "written", ["{}?", "? {}", "{} (?)", "{} -", "- {}", "{}+", "{} (-)", "~{}", "{}!", "{} /", "*{}"]
)
def test_a_sign_that_leaves_a_place_open_is_asked_about(name, written):
    with pytest.raises(ct.CpteduError, match="leaves open whether it is meant") as asked:
        region_of(written.format(name))
    assert getattr(asked.value, "may_be", None) == (region_of(name),)
    with pytest.raises(ct.CpteduError, match="write the place alone"):
        ct.cmt_level([written.format(name)])


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("(L) SI", "pelvic"),
        ("SI (R)", "pelvic"),
        ("SI, R", "pelvic"),
        ("SI R>L", "pelvic"),
        ("T4.", "thoracic"),
        ("T4;", "thoracic"),
        ("neck:", "cervical"),
        ("[C5]", "cervical"),
        ("C5, & C6", "cervical"),
        ("C5 / C6", "cervical"),
        ("L. knee", "lower_extremities"),
        ("lower_extremities", "lower_extremities"),
        ("#5 costotransverse", "thoracic"),
        ("  C5\n", "cervical"),
    ],
)
def test_ordinary_signs_change_nothing_about_a_place(name, where):
    assert region_of(name) == where


@pytest.mark.parametrize(
    "name", ["pubic symphysis", "pubis", "right ischium", "sit bone", "ischial tuberosity"]
)
def test_a_bone_of_the_pelvis_that_cpt_gives_to_no_region_is_asked_about(name):
    # RULES A2 and A4: the pelvic region is the sacroiliac joint, with the ilium.
    with pytest.raises(ct.CpteduError, match="ask the payer"):
        region_of(name)


@pytest.mark.parametrize("name", ["ilium", "iliac crest", "PSIS", "innominate", "sacroiliac joint", "SI"])
def test_the_sacroiliac_joint_and_the_ilium_are_the_pelvic_region(name):
    assert region_of(name) == "pelvic"


def test_the_courses_own_words_for_a_region_are_read():
    for one in regions():
        assert region_of(one.label) == one.name
        assert region_of(one.name.replace("_", " ")) == one.name
    for one in places():
        assert region_of(one.label) == one.region


def test_a_list_gives_each_region_once_in_body_order():
    assert regions_of(["knee", "T4", "C5", "left knee", "C3"]) == (
        "cervical",
        "thoracic",
        "lower_extremities",
    )
    assert regions_of([]) == ()
    assert regions_of(name for name in ("SI", "abdomen")) == ("pelvic", "abdomen")


@given(st.lists(st.sampled_from([name for name, _ in EVERY_NAME])))
def test_regions_of_any_list_are_its_regions_in_body_order(names):
    assert list(regions_of(names)) == [
        where for where in ORDER if where in {region_of(name) for name in names}
    ]


@given(st.text(max_size=12))
def test_any_text_is_a_place_or_is_refused_with_advice(name):
    try:
        assert region_of(name) in ORDER
    except ct.CpteduError as refused:
        assert len(str(refused)) > 20


@pytest.mark.parametrize(("given_", "says"), [("C5", "give a list"), (5, "not a list"), (None, "not a list")])
def test_what_is_no_list_is_refused(given_, says):
    with pytest.raises(ct.CpteduError, match=says):
        regions_of(given_)


@pytest.mark.parametrize("names", [[["C5"]], [{"C5": 1}], [5], [None]])
def test_a_list_of_other_things_is_refused(names):
    with pytest.raises(ct.CpteduError):
        regions_of(names)
