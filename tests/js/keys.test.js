import assert from "node:assert/strict";
import { test } from "node:test";
import { press, show, viewLife } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { keepKeys, undoKeys, walkWithArrows } from "../../cptedu/widgets/kit/keys.js";

/** An instrument within a notebook, and the keys that reach the notebook. */
function notebook(...inside) {
  const root = html("div", {}, inside);
  const reached = [];
  const around = html("div", {}, [root]);
  around.addEventListener("keydown", (event) => reached.push(event.key));
  show(around);
  return { root, reached, life: viewLife() };
}

test("a key that is meant for a control does not reach the notebook, where D twice deletes a cell", () => {
  const control = html("button");
  const { root, reached, life } = notebook(control);
  keepKeys(root, life.signal);
  for (const key of ["d", "d", "a", "Enter", " ", "ArrowDown", "Escape"]) assert.equal(press(control, key), true, key);
  press(control, "D", { shiftKey: true });
  assert.deepEqual(reached, []);
});

test("a key that is meant for the notebook reaches it", () => {
  const control = html("button");
  const { root, reached, life } = notebook(control);
  keepKeys(root, life.signal);
  press(control, "s", { ctrlKey: true });
  press(control, "s", { metaKey: true });
  press(control, "x", { altKey: true });
  press(control, "Enter", { shiftKey: true });
  press(control, "Enter", { ctrlKey: true });
  assert.deepEqual(reached, ["s", "s", "x", "Enter", "Enter"]);
});

test("a view that is gone keeps no key", () => {
  const control = html("button");
  const { root, reached, life } = notebook(control);
  keepKeys(root, life.signal);
  life.abort();
  press(control, "d");
  assert.deepEqual(reached, ["d"]);
});

test("Ctrl+Z takes back and with Shift makes again, and neither reaches the notebook", () => {
  const control = html("button");
  const { root, reached, life } = notebook(control);
  const asked = [];
  undoKeys(root, (what) => asked.push(what), life.signal);
  assert.equal(press(control, "z", { ctrlKey: true }), false);
  press(control, "Z", { ctrlKey: true, shiftKey: true });
  press(control, "z", { metaKey: true });
  assert.deepEqual(asked, ["undo", "redo", "undo"]);
  assert.deepEqual(reached, []);
  press(control, "z");
  press(control, "y", { ctrlKey: true });
  assert.deepEqual(asked, ["undo", "redo", "undo"]);
});

test("in a field that is typed into Ctrl+Z stays the browser's own, on a tick box it does not", () => {
  const [text, day, box] = [html("input", { type: "text" }), html("input", { type: "date" }), html("input", { type: "checkbox" })];
  const { root, life } = notebook(text, day, box);
  const asked = [];
  undoKeys(root, (what) => asked.push(what), life.signal);
  for (const field of [text, day]) assert.equal(press(field, "z", { ctrlKey: true }), true);
  assert.deepEqual(asked, []);
  press(box, "z", { ctrlKey: true });
  assert.deepEqual(asked, ["undo"]);
});

test("while something else is at work in it an instrument takes nothing back", () => {
  const control = html("button");
  const { root, life } = notebook(control);
  const asked = [];
  let isOpen = true;
  undoKeys(root, (what) => asked.push(what), life.signal, () => isOpen);
  assert.equal(press(control, "z", { ctrlKey: true }), true);
  isOpen = false;
  press(control, "z", { ctrlKey: true });
  assert.deepEqual(asked, ["undo"]);
});

test("a row of buttons is one stop for Tab, and arrows walk in it as far as it goes", () => {
  const buttons = ["P", "A", "R", "T"].map((word) => html("button", {}, [word]));
  show(html("div", {}, buttons));
  walkWithArrows(buttons);
  const stops = () => buttons.filter((one) => one.tabIndex === 0).map((one) => one.textContent);
  assert.deepEqual(stops(), ["P"]);
  buttons[0].focus();
  for (const [key, at] of [["ArrowRight", "A"], ["ArrowDown", "R"], ["End", "T"], ["ArrowRight", "T"], ["ArrowLeft", "R"],
    ["ArrowUp", "A"], ["Home", "P"], ["ArrowLeft", "P"]]) {
    assert.equal(press(document.activeElement, key), false, key);
    assert.equal(document.activeElement.textContent, at, key);
    assert.deepEqual(stops(), [at]);
  }
  assert.equal(press(document.activeElement, "ArrowRight", { ctrlKey: true }), true);
  assert.equal(press(document.activeElement, "x"), true);
  assert.equal(document.activeElement.textContent, "P");
});
