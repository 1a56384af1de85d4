"""A question drawn by itself, without Jupyter around it: it fits one screen, and nothing moves under the pointer."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

import cptedu.widgets.practice as shown
from cptedu.learn.exercises import exercise
from cptedu.learn.generator import kinds_of
from cptedu.learn.questions import SKILLS, answer_as_json
from cptedu.widgets.kit.bundle import script, stylesheet
from cptedu.widgets.practice import Practice

HERE = Path(shown.__file__).parent
FRAME = 56  # pixels of the course's bar above a lesson
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; color-scheme: light dark; } main { max-width: 70rem; margin: auto; padding: %dpx clamp(8px, 2vw, 20px) 0; }
%s</style><main></main><script type="module">
const [given, module] = %s;
const told = {};
const model = { get: (name) => given[name], set() {}, save_changes() {}, off() {}, send: (what) => { window.sent = what; },
  on: (name, call) => { (told[name] ??= []).push(call); } };
window.put = (traits) => { for (const [name, value] of Object.entries(traits)) given[name] = value;
  for (const name of Object.keys(traits)) for (const call of told[`change:${name}`] ?? []) call(); };
const view = await import(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));
view.default.render({ model, el: document.querySelector("main") });
window.isDrawn = true;
</script>"""
WHERE_ALL_IS = """() => Object.fromEntries([...document.querySelectorAll(
    ".practice :is(.pick, .option, .record, .reply, h3), .practice .buttons button")]
  .map((each, n) => [n, each]).filter(([, each]) => each.offsetParent)
  .map(([n, each]) => [n, Math.round(each.getBoundingClientRect().top)]))"""
# Where the buttons end when they do not stay in sight: where the question ends.
ENDS = """() => {
  const row = document.querySelector(".practice .buttons");
  row.style.position = "static";
  const { bottom } = row.querySelector("button").getBoundingClientRect();
  row.style.position = "";
  return bottom;
}"""
CAN_BE_PRESSED = """(button) => {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth && button.contains(over);
}"""


def traits(practice):
    return {name: getattr(practice, name) for name in ("task", "reply", "standing")}


class Drawn:
    """One question on a page that has nothing else."""

    def __init__(self, window, name, width, height):
        self.practice = Practice(name.split("/")[0])
        self.practice.show(exercise(name))
        self.page = window.emptied(width=width, height=height)
        self.errors = window.errors
        given = json.dumps([traits(self.practice), script(HERE / "view.js")]).replace("</", "<\\/")
        self.page.set_content(PAGE % (FRAME, stylesheet(HERE / "style.css"), given))
        self.page.wait_for_function("window.isDrawn")
        self.root = self.page.locator(".practice")

    def check(self):
        self.root.get_by_role("button", name="Check").click()
        self.practice.do("check", answer=self.page.evaluate("window.sent.answer"))
        self.page.evaluate("(told) => put(told)", traits(self.practice))


@pytest.fixture
def draw(window):
    held = []

    def one(name, width=1280, height=800):
        """Draw a question in the place of the one before it."""
        held.append(Drawn(window, name, width, height))
        return held[-1]

    yield one
    assert [each.errors for each in held if each.errors] == []


@pytest.mark.parametrize("skill", SKILLS)
def test_a_whole_question_of_every_kind_fits_one_screen_with_check(draw, skill):
    for kind in kinds_of(skill):
        for width, height in ((1280, 800), (412, 915)):
            level = 1 if width < 500 else 2  # on a phone a claim of three services to be put right is longer
            shown = draw(f"{skill}/{kind}/{level}/3", width, height)
            assert shown.page.evaluate(ENDS) <= height, (skill, kind, width)
            assert not shown.page.evaluate("document.documentElement.scrollWidth > innerWidth"), (kind, width)
        check_can_be_pressed_wherever_one_is(shown)


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("skill", SKILLS)
def test_check_is_in_sight_of_every_kind_of_question_on_a_small_phone(draw, skill, level):
    for kind in kinds_of(skill):
        shown = draw(f"{skill}/{kind}/{level}/3", 390, 844)
        assert not shown.page.evaluate("document.documentElement.scrollWidth > innerWidth"), kind
        check_can_be_pressed_wherever_one_is(shown)


def check_can_be_pressed_wherever_one_is(shown):
    """On a smaller phone, where some questions are longer than the screen."""
    shown.page.set_viewport_size({"width": 390, "height": 844})
    buttons = shown.root.locator(".buttons button")
    assert buttons.first.evaluate(CAN_BE_PRESSED)
    shown.root.locator("fieldset input:visible").last.scroll_into_view_if_needed()
    assert all(one.evaluate(CAN_BE_PRESSED) for one in buttons.all())


@pytest.mark.parametrize("width", [1280, 900, 412])
def test_the_reply_stands_right_below_check_at_every_size(draw, width):
    for name in ("cmt_level/regions/2/3", "exercise_code/codes/1/3", "medicare/fix/1/3"):
        shown = draw(name, width)
        shown.root.locator(".answered").scroll_into_view_if_needed()
        row, check, reply = (
            shown.root.locator(one).bounding_box() for one in (".buttons", ".buttons .main", ".reply")
        )
        assert 0 < reply["y"] - row["y"] - row["height"] < 16
        assert reply["x"] == check["x"]


@pytest.mark.parametrize("name", ["ncci_59/fix/2/3", "medicare/fix/1/3", "timed_units/fix/2/7"])
def test_no_line_of_a_claim_moves_when_one_is_tapped(draw, name):
    shown = draw(name)
    before = shown.page.evaluate(WHERE_ALL_IS)
    for line in shown.root.locator("fieldset .pick:visible").all():
        line.click()
        assert shown.page.evaluate(WHERE_ALL_IS) == before


@pytest.mark.parametrize(
    "name", ["exercise_code/codes/2/3", "cmt_level/regions/2/3", "exercise_code/missing/2/3"]
)
def test_nothing_moves_when_an_answer_is_tapped_and_when_its_reply_comes(draw, name):
    shown = draw(name)
    before = shown.page.evaluate(WHERE_ALL_IS)
    shown.root.locator("fieldset input").first.click()
    assert shown.page.evaluate(WHERE_ALL_IS) == before
    shown.check()
    assert shown.practice.reply["state"] != "not answered yet"
    after = shown.page.evaluate(WHERE_ALL_IS)
    assert after == before


def test_the_place_of_a_code_stays_when_its_units_and_modifiers_come_beside_it(draw):
    shown = draw("ncci_59/fix/2/3")
    number = shown.root.locator(".line.off b").first.inner_text()
    line = shown.root.locator(f".line:has([aria-label='Bill {number}'])")
    top = line.bounding_box()["y"]
    expect(line.locator(".units")).to_be_hidden()
    line.locator("label.pick").click()
    expect(line.locator(".units")).to_be_visible()
    assert line.bounding_box()["y"] == top


def test_on_a_phone_the_record_stands_beside_the_visit_and_before_what_is_tapped(draw):
    for name in ("cmt_level/codes/2/3", "timed_units/units/2/3"):
        shown = draw(name, 412, 915)
        picture, record, form = (
            shown.root.locator(one).bounding_box() for one in (".picture", ".record", "fieldset")
        )
        assert picture["y"] == record["y"]
        assert picture["x"] + picture["width"] <= record["x"]
        assert record["y"] + record["height"] <= form["y"]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_of_a_question_keeps_people_out(draw, axe, look):
    for name in (
        "ncci_59/fix/2/3",
        "exercise_code/sentence/2/3",
        "cmt_level/regions/2/3",
        "timed_units/units/2/3",
        "evaluation/judge/2/3",
    ):
        shown = draw(name)
        shown.page.emulate_media(color_scheme=look)
        shown.practice.do("solution")
        shown.page.evaluate("(told) => put(told)", traits(shown.practice))
        assert axe(shown, ".practice") == [], name


def test_units_are_counted_by_buttons_or_typed(draw):
    shown = draw("timed_units/units/2/3")
    code = shown.root.locator(".line b").first.inner_text()
    more, less = (
        shown.root.get_by_role("button", name=f"One unit of {code} {way}") for way in ("more", "less")
    )
    field = shown.root.get_by_role("spinbutton", name=f"Units of {code}")
    expect(field).to_have_value("")
    less.click()
    expect(field).to_have_value("0")
    more.click()
    more.click()
    expect(field).to_have_value("2")
    field.fill("3")
    shown.root.get_by_role("button", name="Check").click()
    assert shown.page.evaluate("window.sent.answer[0]") == [code, 3, []]


def test_a_sentence_is_chosen_in_the_note_by_mouse_and_by_keys(draw):
    shown = draw("exercise_code/sentence/2/3")
    right = shown.practice.exercise.question.right[0][0]
    shown.root.locator(".note label.sentence", has_text=right).click()
    shown.check()
    assert shown.practice.reply["state"] == "right"
    shown.page.keyboard.press("Shift+Tab")
    shown.page.keyboard.press("ArrowDown")
    shown.root.get_by_role("button", name="Check").click()
    assert shown.page.evaluate("window.sent.answer") != right


def test_a_code_that_is_not_at_hand_is_one_press_away(draw):
    shown = draw("exercise_code/codes/2/3")
    far = next(row["code"] for row in shown.practice.task["form"]["rows"] if not row["at_hand"])
    box = shown.root.get_by_role("checkbox", name=f"Bill {far}")
    expect(box).to_be_hidden()
    shown.root.get_by_text("Another code").click()
    box.check()
    shown.root.get_by_role("button", name="Check").click()
    assert shown.page.evaluate("window.sent.answer") == [[far, 1, []]]


def test_what_leads_on_is_quiet_until_there_was_a_try(draw):
    shown = draw("exercise_code/codes/2/3")
    later = [
        shown.root.get_by_role("button", name=name) for name in ("Solution", "Another like this", "Next")
    ]
    for each in later:
        expect(each).to_contain_class("quiet")
    shown.practice.do("check", answer=answer_as_json(shown.practice.exercise.question.right[0]))
    shown.page.evaluate("(told) => put(told)", traits(shown.practice))
    for each in later:
        expect(each).not_to_contain_class("quiet")
    expect(later[-1]).to_contain_class("main")


def test_each_part_of_a_reply_is_a_line_of_its_own_and_no_word_of_it_is_lost(draw):
    shown = draw("cmt_level/codes/2/3")
    shown.root.get_by_role("checkbox", name="Bill 98942").check()
    shown.check()
    parts = shown.practice.reply["parts"]
    assert len(parts) > 1
    lines = shown.root.locator(".reply p")
    assert lines.evaluate_all("all => all.map((one) => one.dataset.role)") == [one["role"] for one in parts]
    assert " ".join(lines.all_inner_texts()) == shown.practice.reply["feedback"]


def test_a_set_has_an_end_that_is_said(draw):
    shown = draw("cmt_level/codes/1/3")
    standing = {**shown.practice.standing, "right": 6, "count": 6}
    shown.page.evaluate("(told) => put(told)", {"standing": standing})
    expect(shown.root.locator(".standing")).to_contain_text(
        "The set is done; go on as long as you like.", use_inner_text=True
    )
    expect(shown.root.locator(".dots i.full")).to_have_count(6)
