"""The page of a class: what to teach next comes first, whatever learners wrote is text, and what it cannot show is said."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cptedu.app.lesson_list import lessons
from cptedu.learn.class_page import class_page
from cptedu.learn.class_summaries import HandedIn
from cptedu.learn.misconceptions import misconception, misconceptions
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.summary import Score

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
LESSONS = {one.number: one.title for one in lessons() if one.number is not None}
BONES = misconception("counts_vertebrae_not_regions")
UNITS = next(one for one in misconceptions() if one.skill == "timed_units")


def score(right_at_once, exercises):
    percent = 100 * right_at_once // exercises
    return Score(exercises, exercises, right_at_once, exercises, percent, 0, 0)


def one(name, ideas=(), remarks=(), **by_skill):
    skills = {skill: score(*counts) for skill, counts in by_skill.items()}
    whole = [sum(counts) for counts in zip(*by_skill.values(), strict=True)]
    titles = tuple(idea.title for idea in ideas)
    return HandedIn(f"{name}.json", name, score(*whole), skills, titles, not remarks, tuple(remarks))


CLASS = (
    one("Ann", (UNITS,), cmt_level=(4, 4), timed_units=(3, 4), rvu_payment=(1, 4)),
    one("Ben", (BONES, UNITS), cmt_level=(2, 4), timed_units=(3, 4)),
    one("Cem", (UNITS,), timed_units=(3, 4), payers=(2, 4)),
    one("Dee", timed_units=(4, 4), medicare=(4, 5)),
)


def page(found=CLASS):
    return class_page(found, DAY, LESSONS)


def teach_next(written):
    return written.partition("<h2>Teach next")[2].partition("<h2>")[0]


def rows(written, title):
    """Give the cells of a table, row by row, without their tags."""
    body = re.search(rf"<h2>{title}</h2>.*?<tbody>(.*?)</tbody>", written, flags=re.DOTALL)[1]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in body.split("</tr>")[:-1]]
    return [[re.sub("<.*?>", " ", cell) for cell in row] for row in cells]


def test_first_comes_the_skill_of_which_most_hold_a_wrong_idea_and_then_where_most_was_wrong():
    told = teach_next(page())
    # Of minutes three hold a wrong idea, of regions one; of RVUs a quarter was right, of payers a half; Medicare was sure.
    assert re.findall(r"<h3>(.*?) <span>", told) == [
        skill_named(skill).title for skill in ("timed_units", "cmt_level", "rvu_payment")
    ]
    assert "81% of 16 exercises right at the first try. 3 learners hold a wrong idea of it." in told
    assert "75% of 8 exercises right at the first try. 1 learner holds a wrong idea of it." in told
    assert "25% of 4 exercises right at the first try. No wrong idea explains it" in told
    assert f"<strong>3×</strong> {UNITS.holds[0].upper()}{UNITS.holds[1:]}." in told
    assert BONES.feedback in told
    assert f"Lesson 3, {LESSONS[3]}" in told


def test_where_all_is_sure_nothing_is_made_up():
    told = teach_next(page([one("Dee", timed_units=(4, 4), medicare=(4, 5))]))
    assert "Nothing stands out." in told
    assert "<li>" not in told
    assert "No wrong idea is behind the latest answers of anybody." in page([one("Dee", medicare=(5, 5))])


def test_where_no_file_has_a_score_nothing_is_said_to_be_sure():
    told = teach_next(page([HandedIn("a.json", "Ann", remarks=("no summary",)), HandedIn("b.json")]))
    assert "Nothing stands out" not in told
    assert "No exercise is counted here" in told
    assert "2 files have no score, and their exercises are in no percentage; their remarks say why." in told
    assert "no score" not in teach_next(page())


def test_the_page_claims_no_score_for_files_of_which_not_every_answer_was_judged():
    told = page().partition("What this page can show, and what it cannot")[2]
    assert "every score" not in told
    assert "Where it could not judge every answer of a file, that file has no score" in told


def test_skills_ideas_and_learners_are_counted():
    by_skill = {row[0]: row[2:] for row in rows(page(), "By skill")}
    assert len(by_skill) == len(SKILLS)
    assert by_skill[skill_named("cmt_level").title] == ["2", "8", "75%", "1"]
    assert by_skill[skill_named("ncci_59").title] == ["0", "0", "", "0"]
    assert [row[:2] for row in rows(page(), "Ideas held")] == [
        [UNITS.title, "3 of 4"],
        [BONES.title, "1 of 4"],
    ]
    ben = rows(page(), "Each learner")[1]
    assert ben == ["Ben", "62% of 8", "2 of 4", "3 of 4", "", "", "", f"{BONES.title}; {UNITS.title}", ""]


def test_the_file_is_named_where_the_name_does_not_tell_whose_it_is():
    twins = [
        one("Ann", medicare=(1, 1)),
        HandedIn("b.json", "Ann"),
        HandedIn("c.json"),
        one("Eve", medicare=(1, 1)),
    ]
    told = [row[0].split() for row in rows(page(twins), "Each learner")]
    assert told == [["Ann", "Ann.json"], ["Ann", "b.json"], ["No", "name", "c.json"], ["Eve"]]


class Tags(HTMLParser):
    def __init__(self, written):
        super().__init__()
        self.seen = set()
        self.feed(written)

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


@pytest.mark.parametrize(
    "written",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><svg/onload=1>", "&lt;b&gt;"],
)
def test_whatever_learners_wrote_is_text(written):
    plain = Tags(page([HandedIn("plain.json", "plain", remarks=("plain",))])).seen
    found = page([HandedIn(f"{written}.json", written, remarks=(written,))])
    assert Tags(found).seen == plain
    assert written not in found


def test_it_needs_nothing_else_and_prints():
    written = page()
    assert not re.search(r"https?:|src=|url\(|@import|<link", written)
    assert "@page{" in written
    assert "<title>" in written


def test_what_no_file_can_show_is_said():
    told = page().partition("What this page can show, and what it cannot")[2]
    for says in (
        "There is no secret in these sums",
        "who sat before the screen",
        "the latest answers were left off",
        "no proof",
    ):
        assert says in told


def test_every_skill_is_taught_in_a_lesson_that_has_a_name():
    assert {skill_named(skill).place[0] for skill in SKILLS} <= set(LESSONS)
    assert len({idea.title for idea in misconceptions()}) == len(misconceptions()), (
        "ideas are told apart by their titles"
    )
    assert (Path(class_page.__code__.co_filename).with_suffix(".css")).is_file()
