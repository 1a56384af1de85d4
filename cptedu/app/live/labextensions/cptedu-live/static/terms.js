// The terms of the glossary where a lesson sets them in bold: pointed at, tapped or reached by keys, each says what it means.

/**
 * @typedef {import("../../../types").Application} Application
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

const LED_TO = /\]\(((?:\.\.\/)*glossary\.ipynb)\)/;
const TIP = "cptedu-term-tip";
const AFTER_A_CHANGE = 300; // milliseconds

/** A term as it is looked up: "Timed codes" is "timed code". @param {string} term */
const asListed = (term) => term.replace(/\s+/g, " ").trim().toLowerCase().replace(/s$/, "");

/** Text without the marks of Markdown. @param {string} text */
const plain = (text) => text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/\*/g, "").replace(/\s+/g, " ").trim();

/**
 * Read the terms of the glossary, and what each means: an entry is "- **term**: meaning ([lesson](…))".
 * @param {string[]} texts the text of each of its cells
 * @returns {Map<string, string>}
 */
export function termsIn(texts) {
  /** @type {Map<string, string>} */
  const terms = new Map();
  for (const entry of texts.flatMap((text) => text.split(/^- (?=\*\*)/m).slice(1))) {
    const at = entry.indexOf("**: ");
    if (at < 0) continue;
    const meaning = plain(entry.slice(at + 4).split(/\n\s*\n/)[0].replace(/\s*\(\[[^\]]*\]\([^)]*\)\)\s*$/, ""));
    for (const [, term] of entry.slice(0, at + 2).matchAll(/\*\*(.+?)\*\*/gs)) terms.set(asListed(term), meaning);
  }
  return terms;
}

/**
 * Let each bold term of a lesson say what it means.
 * @param {Application} app
 * @param {NotebookPanel} panel
 */
export async function explainTerms(app, panel) {
  const sources = [...(panel.content.model?.cells ?? [])].filter((cell) => cell.type === "markdown").map((cell) => cell.sharedModel.getSource());
  const [, link] = sources.map((source) => LED_TO.exec(source)).find(Boolean) ?? [];
  if (!link || !app.serviceManager) return;
  const path = new URL(link, `http://course/${panel.context.path}`).pathname.slice(1);
  const held = await app.serviceManager.contents.get(decodeURIComponent(path), { type: "notebook", content: true }).catch(() => null);
  if (!held || panel.isDisposed) return;
  const terms = termsIn(held.content.cells.map(({ source }) => (Array.isArray(source) ? source.join("") : source)));
  const mark = () => markTerms(panel.content.node, terms);
  let waits = 0;
  const observer = new MutationObserver(() => {
    clearTimeout(waits);
    waits = setTimeout(mark, AFTER_A_CHANGE);
  });
  observer.observe(panel.content.node, { childList: true, subtree: true });
  const leave = new AbortController();
  panel.disposed.connect(() => {
    observer.disconnect();
    leave.abort();
    hide();
  });
  listen(panel.content.node, terms, leave.signal);
  mark();
}

/** @param {HTMLElement} root @param {Map<string, string>} terms */
function markTerms(root, terms) {
  for (const word of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".jp-RenderedMarkdown strong:not([data-term])"))) {
    const term = asListed(word.textContent ?? "");
    const isOne = terms.has(term) && !word.closest("a");
    word.dataset.term = isOne ? term : "";
    if (isOne) word.tabIndex = 0;
  }
}

/** @param {HTMLElement} root @param {Map<string, string>} terms @param {AbortSignal} signal */
function listen(root, terms, signal) {
  const show = (/** @type {Event} */ event) => {
    const word = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("strong[data-term]"));
    const meaning = word && terms.get(word.dataset.term ?? "");
    if (word && meaning) tell(word, meaning);
  };
  for (const kind of ["pointerover", "focusin", "click"]) root.addEventListener(kind, show, { signal });
  for (const kind of ["pointerout", "focusout"]) root.addEventListener(kind, hide, { signal });
  root.addEventListener("scroll", hide, { signal, capture: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { signal, capture: true });
}

/** @param {HTMLElement} word @param {string} meaning */
function tell(word, meaning) {
  hide();
  const tip = document.createElement("div");
  tip.id = TIP;
  tip.setAttribute("role", "tooltip");
  tip.textContent = meaning;
  tip.style.fontFamily = getComputedStyle(word).fontFamily;
  document.body.append(tip);
  const { left, top, bottom } = word.getBoundingClientRect();
  const isBelow = bottom + tip.offsetHeight + 8 < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${isBelow ? bottom + 6 : top - tip.offsetHeight - 6}px`;
  word.setAttribute("aria-describedby", TIP);
}

function hide() {
  document.getElementById(TIP)?.remove();
  document.querySelector(`[aria-describedby="${TIP}"]`)?.removeAttribute("aria-describedby");
}
