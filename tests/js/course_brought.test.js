// Which lesson comes to the front, when another one that gets ready behind the first page is open only later.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { Course } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/course.js";
import { broughtToExercise } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/drawn.js";

const START = "start.ipynb";
const OTHER = "glossary.ipynb";

/** A course at its first page, and a JupyterLab in which a document comes to the front as soon as it is open. */
function courseAtDoor() {
  const node = document.createElement("section");
  /** @type {Map<string, () => void>} */
  const isReady = new Map();
  const front = { path: "" };
  /** @type {{ finish: () => void }[]} */
  const late = [];
  const course = Object.assign(Object.create(Course.prototype), {
    path: "", been: [], taken: [], lessons: new WeakMap(), site: null, bringing: "", isSettled: true, behind: Promise.resolve(),
    covered: false, cover: (/** @type {boolean} */ on) => (course.covered = on), drawBusy: () => {}, draw: () => {}, write: () => {}, teller: { opened: async () => {} },
  });
  const panels = new Map([START, OTHER].map((path) => {
    const ready = new Promise((resolve) => isReady.set(path, () => resolve(undefined)));
    return [path, { node, isDisposed: false, context: { path, ready } }];
  }));
  const reveal = (/** @type {string} */ path) => {
    front.path = path;
    course.inFront(panels.get(path));
    return panels.get(path);
  };
  course.app = {
    shell: { get currentWidget() { return panels.get(front.path) ?? null; } },
    commands: {
      execute: (/** @type {string} */ _name, /** @type {{ path: string }} */ { path }) =>
        path === START ? new Promise((resolve) => late.push({ finish: () => resolve(reveal(path)) })) : Promise.resolve(reveal(path)),
    },
  };
  course.behind = course.app.commands.execute("docmanager:open", { path: START });
  return { course, front, startIsOpen: () => late[0]?.finish(), isReady: (/** @type {string} */ path) => isReady.get(path)?.() };
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await null;
};

for (const order of ["start opens first", "the other is ready first"]) {
  test(`the lesson that is asked for is the one that is seen: ${order}`, async () => {
    const { course, front, startIsOpen, isReady } = courseAtDoor();
    course.path = OTHER;
    const brought = course.bring(OTHER);
    await settled();
    assert.equal(front.path, OTHER);
    if (order === "start opens first") startIsOpen();
    else isReady(OTHER);
    await settled();
    assert.equal(course.covered, true); // nobody sees the one under the name of the other
    if (order === "start opens first") isReady(OTHER);
    else startIsOpen();
    await brought;
    assert.deepEqual([front.path, course.path, course.covered], [OTHER, OTHER, false]);
  });
}

test("who goes back to the first page meanwhile is not taken away from it", async () => {
  const { course, front, startIsOpen, isReady } = courseAtDoor();
  course.path = OTHER;
  const brought = course.bring(OTHER);
  await settled();
  course.path = "";
  startIsOpen();
  isReady(OTHER);
  await brought;
  assert.deepEqual([front.path, course.path], [START, ""]);
});

test("an exercise is brought into sight though another scroll took the place of the one to it", async () => {
  const node = document.createElement("section");
  node.innerHTML = '<p class="cptedu-status" data-state="ready"></p><div class="practice"><h3 tabindex="-1">Which codes?</h3></div>';
  document.body.append(node);
  const practice = /** @type {HTMLElement} */ (node.querySelector(".practice"));
  practice.scrollIntoView = () => {};
  const cells = [{ getMetadata: () => ["exercise"] }];
  const scrollToItem = () => Promise.reject(new Error("Scrolling to a new item is requested."));
  const panel = /** @type {any} */ ({ node, content: { model: { cells }, widgets: [{ node }], scrollToItem } });
  await broughtToExercise(panel, () => true);
  assert.equal(document.activeElement, node.querySelector("h3"));
});
