"""A chain shows what was cut out or changed, and calls nothing a fault that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptedu.learn.progress import Progress
from cptedu.learn.progress.chain import ChainFault, chain_faults, link_of


def chain(length):
    progress = Progress()
    for n in range(length):
        progress.add("answered", exercise=f"e{n}")
    return list(progress.events())


def told(events):
    return [(fault.kind, fault.first, fault.last) for fault in chain_faults(events)]


@given(st.integers(0, 12), st.randoms())
def test_a_whole_chain_has_no_fault_in_whatever_order_it_is_given(length, chance):
    events = chain(length)
    chance.shuffle(events)
    assert chain_faults(events) == ()


@given(st.integers(2, 10), st.data())
def test_whatever_is_cut_out_before_the_last_is_missing_and_the_end_that_is_cut_off_cannot_be_seen(
    length, data
):
    events = chain(length)
    kept = data.draw(st.sets(st.integers(1, length)))
    left = [event for event in events if event["number"] in kept]
    missing = {
        number for kind, first, last in told(left) if kind == "missing" for number in range(first, last + 1)
    }
    assert {kind for kind, _, _ in told(left)} <= {"missing"}
    assert missing == set(range(1, max(kept, default=0))) - kept


@given(st.integers(2, 10), st.data())
def test_a_change_shows_in_the_event_that_comes_after(length, data):
    events = chain(length)
    number = data.draw(st.integers(1, length - 1))
    key = data.draw(st.sampled_from(["exercise", "at", "id", "kind", "order"]))
    other = 10_000 if key == "order" else "other"
    events[number - 1] = events[number - 1] | {key: other}
    assert told(events) == [("changed", number + 1, number + 1)]


def test_a_change_of_the_very_last_event_cannot_be_seen():
    first, second = chain(2)
    assert chain_faults([first, second | {"exercise": "other"}]) == ()


def test_two_events_of_one_number_are_a_fork_and_what_follows_either_fits():
    first, second, third = chain(3)
    branch = second | {"id": "other", "exercise": "other"}
    (device,) = {event["device"] for event in (first, second, third)}
    assert chain_faults([first, second, branch, third]) == (ChainFault("fork", device, 2, 2),)


def test_the_same_event_twice_is_no_fork_nor_is_its_link():
    events = chain(3)
    assert chain_faults([*events, *events, *map(link_of, events)]) == ()


@pytest.mark.parametrize("number", [1, 2])
def test_a_link_stands_for_its_event_and_tells_nothing_of_it(number):
    events = chain(3)
    events[number - 1] = link_of(events[number - 1])
    assert set(events[number - 1]) == {"device", "number", "before", "order", "sum"}
    assert chain_faults(events) == ()
    events[number - 1] = {**events[number - 1], "sum": "0" * 64}
    assert told(events) == [("changed", number + 1, number + 1)]


def test_a_first_event_that_names_one_before_it_does_not_fit():
    (first,) = chain(1)
    assert told([first | {"before": "0" * 64}]) == [("changed", 1, 1)]


def test_a_number_far_out_is_told_without_counting_up_to_it():
    first, second = chain(2)
    assert told([first, second | {"number": 10**18}]) == [("missing", 2, 10**18 - 1)]


def test_events_without_a_device_are_passed_over():
    old = {"id": "x", "at": "2026-03-04T10:00:00+00:00", "kind": "answered"}
    garbled = [
        old | {"device": "d", "number": number, "before": "", "order": 1} for number in (True, 0, "1", None)
    ]
    assert chain_faults([old, *garbled]) == ()
