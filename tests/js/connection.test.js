// Whether the slides still answer: who is told to be silent, how soon, and that it is taken back. The clock is the test's own.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { Model, pass, viewLife } from "./page.js";
import { watchConnection } from "../../cptedu/widgets/presentation/stage_connection.js";

let now = 0, server = "answers", before;
const asked = [];
globalThis.location = document.location;
performance.now = () => now;
performance.getEntriesByType = () => [{ name: `${location.origin}/voila/static/page.js` }];
AbortSignal.timeout = /** @type {any} */ ((milliseconds) => milliseconds);
globalThis.fetch = /** @type {any} */ (async (address, { signal }) => {
  asked.push(address);
  if (server === "answers") return {};
  if (server === "is slow") await new Promise((done) => setTimeout(done, signal - 100));
  else await new Promise((_, fail) => setTimeout(() => fail(new Error("too late")), signal));
});
mock.timers.reset();
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

/** Slides that answer until they are told not to. */
function slides({ comesBack = true } = {}) {
  [server, asked.length] = ["answers", 0];
  before?.abort(); // one page at a time
  const kernel = { status: "idle", connectionStatus: "connected" };
  const model = Object.assign(new Model(), { widget_manager: { kernel }, answers: true });
  const told = [], sent = [], life = before = viewLife();
  model.send = (content) => {
    sent.push(content);
    if (model.answers && "are_you_there" in content) model.calls.get("msg:custom").forEach((hear) => hear({ here: content.are_you_there }));
  };
  const send = watchConnection(model, (words) => told.push(words), { start: "this case", comesBack }, life.signal);
  return { kernel, model, told, sent, send, life };
}

/** Let time pass as a page lives through it. */
async function live(milliseconds) {
  for (let at = 0; at < milliseconds; at += 100) {
    now += 100;
    pass(100);
    await settled();
  }
}

test("slides that answer are left in peace, and nobody asks their server", async () => {
  const { told, sent } = slides();
  await live(60_000);
  assert.deepEqual([told, asked], [[], []]);
  assert.ok(sent.length > 100);
});

for (const [who, change, words] of /** @type {const} */ ([
  ["a kernel that was killed", () => {}, /^The slides have stopped answering\. Press F5: they start again at this case\.$/],
  ["a kernel that was killed while its server is slow", () => { server = "is slow"; }, /^The slides have stopped answering\./],
  ["a kernel that computes", (one) => { one.kernel.status = "busy"; }, /^The slides are still at work\.$/],
  ["a server that stands still", () => { server = "is silent"; }, /^The slides are not answering just now\..*Ctrl-C/],
  ["a server that has ended", (one) => { one.kernel.connectionStatus = "connecting"; }, /has ended\. In ten seconds press F5: .* at this case\./],
])) {
  test(`${who} is told within two seconds as what it is and as nothing else, and taken back with the next answer`, async () => {
    const one = slides();
    await live(5_000);
    one.model.answers = false;
    change(one);
    await live(2_000);
    assert.equal(one.told.length, 1);
    assert.match(one.told[0], words);
    await live(30_000);
    assert.equal(one.told.length, 1, "and it stays so");
    one.model.answers = true;
    [server, one.kernel.connectionStatus] = ["answers", "connected"];
    await live(4_000);
    assert.deepEqual(one.told.slice(1), [""]);
  });
}

test("a key that was pressed meanwhile is told to be done later, or to have done nothing and is not sent", async () => {
  for (const [change, words, isSent] of /** @type {const} */ ([
    [() => { server = "is silent"; }, /The key that was pressed is done when they answer\.$/, true],
    [(one) => { one.kernel.status = "busy"; }, /is done as soon as they are ready\.$/, true],
    [() => {}, /The key that was pressed did nothing\.$/, false],
  ])) {
    const one = slides();
    one.model.answers = false;
    change(one);
    await live(2_500);
    one.send({ key: "x" });
    assert.match(one.told.at(-1) ?? "", words);
    assert.equal(one.sent.some((content) => "key" in content), isSent);
  }
});

test("a server that has ended is not asked whether it is there, for Jupyter does that", async () => {
  const one = slides();
  await live(5_000);
  one.model.answers = false;
  one.kernel.connectionStatus = "connecting";
  await live(30_000);
  assert.deepEqual(asked, []);
});

test("where nothing starts it again, that is not promised", async () => {
  const one = slides({ comesBack: false });
  one.model.answers = false;
  one.kernel.connectionStatus = "disconnected";
  await live(2_500);
  assert.match(one.told[0], /has ended\. Start it again/);
});

test("a page that stood still itself takes nobody for gone, and one that was left watches no more", async () => {
  const one = slides();
  await live(5_000);
  one.model.answers = false;
  now += 60_000;
  await live(1_000);
  assert.deepEqual(one.told, []);
  one.life.abort();
  await live(30_000);
  assert.deepEqual([one.told, one.model.listeners], [[], 0]);
});
