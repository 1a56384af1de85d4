// One instrument whole: what is shared does its work in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Model, pass, settle, show } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import instrument from "../../cptedu/widgets/note_to_code/view.js";

const VISIT = { payer: "medicare" };
const reading = (kept, summary) => ({ problem: "", summary, title: "Neck", taken: 2 - kept.length, all: ["minutes", "contact"], codes: [], never: [],
  groups: [{ title: "Service", elements: ["minutes", "contact"].map((id) => ({ id, label: id, text: id, gone: "", kept: true, effect: "" })) }],
  of: { visit: VISIT, kept } });

function drawn() {
  const kept = ["minutes", "contact"];
  const model = new Model({ visit: VISIT, kept, reading: reading(kept, "97112 stands.") });
  const place = show(html("div"));
  const end = instrument.render({ model, el: place });
  const root = place.querySelector(".note-to-code");
  return { model, root, end, stale: root.querySelector(".stale"), spoken: root.querySelector("[role=status]") };
}

test("a switch tells Python, and the answer takes the waiting away", () => {
  const { model, root, stale, spoken } = drawn();
  assert.equal(spoken.textContent, "97112 stands.");
  const box = root.querySelector("input[value=minutes]");
  box.checked = false;
  settle(box);
  assert.deepEqual(model.told, [{ kept: ["contact"] }]);
  assert.equal(root.hasAttribute("data-waiting"), true);
  pass(1500);
  assert.equal(stale.hidden, false);
  model.answer({ reading: reading(["contact"], "97112 falls.") });
  assert.deepEqual([root.hasAttribute("data-waiting"), stale.hidden, spoken.textContent], [false, true, "97112 falls."]);
});

test("a view that is gone listens no more, and leaves no clock running", () => {
  const { model, root, end, stale } = drawn();
  const box = root.querySelector("input[value=contact]");
  box.checked = false;
  settle(box);
  end();
  assert.equal(model.listeners, 0);
  pass(10000);
  assert.equal(stale.hidden, true);
});
