// The keys of the stage: each that its list names does something, and so does each button.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Model, press, show } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { panelOver } from "../../cptedu/widgets/presentation/stage_panel.js";
import stage from "../../cptedu/widgets/presentation/view.js";

// What Python tells the page of its keys; tests/widgets/test_presentation.py holds it against the table of them.
const keys = JSON.parse(readFileSync(new URL("stage_keys.json", import.meta.url), "utf8"));
const OPENING = { kind: "opening", title: "A deck", notes: "", faults: [], age: "", notice: "", said: "A deck" };
const program = { title: "A deck", opening: "One case.", cases: [{ title: "Neck", faulty: false }], teaching: "", ...keys };

/** A stage at its opening, with what it tells Python, and how often the whole screen was asked for. */
function drawn(panel = "") {
  const model = new Model({ shown: OPENING, program, panel, at: 0, revealed: 0, votes: [], theme: "", notes_shown: false, is_black: false, map: "map" });
  const place = show(html("div"));
  const end = stage.render({ model, el: place, host: { getWidget: async () => ({ render: async () => undefined }) } });
  after(end);
  const root = place.querySelector(".presentation");
  let screens = 0;
  root.requestFullscreen = async () => { screens += 1; };
  return { model, root, screens: () => screens };
}

for (const key of keys.known) {
  test(`the key ${JSON.stringify(key)} does what the table says`, () => {
    const { model, root, screens } = drawn();
    assert.equal(press(root, key), false, "the page does not do something else with it as well");
    const told = { screen: [], light: [{ press: "l", dark: false }] }[keys.on_page[key]] ?? [{ press: key }];
    assert.deepEqual(model.told.filter((one) => !one.are_you_there), told);
    assert.equal(model.told.length - told.length, keys.typed_after.includes(key) ? 1 : 0, "only before a field it is asked when it is there");
    assert.equal(screens(), keys.on_page[key] === "screen" ? 1 : 0);
    assert.ok(model.told.length + screens(), "nothing came of it");
  });
}

test("a key that no list names is left alone", () => {
  const { model, root } = drawn();
  assert.equal(press(root, "z"), true);
  assert.deepEqual(model.told, []);
});

test("each button presses a key of the table", () => {
  const { model, root, screens } = drawn();
  const buttons = [...root.querySelectorAll(".controls button")];
  assert.deepEqual(buttons.map((one) => one.dataset.key).filter((key) => !keys.known.includes(key)), []);
  for (const button of buttons) {
    const before = model.told.length + screens();
    button.click();
    assert.ok(model.told.length + screens() > before, button.textContent);
  }
});

test("behind the key for why stand the wrong choices and what a room asks, with whose rule it is, and nothing once it is closed", () => {
  const asked = [
    { question: "Why not <b>XS</b>?", answer: "One of the two.", source: "CMS, 2025" },
    { question: "How often?", answer: "No source held here says.", source: "" },
  ];
  const why_not = [{ choice: "98940", says: "97112 was left off.", full: "97112 was left off." },
    { choice: "97110", says: "Not so.", full: "Not so, <b>by</b> the book." }];
  const model = new Model({ shown: { ...OPENING, why_not, asked }, program, panel: "why" });
  const [root, panel, choices] = [html("section", { tabindex: "0" }), html("div"), html("ol")];
  const paint = panelOver({ root, panel, choices }, model, { press() {}, go() {}, write() {} });
  const told = () => [...panel.querySelectorAll("li")].map((one) => [...one.querySelectorAll("b, b + span")].map((part) => part.textContent.trim()));
  paint();
  assert.deepEqual(told(), [
    ["98940", "97112 was left off."], ["97110", "Not so. in fullNot so, <b>by</b> the book."], ["“Why not <b>XS</b>?”", "One of the two. [CMS, 2025]"], ["“How often?”", "No source held here says."]]);
  assert.deepEqual([...panel.querySelectorAll("summary")].map((one) => one.textContent), ["in full"]);
  model.answer({ shown: OPENING, panel: "" });
  paint();
  assert.equal(panel.textContent, "");
});

test("a reason that the slide says shortly stands unfolded where all reasons are, and no other does", () => {
  const fold = (words) => `<details><summary>more</summary>${words}</details>`;
  const reasons = [{ says: "Short.", full: "The long one.", source: "" }, { says: "Known.", full: "Known.", source: "" }];
  const shown = { ...OPENING, items: [{ reasons }], reasons: fold("Known.") + fold("First. The long one.") };
  const [root, panel, choices] = [html("section", { tabindex: "0" }), html("div"), html("ol")];
  panelOver({ root, panel, choices }, new Model({ shown, program, panel: "reasons" }), { press() {}, go() {}, write() {} })();
  assert.deepEqual([...panel.querySelectorAll("details")].map((one) => one.open), [false, true]);
});
