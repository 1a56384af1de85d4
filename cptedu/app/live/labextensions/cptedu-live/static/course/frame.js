// The frame around a lesson: the course, what is mastered, the lesson before and after, and a few tools.

import { InUse } from "./in_use.js";
import { button, dots, link, make } from "./make.js";

/**
 * @typedef {import("../../../../types").CourseTold} CourseTold
 * @typedef {import("../../../../types").CourseLesson} CourseLesson
 * @typedef {import("./door.js").Way} Way
 * @typedef {{told: CourseTold | null, path: string, isLesson: boolean, inFull: string, tools: Tool[]}} Shown
 * @typedef {{name: string, label: string, isComing?: boolean, press: () => void}} Tool
 */

export class Frame {
  /** @param {Way} way */
  constructor(way) {
    this.way = way;
    this.node = make("header", { class: "frame", tabindex: "-1" });
    this.inUse = new InUse(this.node);
    this.drawn = "";
    this.path = "";
    document.addEventListener("pointerdown", ({ target }) => {
      for (const one of this.open()) {
        if (!one.parentElement?.contains(/** @type {Node} */ (target))) one.setAttribute("aria-expanded", "false");
      }
    });
  }

  /**
   * Draw it, where anything is new, as soon as nothing in it is pressed.
   * @param {Shown} shown
   */
  draw(shown) {
    this.inUse.draw(() => this.drawNow(shown));
  }

  /**
   * Draw it; who is at a button keeps it, and tools that were brought out stay.
   * @param {Shown} shown
   */
  drawNow(shown) {
    const { told, path, isLesson, inFull, tools } = shown;
    const drawn = JSON.stringify([told?.lessons, told?.beside, path, isLesson, inFull, tools]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    // Where one goes elsewhere they are put away.
    const open = path === this.path ? this.open().map((one) => one.dataset.name) : [];
    this.path = path;
    const fill = () => {
      this.node.replaceChildren(...(isLesson ? this.lesson(told, path) : this.course()), this.more(shown));
      for (const one of this.openers()) one.setAttribute("aria-expanded", String(open.includes(one.dataset.name)));
    };
    if (!this.inUse.keep(fill)) this.node.focus();
  }

  /** What brings something out: all tools in a narrow window, and in any what belongs together. */
  openers() {
    return /** @type {HTMLElement[]} */ ([...this.node.querySelectorAll(".opener")]);
  }

  open() {
    return this.openers().filter((one) => one.getAttribute("aria-expanded") === "true");
  }

  course() {
    return [make("span", { class: "brand" }, this.way.brand || "cptedu"), make("span", { class: "motto" }, "How a visit becomes a claim")];
  }

  /**
   * @param {CourseTold | null} told
   * @param {string} path
   */
  lesson(told, path) {
    const folder = told?.folder ?? "";
    const lessons = told?.lessons ?? [];
    const at = lessons.findIndex((one) => inFolder(folder, one.path) === path);
    const beside = told?.beside.find((one) => inFolder(folder, one.path) === path);
    const here = lessons[at];
    const title = here?.title ?? beside?.title ?? (told ? (path.split("/").pop() ?? "").replace(/\.ipynb$/, "") : "");
    const back = link(this.way.href(folder), { class: "back", "data-name": "course" }, () => this.way.go(folder), "Course");
    const name = make("span", { class: "name" }, ...(here?.number ? [make("b", {}, here.number), " · "] : []), title);
    if (!here) return [back, name];
    const words = make("span", { class: "unseen", role: "status" }, here.words);
    return [back, name, dots(here), words, this.around(folder, here, lessons[at - 1], lessons[at + 1])];
  }

  /**
   * @param {string} folder
   * @param {CourseLesson} here
   * @param {CourseLesson | undefined} before
   * @param {CourseLesson | undefined} after
   */
  around(folder, here, before, after) {
    const nav = make("nav", { "aria-label": "Lessons" });
    const step = (/** @type {typeof before} */ to, /** @type {string} */ name, /** @type {string} */ label) => {
      if (!to) return;
      const path = inFolder(folder, to.path);
      const words = `${label}: ${to.title}`;
      nav.append(link(this.way.href(path), { class: name, "data-name": name, title: words, "aria-label": words }, () => this.way.go(path), label));
    };
    nav.toggleAttribute("data-done", here.state === "done");
    step(before, "previous", "Previous");
    step(after, "next", "Next");
    return nav;
  }

  /** @param {Shown} shown */
  more({ told, isLesson, inFull, tools }) {
    const group = make("div", { class: "tools", id: "cptedu-tools" }, ...this.beside(told, isLesson));
    for (const { name, label, isComing, press } of tools) {
      // What cannot be done yet has its place already, so that nothing moves under the pointer when it comes.
      group.append(button(label, { "data-name": name, ...(isComing ? { "data-coming": "" } : {}) }, press));
    }
    group.append(make("a", { href: inFull, "data-name": "full" }, "JupyterLab in full"));
    return unfolding("more", "More", group);
  }

  /**
   * What stands beside the lessons: what everybody looks up, and then, folded, what is for a practice or for those who teach.
   * @param {CourseTold | null} told
   * @param {boolean} isLesson
   */
  beside(told, isLesson) {
    const folder = told?.folder ?? "";
    /** @type {HTMLElement[]} */
    const plain = [];
    /** @type {Map<string, HTMLElement[]>} */
    const folded = new Map();
    for (const one of (told?.beside ?? []).filter((each) => !isLesson || !each.path.includes("/"))) {
      const path = inFolder(folder, one.path);
      const to = link(this.way.href(path), { "data-name": one.path }, () => this.way.go(path), one.label);
      if (one.group) folded.set(one.group, [...(folded.get(one.group) ?? []), to]);
      else plain.push(to);
    }
    const folds = [...folded].map(([name, links], at) => {
      const fold = unfolding("fold", name, make("div", { class: "of", id: `cptedu-fold-${at}` }, ...links));
      // Who goes on by the keys leaves nothing open behind; what was only drawn anew has gone nowhere.
      fold.addEventListener("focusout", ({ relatedTarget }) => {
        if (relatedTarget && !fold.contains(/** @type {Node} */ (relatedTarget))) fold.firstElementChild?.setAttribute("aria-expanded", "false");
      });
      return fold;
    });
    return [...plain, ...folds];
  }
}

/**
 * A button and what it brings out; Escape puts it away again.
 * @param {string} kind
 * @param {string} label
 * @param {HTMLElement} what
 */
function unfolding(kind, label, what) {
  const name = kind === "more" ? kind : label;
  const opener = button(label, { class: "opener", "data-name": name, "aria-expanded": "false", "aria-controls": what.id }, () => {
    opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") !== "true"));
  });
  const whole = make("div", { class: kind }, opener, what);
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || opener.getAttribute("aria-expanded") !== "true") return;
    event.stopPropagation(); // of what is open inside one another the inner is put away first
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  });
  return whole;
}

/**
 * @param {string} folder
 * @param {string} path
 */
export function inFolder(folder, path) {
  return folder ? `${folder}/${path}` : path;
}
