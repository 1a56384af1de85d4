// A part of the course's page that is drawn anew while somebody is at it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawDoor } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/door.js";
import { InUse } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/in_use.js";
import { button, link } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/make.js";
import { Frame } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/frame.js";
import { leaveWindow, pass, show } from "./page.js";

const event = (kind, more = {}) => Object.assign(new document.defaultView.Event(kind, { bubbles: true }), more);
const way = { href: (path) => `/${path}`, go: () => {}, results: "" };
const lesson = (path, right) => ({ path, title: path, number: "1", right, of: 3, state: "", words: "" });
const told = (right) => ({ folder: "", beside: [], lessons: [lesson("a.ipynb", right), lesson("b.ipynb", 0)] });
const drawn = (right, path = "a.ipynb") => ({ told: told(right), path, isLesson: true, inFull: "/lab", tools: [] });

for (const [begin, end] of [[event("pointerdown"), event("pointerup")], [event("keydown", { key: " " }), event("keyup")]]) {
  test(`what is being pressed stays until it is let go: ${begin.type}`, () => {
    const frame = new Frame(way);
    show(frame.node);
    frame.draw(drawn(0));
    const next = frame.node.querySelector(".next");
    next.dispatchEvent(begin);
    frame.draw(drawn(1));
    frame.draw(drawn(2));
    assert.ok(next.isConnected, "a press that was begun is not cut in two");
    document.dispatchEvent(end);
    pass(0);
    assert.deepEqual([next.isConnected, frame.node.querySelectorAll(".dots .right").length], [false, 2]);
  });
}

for (const [how, leaves] of [["the window is left", leaveWindow], ["a menu is opened", () => document.dispatchEvent(event("contextmenu"))]]) {
  test(`a press of which nobody hears the end holds nothing up for ever: ${how}`, () => {
    const frame = new Frame(way);
    show(frame.node);
    frame.draw(drawn(0));
    const next = frame.node.querySelector(".next");
    next.dispatchEvent(event("pointerdown"));
    frame.draw(drawn(1));
    assert.ok(next.isConnected);
    leaves();
    pass(0);
    assert.equal(next.isConnected, false);
    frame.draw(drawn(2));
    assert.equal(frame.node.querySelectorAll(".dots .right").length, 2);
  });
}

test("who is at a link keeps it, and where it is gone the frame has the keys", () => {
  const frame = new Frame(way);
  show(frame.node);
  frame.draw(drawn(0));
  frame.node.querySelector(".next").focus();
  frame.draw(drawn(1));
  assert.equal(document.activeElement, frame.node.querySelector(".next"));
  frame.draw(drawn(1, "b.ipynb"));
  assert.equal(document.activeElement, frame.node);
});

test("on the first page a link is found again by where it leads, and a button by its words", () => {
  const page = document.createElement("main");
  const inUse = new InUse(page);
  const fill = () => page.replaceChildren(link("/b", {}, () => {}, "Lesson b"), button("Save", {}, () => {}));
  show(page);
  fill();
  for (const one of ["a", "button"]) {
    page.querySelector(one).focus();
    assert.equal(inUse.keep(fill), true);
    assert.equal(document.activeElement, page.querySelector(one));
  }
  assert.equal(inUse.keep(() => page.replaceChildren()), false);
});

test("whatever one is at on the first page, one is at the same after it was drawn anew, though two of it lead to one lesson", () => {
  const page = document.createElement("main");
  const inUse = new InUse(page);
  const all = {
    ...told(1), begun: true, go_on: { heading: "Go on", line: "", path: "a.ipynb", title: "a", about: "", button: "Go on" },
    due: { path: "b.ipynb", words: "3 exercises", count: 3 }, skills: [], streak: { days: 0 }, closing: "",
  };
  const fill = () => drawDoor(page, all, { ...way, results: "/results" });
  show(page);
  fill();
  const places = () => [...page.querySelectorAll("a, button, [tabindex]")];
  assert.equal(places().filter((one) => one.getAttribute("href") === "/b.ipynb").length, 3, "a tile, and what is due, in a narrow window and in a wide one");
  for (const at of places().keys()) {
    places()[at].focus();
    inUse.keep(fill);
    assert.equal(places().indexOf(document.activeElement), at);
  }
});

test("what is due stands above the lessons as well, for a narrow window, and only where something is", () => {
  const page = show(document.createElement("main"));
  const all = {
    ...told(1), begun: true, go_on: { heading: "Go on", line: "", path: "a.ipynb", title: "a", about: "", button: "Go on" },
    skills: [], streak: { days: 0 }, closing: "",
  };
  const drawn = (count) => {
    drawDoor(page, { ...all, due: { path: "b.ipynb", words: "", count } }, { ...way, results: "/results" });
    return [...page.querySelectorAll(".main .due, .main .tiles, .side .due")];
  };
  const [above, tiles, beside] = drawn(2);
  assert.deepEqual([above, tiles, beside].map((one) => one.matches(".due")), [true, false, true]);
  for (const one of [above, beside]) assert.equal(one.querySelector("a").getAttribute("href"), "/b.ipynb");
  assert.equal(beside.dataset.any, "true");
  const [first, last] = drawn(0);
  assert.ok(first.matches(".tiles"));
  assert.deepEqual([last.dataset.any, last.querySelector("a")], ["false", null]);
});

test("a tool that is still to come has its place in the frame, and is drawn anew when it is there", () => {
  const frame = new Frame(way);
  show(frame.node);
  const tools = () => [...frame.node.querySelectorAll(".tools > *")].map((one) => [one.dataset.name, one.textContent, one.hasAttribute("data-coming")]);
  const withLight = (isComing) => frame.draw({ ...drawn(0), tools: [{ name: "light", label: "Dark", isComing, press: () => {} }] });
  withLight(true);
  assert.deepEqual(tools(), [["light", "Dark", true], ["full", "JupyterLab in full", false]]);
  withLight(false);
  assert.deepEqual(tools(), [["light", "Dark", false], ["full", "JupyterLab in full", false]]);
});

const beside = [
  { path: "glossary.ipynb", title: "Glossary", label: "Glossary" },
  { path: "office/log.ipynb", title: "A log", label: "Log", group: "For a practice" },
  { path: "class/pages.ipynb", title: "Pages", label: "Pages", group: "For instructors" },
  { path: "office/chair.ipynb", title: "Chair", label: "Chair", group: "For a practice" },
];
const atDoor = (lessons = told(0).lessons) => ({ ...drawn(0, ""), told: { ...told(0), lessons, beside }, isLesson: false });
const byLabel = (frame, label) => [...frame.node.querySelectorAll("button")].find((one) => one.textContent === label);
const isOpen = (frame, label) => byLabel(frame, label).getAttribute("aria-expanded") === "true";

test("on the first page what belongs together is folded behind one word, and a lesson has none of it", () => {
  const frame = new Frame(way);
  show(frame.node);
  frame.draw(atDoor());
  const tools = [...frame.node.querySelector(".tools").children];
  assert.deepEqual(tools.map((one) => one.querySelector(".opener")?.textContent ?? one.textContent), ["Glossary", "For a practice", "For instructors", "JupyterLab in full"]);
  const office = byLabel(frame, "For a practice");
  const folded = document.getElementById(office.getAttribute("aria-controls"));
  assert.deepEqual([...folded.children].map((one) => [one.textContent, one.getAttribute("href")]), [["Log", "/office/log.ipynb"], ["Chair", "/office/chair.ipynb"]]);
  frame.draw({ ...atDoor(), isLesson: true, path: "a.ipynb" });
  assert.equal(frame.node.querySelector(".fold"), null);
});

test("one fold is open at a time, for a pointer and for the keys, and Escape goes back to what opened it", () => {
  const frame = new Frame(way);
  show(frame.node);
  frame.draw(atDoor());
  const press = (label) => {
    const one = byLabel(frame, label);
    one.dispatchEvent(event("pointerdown"));
    document.dispatchEvent(event("pointerup"));
    one.click();
  };
  const both = () => [isOpen(frame, "For a practice"), isOpen(frame, "For instructors")];
  press("For a practice");
  assert.deepEqual(both(), [true, false]);
  press("For instructors");
  assert.deepEqual(both(), [false, true]);
  const [pages] = byLabel(frame, "For instructors").nextElementSibling.children;
  pages.focus();
  pages.dispatchEvent(event("keydown", { key: "Escape" }));
  assert.deepEqual(both(), [false, false]);
  assert.equal(document.activeElement, byLabel(frame, "For instructors"));
  press("For instructors");
  byLabel(frame, "For instructors").dispatchEvent(event("focusout", { relatedTarget: pages }));
  assert.deepEqual(both(), [false, true], "inside it the keys may go where they want");
  pages.dispatchEvent(event("focusout", { relatedTarget: byLabel(frame, "For a practice") }));
  assert.deepEqual(both(), [false, false]);
});

test("in a narrow window Escape puts away the fold first and then all tools; both stay while the page hears more", () => {
  const frame = new Frame(way);
  show(frame.node);
  frame.draw(atDoor());
  byLabel(frame, "More").click();
  byLabel(frame, "For a practice").click();
  frame.draw(atDoor([lesson("a.ipynb", 2)]));
  const both = () => [isOpen(frame, "More"), isOpen(frame, "For a practice")];
  assert.deepEqual(both(), [true, true]);
  byLabel(frame, "For a practice").dispatchEvent(event("keydown", { key: "Escape" }));
  assert.deepEqual(both(), [true, false]);
  byLabel(frame, "For a practice").dispatchEvent(event("keydown", { key: "Escape" }));
  assert.deepEqual(both(), [false, false]);
});
