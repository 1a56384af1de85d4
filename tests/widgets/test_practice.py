"""The exercise page: every kind has a form, an answer is judged by Python and kept, and what comes next follows."""

import pytest

from cptedu.errors import CpteduError
from cptedu.learn.answers import read_answer
from cptedu.learn.exercises import State, drawn_exercise, written_exercises
from cptedu.learn.generator import kinds_of
from cptedu.learn.misconceptions import explaining, misconception, misconceptions
from cptedu.learn.own_cases import new_case
from cptedu.learn.progress import Progress
from cptedu.learn.questions import SKILLS, YES_OR_NO, answer_as_json
from cptedu.learn.sitting import NOTHING_ELSE
from cptedu.widgets.practice import Practice
from cptedu.widgets.practice.answer_form import answer_form

FORMS = {"choice", "many", "order", "numbers", "lines"}


def right_answer(practice):
    return answer_as_json(practice.exercise.question.right[0])


@pytest.mark.parametrize("skill", [*SKILLS, None])
def test_a_set_is_answered_from_the_first_exercise_to_the_last(skill, tmp_path):
    practice = Practice(skill, folder=tmp_path)
    for number in range(1, 7):
        assert practice.reply["state"] == "not answered yet"
        practice.check(right_answer(practice))
        assert practice.reply["state"] == "right", (practice.exercise.id, practice.reply)
        assert practice.standing["right"] == number
        practice.next()
    assert len(Progress(tmp_path).in_lesson(practice.lesson)) == 6


def has_room(asked, right):
    """Say whether an answer can be given in the form of its question."""
    form = answer_form(asked)
    assert form["type"] in FORMS
    if asked.asks_if_it_stands:
        return read_answer(asked, "no" if right else "yes") is not None
    if form["type"] == "lines":
        offered = {row["code"] for row in form["rows"]}
        marks = {m for line in right for m in line[2]}
        return {line[0] for line in right} <= offered and marks <= {*form["offered"], *form["others"]}
    if form["type"] == "choice" and {option["value"] for option in form["options"]} == set(YES_OR_NO):
        return isinstance(right, tuple)  # whatever is wrong with a claim, it does not stand
    if form["type"] in {"choice", "many", "order"}:
        return set(right) <= {option["value"] for option in form["options"]}
    return True


def test_every_written_exercise_has_a_form_that_can_hold_its_right_answer():
    for exercise in written_exercises():
        assert has_room(exercise.question, exercise.question.right[0]), exercise.id


@pytest.mark.parametrize("skill", SKILLS)
def test_every_kind_that_is_drawn_has_a_form_that_can_hold_its_right_answer(skill):
    for kind in kinds_of(skill):
        for level in (1, 2, 3):
            asked = drawn_exercise(skill, 11, level, kind).question
            assert has_room(asked, asked.right[0]), asked.id


@pytest.mark.parametrize("skill", SKILLS)
def test_what_any_misconception_answers_can_be_given_on_the_page(skill):
    drawn = [
        drawn_exercise(skill, seed, level, kind)
        for kind in kinds_of(skill)
        for level in (1, 2, 3)
        for seed in range(4)
    ]
    for exercise in (*drawn, *written_exercises(skill=skill)):
        form = answer_form(exercise.question)
        for held in misconceptions():
            if held.applies(exercise.question) and form["type"] != "numbers":
                assert has_room(exercise.question, held.answer(exercise.question)), (exercise.id, held.name)


def test_the_page_never_holds_the_answer_before_it_is_asked_for():
    practice = Practice("timed_units")
    assert practice.reply["solution"] == {}
    assert practice.reply["hints"] == []
    practice.hint()
    assert len(practice.reply["hints"]) == 1
    practice.solve()
    assert practice.reply["solution"]["steps"]


@pytest.mark.parametrize("skill", [*SKILLS, None])
def test_after_the_solution_the_page_never_says_that_nothing_was_answered_and_counts_no_copy(skill):
    practice = Practice(skill)
    practice.check(None)
    practice.solve()
    assert "solution is shown" in practice.reply["feedback"]
    practice.check(None)
    assert "Not answered" not in practice.reply["feedback"]
    practice.check(right_answer(practice))
    assert practice.reply["state"] == "right"
    assert "given after the solution" in practice.reply["feedback"]
    assert (practice.standing["right"], practice.standing["after_solution"]) == (0, 1)


def test_an_exercise_that_stays_says_that_there_is_no_other(monkeypatch):
    practice = Practice("payers")
    before = practice.task
    monkeypatch.setattr(practice.sitting, "next", lambda: False)
    practice.next()
    assert practice.task == before
    assert practice.reply["problem"] == NOTHING_ELSE


def test_an_empty_form_is_not_an_answer(tmp_path):
    practice = Practice("cmt_level", folder=tmp_path)
    practice.check(None)
    assert practice.reply["state"] == "not answered yet"
    assert Progress(tmp_path).in_lesson("cmt_level") == ()


def test_what_cannot_be_an_answer_is_answered_with_advice():
    practice = Practice("timed_units")
    practice.check("no such thing")
    assert practice.reply["problem"]
    assert practice.reply["state"] == "not answered yet"


def test_a_second_wrong_answer_that_a_misconception_gives_names_it_softly():
    practice = Practice("cmt_level")
    practice.show(drawn_exercise("cmt_level", 3, 1, "codes"))
    asked = practice.exercise.question
    behind = next(one for one in misconceptions("cmt_level") if one.applies(asked))
    assert explaining(asked, behind.answer(asked)) == (behind,)
    given = answer_as_json(behind.answer(asked))
    practice.check(given)
    assert practice.reply["state"] == State.WRONG
    assert [part["role"] for part in practice.reply["parts"]] == ["opening", "asks"]
    practice.check(given)
    assert behind.holds in practice.reply["feedback"]


@pytest.mark.parametrize("held", misconceptions(), ids=lambda one: one.name)
def test_the_page_names_what_its_learner_believes_within_three_exercises(held):
    practice = Practice(held.skill)
    for _ in range(3):
        asked = practice.exercise.question
        practice.check(answer_as_json(held.answer(asked) or asked.right[0]))
        if (
            practice.reply["state"] != State.RIGHT
        ):  # whoever stays with an idea hears of it after a second try
            practice.check(answer_as_json(held.answer(asked)))
        if [one for one in misconceptions() if one.holds in practice.reply["feedback"]] == [held]:
            return
        practice.next()
    pytest.fail(f"{held.name} was not named")


def test_a_right_answer_that_settles_a_doubt_says_what_was_behind_the_mistake():
    held, other = misconception("bills_an_examination_every_visit"), misconception("lets_diagnosis_decide_25")
    for seed in range(100):
        practice = Practice("evaluation")
        practice.show(drawn_exercise("evaluation", seed, 2, "judge"))
        wrong = held.answer(practice.exercise.question)
        if wrong is None or wrong != other.answer(practice.exercise.question):
            continue
        practice.check(answer_as_json(wrong))
        if len(practice.sitting.outcome.misconceptions) < 2:
            continue
        practice.next()
        if not held.applies(practice.exercise.question) and other.applies(practice.exercise.question):
            break  # here only the other one would have erred
    else:
        pytest.fail("no case leaves a doubt that the next one settles")
    practice.check(right_answer(practice))
    assert practice.reply["state"] == "right"
    assert held.holds in practice.reply["feedback"]
    assert other.holds not in practice.reply["feedback"]


def test_a_message_from_the_page_that_means_nothing_changes_nothing():
    practice = Practice("payers")
    before = (practice.task, practice.reply)
    for content in (None, 7, "check", {}, {"do": "erase"}, {"do": ["check"]}):
        practice._asked(practice, content, [])
    assert (practice.task, practice.reply) == before


def test_starting_over_keeps_what_was_answered(tmp_path):
    practice = Practice("medicare", folder=tmp_path)
    practice.check(right_answer(practice))
    practice.start_over()
    assert practice.standing["right"] == 0
    assert len(Progress(tmp_path).events("answered")) == 1


def test_a_progress_file_that_is_damaged_while_the_page_is_open_is_said_plainly(tmp_path):
    practice = Practice("medicare", folder=tmp_path)
    practice.check(right_answer(practice))
    (tmp_path / "progress.json").write_text("{ damaged")
    practice.next()
    practice.check(right_answer(practice))
    assert "damaged" in practice.standing["trouble"]
    assert practice.standing["right"] == 2  # the open page gave back what the file had lost
    assert len(Progress(tmp_path).events("answered")) == 2


def test_two_open_pages_keep_each_others_answers(tmp_path):
    one, other = Practice("medicare", folder=tmp_path), Practice("payers", folder=tmp_path)
    for practice in (one, other, one):
        practice.check(right_answer(practice))
        practice.next()
    assert len(Progress(tmp_path).events("answered")) == 3
    assert (one.standing["right"], other.standing["right"]) == (2, 1)


def test_a_skill_that_does_not_exist_is_refused():
    with pytest.raises(CpteduError, match="cmt_level"):
        Practice("cmt_levels")


def test_a_front_end_without_widgets_says_what_would_be_asked():
    practice = Practice("cmt_level")
    bundle = practice._repr_mimebundle_()
    part = bundle[0] if isinstance(bundle, tuple) else bundle
    assert practice.exercise.text in part["text/plain"]


# --- exercises that a lesson chose ------------------------------------------------------------------------------------

CHOSEN = ["b-t3-cms", "f8-98940-2026", "a-t1"]


def test_a_lesson_asks_the_cases_that_it_chose_in_their_order_and_no_other(tmp_path):
    practice = Practice(cases=CHOSEN, folder=tmp_path)
    assert practice.standing["count"] == 3
    asked = []
    for _ in CHOSEN:
        asked.append(practice.exercise.id)
        practice.check(right_answer(practice))
        practice.next()
    assert asked == [f"case/{name}" for name in CHOSEN]
    assert practice.standing["right"] == 3
    assert practice.exercise.id in asked  # nothing else is there to ask


def test_what_was_answered_wrong_comes_again_after_the_others(tmp_path):
    practice = Practice(cases=CHOSEN, folder=tmp_path)
    practice.solve()
    practice.next()
    for _ in CHOSEN[1:]:
        practice.check(right_answer(practice))
        practice.next()
    assert practice.exercise.id == f"case/{CHOSEN[0]}"


def test_a_reload_takes_the_learner_back_to_the_case_at_which_the_lesson_was_left(tmp_path):
    practice = Practice(cases=CHOSEN, folder=tmp_path)
    practice.check(right_answer(practice))
    practice.next()
    assert Practice(cases=CHOSEN, folder=tmp_path).exercise.id == f"case/{CHOSEN[1]}"


def test_a_lesson_has_a_case_file_of_its_own_beside_it(tmp_path):
    place = new_case(tmp_path / "necks.toml")
    practice = Practice(cases=place, folder=tmp_path)
    assert practice.exercise.id == "case/necks"
    practice.check(right_answer(practice))
    assert practice.reply["state"] == "right"
    assert [one["exercise"] for one in Progress(tmp_path).in_lesson("cases of necks")] == ["case/necks"]


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        (["no-such-case"], r"'no-such-case' is not a known case\."),
        ("necks", r"'necks' is no case file\. Give a file that ends in \.toml"),
        ("no_such_file.toml", r"no_such_file\.toml"),
    ],
)
def test_a_choice_that_cannot_be_had_is_refused_in_words(cases, says):
    with pytest.raises(CpteduError, match=says):
        Practice(cases=cases)
