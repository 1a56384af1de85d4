"""The note on the stage: a room that is to predict is shown all that a record has."""

import re
from dataclasses import fields, replace
from datetime import date, time

import pytest

from cptedu.learn.deck import seminar_deck, typed_slide
from cptedu.model import Service, Visit
from cptedu.widgets.presentation import Presentation
from cptedu.widgets.presentation.stage_note import note_facts

CASE = """
title = "Neck adjusted"
question = "What goes on the claim?"

[visit]
date_of_service = 2026-03-04
payer = "commercial_ncci"
adjusted = ["C5"]

[[visit.services]]
activity = "balance board"
regions = ["lower_extremities"]

[[visit.services]]
activity = "massage"
regions = ["upper_extremities"]
"""
OF_VISIT = {
    "date_of_service": date(2026, 3, 5),
    "payer": "medicare",
    "care": "active",
    "adjusted": ("C6",),
    "diagnoses": ("M99.01",),
    "findings": (("cervical", "C5 tender"),),
    "part": ("P", "A"),
    "abn": "required",
    "course": "chronic",
    "session_minutes": 40,
    "xray_on": date(2026, 1, 7),
    "last_seen": date(2026, 2, 3),
}
OF_SERVICE = {
    "activity": "wobble board",
    "purpose": ("balance",),
    "deficit": "stands 6 s",
    "regions": ("cervical",),
    "minutes": 16,
    "contact": "one_on_one",
    "performed_by": "therapist",
    "code": "97112",
    "started": time(9, 5),
    "encounter": 2,
    "home_instruction": True,
    "aquatic": True,
    "muscle": "calf",
}
NOT_OF_THE_NOTE = {
    "title",  # a name for the file; the slide has its own
    "services",  # one by one, below
    "evaluation",  # its code is shown; whether it stands apart is what a room is to judge
}


def shown(visit):
    return [(fact["label"], fact["value"]) for fact in note_facts(typed_slide(CASE), visit, {})]


def test_the_two_lists_have_every_key_of_a_visit_and_of_a_service():
    assert {one.name for one in fields(Visit)} == {*OF_VISIT, *NOT_OF_THE_NOTE}
    assert {one.name for one in fields(Service)} == set(OF_SERVICE)


@pytest.mark.parametrize("key", OF_VISIT)
def test_whatever_a_visit_records_stands_in_the_note(key):
    visit = typed_slide(CASE).visit
    assert shown(replace(visit, **{key: OF_VISIT[key]})) != shown(visit)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("key", OF_SERVICE)
def test_whatever_is_recorded_of_any_service_stands_in_the_note(key, at):
    visit = typed_slide(CASE).visit
    services = list(visit.services)
    services[at] = replace(services[at], **{key: OF_SERVICE[key]})
    assert shown(replace(visit, services=tuple(services))) != shown(visit)


def test_what_was_found_and_when_it_began_is_said_in_plain_words():
    visit = replace(typed_slide(CASE).visit, findings=(("cervical", "WNL"),))
    assert ("Found", "cervical: WNL") in shown(visit)
    began = replace(visit.services[0], started=time(14, 5), code="97112", aquatic=True)
    told = shown(replace(visit, services=(began,)))
    assert {("Began", "2:05 PM"), ("As", "97112"), ("How", "in water")} <= set(told)


BARE = re.compile(r"[\d:.]+( [AP]M)?|not noted")


@pytest.mark.parametrize("key", OF_SERVICE)
def test_of_what_was_also_done_each_number_says_what_it_is(key):
    visit = typed_slide(CASE).visit
    also = replace(visit.services[1], **{key: OF_SERVICE[key]})
    (told,) = (
        value
        for label, value in shown(replace(visit, services=(visit.services[0], also)))
        if label == "Also done"
    )
    assert not [part for part in told.split("; ") if BARE.fullmatch(part)], told


def test_what_was_also_done_is_said_in_plain_words():
    visit = typed_slide(CASE).visit
    coded = Service(code="97112", started=time(14, 5), encounter=2, home_instruction=True, minutes=15)
    told = dict(
        shown(replace(visit, services=(visit.services[0], coded, Service(activity="massage", code="97124"))))
    )
    assert told["Also done"] == "massage; coded 97124; region not noted; minutes not noted"
    told = dict(shown(replace(visit, services=(visit.services[0], coded))))
    assert told["Also done"] == (
        "coded 97112; advice or a leaflet for home; began 2:05 PM; encounter 2; region not noted; 15 minutes"
    )


def test_a_case_for_which_a_deck_plans_no_minutes_is_not_said_to_be_over():
    stage = Presentation(seminar_deck())
    planned = stage.deck.minutes_of_cases
    stage.deck = replace(stage.deck, minutes_of_cases=(None, *planned[1:]))
    stage.go(1)
    assert stage.for_speaker()["minutes"] is None
    stage.go(2)
    assert stage.for_speaker()["minutes"]["of"] == stage.deck.minutes
