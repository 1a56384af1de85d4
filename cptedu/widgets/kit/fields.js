// @ts-check
// The fields of a form: text, menus, pills, ticks and chips, each painted anew from what Python holds.

import { html, options, tell } from "./elements.js";
import { walkWithArrows } from "./keys.js";
import { ownId } from "./own_id.js";
import { typed } from "./typing.js";

/**
 * @typedef {{value: string, word: string, says?: string}} Choice
 * @typedef {{node: HTMLElement, paint(value: any): void}} Field
 * @typedef {{id: string, word: string, says?: string}} Chip
 */

/**
 * A control under its label.
 * @param {string} label
 * @param {HTMLElement} control with an id
 * @param {(Node | string)[]} [more] what stands below it
 */
export const field = (label, control, more = []) => html("div", { class: "field" }, [html("label", { for: control.id }, [label]), control, ...more]);

/**
 * A text or number field: what is typed is reported after a short pause, and at once when the field is left.
 * @param {{label: string, type?: string, hint?: string, below?: string, placeholder?: string, unit?: string, isHeard?: boolean,
 *   min?: number, max?: number}} look a hint stands above the field, or below it; a label may be heard only
 * @param {(text: string) => void} change
 * @returns {Field & {input: HTMLInputElement}}
 */
export function textField({ label, type = "text", hint = "", below = "", placeholder = "", unit = "", isHeard = false, min, max }, change) {
  const id = ownId("field");
  const input = html("input", { id, type, placeholder, autocomplete: "off", min: min ?? false, max: max ?? false, step: type === "number" && "any",
    "aria-describedby": hint || below ? `${id}-hint` : false });
  const told = (/** @type {string} */ words) => (words ? [html("small", { id: `${id}-hint` }, [words])] : []);
  const node = html("div", { class: "field" }, [html("label", { for: id, class: isHeard && "heard" }, [label]), ...told(hint),
    unit ? html("span", { class: "entry" }, [input, unit]) : input, ...told(below)]);
  return { node, input, paint: typed(input, change) };
}

/**
 * A menu of choices; a value that is not among them is shown as it is.
 * @param {{label: string, choices?: Choice[], groups?: {label: string, choices: Choice[]}[], none?: string, hint?: string, isHeard?: boolean}} look
 * @param {(value: string) => void} change
 * @returns {Field & {input: HTMLSelectElement}}
 */
export function menu({ label, choices = [], groups = [], none = "", hint, isHeard = false }, change) {
  const id = ownId("menu");
  const unlisted = html("option", { hidden: true });
  const input = html("select", { id }, [...(none ? [html("option", { value: "" }, [none])] : []), unlisted, ...options(choices),
    ...groups.map((group) => html("optgroup", { label: group.label }, options(group.choices)))]);
  input.addEventListener("change", () => change(input.value));
  return {
    input,
    node: html("div", { class: "field" }, [html("label", { for: id, class: isHeard && "heard" }, [label]), input,
      ...(hint === undefined ? [] : [html("small", {}, [hint])])]),
    paint: (value) => {
      const wanted = String(value ?? "");
      const isListed = [...input.options].some((option) => option !== unlisted && option.value === wanted);
      unlisted.hidden = isListed;
      unlisted.value = isListed ? "\u0000" : wanted;
      unlisted.textContent = isListed ? "" : wanted || "not said";
      input.value = wanted;
    },
  };
}

/**
 * Radio buttons drawn as a row of pills; the first says that nothing is recorded, where that can be.
 * @param {{label: string, choices: Choice[], hint?: string, none?: string, isTold?: boolean}} look whether the choice is told in a line below
 * @param {(value: string) => void} change
 * @returns {{node: HTMLFieldSetElement, paint(value: any, whyNot?: string): void}} a reason why not stands below, and nothing can be chosen
 */
export function pills({ label, choices, hint = "", none = "", isTold = false }, change) {
  const name = ownId("pills");
  const offered = none ? [{ value: "", word: none, says: "" }, ...choices] : choices;
  const inputs = offered.map(({ value }) => html("input", { type: "radio", name, value }));
  inputs.forEach((input) => input.addEventListener("change", () => input.checked && change(input.value)));
  const below = html("small", { id: `${name}-below`, "aria-live": isTold && "polite" });
  const node = html("fieldset", { class: isTold ? "field pills" : "pills", "aria-describedby": below.id }, [html("legend", {}, [label]),
    ...(hint ? [html("small", {}, [hint])] : []),
    html("div", { class: "row" }, offered.map(({ word }, i) => html("label", {}, [inputs[i], html("span", {}, [word])]))), below]);
  return {
    node,
    paint: (value, whyNot = "") => {
      const chosen = offered.find((each) => each.value === (value ?? ""));
      inputs.forEach((input) => { input.checked = input.value === chosen?.value; });
      node.disabled = whyNot !== "";
      tell(below, whyNot || (isTold ? chosen?.says : ""));
    },
  };
}

/**
 * A tick box.
 * @param {string} label
 * @param {(on: boolean) => void} change
 * @returns {Field}
 */
export function tick(label, change) {
  const input = html("input", { type: "checkbox" });
  input.addEventListener("change", () => change(input.checked));
  return {
    node: html("label", { class: "tick" }, [input, html("span", {}, [label])]),
    paint: (value) => { input.checked = value === true; },
  };
}

/**
 * A row of buttons that are on or off: one stop for Tab, and arrow keys within.
 * @param {string} label
 * @param {Chip[]} chips
 * @param {(id: string) => void} toggle
 * @returns {{node: HTMLElement, paint(on: (id: string) => boolean, also?: (id: string) => string): void}}
 */
export function chipRow(label, chips, toggle) {
  const notes = chips.map(() => html("em", { hidden: true }));
  const buttons = chips.map(({ id, word, says = "" }, i) => {
    const told = !says || says.startsWith(word) ? [] : [html("span", { class: "says" }, [says])];
    const made = html("button", { type: "button", class: "chip", "aria-pressed": "false", title: says || false, "data-chip": id },
      [html("span", { class: "word" }, [word]), ...told, notes[i]]);
    made.addEventListener("click", () => toggle(id));
    return made;
  });
  walkWithArrows(buttons);
  return {
    node: html("div", { class: "chips", role: "toolbar", "aria-label": label }, buttons),
    paint: (on, also = () => "") => buttons.forEach((made, i) => {
      made.setAttribute("aria-pressed", String(on(chips[i].id)));
      notes[i].textContent = also(chips[i].id);
      notes[i].hidden = !also(chips[i].id);
    }),
  };
}
