// The light of the course: that of the computer, also when it turns while the course is open, until a learner has chosen one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { viewLife } from "./page.js";
import { Light, leaveChosenInFull } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/light.js";

const computer = Object.assign(document.createElement("i"), { matches: false });
globalThis.matchMedia = (/** @type {string} */ asked) => {
  assert.equal(asked, "(prefers-color-scheme: dark)");
  return computer;
};

/** The computer turns. @param {boolean} dark */
function turns(dark) {
  computer.matches = dark;
  computer.dispatchEvent(new globalThis.Event("change"));
}

let life = viewLife();

/** A page without a word from earlier, in place of the one before. */
function blank() {
  life.abort();
  life = viewLife();
  document.cookie = "cptedu-light=; max-age=0; path=/";
  delete document.body.dataset.jpThemeLight;
  delete document.body.dataset.jpThemeName;
}

/** Open the course as it was left; JupyterLab comes in the light that it has written down. */
function opened({ dark = false, cookie = "", lab = "Light", theme = `JupyterLab ${lab}` } = {}) {
  blank();
  if (cookie) document.cookie = `cptedu-light=${cookie}; path=/`;
  computer.matches = dark;
  const asked = /** @type {string[]} */ ([]);
  const drawn = (/** @type {string} */ light, /** @type {string} */ name) => {
    document.body.dataset.jpThemeLight = String(light === "Light");
    document.body.dataset.jpThemeName = name;
    return course.heard();
  };
  const course = new Light((light) => {
    asked.push(light);
    drawn(light, course.themes[light]);
  }, life.signal);
  const begins = course.now;
  const isIts = drawn(lab, theme);
  course.settle();
  return { course, asked, begins, isIts };
}

const lit = () => (document.body.dataset.jpThemeLight === "false" ? "Dark" : "Light");
const named = () => document.body.dataset.jpThemeName;
const left = () => document.cookie.match(/cptedu-light=([^;]*)/)?.[1] ?? "";

test("the first time the course comes in the light of the computer, and JupyterLab's own first light is not taken for one that was chosen", () => {
  const { asked, begins, isIts } = opened({ dark: true });
  assert.deepEqual([begins, isIts, asked, lit(), left()], ["Dark", false, ["Dark"], "Dark", "dark-of-computer"]);
});

test("a computer that turns while the course is open takes the course along, there and back", () => {
  opened();
  turns(true);
  assert.deepEqual([lit(), left()], ["Dark", "dark-of-computer"]);
  turns(false);
  assert.deepEqual([lit(), left()], ["Light", "light-of-computer"]);
});

test("the next day it comes in the light that the computer has then", () => {
  const { asked, begins } = opened({ dark: false, cookie: "dark-of-computer", lab: "Dark" });
  assert.deepEqual([begins, asked, lit(), left()], ["Light", ["Light"], "Light", "light-of-computer"]);
});

test("what a learner has chosen stays, whatever the computer does, and comes again", () => {
  const { course } = opened();
  course.choose("Dark");
  assert.deepEqual([lit(), left()], ["Dark", "dark"]);
  turns(true);
  turns(false);
  assert.equal(lit(), "Dark");
  const again = opened({ dark: false, cookie: "dark", lab: "Dark" });
  assert.deepEqual([again.begins, again.asked], ["Dark", []]);
  turns(true);
  turns(false);
  assert.deepEqual([lit(), left()], ["Dark", "dark"]);
});

test("to choose the light that one follows is to choose it", () => {
  const { course } = opened({ dark: true });
  course.choose("Light");
  course.choose("Dark");
  turns(false);
  assert.deepEqual([lit(), left()], ["Dark", "dark"]);
});

test("a light that JupyterLab has written down, and that nobody followed, was chosen", () => {
  const { asked } = opened({ dark: false, lab: "Dark" });
  assert.deepEqual([asked, lit(), left()], [[], "Dark", "dark"]);
});

test("the computer may turn before JupyterLab is there", () => {
  blank();
  computer.matches = false;
  const asked = /** @type {string[]} */ ([]);
  const course = new Light((light) => asked.push(light), life.signal);
  turns(true);
  assert.deepEqual([asked, left()], [[], ""]);
  document.body.dataset.jpThemeLight = "true";
  assert.equal(course.heard(), false);
  course.settle();
  assert.deepEqual(asked, ["Dark"]);
});

test("a page that is left follows no longer", () => {
  opened();
  life.abort();
  turns(true);
  assert.equal(lit(), "Light");
});

test("dark, chosen in JupyterLab in full where the course had left it light, stays whatever the computer does", () => {
  for (const dark of [false, true]) {
    const { asked } = opened({ dark, cookie: "light-of-computer", lab: "Dark" });
    turns(!dark);
    turns(dark);
    assert.deepEqual([asked, lit(), left()], [[], "Dark", "dark"]);
  }
});

test("the light in which JupyterLab comes in a folder that is new was chosen by nobody", () => {
  const { asked } = opened({ dark: true, cookie: "dark-of-computer", lab: "Light" });
  assert.deepEqual([asked, lit(), left()], [["Dark"], "Dark", "dark-of-computer"]);
});

test("a light that another window left, while JupyterLab came here, was chosen by nobody", () => {
  blank();
  document.cookie = "cptedu-light=light-of-computer; path=/";
  computer.matches = false;
  const course = new Light(() => assert.fail("it is there already"), life.signal);
  document.cookie = "cptedu-light=dark-of-computer; path=/";
  turns(true);
  document.body.dataset.jpThemeLight = "false";
  assert.equal(course.heard(), true);
  course.settle();
  assert.deepEqual([course.isChosen, left()], [false, "dark-of-computer"]);
});

const HIGH = "JupyterLab Dark High Contrast";

test("a theme of high contrast was chosen, whatever the course had left and in whatever light the computer is", () => {
  for (const cookie of ["", "light-of-computer", "dark-of-computer"]) {
    for (const dark of [false, true]) {
      const { asked } = opened({ dark, cookie, lab: "Dark", theme: HIGH });
      turns(!dark);
      turns(dark);
      assert.deepEqual([asked, named(), left()], [[], HIGH, "dark"], `${cookie}, ${dark}`);
    }
  }
});

test("who turns high contrast to light, and back, has it again", () => {
  const { course } = opened({ lab: "Dark", theme: HIGH });
  course.choose("Light");
  assert.equal(named(), "JupyterLab Light");
  course.choose("Dark");
  assert.equal(named(), HIGH);
});

test("a light that was chosen in another window is not undone by this one when the computer turns", () => {
  const { asked } = opened({ dark: true, cookie: "dark-of-computer", lab: "Dark" });
  document.cookie = "cptedu-light=dark; path=/"; // chosen there
  turns(false);
  turns(true);
  turns(false);
  assert.deepEqual([asked, lit(), left()], [[], "Dark", "dark"]);
});

test("nor where JupyterLab is not there yet", () => {
  blank();
  computer.matches = false;
  const course = new Light(() => assert.fail("another light was chosen"), life.signal);
  document.cookie = "cptedu-light=light; path=/";
  turns(true);
  document.body.dataset.jpThemeLight = "true";
  assert.equal(course.heard(), true);
  course.settle();
  assert.deepEqual([lit(), left()], ["Light", "light"]);
});

test("what is chosen in JupyterLab in full comes again in the course, light on a dark computer too; its first light is no choice", () => {
  const heard = /** @type {(() => void)[]} */ ([]);
  globalThis.MutationObserver = /** @type {any} */ (class {
    constructor(/** @type {() => void} */ call) {
      this.call = call;
    }

    observe(/** @type {Node} */ of, /** @type {MutationObserverInit} */ { attributeFilter }) {
      assert.deepEqual([of, attributeFilter], [document.body, ["data-jp-theme-light"]]);
      heard.push(this.call);
    }
  });
  const turn = (/** @type {boolean} */ isLight) => {
    document.body.dataset.jpThemeLight = String(isLight);
    for (const call of heard) call();
  };
  blank();
  document.cookie = "cptedu-light=dark-of-computer; path=/";
  leaveChosenInFull();
  turn(false);
  assert.equal(left(), "dark-of-computer");
  turn(true);
  assert.equal(left(), "light");
  const { asked, begins } = opened({ dark: true, cookie: left(), lab: "Light" });
  assert.deepEqual([begins, asked, lit(), left()], ["Light", [], "Light", "light"]);
  blank();
  turn(true);
  turn(false);
  assert.equal(left(), "", "where no course was open there is nothing to leave");
});
