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
    document.addEventListener("pointerdown", (event) => {
      const more = this.node.querySelector(".more");
      if (!more?.contains(/** @type {Node} */ (event.target))) more?.firstElementChild?.setAttribute("aria-expanded", "false");
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
    const isOpen = path === this.path && this.node.querySelector(".opener")?.getAttribute("aria-expanded") === "true";
    this.path = path;
    const fill = () => this.node.replaceChildren(...(isLesson ? this.lesson(told, path) : this.course()), this.more(shown, isOpen));
    if (!this.inUse.keep(fill)) this.node.focus();
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

  /**
   * @param {Shown} shown
   * @param {boolean} isOpen
   */
  more({ told, isLesson, inFull, tools }, isOpen) {
    const folder = told?.folder ?? "";
    const group = make("div", { class: "tools", id: "cptedu-tools" });
    for (const one of (told?.beside ?? []).filter((each) => !isLesson || !each.path.includes("/"))) {
      const path = inFolder(folder, one.path);
      group.append(link(this.way.href(path), { "data-name": one.path }, () => this.way.go(path), one.label));
    }
    for (const { name, label, isComing, press } of tools) {
      // What cannot be done yet has its place already, so that nothing moves under the pointer when it comes.
      group.append(button(label, { "data-name": name, ...(isComing ? { "data-coming": "" } : {}) }, press));
    }
    group.append(make("a", { href: inFull, "data-name": "full" }, "JupyterLab in full"));
    const opener = button("More", { class: "opener", "data-name": "more", "aria-expanded": String(isOpen), "aria-controls": "cptedu-tools" }, () => {
      const open = opener.getAttribute("aria-expanded") !== "true";
      opener.setAttribute("aria-expanded", String(open));
    });
    const whole = make("div", { class: "more" }, opener, group);
    whole.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || opener.getAttribute("aria-expanded") !== "true") return;
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
    });
    return whole;
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
export function inFolder(folder, path) {
  return folder ? `${folder}/${path}` : path;
}
