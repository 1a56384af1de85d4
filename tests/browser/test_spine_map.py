"""The spine map in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

import re

import pytest
from instrument_page import SIDEWAYS, InstrumentPage
from playwright.sync_api import expect
from seen import at_rest

SHOW = """
from cptedu.widgets.spine_map import SpineMap

spine_map = SpineMap()
spine_map
"""
IN_LAB = "[spine_map.adjusted, spine_map.exercised, spine_map.layer, spine_map.reading['line']]"
WHERE = ".spine-map"

# Every name of the large spine, and every plate of both drawings, that lies on something of bone.
NAMES_ON_BONE = """
() => {
  const bones = ".bone path, .wing, .knob, .thigh, .far, .rib, .blade, .bead";
  const lies = (name, bone) => {
    const [n, b] = [name.getBoundingClientRect(), bone.getBoundingClientRect()];
    if (n.right < b.left || b.right < n.left || n.bottom < b.top || b.bottom < n.top) return false;
    const back = bone.getScreenCTM().inverse();
    for (let x = n.left; x <= n.right; x += 2) {
      for (let y = n.top; y <= n.bottom; y += 2) {
        const point = new DOMPoint(x, y).matrixTransform(back);
        const filled = getComputedStyle(bone).fill !== "none";
        if ((filled && bone.isPointInFill(point)) || bone.isPointInStroke(point)) return true;
      }
    }
    return false;
  };
  return [...document.querySelectorAll(".spine-map svg:is(.spine, .body)")].flatMap((figure) => {
    const names = [...figure.querySelectorAll(".segment-name, .side, .plate, .region-name, .lit-word")];
    const drawn = [...figure.querySelectorAll(bones)];
    return names.filter((name) => drawn.some((bone) => lies(name, bone))).map((name) => name.parentNode.textContent);
  });
}
"""
# Where everything stands that can be pointed at, seen from the corner of the map, or of the panel, which stays in sight.
PLACES = """
() => {
  const root = document.querySelector(".spine-map");
  const found = [["the map", [0, 0, root.offsetWidth, root.querySelector(".stage").offsetHeight]]];
  for (const each of root.querySelectorAll("[data-spot] > .hit, [data-region-spot] > .hit, .layer, .undo, .clear, summary")) {
    const { left, top, width, height } = each.getBoundingClientRect();
    const panel = each.closest(".panel");
    const corner = (panel?.getClientRects().length ? panel : root).getBoundingClientRect(); // in one column it has no box
    const of = each.parentNode.dataset;
    const name = of.spot ?? of.regionSpot ?? each.className;
    found.push([name, [left - corner.left, top - corner.top, width, height].map(Math.round)]);
  }
  return Object.fromEntries(found);
}
"""

# The codes of the claim where they stand whole in the window and nothing lies over them.
CODES_IN_SIGHT = """
() => [...document.querySelectorAll(".spine-map :is(.claim-line span, .in-short b)")].filter((each) => {
  const { left, right, top, bottom } = each.getBoundingClientRect();
  if (right - left === 0 || top < 0 || bottom > innerHeight) return false;
  return each.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}).map((each) => each.textContent).join(" + ")
"""


class Shown(InstrumentPage):
    """A spine map on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, IN_LAB, "spine_map", WHERE
    title = "# Where was it?"

    def spot(self, name):
        return self.root.locator(f'[data-spot="{name}"]')

    def labelled(self):
        """What the focused element is called to the ear."""
        return self.page.evaluate("document.activeElement.getAttribute('aria-label')")

    def picture(self):
        """What the pictures show as marked in the layer that is chosen."""
        return set(
            self.root.locator("[role=checkbox][aria-checked=true]").evaluate_all(
                "all => all.map(each => each.dataset.spot ?? each.dataset.regionSpot)"
            )
        )

    def ticked(self):
        """What the list shows as marked in the layer that is chosen."""
        return set(
            self.root.locator(".row input").evaluate_all(
                "all => all.filter(b => b.checked).map(b => b.value)"
            )
        )


def test_by_mouse(shown, axe):
    for name in ("C3", "C5", "left shoulder"):
        shown.spot(name).click()
    shown.python_comes_to_hold(["C3", "C5", "left shoulder"], [], "adjusted", "98940 + 98943")
    expect(shown.root.locator(".layer.adjusted .count")).to_have_text(
        "2 segments · 1 region 1 extraspinal region", use_inner_text=True
    )
    expect(shown.root.locator(".claim-line")).to_have_text(
        re.compile(r"^\s*98940\s+98943\s*$"), use_inner_text=True
    )
    expect(shown.root.locator('[data-region-spot="cervical"] .lit-word').first).to_have_text("adjusted")

    shown.root.get_by_role("radio", name="Exercised").check()
    shown.root.locator('[data-region-spot="cervical"]').click()
    shown.python_comes_to_hold(["C3", "C5", "left shoulder"], ["cervical"], "exercised", "98940 + 98943")
    expect(shown.root.locator(".notice")).to_have_text(
        "adjusted and exercised: cervical", use_inner_text=True
    )
    expect(shown.spot("C3")).to_have_attribute("aria-label", "C3, cervical, adjusted")
    expect(shown.spot("C3")).to_have_attribute("aria-checked", "false")
    shown.is_clean(axe)

    shown.root.get_by_role("button", name="Undo").click()
    shown.python_comes_to_hold(["C3", "C5", "left shoulder"], [], "exercised", "98940 + 98943")
    shown.root.get_by_role("button", name="Clear all").click()
    shown.python_comes_to_hold([], [], "exercised", "")
    shown.root.get_by_role("button", name="Undo").click()
    shown.python_comes_to_hold(["C3", "C5", "left shoulder"], [], "exercised", "98940 + 98943")
    shown.root.get_by_role("radio", name="Adjusted").check()
    shown.spot("C3").click()
    shown.python_comes_to_hold(["C5", "left shoulder"], [], "adjusted", "98940 + 98943")


def test_by_keyboard_alone(shown, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown.root.locator("[role=toolbar] [tabindex='0']").first.evaluate(
        "first => first.closest('.spine-map').querySelector('[data-spot=C0]').focus()"
    )
    assert shown.labelled() == "C0 (occiput), cervical, not marked"
    shown.press(*["ArrowDown"] * 5, " ")
    assert shown.labelled() == "C5, cervical, adjusted"
    shown.press(*["ArrowDown"] * 3, "Enter", *["ArrowDown"] * 12, "Space")
    shown.python_comes_to_hold(["C5", "T1", "L1"], [], "adjusted", "98941")
    shown.press("End")
    assert shown.labelled() == "coccyx (tailbone), sacral, not marked"
    shown.press("ArrowUp", "ArrowRight")
    assert shown.labelled() == "right sacroiliac joint, pelvic, not marked"
    shown.press("ArrowDown", "ArrowDown", " ")
    assert shown.labelled() == "right knee, lower extremities, adjusted"
    shown.press("ArrowLeft", "Home", "ArrowLeft")
    assert shown.labelled() == "left jaw joint (TMJ), head, not marked"
    shown.press("ArrowUp")
    assert shown.labelled() == "left jaw joint (TMJ), head, not marked"
    shown.python_comes_to_hold(["C5", "T1", "L1", "right knee"], [], "adjusted", "98941 + 98943")

    shown.press("Tab")
    assert shown.labelled().startswith("head, whole region"), (
        "a tab stop is a place or a region, never a drawing"
    )
    shown.tab_to("[aria-label*='whole region']")
    shown.press("Home", "ArrowDown")
    assert shown.labelled() == "thoracic, whole region, adjusted"
    shown.tab_to("[type=radio]", key="Shift+Tab")
    shown.press("ArrowDown")
    shown.python_comes_to_hold(["C5", "T1", "L1", "right knee"], [], "exercised", "98941 + 98943")
    shown.tab_to("[aria-label='thoracic, whole region, adjusted']")
    shown.press(" ")
    shown.python_comes_to_hold(["C5", "T1", "L1", "right knee"], ["thoracic"], "exercised", "98941 + 98943")
    assert shown.labelled() == "thoracic, whole region, adjusted and exercised"
    expect(shown.root.locator("[aria-live=polite]")).to_contain_text(
        "adjusted and exercised: thoracic", use_inner_text=True
    )
    shown.tab_to_words("|Undo|", key="Shift+Tab")
    shown.press("Enter")
    shown.python_comes_to_hold(["C5", "T1", "L1", "right knee"], [], "exercised", "98941 + 98943")
    shown.is_clean(axe)


def test_the_list_does_the_same_and_agrees_with_the_pictures(shown, axe):
    shown.root.locator(".twin > summary").press("Enter")
    boxes = shown.root.locator("details")
    boxes.get_by_label("T4", exact=False).first.check()
    boxes.get_by_role("checkbox", name="right wrist").press(" ")
    shown.python_comes_to_hold(["T4", "right wrist"], [], "adjusted", "98940 + 98943")
    assert shown.picture() == shown.ticked() == {"T4", "right wrist"}
    shown.spot("T4").click()
    shown.root.locator('[data-region-spot="lumbar"]').click()
    shown.python_comes_to_hold(["right wrist", "lumbar"], [], "adjusted", "98940 + 98943")
    assert shown.picture() == shown.ticked() == {"right wrist", "lumbar"}
    shown.is_clean(axe)


def test_what_python_marks_is_drawn_in_every_view(lab):
    page = lab.open(
        Shown.written(
            lab.folder, SHOW, "spine_map", "spine_map.adjusted = ['SI', 'S3']; spine_map.exercised = ['L5']"
        )
    )
    page.run_all()
    for at in (1, 2):
        view = page.cell(at).locator(WHERE)
        view.locator('[data-spot="left sacroiliac"][data-state="adjusted"]').wait_for()
        view.locator('[data-spot="L5"][data-state="exercised"]').wait_for()
        expect(view.locator(".others")).to_contain_text("S3: adjusted", use_inner_text=True)
    page.cell(1).locator('[data-spot="right sacroiliac"]').click()
    page.cell(2).locator('[data-spot="left sacroiliac"][data-state=""]').wait_for()
    page.comes_to_hold("spine_map.adjusted", ["S3"])
    assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])


def test_a_claim_that_python_has_not_answered_for_is_struck_out_and_says_so(in_lab):
    in_lab.spot("C5").click()
    in_lab.python_comes_to_hold(["C5"], [], "adjusted", "98940")
    expect(in_lab.root.locator(".stale")).to_be_hidden()
    in_lab.python_ends()
    in_lab.spot("T4").click()
    in_lab.is_struck_out(".claim-line")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    marks = "SpineMap(adjusted=['C3', 'C5', 'T4', 'right SI'], exercised=['C6', 'left knee', 'L4'])"
    shown = Shown.in_lab(lab, SHOW.replace("SpineMap()", marks))
    smallest = "all => Math.min(...all.flatMap(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height]))"
    for look in shown.watched.every_look():
        assert not shown.root.evaluate(SIDEWAYS)
        assert not shown.watched.scrolls_sideways()
        assert shown.root.locator(".spine .hit").evaluate_all(smallest) >= 24
        assert axe(shown.watched, WHERE) == []
        shown.watched.screenshot(f"spine_map_{look}")


def test_no_name_lies_on_a_bone(in_lab):
    expect(in_lab.root.locator(".segment-name")).to_have_count(25)
    assert in_lab.page.evaluate(NAMES_ON_BONE) == []
    wholes = ["cervical", "pelvic", "sacral", "rib_cage"]
    for layer, marked in (("Adjusted", (wholes, [])), ("Exercised", (wholes, wholes))):
        in_lab.root.get_by_role("radio", name=layer).check()
        for name in wholes:
            in_lab.root.locator(f'[data-region-spot="{name}"]').click()
        in_lab.python_comes_to_hold(*marked, layer.lower(), "98941 + 98943")
    assert in_lab.page.evaluate(NAMES_ON_BONE) == [], "what is written under a name neither"
    in_lab.root.locator('.segment-name:text-is("C5")').evaluate("name => name.setAttribute('x', 0)")
    assert in_lab.page.evaluate(NAMES_ON_BONE) == ["C5"], "what is moved onto a bone is found"


@pytest.mark.parametrize("width", [412, 900, 1280, 1920])
def test_the_claim_is_in_sight_where_it_is_changed_and_nothing_moves_from_under_the_pointer(in_lab, width):
    in_lab.page.set_viewport_size({"width": width, "height": 900})
    in_lab.page.evaluate("jupyterapp.shell.collapseLeft()")
    places = at_rest(in_lab.page, PLACES)
    adjusted = ["C5", "T4", "L5", "sacrum", "right sacroiliac", "left shoulder"]
    line = {1: "98940", 2: "98940", 3: "98941", 4: "98941", 5: "98942", 6: "98942 + 98943"}
    for many, name in enumerate(adjusted, 1):
        in_lab.spot(name).click()
        in_lab.python_comes_to_hold(adjusted[:many], [], "adjusted", line[many])
        assert in_lab.page.evaluate(PLACES) == places, name
        assert line[many] in in_lab.page.evaluate(CODES_IN_SIGHT), name
    in_lab.root.get_by_role("radio", name="Exercised").check()
    for many, name in enumerate(adjusted, 1):
        in_lab.spot(name).click()
        in_lab.python_comes_to_hold(adjusted, adjusted[:many], "exercised", line[6])
        assert in_lab.page.evaluate(PLACES) == places, name
