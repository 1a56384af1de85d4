// A prediction on its page: one tap commits, the card turns when Python has answered, and what was said is taken back before another try.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Model, show } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import instrument from "../../cptedu/widgets/prediction/view.js";

const choice = (words, gloss = "") => ({ words, gloss });
const unanswered = { problem: "", summary: "", turned: null, of: { said: "" } };
const turned = (said) => ({ problem: "", summary: `You said ${said}.`, of: { said }, turned: { right: "97112-59", how: said === "97112-59" ? "right" : "other",
  says: `You said ${said}.`, because: "In the legs.", card: "<p>In the legs.</p>", others: "", count: "", sources: [] } });

function drawn(choices = [choice("97112-59"), choice("97112"), choice("no line")]) {
  const model = new Model({ said: "", asked: { told: "", question: "And 97112?", choices }, reading: unanswered });
  const place = show(html("div"));
  instrument.render({ model, el: place });
  const root = place.querySelector(".prediction");
  return { model, root, buttons: [...root.querySelectorAll(".choices button")], back: root.querySelector(".back") };
}

test("the first tap commits, and a second one before Python has answered changes nothing", () => {
  const { model, buttons, back } = drawn();
  buttons[1].click();
  buttons[0].click();
  assert.deepEqual(model.told, [{ said: "97112" }]);
  assert.equal(buttons[1].getAttribute("aria-pressed"), "true");
  assert.deepEqual(buttons.map((one) => one.getAttribute("aria-disabled")), ["true", "true", "true"]);
  assert.equal(back.hasAttribute("data-turned"), false, "nothing is told that Python has not said");
});

test("the card turns, marks both, and lets itself be asked again", () => {
  const { model, root, buttons, back } = drawn();
  buttons[1].click();
  model.answer({ reading: turned("97112") });
  assert.equal(back.hasAttribute("data-turned"), true);
  assert.deepEqual(buttons.map((one) => one.querySelector(".mark").textContent), ["the answer", "your choice", ""]);
  assert.equal(root.querySelector("[role=status]").textContent, "You said 97112.");
  back.querySelector(".again").click();
  assert.deepEqual(model.told.at(-1), { said: "" });
  assert.equal(back.hasAttribute("data-turned"), false);
  assert.deepEqual(buttons.map((one) => one.querySelector(".mark").textContent), ["", "", ""]);
});

test("an answer of what was said before does not turn the card of what is said now", () => {
  const { model, buttons, back } = drawn();
  buttons[1].click();
  model.answer({ reading: turned("97112") });
  back.querySelector(".again").click();
  buttons[2].click();
  assert.equal(back.hasAttribute("data-turned"), false);
});

test("four or five short answers stand side by side, fewer or longer ones below one another", () => {
  const beside = (...words) => drawn(words.map((one) => choice(one))).root.querySelector(".choices").dataset.beside;
  assert.equal(beside("97110", "97112", "97530", "97535", "no line"), "3");
  assert.equal(beside("97110", "97112", "97530", "no line"), "2");
  assert.equal(beside("97110", "97112", "no line"), undefined);
  assert.equal(beside("98940 + 97112-59", "98940", "98941", "98942"), undefined);
});
