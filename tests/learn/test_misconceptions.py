"""Each misconception, worked out by hand; and each told apart from the truth and from the others."""

import re
import warnings
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from cptedu.errors import CpteduError
from cptedu.learn.exercises import exercise, written_exercises
from cptedu.learn.generator import kinds_of, next_case_to_separate, question, telling_case
from cptedu.learn.generator.engine import answers_by_rules
from cptedu.learn.misconceptions import explaining, misconception, misconceptions, most_likely, registry
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import Bill, Note, Question, answer_as_json
from cptedu.learn.replies.case_told import sentences
from cptedu.learn.second_opinion import DoesNotApply, with_step
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit

LISTED = """
counts vertebrae, not regions; counts both sides as two; counts extraspinal regions in 98940-98942;
bills one code for each region; bills two spinal codes together; counts the sacroiliac joint as sacral and pelvic at once;
bills 98943 for each extremity; puts the atlanto-occipital joint in the head; gives a unit for every 8 minutes;
gives a unit for every quarter-hour that was begun; counts whole quarter-hours only; puts all pooled minutes on one code;
counts each code by itself under Medicare's method; pools minutes under a payer that counts code by code;
counts the minutes of untimed services; counts set-up and note-writing; rounds each episode of a code, then adds;
codes by the name of the exercise; codes by the fee; keeps 97112 for stroke; calls everything about posture 97112;
bills group time as one-on-one; 59 always; 59 never; 59 on the adjustment's line; takes another diagnosis for enough;
59 on 97110; 59 and XS together; takes another muscle for another region; AT on maintenance; no AT in active care;
thinks that Medicare pays a chiropractor's 97112; GP on the adjustment; AT with GA; takes RVUs for dollars;
forgets the local index (GPCI); lets the reduction cut the whole fee; counts the adjustment as first in the reduction
"""
DAY = date(2026, 3, 4)
EVERY = [one.name for one in misconceptions()]


def asked(kind, note=None, *, options=(), bill=None, asks_units=False):
    """Make a question by hand; the rules of the package give its right answer."""
    made = Question(
        "by hand",
        "cmt_level",
        kind,
        1,
        "",
        note=note,
        bill=bill,
        options=options,
        asks_units=asks_units,
        seed=0,
    )
    return replace(made, right=answers_by_rules(made))


def visit(**facts):
    return Visit.from_dict({"date_of_service": DAY, "payer": "commercial_ncci", "care": "active"} | facts)


def service(purpose, region="lumbar", minutes=15, **more):
    return {
        "activity": "an exercise",
        "purpose": [purpose],
        "deficit": "6 of 10 tries left, 10 of 10 right",
        "regions": [region],
        "minutes": minutes,
        "contact": "one_on_one",
    } | more


def level(*places):
    return asked(
        "codes",
        Note(visit(adjusted=list(places))),
        options=("98940", "98941", "98942", "98943"),
        asks_units=True,
    )


def units(payer, *services, overhead=()):
    note = Note(visit(payer=payer, services=list(services)), overhead=overhead)
    return asked("units", note, options=("97110", "97112", "97140"))


def codes(one, *diagnoses):
    note = Note(visit(services=[one], diagnoses=list(diagnoses)))
    return asked("codes", note, options=("97110", "97112", "97116", "97150", "97530"))


def marks(*services, pointed=(), **facts):
    note = Note(visit(adjusted=["C5"], services=list(services), **facts), pointed=pointed)
    return asked("modifiers", note, options=("97110", "97112", "97140", "98940", "99213"))


def price(locality="national", **units_of):
    counted = tuple((number.removeprefix("c"), count) for number, count in units_of.items())
    return asked("amount", bill=Bill(counted, DAY, locality, "non_apm"))


NECK_HANDS = service("soft_tissue", "cervical")
MEDICARE = {"payer": "medicare", "diagnoses": ["M99.01", "M54.2"], "part": ["P", "A"]}
EXAMINED = {"code": "99213", "separate": True}
LOOKED_AT = {"code": "99213", "separate": False}
SAME = (("adjustment", "M54.2"), ("examination", "M54.2"))

# name, question, what a holder answers, what is right; all worked out by hand
BY_HAND = [
    ("counts_vertebrae_not_regions", level("C1", "C2", "C7"), {"98941": 1}, {"98940": 1}),
    ("counts_both_sides_as_two", level("left SI", "right SI", "L4"), {"98941": 1}, {"98940": 1}),
    ("counts_extraspinal_towards_spine", level("C5", "T4", "knee"), {"98941": 1}, {"98940": 1, "98943": 1}),
    ("bills_one_code_per_region", level("C5", "T4", "L3"), {"98940": 3}, {"98941": 1}),
    ("bills_two_spinal_codes", level("C5", "T4", "L3"), {"98940": 1, "98941": 1}, {"98941": 1}),
    ("counts_sacroiliac_twice", level("C5", "left sacroiliac joint"), {"98941": 1}, {"98940": 1}),
    ("bills_98943_per_extremity", level("left shoulder", "right wrist", "knee"), {"98943": 3}, {"98943": 1}),
    ("puts_atlanto_occipital_in_head", level("atlanto-occipital joint"), {"98943": 1}, {"98940": 1}),
    (
        "gives_a_unit_per_8_minutes",
        units("commercial_ncci", service("strength", minutes=24)),
        {"97110": 3},
        {"97110": 2},
    ),
    (
        "gives_a_unit_per_started_quarter_hour",
        units("commercial_ncci", service("strength", minutes=16)),
        {"97110": 2},
        {"97110": 1},
    ),
    (
        "counts_whole_quarter_hours_only",
        units("commercial_ncci", service("strength", minutes=14)),
        {},
        {"97110": 1},
    ),
    (
        "puts_all_minutes_on_one_code",
        units("federal_va", service("strength", minutes=24), service("balance", minutes=23)),
        {"97110": 3},
        {"97110": 2, "97112": 1},
    ),
    (
        "counts_each_code_under_medicare",
        units("federal_va", service("strength", minutes=24), service("balance", minutes=23)),
        {"97110": 2, "97112": 2},
        {"97110": 2, "97112": 1},
    ),
    (
        "pools_minutes_under_cpt",
        units("commercial_ncci", service("strength", minutes=33), service("soft_tissue", minutes=7)),
        {"97110": 2, "97140": 1},
        {"97110": 2},
    ),
    (
        "counts_untimed_minutes",
        units(
            "commercial_ncci",
            service("strength", minutes=10),
            {"code": "97012", "minutes": 15, "contact": "unattended"},
        ),
        {"97110": 2},
        {"97110": 1},
    ),
    (
        "counts_setup_and_notes",
        units("commercial_ncci", service("balance", minutes=15), overhead=(8,)),
        {"97112": 2},
        {"97112": 1},
    ),
    (
        "rounds_each_episode",
        units("commercial_ncci", service("strength", minutes=8), service("strength", minutes=8)),
        {"97110": 2},
        {"97110": 1},
    ),
    (
        "codes_by_exercise_name",
        codes(service("strength", activity="standing on a balance board")),
        ["97112"],
        ["97110"],
    ),
    ("codes_by_fee", codes(service("strength")), ["97530"], ["97110"]),
    ("keeps_97112_for_stroke", codes(service("balance"), "M54.2"), ["97110"], ["97112"]),
    (
        "calls_all_posture_97112",
        codes(service("endurance", activity="chin tucks for upright posture")),
        ["97112"],
        ["97110"],
    ),
    ("bills_group_as_one_on_one", codes(service("balance", contact="group")), ["97112"], ["97150"]),
    (
        "uses_59_always",
        marks(service("balance", "cervical"), service("strength", "cervical")),
        {"97110": ["59"], "97112": ["59"], "98940": []},
        {"97110": [], "98940": []},
    ),
    ("uses_59_never", marks(service("balance")), {"97112": [], "98940": []}, {"97112": ["59"], "98940": []}),
    (
        "puts_59_on_adjustment",
        marks(service("balance")),
        {"97112": [], "98940": ["59"]},
        {"97112": ["59"], "98940": []},
    ),
    (
        "takes_another_diagnosis_as_enough",
        marks(NECK_HANDS, pointed=(("adjustment", "M99.01"), ("0", "M79.18"))),
        {"97140": ["59"], "98940": []},
        {"98940": []},
    ),
    (
        "puts_59_on_97110",
        marks(service("strength")),
        {"97110": ["59"], "98940": []},
        {"97110": [], "98940": []},
    ),
    (
        "uses_59_and_xs_together",
        marks(service("balance")),
        {"97112": ["59", "XS"], "98940": []},
        {"97112": ["59"], "98940": []},
    ),
    (
        "takes_another_muscle_as_region",
        marks(NECK_HANDS | {"muscle": "suboccipitals"}),
        {"97140": ["59"], "98940": []},
        {"98940": []},
    ),
    (
        "bills_an_examination_every_visit",
        marks(evaluation=LOOKED_AT),
        {"98940": [], "99213": ["25"]},
        {"98940": []},
    ),
    ("leaves_25_off", marks(evaluation=EXAMINED), {"98940": [], "99213": []}, {"98940": [], "99213": ["25"]}),
    (
        "puts_25_on_adjustment",
        marks(evaluation=EXAMINED),
        {"98940": ["25"], "99213": []},
        {"98940": [], "99213": ["25"]},
    ),
    (
        "lets_diagnosis_decide_25",
        marks(evaluation=EXAMINED, pointed=SAME),
        {"98940": []},
        {"98940": [], "99213": ["25"]},
    ),
    (
        "marks_maintenance_with_at",
        marks(**MEDICARE | {"care": "maintenance", "abn": "none"}),
        {"98940": ["AT"]},
        {"98940": ["GZ"]},
    ),
    ("leaves_at_off_active_care", marks(**MEDICARE), {"98940": []}, {"98940": ["AT"]}),
    (
        "thinks_medicare_pays_therapy",
        marks(service("balance"), **MEDICARE),
        {"97112": ["59", "GP"], "98940": ["AT"]},
        {"97112": ["GP", "GY"], "98940": ["AT"]},
    ),
    ("puts_gp_on_adjustment", marks(**MEDICARE), {"98940": ["AT", "GP"]}, {"98940": ["AT"]}),
    (
        "joins_at_and_ga",
        marks(**MEDICARE | {"care": "maintenance", "abn": "required"}),
        {"98940": ["AT", "GA"]},
        {"98940": ["GA"]},
    ),
    (
        "puts_gp_for_every_payer",
        marks(service("strength")),
        {"97110": ["GP"], "98940": []},
        {"97110": [], "98940": []},
    ),
    (
        "uses_gp_for_medicare_only",
        marks(service("strength"), payer="federal_va"),
        {"97110": [], "98940": []},
        {"97110": ["GP"], "98940": []},
    ),
    (
        "reads_cpt_assistant_for_every_payer",
        marks(service("balance", "cervical")),
        {"97112": [], "98940": []},
        {"98940": []},
    ),
    ("takes_rvu_for_dollars", price(c98940=1), "0.80", "26.72"),
    ("forgets_the_local_index", price("15202-00", c97112=1), "32.73", "31.37"),
    ("halves_the_whole_fee", price(c97112=2), "49.10", "57.61"),
    ("counts_adjustment_as_first", price(c97110=1, c98941=1), "60.62", "67.47"),
]


def test_all_that_the_course_lists_are_there():
    wanted = {one.strip() for one in LISTED.replace("\n", " ").split(";")}
    assert len(wanted) == 38
    assert wanted <= {one.title for one in misconceptions()}


def test_each_is_worked_out_by_hand_once():
    assert sorted(name for name, *_ in BY_HAND) == sorted(EVERY)


@pytest.mark.parametrize(("name", "put", "held", "right"), BY_HAND, ids=[name for name, *_ in BY_HAND])
def test_a_holder_answers_as_worked_out_by_hand(name, put, held, right):
    from cptedu.learn.answers import read_answer

    assert put.right == (read_answer(put, right),)
    assert misconception(name).answer(put) == read_answer(put, held)
    assert misconception(name).applies(put)


@pytest.mark.parametrize("one", misconceptions(), ids=lambda one: one.name)
def test_each_has_words_a_source_and_a_skill(one):
    assert one.skill in SKILLS
    assert one.citation.id == one.source
    assert re.fullmatch(r"[^.]{8,90}", one.title)
    assert not one.holds.endswith(".")
    assert one.feedback.endswith(".")
    assert 80 < len(one.feedback) < 420
    assert "you " not in one.feedback.lower()  # what is wrong is the rule, not the learner


@pytest.mark.parametrize("one", misconceptions(), ids=lambda one: one.name)
def test_what_it_tells_is_in_plain_words(one):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat 0.7.4 finds its files in the old way
        import textstat
    told = re.sub(r"\$?\b[A-Z]?\d[\dA-Z.,]*\b", " ", one.feedback)
    assert textstat.flesch_kincaid_grade(" ".join(told.split())) <= 10


@pytest.mark.parametrize("one", misconceptions(), ids=lambda one: one.name)
def test_a_drawn_case_brings_it_to_light_and_its_words_come_back(one):
    drawn = telling_case(one, 3)
    wrong = one.answer(drawn)
    assert not drawn.is_right(wrong)
    assert one in explaining(drawn, wrong)
    first, second, third = told_to_a_holder(one, drawn)
    assert one in first.misconceptions
    assert one.holds not in first.feedback
    if second.misconceptions == (one,):
        assert one.holds in second.feedback
        assert sentences(one.feedback)[0] in third.feedback


def told_to_a_holder(one, drawn):
    """What three wrong tries at one question hear, of somebody who stays with the idea."""
    practice = Practice(Progress(), start=1)
    given = answer_as_json(one.answer(drawn))
    return [practice.take(exercise(drawn.id), given).outcome for _ in range(3)]


PAIRS = [pair for skill in SKILLS for pair in combinations(misconceptions(skill), 2)]


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda one: one.name)
def test_each_is_told_apart_from_each_other_of_its_skill(one, other):
    drawn = next_case_to_separate(one, other, 1)
    first, second = one.answer(drawn), other.answer(drawn)
    assert first != second
    assert not drawn.is_right(first) or not drawn.is_right(second)


def test_every_two_of_all_skills_are_told_apart_by_a_drawn_case():
    drawn = {one.name: telling_case(one, 3) for one in misconceptions()}
    told = {(one.name, name): one.answer(asked) for one in misconceptions() for name, asked in drawn.items()}
    for one, other in combinations(misconceptions(), 2):
        answers = [(told[one.name, by], told[other.name, by]) for by in (one.name, other.name)]
        if not any(None not in pair and pair[0] != pair[1] for pair in answers):
            asked = next_case_to_separate(one, other, 1)
            assert one.answer(asked) != other.answer(asked), (one.name, other.name)


def test_a_wrong_rule_that_does_not_apply_has_no_say():
    def stops(count):
        raise DoesNotApply(f"No level of {count} regions is believed in.")

    put = level("C5", "T4", "L3")
    held = replace(misconception("bills_one_code_per_region"), steps=with_step("level", stops))
    assert held.answer(put) is None
    assert not held.applies(put)


def test_a_mistake_in_a_wrong_rule_is_an_error_here_and_spared_a_learner(monkeypatch):
    put = level("C5", "T4", "L3")
    broken = replace(misconception("bills_one_code_per_region"), steps=with_step("level", {}.__getitem__))
    with pytest.raises(KeyError):
        broken.answer(put)
    monkeypatch.setattr(registry, "SPARED", (Exception,))
    assert broken.answer(put) is None


@pytest.mark.parametrize("skill", SKILLS)
def test_no_wrong_rule_stumbles_over_a_written_case_or_a_drawn_one(skill):
    written = [one.question for one in written_exercises()]
    drawn = [
        question(name, 5, level, kind) for name in SKILLS for kind in kinds_of(name) for level in (1, 2, 3)
    ]
    for one in misconceptions(skill):
        for put in (*written, *drawn):
            one.answer(put)  # whatever it is, and no error


def test_a_right_answer_is_explained_by_none():
    drawn = question("cmt_level", 1)
    assert explaining(drawn, drawn.right[0]) == ()


def test_the_other_reading_of_a_tie_is_no_misconception():
    tied = units("federal_va", service("strength", minutes=20), service("balance", minutes=20))
    assert len(tied.right) == 2
    assert all(explaining(tied, right) == () for right in tied.right)


def test_a_second_answer_singles_out_the_one_behind_both():
    by_eight, by_started = (
        misconception("gives_a_unit_per_8_minutes"),
        misconception("gives_a_unit_per_started_quarter_hour"),
    )
    both = units("commercial_ncci", service("strength", minutes=17))
    apart = units("commercial_ncci", service("strength", minutes=26))
    assert {by_eight, by_started} <= set(most_likely([(both, by_eight.answer(both))]))
    told = [(both, by_eight.answer(both)), (apart, by_eight.answer(apart))]
    assert most_likely(told) == (by_eight,)


def test_right_answers_afterwards_outweigh_a_slip():
    put = units("commercial_ncci", service("strength", minutes=17))
    slip = (put, misconception("gives_a_unit_per_8_minutes").answer(put))
    assert most_likely([slip])
    assert most_likely([slip, (put, put.right[0]), (put, put.right[0])]) == ()


def test_an_answer_that_has_no_room_in_the_form_is_not_given():
    put = marks(service("balance"))
    assert misconception("bills_two_spinal_codes").answer(put) == put.right[0]
    wide = asked("modifiers", Note(visit(adjusted=["C5", "T4", "L3"])), options=("98941",))
    assert misconception("bills_two_spinal_codes").answer(wide) is None


def test_unknown_names_are_answered_with_advice():
    with pytest.raises(CpteduError, match="uses_59_never"):
        misconception("use_59_never")
    with pytest.raises(CpteduError, match="cmt_level"):
        misconceptions("cmt-level")


def test_prices_by_hand_are_exact():
    assert price("15202-00", c97112=1).right == (Decimal("31.37"),)
