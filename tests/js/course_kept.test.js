// What the course's page hears of what is kept: a site's Python says it, and a server says nothing of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { show } from "./page.js";
import { Course } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/course.js";

/** What a lesson in front is told when this is what the course says of itself. @param {object} said */
async function toldOf(said) {
  const told = /** @type {boolean[]} */ ([]);
  const panel = {};
  const course = Object.assign(Object.create(Course.prototype), {
    path: "", told: null, been: [panel], site: null, lessons: new WeakMap([[panel, { tellWritten: (/** @type {boolean} */ is) => told.push(is) }]]),
    teller: { course: async () => ({ folder: "", lessons: [], beside: [], ...said }) },
    address: { of: () => "", results: () => "" }, doorInUse: { draw: () => {} }, draw: () => {},
  });
  show(document.createElement("main"));
  await course.look();
  return told;
}

test("a lesson is told whether all is kept only where the course says it", async () => {
  assert.deepEqual([await toldOf({}), await toldOf({ is_kept: true }), await toldOf({ is_kept: false })], [[], [true], [false]]);
});
