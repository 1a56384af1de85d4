// @ts-check
// The table of a plan of care, drawn. This file shows what the traits say and reports what is chosen or typed; every
// claim, amount and reason, and the chart, come from Python.

import { dropDown } from "../kit/drop_down.js";
import { button, html, options, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { keepKeys, undoKeys, walkWithArrows } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow } from "../kit/traits.js";
import { onEnter, typed } from "../kit/typing.js";

/**
 * @typedef {{value: string, word: string, says?: string}} Choice
 * @typedef {{payers: Choice[], care: Choice[], abn: Choice[], part: Choice[], regions: Choice[], often: Choice[],
 *            services: {id: string, word: string}[], participation: Choice[], tracks: Choice[], examples: Choice[],
 *            hints: Record<string, string>}} Choices
 * @typedef {{regions: string[], places: string, services: {id: string, word: string}[], done: string}} Row
 * @typedef {{phase: string, weeks: string, visits: number, claims: string, payer: string, patient: string, nobody: string,
 *            pace: string[], steps: string[], missing: string[]}} Sum
 * @typedef {{phase: string, verdict: string, words: string, says: string, fix: string, sides: string[], sources: string[],
 *            code: string}} Finding
 * @typedef {{code: string, label: string, charge: string, allowed: string}} Amount
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/traits.js").Host} Host
 * @typedef {{node: HTMLElement, input: HTMLInputElement | HTMLSelectElement, paint(value: any): void}} Field
 */

const TYPING_PAUSE = 350; // milliseconds

/**
 * A text or number field: what is typed is reported after a short pause, and at once when the field is left.
 * @param {{label: string, type?: string, hint?: string, hidden?: boolean, after?: string, min?: number, max?: number}} look
 * @param {(text: string) => void} change
 * @returns {Field}
 */
function textField({ label, type = "text", hint = "", hidden = false, after = "", min, max }, change) {
  const id = ownId("plan-field");
  const input = html("input", { id, type, autocomplete: "off", min: min ?? false, max: max ?? false,
    step: type === "number" ? "any" : false, "aria-describedby": hint ? `${id}-hint` : false });
  const node = html("div", { class: "field" }, [html("label", { for: id, class: hidden ? "heard" : "" }, [label]),
    html("span", { class: "entry" }, [input, after]), ...(hint ? [html("small", { id: `${id}-hint` }, [hint])] : [])]);
  return {
    node,
    input,
    paint: typed(input, change, TYPING_PAUSE),
  };
}

/**
 * A menu of choices; a value that is not among them is shown as it is.
 * @param {{label: string, choices: Choice[], none?: string, hidden?: boolean}} look
 * @param {(value: string) => void} change
 * @returns {Field}
 */
function menu({ label, choices, none = "", hidden = false }, change) {
  const id = ownId("plan-menu");
  const unlisted = html("option", { hidden: true });
  const input = html("select", { id }, [...(none ? [html("option", { value: "" }, [none])] : []), unlisted,
    ...options(choices)]);
  input.addEventListener("change", () => change(input.value));
  return {
    input,
    node: html("div", { class: "field" }, [html("label", { for: id, class: hidden ? "heard" : "" }, [label]), input]),
    paint: (value) => {
      const wanted = String(value ?? "");
      const known = [...input.options].some((option) => option !== unlisted && option.value === wanted);
      unlisted.hidden = known;
      unlisted.value = known ? "\u0000" : wanted;
      unlisted.textContent = known ? "" : wanted || "not said";
      input.value = wanted;
    },
  };
}

/**
 * A row of buttons that are on or off: one stop for Tab, and arrow keys within.
 * @param {string} label
 * @param {{id: string, word: string}[]} chips
 * @param {(id: string) => void} toggle
 */
function chipRow(label, chips, toggle) {
  const buttons = chips.map(({ id, word }) => {
    const made = button(word, "chip", () => toggle(id));
    made.setAttribute("aria-pressed", "false");
    made.dataset.chip = id;
    return made;
  });
  walkWithArrows(buttons);
  return {
    node: html("div", { class: "chips", role: "toolbar", "aria-label": label }, buttons),
    paint: (/** @type {(id: string) => boolean} */ on) => buttons.forEach((each, i) => each.setAttribute("aria-pressed", String(on(chips[i].id)))),
  };
}

/**
 * One phase: a row of the table, and a second one with what is done in its visits.
 * @param {number} at
 * @param {Choices} choices
 * @param {Model} model
 * @param {{open(at: number): void, moved(at: number, to: number): void, removed(at: number): void}} act
 */
function phaseRows(at, choices, model, act) {
  const own = () => model.get("plan").phases?.[at] ?? {};
  const type = (/** @type {string} */ key) => (/** @type {string} */ text) => model.send({ do: "type", path: ["phases", at, key], text });
  const id = ownId("plan-phase");
  const of = `of phase ${at + 1}`;
  const name = textField({ label: `Name ${of}`, hidden: true }, type("name"));
  const weeks = textField({ label: `Weeks ${of}`, type: "number", hidden: true, min: 1, max: 104 }, type("weeks"));
  const often = menu({ label: `Visits ${of}`, choices: choices.often, hidden: true }, type("visits_per_week"));
  const care = menu({ label: `Care ${of}`, choices: choices.care, none: "not said", hidden: true }, type("care"));
  const abn = menu({ label: `Notice ${of}`, choices: choices.abn, none: "not said", hidden: true }, type("abn"));
  const done = html("span", { class: "done" });
  const opener = html("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": id }, [
    html("span", { class: "heard" }, [`Change what is done in phase ${at + 1}. `]), html("span", { class: "each" }, ["Each visit:"]), done]);
  opener.addEventListener("click", () => act.open(at));
  const payer = html("td", { class: "money", "data-label": "Payer pays" });
  const patient = html("td", { class: "money", "data-label": "Patient pays" });
  const cell = (/** @type {string} */ label, /** @type {Node} */ child) => html("td", { "data-label": label }, [child]);
  const row = html("tr", { class: "phase", "data-phase": at }, [html("th", { scope: "row", "data-label": "Phase" }, [name.node]),
    cell("Weeks", weeks.node), cell("Visits", often.node), cell("Care", care.node), cell("Notice (ABN)", abn.node), payer, patient]);

  const ask = (/** @type {string} */ what) => (/** @type {string} */ chip) => model.send({ do: what, phase: at, name: chip });
  const regions = chipRow(`Adjusted, phase ${at + 1}`, choices.regions.map(({ value, word }) => ({ id: value, word })), ask("region"));
  const places = html("small");
  const services = chipRow(`Also done, phase ${at + 1}`, choices.services, ask("service"));
  const written = html("ul", { class: "written", "aria-label": "Written in the file" });
  const part = chipRow(`P.A.R.T., phase ${at + 1}`, choices.part.map(({ value, says }) => ({ id: value, word: `${value}: ${says}` })), ask("part"));
  const minutes = textField({ label: "Whole session, minutes", type: "number", min: 0, max: 1440 }, type("session_minutes"));
  const diagnoses = textField({ label: "Diagnoses, the first is primary", hint: "ICD-10-CM codes with commas between them" }, type("diagnoses"));
  const up = button("Move up", "up", () => act.moved(at, at - 1));
  const down = button("Move down", "down", () => act.moved(at, at + 1));
  const remove = button("Remove this phase", "remove", () => act.removed(at));
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const steps = html("ul", { class: "steps" });
  const missing = html("ul", { class: "missing" });
  const inner = html("div", { class: "inner", id }, [
    html("div", { class: "field wide" }, [html("span", { class: "label" }, ["Adjusted"]), regions.node, places]),
    html("div", { class: "field wide" }, [html("span", { class: "label" }, ["Also done, in every visit"]), services.node, written]),
    minutes.node, diagnoses.node,
    html("div", { class: "field wide" }, [html("span", { class: "label" }, ["P.A.R.T.: what the examination shows"]), part.node]),
    html("div", { class: "field wide" }, [html("span", { class: "label" }, ["One visit's money, step by step"]), steps, missing]),
    html("div", { class: "row wide" }, [up, down, remove])]);
  const below = html("td", { colspan: 7 }, [opener, wrong, inner]);
  const more = html("tr", { class: "more", "data-more": at }, [below]);

  const paint = (/** @type {boolean} */ isOpen, /** @type {number} */ count) => {
    const phase = own();
    /** @type {Row} */
    const held = model.get("rows")[at] ?? { regions: [], places: "", services: [], done: "" };
    /** @type {Sum | undefined} */
    const sum = model.get("sums")[at];
    const problem = model.get("problems")[`phase-${at}`];
    name.paint(phase.name);
    weeks.paint(phase.weeks);
    often.paint(phase.visits_per_week);
    care.paint(phase.care);
    abn.paint(phase.abn);
    done.textContent = held.done;
    payer.textContent = sum?.payer ?? "";
    patient.textContent = sum?.patient ?? "";
    if (sum?.nobody) patient.append(html("small", {}, [`${sum.nobody} nobody may be asked for`]));
    opener.setAttribute("aria-expanded", String(isOpen));
    tell(wrong, problem);
    inner.hidden = !isOpen;
    regions.paint((region) => held.regions.includes(region));
    places.textContent = held.places && `As written: ${held.places}.`;
    services.paint((service) => held.services.some(({ id: each }) => each === service));
    const byHand = held.services.filter(({ id: each }) => !choices.services.some((offered) => offered.id === each));
    keptChildren(written, byHand.map(({ id: each }) => each), (each) => html("li", {}, [html("span"),
      button("Take away", "", () => { ask("service")(each); opener.focus(); })])).forEach((item, i) => {
      const told = item.querySelector("span");
      if (told) told.textContent = byHand[i].word;
    });
    written.hidden = byHand.length === 0;
    part.paint((letter) => (phase.part ?? []).includes(letter));
    minutes.paint(phase.session_minutes);
    diagnoses.paint((phase.diagnoses ?? []).join(", "));
    steps.replaceChildren(...(sum?.steps ?? []).map((step) => html("li", {}, [step])));
    missing.replaceChildren(...(sum?.missing ?? []).map((says) => html("li", {}, [`No data: ${says}`])));
    up.disabled = at === 0;
    down.disabled = at >= count - 1;
    remove.disabled = count < 2;
  };
  return { row, more, paint, opener };
}

/** @param {Finding} found */
function findingItem(found) {
  const item = html("li", { "data-verdict": found.verdict }, [html("p", {}, [html("span", { class: "badge" }, [found.words]), " ",
    ...(found.code ? [html("strong", {}, [found.code]), " "] : []), found.says])]);
  for (const side of found.sides) item.append(html("p", { class: "side" }, [side]));
  if (found.fix) item.append(html("p", { class: "fix" }, [found.fix]));
  if (found.sources.length) item.append(html("p", { class: "source" }, [`Source: ${found.sources.join("; ")}`]));
  return item;
}

/** @param {{model: Model, el: HTMLElement, host?: Host}} given */
function render({ model, el, host }) {
  /** @type {Choices} */
  const choices = model.get("choices");
  const gone = new AbortController();
  const { signal } = gone;
  const type = (/** @type {(string | number)[]} */ ...path) => (/** @type {string} */ text) => model.send({ do: "type", path, text });

  // The bar.
  const undo = button("Undo", "undo", () => model.send({ do: "undo" }));
  const redo = button("Redo", "redo", () => model.send({ do: "redo" }));
  const note = html("p", { class: "note", role: "status", hidden: true });
  const examples = dropDown(ownId("plan-drop"), "Start from an example", [html("ul", {}, choices.examples.map(({ value, word, says }) => {
    const made = button(word, "", () => { model.send({ do: "example", name: value }); examples.hide(); });
    made.dataset.example = value;
    made.append(html("small", {}, [says ?? ""]));
    return html("li", {}, [made]);
  }))], signal);
  const fileId = ownId("plan-file");
  const fileList = html("ul", { class: "files" });
  const noFiles = html("p", { class: "hint" }, ["There is no plan file in this folder yet."]);
  const fileName = html("input", { id: fileId, type: "text", autocomplete: "off", placeholder: "such as low_back" });
  const askToSave = () => model.send({ do: "save", name: fileName.value });
  onEnter(fileName, askToSave);
  const files = dropDown(ownId("plan-drop"), "Open or save", [html("div", { class: "field" }, [html("label", { for: fileId }, ["Save this plan as"]),
    html("span", { class: "row" }, [fileName, button("Save", "save", askToSave)]), html("small", {}, ["A text file in the folder of this notebook. No patient's name."])]),
  html("p", { class: "label" }, ["Open a plan file"]), fileList, noFiles], signal);
  files.opener.addEventListener("click", () => model.send({ do: "files" }));
  const bar = html("div", { class: "bar" }, [html("div", { class: "row" }, [examples.node, files.node]), note, html("div", { class: "row" }, [undo, redo])]);

  // The plan as a whole.
  const title = textField({ label: "Title" }, type("title"));
  const starts = textField({ label: "First day", type: "date" }, type("starts_on"));
  const payer = menu({ label: "Payer", choices: choices.payers }, type("payer"));
  const again = textField({ label: "Re-evaluation after", after: "days", type: "number", min: 1, max: 366 }, type("re_evaluation", "every_days"));
  const participation = menu({ label: "Practice and Medicare", choices: choices.participation }, type("participation"));
  const track = menu({ label: "Conversion factor", choices: choices.tracks, none: "not said" }, type("track"));
  const share = textField({ label: "Coinsurance", type: "number", after: "%", min: 0, max: 100 }, type("contract", "coinsurance"));
  const copay = textField({ label: "or copay a visit", type: "number", after: "$", min: 0 }, type("contract", "copay"));
  const visits = textField({ label: "Visits covered", type: "number", min: 0, max: 366 }, type("contract", "visits_covered"));
  const maintenance = menu({ label: "Maintenance covered", none: "not known", choices: [{ value: "yes", word: "yes" }, { value: "no", word: "no" }] },
    type("contract", "maintenance_covered"));
  const scheduleOnly = [participation.node, track.node];
  const contractOnly = [share.node, copay.node, visits.node, maintenance.node];
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const basics = html("div", { class: "basics", role: "group", "aria-label": "The plan as a whole" },
    [title.node, starts.node, payer.node, again.node, ...scheduleOnly, ...contractOnly]);

  // The phases.
  /** @type {ReturnType<typeof phaseRows>[]} */
  const phases = [];
  let open = -1;
  const count = () => (model.get("plan").phases ?? []).length;
  const body = html("tbody");
  const heads = ["Phase", "Weeks", "Visits", "Care", "Notice (ABN)", "Payer pays", "Patient pays"];
  const table = html("table", { "aria-label": "The phases of the plan" }, [
    html("thead", {}, [html("tr", {}, heads.map((words) => html("th", { scope: "col" }, [words])))]), body]);
  const act = {
    open: (/** @type {number} */ at) => {
      open = open === at ? -1 : at;
      paint();
    },
    moved: (/** @type {number} */ at, /** @type {number} */ to) => {
      open = to;
      model.send({ do: "move_phase", phase: at, to });
      phases[to].opener.focus();
    },
    removed: (/** @type {number} */ at) => {
      open = -1;
      model.send({ do: "remove_phase", phase: at });
      add.focus();
    },
  };
  const add = button("Add a phase", "add", () => {
    open = count();
    model.send({ do: "add_phase" });
  });

  // What comes of it.
  const chart = html("div", { class: "chart" });
  const asked = html("section", { class: "asked" });
  const amountRows = html("div", { class: "amounts" });
  const amounts = html("details", { class: "prices" }, [html("summary", {}, ["Charges, and what the contract allows"]),
    html("p", { class: "hint" }, ["The charge is what the practice asks from a patient who pays. A field left empty is no data, never a guess."]), amountRows]);
  const notes = html("ul", { class: "notes" });
  const spoken = html("p", { class: "heard", role: "status", "aria-live": "polite" });
  const root = html("div", { class: "cptedu plan-table" }, [bar, wrong, basics, table, html("div", { class: "row below" }, [add]), chart, amounts, asked, notes, spoken]);
  el.append(root);
  keepKeys(root, signal);
  undoKeys(root, (what) => model.send({ do: what }), signal);

  /** @type {Map<string, {charge: Field, allowed: Field}>} */
  const prices = new Map();
  const paintAmounts = (/** @type {boolean} */ byContract) => {
    /** @type {Amount[]} */
    const held = model.get("amounts");
    if (held.map(({ code }) => code).join() !== [...prices.keys()].join()) {
      prices.clear();
      amountRows.replaceChildren(...held.map(({ code, label }) => {
        const made = { charge: textField({ label: `Charge for ${code}`, type: "number", after: "$", min: 0 }, type("charges", code)),
          allowed: textField({ label: `Contract allows for ${code}`, type: "number", after: "$", min: 0 }, type("contract", "allowed", code)) };
        prices.set(code, made);
        return html("div", { class: "price", "data-code": code }, [html("p", {}, [html("strong", {}, [code]), ` ${label}`]), made.charge.node, made.allowed.node]);
      }));
    }
    for (const { code, charge, allowed } of held) {
      prices.get(code)?.charge.paint(charge);
      prices.get(code)?.allowed.paint(allowed);
      const node = prices.get(code)?.allowed.node;
      if (node) node.hidden = !byContract;
    }
  };
  const paintFindings = () => {
    /** @type {Finding[]} */
    const held = model.get("findings");
    const names = [...new Set(held.map(({ phase }) => phase))];
    asked.replaceChildren(html("h3", {}, ["What the record and the contract must answer"]),
      ...(held.length ? [] : [html("p", {}, ["Nothing is open."])]),
      ...names.map((phase) => html("div", { class: "of-phase" }, [html("h4", {}, [phase]),
        html("ul", {}, held.filter((each) => each.phase === phase).map(findingItem))])));
  };
  const paint = () => {
    const plan = model.get("plan");
    const facts = model.get("facts");
    const problems = model.get("problems");
    const bad = Object.keys(problems).length > 0;
    title.paint(plan.title);
    starts.paint(plan.starts_on);
    payer.paint(plan.payer);
    again.paint(plan.re_evaluation?.every_days);
    participation.paint(plan.participation ?? choices.participation[0].value);
    track.paint(plan.track);
    const coinsurance = plan.contract?.coinsurance;
    share.paint(typeof coinsurance === "number" ? Number((coinsurance * 100).toFixed(4)) : coinsurance);
    copay.paint(plan.contract?.copay);
    visits.paint(plan.contract?.visits_covered);
    maintenance.paint(plan.contract?.maintenance_covered === undefined ? "" : plan.contract.maintenance_covered ? "yes" : "no");
    participation.node.hidden = !facts.by_schedule;
    track.node.hidden = !facts.needs_track;
    for (const node of contractOnly) node.hidden = !facts.by_contract;
    tell(wrong, problems.plan);
    while (phases.length > count()) {
      const last = phases.pop();
      last?.row.remove();
      last?.more.remove();
    }
    while (phases.length < count()) {
      phases.push(phaseRows(phases.length, choices, model, act));
      body.append(phases[phases.length - 1].row, phases[phases.length - 1].more);
    }
    phases.forEach((phase, i) => phase.paint(i === open, phases.length));
    for (const part of [chart, asked]) part.toggleAttribute("data-stale", bad);
    paintAmounts(facts.by_contract);
    paintFindings();
    notes.replaceChildren(.../** @type {string[]} */ (facts.notes).map((words) => html("li", {}, [words])));
    undo.disabled = !model.get("can_undo");
    redo.disabled = !model.get("can_redo");
    const said = model.get("note");
    tell(note, said.says);
    note.toggleAttribute("data-bad", said.bad);
    const names = /** @type {string[]} */ (model.get("files"));
    keptChildren(fileList, names, (name) => {
      const made = button(name, "", () => { model.send({ do: "load", name }); files.hide(); });
      made.dataset.file = name;
      return html("li", {}, [made]);
    });
    noFiles.hidden = names.length > 0;
    if (spoken.textContent !== facts.says) spoken.textContent = facts.says;
  };
  let queued = false;
  const soon = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      if (!signal.aborted) paint();
    });
  };
  follow(model, ["plan", "rows", "sums", "findings", "amounts", "facts", "problems", "can_undo", "can_redo", "files", "note"], soon, signal);
  paint();
  host?.getWidget(model.get("view")).then((child) => child.render({ el: chart, signal }));

  return () => gone.abort();
}

export default { render };
