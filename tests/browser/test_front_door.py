"""The front door: what the command opens, and the frame around each lesson, as a learner goes through them."""

import json
import time
from urllib.parse import urlsplit

import pytest
from notebook_page import NotebookPage
from seen import FAINT

START, FIRST, SECOND = (
    "00_start_here.ipynb",
    "01_from_note_to_claim.ipynb",
    "02_regions_and_adjustments.ipynb",
)
READY = ".jp-NotebookPanel:not(.lm-mod-hidden) .cptedu-status[data-state=ready]"
# What of JupyterLab's own is in sight: anything that takes room and is neither the lesson nor ours.
JUPYTERS = """() => [...document.querySelectorAll(
    "#jp-MainMenu, #jp-top-bar, .jp-SideBar, .jp-FileBrowser, .jp-NotebookPanel-toolbar, #jp-bottom-panel," +
    ".lm-DockPanel-tabBar, .jp-InputPrompt, .jp-Launcher, #jupyterlab-splash")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height > 0)
  .map((node) => node.id || node.className)"""
# What is nearest above each place of the window: were a frame of Jupyter's left, its grey would show at the edges.
EDGES = """() => [[2, 400], [innerWidth - 3, 400], [640, innerHeight - 3]]
  .map(([x, y]) => document.elementFromPoint(x, y)?.closest(".jp-NotebookPanel, #cptedu-course") ? "" : `${x} ${y}`).join("")"""
WIDER = "document.querySelector('.door').scrollWidth > document.querySelector('.door').clientWidth"
# Somebody answers a question of the first lesson: what its page does is tried elsewhere.
ANSWER_RIGHT = """(
    lambda learn, card: [card.check(learn.answer_as_json(card.exercise.question.right[0])), card.reply['state']][1]
)(
    __import__('cptedu.learn.questions', fromlist=['*']),
    __import__('cptedu.lesson', fromlist=['*']).Practice('cmt_level', count=3, up_to_lesson=0),
)"""
# What a learner sees of the lesson in each frame: the quiet picture, its drawing, or neither of them.
WATCH = """
  window.seen = [];
  const look = () => {
    const root = document.querySelector("#cptedu-course");
    const now = !root ? null : root.hasAttribute("data-covered") ? "covered"
      : document.querySelector(".cptedu-lesson .spine-map svg") ? "drawing" : "words alone";
    if (now && window.seen.at(-1) !== now) window.seen.push(now);
    requestAnimationFrame(look);
  };
  look();
"""
LOOKS = ((1280, 800), (1920, 1080), (412, 840))


class Learner(NotebookPage):
    """Somebody who has just typed the command."""

    def come(self):
        self.page.goto(self.course.address)
        self.at_door()
        return self

    def at_door(self):
        self.page.locator(".door [data-go=on]").wait_for()

    def in_lesson(self, path):
        self.wait_until_open(path)
        self.page.locator(READY).wait_for(state="attached", timeout=90_000)

    def press(self, name, role="link"):
        self.page.locator("#cptedu-course").get_by_role(role, name=name).first.click()

    def where(self):
        return urlsplit(self.page.url).path.removeprefix("/doc/workspaces/course").removeprefix("/tree/")


@pytest.fixture(scope="module")
def course(start_course):
    """A course of its own, since what was opened in it before is what its first page tells."""
    return start_course().wait_until_open()


@pytest.fixture
def learner(chromium, course):
    for name in ("progress.json", ".cptedu/opened.json"):
        (course.folder / name).unlink(missing_ok=True)
    page = Learner(chromium, course)
    yield page.come()
    assert page.outside_requests == []
    assert page.console_errors == []
    page.close()


def test_from_the_command_to_the_first_claim_is_one_click_here_and_one_on_the_drawing(learner):
    door = learner.page.locator(".door")
    assert door.get_by_role("heading", level=1).inner_text() == "See a visit become a claim"
    learner.press("Begin")
    bone = learner.page.locator('.spine-map [data-spot="L3"]')
    bone.wait_for()
    bone.click()
    learner.page.locator(".spine-map .claim-line").get_by_text("98941").wait_for()
    assert learner.where() == START
    kernels = learner.course.ask("GET", "/api/kernels")[1]
    assert len(kernels) == 1, "the Python that was started before JupyterLab is the one that it uses"


def test_nothing_of_jupyter_is_in_sight_and_all_of_it_is_one_click_away(learner):
    assert learner.page.evaluate(JUPYTERS) == []
    learner.press("Begin")
    learner.in_lesson(START)
    assert learner.page.evaluate(JUPYTERS) == []
    assert learner.page.evaluate(EDGES) == ""
    assert learner.page.title() == "Start here · cptedu"
    learner.press("JupyterLab in full")
    learner.page.locator(".jp-FileBrowser").wait_for(timeout=60_000)
    learner.wait_until_open(START)
    assert learner.page.locator("#cptedu-course").count() == 0
    learner.page.get_by_role("link", name="Course", exact=True).click()
    learner.page.locator("#cptedu-course .frame").wait_for()
    learner.in_lesson(START)
    assert learner.page.evaluate(JUPYTERS) == []


def test_the_frame_leads_on_back_and_to_the_course_and_so_does_the_browser(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    assert learner.page.get_by_role("link", name="Previous").count() == 0
    learner.press("Next: From a note to a claim")
    learner.in_lesson(FIRST)
    assert learner.where() == FIRST
    learner.press("Next: Regions and adjustments")
    learner.in_lesson(SECOND)
    learner.press("Previous: From a note to a claim")
    learner.wait_until_open(FIRST)
    learner.page.go_back()
    learner.wait_until_open(SECOND)
    learner.page.go_back()
    learner.wait_until_open(FIRST)
    learner.page.go_forward()
    learner.wait_until_open(SECOND)
    assert "2 · Regions and adjustments" in learner.page.locator(".frame").inner_text()
    learner.press("Course")
    learner.at_door()
    assert learner.where() == ""
    learner.page.go_back()
    learner.wait_until_open(SECOND)
    assert learner.page.locator(".door").is_hidden()
    learner.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role(
        "link", name="glossary"
    ).first.click()
    learner.wait_until_open("glossary.ipynb")
    learner.page.wait_for_function("document.title === 'Glossary · cptedu'")


def test_the_course_goes_on_where_it_was_left_also_after_a_reload_and_tomorrow(learner):
    learner.press("From a note to a claim")
    learner.in_lesson(FIRST)
    learner.page.reload()
    learner.in_lesson(FIRST)
    assert "1 · From a note to a claim" in learner.page.locator(".frame").inner_text()
    learner.come()
    heading = learner.page.locator(".door").get_by_role("heading", level=1)
    assert heading.inner_text() == "Go on where you were"
    learner.press("Go on")
    learner.in_lesson(FIRST)


def test_an_answer_is_counted_in_the_frame_and_on_the_first_page(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    frame = learner.page.locator(".frame")
    assert frame.locator(".dots .right").count() == 0
    assert learner.kernel_value(ANSWER_RIGHT) == "right"
    frame.locator(".dots .right").wait_for()
    learner.press("Course")
    learner.page.locator(".door .streak").wait_for()
    assert "1\nday in a row" in learner.page.locator(".streak").inner_text()
    with learner.context.expect_page() as opened:
        learner.press("Your results, to print")
    assert "1 of 1 exercises right at the first try" in opened.value.locator("body").inner_text()
    assert ", 1 of 3 exercises right" in learner.page.locator(".tile").first.text_content()


def test_it_goes_by_keys_alone(learner):
    learner.page.wait_for_function("window.jupyterapp?.shell")
    for _ in range(12):
        learner.page.keyboard.press("Tab")
        if learner.page.evaluate("document.activeElement.dataset.go") == "on":
            break
    learner.page.keyboard.press("Enter")
    learner.in_lesson(START)
    code = learner.page.get_by_role("button", name="Show code")
    code.focus()
    learner.page.keyboard.press("Enter")
    learner.page.get_by_role("button", name="Hide code").wait_for()
    assert learner.page.evaluate("document.activeElement.textContent") == "Hide code"
    assert learner.page.locator(
        ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-editor"
    ).first.is_visible()
    learner.page.get_by_role("link", name="Course", exact=True).focus()
    learner.page.keyboard.press("Enter")
    learner.at_door()
    assert learner.page.evaluate("document.activeElement.localName") == "h1"


def test_both_pages_are_readable_in_every_light_and_window(learner, axe):
    learner.page.get_by_role("button", name="Dark").wait_for()
    for path in ("", START):
        if path:
            learner.press("Begin")
            learner.in_lesson(START)
        for theme in ("Light", "Dark"):
            learner.turn(theme)
            for width, height in LOOKS:
                learner.page.set_viewport_size({"width": width, "height": height})
                learner.page.wait_for_timeout(300)
                look = f"{path} {theme} {width}"
                assert axe(learner, "#cptedu-course") == [], look
                assert learner.page.evaluate(FAINT)["faint"] == [], look
                assert not learner.scrolls_sideways(), look
                assert not learner.page.evaluate(WIDER), look
        learner.turn("Light")
        learner.page.set_viewport_size({"width": 1280, "height": 800})


def test_the_first_time_the_course_comes_in_the_light_of_the_computer_and_then_in_the_one_that_was_chosen(
    chromium, course
):
    page = Learner(chromium, course)
    page.page.emulate_media(color_scheme="dark")
    page.come()
    surface = "getComputedStyle(document.querySelector('#cptedu-course')).colorScheme"
    assert page.page.evaluate(surface) == "dark"
    page.page.get_by_role("button", name="Light", exact=True).wait_for()
    assert page.page.evaluate("document.body.dataset.jpThemeLight") == "false"
    page.press("Light", role="button")
    page.page.get_by_role("button", name="Dark", exact=True).wait_for()
    page.page.reload()
    page.at_door()
    page.page.get_by_role("button", name="Dark", exact=True).wait_for()
    assert page.page.evaluate(surface) == "light"
    assert page.console_errors == []
    page.close()


def test_a_narrow_window_keeps_the_tools_in_one_button(learner):
    learner.page.set_viewport_size({"width": 412, "height": 840})
    learner.page.wait_for_function("window.jupyterapp?.shell")
    glossary = learner.page.get_by_role("link", name="Glossary")
    assert glossary.is_hidden()
    learner.press("More", role="button")
    assert glossary.is_visible()
    learner.page.keyboard.press("Escape")
    assert glossary.is_hidden()
    assert learner.page.evaluate("document.activeElement.textContent") == "More"
    learner.press("More", role="button")
    glossary.click()
    learner.wait_until_open("glossary.ipynb")


def test_tools_that_were_brought_out_stay_while_the_page_hears_what_is_mastered(learner):
    learner.page.set_viewport_size({"width": 412, "height": 840})
    held, heard = [], []
    learner.page.route("**/cptedu/course*", lambda asked: asked.continue_() if heard else held.append(asked))
    learner.page.reload(wait_until="commit")
    learner.press("More", role="button")
    glossary = learner.page.get_by_role("link", name="Glossary")
    assert glossary.count() == 0  # not heard yet
    heard.append(True)
    for asked in held:
        asked.continue_()
    glossary.wait_for(state="attached")
    assert glossary.is_visible()
    glossary.click()
    learner.wait_until_open("glossary.ipynb")
    assert learner.page.get_by_role("link", name="JupyterLab in full").is_hidden()


def test_lessons_left_long_ago_give_their_python_back(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    for _ in range(5):
        learner.press("Next")
        learner.page.wait_for_timeout(300)
        learner.page.locator(READY).wait_for(state="attached", timeout=90_000)
    deadline = time.monotonic() + 30
    while (left := len(learner.course.ask("GET", "/api/sessions")[1])) > 4:
        assert time.monotonic() < deadline, f"{left} lessons are alive"
        learner.page.wait_for_timeout(200)


def test_what_comes_is_drawn_before_jupyter_is_there_and_a_click_then_is_not_lost(chromium, course):
    page = Learner(chromium, course)
    page.page.goto(course.address, wait_until="commit")
    page.at_door()
    assert page.page.evaluate("Boolean(window.jupyterapp?.shell?.isAttached)") is False
    page.page.locator(".door .tile").nth(3).click()
    page.in_lesson("03_minutes_and_units.ipynb")
    assert page.page.locator("#cptedu-course[data-covered]").count() == 0
    page.close()


def test_a_lesson_opened_by_its_address_shows_a_quiet_picture_and_then_the_drawing(chromium, course):
    page = Learner(chromium, course)
    page.page.add_init_script(WATCH)
    page.page.goto(f"http://127.0.0.1:{course.port}/doc/workspaces/course/tree/{START}?token={course.token}")
    page.in_lesson(START)
    page.page.locator("#cptedu-course:not([data-covered]) .frame").wait_for()
    seen = page.page.evaluate("window.seen")
    assert seen[0] == "covered"
    assert seen[-1] == "drawing"
    assert set(seen) <= {"covered", "drawing"}, seen
    assert (page.outside_requests, page.console_errors) == ([], [])
    page.close()


def test_a_notebook_of_ones_own_keeps_jupyters_tools_within_the_frame(learner):
    cell = {
        "cell_type": "code",
        "id": "a",
        "source": "1 + 1",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    held = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (learner.course.folder / "mine.ipynb").write_text(json.dumps(held))
    learner.page.goto(f"http://127.0.0.1:{learner.course.port}/doc/workspaces/course/tree/mine.ipynb")
    learner.wait_until_open("mine.ipynb")
    assert learner.where() == "mine.ipynb"
    assert learner.page.locator(".jp-NotebookPanel-toolbar").first.is_visible()
    assert learner.page.locator(".jp-CodeCell .cm-editor").first.is_visible()
    learner.press("Course")
    learner.at_door()
