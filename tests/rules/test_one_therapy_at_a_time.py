"""Services that run at the same time by the clock: the minutes that they share are given once."""

from __future__ import annotations

from datetime import time
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import by_code, check, service, visit

from cptedu.engine.coding import code_visit
from cptedu.model import Service
from cptedu.rules.one_therapy_at_a_time import (
    MOST_WAYS,
    Timed,
    apart_by_the_clock,
    no_overlap,
    overlap,
    shared_minutes,
    ways_to_share,
)
from cptedu.visit.record import ServiceRecord, understood_service


def at(hour: int, minute: int, minutes: int | None, **keys) -> ServiceRecord:
    return ServiceRecord.of(started=time(hour, minute), minutes=minutes, **keys)


def timed(number: str, name: str, begins: time | None, minutes: int | None) -> Timed:
    return Timed(number, understood_service(Service(started=begins, minutes=minutes), name))


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        (at(9, 0, 15), at(9, 14, 15), True),
        (at(9, 0, 15), at(9, 15, 15), False),
        (at(9, 0, 60), at(9, 20, 10), True),
        (at(9, 50, 15), at(10, 4, 5), True),
        (at(9, 0, 15), at(9, 0, 15), True),
        (at(9, 0, None), at(9, 0, 15), False),
        (at(9, 0, 0), at(9, 0, 15), False),
        (ServiceRecord.of(minutes=15), at(9, 0, 15), False),
    ],
)
def test_two_services_overlap_when_one_begins_before_the_other_has_ended(one, other, overlaps):
    assert overlap(one, other) is overlaps
    assert overlap(other, one) is overlaps


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (at(9, 0, 15), at(9, 15, 10), True),
        (at(9, 0, 16), at(9, 15, 10), False),
        (at(9, 0, 15), at(9, 30, None), True),
        (at(9, 0, None), at(9, 30, 10), False),
        (at(9, 0, 15), ServiceRecord.of(minutes=10), False),
    ],
)
def test_two_services_are_apart_by_the_clock_where_the_earlier_has_ended(one, other, apart):
    assert apart_by_the_clock(one, other) is apart
    assert apart_by_the_clock(other, one) is apart


def test_the_lowest_code_number_keeps_the_shared_minutes_until_the_clinician_says():
    pair = [timed("97530", "a", time(9), 15), timed("97140", "b", time(9, 5), 20)]
    assert ways_to_share(pair) == ({"b": 20, "a": 5}, {"a": 15, "b": 10})
    assert ways_to_share(pair[::-1]) == ways_to_share(pair)


def test_of_one_code_the_earlier_start_keeps_them():
    pair = [timed("97110", "late", time(9, 10), 15), timed("97110", "early", time(9), 15)]
    assert ways_to_share(pair)[0] == {"early": 15, "late": 10}


@pytest.mark.parametrize(
    "pair",
    [
        [timed("97140", "a", time(9), 15), timed("97530", "b", time(9, 15), 15)],
        [timed("97140", "a", None, 15), timed("97530", "b", None, 15)],
        [timed("97140", "a", time(9), 15), timed("97530", "b", None, 15)],
        # RULES-2 D8d: only the supervised modalities, and G0283, may run beside another.
        [timed("97012", "a", time(9), 15), timed("97110", "b", time(9), 15)],
        [timed("G0283", "a", time(9), 15), timed("97140", "b", time(9), 15)],
    ],
)
def test_where_nothing_attended_overlaps_nothing_is_shared(pair):
    assert ways_to_share(pair) == ({},)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["97110", "97112", "97140", "97530", "97012", "97150"]),
            st.integers(0, 60),
            st.integers(1, 40),
        ),
        max_size=5,
    )
)
def test_no_way_of_sharing_gives_a_minute_twice_or_loses_one(drawn):
    billed = [
        timed(number, f"s{place}", time(9 + begins // 60, begins % 60), minutes)
        for place, (number, begins, minutes) in enumerate(drawn)
    ]
    attended = [one for one in billed if one.is_attended]
    beside = {
        one.service.at
        for pair in combinations(attended, 2)
        if overlap(pair[0].service, pair[1].service)
        for one in pair
    }
    covered = {
        minute
        for one in attended
        if one.service.at in beside
        for minute in range(*(one.service.clock or (0, 0)))
    }
    for way in ways_to_share(billed):
        assert set(way) == beside
        assert sum(way.values()) == len(covered)
        own = {one.service.at: one.service.minutes for one in attended}
        assert all(0 <= minutes <= own[name] for name, minutes in way.items())


STAGGERED = [
    timed(number, f"s{place}", time(9, 5 * place), 20)
    for place, number in enumerate(("97110", "97112", "97140", "97530", "97535", "97535"))
]
"""Each begins five minutes after the one before it, and takes twenty."""


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_up_to_five_at_once_are_given_their_minutes_in_every_order(count):
    here = STAGGERED[:count]
    by_hand = []
    for order in permutations(here):
        taken: set[int] = set()
        way = {}
        for one in order:
            begins, ends = one.service.clock
            way[one.service.at] = len(set(range(begins, ends)) - taken)
            taken |= set(range(begins, ends))
        by_hand += [way] if way not in by_hand else []
    ways = ways_to_share(here)
    assert len(ways) == len(by_hand)
    assert all(way in by_hand for way in ways)
    assert ways[0] == {"s0": 20} | {f"s{place}": 5 for place in range(1, count)}


def test_of_six_at_once_each_comes_first_in_one_way_and_what_shares_its_code_next():
    ways = ways_to_share(STAGGERED)
    assert len(ways) == 6
    for place in range(6):
        assert any(way[f"s{place}"] == 20 and next(iter(way)) == f"s{place}" for way in ways)
    assert any(way["s4"] + way["s5"] == 25 for way in ways), "all minutes that the code could have"


def test_services_that_share_with_others_only_are_shared_out_by_themselves():
    morning = [timed("97110", "a", time(9), 15), timed("97140", "b", time(9, 10), 15)]
    noon = [timed("97112", "c", time(12), 15), timed("97530", "d", time(12, 5), 15)]
    alone = timed("97535", "e", time(11), 15)
    ways = ways_to_share([*noon, alone, *morning])
    first, second = ({"a": 15, "b": 10}, {"b": 15, "a": 10}), ({"c": 15, "d": 5}, {"d": 15, "c": 5})
    assert ways[0] == first[0] | second[0]
    assert len(ways) == 4
    assert all(one | other in ways for one in first for other in second)


def test_who_keeps_the_shared_minutes_is_asked():
    pair = [timed("97140", "services[1]", time(9), 15), timed("97110", "services[2]", time(9, 5), 20)]
    kept = ways_to_share(pair)[0]
    found = check(
        shared_minutes(pair[0], pair, kept, decides=True),
        "shared_minutes",
        "ask",
        "By the clock 97140 from 09:00 for 15 minutes overlaps with 97110 from 09:05 for 20 minutes.",
        "10 of its 15 minutes are shared and given once: until it is told to which service, 97140 is shown with 5.",
        code="97140",
        cites=("ncci-manual-ch11", "cms-100-04-ch5-20.2", "apta-group"),
        fix="Minutes are never counted twice, and the fee is no reason.",
    )
    assert found.numbers == (("minutes kept", 5), ("minutes shared", 10))
    assert found.used == ("services[1].started", "services[1].minutes")
    assert not found.either_way
    assert shared_minutes(pair[0], pair, kept, decides=False).either_way


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (time(9), "15 of its 15 minutes are shared and given once"),
        (time(9, 14), "1 of its 15 minutes is shared and given once"),
        (time(9, 7), "8 of its 15 minutes are shared and given once"),
    ],
)
def test_it_is_said_how_many_minutes_are_shared_whoever_keeps_them(other, says):
    pair = [timed("97110", "services[1]", time(9), 15), timed("97112", "services[2]", other, 15)]
    kept = ways_to_share(pair)[0]
    first, second = (shared_minutes(one, pair, kept, decides=True) for one in pair)
    assert says in first.says
    assert says in second.says
    assert first.says.endswith("97110 is shown with 15.")
    assert "of its own" not in first.says + second.says


def test_minutes_shared_with_two_services_are_counted_once():
    three = [
        timed(number, f"services[{at}]", time(9, begins), 15)
        for at, (number, begins) in enumerate((("97110", 0), ("97112", 5), ("97140", 5)), 1)
    ]
    found = shared_minutes(three[0], three, ways_to_share(three)[0], decides=True)
    assert "10 of its 15 minutes are shared" in found.says


def test_what_overlaps_with_nothing_is_asked_nothing_and_that_is_said_of_the_claim():
    pair = [timed("97140", "services[1]", time(9), 15), timed("97110", "services[2]", time(9, 15), 20)]
    assert shared_minutes(pair[0], pair, {}, decides=True) is None
    found = check(
        no_overlap(pair),
        "shared_minutes",
        "supported",
        "By the recorded times no two services share minutes that count.",
        cites=("ncci-manual-ch11",),
    )
    assert found.used == ("services[1].started", "services[2].started")


def test_where_no_time_is_recorded_or_something_overlaps_that_is_not_said():
    assert no_overlap([timed("97140", "a", None, 15)]) is None
    assert no_overlap([timed("97140", "a", time(9), 15), timed("97110", "b", time(9), 15)]) is None


# --- on claims --------------------------------------------------------------------------------------------------------


def shared_on(claim):
    """Give who is asked about shared minutes, and with how many of its own each is shown."""
    asked = [one for one in claim.findings if one.rule == "shared_minutes" and one.verdict.value == "ask"]
    return {one.code: dict(one.numbers)["minutes kept"] for one in asked}


def test_two_therapies_of_the_same_quarter_of_an_hour_are_one():
    # K4: 97140 and 97530, both from 09:00 for 15 minutes; no edit has joined the two since 2020 (RULES-2, last line).
    both = [
        service("soft_tissue", minutes=15, started="09:00"),
        service("functional_task", minutes=15, started="09:00"),
    ]
    claim = code_visit(visit(services=both))
    assert [(line.code, line.units) for line in claim.lines] == [("97140", 1)]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [("97530", "ask")]
    assert shared_on(claim) == {"97140": 15, "97530": 0}


def test_one_on_one_work_inside_the_time_of_a_group_is_not_marked_as_another_time():
    # K4: 59 is refused where the clock says the same time.
    within = [
        service("balance", contact="group", minutes=15, started="09:00"),
        service("strength", minutes=15, started="09:00"),
    ]
    claim = code_visit(visit(services=within))
    assert all("59" not in line.modifiers for line in claim.lines)
    assert len(claim.lines) == 1
    assert {one.verdict.value for one in claim.unbilled} == {"ask"}
    assert set(shared_on(claim)) == {"97110", "97150"}


def test_what_is_left_of_a_service_that_overlaps_in_part_stands():
    part = [
        service("soft_tissue", minutes=20, started="09:00"),
        service("strength", minutes=20, started="09:10"),
    ]
    claim = code_visit(visit(services=part))
    # 30 minutes in all: 97110 keeps its 20, 97140 the 10 before it.
    assert [(line.code, line.units, line.minutes) for line in claim.lines] == [
        ("97110", 1, 20),
        ("97140", 1, 10),
    ]
    assert shared_on(claim) == {"97110": 20, "97140": 10}


@pytest.mark.parametrize(
    ("first", "second", "decides"),
    [
        # 97140 from 09:00, 97110 from 09:25: five minutes are shared, and either has its units with or without them.
        (30, 15, {"97110": False, "97140": False}),
        (27, 10, {"97110": False, "97140": False}),  # 25 or 27 are two units, 8 or 10 one
        (30, 12, {"97110": True, "97140": False}),  # 12 or 7 of its own: one unit or none
        (27, 24, {"97110": True, "97140": False}),  # 24 or 22 of its own: two units or one
        (25, 15, {}),  # the second begins as the first ends
    ],
)
def test_who_keeps_shared_minutes_decides_only_where_a_unit_hangs_on_them(first, second, decides):
    both = [
        service("soft_tissue", minutes=first, started="09:00"),
        service("strength", minutes=second, started="09:25"),
    ]
    claim = code_visit(visit(services=both))
    asked = [one for one in claim.findings if one.rule == "shared_minutes" and one.verdict.value == "ask"]
    assert {one.code: not one.either_way for one in asked} == decides


@pytest.mark.parametrize("modality", ["97010", "97012", "97016", "97018", "97022", "G0283"])
def test_a_patient_may_lie_under_a_supervised_modality_meanwhile(modality):
    both = [by_code(modality, minutes=15, started="09:00"), service("strength", minutes=15, started="09:00")]
    claim = code_visit(visit(services=both))
    assert {line.code for line in claim.lines} == {modality, "97110"}
    assert shared_on(claim) == {}


def test_an_attended_modality_runs_beside_no_other_therapy():
    both = [
        by_code("97035", minutes=10, started="09:00", contact="one_on_one"),
        service("strength", minutes=15, started="09:00"),
    ]
    claim = code_visit(visit(services=both))
    assert set(shared_on(claim)) == {"97035", "97110"}
    assert len(claim.lines) == 1


def test_where_two_overlap_the_claim_does_not_say_that_none_do():
    same = {"minutes": 15, "started": "09:00"}
    both = [
        service("strength", **same),
        service("balance", **same),
        service("massage", minutes=15, started="10:00"),
    ]
    claim = code_visit(visit(services=both[:2]))
    assert [note.rule for note in claim.notes if note.rule == "shared_minutes"] == []
    [said] = [note for note in code_visit(visit(services=both)).notes if note.rule == "shared_minutes"]
    assert said.says == "By the recorded times the other services share no minutes that count."
    assert said.used == ("services[3].started",)


@pytest.mark.parametrize("places", [("knee", "shoulder"), ("shoulder", "knee")])
def test_of_two_alike_at_one_time_the_order_in_which_they_are_written_decides_nothing(places):
    both = [service("strength", minutes=15, started="09:00", regions=[place]) for place in places]
    claim = code_visit(visit(services=both))
    assert [(line.code, line.units, line.regions) for line in claim.lines] == [
        ("97110", 1, ("lower_extremities",))
    ]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [("97110", "ask")]


NOT_HELD = ["97810", "97813", "20560", "97129", "98960", "97161"]


@pytest.mark.parametrize("number", NOT_HELD)
def test_needles_teaching_and_evaluations_share_no_minutes_with_therapy_either(number):
    # RULES-2 D8d: with or without an edit, and only the supervised modalities may run beside another service.
    exercise = service("strength", started="09:00", minutes=15)
    claim = code_visit(
        visit(services=[exercise, by_code(number, started="09:05", minutes=15, contact="one_on_one")])
    )
    asked = {
        one.code for one in claim.findings if one.rule == "shared_minutes" and one.verdict.value == "ask"
    }
    assert asked == {"97110", number}
    assert not [one for one in claim.notes if one.rule == "shared_minutes"]


@pytest.mark.parametrize("number", NOT_HELD)
def test_given_at_the_very_same_time_one_of_the_two_waits_for_the_answer(number):
    exercise = service("strength", started="09:00", minutes=15)
    claim = code_visit(
        visit(services=[exercise, by_code(number, started="09:00", minutes=15, contact="one_on_one")])
    )
    (waits,) = claim.unbilled
    assert (waits.code, waits.verdict.value) == (max("97110", number), "ask")


@pytest.mark.parametrize("number", NOT_HELD)
def test_one_after_the_other_they_share_nothing(number):
    exercise = service("strength", started="09:00", minutes=15)
    claim = code_visit(
        visit(services=[exercise, by_code(number, started="09:15", minutes=15, contact="one_on_one")])
    )
    assert {line.code for line in claim.lines} == {"97110", number}
    assert not claim.unbilled
    assert [one.verdict.value for one in claim.findings if one.rule == "shared_minutes"] == ["supported"]


@pytest.mark.parametrize("number", ["97012", "97014", "97018", "72040"])
def test_a_machine_or_a_picture_runs_beside_it(number):
    exercise = service("strength", started="09:00", minutes=15)
    claim = code_visit(visit(services=[exercise, by_code(number, started="09:00", minutes=15)]))
    assert {one.verdict.value for one in claim.findings if one.rule == "shared_minutes"} <= {"supported"}


def test_of_many_crowds_each_is_shared_out_in_every_way_and_their_number_is_bounded():
    numbers = ("97110", "97112", "97116", "97530", "97535")
    crowds = [
        [timed(number, f"{hour} {number}", time(hour, 2 * at), 9 + at) for at, number in enumerate(numbers)]
        for hour in (9, 10, 11)
    ]
    together = ways_to_share([one for crowd in crowds for one in crowd])
    assert len(together) <= MOST_WAYS
    for crowd in crowds:
        held = {one.service.at for one in crowd}
        alone = {tuple(sorted(way.items())) for way in ways_to_share(crowd)}
        assert {
            tuple(sorted((at, kept) for at, kept in way.items() if at in held)) for way in together
        } == alone
