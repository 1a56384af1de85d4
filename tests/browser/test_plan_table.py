"""The plan table in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import ast

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SHOW = """
from cptedu.widgets.plan_table import PlanTable

table = PlanTable("low_back_medicare")
table
"""
HOLDS = "[table.plan, table.problem, table.figure.title]"
# Voilà's kernel is not asked from outside: Python says here what it holds.
SAYS = f"""
import html, ipywidgets

python_holds = ipywidgets.HTML()

def say(_change=None):
    python_holds.value = f"<pre id='python-holds'>{{html.escape(repr({HOLDS}))}}</pre>"

table.observe(say)
table.view.observe(say)
say()
python_holds
"""
WHERE = ".plan-table"
FOCUSED = """() => {
  const at = document.activeElement;
  const row = at.closest("[role=toolbar]")?.ariaLabel ?? "";
  return [at.getAttribute("aria-label") ?? "", at.labels?.[0]?.textContent ?? "", at.textContent, row].join("|");
}"""


class Shown:
    """A plan table on a page, and what Python holds of it."""

    def __init__(self, watched, holds):
        self.watched, self._holds = watched, holds
        self.page = watched.page
        self.root = self.page.locator(WHERE).first
        self.root.locator("figure svg").wait_for(state="visible")

    def comes_to_hold(self, is_so, *, problem="", title=""):
        """Wait until Python's plan is so, and the chart on the page is the one that Python drew."""
        for _ in range(600):
            plan, wrong, drawn = self._holds()
            if is_so(plan) and problem in wrong and bool(problem) == bool(wrong) and title in drawn:
                break
            self.page.wait_for_timeout(50)
        assert is_so(plan), plan
        assert problem in wrong
        assert title in drawn
        self.root.locator("figcaption").get_by_text(drawn, exact=True).wait_for()

    def money(self, phase):
        """Give what the payer and the patient pay, as the table shows it."""
        return self.root.locator(f'[data-phase="{phase}"] .money').all_inner_texts()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, words, *, key="Tab", most=60):
        for _ in range(most):
            if words in self.page.evaluate(FOCUSED):
                return
            self.press(key)
        raise AssertionError(f"{words!r} is not reached by {key}; at {self.page.evaluate(FOCUSED)!r}")


def write(folder, *sources):
    cells = [new_markdown_cell("# A plan of care"), *(new_code_cell(source) for source in sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "plan_table_test.ipynb")
    return "plan_table_test.ipynb"


@pytest.fixture
def in_lab(lab):
    page = lab.open(write(lab.folder, SHOW)).run_all()
    page.cell(1)
    yield Shown(page, lambda: page.kernel_value(HOLDS))
    (lab.folder / "tuesday.toml").unlink(missing_ok=True)


@pytest.fixture
def in_voila(voila):
    page = voila.open(write(voila.folder, SHOW, SAYS))
    said = page.page.locator("#python-holds")
    said.wait_for()
    return Shown(page, lambda: ast.literal_eval(said.text_content()))


def is_clean(shown, axe):
    assert shown.watched.errors() == []
    assert shown.watched.outside_requests == []
    assert shown.watched.console_errors == []
    assert axe(shown.watched, WHERE) == []


def test_by_mouse(in_lab, axe):
    shown = in_lab
    root = shown.root
    assert shown.money(0) == ["$125.70", "$32.04"]
    is_clean(shown, axe)
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
    is_clean(shown, axe)

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
    is_clean(shown, axe)


def test_by_keyboard_alone(in_voila, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown = in_voila
    shown.root.locator(".drop-button").first.focus()
    shown.tab_to("Re-evaluation after")
    shown.press("Control+a")
    shown.page.keyboard.type("21")
    shown.comes_to_hold(lambda plan: plan["re_evaluation"]["every_days"] == 21)
    shown.tab_to("Visits of phase 1")
    shown.press("ArrowUp")
    shown.comes_to_hold(lambda plan: plan["phases"][0]["visits_per_week"] == 3)
    shown.tab_to("Change what is done in phase 1")
    shown.press("Enter")
    shown.tab_to("Adjusted, phase 1")
    shown.press(" ")
    shown.comes_to_hold(lambda plan: "cervical" in plan["phases"][0]["adjusted"])
    shown.tab_to("Also done, phase 1")
    shown.press("ArrowRight", "ArrowRight", "Enter")
    shown.comes_to_hold(lambda plan: "services" in plan["phases"][0])
    shown.press("Control+z")
    shown.comes_to_hold(lambda plan: "services" not in plan["phases"][0])
    shown.tab_to("Add a phase")
    shown.press("Enter")
    shown.comes_to_hold(lambda plan: len(plan["phases"]) == 4)
    shown.tab_to("Undo", key="Shift+Tab")
    shown.press("Enter")
    shown.comes_to_hold(lambda plan: len(plan["phases"]) == 3)
    spoken = shown.root.locator("p[role=status].heard", has_text="Coverage ends in week 8 of 15: Medicare")
    spoken.wait_for(state="attached")
    is_clean(shown, axe)


def test_it_fits_its_window_and_reads_well(lab, axe):
    page = lab.open(write(lab.folder, SHOW))
    page.run_all().cell(1)
    root = page.page.locator(WHERE)
    root.locator("figure svg").wait_for()
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML)"
    beyond = "each => each.scrollWidth > each.clientWidth || each.getBoundingClientRect().right > innerWidth"
    small = "all => all.filter(e => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML)"
    change = root.get_by_role("button", name="Change what is done in phase 2")
    for look in page.every_look():
        page.cell(1)
        page.screenshot(f"plan_table_{look}")
        assert root.locator("tbody input").evaluate_all(cut) == [], "every name is read in full"
        root.get_by_label("Care of phase 3").scroll_into_view_if_needed()
        page.screenshot(f"plan_table_{look}_rows")
        change.click()
        assert not root.evaluate(beyond)
        assert not page.scrolls_sideways()
        assert root.locator("button").evaluate_all(small) == []
        assert axe(page, WHERE) == []
        page.screenshot(f"plan_table_{look}_open")
        change.click()
