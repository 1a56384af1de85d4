"""A sitting: one lesson after the other in one window, in the light and in the dark, in little room, and on paper."""

import pytest
from notebook_page import OPEN_SECONDS, NotebookPage
from playwright.sync_api import expect
from seen import CUT_ON_PAPER, LOST, REPEATED, STICKS_OUT, at_rest, different, pages_printed

START, CLAIM, REGIONS = (
    "00_start_here.ipynb",
    "01_from_note_to_claim.ipynb",
    "02_regions_and_adjustments.ipynb",
)
AGAIN = "start_here_again.ipynb"
SEMINAR = "seminar/live_demonstration.ipynb"
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
ALIKE = 2  # of 1,000 pixels: edges fall a little differently at another height of the page


class Sitting(NotebookPage):
    """JupyterLab as a learner has it, with several lessons open."""

    def comes_up(self, path):
        self.wait_until_open(path)
        ready = self.page.locator(f"{IN_FRONT} .cptedu-status[data-state=ready]")
        ready.wait_for(state="attached", timeout=OPEN_SECONDS * 1000)
        return self

    def begin(self, path):
        self.open(path, workspace="auto-sitting")
        return self.comes_up(path)

    def next(self, path):
        """Go on by the lesson's own link."""
        link = self.page.locator(f"{IN_FRONT} p:has-text('Next:') a[href*='{path}']")
        link.scroll_into_view_if_needed()
        link.click()
        return self.comes_up(path)

    def back(self, path):
        self.page.locator(".lm-TabBar-tab", has_text=path).click()
        self.wait_until_open(path)  # the one that is in front until then has a map, too
        self.page.locator(f"{IN_FRONT} .spine-map").wait_for()

    def show(self, path):
        self.page.evaluate("path => { jupyterapp.commands.execute('docmanager:open', { path }); }", path)
        return self.comes_up(path)

    def map(self):
        drawn = self.page.locator(f"{IN_FRONT} .spine-map")
        drawn.scroll_into_view_if_needed()
        return drawn

    def picture(self):
        """Take a picture of the map, with the pointer elsewhere."""
        drawn = self.map()
        self.page.mouse.move(0, 0)
        self.page.wait_for_function("() => !document.querySelector('.spine-map[data-waiting]')")
        assert drawn.evaluate(LOST) == []
        taken = drawn.screenshot(animations="disabled")
        for _ in range(20):
            again = drawn.screenshot(animations="disabled")
            if taken == again:
                return taken
            taken = again
            self.page.wait_for_timeout(200)
        raise AssertionError("the map does not come to rest")

    def comes_to_look_like(self, other):
        """Wait until the map looks as it did in another picture: a machine that is busy draws a moment later."""
        for _ in range(20):
            if (beside := different(self.page, self.picture(), other)) < ALIKE:
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"{beside} of 1,000 pixels differ")

    def chosen(self):
        return self.map().locator("input[type=radio]:checked").get_attribute("value")


@pytest.fixture
def sitting(chromium, start_lab):
    # A course of its own: what other tests marked on a map is kept.
    page = Sitting(chromium, start_lab(), height=1500)
    yield page
    page.close()


def test_lessons_open_together_are_drawn_and_answer_as_each_does_alone(sitting):
    sitting.begin(START)
    alone = {"Light": sitting.picture()}
    sitting.turn("Dark")
    alone["Dark"] = sitting.picture()
    assert different(sitting.page, alone["Light"], alone["Dark"]) > 500

    (sitting.course.folder / AGAIN).write_bytes((sitting.course.folder / START).read_bytes())
    sitting.show(AGAIN)  # its map begins with the same visit
    sitting.comes_to_look_like(alone["Dark"])
    sitting.turn("Light")
    sitting.comes_to_look_like(alone["Light"])
    sitting.map().get_by_text("Exercised", exact=True).click()
    assert sitting.chosen() == "exercised"

    sitting.show(CLAIM)
    sitting.next(REGIONS)
    assert sitting.chosen() == "adjusted"
    for name in ("C5", "L5"):
        sitting.map().locator(f'[data-spot="{name}"]').click()
    sitting.page.wait_for_function("() => !document.querySelector('.spine-map[data-waiting]')")
    beside_others = sitting.picture()

    sitting.show(SEMINAR)
    assert sitting.page.evaluate(REPEATED) == []
    sitting.back(START)
    assert sitting.chosen() == "adjusted"
    sitting.comes_to_look_like(alone["Light"])
    sitting.page.evaluate(
        """() => {
          jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
          jupyterapp.commands.execute('notebook:create-output-view');
        }"""
    )
    sitting.page.locator(".jp-LinkedOutputView .spine-map").wait_for()
    assert sitting.page.evaluate(REPEATED) == []

    sitting.begin(REGIONS)
    sitting.comes_to_look_like(beside_others)
    sitting.map().get_by_role("button", name="Clear all").click()
    assert (sitting.outside_requests, sitting.console_errors) == ([], [])


def test_at_twice_the_size_nothing_is_lost_and_the_lesson_prints_whole(chromium, lab_course):
    page = Sitting(chromium, lab_course, width=640, height=400).begin(CLAIM)
    # The list of files makes room.
    page.page.wait_for_function(
        "where => document.querySelector(where).getBoundingClientRect().width > 500",
        arg=f"{IN_FRONT} .jp-Notebook",
    )
    assert at_rest(page.page, STICKS_OUT) == []
    page.turn("Dark")
    for size in ("A4", "Letter"):
        assert pages_printed(page.page, size) > 3
    page.page.emulate_media(media="print")
    assert page.page.evaluate(CUT_ON_PAPER, IN_FRONT) == []
    page.close()


def test_on_a_narrow_screen_the_page_view_loses_nothing_and_it_prints_whole(voila):
    page = voila.open("00_start_here.ipynb", width=412, height=900)
    at_rest(page.page)
    assert not page.scrolls_sideways()
    assert page.page.evaluate(STICKS_OUT) == []
    why = page.page.locator(".cptedu-claim .cptedu-reason").first
    assert why.bounding_box()["width"] > 300
    for size in ("A4", "Letter"):
        assert pages_printed(page.page, size) > 3
    page.page.emulate_media(media="print")
    assert page.page.evaluate(CUT_ON_PAPER, "body") == []


def test_on_paper_a_plan_says_what_each_visit_holds_and_no_page_stays_empty_before_what_is_long(voila):
    page = voila.open("11_a_plan_of_care.ipynb").page
    each = page.locator(".plan-table .opener")
    each.last.wait_for()
    page.emulate_media(media="print")
    expect(each.locator("visible=true")).to_have_count(3)
    expect(page.locator(".plan-table .bar")).to_be_hidden()
    kept_whole = "all => all.filter((one) => getComputedStyle(one).breakInside !== 'auto').length"
    assert page.locator(".jp-OutputArea-child").evaluate_all(kept_whole) == 0


def test_a_view_has_an_id_of_its_own_however_often_its_module_is_loaded_and_without_a_secure_page(chromium):
    from pathlib import Path

    from cptedu.widgets.kit import bundle

    module = Path(bundle.__file__).with_name("own_id.js").read_text(encoding="utf-8")
    page = chromium.new_page()
    ids = page.evaluate(
        """async (module) => {
          Object.defineProperty(crypto, "randomUUID", { value: undefined });  // as on a page served over plain http
          const ids = [];
          for (let copy = 0; copy < 50; copy += 1) {
            const address = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
            const { ownId } = await import(address);
            ids.push(ownId("spine"), ownId("spine"));
          }
          return ids;
        }""",
        module,
    )
    page.close()
    assert len(set(ids)) == 100
    assert all(one.startswith("cptedu-spine-") for one in ids)
