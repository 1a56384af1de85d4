// @ts-check
// Where it is priced: a state, a county of it, and the locality that Python finds for the county.

import { html, options, tell } from "./elements.js";
import { field } from "./fields.js";
import { ownId } from "./own_id.js";
import { report } from "./traits.js";

/**
 * @typedef {{value: string, word: string}} Named
 * @typedef {Named & {localities: Named[], counties: string[]}} State
 */

/**
 * Three fields; the last two are there only where a state has more than one answer.
 * @param {Pick<import("./traits.js").Model, "get" | "set" | "save_changes">} model
 * @param {State[]} states
 */
export function placeChosen(model, states) {
  const id = ownId("place");
  const why = html("small", { id: `${id}-why` });
  const state = html("select", { id: `${id}-state`, "aria-describedby": why.id }, options([{ value: "", word: "national, no local index" }, ...states]));
  state.addEventListener("change", () => report(model, { state: state.value }));

  const known = html("datalist", { id: `${id}-counties` });
  const says = html("small", { id: `${id}-says`, role: "status" });
  const county = html("input", { id: `${id}-county`, type: "text", list: known.id, autocomplete: "off", spellcheck: "false",
    placeholder: "finds the locality", "aria-describedby": says.id });
  county.addEventListener("change", () => report(model, { county: county.value }));
  const countyField = field("County", county, [known, says]);

  const locality = html("select", { id: `${id}-locality` });
  // A locality that is chosen before Python has found the first one of its state waits for that, which would take its place.
  let wanted = "";
  const here = () => states.find(({ value }) => value === model.get("state"));
  const isFound = () => here()?.localities.some(({ value }) => value === model.get("locality"));
  locality.addEventListener("change", () => {
    if (isFound()) report(model, { locality: locality.value });
    else wanted = locality.value;
  });
  const localityField = field("Locality", locality);

  let listed = "";
  let written = "";
  return {
    nodes: [field("State", state, [why]), countyField, localityField],
    paint: (/** @type {string} */ whyNot = "") => {
      const chosen = model.get("state");
      const { localities = [], counties = [] } = here() ?? {};
      if (listed !== chosen) {
        listed = chosen;
        wanted = "";
        locality.replaceChildren(...options(localities));
        known.replaceChildren(...counties.map((word) => html("option", { value: word })));
      }
      // What is being written stays, whatever is drawn meanwhile.
      if (written !== model.get("county")) {
        written = model.get("county");
        county.value = written;
      }
      state.value = chosen;
      locality.value = wanted || model.get("locality");
      says.textContent = model.get("county_says");
      tell(why, whyNot);
      for (const control of [state, county, locality]) control.disabled = Boolean(whyNot);
      countyField.hidden = !counties.length;
      localityField.hidden = localities.length < 2;
      if (wanted && isFound()) {
        const value = wanted;
        wanted = "";
        report(model, { locality: value });
      }
    },
  };
}
