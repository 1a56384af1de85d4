import assert from "node:assert/strict";
import { test } from "node:test";
import { pass, show, viewLife } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { waitingFor } from "../../cptedu/widgets/kit/waiting.js";

function view(options) {
  const life = viewLife();
  const waiting = waitingFor(life.signal, options);
  const root = show(html("div", {}, [waiting.stale, waiting.spoken]));
  return { life, waiting, root, marks: () => [root.hasAttribute("data-waiting"), root.hasAttribute("data-stale"), !waiting.stale.hidden] };
}

test("what was asked is marked at once, and the note comes only when the silence lasts", () => {
  const { waiting, root, marks } = view();
  waiting.asked(root);
  assert.deepEqual(marks(), [true, false, false]);
  pass(1499);
  assert.deepEqual(marks(), [true, false, false]);
  pass(1);
  assert.deepEqual(marks(), [true, true, true]);
  assert.match(waiting.stale.textContent, /Python has not answered/);
});

test("an answer in time leaves no note, also later", () => {
  const { waiting, root, marks } = view();
  waiting.asked(root);
  pass(1000);
  waiting.answered(root, "One line.");
  pass(10000);
  assert.deepEqual(marks(), [false, false, false]);
});

test("an answer after the silence takes the note away", () => {
  const { waiting, root, marks } = view();
  waiting.asked(root);
  pass(1500);
  waiting.answered(root, "One line.");
  assert.deepEqual(marks(), [false, false, false]);
});

test("a further question is waited for from its own beginning, and a note that stands stays", () => {
  const { waiting, root, marks } = view();
  waiting.asked(root);
  pass(1400);
  waiting.asked(root);
  pass(1400);
  assert.deepEqual(marks(), [true, false, false]);
  pass(100);
  waiting.asked(root);
  assert.deepEqual(marks(), [true, true, true]);
});

test("an instrument may be more patient", () => {
  const { waiting, root, marks } = view({ patience: 4000 });
  waiting.asked(root);
  pass(3999);
  assert.deepEqual(marks(), [true, false, false]);
  pass(1);
  assert.deepEqual(marks(), [true, true, true]);
});

test("the same answer is said once, and another one is said", () => {
  const { waiting, root } = view();
  waiting.answered(root, "98940 is on the claim.");
  const heard = waiting.spoken.firstChild;
  waiting.answered(root, "98940 is on the claim.");
  assert.equal(waiting.spoken.firstChild, heard); // a screen reader reads a new text, also where it is the same
  waiting.answered(root, "Nothing is on the claim.");
  assert.equal(waiting.spoken.textContent, "Nothing is on the claim.");
  assert.equal(waiting.spoken.getAttribute("aria-live"), "polite");
});

test("of answers that follow each other quickly the last alone is said", () => {
  const { waiting, root } = view({ hush: 300 });
  for (const words of ["1 unit", "2 units", "3 units"]) {
    waiting.answered(root, words);
    pass(299);
    assert.equal(waiting.spoken.textContent, "");
  }
  pass(1);
  assert.equal(waiting.spoken.textContent, "3 units");
});

test("a question keeps the answer before it from being said", () => {
  const { waiting, root } = view({ hush: 300 });
  waiting.answered(root, "1 unit");
  waiting.asked(root);
  pass(1000);
  assert.equal(waiting.spoken.textContent, "");
});

test("a view that is gone neither says nor shows anything", () => {
  const { life, waiting, root, marks } = view({ hush: 300 });
  waiting.asked(root);
  life.abort();
  pass(10000);
  assert.deepEqual(marks(), [true, false, false]);
  assert.equal(waiting.spoken.textContent, "");
});

test("a reading of what is chosen now is said, and one of something else is waited for", () => {
  const view = viewLife();
  const waiting = waitingFor(view.signal);
  const root = show(html("div", {}, [waiting.stale, waiting.spoken]));
  const chosen = { minutes: { 97110: 8 }, untimed: [] };
  const model = { get: (name) => chosen[name] };
  assert.equal(waiting.settled(root, model, { of: { minutes: { 97110: 8 }, untimed: [] }, summary: "One unit." }), true);
  assert.equal(waiting.spoken.textContent, "One unit.");
  chosen.minutes = { 97110: 23 };
  assert.equal(waiting.settled(root, model, { of: { minutes: { 97110: 8 }, untimed: [] }, summary: "One unit." }), false);
  assert.equal(root.hasAttribute("data-waiting"), true);
  view.abort();
});
