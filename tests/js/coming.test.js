// On a site, how much of Python has come is seen while something is still to come.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";
import { drawComing } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/coming.js";

test("a bar and its words are there while something is to come, and gone when all is there", () => {
  const window = new Window();
  const worker = new EventTarget();
  Object.assign(globalThis, { document: window.document });
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: worker }, configurable: true });
  const stay = new AbortController();
  const node = drawComing(stay.signal);
  const tell = (/** @type {unknown} */ data) => worker.dispatchEvent(new MessageEvent("message", { data }));
  assert.ok(node.hidden);
  tell({ kept: true });
  assert.ok(node.hidden, "the worker says other things, too");
  tell({ coming: { had: 11_600_000, of: 23_000_000 } });
  assert.ok(!node.hidden);
  assert.equal(node.textContent, "Python is coming: 12 of 23 MB");
  assert.equal(node.querySelector("progress")?.value, 11_600_000);
  tell({ coming: { had: 23_000_000, of: 23_000_000 } });
  assert.ok(node.hidden);
  stay.abort();
  tell({ coming: { had: 1, of: 2 } });
  assert.ok(node.hidden);
});

test("where there is no worker nothing is shown", () => {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  assert.ok(drawComing(new AbortController().signal).hidden);
});
