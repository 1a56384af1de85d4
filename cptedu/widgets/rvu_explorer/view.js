// @ts-check
// The RVU explorer's controls. This file reports what is chosen; every number, and the chart, come from Python.

import { button, html, options } from "../kit/elements.js";
import { chartExplorer } from "../kit/explorer.js";
import { pills } from "../kit/fields.js";
import { keptChildren } from "../kit/kept_children.js";
import { ownId } from "../kit/own_id.js";
import { placeChosen } from "../kit/place.js";

/**
 * @typedef {{value: string, word: string, says?: string}} Choice
 * @typedef {{codes: {label: string, choices: Choice[]}[], measures: Choice[], places: Choice[],
 *            why_not: Record<string, Record<string, string>>,
 *            states: import("../kit/place.js").State[], national: string, most: number}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 */

/**
 * The codes on the chart, each with the colour of its line, and a list to add another.
 * @param {Model} model @param {Choices} choices @param {(codes: string[]) => void} choose
 */
function codesChosen(model, choices, choose) {
  const chosen = () => /** @type {string[]} */ (model.get("chosen"));
  const list = html("ul", { class: "chosen", "aria-label": "Codes on the chart" });
  const more = html("select", { id: ownId("more") }, [html("option", { value: "" }, ["choose a code"]),
    ...choices.codes.map(({ label, choices: held }) => html("optgroup", { label }, options(held)))]);
  const addWhy = html("small");
  const add = button("Add", "", () => {
    if (more.value && !chosen().includes(more.value)) choose([...chosen(), more.value]);
    more.value = "";
    more.focus();
  });
  const node = html("div", { class: "codes", role: "group", "aria-label": "Codes" }, [list,
    html("div", { class: "field" }, [html("label", { for: more.id }, ["Another code"]), html("span", { class: "row" }, [more, add]), addWhy])]);
  const codeItem = (/** @type {string} */ code) => {
    const remove = button("×", "", () => choose(chosen().filter((each) => each !== code)));
    remove.setAttribute("aria-label", `Take ${code} off the chart`);
    return html("li", { "data-code": code }, [html("strong", {}, [code]), html("span"), remove]);
  };
  const paint = (/** @type {string} */ whyNot) => {
    /** @type {Record<string, string>} */
    const labels = model.get("labels");
    /** @type {Record<string, {screen: string, chosen: string}>} the colours of each code's line */
    const lines = model.get("lines");
    const hadFocus = list.contains(document.activeElement);
    keptChildren(list, chosen(), codeItem).forEach((item) => {
      const code = item.dataset.code ?? "";
      const told = item.querySelector("span");
      if (told) told.textContent = labels[code] ?? "";
      item.style.setProperty("--line", lines[code]?.screen ?? "currentColor");
      item.style.setProperty("--chosen-line", lines[code]?.chosen ?? "currentColor");
    });
    if (hadFocus && !list.contains(document.activeElement)) (list.querySelector("button") ?? more).focus();
    add.disabled = Boolean(whyNot);
    more.disabled = Boolean(whyNot);
    addWhy.textContent = whyNot;
  };
  return { node, paint };
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  /** @type {Choices} */
  const choices = model.get("choices");
  return chartExplorer(given, { class: "cptedu rvu-explorer", follows: ["chosen", "measure", "parts", "place", "labels"] }, (set) => {
    const codes = codesChosen(model, choices, set("chosen"));
    const measure = pills({ label: "Worth in", choices: choices.measures }, set("measure"));
    const shown = pills({ label: "Shown as", choices: [{ value: "total", word: "totals" }, { value: "parts", word: "parts" }] },
      (value) => set("parts")(value === "parts"));
    const place = pills({ label: "Done in", choices: choices.places }, set("place"));
    const priced = placeChosen(model, choices.states);
    const where = html("div", { class: "where" }, priced.nodes);
    const paint = (/** @type {Record<string, string>} */ resting) => {
      const why = { ...resting, ...choices.why_not[model.get("measure")] };
      codes.paint(why.add);
      measure.paint(model.get("measure"));
      shown.paint(model.get("parts") && !why.parts ? "parts" : "total", why.parts);
      place.paint(model.get("place"));
      priced.paint(why.locality);
    };
    return { controls: [codes.node, html("div", { class: "switches" }, [measure.node, shown.node, place.node, where])], paint };
  });
}

export default { render };
