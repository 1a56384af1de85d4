// @ts-check
// The trade-off explorer's controls. This file reports what is chosen; every number, and the chart, come from Python.

import { html } from "../kit/elements.js";
import { chartExplorer } from "../kit/explorer.js";
import { menu, pills } from "../kit/fields.js";
import { placeChosen } from "../kit/place.js";
import { slider } from "../kit/slider.js";

/**
 * @typedef {{value: string, word: string}} Choice
 * @typedef {{views: Choice[], payers: Choice[], tracks: Choice[], years: [number, number], most_minutes: number, timed: string,
 *            states: import("../kit/place.js").State[], factor_of: string, whose_factor: string}} Choices
 */

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  /** @type {Choices} */
  const choices = model.get("choices");
  return chartExplorer(given, { class: "cptedu tradeoff-explorer",
    follows: ["view", "payer", "year", "track", "minutes", "changed"] }, (set) => {
    const note = html("p", { class: "note" }, [html("strong", {}, ["The note: "]), model.get("note")]);
    const shown = pills({ label: "Show", choices: choices.views }, set("view"));
    const payer = menu({ label: "Payer", choices: choices.payers }, set("payer"));
    const year = slider("Year of service", choices.years[0], choices.years[1], set("year"));
    const track = pills({ label: choices.factor_of, choices: choices.tracks, hint: choices.whose_factor }, set("track"));
    const priced = placeChosen(model, choices.states);
    const minutes = slider("Minutes", 0, choices.most_minutes, set("minutes"), choices.timed);
    const changed = html("p", { class: "changed", role: "status" });
    const paint = (/** @type {Record<string, string>} */ why) => {
      shown.paint(model.get("view"));
      payer.paint(model.get("payer"));
      year.paint(model.get("year"));
      track.paint(model.get("track"), why.track);
      priced.paint();
      minutes.paint(model.get("minutes"), why.minutes);
      changed.textContent = model.get("changed");
    };
    return { controls: [note, shown.node, payer.node, year.node, track.node, ...priced.nodes, minutes.node], below: [changed], paint };
  });
}

export default { render };
