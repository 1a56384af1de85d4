// @ts-check
// The parts of the form: the visit, what was adjusted, the record that Medicare asks for, and an examination.

import { button, html } from "../kit/elements.js";
import { chipRow, menu, pills, textField, tick } from "../kit/fields.js";
import { group, orNone, placePicker, wholeNumber } from "./fields.js";

/**
 * @typedef {import("./view.js").Choices} Choices
 * @typedef {import("./view.js").Edit} Edit
 * @typedef {import("./view.js").Model} Model
 * @typedef {import("./view.js").Visit} Visit
 */

/** What reports a field of the visit; an empty one takes its key away. @param {Edit} edit */
const setter = (edit) => (/** @type {string} */ key) => (/** @type {any} */ value) => edit([key], value === "" ? undefined : value);

/** @param {Choices} choices @param {Edit} edit */
export function visitPart(choices, edit) {
  const set = setter(edit);
  const title = textField({ label: "Title", placeholder: "a short description; never a patient's name" }, set("title"));
  const day = textField({ label: "Date of service", type: "date" }, set("date_of_service"));
  const payer = menu({ label: "Payer", none: "choose the payer", choices: choices.payers, hint: "" }, set("payer"));
  const payerSays = /** @type {HTMLElement} */ (payer.node.querySelector("small"));
  const care = pills({ label: "Care", choices: choices.care, none: "not recorded", isTold: true }, set("care"));
  const course = pills({ label: "Course", choices: choices.course, none: "not recorded", isTold: true }, set("course"));
  const session = textField({ label: "Whole session, minutes", type: "number", min: 0, max: 1440 }, (value) => set("session_minutes")(wholeNumber(value)));
  const seen = textField({ label: "Patient last seen on", type: "date" }, set("last_seen"));
  return {
    group: group("visit", "The visit", "", [html("div", { class: "columns day-and-payer" }, [day.node, payer.node]),
      care.node, html("details", { class: "more" }, [html("summary", {}, ["More about the visit"]), title.node, course.node,
        html("div", { class: "columns" }, [session.node, seen.node])])], "Visit"),
    paint: (/** @type {Visit} */ held) => {
      title.paint(held.title);
      day.paint(held.date_of_service);
      payer.paint(held.payer);
      payerSays.textContent = choices.payers.find(({ value }) => value === held.payer)?.says ?? "Every payer has rules of its own.";
      care.paint(held.care);
      course.paint(held.course);
      session.paint(held.session_minutes);
      seen.paint(held.last_seen);
    },
  };
}

/** What was found in each adjusted region, once the note says so. @param {Choices} choices @param {Model} model @param {Edit} edit */
function foundFields(choices, model, edit) {
  const found = tick("The note says what was found in each adjusted region", (on) => edit(["findings"], on ? {} : undefined));
  const hint = html("p", { class: "hint" }, [choices.hints.findings]);
  const list = html("div", { class: "columns" });
  /** @type {Map<string, ReturnType<typeof textField>>} */
  const fields = new Map();
  return {
    node: html("div", { class: "field" }, [found.node, hint, list]),
    paint: (/** @type {Record<string, string> | undefined} */ findings) => {
      found.paint(findings !== undefined);
      hint.hidden = list.hidden = findings === undefined;
      const regions = findings === undefined ? [] : [...new Set([...model.get("adjusted_regions"), ...Object.keys(findings)])];
      if (JSON.stringify([...fields.keys()]) !== JSON.stringify(regions)) {
        fields.clear();
        for (const region of regions) {
          const word = choices.regions.find(({ value }) => value === region)?.word ?? region;
          fields.set(region, textField({ label: `Found: ${word}` }, (value) => edit(["findings", region], value === "" ? undefined : value)));
        }
        list.replaceChildren(...[...fields.values()].map(({ node }) => node));
      }
      for (const [region, field] of fields) field.paint(findings?.[region]);
    },
  };
}

/** @param {Choices} choices @param {() => Visit} visit @param {Model} model @param {Edit} edit @param {() => void} showBody */
export function adjustedPart(choices, visit, model, edit, showBody) {
  const adjusted = placePicker({ add: "Add by name", more: "Adjusted beyond the spine", rows: choices.chips.map((row) => ({
    label: row.word, says: row.label === row.word ? "" : row.label, beyond: row.kind !== "spinal", chips: row.chips })) },
  () => visit().adjusted ?? [], () => model.get("chip_of"), (names) => edit(["adjusted"], orNone(names)));
  const found = foundFields(choices, model, edit);
  return {
    group: group("adjusted", "Adjusted", choices.hints.adjusted,
      [adjusted.node, button("Mark it on the body", "open-body", showBody), found.node]),
    paint: (/** @type {Visit} */ held) => {
      adjusted.paint(undefined);
      found.paint(held.findings);
    },
  };
}

/** @param {Choices} choices @param {() => Visit} visit @param {Edit} edit */
export function recordPart(choices, visit, edit) {
  const set = setter(edit);
  const hasPart = tick("The note has a P.A.R.T. examination", (on) => edit(["part"], on ? [] : undefined));
  const part = chipRow("P.A.R.T.: what the examination showed", choices.part.map(({ value, word, says }) => ({ id: value, word, says })), (letter) => {
    const held = /** @type {string[]} */ (visit().part ?? []);
    edit(["part"], choices.part.map(({ value }) => value).filter((each) => (each === letter) !== held.includes(each)));
  });
  const abn = pills({ label: "Notice to the patient (ABN)", hint: choices.hints.abn, choices: choices.abn, none: "not recorded", isTold: true }, set("abn"));
  const xray = textField({ label: "X-ray that shows the subluxation, taken on", type: "date" }, set("xray_on"));
  return {
    group: group("record", "What Medicare asks of the record", choices.hints.record,
      [html("div", { class: "field" }, [hasPart.node, part.node]), abn.node, xray.node], "Record"),
    paint: (/** @type {Visit} */ held) => {
      hasPart.paint(held.part !== undefined);
      part.node.hidden = held.part === undefined;
      part.paint((letter) => (held.part ?? []).includes(letter));
      abn.paint(held.abn);
      xray.paint(held.xray_on);
    },
  };
}

/** @param {Choices} choices @param {() => Visit} visit @param {Edit} edit */
export function examinationPart(choices, visit, edit) {
  const exam = menu({ label: "Examination on this day", none: "none", hint: "", groups: choices.examinations },
    (value) => edit(["evaluation"], value ? { ...(visit().evaluation ?? {}), code: value } : undefined));
  const apart = pills({ label: choices.hints.separate, none: "not recorded", isTold: true,
    choices: [{ value: "yes", word: "yes, separate" }, { value: "no", word: "no" }] },
  (value) => edit(["evaluation", "separate"], value ? value === "yes" : undefined));
  return {
    group: group("evaluation", "Examination", "", [exam.node, apart.node], "Exam"),
    paint: (/** @type {Visit} */ held) => {
      exam.paint(held.evaluation?.code);
      apart.node.hidden = !held.evaluation;
      apart.paint(held.evaluation?.separate === undefined ? undefined : held.evaluation.separate ? "yes" : "no");
    },
  };
}
