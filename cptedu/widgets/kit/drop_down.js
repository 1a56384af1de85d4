// @ts-check
// A button with something under it: what to start from, what to open and save.

import { html } from "./elements.js";

/**
 * What is under a button, and goes away with Escape or a click elsewhere.
 * @param {string} id an id that nothing else on the page has
 * @param {string} words
 * @param {Node[]} children
 * @param {AbortSignal} signal
 */
export function dropDown(id, words, children, signal) {
  const panel = html("div", { class: "drop-panel", id, hidden: true }, children);
  const opener = html("button", { type: "button", class: "drop-button", "aria-expanded": "false", "aria-controls": id }, [words]);
  const node = html("div", { class: "drop" }, [opener, panel]);
  const show = (/** @type {boolean} */ on) => {
    panel.hidden = !on;
    opener.setAttribute("aria-expanded", String(on));
  };
  opener.addEventListener("click", () => show(Boolean(panel.hidden)));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.composedPath().includes(node)) show(false);
  }, { signal });
  return { node, opener, hide: () => { show(false); opener.focus(); } };
}
