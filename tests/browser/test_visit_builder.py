"""The visit builder in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import re

import pytest
from instrument_page import SIDEWAYS, InstrumentPage
from playwright.sync_api import expect

SHOW = """
from cptedu.widgets.visit_builder import VisitBuilder

builder = VisitBuilder({
    "date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5", "T4"],
    "services": [{"activity": "single-leg stance", "purpose": ["balance"], "deficit": "6 s left, 25 s right",
                  "regions": ["lower_extremities"], "minutes": 16, "contact": "one_on_one"}]})
builder
"""
EMPTY = "from cptedu.widgets.visit_builder import VisitBuilder\n\nbuilder = VisitBuilder()\nbuilder"
HOLDS = "[builder.visit, [(l.code, l.units, l.modifiers) for l in builder.claim.lines] if builder.claim else [], builder.problem]"
WHERE = ".visit-builder"


class Shown(InstrumentPage):
    """A visit builder on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, HOLDS, "builder", WHERE
    title = "# A visit"

    def group(self, key):
        return self.root.locator(f'[data-group="{key}"]')

    def service(self, at):
        return self.root.locator(f'[data-service="{at}"]')

    def claim(self):
        """Give each line, and its units, as the claim pane shows them."""
        cards = self.root.locator(".claim-html .cptedu-line:not(.cptedu-off)")
        return cards.evaluate_all(
            "all => all.map(card => ['.cptedu-code', '.cptedu-units'].map(part => card.querySelector(part).textContent))"
        )

    def comes_to_hold(self, *, lines=None, problem="", **visit):
        """Wait until Python holds these lines and keys, and the claim pane shows the same lines."""

        def is_so():
            held, coded, wrong = self.says()
            same = all(held.get(key) == value for key, value in visit.items())
            return (
                same and wrong.startswith(problem) and bool(wrong) == bool(problem) and lines in (None, coded)
            )

        self.comes_true(is_so)
        self.is_answered()
        if lines is not None:
            shown = [["-".join((code, *modifiers)), f"×{units}"] for code, units, modifiers in lines]
            self.comes_true(lambda: self.claim() == shown, self.claim)


@pytest.fixture(params=["lab", "voila"])
def show(request):
    bench = request.getfixturevalue(request.param)
    for left in bench.folder.glob("*.toml"):
        left.unlink()
    return lambda *source: getattr(Shown, f"in_{request.param}")(bench, *source)


def test_by_mouse(show, axe):
    shown = show()
    start = [("98940", 1, ()), ("97112", 1, ("59",))]
    shown.comes_to_hold(lines=start)

    chip = shown.group("adjusted").locator('[data-chip="L5"]')
    chip.click()
    shown.comes_to_hold(lines=[("98941", 1, ()), ("97112", 1, ("59",))], adjusted=["C5", "T4", "L5"])
    expect(chip).to_have_attribute("aria-pressed", "true")

    shown.root.get_by_label("Payer").select_option("medicare")
    shown.comes_to_hold(payer="medicare")
    expect(shown.root.locator(".claim-html")).to_contain_text("not covered", use_inner_text=True)
    shown.root.get_by_role("button", name="Undo").click()
    shown.comes_to_hold(payer="commercial_ncci")

    service = shown.service(0)
    service.get_by_role("textbox", name="What was measured").fill("")
    shown.comes_to_hold(lines=[("98941", 1, ())])
    expect(service.locator(".outcome")).to_have_text("not billed: ask the clinician", use_inner_text=True)
    service.get_by_role("textbox", name="What was measured").fill("6 s left, 25 s right")
    service.get_by_label("Minutes").fill("31")
    shown.comes_to_hold(lines=[("98941", 1, ()), ("97112", 2, ("59",))])
    service.locator('[data-chip="cervical"]').click()
    shown.comes_to_hold(lines=[("98941", 1, ())])
    expect(service.locator('[data-chip="cervical"]')).to_contain_text("also adjusted", use_inner_text=True)
    service.locator('[data-chip="cervical"]').click()

    shown.root.get_by_role("button", name="Add a service").click()
    second = shown.service(1)
    second.get_by_label("What was done").fill("bridging")
    second.locator('[data-chip="strength"]').click()
    second.get_by_role("textbox", name="What was measured").fill("hip extension 4-/5")
    second.get_by_label("Minutes").fill("15")
    second.get_by_role("radio", name="one on one").check()
    second.locator('[data-chip="lower_extremities"]').click()
    both = [("98941", 1, ()), ("97110", 1, ()), ("97112", 2, ("59",))]
    shown.comes_to_hold(lines=both)
    second.get_by_role("button", name="Move up").click()
    shown.comes_to_hold(lines=both)
    expect(shown.service(0).locator(".opener")).to_contain_text("bridging", use_inner_text=True)
    shown.service(0).get_by_role("button", name="Remove this service").click()
    shown.comes_to_hold(lines=[("98941", 1, ()), ("97112", 2, ("59",))])

    shown.root.get_by_label("Examination on this day").select_option("99213")
    shown.root.get_by_role("radio", name="yes, separate").check()
    shown.comes_to_hold(
        lines=[("99213", 1, ("25",)), ("98941", 1, ()), ("97112", 2, ("59",))],
        evaluation={"code": "99213", "separate": True},
    )
    shown.is_clean(axe)


def test_by_keyboard_alone(show, axe):
    """The first focus is set on the bar above the form; from there on nothing but keys."""
    shown = show(EMPTY)
    shown.root.locator(".drop-button").first.focus()
    shown.tab_to_words("Date of service")
    shown.press("0", "3", "0", "4", "2", "0", "2", "6")
    shown.tab_to_words("Payer")
    shown.press("ArrowDown")
    shown.comes_to_hold(lines=[], date_of_service="2026-03-04", payer="commercial_ncci")
    shown.tab_to_words("not recorded")
    shown.press("ArrowRight")
    shown.comes_to_hold(care="active")
    shown.tab_to_words("cervical, neck")
    shown.press(*["ArrowRight"] * 5, " ")
    assert "C5" in shown.focused()
    shown.press("Tab", "Home", *["ArrowRight"] * 3, "Enter")
    shown.comes_to_hold(lines=[("98940", 1, ())], adjusted=["C5", "T4"])
    shown.tab_to_words("Add by name")
    shown.page.keyboard.type("left shoulder")
    shown.press("Enter")
    shown.comes_to_hold(adjusted=["C5", "T4", "left shoulder"])
    shown.tab_to_words("Remove left shoulder")
    shown.press("Enter")
    shown.comes_to_hold(adjusted=["C5", "T4"])

    shown.tab_to_words("Add a service")
    shown.press("Enter")
    assert "What was done" in shown.focused()
    shown.page.keyboard.type("single-leg stance")
    shown.tab_to_words("What it was for")
    shown.press(" ", "End", "Home")
    shown.tab_to_words("What was measured")
    shown.page.keyboard.type("6 s left, 25 s right")
    shown.tab_to_words("Minutes")
    shown.page.keyboard.type("16")
    shown.press("Tab", "ArrowRight")
    shown.comes_to_hold(lines=[("98940", 1, ())])
    shown.tab_to_words("Beyond the spine")
    shown.press("ArrowRight", "ArrowRight", " ")
    lines = [("98940", 1, ()), ("97112", 1, ("59",))]
    shown.comes_to_hold(lines=lines)
    expect(shown.root.locator(".spoken")).to_contain_text("97112 with 59, 1 unit", use_inner_text=True)

    shown.tab_to_words("Add an ICD-10-CM code")
    for typed in ("xx", "M99.01"):
        shown.page.keyboard.type(typed)
        shown.press("Enter")
    # A diagnosis that is none is marked in the form; the claim goes on, and asks about it.
    shown.comes_to_hold(lines=lines, diagnoses=["xx", "M99.01"])
    shown.root.get_by_text("'xx' is not an ICD-10-CM code").first.wait_for()
    shown.tab_to_words("Remove xx", key="Shift+Tab")
    shown.press("Enter")
    shown.comes_to_hold(lines=lines, diagnoses=["M99.01"])
    shown.tab_to_words("The note has a P.A.R.T.")
    shown.press(" ", "Tab", " ")
    shown.comes_to_hold(part=["P"])
    shown.press("ArrowRight", " ")
    shown.comes_to_hold(part=["P", "A"])
    shown.press("Control+z")
    shown.comes_to_hold(part=["P"])
    shown.press("Control+Shift+z")
    shown.comes_to_hold(part=["P", "A"])
    shown.tab_to_words("The claim and its reasons")
    shown.is_clean(axe)


def test_a_visit_is_saved_opened_and_taken_back(show, axe):
    shown = show()
    shown.root.get_by_role("button", name="Open or save").click()
    shown.root.get_by_label("Save this visit as").fill("monday")
    shown.root.get_by_label("Save this visit as").press("Enter")
    shown.root.get_by_text("Saved as monday.toml.").wait_for()
    assert axe(shown.watched, WHERE) == []
    shown.press("Escape")
    expect(shown.root.get_by_label("Save this visit as")).to_be_hidden()
    shown.root.get_by_role("button", name="Start from …").click()
    shown.root.get_by_role("button", name="Active care in good order").click()
    shown.comes_to_hold(payer="medicare")
    shown.root.get_by_role("button", name="Open or save").click()
    shown.root.locator('[data-file="monday.toml"]').click()
    shown.comes_to_hold(payer="commercial_ncci", lines=[("98940", 1, ()), ("97112", 1, ("59",))])
    shown.root.get_by_role("button", name="Open or save").click()
    shown.root.get_by_label("Save this visit as").fill("../outside")
    shown.root.get_by_role("button", name="Save", exact=True).click()
    shown.root.get_by_text("outside this folder").wait_for()
    shown.press("Escape")
    for payer in ("medicare", "commercial_ncci"):
        shown.root.get_by_role("button", name="Undo").click()
        shown.comes_to_hold(payer=payer)
    shown.root.get_by_role("button", name="Redo").click()
    shown.comes_to_hold(payer="medicare")
    shown.is_clean(axe)


def test_places_are_marked_on_the_body(show, axe):
    shown = show()
    button = shown.group("adjusted").get_by_role("button", name="Mark it on the body")
    button.click()
    dialog = shown.root.get_by_role("dialog")
    dialog.locator('[data-spot="L5"]').click()
    shown.comes_to_hold(adjusted=["C5", "T4", "L5"], lines=[("98941", 1, ()), ("97112", 1, ("59",))])
    expect(dialog.locator(".claim-line")).to_have_text(
        re.compile(r"^\s*98941\s+97112-59\s*$"), use_inner_text=True
    )
    dialog.get_by_role("button", name="Done").click()
    dialog.wait_for(state="hidden")
    expect(button).to_be_focused()

    shown.service(0).get_by_role("button", name="Mark it on the body").press("Enter")
    dialog.locator('[data-spot="right knee"]').press(" ")
    shown.comes_to_hold(lines=[("98941", 1, ()), ("97112", 1, ("59",))])
    assert axe(shown.watched, ".body-dialog") == []
    shown.press("Escape")
    dialog.wait_for(state="hidden")
    expect(shown.service(0).locator(".others")).to_contain_text("right knee", use_inner_text=True)
    shown.is_clean(axe)


def test_what_python_changes_is_shown_and_what_is_being_typed_is_kept(lab):
    shown = Shown.in_lab(lab)
    field = shown.service(0).get_by_label("What was done")
    field.click()
    field.press("End")
    shown.page.keyboard.type(" on a board")
    # Until Python holds what was typed: of two that write at once the later one is kept.
    typed = {
        "activity": "single-leg stance on a board",
        "purpose": ["balance"],
        "deficit": "6 s left, 25 s right",
        "regions": ["lower_extremities"],
        "minutes": 16,
        "contact": "one_on_one",
    }
    shown.comes_to_hold(services=[typed])
    expect(field).to_have_value("single-leg stance on a board")
    page = shown.watched
    page.kernel_value(
        "setattr(builder, 'visit', {**builder.visit, 'adjusted': ['SI'], 'payer': 'federal_va'})"
    )
    shown.root.locator('[data-group="adjusted"] .others').get_by_text("SI").wait_for()
    expect(field).to_have_value("single-leg stance on a board")
    expect(field).to_be_focused()
    expect(shown.root.get_by_label("Payer")).to_have_value("federal_va")
    assert (page.console_errors, page.outside_requests) == ([], [])


def test_a_claim_that_python_has_not_answered_for_says_so(lab):
    shown = Shown.in_lab(lab)
    shown.python_ends()
    shown.group("adjusted").locator('[data-chip="L5"]').click()
    shown.root.get_by_text("run the cell again").wait_for()


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    shown = Shown.in_lab(lab)
    page, root = shown.watched, shown.root
    small = "all => all.filter(e => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML)"
    root.locator("[data-group=diagnoses] input").fill("xx")
    root.locator("[data-group=diagnoses] input").press("Enter")
    root.get_by_text("is not an ICD-10-CM code").first.wait_for()
    for look in page.every_look():
        for part in (WHERE, f"{WHERE} .form", f"{WHERE} .claim-pane"):
            assert not page.page.locator(part).evaluate(SIDEWAYS), part
        assert not page.scrolls_sideways()
        assert (
            root.evaluate("each => parseFloat(getComputedStyle(each.querySelector('.panes')).fontSize)") >= 16
        )
        assert root.locator("button").evaluate_all(small) == []
        assert axe(page, WHERE) == []
        page.screenshot(f"visit_builder_{look}")
