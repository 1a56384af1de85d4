// The presenter's window: when it says that the room's is gone, and to whom a key goes meanwhile.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { press } from "./page.js";

const PLACE = "../../cptedu/app/voila/nbconvert/templates/cptedu_stage/static/presenter";
const said = [];
let hear, look;
let now = 0;
globalThis.BroadcastChannel = class {
  addEventListener(_event, call) { hear = (data) => call({ data }); }
  postMessage(content) { said.push(content); }
};
globalThis.performance = { now: () => now };
globalThis.setInterval = (call, every) => { if (every === 500) look = call; };
globalThis.HTMLSelectElement = document.defaultView.HTMLSelectElement;
globalThis.Option = function Option(words, value) {
  return Object.assign(document.createElement("option"), { textContent: words, value });
};
document.write(readFileSync(new URL(`${PLACE}.html`, import.meta.url), "utf-8").replace(/<(script|link)\b[^>]*>(<\/script>)?/g, ""));
await import(`${PLACE}.js`);

/** Let time pass, and the window look at every turn of its clock. */
function pass(milliseconds, every = 500) {
  for (const end = now + milliseconds; now < end;) {
    now += every;
    look();
  }
}

const isAlone = () => !document.getElementById("alone").hidden;

/** To which room a key goes that is pressed now. */
function goesTo() {
  said.length = 0;
  press(document.body, " ");
  return said.find((one) => one.press)?.to;
}

/** A room that has just begun, and knows one key. */
function begin(room) {
  hear({ room, begins: true, program: { title: "A deck", cases: [], has_end: false, keys: [], known: [" "] } });
}

test("a room that says nothing for a while is gone, and one that begins is there", () => {
  begin("one");
  assert.equal(isAlone(), false);
  assert.equal(goesTo(), "one");
  pass(2500);
  assert.equal(isAlone(), false);
  pass(500);
  assert.equal(isAlone(), true);
  begin("another");
  assert.equal(isAlone(), false);
  assert.equal(goesTo(), "another");
});

test("a window that stood still itself takes no room for gone, and the key that is pressed then is not lost", () => {
  begin("one");
  pass(5000, 5000);
  assert.equal(isAlone(), false);
  assert.equal(goesTo(), "one");
  pass(3000);
  assert.equal(isAlone(), true, "where it says nothing afterwards either, it is gone");
});

/** Press F5 beside a slide with this line; gives what was asked of the room, and whether this window is loaded anew. */
function reloads(line) {
  hear({ room: "one", begins: true, picture: { html: `<section><p class="connection"${line ? "" : " hidden"}>${line}</p></section>`, width: 16, height: 9, unit: 1 } });
  said.length = 0;
  return { isLoadedAnew: press(document.body, "F5"), asked: said.filter((one) => one.reload) };
}

test("where the slide says that F5 brings it back, the key does so from this window too", () => {
  const asked = { isLoadedAnew: false, asked: [{ to: "one", reload: true }] }, own = { isLoadedAnew: true, asked: [] };
  assert.deepEqual(reloads("The slides have stopped answering. Press F5: they start again at this case."), asked);
  assert.deepEqual(reloads("In ten seconds press F5: if it has started again, they go on."), asked);
  assert.deepEqual(reloads("The slides are not answering just now."), own);
  assert.deepEqual(reloads(""), own);
});
