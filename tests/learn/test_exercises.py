"""Exercises: states, feedback, hints, solutions, fresh ones, and written cases among them."""

from decimal import Decimal

import pytest

from cptedu.errors import CpteduError
from cptedu.facts.codes import is_timed
from cptedu.learn.cases import load_cases
from cptedu.learn.exercises import State, drawn_exercise, exercise, written_exercises
from cptedu.learn.generator import kinds_of
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.own_cases import new_case, own_exercises
from cptedu.learn.questions import BILLED, KINDS, NO_LINE, SKILLS, answer_as_json, answer_in_words

EVERY_SORT = [(skill, kind, level) for skill in SKILLS for kind in kinds_of(skill) for level in (1, 2, 3)]


@pytest.fixture(scope="module")
def written():
    return written_exercises()


@pytest.mark.parametrize(("skill", "kind", "level"), EVERY_SORT)
def test_every_sort_can_be_answered_hinted_and_solved(skill, kind, level):
    for seed in range(4):
        asked = drawn_exercise(skill, seed, level, kind)
        assert asked.check(None).state is State.NOT_ANSWERED
        for right in asked.question.right:
            assert asked.check(answer_as_json(right)).state is State.RIGHT
        assert len(asked.hints) >= 2
        assert all(hint.strip() for hint in asked.hints)
        assert [hint for hint in asked.hints if hint[0].islower()] == [], "a hint begins as a sentence does"
        assert asked.solution.steps
        assert asked.solution.citations
        assert answer_in_words(asked.question, asked.question.right[0]) in asked.solution.answer
        assert asked.answer_format == KINDS[kind]


def test_what_is_wrong_with_a_claim_is_said_as_a_sentence():
    assert exercise("case/d-t7").solution.answer == "97112 is wrong"
    for seed in range(40):
        asked = drawn_exercise("cmt_level", seed, 2, "judge")
        assert asked.solution.answer.endswith((" wrong", "missing", "as it stands"))
        assert ":" not in asked.solution.answer


def test_hints_do_not_give_the_whole_answer_at_once():
    for skill in SKILLS:
        asked = drawn_exercise(skill, 5, 2)
        assert asked.solution.answer not in asked.hints[0]


def test_an_exercise_may_be_answered_as_often_as_one_likes():
    asked = exercise("cmt_level/codes/1/46")
    states = [
        asked.check(given).state
        for given in (["98942"], ["98941"], None, *[answer_as_json(asked.question.right[0])] * 2)
    ]
    assert states[-1] is states[-2] is State.RIGHT
    assert states[2] is State.NOT_ANSWERED
    assert State.RIGHT not in states[:2]


def test_a_wrong_answer_names_the_misconception():
    asked = next(
        one
        for seed in range(400)
        if (one := drawn_exercise("timed_units", seed, 1, "units")).question.note.visit.services[0].minutes
        == 24
        and len(one.question.note.visit.services) == 1
    )
    number = asked.question.options[0]
    came = asked.check({number: 3})
    assert came.state is State.WRONG
    assert [one.name for one in came.misconceptions] == ["gives_a_unit_per_8_minutes"]
    assert "24 minutes" in came.feedback
    assert "every 8 minutes" not in came.feedback


def test_what_no_misconception_explains_still_gets_a_word():
    asked = exercise("timed_units/minutes/1/3")
    right = asked.question.right[0]
    assert asked.check(right + 1).state is State.CLOSE
    assert asked.check(right + 100).state is State.WRONG
    assert "Fewer" in asked.check(right + 100).feedback


def test_a_cent_off_is_close():
    asked = exercise("rvu_payment/amount/2/3")
    off = asked.check(str(asked.question.right[0] + Decimal("0.01")))
    assert off.state is State.CLOSE
    assert "round" in off.feedback


def test_a_region_off_is_close():
    asked = next(
        one
        for n in range(60)
        if len((one := drawn_exercise("cmt_level", n, 3, "regions")).question.right[0]) > 2
    )
    right = list(asked.question.right[0])
    came = asked.check([*right, "abdomen"])
    assert came.state is State.CLOSE
    assert "You marked abdomen." in came.feedback


def test_two_neighbours_in_the_wrong_order_are_close():
    asked = exercise("exercise_code/order/3/4")
    right = list(asked.question.right[0])
    right[-1], right[-2] = right[-2], right[-1]
    assert asked.check(right).state is State.CLOSE
    assert asked.check(list(reversed(asked.question.right[0]))).state is State.WRONG


def test_units_off_on_one_line_are_close():
    asked = next(
        one
        for n in range(60)
        if len((one := drawn_exercise("timed_units", n, 2, "units")).question.right[0]) > 1
    )
    given = {number: count for number, count, _ in asked.question.right[0]}
    number = sorted(given)[0]
    came = asked.check(given | {number: given[number] + 7})
    assert came.state is State.CLOSE
    assert number in came.feedback


def test_xs_alone_says_what_59_says_and_both_do_not():
    drawn = (drawn_exercise("ncci_59", n, 1, "modifiers") for n in range(200))
    asked = next(one for one in drawn if any("59" in line[2] for line in one.question.right[0]))
    given = {number: list(marks) for number, _, marks in asked.question.right[0]}
    swapped = {number: ["XS" if mark == "59" else mark for mark in marks] for number, marks in given.items()}
    assert asked.check(swapped).state is State.RIGHT
    both = {number: [*marks, "XS"] if marks else [] for number, marks in given.items()}
    assert [one.name for one in asked.check(both).misconceptions] == ["uses_59_and_xs_together"]


def test_a_claim_may_be_given_in_several_forms():
    asked = exercise("cmt_level/codes/1/42")
    right = asked.question.right[0]
    as_table = {number: units for number, units, _ in right}
    as_lines = [[number, units, []] for number, units, _ in right]
    for given in (as_table, as_lines, {number: {"units": units} for number, units in as_table.items()}):
        assert asked.check(given).state is State.RIGHT


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("cmt_level/codes/1/42", "98940", "not a claim"),
        (
            "cmt_level/codes/1/42",
            ["9894"],
            "'9894' is not a known code",
        ),  # a number is never answered with its like
        ("cmt_level/codes/1/42", {"98940": -1}, "whole number"),
        ("cmt_level/codes/1/42", [["98940", 1, "59"]], "list of modifiers"),
        ("cmt_level/codes/1/42", ["98940", "98940"], "two lines"),
        ("cmt_level/codes/1/42", 7, "not a claim"),
        ("cmt_level/regions/1/1", ["neck"], "cervical"),
        ("cmt_level/regions/1/1", "cervical", "not a list"),
        ("exercise_code/order/1/2", ["what the service was for"], "Put all 4"),
        ("rvu_payment/amount/1/1", "a lot", "not a number"),
        ("rvu_payment/amount/1/1", "nan", "not a number"),
        ("timed_units/minutes/1/1", 7.5, "whole number"),
        ("ncci_59/modifiers/1/1", {"98940": ["Q9"]}, "modifier"),
        ("ncci_59/modifiers/1/1", {"99213": []}, "code of this question"),
        ("case/nothing", [], "nothing"),
    ],
)
def test_what_is_no_answer_is_met_with_advice(name, given, said):
    with pytest.raises(CpteduError, match=said):
        exercise(name).check(given)


def test_a_fresh_one_is_of_the_same_sort_and_shows_its_seed():
    asked = exercise("ncci_59/modifiers/2/7")
    fresh = asked.fresh()
    assert fresh.seed != asked.seed
    assert fresh.id.startswith("ncci_59/modifiers/2/")
    assert fresh.fresh().seed not in {asked.seed, fresh.seed}
    assert asked.fresh() == fresh


def test_after_an_answer_of_several_causes_comes_a_case_that_tells_them_apart():
    for seed in range(200):
        asked = drawn_exercise("timed_units", seed, 1, "units")
        given = dict.fromkeys(asked.question.options, 3)
        came = asked.check(given)
        if len(came.misconceptions) > 1:
            break
    one, other = came.misconceptions[:2]
    following = asked.next_after(came).question
    assert one.answer(following) != other.answer(following)


def test_after_one_cause_comes_another_case_for_it():
    asked = exercise("timed_units/units/1/4")
    one = next(iter(asked.check({asked.question.options[0]: 9}).misconceptions), None)
    came = asked.check({asked.question.options[0]: 9})
    following = asked.next_after(came)
    assert following.id != asked.id
    assert one is None or one.applies(following.question)


def test_every_written_case_is_an_exercise(written):
    assert len(written) > 300
    for asked in written:
        assert asked.question.right, asked.id
        for right in asked.question.right:
            assert asked.check(answer_as_json(right)).state is State.RIGHT, asked.id
        assert len(asked.hints) >= 2, asked.id
        assert asked.solution.steps, asked.id
        assert asked.seed is None
        assert exercise(asked.id) == asked


def test_misconceptions_answer_written_cases_too(written):
    reached = {
        one.name
        for asked in written
        if asked.question.kind in {"fix", "units", "judge", "amount"}
        for one in asked_misconceptions(asked)
    }
    assert len(reached) > 38


def asked_misconceptions(asked):
    return [one for one in misconceptions() if one.applies(asked.question)]


def test_what_a_review_leaves_open_passes_in_a_written_case(written):
    def adjusts_both(one):
        codes = {line[0] for line in one.question.right[0]} if one.question.kind == "fix" else set()
        return "98943" in codes and len(codes) > 1 and one.question.note.visit.payer == "commercial_ncci"

    asked = next(one for one in written if adjusts_both(one))
    given = [[n, u, [*m, "51"] if n == "98943" else list(m)] for n, u, m in asked.question.right[0]]
    came = asked.check(given)
    assert came.state is State.RIGHT
    assert "A review passes this too." in came.feedback


def test_a_fresh_one_of_a_written_case_is_drawn(written):
    assert written[0].fresh().seed is not None


def test_a_new_case_is_a_case_at_once(tmp_path):
    made = new_case(tmp_path / "ankle and neck")
    assert made.name == "ankle and neck.toml"
    assert [one.id for one in load_cases(made)] == ["ankle-and-neck"]
    own = own_exercises(tmp_path)
    assert [one.id for one in own] == ["case/ankle-and-neck"]
    assert (
        exercise("case/ankle-and-neck", tmp_path).check([["98940", 1, []], ["97112", 1, ["59"]]]).state
        is State.RIGHT
    )
    assert len(written_exercises(tmp_path)) == len(written_exercises()) + 1
    with pytest.raises(CpteduError, match="exists already"):
        new_case(made)


def test_the_remarks_of_a_new_case_can_be_taken_at_their_word(tmp_path):
    made = new_case(tmp_path / "all.toml")
    lines = made.read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line == "# [[case]]")
    fact = [line.removeprefix("# ") for line in lines[begin:]]
    made.write_text("\n".join([*lines[:begin], *fact]) + "\n", encoding="utf-8")
    assert [one.kind for one in load_cases(made)] == ["visit", "fact"]


def test_a_fault_in_an_own_case_is_named_with_its_line(tmp_path):
    made = new_case(tmp_path / "mine.toml")
    made.write_text(made.read_text(encoding="utf-8").replace('"C5"', '"C55"'), encoding="utf-8")
    with pytest.raises(CpteduError, match=r"mine\.toml, line \d+.*C55"):
        own_exercises(tmp_path)


def test_a_hint_never_explains_a_region_by_its_own_name():
    hints = [hint for one in written_exercises() for hint in one.hints]
    told = [part.rstrip(".") for hint in hints for part in hint.split("; ") if " is " in part]
    assert told
    assert not [part for part in told if part.partition(" is ")[0].lower() == part.partition(" is ")[2]]


@pytest.mark.parametrize("kind", ["units", "fix", "judge"])
def test_a_solution_that_holds_units_says_how_they_are_counted(kind):
    for skill in ("timed_units", "ncci_59", "payers"):
        if kind not in kinds_of(skill):
            continue
        for seed in range(8):
            solved = drawn_exercise(skill, seed, 2, kind)
            timed = [line.code for line in solved.solution.claim.lines if is_timed(line.code)]
            told = [step.says for step in solved.solution.steps]
            assert not timed or any("minutes make" in words or "unit" in words for words in told), solved.id
            if kind == "units":
                assert not any("GP" in words or "edit" in words for words in told), solved.id


@pytest.mark.parametrize("skill", ["exercise_code", "ncci_59"])
def test_a_hint_on_a_note_never_leads_away_from_its_answer(skill):
    for seed in range(60):
        asked = drawn_exercise(skill, seed, 1 + seed % 3, "note")
        hinted = " ".join(asked.hints)
        if "nothing was measured" in hinted:
            assert asked.question.right != ((BILLED,),), asked.id
        if "make no unit" in hinted or "make no line" in hinted:
            assert asked.question.right == ((NO_LINE,),), asked.id


def test_every_kind_that_the_course_promises_can_be_drawn():
    promised = {"codes", "units", "modifiers", "regions", "minutes", "order", "note", "fix"}
    assert promised <= {kind for skill in SKILLS for kind in kinds_of(skill)}
