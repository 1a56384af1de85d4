"""The first visit: one command in a fresh home, the world outside shut off, a lesson run to its end."""

FIRST, CLAIM = "00_start_here.ipynb", "01_from_note_to_claim.ipynb"


def test_the_first_visit_from_the_command_to_the_end_of_the_first_lesson(chromium, start_lab):
    from notebook_page import NotebookPage

    course = start_lab()
    page = NotebookPage(chromium, course)
    page.page.goto(course.address)
    page.wait_until_open(FIRST)
    assert page.is_trusted()
    page.run_all()
    page.screenshot("first_visit_00_start_here")
    assert page.errors() == []

    page.open(CLAIM)
    assert page.is_trusted()
    page.run_all()
    assert page.errors() == []
    page.screenshot("first_visit_01_from_note_to_claim")
    page.screenshot_whole("first_visit_01_from_note_to_claim_whole")

    assert page.outside_requests == []
    assert page.console_errors == []
    assert page.page.locator(".jp-toast-message, .Toastify__toast").count() == 0, "no news pop-up"
    page.close()
    assert course.stop() == 0
    assert course.complained == ""
