"""From note to code in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

SHOW = """
from cptedu.widgets.note_to_code import NoteToCode

visit = {
    "title": "Desk worker, forward head posture",
    "date_of_service": "2026-03-04",
    "payer": "commercial_ncci",
    "care": "active",
    "adjusted": ["C5", "T4"],
    "services": [{
        "activity": "single-leg stance on a balance board",
        "purpose": ["balance", "proprioception"],
        "deficit": "single-leg stance 6 s left, 25 s right",
        "regions": ["lower_extremities"],
        "minutes": 16,
        "contact": "one_on_one",
    }],
}
note = NoteToCode(visit)
note
"""
IN_LAB = (
    "[[one for one in note.reading['all'] if one not in note.kept],"
    " [(one['code'], one['state']) for one in note.reading['codes']]]"
)
# Voilà's kernel is not asked from outside: Python says here what it holds.
SAYS = (
    """
import ipywidgets

python_holds = ipywidgets.HTML()

def say(_change=None):
    python_holds.value = f"<pre id='python-holds'>{%s!r}</pre>"

note.observe(say)
say()
python_holds
"""  # noqa: UP031
    % IN_LAB
)
WHERE = ".note-to-code"


class Shown:
    """A note on a page, and what Python holds of it."""

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
        for _ in range(600):
            if self.holds() == list(wanted):
                break
            self.page.wait_for_timeout(50)
        assert self.holds() == list(wanted)
        self.page.wait_for_function("where => !document.querySelector(`${where}[data-waiting]`)", arg=WHERE)

    def hears(self, words):
        self.root.get_by_role("status").get_by_text(words).wait_for(state="attached")


def write(folder, *sources):
    cells = [new_markdown_cell("# What does the note carry?"), *(new_code_cell(source) for source in sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "note_to_code_test.ipynb")
    return "note_to_code_test.ipynb"


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


FULL = SHOW.replace(
    "NoteToCode(visit)", "NoteToCode(visit)\nnote.kept = [k for k in note.kept if k != 'services.1.deficit']"
)
WHOLE = [("98940", "stands"), ("97112", "stands")]


def cards(shown):
    """What the page shows: each code with what became of it."""
    found = shown.root.locator(".card").evaluate_all(
        "all => all.map(each => [each.dataset.code, each.dataset.state])"
    )
    return [tuple(one) for one in found]


def test_by_mouse(shown, axe):
    assert cards(shown) == WHOLE
    shown.hears("The note is whole. It carries 98940, 97112.")
    shown.root.get_by_text("single-leg stance 6 s left, 25 s right").click()
    fallen = [("98940", "stands"), ("97112", "gone")]
    shown.python_comes_to_hold(["services.1.deficit"], fallen)
    assert cards(shown) == fallen
    card = shown.root.locator(".card[data-code='97112']")
    expect(card).to_contain_text(
        "97112 treats a deficit that was measured, and the note has none.", use_inner_text=True
    )
    expect(card).to_contain_text("off the claim: ask the clinician", use_inner_text=True)
    expect(card.locator("s")).to_have_text("97112-59", use_inner_text=True)
    expect(card.locator(".pillars")).to_contain_text("Measured finding: missing", use_inner_text=True)
    shown.hears("Taken from the note: measured finding. Off the claim: 97112. Still carried: 98940.")
    is_clean(shown, axe)

    shown.root.get_by_role("checkbox", name="C5 (cervical)").click()
    shown.root.get_by_role("checkbox", name="T4 (thoracic)").click()
    shown.python_comes_to_hold(
        ["adjusted.C5", "adjusted.T4", "services.1.deficit"], [("98940", "gone"), ("97112", "gone")]
    )
    expect(shown.root.get_by_text("Nothing is on the claim.")).to_be_visible()
    is_clean(shown, axe)
    shown.root.get_by_role("button", name="Put everything back").click()
    shown.python_comes_to_hold([], WHOLE)
    assert cards(shown) == WHOLE
    expect(shown.root.get_by_role("button", name="Put everything back")).to_be_disabled()


def test_by_keyboard_alone(shown, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown.root.locator("input").first.focus()
    shown.tab_to("[value='services.1.regions']")
    shown.press(" ")
    shown.python_comes_to_hold(["services.1.regions"], [("98940", "stands"), ("97112", "gone")])
    expect(shown.root.locator(".card[data-code='97112']")).to_contain_text(
        "billed only in a separate region", use_inner_text=True
    )
    shown.tab_to("summary")
    shown.press("Enter")
    assert shown.root.locator("details[open] li").count() > 0
    is_clean(shown, axe)
    while not shown.page.evaluate("document.activeElement.matches('[value=\"adjusted.C5\"]')"):
        shown.press("Shift+Tab")
    shown.press(" ", "Tab", " ")
    shown.python_comes_to_hold(
        ["adjusted.C5", "adjusted.T4", "services.1.regions"], [("98940", "gone"), ("97112", "changed")]
    )
    expect(shown.root.locator(".card[data-code='97112']")).to_contain_text(
        "Modifiers: 59 before, none now.", use_inner_text=True
    )
    while not shown.page.evaluate("document.activeElement.matches('.whole')"):
        shown.press("Shift+Tab")
    shown.press("Enter")
    shown.python_comes_to_hold([], WHOLE)
    expect(shown.page.locator(":focus")).to_have_value("adjusted.C5")


def test_a_visit_that_cannot_be_read_is_said_in_words(lab, axe):
    page = lab.open(
        write(
            lab.folder,
            SHOW.replace("commercial_ncci", "medicaer"),
            "note.visit = visit | {'payer': 'medicare'}",
        )
    )
    page.run_all().cell(1)
    shown = Shown(page, list)
    shown.root.locator(".card[data-code='97112']").wait_for()
    page.page.wait_for_function("() => !document.querySelector('.note-to-code[data-waiting]')")
    assert cards(shown) == [("98940", "stands"), ("97112", "stands")]
    expect(shown.root.get_by_role("alert")).to_be_hidden()
    is_clean(shown, axe)
    page.open(write(lab.folder, SHOW.replace("commercial_ncci", "medicaer"))).run_all().cell(1)
    page.page.locator(WHERE).get_by_role("alert").get_by_text("Did you mean 'medicare'?").wait_for()
    assert page.errors() == []
    assert axe(page, WHERE) == []


def test_an_answer_that_python_has_not_given_is_struck_out_and_says_so(in_lab):
    in_lab.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    in_lab.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === undefined"
    )
    in_lab.root.get_by_role("checkbox", name="active care").click()
    in_lab.root.get_by_text("run the cell again").wait_for()
    assert in_lab.root.locator(".cards").first.evaluate(
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
            widget.locator(".cptedu-code").first.evaluate(
                "each => parseFloat(getComputedStyle(each).fontSize)"
            )
            >= 24
        )
        assert axe(page, WHERE) == []
        widget.evaluate("each => each.scrollIntoView()")
        page.screenshot(f"note_to_code_{look}")
