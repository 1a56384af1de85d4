"""A sitting with the course open: many lessons, two tabs, a reload, a server that is stopped; nothing is asked, nothing lost."""

import time

import pytest
from notebook_page import LEAVE_ALL, OPEN_SECONDS, NotebookPage, is_outside
from playwright.sync_api import expect

FIRST = "00_start_here.ipynb"
FIVE = (
    FIRST,
    *("01_from_note_to_claim.ipynb", "02_regions_and_adjustments.ipynb", "03_minutes_and_units.ipynb"),
    "04_which_exercise_code.ipynb",
)
STATUS = ".jp-NotebookPanel:not(.lm-mod-hidden) .cptedu-status"
OPEN = "path => { void jupyterapp.commands.execute('docmanager:open', {path}); }"
UNSAVED = """() => [...jupyterapp.shell.widgets('main')]
  .filter(each => each.context?.model?.dirty).map(each => each.context.path)"""
WRITE = """words => {
  const cell = [...jupyterapp.shell.currentWidget.content.model.cells][0];
  cell.sharedModel.setSource(cell.sharedModel.getSource() + words);
}"""
# What the lesson in front says of its start from now on, to the ear: "ready" may stand there from before.
HEAR = """() => {
  window.said = [];
  document.addEventListener("cptedu-said", ({ detail }) => window.said.push(detail));
}"""
ALL_HAVE_PYTHON = """() => [...jupyterapp.shell.widgets('main')]
  .every(each => !each.context || each.sessionContext?.session?.kernel?.status === 'idle')"""
DRAWN = ".jp-OutputArea .cptedu"
LOOKS_FOR_A_MODEL = 2_500  # milliseconds: Jupyter gives up after two seconds
CLOSE_ALL = "() => { void jupyterapp.commands.execute('application:close-all'); }"


class Sitting(NotebookPage):
    """JupyterLab, in which lessons are opened as a learner opens them."""

    def ready(self):
        self.page.locator(f"{STATUS}[data-state=ready]").wait_for(
            state="attached", timeout=OPEN_SECONDS * 1000
        )
        return self

    def just_open(self, path, workspace="sitting", *, reset=True):
        self.path = path
        where = f"http://127.0.0.1:{self.course.port}/lab/workspaces/{workspace}/tree/{path}"
        self.page.goto(f"{where}?token={self.course.token}{'&reset' if reset else ''}")
        return self.ready()

    def also_open(self, path):
        self.page.evaluate(OPEN, path)
        self.wait_until_open(path)
        return self.ready()

    def start_again(self):
        """Press the button, and wait until the lesson is ready anew."""
        self.page.evaluate(HEAR)
        self.page.get_by_role("button", name="Start again").first.click()
        self.page.wait_for_function("window.said.includes('ready')", timeout=OPEN_SECONDS * 1000)

    def is_written_down(self, paths, workspace="sitting"):
        """Wait until JupyterLab has written down which lessons are open, which it does after a while."""
        deadline = time.monotonic() + OPEN_SECONDS
        while not all(
            path in str(self.course.ask("GET", f"/lab/api/workspaces/{workspace}")[1]) for path in paths
        ):
            assert time.monotonic() < deadline, "JupyterLab does not write down what is open"
            self.page.wait_for_timeout(200)

    def has_drawn(self, count=1):
        """Wait until so many instruments stand on the page."""
        self.page.locator(DRAWN).nth(count - 1).wait_for(state="attached")

    def questions(self):
        return self.page.locator(".jp-Dialog").all_inner_texts()


@pytest.fixture(autouse=True)
def lessons_are_the_next_tests_as_they_were(lab_course):
    """What is saved here is not what another test opens."""
    held = {path: (lab_course.folder / path).read_bytes() for path in FIVE}
    yield
    for path, content in held.items():
        if (lab_course.folder / path).read_bytes() != content:
            (lab_course.folder / path).write_bytes(content)


@pytest.fixture
def sitting(chromium, lab_course):
    page = Sitting(chromium, lab_course)
    asked = []
    page.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    yield page
    page.close()
    assert asked == [], "the browser asked whether to leave the page"


def test_a_reload_with_five_lessons_open_and_closing_them_all_asks_nothing(sitting):
    sitting.just_open(FIRST)
    for path in FIVE[1:]:
        sitting.also_open(path)
    assert sitting.page.evaluate(UNSAVED) == []
    sitting.is_written_down(FIVE)
    sitting.page.goto(f"http://127.0.0.1:{sitting.course.port}/lab/workspaces/sitting")
    sitting.page.wait_for_function(
        "() => [...(window.jupyterapp?.shell.widgets('main') ?? [])].length >= 5", timeout=OPEN_SECONDS * 1000
    )
    sitting.ready()
    sitting.page.wait_for_function(ALL_HAVE_PYTHON, timeout=OPEN_SECONDS * 1000)
    assert sitting.page.evaluate(UNSAVED) == []
    sitting.start_again()
    sitting.page.evaluate(CLOSE_ALL)
    sitting.page.wait_for_function("() => !document.querySelector('.jp-NotebookPanel')")
    assert sitting.questions() == []


def test_what_the_learner_wrote_is_unsaved_until_it_is_saved(sitting):
    sitting.just_open(FIRST)
    sitting.page.evaluate(WRITE, " A remark.")
    assert sitting.page.evaluate(UNSAVED) == [FIRST]
    sitting.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    sitting.page.wait_for_function(f"() => ({UNSAVED})().length === 0")
    assert "A remark." in (sitting.course.folder / FIRST).read_text()
    sitting.page.evaluate(WRITE, " Another.")
    assert sitting.page.evaluate(UNSAVED) == [FIRST], "and again, after it was saved"
    sitting.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    sitting.page.wait_for_function(f"() => ({UNSAVED})().length === 0")


def test_a_lesson_that_was_saved_comes_back_without_looking_for_the_python_that_is_gone(chromium, lab_course):
    saved, again = Sitting(chromium, lab_course), Sitting(chromium, lab_course)
    saved.just_open(FIVE[1])
    saved.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    saved.page.wait_for_function(f"() => ({UNSAVED})().length === 0")
    assert "widget-view+json" in (saved.course.folder / FIVE[1]).read_text(), (
        "it was saved with its instruments"
    )
    saved.page.evaluate(LEAVE_ALL)
    saved.close()
    again.just_open(FIVE[1])
    again.has_drawn()
    again.page.wait_for_timeout(LOOKS_FOR_A_MODEL)
    drawn = again.page.locator(DRAWN).count()
    again.page.evaluate("() => jupyterapp.commands.execute('docmanager:clone')")
    again.has_drawn(2 * drawn)  # a second view shows it too
    again.page.wait_for_timeout(LOOKS_FOR_A_MODEL)
    assert again.console_errors == []
    assert again.page.evaluate(UNSAVED) == []
    again.close()


def test_two_tabs_on_one_lesson_lose_nothing_and_ask_nothing(chromium, lab_course):
    tabs = [Sitting(chromium, lab_course) for _ in range(2)]
    for number, tab in enumerate(tabs):
        tab.just_open(FIVE[2], f"tab-{number}")
    for tab, bone in zip(tabs, ("L3", "L4"), strict=True):
        spot = tab.page.locator(f'.spine-map [data-spot="{bone}"]').first
        spot.scroll_into_view_if_needed()
        spot.click()
    for tab in tabs:
        tab.page.wait_for_timeout(1000)
        assert tab.questions() == []
        assert tab.page.evaluate(UNSAVED) == []
        assert tab.console_errors == []
    for tab in tabs:  # closing one ends the Python of both
        tab.close()


def test_a_page_whose_server_was_stopped_says_so(chromium, start_lab):
    course = start_lab()
    lab, page = Sitting(chromium, course).just_open(FIRST), Sitting(chromium, course)
    page.page.goto(f"http://127.0.0.1:{course.port}/voila/render/{FIRST}?token={course.token}")
    page.page.locator(".cptedu-footer").wait_for(timeout=OPEN_SECONDS * 1000)
    assert course.stop() == 0
    lab.page.locator(STATUS, has_text="The course has been stopped").wait_for()
    page.page.locator(".cptedu-gone", has_text="The course has been stopped").wait_for()
    lab.page.wait_for_timeout(
        12_000
    )  # JupyterLab looks for its server every few seconds, and would open a window over it
    assert lab.questions() == []
    lab.screenshot("stopped_in_lab")
    page.screenshot("stopped_page")
    lab.context.close()
    page.context.close()


def test_the_page_view_keeps_its_form_and_asks_for_nothing_outside_wherever_its_links_lead(
    chromium, lab_course
):
    """A crawl over every link within the course, from its first page on."""
    crawl = Sitting(chromium, lab_course)
    voila = f"http://127.0.0.1:{lab_course.port}/voila"
    crawl.page.goto(f"{voila}/tree?token={lab_course.token}")
    crawl.page.get_by_text(FIRST).wait_for(timeout=OPEN_SECONDS * 1000)
    to_see, seen = [f"{voila}/render/{FIRST}"], set()
    while to_see:
        address = to_see.pop()
        seen.add(address)
        crawl.page.goto(address, timeout=OPEN_SECONDS * 1000)
        crawl.page.locator("#rendered_cells").wait_for(state="visible", timeout=OPEN_SECONDS * 1000)
        expect(crawl.page.locator("body.cptedu-page"), address).to_have_count(1)
        links = crawl.page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map(each => each.href.split('#')[0])"
        )
        inside = {link for link in links if link and not is_outside(link)}
        to_see += sorted(inside - seen - set(to_see))
    assert len(seen) >= 14, sorted(seen)
    crawl.page.goto(f"{voila}/render/no_such_lesson.ipynb")
    crawl.page.locator("body").wait_for()
    assert crawl.outside_requests == []
    crawl.close()
