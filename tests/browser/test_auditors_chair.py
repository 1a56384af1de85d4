"""The auditor's chair in a real browser: decided by a tap and by keys, still under the pointer, readable by everybody."""

from instrument_page import write_notebook
from playwright.sync_api import expect
from seen import faint_words

from cptedu.analysis.chair import ASK, PAY, charts

AT = next(n for n, one in enumerate(charts(1)) if one.right == ASK and one.after == PAY)
SHOW = f"""
from cptedu.lesson import AuditorsChair

chair = AuditorsChair(at={AT})
chair
"""


def places(root):
    return root.evaluate(
        "root => [...root.querySelectorAll('.choices button, .next, .steps button')].map(one => {"
        " const box = one.getBoundingClientRect(); return [box.x, box.y, box.width, box.height].map(Math.round); })"
    )


def test_a_question_and_a_decision_by_tap_and_by_keys_and_nothing_under_the_pointer_moves(lab, axe):
    page = lab.open(write_notebook(lab.folder, "chair.ipynb", SHOW), height=1200).run_all()
    one = charts(1)[AT]
    root = page.page.locator(".auditors-chair")
    root.locator(".choices button").first.wait_for()
    assert one.answer not in page.page.content(), "nothing of the answer is on the page before"
    expect(root.locator(".next")).to_be_disabled()
    before = places(root)
    root.locator("[data-say=ask]").click()
    root.get_by_text(one.answer).first.wait_for()
    expect(root.locator("[data-say=ask]")).to_be_disabled()
    root.locator("[data-say=pay]").focus()
    page.page.keyboard.press("Enter")
    root.get_by_text("The rules decide so, too").first.wait_for()
    expect(root.locator("[data-answer=right]")).to_have_attribute("data-say", PAY)
    assert places(root) == before
    page.comes_to_hold("{at: list(said) for at, said in chair.said.items()}", {str(AT): [ASK, PAY]})
    for theme in ("Dark", "Light"):
        page.turn(theme)
        assert faint_words(page.page) == []
        assert axe(page, ".auditors-chair") == []
    root.locator(".steps button").nth(11).click()
    root.get_by_text("Chart 12 of 12").wait_for()
    expect(root.locator(".next")).to_be_hidden()
    assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])
