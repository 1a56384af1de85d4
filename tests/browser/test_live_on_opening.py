"""Live on opening: a lesson of the course runs by itself when it is opened; a notebook from elsewhere never does."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from notebook_page import OPEN_SECONDS, NotebookPage
from playwright.sync_api import expect

FIRST = "00_start_here.ipynb"
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
TRUST = "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()"
COUNTS = """
import ipywidgets, pathlib
with pathlib.Path("{name}.ran").open("a") as ran:
    ran.write("x")
count = 0
button, said = ipywidgets.Button(description="Count"), ipywidgets.HTML("count 0")

def on_click(_):
    global count
    count += 1
    said.value = f"count {{count}}"

button.on_click(on_click)
ipywidgets.VBox([button, said])
"""
DOLLARS = "One unit pays $32.74, two pay $65.48 and no formula stands between."
STATUS = ".jp-NotebookPanel:not(.lm-mod-hidden) .cptedu-status"
VISIBLE_CODE = (
    "[...document.querySelectorAll('.jp-CodeCell .cm-editor')].filter(each => each.checkVisibility()).length"
)
IS_DIRTY = "jupyterapp.shell.currentWidget.context.model.dirty"


class OpenedLesson(NotebookPage):
    """A notebook in JupyterLab, opened and then left alone."""

    def just_open(self, path):
        self.path = path
        where = f"http://127.0.0.1:{self.course.port}/lab/workspaces/auto-test/tree/{path}"
        self.page.goto(f"{where}?token={self.course.token}&reset")
        return self

    def comes_to(self, state):
        """Wait until the line above the lesson is in a state, and give what it says."""
        line = self.page.locator(f"{STATUS}[data-state={state}]")
        line.wait_for(state="attached", timeout=OPEN_SECONDS * 1000)
        return line.inner_text()

    def counts(self):
        """Use the lesson's widget once."""
        self.page.get_by_role("button", name="Count").click()
        self.page.get_by_text("count 1", exact=True).wait_for()

    def shows_code(self, cells):
        """Wait until the code of so many cells is in sight; JupyterLab draws it a moment after it was asked to."""
        self.page.wait_for_function(f"cells => {VISIBLE_CODE} === cells", arg=cells)

    def is_clean(self):
        assert self.errors() == []
        assert (self.outside_requests, self.console_errors) == ([], [])


@pytest.fixture(scope="module")
def course(start_course, tmp_path_factory):
    """The course as its command opens it, with a folder of an instructor's own lessons."""
    own = tmp_path_factory.mktemp("own")
    course = start_course(environment={"CPTEDU_OWN_LESSONS": str(own)}).wait_until_open()
    course.own = own
    return course


@pytest.fixture
def lesson(chromium, course):
    page = OpenedLesson(chromium, course)
    yield page
    page.close()


@pytest.fixture
def write(course, environment_of):
    """Lay a notebook into the learner's folder: known as a lesson or not, trusted or not."""

    def write_notebook(name, *sources, known=True, trusted=True, **metadata):
        cells = [
            new_markdown_cell(f"# {name}\n\n{DOLLARS}"),
            *map(new_code_cell, sources),
            new_markdown_cell("The end."),
        ]
        notebook = new_notebook(
            cells=cells, metadata={"kernelspec": KERNEL, "cptedu": {"lesson": True}} | metadata
        )
        path = course.folder / f"{name}.ipynb"
        for place in (path, *([course.own / path.name] if known else [])):
            nbformat.write(notebook, place)
        if trusted:
            subprocess.run([sys.executable, "-c", TRUST, path], env=environment_of(course.home), check=True)
        return path.name

    return write_notebook


def runs(course, name):
    """How often a notebook ran."""
    mark = course.folder / f"{name}.ran"
    return len(mark.read_text()) if mark.exists() else 0


def test_the_first_lesson_comes_to_life_with_no_key_and_no_click(lesson, course, axe):
    lesson.just_open(FIRST)
    assert lesson.comes_to("ready") == "The lesson is ready."
    bone = lesson.page.locator('.spine-map [data-spot="L3"]')
    bone.wait_for()
    lesson.page.wait_for_timeout(500)
    assert lesson.page.evaluate(VISIBLE_CODE) == 0
    lesson.screenshot("live_on_opening")
    bone.click()
    lesson.page.locator(".spine-map .claim-line").get_by_text("98941").wait_for()
    assert lesson.page.evaluate(IS_DIRTY) is False
    assert axe(lesson, ".cptedu-status") + axe(lesson, ".jp-NotebookPanel-toolbar") == []
    lesson.is_clean()


def test_a_lesson_opened_from_a_link_comes_to_life(lesson, course):
    lesson.just_open(FIRST)
    lesson.comes_to("ready")
    lesson.page.get_by_role("link", name="From a note to a claim").first.click()
    lesson.wait_until_open("01_from_note_to_claim.ipynb")
    lesson.comes_to("ready")
    assert lesson.outputs(1) != []
    lesson.is_clean()


def test_it_runs_once_at_each_opening_and_again_on_request_after_a_restart(lesson, course, write):
    lesson.just_open(write("counts", COUNTS.format(name="counts"))).comes_to("ready")
    lesson.counts()
    assert runs(course, "counts") == 1

    lesson.page.evaluate("() => { jupyterapp.shell.currentWidget.sessionContext.restartKernel(); }")
    assert "Python was restarted" in lesson.comes_to("note")
    lesson.page.locator(STATUS).get_by_role("button", name="Start again").click()
    lesson.comes_to("ready")
    lesson.counts()
    assert runs(course, "counts") == 2

    lesson.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    lesson.page.wait_for_function(f"() => !{IS_DIRTY}")
    lesson.just_open("counts.ipynb").comes_to("ready")
    lesson.counts()
    assert runs(course, "counts") == 3
    lesson.is_clean()


def test_the_code_is_shown_when_asked_for_and_the_document_stays_as_it_was(lesson, write):
    lesson.just_open(write("shown", COUNTS.format(name="shown"), "'more'")).comes_to("ready")
    assert lesson.page.evaluate(VISIBLE_CODE) == 0
    show = lesson.page.get_by_role("button", name="Show code")
    show.focus()
    lesson.page.keyboard.press("Enter")
    lesson.page.get_by_role("button", name="Hide code").wait_for()
    lesson.shows_code(2)
    lesson.page.keyboard.press("Enter")
    show.wait_for()
    lesson.shows_code(0)
    assert lesson.page.evaluate(IS_DIRTY) is False
    lesson.is_clean()


def test_keys_and_double_clicks_edit_nothing_while_the_code_is_out_of_sight(lesson, write):
    lesson.just_open(write("kept", COUNTS.format(name="kept"))).comes_to("ready")
    lesson.page.locator(".jp-MarkdownOutput").get_by_text("The end.").dblclick()
    for key in ("d", "d", "x", "b", "m", "Enter"):
        lesson.page.keyboard.press(key)
    cells = "[...jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.type)"
    assert lesson.page.evaluate(cells) == ["markdown", "code", "markdown"]
    assert lesson.page.evaluate("jupyterapp.shell.currentWidget.content.mode") == "command"
    lesson.page.locator("p", has_text=DOLLARS).wait_for()
    lesson.is_clean()


@pytest.mark.parametrize(
    ("name", "how", "says"),
    [
        ("untrusted", {"trusted": False}, "This lesson was changed, and not on this computer."),
        ("strange", {"trusted": False, "known": False}, "its code is not the course's. Read it first"),
        ("elsewhere", {"known": False}, "does not start by itself"),
        ("no_lesson", {"cptedu": {}}, ""),
    ],
)
def test_what_is_no_lesson_of_the_course_or_is_not_trusted_never_runs(lesson, course, write, name, how, says):
    lesson.just_open(write(name, COUNTS.format(name=name), **how)).wait_until_open()
    if says:
        assert says in lesson.comes_to("note")
    lesson.page.wait_for_timeout(3000)
    assert runs(course, name) == 0
    assert lesson.outputs(1) == []
    expect(lesson.page.locator(STATUS)).to_have_count(int(bool(says)))
    lesson.shows_code(int(name in {"strange", "no_lesson"}))  # to be read before it is run
    lesson.is_clean()


def test_a_strangers_lesson_runs_at_one_click_of_its_reader(lesson, course, write):
    lesson.just_open(write("clicked", COUNTS.format(name="clicked"), trusted=False)).comes_to("note")
    lesson.page.locator(STATUS).get_by_role("button", name="Run it").click()
    lesson.comes_to("ready")
    lesson.counts()
    assert runs(course, "clicked") == 1
    lesson.is_clean()


def test_a_lesson_that_was_changed_runs_when_its_reader_says_so(lesson, course, write):
    lesson.just_open(write("changed", COUNTS.format(name="changed"), known=False)).comes_to("note")
    lesson.page.get_by_role("button", name="Start it").click()
    lesson.comes_to("ready")
    lesson.counts()
    assert runs(course, "changed") == 1


def test_a_lesson_that_stops_says_what_to_do(lesson, write):
    lesson.just_open(write("stops", "1 / 0", "'never'"))
    assert "show it to your instructor" in lesson.comes_to("failed")
    expect(lesson.page.locator(STATUS).get_by_role("button", name="Start again")).to_be_visible()
    assert lesson.errors() == ["cell 1: ZeroDivisionError: division by zero"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_opens_as_a_page_of_its_own(lesson, write, axe, scheme):
    lesson.page.emulate_media(color_scheme=scheme)
    lesson.just_open(write("page", COUNTS.format(name="page"))).comes_to("ready")
    with lesson.context.expect_page() as opened:
        lesson.page.get_by_role("link", name="Open as a page").click()
    page = opened.value
    page.on("console", lesson._note_console)
    page.on("pageerror", lambda error: lesson.console_errors.append(str(error)))
    page.emulate_media(color_scheme=scheme)
    page.wait_for_load_state(timeout=OPEN_SECONDS * 1000)  # Voilà has run it, and nothing of it is cut off
    page.reload(timeout=OPEN_SECONDS * 1000)
    page.get_by_role("button", name="Count").click(timeout=OPEN_SECONDS * 1000)
    page.get_by_text("count 1", exact=True).wait_for()
    page.locator("p", has_text=DOLLARS).wait_for()
    page.get_by_text("This is teaching, not billing advice.").wait_for()
    assert page.evaluate("document.body.dataset.jpThemeLight") == str(scheme == "light").lower()
    paper = page.evaluate("getComputedStyle(document.querySelector('#rendered_cells')).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
    expect(page.locator(".cm-editor")).to_have_count(0)
    lesson.page = page
    assert axe(lesson) == []
    assert (lesson.outside_requests, lesson.console_errors) == ([], [])
