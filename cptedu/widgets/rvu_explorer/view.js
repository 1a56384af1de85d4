// @ts-check
// The RVU explorer's controls. This file reports what is chosen; every number, and the chart, come from Python.

import { html, options, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { keepKeys } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { pills } from "../kit/pills.js";
import { placeChosen } from "../kit/place.js";
import { follow, report } from "../kit/traits.js";

/**
 * @typedef {{value: string, word: string, says?: string}} Choice
 * @typedef {{codes: {label: string, choices: Choice[]}[], measures: Choice[], places: Choice[],
 *            why_not: Record<string, Record<string, string>>,
 *            states: import("../kit/place.js").State[], national: string, most: number, colours: {screen: string, chosen: string}[]}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/traits.js").Host} Host
 */

/**
 * The codes on the chart, each with the colour of its line, and a list to add another.
 * @param {Model} model @param {Choices} choices @param {string} id
 */
function codesChosen(model, choices, id) {
  const chosen = () => /** @type {string[]} */ (model.get("chosen"));
  const choose = (/** @type {string[]} */ codes) => report(model, { chosen: codes });
  const list = html("ul", { class: "chosen", "aria-label": "Codes on the chart" });
  const more = html("select", { id: `${id}-more` }, [html("option", { value: "" }, ["choose a code"]),
    ...choices.codes.map(({ label, choices: held }) => html("optgroup", { label }, options(held)))]);
  const add = html("button", { type: "button" }, ["Add"]);
  const addWhy = html("small");
  add.addEventListener("click", () => {
    if (!more.value) {
      more.focus();
      return;
    }
    if (!chosen().includes(more.value)) choose([...chosen(), more.value]);
    more.value = "";
    more.focus();
  });
  const node = html("div", { class: "codes", role: "group", "aria-label": "Codes" }, [list,
    html("div", { class: "field" }, [html("label", { for: more.id }, ["Another code"]), html("span", { class: "row" }, [more, add]), addWhy])]);
  const codeItem = (/** @type {string} */ code) => {
    const remove = html("button", { type: "button", "aria-label": `Take ${code} off the chart` }, ["×"]);
    remove.addEventListener("click", () => choose(chosen().filter((each) => each !== code)));
    return html("li", { "data-code": code }, [html("strong", {}, [code]), html("span"), remove]);
  };
  const paint = (/** @type {string} */ whyNot) => {
    /** @type {Record<string, string>} */
    const labels = model.get("labels");
    const hadFocus = list.contains(document.activeElement);
    keptChildren(list, chosen(), codeItem).forEach((item, i) => {
      const told = item.querySelector("span");
      if (told) told.textContent = labels[item.dataset.code ?? ""] ?? "";
      item.style.setProperty("--line", choices.colours[i]?.screen ?? "currentColor");
      item.style.setProperty("--chosen-line", choices.colours[i]?.chosen ?? "currentColor");
    });
    if (hadFocus && !list.contains(document.activeElement)) (list.querySelector("button") ?? more).focus();
    add.disabled = Boolean(whyNot);
    more.disabled = Boolean(whyNot);
    addWhy.textContent = whyNot;
  };
  return { node, paint };
}

/** @param {{model: Model, el: HTMLElement, host?: Host}} given */
function render({ model, el, host }) {
  /** @type {Choices} */
  const choices = model.get("choices");
  const id = ownId("rvu");
  const gone = new AbortController();
  const { signal } = gone;
  const set = (/** @type {string} */ name) => (/** @type {unknown} */ value) => report(model, { [name]: value });

  const codes = codesChosen(model, choices, id);
  const measure = pills(ownId("rvu-pills"), "Worth in", choices.measures, set("measure"));
  const shown = pills(ownId("rvu-pills"), "Shown as", [{ value: "total", word: "totals" }, { value: "parts", word: "parts" }],
    (value) => set("parts")(value === "parts"));
  const place = pills(ownId("rvu-pills"), "Done in", choices.places, set("place"));
  const priced = placeChosen(model, choices.states);
  const where = html("div", { class: "where" }, priced.nodes);
  const problem = html("p", { class: "wrong", role: "alert", hidden: true });
  const chart = html("div", { class: "chart" });
  const root = html("div", { class: "cptedu rvu-explorer" }, [
    html("div", { class: "controls" }, [codes.node, html("div", { class: "switches" }, [measure.node, shown.node, place.node, where])]), problem, chart]);
  el.append(root);
  keepKeys(root, signal);

  const paint = () => {
    /** @type {Record<string, string>} */
    const why = { ...model.get("why_not"), ...choices.why_not[model.get("measure")] };
    codes.paint(why.add);
    measure.paint(model.get("measure"));
    shown.paint(model.get("parts") && !why.parts ? "parts" : "total", why.parts);
    place.paint(model.get("place"));
    priced.paint(why.locality);
    tell(problem, model.get("problem"));
    chart.toggleAttribute("data-stale", Boolean(model.get("problem")));
  };
  follow(model, ["chosen", "measure", "parts", "place", "state", "county", "county_says", "locality", "labels", "problem", "why_not"], paint, signal);
  paint();
  host?.getWidget(model.get("chart")).then((child) => child.render({ el: chart, signal }));

  return () => gone.abort();
}

export default { render };
