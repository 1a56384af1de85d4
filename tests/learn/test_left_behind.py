"""What learners left behind while exercises were of generation 7: it opens, it is verified, and it says what it said then.

The files of ``left_behind`` were made by that version, all kinds of exercises of all eight skills among them; nothing in them is
ever made anew. A wrong idea that the course learns to name later must change none of it.
"""

import json
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.sitting import Sitting
from cptedu.learn.summary import facts_of, verification_of, verify_summary
from cptedu.learn.summary_page import scores_by_skill, write_summary
from cptedu.lesson import (
    ArticleReader,
    ErrorMuseum,
    MinutesBoard,
    NoteToCode,
    PayerLens,
    PlanTable,
    SpineMap,
    TradeoffExplorer,
    VisitBuilder,
    example_visit,
    kept,
)

LEFT = Path(__file__).with_name("left_behind")
SAID = json.loads((LEFT / "said.json").read_text(encoding="utf-8"))
LESSONS = {lesson: None if lesson == "mixed" else lesson for lesson in SAID["left"]}


def plain(told):
    return json.loads(json.dumps(told, default=str))


@pytest.fixture
def progress(tmp_path):
    shutil.copy(LEFT / "progress.json", tmp_path)
    return Progress(tmp_path)


def test_the_summary_is_verified_and_each_answer_is_judged_as_it_was():
    checked = verify_summary(LEFT / "summary.json")
    assert checked.agrees, checked.lines
    assert checked.gaps == ()
    assert plain(asdict(checked.score)) == SAID["score"]
    judged = [
        [one.exercise.id, str(one.outcome.state), [behind.name for behind in one.outcome.misconceptions]]
        for one in checked.judged
    ]
    assert judged == SAID["judged"]
    assert {name.partition("/")[0] for name, *_ in judged} == {*SAID["left"], "case"} - {"mixed"}


def test_the_progress_gives_the_same_summary_again(progress, tmp_path):
    _, place = write_summary(progress, tmp_path)
    written, left = (json.loads(one.read_text("utf-8")) for one in (place, LEFT / "summary.json"))
    assert [written[key] for key in ("score", "answers", "links")] == [
        left[key] for key in ("score", "answers", "links")
    ]
    assert verify_summary(place).agrees


def test_the_progress_tells_of_the_learner_what_it_told(progress):
    course = Practice(progress, start=1)
    held = sorted(
        [one.kind, one.name, one.times, one.last, one.due.isoformat(timespec="seconds")]
        for one in course.items()
    )
    assert held == SAID["items"]
    assert [one.name for one in course.suspects()] == SAID["suspects"]
    assert {
        skill: [one.name for one in course.suspects(skill)] for skill in SAID["suspects_by_skill"]
    } == SAID["suspects_by_skill"]
    judged = verification_of(facts_of(progress, datetime(2026, 12, 1, tzinfo=UTC))).judged
    assert {skill: asdict(score) for skill, score in scores_by_skill(judged).items()} == SAID["scores"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_opens_at_the_exercise_at_which_it_was_left(progress, lesson):
    skill = LESSONS[lesson]
    sitting = Sitting(Practice(progress, start=1), skill or "mixed_practice", skill)
    asked, left = sitting.exercise.question, SAID["left"][lesson]
    assert (asked.id, sitting.hints, asdict(sitting.standing())) == (
        left["id"],
        left["hints"],
        left["standing"],
    )
    note = asked.note and asked.note.visit.to_dict()
    bill = asked.bill and [list(one) for one in asked.bill.units]
    assert plain([note, bill, asked.options, asked.proposed, asked.right]) == [
        left[key] for key in ("visit", "bill", "options", "proposed", "right")
    ]


KEPT = {
    "article-reader": (ArticleReader, ("judged", "at")),
    "error-museum": (ErrorMuseum, ("tests", "at")),
    "minutes-board": (lambda: MinutesBoard({"97110": 33, "97140": 7}, untimed=["97012"]), ()),
    "note-to-claim-note": (lambda: NoteToCode(example_visit("desk_worker")), ()),
    "payer-lens": (lambda: PayerLens(example_visit("two_therapies")), ()),
    "plan-of-care": (lambda: PlanTable("low_back_medicare"), ()),
    "regions-map": (SpineMap, ()),
    "tradeoff-explorer": (lambda: TradeoffExplorer(example_visit("two_therapies")), ()),
    "visit-builder": (lambda: VisitBuilder(example_visit("full_visit")), ()),
}


def test_every_kept_state_is_opened():
    assert sorted(KEPT) == sorted(path.stem for path in (LEFT / "kept").iterdir())


@pytest.mark.parametrize("name", KEPT)
def test_an_instrument_stands_as_it_was_kept(tmp_path, monkeypatch, name):
    made, traits = KEPT[name]
    shutil.copytree(LEFT / "kept", tmp_path / ".cptedu" / "kept")
    monkeypatch.chdir(tmp_path)
    held = json.loads((LEFT / "kept" / f"{name}.json").read_text(encoding="utf-8"))
    fresh = made()
    assert plain({trait: getattr(fresh, trait) for trait in held}) != held
    opened = kept(fresh, name, traits)
    assert plain({trait: getattr(opened, trait) for trait in held}) == held
