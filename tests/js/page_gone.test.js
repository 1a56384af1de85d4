// A lesson as a page of its own says when its server is gone, and nothing that it does not know.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { pass } from "./page.js";

let answers = false;
globalThis.fetch = /** @type {any} */ (async () => {
  if (!answers) throw new TypeError("nobody is there");
  return {};
});

test("a page whose server is gone says so, does not say that all is kept, and is silent once the server answers", async () => {
  document.head.innerHTML = '<link rel="stylesheet" href="/page.css">';
  await import("../../cptedu/app/voila/nbconvert/templates/cptedu/static/page.js");
  await settled();
  const line = /** @type {HTMLElement} */ (document.querySelector(".cptedu-gone"));
  assert.match(line.textContent, /^The course has been stopped/);
  assert.match(line.textContent, /what could be written down is there\.$/);
  assert.doesNotMatch(line.textContent, /is kept/);
  answers = true;
  pass(5000);
  await settled();
  assert.equal(line.textContent, "");
  answers = false;
  pass(5000);
  await settled();
  assert.match(line.textContent, /^The course has been stopped/, "and it says so again, five seconds later at the most");
});
