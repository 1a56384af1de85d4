"""The progress page shows what the file holds, and writes what an instructor can verify."""

from pathlib import Path

from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.learn.misconceptions import misconception
from cptedu.learn.questions import answer_as_json
from cptedu.widgets import progress_page
from cptedu.widgets.kit.bundle import stylesheet
from cptedu.widgets.practice import Practice
from cptedu.widgets.progress_page import ProgressPage, by_skill


def test_it_shows_answers_and_writes_a_summary_that_verifies(tmp_path):
    practice = Practice("cmt_level", folder=tmp_path)
    for _ in range(3):
        practice.check(answer_as_json(practice.exercise.question.right[0]))
        practice.next()
    page = ProgressPage(tmp_path)
    assert by_skill(page.progress)["cmt_level"] == (3, 3)
    assert "3 right of 3 answered" in page.shown.value
    page.name.value = "<b>Kim</b>"
    page.hand_in()
    assert "summary.html" in page.told.value
    assert "<b>Kim" not in (tmp_path / "summary.html").read_text(encoding="utf-8")
    told = CliRunner().invoke(main, ["verify", str(tmp_path / "summary.json")])
    assert told.exit_code == 0, told.output
    assert "Everything agrees." in told.output


def test_it_names_the_ideas_that_lead_astray_and_when_they_come_back(tmp_path):
    held = misconception("leaves_25_off")
    practice = Practice(held.skill, folder=tmp_path)
    practice.check(answer_as_json(held.answer(practice.exercise.question)))
    page = ProgressPage(tmp_path)
    assert f"<b>{held.title.replace(chr(39), '&#x27;')}</b>" in page.shown.value
    assert "comes back today" in page.shown.value
    assert "0 of 1 exercises right at the first try" in page.shown.value
    assert "None as yet" not in page.shown.value
    assert "None as yet" in ProgressPage(tmp_path / "another").shown.value


def test_what_comes_next_is_told_day_by_day(tmp_path):
    for skill in ("cmt_level", "payers"):
        practice = Practice(skill, folder=tmp_path)
        practice.check(answer_as_json(practice.exercise.question.right[0]))
    said = ProgressPage(tmp_path).shown.value
    assert "<p>Today: Regions and adjustments, Payers. Lesson 14 asks for it.</p>" in said


def test_what_was_written_is_told_with_what_is_missing_and_drawn_by_its_own_stylesheet(tmp_path):
    page = ProgressPage(tmp_path)
    page.hand_in()
    drawn = stylesheet(Path(progress_page.__file__).with_name("style.css"))
    assert 'class="cptedu progress-told"' in page.told.value
    assert "no name on them" in page.told.value
    page.name.value = "Kim"
    page.hand_in()
    assert "no name on them" not in page.told.value
    carried = {name for part in page.children for name in part._dom_classes}
    assert carried == {"cptedu", "progress-hand-in"}
    for name in (*carried, "progress-told", "progress-page"):
        assert f".{name}" in drawn


def test_the_last_lesson_shows_it():
    lesson = Path(__file__).parents[2] / "notebooks" / "14_mixed_practice.ipynb"
    assert "ProgressPage()" in lesson.read_text(encoding="utf-8")


def test_a_summary_that_was_changed_does_not_verify(tmp_path):
    practice = Practice("cmt_level", folder=tmp_path)
    practice.check(answer_as_json(practice.exercise.question.right[0]))
    assert CliRunner().invoke(main, ["summary", "--folder", str(tmp_path)]).exit_code == 0
    facts = tmp_path / "summary.json"
    facts.write_text(facts.read_text().replace('"right": 1', '"right": 9'))
    told = CliRunner().invoke(main, ["verify", str(facts)])
    assert told.exit_code == 1
    assert "the summary says 9" in told.output


def test_a_new_case_can_be_practised_as_it_is_written(tmp_path, monkeypatch):
    (tmp_path / "my_cases").mkdir()
    (tmp_path / ".cptedu").mkdir()
    told = CliRunner().invoke(main, ["new-case", str(tmp_path / "my_cases" / "own.toml")])
    assert told.exit_code == 0, told.output
    monkeypatch.chdir(tmp_path)
    assert Practice("ncci_59").standing["trouble"] == ""
    (tmp_path / "my_cases" / "faulty.toml").write_text("[[case]]\nid = 7\n")
    practice = Practice("ncci_59")
    assert "faulty.toml, line " in practice.standing["trouble"]
    offered = practice.sitting._unanswered(set())
    assert "case/own" in {one.id for one in offered}  # the good one stays
