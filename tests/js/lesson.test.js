// What a lesson tells its reader while it runs, is stopped, or cannot write down what is done in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "../../cptedu/app/live/labextensions/cptedu-live/static/lesson.js";

/** A lesson of one cell, of which it can be told how it runs; Python is idle at once. */
function lessonThatRuns() {
  const said = /** @type {string[]} */ ([]);
  const heard = /** @type {Record<string, Function>} */ ({});
  const signal = (/** @type {string} */ name) => ({ connect: (/** @type {Function} */ call) => (heard[name] = call) });
  const runs = { went: Promise.resolve(true) };
  const kernel = { status: "idle" };
  const content = { widgets: [] };
  const sessionContext = { isReady: true, session: { kernel }, sessionManager: { refreshRunning: async () => {} }, statusChanged: signal("status"),
    sessionChanged: signal("session") };
  const lesson = Object.assign(Object.create(Lesson.prototype), {
    isWritten: true, isKept: true, isReady: false, running: false, restarted: false,
    status: { say: (/** @type {string} */ state, /** @type {string} */ words, /** @type {any} */ offer) =>
      said.push([`${state}: ${words}`, ...(offer ? [offer.label] : [])].join(" | ")) },
    jupyter: { NotebookActions: { runCells: () => runs.went, executed: signal("executed") } },
    panel: { content, sessionContext, removeClass: () => {}, disposed: signal("disposed") },
  });
  lesson.watchRestarts();
  return {
    lesson, said, runs, kernel,
    ends: () => {
      sessionContext.session = /** @type {any} */ (null); // as JupyterLab has it once the server knows this Python no longer
      heard.session?.(null, {});
    },
    isBack: () => (sessionContext.session = { kernel }),
    last: () => said.at(-1) ?? "",
    restart: () => heard.status?.(null, "restarting"),
    runOne: () => heard.executed?.(null, { notebook: content }),
  };
}

/** A Python that is asked and answers, one after the other. @param {string[]} answers */
const answering = (answers) => ({
  requestExecute: (/** @type {{code: string}} */ { code }) => {
    const mark = /print\("(cptedu [\d.]+ )"/.exec(code)?.[1];
    const asked = { onIOPub: (/** @type {any} */ _) => {}, done: Promise.resolve() };
    asked.done = Promise.resolve().then(() => asked.onIOPub({ content: { name: "stdout", text: `${mark}${answers.shift()}\n` } }));
    return asked;
  },
});

const NOT_WRITTEN = /^note: .*could not be kept/;

test("a lesson says when what is done in it can no longer be written, and when it can again, and nothing while it runs", async () => {
  const { lesson, said, last, runs } = lessonThatRuns();
  await lesson.run();
  assert.deepEqual([said.length, last()], [1, "ready: The lesson is ready."]);
  assert.ok(lesson.hasPython);
  lesson.tellWritten(true);
  assert.equal(said.length, 1);
  lesson.tellWritten(false);
  lesson.tellWritten(false);
  assert.equal(said.length, 2);
  assert.match(last(), NOT_WRITTEN);
  let ends = (/** @type {boolean} */ _) => {};
  runs.went = new Promise((resolve) => (ends = resolve));
  const again = lesson.start();
  lesson.tellWritten(true);
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(lesson.running);
  lesson.tellWritten(false);
  assert.equal(said.length, 3);
  assert.match(last(), /^again: The lesson starts again/);
  ends(true);
  await again;
  assert.match(last(), NOT_WRITTEN, "it is said once the lesson has run");
  lesson.tellWritten(true);
  assert.equal(last(), "ready: The lesson is ready.");
});

for (const [name, happens, says] of /** @type {[string, (had: ReturnType<typeof lessonThatRuns>) => unknown, RegExp][]} */ ([
  ["was stopped by a restart", ({ restart }) => restart(), /^note: Python was restarted.* \| Start again$/],
  ["stopped before its end", async ({ lesson, runs }) => {
    runs.went = Promise.resolve(false);
    await lesson.start();
  }, /^failed: The lesson stopped before its end.* \| Start again$/],
  ["waits for its reader", ({ lesson }) => lesson.offerStart("note", "Changed.", "Start it"), /^note: Changed\. \| Start it$/],
])) {
  test(`the offer of a lesson that ${name} stays, whether what is done can be written or not`, async () => {
    const had = lessonThatRuns();
    await had.lesson.run();
    await happens(had);
    assert.match(had.last(), says);
    had.lesson.tellWritten(false);
    had.lesson.tellWritten(true);
    had.lesson.tellWritten(false);
    assert.match(had.last(), says);
    had.runs.went = Promise.resolve(true);
    await had.lesson.start();
    assert.match(had.last(), NOT_WRITTEN, "once it has run again");
  });
}

test("a lesson of which a cell was run after a restart does not say that all is well where nothing can be written", async () => {
  const { lesson, last, restart, runOne } = lessonThatRuns();
  await lesson.run();
  restart();
  lesson.tellWritten(false);
  runOne();
  assert.match(last(), NOT_WRITTEN);
});

test("after a restart Python is asked whether all is kept by now: an old note does not stay", async () => {
  const { lesson, last, restart, runOne, kernel } = lessonThatRuns();
  await lesson.run();
  lesson.tellWritten(false);
  restart();
  Object.assign(kernel, answering(["true"]));
  runOne();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(last(), "ready: The lesson is ready.");
});

test("nothing says that what was done is kept while it could not be written", async () => {
  const { lesson, said, last } = lessonThatRuns();
  await lesson.run();
  const happens = [() => lesson.tellOfServer(true), () => lesson.tellOfServer(false), () => lesson.start()];
  const hear = async () => {
    const from = said.length;
    for (const one of happens) await one();
    return said.slice(from);
  };
  const well = await hear();
  assert.deepEqual(well.map((one) => /is kept/.test(one)), [true, false, true, false]);
  lesson.tellWritten(false);
  const ill = await hear();
  assert.deepEqual(ill.map((one) => /is kept|^ready/.test(one)), [false, false, false, false], ill.join("\n"));
  assert.match(ill[1] ?? "", /^note: The course answers again\. .*could not be kept/);
  assert.match(last(), NOT_WRITTEN);
  lesson.isWritten = true;
  lesson.isKept = false;
  assert.deepEqual((await hear()).map((one) => /is kept|^ready/.test(one)), [false, false, false, false], "nor where a browser keeps nothing");
});

test("it says of the place that could not be written which one it is", () => {
  for (const [isOnSite, is, isNot] of /** @type {[boolean, RegExp, RegExp][]} */ ([[true, /this browser/, /another program/], [false, /another program/, /browser/]])) {
    const { lesson, last } = lessonThatRuns();
    Object.assign(lesson, { isOnSite, isReady: true });
    lesson.tellWritten(false);
    assert.match(last(), is);
    assert.doesNotMatch(last(), isNot);
  }
});

test("a page that was loaded anew asks what Python said before, and Python says by itself what changes then", async () => {
  const had = lessonThatRuns();
  let hear = (/** @type {unknown} */ _, /** @type {any} */ __) => {};
  Object.assign(had.kernel, {
    registerCommTarget: (/** @type {string} */ name, /** @type {typeof hear} */ call) => name === "cptedu.widgets.kit.kept" && (hear = call),
    ...answering(["false", "true"]),
  });
  await had.lesson.run();
  assert.match(had.last(), NOT_WRITTEN);
  hear(null, { content: { data: { all_is_kept: true } } });
  assert.equal(had.last(), "ready: The lesson is ready.");
  hear(null, { content: { data: { all_is_kept: false } } });
  assert.match(had.last(), NOT_WRITTEN);
  await had.lesson.run();
  assert.equal(had.last(), "ready: The lesson is ready.");
});

const ENDED = /^note: The Python of this lesson has ended.* \| Start again$/;

test("a lesson whose Python has ended for good does not say that it is ready, and starts again when it is asked to", async () => {
  const { lesson, last, ends, isBack } = lessonThatRuns();
  await lesson.run();
  ends();
  assert.match(last(), ENDED);
  lesson.tellWritten(false);
  lesson.tellWritten(true);
  assert.match(last(), ENDED);
  isBack();
  await lesson.start();
  assert.equal(last(), "ready: The lesson is ready.");
});

test("a server that was started anew answers again, and a lesson whose Python went with it is not ready", async () => {
  const { lesson, last, ends, restart } = lessonThatRuns();
  await lesson.run();
  restart();
  lesson.tellOfServer(true);
  ends();
  assert.match(last(), /^failed: The course has been stopped/);
  lesson.tellOfServer(false);
  assert.match(last(), ENDED);
});

test("a lesson that has not run yet, or that is starting, does not say that its Python has ended", async () => {
  const { lesson, said, ends } = lessonThatRuns();
  ends();
  assert.deepEqual(said, []);
  const { lesson: other, said: heard, ends: gone } = lessonThatRuns();
  await other.run();
  other.isReady = false; // as while it starts again
  gone();
  assert.equal(heard.length, 1);
  assert.equal(lesson.isReady, false);
});
