// @ts-check
// The visit builder, drawn. This file shows what the traits say and reports what is chosen or typed; every code, unit,
// modifier and reason comes from Python.

import { dropDown } from "../kit/drop_down.js";
import { button, html, options, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { keepKeys, undoKeys, walkWithArrows } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow, report } from "../kit/traits.js";
import { onEnter, typed } from "../kit/typing.js";
import { PATIENCE, SILENT } from "../kit/waiting.js";

/**
 * @typedef {Record<string, any>} Visit
 * @typedef {{value: string, word: string, says: string}} Choice
 * @typedef {{label: string, codes: Choice[]}} CodeGroup
 * @typedef {{id: string, word: string, says: string}} Chip
 * @typedef {{region: string, word: string, label: string, kind: string, chips: Chip[]}} ChipRow
 * @typedef {{payers: Choice[], care: Choice[], course: Choice[], abn: Choice[], part: Choice[], contact: Choice[],
 *            performed_by: Choice[], purposes: Choice[], regions: Choice[], chips: ChipRow[],
 *            services_by_code: CodeGroup[], examinations: CodeGroup[], examples: Choice[], hints: Record<string, string>,
 *            usual: Visit}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/traits.js").Host} Host
 * @typedef {(string | number)[]} Path
 * @typedef {{node: HTMLElement, paint(value: any): void}} Field
 * @typedef {(path: Path, value: any) => void} Edit
 */

// ---------------------------------------------------------------------------------------------------- small tools

/**
 * Give a copy of plain data with one place changed; undefined takes the key away.
 * @param {any} data
 * @param {Path} path
 * @param {any} value
 * @returns {any}
 */
function withValue(data, [first, ...rest], value) {
  if (first === undefined) return value;
  const inner = withValue(data?.[first], rest, value);
  if (typeof first === "number") return Object.assign([...(data ?? [])], { [first]: inner });
  const changed = { ...data, [first]: inner };
  if (inner === undefined) delete changed[first];
  return changed;
}

/** @param {any[]} list @param {number} from @param {number} to */
function moved(list, from, to) {
  const others = list.filter((_, i) => i !== from);
  return [...others.slice(0, to), list[from], ...others.slice(to)];
}

/** An empty list is the same as none. @param {any[]} list */
const orNone = (list) => (list.length ? list : undefined);

/** @param {string} text */
const wholeNumber = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text));

// ---------------------------------------------------------------------------------------------------- fields

/**
 * A text field: what is typed is reported after a short pause, and at once when the field is left.
 * @param {{label: string, hint?: string, type?: string, placeholder?: string, min?: number, max?: number}} look
 * @param {(value: string) => void} change
 * @returns {Field & {input: HTMLInputElement}}
 */
function textField({ label, hint = "", type = "text", placeholder = "", min, max }, change) {
  const id = ownId("visit-field");
  const input = html("input", { id, type, placeholder, autocomplete: "off", min: min ?? false, max: max ?? false,
    "aria-describedby": hint ? `${id}-hint` : false });
  const node = html("div", { class: "field" }, [html("label", { for: id }, [label]),
    ...(hint ? [html("small", { id: `${id}-hint` }, [hint])] : []), input]);
  return {
    node,
    input,
    paint: typed(input, change),
  };
}

/**
 * Radio buttons drawn as a row of pills; the first says that nothing is recorded, where that can be.
 * @param {{label: string, hint?: string, choices: Choice[], none?: string}} look
 * @param {(value: string | undefined) => void} change
 * @returns {Field}
 */
function pills({ label, hint = "", choices, none = "" }, change) {
  const name = ownId("visit-pills");
  const offered = none ? [{ value: "", word: none, says: "" }, ...choices] : choices;
  const inputs = offered.map(({ value }) => html("input", { type: "radio", name, value }));
  inputs.forEach((input) => input.addEventListener("change", () => input.checked && change(input.value || undefined)));
  const says = html("small", { class: "says", "aria-live": "polite" });
  const node = html("fieldset", { class: "field pills" }, [html("legend", {}, [label]),
    ...(hint ? [html("small", {}, [hint])] : []),
    html("div", { class: "row" }, offered.map(({ word }, i) => html("label", {}, [inputs[i], html("span", {}, [word])]))), says]);
  return {
    node,
    paint: (value) => {
      inputs.forEach((input) => { input.checked = input.value === (value ?? ""); });
      says.textContent = offered.find((each) => each.value === (value ?? ""))?.says ?? "";
    },
  };
}

/**
 * A menu of choices.
 * @param {{label: string, hint?: string, none: string, groups: {label: string, choices: {value: string, word: string}[]}[]}} look
 * @param {(value: string | undefined) => void} change
 * @returns {Field & {input: HTMLSelectElement}}
 */
function menu({ label, hint = "", none, groups }, change) {
  const id = ownId("visit-menu");
  const unlisted = html("option", { hidden: true });
  const input = html("select", { id }, [html("option", { value: "" }, [none]), unlisted,
    ...groups.flatMap((group) => (group.label ? [html("optgroup", { label: group.label }, options(group.choices))]
      : options(group.choices)))]);
  input.addEventListener("change", () => change(input.value || undefined));
  const small = html("small", {}, [hint]);
  return {
    input,
    node: html("div", { class: "field" }, [html("label", { for: id }, [label]), input, small]),
    paint: (value) => {
      const known = [...input.options].some((option) => option !== unlisted && option.value === (value ?? ""));
      unlisted.hidden = known;
      unlisted.value = known ? "" : String(value);
      unlisted.textContent = known ? "" : String(value);
      input.value = value ?? "";
    },
  };
}

/**
 * A tick box.
 * @param {string} label
 * @param {(on: boolean) => void} change
 * @returns {Field & {input: HTMLInputElement}}
 */
function tick(label, change) {
  const input = html("input", { type: "checkbox" });
  input.addEventListener("change", () => change(input.checked));
  return {
    input,
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
function chipRow(label, chips, toggle) {
  const notes = chips.map(() => html("em", { hidden: true }));
  const buttons = chips.map((chip, i) => {
    const words = [html("span", { class: "word" }, [chip.word])];
    if (chip.says && chip.says !== chip.word && !chip.says.startsWith(chip.word)) words.push(html("span", { class: "says" }, [chip.says]));
    return html("button", { type: "button", class: "chip", "aria-pressed": "false", title: chip.says, "data-chip": chip.id },
      [...words, notes[i]]);
  });
  buttons.forEach((button, i) => button.addEventListener("click", () => toggle(chips[i].id)));
  walkWithArrows(buttons);
  return {
    node: html("div", { class: "chips", role: "toolbar", "aria-label": label }, buttons),
    paint: (on, also = () => "") => buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(on(chips[i].id)));
      notes[i].textContent = also(chips[i].id);
      notes[i].hidden = !also(chips[i].id);
    }),
  };
}

/**
 * A field for a name, with a button that adds it.
 * @param {string} label
 * @param {string} placeholder
 * @param {(name: string) => void} add
 */
function entry(label, placeholder, add) {
  const id = ownId("visit-entry");
  const input = html("input", { id, type: "text", autocomplete: "off", placeholder });
  const enter = () => {
    const name = input.value.trim();
    if (!name) return;
    input.value = "";
    add(name);
  };
  onEnter(input, enter);
  return { input, node: html("div", { class: "by-name" }, [html("label", { for: id }, [label]),
    html("span", {}, [input, button("Add", "", () => { enter(); input.focus(); })])]) };
}

/** @param {string} label @param {string} sign @param {() => void} call */
function signButton(label, sign, call) {
  const made = button(sign, "", call);
  made.setAttribute("aria-label", label);
  return made;
}

/**
 * Places to pick: rows of chips, names to type, and whatever was named that has no chip.
 * @param {{rows: {label: string, says: string, beyond: boolean, chips: Chip[]}[], add: string, more: string}} look
 * @param {() => string[]} held
 * @param {() => Record<string, string>} chipOf which chip stands for a name, as Python says
 * @param {(names: string[]) => void} change
 * @returns {Field & {also: (id: string) => string}}
 */
function placePicker({ rows, add, more }, held, chipOf, change) {
  const chip = (/** @type {string} */ name) => chipOf()[name] ?? name;
  const toggle = (/** @type {string} */ of) => {
    const others = held().filter((name) => chip(name) !== of);
    change(others.length < held().length ? others : [...held(), of]);
  };
  const made = rows.map((row) => ({ ...row, drawn: chipRow(`${row.label}${row.says ? `, ${row.says}` : ""}`, row.chips, toggle) }));
  const line = (/** @type {typeof made[number]} */ row) => html("div", { class: "chip-line" }, [
    html("p", { "aria-hidden": "true" }, [row.label, ...(row.says ? [html("small", {}, [row.says])] : [])]), row.drawn.node]);
  const others = html("ul", { class: "others", "aria-label": "Named by hand" });
  const byHand = entry(add, "such as C5 or left shoulder", (name) => { if (!held().includes(name)) change([...held(), name]); });
  const listed = new Set(rows.flatMap((row) => row.chips.map((each) => each.id)));
  const beyond = made.filter((row) => row.beyond);
  const node = html("div", { class: "places" }, [
    ...made.filter((row) => !row.beyond).map(line),
    ...(beyond.length ? [html("details", {}, [html("summary", {}, [more]), ...beyond.map(line)])] : []),
    byHand.node, others]);
  /** @type {Field & {also: (id: string) => string}} */
  const field = {
    node,
    also: () => "",
    paint: () => {
      const on = new Set(held().map(chip));
      for (const row of made) row.drawn.paint((each) => on.has(each), field.also);
      const names = held().filter((name) => !listed.has(chip(name)));
      keptChildren(others, names, (name) => html("li", {}, [name, signButton(`Remove ${name}`, "×", () => {
        change(held().filter((each) => each !== name));
        byHand.input.focus();
      })]));
      others.hidden = names.length === 0;
    },
  };
  return field;
}

/**
 * A part of the form under a heading, with a place for what is wrong in it.
 * @param {string} key
 * @param {string} title
 * @param {string} hint
 * @param {Node[]} children
 * @param {string} [short] the title where there is little room
 */
function group(key, title, hint, children, short = title) {
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const id = ownId("visit-group");
  const node = html("section", { class: "group", "aria-labelledby": id, "data-group": key }, [
    html("h3", { id, tabindex: -1 }, [title]), ...(hint ? [html("p", { class: "hint" }, [hint])] : []), ...children, wrong]);
  return { key, node, wrong, short };
}

/**
 * A row that leads to the parts of the form, and shows in which something is to be mended.
 * @param {{key: string, node: HTMLElement, short: string}[]} groups
 */
function jumpRow(groups) {
  const buttons = groups.map(({ node, short }) => {
    return button(short, "", () => {
      const pane = /** @type {HTMLElement} */ (node.parentElement);
      if (pane.scrollHeight > pane.clientHeight) pane.scrollTo({ top: node.offsetTop - pane.offsetTop - row.offsetHeight - 8 });
      else node.scrollIntoView({ block: "start" });
      /** @type {HTMLElement | null} */ (node.querySelector("h3"))?.focus({ preventScroll: true });
    });
  });
  walkWithArrows(buttons);
  const row = html("div", { class: "jumps", role: "toolbar", "aria-label": "Parts of the form" }, buttons);
  return {
    node: row,
    paint: (/** @type {Record<string, string>} */ problems) => groups.forEach(({ key, short }, i) => {
      const wrong = Object.keys(problems).some((each) => each === key || (key === "services" && each.startsWith("service-")));
      buttons[i].toggleAttribute("data-wrong", wrong);
      if (wrong) buttons[i].setAttribute("aria-label", `${short}: something to mend or to ask`);
      else buttons[i].removeAttribute("aria-label");
    }),
  };
}

// ---------------------------------------------------------------------------------------------------- the services

/**
 * One service: a line that says what it is and what became of it, and the fields behind it.
 * @param {number} at
 * @param {Choices} choices
 * @param {() => Visit} visit
 * @param {Model} model
 * @param {Edit} edit
 * @param {{open(at: number): void, remove(at: number): void, move(at: number, to: number): void, body(at: number): void}} act
 */
function serviceCard(at, choices, visit, model, edit, act) {
  const own = () => visit().services?.[at] ?? {};
  const set = (/** @type {string} */ key) => (/** @type {any} */ value) => edit(["services", at, key], value === "" ? undefined : value);
  const id = ownId("visit-service");

  const name = html("span", { class: "name" });
  const facts = html("span", { class: "facts" });
  const outcome = html("span", { class: "outcome" });
  const header = html("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": id }, [
    html("span", { class: "number" }, [String(at + 1)]), html("span", { class: "lines" }, [name, facts]), outcome]);
  header.addEventListener("click", () => act.open(at));

  const activity = textField({ label: "What was done", placeholder: "such as single-leg stance on a balance board" }, set("activity"));
  const purposes = chipRow("What it was for", choices.purposes.map(({ value, word, says }) => ({ id: value, word, says })), (value) => {
    const held = own().purpose ?? [];
    set("purpose")(orNone(held.includes(value) ? held.filter((/** @type {string} */ each) => each !== value) : [...held, value]));
  });
  const deficit = textField({ label: "What was measured", hint: choices.hints.deficit,
    placeholder: "such as single-leg stance 6 s left, 25 s right" }, set("deficit"));
  const minutes = textField({ label: "Minutes", type: "number", min: 0, max: 1440 }, (value) => set("minutes")(wholeNumber(value)));
  const contact = pills({ label: "Contact", choices: choices.contact, none: "not recorded" }, set("contact"));
  const who = pills({ label: "Who did it", choices: choices.performed_by }, set("performed_by"));
  const places = placePicker({ add: "Or name a bone or joint", more: "",
    rows: ["spinal", "extraspinal"].map((kind) => ({ label: kind === "spinal" ? "Spine" : "Beyond the spine", says: "", beyond: false,
      chips: choices.chips.filter((row) => row.kind === kind).map((row) => ({ id: row.region, word: row.word, says: row.label })) })) },
  () => own().regions ?? [], () => model.get("chip_of"), (names) => set("regions")(orNone(names)));
  places.also = (region) => (model.get("adjusted_regions").includes(region) && (own().regions ?? []).length ? "also adjusted" : "");
  const body = button("Mark it on the body", "", () => act.body(at));

  const code = menu({ label: "Heat, traction, ultrasound or a test, by its own code", none: "no: it is coded by what it was for",
    hint: choices.hints.code,
    groups: choices.services_by_code.map(({ label, codes }) => ({ label, choices: codes })) }, set("code"));
  const started = textField({ label: "Began at", type: "time" }, set("started"));
  const encounter = textField({ label: "Visit of the day", hint: "2 for a second one", type: "number", min: 1, max: 9 },
    (value) => set("encounter")(wholeNumber(value)));
  const muscle = textField({ label: "Muscle treated" }, set("muscle"));
  const advice = tick("Only advice or a leaflet for home", (on) => set("home_instruction")(on || undefined));
  const aquatic = tick("Done in water", (on) => set("aquatic")(on || undefined));
  const more = html("details", { class: "more" }, [html("summary", {}, ["More about this service"]), code.node,
    html("div", { class: "columns" }, [started.node, encounter.node, muscle.node]), html("div", { class: "row" }, [advice.node, aquatic.node])]);

  const up = button("Move up", "up", () => act.move(at, at - 1));
  const down = button("Move down", "down", () => act.move(at, at + 1));
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const inner = html("div", { class: "inner", id }, [activity.node,
    html("fieldset", { class: "field purposes" }, [html("legend", {}, ["What it was for"]), purposes.node]),
    deficit.node, html("div", { class: "minutes-and-contact" }, [minutes.node, contact.node]), who.node,
    html("fieldset", { class: "field" }, [html("legend", {}, ["Where"]), places.node, body]), more,
    html("div", { class: "row actions" }, [up, down, button("Remove this service", "remove", () => act.remove(at))])]);
  const node = html("li", { class: "service", "data-service": at }, [header, wrong, inner]);

  const paint = (/** @type {boolean} */ isOpen) => {
    const service = own();
    const last = (visit().services ?? []).length - 1;
    name.textContent = service.activity || "a service";
    const word = (/** @type {string} */ one) => choices.regions.find(({ value }) => value === one)?.word ?? one;
    facts.textContent = [service.minutes === undefined ? "" : `${service.minutes} min`, (service.regions ?? []).map(word).join(", ")]
      .filter(Boolean).join(" · ");
    const became = model.get("outcomes")[at];
    const known = became && JSON.stringify(model.get("answered")) === JSON.stringify(visit()) && !model.get("problem");
    outcome.textContent = known ? became.says : "";
    outcome.dataset.verdict = known ? became.verdict : "";
    header.setAttribute("aria-expanded", String(isOpen));
    inner.hidden = !isOpen;
    activity.paint(service.activity);
    purposes.paint((value) => (service.purpose ?? []).includes(value));
    deficit.paint(service.deficit);
    minutes.paint(service.minutes);
    contact.paint(service.contact);
    who.paint(service.performed_by ?? choices.usual.performed_by);
    places.paint(undefined);
    code.paint(service.code);
    started.paint(service.started?.slice(0, 5));
    encounter.paint(service.encounter);
    muscle.paint(service.muscle);
    advice.paint(service.home_instruction);
    aquatic.paint(service.aquatic);
    up.disabled = at === 0;
    down.disabled = at >= last;
    tell(wrong, model.get("problems")[`service-${at}`]);
  };
  return { node, paint, header, activity, up, down };
}

/**
 * All services, one of them open.
 * @param {Choices} choices
 * @param {() => Visit} visit
 * @param {Model} model
 * @param {Edit} edit
 * @param {(layer: string, service: number) => void} body
 */
function serviceList(choices, visit, model, edit, body) {
  /** @type {ReturnType<typeof serviceCard>[]} */
  const cards = [];
  let open = 0;
  const count = () => (visit().services ?? []).length;
  const list = html("ol", { class: "services" });
  const none = html("p", { class: "hint" }, ["Nothing but the adjustment so far."]);
  const act = {
    open: (/** @type {number} */ at) => {
      open = open === at ? -1 : at;
      paint();
    },
    remove: (/** @type {number} */ at) => {
      const left = visit().services.filter((/** @type {any} */ _one, /** @type {number} */ i) => i !== at);
      open = -1;
      edit(["services"], orNone(left));
      (cards[Math.min(at, left.length - 1)]?.header ?? add).focus();
    },
    move: (/** @type {number} */ at, /** @type {number} */ to) => {
      open = to;
      edit(["services"], moved(visit().services, at, to));
      const { up, down, header } = cards[to];
      const same = to < at ? up : down;
      (same.disabled ? header : same).focus();
    },
    body: (/** @type {number} */ at) => body("exercised", at),
  };
  const add = button("Add a service", "add", () => {
    open = count();
    edit(["services", count()], {});
    cards[open]?.activity.input.focus();
  });
  const paint = () => {
    while (cards.length > count()) cards.pop()?.node.remove();
    while (cards.length < count()) {
      cards.push(serviceCard(cards.length, choices, visit, model, edit, act));
      list.append(cards[cards.length - 1].node);
    }
    cards.forEach((card, i) => card.paint(i === open));
    none.hidden = count() > 0;
    list.hidden = count() === 0;
  };
  return { node: html("div", {}, [none, list, add]), paint };
}

// ---------------------------------------------------------------------------------------------------- the other parts

/**
 * Diagnoses in claim order: typed, moved and removed.
 * @param {() => Visit} visit
 * @param {Edit} edit
 */
function diagnosisList(visit, edit) {
  const held = () => /** @type {string[]} */ (visit().diagnoses ?? []);
  const change = (/** @type {string[]} */ codes) => edit(["diagnoses"], orNone(codes));
  const list = html("ol", { class: "diagnoses" });
  const typedIn = entry("Add an ICD-10-CM code", "such as M99.01", (code) => { if (!held().includes(code)) change([...held(), code]); });
  const item = (/** @type {string} */ code) => {
    const up = signButton(`Move ${code} up`, "↑", () => {
      const at = held().indexOf(code);
      change(moved(held(), at, at - 1));
      /** @type {HTMLElement} */ (list.children[at - 1]?.querySelector("button:enabled"))?.focus();
    });
    const gone = signButton(`Remove ${code}`, "×", () => { change(held().filter((each) => each !== code)); typedIn.input.focus(); });
    return html("li", {}, [html("span", {}, [code]), html("small", {}, ["primary"]), up, gone]);
  };
  const paint = () => {
    list.hidden = held().length === 0;
    keptChildren(list, held(), item).forEach((one, at) => {
      const [up, primary] = [one.querySelector("button"), one.querySelector("small")];
      if (up) up.disabled = at === 0;
      if (primary) primary.hidden = at !== 0;
    });
  };
  return { paint, node: html("div", { class: "field" }, [list, typedIn.node]) };
}

// ---------------------------------------------------------------------------------------------------- the widget

/** @param {{model: Model, el: HTMLElement, host?: Host}} given */
function render({ model, el, host }) {
  /** @type {Choices} */
  const choices = model.get("choices");
  const gone = new AbortController();
  const { signal } = gone;
  const visit = () => /** @type {Visit} */ (model.get("visit"));
  /** @type {Edit} */
  const edit = (path, value) => {
    report(model, { visit: withValue(visit(), path, value) });
    paint();
  };
  const set = (/** @type {string} */ key) => (/** @type {any} */ value) => edit([key], value === "" ? undefined : value);

  // The visit.
  const title = textField({ label: "Title", placeholder: "a short description; never a patient's name" }, set("title"));
  const day = textField({ label: "Date of service", type: "date" }, set("date_of_service"));
  const payer = menu({ label: "Payer", none: "choose the payer", groups: [{ label: "", choices: choices.payers }] }, set("payer"));
  const payerSays = /** @type {HTMLElement} */ (payer.node.querySelector("small"));
  const care = pills({ label: "Care", choices: choices.care, none: "not recorded" }, set("care"));
  const course = pills({ label: "Course", choices: choices.course, none: "not recorded" }, set("course"));
  const session = textField({ label: "Whole session, minutes", type: "number", min: 0, max: 1440 }, (value) => set("session_minutes")(wholeNumber(value)));
  const seen = textField({ label: "Patient last seen on", type: "date" }, set("last_seen"));
  const basics = group("visit", "The visit", "", [html("div", { class: "columns day-and-payer" }, [day.node, payer.node]),
    care.node, html("details", { class: "more" }, [html("summary", {}, ["More about the visit"]), title.node, course.node,
      html("div", { class: "columns" }, [session.node, seen.node])])], "Visit");

  // What was adjusted.
  const adjusted = placePicker({ add: "Add by name", more: "Adjusted beyond the spine", rows: choices.chips.map((row) => ({
    label: row.word, says: row.label === row.word ? "" : row.label, beyond: row.kind !== "spinal", chips: row.chips })) },
  () => visit().adjusted ?? [], () => model.get("chip_of"), (names) => edit(["adjusted"], orNone(names)));
  const openBody = button("Mark it on the body", "open-body", () => showBody("adjusted", 0));
  const found = tick("The note says what was found in each adjusted region", (on) => edit(["findings"], on ? {} : undefined));
  const foundHint = html("p", { class: "hint" }, [choices.hints.findings]);
  const foundList = html("div", { class: "columns" });
  /** @type {Map<string, ReturnType<typeof textField>>} */
  const foundFields = new Map();
  const adjustments = group("adjusted", "Adjusted", choices.hints.adjusted,
    [adjusted.node, openBody, html("div", { class: "field" }, [found.node, foundHint, foundList])]);

  // Everything else.
  const services = serviceList(choices, visit, model, edit, (layer, at) => showBody(layer, at));
  const done = group("services", "Other things done", "Exercise, hands-on work, heat, traction, tests: one entry each.", [services.node], "Services");
  const diagnoses = diagnosisList(visit, edit);
  const sick = group("diagnoses", "Diagnoses", choices.hints.diagnoses, [diagnoses.node]);

  // The record that Medicare asks for.
  const hasPart = tick("The note has a P.A.R.T. examination", (on) => edit(["part"], on ? [] : undefined));
  const part = chipRow("P.A.R.T.: what the examination showed", choices.part.map(({ value, word, says }) => ({ id: value, word, says })), (letter) => {
    const held = /** @type {string[]} */ (visit().part ?? []);
    edit(["part"], choices.part.map(({ value }) => value).filter((each) => (each === letter) !== held.includes(each)));
  });
  const abn = pills({ label: "Notice to the patient (ABN)", hint: choices.hints.abn,
    choices: choices.abn, none: "not recorded" }, set("abn"));
  const xray = textField({ label: "X-ray that shows the subluxation, taken on", type: "date" }, set("xray_on"));
  const record = group("record", "What Medicare asks of the record", choices.hints.record,
    [html("div", { class: "field" }, [hasPart.node, part.node]), abn.node, xray.node], "Record");

  // An examination.
  const exam = menu({ label: "Examination on this day", none: "none", groups: choices.examinations.map(({ label, codes }) => ({ label, choices: codes })) },
    (value) => edit(["evaluation"], value ? { ...(visit().evaluation ?? {}), code: value } : undefined));
  const apart = pills({ label: choices.hints.separate, none: "not recorded",
    choices: [{ value: "yes", word: "yes, separate", says: "" }, { value: "no", word: "no", says: "" }] },
  (value) => edit(["evaluation", "separate"], value === undefined ? undefined : value === "yes"));
  const evaluation = group("evaluation", "Examination", "", [exam.node, apart.node], "Exam");
  const groups = [basics, adjustments, done, sick, record, evaluation];
  const jumps = jumpRow(groups);

  // The bar above.
  const undo = button("Undo", "undo", () => model.send({ do: "undo" }));
  const redo = button("Redo", "redo", () => model.send({ do: "redo" }));
  const afresh = html("button", { type: "button", "data-example": "" }, ["An empty visit", html("small", {}, ["build it from scratch"])]);
  afresh.addEventListener("click", () => { model.send({ do: "empty" }); examples.hide(); });
  const examples = dropDown(ownId("visit-drop"), "Start from …", [html("ul", {}, [html("li", {}, [afresh]), ...choices.examples.map(({ value, word, says }) => {
    const button = html("button", { type: "button", "data-example": value }, [word, html("small", {}, [says])]);
    button.addEventListener("click", () => { model.send({ do: "example", name: value }); examples.hide(); });
    return html("li", {}, [button]);
  })])], signal);
  const fileId = ownId("visit-file");
  const fileList = html("ul", { class: "files" });
  const noFiles = html("p", { class: "hint" }, ["There is no visit file in this folder yet."]);
  const fileName = html("input", { id: fileId, type: "text", autocomplete: "off", placeholder: "such as monday" });
  const askToSave = () => model.send({ do: "save", name: fileName.value });
  onEnter(fileName, askToSave);
  const note = html("p", { class: "note", role: "status", hidden: true });
  const filesDrop = dropDown(ownId("visit-drop"), "Open or save", [html("div", { class: "field" }, [html("label", { for: fileId }, ["Save this visit as"]),
    html("span", { class: "by-name" }, [html("span", {}, [fileName, button("Save", "save", askToSave)])]), html("small", {}, ["A text file in the folder of this notebook."])]),
  html("p", { class: "sub" }, ["Open a visit file"]), fileList, noFiles], signal);
  filesDrop.opener.addEventListener("click", () => model.send({ do: "files" }));
  const bar = html("div", { class: "bar" }, [html("div", { class: "row" }, [examples.node, filesDrop.node]), note,
    html("div", { class: "row" }, [undo, redo])]);

  // The claim beside the form.
  const stale = html("p", { class: "stale", hidden: true });
  const claim = html("div", { class: "claim-html" });
  const start = html("div", { class: "start", hidden: true }, [html("p", {}, ["The claim appears here as soon as the visit has a date and a payer."]),
    html("p", {}, ["Or start from an example, and change it."])]);
  const claimPane = html("section", { class: "pane claim-pane", tabindex: 0, "aria-label": "The claim and its reasons" },
    [html("h3", {}, ["The claim"]), stale, start, claim]);
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const form = html("div", { class: "pane form" }, [jumps.node, ...groups.map(({ node }) => node)]);
  const dialog = html("dialog", { class: "body-dialog", "aria-label": "Mark places on the body" });
  const root = html("div", { class: "cptedu visit-builder" },
    [bar, html("div", { class: "panes" }, [form, claimPane]), spoken, dialog]);
  el.append(root);
  keepKeys(root, signal);
  undoKeys(root, (what) => model.send({ do: what }), signal, () => dialog.open);

  // The body, in a window of its own.
  /** @type {HTMLElement | null} */
  let cameFrom = null;
  let bodyView = new AbortController();
  const showBody = (/** @type {string} */ layer, /** @type {number} */ service) => {
    cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
    model.send({ do: "body", layer, service });
  };
  const drawBody = async () => {
    const ref = model.get("body");
    bodyView.abort();
    bodyView = new AbortController();
    if (!ref || !host || !cameFrom) {
      dialog.close();
      return;
    }
    const close = button("Done", "close-body", () => dialog.close());
    const place = html("div");
    dialog.replaceChildren(html("div", { class: "row" }, [html("h3", {}, ["Mark places on the body"]), close]), place);
    const child = await host.getWidget(ref);
    dialog.showModal();
    await child.render({ el: place, signal: bodyView.signal });
  };
  dialog.addEventListener("close", () => {
    bodyView.abort();
    dialog.replaceChildren();
    if (model.get("body")) model.send({ do: "close_body" });
    cameFrom?.focus();
    cameFrom = null;
  });

  // What is shown follows the traits.
  let waiting = 0;
  let shownClaim = "";
  const paint = () => {
    const held = visit();
    title.paint(held.title);
    day.paint(held.date_of_service);
    payer.paint(held.payer);
    payerSays.textContent = choices.payers.find(({ value }) => value === held.payer)?.says ?? "Every payer has rules of its own.";
    care.paint(held.care);
    course.paint(held.course);
    session.paint(held.session_minutes);
    seen.paint(held.last_seen);
    adjusted.paint(undefined);
    found.paint(held.findings !== undefined);
    foundHint.hidden = held.findings === undefined;
    foundList.hidden = held.findings === undefined;
    const regions = held.findings === undefined ? [] : [...new Set([...model.get("adjusted_regions"), ...Object.keys(held.findings)])];
    if (JSON.stringify([...foundFields.keys()]) !== JSON.stringify(regions)) {
      foundFields.clear();
      for (const region of regions) {
        const word = choices.regions.find(({ value }) => value === region)?.word ?? region;
        foundFields.set(region, textField({ label: `Found: ${word}` }, (value) => edit(["findings", region], value === "" ? undefined : value)));
      }
      foundList.replaceChildren(...[...foundFields.values()].map(({ node }) => node));
    }
    for (const [region, field] of foundFields) field.paint(held.findings?.[region]);
    services.paint();
    diagnoses.paint();
    hasPart.paint(held.part !== undefined);
    part.node.hidden = held.part === undefined;
    part.paint((letter) => (held.part ?? []).includes(letter));
    abn.paint(held.abn);
    xray.paint(held.xray_on);
    exam.paint(held.evaluation?.code);
    apart.node.hidden = !held.evaluation;
    apart.paint(held.evaluation?.separate === undefined ? undefined : held.evaluation.separate ? "yes" : "no");
    /** @type {Record<string, string>} */
    const problems = model.get("problems");
    for (const { key, wrong } of groups) tell(wrong, problems[key]);
    jumps.paint(problems);
    undo.disabled = !model.get("can_undo");
    redo.disabled = !model.get("can_redo");

    const { says, bad } = model.get("note");
    tell(note, says);
    note.toggleAttribute("data-bad", bad);
    /** @type {string[]} */
    const files = model.get("files");
    noFiles.hidden = files.length > 0;
    if (fileList.dataset.files !== JSON.stringify(files)) {
      fileList.dataset.files = JSON.stringify(files);
      fileList.replaceChildren(...files.map((name) => {
        const button = html("button", { type: "button", "data-file": name }, [name]);
        button.addEventListener("click", () => { model.send({ do: "load", name }); filesDrop.hide(); });
        return html("li", {}, [button]);
      }));
    }

    const answered = JSON.stringify(model.get("answered")) === JSON.stringify(held);
    const mend = model.get("problem");
    clearTimeout(waiting);
    if (!answered) waiting = window.setTimeout(() => showStale(SILENT), PATIENCE);
    else showStale(mend && model.get("claim_html") ? "Something in the form is to be mended first. Below, greyed, is the last claim that could be worked out." : "");
    root.toggleAttribute("data-waiting", !answered);
    claim.toggleAttribute("data-stale", Boolean(mend));
    start.hidden = model.get("claim_html") !== "";
    if (shownClaim !== model.get("claim_html")) {
      const scrolled = claimPane.scrollTop;
      claim.innerHTML = shownClaim = model.get("claim_html"); // built and escaped by Python
      claimPane.scrollTop = scrolled;
    }
  };
  const showStale = (/** @type {string} */ words) => {
    stale.hidden = !words;
    stale.textContent = words;
  };
  const say = () => { spoken.textContent = model.get("summary"); };
  const nameFile = () => { fileName.value = model.get("file"); };
  let queued = 0;
  const soon = () => {
    cancelAnimationFrame(queued);
    queued = requestAnimationFrame(paint);
  };
  follow(model, ["visit", "claim_html", "problems", "problem", "outcomes", "chip_of", "adjusted_regions", "answered", "can_undo",
    "can_redo", "files", "note"], soon, signal);
  follow(model, ["summary"], say, signal);
  follow(model, ["file"], nameFile, signal);
  follow(model, ["body"], drawBody, signal);
  paint();
  nameFile();

  return () => {
    gone.abort();
    bodyView.abort();
    clearTimeout(waiting);
    cancelAnimationFrame(queued);
  };
}

export default { render };
