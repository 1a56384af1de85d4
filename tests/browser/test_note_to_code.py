"""From note to code in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

from instrument_page import InstrumentPage
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
WHERE = ".note-to-code"


class Shown(InstrumentPage):
    """A note on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, IN_LAB, "note", WHERE
    title = "# What does the note carry?"


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
    shown.is_clean(axe)

    shown.root.get_by_role("checkbox", name="C5 (cervical)").click()
    shown.root.get_by_role("checkbox", name="T4 (thoracic)").click()
    shown.python_comes_to_hold(
        ["adjusted.C5", "adjusted.T4", "services.1.deficit"], [("98940", "gone"), ("97112", "gone")]
    )
    expect(shown.root.get_by_text("Nothing is on the claim.")).to_be_visible()
    shown.is_clean(axe)
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
    expect(shown.root.locator("details[open] li").first).to_be_attached()
    shown.is_clean(axe)
    shown.tab_to('[value="adjusted.C5"]', key="Shift+Tab")
    shown.press(" ", "Tab", " ")
    shown.python_comes_to_hold(
        ["adjusted.C5", "adjusted.T4", "services.1.regions"], [("98940", "gone"), ("97112", "changed")]
    )
    expect(shown.root.locator(".card[data-code='97112']")).to_contain_text(
        "Modifiers: 59 before, none now.", use_inner_text=True
    )
    shown.tab_to(".whole", key="Shift+Tab")
    shown.press("Enter")
    shown.python_comes_to_hold([], WHOLE)
    expect(shown.page.locator(":focus")).to_have_value("adjusted.C5")


def test_a_visit_that_cannot_be_read_is_said_in_words(lab, axe):
    mistaken = SHOW.replace("commercial_ncci", "medicaer")
    shown = Shown.in_lab(lab, mistaken, "note.visit = visit | {'payer': 'medicare'}")
    shown.root.locator(".card[data-code='97112']").wait_for()
    shown.is_answered()
    assert cards(shown) == [("98940", "stands"), ("97112", "stands")]
    expect(shown.root.get_by_role("alert")).to_be_hidden()
    shown.is_clean(axe)
    mistaken_alone = Shown.in_lab(lab, mistaken)
    mistaken_alone.root.get_by_role("alert").get_by_text("Did you mean 'medicare'?").wait_for()
    assert mistaken_alone.watched.errors() == []
    assert axe(mistaken_alone.watched, WHERE) == []


def test_an_answer_that_python_has_not_given_is_struck_out_and_says_so(in_lab):
    in_lab.python_ends()
    in_lab.root.get_by_role("checkbox", name="active care").click()
    in_lab.is_struck_out(".cards")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    Shown.in_lab(lab, FULL).fits_and_reads_well(axe, large=".cptedu-code")
