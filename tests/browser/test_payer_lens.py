"""The payer lens in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
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
# Voilà's kernel is not asked from outside: Python says here what it holds.
SAYS = (
    """
import ipywidgets

python_holds = ipywidgets.HTML()

def say(_change=None):
    python_holds.value = f"<pre id='python-holds'>{%s!r}</pre>"

lens.observe(say)
say()
python_holds
"""  # noqa: UP031
    % IN_LAB
)
WHERE = ".payer-lens"


class Shown:
    """A payer lens on a page, and what Python holds of it."""

    def __init__(self, watched, holds):
        self.watched, self.holds = watched, holds
        self.page = watched.page
        self.root = self.page.locator(WHERE)
        self.root.wait_for(state="visible")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector):
        """Press Tab until the focus is there; nothing but keys."""
        for _ in range(60):
            if self.page.evaluate("where => document.activeElement.matches(where)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {selector}")

    def python_comes_to_hold(self, *wanted):
        """Wait until Python holds these payers, this day and these differences, or the first of them."""
        for _ in range(600):
            if self.holds()[: len(wanted)] == list(wanted):
                break
            self.page.wait_for_timeout(50)
        assert self.holds()[: len(wanted)] == list(wanted)
        self.page.wait_for_function("where => !document.querySelector(`${where}[data-waiting]`)", arg=WHERE)

    def hears(self, words):
        self.root.get_by_role("status").get_by_text(words).wait_for(state="attached")


def write(folder, *sources):
    cells = [new_markdown_cell("# Who pays for what?"), *(new_code_cell(source) for source in sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "payer_lens_test.ipynb")
    return "payer_lens_test.ipynb"


@pytest.fixture
def in_lab(lab):
    page = lab.open(write(lab.folder, SHOW)).run_all()
    page.cell(1)
    return Shown(page, lambda: page.kernel_value(IN_LAB))


@pytest.fixture
def in_voila(voila):
    page = voila.open(write(voila.folder, SHOW, SAYS))
    said = page.page.locator("#python-holds")
    said.wait_for()
    return Shown(page, lambda: eval(said.inner_text()))


@pytest.fixture(params=["in_lab", "in_voila"])
def shown(request):
    return request.getfixturevalue(request.param)


def is_clean(shown, axe):
    assert shown.watched.errors() == []
    assert shown.watched.outside_requests == []
    assert shown.watched.console_errors == []
    assert axe(shown.watched, WHERE) == []


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
    is_clean(shown, axe)

    root.get_by_label("Compare with").select_option("medicare")
    root.get_by_label("Date of service").fill("2020-01-15")
    shown.python_comes_to_hold(["medicare", "commercial_ncci", "neuro_only_97112"], "2020-01-15")
    # The two codes, and the claim as a whole: no row of that day says whether an edit joins them, which touches Medicare not.
    for _ in range(600):  # the reading is told after the day that it is of
        if [row[0] for row in shown.holds()[2]] == [NONE, NONE, NONE]:
            break
        shown.page.wait_for_timeout(50)
    assert [row[0] for row in shown.holds()[2]] == [NONE, NONE, NONE]
    expect(root.locator("thead th").nth(1)).to_have_text(re.compile("^Medicare Part B"), use_inner_text=True)
    root.get_by_role("checkbox", name="Medicare Part B").uncheck()
    shown.python_comes_to_hold(["commercial_ncci", "neuro_only_97112"])
    is_clean(shown, axe)


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
    is_clean(shown, axe)
    while not shown.page.evaluate("document.activeElement.matches('[value=commercial_ncci]')"):
        shown.press("Shift+Tab")
    shown.press(" ")
    fewer = [[NONE, ["modifiers"]], [NONE, ["modifiers", "verdict"]]]
    shown.python_comes_to_hold(["medicare", "gp_required"], "2026-03-04", fewer)
    while not shown.page.evaluate("document.activeElement.matches('input[type=date]')"):
        shown.press("Shift+Tab")
    while shown.page.evaluate("document.activeElement.matches('input[type=date]')"):
        shown.press("Shift+Tab")
    shown.press("Tab")
    shown.page.keyboard.type("03042021")
    shown.python_comes_to_hold(["medicare", "gp_required"], "2021-03-04")


def test_no_payer_is_answered_in_words_and_put_right(shown, axe):
    shown.root.get_by_role("checkbox", name="Commercial plan that follows NCCI").uncheck()
    shown.root.get_by_role("checkbox", name="Medicare Part B").uncheck()
    shown.root.get_by_role("alert").get_by_text("Name at least one payer to compare.").wait_for()
    expect(shown.root.locator("table")).to_be_hidden()
    is_clean(shown, axe)
    shown.root.get_by_role("checkbox", name="Medicare Part B").check()
    shown.python_comes_to_hold(["medicare"], "2026-03-04", [[NONE], [NONE]])
    expect(shown.root.get_by_role("alert")).to_be_hidden()


def test_an_answer_that_python_has_not_given_is_struck_out_and_says_so(in_lab):
    in_lab.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    in_lab.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === undefined"
    )
    in_lab.root.get_by_role("checkbox", name="Commercial plan that wants GP").check()
    in_lab.root.get_by_text("run the cell again").wait_for()
    assert in_lab.root.locator(".shown").first.evaluate(
        "each => getComputedStyle(each).textDecorationLine"
    ) == ("line-through")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    page = lab.open(write(lab.folder, FULL))
    page.run_all().cell(1)
    widget = page.page.locator(WHERE)
    widget.wait_for()
    sideways = (
        "each => each.scrollWidth > each.clientWidth || each.getBoundingClientRect().right > innerWidth"
    )
    for look in page.every_look():
        assert not widget.evaluate(sideways)
        assert not page.scrolls_sideways()
        assert widget.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 16
        assert (
            widget.locator(".line b").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
            >= 24
        )
        assert axe(page, WHERE) == []
        widget.evaluate("each => each.scrollIntoView()")
        page.screenshot(f"payer_lens_{look}")
