// @ts-check
// A list whose items are buttons is drawn again while somebody presses one: an answer to the press before may come at any
// time. What stays in the list stays as it is, so that no press is lost and no focus with it.

/**
 * Keep one child for each key, in this order; a child is made when its key is new, and goes when its key goes.
 * @template {HTMLElement} Child
 * @param {HTMLElement} list
 * @param {string[]} keys
 * @param {(key: string) => Child} make
 * @returns {Child[]} the children
 */
export function keptChildren(list, keys, make) {
  const held = new Map([...list.children].map((child) => [/** @type {Child} */ (child).dataset.key, /** @type {Child} */ (child)]));
  const wanted = [...new Set(keys)].map((key) => {
    const child = held.get(key) ?? make(key);
    child.dataset.key = key;
    return child;
  });
  for (const child of held.values()) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, i) => { if (list.children[i] !== child) list.insertBefore(child, list.children[i] ?? null); });
  return wanted;
}
