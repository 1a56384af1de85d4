// What lessons say of themselves, and what of it the frame around the one in front shows.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { Course } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/course.js";

/** A course with so many lessons, each with a line of its own; what one says comes to the course as on the page. */
function courseOf(/** @type {string[]} */ ...paths) {
  const root = document.createElement("div");
  const lessons = new WeakMap();
  const course = Object.assign(Object.create(Course.prototype), {
    root, lessons, path: paths[0], been: [], taken: [], site: null, bringing: "", draw: () => {}, write: () => {}, teller: { opened: async () => {} },
  });
  document.addEventListener("cptedu-said", (event) => course.said(event));
  const panels = paths.map((path) => {
    const node = document.createElement("section");
    const line = node.appendChild(document.createElement("p"));
    document.body.append(node);
    const panel = { node, isDisposed: false, context: { path } };
    lessons.set(panel, { status: { line } });
    const say = (/** @type {string} */ state) => {
      line.dataset.state = state;
      line.dispatchEvent(Object.assign(new globalThis.Event("cptedu-said", { bubbles: true }), { detail: state }));
    };
    return { panel, say };
  });
  return { course, panels, isBusy: () => root.hasAttribute("data-busy") };
}

test("a lesson that is left says that its Python ends, and the one in front is still getting ready", () => {
  const { course, panels: [old, front], isBusy } = courseOf("a.ipynb", "b.ipynb");
  course.inFront(old?.panel);
  course.inFront(front?.panel);
  front?.say("busy");
  assert.equal(isBusy(), true);
  old?.say("note");
  assert.equal(isBusy(), true);
  front?.say("ready");
  assert.equal(isBusy(), false);
  old?.say("busy");
  assert.equal(isBusy(), false);
});

test("who comes back to a lesson sees of it what it said meanwhile", () => {
  const { course, panels: [first, second], isBusy } = courseOf("a.ipynb", "b.ipynb");
  course.inFront(first?.panel);
  first?.say("busy");
  assert.equal(isBusy(), true);
  second?.say("busy"); // before it is told to be in front
  course.inFront(second?.panel);
  assert.equal(isBusy(), true);
  first?.say("ready");
  assert.equal(isBusy(), true);
  course.inFront(first?.panel);
  assert.equal(isBusy(), false);
});

test("what the first lesson says counts before it is told to be in front", () => {
  const { panels: [first], isBusy } = courseOf("a.ipynb");
  first?.say("busy");
  assert.equal(isBusy(), true);
});

test("a site is kept as soon as any lesson is ready, be it in front or not", () => {
  const { course, panels: [old, front] } = courseOf("a.ipynb", "b.ipynb");
  let kept = 0;
  course.site = { keepCourse: async () => (kept += 1) };
  course.inFront(old?.panel);
  course.inFront(front?.panel);
  old?.say("ready");
  assert.equal(kept, 1);
});
