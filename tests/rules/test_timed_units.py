"""Minutes to units, against a search over every split, the published bands, and the published examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.rules.timed_units import METHODS, timed_units, units_for_minutes

TIMED = [
    "97032",
    "97033",
    "97034",
    "97035",
    "97036",
    "97110",
    "97112",
    "97113",
    "97116",
    "97124",
    "97140",
    "97530",
    "97535",
    "97537",
    "97542",
    "97750",
]
LONGEST = 60
# The manual (Pub. 100-04, chapter 5, section 20.2) prints the bands to 127 minutes; the rest follows its "same pattern".
PRINTED = [
    (0, 0, 7),
    (1, 8, 22),
    (2, 23, 37),
    (3, 38, 52),
    (4, 53, 67),
    (5, 68, 82),
    (6, 83, 97),
    (7, 98, 112),
    (8, 113, 127),
]
BANDS = [*PRINTED, *((units + 8, first + 120, last + 120) for units, first, last in PRINTED[1:])]


def units_by_the_bands(total: int) -> int:
    """Read the published table: the band in which the minutes lie."""
    return next(units for units, first, last in BANDS if first <= total <= last)


def splits(units: int, codes: int) -> Iterator[tuple[int, ...]]:
    """Give every way to hand out so many units."""
    if codes == 1:
        yield (units,)
        return
    for first in range(units + 1):
        for rest in splits(units - first, codes - 1):
            yield (first, *rest)


EVERY_SPLIT = {(n, k): tuple(splits(n, k)) for k in (1, 2, 3, 4) for n in range(17)}
COST = [[abs(15 * units - minutes) for units in range(17)] for minutes in range(241)]


def nearest_splits(minutes: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Search every split of the published number of units for those nearest to the minutes spent.

    This knows nothing of whole quarter-hours and leftovers: a split is good when its quarter-hours differ least from
    the minutes, code by code.
    """
    every = EVERY_SPLIT[units_by_the_bands(sum(minutes)), len(minutes)]
    if len(minutes) == 3:
        one, two, three = (COST[spent] for spent in minutes)
        costs = [one[a] + two[b] + three[c] for a, b, c in every]
    else:
        costs = [sum(COST[m][u] for m, u in zip(minutes, split, strict=True)) for split in every]
    least = min(costs)
    return {split for split, cost in zip(every, costs, strict=True) if cost == least}


def answered(minutes: dict[str, int]) -> set[tuple[int, ...]]:
    counted = timed_units(minutes, method="cms_total_time")
    return {tuple(split[code] for code in minutes) for split in counted.alternatives}


# --- the search -------------------------------------------------------------------------------------------------------


def test_every_mix_of_three_codes_is_as_a_search_over_all_splits_finds_it():
    wrong = [
        spent
        for spent in product(range(LONGEST + 1), repeat=3)
        if answered(dict(zip(("97110", "97112", "97140"), spent, strict=True))) != nearest_splits(spent)
    ]
    assert not wrong, f"{len(wrong)} of {(LONGEST + 1) ** 3} differ, such as {wrong[:3]}"


@given(st.lists(st.one_of(st.integers(0, 60), st.sampled_from([5, 7, 8, 20, 35])), min_size=1, max_size=4))
def test_any_mix_of_up_to_four_codes_is_as_the_search_finds_it(spent):
    assert answered(dict(zip(TIMED, spent, strict=False))) == nearest_splits(tuple(spent))


@given(
    st.dictionaries(st.sampled_from(TIMED), st.integers(0, 60), max_size=5),
    st.permutations(TIMED),
    st.sampled_from(METHODS),
)
def test_other_names_for_the_codes_rename_the_answer(minutes, shuffled, method):
    renamed = dict(zip(TIMED, shuffled, strict=True))

    def as_set(counted, names):
        return {frozenset((names.get(code, code), n) for code, n in split.items()) for split in counted}

    before = timed_units(minutes, method)
    after = timed_units({renamed[code]: spent for code, spent in minutes.items()}, method)
    assert as_set(after.alternatives, {}) == as_set(before.alternatives, renamed)
    assert (after.total_units, after.total_minutes) == (before.total_units, before.total_minutes)


@given(
    st.dictionaries(st.sampled_from(TIMED), st.integers(0, 200), min_size=1, max_size=5),
    st.data(),
    st.sampled_from(METHODS),
)
def test_more_minutes_never_make_fewer_units(minutes, data, method):
    code = data.draw(st.sampled_from(sorted(minutes)))
    more = minutes | {code: minutes[code] + data.draw(st.integers(1, 30))}
    assert timed_units(more, method).total_units >= timed_units(minutes, method).total_units


@given(st.dictionaries(st.sampled_from(TIMED), st.integers(0, 240), max_size=6), st.sampled_from(METHODS))
def test_the_answer_agrees_with_itself(minutes, method):
    given_before = dict(minutes)
    counted = timed_units(minutes, method)
    assert minutes == given_before
    assert list(counted.units) == sorted(minutes)
    assert counted.alternatives[0] == counted.units
    assert counted.total_minutes == sum(minutes.values())
    assert {sum(split.values()) for split in counted.alternatives} == {counted.total_units}
    assert len({tuple(split.items()) for split in counted.alternatives}) == len(counted.alternatives)
    assert counted.method == method
    assert counted.units == timed_units(dict(reversed(minutes.items())), method).units


@given(st.dictionaries(st.sampled_from(TIMED), st.integers(0, 60), min_size=2, max_size=5))
def test_of_tied_codes_the_lowest_numbers_hold_the_units(minutes):
    counted = timed_units(minutes, "cms_total_time")
    ranked = [tuple(split[code] for code in sorted(split)) for split in counted.alternatives]
    assert ranked[0] == max(ranked)


# --- the bands --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_one_code_makes_the_units_of_its_band(method):
    got = [timed_units({"97112": total}, method).total_units for total in range(241)]
    assert got == [units_by_the_bands(total) for total in range(241)]


def test_minutes_alone_make_the_units_of_their_band():
    assert [units_for_minutes(total) for total in range(241)] == [units_by_the_bands(t) for t in range(241)]


# --- published examples -----------------------------------------------------------------------------------------------

# Name, minutes, every allowed split by the CMS total-time method, the units by the CPT per-code method.
EXAMPLES = [
    ("B-t1", {"97112": 24, "97110": 23}, [{"97112": 2, "97110": 1}], {"97112": 2, "97110": 2}),
    (
        "B-t2",
        {"97112": 20, "97110": 20},
        [{"97110": 2, "97112": 1}, {"97110": 1, "97112": 2}],
        {"97112": 1, "97110": 1},
    ),
    ("B-t3", {"97110": 33, "97140": 7}, [{"97110": 2, "97140": 1}], {"97110": 2, "97140": 0}),
    (
        "B-t4",
        {"97110": 18, "97140": 13, "97116": 10, "97035": 8},
        [{"97110": 1, "97140": 1, "97116": 1, "97035": 0}],
        {"97110": 1, "97140": 1, "97116": 1, "97035": 1},
    ),
    (
        "B-t5",
        {"97112": 7, "97110": 7, "97140": 7},
        [
            {"97110": 1, "97112": 0, "97140": 0},
            {"97110": 0, "97112": 1, "97140": 0},
            {"97110": 0, "97112": 0, "97140": 1},
        ],
        {"97110": 0, "97112": 0, "97140": 0},
    ),
    ("B-t6", {"97530": 60}, [{"97530": 4}], {"97530": 4}),
    (
        "B-t7",
        {"97110": 8, "97112": 8, "97140": 8},
        [
            {"97110": 1, "97112": 1, "97140": 0},
            {"97110": 1, "97112": 0, "97140": 1},
            {"97110": 0, "97112": 1, "97140": 1},
        ],
        {"97110": 1, "97112": 1, "97140": 1},
    ),
    ("B-t8", {"97112": 7}, [{"97112": 0}], {"97112": 0}),
    ("B-t9", {"97110": 6, "97112": 4}, [{"97110": 1, "97112": 0}], {"97110": 0, "97112": 0}),
    ("B-t10, 22 minutes", {"97112": 22}, [{"97112": 1}], {"97112": 1}),
    ("B-t10, 23 minutes", {"97112": 23}, [{"97112": 2}], {"97112": 2}),
    ("B-t12, set-up left out", {"97112": 10}, [{"97112": 1}], {"97112": 1}),
    ("UA-005", {"97110": 38}, [{"97110": 3}], {"97110": 3}),
    (
        "UC-008",
        {"97116": 20, "97112": 20},
        [{"97112": 2, "97116": 1}, {"97112": 1, "97116": 2}],
        {"97116": 1, "97112": 1},
    ),
    ("UC-013 and UC-026", {"97140": 15, "97035": 8}, [{"97140": 1, "97035": 1}], {"97140": 1, "97035": 1}),
    ("UC-017", {"97140": 24}, [{"97140": 2}], {"97140": 2}),
    ("UC-018", {"97110": 25}, [{"97110": 2}], {"97110": 2}),
    ("UC-033", {"97110": 10 + 5}, [{"97110": 1}], {"97110": 1}),
    ("UC-039", {"97110": 35}, [{"97110": 2}], {"97110": 2}),
    (
        "UX-005",
        {"97035": 8, "97140": 8, "97110": 18},
        [{"97035": 1, "97140": 0, "97110": 1}, {"97035": 0, "97140": 1, "97110": 1}],
        {"97035": 1, "97140": 1, "97110": 1},
    ),
    # Leftovers of 5 and 3: together they make one unit more, alone none.
    ("UX-010", {"97140": 20, "97035": 18}, [{"97140": 2, "97035": 1}], {"97140": 1, "97035": 1}),
    ("MN-009", {"97140": 10 + 5, "97530": 15}, [{"97140": 1, "97530": 1}], {"97140": 1, "97530": 1}),
]


@pytest.mark.parametrize(
    ("minutes", "splits", "alone"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_published_examples(minutes, splits, alone):
    together = timed_units(minutes, method="cms_total_time")
    assert {frozenset(split.items()) for split in together.alternatives} == {
        frozenset(split.items()) for split in splits
    }
    assert together.units == splits[0]
    each = timed_units(minutes, method="cpt_per_code")
    assert each.units == alone
    assert each.alternatives == (alone,)


@pytest.mark.parametrize(
    ("totals", "units"),
    [
        (
            [7, 8, 22, 23, 37, 38, 52, 53, 67, 68, 82, 83, 97, 98, 112],
            [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7],
        ),
        ([113, 127, 128, 142], [8, 8, 9, 9]),
        ([15, 22, 23, 28], [1, 1, 2, 2]),
    ],
    ids=["UC-027", "UC-028", "UC-040"],
)
def test_published_totals(totals, units):
    assert [timed_units({"97110": t}, "cms_total_time").total_units for t in totals] == units


def test_a_fifteen_minute_code_is_never_left_without_a_unit():
    # "All minutes may not be loaded on one code when another was done for 15 minutes": B5.
    counted = timed_units({"97110": 15, "97112": 29}, "cms_total_time")
    assert counted.units == {"97110": 1, "97112": 2}


# --- sources and refusals ---------------------------------------------------------------------------------------------


def test_the_count_names_its_sources():
    def ids(method):
        return {citation.id for citation in timed_units({"97110": 15}, method).citations}

    assert "cms-100-04-ch5-20.2" in ids("cms_total_time")
    assert ids("cpt_per_code") == {"cpt-time-rule"}


def test_no_minutes_make_an_empty_answer():
    counted = timed_units({}, "cms_total_time")
    assert (counted.units, counted.total_units, counted.total_minutes, counted.alternatives) == (
        {},
        0,
        0,
        ({},),
    )


def test_codes_are_read_as_written_and_come_out_as_numbers():
    assert timed_units({" 97110 ": 15}, "cpt_per_code").units == {"97110": 1}


@pytest.mark.parametrize(
    "number", ["97150", "98940", "97012", "G0283", "97010", "97164", "99213", "20560", "97039"]
)
@pytest.mark.parametrize("method", METHODS)
def test_an_untimed_code_is_refused_by_name(number, method):
    with pytest.raises(ct.CpteduError, match=rf"^{number} is not billed by quarter-hours, .*Leave it out"):
        timed_units({"97110": 15, number: 15}, method)


@pytest.mark.parametrize("number", ["97810", "97811", "97813", "97814", "97129", "97130", "98960", "95851"])
@pytest.mark.parametrize("method", METHODS)
def test_of_a_code_whose_count_is_not_held_it_is_not_said_that_it_has_no_minutes(number, method):
    # RULES-2, add-on codes: the first 15 minutes and each further 15, or each 30; no counting rule is held
    with pytest.raises(
        ct.CpteduError, match=rf"^No rule of counting is held here for {number}, .*Leave it out"
    ):
        timed_units({"97110": 15, number: 15}, method)


@pytest.mark.parametrize(
    ("minutes", "method", "says"),
    [
        ({"97111": 15}, "cms_total_time", r"'97111' is not a known code: the table does not hold it\."),
        ({97110: 15}, "cms_total_time", r"A code is text; write '97110' in quotation marks"),
        ({"97110": 7.5}, "cpt_per_code", r"^97110: 7\.5 is not a number of whole minutes, 0 or more\.$"),
        ({"97110": -1}, "cpt_per_code", r"^97110: -1 is not a number of whole minutes, 0 or more\.$"),
        ({"97110": True}, "cpt_per_code", r"^97110: True is not a number of whole minutes"),
        ({"97110": "15"}, "cpt_per_code", r"^97110: '15' is not a number of whole minutes"),
        (
            {"97110": 15, " 97110": 8},
            "cpt_per_code",
            r"^97110 is given twice\. Add its minutes together first\.$",
        ),
        (
            [("97110", 15)],
            "cpt_per_code",
            r"^Give the minutes of each code, such as \{\"97110\": 16\}, not \[\(",
        ),
        (
            {"97110": 15},
            "rule_of_eights",
            r"^'rule_of_eights' is not a known way to count units\..* Accepted: cms_total_time, cpt_per_code\.",
        ),
        ({"97110": 15}, None, r"^None is not a known way to count units"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_advice(minutes, method, says):
    with pytest.raises(ct.CpteduError, match=says):
        timed_units(minutes, method)
