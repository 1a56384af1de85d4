"""The moving note in a real browser: foreseen by a tap and by keys, still under the pointer, readable by everybody."""

import pytest
from instrument_page import write_notebook
from playwright.sync_api import expect
from seen import at_rest, faint_words

SHOW = """
from cptedu.lesson import MovingNote

note = MovingNote("desk_worker", at=3)
note
"""
BECAUSE = "23 minutes make 2 units of 97112"


@pytest.fixture
def shown(lab):
    page = lab.open(write_notebook(lab.folder, "moving_note.ipynb", SHOW), height=1200).run_all()
    page.page.locator(".moving-note .claims button").first.wait_for()
    return page


def places(root):
    return root.evaluate(
        "root => [...root.querySelectorAll('.claims button, .next, .steps button')].map(one => {"
        " const box = one.getBoundingClientRect(); return [box.x, box.y, box.width, box.height].map(Math.round); })"
    )


def test_a_tap_turns_the_figure_and_nothing_under_the_pointer_moves(shown, axe):
    root = shown.page.locator(".moving-note")
    assert BECAUSE not in shown.page.content(), "nothing of the answer is on the page before"
    expect(root.locator(".claim")).to_have_text("98940 + 97112-59", use_inner_text=True)
    expect(root.locator(".next")).to_be_disabled()
    expect(root.locator(".tempting li")).to_have_count(0)
    before, room = places(root), root.locator(".beside").bounding_box()
    root.locator("[data-claim='98940']").click()
    root.get_by_text(BECAUSE).first.wait_for()
    expect(root.locator(".claim")).to_have_text("98940 + 97112-59 ×2", use_inner_text=True)
    expect(root.locator("[data-answer=right]")).to_have_attribute("data-claim", "98940 + 97112-59 ×2")
    expect(root.locator("[data-answer=other]")).to_have_attribute("data-claim", "98940")
    assert places(root) == before
    expect(root.locator(".tempting li")).to_have_count(3)
    expect(root.locator(".shut")).to_be_hidden()
    assert root.locator(".beside").bounding_box() == room, "what might tempt somebody has its place reserved"
    shown.comes_to_hold("dict(note.said)", {"3": "98940"})
    for theme in ("Dark", "Light"):
        shown.turn(theme)
        assert faint_words(shown.page) == []
        assert axe(shown, ".moving-note") == []
    assert (shown.errors(), shown.console_errors, shown.outside_requests) == ([], [], [])


def test_by_keys_alone_a_claim_is_foreseen_and_the_next_change_comes(shown):
    root, press = shown.page.locator(".moving-note"), shown.page.keyboard.press
    root.locator("[data-claim='98940 + 97112-59 ×2']").focus()
    press("Enter")
    root.get_by_text("As you said: the claim is now").first.wait_for()
    for _ in range(6):
        if shown.page.evaluate("document.activeElement.matches('.moving-note .next')"):
            break
        press("Tab")
    press("Enter")
    root.get_by_text("Change 5 of 7").wait_for()
    expect(root.locator(".claim"), "each change starts from the note as it was").to_have_text(
        "98940 + 97112-59", use_inner_text=True
    )
    assert shown.page.evaluate("document.activeElement.matches('.moving-note .move')"), (
        "what is asked is read out"
    )


def test_on_a_phone_it_is_one_column_and_nothing_scrolls_sideways(shown):
    shown.page.set_viewport_size({"width": 412, "height": 915})
    lefts = at_rest(
        shown.page,
        "() => [...document.querySelectorAll('.moving-note .sides-by > section')]"
        ".map(one => Math.round(one.getBoundingClientRect().x))",
    )
    assert not shown.scrolls_sideways()
    assert max(lefts) - min(lefts) <= 2


def is_in_sight(part):
    return part.evaluate(
        "one => { const box = one.getBoundingClientRect(); return box.top >= -1 && box.bottom <= innerHeight + 1; }"
    )


def test_on_a_phone_the_figure_is_in_sight_when_it_moves_and_so_is_the_claim_that_was_tapped(voila):
    page = voila.open("08_supported_and_tempting.ipynb", width=390, height=844).page
    root = page.locator(".moving-note")
    claims, drawn = root.locator(".claims button"), root.locator(".drawn")
    claims.first.wait_for()
    at_rest(page)  # the instruments above it are drawn by then
    claims.first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    assert not is_in_sight(drawn)
    claims.last.click()
    root.locator(".because:not(:empty)").wait_for()
    assert is_in_sight(drawn)
    assert is_in_sight(claims.last)
    root.locator(".steps button").nth(3).click()  # the longest claim comes out there
    root.get_by_text("Change 4 of 7").wait_for()
    drawn.evaluate("one => one.scrollIntoView({ block: 'start' })")
    assert is_in_sight(claims.last), "the figure and what is asked fit a phone together"
    before, room = places(root), root.locator(".beside").bounding_box()
    claims.last.click()
    root.locator(".because:not(:empty)").wait_for()
    assert root.locator(".beside").bounding_box() == room
    assert places(root) == before, "with the figure in sight nothing scrolls"
