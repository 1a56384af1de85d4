"""What is opened over a slide: numbers typed before their fields are there, and long texts for the last row."""

import pytest
from notebook_page import WatchedPage
from on_stage import WHERE, OnStage
from playwright.sync_api import expect

PANEL = f"{WHERE} > [role=dialog]"
READ = f"{PANEL} > .reasons"
BY_ITSELF = 28  # pixels of a screen of 1080: as large as such a text is where there is no room to spare
GROWN = 33
# Keys in one turn of the page, so that no answer can come between them.
AT_ONCE = """(root, keys) => {
  const press = (key) => new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
  for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""
TEXT = "(held) => parseFloat(getComputedStyle(held.querySelector('.why-not, .cptedu-claim')).fontSize)"
OUT_OF_PLACE = "(panel) => panel.scrollHeight - panel.clientHeight"


@pytest.fixture
def stage(chromium, start_course):
    presented = start_course("present", "--no-browser").wait_until_open()
    watched = WatchedPage(chromium, width=1920, height=1080)
    watched.page.goto(presented.address)
    yield OnStage(watched)
    watched.close()


def open_case(stage, number, steps):
    stage.press("Escape", "Home", *["ArrowRight"] * number)
    stage.comes_to(number)
    stage.press(*" " * steps)
    stage.comes_to(number, steps)


def test_numbers_land_in_their_fields_and_what_is_read_fills_its_panel(stage):
    page = stage.page
    stage.press("ArrowRight")
    stage.comes_to(1)
    stage.root.evaluate(AT_ONCE, ["t", "4", "2", "Enter", "7"])
    fields = page.locator(f"{WHERE} .choices input")
    expect(fields.nth(0)).to_have_value("42")
    expect(fields.nth(1)).to_have_value("7")
    expect(fields.nth(1)).to_be_focused()
    stage.press("8", "Escape")
    expect(fields).to_have_count(0)
    expect(page.locator(f"{WHERE} .choices .votes").nth(1)).to_have_text("78 votes")

    for number, steps, key, grows in ((4, 3, "y", True), (2, 2, "a", True), (9, 3, "a", False)):
        open_case(stage, number, steps)
        stage.press(key)
        expect(page.locator(READ)).to_be_focused()
        stage.look()  # once all has been measured anew
        assert page.locator(PANEL).evaluate(OUT_OF_PLACE) <= 1, "one thing to scroll, and no other around it"
        stage.watched.screenshot(f"panel_{number}_{key}")
        assert page.locator(READ).evaluate(TEXT) >= (GROWN if grows else BY_ITSELF)
    stage.press("ArrowDown")
    page.wait_for_function("(where) => document.querySelector(where).scrollTop > 0", arg=READ)
    stage.press("Enter")
    expect(page.locator(PANEL)).to_be_hidden()
    assert stage.watched.outside_requests == []
