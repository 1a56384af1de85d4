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
 * What this window keeps for as long as it is open: where the talk is, so that a page that is loaded anew goes on there.
 * @typedef {{at: number, revealed: number, theme: string, votes: Record<string, number[]>}} Kept
 * @returns {Kept | null}
 */
function keptForReload() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Kept} where */
function keepForReload(where) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(where));
  } catch { /* a browser that keeps nothing begins at the slide, with nothing revealed */ }
}

/**
 * Where the talk is, kept from the moment at which the page is first seen; in a notebook nothing is.
 * @param {{get(name: string): any}} model
 * @param {boolean} isPage
 */
export function placeInTalk(model, isPage) {
  let isSeen = false;
  /** What was counted, by slide. @type {Record<string, number[]>} */
  const votes = {};
  const keep = () => {
    if (!isPage || !isSeen) return;
    const at = model.get("at"), counted = model.get("votes");
    if (counted.length) votes[at] = counted;
    keepForReload({ at, revealed: model.get("revealed"), theme: model.get("theme"), votes });
  };
  return {
    keep,
    keepInAddress: () => {
      const at = model.get("at");
      if (isPage && isSeen) history.replaceState(null, "", at ? `#${at}` : location.pathname + location.search);
      keep();
    },
    isSeenFirst: () => !isSeen && (isSeen = true),
    /** A page that is loaded anew goes on at the slide at which it was. @param {{report(content: object): void, go(at: number): void}} does */
    goOn: ({ report, go }) => {
      const at = isPage ? Number(location.hash.slice(1)) : 0;
      const kept = isPage ? keptForReload() : null;
      Object.assign(votes, kept?.votes);
      if (!(at > 0) || model.get("at") !== 0) return;
      if (kept?.at === at) report({ resume: kept });
      else go(at);
    },
  };
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
