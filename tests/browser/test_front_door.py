"""The front door: what the command opens, and the frame around each lesson, as a learner goes through them."""

import json
import re
import time
from urllib.parse import urlsplit

import pytest
from notebook_page import OPEN_SECONDS, STEP_SECONDS, NotebookPage
from playwright.sync_api import expect
from seen import FAINT, at_rest

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
  // However slow a computer is, the page's patience with what is to be drawn is longer.
  const [began, now] = [Date.now(), Date.now.bind(Date)];
  Date.now = () => began + (now() - began) / 10;
"""
# In which light the course has been, frame by frame.
WATCH_LIGHT = """
  window.lights = [];
  const look = () => {
    const root = document.querySelector("#cptedu-course");
    const now = root && getComputedStyle(root).colorScheme;
    if (now && window.lights.at(-1) !== now) window.lights.push(now);
    requestAnimationFrame(look);
  };
  look();
"""
# What the line above a lesson has said since, and how much of it was in sight.
HEARD = """() => {
  window.heard = [];
  document.addEventListener("cptedu-said", ({ detail, target }) =>
    window.heard.push([detail, target.innerText, target.offsetHeight]));
}"""
TOP_OF_THE_ASKED = (
    "() => document.querySelector('.practice:has(h3:focus)')?.getBoundingClientRect().top ?? null"
)
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
        self.page.locator(READY).wait_for(state="attached", timeout=OPEN_SECONDS * 1000)
        self.page.locator("#cptedu-course:not([data-covered])").wait_for(state="attached")

    def is_told_opened(self, path):
        """Wait until the course's server knows which lesson was in front last: the page tells it after that is drawn."""
        told = self.course.folder / ".cptedu" / "opened.json"
        deadline = time.monotonic() + STEP_SECONDS
        while not (told.exists() and path in told.read_text(encoding="utf-8")):
            assert time.monotonic() < deadline, f"{path} was not told"
            self.page.wait_for_timeout(100)

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
    for left in (course.folder / ".cptedu" / "kept").glob("*"):  # what other tests clicked on a map
        left.unlink()
    page = Learner(chromium, course)
    yield page.come()
    assert page.outside_requests == []
    assert page.console_errors == []
    page.close()


def test_from_the_command_to_the_first_claim_is_one_click_here_and_one_on_the_drawing(learner):
    door = learner.page.locator(".door")
    expect(door.get_by_role("heading", level=1)).to_have_text(
        "See a visit become a claim", use_inner_text=True
    )
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
    assert at_rest(learner.page, JUPYTERS) == []
    assert at_rest(learner.page, EDGES) == ""
    expect(learner.page).to_have_title("Start here · cptedu")
    learner.press("JupyterLab in full")
    learner.page.locator(".jp-FileBrowser").wait_for(timeout=OPEN_SECONDS * 1000)
    learner.wait_until_open(START)
    expect(learner.page.locator("#cptedu-course")).to_have_count(0)
    learner.page.get_by_role("link", name="Course", exact=True).click()
    learner.page.locator("#cptedu-course .frame").wait_for()
    learner.in_lesson(START)
    assert at_rest(learner.page, JUPYTERS) == []


def test_the_frame_leads_on_back_and_to_the_course_and_so_does_the_browser(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    expect(learner.page.get_by_role("link", name="Previous")).to_have_count(0)
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
    expect(learner.page.locator(".frame")).to_contain_text("2 · Regions and adjustments", use_inner_text=True)
    learner.press("Course")
    learner.at_door()
    expect(learner.page).to_have_url(re.compile("/doc/workspaces/course$"))
    learner.page.go_back()
    learner.wait_until_open(SECOND)
    expect(learner.page.locator(".door")).to_be_hidden()
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
    expect(learner.page.locator(".frame")).to_contain_text("1 · From a note to a claim", use_inner_text=True)
    learner.is_told_opened(FIRST)
    learner.come()
    heading = learner.page.locator(".door").get_by_role("heading", level=1)
    expect(heading).to_have_text("Go on where you were", use_inner_text=True)
    learner.press("Go on")
    learner.in_lesson(FIRST)


def test_an_answer_is_counted_in_the_frame_and_on_the_first_page(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    frame = learner.page.locator(".frame")
    expect(frame.locator(".dots .right")).to_have_count(0)
    assert learner.kernel_value(ANSWER_RIGHT) == "right"
    frame.locator(".dots .right").wait_for()
    learner.press("Course")
    learner.page.locator(".door .streak").wait_for()
    expect(learner.page.locator(".streak")).to_contain_text("1\nday in a row", use_inner_text=True)
    with learner.context.expect_page() as opened:
        learner.press("Your results, to print")
    expect(opened.value.locator("body")).to_contain_text(
        "1 of 1 exercises right at the first try", use_inner_text=True
    )
    opened.value.set_viewport_size({"width": 390, "height": 844})
    assert opened.value.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(learner.page.locator(".tile").first).to_contain_text(", 1 of 3 exercises right")
    practise_leads_to_the_question_and_not_to_the_top_of_its_lesson(learner)


def practise_leads_to_the_question_and_not_to_the_top_of_its_lesson(learner):
    kept = learner.course.folder / "progress.json"
    kept.write_text(
        re.sub(r'"at": "\d{4}-\d\d', '"at": "2020-01', kept.read_text(encoding="utf-8")), encoding="utf-8"
    )
    learner.page.reload()
    learner.press("Practise")
    question = learner.page.locator(".practice h3:focus")
    question.wait_for(timeout=OPEN_SECONDS * 1000)
    learner.page.locator("#cptedu-course:not([data-covered])").wait_for(state="attached")
    assert 0 <= at_rest(learner.page, TOP_OF_THE_ASKED) < 100


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
    expect(learner.page.locator(":focus")).to_have_text("Hide code")
    expect(
        learner.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-editor").first
    ).to_be_visible()
    learner.page.get_by_role("link", name="Course", exact=True).focus()
    learner.page.keyboard.press("Enter")
    learner.at_door()
    expect(learner.page.locator("h1:focus")).to_have_count(1)


PANE = 'document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer")'
TO_THE_END = f"() => {PANE}.scrollTo(0, 1e6)"
EMPTY_BELOW = f"""() => {{
  const pane = {PANE};
  const cells = [...pane.querySelectorAll(".jp-Cell")].map((one) => one.getBoundingClientRect().bottom);
  return pane.getBoundingClientRect().bottom - Math.max(...cells);
}}"""


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
                at_rest(learner.page, milliseconds=300)
                look = f"{path} {theme} {width}"
                assert axe(learner, "#cptedu-course") == [], look
                assert learner.page.evaluate(FAINT)["faint"] == [], look
                assert not learner.scrolls_sideways(), look
                assert not learner.page.evaluate(WIDER), look
        learner.turn("Light")
        learner.page.set_viewport_size({"width": 1280, "height": 800})
    # What is drawn only where it is looked at makes the lesson longer, so that its end is gone to until it is there.
    # An empty screen below its last line would stay.
    learner.page.wait_for_function(f"() => {{ ({TO_THE_END})(); return ({EMPTY_BELOW})() < 200; }}")


def is_kept_light(response):
    """Whether JupyterLab has been answered that the light is written down."""
    asked = response.request
    return asked.method == "PUT" and "themes" in asked.url and "JupyterLab Light" in (asked.post_data or "")


def test_the_first_time_the_course_comes_in_the_light_of_the_computer_and_then_in_the_one_that_was_chosen(
    chromium, course
):
    page = Learner(chromium, course)
    page.page.emulate_media(color_scheme="dark")
    page.page.add_init_script(WATCH_LIGHT)
    page.come()
    surface = "getComputedStyle(document.querySelector('#cptedu-course')).colorScheme"
    assert page.page.evaluate(surface) == "dark"
    page.page.get_by_role("button", name="Light", exact=True).wait_for()
    page.page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    assert page.page.evaluate("window.lights") == ["dark"], (
        "no flash of the light that JupyterLab begins with"
    )
    with page.page.expect_response(is_kept_light):
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
    expect(glossary).to_be_hidden()
    learner.press("More", role="button")
    expect(glossary).to_be_visible()
    learner.page.keyboard.press("Escape")
    expect(glossary).to_be_hidden()
    expect(learner.page.locator(":focus")).to_have_text("More")
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
    expect(glossary).to_have_count(0)  # not heard yet
    heard.append(True)
    for asked in held:
        asked.continue_()
    glossary.wait_for(state="attached")
    expect(glossary).to_be_visible()
    glossary.click()
    learner.wait_until_open("glossary.ipynb")
    expect(learner.page.get_by_role("link", name="JupyterLab in full")).to_be_hidden()


@pytest.mark.parametrize(
    "is_ended", [False, True], ids=["its Python lives", "its Python was ended at the server"]
)
def test_start_again_says_that_it_does_and_the_lesson_is_alive_again(learner, is_ended):
    learner.press("Begin")
    learner.in_lesson(START)
    learner.page.evaluate(HEARD)
    for kernel in learner.course.ask("GET", "/api/kernels")[1] if is_ended else []:
        learner.course.ask("DELETE", f"/api/kernels/{kernel['id']}")
    learner.press("Start again", role="button")
    learner.page.wait_for_function(
        "window.heard.some(([state]) => state === 'ready')", timeout=OPEN_SECONDS * 1000
    )
    # That its Python has ended may be heard before the button is pressed, or not yet.
    heard = [one for one in learner.page.evaluate("window.heard") if not (is_ended and one[0] == "note")]
    state, words, height = heard[0]
    assert (state, height > 20) == ("again", True)
    assert "starts again" in words
    claim = learner.page.locator(".spine-map .claim-line")
    claim.get_by_text("98940").wait_for()
    learner.page.locator('.spine-map [data-spot="L3"]').click()
    claim.get_by_text("98941").wait_for()


def test_a_term_in_bold_says_what_it_means_by_pointer_and_by_keys(learner, axe):
    learner.press("Begin")
    learner.in_lesson(START)
    term, tip = learner.page.locator("strong[data-term=claim]").first, learner.page.get_by_role("tooltip")
    term.hover()
    tip.get_by_text("the list of codes, units and modifiers that is sent to the payer.").wait_for()
    assert axe(learner, ".jp-MarkdownCell") == []
    learner.page.keyboard.press("Escape")
    tip.wait_for(state="detached")
    term.focus()
    tip.wait_for()
    expect(term).to_have_attribute("aria-describedby", tip.get_attribute("id"))
    plain = learner.page.locator("strong", has_text="You need no Python.").first
    expect(plain, "no term, and not marked as one").to_have_attribute("data-term", "")


def test_lessons_left_long_ago_give_their_python_back(learner):
    learner.press("Begin")
    learner.in_lesson(START)
    for _ in range(5):
        before = learner.page.url
        learner.press("Next")
        expect(learner.page).not_to_have_url(before)
        learner.in_lesson(learner.where())
    deadline = time.monotonic() + STEP_SECONDS
    while (left := len(learner.course.ask("GET", "/api/sessions")[1])) > 4:
        assert time.monotonic() < deadline, f"{left} lessons are alive"
        learner.page.wait_for_timeout(200)


def test_what_comes_is_drawn_before_jupyter_is_there_and_a_click_then_is_not_lost(chromium, course):
    page = Learner(chromium, course)
    held, clicked = [], []
    # Without its settings JupyterLab does not come up.
    page.page.route(
        "**/lab/api/settings**", lambda asked: asked.continue_() if clicked else held.append(asked)
    )
    page.page.goto(course.address, wait_until="commit")
    page.at_door()
    assert page.page.evaluate("Boolean(window.jupyterapp?.shell?.isAttached)") is False
    page.page.locator(".door .tile").nth(3).click()
    clicked.append(True)
    for asked in held:
        asked.continue_()
    page.in_lesson("03_minutes_and_units.ipynb")
    expect(page.page.locator("#cptedu-course[data-covered]")).to_have_count(0)
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
    expect(learner.page.locator(".jp-NotebookPanel-toolbar").first).to_be_visible()
    expect(learner.page.locator(".jp-CodeCell .cm-editor").first).to_be_visible()
    learner.press("Course")
    learner.at_door()
