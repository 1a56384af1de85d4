// A page without a browser, and Python's side of an instrument without Python.

import { mock } from "node:test";
import { BrowserErrorCaptureEnum, Window } from "happy-dom";

// A mistake in what listens ends the test, and is not only written to a console.
const made = new Window({ url: "http://localhost/", settings: { errorCapture: BrowserErrorCaptureEnum.disabled } });

// The clock is Node's, so that a test can let time pass; everything else of the page is happy-dom's.
globalThis.window = globalThis;
for (const name of ["document", "HTMLElement", "HTMLInputElement", "HTMLTextAreaElement", "HTMLButtonElement", "Event", "KeyboardEvent", "ResizeObserver", "MutationObserver",
  "addEventListener", "removeEventListener", "getComputedStyle", "matchMedia", "requestAnimationFrame", "cancelAnimationFrame"]) globalThis[name] = made[name].bind?.(made) ?? made[name];
mock.timers.enable({ apis: ["setTimeout"] });

/** Let time pass, in milliseconds. */
export const pass = (milliseconds) => mock.timers.tick(milliseconds);

/** Put elements on an empty page. */
export function show(...nodes) {
  document.body.replaceChildren(...nodes);
  return nodes[0];
}

/** What a view listens with, until it is gone. */
export const viewLife = () => new made.AbortController();

/** Press a key on an element; gives whether the page would still do what it does by itself. */
export function press(element, key, held = {}) {
  return element.dispatchEvent(new made.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held }));
}

/** Type into a field, as the page tells it: once for each letter. */
export function type(input, text) {
  for (const letter of text) {
    input.value += letter;
    input.dispatchEvent(new made.Event("input", { bubbles: true }));
  }
}

/** The window is left: the keys go to another program. */
export const leaveWindow = () => made.dispatchEvent(new made.Event("blur"));

/** Leave a field, or tick a box: the page says that its value stands. */
export const settle = (input) => input.dispatchEvent(new made.Event("change", { bubbles: true }));

/** Python's side: what it holds, and what it was told. */
export class Model {
  constructor(held = {}) {
    this.held = held;
    this.told = [];
    this.calls = new Map();
    this.changed = {};
  }

  get(name) {
    return this.held[name];
  }

  set(name, value) {
    this.changed[name] = value;
    this.answer({ [name]: value });
  }

  save_changes() {
    this.told.push(this.changed);
    this.changed = {};
  }

  send(content) {
    this.told.push(content);
  }

  on(event, call) {
    this.calls.set(event, [...(this.calls.get(event) ?? []), call]);
  }

  off(event, call) {
    this.calls.set(event, (this.calls.get(event) ?? []).filter((one) => one !== call));
  }

  /** Python changes what it holds. */
  answer(values) {
    Object.assign(this.held, values);
    for (const name of Object.keys(values)) for (const call of this.calls.get(`change:${name}`) ?? []) call();
  }

  /** How many listen. */
  get listeners() {
    return [...this.calls.values()].flat().length;
  }
}
