"""The first visit: one command in a fresh home, the world outside shut off, a lesson run to its end."""

from notebook_page import WITH_PICTURES, NotebookPage
from playwright.sync_api import expect

FIRST, CLAIM = "00_start_here.ipynb", "01_from_note_to_claim.ipynb"


def test_the_first_visit_from_the_command_to_the_end_of_the_first_lesson(chromium, start_lab):
    course = start_lab()
    page = NotebookPage(chromium, course)
    page.page.goto(course.address)
    page.page.get_by_role("link", name="Begin").click()
    page.wait_until_open(FIRST).run_all()
    assert page.is_trusted()
    assert page.errors() == []
    if WITH_PICTURES:
        page.screenshot_whole("first_visit_00_start_here")

    page.open(CLAIM).run_all()
    assert page.is_trusted()
    assert page.errors() == []
    if WITH_PICTURES:
        page.screenshot_whole("first_visit_01_from_note_to_claim")

    assert page.outside_requests == []
    assert page.console_errors == []
    expect(page.page.locator(".jp-toast-message"), "no news pop-up").to_have_count(0)
    page.close()
    assert course.stop() == 0
    assert course.complained == ""
