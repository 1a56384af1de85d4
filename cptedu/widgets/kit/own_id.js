// @ts-check
// An id for what one view draws. Every instance of an instrument has its own copy of this module, so nothing is counted here: a
// count would begin anew in each, and what is drawn in one lesson would be looked for in another that is open beside it.

/**
 * An id, or the name of a group of radio buttons, that nothing else on the page has.
 * @param {string} kind what it is for, to be recognised by whoever reads the page
 */
export function ownId(kind) {
  // Not crypto.randomUUID: a page served over plain http, as by some hubs, does not have it.
  return `cptedu-${kind}-${[...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("")}`;
}
