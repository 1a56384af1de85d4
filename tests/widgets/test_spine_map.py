"""The spine map's traits: what is named, what it says of it, and that its list and its picture are one state."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptedu.errors import CpteduError
from cptedu.facts.regions import place, places, region_of, regions, regions_of
from cptedu.rules.cmt_level import cmt_level
from cptedu.widgets.spine_map import SpineMap

ALL_REGIONS = [region.name for region in regions()]
ONE_OF_EACH = {
    "cervical": "C5",
    "thoracic": "T4",
    "lumbar": "L5",
    "sacral": "sacrum",
    "pelvic": "left sacroiliac",
    "head": "right TMJ",
    "upper_extremities": "left shoulder",
    "lower_extremities": "right knee",
    "rib_cage": "left rib shaft",
    "abdomen": "abdomen",
}
EVERY_NAME = sorted({p.id for p in places()} | set(ALL_REGIONS))
SPELLED = st.builds(
    lambda side, name, shout: f"{side}{name.upper() if shout else name}",
    st.sampled_from(["", "left ", "Right ", "bilateral "]),
    st.sampled_from(EVERY_NAME),
    st.booleans(),
)
MARKS = st.lists(SPELLED, max_size=8)


@pytest.fixture(scope="module")
def one_map():
    return SpineMap()


def codes_on(spine_map):
    return tuple(spine_map.reading["line"].split(" + ")) if spine_map.reading["line"] else ()


def pressed(spine_map, layer):
    """What the picture and the list press: both take a place as marked when one of its names is in the trait."""
    held = set(getattr(spine_map, layer))
    spots = [spot["id"] for spot in spine_map.places if held & set(spot["names"])]
    wholes = [whole["name"] for whole in spine_map.regions if held & set(whole["names"])]
    return spots + wholes


# -- what is counted


def test_three_segments_of_the_neck_are_three_segments_and_one_region():
    assert SpineMap(adjusted=["C3", "C5", "C6"]).reading["count"] == "3 segments · 1 region"


def test_extraspinal_regions_are_counted_beside_the_spine():
    counts = SpineMap(exercised=["C6", "left knee", "right hip", "head"]).reading["counts"]
    assert counts["exercised"] == "1 segment · 1 region + 2 extraspinal regions"


def test_a_whole_region_is_a_region_without_segments():
    assert SpineMap(adjusted=["cervical", "lumbar"]).reading["count"] == "2 regions"


def test_nothing_marked_is_said_to_be_nothing():
    reading = SpineMap().reading
    assert (reading["count"], reading["line"], reading["lit"]) == ("none marked", "", {})


@pytest.mark.parametrize("names", [ALL_REGIONS, [ONE_OF_EACH[name] for name in ALL_REGIONS]])
def test_every_set_of_regions_gives_the_code_that_cmt_level_gives(one_map, names):
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            one_map.adjusted = chosen
            assert codes_on(one_map) == cmt_level(chosen).codes
            assert list(one_map.reading["lit"]) == list(regions_of(chosen))


# -- names


@given(MARKS)
def test_a_name_may_be_spelled_as_people_do_and_keeps_its_region(names):
    held = SpineMap(adjusted=names).adjusted
    assert regions_of(held) == regions_of(names)
    assert SpineMap(adjusted=held).adjusted == held


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("c5", "C5"),
        ("RIGHT si-joint", "right SI joint"),
        ("Lower Extremities", "lower_extremities"),
        ("shoulder left", "left shoulder"),
        ("bilateral SI", "SI"),
        ("left C5", "left C5"),
        ("leftshoulder", "left shoulder"),
        ("abdomen", "abdomen"),
    ],
)
def test_a_name_is_kept_with_its_side(written, held):
    assert SpineMap(adjusted=[written]).adjusted == [held]


def test_the_same_place_twice_is_held_once():
    assert SpineMap(adjusted=["C5", "c5", "C-5"]).adjusted == ["C5"]


@pytest.mark.parametrize("wrong", [["C8"], ["lumbosacral"], "C5", ["C5 T4"], [5], None, 5])
def test_a_name_that_is_not_held_is_refused_and_changes_nothing(wrong):
    spine_map = SpineMap(adjusted=["C5"])
    with pytest.raises(CpteduError):
        spine_map.adjusted = wrong
    with pytest.raises(CpteduError):
        SpineMap(exercised=wrong)
    assert spine_map.adjusted == ["C5"]
    assert spine_map.reading["of"] == {"adjusted": ["C5"], "exercised": []}


def test_an_unknown_layer_is_refused_with_the_two_that_there_are():
    with pytest.raises(CpteduError, match="adjusted, exercised"):
        SpineMap(layer="massaged")


def test_every_name_of_the_tables_presses_something():
    for name in EVERY_NAME:
        assert pressed(SpineMap(adjusted=[name]), "adjusted"), name


def test_every_spot_lies_in_the_region_that_the_tables_give_it():
    spine_map = SpineMap()
    assert all(region_of(name) == spot["region"] for spot in spine_map.places for name in spot["names"])
    assert [whole["name"] for whole in spine_map.regions] == ALL_REGIONS


def test_both_spellings_of_a_bone_press_the_same_spot():
    assert pressed(SpineMap(adjusted=["atlas", "axis", "occiput"]), "adjusted") == ["C0", "C1", "C2"]


def test_a_joint_without_a_side_presses_both_sides():
    assert pressed(SpineMap(adjusted=["SI"]), "adjusted") == ["left sacroiliac", "right sacroiliac"]
    assert pressed(SpineMap(adjusted=["right SI"]), "adjusted") == ["right sacroiliac"]


# -- picture and list


@given(MARKS, MARKS)
def test_picture_and_list_agree_with_the_traits(adjusted, exercised):
    spine_map = SpineMap(adjusted=adjusted, exercised=exercised)
    regions_by_spot = {spot["id"]: spot["region"] for spot in spine_map.places}
    for layer, names in (("adjusted", adjusted), ("exercised", exercised)):
        shown = {regions_by_spot.get(name, name) for name in pressed(spine_map, layer)}
        assert shown == set(regions_of(names))
        assert {name for name, lit in spine_map.reading["lit"].items() if lit in (layer, "both")} == shown


@given(MARKS, MARKS)
def test_overlap_is_what_both_layers_share_and_is_named(adjusted, exercised):
    reading = SpineMap(adjusted=adjusted, exercised=exercised).reading
    shared = [name for name in regions_of(adjusted) if name in regions_of(exercised)]
    assert reading["overlap"] == shared
    assert [name for name, lit in reading["lit"].items() if lit == "both"] == shared
    assert reading["notice"].startswith("adjusted and exercised: ") is bool(shared)


def test_no_two_spots_are_pressed_by_one_name_unless_it_leaves_the_side_open():
    for name in (p.id for p in places()):
        spots = pressed(SpineMap(adjusted=[name]), "adjusted")
        assert len(spots) == 1 or {spot.split(" ", 1)[0] for spot in spots} == {"left", "right"}, name


# -- undo, clear, reading


def test_undo_takes_back_one_change_at_a_time():
    spine_map = SpineMap(adjusted=["C5"])
    assert not spine_map.can_undo
    spine_map.adjusted = ["C5", "T4"]
    spine_map.exercised = ["L5"]
    spine_map.undo()
    assert (spine_map.adjusted, spine_map.exercised, spine_map.can_undo) == (["C5", "T4"], [], True)
    spine_map.undo()
    assert (spine_map.adjusted, spine_map.reading["line"], spine_map.can_undo) == (["C5"], "98940", False)
    spine_map.undo()
    assert spine_map.adjusted == ["C5"]


def test_clearing_both_layers_is_one_change():
    spine_map = SpineMap(adjusted=["C5"], exercised=["L5"])
    spine_map.clear()
    assert (spine_map.adjusted, spine_map.exercised) == ([], [])
    spine_map.undo()
    assert (spine_map.adjusted, spine_map.exercised, spine_map.can_undo) == (["C5"], ["L5"], False)


def test_what_the_page_reports_is_one_change_and_is_answered_at_once():
    spine_map = SpineMap(adjusted=["C5"], exercised=["L5"])
    spine_map.set_state({"adjusted": ["T4"], "exercised": []})
    assert spine_map.reading["of"] == {"adjusted": ["T4"], "exercised": []}
    spine_map._handle_custom_msg({"do": "undo"}, [])
    assert (spine_map.adjusted, spine_map.exercised) == (["C5"], ["L5"])


def test_another_reading_replaces_the_line_and_is_given_both_layers():
    spine_map = SpineMap(["C5"], ["L5"], read=lambda a, e: {"line": f"{a[0]}/{e[0]}", "verdict": "ask"})
    assert (spine_map.reading["line"], spine_map.reading["judged"]) == ("C5/L5", "ask the clinician")
    assert spine_map.reading["count"] == "1 segment · 1 region"


def test_a_reading_that_refuses_is_shown_with_its_advice():
    def refuses(adjusted, exercised):
        raise CpteduError("Give a date of service.")

    reading = SpineMap(["C5"], read=refuses).reading
    assert (reading["line"], reading["says"], reading["verdict"]) == (
        "",
        "Give a date of service.",
        "no_data",
    )


def test_refresh_reads_again():
    prices = ["one", "two"]
    spine_map = SpineMap(["C5"], read=lambda a, e: {"line": prices.pop(0)})
    spine_map.refresh()
    assert spine_map.reading["line"] == "two"


# -- in words


def test_repr_can_be_pasted_back():
    spine_map = SpineMap(adjusted=["C5", "right SI"], exercised=["cervical"])
    assert repr(spine_map) == "SpineMap(adjusted=['C5', 'right SI'], exercised=['cervical'])"
    assert repr(eval(repr(spine_map))) == repr(spine_map)


def test_where_no_widget_can_be_shown_the_cell_says_it_in_words():
    bundle = SpineMap(adjusted=["C3", "C5", "T4"], exercised=["C6"])._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"].splitlines() == [
        "Spine map",
        "Adjusted: C3, C5, T4 (3 segments · 2 regions)",
        "Exercised: C6 (1 segment · 1 region)",
        "Overlap: adjusted and exercised: cervical",
        "On the claim: 98940",
        "98940 is adjusting one or two spinal regions. Here: cervical, thoracic.",
    ]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_an_empty_map_says_so():
    assert (
        SpineMap().as_text() == "Spine map\nAdjusted: nothing\nExercised: nothing\nOn the claim: nothing yet"
    )


def test_a_place_that_is_a_region_of_its_own_is_listed_once():
    assert place("abdomen").region == "abdomen"
    assert "abdomen" not in [spot["id"] for spot in SpineMap().places]
