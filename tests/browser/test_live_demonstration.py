"""The live demonstration in a real browser: driven to its end by keys alone, legible, and nothing to scroll."""

import json
import os
import re
import shutil
import signal
import time
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

import psutil
import pytest
from instrument_page import write_notebook
from notebook_page import OPEN_SECONDS
from on_stage import BODY, CLAIM, WHERE, OnStage, is_legible_and_whole, written
from playwright.sync_api import expect
from seen import at_rest, faint_words

from cptedu.engine.coding import code_visit
from cptedu.facts.tables import data_folder
from cptedu.learn.deck import load_deck, seminar_deck

SLIDES = load_deck(seminar_deck()).slides
TRY = ("f", "m", "r", "p", "m", "p", "r", "p", "p", "p")  # one what-if for each of the ten
HEADLINE = 36  # pixels of a screen of 1080, however much else there is to say
WHAT = {"p": "payer", "m": "minutes", "r": "regions", "f": "deficit"}


class Stage(OnStage):
    """The stage with the ten cases of the seminar."""

    def headline(self):
        """Say how large is what is told of the votes, in pixels."""
        return self.root.locator(".headline").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")

    def stands(self):
        """Say at which slide it stands, and how much of it is revealed."""
        return {name: int(self.root.get_attribute(f"data-{name}")) for name in ("at", "revealed")}

    def go_back_to(self, number):
        self.press("Home", *["ArrowRight"] * number)
        self.comes_to(number)

    def go_through(self, number, *, check, votes=False, goes_on=True):
        """Reveal a case line by line, change it once, and perhaps go on; at each step look whether all is well."""
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
            assert self.headline() >= HEADLINE
            self.watched.picture(f"live_{number}")
        self.press(key)
        self.root.locator(".what-if:not(:empty)").wait_for()
        seen = self.look()
        check(seen)
        assert seen["billed"] == written(code_visit(slide.what_if(**{WHAT[key]: slide.to_try(WHAT[key])[1]})))
        if goes_on:
            self.press("ArrowRight")


@pytest.fixture(scope="module")
def presented(chromium, start_course):
    """The slides as ``cptedu present`` serves them."""
    return start_course("present", "--no-browser").wait_until_open()


@pytest.fixture
def voila_stage(request, chromium, presented):
    from chromium_here import HAS_FAILED
    from notebook_page import WatchedPage

    shutil.rmtree(
        presented.folder / ".cptedu" / "talks", ignore_errors=True
    )  # each test is a talk of its own
    watched = WatchedPage(chromium, width=1920, height=1080)
    watched.page.goto(presented.address)
    stage = Stage(watched)
    yield stage
    # What is written down after the next test has cleared the table would be taken up by it.
    if not (watched.page.is_closed() or request.node.stash.get(HAS_FAILED, False)):
        wait_until_kept(presented, **stage.stands())
    watched.close()


def test_under_voila_it_runs_to_its_end_by_keys_alone_legible_and_without_scrolling(
    voila_stage, axe, presented
):
    stage = voila_stage
    page = stage.page
    assert page.title() == "Live demonstration"
    assert page.evaluate("document.documentElement.lang") == "en"
    is_legible_and_whole(stage.look())
    assert axe(stage.watched) == []
    stage.watch_focus()
    stage.press("ArrowRight")
    for number in range(1, 11):
        if number == 6:  # the second half in the other light
            assert stage.comes_to_light() == "dark"
        stage.go_through(number, check=is_legible_and_whole, votes=True)
        if number in (1, 9):
            assert axe(stage.watched) == []
    stage.root.locator("h1", has_text="What to take home").wait_for()
    is_legible_and_whole(stage.look())
    assert axe(stage.watched) == []
    assert stage.left_without_keys() == []

    # The list of keys is shown, and a case is written, all by keys.
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
    stage.root.locator("h1", has_text="The posture visit, typed").wait_for()
    stage.comes_to(11)

    # What was heard on the way, and the slide again after the page is loaded anew.
    expect(stage.page.locator(f"{WHERE} > .spoken")).to_contain_text(
        "The posture visit, typed", use_inner_text=True
    )
    stage.press("Home", "ArrowRight", "ArrowRight")
    stage.comes_to(2)
    wait_until_kept(presented, at=2)
    stage.opens_anew()
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
    stage.go_back_to(1)
    for number in range(1, 11):
        stage.go_through(number, check=is_whole, goes_on=number < 10)
    assert watched.kernel_value("[_.at, _.tried, _.claim.lines[1].code]") == [10, {"payer": 1}, "97112"]
    stage.press("n")  # a notebook is rehearsed in, so its slide shows the notes
    expect(stage.root.locator(".notes")).to_contain_text("The article is right", use_inner_text=True)
    is_whole(stage.look())
    stage.press("n")
    assert axe(watched, WHERE) == []
    box = stage.root.bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] < 1080
    watched.screenshot("live_lab")
    stage.press("s")
    stage.root.and_(watched.page.locator(".is-page")).wait_for()
    is_legible_and_whole(stage.look())
    stage.press("s")
    expect(stage.root).not_to_contain_class("is-page")
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
    watched = lab.open(write_notebook(lab.folder, "mine.ipynb", call)).run_all()
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
    expect(
        stage.root.locator(".picture .in-short")
    ).to_be_hidden()  # what the learners' map says is not the stage's
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
    const drawn = copy.textContent;  // once: it is put together anew each time that it is asked for
    for (const line of window.notes) if (drawn.includes(line) || typed.includes(line)) found.add(line);
  };
  new MutationObserver(look).observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
  look();
}"""


def test_what_is_drawn_before_the_reveal_never_tells_the_answer(voila_stage):
    stage, page = voila_stage, voila_stage.page
    lines = [line for slide in SLIDES for line in slide.notes.splitlines() if line]
    lines += [words for slide in SLIDES for one in slide.asked for words in (one.question, one.answer)]
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
    stage.comes_to(11)  # the end, of which nothing is told but of the case that was revealed
    expect(stage.root.locator(".points li")).to_have_text([SLIDES[0].point], use_inner_text=True)
    stage.press("PageUp")
    stage.comes_to(10)
    assert page.evaluate("[...window.told]") == []
    stage.press(" ")
    stage.comes_to(10, 1)
    expect(stage.root.locator(".item")).to_have_count(1)


class Presenter:
    """The presenter's window beside the room's."""

    def __init__(self, page):
        self.page = page
        self.wrong = []
        page.on("pageerror", lambda problem: self.wrong.append(str(problem)))
        page.set_viewport_size({"width": 1280, "height": 800})
        page.locator("#mirror .presentation").wait_for()

    def text(self, where):
        return self.page.locator(where).inner_text()

    def has(self, where, words):
        self.page.locator(where, has_text=words).wait_for()


# The presenter's window notes when a room's window tells that it is there; its own ear was there before this one.
HEAR_THE_ROOM = """() => {
  const ear = window.ear = new BroadcastChannel("cptedu stage");
  ear.addEventListener("message", ({ data }) => { if (data?.begins) window.room_has_begun = true; });
}"""
# What of the presenter's window cannot be read where it stands.
HIDDEN = """() => ["#notes", "#told", "#desk", "#votes", "#wall"].filter((where) => {
  const one = document.querySelector(where);
  return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
})"""


def test_a_window_for_the_speaker_alone_is_in_step_with_the_rooms_and_either_may_be_opened_anew(
    voila_stage, axe, presented
):
    stage, room = voila_stage, voila_stage.page
    stage.press("Home", "ArrowRight", "ArrowRight", "ArrowRight")
    stage.comes_to(3)
    with room.expect_popup() as opened:
        stage.press("n")
    presenter = Presenter(opened.value)
    assert presenter.page.url in presented.said
    presenter.has("#place", "3 of 10")
    said = [line for line in SLIDES[2].notes.splitlines() if line]
    assert presenter.text("#notes").split("\n\n") == said
    assert presenter.text("#answer") == "Right: C. 98940"
    assert presenter.text("#point").startswith("R")
    assert SLIDES[3].title in presenter.text("#next")
    expect(stage.root.locator(".notes")).to_be_hidden()
    assert not any(line in room.locator("body").inner_text() for line in said)

    # What is pressed and typed there is done on the slide, and what is done on the slide is seen there.
    presenter.page.keyboard.press("v")
    stage.root.locator(".countdown", has_text=" s").wait_for()
    presenter.has("#left", " s")
    presenter.page.keyboard.press("t")
    presenter.page.keyboard.type("8")  # seen wrongly, and typed once more: the number takes its place
    presenter.page.keyboard.press("Escape")
    stage.root.locator(".votes", has_text=re.compile(r"^8\b")).wait_for()
    presenter.page.keyboard.press("t")
    for count in ("12", "127"):
        presenter.page.keyboard.type(count)
        presenter.page.keyboard.press("Enter")
    presenter.page.keyboard.type("61")
    presenter.page.keyboard.press("PageDown")  # by a clicker, while the cursor is still in a field
    stage.comes_to(3, 1)
    presenter.has("#counted", "200 votes.")
    counted = stage.root.locator(".votes").all_inner_texts()
    assert [one.split()[0] for one in counted] == ["12", "127", "61"]
    for revealed in (2, 3):
        presenter.page.keyboard.press("Space")
        stage.comes_to(3, revealed)
    expect(stage.root.locator(".countdown")).to_be_hidden()
    presenter.has("#counted", "61 of 200 had it.")
    presenter.has("#mirror .told", "61 of 200 had it.")
    assert axe(Alone(presenter.page)) == []
    presenter.page.keyboard.press("l")
    presenter.page.locator("body[data-theme=dark]").wait_for()
    assert axe(Alone(presenter.page)) == []

    # Nothing of the notes of any case is out of sight.
    for number in range(4, 11):
        stage.press("ArrowRight")
        presenter.has("#place", f"{number} of 10")
        assert at_rest(presenter.page, HIDDEN) == [], number
        assert presenter.page.locator("body").evaluate(BROKEN) == [], number

    # Either window is opened anew, and both are in step again.
    presenter.page.reload()
    presenter.has("#place", "10 of 10")
    presenter.page.evaluate(HEAR_THE_ROOM)
    wait_until_kept(presented, at=10)
    stage.opens_anew()
    stage.comes_to(10)
    presenter.page.wait_for_function(
        "window.room_has_begun"
    )  # until then keys are meant for the one that is gone
    presenter.page.keyboard.press("ArrowLeft")
    stage.comes_to(9)
    presenter.has("#place", "9 of 10")
    wait_until_kept(presented, at=9)
    room.close()
    presenter.has("#alone", "The room's window is closed")
    assert presenter.wrong == []


def test_what_is_the_rooms_is_done_there_from_the_speakers_window_and_one_just_closed_is_opened_again(
    voila_stage,
):
    stage, room = voila_stage, voila_stage.page
    with room.expect_popup() as opened:
        stage.press("n")
    presenter = Presenter(opened.value)
    for is_whole_screen in (True, False):
        presenter.page.keyboard.press("s")
        room.wait_for_function(f"Boolean(document.fullscreenElement) === {str(is_whole_screen).lower()}")
    presenter.page.locator("#keys button", has_text="Write").click()
    stage.root.locator("textarea:focus").wait_for()
    presenter.has("#hint", "The case is written in the room's window.")
    presenter.page.keyboard.press("Escape")
    stage.root.and_(room.locator('[data-panel=""]')).wait_for()
    presenter.page.locator("#cases").select_option(label="The end")
    stage.comes_to(11)
    presenter.has("#next", "This is the end of the talk.")
    expect(stage.root.locator(".points")).to_have_count(0)
    with presenter.page.expect_event("close"):  # and at once, long before the room would have missed it
        presenter.page.evaluate("setTimeout(() => window.close())")
    with room.expect_popup() as again:  # a key that found the window still there would open none
        stage.press("n")
    Presenter(again.value).has("#place", "The end")


# A code that is written over two lines, whatever holds it.
BROKEN = r"""root => {
  const broken = [], words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { data, parentElement: held } = words.currentNode;
    if (!held.checkVisibility() || held.closest(".spoken, [inert]")) continue;
    for (const { 0: code, index } of data.matchAll(/\d{4}[0-9A-Z](-[A-Z0-9]{2})+( [x×]\d+)?/g)) {
      const range = document.createRange();
      range.setStart(words.currentNode, index);
      range.setEnd(words.currentNode, index + code.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(code);
    }
  }
  return broken;
}"""


def test_a_code_and_its_modifier_stand_on_one_line_in_every_window(voila_stage):
    stage, page = voila_stage, voila_stage.page
    for number in (4, 8, 9):
        slide = SLIDES[number - 1]
        steps = len(slide.claim.lines) + len(slide.claim.unbilled) + 1
        stage.go_back_to(number)
        for keys, comes in (
            ("", WHERE),
            (" " * steps, f'[data-revealed="{steps}"]'),
            ("p", ":has(.what-if:not(:empty))"),
            ("y", '[data-panel="why"]'),
        ):
            stage.press(*keys)
            stage.root.and_(page.locator(comes)).wait_for()
            for width, height in ((1024, 768), (1280, 720), (1920, 1080)):
                page.set_viewport_size({"width": width, "height": height})
                stage.look()
                assert stage.root.evaluate(BROKEN) == [], (number, keys, width)
        stage.press("Escape")


@dataclass
class Alone:
    """A page that is looked at by axe."""

    page: object


SIZES = ((1920, 1080), (1366, 768), (1280, 720), (1024, 768))
SENTENCE = "Both, each on a line, the second with a modifier, for the record tells the regions apart and says why it does so. "
CHOICES = {
    "two short answers in words": ["The adjustment and the exercise", "No"],
    "five as long as they may be": [f"{letter}: {SENTENCE}"[:120] for letter in "ABCDE"],
    "five without a gap": [letter * 60 for letter in "ABCDE"],
    "long claims": ["97110-GP-59-KX-GY x2 + 97140-GP-59 + 97112-GP-59-KX", "97110-GP x2 + 97140-GP"],
}


def test_a_reload_in_the_middle_of_a_reveal_goes_on_there_with_votes_light_and_a_case_that_was_written(
    voila_stage, presented
):
    stage, page = voila_stage, voila_stage.page
    stage.press("w")
    stage.root.locator("textarea").fill(SLIDES[0].written.replace("as it was noted", "typed"))
    stage.press("Control+Enter")
    stage.comes_to(11)
    stage.go_back_to(3)
    stage.tally("12", "5", "3", "7")
    stage.press("Escape", " ", " ")
    stage.comes_to(3, 2)
    theme = stage.comes_to_light()
    wait_until_kept(presented, at=3, revealed=2, theme=theme)
    stage.opens_anew()
    stage.comes_to(3, 2)
    page.locator(f".presentation[data-theme={theme}]").wait_for()
    stage.press(*" " * 4)
    page.locator(".told", has_text="of 27 had it.").wait_for()
    stage.press("End")
    stage.comes_to(11)
    expect(stage.root.locator("h1")).to_have_text("The posture visit, typed", use_inner_text=True)


def test_what_the_reasons_bring_along_leaves_the_slide_in_the_light_that_was_chosen(voila_stage):
    stage, page = voila_stage, voila_stage.page
    stage.press("1", "Enter", *" " * 3)
    stage.comes_to(1, 3)
    for theme in ("dark", "light"):
        stage.press("l")
        page.locator(f'{WHERE}[data-theme="{theme}"]').wait_for()
        stage.press("a")
        page.locator(f'{WHERE}[data-panel="reasons"] .panel .reasons').wait_for()
        for where in (WHERE, f"{WHERE} .panel h2", f"{WHERE} .reasons .cptedu"):
            expect(page.locator(where).first).to_have_css("color-scheme", theme)
        assert faint_words(page) == []
        stage.press("Tab")  # what is folded there opens by a key too
        expect(page.locator(f"{WHERE} .reasons summary").first).to_be_focused()
        stage.press("Enter")
        expect(page.locator(f"{WHERE} .reasons details").first).to_have_attribute("open", "")
        # At once, and Enter is not taken for the button that closes the panel.
        stage.press("Escape", "2", "Enter")
        stage.comes_to(2)
        stage.press("1", "Enter", *" " * 3)
        stage.comes_to(1, 3)
        page.locator(f'{WHERE}[data-panel=""]').wait_for()


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
        stage.comes_to_light()
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


class Connection:
    """What the page says of who does not answer; how soon it does is tried by a clock in tests/js/connection.test.js."""

    def __init__(self, stage):
        self.stage = stage
        self.line = stage.root.locator(".connection")

    def says(self, *words):
        for one in words:
            expect(self.line).to_contain_text(one, use_inner_text=True)

    def is_well(self):
        self.line.wait_for(state="hidden")


def started_by(pid, what):
    """Give what a process has started of a kind, by number, the first one first."""
    found = []
    for one in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):  # ended meanwhile
            if what in " ".join(one.cmdline()):
                found.append((one.create_time(), one.pid))
    return [number for _, number in sorted(found)]


@pytest.fixture
def own_stage(chromium, start_course):
    """Slides with a server of their own, which may be stopped and killed."""
    from notebook_page import WatchedPage

    course = start_course("present", "--no-browser").wait_until_open()
    watched = WatchedPage(chromium, width=1920, height=1080)
    watched.page.goto(course.address)
    yield Stage(watched), course
    watched.close()
    course.end()


needs_signals = pytest.mark.skipif(
    not hasattr(signal, "SIGSTOP"), reason="no process can be made to stand still here"
)
KERNEL = "cptedu.app.live.kernel"


def wait_until_kept(course, **stands):
    """Wait until the slides have written down where they stand, which they do after they have shown it."""
    until = time.monotonic() + 30
    while not any(
        stands.items() <= json.loads(one.read_text(encoding="utf-8")).items()
        for one in (course.folder / ".cptedu" / "talks").rglob("*.json")
    ):
        assert time.monotonic() < until, f"{stands} is not written down"
        time.sleep(0.05)


def answers_again(course):
    try:
        return course.ask("GET", "/voila/static/presenter.html")[0] == 200
    except OSError:
        return False


@needs_signals
def test_who_does_not_answer_is_told_and_taken_back(own_stage):
    stage, course = own_stage
    line = Connection(stage)
    stage.press("ArrowRight", "ArrowRight")
    stage.comes_to(2)
    stage.page.wait_for_timeout(1500)
    line.is_well()
    server = started_by(course.process.pid, "voila")[0]

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

    wait_until_kept(course, at=3)
    os.kill(started_by(server, KERNEL)[0], signal.SIGKILL)
    line.says("The slides have stopped answering. Press F5")
    stage.press(" ")
    line.says("The key that was pressed did nothing.")
    stage.watched.screenshot("live_gone")
    assert own_errors(stage.watched) == []
    stage.opens_anew()
    stage.comes_to(3)
    line.is_well()
    stage.press(" ")
    stage.comes_to(3, 1)

    wait_until_kept(course, at=3, revealed=1)
    os.kill(server, signal.SIGKILL)
    line.says(
        "The program behind the slides has ended. In ten seconds press F5",
        "If not within a minute, or if it was stopped",
    )
    stage.press(" ")
    line.says("The key that was pressed did nothing.")
    stage.watched.screenshot("live_ended")
    until = time.monotonic() + OPEN_SECONDS
    while not answers_again(course):
        assert time.monotonic() < until, "the slides did not start again"
        time.sleep(0.5)
    stage.opens_anew()
    stage.comes_to(3, 1)
    line.is_well()


@needs_signals
def test_when_every_kernel_is_killed_one_reload_brings_the_slides_back(own_stage):
    stage, course = own_stage
    stage.press("ArrowRight", "ArrowRight", " ")
    stage.comes_to(2, 1)
    wait_until_kept(course, at=2, revealed=1)
    server = started_by(course.process.pid, "voila")[0]
    until = time.monotonic() + OPEN_SECONDS
    while len(started_by(server, KERNEL)) < 2:  # the page's, and the one that is made ready
        assert time.monotonic() < until, "no slides are made ready"
        time.sleep(0.2)
    time.sleep(4)  # left alone, it has its slides by then; one that has none yet is the harder case
    for pid in started_by(server, KERNEL):
        os.kill(pid, signal.SIGKILL)
    Connection(stage).says("The slides have stopped answering. Press F5")
    stage.opens_anew()
    stage.comes_to(2, 1)
    stage.press(" ")
    stage.comes_to(2, 2)
    assert own_errors(stage.watched) == []


@needs_signals
def test_in_jupyterlab_a_kernel_that_computes_is_not_taken_for_gone_and_one_that_is_killed_is(lab):
    watched = lab.open("seminar/live_demonstration.ipynb", width=1920, height=1080)
    stage = Stage(watched)
    line = Connection(stage)
    watched.wait_idle()
    stage.go_back_to(1)
    stage.press(" ")
    stage.comes_to(1, 1)
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
    assert [words for words in watched.page.evaluate("window.told") if "stopped answering" in words] == []
    os.kill(pid, signal.SIGKILL)
    line.says("The slides have stopped answering. Press F5: they start again at this case.")
    assert watched.console_errors == []
    stage.opens_anew()
    stage.comes_to(1, 1)
