"""A prediction on its page: by pointer and by keys, in every light, and as it was left after the lesson was opened anew."""

from playwright.sync_api import expect
from seen import at_rest

LESSON = "01_from_note_to_claim.ipynb"
ABOUT = "The whole claim"
TURNED = ".back[data-turned]"
PLACES = "all => all.map((one) => { const box = one.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })"


def asked(page):
    page.cell_with(ABOUT)
    root = page.page.locator(".prediction", has_text=ABOUT)
    root.locator(".choices button").first.wait_for()
    return root


def test_a_tap_turns_the_card_nothing_moves_under_the_pointer_and_the_tap_is_kept(lab, axe):
    page = lab.open(LESSON).run_all()
    root = asked(page)
    before = root.inner_text()
    assert "separate region (" not in before, "the reason"
    for look in ("Light", "Dark"):
        page.turn(look)
        assert axe(page, ".prediction") == []
    at_rest(page.page)  # what is drawn above it late would move it
    places = root.locator(".choices button").evaluate_all(PLACES)
    root.get_by_role("button", name="98940 + 97112 both").click()
    root.locator(TURNED).wait_for()
    assert root.locator(".choices button").evaluate_all(PLACES) == places
    expect(root.locator(TURNED)).to_contain_text(
        "You said 98940 + 97112. The answer: 98940 + 97112-59.", use_inner_text=True
    )
    root.get_by_role("status").get_by_text("separate region (").wait_for(state="attached")
    root.locator(".foot > details > summary").click()
    expect(root.locator(".cptedu-line")).to_have_count(2)
    assert axe(page, ".prediction") == []
    assert not page.scrolls_sideways()

    page.run_all()
    expect(asked(page).locator(TURNED)).to_contain_text("You said 98940 + 97112.", use_inner_text=True)
    asked(page).get_by_role("button", name="Choose again").click()
    root.locator(".back:not([data-turned])").wait_for()
    assert (page.errors(), page.outside_requests, page.console_errors) == ([], [], [])


def test_by_keys_alone_in_forced_colours_and_on_a_phone(lab, axe):
    page = lab.open(LESSON, width=412, height=915).run_all()
    page.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    root = asked(page)
    first = root.locator(".choices button").first
    first.focus()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Space")
    root.locator(TURNED).wait_for()
    chosen = root.locator("button[aria-pressed=true]")
    expect(chosen, "the place is kept").to_be_focused()
    expect(chosen).to_contain_text("right", use_inner_text=True)
    assert root.locator(TURNED).evaluate("one => one.getAnimations().length") == 0
    assert axe(page, ".prediction") == []
    assert not page.scrolls_sideways()
    root.get_by_role("button", name="Choose again").press("Enter")
    root.locator(".back:not([data-turned])").wait_for()
    assert (page.errors(), page.outside_requests, page.console_errors) == ([], [], [])
