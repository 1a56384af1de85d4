"""The RVU explorer in a real browser: by mouse and by keyboard alone, in JupyterLab and in Voilà."""

from instrument_page import SIDEWAYS, InstrumentPage
from playwright.sync_api import expect

from cptedu.widgets.rvu_explorer import RvuExplorer

SHOW = """
from cptedu.widgets.rvu_explorer import RvuExplorer

explorer = RvuExplorer()
explorer
"""
HOLDS = "[explorer.chosen, explorer.measure, explorer.parts, explorer.place, explorer.locality, explorer.figure.title]"
WHERE = ".rvu-explorer"
FOUR = ["97112", "97110", "98940", "98941"]
# The explorer alone, on an empty page: it keeps what is chosen, and Python never answers.
ALONE = """async ([script, state]) => {
  const followed = new Map();
  const model = {
    get: name => state[name],
    set: (name, value) => { state[name] = value; followed.get(`change:${name}`)?.forEach(call => call()); },
    save_changes: () => {},
    on: (event, call) => followed.set(event, [...(followed.get(event) ?? []), call]),
    off: () => {},
  };
  const module = await import(URL.createObjectURL(new Blob([script], {type: "text/javascript"})));
  module.default.render({model, el: document.body});
}"""


class Shown(InstrumentPage):
    """An RVU explorer on a page, and what Python holds of it."""

    show, holds, followed, where = SHOW, HOLDS, "explorer, explorer.chart", WHERE
    drawn = "svg"
    title = "# What was it worth?"

    def comes_to_hold(
        self, chosen, measure="rvu", parts=False, place="office", locality="national", title=""
    ):
        """Wait until Python holds these settings, and the figure's title is the one that Python gives it."""
        wanted = [chosen, measure, parts, place, locality]

        def is_so():
            # Settings may be there before the title that follows from them, so both are asked for anew each time.
            *held, named = self.says()
            shown = self.root.locator("figcaption").get_by_text(named, exact=True)
            return held == wanted and title in named and shown.is_visible()

        self.comes_true(is_so)

    def select(self, label, value):
        self.root.get_by_label(label, exact=True).select_option(value)


def test_by_mouse(shown, axe):
    shown.comes_to_hold(FOUR)
    shown.is_clean(axe)
    shown.root.get_by_role("button", name="Take 97110 off the chart").click()
    shown.comes_to_hold(["97112", "98940", "98941"])
    shown.select("Another code", "97140")
    shown.root.get_by_role("button", name="Add").click()
    chosen = ["97112", "98940", "98941", "97140"]
    shown.comes_to_hold(chosen)
    shown.root.get_by_role("radio", name="both", exact=True).check()
    shown.comes_to_hold(chosen, place="both", title="in a facility")
    shown.root.get_by_role("radio", name="parts", exact=True).check()
    shown.comes_to_hold(chosen, place="both", parts=True, title="work is")

    expect(shown.root.get_by_label("State")).to_be_disabled()
    shown.root.get_by_role("radio", name="dollars", exact=True).check()
    shown.root.get_by_role("radio", name="office", exact=True).check()
    shown.comes_to_hold(chosen, "dollars", parts=True, title="$")
    expect(shown.root.get_by_role("radio", name="parts", exact=True)).to_be_disabled()
    shown.select("State", "OH")
    shown.comes_to_hold(chosen, "dollars", parts=True, locality="15202-00")
    expect(shown.root.get_by_label("Locality")).to_be_hidden()
    shown.select("State", "NY")
    shown.select("Locality", "13202-01")
    shown.comes_to_hold(chosen, "dollars", parts=True, locality="13202-01")
    figure = shown.root.locator("figure")
    expect(figure, "how far a source was read is behind it").not_to_contain_text(
        "read in a copy", use_inner_text=True
    )
    figure.get_by_text("Sources", exact=True).click()
    expect(figure).to_contain_text("read in a copy", use_inner_text=True)
    shown.is_clean(axe)


def test_by_keyboard_alone(shown, axe):
    """Only the first focus is set; from there on nothing but keys."""
    shown.root.get_by_role("button").first.focus()
    shown.tab_to_words("Take 97110 off")
    shown.press("Enter")
    shown.comes_to_hold(["97112", "98940", "98941"])
    shown.tab_to_words("Another code")
    shown.press("ArrowDown")
    shown.tab_to_words("Add")
    shown.press("Enter")
    first_offered = shown.root.get_by_label("Another code").locator("option").nth(1).get_attribute("value")
    chosen = ["97112", "98940", "98941", *([first_offered] if first_offered not in FOUR else [])]
    shown.comes_to_hold(chosen)
    shown.tab_to_words("RVU")
    shown.press("ArrowRight")
    shown.comes_to_hold(chosen, "dollars")
    # The chart may come before the word that a place can be chosen; a field that is still off is passed over by Tab.
    expect(shown.root.get_by_label("State", exact=True)).to_be_enabled()
    shown.tab_to_words("State")
    shown.page.keyboard.type("Ohio")
    shown.comes_to_hold(chosen, "dollars", locality="15202-00")
    shown.tab_to_words("The numbers as a table")
    shown.press("Enter")
    table = shown.root.locator("table")
    table.wait_for(state="visible")
    expect(table).to_contain_text("2024, from March 9", use_inner_text=True)
    shown.tab_to_words("dollars", key="Shift+Tab")
    shown.press("ArrowLeft")
    shown.comes_to_hold(chosen, locality="15202-00")
    expect(table, "an open table stays open").to_be_visible()
    # Said once the chart has come, which is after Python holds what was asked.
    shown.root.locator("[role=status]", has_text="Total RVU").first.wait_for(state="attached")
    shown.is_clean(axe)


def test_what_a_choice_frees_is_there_for_the_next_key_before_python_answers(window):
    explorer = RvuExplorer()
    state = {name: value for name, value in explorer.get_state().items() if name[0] != "_"}
    page = window.emptied()
    page.evaluate(ALONE, [explorer._esm, state])
    expect(page.get_by_label("State")).to_be_disabled()
    page.get_by_role("radio", name="RVU").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("State")).to_be_enabled()
    expect(page.get_by_role("radio", name="parts")).to_be_disabled()
    expect(page.get_by_text("Dollars are shown as totals.")).to_be_visible()
    page.get_by_role("radio", name="dollars").press("ArrowLeft")
    expect(page.get_by_label("State")).to_be_disabled()


def test_what_cannot_be_shown_is_said_and_the_chart_stays(shown, axe):
    for code in FOUR[:3]:
        shown.root.get_by_role("button", name=f"Take {code} off the chart").click()
        shown.root.locator(f'[data-code="{code}"]').wait_for(state="detached")
    shown.comes_to_hold(FOUR[3:], title=f"{FOUR[3]}: ")  # of two codes, its title may name the one that stays
    title = shown.root.locator("figcaption").inner_text()
    shown.root.get_by_role("button", name="Take 98941 off the chart").click()
    shown.root.get_by_text("Choose one to 6 codes; 0 are chosen.").wait_for()
    expect(shown.root.locator("figcaption")).to_have_text(title, use_inner_text=True)
    shown.is_clean(axe)


def test_each_point_says_its_number_under_the_pointer(shown):
    mark = shown.root.locator(".cptedu-mark").filter(has_text="98940 in 2026").first
    tip = mark.locator(".cptedu-tip")
    expect(tip).to_have_css("visibility", "hidden")
    mark.locator(":scope > :first-child").hover()
    expect(tip).to_have_css("visibility", "visible")
    expect(tip).to_contain_text("0.80 RVU in an office")


def test_it_fits_its_window_and_reads_well_in_both_themes(lab, axe):
    shown = Shown.in_lab(lab)
    page, root = shown.watched, shown.root
    size = "each => parseFloat(getComputedStyle(each).fontSize) * each.getBoundingClientRect().width / each.getBBox().width"
    for look in page.every_look():
        assert not root.evaluate(SIDEWAYS)
        assert not page.scrolls_sideways()
        drawn = root.locator("svg text").first.evaluate(size)
        assert drawn >= 12, "the words of the chart, as they come out on the screen"
        assert axe(page, WHERE) == []
        page.screenshot(f"rvu_explorer_{look}")


def test_a_county_finds_its_locality_by_keys_and_a_zip_is_told(in_lab, axe):
    shown = in_lab
    shown.root.get_by_role("radio", name="dollars", exact=True).check()
    shown.select("State", "TX")
    county, says = shown.root.get_by_label("County", exact=True), shown.root.locator(".where [role=status]")
    expect(county).to_have_attribute("aria-describedby", says.get_attribute("id"))
    county.wait_for()
    shown.page.wait_for_function("field => !field.disabled", arg=county.element_handle())
    shown.tab_to_words("County")
    shown.page.keyboard.type("77002")
    shown.press("Tab")
    says.get_by_text("A ZIP is not held. Find its county, and write that.").wait_for()
    shown.tab_to_words("County", key="Shift+Tab")
    shown.press("Control+a")
    shown.page.keyboard.type("Harris")
    shown.press("Tab")
    shown.comes_to_hold(FOUR, "dollars", locality="04412-18")
    says.get_by_text("Harris: Houston").wait_for()
    assert "Locality" in shown.focused(), "the next key is in the next field"
    for look in shown.watched.every_look():
        assert not shown.watched.scrolls_sideways()
        assert axe(shown.watched, WHERE) == []
        shown.watched.screenshot(f"county_{look}")
    shown.select("Locality", "04412-99")
    shown.comes_to_hold(FOUR, "dollars", locality="04412-99")
    expect(county).to_have_value("")
    shown.select("State", "OH")
    shown.comes_to_hold(FOUR, "dollars", locality="15202-00")
    expect(county).to_be_hidden()
    shown.is_clean(axe)
