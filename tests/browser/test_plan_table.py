"""The plan table in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import pytest
from instrument_page import SIDEWAYS, InstrumentPage

SHOW = """
from cptedu.widgets.plan_table import PlanTable

table = PlanTable("low_back_medicare")
table
"""
HOLDS = "[table.plan, table.problem, table.figure.title]"
WHERE = ".plan-table"


class Shown(InstrumentPage):
    """A plan table on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, HOLDS, "table, table.view", WHERE
    drawn = "figure svg"
    title = "# A plan of care"

    def comes_to_hold(self, is_so, *, problem="", title=""):
        """Wait until Python's plan is so, and the chart on the page is the one that Python drew."""
        named = ""

        def holds_it():
            nonlocal named
            plan, wrong, named = self.says()
            return is_so(plan) and problem in wrong and bool(problem) == bool(wrong) and title in named

        self.comes_true(holds_it)
        self.root.locator("figcaption").get_by_text(named, exact=True).wait_for()

    def money(self, phase):
        """Give what the payer and the patient pay, as the table shows it."""
        return self.root.locator(f'[data-phase="{phase}"] .money').all_inner_texts()


@pytest.fixture
def nothing_is_left(lab):
    yield
    (lab.folder / "tuesday.toml").unlink(missing_ok=True)


@pytest.mark.usefixtures("nothing_is_left")
def test_by_mouse(in_lab, axe):
    shown = in_lab
    root = shown.root
    assert shown.money(0) == ["$125.70", "$32.04"]
    shown.is_clean(axe)
    root.get_by_label("Notice of phase 3").select_option("none")
    shown.comes_to_hold(lambda plan: plan["phases"][2]["abn"] == "none")
    root.locator('[data-phase="2"] .money', has_text="$180.00 nobody may be asked for").wait_for()
    assert shown.money(2)[1].split("\n")[0] == "$0.00"
    root.get_by_label("Weeks of phase 1").fill("5")
    shown.comes_to_hold(lambda plan: plan["phases"][0]["weeks"] == 5)

    root.get_by_role("button", name="Change what is done in phase 1").click()
    inner = root.locator('[data-more="0"]')
    inner.locator('[data-chip="cervical"]').click()
    inner.locator('[data-chip="balance_leg"]').click()
    shown.comes_to_hold(lambda plan: len(plan["phases"][0].get("services", [])) == 1)
    inner.locator(".opener", has_text="balance training").wait_for()
    inner.get_by_text("The practice's charge for 97112 is not given.").wait_for()
    assert shown.money(0)[1] == "no data"
    root.get_by_text("Charges, and what the contract allows").click()
    root.get_by_label("Charge for 97112").fill("42")
    shown.comes_to_hold(lambda plan: plan["charges"].get("97112") == 42)
    inner.locator(".missing li").first.wait_for(state="detached")
    assert shown.money(0)[1] != "no data"
    shown.is_clean(axe)

    root.get_by_role("button", name="Open or save").click()
    root.get_by_label("Save this plan as").fill("tuesday")
    root.get_by_label("Save this plan as").press("Enter")
    root.get_by_text("Saved as tuesday.toml.").wait_for()
    shown.press("Escape")
    root.get_by_role("button", name="Start from an example").click()
    root.locator('[data-example="neck_posture_commercial"]').click()
    shown.comes_to_hold(lambda plan: plan["payer"] == "commercial_ncci")
    root.get_by_label("Maintenance covered").select_option("")
    shown.comes_to_hold(
        lambda plan: "maintenance_covered" not in plan["contract"],
        title="From week 9 on nobody can say who pays",
    )
    root.get_by_label("Coinsurance").fill("120")
    shown.comes_to_hold(lambda plan: plan["contract"]["coinsurance"] == 1.2, problem="not a share")
    root.get_by_role("alert").get_by_text("not a share").wait_for()
    root.get_by_role("button", name="Undo").click()
    shown.comes_to_hold(lambda plan: plan["contract"]["coinsurance"] == 0.2)
    root.get_by_role("button", name="Open or save").click()
    root.locator('[data-file="tuesday.toml"]').click()
    shown.comes_to_hold(lambda plan: plan["payer"] == "medicare" and plan["phases"][0]["weeks"] == 5)
    shown.is_clean(axe)


def test_by_keyboard_alone(in_voila, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown = in_voila
    shown.root.locator(".drop-button").first.focus()
    shown.tab_to_words("Re-evaluation after")
    shown.press("Control+a")
    shown.page.keyboard.type("21")
    shown.comes_to_hold(lambda plan: plan["re_evaluation"]["every_days"] == 21)
    shown.tab_to_words("Visits of phase 1")
    shown.press("ArrowUp")
    shown.comes_to_hold(lambda plan: plan["phases"][0]["visits_per_week"] == 3)
    shown.tab_to_words("Change what is done in phase 1")
    shown.press("Enter")
    shown.tab_to_words("Adjusted, phase 1")
    shown.press(" ")
    shown.comes_to_hold(lambda plan: "cervical" in plan["phases"][0]["adjusted"])
    shown.tab_to_words("Also done, phase 1")
    shown.press("ArrowRight", "ArrowRight", "Enter")
    shown.comes_to_hold(lambda plan: "services" in plan["phases"][0])
    shown.press("Control+z")
    shown.comes_to_hold(lambda plan: "services" not in plan["phases"][0])
    shown.tab_to_words("Add a phase")
    shown.press("Enter")
    shown.comes_to_hold(lambda plan: len(plan["phases"]) == 4)
    shown.tab_to_words("Undo", key="Shift+Tab")
    shown.press("Enter")
    shown.comes_to_hold(lambda plan: len(plan["phases"]) == 3)
    spoken = shown.root.locator("p[role=status].heard", has_text="Coverage ends in week 8 of 15: Medicare")
    spoken.wait_for(state="attached")
    shown.is_clean(axe)


def test_it_fits_its_window_and_reads_well(lab, axe):
    shown = Shown.in_lab(lab)
    page, root = shown.watched, shown.root
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML)"
    small = "all => all.filter(e => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML)"
    change = root.get_by_role("button", name="Change what is done in phase 2")
    for look in page.every_look():
        page.cell(1)
        page.screenshot(f"plan_table_{look}")
        assert root.locator("tbody input").evaluate_all(cut) == [], "every name is read in full"
        root.get_by_label("Care of phase 3").scroll_into_view_if_needed()
        page.screenshot(f"plan_table_{look}_rows")
        change.click()
        assert not root.evaluate(SIDEWAYS)
        assert not page.scrolls_sideways()
        assert root.locator("button").evaluate_all(small) == []
        assert axe(page, WHERE) == []
        page.screenshot(f"plan_table_{look}_open")
        change.click()
