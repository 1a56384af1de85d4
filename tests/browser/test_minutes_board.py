"""The minutes board in a real browser: dragged, typed and by keyboard alone, in JupyterLab and in Voilà."""

import re

from instrument_page import InstrumentPage
from playwright.sync_api import expect

SHOW = """
from cptedu.widgets.minutes_board import MinutesBoard

board = MinutesBoard({"97110": 33, "97140": 7}, untimed=["97012"])
board
"""
IN_LAB = (
    "[board.minutes, board.untimed, board.chosen, [one['units'] for one in board.reading.get('methods', [])]]"
)
WHERE = ".minutes-board"


class Shown(InstrumentPage):
    """A minutes board on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, IN_LAB, "board", WHERE
    title = "# How many units?"


FULL = SHOW.replace('{"97110": 33, "97140": 7}', '{"97110": 24, "97112": 8, "97140": 8}')


def units(shown, method):
    """What a method's panel shows: each code with its units."""
    lines = shown.root.locator(f"[data-method={method}] .lines-of-method li")
    return dict(lines.evaluate_all("all => all.map(each => [each.dataset.code, Number(each.dataset.units)])"))


def drag(shown, code, to):
    """Take a bar's end and draw it to a minute of the scale."""
    row = shown.root.locator(f".row[data-code='{code}']")
    row.scroll_into_view_if_needed()
    track, knob = row.locator(".track").bounding_box(), row.locator(".knob").bounding_box()
    length = int(shown.root.get_attribute("data-length"))
    middle = track["y"] + track["height"] / 2
    shown.page.mouse.move(knob["x"] + knob["width"] / 2, middle)
    shown.page.mouse.down()
    shown.page.mouse.move(track["x"] + track["width"] * to / length, middle, steps=12)
    shown.page.mouse.up()


def test_by_mouse(shown, axe):
    root = shown.root
    assert units(shown, "cms_total_time") == {"97110": 2, "97140": 1}
    assert units(shown, "cpt_per_code") == {"97110": 2, "97140": 0}
    expect(root.locator("[data-method=cms_total_time] [data-code='97140'] .unit")).to_have_text(
        ["7\n+ 3 of 97110"], use_inner_text=True
    )
    drag(shown, "97140", 20)
    shown.python_comes_to_hold({"97110": 33, "97140": 20}, ["97012"], {}, [4, 3])
    assert units(shown, "cms_total_time") == {"97110": 2, "97140": 2}
    expect(root.locator(".row[data-code='97140'] .bar .left")).to_have_text("5", use_inner_text=True)
    root.get_by_label("Minutes of 97110, typed").fill("8")
    root.get_by_label("Minutes of 97140, typed").fill("8")
    shown.python_comes_to_hold({"97110": 8, "97140": 8}, ["97012"], {}, [1, 2])
    shown.hears("Leftovers tie: the clinician may choose.")
    expect(root.locator(".choice")).to_contain_text("The fee is no reason.", use_inner_text=True)
    expect(root.get_by_role("radio", checked=True)).to_have_count(0)
    root.get_by_role("radio", name="97140 ×1").check()
    shown.python_comes_to_hold({"97110": 8, "97140": 8}, ["97012"], {"97110": 0, "97140": 1}, [1, 2])
    assert units(shown, "cms_total_time") == {"97110": 0, "97140": 1}
    shown.is_clean(axe)

    root.get_by_role("button", name="Take the choice back").click()
    shown.python_comes_to_hold({"97110": 8, "97140": 8}, ["97012"], {}, [1, 2])
    root.get_by_label("Another service").select_option("97530")
    root.get_by_role("button", name="Add", exact=True).click()
    shown.page.keyboard.type("23")
    shown.python_comes_to_hold({"97110": 8, "97140": 8, "97530": 23}, ["97012"], {}, [3, 4])
    root.get_by_role("button", name="Take 97110 off the board").click()
    root.get_by_role("button", name="Take 97012 off the board").click()
    shown.python_comes_to_hold({"97140": 8, "97530": 23}, [], {}, [2, 3])
    expect(root.locator(".once")).to_be_hidden()
    shown.is_clean(axe)


def test_by_keyboard_alone(shown, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown.root.locator(".knob[data-code='97110']").focus()
    shown.press("ArrowRight", "ArrowUp", "PageDown", "ArrowLeft")
    shown.python_comes_to_hold({"97110": 29, "97140": 7}, ["97012"], {}, [2, 2])
    knob = shown.root.get_by_role("slider", name="Minutes of 97110")
    expect(knob).to_have_attribute("aria-valuenow", "29")
    expect(knob).to_have_attribute(
        "aria-valuetext", re.compile(r"^29 minutes: 1 full quarter of an hour and 14 left over\.")
    )
    shown.tab_to("input[type=number]")
    shown.press("PageUp", "ArrowDown", "ArrowDown", "ArrowDown")
    shown.python_comes_to_hold({"97110": 31, "97140": 7}, ["97012"], {}, [3, 2])
    shown.tab_to(".knob[data-code='97140']")
    shown.press("Home", *["ArrowRight"] * 2)
    shown.python_comes_to_hold({"97110": 31, "97140": 2}, ["97012"], {}, [2, 2])
    shown.tab_to("[data-code='97140'] input")
    shown.page.keyboard.type("1")
    shown.press("Control+a")
    shown.page.keyboard.type("16")
    shown.python_comes_to_hold({"97110": 31, "97140": 16}, ["97012"], {}, [3, 3])
    shown.tab_to(".once .remove")
    shown.press("Enter")
    shown.tab_to("select")
    shown.page.keyboard.type("97150")
    shown.tab_to(".adder button")
    shown.press("Enter")
    shown.python_comes_to_hold({"97110": 31, "97140": 16}, ["97150"], {}, [3, 3])
    shown.is_clean(axe)


def test_a_tie_is_chosen_by_keyboard(shown):
    shown.root.locator(".knob[data-code='97110']").focus()
    shown.tab_to("[data-code='97110'] input")
    shown.press("Control+a")
    shown.page.keyboard.type("22")
    shown.python_comes_to_hold({"97110": 22, "97140": 7}, ["97012"], {}, [2, 1])
    shown.tab_to("input[type=radio]")
    shown.press("ArrowDown")
    shown.python_comes_to_hold({"97110": 22, "97140": 7}, ["97012"], {"97110": 1, "97140": 1}, [2, 1])
    assert units(shown, "cms_total_time") == {"97110": 1, "97140": 1}


def test_what_cannot_be_counted_is_said_in_words_and_put_right(shown, axe):
    typed = shown.root.get_by_label("Minutes of 97110, typed")
    typed.fill("-3")
    shown.root.get_by_role("alert").get_by_text(
        "97110: -3 is not a number of whole minutes, 0 or more."
    ).wait_for()
    expect(shown.root.locator(".methods")).to_be_hidden()
    shown.is_clean(axe)
    typed.fill("33")
    shown.python_comes_to_hold({"97110": 33, "97140": 7}, ["97012"], {}, [3, 2])
    expect(shown.root.get_by_role("alert")).to_be_hidden()
    typed.fill("")
    typed.blur()
    expect(typed).to_have_value("33")


def test_what_python_sets_is_drawn_in_every_view(lab):
    page = lab.open(Shown.written(lab.folder, SHOW, "board", "board.minutes = {'97112': 38}"))
    page.run_all()
    for at in (1, 2):
        view = page.cell(at).locator(WHERE)
        view.locator(".row[data-code='97112']").wait_for()
        expect(view.locator(".row[data-code]")).to_have_count(1)
        expect(view.locator("[data-method=cpt_per_code] .unit")).to_have_text(
            ["15", "15", "8"], use_inner_text=True
        )
    page.cell(1).get_by_role("slider", name="Minutes of 97112").press("ArrowLeft")
    page.cell(2).locator("[data-method=cpt_per_code] [data-units='2']").wait_for()
    page.comes_to_hold("board.minutes", {"97112": 37})
    assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])


def test_an_answer_that_python_has_not_given_is_struck_out_and_says_so(in_lab):
    in_lab.python_ends()
    in_lab.root.locator(".knob[data-code='97110']").press("ArrowRight")
    in_lab.is_struck_out(".methods")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    Shown.in_lab(lab, FULL).fits_and_reads_well(axe, large=".units b")
