"""The decks that come with the course, as a room meets them: each slide closed and open, legible and whole."""

import pytest
from on_stage import OnStage, is_legible_and_whole, written

from cptedu.learn.deck import load_deck, shipped_decks

OTHERS = [name for name in shipped_decks() if name != "seminar"]  # test_live_demonstration.py has the seminar
VERDICTS = ["right", "wrong", "also"]


@pytest.mark.parametrize("name", OTHERS)
def test_each_slide_of_a_deck_named_by_its_name_is_whole_closed_and_open(name, chromium, start_course):
    from notebook_page import WatchedPage

    deck = load_deck(shipped_decks()[name])
    presented = start_course("present", name, "--no-browser").wait_until_open()
    watched = WatchedPage(chromium, width=1920, height=1080)
    try:
        watched.page.goto(presented.address)
        stage = OnStage(watched)
        is_legible_and_whole(stage.look())
        watched.picture(f"{name}_0")
        for number, slide in enumerate(deck.slides, start=1):
            stage.press("ArrowRight")
            stage.comes_to(number)
            seen = stage.look()
            is_legible_and_whole(seen)
            assert (seen["billed"], seen["right"]) == ([], [])
            assert not set(VERDICTS) & set(stage.states())
            watched.picture(f"{name}_{number:02}_closed")
            for step in range(1, len(slide.claim.lines) + len(slide.claim.unbilled) + 2):
                stage.press(" ")
                stage.comes_to(number, step)
            seen = stage.look()
            is_legible_and_whole(seen)
            assert seen["billed"] == written(slide.claim)
            assert seen["right"] == [choice.words for choice in slide.choices if choice.is_right]
            watched.picture(f"{name}_{number:02}_open")
        assert (watched.broken_widgets(), watched.outside_requests) == ([], [])
    finally:
        watched.close()
