"""The live demonstration in a real browser: driven to its end by keys alone, legible, and nothing to scroll."""

import json
import os
import re
import shutil
import signal
import time
from base64 import b64encode
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from on_stage import BODY, CLAIM, WHERE, OnStage, is_legible_and_whole, written

from cptedu.engine.coding import code_visit
from cptedu.facts.tables import data_folder
from cptedu.learn.deck import load_deck, seminar_deck

SLIDES = load_deck(seminar_deck()).slides
TRY = ("f", "m", "r", "p", "m", "p", "r", "p", "p", "p")  # one what-if for each of the ten
WHAT = {"p": "payer", "m": "minutes", "r": "regions", "f": "deficit"}


class Stage(OnStage):
    """The stage with the ten cases of the seminar."""

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


# What of the page may tell the answer while the room still votes: all text, attributes and names, but for what the author wrote.
TELLS = r"""root => {
  const telling = /\b9\d{4}\b|what the rules give|noted it was|data-state="(right|wrong|also)"|class="(item|written)"/;
  const found = window.told = new Set();
  const own = ["h1", "h2", ".choices", ".cases", ".opening", ".value", ".noted", "textarea"].join(", ");
  const look = () => {
    if (!["case"].includes(root.dataset.kind) || root.dataset.revealed !== "0") return;
    const copy = root.cloneNode(true);
    const changed = copy.querySelector(".what-if").textContent.split("? ")[0];  // names a payer, which may name a code
    copy.querySelectorAll(".choices li").forEach((one) => one.dataset.state && found.add(one.dataset.state));
    for (const one of copy.querySelectorAll(own)) one.remove();
    const written = [changed, root.querySelector("h1").textContent, root.querySelector("h2").textContent].filter(Boolean);
    const said = written.reduce((text, one) => text.replaceAll(one, ""), copy.outerHTML).match(telling);
    if (said) found.add(`${root.dataset.at}: ${said[0]} in ${copy.outerHTML.slice(said.index - 80, said.index + 80)}`);
    const typed = root.querySelector("textarea")?.value ?? "";
    if (/^answer|^notes/m.test(typed)) found.add(typed);
    for (const line of window.notes) if (copy.textContent.includes(line) || typed.includes(line)) found.add(line);
  };
  new MutationObserver(look).observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
  look();
}"""


def test_what_is_drawn_before_the_reveal_never_tells_the_answer(voila_stage):
    stage, page = voila_stage, voila_stage.page
    lines = [line for slide in SLIDES for line in slide.notes.splitlines() if line]
    page.evaluate("lines => { window.notes = lines; }", lines)
    stage.press("ArrowRight")
    stage.comes_to(1)
    # What the reasons and the notes of a case once told must be gone when the case comes back.
    steps = len(SLIDES[0].claim.lines) + len(SLIDES[0].claim.unbilled) + 1
    stage.press(*" " * steps)
    stage.comes_to(1, steps)
    for key, panel in (("a", "reasons"), ("w", "write")):
        stage.press(key)
        page.locator(f'{WHERE}[data-panel="{panel}"]').wait_for()
        stage.press("Escape")
        page.locator(f'{WHERE}[data-panel=""]').wait_for()
    stage.press("n", "Home", "ArrowRight")
    stage.comes_to(1)
    stage.root.evaluate(TELLS)
    for number in range(1, 11):
        stage.comes_to(number)
        stage.press(*"pdmrfPDMRFaAnNoO", "f", "p", "Backspace")
        for key, panel in (("t", "tally"), ("w", "write")):
            stage.press(key)
            page.locator(f'{WHERE}[data-panel="{panel}"]').wait_for()
            stage.press("Escape")
            page.locator(f'{WHERE}[data-panel=""]').wait_for()
        stage.press("ArrowRight")
    stage.root.locator(".notice", has_text="This is the last case.").wait_for()
    assert page.evaluate("[...window.told]") == []
    stage.press(" ")
    stage.comes_to(10, 1)
    assert stage.root.locator(".item").count() == 1


SIZES = ((1920, 1080), (1366, 768), (1280, 720), (1024, 768))
SENTENCE = "Both, each on a line, the second with a modifier, for the record tells the regions apart and says why it does so. "
CHOICES = {
    "two short answers in words": ["The adjustment and the exercise", "No"],
    "five as long as they may be": [f"{letter}: {SENTENCE}"[:120] for letter in "ABCDE"],
    "five without a gap": [letter * 60 for letter in "ABCDE"],
    "long claims": ["97110-GP-59-KX-GY x2 + 97140-GP-59 + 97112-GP-59-KX", "97110-GP x2 + 97140-GP"],
}


def test_a_reload_in_the_middle_of_a_reveal_goes_on_there_with_votes_and_light(voila_stage):
    stage, page = voila_stage, voila_stage.page
    stage.press("Home", "ArrowRight", "ArrowRight", "ArrowRight")
    stage.comes_to(3)
    stage.tally("12", "5", "3", "7")
    stage.press("Escape", " ", " ", "l")
    stage.comes_to(3, 2)
    page.locator(".presentation[data-theme=dark], .presentation[data-theme=light]").wait_for()
    theme = stage.root.get_attribute("data-theme")
    page.reload()
    again = Stage(stage.watched)
    again.comes_to(3, 2)
    page.locator(f".presentation[data-theme={theme}]").wait_for()
    again.press(*" " * 4)
    page.locator(".told", has_text="of 27 had it.").wait_for()
    # What was kept is of this window, and cannot be what no talk was at. Laid before the page's own scripts run:
    # the page that is left would keep its own place once more.
    kept = '{"at": 3, "revealed": "x", "votes": []}'
    page.add_init_script(f"sessionStorage.setItem('cptedu stage', '{kept}')")
    page.reload()
    Stage(stage.watched).comes_to(3, 0)


ALL_BLACK = """async ([shot]) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${shot}`;
  await picture.decode();
  const drawn = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  drawn.drawImage(picture, 0, 0);
  const { data } = drawn.getImageData(0, 0, picture.width, picture.height);
  return data.every((value, at) => at % 4 === 3 || value === 0);
}"""


def test_a_key_makes_the_screen_black_and_any_key_brings_it_back(voila_stage):
    stage, page = voila_stage, voila_stage.page
    stage.press("Home", "ArrowRight")
    stage.comes_to(1)

    def is_black():
        return page.evaluate(ALL_BLACK, [b64encode(page.screenshot()).decode()])

    assert not is_black()
    stage.press("b")
    page.locator(".presentation[data-black]").wait_for(state="attached")
    assert is_black()
    stage.press("ArrowRight")
    page.locator(".presentation:not([data-black])").wait_for(state="attached")
    stage.comes_to(1)
    assert not is_black()


def with_choices(number, choices):
    """Write a case of the deck with other choices, the second of them right."""
    answer = "" if choices[0][0].isdigit() else "\nanswer = 2"
    line = f"choices = {json.dumps(choices)}{answer}"
    return re.sub("^choices = .*$", lambda _: line, SLIDES[number - 1].written, count=1, flags=re.MULTILINE)


# Whether a choice is cut: by the column, by the slide, or because the column has to be scrolled.
CUT = """root => {
  const column = root.querySelector(".answer"), edge = column.getBoundingClientRect();
  const out = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const box = range.getBoundingClientRect(), own = one.closest("li").getBoundingClientRect();
    const right = Math.min(edge.right, own.right) + 1, bottom = Math.min(edge.bottom, own.bottom) + 1;
    return box.right > right || box.left < own.left - 1 || box.bottom > bottom || !one.checkVisibility();
  };
  const claimed = [...root.querySelectorAll(".choices .claimed")];
  return {
    cut: claimed.filter(out).map((one) => one.textContent),
    shown: claimed.length,
    scrolls: column.hasAttribute("tabindex") || column.scrollWidth > column.clientWidth + 1,
    right: [...root.querySelectorAll("[data-state=right]")].map((one) => one.querySelector(".claimed").textContent.trim()),
    faces: [...new Set(claimed.map((one) => getComputedStyle(one).fontFamily.includes("mono")))],
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


def test_choices_of_any_length_and_number_are_never_cut(voila_stage):
    stage, page = voila_stage, voila_stage.page
    stage.press("ArrowRight")
    for name, choices in CHOICES.items():
        number = 8 if "claims" in name else 10  # ten has most to say beside the choices
        stage.press("w")
        stage.root.locator("textarea").fill(with_choices(number, choices))
        stage.press("Control+Enter")
        stage.root.locator(".choices .claimed", has_text=choices[0].split(" + ")[0]).wait_for()
        stage.comes_to(11)
        stage.press("l")
        for revealed in (0, 3):
            stage.press(*" " * revealed)
            stage.comes_to(11, revealed)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate(
                    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
                )
                seen = stage.root.evaluate(CUT)
                is_right = [choices[1].strip()] if revealed else []
                assert seen == {
                    "cut": [],
                    "shown": len(choices),
                    "scrolls": False,
                    "right": is_right,
                    "faces": ["claims" in name],
                    "page": 0,
                }, (name, revealed, width)
            page.set_viewport_size({"width": 1920, "height": 1080})
            stage.watched.screenshot(f"live_choices_{name.split()[-1]}_{revealed}")


SOON = 6.0  # seconds until a page says so on a computer that is busy with other tests; left alone, it takes under two


class Connection:
    """What the page says of who does not answer."""

    def __init__(self, stage):
        self.stage = stage
        self.line = stage.root.locator(".connection")

    def says(self, *words, within=SOON):
        began = time.monotonic()
        self.line.filter(has_text=words[0]).wait_for(timeout=10_000)
        assert time.monotonic() - began <= within
        assert all(one in self.line.inner_text() for one in words)

    def is_well(self):
        self.line.wait_for(state="hidden", timeout=15_000)


def children(pid):
    """Give what a process has started, and what that has started: by number and command."""
    found = []
    for own in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(own.read_text().rpartition(")")[2].split()[1]) == pid:
                command = own.with_name("cmdline").read_text()
                found += [(int(own.parent.name), command), *children(int(own.parent.name))]
        except OSError:
            continue  # ended meanwhile
    return found


@pytest.fixture
def own_stage(chromium, start_course):
    """Slides with a server of their own, which may be stopped and killed."""
    from notebook_page import WatchedPage

    course = start_course("present", "--no-browser").wait_until_open()
    watched = WatchedPage(chromium, width=1920, height=1080)
    watched.page.goto(course.address, timeout=60_000)
    yield Stage(watched), course
    watched.close()
    course.end()


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


@needs_proc
def test_who_does_not_answer_is_told_and_taken_back(own_stage):
    stage, course = own_stage
    line = Connection(stage)
    stage.press("ArrowRight", "ArrowRight")
    stage.comes_to(2)
    stage.page.wait_for_timeout(1500)
    line.is_well()
    server = next(pid for pid, command in children(course.process.pid) if "voila" in command)

    os.kill(server, signal.SIGSTOP)
    try:
        line.says("The slides are not answering just now.", "Ctrl-C")
        stage.press("ArrowRight")
        line.says("The key that was pressed is done when they answer.")
        stage.watched.screenshot("live_asleep")
    finally:
        os.kill(server, signal.SIGCONT)
    line.is_well()
    stage.comes_to(3)

    kernels = [pid for pid, command in children(server) if "cptedu.app.live.kernel" in command]
    os.kill(kernels[0], signal.SIGKILL)
    line.says("The slides have stopped answering. Press F5")
    stage.press(" ")
    line.says("The key that was pressed did nothing.")
    stage.watched.screenshot("live_gone")
    assert own_errors(stage.watched) == []
    stage.page.reload()
    stage.comes_to(3)
    line.is_well()
    stage.press(" ")
    stage.comes_to(3, 1)

    asked = []
    stage.page.on("request", lambda request: asked.append((request.method, request.url)))
    os.kill(server, signal.SIGKILL)
    line.says("The program behind the slides has ended.", "terminal window")
    stage.press(" ")
    line.says("The key that was pressed did nothing.")
    assert [url for method, url in asked if method == "HEAD"] == []  # what fails then is Jupyter's own asking


@needs_proc
def test_in_jupyterlab_a_kernel_that_computes_is_not_taken_for_gone_and_one_that_is_killed_is(lab):
    watched = lab.open("seminar/live_demonstration.ipynb", width=1920, height=1080)
    stage = Stage(watched)
    line = Connection(stage)
    watched.wait_idle()
    stage.press("ArrowRight")
    stage.comes_to(1)
    pid = watched.kernel_value("__import__('os').getpid()")
    line.is_well()
    line.line.evaluate("""line => {
      window.told = [];
      new MutationObserver(() => window.told.push(line.textContent)).observe(line, {childList: true});
    }""")
    watched.page.evaluate(
        "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done.then(() => 0)",
        "import time; time.sleep(4)",
    )
    line.is_well()
    assert set(watched.page.evaluate("window.told")) <= {"The slides are still at work.", ""}
    os.kill(pid, signal.SIGKILL)
    line.says("The slides have stopped answering. Press F5: they start again at the opening.")
    assert watched.console_errors == []
