"""The trade-off explorer in a real browser: by mouse in JupyterLab, by keyboard alone in Voilà."""

import ast

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

SHOW = """
from cptedu.example_visits import example_visit
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer

explorer = TradeoffExplorer(example_visit("desk_worker"))
explorer
"""
HOLDS = "[explorer.view, explorer.payer, explorer.year, explorer.locality, explorer.minutes, explorer.figure.title]"
# Voilà's kernel is not asked from outside: Python says here what it holds.
SAYS = f"""
import html, ipywidgets

python_holds = ipywidgets.HTML()

def say(_change=None):
    python_holds.value = f"<pre id='python-holds'>{{html.escape(repr({HOLDS}))}}</pre>"

explorer.observe(say)
explorer.chart.observe(say)
say()
python_holds
"""
WHERE = ".tradeoff-explorer"
START = ["codings", "commercial_ncci", 2026, "national", 16]
ASKED_OF_FOCUS = """() => {
  const at = document.activeElement;
  return [at.getAttribute("aria-label") ?? "", at.labels?.[0]?.textContent ?? "", at.textContent].join("|");
}"""


class Shown:
    """A trade-off explorer on a page, and what Python holds of it."""

    def __init__(self, watched, holds):
        self.watched, self.holds = watched, holds
        self.page = watched.page
        self.root = self.page.locator(WHERE)
        self.root.locator("svg").first.wait_for(state="visible")

    def comes_to_hold(self, *wanted, title):
        """Wait until Python holds these choices, and the page shows the title that Python gives its figure."""
        for _ in range(600):
            *held, named = self.holds()
            if held == list(wanted) and title in named:
                break
            self.page.wait_for_timeout(50)
        assert held == list(wanted)
        assert title in named
        self.root.locator("figcaption").get_by_text(named, exact=True).wait_for()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, words, *, key="Tab", most=40):
        for _ in range(most):
            if words in self.page.evaluate(ASKED_OF_FOCUS):
                return
            self.press(key)
        raise AssertionError(f"{words!r} is not reached by {key}")


def write(folder, *sources):
    cells = [new_markdown_cell("# What does it carry?"), *(new_code_cell(source) for source in sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "tradeoff_explorer_test.ipynb")
    return "tradeoff_explorer_test.ipynb"


def is_clean(shown, axe):
    assert shown.watched.errors() == []
    assert shown.watched.outside_requests == []
    assert shown.watched.console_errors == []
    assert axe(shown.watched, WHERE) == []
    assert not shown.watched.scrolls_sideways()


def test_by_mouse_in_the_lab(lab, axe):
    page = lab.open(write(lab.folder, SHOW)).run_all()
    page.cell(1)
    shown = Shown(page, lambda: page.kernel_value(HOLDS))
    shown.comes_to_hold(*START, title="one coding: 98940 + 97112-59")
    is_clean(shown, axe)
    page.screenshot("tradeoff_explorer_lab")

    shown.root.get_by_label("Payer", exact=True).select_option("medicare")
    shown.comes_to_hold("codings", "medicare", 2026, "national", 16, title="97112 is not covered")
    shown.root.get_by_role("radio", name="regions", exact=True).check()
    shown.comes_to_hold(
        "regions", "medicare", 2026, "national", 16, title="2 spinal regions: 98940, 0.80 RVU"
    )
    expect(shown.root.locator("figure")).to_contain_text("not in the record", use_inner_text=True)
    shown.root.get_by_label("State", exact=True).select_option("OH")
    shown.root.get_by_role("radio", name="places", exact=True).check()
    shown.comes_to_hold("places", "medicare", 2026, "15202-00", 16, title="The same claim, 1.78 RVU")
    shown.root.get_by_label("Year of service").fill("2016")
    shown.root.get_by_role("alert").get_by_text("No data").wait_for()
    expect(shown.root.get_by_role("radio", name="APM", exact=True)).to_be_disabled()
    is_clean(shown, axe)


def test_by_keyboard_alone_in_voila(voila, axe):
    """Only the first focus is set; from there on nothing but keys."""
    page = voila.open(write(voila.folder, SHOW, SAYS))
    said = page.page.locator("#python-holds")
    said.wait_for()
    shown = Shown(page, lambda: ast.literal_eval(said.text_content()))
    shown.root.get_by_role("radio", name="what is supported").focus()
    shown.press("ArrowRight")
    shown.comes_to_hold("minutes", *START[1:], title="16 minutes of 97112: 1 unit")
    shown.tab_to("Minutes|")
    shown.press(*["ArrowRight"] * 7)
    shown.comes_to_hold("minutes", *START[1:4], 23, title="23 minutes of 97112: 2 units")
    shown.root.locator("[role=status].changed", has_text="The note has 16 minutes").wait_for()
    shown.tab_to("The numbers as a table")
    shown.press("Enter")
    shown.root.locator("table").wait_for(state="visible")
    shown.tab_to("Year of service", key="Shift+Tab")
    shown.press("ArrowLeft")
    shown.comes_to_hold(
        "minutes", "commercial_ncci", 2025, "national", 23, title="23 minutes of 97112: 2 units"
    )
    expect(shown.root.locator("table"), "an open table stays open").to_be_visible()
    is_clean(shown, axe)


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    page = lab.open(write(lab.folder, SHOW))
    page.run_all().cell(1)
    root = page.page.locator(WHERE)
    root.locator("svg").first.wait_for()
    for look in page.every_look():
        assert root.evaluate(
            "each => each.scrollWidth <= each.clientWidth && each.getBoundingClientRect().right <= innerWidth"
        )
        assert not page.scrolls_sideways()
        assert axe(page, WHERE) == []
        page.screenshot(f"tradeoff_explorer_{look}")
