// What is typed between the key that opens a field and the field: nothing of it is lost, or taken for something else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Model, pass, press, show, viewLife } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { typingAhead } from "../../cptedu/widgets/presentation/stage_typing_ahead.js";

/** A stage whose key T opens two fields, as soon as Python has answered; a key that nobody holds is done by the stage. */
function opened() {
  const model = new Model({ program: { typed_after: ["t", "w"] }, panel: "" });
  const [first, second] = [html("input", { type: "number" }), html("input", { type: "number" })];
  const root = show(html("section", { tabindex: "0" }));
  const ahead = typingAhead(root, model, viewLife().signal);
  const [done, typed] = [[], []];
  root.addEventListener("input", ({ target }) => typed.push([target === first ? 1 : 2, target.value]));
  root.addEventListener("keydown", (event) => {
    if (ahead.holds(event)) return;
    done.push(event.key);
    if (event.key === "Enter" && event.target === first) second.focus();
    if (event.key === "t") ahead.pressed("t");
  });
  const here = (/** @type {number} */ beat) => model.calls.get("msg:custom").forEach((call) => call({ here: beat }));
  const draw = (panel, ...fields) => {
    root.dataset.panel = panel;
    root.append(...fields);
    fields[0]?.focus();
    ahead.painted();
  };
  return { model, root, first, second, done, typed, here, draw, beat: () => model.told.at(-1).are_you_there };
}

const hammer = (root, ...keys) => keys.forEach((key) => press(root, key));

test("numbers typed before the fields are there land in them, one after the other", () => {
  const { model, root, first, second, done, typed, here, draw, beat } = opened();
  hammer(root, "t", "4", "2", "Enter", "7");
  assert.deepEqual(done, ["t"]);
  model.answer({ panel: "tally" });
  here(beat());
  assert.deepEqual(typed, [], "the field is not drawn yet");
  draw("tally", first, second);
  assert.deepEqual([first.value, second.value, done], ["42", "7", ["t", "Enter"]]);
  assert.deepEqual(typed, [[1, "4"], [1, "42"], [2, "7"]]);
  hammer(root, "5");
  assert.deepEqual(done, ["t", "Enter", "5"], "afterwards nothing is held");
});

test("what stood in a field is typed over, as it is selected when the field is entered", () => {
  const { model, root, first, here, draw, beat } = opened();
  first.value = "120";
  hammer(root, "t", "9");
  model.answer({ panel: "tally" });
  draw("tally", first);
  assert.equal(first.value, "120", "another answer than the one to T");
  here(beat());
  assert.equal(first.value, "9");
});

test("an answer to an earlier question releases nothing", () => {
  const { model, root, first, done, here, draw, beat } = opened();
  hammer(root, "t", "3");
  here(beat() - 1);
  here(12);
  draw("", first);
  assert.deepEqual([first.value, done], ["", ["t"]]);
  model.answer({ panel: "tally" });
  draw("tally");
  here(beat());
  assert.equal(first.value, "3");
});

test("where no field comes, the keys are the stage's, in their order", () => {
  const { root, done, here, draw, beat } = opened();
  hammer(root, "t", "3", "Enter");
  draw("");
  here(beat());
  assert.deepEqual(done, ["t", "3", "Enter"]);
});

test("what follows a second such key waits for its field", () => {
  const { model, root, first, done, here, draw, beat } = opened();
  hammer(root, "t", " ", "t", "8");
  here(beat());
  assert.deepEqual(done, ["t", " ", "t"]);
  model.answer({ panel: "tally" });
  draw("tally", first);
  assert.equal(first.value, "");
  here(beat());
  assert.equal(first.value, "8");
});

test("a letter goes where one writes", () => {
  const { model, root, done, here, draw, beat } = opened();
  const area = html("textarea");
  hammer(root, "t", "p", "q");
  model.answer({ panel: "write" });
  draw("write", area);
  here(beat());
  assert.deepEqual([area.value, done], ["pq", ["t"]]);
});

test("where no answer comes the keys are pressed after a while, and a key that belongs to no field at once", () => {
  const { root, done } = opened();
  hammer(root, "t", "3", "F5");
  assert.deepEqual(done, ["t", "F5"]);
  pass(9_999);
  assert.deepEqual(done, ["t", "F5"]);
  pass(1);
  assert.deepEqual(done, ["t", "F5", "3"]);
});

test("a kernel that takes no message holds no key back", () => {
  const { model, root, done } = opened();
  model.send = () => { throw new Error("gone"); };
  hammer(root, "t", "3");
  assert.deepEqual(done, ["t", "3"]);
});

test("Backspace takes back what was typed last, also where it has not landed yet", () => {
  const { model, root, first, second, done, here, draw, beat } = opened();
  second.value = "120";
  hammer(root, "t", "4", "3", "Backspace", "2", "Enter", "Backspace");
  model.answer({ panel: "tally" });
  draw("tally", first, second);
  here(beat());
  assert.deepEqual([first.value, second.value, done], ["42", "", ["t", "Enter"]], "what stood in a field is selected when it is entered");
});

test("where no field comes, what was taken back is not pressed either", () => {
  const { root, done, here, draw, beat } = opened();
  hammer(root, "t", "3", "Backspace");
  draw("");
  here(beat());
  assert.deepEqual(done, ["t"]);
});

test("Enter begins a line where one writes, and Backspace deletes before the cursor", () => {
  const { model, root, done, here, draw, beat } = opened();
  const area = html("textarea");
  hammer(root, "t", "p", "x", "Backspace", "Enter", "Enter", "Backspace", "q");
  model.answer({ panel: "write" });
  draw("write", area);
  here(beat());
  assert.deepEqual([area.value, done], ["p\nq", ["t"]]);
});
