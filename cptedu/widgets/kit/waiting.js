// @ts-check
// Between a question and its answer: that Python was asked, that it is silent for too long, and what it said, once.

import { html } from "./elements.js";

export const PATIENCE = 1500; // milliseconds
export const SILENT = "Python has not answered. If this stays, run the cell again.";

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
  return {
    stale,
    spoken,
    /** Python was asked. @param {HTMLElement} root */
    asked: (root) => {
      still();
      late = window.setTimeout(() => show(root, true), patience);
      root.toggleAttribute("data-waiting", true);
    },
    /** Python has answered. @param {HTMLElement} root @param {string} words what is to be heard */
    answered: (root, words) => {
      still();
      show(root, false);
      root.toggleAttribute("data-waiting", false);
      if (hush) soon = window.setTimeout(say, hush, words);
      else say(words);
    },
  };
}
