"""The trade-off explorer in a real browser: by mouse in JupyterLab, by keyboard alone in Voilà."""

from instrument_page import SIDEWAYS, InstrumentPage
from playwright.sync_api import expect

SHOW = """
from cptedu.example_visits import example_visit
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer

explorer = TradeoffExplorer(example_visit("desk_worker"))
explorer
"""
HOLDS = "[explorer.view, explorer.payer, explorer.year, explorer.locality, explorer.minutes, explorer.figure.title]"
WHERE = ".tradeoff-explorer"
START = ["codings", "commercial_ncci", 2026, "national", 16]


class Shown(InstrumentPage):
    """A trade-off explorer on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, HOLDS, "explorer, explorer.chart", WHERE
    drawn = "svg"
    title = "# What does it carry?"

    def comes_to_hold(self, *wanted, title):
        """Wait until Python holds these choices, and the page shows the title that Python gives its figure."""
        named = ""

        def is_so():
            nonlocal named
            *held, named = self.says()
            return held == list(wanted) and title in named

        self.comes_true(is_so)
        self.root.locator("figcaption").get_by_text(named, exact=True).wait_for()


def test_by_mouse_in_the_lab(in_lab, axe):
    shown, page = in_lab, in_lab.watched
    shown.comes_to_hold(*START, title="one coding: 98940 + 97112-59")
    shown.is_clean(axe)
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
    shown.is_clean(axe)


def test_by_keyboard_alone_in_voila(in_voila, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown = in_voila
    shown.root.get_by_role("radio", name="what is supported").focus()
    shown.press("ArrowRight")
    shown.comes_to_hold("minutes", *START[1:], title="16 minutes of 97112: 1 unit")
    shown.tab_to_words("Minutes|")
    shown.press(*["ArrowRight"] * 7)
    shown.comes_to_hold("minutes", *START[1:4], 23, title="23 minutes of 97112: 2 units")
    shown.root.locator("[role=status].changed", has_text="The note has 16 minutes").wait_for()
    shown.tab_to_words("The numbers as a table")
    shown.press("Enter")
    shown.root.locator("table").wait_for(state="visible")
    shown.tab_to_words("Year of service", key="Shift+Tab")
    shown.press("ArrowLeft")
    shown.comes_to_hold(
        "minutes", "commercial_ncci", 2025, "national", 23, title="23 minutes of 97112: 2 units"
    )
    expect(shown.root.locator("table"), "an open table stays open").to_be_visible()
    shown.is_clean(axe)


def test_it_fits_its_window_and_reads_well_in_both_themes(in_lab, axe):
    shown, page = in_lab, in_lab.watched
    for look in page.every_look():
        assert not shown.root.evaluate(SIDEWAYS)
        assert not page.scrolls_sideways()
        assert axe(page, WHERE) == []
        page.screenshot(f"tradeoff_explorer_{look}")
