"""However computers sync by copying files, and whatever their clocks say: the same events in the same order everywhere."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cptedu.learn.practice import Practice
from cptedu.learn.progress import FILE_NAME, Progress, device
from cptedu.learn.progress.chain import chain_faults
from cptedu.learn.progress.order import in_order, is_ordered

COMPUTERS = st.integers(0, 2)
LESSONS = st.sampled_from(["units", "regions"])
WILD_CLOCK = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
COPY_NAMES = st.sampled_from(
    ["progress-LAPTOP.json", "progress (1).json", "progress 2.json", "progress_conflict-1.json"]
)
OLD = {"id": "old", "at": "2098-01-01T00:00:00+00:00", "kind": "answered", "lesson": "units"}


class Computers(RuleBasedStateMachine):
    """Three computers that write, restart, and sync in any order; beside them a plain model that only knows who knew what."""

    forks_may_come = False

    def __init__(self):
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("JUPYTER_DATA_DIR", str(self.root / "data"))
        self.patch.setattr(device, "_tips", {})
        self.patch.setattr(os, "fsync", lambda handle: None)  # no power fails here, and the disk is slow
        self.folders = [self.root / name for name in "abc"]
        self.windows = [Progress(folder) for folder in self.folders]
        self.known = [set() for _ in self.folders]  # by computer: ids that it has
        self.past = {}  # by id: the ids that its computer had when it was written
        self.what = {}  # by id: kind and lesson

    def teardown(self):
        self.patch.undo()
        shutil.rmtree(self.root)

    @initialize(old=st.booleans())
    def one_may_bring_a_file_of_format_1(self, old):
        if old:
            file = f'{{"format": 1, "events": [{str(OLD).replace(chr(39), chr(34))}]}}'
            (self.folders[0] / FILE_NAME).write_text(file, encoding="utf-8")
            self.windows[0].refresh()
            self.known[0].add("old")
            self.what["old"], self.past["old"] = ("answered", "units"), set()

    @rule(
        computer=COMPUTERS,
        kind=st.sampled_from(["answered", "answered", "started_over"]),
        lesson=LESSONS,
        at=WILD_CLOCK,
    )
    def write(self, computer, kind, lesson, at):
        event = self.windows[computer].add(kind, at, lesson=lesson)
        self.past[event["id"]] = set(self.known[computer])
        self.what[event["id"]] = (kind, lesson)
        self.known[computer].add(event["id"])

    @rule(computer=COMPUTERS)
    def start_again(self, computer):
        self.patch.setattr(device, "_tips", {})
        self.windows[computer] = Progress(self.folders[computer])

    @rule(giver=COMPUTERS, taker=COMPUTERS, name=COPY_NAMES)
    def sync(self, giver, taker, name):
        written = self.folders[giver] / FILE_NAME
        if giver != taker and written.exists():
            shutil.copy(written, self.folders[taker] / name)
            self.windows[taker].refresh()
            self.known[taker] |= self.known[giver]

    @invariant()
    def each_has_what_it_should_have_in_an_order_that_keeps_what_came_before(self):
        for window, known in zip(self.windows, self.known, strict=True):
            ids = [event["id"] for event in window.events()]
            assert len(ids) == len(known)
            assert set(ids) == known
            place = {name: n for n, name in enumerate(ids)}
            assert all(
                place[before] < place[name] for name in ids for before in self.past[name] if before in place
            )

    @invariant()
    def a_lesson_holds_the_answers_after_its_latest_fresh_start(self):
        for window in self.windows:
            for lesson in ("units", "regions"):
                counted = []
                for event in window.events():
                    kind, where = self.what[event["id"]]
                    if where == lesson:
                        counted = [] if kind == "started_over" else [*counted, event["id"]]
                assert [event["id"] for event in window.in_lesson(lesson)] == counted

    @invariant()
    def an_answer_after_every_fresh_start_it_could_know_of_counts(self):
        for window, known in zip(self.windows, self.known, strict=True):
            starts = {(name, self.what[name][1]) for name in known if self.what[name][0] == "started_over"}
            for lesson in ("units", "regions"):
                own = {name for name, where in starts if where == lesson}
                counted = {event["id"] for event in window.in_lesson(lesson)}
                for name in known:
                    if self.what[name] == ("answered", lesson):
                        if own <= self.past[name]:
                            assert name in counted
                        if any(name in self.past[start] for start in own):
                            assert name not in counted

    @invariant()
    def no_chain_shows_anything(self):
        for window in self.windows:
            kinds = {fault.kind for fault in chain_faults(window.events())}
            assert kinds <= ({"fork"} if self.forks_may_come else set())

    @rule()
    def when_all_have_synced_all_have_the_same_in_the_same_order(self):
        for giver, taker in ((1, 0), (2, 0), (0, 1), (0, 2)):
            self.sync(giver, taker, "progress-LAPTOP.json")
        everything = set().union(*self.known)
        orders = [window.events() for window in self.windows]
        assert orders[0] == orders[1] == orders[2]
        assert {event["id"] for event in orders[0]} == everything


class ClonedComputers(Computers):
    """The same, where homes are cloned with the folder in them, and backups of files come back."""

    forks_may_come = True

    def __init__(self):
        super().__init__()
        self.backups = {}

    @rule(giver=COMPUTERS, taker=COMPUTERS)
    def clone(self, giver, taker):
        written = self.folders[giver] / FILE_NAME
        kept = [device.Device(self.folders[n])._place() for n in (giver, taker)]
        if giver != taker and written.exists() and kept[0].exists():
            shutil.copy(written, self.folders[taker] / FILE_NAME)
            shutil.copy(kept[0], kept[1])
            self.start_again(taker)
            self.known[taker] = set(self.known[giver])

    @rule(computer=COMPUTERS)
    def back_up(self, computer):
        written = self.folders[computer] / FILE_NAME
        if written.exists():
            self.backups[computer] = (written.read_bytes(), set(self.known[computer]))

    @rule(computer=COMPUTERS)
    def restore(self, computer):
        if computer in self.backups:
            written, self.known[computer] = self.backups[computer][0], set(self.backups[computer][1])
            (self.folders[computer] / FILE_NAME).write_bytes(written)
            self.start_again(computer)

    @rule()
    def when_all_have_synced_all_have_the_same_in_the_same_order(self):
        super().when_all_have_synced_all_have_the_same_in_the_same_order()
        for window in self.windows:
            before = window.events()
            chain = [event["device"] for event in before if is_ordered(event)]
            forked = {fault.device for fault in chain_faults(before)}
            event = window.add("answered", lesson="units")
            self.past[event["id"]] = {one["id"] for one in before}
            self.what[event["id"]] = ("answered", "units")
            self.known[self.windows.index(window)].add(event["id"])
            assert event["device"] not in forked
            assert event["device"] in chain or event["number"] == 1


TestComputers = Computers.TestCase
TestClonedComputers = ClonedComputers.TestCase
TestComputers.settings = TestClonedComputers.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None
)


def test_events_of_format_1_come_first_and_among_themselves_as_the_clock_said():
    ordered = {"id": "c", "at": "1990", "device": "d", "number": 1, "before": "", "order": 1}
    old = [{"id": "b", "at": "2026"}, {"id": "a", "at": "2026"}, {"id": "z", "at": "2025"}]
    assert [event["id"] for event in in_order([ordered, *old])] == ["z", "a", "b", "c"]


@pytest.mark.parametrize("key", ["device", "number", "before", "order"])
@pytest.mark.parametrize("value", [None, True, 0, -1, 1.0, [], {}])
def test_an_event_whose_place_is_garbled_does_not_break_the_order(key, value):
    whole = {"id": "c", "at": "1990", "device": "d", "number": 1, "before": "", "order": 1}
    garbled = whole | {"id": "a", key: value}
    assert [event["id"] for event in in_order([whole, garbled])] == ["a", "c"]


@pytest.mark.parametrize("years", [(2031, 2026, 2019), (1990, 2099, 1991), (2026, 2026, 2026)])
def test_spaced_repetition_bears_a_clock_that_jumps(years):
    progress = Progress()
    for year in years:
        at = datetime(year, 3, 4, tzinfo=UTC)
        progress.add(
            "answered", at, exercise="cmt_level/codes/1/42", state="wrong", items={"skill:cmt_level": "wrong"}
        )
    (item,) = Practice(progress, start=1).items()
    assert (item.times, item.due.year) == (3, years[-1])
