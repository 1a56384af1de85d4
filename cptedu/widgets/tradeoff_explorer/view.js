// @ts-check
// The trade-off explorer's controls. This file reports what is chosen; every number, and the chart, come from Python.

import { html, options, tell } from "../kit/elements.js";
import { keepKeys } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { pills } from "../kit/pills.js";
import { placeChosen } from "../kit/place.js";
import { slider } from "../kit/slider.js";
import { follow, report } from "../kit/traits.js";

/**
 * @typedef {{value: string, word: string}} Choice
 * @typedef {{views: Choice[], payers: Choice[], tracks: Choice[], years: [number, number], most_minutes: number, timed: string,
 *            states: import("../kit/place.js").State[], factor_of: string}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/traits.js").Host} Host
 */

/**
 * A list to choose from, with its label.
 * @param {string} label
 * @param {Choice[]} choices
 * @param {(value: string) => void} change
 */
function list(label, choices, change) {
  const id = ownId("tradeoff-list");
  const select = html("select", { id }, options(choices));
  select.addEventListener("change", () => change(select.value));
  return { select, node: html("div", { class: "field" }, [html("label", { for: id }, [label]), select]) };
}

/** @param {{model: Model, el: HTMLElement, host?: Host}} given */
function render({ model, el, host }) {
  /** @type {Choices} */
  const choices = model.get("choices");
  const gone = new AbortController();
  const { signal } = gone;
  const set = (/** @type {string} */ name) => (/** @type {unknown} */ value) => report(model, { [name]: value });

  const note = html("p", { class: "note" }, [html("strong", {}, ["The note: "]), model.get("note")]);
  const view = pills(ownId("tradeoff-pills"), "Show", choices.views, set("view"));
  const payer = list("Payer", choices.payers, set("payer"));
  const year = slider("Year of service", choices.years[0], choices.years[1], set("year"));
  const track = pills(ownId("tradeoff-pills"), choices.factor_of, choices.tracks, set("track"));
  const priced = placeChosen(model, choices.states);
  const minutes = slider("Minutes", 0, choices.most_minutes, set("minutes"), choices.timed);
  const changed = html("p", { class: "changed", role: "status" });
  const problem = html("p", { class: "wrong", role: "alert", hidden: true });
  const chart = html("div", { class: "chart" });
  const root = html("div", { class: "cptedu tradeoff-explorer" }, [
    html("div", { class: "controls" }, [note, view.node, payer.node, year.node, track.node, ...priced.nodes, minutes.node]),
    changed, problem, chart]);
  el.append(root);
  keepKeys(root, signal);

  const paint = () => {
    /** @type {Record<string, string>} */
    const why = model.get("why_not");
    view.paint(model.get("view"));
    payer.select.value = model.get("payer");
    year.paint(model.get("year"));
    track.paint(model.get("track"), why.track);
    priced.paint();
    minutes.paint(model.get("minutes"), why.minutes);
    changed.textContent = model.get("changed");
    tell(problem, model.get("problem"));
    chart.toggleAttribute("data-stale", Boolean(model.get("problem")));
  };
  follow(model, ["view", "payer", "year", "track", "state", "county", "county_says", "locality", "minutes", "changed", "problem", "why_not"], paint, signal);
  paint();
  host?.getWidget(model.get("chart")).then((child) => child.render({ el: chart, signal }));

  return () => gone.abort();
}

export default { render };
