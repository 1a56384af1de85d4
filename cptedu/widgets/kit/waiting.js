// @ts-check
// Between a question and its answer: that Python was asked, that it is silent for too long, and what it said, once.

import { html } from "./elements.js";

export const PATIENCE = 1500; // milliseconds
export const SILENT = "Python has not answered. If this stays, run the cell again.";

/**
 * Whether a reading is of what is chosen now: what is pressed under another was not meant for what comes.
 * @param {Pick<import("./traits.js").Model, "get">} model
 * @param {{of: Record<string, unknown>}} reading
 */
export function isOfNow(model, { of }) {
  const now = Object.fromEntries(Object.keys(of).map((name) => [name, model.get(name)]));
  return JSON.stringify(of) === JSON.stringify(now);
}

/**
 * A note that Python is silent, and a line that is heard and not seen; both have their place in the view.
 * @param {AbortSignal} signal ends the waiting
 * @param {{patience?: number, hush?: number}} [for_] how long an answer may take; how long it stands before it is said
 */
export function waitingFor(signal, { patience = PATIENCE, hush = 0 } = {}) {
  const stale = html("p", { class: "stale", hidden: true }, [SILENT]);
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  let late = 0;
  let soon = 0;
  const still = () => {
    clearTimeout(late);
    clearTimeout(soon);
  };
  signal.addEventListener("abort", still);
  /** @param {HTMLElement} root @param {boolean} on */
  const show = (root, on) => {
    stale.hidden = !on;
    root.toggleAttribute("data-stale", on);
  };
  /** What stands there is not said again: a screen reader would read it anew. @param {string} words */
  const say = (words) => {
    if (spoken.textContent !== words) spoken.textContent = words;
  };
  /** Python was asked. @param {HTMLElement} root */
  const asked = (root) => {
    still();
    late = window.setTimeout(() => show(root, true), patience);
    root.toggleAttribute("data-waiting", true);
  };
  /** Python has answered. @param {HTMLElement} root @param {string} words what is to be heard */
  const answered = (root, words) => {
    still();
    show(root, false);
    root.toggleAttribute("data-waiting", false);
    if (hush) soon = window.setTimeout(say, hush, words);
    else say(words);
  };
  /**
   * Say a reading when it is of what is chosen now, and wait for that one when it is of something else.
   * @param {HTMLElement} root
   * @param {Pick<import("./traits.js").Model, "get">} model
   * @param {{of: Record<string, unknown>, summary: string}} reading
   */
  const settled = (root, model, reading) => {
    const isAnswer = isOfNow(model, reading);
    if (isAnswer) answered(root, reading.summary);
    else asked(root);
    return isAnswer;
  };
  return { stale, spoken, asked, answered, settled };
}
