"""An answer of Python's may come while somebody presses a button or a key: it counts all the same, in every instrument."""

import pytest
from instruments import INSTRUMENTS

from cptedu.widgets.plan_table import PlanTable

# The instrument alone, on an empty page: what it is told stays as it is, and is told again when the test says so.
SHOW = """async ([script, style, state]) => {
  document.head.append(Object.assign(document.createElement("style"), {textContent: style}));
  const followed = new Map();
  const model = {
    get: name => state[name],
    set: (name, value) => {},
    save_changes: () => {},
    send: () => {},
    on: (event, call) => followed.set(event, [...(followed.get(event) ?? []), call]),
    off: () => {},
  };
  const module = await import(URL.createObjectURL(new Blob([script], {type: "text/javascript"})));
  const el = document.body.appendChild(document.createElement("div"));
  module.default.render({model, el});
  followed.delete("change:task"); // another exercise, which has buttons of its own
  window.answerComes = () => followed.forEach(calls => calls.forEach(call => call()));
  window.pressed = null;
  document.addEventListener("click", event => { window.pressed = event.target.closest("button, summary"); }, true);
}"""
# The last button of each kind: those of one row or list are alike.
ONE_OF_EACH_KIND = """() => {
  const kind = each => [each.className, each.parentElement.className, each.closest("ul, ol, table")?.className,
    each.matches("summary") && each.textContent].join("|");
  const all = [...document.querySelectorAll("button:enabled, summary")];
  window.kinds = [...new Map(all.map(each => [kind(each), each])).values()];
  return window.kinds.length;
}"""
# What a button is called, and where it is; what it is hidden in is opened first.
BRING_INTO_VIEW = """at => {
  const button = window.kinds[at];
  const opens = each => document.getElementById(each.getAttribute("aria-controls"))?.contains(button);
  [...document.querySelectorAll("[aria-controls][aria-expanded=false]")].find(opens)?.click();
  button.scrollIntoView({block: "center"});
  const {x, y, width, height} = button.getBoundingClientRect();
  window.pressed = null;
  const name = button.getAttribute("aria-label") ?? button.textContent;
  return {name, gone: !button.isConnected, x: x + width / 2, y: y + height / 2, shown: button.checkVisibility() && width > 0};
}"""
# After the frame in which an instrument may draw what it was told.
ANSWER_COMES = "() => new Promise(done => { answerComes(); requestAnimationFrame(() => setTimeout(done)); })"


@pytest.fixture(scope="module", params=INSTRUMENTS)
def instrument(request, tmp_path_factory):
    """The name of an instrument, and what its page is made of."""
    folder = tmp_path_factory.mktemp("plans")
    PlanTable(folder=folder).save("monday")
    made = INSTRUMENTS[request.param](folder)
    state = {name: value for name, value in made.get_state().items() if name[0] != "_"}
    return request.param, [made._esm, getattr(made, "_css", ""), state]


@pytest.fixture
def page(window):
    return window.emptied()


def press_by_mouse(page, at, button):
    page.mouse.move(button["x"], button["y"])
    page.mouse.down()
    yield
    page.mouse.up()


def press_by_key(page, at, button):
    page.evaluate("at => window.kinds[at].focus()", at)
    page.keyboard.down("Space")
    yield
    page.keyboard.up("Space")


@pytest.mark.parametrize("press", [press_by_mouse, press_by_key])
def test_a_press_counts_though_an_answer_comes_before_it_is_let_go(instrument, press, page):
    name, made_of = instrument
    page.evaluate(SHOW, made_of)
    lost, tried = [], 0
    for at in range(page.evaluate(ONE_OF_EACH_KIND)):
        button = page.evaluate(BRING_INTO_VIEW, at)
        if button["gone"]:  # another was put in its place, though nothing had changed
            lost.append(button["name"])
        if not button["shown"]:
            continue
        for _ in press(page, at, button):
            page.evaluate(ANSWER_COMES)
        tried += 1
        if not page.evaluate("at => window.pressed === window.kinds[at]", at):
            lost.append(button["name"])
        page.keyboard.press("Escape")
        page.evaluate(ANSWER_COMES)  # to the press itself
    assert lost == []
    assert tried or name in {"note to code", "payer lens", "trade-off explorer"}, (
        "there is something to press"
    )
