// @ts-check
// One of a few things to choose, all in sight.

import { html } from "./elements.js";

/**
 * Radio buttons drawn as a row of pills.
 * @param {string} name a name that no other row on the page has
 * @param {string} label
 * @param {{value: string, word: string}[]} choices
 * @param {(value: string) => void} change
 */
export function pills(name, label, choices, change) {
  const inputs = choices.map(({ value }) => html("input", { type: "radio", name, value }));
  inputs.forEach((input) => input.addEventListener("change", () => input.checked && change(input.value)));
  const why = html("small", { id: `${name}-why` });
  const node = html("fieldset", { class: "pills", "aria-describedby": why.id }, [html("legend", {}, [label]),
    html("div", { class: "row" }, choices.map(({ word }, i) => html("label", {}, [inputs[i], html("span", {}, [word])]))), why]);
  return {
    node,
    paint: (/** @type {string} */ value, /** @type {string} */ whyNot = "") => {
      inputs.forEach((input) => { input.checked = input.value === value; });
      node.disabled = whyNot !== "";
      why.textContent = whyNot;
      why.hidden = !whyNot;
    },
  };
}
