// The parts of the stage that need no browser: what a slide shows, and the keys of its panel.

import assert from "node:assert/strict";
import { test } from "node:test";
import { press, show, type } from "./page.js";
import { keyOfList } from "../../cptedu/widgets/presentation/stage_panel.js";
import { caseList, choiceRow, claimItem, noteList, rvuTable, takeHome, tallyRows, withCodes } from "../../cptedu/widgets/presentation/stage_slide.js";

const choice = (more = {}) => ({ letter: "A", words: "98940 + 97112-59", is_claim: true, votes: 0, typed: 0, width: 0, state: "", ...more });

test("a claim breaks between its lines, and words stand as they are", () => {
  const [lines, words] = show(choiceRow(choice()), choiceRow(choice({ words: "Nothing + more", is_claim: false }))).parentElement.children;
  assert.deepEqual([...lines.querySelector(".claimed").children].map((one) => one.textContent), ["98940", "+ 97112-59"]);
  assert.equal(words.querySelector(".claimed").textContent, "Nothing + more");
});

test("a code never breaks from its modifiers, whatever stands around it", () => {
  const held = (words) => [...show(withCodes(words)).querySelectorAll(".code")].map((one) => one.textContent);
  assert.deepEqual(held("97112-59 x2 and 97110-GP-59 beside 98940, in 10-12 visits"), ["97112-59 x2", "97110-GP-59"]);
  assert.equal(show(withCodes("98940 + <b>97112-59</b>.")).textContent, "98940 + <b>97112-59</b>.");
  const said = claimItem({ written: "97112-59", units: 1, label: "", verdict: "ask", words: "", sign: "", billed: true,
    reasons: [{ says: "Not 98940-59.", full: "Not 98940-59.", source: "" }], fix: "Bill 97112-59.", sides: ["97112-XS"], changed: false });
  assert.deepEqual([...said.querySelectorAll(".code")].map((one) => one.textContent), ["98940-59", "97112-XS", "97112-59"]);
});

test("the end has the points, the sources and the command for the handout; where nothing was revealed it says so", () => {
  const [points, below] = takeHome({ points: ["One <i>.", "Two."], sources: "CMS, 2024", on_paper: "cptedu handout x --answers" });
  assert.deepEqual([...points.children].map((one) => one.textContent), ["One <i>.", "Two."]);
  assert.match(below.textContent, /Sources: CMS, 2024.*cptedu handout x --answers/);
  const [none, rest] = takeHome({ points: [], sources: "", on_paper: "x" });
  assert.match(none.textContent, /no case was revealed/);
  assert.doesNotMatch(rest.textContent, /Sources/);
});

test("votes and the outcome are said in words beside their signs", () => {
  const row = choiceRow(choice({ votes: 3, state: "right" }));
  assert.equal(row.querySelector(".votes").textContent, "3 votes");
  assert.equal(row.querySelector(".outcome .spoken").textContent, "what the rules give");
  assert.equal(choiceRow(choice()).querySelector(".votes, .outcome"), null);
});

test("what is typed as votes is told at once with the number of its choice, and what phones chose is not typed anew", () => {
  const told = [];
  const [, second] = tallyRows([choice(), choice({ votes: 9, typed: 4 })], "stage", (at, count) => told.push([at, count]));
  const field = second.querySelector("input");
  assert.deepEqual([field.value, second.querySelector("label").htmlFor], ["4", field.id]);
  field.value = "";
  type(field, "70");
  assert.deepEqual(told, [[1, 7], [1, 70]]);
});

test("what is not billed says so, with its reason, its source and what to do", () => {
  const item = claimItem({ written: "97112", units: 1, label: "Neuromuscular re-education", verdict: "ask", words: "to ask", sign: "?", billed: false,
    reasons: [{ says: "No deficit.", full: "No deficit was measured.", source: "CPT" }], fix: "Measure.", sides: ["Both."], changed: true });
  assert.equal(item.querySelector(".label").textContent, "Neuromuscular re-education: not billed");
  assert.equal(item.querySelector(".reason").textContent, "No deficit. [CPT]");
  assert.deepEqual([item.querySelector(".fix").textContent, item.querySelector(".side-taken").textContent], ["→ Measure.", "One side: Both."]);
  assert.equal(item.querySelector(".units"), null);
});

test("two sides of a dispute are not called alike, nor are more", () => {
  const named = (/** @type {string[]} */ sides) => [...claimItem({ written: "97112", units: 1, label: "", verdict: "contested", words: "", sign: "", billed: true,
    reasons: [], fix: "", sides, changed: false }).querySelectorAll(".side-taken")].map((one) => one.textContent);
  assert.deepEqual(named(["Yes.", "No."]), ["One side: Yes.", "The other side: No."]);
  assert.deepEqual(named(["Yes.", "No.", "At times."]), ["One side: Yes.", "Side 2 of 3: No.", "Side 3 of 3: At times."]);
});

test("a fact that a key changes has a button that says which", () => {
  const keys = [];
  const list = noteList([{ label: "Payer", value: "Medicare", key: "p", noted: "Aetna" }, { label: "Minutes", value: "16", key: "", noted: "" }], (key) => keys.push(key));
  const button = list.querySelector("button");
  button.click();
  assert.deepEqual([keys, button.getAttribute("aria-label"), list.querySelectorAll("button").length], [["p"], "What if: payer, key P", 1]);
  assert.equal(list.querySelector("[data-changed] .noted").textContent, " noted: Aetna");
});

test("arrow keys walk through the list of cases, round its ends", () => {
  const gone = [];
  const program = { cases: [{ title: "One", faulty: false }, { title: "Two", faulty: true }] };
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.append(caseList(program, 2, (at) => gone.push(at)));
  show(panel);
  panel.addEventListener("keydown", (event) => keyOfList(event.target, event));
  const [first, second] = panel.querySelectorAll("button");
  assert.deepEqual([second.getAttribute("aria-current"), second.textContent], ["true", "2Two ✕"]);
  second.focus();
  press(second, "ArrowDown");
  assert.equal(document.activeElement, first);
  assert.equal(press(first, "ArrowLeft"), true);
  first.click();
  assert.deepEqual(gone, [1]);
});

test("a bar that is another now has the one as noted below it, and in words", () => {
  const row = (more) => ({ code: "97112 ×1", verdict: "supported", bars: [{ part: "work", width: 40 }], told: "0.98 RVU", why: "", was: null, was_told: "", ...more });
  const [table] = rvuTable({ title: "A picture", rows: [row({}), row({ was: 80, was_told: "as noted, 1.96 RVU" })], legend: [], source: "" });
  const [same, other] = show(table).querySelectorAll("tbody tr");
  assert.equal(same.querySelector(".was"), null);
  assert.equal(other.querySelector(".was i").style.width, "80%");
  assert.equal(other.querySelector(".was .spoken").textContent, "as noted, 1.96 RVU");
});
