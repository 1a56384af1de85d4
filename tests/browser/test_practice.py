"""Exercises on a page: answered by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import pytest
from instrument_page import is_clean, write_notebook
from playwright.sync_api import expect

from cptedu.learn.exercises import drawn_exercise

SHOW = """
from cptedu.widgets.practice import Practice

practice = Practice("timed_units")
practice
"""
WHERE = ".practice"


@pytest.fixture(params=["lab", "voila"])
def watched(request):
    bench = request.getfixturevalue(request.param)
    page = bench.open(write_notebook(bench.folder, "practice_test.ipynb", SHOW))
    if request.param == "lab":
        page.run_all()
        page.cell(0)
    page.page.locator(WHERE).wait_for()
    return page


def test_an_exercise_is_checked_hinted_solved_and_left_by_mouse(watched, axe):
    root = watched.page.locator(WHERE)
    first = root.inner_text()
    root.get_by_role("button", name="Check").click()
    root.locator(
        ".reply p", has_text="Not answered yet"
    ).wait_for()  # without a sign it stands there from the beginning
    root.get_by_role("button", name="Hint").click()
    root.locator(".hints li").wait_for()
    root.get_by_role("button", name="Solution").click()
    root.locator(".solution").wait_for()
    watched.screenshot(f"practice_{type(watched).__name__}")
    is_clean(watched, axe, WHERE)
    root.get_by_role("button", name="Next").click()
    root.locator(".hints").wait_for(state="detached")
    expect(root).not_to_have_text(first, use_inner_text=True)
    is_clean(watched, axe, WHERE)


def test_an_exercise_is_answered_by_keyboard_alone(watched):
    page = watched.page
    root = page.locator(WHERE)
    root.locator("fieldset input").first.focus()
    page.keyboard.type("1")
    page.keyboard.press("Space")
    for _ in range(120):
        if page.evaluate("document.activeElement.textContent") == "Check":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => !document.querySelector('.practice .reply').classList.contains('not-answered-yet')"
    )
    assert watched.console_errors == []


ONE = """
from cptedu.learn.exercises import exercise
from cptedu.widgets.practice import Practice

practice = Practice("{skill}")
practice.show(exercise("{name}"))
practice
"""


def opened(lab, name):
    code = ONE.format(skill=name.partition("/")[0], name=name)
    watched = lab.open(write_notebook(lab.folder, "practice_one.ipynb", code)).run_all()
    return watched, watched.cell(0).locator(WHERE)


def test_a_list_is_put_in_order_by_dragging_or_by_buttons(lab, axe):
    watched, root = opened(lab, "medicare/order/2/5")
    items = root.locator(".order li")
    first, last = items.first.locator("span").inner_text(), items.last.locator("span").inner_text()
    items.last.drag_to(items.first)
    expect(items.first.locator("span")).to_have_text(last, use_inner_text=True)
    root.get_by_role("button", name=f"Move down: {last}").click()
    expect(items.first.locator("span")).to_have_text(first, use_inner_text=True)
    expect(root.locator(".spoken")).to_have_text(f"{last}: now 2 of {items.count()}")
    root.get_by_role("button", name="Check").click()
    root.locator(".reply:not(.not-answered-yet)").wait_for()
    is_clean(watched, axe, WHERE)


def test_regions_are_marked_on_the_body_or_in_the_list_beside_it(lab, axe):
    drawn = (drawn_exercise("cmt_level", seed, 2, "regions") for seed in range(1000))
    watched, root = opened(lab, next(one.id for one in drawn if one.question.right == (("pelvic",),)))
    body = root.locator("svg.body")
    body.locator(".name[data-region='sacral']").click()
    expect(root.get_by_role("checkbox", name="sacral")).to_be_checked()
    body.locator(".band[data-region='pelvic']").first.click()
    expect(root.get_by_role("checkbox", name="pelvic")).to_be_checked()
    root.get_by_role("checkbox", name="sacral").press("Space")
    expect(body.locator(".name[data-marked]")).to_have_text(["pelvic✓"])
    root.get_by_role("button", name="Check").click()  # of one sacroiliac joint, or both
    root.locator(".reply.right").wait_for()
    is_clean(watched, axe, WHERE)
