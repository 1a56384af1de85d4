// @ts-check
// The stage in its window: text as large as its column allows, the whole screen, and the place that a reload goes on from.

const SMALLEST = 0.6; // a column whose text would have to be smaller than this part of its size scrolls instead

/**
 * Let the text of a column be as large as its room allows.
 * @param {HTMLElement} column
 */
export function fit(column) {
  let part = 1;
  const set = () => column.style.setProperty("--fit", String(part));
  set();
  column.removeAttribute("tabindex");
  while (column.scrollHeight > column.clientHeight + 1 && part > SMALLEST) {
    part = Math.round((part - 0.05) * 100) / 100;
    set();
  }
  if (column.scrollHeight > column.clientHeight + 1) column.setAttribute("tabindex", "0");
}

const KEPT = "cptedu stage";

/**
 * Keep in this window, for as long as it is open, where the talk is: a page that is loaded anew goes on there.
 * @typedef {{at: number, revealed: number, theme: string, votes: Record<string, number[]>}} Kept
 * @param {Kept} where
 */
export function keepForReload(where) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(where));
  } catch { /* a browser that keeps nothing begins at the slide, with nothing revealed */ }
}

/** @returns {Kept | null} */
export function keptForReload() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** Ask for the whole screen, or give it back; a browser may refuse. @param {HTMLElement} root */
export function wholeScreen(root) {
  const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
  asked.catch(() => undefined);
}

/** In a notebook the slide may have been scrolled away; who presses a key wants to see it. @param {HTMLElement} root */
export function bringIntoView(root) {
  const { top, bottom } = root.getBoundingClientRect();
  const around = root.closest(".jp-WindowedPanel-outer, .jp-Notebook")?.getBoundingClientRect();
  if (around && (top < around.top || bottom > around.bottom)) root.scrollIntoView({ block: "center" });
}

/** Is something being typed elsewhere on the page? */
export function isTyping() {
  const active = document.activeElement;
  return active instanceof HTMLElement && active.matches("input, textarea, select, [contenteditable=true]");
}
