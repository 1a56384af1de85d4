// In a lesson a dollar sign is money, in each of its views and as long as one is open; elsewhere what stands between two is a formula.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import plugins from "../../cptedu/app/live/labextensions/cptedu-live/static/plugin.js";

/** The extension as JupyterLab tells it of each panel that opens. @type {{createNew: (panel: any, context: any) => unknown}} */
let opens = { createNew: () => assert.fail("nobody listens to what opens") };
const app = { docRegistry: { addWidgetExtension: (/** @type {string} */ _, /** @type {any} */ given) => (opens = given) }, shell: {} };
const [lessons] = /** @type {any[]} */ (plugins(/** @type {any} */ ({}), null));
lessons.activate(app);

/** What typesets formulas, and notes what it was given. */
function rendermimeOf() {
  const formulas = /** @type {unknown[]} */ ([]);
  return { formulas, rendermime: { latexTypesetter: { typeset: (/** @type {unknown} */ element) => void formulas.push(element) } } };
}

/**
 * A view of a notebook opens; what is given closes it.
 * @param {any} rendermime
 * @param {object} said of the notebook, for the course
 */
function view(rendermime, said = { lesson: true }) {
  const ends = /** @type {Function[]} */ ([]);
  const gone = { connect: (/** @type {Function} */ end) => ends.push(end) };
  const model = { getMetadata: (/** @type {string} */ name) => (name === "cptedu" ? said : undefined) };
  opens.createNew({ disposed: gone, content: { disposed: gone, widgets: [], model, rendermime } }, { ready: new Promise(() => {}) });
  return () => ends.forEach((end) => end());
}

for (const [which, at] of /** @type {[string, number][]} */ ([["first", 0], ["second", 1]])) {
  test(`of two views of a lesson, which share what draws them, the ${which} is closed: in the other a dollar stays money`, () => {
    const { formulas, rendermime } = rendermimeOf();
    const closes = [view(rendermime), view(rendermime)];
    closes[at]?.();
    rendermime.latexTypesetter.typeset("$38.41 and $20.10");
    assert.deepEqual(formulas, []);
    closes[1 - at]?.();
    rendermime.latexTypesetter.typeset("$x$");
    assert.deepEqual(formulas, ["$x$"], "what outlives them all knows of no lesson");
  });
}

test("in a notebook that is no lesson formulas are drawn", () => {
  const { formulas, rendermime } = rendermimeOf();
  view(rendermime, {});
  rendermime.latexTypesetter.typeset("$x$");
  assert.deepEqual(formulas, ["$x$"]);
});

test("a view that is closed is not held by what draws it", async () => {
  const { rendermime } = rendermimeOf();
  const ends = /** @type {Function[]} */ ([]);
  const gone = { connect: (/** @type {Function} */ end) => ends.push(end) };
  let asked = 0;
  const content = { disposed: gone, widgets: [], rendermime, get model() { asked += 1; return null; } };
  opens.createNew({ disposed: gone, content }, { ready: new Promise(() => {}) });
  rendermime.latexTypesetter.typeset("$x$");
  assert.ok(asked > 0);
  ends.forEach((end) => end());
  const before = asked;
  rendermime.latexTypesetter.typeset("$x$");
  assert.equal(asked, before);
});
