// @ts-check
// A number to choose by dragging, by arrow keys, and with a name that is heard.

import { html } from "./elements.js";
import { ownId } from "./own_id.js";

/**
 * A slider with its number beside it: the number follows at once, Python is told where the slider comes to rest.
 * @param {string} label
 * @param {number} least
 * @param {number} most
 * @param {(value: number) => void} change
 * @param {string} [hint] what it is about, in a smaller line below
 */
export function slider(label, least, most, change, hint = "") {
  const id = ownId("slider");
  const input = html("input", { id, type: "range", min: least, max: most, step: 1 });
  const shown = html("output", { for: id });
  const why = html("small", { id: `${id}-why` });
  input.setAttribute("aria-describedby", why.id);
  input.addEventListener("input", () => { shown.textContent = input.value; });
  input.addEventListener("change", () => change(input.valueAsNumber));
  return {
    input,
    node: html("div", { class: "field" }, [html("label", { for: id }, [label]), html("span", { class: "row" }, [input, shown]), why]),
    paint: (/** @type {number} */ value, /** @type {string} */ whyNot = "") => {
      input.value = String(value);
      shown.textContent = String(value);
      input.disabled = whyNot !== "";
      why.textContent = whyNot || hint;
      why.hidden = !why.textContent;
    },
  };
}
