// The first page of the course: one thing to do next, every lesson with what is mastered in it, what is due.

import { button, dots, link, make } from "./make.js";
import { drawBonesAndClaim } from "./picture.js";

/**
 * @typedef {import("../../../../types").CourseTold} CourseTold
 * @typedef {import("../../../../types").CourseLesson} CourseLesson
 * @typedef {{href: (path: string) => string, go: (path: string, atExercise?: boolean) => void, results: string, showResults?: () => void, work?: Work, brand?: string}} Way
 * @typedef {{said: string, handIn: () => Promise<string>, takeAlong: () => Promise<string>, bring: (file: File) => Promise<string>}} Work
 */

const GREY_TILES = 13;

/**
 * Draw the page.
 * @param {HTMLElement} page
 * @param {CourseTold} told
 * @param {Way} way
 */
export function drawDoor(page, told, way) {
  page.removeAttribute("aria-busy");
  page.replaceChildren(
    make("div", { class: "main" }, ...next(told, way), ...dueBeforeTheLessons(told, way), course(told, way)),
    make("div", { class: "side" }, ...first(told), ...due(told, way), skills(told, way), ...streak(told), ...work(way), closing(told)),
  );
}

/**
 * Draw a quiet picture of what comes.
 * @param {HTMLElement} page
 */
export function drawPicture(page) {
  page.setAttribute("aria-busy", "true");
  const grey = (/** @type {string} */ kind) => make("div", { class: `grey ${kind}` });
  const tiles = make("div", { class: "tiles" });
  for (let at = 0; at < GREY_TILES; at += 1) tiles.append(grey("tile"));
  page.replaceChildren(
    make("div", { class: "main", "aria-hidden": "true" }, grey("heading"), grey("line"), grey("card"), grey("line"), tiles),
    make("div", { class: "side", "aria-hidden": "true" }, grey("card"), grey("card tall")),
    make("p", { class: "unseen", role: "status" }, "The course is opening."),
  );
}

/**
 * @param {CourseTold} told
 * @param {Way} way
 */
function next({ go_on: goOn, message }, way) {
  const card = make(
    "section",
    { class: "card next", "aria-label": goOn.heading },
    make("div", { class: "what" }, make("h2", {}, goOn.title), make("p", {}, goOn.about)),
    link(way.href(goOn.path), { class: "button", "data-go": "on" }, () => way.go(goOn.path), goOn.button),
  );
  const said = message ? [make("p", { class: "message", role: "alert" }, message)] : [];
  return [make("h1", { tabindex: "-1" }, goOn.heading), make("p", { class: "lead" }, goOn.line), ...said, card];
}

/**
 * @param {CourseTold} told
 * @param {Way} way
 */
function course({ lessons }, way) {
  const tiles = lessons.map((one) => make("li", {}, tile(one, way)));
  return make(
    "section",
    { class: "course", "aria-labelledby": "cptedu-lessons" },
    make("h2", { id: "cptedu-lessons" }, "The course"),
    make("ol", { class: "tiles" }, ...tiles),
  );
}

/**
 * @param {CourseLesson} lesson
 * @param {Way} way
 */
function tile(lesson, way) {
  const tick = lesson.state === "done" ? [make("span", { class: "tick", "aria-hidden": "true" }, "✓")] : [];
  return link(
    way.href(lesson.path),
    { class: "tile", "data-state": lesson.state },
    () => way.go(lesson.path),
    make("span", { class: "number" }, lesson.number),
    make("span", { class: "title" }, lesson.title, make("small", {}, lesson.about)),
    make("span", { class: "unseen" }, `, ${lesson.words}`),
    ...tick,
    dots(lesson),
  );
}

/**
 * @param {CourseTold} told
 * @param {Way} way
 */
function due({ due: told }, way) {
  if (!told) return [];
  const card = make("section", { class: "card due", "data-any": String(told.count > 0) }, make("h2", {}, "Due today"), make("p", {}, told.words));
  if (told.count) card.append(practise(told.path, way, "practise"));
  return [card];
}

/**
 * In a narrow window the cards at the side come below all lessons, where nobody looks for what is due today: there it stands
 * above them, and in a wide one at the side.
 * @param {CourseTold} told
 * @param {Way} way
 */
function dueBeforeTheLessons({ due: told }, way) {
  if (!told?.count) return [];
  const words = make("div", { class: "what" }, make("h2", {}, "Due today"), make("p", {}, told.words));
  return [make("section", { class: "card next due" }, words, practise(told.path, way, "practise-above"))];
}

/**
 * @param {string} path
 * @param {Way} way
 * @param {string} name
 */
function practise(path, way, name) {
  return link(way.href(path), { class: "button", "data-name": name }, () => way.go(path, true), "Practise");
}

/** @param {CourseTold} told */
function first({ begun }) {
  return begun ? [] : [make("div", { class: "card shown" }, drawBonesAndClaim())];
}

/**
 * @param {CourseTold} told
 * @param {Way} way
 */
function skills({ begun, skills: told }, way) {
  const rows = told.map(({ title, right, of, words }) => {
    const filled = make("i");
    filled.style.width = `${(100 * right) / of}%`;
    const bar = make("span", { class: "bar", "aria-hidden": "true" }, filled);
    return make("li", {}, make("span", {}, title), ...(begun ? [make("span", { class: "unseen" }, `: ${words}`), bar] : []));
  });
  const heading = begun ? "What you master" : "What you will master";
  const card = make("section", { class: "card skills", "data-begun": String(begun) }, make("h2", {}, heading), make("ul", {}, ...rows));
  if (begun) card.append(results(way));
  return card;
}

/** @param {Way} way */
function results({ results: href, showResults }) {
  const words = "Your results, to print";
  if (showResults) return link("", { class: "results" }, showResults, words);
  return make("a", { href, target: "_blank", rel: "noopener", class: "results" }, words);
}

/** @param {CourseTold} told */
function streak({ streak: { days, words, more } }) {
  if (!days) return [];
  const told = make("div", {}, make("h2", {}, words), make("p", {}, more));
  return [make("section", { class: "card streak" }, make("b", {}, String(days)), told)];
}

/**
 * Where work is kept in a browser, it can be handed in, taken along, and brought.
 * @param {Way} way
 */
function work({ work: kept }) {
  if (!kept) return [];
  const said = make("p", { role: "status" }, kept.said);
  const tell = (/** @type {Promise<string>} */ coming) => {
    said.textContent = "One moment…";
    void coming.then((words) => (said.textContent = words));
  };
  const file = make("input", { type: "file", accept: ".json", hidden: "" });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) tell(kept.bring(chosen));
    file.value = "";
  });
  const row = (/** @type {string} */ words, /** @type {() => void} */ act) => make("li", {}, button(words, { class: "plain" }, act));
  const rows = make(
    "ul",
    {},
    row("Save it to hand in", () => tell(kept.handIn())),
    row("Take it along to another computer", () => tell(kept.takeAlong())),
    row("Bring it from another computer", () => file.click()),
  );
  return [make("section", { class: "card work" }, make("h2", {}, "Your work"), rows, file, said)];
}

/** @param {CourseTold} told */
function closing({ closing: words }) {
  return make("p", { class: "closing" }, words);
}
