// Elements of the course's own page.

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * Make a link that the course follows itself, unless its reader wants it in another tab.
 * @param {string} href
 * @param {Record<string, string>} attributes
 * @param {(event: Event) => void} follow
 * @param {(Node | string)[]} children
 */
export function link(href, attributes, follow, ...children) {
  const node = make("a", { href, ...attributes }, ...children);
  node.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    follow(event);
  });
  return node;
}

/**
 * Make a button.
 * @param {string} label
 * @param {Record<string, string>} attributes
 * @param {() => void} press
 */
export function button(label, attributes, press) {
  const node = make("button", { type: "button", ...attributes }, label);
  node.addEventListener("click", press);
  return node;
}

/**
 * Make a row of dots, so many of them filled; whoever does not see them is told in words beside it.
 * @param {{right: number, of: number}} told
 */
export function dots({ right, of }) {
  const row = make("span", { class: "dots", "aria-hidden": "true" });
  for (let at = 0; at < of; at += 1) row.append(make("i", { class: at < right ? "right" : "" }));
  return row;
}
