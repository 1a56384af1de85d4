"""What a note leaves out is asked for in a review, and never struck: the claim of the whole note against a note with a gap."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from strategies import service

import cptedu as ct
from cptedu.rules.distinct_service import distinct_service_modifiers

BACK = {"adjusted": ["L4"], "care": "active"}
SUBLUXATION = {"adjusted": ["C5"], "diagnoses": ["M99.01", "M54.2"], "part": ["P", "A"]}
HANDS = {"regions": ["cervical"], "encounter": "second", "muscle": "gastrocnemius"}
NOTES: dict[str, tuple[str, dict[str, Any]]] = {
    "trained at the leg": ("commercial_ncci", BACK | {"services": [service("balance")]}),
    "in water": ("commercial_ncci", BACK | {"services": [service("strength", aquatic=True)]}),
    "a group and one alone": (
        "commercial_ncci",
        {"services": [service("strength", contact="group"), service("balance")]},
    ),
    "by the clock": (
        "commercial_ncci",
        {
            "services": [
                service("strength", contact="group", started="09:00"),
                service("balance", started="09:30"),
            ]
        },
    ),
    "an examination": (
        "federal_va",
        BACK | {"services": [service("strength")], "evaluation": {"code": "99213", "separate": True}},
    ),
    "hands": ("commercial_ncci", BACK | {"services": [service("soft_tissue", **HANDS)]}),
    "a reading of its own": (
        "commercial_cpt",
        BACK | {"services": [service("balance", regions=["cervical"], performed_by="therapist")]},
    ),
    "current": (
        "federal_va",
        BACK
        | {"services": [{"code": "97032", "activity": "current", "minutes": 15, "contact": "one_on_one"}]},
    ),
    "a nerve": (
        "neuro_only_97112",
        BACK | {"diagnoses": ["M21.371"], "services": [service("balance")]},
    ),
    "findings": (
        "commercial_ncci",
        {
            "adjusted": ["C5", "L4", "T4"],
            "findings": dict.fromkeys(("cervical", "lumbar", "thoracic"), "tender"),
        },
    ),
    "a notice": (
        "medicare",
        SUBLUXATION | {"care": "active", "abn": "voluntary", "services": [service("strength")]},
    ),
    "maintenance": ("medicare", SUBLUXATION | {"care": "maintenance", "abn": "required"}),
    "before the releases": (
        "commercial_ncci",
        BACK | {"date_of_service": "2023-05-01", "services": [service("balance")]},
    ),
}
IS_TOLD_BY_SILENCE = frozenset({"adjusted", "aquatic", "encounter"})
"""What a note does not have was not adjusted, not in water and not at another encounter."""


def with_a_gap(written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the note without each thing that it has, with the name of what is left out."""
    for key, value in written.items():
        if key == "services":
            for at, one in enumerate(value):
                for part in one:
                    left = copy.deepcopy(written)
                    del left[key][at][part]
                    yield part, left
        elif key == "evaluation":
            yield "separate", written | {key: {"code": value["code"]}}
        elif key not in {"date_of_service", "payer"}:
            yield key, {name: one for name, one in written.items() if name != key}


def proposed(written: dict[str, Any]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [
        (line.code, line.units, line.modifiers) for line in ct.code_visit(ct.Visit.from_dict(written)).lines
    ]


@pytest.mark.parametrize("name", NOTES)
def test_what_a_note_leaves_out_is_asked_for_and_never_struck(name):
    payer, keys = NOTES[name]
    whole = {"date_of_service": "2026-03-04", "payer": payer} | keys
    lines = proposed(whole)
    gaps = [(what, left) for what, left in with_a_gap(whole) if what not in IS_TOLD_BY_SILENCE]
    assert lines
    assert gaps
    for what, left in gaps:
        review = ct.review_claim(ct.Visit.from_dict(left), lines)
        struck = [one for one in (*review.wrong, *review.missing) if not one.fix.startswith("Ask")]
        assert not struck, f"without {what}: {[(one.code, one.says, one.fix) for one in struck]}"


@pytest.mark.parametrize("name", ["trained at the leg", "a group and one alone", "a notice", "maintenance"])
def test_the_whole_note_passes_its_own_claim_and_no_other_mark(name):
    payer, keys = NOTES[name]
    whole = {"date_of_service": "2026-03-04", "payer": payer} | keys
    lines = proposed(whole)
    seen = ct.Visit.from_dict(whole)
    assert ct.review_claim(seen, lines).passes
    for at, (number, units, marks) in enumerate(lines):
        for mark in sorted(distinct_service_modifiers() - set(marks)):
            others = [*lines[:at], (number, units, (*marks, mark)), *lines[at + 1 :]]
            assert not ct.review_claim(seen, others).passes, (number, mark)


@pytest.mark.parametrize("gap", ["purpose", "contact", "deficit", "minutes"])
def test_units_that_another_service_may_add_are_asked_about(gap):
    whole = {"date_of_service": "2026-03-04", "payer": "commercial_ncci"}
    second = {key: value for key, value in service("balance", minutes=20).items() if key != gap}
    seen = ct.Visit.from_dict(whole | {"services": [service("balance"), second]})
    review = ct.review_claim(seen, [("97112", 2, ())])
    assert review.wrong == ()
    [more] = [one for one in review.unknown if one.rule == "units"]
    assert "2 units proposed; the record as it is supports 1." in more.says
    assert more.fix.startswith("Ask")
    assert more.fix.endswith("Until then bill 1.")
    # 16 and 20 minutes are 2 units, and no purpose or place makes them 4; minutes that are not told may be any number.
    many = ct.review_claim(seen, [("97112", 4, ())])
    assert [one.fix for one in many.wrong] == (
        []
        if gap == "minutes"
        else [
            "Bill 1. No minute is made up. Ask what the note leaves out of the other service, which may be 97112 too."
        ]
    )
    long = ct.Visit.from_dict(whole | {"services": [service("balance", minutes=30), second]})
    [fewer] = ct.review_claim(long, [("97112", 1, ())]).wrong
    assert fewer.fix == "Bill 2. No minute is made up."
    told = ct.Visit.from_dict(whole | {"services": [service("balance"), service("strength")]})
    [plain] = ct.review_claim(told, [("97112", 2, ()), ("97110", 1, ())]).wrong
    assert plain.fix == "Bill 1. No minute is made up."


def test_too_few_minutes_are_asked_about_where_a_service_without_a_purpose_may_add_to_them():
    untold = {"activity": "session", "minutes": 15, "contact": "one_on_one"}
    whole = {"date_of_service": "2026-03-04", "payer": "commercial_ncci"}
    few = ct.Visit.from_dict(whole | {"services": [service("balance", minutes=5), untold]})
    review = ct.review_claim(few, [("97112", 1, ())])
    assert review.wrong == ()
    [asked] = [one for one in review.unknown if one.rule == "not_in_record"]
    assert "5 minutes make 0 units of 97112." in asked.says
    assert "Ask the clinician what the service was for" in asked.fix
    assert asked.fix.endswith("Until then leave 97112 off.")
    # 5 and 15 minutes are 1 unit.
    [more] = ct.review_claim(few, [("97112", 2, ())]).wrong
    assert "Ask the clinician what the service was for" in more.fix
    neck = {"adjusted": ["C5"], "services": [service("balance", regions=["cervical"]), untold]}
    refused = ct.review_claim(ct.Visit.from_dict(whole | neck), [("98940", 1, ()), ("97112", 1, ("59",))])
    assert not any("Ask" in one.fix for one in refused.wrong)


def test_59_hangs_on_a_group_whose_purpose_is_not_told_and_on_nothing_that_no_edit_joins():
    untold = {"activity": "class", "minutes": 30, "contact": "group"}
    seen = ct.Visit.from_dict(
        {
            "date_of_service": "2026-03-04",
            "payer": "commercial_ncci",
            "services": [untold, service("balance")],
        }
    )
    marked = ("97112", 1, ("59",))
    open_yet = ct.review_claim(seen, [("97150", 1, ()), marked])
    assert [one.code for one in open_yet.wrong] == ["97150"]
    [asked] = [one for one in open_yet.unknown if one.rule == "modifiers"]
    assert (asked.code, asked.fix) == ("97112", "Settle 97150 first.")
    # No edit joins 97530 to 97112, and beside nothing 59 has no ground.
    for beside in ([("97530", 1, ())], []):
        struck = ct.review_claim(seen, [*beside, marked])
        assert "Take 59 off." in [one.fix for one in struck.wrong]


def test_59_never_hangs_on_an_adjustment_where_edits_touch_no_line_that_is_not_paid():
    seen = {
        "date_of_service": "2026-03-04",
        "adjusted": ["rib"],
        "care": "active",
        "services": [service("balance")],
    }
    lines = [("98940", 1, ("AT",)), ("97112", 1, ("59", "GP", "GY"))]
    excluded = ct.review_claim(ct.Visit.from_dict(seen | {"payer": "medicare"}), lines)
    assert "Take 59 off." in [one.fix for one in excluded.wrong]
    followed = ct.review_claim(
        ct.Visit.from_dict(seen | {"payer": "commercial_ncci"}), [("98940", 1, ()), ("97112", 1, ("59",))]
    )
    assert "Settle 98940 first." in [one.fix for one in followed.unknown]


def test_59_of_a_place_that_is_not_told_is_open_where_a_reading_lets_the_line_stand():
    seen = {"date_of_service": "2026-03-04", "payer": "commercial_cpt", **BACK}
    untold = ct.Visit.from_dict(seen | {"services": [service("balance", regions=[])]})
    lines = [("98940", 1, ()), ("97112", 1, ("59",))]
    [asked] = [one for one in ct.review_claim(untold, lines).unknown if one.rule == "modifiers"]
    assert asked.fix == "Ask which region was treated."
    same = ct.Visit.from_dict(seen | {"services": [service("balance", regions=["lumbar"])]})
    assert "Take 59 off." in [one.fix for one in ct.review_claim(same, lines).wrong]


BESIDE = ("98940", 1, ())
CLASS = {"activity": "class", "minutes": 30, "contact": "group"}
OPEN_LINES = {
    "edits of the day are not held, another region": (
        {"date_of_service": "2020-05-01", "adjusted": ["C5"], "services": [service("balance")]},
        BESIDE,
        "97112",
        {"59": "no_data", "XS": "no_data"},
    ),
    "edits of the day are not held, another encounter": (
        {"date_of_service": "2020-05-01", "services": [service("balance", encounter="second")], **BACK},
        BESIDE,
        "97112",
        {"59": "no_data", "XS": "no_data", "XE": "no_data"},
    ),
    "edits of the day are not held, and where is not told": (
        {"date_of_service": "2023-05-01", "services": [service("strength", regions=[])], **BACK},
        BESIDE,
        "97110",
        {"59": "no_data", "XS": "no_data"},
    ),
    "edits of the day are not held, and the encounter is not clear": (
        {"date_of_service": "2023-05-01", "services": [service("strength", encounter="later?")], **BACK},
        BESIDE,
        "97110",
        {"59": "no_data", "XS": "no_data", "XE": "no_data"},
    ),
    "where is not told, and one reading lets it stand": (
        {"payer": "commercial_cpt", "services": [service("balance", regions=[])], **BACK},
        BESIDE,
        "97112",
        {"59": "ask", "XS": "ask"},
    ),
    "a group whose purpose is not told": (
        {"services": [CLASS, service("balance")]},
        ("97150", 1, ()),
        "97112",
        {"59": "ask", "XS": "ask", "XU": "ask"},
    ),
    "a group whose purpose is not told, in another region by another practitioner": (
        {
            "services": [
                CLASS | {"regions": ["cervical"], "performed_by": "therapist", "started": "09:00"},
                service("balance", started="09:30"),
            ]
        },
        ("97150", 1, ()),
        "97112",
        {"59": "ask", "XS": "ask", "XU": "ask", "XP": "ask"},
    ),
}


@pytest.mark.parametrize("name", OPEN_LINES)
def test_each_mark_whose_ground_the_record_shows_or_leaves_open_is_left_open_as_59_is(name):
    written, beside, number, open_yet = OPEN_LINES[name]
    seen = ct.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"} | written)
    found = {}
    for mark in sorted(distinct_service_modifiers()):
        review = ct.review_claim(seen, [beside, (number, 1, (mark,))])
        said = [one for one in review.unknown if one.rule == "modifiers" and one.code == number]
        struck = f"Take {mark} off." in [one.fix for one in review.wrong]
        assert struck is not bool(said), (mark, review)
        found.update((mark, str(one.verdict)) for one in said)
    assert found == open_yet


def test_a_mark_hangs_on_an_open_code_only_where_an_edit_would_put_it_on_this_line():
    untold = {"activity": "session", "minutes": 15, "contact": "one_on_one"}
    hands = service("soft_tissue")
    seen = ct.Visit.from_dict(
        {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "services": [hands, untold]}
    )
    edit = ct.ptp_edit("97140", "97124", on="2026-03-04")
    assert (edit.column_one, edit.modifier_indicator) == ("97140", 0)
    review = ct.review_claim(seen, [("97124", 1, ()), ("97140", 1, ("59",))])
    assert "Take 59 off." in [one.fix for one in review.wrong]
    assert "Settle 97124 first." not in [one.fix for one in review.unknown]


GROUP = {"activity": "class", "purpose": ["balance"], "minutes": 15, "contact": "group"}
AT_NINE, AT_HALF_PAST = {"started": "09:00"}, {"started": "09:30"}
KNEE, WRIST, NOWHERE = {"regions": ["knee"]}, {"regions": ["wrist"]}, {"regions": []}


@pytest.mark.parametrize(
    ("group", "alone", "open_marks", "shown"),
    [
        (KNEE, NOWHERE, {"XS"}, {"XU"}),
        (KNEE | AT_NINE, NOWHERE | AT_HALF_PAST, {"XS"}, {"XU"}),
        (KNEE, WRIST, {"XU"}, {"XS"}),
        (KNEE, WRIST | {"encounter": "later?"}, {"XE", "XU"}, {"XS"}),
        (KNEE | AT_NINE, WRIST | AT_HALF_PAST, set(), {"XS", "XU"}),
        (KNEE, KNEE, set(), {"XU"}),
        (KNEE | AT_NINE, KNEE | AT_HALF_PAST, set(), {"XU"}),
    ],
)
def test_on_a_line_that_needs_a_mark_one_is_open_whose_ground_alone_is_not_told(
    group, alone, open_marks, shown
):
    written = {"services": [GROUP | group, service("balance", **alone)]}
    seen = ct.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"} | written)
    struck = set()
    for mark in ("XE", "XP", "XS", "XU"):
        review = ct.review_claim(seen, [("97150", 1, ()), ("97112", 1, (mark,))])
        asked = [one.says for one in review.unknown if one.says.startswith(f"97112 has {mark}. It names ")]
        assert bool(asked) is (mark in open_marks), mark
        struck |= {mark} if any(f"has {mark}" in one.says for one in review.wrong) else set()
    assert struck == {"XE", "XP", "XS", "XU"} - open_marks - shown


def test_an_x_mark_surely_wrong_beside_one_code_is_struck_though_it_is_not_told_beside_another():
    written = {"services": [GROUP | WRIST, service("balance", regions=["lumbar"])], "adjusted": ["C5"]}
    seen = ct.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"} | written)
    lines = [("98940", 1, ()), ("97150", 1, ()), ("97112", 1, ("XU",))]
    assert any("has XU" in one.says for one in ct.review_claim(seen, lines).wrong)


@pytest.mark.parametrize(
    ("told", "fix"),
    [
        (
            {},
            "Ask when each service began. Where each had its own time, 59 is added.",
        ),
        (AT_HALF_PAST, "Add 59; the record bears it out."),
    ],
)
def test_no_mark_is_said_to_be_borne_out_before_its_ground_is_told(told, fix):
    services = [GROUP | KNEE | AT_NINE, service("balance", **KNEE, **told)]
    seen = ct.Visit.from_dict(
        {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "services": services}
    )
    [lacks] = ct.review_claim(seen, [("97150", 1, ()), ("97112", 1, ())]).wrong
    assert lacks.fix == fix
    [astray] = ct.review_claim(seen, [("97150", 1, ()), ("97112", 1, ("XS",))]).wrong
    assert ("bears out" in astray.says) is bool(told)
    assert astray.fix.endswith("ut 59 in place of XS.")


ALONE = service("balance", **KNEE)
LATER = ALONE | AT_HALF_PAST
UNTIMED = {"minutes": None}
ASSISTANT = {"performed_by": "unlicensed_assistant"}
WHEN = "Ask when each service began. Where each had its own time, 59 is added."


@pytest.mark.parametrize(
    ("services", "units", "fix"),
    [
        # What does not stand asks nothing of what does.
        ([GROUP | KNEE | AT_NINE, GROUP | KNEE | {"minutes": 0}, LATER], 1, "Add 59; the record bears it out."),
        ([GROUP | KNEE | AT_NINE, GROUP | KNEE | {"minutes": 0}, ALONE], 1, WHEN),
        # One of two services of a line that is apart bears the mark already; where neither is, both are asked about.
        ([GROUP | KNEE | AT_NINE, LATER, ALONE], 2, "Add 59; the record bears it out."),
        ([GROUP | KNEE | AT_NINE, ALONE, ALONE], 2, WHEN),
        # Both began at a time that is written, and one has no end.
        (
            [GROUP | KNEE | AT_NINE | UNTIMED, LATER],
            1,
            "Ask how long each service took. Where each had its own time, 59 is added.",
        ),
    ],
)  # fmt: skip
def test_a_mark_waits_for_what_is_not_told_of_every_service_of_its_line_and_of_no_other(services, units, fix):
    seen = ct.Visit.from_dict(
        {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "services": services}
    )
    wrong = ct.review_claim(seen, [("97150", 1, ()), ("97112", units, ())]).wrong
    assert [one.fix for one in wrong if "lacks 59" in one.says] == [fix]


def test_a_mark_is_open_beside_what_stands_whatever_else_has_its_code():
    services = [GROUP | NOWHERE, GROUP | KNEE | ASSISTANT, ALONE]
    seen = ct.Visit.from_dict(
        {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "services": services}
    )
    review = ct.review_claim(seen, [("97150", 1, ()), ("97112", 1, ("XS",))])
    assert any(one.says.startswith("97112 has XS. It names ") for one in review.unknown)
    assert not any("has XS" in one.says for one in review.wrong)
