"""The error museum: each statement is disproved by a visit, and what is wrong is told only then."""

import pytest

from cptedu.errors import CpteduError
from cptedu.widgets.error_museum import ErrorMuseum
from cptedu.widgets.error_museum.exhibits import exhibits
from cptedu.widgets.error_museum.reading import HINT_AFTER, SHOW_AFTER, read_museum

EXHIBITS = {one.id: one for one in exhibits()}


def test_there_are_thirteen_exhibits_each_with_where_it_was_seen_and_what_settles_it():
    assert len(EXHIBITS) == 13
    assert all(one.seen_in and one.settled_by and one.hint and one.wrong for one in EXHIBITS.values())


@pytest.mark.parametrize("name", EXHIBITS)
def test_statement_and_sources_agree_at_first_and_part_on_the_visit_that_disproves(name):
    shown = EXHIBITS[name]
    assert not shown.test(shown.start).disproves
    tested = shown.test(shown.disproof)
    assert tested.disproves
    assert tested.statement != tested.sources


@pytest.mark.parametrize("name", EXHIBITS)
def test_what_is_wrong_is_told_only_when_it_is_disproved(name):
    shown = EXHIBITS[name]
    in_vain = {"exhibit": name, "settings": shown.start}
    before = read_museum(name, {}, [in_vain] * 3)["current"]
    assert (before["wrong"], before["kind"], before["settled_by"], before["sides"]) == ("", "", [], [])
    found = read_museum(name, {}, [in_vain, {"exhibit": name, "settings": shown.disproof}])["current"]
    assert found["wrong"] == shown.wrong
    assert found["kind"]
    assert len(found["settled_by"]) == len(shown.settled_by)


def test_help_comes_after_tests_in_vain_and_not_before():
    name, shown = next(iter(EXHIBITS.items()))
    for tests in range(SHOW_AFTER + 1):
        current = read_museum(name, {}, [{"exhibit": name, "settings": shown.start}] * tests)["current"]
        assert bool(current["hint"]) == (tests >= HINT_AFTER)
        assert (current["disproof"] is not None) == (tests >= SHOW_AFTER)


def test_what_was_expected_is_met_or_named_and_a_test_from_before_says_nothing_of_it():
    name, shown = next(iter(EXHIBITS.items()))
    for settings, expects, says in (
        (shown.disproof, "part", "As you expected."),
        (shown.disproof, "agree", "You expected them to agree."),
        (shown.start, "agree", "As you expected."),
        (shown.start, "part", "You expected them to differ."),
        (shown.start, None, ""),
    ):
        test = {"exhibit": name, "settings": settings} | ({"expects": expects} if expects else {})
        assert read_museum(name, settings, [test])["current"]["tested"]["foreseen"] == says


def test_the_next_exhibit_is_one_that_still_stands_and_there_is_none_at_the_end():
    names = list(EXHIBITS)
    tests = [{"exhibit": one, "settings": EXHIBITS[one].disproof} for one in names]
    assert read_museum(names[0], {}, tests[:1])["current"]["next"] == names[1]
    assert read_museum(names[0], {}, tests[:3])["current"]["next"] == names[3]
    assert read_museum(names[-1], {}, tests[1:])["current"]["next"] == names[0]
    assert read_museum(names[3], {}, tests)["current"]["next"] == ""


def test_starting_over_puts_every_statement_back_up():
    tests = [{"exhibit": name, "settings": one.disproof} for name, one in EXHIBITS.items()]
    museum = ErrorMuseum(tests=tests)
    assert museum.reading["tally"] == "13 of 13 disproved."
    museum.tests = []
    assert museum.reading["tally"] == "0 of 13 disproved."


def test_what_is_not_there_is_answered_with_advice():
    name = next(iter(EXHIBITS))
    for at, settings, tests in (
        ("none", {}, []),
        (name, {"nothing": 1}, []),
        (name, {}, [{"exhibit": name}]),
        (name, {}, [{"exhibit": "none", "settings": {}}]),
    ):
        with pytest.raises(CpteduError):
            read_museum(at, settings, tests)
