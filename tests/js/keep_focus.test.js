// What has the keys keeps them while it is drawn anew, or leaves them to what is nearest.

import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { keepFocus } from "../../cptedu/widgets/kit/keep_focus.js";
import { show } from "./page.js";

const withKeys = () => document.activeElement;
function shown(...children) {
  const root = show(html("div", {}, children));
  return root;
}

test("a button that is no more to press keeps the keys, does nothing, and is disabled when it is left", () => {
  const [undo, other] = [html("button", {}, ["Undo"]), html("button", {}, ["Redo"])];
  const root = shown(undo, other);
  let pressed = 0;
  undo.addEventListener("click", () => { pressed += 1; });
  undo.focus();
  keepFocus(root, () => { undo.disabled = true; });
  undo.click();
  assert.deepEqual([withKeys(), undo.getAttribute("aria-disabled"), pressed], [undo, "true", 0]);
  other.focus();
  assert.deepEqual([undo.disabled, undo.hasAttribute("aria-disabled"), undo.hasAttribute("data-rests")], [true, false, false]);
});

test("it can be pressed again as soon as it is drawn so", () => {
  const undo = html("button", {}, ["Undo"]);
  const root = shown(undo);
  let pressed = 0;
  undo.addEventListener("click", () => { pressed += 1; });
  undo.focus();
  keepFocus(root, () => { undo.disabled = true; });
  keepFocus(root, () => { undo.disabled = false; });
  undo.click();
  assert.deepEqual([withKeys(), undo.hasAttribute("aria-disabled"), pressed], [undo, false, 1]);
});

test("a drawing that does not touch a button that rests leaves it at rest, again and again", () => {
  const [undo, other] = [html("button", {}, ["Undo"]), html("button", {}, ["Redo"])];
  const root = shown(undo, other);
  let pressed = 0;
  undo.addEventListener("click", () => { pressed += 1; });
  undo.focus();
  keepFocus(root, () => { undo.disabled = true; });
  for (let time = 0; time < 2; time += 1) {
    keepFocus(root, () => {});
    undo.click();
    assert.deepEqual([withKeys(), undo.getAttribute("aria-disabled"), pressed], [undo, "true", 0]);
  }
  keepFocus(root, () => other.focus());
  assert.deepEqual([undo.disabled, undo.hasAttribute("data-rests")], [true, false]);
  other.disabled = false;
  undo.disabled = false;
  undo.click();
  assert.equal(pressed, 1);
});

test("what is made anew takes the keys of the one that had them", () => {
  const made = (word) => html("button", { "data-key": word }, [word]);
  const list = html("p", {}, [made("one"), made("two")]);
  const root = shown(list);
  list.lastElementChild.focus();
  keepFocus(root, () => list.replaceChildren(made("one"), made("two")));
  assert.equal(withKeys(), list.lastElementChild);
});

test("where what had the keys is gone or hidden, what is around it has them, and is no stop for Tab", () => {
  for (const go of [(one) => one.remove(), (one) => { one.hidden = true; }]) {
    const button = html("button", {}, ["Again"]);
    const around = html("p", {}, [button]);
    const root = shown(around, html("p", {}, [html("button", {}, ["Elsewhere"])]));
    button.focus();
    keepFocus(root, () => go(button));
    assert.equal(withKeys(), around);
    root.querySelector("p:last-child button").focus();
    assert.equal(around.hasAttribute("tabindex"), false);
  }
});

test("an instrument may say where the keys go, and whoever puts them somewhere is left to it", () => {
  const [gone, other] = [html("button", {}, ["Vote"]), html("button", {}, ["Other"])];
  const root = shown(html("p", { tabindex: -1 }, [gone]), other);
  root.tabIndex = -1;
  gone.focus();
  keepFocus(root, () => gone.remove(), root);
  assert.equal(withKeys(), root);
  keepFocus(root, () => other.focus());
  assert.equal(withKeys(), other);
});

test("what is made anew takes the keys before the place to which they would go otherwise", () => {
  const made = () => html("button", { "aria-label": "What if: payer, key P" }, [cap()]);
  let times = 0;
  const cap = () => `P ${times += 1}`;
  const list = html("dl", {}, [made()]);
  const root = shown(list);
  root.tabIndex = -1;
  for (let time = 0; time < 2; time += 1) {
    list.firstElementChild.focus();
    keepFocus(root, () => list.replaceChildren(made()), root);
    assert.equal(withKeys(), list.firstElementChild);
  }
});

test("keys that are elsewhere stay there", () => {
  const elsewhere = html("button", {}, ["Elsewhere"]);
  const root = html("div", {}, [html("button", {}, ["Here"])]);
  show(elsewhere, root);
  elsewhere.focus();
  keepFocus(root, () => root.replaceChildren());
  assert.equal(withKeys(), elsewhere);
});
