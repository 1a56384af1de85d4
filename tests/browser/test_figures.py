"""Figures in a real browser: drawn with the network off, their numbers under the pointer, in JupyterLab and Voilà."""

import pytest
from instrument_page import write_notebook
from playwright.sync_api import expect
from seen import at_rest

SHOW = """
import ipywidgets
from cptedu.charts import rvu_history
from cptedu.facts.tables import rows

view = rvu_history(["97112", "98940"], rows("rvu.csv")).widget()
other = ipywidgets.Button(description="Another")
other.on_click(lambda _: view.show(rvu_history(["98942"], rows("rvu.csv"))))
ipywidgets.VBox([other, view])
"""
STATIC = 'rvu_history(["97112", "98940", "98941"], rows("rvu.csv"), rows("article_figures.csv"))'


def write(folder):
    return write_notebook(folder, "figures.ipynb", SHOW, STATIC)


@pytest.fixture
def in_lab(lab):
    return lab.open(write(lab.folder), height=2400).run_all()


@pytest.fixture
def in_voila(voila):
    return voila.open(write(voila.folder), height=2400)


@pytest.mark.parametrize("where", ["in_lab", "in_voila"])
def test_a_figure_is_drawn_says_its_numbers_and_can_be_replaced(where, request, axe):
    shown = request.getfixturevalue(where)
    live, still = (shown.page.locator(".cptedu-figure").nth(place) for place in (0, 1))
    for figure in (live, still):  # one that was drawn later would push the other from under the pointer
        figure.locator("svg").wait_for()
    at_rest(shown.page)

    still.locator(".cptedu-mark > circle").nth(0).hover()
    shown.page.get_by_text("97112: 0.78 RVU,", exact=True).wait_for()
    expect(still.locator(".cptedu-tip").nth(1)).to_be_hidden()

    live.get_by_text("The numbers as a table").press("Enter")
    live.get_by_role("cell", name="2013-01-01").first.wait_for()
    shown.page.get_by_role("button", name="Another").click()
    live.get_by_text("98942 went from", exact=False).wait_for()
    expect(live.get_by_role("cell", name="98942").first, "an open table stays open").to_be_visible()
    assert [live.locator("summary").nth(at).inner_text() for at in (0, 1)] == [
        "Sources",
        "The numbers as a table",
    ]
    expect(shown.page.locator(".jp-OutputArea [role=status]").first).to_contain_text(
        "98942", use_inner_text=True
    )

    assert shown.errors() == []
    assert axe(shown, ".cptedu-figure") == []
    assert shown.outside_requests == []
    assert shown.console_errors == []
    shown.screenshot(f"figures_{where}")
    words_can_be_read_on_a_phone(shown)


def words_can_be_read_on_a_phone(shown):
    shown.page.set_viewport_size({"width": 390, "height": 844})
    sizes = at_rest(
        shown.page,
        """() => [...document.querySelectorAll(".cptedu-figure svg text:not(.cptedu-tip *)")].map((one) => {
          const { a, b } = one.getScreenCTM(); // a name of an axis stands upright
          return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b);
        })""",
    )
    assert len(sizes) > 10
    assert min(sizes) >= 11
    assert not shown.scrolls_sideways()
