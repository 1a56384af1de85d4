"""The payer lens in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import re

from instrument_page import InstrumentPage
from playwright.sync_api import expect

SHOW = """
from cptedu.widgets.payer_lens import PayerLens

visit = {
    "title": "Desk worker, forward head posture",
    "date_of_service": "2026-03-04",
    "care": "active",
    "adjusted": ["C5", "T4"],
    "part": ["P", "A"],
    "diagnoses": ["M99.01", "M54.2"],
    "services": [{
        "activity": "single-leg stance on a balance board",
        "purpose": ["balance", "proprioception"],
        "deficit": "single-leg stance 6 s left, 25 s right",
        "regions": ["lower_extremities"],
        "minutes": 16,
        "contact": "one_on_one",
    }],
}
lens = PayerLens(visit, ["commercial_ncci", "medicare"])
lens
"""
IN_LAB = (
    "[lens.payers, lens.visit['date_of_service'],"
    " [[cell['differs'] for cell in row['cells']] for row in lens.reading.get('rows', [])]]"
)
WHERE = ".payer-lens"


class Shown(InstrumentPage):
    """A payer lens on a page, and what Python holds of it: payers, day, differences."""

    show, holds, followed, where = SHOW, IN_LAB, "lens", WHERE
    title = "# Who pays for what?"


EVERY = '["commercial_ncci", "medicare", "commercial_cpt", "gp_required", "neuro_only_97112", "federal_va"]'
FULL = SHOW.replace('["commercial_ncci", "medicare"]', EVERY)
NONE = []
FIRST = [[NONE, ["modifiers"]], [NONE, ["modifiers", "verdict"]]]


def cells(shown, code):
    """What the page shows of a code: for each payer its words, and whether it is marked as different."""
    found = shown.root.locator(f"tr[data-code='{code}'] td")
    return found.evaluate_all(
        "all => all.map(each => [each.dataset.payer, each.dataset.state, 'differs' in each.dataset])"
    )


def test_by_mouse(shown, axe):
    root = shown.root
    shown.python_comes_to_hold(["commercial_ncci", "medicare"], "2026-03-04", FIRST)
    assert cells(shown, "97112") == [["commercial_ncci", "billed", False], ["medicare", "billed", True]]
    root.get_by_role("checkbox", name="Carrier that keeps 97112 for nerve damage").check()
    marked = [[NONE, ["modifiers"], NONE], [NONE, ["modifiers", "verdict"], ["on the claim"]]]
    shown.python_comes_to_hold(["commercial_ncci", "medicare", "neuro_only_97112"], "2026-03-04", marked)
    assert cells(shown, "97112")[2] == ["neuro_only_97112", "unbilled", True]
    root.get_by_role("button", name="differs: on the claim").click()
    note = shown.page.evaluate("document.activeElement.innerText")
    assert "under Carrier that keeps 97112 for nerve damage" in note
    assert "This payer keeps 97112 for damage to the nervous system" in note
    shown.is_clean(axe)

    root.get_by_label("Compare with").select_option("medicare")
    root.get_by_label("Date of service").fill("2020-01-15")
    shown.python_comes_to_hold(["medicare", "commercial_ncci", "neuro_only_97112"], "2020-01-15")
    # The two codes, and the claim as a whole: no row of that day says whether an edit joins them, which touches Medicare not.
    # The reading is told after the day that it is of.
    shown.comes_true(lambda: [row[0] for row in shown.says()[2]] == [NONE, NONE, NONE])
    expect(root.locator("thead th").nth(1)).to_have_text(re.compile("^Medicare Part B"), use_inner_text=True)
    root.get_by_role("checkbox", name="Medicare Part B").uncheck()
    shown.python_comes_to_hold(["commercial_ncci", "neuro_only_97112"])
    shown.is_clean(axe)


def test_by_keyboard_alone(shown, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown.root.get_by_label("Date of service").focus()
    shown.tab_to("select")
    shown.press("ArrowDown")
    turned = [[NONE, ["modifiers"]], [NONE, ["modifiers", "verdict"]]]
    shown.python_comes_to_hold(["medicare", "commercial_ncci"], "2026-03-04", turned)
    shown.tab_to("[value=gp_required]")
    shown.press(" ")
    more = [[NONE, ["modifiers"], ["modifiers"]], [NONE, ["modifiers", "verdict"], ["modifiers", "verdict"]]]
    shown.python_comes_to_hold(["medicare", "commercial_ncci", "gp_required"], "2026-03-04", more)
    shown.hears("3 payers. The same under all: nothing. Different: 98940, 97112.")
    shown.tab_to("td .differs")
    shown.press("Enter")
    expect(shown.page.locator(":focus")).to_contain_text("98940", use_inner_text=True)
    shown.tab_to(".note summary")
    shown.press("Enter")
    expect(shown.root.locator(".note details[open]")).to_have_count(1)
    shown.is_clean(axe)
    shown.tab_to("[value=commercial_ncci]", key="Shift+Tab")
    shown.press(" ")
    fewer = [[NONE, ["modifiers"]], [NONE, ["modifiers", "verdict"]]]
    shown.python_comes_to_hold(["medicare", "gp_required"], "2026-03-04", fewer)
    shown.tab_to("input[type=date]", key="Shift+Tab")
    shown.tab_to(":not(input[type=date])", key="Shift+Tab")
    shown.press("Tab")
    shown.page.keyboard.type("03042021")
    shown.python_comes_to_hold(["medicare", "gp_required"], "2021-03-04")


def test_no_payer_is_answered_in_words_and_put_right(shown, axe):
    shown.root.get_by_role("checkbox", name="Commercial plan that follows NCCI").uncheck()
    shown.root.get_by_role("checkbox", name="Medicare Part B").uncheck()
    shown.root.get_by_role("alert").get_by_text("Name at least one payer to compare.").wait_for()
    expect(shown.root.locator("table")).to_be_hidden()
    shown.is_clean(axe)
    shown.root.get_by_role("checkbox", name="Medicare Part B").check()
    shown.python_comes_to_hold(["medicare"], "2026-03-04", [[NONE], [NONE]])
    expect(shown.root.get_by_role("alert")).to_be_hidden()


def test_an_answer_that_python_has_not_given_is_struck_out_and_says_so(in_lab):
    in_lab.python_ends()
    in_lab.root.get_by_role("checkbox", name="Commercial plan that wants GP").check()
    in_lab.is_struck_out(".shown")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    Shown.in_lab(lab, FULL).fits_and_reads_well(axe, large=".line b")
