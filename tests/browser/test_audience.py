"""The room votes by phone in a real browser: it opens what the slide names, votes, thinks again, and sees the vote closed."""

import re
import urllib.request

import pytest
from on_stage import OnStage, is_legible_and_whole
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def presented(chromium, start_course):
    return start_course("present", "--no-browser", "--audience", "127.0.0.1").wait_until_open()


@pytest.fixture
def watched(chromium):
    from notebook_page import WatchedPage

    pages = [WatchedPage(chromium, width=1920, height=1080), WatchedPage(chromium, **PHONE)]
    yield pages
    for one in pages:
        one.close()


def test_a_phone_votes_thinks_again_and_is_counted_when_the_first_line_is_revealed(presented, watched, axe):
    on_screen, in_hand = watched
    on_screen.page.goto(presented.address)
    stage, phone = OnStage(on_screen), in_hand.page
    shown = stage.root.locator(".join .address").inner_text()
    where = re.search(r"Phones vote at (http://127\.0\.0\.1:\d+/\w{6})\n", presented.said)[1]
    assert where == f"http://{shown}"
    assert stage.root.locator(".join img").evaluate(
        "async (image) => { await image.decode(); return image.naturalWidth; }"
    )
    is_legible_and_whole(stage.look())
    on_screen.screenshot("audience_opening")

    phone.goto(where)
    phone.get_by_text("Wait for the next question").wait_for()
    in_hand.screenshot("audience_phone_waiting")
    stage.press("ArrowRight")
    stage.comes_to(1)
    is_legible_and_whole(stage.look())
    assert axe(on_screen) == []

    # The page follows the slide by itself; a vote shows at once, on the phone and, as a number alone, on the slide.
    buttons = phone.locator("button")
    buttons.first.wait_for()
    assert min(box["height"] for box in (one.bounding_box() for one in buttons.all())) >= 48
    buttons.nth(1).click()
    phone.locator("button:nth-of-type(2)[aria-pressed=true]").wait_for()
    buttons.nth(3).click()
    phone.get_by_text("You chose D. You can change it").wait_for()
    stage.root.locator(".told", has_text="1 vote.").wait_for()
    expect(stage.root.locator(".votes")).to_have_count(0)
    on_screen.screenshot("audience_vote")
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        assert axe(in_hand) == []
        in_hand.screenshot(f"audience_phone_{scheme}")
    assert phone.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]

    stage.press(" ")
    stage.comes_to(1, 1)
    expect(stage.root.locator(".choices li:nth-child(4) .votes")).to_have_text(
        re.compile("^1"), use_inner_text=True
    )
    phone.get_by_text("The vote is closed. You chose D.").wait_for()
    for one in buttons.all():
        expect(one).to_be_disabled()
    in_hand.screenshot("audience_phone_closed")
    stage.press("l", "ArrowRight")
    stage.comes_to(2)
    on_screen.screenshot("audience_vote_dark")
    for one in watched:
        assert one.outside_requests == []
        assert [error for error in one.console_errors if "voila.js" not in error] == []

    # When the slides are stopped, the vote is over and gone, and the phone says what to do.
    assert presented.stop() == 0
    phone.get_by_text("The talk does not answer.").wait_for()
    with pytest.raises(OSError, match="refused"):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(where, timeout=5)
    assert presented.complained == ""
