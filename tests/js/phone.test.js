// The page of a phone without a browser: it votes without leaving, follows the slide, and says when nobody answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveWindow, pass } from "./page.js";

globalThis.DOMParser = window.DOMParser ?? document.defaultView.DOMParser;
globalThis.FormData = document.defaultView.FormData;
globalThis.HTMLFormElement = document.defaultView.HTMLFormElement;
globalThis.CSS = document.defaultView.CSS;
globalThis.location = { pathname: "/k7m2xp" };

const pageOf = (standing, told, chosen) => `<main data-standing="${standing}"><form method="post"><input type="hidden" name="question" value="one">
  ${["A", "B"].map((letter, at) => `<button name="choice" value="${at}" aria-pressed="${at === chosen}">${letter}</button>`).join("")}</form></main>
  <p role="status">${told}</p><p class="lost" hidden></p>`;

const asked = [];
let answers = {};
globalThis.fetch = async (where, more = {}) => {
  asked.push([more.method ?? "GET", where, String(more.body ?? "")]);
  const text = answers[`${more.method ?? "GET"} ${where}`];
  if (text === undefined) throw new TypeError("Failed to fetch");
  return { ok: text !== null, text: async () => text };
};
let look;
globalThis.setInterval = (call) => { look = call; };
document.body.innerHTML = pageOf("one.open.", "Tap your answer.");
const atFirst = document.querySelector("[role=status]");
await import("../../cptedu/app/audience/phone.js");

const settled = () => Promise.resolve();
const said = () => document.querySelector("[role=status]").textContent;
const isLost = () => !document.querySelector(".lost").hidden;
const press = async (at) => {
  document.querySelectorAll("button")[at].click();
  for (let turn = 0; turn < 40; turn += 1) await settled();
};
const tick = async () => {
  look();
  for (let turn = 0; turn < 40; turn += 1) await settled();
};

test("a vote is sent with the question that stood on the page, and what the server gives is shown", async () => {
  answers = { "POST /k7m2xp": pageOf("one.open.1", "You chose B.", 1) };
  await press(1);
  const [method, where, body] = asked.at(-1);
  assert.deepEqual([method, where, [...new URLSearchParams(body)].sort()], ["POST", "/k7m2xp", [["choice", "1"], ["question", "one"]]]);
  assert.deepEqual([said(), document.querySelector("[aria-pressed=true]").textContent, isLost()], ["You chose B.", "B", false]);
});

test("a vote that does not arrive is not shown as given, and the page says that nobody answers until somebody does", async () => {
  answers = {};
  await press(0);
  assert.deepEqual([said(), document.querySelector("[aria-pressed=true]").textContent, isLost()], ["You chose B.", "B", true]);
  answers = { "GET /k7m2xp/now": "one.open.1" };
  await tick();
  assert.equal(isLost(), false);
});

test("the page is fetched only when the slide is another one, and a talk that is over leaves it as it was", async () => {
  asked.length = 0;
  await tick();
  assert.deepEqual(asked.map(([, where]) => where), ["/k7m2xp/now"]);
  answers = { "GET /k7m2xp/now": "one.closed.1", "GET /k7m2xp": pageOf("one.closed.1", "The vote is closed.", 1) };
  await tick();
  assert.equal(said(), "The vote is closed.");
  answers = { "GET /k7m2xp/now": null };
  await tick();
  assert.deepEqual([said(), isLost()], ["The vote is closed.", true]);
});

test("what is said stands where it stood at first, so that it is read out", () => {
  assert.equal(document.querySelector("[role=status]"), atFirst);
});

const letTurn = async () => { for (let turn = 0; turn < 40; turn += 1) await Promise.resolve(); };
/** Answers that come when the test says so. */
function held() {
  const waiting = [];
  const before = globalThis.fetch;
  globalThis.fetch = (where, more = {}) => new Promise((done) => waiting.push({
    asked: `${more.method ?? "GET"} ${where}`,
    answer: (text) => { done({ ok: true, text: async () => text }); return letTurn(); },
  }));
  return { waiting, over: () => { globalThis.fetch = before; } };
}

test("a page that was asked for before a vote does not take the vote from sight", async () => {
  const { waiting, over } = held();
  look();
  await waiting[0].answer("two.open.");
  assert.equal(waiting[1].asked, "GET /k7m2xp");
  document.querySelectorAll("button")[1].click();
  await waiting[2].answer(pageOf("two.open.1", "You chose B.", 1));
  await waiting[1].answer(pageOf("two.open.", "Tap your answer."));
  assert.equal(said(), "You chose B.");
  over();
});

test("of two votes that are answered the other way round the last is shown", async () => {
  const { waiting, over } = held();
  for (const at of [0, 1]) document.querySelectorAll("button")[at].click();
  await waiting[1].answer(pageOf("two.open.1", "You chose B.", 1));
  await waiting[0].answer(pageOf("two.open.0", "You chose A.", 0));
  assert.equal(said(), "You chose B.");
  over();
});

test("a button that is being tapped stays until it is let go", async () => {
  answers = { "GET /k7m2xp/now": "three.open.", "GET /k7m2xp": pageOf("three.open.", "Tap your answer.") };
  const tapped = document.querySelector("button");
  tapped.dispatchEvent(new document.defaultView.Event("pointerdown", { bubbles: true }));
  await tick();
  assert.ok(tapped.isConnected);
  tapped.dispatchEvent(new document.defaultView.Event("pointerup", { bubbles: true }));
  pass(0);
  await tick();
  assert.equal(said(), "Tap your answer.");
});

for (const [how, leaves] of [
  ["the window is left", leaveWindow],
  ["a menu is opened", () => document.dispatchEvent(new document.defaultView.Event("contextmenu"))],
  ["another page is looked at", () => document.dispatchEvent(new document.defaultView.Event("visibilitychange"))],
]) {
  test(`a press of which nobody hears the end does not keep the slide back for ever: ${how}`, async () => {
    document.querySelector("button").dispatchEvent(new document.defaultView.KeyboardEvent("keydown", { key: "Alt", bubbles: true }));
    answers = { "GET /k7m2xp/now": how, "GET /k7m2xp": pageOf(how, how) };
    await tick();
    assert.notEqual(said(), how);
    leaves();
    pass(0);
    await tick();
    assert.equal(said(), how);
  });
}

test("who comes back to the page sees the slide at once, whatever was pressed when it was left", async () => {
  document.querySelector("button").dispatchEvent(new document.defaultView.KeyboardEvent("keydown", { key: "Alt", bubbles: true }));
  answers = { "GET /k7m2xp/now": "back", "GET /k7m2xp": pageOf("back", "Back.") };
  document.dispatchEvent(new document.defaultView.Event("visibilitychange"));
  await letTurn();
  assert.equal(said(), "Back.");
});
