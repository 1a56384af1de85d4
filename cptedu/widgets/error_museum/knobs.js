// @ts-check
// What may be changed in the museum's visit: a knob for each, as a slider with its number, a day, or boxes.

import { html, refill } from "../kit/elements.js";

/** @typedef {import("./view.js").Knob} Knob */

/** @param {Knob} knob @param {string} id */
function knobNode(knob, id) {
  if (knob.kind === "number") {
    const shared = { "data-knob": knob.name, min: knob.least, max: knob.most, step: 1 };
    const slide = html("input", { ...shared, type: "range", "aria-label": `${knob.label}, slider` });
    const typed = html("input", { ...shared, type: "number", id: `${id}-${knob.name}` });
    return html("div", { class: "knob number" }, [html("label", { for: `${id}-${knob.name}` }, [knob.label]), slide, typed]);
  }
  if (knob.kind === "date") {
    return html("div", { class: "knob" }, [html("label", { for: `${id}-${knob.name}` }, [knob.label]),
      html("input", { type: "date", id: `${id}-${knob.name}`, "data-knob": knob.name, min: knob.least, max: knob.most })]);
  }
  return html("fieldset", { class: "knob" }, [html("legend", {}, [knob.label]), ...knob.options.map((one, i) =>
    html("label", { class: "option" }, [html("input", { type: knob.kind === "one" ? "radio" : "checkbox", name: `${id}-${knob.name}`,
      value: i, "data-knob": knob.name }), html("span", {}, [one.label])]))]);
}

/**
 * Put every knob where it stands; they are drawn anew only for another exhibit.
 * @param {HTMLElement} knobs
 * @param {string} exhibit
 * @param {Knob[]} held
 * @param {Record<string, any>} stands
 * @param {string} id
 */
export function paintKnobs(knobs, exhibit, held, stands, id) {
  const shape = [exhibit, held.map(({ setting, ...rest }) => [typeof setting, rest])];
  refill(knobs, shape, () => held.map((knob) => knobNode(knob, id)));
  for (const knob of held) {
    const setting = stands[knob.name];
    const inputs = /** @type {HTMLInputElement[]} */ ([...knobs.querySelectorAll(`input[data-knob="${knob.name}"]`)]);
    if (knob.kind === "one") inputs.forEach((one, i) => { one.checked = i === setting; });
    else if (knob.kind === "several") inputs.forEach((one, i) => { one.checked = setting.includes(knob.options[i].setting); });
    else for (const one of inputs) if (one !== document.activeElement || one.type === "range") one.value = String(setting);
  }
}

/**
 * The setting of a knob that was turned, within what it allows; undefined where the field was only emptied.
 * @param {Knob} knob @param {HTMLInputElement} input @param {HTMLElement} knobs
 */
export function settingOf(knob, input, knobs) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...knobs.querySelectorAll(`input[data-knob="${knob.name}"]`)]);
  if (knob.kind === "number") {
    const given = Math.round(Number(input.value));
    const kept = Number.isFinite(given) ? Math.min(knob.most, Math.max(knob.least, given)) : knob.setting;
    for (const one of inputs) one.value = String(kept);
    return kept;
  }
  if (knob.kind === "date") {
    const given = input.value;
    input.value = !given ? knob.setting : given < knob.least ? knob.least : given > knob.most ? knob.most : given;
    return given ? input.value : undefined;
  }
  if (knob.kind === "one") return Number(input.value);
  return knob.options.filter((_, i) => inputs[i].checked).map((one) => one.setting);
}

/** Let the number beside a slider follow it while it is dragged. @param {HTMLElement} knobs @param {AbortSignal} signal */
export function slideTogether(knobs, signal) {
  knobs.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.type !== "range") return;
    for (const one of knobs.querySelectorAll("input")) if (one.dataset.knob === input.dataset.knob) one.value = input.value;
  }, { signal });
}
