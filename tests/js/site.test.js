// What a site's first page finds out about its host, and how Python is asked behind it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Window } from "happy-dom";
import { ask } from "../../cptedu/app/live/labextensions/cptedu-live/static/ask.js";
import {
  SiteAddress, SiteTold, keepFromSaving, settle,
} from "../../cptedu/app/live/labextensions/cptedu-live/static/course/site.js";

import { Course } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/course.js";
import { faultOfCopy, faultOfHost, sayUnlessBegun } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/host.js";

const LOOKED_AT = {
  plain_http: "plain",
  isolated: "isolated",
  policy: "may not run",
  keeps_nothing: "keeps nothing",
  not_as_built: "{path} is not whole",
  not_looked_at: "{path} did not come",
  looked_at: [
    { path: "a.wasm", types: ["application/wasm"], refused: "no wasm", wrong_type: "another wasm" },
    { path: "b.whl", types: [], refused: "no whl", wrong_type: "" },
  ],
};
const COURSE = { lessons: [{ path: "0.ipynb" }], message: "" };

/** @type {Record<string, {type?: string, status?: number, ofGet?: number, json?: unknown}>} */
let host = {};

beforeEach(() => {
  URL.createObjectURL = () => "data:text/javascript,"; // Node loads nothing from the other kind of address
  const window = new Window({ url: "https://school.example/course/lab/index.html?path=a%20b.ipynb" });
  host = {
    "/course/cptedu/site.json": { json: LOOKED_AT },
    "/course/cptedu/course.json": { json: COURSE },
    "/course/a.wasm": { type: "application/wasm" },
    "/course/b.whl": { type: "application/zip" },
  };
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: {} }, configurable: true });
  Object.assign(globalThis, {
    isSecureContext: true,
    crossOriginIsolated: false,
    indexedDB: {},
    location: window.location,
    localStorage: window.localStorage,
    /** @param {string} path @param {RequestInit} [how] */
    fetch: async (path, how) => {
      const { type = "text/plain", status: told = host[path] ? 200 : 404, ofGet = told, json } = host[path] ?? {};
      const status = how?.method === "HEAD" ? told : ofGet;
      return new Response(JSON.stringify(json ?? ""), { status, headers: { "content-type": type } });
    },
  });
});

const fault = () => faultOfHost("/course/");

test("a host that gives out all has no fault", async () => {
  assert.equal(await fault(), "");
});

test("each fault has its own sentence, which the site brings along", async () => {
  host["/course/a.wasm"] = { type: "text/plain" };
  assert.equal(await fault(), "another wasm");
  host["/course/a.wasm"] = { status: 403 };
  assert.equal(await fault(), "no wasm");
  host["/course/a.wasm"] = { type: "application/wasm; charset=binary" };
  assert.equal(await fault(), "");
  host["/course/b.whl"] = { status: 404 };
  assert.equal(await fault(), "no whl");
  Object.assign(globalThis, { crossOriginIsolated: true });
  assert.equal(await fault(), "isolated");
  Object.assign(globalThis, { isSecureContext: false });
  assert.equal(await fault(), "plain");
});

test("a page that may make nothing of text is told of it", async (t) => {
  const { mock } = t.mock.method(globalThis, "Function", () => { throw new EvalError("not allowed"); });
  assert.equal(await fault(), "may not run");
  mock.restore();
  assert.equal(await fault(), "");
  t.mock.method(URL, "createObjectURL", () => "data:text/javascript,throw new Error('refused')");
  assert.equal(await fault(), "may not run");
});

test("a browser that may keep nothing is told how to let the course start", async () => {
  Object.assign(globalThis, { indexedDB: null });
  assert.equal(await fault(), "keeps nothing");
  Object.assign(globalThis, { indexedDB: {} });
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  assert.equal(await fault(), "", "a private window may have no worker");
  Object.defineProperty(globalThis, "navigator", { get: () => { throw new Error("not allowed"); }, configurable: true });
  assert.equal(await fault(), "keeps nothing");
});

test("a host that does not tell of a file alone is asked for the file", async (t) => {
  withoutAPause(t);
  for (const status of [405, 501]) {
    host["/course/a.wasm"] = { status, type: "application/wasm", ofGet: 200 };
    assert.equal(await fault(), "");
    host["/course/a.wasm"] = { status, type: "application/wasm", ofGet: 403 };
    assert.equal(await fault(), "no wasm");
    host["/course/a.wasm"] = { status, ofGet: status };
    assert.equal(await fault(), "");
  }
});

test("a page that says that there is no such file is no file", async () => {
  host["/course/b.whl"] = { type: "text/html; charset=utf-8" };
  assert.equal(await fault(), "no whl");
});

test("where Python has not come, a part of it that does not lie there is named", async () => {
  host["/course/cptedu/files.json"] = { json: { python: { "a.wasm": 1, "c.whl": 2 } } };
  assert.equal(await faultOfCopy("/course/"), "c.whl is not whole");
  host["/course/c.whl"] = { type: "application/zip" };
  assert.equal(await faultOfCopy("/course/"), "");
  host["/course/cptedu/files.json"] = { status: 404 };
  assert.equal(await faultOfCopy("/course/"), "");
});

/** Nothing is waited for. @param {import("node:test").TestContext} t */
const withoutAPause = (t) => t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ done) => queueMicrotask(done));

/**
 * A host that answers otherwise at first; 0 is no answer.
 * @param {string} path
 * @param {number[]} statuses
 */
function answersFirst(path, statuses) {
  const asIs = globalThis.fetch;
  Object.assign(globalThis, {
    fetch: async (/** @type {string} */ asked, /** @type {RequestInit | undefined} */ how) => {
      const status = asked === path ? statuses.shift() : undefined;
      if (status === 0) throw new TypeError("nobody answers");
      return status ? new Response("", { status, headers: { "content-type": "text/html" } }) : asIs(asked, how);
    },
  });
}

for (const status of [0, 429, 500, 503, 504]) {
  test(`a host that answers ${status} is asked once more, and is not said to have what it holds otherwise than built`, async (t) => {
    withoutAPause(t);
    host["/course/cptedu/files.json"] = { json: { python: { "a.wasm": 1, "b.whl": 2 } } };
    answersFirst("/course/b.whl", [status]);
    assert.equal(await faultOfCopy("/course/"), "");
    answersFirst("/course/b.whl", [status, status]);
    assert.equal(await faultOfCopy("/course/"), "b.whl did not come");
    answersFirst("/course/b.whl", [status, status]);
    assert.equal(await fault(), "", "what is not known keeps no course from starting");
    const place = /** @type {any} */ ({ textContent: "not begun", style: {} });
    answersFirst("/course/cptedu/site.json", [status, status]);
    await sayUnlessBegun(place, "/course/", "no json");
    assert.equal(place.textContent, "not begun");
  });
}

test("what is known to be wrong is told before what could not be looked at", async (t) => {
  withoutAPause(t);
  host["/course/cptedu/files.json"] = { json: { python: { "b.whl": 1, "c.whl": 2 } } };
  for (const status of [403, 404, 410]) {
    host["/course/c.whl"] = { status };
    answersFirst("/course/b.whl", [503, 503]);
    assert.equal(await faultOfCopy("/course/"), "c.whl is not whole");
  }
});

test("a fault that is found late is shown where Python has not come, and to nobody whose lesson runs, however busy", () => {
  /** @param {string} status @param {boolean} hasPython */
  const told = (status, hasPython) => {
    /** @type {string[]} */
    const done = [];
    const panel = { isDisposed: false };
    const course = Object.assign(Object.create(Course.prototype), {
      taken: [panel], lessons: new WeakMap([[panel, { hasPython }]]),
      python: () => ({ status }), look: async () => done.push("look"), show: () => done.push("show"),
    });
    course.tellLate("a fault");
    return done.join();
  };
  assert.equal(told("idle", false), "look");
  assert.equal(told("idle", true), "look");
  assert.equal(told("busy", true), "look");
  assert.equal(told("busy", false), "show", "asked, and not there to answer");
  assert.equal(told("unknown", false), "show");
});

test("the page itself says what is wrong, at once, and where the site's own words are refused it has some", async () => {
  const place = /** @type {any} */ ({ textContent: "not begun", style: {} });
  await sayUnlessBegun(place, "/course/", "no json");
  assert.deepEqual(place, { textContent: "not begun", style: {} });
  host["/course/b.whl"] = { status: 404 };
  await sayUnlessBegun(place, "/course/", "no json");
  assert.deepEqual(place, { textContent: "no whl", style: { animation: "none" } });
  for (const refused of [{ status: 403, json: null }, { type: "text/html" }]) {
    host["/course/cptedu/site.json"] = refused;
    await sayUnlessBegun(place, "/course/", "no json");
    assert.equal(place.textContent, "no json");
    assert.equal(await fault(), "", "the course, which has begun, has the site's words");
  }
});

test("where nobody answers, the host is not blamed", async (t) => {
  withoutAPause(t);
  Object.assign(globalThis, { fetch: async () => Promise.reject(new Error("off")) });
  assert.equal(await fault(), "");
});

test("a lesson is behind one page, and JupyterLab in full behind the same", () => {
  const address = new SiteAddress({ baseUrl: "/course/" });
  assert.equal(address.here(), "a b.ipynb");
  assert.equal(address.of("a b.ipynb"), "/course/lab/index.html?path=a%20b.ipynb");
  assert.ok(address.isHere(address.of("a b.ipynb")));
  assert.ok(!address.isHere(address.of("")));
  assert.ok(address.isCourse());
  const inFull = new URL(address.inFull("a b.ipynb"), location.href);
  assert.equal(inFull.searchParams.get("path"), "a b.ipynb");
  Object.assign(globalThis, { location: inFull });
  assert.ok(!address.isCourse());
});

/**
 * A Python that prints what it is asked to, among other things.
 * @param {unknown} answer
 */
function python(answer) {
  const asked = /** @type {string[]} */ ([]);
  return {
    asked,
    requestExecute: (/** @type {{code: string}} */ { code }) => {
      asked.push(code);
      const mark = /^print\("([^"]*)"/.exec(code)?.[1] ?? "";
      const future = { onIOPub: (/** @type {unknown} */ _) => {}, done: Promise.resolve() };
      future.done = Promise.resolve().then(() => {
        future.onIOPub({ content: { name: "stderr", text: "a warning\n" } });
        if (answer === undefined) return;
        const whole = `something else\n${mark}${JSON.stringify(answer)}\n`;
        for (const text of [whole.slice(0, 30), whole.slice(30)]) future.onIOPub({ content: { name: "stdout", text } });
      });
      return future;
    },
  };
}

test("Python answers by what it prints, in however many pieces, and whatever else is printed", async () => {
  const kernel = /** @type {any} */ (python("it's\n\"quoted\""));
  assert.equal(await ask(kernel, "cptedu.app.live", 'f("x")'), "it's\n\"quoted\"");
  assert.match(kernel.asked[0], /import_module\("cptedu\.app\.live"\)\.f\("x"\)/);
  assert.equal(await ask(/** @type {any} */ (python(undefined)), "cptedu.app.live", "f()"), null);
});

test("the first page is drawn from what Python told the last time, of this very site, until it tells anew", async () => {
  const settings = { baseUrl: "/course/", cpteduSite: "b1" };
  const first = new SiteTold(settings);
  assert.deepEqual(await first.course(), COURSE);
  const begun = { ...COURSE, begun: true };
  first.python = () => /** @type {any} */ (python(begun));
  assert.deepEqual(await first.course(), begun);
  assert.deepEqual(await new SiteTold(settings).course(), begun);
  assert.deepEqual(await new SiteTold({ ...settings, cpteduSite: "b2" }).course(), COURSE, "a newer site has newer lessons");
});

test("a fault of the host is said on the first page", async () => {
  host["/course/b.whl"] = { status: 404 };
  const told = new SiteTold({ baseUrl: "/course/", cpteduSite: "b1" });
  await told.looked;
  assert.equal((await told.course())?.message, "no whl");
});

test("what was done elsewhere is read in by Python, and what came of it stays on the page that is drawn anew", async () => {
  const told = new SiteTold({ baseUrl: "/course/", cpteduSite: "b1" });
  let changes = 0;
  const work = () => told.work(() => (changes += 1));
  const file = /** @type {File} */ (/** @type {unknown} */ (new Blob(['{"events": ["\'"]}'])));
  assert.match(await work().bring(file), /on its way/);
  const kernel = /** @type {any} */ (python("Brought along: 2 new entries."));
  told.python = () => kernel;
  await work().bring(file);
  assert.equal(work().said, "Brought along: 2 new entries.");
  assert.equal(changes, 2);
  assert.ok(kernel.asked[0].includes(`brought(${JSON.stringify('{"events": ["\'"]}')})`));
  const large = /** @type {File} */ (/** @type {unknown} */ (new Blob(["x".repeat(5_000_001)])));
  assert.match(await work().bring(large), /far too large/);
  assert.equal(kernel.asked.length, 1, "what is too large is not read");
});

test("who takes work along is told where to put it, and the file has not the name of the one that is there", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] }); // a file is held for a minute, for the browser to save it
  const { document } = new Window();
  /** @type {string[]} */
  const names = [];
  const make = document.createElement.bind(document);
  document.createElement = (/** @type {any} */ kind) => {
    const link = /** @type {any} */ (make(kind));
    link.click = () => names.push(link.download);
    return link;
  };
  Object.assign(globalThis, { document });
  const told = new SiteTold({ baseUrl: "/course/", cpteduSite: "b1" });
  const work = told.work(() => {});
  told.python = () => /** @type {any} */ (python(""));
  assert.match(await work.takeAlong(), /^Nothing was done yet/);
  assert.deepEqual(names, []);
  told.python = () => /** @type {any} */ (python('{"events": []}'));
  assert.match(await work.takeAlong(), /was saved where .* “Bring it from another computer”.* beside its lessons\. What was done there stays\.$/);
  assert.match(await work.handIn(), /^summary\.json was saved where your browser saves files\.$/);
  assert.equal(names.length, 2);
  assert.notEqual(names[0], "progress.json");
});

test("once a lesson is alive, the worker is asked to keep the course, with what the page has used; without one nothing happens", async (t) => {
  const told = new SiteTold({ baseUrl: "/course/", cpteduSite: "b1" });
  const posted = /** @type {unknown[]} */ ([]);
  const active = { postMessage: (/** @type {unknown} */ message) => posted.push(message) };
  t.mock.method(performance, "getEntriesByType", () => [{ name: "https://school.example/course/build/a.js?_=1" }]);
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  await told.keepCourse();
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: { ready: Promise.resolve({ active }) } }, configurable: true });
  await told.keepCourse();
  assert.deepEqual(posted, [{ keep: ["https://school.example/course/build/a.js?_=1"] }]);
});

test("that all of the course is kept is said on the first page once it is so, once, and no longer where it is so no more", async () => {
  const worker = new EventTarget();
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: worker }, configurable: true });
  const settings = { baseUrl: "/course/", cpteduSite: "b1" };
  host["/course/cptedu/course.json"] = { json: { ...COURSE, closing: "Yours." } };
  const told = new SiteTold(settings);
  let changes = 0;
  const stay = new AbortController();
  told.hearWhatIsKept(() => (changes += 1), stay.signal);
  const tell = (/** @type {object} */ data) => worker.dispatchEvent(new MessageEvent("message", { data }));
  const closing = async () => (await new SiteTold(settings).course())?.closing;
  tell({ coming: { had: 1, of: 2 } });
  tell({ kept: false });
  assert.equal(await closing(), "Yours.");
  tell({ kept: true });
  tell({ kept: true });
  assert.match((await closing()) ?? "", /kept in this browser by now: it opens here with the network off, too\. Yours\.$/);
  assert.equal(changes, 1, "asking Python anew would have it tell that it is ready, and the worker be asked for ever");
  assert.equal((await new SiteTold({ ...settings, cpteduSite: "b2" }).course())?.closing, "Yours.", "a newer site is to be kept first");
  tell({ kept: false });
  assert.equal(await closing(), "Yours.");
  stay.abort();
  tell({ kept: true });
  assert.equal(changes, 2);
});

test("whether a browser keeps anything is what Python finds, and not knowing is no alarm", async () => {
  assert.equal(await settle(/** @type {any} */ (python(false))), false);
  assert.equal(await settle(/** @type {any} */ (python(true))), true);
  assert.equal(await settle(/** @type {any} */ (python(undefined))), true);
});

test("in the course nothing is saved by hand, and every other key goes its way", () => {
  const window = new Window();
  Object.assign(globalThis, { window });
  const stay = new AbortController();
  keepFromSaving(stay.signal);
  let heard = "";
  window.document.body.addEventListener("keydown", (event) => (heard += event.key));
  const press = (/** @type {string} */ key, held = {}) => {
    const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });
    window.document.body.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.ok(press("s", { ctrlKey: true }));
  assert.ok(press("S", { metaKey: true }));
  assert.ok(!press("s"));
  assert.ok(!press("c", { ctrlKey: true }));
  assert.equal(heard, "sc");
});
