"""The article reader and the error museum on their pages: judged, disproved and started over, by keyboard too."""

from instrument_page import is_clean
from playwright.sync_api import expect


def test_a_claim_is_judged_by_keyboard_before_the_sources_speak(lab, axe):
    page = lab.open("12_reading_the_article.ipynb").run_all()
    root = page.page.locator(".article-reader")
    page.cell_with("ArticleReader(")
    root.locator(".choices button").first.wait_for()
    expect(root.locator(".answer")).to_be_hidden()
    root.locator(".choices button").first.focus()
    page.page.keyboard.press("Enter")
    root.locator(".answer .why").wait_for()
    expect(root.locator(".answer li").first, "how far a source was read is behind it").to_be_hidden()
    root.locator(".answer summary").press("Enter")
    root.locator(".answer li").first.wait_for()
    is_clean(page, axe, ".article-reader")


def test_an_exhibit_is_disproved_and_the_museum_started_over(lab, axe):
    page = lab.open("13_the_error_museum.ipynb").run_all()
    root = page.page.locator(".error-museum")
    page.cell_with("ErrorMuseum(")
    expect(root.locator(".verdict")).to_be_hidden()
    root.get_by_label(
        "mid back"
    ).check()  # "98940 is the code for adjusting a single region", and here are two
    expect(root.locator(".next")).to_be_hidden()
    root.get_by_role("button", name="They will differ").click()
    root.locator(".verdict").wait_for()
    expect(root.locator(".outcome")).to_contain_text("As you expected.", use_inner_text=True)
    expect(root.locator(".tally")).to_have_text("1 of 13 disproved.", use_inner_text=True)
    is_clean(page, axe, ".error-museum")
    first = root.locator(".title").inner_text()
    root.get_by_role("button", name="Next exhibit").click()
    root.get_by_text("What comes out is told when you have said").wait_for()
    expect(root.locator(".title")).not_to_have_text(first, use_inner_text=True)
    root.get_by_role("button", name="Start over").click()
    root.get_by_role("button", name="Put them all back up").click()
    root.get_by_text("0 of 13 disproved.").first.wait_for()
    root.locator(".verdict").wait_for(state="hidden")
