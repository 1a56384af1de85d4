// The page hears that Python was ended at a server that answers: it asks, while Python is not connected.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { pass } from "./page.js";
import { watchServer } from "../../cptedu/app/live/labextensions/cptedu-live/static/server.js";

/** A lesson whose Python has just lost its connection. @param {boolean} answers whether the server does */
async function lost(answers) {
  const told = /** @type {boolean[]} */ ([]);
  const server = { answers };
  let asked = 0;
  let hear = (/** @type {unknown} */ _, /** @type {string} */ __) => {};
  globalThis.fetch = /** @type {any} */ (async () => {
    if (!server.answers) throw new TypeError("nobody is there");
    return {};
  });
  const kernel = { connectionStatus: "connecting" };
  const sessionContext = {
    session: /** @type {any} */ ({ kernel }),
    sessionManager: { refreshRunning: async () => void (asked += 1) },
    connectionStatusChanged: { connect: (/** @type {typeof hear} */ call) => (hear = call) },
  };
  const jupyter = /** @type {any} */ ({ PageConfig: { getBaseUrl: () => "/" }, URLExt: { join: (/** @type {string[]} */ ...parts) => parts.join("") } });
  watchServer(jupyter, /** @type {any} */ ({ isDisposed: false, sessionContext }), (gone) => told.push(gone));
  hear(null, "connecting");
  await settled();
  return { told, asked: () => asked, kernel, server };
}

test("while Python is not connected and the server answers, the page asks which Pythons there are", async () => {
  const { told, asked, kernel } = await lost(true);
  assert.deepEqual([told, asked()], [[], 1]);
  pass(2000);
  await settled();
  assert.equal(asked(), 2);
  kernel.connectionStatus = "connected";
  pass(20_000);
  await settled();
  assert.equal(asked(), 3, "once more, and then it is connected");
  pass(60_000);
  await settled();
  assert.equal(asked(), 3);
});

test("a server that is gone is not asked which Pythons there are", async () => {
  const { told, asked } = await lost(false);
  assert.deepEqual([told, asked()], [[true], 0]);
});

test("a server that goes a minute after Python was lost is told ten seconds later at the most", async () => {
  const { told, server } = await lost(true);
  for (let second = 0; second < 60; second += 1) {
    pass(1000);
    await settled();
  }
  assert.deepEqual(told, []);
  server.answers = false;
  pass(10_000);
  await settled();
  assert.deepEqual(told, [true]);
});
