// On a site: how much of Python has come by now, which is what a reader waits for the first time.

import { make } from "./make.js";

/**
 * A bar with its words, there while something is still to come. The lesson's own line says aloud that it is getting ready.
 * @param {AbortSignal} signal
 */
export function drawComing(signal) {
  const node = make("p", { class: "coming", "aria-hidden": "true", hidden: "" });
  const bar = make("progress");
  const words = make("span");
  node.append(bar, words);
  /** @param {MessageEvent<{coming?: {had: number, of: number}}>} event from the site's own worker, in bytes */
  const hear = ({ data: { coming } }) => {
    if (!coming) return;
    const { had, of } = coming;
    node.hidden = had >= of;
    bar.max = of;
    bar.value = had;
    words.textContent = `Python is coming: ${mega(had)} of ${mega(of)} MB`;
  };
  navigator.serviceWorker?.addEventListener("message", hear, { signal });
  return node;
}

/** @param {number} bytes */
function mega(bytes) {
  return (bytes / 1e6).toFixed();
}
