"""The whole course, walked in JupyterLab in a headless Chromium by automated students; what they see is checked.

    python tests/benchmarks/course_walk.py walk.json                      # everything, or what is left of it
    python tests/benchmarks/course_walk.py walk.json --only right,random  # some students
    python tests/benchmarks/course_walk.py walk.json --report             # what came of it so far

One student answers everything right, one at random, and each of the others holds one misconception throughout. A student
goes from lesson to lesson with a progress file of their own; in each, they answer the exercises in the page itself, by its
boxes, fields and buttons. After each answer the page must say what Python says of it, and to whom holds a misconception it
must name just that one. All students go through a lesson before the next is opened, so that each page is loaded once.
Where the walk was stopped, the same command takes it up: what is done stands in the file, after each student's lesson.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from cptedu.files import write_atomically
from cptedu.learn.exercises import Exercise, State, exercise, narrowed
from cptedu.learn.misconceptions import Misconception, misconception, misconceptions
from cptedu.learn.progress import FILE_NAME
from cptedu.learn.questions import YES_OR_NO, answer_as_json
from cptedu.learn.stream import IntegerStream
from cptedu.widgets.practice.answer_form import answer_form

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "browser")]

NOTEBOOKS = TESTS.parent / "notebooks"
RIGHT, RANDOM = "right", "random"
MOST_ANSWERS = 12
ANSWER_SECONDS = 60_000  # milliseconds; a busy machine is slow, not wrong
MOST_MARKED = 3


def lessons_with(*calls: str) -> tuple[str, ...]:
    """List the lessons in which one of these is called."""
    held = {path.stem: path.read_text(encoding="utf-8") for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    return tuple(name for name, text in held.items() if any(f"{call}(" in text for call in calls))


# ---- the students -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Student:
    """Somebody who answers by one way throughout."""

    name: str

    @property
    def held(self) -> Misconception | None:
        """Give the misconception that is held, if one is."""
        return None if self.name in (RIGHT, RANDOM) else misconception(self.name)

    def answer(self, asked: Exercise, form: dict[str, Any]) -> Any:
        """Give the answer in the plain form of the page; the right one where a belief needs a code that no lesson has taught."""
        if self.name == RANDOM:
            return at_random(asked, form)
        given = self.held.answer(asked.question) if self.held is not None else None
        plain = answer_as_json(asked.question.right[0] if given is None else given)
        if asked.question.asks_if_it_stands:
            return YES_OR_NO[bool(plain)]
        offered = {row["code"] for row in form.get("rows", ())}
        if form["type"] == "lines" and not {line[0] for line in plain} <= offered:
            return answer_as_json(asked.question.right[0])
        return plain

    @property
    def lessons(self) -> tuple[str, ...]:
        """List the lessons to go through; what is judged in two of them is no matter of a wrong rule."""
        return lessons_with("Practice", *(INSTRUMENTS if self.held is None else ()))


def students() -> tuple[Student, ...]:
    """List all of them."""
    return tuple(map(Student, (RIGHT, RANDOM, *(one.name for one in misconceptions()))))


def at_random(asked: Exercise, form: dict[str, Any]) -> Any:
    """Fill the form in by chance; the same exercise is filled in the same way each time."""
    chance = IntegerStream(f"at random {asked.id}")
    values = [option["value"] for option in form.get("options", [])]
    if form["type"] == "choice":
        return chance.one_of(values)
    if form["type"] == "many":
        return [value for value in values if chance.chance(1, 3)]
    if form["type"] == "order":
        return chance.shuffled(values)
    if form["type"] == "numbers":
        given = [str(chance.below(60)) for _ in values]
        return given[0] if values == [""] else dict(zip(values, given, strict=True))
    rows = chance.some_of(form["rows"], chance.between(0, min(MOST_MARKED, len(form["rows"]))))
    most = MOST_MARKED if form["units"] else 1
    marks = form["offered"] if form["modifiers"] else []
    return [
        [row["code"], chance.between(1, most), chance.some_of(marks, chance.below(2)) if marks else []]
        for row in rows
    ]


# ---- at the page ------------------------------------------------------------------------------------------------


class Exercises:
    """The exercises of one cell, answered by what stands on the page."""

    def __init__(self, page: Any, at: int) -> None:
        self.page = page
        number = Path(page.path).name.partition("_")[0]
        self.lesson = int(number) if number.isdecimal() else None
        self.root = page.cell(at).locator(".practice")
        self.root.wait_for(timeout=ANSWER_SECONDS)
        self.settle()

    def settle(self) -> None:
        """Wait until Python has answered."""
        self.root.and_(self.page.page.locator(":not([data-waiting])")).wait_for(timeout=ANSWER_SECONDS)

    @property
    def asked(self) -> Exercise:
        """Give the exercise in front, by the name that the page holds."""
        return exercise(self.root.get_attribute("data-exercise"))

    @property
    def says(self) -> str:
        """Give what the page says to the last answer."""
        return " ".join(self.root.locator(".reply > :not(b)").inner_text().split())

    @property
    def state(self) -> str:
        """Give the state that the reply shows, such as ``right``."""
        return (self.root.locator(".reply").get_attribute("class") or "").removeprefix("reply ")

    @property
    def is_done(self) -> bool:
        """Say whether the page says that the set is done."""
        return "The set is done" in self.root.locator(".standing").inner_text()

    def press(self, name: str) -> None:
        """Press a button, and wait for what comes of it."""
        self.root.get_by_role("button", name=name, exact=True).click()
        self.settle()

    def fill(self, form: dict[str, Any], answer: Any) -> None:
        """Put an answer into the form, as somebody at the page does."""
        FILLED[form["type"]](self.root.locator("fieldset"), form, answer)


def _set(box: Any, wanted: bool) -> None:
    """Tick a box or not, by its label where it lies hidden under one."""
    if box.is_checked() != wanted:
        box.set_checked(wanted, timeout=ANSWER_SECONDS)


def _choose(fields: Any, form: dict[str, Any], answer: Any) -> None:
    chosen = answer[0] if isinstance(answer, list) else answer
    assert chosen in [option["value"] for option in form["options"]]
    # Sentences are tapped within the note, in the order in which they stand there.
    boxes = fields.locator("input[type=radio]")
    values = boxes.evaluate_all("boxes => boxes.map((each) => each.value)")
    _set(boxes.nth(values.index(chosen)), True)


def _mark(fields: Any, form: dict[str, Any], answer: Any) -> None:
    boxes = fields.locator(".options input[type=checkbox]")
    for place, option in enumerate(form["options"]):
        _set(boxes.nth(place), option["value"] in answer)
    if not answer:
        _set(fields.locator(".none input"), True)


def _put_in_order(fields: Any, form: dict[str, Any], answer: Any) -> None:
    values = [option["value"] for option in form["options"]]
    for place, value in enumerate(answer):
        for at in range(values.index(value), place, -1):
            fields.locator(".order li").nth(at).get_by_role("button").first.click()
            values[at - 1], values[at] = values[at], values[at - 1]
    if values == [option["value"] for option in form["options"]]:
        _set(fields.locator(".none input"), True)


def _write_numbers(fields: Any, form: dict[str, Any], answer: Any) -> None:
    given = answer if isinstance(answer, dict) else {"": answer}
    for place, option in enumerate(form["options"]):
        fields.locator("input").nth(place).fill(str(given[option["value"]]))


def _write_lines(fields: Any, form: dict[str, Any], answer: Any) -> None:
    given = {line[0]: line for line in answer}
    for summary in fields.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    for row in form["rows"]:
        code, units, marks = given.get(row["code"], [row["code"], 0, []])
        if form["picks"]:
            _set(fields.get_by_label(f"Bill {code}", exact=True), code in given)
            if code not in given:
                continue
        if form["units"]:
            fields.get_by_role("spinbutton", name=f"Units of {code}", exact=True).fill(str(units))
        for mark in [*form["offered"], *form["others"]] if form["modifiers"] else []:
            box = fields.get_by_label(f"{code} with modifier {mark}", exact=True)
            if box.is_checked() != (mark in marks):
                for summary in fields.get_by_label(f"Other modifiers of {code}", exact=True).all():
                    if not box.is_visible():
                        summary.click()
                _set(box, mark in marks)
    if form["picks"] and not answer:
        _set(fields.locator(".none input"), True)


FILLED: dict[str, Callable[[Any, dict[str, Any], Any], None]] = {
    "choice": _choose,
    "many": _mark,
    "order": _put_in_order,
    "numbers": _write_numbers,
    "lines": _write_lines,
}


# ---- what they see ----------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What one student saw in one lesson.

    Attributes:
        answers: how many answers were given.
        right: how many of them were right.
        errs: how many exercises a misconception does not get right.
        named_after: after how many exercises of its set the page gave the words of the one that is held, and of no other.
        faults: what was not as it should be.
    """

    answers: int = 0
    right: int = 0
    errs: int = 0
    named_after: int | None = None
    faults: list[str] = field(default_factory=list)


def wordings(asked: Exercise, given: Any) -> list[str]:
    """List how what a page says to a first answer may begin: an idea met before may be told at once."""
    outcome, answer = asked.check(given), asked.read(given)
    if outcome.state is State.RIGHT or answer is None:
        return [outcome.feedback.partition(" ")[0]]
    behind = outcome.misconceptions
    some = [left for count in range(len(behind)) for left in combinations(behind, count + 1)]
    told = [asked.reply_again(answer, narrowed(outcome, left), before=1) for left in some]
    return [" ".join(one.feedback.split()) for one in (outcome, *told)]


def answer_one(on_page: Exercises, student: Student, seen: Seen, number: int) -> None:
    """Answer the exercise in front, which comes at this place in its set, and check what the page says to it."""
    asked, said_before = on_page.asked, on_page.state
    if said_before != "not-answered-yet":
        seen.faults.append(f"{asked.id}: before an answer the page shows {said_before}")
    form = answer_form(asked.question, on_page.lesson)
    given = student.answer(asked, form)
    wanted = asked.check(given)
    on_page.fill(form, given)
    on_page.press("Check")
    state, says = on_page.state, on_page.says
    seen.answers += 1
    seen.right += state == "right"
    if state != str(wanted.state) or not any(says.startswith(words) for words in wordings(asked, given)):
        seen.faults.append(f"{asked.id}: for {given!r} the page shows {state}, {says!r}")
    held = student.held
    if student.name == RIGHT and state != "right":
        seen.faults.append(f"{asked.id}: a right answer is called {state}")
    if held is None:
        return
    if state != "right":  # whoever stays with an idea hears of it after a second try
        on_page.press("Check")
        says = on_page.says
    # What a review lets stand is no mistake that could be named.
    if held.applies(asked.question) and str(wanted.state) != "right":
        seen.errs += 1
        if state != "wrong":
            seen.faults.append(f"{asked.id}: an answer of {held.name} is {state}")
    told = [one.name for one in misconceptions() if one.holds in says]
    if told == [held.name] and seen.named_after is None:
        seen.named_after = number
    if len(told) == 1 and told != [held.name]:
        seen.faults.append(f"{asked.id}: {told[0]} is named instead of {held.name}: {says!r}")


def look_around(on_page: Exercises, seen: Seen) -> None:
    """Ask for everything else once: a check of nothing, each hint, the solution, another exercise of its kind."""
    on_page.press("Another like this")
    asked = on_page.asked
    if asked.seed is None:
        seen.faults.append(f"{asked.id}: another like it is not drawn")
    if answer_form(asked.question)["type"] != "lines" or not asked.question.proposed:
        on_page.press("Check")
        if on_page.state != "not-answered-yet":
            seen.faults.append(f"{asked.id}: an empty form counts as an answer")
    for _ in asked.hints:
        on_page.press("Hint")
    if on_page.root.locator(".hints li").all_inner_texts() != [" ".join(one.split()) for one in asked.hints]:
        seen.faults.append(f"{asked.id}: the hints are not all there")
    on_page.press("Solution")
    if " ".join(asked.solution.answer.split()) not in on_page.root.locator(".solution p").inner_text():
        seen.faults.append(f"{asked.id}: the solution is not shown")
    if asked.solution.citations and not on_page.root.locator(".solution details li").first.text_content():
        seen.faults.append(f"{asked.id}: the solution names no source")


def answer_set(page: Any, at: int, student: Student, seen: Seen) -> None:
    """Answer the exercises of one cell until the page says that the set is done, or often enough."""
    on_page = Exercises(page, at)
    if student.name == RANDOM:
        look_around(on_page, seen)
        on_page.press("Next")
    count = len(on_page.root.locator(".dots i").all())
    for number in range(1, MOST_ANSWERS + 1):
        answer_one(on_page, student, seen, number)
        if number >= count and (on_page.is_done or student.name != RIGHT):
            break
        on_page.press("Next")
    if student.name == RIGHT and not on_page.is_done:
        seen.faults.append(f"cell {at}: all answers were right, and the set is not done")


def judge_article(page: Any, at: int, student: Student, seen: Seen) -> None:
    """Judge each claim of the article; the verdict must not be there before."""
    from cptedu.facts.tables import document

    claims = document("article_claims.toml")["claims"]
    root = page.cell(at).locator(".article-reader")
    for number, claim in enumerate(claims, start=1):
        if root.locator(".answer").is_visible():
            seen.faults.append(f"claim {number}: a verdict stands there before the judgement")
        choices = root.locator(".choices button")
        choices.first.wait_for(timeout=ANSWER_SECONDS)
        values = [one.get_attribute("data-value") for one in choices.all()]
        wanted = (
            claim["verdict"] if student.name == RIGHT else IntegerStream(f"claim {number}").one_of(values)
        )
        choices.nth(values.index(wanted)).click()
        root.locator(".answer").wait_for(timeout=ANSWER_SECONDS)
        seen.answers += 1
        seen.right += root.locator(".answer").get_attribute("data-how") == "same"
        if not root.locator(".answer .sources li").count():
            seen.faults.append(f"claim {number}: no source is named")
        if number < len(claims):
            root.locator(".on").click()
            root.locator(".answer").wait_for(state="hidden", timeout=ANSWER_SECONDS)
    said = root.locator(".tally").inner_text()
    if not said.startswith(f"{len(claims)} of {len(claims)} judged"):
        seen.faults.append(f"after all claims the page says {said!r}")
    if student.name == RIGHT and seen.right != len(claims):
        seen.faults.append(f"{seen.right} of {len(claims)} judgements as the sources have it")


def disprove_all(page: Any, at: int, student: Student, seen: Seen) -> None:
    """Test each exhibit's first visit, which disproves nothing; then take the offered visit, and disprove it."""
    root = page.cell(at).locator(".error-museum")
    exhibits = root.locator(".gallery button")
    exhibits.first.wait_for(timeout=ANSWER_SECONDS)
    ready = root.and_(page.page.locator(":not([data-waiting])"))
    for number in range(exhibits.count()):
        exhibits.nth(number).click()
        ready.wait_for(timeout=ANSWER_SECONDS)
        for tests in range(1, MOST_ANSWERS + 1):
            root.locator("[data-expects=agree]").click()
            ready.wait_for(timeout=ANSWER_SECONDS)
            seen.answers += 1
            if (
                exhibits.nth(number).get_attribute("data-state") != "tried"
                or root.locator(".verdict").is_visible()
            ):
                seen.faults.append(f"exhibit {number + 1}: a test in vain, and it does not say so")
            if tests == 2 and not root.locator(".hint").is_visible():
                seen.faults.append(f"exhibit {number + 1}: no hint after two tests in vain")
            if root.locator(".show").is_visible():
                break
        if student.name == RIGHT:
            root.locator(".show").click()
            ready.wait_for(timeout=ANSWER_SECONDS)
            root.locator("[data-expects=part]").click()
            root.locator(".verdict").wait_for(timeout=ANSWER_SECONDS)
            seen.answers += 1
            seen.right += exhibits.nth(number).get_attribute("data-state") == "disproved"
    if student.name == RIGHT and seen.right != exhibits.count():
        seen.faults.append(f"{seen.right} of {exhibits.count()} exhibits disproved")


# ---- the walk ---------------------------------------------------------------------------------------------------

INSTRUMENTS = {"ArticleReader": judge_article, "ErrorMuseum": disprove_all}


def exercise_cells(page: Any) -> list[tuple[int, str]]:
    """Find the cells in which something is answered: place, and source."""
    found = page.page.evaluate(
        "() => [...jupyterapp.shell.currentWidget.content.model.cells].map((cell) => cell.sharedModel.getSource())"
    )
    wanted = ("Practice(", *(f"{name}(" for name in INSTRUMENTS))
    return [(at, source) for at, source in enumerate(found) if any(one in source for one in wanted)]


def run_cell(page: Any, at: int) -> None:
    """Run one cell again, as its learner does after coming back."""
    page.wait_idle(180)
    page.page.evaluate(
        "at => { jupyterapp.shell.currentWidget.content.activeCellIndex = at;"
        " return jupyterapp.commands.execute('notebook:run-cell'); }",
        at,
    )
    page.wait_idle(180)


def walk_lesson(page: Any, student: Student) -> Seen:
    """Have one student go through the lesson in front."""
    seen = Seen()
    for at, source in exercise_cells(page):
        instrument = next((do for name, do in INSTRUMENTS.items() if f"{name}(" in source), None)
        if instrument is not None and student.held is not None:
            continue  # its judgements are none of a wrong rule's
        run_cell(page, at)
        (instrument or answer_set)(page, at, student, seen)
    seen.faults += page.errors()
    seen.faults += [f"asked for {one}" for one in page.outside_requests]
    seen.faults += [f"on the console: {one}" for one in page.console_errors]
    if page.scrolls_sideways():
        seen.faults.append("the page scrolls sideways")
    page.outside_requests.clear()
    page.console_errors.clear()
    return seen


def take_place(folder: Path, progress: str) -> None:
    """Lay a student's own progress into the course folder, and nothing of anybody else's."""
    place = folder / FILE_NAME
    if progress:
        write_atomically(place, progress)
    else:
        place.unlink(missing_ok=True)
    for name in ("article-reader", "error-museum"):
        with suppress(OSError):
            (folder / ".cptedu" / "kept" / f"{name}.json").unlink()


def load(name: str, path: Path) -> ModuleType:
    """Load a module of the tests by its place."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def course_in_browser() -> Iterator[tuple[Any, Any, Path]]:
    """Open the course by its own command in a fresh home; give Chromium, the course and its folder."""
    from playwright.sync_api import sync_playwright

    course_module = load("course", TESTS / "conftest.py")
    browser_module = load("chromium", TESTS / "browser" / "conftest.py")
    program = browser_module.find_chromium()
    if program is None:
        sys.exit("Chromium was not found; name it in CPTEDU_CHROMIUM.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        course = course_module.RunningCourse(Path(home))
        try:
            course.wait_until_open()
            with sync_playwright() as playwright:
                flags = browser_module.CHROMIUM_FLAGS
                browser = playwright.chromium.launch(executable_path=program, args=flags)
                yield browser, course, Path(home) / "cptedu-course"
                browser.close()
        finally:
            course.end()


def walk(place: Path, chosen: tuple[Student, ...], lessons: tuple[str, ...]) -> dict[str, Any]:
    """Walk what is not walked yet, and keep what was seen in the file."""
    from notebook_page import NotebookPage
    from playwright.sync_api import Error as PlaywrightError

    state = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {"seen": {}, "progress": {}}
    with course_in_browser() as (browser, course, folder):
        for lesson in lessons:
            left = [
                one for one in chosen if lesson in one.lessons and f"{lesson}/{one.name}" not in state["seen"]
            ]
            if not left:
                continue
            page = NotebookPage(browser, course).open(f"{lesson}.ipynb").run_all(600)
            for student in left:
                began = time.monotonic()
                take_place(folder, state["progress"].get(student.name, ""))
                try:
                    seen = walk_lesson(page, student)
                except (PlaywrightError, AssertionError) as stopped:
                    seen = Seen(faults=[f"the walk stopped: {str(stopped)[:300]}"])
                    page.close()
                    page = NotebookPage(browser, course).open(f"{lesson}.ipynb").run_all(600)
                with suppress(FileNotFoundError):
                    state["progress"][student.name] = (folder / FILE_NAME).read_text(encoding="utf-8")
                state["seen"][f"{lesson}/{student.name}"] = vars(seen) | {
                    "seconds": round(time.monotonic() - began, 1)
                }
                write_atomically(place, json.dumps(state))
                print(
                    f"{lesson} {student.name}: {seen.answers} answers, {len(seen.faults)} faults", flush=True
                )
            page.close()
    return state


def report(state: dict[str, Any]) -> list[str]:
    """Put what was seen in lines."""
    seen: dict[str, dict[str, Any]] = state["seen"]
    whole = sum(len(one.lessons) for one in students())
    lines = [
        f"{len(seen)} of {whole} walks of a student through a lesson; {sum(one['answers'] for one in seen.values())} answers"
    ]
    for name in (RIGHT, RANDOM):
        own = [one for key, one in seen.items() if key.endswith(f"/{name}")]
        lines.append(
            f"{name}: {sum(one['right'] for one in own)} of {sum(one['answers'] for one in own)} right"
        )
    named = first_named(seen)
    met = [name for name in named if named[name] is not None]
    if met:
        counts = [named[name] for name in met]
        lines.append(
            f"misconceptions named in their own lesson: {len(met)} of {len(named)}, after {mean(counts):.2f}"
            f" exercises on average, {max(counts)} at most"
        )
    lines += [f"  not named in a lesson of its skill: {name}" for name in named if named[name] is None]
    faults = [f"{key}: {fault}" for key, one in seen.items() for fault in one["faults"]]
    lines.append(f"faults: {len(faults)}")
    return [*lines, *(f"  {fault}" for fault in faults[:60])]


def first_named(seen: dict[str, dict[str, Any]]) -> dict[str, int | None]:
    """Say after how many exercises each misconception was named, from the first lesson on in which it led astray."""
    found: dict[str, int | None] = {}
    for student in (one for one in students() if one.held is not None):
        walked = [
            seen[key] for key in (f"{lesson}/{student.name}" for lesson in student.lessons) if key in seen
        ]
        erring = [one for one in walked if one["errs"]]
        before = 0
        for one in erring:
            if one["named_after"] is not None:
                found[student.name] = before + one["named_after"]
                break
            found[student.name] = None
            before += one["answers"]
    return found


def main() -> int:
    """Walk, print what was seen, and fail when something was not as it should be."""
    read = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    read.add_argument("state", type=Path, help="the file in which the walk is kept")
    read.add_argument("--only", default="", help="names of students, with commas between")
    read.add_argument("--lessons", default="", help="names of lessons, with commas between")
    read.add_argument("--report", action="store_true", help="only say what came of it so far")
    asked = read.parse_args()
    names = tuple(filter(None, asked.only.split(",")))
    chosen = tuple(one for one in students() if not names or one.name in names)
    lessons = tuple(filter(None, asked.lessons.split(","))) or Student(RIGHT).lessons
    state = (
        json.loads(asked.state.read_text(encoding="utf-8"))
        if asked.report
        else walk(asked.state, chosen, lessons)
    )
    print("\n".join(report(state)))
    return min(100, sum(len(one["faults"]) for one in state["seen"].values()))


if __name__ == "__main__":
    raise SystemExit(main())
