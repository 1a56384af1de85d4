import assert from "node:assert/strict";
import { test } from "node:test";
import { pass, press, settle, show, type } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { onEnter, typed } from "../../cptedu/widgets/kit/typing.js";

function field(pause) {
  const input = show(html("input", { type: "text" }));
  const told = [];
  const paint = typed(input, (text) => told.push(text), pause);
  return { input, told, paint };
}

test("what is typed is reported once, after a pause", () => {
  const { input, told } = field();
  type(input, "chin");
  pass(299);
  type(input, " tucks");
  pass(299);
  assert.deepEqual(told, []);
  pass(1);
  assert.deepEqual(told, ["chin tucks"]);
  pass(10000);
  assert.deepEqual(told, ["chin tucks"]);
});

test("a field that is left reports at once, and not again after the pause", () => {
  const { input, told } = field();
  type(input, "16");
  settle(input);
  assert.deepEqual(told, ["16"]);
  pass(10000);
  assert.deepEqual(told, ["16"]);
});

test("what is typed after the field was left waits for a pause of its own", () => {
  const { input, told } = field();
  type(input, "1");
  pass(200);
  settle(input);
  type(input, "6");
  pass(299);
  assert.deepEqual(told, ["1"]);
  pass(1);
  assert.deepEqual(told, ["1", "16"]);
});

test("the pause may be a longer one", () => {
  const { input, told } = field(350);
  type(input, "4");
  pass(349);
  assert.deepEqual(told, []);
  pass(1);
  assert.deepEqual(told, ["4"]);
});

test("what is already shown is not reported", () => {
  const { input, told, paint } = field();
  paint("C5");
  settle(input);
  type(input, "6");
  input.value = "C5"; // taken back before anybody was told
  pass(300);
  assert.deepEqual(told, []);
});

test("an answer does not overwrite what is being typed, and does afterwards", () => {
  const { input, told, paint } = field();
  type(input, "3");
  paint(12);
  assert.equal(input.value, "3");
  pass(300);
  assert.deepEqual(told, ["3"]);
  paint(12);
  assert.equal(input.value, "12");
});

test("nothing is shown as an empty field", () => {
  const { input, paint } = field();
  paint("x");
  for (const nothing of [undefined, null, ""]) {
    paint(nothing);
    assert.equal(input.value, "");
  }
  paint(0);
  assert.equal(input.value, "0");
});

test("Enter does what the button beside the field does, and other keys do not", () => {
  const input = show(html("input", { type: "text" }));
  let calls = 0;
  onEnter(input, () => { calls += 1; });
  assert.equal(press(input, "a"), true);
  assert.equal(calls, 0);
  assert.equal(press(input, "Enter"), false); // the page is kept from sending a form
  assert.equal(calls, 1);
});
