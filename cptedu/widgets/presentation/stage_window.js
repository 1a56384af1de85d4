// @ts-check
// The stage in its window: text as large as its column allows, and the whole screen.

const SMALLEST = 0.6; // a column whose text would have to be smaller than this part of its size scrolls instead
const STEP = 0.05;

/**
 * Let the text of a column be as large as its room allows: larger than its size where there is room to spare, so that it is
 * read from the last row, and smaller where there is none.
 * @param {HTMLElement} column
 * @param {number} largest how many times its size it may become
 * @param {number} [smallest] the part of its size below which it scrolls instead
 */
export function fit(column, largest, smallest = SMALLEST) {
  const fits = (/** @type {number} */ steps) => {
    column.style.setProperty("--fit", String(Math.round(steps * STEP * 100) / 100));
    return column.scrollHeight <= column.clientHeight + 1 && column.scrollWidth <= column.clientWidth + 1;
  };
  column.removeAttribute("tabindex");
  let least = Math.round(smallest / STEP), most = Math.round(largest / STEP);
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  if (!fits(least)) column.setAttribute("tabindex", "0");
}

/** How many times its size the text of a column is, that was fitted before; else the largest. @param {HTMLElement} column @param {number} largest */
export const sizeNow = (column, largest) => Number(column.style.getPropertyValue("--fit")) || largest;

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
