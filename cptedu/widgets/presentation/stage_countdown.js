// @ts-check
// The seconds that are left to vote, for all to see; Python says when they begin and when they no longer count.

import { tell } from "../kit/elements.js";

const REDRAWN = 200;

/**
 * Count down in an element what Python has asked for.
 * @param {HTMLElement} where
 * @param {{get(name: string): any}} model
 * @param {AbortSignal} signal
 * @returns {() => void} called whenever Python has begun or ended it
 */
export function countdownIn(where, model, signal) {
  let ends = 0, clock = 0;
  const paint = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    tell(where, left > 0 ? `${left} s` : "Time");
    if (left <= 0) clearInterval(clock);
  };
  signal.addEventListener("abort", () => clearInterval(clock));
  return () => {
    clearInterval(clock);
    const seconds = model.get("counting");
    tell(where, "");
    if (!seconds) return;
    ends = performance.now() + seconds * 1000;
    clock = window.setInterval(paint, REDRAWN);
    paint();
  };
}
