"""What a class handed in: one table, and of the forged ones a remark each."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.errors import CpteduError
from cptedu.learn.class_page import class_page
from cptedu.learn.class_summaries import handed_in, ideas_held, write_grades
from cptedu.learn.exercises import exercise
from cptedu.learn.exercises.exercise import Exercise
from cptedu.learn.generator import telling_case
from cptedu.learn.misconceptions import misconception
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import answer_as_json
from cptedu.learn.summary_page import write_summary

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NAMES = ("cmt_level/codes/1/42", "timed_units/units/2/7", "case/b-t3-cms", "ncci_59/modifiers/1/3")
LEARNERS = 40


def answer(name: str) -> Any:
    return answer_as_json(exercise(name).question.right[0])


def hand_in(folder: Path, who: str, *, seconds: float = 60, wrong_first: bool = True) -> Path:
    """Write what a learner hands in who errs once and answers every minute."""
    progress = Progress()
    progress.call(who)
    practice = Practice(progress, start=1)
    at = NOON
    for n, name in enumerate(NAMES):
        if n == 0 and wrong_first:
            practice.take(exercise(name), ["98942"], at=at)
            at += timedelta(seconds=seconds)
        practice.take(exercise(name), answer(name), at=at)
        at += timedelta(seconds=seconds)
    place = folder / f"{who}.json"
    _, made = write_summary(progress, folder, at)
    return made.replace(place)


def forge(place: Path, change: Any) -> None:
    facts = json.loads(place.read_text(encoding="utf-8"))
    change(facts)
    place.write_text(json.dumps(facts), encoding="utf-8")


def deletes_a_wrong_answer(facts: dict[str, Any]) -> None:
    facts["answers"].pop(0)
    facts["score"] |= {"right_at_once": 4, "percent": 100, "answers": 4}


def says_right_of_a_wrong_one(facts: dict[str, Any]) -> None:
    facts["answers"][0]["state"] = "right"
    facts["score"] |= {"right_at_once": 4, "percent": 100}


def writes_the_right_answer_in(facts: dict[str, Any]) -> None:
    facts["answers"][0] |= {"state": "right", "answer": facts["answers"][1]["answer"]}
    facts["score"] |= {"right_at_once": 4, "percent": 100}


def says_another_score(facts: dict[str, Any]) -> None:
    facts["score"]["percent"] = 100


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for n in range(1, LEARNERS):
        hand_in(folder, f"learner {n:02}")
    forge(folder / "learner 03.json", deletes_a_wrong_answer)
    forge(folder / "learner 09.json", says_right_of_a_wrong_one)
    forge(folder / "learner 17.json", writes_the_right_answer_in)
    forge(folder / "learner 21.json", says_another_score)
    # The fifth hands in another one's file under a name of its own.
    copied = folder / "learner 40.json"
    copied.write_text((folder / "learner 30.json").read_text(encoding="utf-8"), encoding="utf-8")
    forge(copied, lambda facts: facts.update(name="learner 40"))
    return folder


FORGED = {
    "learner 03.json": "number 2 is not there",
    "learner 09.json": "the summary says right; it is wrong",
    "learner 17.json": "what stands before number 3 is not what stood there",
    "learner 21.json": "percent: the summary says 100",
    "learner 40.json": "5 of its answers are also those of learner 30.json (learner 30).",
}


def test_of_forty_summaries_the_five_forged_ones_are_remarked_on_and_no_honest_one(class_folder):
    found = {one.file: one for one in handed_in(class_folder)}
    assert len(found) == LEARNERS
    for file, says in FORGED.items():
        assert any(says in remark for remark in found[file].remarks), found[file].remarks
    honest = [one for one in found.values() if one.file not in {*FORGED, "learner 30.json"}]
    assert len(honest) == LEARNERS - 6
    assert {one.remarks for one in honest} == {()}
    assert all(one.agrees and one.score and one.score.percent == 75 for one in honest)
    # Whose answers they were the files do not say: both are to be asked.
    assert any("learner 40" in remark for remark in found["learner 30.json"].remarks)


def test_the_table_is_one_that_a_gradebook_takes(class_folder, tmp_path):
    place = tmp_path / "grades.csv"
    write_grades(handed_in(class_folder), place)
    written = place.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [row["Name"] for row in rows] == [f"learner {n:02}" for n in range(1, LEARNERS + 1)]
    first = rows[0]
    assert first["Score, percent"] == "75"
    assert (first["Exercises"], first["Right at the first try"], first["Answers"]) == ("4", "3", "5")
    assert first["Minutes and units, percent"] == "100"
    assert first["Regions and adjustments, percent"] == "0"
    assert first["Payers, percent"] == ""
    assert (first["Agrees"], first["Remarks"]) == ("yes", "")
    assert rows[8]["Agrees"] == "no"


def test_one_command_gives_the_table_and_says_what_the_class_should_be_taught(class_folder, tmp_path):
    place = tmp_path / "grades.csv"
    page = tmp_path / "class.html"
    ran = CliRunner().invoke(
        main, ["verify", str(class_folder), "--csv", str(place), "--class-page", str(page)]
    )
    assert ran.exit_code == 1, ran.output  # some do not agree
    with place.open(encoding="utf-8-sig", newline="") as table:
        remarks = {row["File"]: row["Remarks"] for row in csv.DictReader(table)}
    assert len(remarks) == LEARNERS
    assert {file for file, remark in remarks.items() if remark} == {*FORGED, "learner 30.json"}
    assert all(says in remarks[file] for file, says in FORGED.items())
    written = page.read_text(encoding="utf-8")
    assert "40 files handed in, 6 with a remark" in written
    teach, learners = written.partition("<h2>By skill")[0], written.partition("<h2>Each learner")[2]
    assert "Regions and adjustments <span>Lesson 2, Regions and adjustments</span>" in teach
    assert "Minutes and units" not in teach, "there nobody was wrong"
    assert learners.count("<tr>") == 1 + LEARNERS
    for file, says in FORGED.items():
        row = next(one for one in learners.split("<tr>") if f"<span>{file}</span>" in one)
        assert says in row
    assert "learner 01 (learner 01.json): 3 of 4 exercises right at the first try (75%)" in ran.output
    alone = CliRunner().invoke(main, ["verify", str(class_folder / "learner 01.json"), "--csv", str(place)])
    assert "--csv writes the table of a class" in alone.output
    alone = CliRunner().invoke(
        main, ["verify", str(class_folder / "learner 01.json"), "--class-page", str(page)]
    )
    assert "--class-page writes the page of a class" in alone.output


def test_an_answer_that_was_taken_out_is_told_of_one_summary_too(class_folder):
    ran = CliRunner().invoke(main, ["verify", str(class_folder / "learner 03.json")])
    assert "Everything agrees" not in ran.output
    assert "number 2 is not there: something may have been taken out." in ran.output


def test_answers_that_come_sooner_than_questions_can_be_read_are_remarked_on(tmp_path):
    hand_in(tmp_path, "quick", seconds=0.5)
    hand_in(tmp_path, "steady", seconds=20)
    quick, steady = handed_in(tmp_path)
    assert [one for one in quick.remarks if "sooner than their questions can be read" in one]
    assert steady.remarks == ()


def test_an_idea_that_a_learner_holds_is_named_until_a_right_answer_shows_it_overcome(tmp_path):
    idea = misconception("counts_vertebrae_not_regions")
    told = (Exercise(telling_case(idea, seed)) for seed in range(50))
    asked = next(
        one for one in told if one.check(answer_as_json(idea.answer(one.question))).misconceptions == (idea,)
    )
    progress = Progress()
    progress.call("one")
    practice = Practice(progress, start=1)
    practice.take(asked, answer_as_json(idea.answer(asked.question)), at=NOON)
    write_summary(progress, tmp_path)
    [found] = handed_in(tmp_path)
    assert found.ideas == (idea.title,)
    assert ideas_held([found, found]) == ((idea.title, 2),)
    right = answer_as_json(asked.question.right[0])
    practice.take(asked, right, at=NOON + timedelta(minutes=1))
    write_summary(progress, tmp_path)
    [after] = handed_in(tmp_path)
    assert after.ideas == (idea.title,), "right at the second try shows nothing overcome"
    other = next(one for one in told if one.question != asked.question)
    practice.take(other, answer_as_json(other.question.right[0]), at=NOON + timedelta(minutes=2))
    write_summary(progress, tmp_path)
    [after] = handed_in(tmp_path)
    assert after.ideas == ()


def test_what_is_no_summary_is_said_on_its_own_row_and_stops_nothing(tmp_path):
    hand_in(tmp_path, "one")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    found = {one.file: one for one in handed_in(tmp_path)}
    assert found["one.json"].agrees
    for name in ("notes.json", "broken.json"):
        assert found[name].score is None
        assert "is not a summary" in found[name].remarks[0]


def test_a_score_that_is_not_known_is_an_empty_cell_and_no_zero(tmp_path):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    for name in ("whole", "other"):
        hand_in(folder, name)
    facts = json.loads((folder / "other.json").read_text(encoding="utf-8"))
    for answer in facts["answers"]:
        answer["generation"] = 1  # which is not drawn any more
    (folder / "other.json").write_text(json.dumps(facts), encoding="utf-8")
    other, whole = handed_in(folder)
    assert (other.score, whole.score.percent) == (None, 75)
    count = len(facts["answers"])
    assert other.remarks[0] == (
        f"{count} of {count} answers cannot be judged anew: their exercises are of generation 1, which this version does not"
        " draw."
    ), "the version that says so is no advice"
    assert not any("the summary says" in remark for remark in other.remarks)
    place = tmp_path / "grades.csv"
    write_grades([other, whole], place)
    first, second = csv.DictReader(io.StringIO(place.read_text(encoding="utf-8-sig"), newline=""))
    assert (first["Score, percent"], first["Answers"], first["Minutes and units, percent"]) == ("", "", "")
    assert (first["Agrees"], second["Agrees"]) == ("no", "yes")


def test_a_file_of_which_some_answers_cannot_be_judged_has_no_score_of_the_others(tmp_path):
    hand_in(tmp_path, "one")
    facts = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    facts["answers"][0]["exercise"] = "case/of-their-own"
    (tmp_path / "one.json").write_text(json.dumps(facts), encoding="utf-8")
    [found] = handed_in(tmp_path)
    assert found.score is None
    count = len(facts["answers"])
    assert found.remarks[0] == (
        f"1 of {count} answers cannot be judged anew: the cases are not held here (of-their-own). Give the folder of own cases"
        " that the learner used: --cases FOLDER."
    )
    assert not [remark for remark in found.remarks if remark.startswith("Score")]


def test_many_answers_to_own_cases_whose_folder_was_not_given_are_told_in_one_remark_that_a_table_takes(
    tmp_path,
):
    hand_in(tmp_path, "one")
    facts = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    facts["answers"] = [
        {**facts["answers"][n % 5], "exercise": f"case/{n}{'-long' * 200}"} for n in range(200)
    ]
    (tmp_path / "one.json").write_text(json.dumps(facts), encoding="utf-8")
    [found] = handed_in(tmp_path)
    about = [remark for remark in found.remarks if "--cases FOLDER" in remark]
    assert len(about) == 1
    assert about[0].startswith("200 of 200 answers")
    assert len(about[0]) < 400
    assert len(" ".join(found.remarks)) < 32_767, "as much as a cell of Excel takes"


def test_a_class_whose_only_file_has_no_score_is_still_told_which_wrong_ideas_it_holds(tmp_path):
    idea = misconception("counts_vertebrae_not_regions")
    told = (Exercise(telling_case(idea, seed)) for seed in range(50))
    asked = next(
        one for one in told if one.check(answer_as_json(idea.answer(one.question))).misconceptions == (idea,)
    )
    progress = Progress()
    practice = Practice(progress, start=1)
    practice.take(asked, answer_as_json(idea.answer(asked.question)), at=NOON)
    practice.take(exercise(NAMES[1]), answer(NAMES[1]), at=NOON + timedelta(minutes=1))
    _, place = write_summary(progress, tmp_path)
    forge(place, lambda facts: facts["answers"][1].update(exercise="case/of-their-own"))
    found = handed_in(tmp_path)
    assert [(one.score, one.ideas) for one in found] == [(None, (idea.title,))]
    teach = class_page(found, NOON, {}).partition("<h2>Teach next")[2].partition("<h2>")[0]
    assert "Nothing stands out" not in teach
    assert "1 learner holds a wrong idea of it." in teach
    assert idea.feedback in teach
    assert "0 exercises" not in teach
    assert "1 file has no score, and its exercises are in no percentage; its remarks say why." in teach


def test_a_file_whose_answers_are_also_another_s_is_to_be_asked_about(class_folder, tmp_path):
    place = tmp_path / "grades.csv"
    write_grades(handed_in(class_folder), place)
    with place.open(encoding="utf-8-sig", newline="") as table:
        agrees = {row["File"]: row["Agrees"] for row in csv.DictReader(table)}
    assert (agrees["learner 30.json"], agrees["learner 40.json"], agrees["learner 01.json"]) == (
        "ask",
        "ask",
        "yes",
    )
    assert agrees["learner 03.json"] == "ask", "one answer was taken out"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"])
def test_no_name_is_worked_out_as_a_formula(tmp_path, name):
    place = hand_in(tmp_path, "one")
    forge(place, lambda facts: facts.update(name=name))
    write_grades(handed_in(tmp_path), tmp_path / "grades.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text("utf-8-sig"), newline="")))
    assert rows[0]["Name"] == f"'{name}"


def test_a_folder_that_is_not_there_or_has_no_summary_is_told(tmp_path):
    with pytest.raises(CpteduError, match="is not a folder"):
        handed_in(tmp_path / "none")
    with pytest.raises(CpteduError, match=r"No \.json file lies in"):
        handed_in(tmp_path)
