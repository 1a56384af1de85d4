// @ts-check
// What is chosen beside the bars: who holds a unit where leftovers tie, and what is billed once.

import { html, onPress, refill, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { report } from "../kit/traits.js";
import { count, removeButton } from "./bars.js";

/**
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("./view.js").Reading} Reading
 */

/** The choice where leftovers tie. @param {string} id @param {Model} model @param {AbortSignal} signal */
export function splitChoice(id, model, signal) {
  const node = html("div", { class: "choice", hidden: true });
  node.addEventListener("change", (event) => {
    const split = /** @type {Reading} */ (model.get("reading")).splits?.[Number(/** @type {HTMLInputElement} */ (event.target).value)];
    if (split) report(model, { chosen: split.units });
  }, { signal });
  onPress(node, ".back", () => {
    report(model, { chosen: {} });
    node.querySelector("input")?.focus();
  }, signal);
  const paint = (/** @type {Reading} */ reading) => {
    const splits = reading.splits ?? [];
    refill(node, splits.map((split) => split.units), () => {
      const offered = splits.map((split, i) =>
        html("label", {}, [html("input", { type: "radio", name: `${id}-split`, value: i }), html("span", {}, [split.says])]));
      const more = reading.more_splits ? [html("p", {}, [`and ${count(reading.more_splits, "more way")}`])] : [];
      return [html("fieldset", {}, [html("legend", {}, ["Leftovers tie in the CMS total-time method: which service does the unit belong to?"]),
        html("div", { class: "options" }, [...offered, ...more]),
        html("div", { class: "fee" }, [html("p", {}, ["The clinician may choose. The fee is no reason. ", html("span", { class: "until" })]),
          html("button", { type: "button", class: "back" }, ["Take the choice back"])])])];
    });
    node.hidden = splits.length === 0;
    node.querySelectorAll("input").forEach((input, i) => {
      input.checked = JSON.stringify(model.get("chosen")) === JSON.stringify(splits[i].units);
    });
    const until = node.querySelector(".until");
    if (until) until.textContent = reading.is_chosen ? "" : "Not chosen yet: until then the lowest code number holds it.";
    node.querySelector(".back")?.toggleAttribute("hidden", !reading.is_chosen);
  };
  return { node, paint };
}

/** @param {string} code */
const untimedItem = (code) => html("li", { "data-code": code }, [html("b", {}, [code]), html("span", { class: "label" }),
  html("span", { class: "times" }, ["×1"]), html("span", { class: "says" }), removeButton(code)]);

/**
 * What is billed once, whatever the time.
 * @param {Model} model
 * @param {import("./minutes.js").Held} held
 * @param {HTMLElement} adder what has the focus when something was taken away
 * @param {(code: string) => string} labelOf
 * @param {AbortSignal} signal
 */
export function untimedList(model, held, adder, labelOf, signal) {
  const list = html("ul", {});
  const title = html("h4", {});
  const node = html("section", { class: "once", "aria-label": "Untimed services" }, [title, list]);
  onPress(list, ".remove", (pressed) => {
    const code = pressed.closest("li")?.getAttribute("data-code");
    report(model, { untimed: held.untimed().filter((one) => one !== code) });
    adder.focus();
  }, signal);
  const paint = (/** @type {Reading} */ reading) => {
    const items = reading.untimed ?? held.untimed().map((code) => ({ code, label: labelOf(code), note: "" }));
    keptChildren(list, items.map(({ code }) => code), untimedItem).forEach((item, i) => {
      const [label, says] = /** @type {HTMLElement[]} */ ([...item.querySelectorAll(".label, .says")]);
      label.textContent = items[i].label;
      tell(says, items[i].note);
    });
    title.textContent = `Untimed: ${reading.once ?? ""}`;
    node.hidden = list.children.length === 0;
  };
  return { node, paint };
}
