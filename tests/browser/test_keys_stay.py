"""Who works by keys keeps them: whatever a button does, and however often, the focus stays within the instrument."""

import pytest
from instruments import INSTRUMENTS

from cptedu.widgets.plan_table import PlanTable

# The instrument alone on a page, with Python behind it: what is told is answered, trait by trait, as a kernel would.
SHOW = """async ([script, style, state]) => {
  document.head.append(Object.assign(document.createElement("style"), {textContent: style}));
  const followed = new Map();
  const fire = name => (followed.get(`change:${name}`) ?? []).forEach(call => call());
  let changed = {};
  let open = 0;
  const tell = async message => {
    open += 1;
    const answer = await pythonHears(message);
    for (const [name, value] of Object.entries(answer)) { state[name] = value; fire(name); }
    open -= 1;
  };
  const model = {
    get: name => state[name],
    set: (name, value) => {
      const isNew = JSON.stringify(state[name]) !== JSON.stringify(value);
      state[name] = changed[name] = value;
      if (isNew) fire(name);
    },
    save_changes: () => { tell({set: changed}); changed = {}; },
    send: content => { tell({send: content}); },
    on: (event, call) => followed.set(event, [...(followed.get(event) ?? []), call]),
    off: () => {},
  };
  const module = await import(URL.createObjectURL(new Blob([script], {type: "text/javascript"})));
  const el = document.body.appendChild(document.createElement("div"));
  el.className = "shown-here";
  module.default.render({model, el});
  window.isQuiet = () => open === 0;
}"""
KIND = "each => [each.className, each.parentElement.className, each.closest('ul, ol, table')?.className].join('|')"
# A button of a kind that was not pressed yet has the focus; what it is hidden in is opened first. Gives its kind and name.
TO_THE_NEXT = f"""pressed => {{
  const kind = {KIND};
  const opens = each => [...document.querySelectorAll("[aria-controls][aria-expanded=false]")].find(
    one => document.getElementById(one.getAttribute("aria-controls"))?.contains(each));
  for (const each of document.querySelectorAll(".shown-here :is(button:enabled, summary)")) {{
    if (pressed.includes(kind(each))) continue;
    const opener = opens(each);
    if (!each.checkVisibility() && !opener) continue;
    opener?.click();
    each.focus();
    if (document.activeElement !== each) continue;
    window.last = each;
    return [kind(each), each.getAttribute("aria-label") ?? each.textContent];
  }}
  return null;
}}"""
# Whether the same button still has the focus, and can be pressed again.
IS_STILL_THERE = "() => document.activeElement === last && !last.matches(':disabled, [aria-disabled=true]')"
# Where the focus is after all that was drawn: Chromium takes it from what is hidden or disabled with the next picture.
HAS_KEYS = """() => {
  const held = document.activeElement;
  return Boolean(held.closest(".shown-here")) && held.checkVisibility() && !held.matches(":disabled");
}"""
OFTEN = 4  # times that one button is pressed


@pytest.fixture(params=INSTRUMENTS)
def shown(request, chromium, tmp_path):
    """A page with one instrument, and Python behind it."""
    PlanTable(folder=tmp_path).save("monday")
    made = INSTRUMENTS[request.param](tmp_path)

    def state():
        return {name: value for name, value in made.get_state().items() if name[0] != "_"}

    def hears(message):
        before = state()
        if "set" in message:
            made.set_state(message["set"])
        else:
            made._handle_custom_msg(message["send"], [])
        told = {**before, **message.get("set", {})}
        return {name: value for name, value in state().items() if value != told.get(name)}

    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.expose_function("pythonHears", hears)
    page.evaluate(SHOW, [made._esm, getattr(made, "_css", ""), state()])
    yield page
    context.close()


def press(page, key):
    page.keyboard.press(key)
    page.wait_for_function("isQuiet()")
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def test_the_focus_stays_within_the_instrument_whatever_its_buttons_do(shown):
    left, kinds = [], []
    while button := shown.evaluate(TO_THE_NEXT, kinds):
        kind, name = button
        kinds.append(kind)
        for at in range(OFTEN):
            press(shown, "Space" if at % 2 else "Enter")
            if not shown.evaluate(HAS_KEYS):
                left.append(name)
                break
            if not shown.evaluate(IS_STILL_THERE):
                break
    assert left == []
    assert kinds or shown.locator(".payer-lens, .note-to-code, .tradeoff-explorer").count(), (
        "there is something to press"
    )
