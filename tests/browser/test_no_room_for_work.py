"""In JupyterLab a lesson says that what is done in it can no longer be written down, and says it to a page loaded anew, too."""

import re

from playwright.sync_api import expect

NOT_WRITTEN = re.compile("could not be kept")


def test_a_lesson_says_when_what_is_done_can_not_be_written_and_when_it_can_again(lab):
    page = lab.open("00_start_here.ipynb").run_all()
    place = lab.folder / ".cptedu" / "kept"
    aside = place.with_name("kept for a while")
    said = page.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .cptedu-status [role=status]")
    spot = page.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .spine-map [data-spot="L3"]').first
    expect(said).to_have_text("The lesson is ready.")
    if place.exists():
        place.rename(aside)
    place.write_text("in the way")  # nothing can be written any more, as on a full disk
    try:
        spot.click()
        expect(said).to_have_text(NOT_WRITTEN)
        expect(said).to_be_visible()
        assert page.console_errors == []
        page.page.reload()
        page.wait_until_open()
        expect(said).to_have_text(NOT_WRITTEN, timeout=120_000)
    finally:
        place.unlink()
        if aside.exists():
            aside.rename(place)
    spot.click()
    expect(said).to_have_text("The lesson is ready.")
    lab.close()  # a window that was loaded anew is no clean one for the test after this
