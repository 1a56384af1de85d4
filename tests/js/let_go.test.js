// What a lesson that was left gives back, and what of JupyterLab a page of the course comes up without.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { Lesson } from "../../cptedu/app/live/labextensions/cptedu-live/static/lesson.js";
import { holdToolbarBack, letGo } from "../../cptedu/app/live/labextensions/cptedu-live/static/let_go.js";

const ENTRY = new URL("../../cptedu/app/live/labextensions/cptedu-live/static/remoteEntry.js", import.meta.url);
const DETACH = Symbol("before detach");

/** What others hear of, until they do not want to any more. */
function signal() {
  const slots = new Set();
  return {
    connect: (/** @type {Function} */ slot) => slots.add(slot),
    disconnect: (/** @type {Function} */ slot) => slots.delete(slot),
    emit: () => [...slots].forEach((slot) => slot()),
  };
}

/** A part of the page that notes what becomes of it. @param {any} parent */
function part(parent = null) {
  const heard = /** @type {unknown[]} */ ([]);
  return { parent, heard, processMessage: (/** @type {unknown} */ message) => heard.push(message), dispose: () => heard.push("disposed") };
}

/** A notebook's panel, of one cell whose code is folded away and one whose code is seen. */
function panelOf() {
  const [folded, seen, item] = [part(), part("its cell"), part()];
  const panel = {
    isDisposed: false,
    disposed: signal(),
    content: { disposed: signal(), widgets: [{ inputArea: folded }, { inputArea: seen }, {}] },
    toolbar: { ...part("the panel"), children: () => [item] },
    layout: { at: /** @type {any[]} */ ([]), insertWidget: (/** @type {number} */ at, /** @type {any} */ one) => (panel.layout.at[at] = one) },
    dispose() {
      panel.isDisposed = true;
      panel.content.disposed.emit();
      panel.disposed.emit();
    },
  };
  return { panel: /** @type {any} */ (panel), folded, seen, item };
}

test("a notebook that is closed takes folded code along, and is forgotten by what outlives it", () => {
  const { panel, folded, seen } = panelOf();
  const held = new Map([[panel, "as it was opened"], ["another", "stays"]]);
  letGo(/** @type {any} */ ({ shell: { _mainOptionsCache: held } }), panel);
  assert.deepEqual([folded.heard, held.size], [[], 2]);
  panel.dispose();
  assert.deepEqual([folded.heard, seen.heard], [["disposed"], []], "what stands in a cell goes with the cell");
  assert.deepEqual([...held.keys()], ["another"]);
});

test("a JupyterLab that keeps nothing of how a notebook was opened does as well", () => {
  const { panel, folded } = panelOf();
  letGo(/** @type {any} */ ({ shell: {} }), panel);
  panel.dispose();
  assert.deepEqual(folded.heard, ["disposed"]);
});

test("a toolbar that was held back ends with its panel, and what was drawn in it hears that before", () => {
  const { panel, item } = panelOf();
  holdToolbarBack(/** @type {any} */ ({ Widget: { Msg: { BeforeDetach: DETACH } } }), panel);
  assert.equal(panel.toolbar.parent, null);
  assert.deepEqual([panel.toolbar.heard, item.heard], [[], []]);
  panel.dispose();
  assert.deepEqual([panel.toolbar.heard, item.heard], [["disposed"], [DETACH]]);
});

test("a toolbar that is shown after all stands above its notebook, and goes with it by itself", () => {
  const { panel, item } = panelOf();
  const show = holdToolbarBack(/** @type {any} */ ({ Widget: { Msg: { BeforeDetach: DETACH } } }), panel);
  show();
  assert.equal(panel.layout.at[0], panel.toolbar);
  panel.dispose();
  assert.deepEqual([panel.toolbar.heard, item.heard], [[], []]);
  panel.layout.at = [];
  show();
  assert.deepEqual(panel.layout.at, [], "of a panel that is gone nothing is shown");
});

test("Python, of which a page may hold on when it is gone, tells nothing to a lesson that was left", () => {
  const heard = /** @type {Function[]} */ ([]);
  const kernel = { registerCommTarget: (/** @type {string} */ _, /** @type {Function} */ hear) => heard.push(hear) };
  const { panel } = panelOf();
  const said = /** @type {boolean[]} */ ([]);
  const lesson = Object.assign(Object.create(Lesson.prototype), { panel, tellWritten: (/** @type {boolean} */ is) => said.push(is) });
  lesson.hearWritten(kernel);
  const tells = (/** @type {boolean} */ is) => heard[0]?.(null, { content: { data: { all_is_kept: is } } });
  tells(false);
  tells(true);
  assert.deepEqual(said, [false, true]);
  panel.dispose();
  tells(false);
  assert.deepEqual(said, [false, true]);
});

/**
 * Load the extension in a page with such settings; give what JupyterLab then reads that it is to leave out.
 * @param {object} settings
 * @param {string} address
 */
function leftOut(settings, address) {
  const written = { textContent: JSON.stringify(settings) };
  const { pathname, search } = new URL(address, "http://127.0.0.1/");
  const page = {
    document: {
      currentScript: { src: "http://127.0.0.1/static/remoteEntry.js" },
      getElementById: (/** @type {string} */ id) => (id === "jupyter-config-data" ? written : null),
      body: { dataset: { voila: "voila" } }, // so that nothing else is drawn
    },
    location: { pathname, search },
    window: {}, URL, URLSearchParams,
  };
  runInNewContext(readFileSync(ENTRY, "utf8"), page);
  const { disabledExtensions, ...others } = JSON.parse(written.textContent);
  return { disabledExtensions, others };
}

const COURSE = { mode: "single-document", baseUrl: "/" };
const SITE = { ...COURSE, cpteduSite: "0123" };

test("a page of the course comes up without the parts that hold on to notebooks", () => {
  for (const [settings, address] of /** @type {[object, string][]} */ ([
    [COURSE, "/doc/workspaces/course/tree/00_start_here.ipynb"], [COURSE, "/user/ann/doc/workspaces/course"], [SITE, "/lab/index.html?path=a.ipynb"],
  ])) {
    const { disabledExtensions, others } = leftOut({ ...settings, disabledExtensions: ["a-school:own"] }, address);
    assert.equal(disabledExtensions[0], "a-school:own", "what was left out before stays so");
    assert.ok(disabledExtensions.includes("@jupyterlab/cell-toolbar-extension"), address);
    assert.deepEqual(others, settings);
  }
});

test("JupyterLab in full, and whatever is no page of the course, has all of its parts", () => {
  for (const [settings, address] of /** @type {[object, string][]} */ ([
    [{ mode: "multiple-document" }, "/lab/tree/00_start_here.ipynb"], [COURSE, "/doc/tree/mine.ipynb"], [SITE, "/lab/index.html?mode=multiple-document"],
    [{}, "/notebooks/mine.ipynb"],
  ])) {
    assert.equal(leftOut(settings, address).disabledExtensions, undefined, address);
  }
});
