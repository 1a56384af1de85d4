// @ts-check
// The life of a view: what it follows, what it keeps from the notebook around it, and how it ends.

import { html, tell } from "./elements.js";
import { keepFocus } from "./keep_focus.js";
import { keepKeys } from "./keys.js";
import { follow } from "./traits.js";
import { waitingFor } from "./waiting.js";

/**
 * @typedef {import("./traits.js").Model} Model
 * @typedef {import("./traits.js").Host} Host
 * @typedef {{model: Model, el: HTMLElement, host?: Host}} Given
 */

/**
 * Put a view on the page. It is painted now and whenever one of its traits is another, until the page lets it go.
 * @param {Given} given
 * @param {string[]} traits
 * @param {(signal: AbortSignal) => {root: HTMLElement, paint: () => void, later?: (call: () => void) => void}} make the signal says
 *   that the view is gone; `later` has traits that come together painted once
 */
export function view({ model, el }, traits, make) {
  const gone = new AbortController();
  const { root, paint: draw, later } = make(gone.signal);
  const paint = () => keepFocus(root, draw);
  let isDue = false;
  const paintLater = () => {
    if (isDue || !later) return;
    isDue = true;
    later(() => {
      isDue = false;
      if (!gone.signal.aborted) paint();
    });
  };
  el.append(root);
  keepKeys(root, gone.signal);
  follow(model, traits, later ? paintLater : paint, gone.signal);
  paint();
  return () => gone.abort();
}

/**
 * A view of a reading: above and below stand around what is wrong, and that Python is silent is said at its end.
 * @param {Given} given
 * @param {{class: string, follows: string[], hush?: number}} look its class; the traits that it shows beside the reading; how long
 *   an answer stands before it is said
 * @param {(root: HTMLElement, signal: AbortSignal) => {above: Node[], below: Node[], paint: (reading: any) => void,
 *   settled?: () => void}} make what is painted of a reading, and what is done when it is of what is chosen now
 */
export function worksheet(given, look, make) {
  const { model } = given;
  return view(given, [...look.follows, "reading"], (signal) => {
    const root = html("div", { class: look.class, "data-lm-suppress-shortcuts": "true" });
    const problem = html("p", { class: "problem", role: "alert", hidden: true });
    const waiting = waitingFor(signal, { hush: look.hush });
    const { above, below, paint, settled } = make(root, signal);
    root.append(...above, problem, ...below, waiting.stale, waiting.spoken);
    return { root, paint: () => {
      const reading = model.get("reading");
      tell(problem, reading.problem);
      paint(reading);
      if (waiting.settled(root, model, reading)) settled?.();
    } };
  });
}
