"""The summary: a page that prints, facts that can be judged anew, and nothing about anybody but a chosen name."""

import json
import re
import shutil
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

import cptedu
from cptedu.errors import CpteduError
from cptedu.learn.exercises import exercise
from cptedu.learn.generations import earliest_generation, newest_generation
from cptedu.learn.own_cases import new_case
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.progress.chain import chain_faults
from cptedu.learn.questions import answer_as_json
from cptedu.learn.summary import facts_of as handed_in
from cptedu.learn.summary import verification_of, verify_summary
from cptedu.learn.summary_page import MOST_SEEDS_PRINTED, scores_by_skill, summary_page, write_summary

FROZEN = Path(__file__).with_name("format_1")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NAMES = (
    "cmt_level/codes/1/42",
    "timed_units/units/2/7",
    "ncci_59/modifiers/1/3",
    "case/b-t3-cms",
    "rvu_payment/amount/2/3",
)


@pytest.fixture
def learner():
    progress = Progress()
    progress.call("Ann <Other>")
    practice = Practice(progress, start=1)
    for n, name in enumerate(NAMES):
        asked = exercise(name)
        if n == 0:
            practice.take(asked, ["98942"])
        practice.take(asked, answer_as_json(asked.question.right[0]))
    return progress


def facts_of(learner, folder):
    _, place = write_summary(learner, folder, NOON)
    return place, json.loads(place.read_text(encoding="utf-8"))


class Reader(HTMLParser):
    """Gathers what a page holds, and fails on tags that do not close."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_a_summary_agrees_with_itself(learner, tmp_path):
    place, facts = facts_of(learner, tmp_path)
    checked = verify_summary(place)
    assert checked.agrees, checked.lines
    assert (checked.score.exercises, checked.score.right, checked.score.right_at_once) == (5, 5, 4)
    assert (checked.score.answers, checked.score.percent) == (6, 80)
    assert facts["score"]["percent"] == 80
    assert "Ann <Other>" in checked.lines[0]
    assert checked.lines[1] == "Everything agrees."


def test_the_page_reads_alone_and_shows_name_score_and_seeds(learner, tmp_path):
    page, _ = write_summary(learner, tmp_path, NOON)
    reader = read(page.read_text(encoding="utf-8"))
    said = " ".join(reader.text)
    assert "Ann <Other>" in said
    assert "4 of 5" in said
    assert "March 4, 2026" in said
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in reader.seen
    assert all(name in said for name in NAMES)
    assert "not billing advice" in said
    assert not any("src" in attrs or "href" in attrs for _, attrs in reader.seen)
    assert ("html", {"lang": "en"}) in reader.seen
    assert any(tag == "caption" for tag, _ in reader.seen)
    assert any(tag == "h1" for tag, _ in reader.seen)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a program cannot be set there")
def test_the_day_on_the_page_is_the_learners_own(monkeypatch):
    evening = datetime(2026, 3, 5, 3, tzinfo=UTC)
    with monkeypatch.context() as on_the_west_coast:
        on_the_west_coast.setenv("TZ", "PST8PDT")
        time.tzset()
        said = summary_page(Progress(), evening)
    time.tzset()
    assert "March 4, 2026" in said


def test_many_answers_still_fit_on_a_page():
    progress = Progress()
    for n in range(100):
        progress.add(
            "answered",
            NOON,
            exercise=f"cmt_level/codes/1/{n}",
            state="wrong",
            answer=["98942", "98943"],
            items={"skill:cmt_level": "wrong"},
            generation=newest_generation(),
        )
    reader = read(summary_page(progress, NOON))
    names = [one for one in reader.text if one.startswith("cmt_level/codes/1/")]
    assert len(names) == MOST_SEEDS_PRINTED
    assert "10 more are in" in " ".join(reader.text)


def test_an_answer_of_another_version_does_no_harm(learner, tmp_path):
    learner.add("answered", NOON, what="of another form")
    place, facts = facts_of(learner, tmp_path)
    assert len(facts["answers"]) == 6
    assert verify_summary(place).agrees


def test_scores_come_skill_by_skill(learner):
    found = scores_by_skill(verification_of(handed_in(learner, NOON)).judged)
    assert list(found) == ["cmt_level", "timed_units", "ncci_59", "rvu_payment"]
    assert (found["cmt_level"].exercises, found["cmt_level"].right_at_once, found["cmt_level"].right) == (
        1,
        0,
        1,
    )
    assert found["timed_units"].exercises == 2


@pytest.fixture
def helped():
    """Four exercises: found, found with hints, copied, and wrong before the solution was copied."""
    progress = Progress()
    practice = Practice(progress, start=1)
    asked = [exercise(name) for name in NAMES[:4]]
    right = [answer_as_json(one.question.right[0]) for one in asked]
    practice.take(asked[1], right[1])
    practice.take(asked[2], right[2], hints=2)
    practice.take(asked[3], right[3], hints=2, solution=True)
    practice.take(asked[0], ["98942"])
    practice.take(asked[0], right[0], solution=True)
    return progress


def test_what_was_copied_is_not_right_at_the_first_try_and_hints_are_told(helped, tmp_path):
    page, place = write_summary(helped, tmp_path, NOON)
    checked = verify_summary(place)
    assert checked.agrees, checked.lines
    score = checked.score
    assert (score.exercises, score.right_at_once, score.with_hints, score.percent) == (4, 2, 1, 50)
    assert (score.right, score.after_solution, score.answers) == (4, 2, 5)
    told = (
        "2 of 4 exercises right at the first try (50%), 1 of them with hints; 4 right in the end, 2 of them after the"
        " solution was shown; 5 answers in all"
    )
    assert told in checked.lines[0]
    assert told in " ".join(read(page.read_text(encoding="utf-8")).text)
    by_skill = scores_by_skill(checked.judged)
    assert by_skill["cmt_level"].right_at_once == 0
    assert sum(one.after_solution for one in by_skill.values()) == 2


def test_a_copied_answer_that_is_said_to_be_found_is_named(helped, tmp_path):
    place, facts = facts_of(helped, tmp_path)
    (copied,) = [n for n, one in enumerate(facts["answers"]) if one["exercise"] == NAMES[3]]
    checked = changed(place, lambda facts: facts["answers"][copied].pop("solution"))
    assert not checked.agrees
    assert any("right at once" in line for line in checked.lines), checked.lines
    assert any("after solution" in line for line in checked.lines), checked.lines


def test_a_summary_of_an_earlier_version_is_judged_as_it_was(helped, tmp_path):
    place, _ = facts_of(helped, tmp_path)

    def as_earlier(facts):
        for one in facts["answers"]:
            one.pop("solution", None)
        for later in ("with_hints", "after_solution"):
            del facts["score"][later]
        facts["score"] |= {"right_at_once": 3, "percent": 75}  # the copied one passed for found then

    checked = changed(place, as_earlier)
    assert checked.agrees, checked.lines


def test_the_page_has_a_button_that_prints_it_and_is_not_on_the_paper():
    page = summary_page(Progress(), NOON)
    button = re.search(r"<button[^>]*onclick='print\(\)'[^>]*>([^<]+)</button>", page)
    assert button
    assert button[1] == "Print this page"
    for where in ("print", "(scripting:none)"):  # nor where no script runs, and a press would do nothing
        assert "@media " + where + "{button{display:none}}" in page


def test_a_page_without_answers_says_so():
    said = " ".join(read(summary_page(Progress(), NOON)).text)
    assert "Nothing has been answered yet" in said
    assert "No name given" in said


def test_nothing_but_the_chosen_name_is_told_of_anybody(learner, tmp_path):
    learner.call("Ann Other")
    place, facts = facts_of(learner, tmp_path)
    known = {"format", "what", "name", "made_at", "version", "generation", "score", "answers", "links"}
    assert set(facts) == known
    judged = {
        "exercise",
        "answer",
        "state",
        "hints",
        "solution",
        "generation",
        "lesson",
        "items",
        "misconceptions",
        "version",
    }
    chained = {"id", "at", "kind", "device", "number", "before", "order"}
    assert all(set(one) <= judged | chained for one in facts["answers"])
    assert all(set(one) == {"device", "number", "before", "order", "sum"} for one in facts["links"])
    assert "<Other>" not in place.read_text(encoding="utf-8")


def test_a_summary_carries_the_whole_chain_of_its_answers(learner, tmp_path):
    _, facts = facts_of(learner, tmp_path)
    assert [one["number"] for one in facts["answers"]] == [2, 3, 4, 5, 6, 7]
    assert [one["number"] for one in facts["links"]] == [1]
    assert chain_faults([*facts["answers"], *facts["links"]]) == ()


@pytest.mark.parametrize(
    ("change", "kind", "number"),
    [
        (lambda facts: facts["answers"][0].update(at="2026-03-04T10:00:00+00:00"), "changed", 3),
        (lambda facts: facts["answers"][1].update(hints=1), "changed", 4),
        (lambda facts: facts["answers"].pop(0), "missing", 2),
        (lambda facts: facts["links"].pop(0), "missing", 1),
        (lambda facts: facts["links"][0].update(sum="0" * 64), "changed", 2),
    ],
    ids=["time", "hints", "answer cut out", "link cut out", "link changed"],
)
def test_what_was_cut_out_or_changed_in_a_summary_shows_in_its_chain(learner, tmp_path, change, kind, number):
    _, facts = facts_of(learner, tmp_path)
    change(facts)
    (fault,) = chain_faults([*facts["answers"], *facts["links"]])
    assert (fault.kind, fault.first, fault.last) == (kind, number, number)


def test_a_summary_of_format_1_is_judged_as_ever():
    checked = verify_summary(FROZEN / "summary.json")
    facts = json.loads((FROZEN / "summary.json").read_text(encoding="utf-8"))
    # Once exercises are drawn otherwise, the version that made it must be asked, and each line then says so.
    assert checked.agrees == (facts["generation"] >= earliest_generation()), checked.lines
    assert checked.lines[0].startswith("Ann Other: ")


def test_a_summary_of_format_1_with_a_changed_answer_does_not_agree(tmp_path):
    place = tmp_path / "summary.json"
    shutil.copy(FROZEN / "summary.json", place)
    assert not changed(place, lambda facts: facts["answers"][0].update(state="right")).agrees


def test_a_progress_of_format_1_gives_a_summary_that_agrees(tmp_path):
    shutil.copy(FROZEN / "progress.json", tmp_path / "progress.json")
    place, facts = facts_of(Progress(tmp_path), tmp_path)
    assert len(facts["answers"]) == 6
    assert facts["links"] == []
    assert verify_summary(place).agrees == (facts["answers"][0]["generation"] >= earliest_generation())


def test_a_summary_of_a_newer_format_is_named(learner, tmp_path):
    place, _ = facts_of(learner, tmp_path)
    with pytest.raises(CpteduError, match="reads 1 and 2"):
        changed(place, lambda facts: facts.update(format=3))


def test_the_first_try_is_the_one_that_was_given_first_not_the_one_with_the_earliest_time():
    progress = Progress()
    asked = exercise("cmt_level/codes/1/42")
    practice = Practice(progress, start=1)
    practice.take(asked, ["98943"], at=NOON.replace(year=2031))
    practice.take(asked, answer_as_json(asked.question.right[0]), at=NOON)
    assert "0 of 1 exercises right at the first try" in summary_page(progress, NOON)


def test_the_page_counts_what_comes_out_when_each_answer_is_judged_anew(learner):
    said = " ".join(read(summary_page(learner, NOON)).text)
    assert "Judged anew for this page: 6 answers. All came out as they were kept." in said
    assert "0 of 8 skills mastered" in said

    # Somebody writes "right" where the answer is wrong.
    exercises = [f"cmt_level/codes/1/{n}" for n in range(6)]
    forged = Progress()
    for name in exercises:
        wrong = ["98940", "98941", "98942", "98943"]
        forged.add(
            "answered",
            NOON,
            exercise=name,
            state="right",
            answer=wrong,
            items={"skill:cmt_level": "right"},
            generation=newest_generation(),
        )
    page = read(summary_page(forged, NOON))
    said = " ".join(page.text)
    assert (
        "p",
        {"class": "checked doubted"},
    ) in page.seen  # not in the green of what came out as it was kept
    assert "0 of 8 skills mastered" in said
    assert "0 of 6 exercises right at the first try" in said
    assert "Not all came out as they were kept" in said


def test_a_skill_is_mastered_by_the_first_try_at_its_latest_exercises():
    progress = Progress()
    practice = Practice(progress, start=1)

    def said():
        return " ".join(read(summary_page(progress, NOON)).text)

    for n in range(7):
        asked = exercise(f"cmt_level/codes/1/{n}")
        if n < 2:  # whoever tries until it is right has not mastered it
            practice.take(asked, ["98940", "98941", "98942", "98943"])
        practice.take(asked, answer_as_json(asked.question.right[0]))
        if n == 5:
            assert "0 of 8 skills mastered" in said()
    assert "1 of 8 skills mastered" in said()
    assert "mastered, 5 of the latest 6 right at once" in said()


def changed(place, change):
    facts = json.loads(place.read_text(encoding="utf-8"))
    change(facts)
    place.write_text(json.dumps(facts), encoding="utf-8")
    return verify_summary(place)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda facts: facts["answers"][0].update(state="right"), "the summary says right; it is wrong"),
        (lambda facts: facts["answers"][1].update(answer=[]), "it is wrong"),
        (lambda facts: facts["answers"].pop(0), "right at once"),
        (lambda facts: facts["score"].update(percent=100), "percent"),
        (lambda facts: facts["answers"][0].update(exercise="cmt_level/codes/1/43"), "Score"),
        (lambda facts: facts["answers"][0].update(exercise="nothing"), "cannot be judged anew"),
        (lambda facts: facts["answers"][0].update(generation=99), "generation 99"),
        (lambda facts: facts["answers"][0].update(answer="?"), "cannot be judged anew"),
    ],
    ids=[
        "state",
        "answer",
        "left out",
        "score",
        "other exercise",
        "no exercise",
        "other generation",
        "no answer",
    ],
)
def test_what_was_changed_is_named(learner, tmp_path, change, said):
    place, _ = facts_of(learner, tmp_path)
    checked = changed(place, change)
    assert not checked.agrees
    assert any(said in line for line in checked.lines), checked.lines


def of_generations(*written, version=None):
    """Give a change of a summary whose answers are of these generations; None leaves it out."""

    def change(facts):
        facts["answers"] = [dict(facts["answers"][0]) for _ in written]
        for answer, generation in zip(facts["answers"], written, strict=True):
            answer.pop("generation") if generation is None else answer.update(generation=generation)
        if version is not None:
            facts["version"] = version

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            of_generations(110, 99),
            "2 of 2 answers cannot be judged anew: their exercises are of generation 99 and 110,",
        ),
        (of_generations(None), "their exercises are of a generation that the file does not tell."),
        (
            of_generations(99, None),
            "of generation 99, which this version does not draw, or of a generation that the file does not tell.",
        ),
        (
            of_generations(99, version="0.0.1"),
            "does not draw. Verify the file with the version that made it, cptedu 0.0.1.",
        ),
        (of_generations(99, version=7), "does not draw. Verify the file with the version that made it."),
    ],
    ids=["by number", "none", "one of two", "another version", "no version"],
)
def test_answers_of_another_generation_are_told_once_with_what_helps(learner, tmp_path, change, said):
    place, _ = facts_of(learner, tmp_path)
    told = changed(place, change).faults
    assert len(told) == 1
    assert said in told[0]
    assert "None" not in told[0]


def test_the_running_version_does_not_send_anybody_to_itself(learner, tmp_path):
    place, _ = facts_of(learner, tmp_path)
    told = changed(place, of_generations(99, version=cptedu.__version__)).faults
    assert told == (
        "1 of 1 answer cannot be judged anew: their exercises are of generation 99, which this version does not draw.",
    )


@pytest.mark.parametrize(
    "written", ["", "[]", "{", '{"what": "else"}', '{"what": "cptedu summary", "answers": [1], "score": {}}']
)
def test_what_is_no_summary_is_answered_with_advice(tmp_path, written):
    place = tmp_path / "summary.json"
    place.write_text(written, encoding="utf-8")
    with pytest.raises(CpteduError, match=r"summary"):
        verify_summary(place)


def test_a_missing_file_is_answered_with_advice(tmp_path):
    with pytest.raises(CpteduError, match="cannot be read"):
        verify_summary(tmp_path / "summary.json")


def test_own_cases_are_judged_anew_with_their_folder(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    new_case(own / "mine.toml")
    progress = Progress()
    practice = Practice(progress, own, start=1)
    asked = exercise("case/mine", own)
    practice.take(asked, answer_as_json(asked.question.right[0]))
    place, _ = facts_of(progress, tmp_path)
    assert verify_summary(place, own).agrees
    assert not verify_summary(place).agrees
