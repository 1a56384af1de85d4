"""Timed minutes and units against the length of the session."""

from __future__ import annotations

import pytest
from strategies import check, record

from cptedu import Visit, code_visit
from cptedu.rules.session_length import billed_beyond, session_length


@pytest.mark.parametrize(
    ("minutes", "units", "session", "beyond"),
    [
        (56, 7, 60, True),  # seven patients of eight minutes in an hour
        (60, 4, 60, False),
        (61, 4, 60, True),
        (8, 1, 10, False),
        (8, 1, 8, False),  # one unit of the fewest minutes fits into them
        (8, 1, 7, True),
        (23, 2, 23, False),
        (24, 3, 37, True),
        (24, 3, 38, False),
        (0, 0, 0, False),
        (1, 0, 0, True),
    ],
)
def test_more_than_a_session_had(minutes, units, session, beyond):
    assert billed_beyond(minutes, units, session) is beyond


def test_any_count_by_the_bands_fits_into_its_own_minutes():
    assert not any(billed_beyond(total, (total + 7) // 15, total) for total in range(8, 241))


def test_what_does_not_fit_is_asked_about():
    found = check(
        session_length(record(session_minutes=60), 56, 7),
        "session_length",
        "ask",
        "56 timed minutes (7 units) do not fit into a session of 60 minutes.",
        cites=("cms-100-04-ch5-20.2", "cms-100-02-ch15-220", "ilchiro-fca"),
        fix="Minutes of two patients at once are a group, and no minute is made up.",
    )
    assert found.numbers == (("timed minutes", 56), ("units", 7), ("session minutes", 60))
    assert session_length(record(session_minutes=20), 21, 1).verdict.value == "ask"


@pytest.mark.parametrize(("minutes", "units", "session"), [(56, 4, 60), (0, 0, 0)])
def test_what_fits_is_said_to_fit(minutes, units, session):
    found = session_length(record(session_minutes=session), minutes, units)
    assert (found.rule, found.verdict.value, found.used) == (
        "session_length",
        "supported",
        ("session_minutes",),
    )
    assert str(minutes) in found.says
    assert str(session) in found.says


@pytest.mark.parametrize(
    ("units", "spoken"), [(0, "(0 units)"), (1, "(1 unit)"), (2, "(2 units)"), (3, "(3 units)")]
)
@pytest.mark.parametrize("session", [10, 90])
def test_one_unit_is_spoken_of_as_one_and_any_other_number_as_several(units, spoken, session):
    assert spoken in session_length(record(session_minutes=session), 40, units).says


def test_where_no_session_is_recorded_nothing_is_said():
    assert session_length(record(), 500, 40) is None


STRENGTH = {
    "activity": "leg press",
    "purpose": ["strength"],
    "deficit": "knee extension 4-/5 left",
    "regions": ["knee"],
}
A_TASK = {
    "activity": "lifting",
    "purpose": ["functional_task"],
    "deficit": "cannot lift 5 kg",
    "regions": ["shoulder"],
}


@pytest.mark.parametrize(
    ("group", "alone", "session", "verdict"),
    [
        (20, 15, 20, "ask"),
        (20, 15, 34, "ask"),
        (20, 15, 35, "supported"),
        (20, 0, 19, "ask"),
        (20, 0, 20, "supported"),
    ],
)
def test_a_group_is_another_time_of_the_session_than_what_is_one_on_one(group, alone, session, verdict):
    services = [STRENGTH | {"minutes": group, "contact": "group"}]
    if alone:
        services.append(A_TASK | {"minutes": alone, "contact": "one_on_one"})
    written = {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "session_minutes": session}
    claim = code_visit(Visit.from_dict(written | {"services": services}))
    (note,) = [one for one in claim.notes if one.rule == "session_length"]
    assert note.verdict.value == verdict
    assert f"{group} minutes in a group" in note.says


def test_a_group_that_overlaps_with_another_service_is_not_added_to_it():
    services = [
        STRENGTH | {"minutes": 30, "contact": "group", "started": "10:00"},
        A_TASK | {"minutes": 15, "contact": "one_on_one", "started": "10:15"},
    ]
    written = {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "session_minutes": 30}
    claim = code_visit(Visit.from_dict(written | {"services": services}))
    assert all(one.verdict.value != "ask" for one in claim.notes if one.rule == "session_length")
