// @ts-check
// The lists of the form: the services with their fields, and the diagnoses in claim order.

import { button, html, tell } from "../kit/elements.js";
import { chipRow, menu, pills, textField, tick } from "../kit/fields.js";
import { keptChildren } from "../kit/kept_children.js";
import { ownId } from "../kit/own_id.js";
import { entry, moved, orNone, placePicker, signButton, wholeNumber } from "./fields.js";

/**
 * @typedef {import("./view.js").Choices} Choices
 * @typedef {import("./view.js").Edit} Edit
 * @typedef {import("./view.js").Model} Model
 * @typedef {import("./view.js").Visit} Visit
 */

/**
 * @typedef {Record<string, any>} Service
 * @typedef {(key: string) => (value: any) => void} Setter
 */

/** The line that says what a service is and what became of it; pressed, it opens. @param {number} at @param {string} id @param {Choices} choices */
function serviceHeader(at, id, choices) {
  const name = html("span", { class: "name" });
  const facts = html("span", { class: "facts" });
  const outcome = html("span", { class: "outcome" });
  const node = html("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": id }, [
    html("span", { class: "number" }, [String(at + 1)]), html("span", { class: "lines" }, [name, facts]), outcome]);
  const word = (/** @type {string} */ one) => choices.regions.find(({ value }) => value === one)?.word ?? one;
  return {
    node,
    paint: (/** @type {Service} */ service, /** @type {boolean} */ isOpen, /** @type {{says: string, verdict: string} | undefined} */ became) => {
      name.textContent = service.activity || "a service";
      facts.textContent = [service.minutes === undefined ? "" : `${service.minutes} min`, (service.regions ?? []).map(word).join(", ")]
        .filter(Boolean).join(" · ");
      outcome.textContent = became?.says ?? "";
      outcome.dataset.verdict = became?.verdict ?? "";
      node.setAttribute("aria-expanded", String(isOpen));
    },
  };
}

/** What was done, what for, and how it was measured. @param {Choices} choices @param {() => Service} own @param {Setter} set */
function whatFields(choices, own, set) {
  const activity = textField({ label: "What was done", placeholder: "such as single-leg stance on a balance board" }, set("activity"));
  const purposes = chipRow("What it was for", choices.purposes.map(({ value, word, says }) => ({ id: value, word, says })), (value) => {
    const held = own().purpose ?? [];
    set("purpose")(orNone(held.includes(value) ? held.filter((/** @type {string} */ each) => each !== value) : [...held, value]));
  });
  const deficit = textField({ label: "What was measured", hint: choices.hints.deficit,
    placeholder: "such as single-leg stance 6 s left, 25 s right" }, set("deficit"));
  const minutes = textField({ label: "Minutes", type: "number", min: 0, max: 1440 }, (value) => set("minutes")(wholeNumber(value)));
  const contact = pills({ label: "Contact", choices: choices.contact, none: "not recorded", isTold: true }, set("contact"));
  const who = pills({ label: "Who did it", choices: choices.performed_by, isTold: true }, set("performed_by"));
  return {
    activity,
    nodes: [activity.node, html("fieldset", { class: "field purposes" }, [html("legend", {}, ["What it was for"]), purposes.node]),
      deficit.node, html("div", { class: "minutes-and-contact" }, [minutes.node, contact.node]), who.node],
    paint: (/** @type {Service} */ service) => {
      activity.paint(service.activity);
      purposes.paint((value) => (service.purpose ?? []).includes(value));
      deficit.paint(service.deficit);
      minutes.paint(service.minutes);
      contact.paint(service.contact);
      who.paint(service.performed_by ?? choices.usual.performed_by);
    },
  };
}

/** Where it was done. @param {Choices} choices @param {() => Service} own @param {Setter} set @param {Model} model @param {() => void} showBody */
function whereField(choices, own, set, model, showBody) {
  const places = placePicker({ add: "Or name a bone or joint", more: "",
    rows: ["spinal", "extraspinal"].map((kind) => ({ label: kind === "spinal" ? "Spine" : "Beyond the spine", says: "", beyond: false,
      chips: choices.chips.filter((row) => row.kind === kind).map((row) => ({ id: row.region, word: row.word, says: row.label })) })) },
  () => own().regions ?? [], () => model.get("chip_of"), (names) => set("regions")(orNone(names)));
  places.also = (region) => (model.get("adjusted_regions").includes(region) && (own().regions ?? []).length ? "also adjusted" : "");
  const body = button("Mark it on the body", "", showBody);
  return { node: html("fieldset", { class: "field" }, [html("legend", {}, ["Where"]), places.node, body]), paint: () => places.paint(undefined) };
}

/** What few services need. @param {Choices} choices @param {Setter} set */
function moreFields(choices, set) {
  const code = menu({ label: "Heat, traction, ultrasound or a test, by its own code", none: "no: it is coded by what it was for",
    hint: choices.hints.code, groups: choices.services_by_code }, set("code"));
  const started = textField({ label: "Began at", type: "time" }, set("started"));
  const encounter = textField({ label: "Visit of the day", hint: "2 for a second one", type: "number", min: 1, max: 9 },
    (value) => set("encounter")(wholeNumber(value)));
  const muscle = textField({ label: "Muscle treated" }, set("muscle"));
  const advice = tick("Only advice or a leaflet for home", (on) => set("home_instruction")(on || undefined));
  const aquatic = tick("Done in water", (on) => set("aquatic")(on || undefined));
  return {
    node: html("details", { class: "more" }, [html("summary", {}, ["More about this service"]), code.node,
      html("div", { class: "columns" }, [started.node, encounter.node, muscle.node]), html("div", { class: "row" }, [advice.node, aquatic.node])]),
    paint: (/** @type {Service} */ service) => {
      code.paint(service.code);
      started.paint(service.started?.slice(0, 5));
      encounter.paint(service.encounter);
      muscle.paint(service.muscle);
      advice.paint(service.home_instruction);
      aquatic.paint(service.aquatic);
    },
  };
}

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
  /** @type {Setter} */
  const set = (key) => (value) => edit(["services", at, key], value === "" ? undefined : value);
  const id = ownId("visit-service");
  const header = serviceHeader(at, id, choices);
  header.node.addEventListener("click", () => act.open(at));
  const what = whatFields(choices, own, set);
  const where = whereField(choices, own, set, model, () => act.body(at));
  const more = moreFields(choices, set);
  const up = button("Move up", "up", () => act.move(at, at - 1));
  const down = button("Move down", "down", () => act.move(at, at + 1));
  const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
  const inner = html("div", { class: "inner", id }, [...what.nodes, where.node, more.node,
    html("div", { class: "row actions" }, [up, down, button("Remove this service", "remove", () => act.remove(at))])]);
  const node = html("li", { class: "service", "data-service": at }, [header.node, wrong, inner]);

  const paint = (/** @type {boolean} */ isOpen) => {
    const service = own();
    const isKnown = JSON.stringify(model.get("answered")) === JSON.stringify(visit()) && !model.get("problem");
    header.paint(service, isOpen, isKnown ? model.get("outcomes")[at] : undefined);
    inner.hidden = !isOpen;
    for (const part of [what, where, more]) part.paint(service);
    up.disabled = at === 0;
    down.disabled = at >= (visit().services ?? []).length - 1;
    tell(wrong, model.get("problems")[`service-${at}`]);
  };
  return { node, paint, header: header.node, activity: what.activity, up, down };
}

/**
 * All services, one of them open.
 * @param {Choices} choices
 * @param {() => Visit} visit
 * @param {Model} model
 * @param {Edit} edit
 * @param {(layer: string, service: number) => void} body
 */
export function serviceList(choices, visit, model, edit, body) {
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

/**
 * Diagnoses in claim order: typed, moved and removed.
 * @param {() => Visit} visit
 * @param {Edit} edit
 */
export function diagnosisList(visit, edit) {
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
