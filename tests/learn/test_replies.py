"""Replies that teach: a first one gives nothing of the answer away, a right one speaks of its case, and none is long."""

import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cptedu.learn.answers import read_answer
from cptedu.learn.cases import cases
from cptedu.learn.exercises import State, drawn_exercise, exercise, written_exercises
from cptedu.learn.generator import kinds_of
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import MISSING, SKILLS, answer_as_json
from cptedu.learn.replies import likely_ideas
from cptedu.learn.replies.first_words import question_back

EVERY_SORT = [(skill, kind, level) for skill in SKILLS for kind in kinds_of(skill) for level in (1, 2, 3)]
CLAIMS = ("codes", "units", "modifiers", "fix")
SEEDS = range(4)
LONGEST = 45


@cache
def drawn(skill, kind, level):
    return [drawn_exercise(skill, seed, level, kind) for seed in SEEDS]


def holds(words, piece):
    """Whether some words name a piece: a code, a modifier, a number or a text, and not as part of another."""
    return re.search(rf"(?<![\w.]){re.escape(str(piece))}(?![\w]|\.\d)", words) is not None


def shown(asked):
    """Everything that the learner reads before answering, but for the answers offered."""
    told = [asked.text, *(text for row in asked.record for text in row)]
    told += [" ".join((one[0], *one[2])) for one in asked.proposed] if asked.kind != "judge" else []
    told += asked.options if asked.kind in ("units", "modifiers", "numbers") else []
    return " ".join(told)


def of_the_answer(asked, given):
    """Patterns of whatever is right and was neither given nor stands in the question."""
    found = set()
    for right in asked.right:
        if asked.kind in CLAIMS:
            mine = {line[0]: line for line in given}
            for number, units, marks in right:
                own = mine.get(number)
                found |= {number} - set(mine)
                found |= set(marks) - {mark for line in given for mark in line[2]}
                if asked.kind in ("units", "fix") or asked.asks_units:
                    counted = {f"×{units}", f"{units} units", f"{units} unit"}
                    found |= counted if own is None or own[1] != units else set()
        elif asked.kind in ("judge", "regions"):
            found |= {one.replace("_", " ") for one in right if one not in given}
        elif asked.kind == "numbers":
            found |= {str(value) for name, value in right if (name, value) not in given}
        elif asked.kind == "order":
            found |= {f"{one} and {other}" for one, other in pairwise(right)}
        elif asked.is_one_of_them:
            found |= set(right)
        else:
            found.add(str(right))
    if asked.kind == "judge":
        return found  # what is offered stands in the question, and which of it is wrong is the answer
    return {one for one in found if not holds(shown(asked), one)}


def near_misses(asked):
    """Wrong answers that hardly anybody's belief leads to."""
    right = asked.right[0]
    if asked.kind in CLAIMS:
        yield ()
        for at, (number, units, marks) in enumerate(right):
            others = right[:at] + right[at + 1 :]
            yield others
            if asked.kind in ("units", "fix") or asked.asks_units:
                yield (*others, (number, units + 1, marks))
                yield (*others, (number, units + 4, marks))
            if asked.kind in ("modifiers", "fix"):
                yield (*others, (number, units, ()))
                yield from (
                    (*others, (number, units, tuple(sorted({*marks, more})))) for more in ("59", "GP", "AT")
                )
        offered = asked.options or ("97110", "97112", "97530", "98941", "98943", "99213")
        yield from (
            (*right, (number, 1, ())) for number in offered if number not in {one[0] for one in right}
        )
    elif asked.kind in ("judge", "regions"):
        offered = (*asked.options, MISSING) if asked.kind == "judge" else asked.options
        yield from (tuple(one for one in offered if (one in right) != (one == other)) for other in offered)
        yield tuple(one for one in offered if one not in right)
    elif asked.kind == "order":
        yield right[::-1]
        yield from ((*right[:n], right[n + 1], right[n], *right[n + 2 :]) for n in range(len(right) - 1))
    elif asked.kind == "numbers":
        yield from ((*right[:n], (name, value + 1), *right[n + 1 :]) for n, (name, value) in enumerate(right))
    elif asked.is_one_of_them:
        yield from ((one,) for one in asked.options)
    elif isinstance(right, int):
        yield from (right + n for n in (-7, -1, 1, 9) if right + n >= 0)
    else:
        yield from (right + Decimal(n) for n in ("0.01", "-0.02", "9", "-1.5"))


def wrong_answers(asked):
    held = [one.answer(asked) for one in misconceptions()]
    tidy = (
        tuple(sorted(one)) if asked.kind in CLAIMS else one
        for one in (*held, *near_misses(asked))
        if one is not None
    )
    return [one for one in dict.fromkeys(tidy) if not asked.is_right(one)]


def wrong_outcomes(one):
    for given in wrong_answers(one.question):
        came = one.check(answer_as_json(given))
        if came.state is not State.RIGHT:  # a review passes some claims that a case leaves open
            yield one.read(answer_as_json(given)), came


def faults_of(one):
    for given, came in wrong_outcomes(one):
        told = sorted(piece for piece in of_the_answer(one.question, given) if holds(came.feedback, piece))
        if told:
            yield f"{one.id}, {given}: {told} in {came.feedback!r}"
        if one.question.kind == "order" and one.question.aspect != "diagnoses":
            named = [
                step for step in one.question.options if step in came.feedback
            ]  # where a second one stands is the answer
            if len(named) > 1:
                yield f"{one.id}, {given}: {named} in {came.feedback!r}"
        if len(came.feedback.split()) > LONGEST:
            yield f"{one.id}, {given}: {len(came.feedback.split())} words in {came.feedback!r}"


@pytest.mark.parametrize(("skill", "kind", "level"), EVERY_SORT)
def test_a_first_reply_gives_nothing_of_the_answer_away_and_is_short(skill, kind, level):
    faults = [fault for one in drawn(skill, kind, level) for fault in faults_of(one)]
    assert not faults, "\n".join(faults[:3])


@pytest.mark.parametrize("skill", SKILLS)
def test_nor_does_one_to_a_written_case_unless_it_asks_for_yes_or_no(skill):
    asked = [one for one in written_exercises(skill=skill) if not one.question.is_yes_or_no]
    faults = [fault for one in asked for fault in faults_of(one)]
    assert not faults, "\n".join(faults[:3])


USUAL = frozenset(
    {
        "that",
        "this",
        "with",
        "from",
        "what",
        "which",
        "code",
        "codes",
        "note",
        "line",
        "lines",
        "claim",
        "none",
    }
    | {"right", "unit", "units", "minutes"}
)


def words_of(text):
    """Words, numbers and modifiers."""
    found = re.findall(r"\b[A-Z]{2}\b|[A-Za-z]{4,}|\d[\d.,]*\d|\d", text)
    return {one if len(one) == 2 else one.lower() for one in found} - USUAL


def case_of(asked):
    told = [f"{label} {text}" for label, text in asked.record if label not in ("Payer", "Date of service")]
    told += [*asked.options, *(one[0] for one in asked.proposed)]
    told += [asked.text] if asked.seed is None or asked.kind == "minutes" else []
    return words_of(" ".join(told))


@pytest.mark.parametrize(("skill", "kind", "level"), EVERY_SORT)
def test_a_right_answer_is_told_the_rule_with_something_of_its_case(skill, kind, level):
    for one in drawn(skill, kind, level):
        for right in one.question.right:
            said = one.check(answer_as_json(right)).feedback
            assert said.startswith("Right.")
            assert words_of(said) & case_of(one.question), (one.id, said)
            assert len(said.split()) <= LONGEST, (one.id, said)


@pytest.mark.parametrize("skill", SKILLS)
def test_so_is_a_right_answer_to_a_written_case(skill):
    for one in written_exercises(skill=skill):
        said = one.check(answer_as_json(one.question.right[0])).feedback
        assert said.startswith("Right.")
        assert words_of(said) & case_of(one.question), (one.id, said)
        assert len(said.split()) <= LONGEST, (one.id, said)


@pytest.mark.parametrize("skill", ["exercise_code", "cmt_level"])
def test_where_several_lines_are_right_none_is_passed_over(skill):
    """A right answer with two services was told of the first alone."""
    spoken = 0
    for one in written_exercises(skill=skill):
        claim = one.solution.claim if one.question.kind == "fix" else None
        if claim is None or claim.unbilled or len(claim.lines) < 2:
            continue
        said = one.check(answer_as_json(one.question.right[0])).feedback
        assert all(line.code in said for line in claim.lines), (one.id, said)
        spoken += 1
    assert spoken >= 3


def test_a_notice_that_is_the_difference_is_named():
    """GX left off: the reply spoke of GY and GP alone."""
    found = 0
    asked = [*written_exercises(skill="medicare")]
    asked += [
        drawn_exercise("medicare", seed, level, kind)
        for kind in ("modifiers", "fix")
        for level in (2, 3)
        for seed in range(12)
    ]
    for one in asked:
        if one.question.kind not in ("modifiers", "fix"):
            continue
        right = one.question.right[0]
        given = tuple(
            (code, units, tuple(mark for mark in marks if mark != "GX")) for code, units, marks in right
        )
        if given == right:
            continue
        practice = Practice(Progress(), start=1)
        third = [practice.take(one, answer_as_json(given)).outcome for _ in range(3)][-1]
        assert holds(third.feedback, "GX"), (one.id, third.feedback)
        found += 1
    assert found > 5


# ---- yes or no ------------------------------------------------------------------------------------------------------

FOR_YES_OR_NO = re.compile(r"(Does|Do|Did|May|Is|Are|Was|Must|Can) ")


def last_sentence(text):
    return re.split(r"(?<=[.?!”]) (?=[A-Z“])", text)[-1]


def test_a_case_that_asks_for_yes_or_no_is_answered_so_and_no_other_is():
    asked = [
        one.question
        for one in written_exercises()
        if one.question.kind not in ("choice", "numbers", "amount")
    ]
    unfit = [
        one.id for one in asked if bool(FOR_YES_OR_NO.match(last_sentence(one.text))) != one.is_yes_or_no
    ]
    assert unfit == []


def test_may_it_be_billed_twice_is_yes_or_no_and_the_reply_is_the_rule():
    asked = exercise("case/cm-019")
    assert asked.check(["no"]).state is State.RIGHT
    wrong = asked.check("yes")
    assert wrong.state is State.WRONG
    assert "One spinal code a date" in wrong.feedback
    assert asked.solution.answer == "no"


def test_neither_yes_nor_no_is_the_safer_guess():
    """In the course as a whole, and for each skill that has several: whoever says no to everything learns nothing."""
    said = [one for one in written_exercises() if one.question.asks_if_it_stands]
    yes = Counter(one.question.skill for one in said if () in one.question.right)
    every = Counter(one.question.skill for one in said)
    assert every.total() >= 25
    assert 0.4 <= yes.total() / every.total() <= 0.6
    assert all(0.25 <= yes[skill] / count <= 0.75 for skill, count in every.items())


def test_what_was_marked_before_a_case_asked_for_yes_or_no_is_judged_as_it_was():
    asked = exercise("case/cm-019")
    assert asked.check(["98940"]).state is State.RIGHT
    assert asked.check([]).state is State.WRONG


def test_a_claim_that_stands_is_answered_yes():
    asked = exercise("case/same-day-right-claim").question
    stands = replace(asked, aspect="stands")
    assert stands.is_right(read_answer(stands, "yes"))
    assert not stands.is_right(read_answer(stands, "no"))


def test_a_holder_answers_yes_or_no_as_well():
    asked = exercise(
        "case/regions-added-codes"
    ).question  # 98940 is proposed twice, once for each of two regions
    held = {one.name: one.answer(asked) for one in misconceptions("cmt_level")}
    assert held.pop("bills_one_code_per_region") == ()
    assert set(held.values()) == {asked.right[0]}


# ---- tries ----------------------------------------------------------------------------------------------------------


def roles(outcome):
    return [role for role, _ in outcome.parts]


def of_a_holder(name):
    held = next(one for one in misconceptions() if one.name == name)
    asked = next(
        one
        for seed in range(200)
        if held.applies((one := drawn_exercise(held.skill, seed, 1)).question)
        and one.check(answer_as_json(held.answer(one.question))).misconceptions == (held,)
    )
    return held, asked, answer_as_json(held.answer(asked.question))


def test_a_question_back_then_the_idea_then_the_rule():
    held, asked, given = of_a_holder("counts_vertebrae_not_regions")
    practice = Practice(Progress(), start=1)
    tries = [practice.take(asked, given).outcome for _ in range(3)]
    assert [roles(one)[:2] for one in tries] == [
        ["opening", "asks"],
        ["opening", "idea"],
        ["opening", "rule"],
    ]
    assert f"{held.holds}. Could that be it?" in tries[1].feedback
    assert asked.question.right[0][0][0] in tries[2].feedback


def test_where_no_idea_fits_the_reply_names_the_step_that_went_astray():
    asked = exercise("case/mixed-three-services-va")
    lines = [
        [number, units + 4 * (number == "97112"), list(marks)]
        for number, units, marks in asked.question.right[0]
    ]
    practice = Practice(Progress(), start=1)
    first, second = (practice.take(asked, lines).outcome for _ in range(2))
    assert "look again at the units of 97112" in first.feedback.lower()
    assert first.misconceptions == ()
    assert "look first at the units" in second.feedback


ALONE = [
    one
    for one in written_exercises()
    if one.question.note is not None
    and len(one.question.note.visit.adjusted or ()) == 1
    and one.question.kind in CLAIMS
]


@pytest.mark.parametrize("one", ALONE, ids=lambda one: one.id)
def test_of_one_place_nothing_is_asked_as_if_there_were_several(one):
    of_spine = [number for number, _, _ in one.question.right[0] if number.startswith("9894")]
    wrong = [line for line in (["98940", 1, []], ["98943", 1, []]) if line[0] not in of_spine]
    for lines in ([], *([line] for line in wrong)):
        said = one.check(lines).feedback
        assert "each region" not in said, said
        assert "How many are left" not in said, said
        assert "Which of these" not in said, said


def test_of_codes_that_exclude_one_another_as_many_are_spoken_of_as_were_given():
    asked = exercise("case/regions-three")
    two = [["98940", 1, []], ["98941", 1, []]]
    assert "Both codes" in asked.check(two).feedback
    assert "All these codes" in asked.check([*two, ["98942", 1, []]]).feedback


FACTS = [one for one in cases() if one.kind == "fact"]
WRONG_CHOICES = [(one, wrong) for one in FACTS for wrong in one.choices if wrong != one.choices[one.answer]]


@pytest.mark.parametrize("one", FACTS, ids=lambda one: one.id)
def test_each_wrong_choice_has_one_sentence_of_its_own_that_does_not_name_the_right_one(one):
    right = one.choices[one.answer]
    assert set(one.why_not) == {*one.choices} - {right}
    assert len(set(one.why_not.values())) == len(one.why_not)
    for says in one.why_not.values():
        assert len(says.split()) <= 18, says
        assert re.search(r"[a-z0-9)]\.$", says), says
        assert not holds(says.lower(), right.lower()), says
        assert says not in one.explanation


@pytest.mark.parametrize(("one", "wrong"), WRONG_CHOICES, ids=lambda it: getattr(it, "id", None))
def test_the_second_reply_says_why_a_choice_is_none_and_the_first_does_not(one, wrong):
    asked = exercise(f"case/{one.id}")
    practice = Practice(Progress(), start=1)
    first, second, third = (practice.take(asked, wrong).outcome for _ in range(3))
    at_once = asked.question.is_yes_or_no  # there the rule is told at once
    if not at_once:
        assert one.why_not[wrong] not in first.feedback
        assert roles(second)[:2] == ["opening", "why_not"]
        assert one.why_not[wrong] in second.feedback
        assert not holds(second.feedback.lower(), one.choices[one.answer].lower())
    for last in (first, third) if at_once else (third,):
        assert "rule" in roles(last)
        assert len(last.feedback.split()) <= LONGEST


CELLS = [
    "".join(cell["source"])
    for lesson in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb")
    for cell in json.loads(lesson.read_text(encoding="utf-8"))["cells"]
]
EXERCISES = {name for cell in CELLS if "Practice(" in cell for name in re.findall(r'"([a-z0-9-]+)"', cell)}
ASKED_IN_LESSONS = [one for one in FACTS if one.id in EXERCISES]


@pytest.mark.parametrize("one", ASKED_IN_LESSONS, ids=lambda one: one.id)
def test_a_wrong_choice_in_a_lesson_first_hears_a_question_of_its_own_that_does_not_name_the_right_one(one):
    right = one.choices[one.answer]
    asked = exercise(f"case/{one.id}")
    for wrong in {*one.choices} - {right}:
        assert asked.check(wrong).feedback == f"Not yet. {one.ask_back[wrong]}"
    assert len(set(one.ask_back.values())) == len(one.choices) - 1
    for says in one.ask_back.values():
        assert says.endswith("?")
        assert len(says.split()) <= 25, says
        assert not holds(says.lower(), right.lower()), says


def test_there_are_choices_in_lessons():
    assert len(ASKED_IN_LESSONS) >= 10


def test_a_case_of_one_s_own_that_says_nothing_against_its_choices_is_asked_about_as_before():
    held = exercise("case/mc-021")
    silent = replace(held, written=replace(held.written, why_not={}))
    practice = Practice(Progress(), start=1)
    outcomes = [practice.take(silent, "AT, GP, GY").outcome for _ in range(2)]
    assert "why_not" not in roles(outcomes[1])
    assert "asks" in roles(outcomes[1])


def test_after_the_solution_a_wrong_answer_hears_the_rule():
    _, asked, given = of_a_holder("gives_a_unit_per_8_minutes")
    practice = Practice(Progress(), start=1)
    assert roles(practice.take(asked, given, solution=True).outcome) == ["opening", "rule"]


def test_an_idea_of_a_skill_that_comes_later_is_not_told():
    later = next(one for one in misconceptions("medicare"))
    first = drawn_exercise("cmt_level", 1, 1).question
    assert likely_ideas(first, (later,)) == ()
    own = misconceptions("cmt_level")[0]
    assert likely_ideas(first, (later, own)) == (own,)


def test_a_right_answer_after_a_wrong_one_and_three_in_a_row_are_a_little_joy():
    practice = Practice(Progress(), start=1)
    several = [drawn_exercise("cmt_level", seed, 1, "codes") for seed in range(4)]
    practice.take(several[0], ["98943", "98942"])
    right = [answer_as_json(one.question.right[0]) for one in several]
    came = [practice.take(one, given).outcome for one, given in zip(several, right, strict=True)]
    assert [roles(one)[-1] for one in came] == ["joy", "rule", "rule", "joy"]
    again = Practice(Progress(), start=1)
    again.take(several[0], ["98943", "98942"])
    assert again.take(several[0], right[0]).outcome.feedback == came[0].feedback


# ---- hints ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("skill", "kind", "level"), EVERY_SORT)
def test_the_first_hint_speaks_of_this_case_and_gives_nothing_away(skill, kind, level):
    for one in drawn(skill, kind, level):
        if kind == "order":
            continue  # there is no case in an order of steps
        hint = one.hints[0]
        assert words_of(hint) & case_of(one.question), (one.id, hint)
        assert not [piece for piece in of_the_answer(one.question, ()) if holds(hint, piece)], (one.id, hint)


def test_no_hint_speaks_of_bones_where_the_note_names_regions():
    for one in written_exercises(skill="cmt_level"):
        visit = one.question.note.visit if one.question.note else None
        if visit is not None and set(visit.adjusted) <= {
            "cervical",
            "thoracic",
            "lumbar",
            "sacral",
            "pelvic",
        }:
            assert "bone" not in one.hints[0]
            assert "names regions" in one.hints[0] or not visit.adjusted


def test_where_a_line_for_several_patients_at_once_is_left_off_the_first_reply_asks_who_was_there():
    found = 0
    for seed in range(150):
        asked = drawn_exercise("exercise_code", seed, 3, "codes")
        right = asked.question.right[0]
        kept = tuple(line for line in right if line[0] != "97150")
        if kept and len(kept) < len(right):
            found += 1
            assert "for this patient alone" in question_back(asked.question, kept), asked.question.id
    assert found > 3
