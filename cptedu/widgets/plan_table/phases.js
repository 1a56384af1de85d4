// @ts-check
// One phase of a plan: a row of the table, and a second one with what is done in its visits.

import { button, html, tell } from "../kit/elements.js";
import { chipRow, menu, textField } from "../kit/fields.js";
import { keptChildren } from "../kit/kept_children.js";
import { ownId } from "../kit/own_id.js";

/**
 * @typedef {import("./view.js").Choices} Choices
 * @typedef {import("./view.js").Model} Model
 * @typedef {import("./view.js").Typed} Typed
 * @typedef {{regions: string[], places: string, services: {id: string, word: string}[], done: string}} Row
 * @typedef {{phase: string, weeks: string, visits: number, claims: string, payer: string, patient: string, nobody: string,
 *            pace: string[], steps: string[], missing: string[]}} Sum
 * @typedef {Record<string, any>} Phase
 * @typedef {(key: string) => (text: string) => void} OwnTyped
 * @typedef {(what: string) => (name: string) => void} Ask
 */

/** The row of the table: how long, how often, and who pays. @param {number} at @param {Choices} choices @param {OwnTyped} type */
function phaseRow(at, choices, type) {
  const of = `of phase ${at + 1}`;
  const name = textField({ label: `Name ${of}`, isHeard: true }, type("name"));
  const weeks = textField({ label: `Weeks ${of}`, type: "number", isHeard: true, min: 1, max: 104 }, type("weeks"));
  const often = menu({ label: `Visits ${of}`, choices: choices.often, isHeard: true }, type("visits_per_week"));
  const care = menu({ label: `Care ${of}`, choices: choices.care, none: "not said", isHeard: true }, type("care"));
  const abn = menu({ label: `Notice ${of}`, choices: choices.abn, none: "not said", isHeard: true }, type("abn"));
  const payer = html("td", { class: "money", "data-label": "Payer pays" });
  const patient = html("td", { class: "money", "data-label": "Patient pays" });
  const cell = (/** @type {string} */ label, /** @type {Node} */ child) => html("td", { "data-label": label }, [child]);
  const node = html("tr", { class: "phase", "data-phase": at }, [html("th", { scope: "row", "data-label": "Phase" }, [name.node]),
    cell("Weeks", weeks.node), cell("Visits", often.node), cell("Care", care.node), cell("Notice (ABN)", abn.node), payer, patient]);
  const paint = (/** @type {Phase} */ phase, /** @type {Sum | undefined} */ sum) => {
    name.paint(phase.name);
    weeks.paint(phase.weeks);
    often.paint(phase.visits_per_week);
    care.paint(phase.care);
    abn.paint(phase.abn);
    payer.textContent = sum?.payer ?? "";
    patient.textContent = sum?.patient ?? "";
    if (sum?.nobody) patient.append(html("small", {}, [`${sum.nobody} nobody may be asked for`]));
  };
  return { node, paint };
}

/** Services of the plan's file that the table does not offer; each can be taken away. @param {Choices} choices @param {(name: string) => void} takeAway */
function writtenServices(choices, takeAway) {
  const node = html("ul", { class: "written", "aria-label": "Written in the file" });
  const paint = (/** @type {Row} */ held) => {
    const byHand = held.services.filter(({ id }) => !choices.services.some((offered) => offered.id === id));
    keptChildren(node, byHand.map(({ id }) => id), (id) => html("li", {}, [html("span"), button("Take away", "", () => takeAway(id))]))
      .forEach((item, i) => {
        const told = item.querySelector("span");
        if (told) told.textContent = byHand[i].word;
      });
    node.hidden = byHand.length === 0;
  };
  return { node, paint };
}

/**
 * What is done in each visit of the phase, and what one of them comes to.
 * @param {number} at @param {Choices} choices @param {OwnTyped} type @param {Ask} ask @param {() => void} afterwards
 */
function phaseFields(at, choices, type, ask, afterwards) {
  const regions = chipRow(`Adjusted, phase ${at + 1}`, choices.regions.map(({ value, word }) => ({ id: value, word })), ask("region"));
  const places = html("small");
  const services = chipRow(`Also done, phase ${at + 1}`, choices.services, ask("service"));
  const written = writtenServices(choices, (name) => { ask("service")(name); afterwards(); });
  const part = chipRow(`P.A.R.T., phase ${at + 1}`, choices.part.map(({ value, says }) => ({ id: value, word: `${value}: ${says}` })), ask("part"));
  const minutes = textField({ label: "Whole session, minutes", type: "number", min: 0, max: 1440 }, type("session_minutes"));
  const diagnoses = textField({ label: "Diagnoses, the first is primary", below: "ICD-10-CM codes with commas between them" }, type("diagnoses"));
  const steps = html("ul", { class: "steps" });
  const missing = html("ul", { class: "missing" });
  const wide = (/** @type {string} */ label, /** @type {Node[]} */ children) =>
    html("div", { class: "field wide" }, [html("span", { class: "label" }, [label]), ...children]);
  return {
    nodes: [wide("Adjusted", [regions.node, places]), wide("Also done, in every visit", [services.node, written.node]), minutes.node, diagnoses.node,
      wide("P.A.R.T.: what the examination shows", [part.node]), wide("One visit's money, step by step", [steps, missing])],
    paint: (/** @type {Phase} */ phase, /** @type {Row} */ held, /** @type {Sum | undefined} */ sum) => {
      regions.paint((region) => held.regions.includes(region));
      places.textContent = held.places && `As written: ${held.places}.`;
      services.paint((service) => held.services.some(({ id }) => id === service));
      written.paint(held);
      part.paint((letter) => (phase.part ?? []).includes(letter));
      minutes.paint(phase.session_minutes);
      diagnoses.paint((phase.diagnoses ?? []).join(", "));
      steps.replaceChildren(...(sum?.steps ?? []).map((step) => html("li", {}, [step])));
      missing.replaceChildren(...(sum?.missing ?? []).map((says) => html("li", {}, [`No data: ${says}`])));
    },
  };
}

/**
 * One phase: a row of the table, and a second one with what is done in its visits.
 * @param {number} at
 * @param {Choices} choices
 * @param {Model} model
 * @param {Typed} type
 * @param {{open(at: number): void, moved(at: number, to: number): void, removed(at: number): void}} act
 */
export function phaseRows(at, choices, model, type, act) {
  /** @type {OwnTyped} */
  const typeOwn = (key) => type("phases", at, key);
  /** @type {Ask} */
  const ask = (what) => (name) => model.send({ do: what, phase: at, name });
  const id = ownId("plan-phase");
  const done = html("span", { class: "done" });
  const opener = html("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": id }, [
    html("span", { class: "heard" }, [`Change what is done in phase ${at + 1}. `]), html("span", { class: "each" }, ["Each visit:"]), done]);
  opener.addEventListener("click", () => act.open(at));
  const row = phaseRow(at, choices, typeOwn);
  const fields = phaseFields(at, choices, typeOwn, ask, () => opener.focus());
  const up = button("Move up", "up", () => act.moved(at, at - 1));
  const down = button("Move down", "down", () => act.moved(at, at + 1));
  const remove = button("Remove this phase", "remove", () => act.removed(at));
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const inner = html("div", { class: "inner", id }, [...fields.nodes, html("div", { class: "row wide" }, [up, down, remove])]);
  const more = html("tr", { class: "more", "data-more": at }, [html("td", { colspan: 7 }, [opener, wrong, inner])]);

  const paint = (/** @type {boolean} */ isOpen, /** @type {number} */ count) => {
    const phase = model.get("plan").phases?.[at] ?? {};
    /** @type {Row} */
    const held = model.get("rows")[at] ?? { regions: [], places: "", services: [], done: "" };
    row.paint(phase, model.get("sums")[at]);
    fields.paint(phase, held, model.get("sums")[at]);
    done.textContent = held.done;
    opener.setAttribute("aria-expanded", String(isOpen));
    inner.hidden = !isOpen;
    tell(wrong, model.get("problems")[`phase-${at}`]);
    up.disabled = at === 0;
    down.disabled = at >= count - 1;
    remove.disabled = count < 2;
  };
  return { nodes: [row.node, more], paint, opener };
}
