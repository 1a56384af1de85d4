"""The live demonstration in a real browser: driven to its end by keys alone, legible, and nothing to scroll."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from cptedu.coding import code_visit
from cptedu.learn.deck import load_deck, seminar_deck
from cptedu.tables import data_folder

SLIDES = load_deck(seminar_deck()).slides
WHERE = ".presentation"
BODY, CLAIM = 24, 32
TRY = ("f", "m", "r", "p", "m", "p", "r", "p", "p", "p")  # one what-if for each of the ten
WHAT = {"p": "payer", "m": "minutes", "r": "regions", "f": "deficit"}

# What of the stage can be read, how large, and whether any of it runs out of its place.
LOOK = """root => {
  const seen = [...root.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest(".spoken, [inert]"));
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  const told = seen.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const runsOut = (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
  const page = document.documentElement;
  return {
    body: Math.min(...told.map(size)),
    claim: Math.min(...seen.filter((one) => one.matches(".written")).map(size), 1000),
    scrolls: [root, ...root.querySelectorAll(".main, .main > *, header, .controls, .foot, .panel")]
      .filter((one) => one.checkVisibility() && runsOut(one))
      .map((one) => [one.className, one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]),
    page: [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight],
    billed: [...root.querySelectorAll(".item:not([data-unbilled])")].map((one) =>
      one.querySelector(".written").textContent + one.querySelector(".units").textContent),
    right: [...root.querySelectorAll(".choices [data-state=right] .claimed")].map((one) => one.textContent.trim()),
  };
}"""


class Stage:
    """The stage on a page, driven by keys."""

    def __init__(self, watched):
        self.watched, self.page = watched, watched.page
        self.root = self.page.locator(WHERE)
        self.root.wait_for(state="visible")
        self.root.locator(".picture svg.spine").wait_for(state="attached")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def comes_to(self, at, revealed=0):
        self.root.and_(self.page.locator(f'[data-at="{at}"][data-revealed="{revealed}"]')).wait_for()

    def look(self):
        return self.root.evaluate(LOOK)

    def tally(self, *counts):
        """Type the votes of the room."""
        self.press("t")
        for number, count in enumerate(counts):
            self.root.locator(f".choices li:nth-child({number + 1}) input:focus").wait_for()
            self.page.keyboard.type(count)
            self.press("Enter")
        self.root.locator(".votes").last.wait_for()

    def go_through(self, number, *, check, votes=False):
        """Reveal a case line by line, change it once, and go on; at each step look whether all is well."""
        slide, key = SLIDES[number - 1], TRY[number - 1]
        steps = len(slide.claim.lines) + len(slide.claim.unbilled) + 1
        self.comes_to(number)
        if votes:
            self.tally("12", "5", "3", "7")
        check(self.look())
        for step in range(1, steps + 1):
            self.press(" ")
            self.comes_to(number, step)
        seen = self.look()
        check(seen)
        assert seen["billed"] == written(slide.claim)
        assert seen["right"] == [choice.words for choice in slide.choices if choice.is_right]
        assert (" of 27 had it." in self.root.locator(".told").text_content()) is votes
        if votes:
            self.watched.screenshot(f"live_{number}")
        self.press(key)
        self.root.locator(".what-if:not(:empty)").wait_for()
        seen = self.look()
        check(seen)
        assert seen["billed"] == written(code_visit(slide.what_if(**{WHAT[key]: slide.to_try(WHAT[key])[1]})))
        self.press("ArrowRight")


def written(claim):
    return [f"{'-'.join((line.code, *line.modifiers))}×{line.units}" for line in claim.lines]


def is_legible_and_whole(seen):
    assert seen["body"] >= BODY - 0.01
    assert seen["claim"] >= CLAIM
    assert (seen["scrolls"], seen["page"]) == ([], [0, 0])


@pytest.fixture(scope="module")
def presented(chromium, start_course):
    """The slides as ``cptedu present`` serves them."""
    return start_course("present", "--no-browser").wait_until_open()


@pytest.fixture
def voila_stage(chromium, presented):
    from notebook_page import WatchedPage

    watched = WatchedPage(chromium, width=1920, height=1080)
    watched.page.goto(presented.address, timeout=60_000)
    yield Stage(watched)
    watched.close()


def test_under_voila_it_runs_to_its_end_by_keys_alone_legible_and_without_scrolling(voila_stage, axe):
    stage = voila_stage
    page = stage.page
    assert page.title() == "Live demonstration"
    assert page.evaluate("document.documentElement.lang") == "en"
    is_legible_and_whole(stage.look())
    assert axe(stage.watched) == []
    stage.press("ArrowRight")
    for number in range(1, 11):
        if number == 6:  # the second half in the other light
            stage.press("l")
            page.locator(f'{WHERE}[data-theme="dark"]').wait_for()
        stage.go_through(number, check=is_legible_and_whole, votes=True)
        if number in (1, 9):
            assert axe(stage.watched) == []

    # The notes are shown, and a case is written, all by keys.
    stage.press("n")
    assert "The article is right" in stage.root.locator(".notes").inner_text()
    is_legible_and_whole(stage.look())
    stage.press("?")
    stage.root.locator(".panel dt", has_text="Space").wait_for()
    is_legible_and_whole(stage.look())
    assert axe(stage.watched) == []
    stage.press("Escape", "w")
    field = stage.root.locator("textarea")
    field.wait_for()
    field.fill(SLIDES[0].written.replace("minutes = 16", "minuts = 16"))
    stage.press("Control+Enter")
    stage.root.locator(".faults li", has_text="minuts").wait_for()
    field.fill(SLIDES[0].written.replace("as it was noted", "typed"))
    stage.press("Control+Enter")
    stage.comes_to(11)
    assert stage.root.locator("h1").inner_text() == "The posture visit, typed"

    # What was heard on the way, and the slide again after the page is loaded anew.
    assert "The posture visit, typed" in stage.page.locator(f"{WHERE} > .spoken").inner_text()
    stage.press("Home", "ArrowRight", "ArrowRight")
    stage.comes_to(2)
    page.reload()
    stage.comes_to(2)
    assert (stage.watched.errors() if hasattr(stage.watched, "errors") else []) == []
    assert stage.watched.broken_widgets() == []
    assert (stage.watched.outside_requests, own_errors(stage.watched)) == ([], [])


def own_errors(watched):
    """Leave out what Voilà says of itself: it logs that it has not met its own modules before."""
    return [error for error in watched.console_errors if "voila.js" not in error]


def test_in_jupyterlab_it_runs_to_its_end_by_keys_alone(lab, axe):
    watched = lab.open("seminar/live_demonstration.ipynb", width=1920, height=1080)
    stage = Stage(watched)
    watched.wait_idle()
    stage.press("ArrowRight")
    for number in range(1, 11):
        stage.go_through(number, check=is_whole)
    assert watched.kernel_value("[_.at, _.tried, _.claim.lines[1].code]") == [10, {"payer": 1}, "97112"]
    assert axe(watched, WHERE) == []
    box = stage.root.bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] < 1080
    watched.screenshot("live_lab")
    stage.press("s")
    stage.root.and_(watched.page.locator(".is-page")).wait_for()
    is_legible_and_whole(stage.look())
    stage.press("s")
    assert not watched.scrolls_sideways()
    assert (watched.errors(), watched.outside_requests, watched.console_errors) == ([], [], [])


def is_whole(seen):
    """Nothing on a slide needs scrolling, and its parts are as large as a projector's when the slide fills the screen."""
    assert seen["scrolls"] == []
    assert seen["claim"] / seen["body"] >= CLAIM / BODY


def test_a_case_with_a_mistake_says_what_to_write_and_the_mouse_works_too(lab, axe):
    folder = lab.folder / "my_deck"
    shutil.copytree(data_folder() / "decks", folder)
    bad = folder / "seminar" / "01_as_noted.toml"
    bad.write_text(bad.read_text().replace("thoracic", "thoracis"))
    call = "from cptedu.widgets.presentation import Presentation\nPresentation('my_deck/seminar.toml')"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[new_code_cell(call)], metadata=kernel), lab.folder / "mine.ipynb")
    watched = lab.open("mine.ipynb").run_all()
    stage = Stage(watched)
    stage.root.locator(".plain .cases button").first.click()
    stage.comes_to(1)
    told = stage.root.locator(".faults").inner_text()
    line = next(n for n, text in enumerate(bad.read_text().splitlines(), start=1) if "thoracis" in text)
    assert f"01_as_noted.toml, line {line}: " in told
    assert "Did you mean 'thoracic'?" in told
    assert axe(watched, WHERE) == []
    watched.screenshot("live_faulty")
    stage.root.locator(".controls [data-key=ArrowRight]").click()
    stage.comes_to(2)
    stage.press(" ", " ")
    stage.comes_to(2, 2)
    stage.root.get_by_role("button", name="What if: minutes").click()
    stage.root.locator(".what-if", has_text="22 minutes").wait_for()
    assert not watched.scrolls_sideways()
    is_whole(stage.look())
    assert (watched.errors(), watched.outside_requests, watched.console_errors) == ([], [], [])
