// @ts-check
// How an element of a page is made, and put right. Other modules of the instruments take it in.

/**
 * Make an element with attributes and children; text is only ever set as text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} [attributes] false leaves one out, true gives it bare
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function html(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Make a part of a drawing.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, children = []) {
  const made = /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * A button, and what it does.
 * @param {string} words
 * @param {string} kind its class
 * @param {() => void} call
 */
export function button(words, kind, call) {
  const made = html("button", { type: "button", class: kind || false }, [words]);
  made.addEventListener("click", call);
  return made;
}

/**
 * Do something when a part of an element is pressed, whatever parts it has by then.
 * @param {HTMLElement} within
 * @param {string} parts a selector
 * @param {(part: HTMLElement) => void} call
 * @param {AbortSignal} signal
 */
export function onPress(within, parts, call, signal) {
  within.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(parts));
    if (pressed) call(pressed);
  }, { signal });
}

/** Set an attribute, or take it away. @param {Element} element @param {string} name @param {string | false} value */
export function put(element, name, value) {
  if (value === false) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * Show words where there are any; the same words are not set again, which would have them read out anew.
 * @param {HTMLElement} where
 * @param {string | undefined} words
 */
export function tell(where, words) {
  where.hidden = !words;
  if (where.textContent !== (words ?? "")) where.textContent = words ?? "";
}

/** @param {{value: string, word: string}[]} choices */
export const options = (choices) => choices.map(({ value, word }) => html("option", { value }, [word]));

/** What each element was filled with: not kept on the page, where it could be read. @type {WeakMap<HTMLElement, string>} */
const filled = new WeakMap();

/**
 * Fill an element anew, but only when what it shows has changed.
 * @param {HTMLElement} element
 * @param {unknown} content
 * @param {() => (Node | string)[]} build
 */
export function refill(element, content, build) {
  const told = JSON.stringify(content);
  if (filled.get(element) === told) return;
  filled.set(element, told);
  element.replaceChildren(...build());
}
