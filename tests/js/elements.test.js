import assert from "node:assert/strict";
import { test } from "node:test";
import { show } from "./page.js";
import { askFirst } from "../../cptedu/widgets/kit/ask_first.js";
import { button, html, options, refill, tell } from "../../cptedu/widgets/kit/elements.js";
import { keptChildren } from "../../cptedu/widgets/kit/kept_children.js";
import { ownId } from "../../cptedu/widgets/kit/own_id.js";
import { badge, reason } from "../../cptedu/widgets/kit/verdicts.js";

const FINDING = { verdict: "ask", words: "ask the clinician", says: "Which region was it?", fix: "Name it.", sides: [], sources: ["NCCI manual"] };

test("text is text, whatever stands in it", () => {
  const made = html("p", { title: "<b>" }, ["<img src=x>", html("b", {}, ["&amp;"])]);
  assert.equal(made.children.length, 1);
  assert.equal(made.textContent, "<img src=x>&amp;");
  assert.equal(made.title, "<b>");
});

test("an attribute that is false is left out, and one that is true is bare", () => {
  const made = html("input", { hidden: true, disabled: false, min: 0 });
  assert.deepEqual([made.getAttribute("hidden"), made.hasAttribute("disabled"), made.getAttribute("min")], ["", false, "0"]);
});

test("words are shown where there are any, and the same words are not set anew", () => {
  const where = show(html("p", { role: "alert", hidden: true }));
  tell(where, "Choose the payer.");
  const heard = where.firstChild;
  tell(where, "Choose the payer.");
  assert.equal(where.firstChild, heard);
  assert.equal(where.hidden, false);
  tell(where, undefined);
  assert.deepEqual([where.hidden, where.textContent], [true, ""]);
});

test("a button does what it was made for, and sends no form", () => {
  let pressed = 0;
  const made = button("Add", "", () => { pressed += 1; });
  made.click();
  assert.deepEqual([pressed, made.type, made.hasAttribute("class")], [1, "button", false]);
});

test("choices become options in their order", () => {
  assert.deepEqual(options([{ value: "ohio", word: "Ohio" }, { value: "", word: "none" }]).map((one) => [one.value, one.textContent]),
    [["ohio", "Ohio"], ["", "none"]]);
});

test("no two ids are the same, and each may stand in a selector", () => {
  const made = Array.from({ length: 10000 }, () => ownId("note"));
  assert.equal(new Set(made).size, made.length);
  for (const id of made) assert.match(id, /^cptedu-note-[0-9a-z]+$/);
});

test("what stays in a list stays the same element, in the new order", () => {
  const list = show(html("ul"));
  const make = (key) => html("li", {}, [key]);
  const [first, second] = keptChildren(list, ["C5", "T4"], make);
  second.tabIndex = -1;
  second.focus();
  const again = keptChildren(list, ["L5", "T4", "T4"], make);
  assert.deepEqual(again.map((one) => one.textContent), ["L5", "T4"]);
  assert.equal(again[1], second);
  assert.equal(document.activeElement, second);
  assert.equal(first.isConnected, false);
});

test("what cannot be taken back is asked about first", () => {
  let done = 0;
  const { opener, sure } = askFirst("Start over", { question: "Every statement stands again?", yes: "Put them back", no: "Keep them" }, () => { done += 1; });
  show(html("div", {}, [opener, sure]));
  opener.click();
  assert.deepEqual([done, opener.hidden, sure.hidden, document.activeElement.textContent], [0, true, false, "Put them back"]);
  sure.querySelectorAll("button")[1].click();
  assert.deepEqual([done, opener.hidden, sure.hidden, document.activeElement], [0, false, true, opener]);
  opener.click();
  sure.querySelector("button").click();
  assert.deepEqual([done, opener.hidden, sure.hidden, document.activeElement], [1, false, true, opener]);
});

test("a verdict is drawn and said, and one that is not known is drawn as no data", () => {
  const line = (verdict) => badge(verdict, "words").querySelector("path").getAttribute("d");
  const known = ["supported", "not_supported", "not_covered", "ask", "contested", "no_data"];
  assert.equal(new Set(known.map(line)).size, known.length);
  assert.equal(line("something"), line("no_data"));
  assert.equal(badge("ask", "ask the clinician").textContent, "ask the clinician");
});

test("a reason says its verdict to whoever hears it, what would settle it, and where it is written", () => {
  const whole = reason(FINDING, true);
  assert.equal(whole.querySelector(".spoken").textContent, "ask the clinician: ");
  assert.equal(whole.querySelector(".fix").textContent, "Name it.");
  assert.equal(whole.querySelector("details li").textContent, "NCCI manual");
  assert.equal(reason(FINDING, false).querySelector("details"), null);
  assert.equal(reason({ ...FINDING, verdict: "supported" }, true).querySelector(".fix"), null);
  assert.equal(reason({ ...FINDING, sources: [] }, true).querySelector("details"), null);
});

test("what is filled with the same again keeps what stands in it", () => {
  const list = show(html("ul"));
  const items = (words) => () => words.map((word) => html("li", {}, [word]));
  refill(list, ["a", "b"], items(["a", "b"]));
  const [first] = list.children;
  refill(list, ["a", "b"], items(["a", "b"]));
  assert.equal(list.firstElementChild, first);
  refill(list, ["c"], items(["c"]));
  assert.equal(list.textContent, "c");
});
