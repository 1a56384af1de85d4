// @ts-check
// The payer lens, drawn. This file draws what the traits say and reports which payers and which date are chosen; what each
// payer makes of the visit, and why, comes from Python.

import { html, onPress, options, refill } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { badge, reason } from "../kit/verdicts.js";
import { worksheet } from "../kit/views.js";

/**
 * @typedef {import("../kit/verdicts.js").Finding} Finding
 * @typedef {{payer: string, state: "billed" | "unbilled" | "noted" | "absent", units: number, modifiers: string[], verdict: string,
 *            words: string, also: string[], differs: string[], note: number}} Cell
 * @typedef {{number: number, codes: string[], payers: string[], base: string,
 *            changes: {code: string, what: string, was: string, now: string}[], reasons: Finding[]}} Note
 * @typedef {{name: string, label: string, lines: number, differences: number}} Column
 * @typedef {{code: string, label: string, cells: Cell[]}} Row
 * @typedef {{problem: string, summary: string, title?: string, on?: string, age?: string, columns?: Column[], rows?: Row[],
 *            notes?: Note[], of: Record<string, unknown>}} Reading
 * @typedef {{name: string, label: string, says: string}} Payer
 */

/** @param {Cell} cell @param {Column} column @param {string} code @param {string} id */
function cellNode(cell, column, code, id) {
  const parts = [];
  if (cell.state === "billed") {
    parts.push(html("p", { class: "line" }, [html("b", {}, [`×${cell.units}`]), ...cell.modifiers.map((one) => html("span", { class: "modifier" }, [one]))]));
    parts.push(badge(cell.verdict, cell.words));
  } else if (cell.state === "noted") {
    parts.push(badge(cell.verdict, cell.words));
  } else if (cell.state === "unbilled") {
    parts.push(html("p", { class: "line off" }, ["not billed"]), badge(cell.verdict, cell.words));
  } else {
    parts.push(html("p", { class: "line off" }, [cell.words]));
  }
  parts.push(...cell.also.map((one) => html("p", { class: "also" }, [one])));
  if (cell.note) {
    parts.push(html("button", { type: "button", class: "differs", "data-note": cell.note, "aria-describedby": `${id}-note-${cell.note}` }, [
      html("span", { "aria-hidden": "true" }, ["≠ "]), html("span", {}, [`differs: ${cell.differs.join(", ")}`]),
      html("span", { class: "circle" }, [html("span", { class: "spoken" }, [`, ${code} under ${column.label}, note `]), String(cell.note)])]));
  }
  return html("td", { "data-payer": cell.payer, "data-state": cell.state, ...(cell.note ? { "data-differs": "" } : {}) }, parts);
}

/** @param {Note} note @param {string} id */
function noteNode(note, id) {
  const sources = [...new Set(note.reasons.flatMap((finding) => finding.sources))];
  const changes = note.changes.map((one) => html("li", {}, [note.codes.length > 1 ? `${one.code} ${one.what}: ` : `${one.what}: `,
    html("span", { class: "was" }, [one.was]), html("span", { "aria-hidden": "true" }, [" → "]),
    html("span", { class: "spoken" }, [", here "]), html("b", {}, [one.now])]));
  return html("li", { class: "note", id: `${id}-note-${note.number}`, "data-note": note.number, tabindex: -1 }, [
    html("p", { class: "note-head" }, [html("span", { class: "circle" }, [String(note.number)]), html("b", {}, [note.codes.join(", ")]),
      html("span", { class: "under" }, [` under ${note.payers.join(" and ")}`])]),
    html("ul", { class: "changes" }, changes),
    html("ul", { class: "reasons" }, note.reasons.map((one) => reason(one, false))),
    ...(sources.length ? [sourceList(sources.length === 1 ? "Source" : "Sources", sources)] : []),
  ]);
}

/** The parts of the lens that stay while payers come and go. @param {string} id */
function frame(id) {
  const title = html("p", { class: "title" });
  const offered = html("div", { class: "options" });
  const day = html("input", { type: "date", id: `${id}-day`, min: "1990-01-01" });
  const base = html("select", { id: `${id}-base` });
  const about = html("dl", {});
  const top = html("div", { class: "top" }, [title, html("div", { class: "pickers" }, [
    html("span", {}, [html("label", { for: `${id}-day` }, ["Date of service"]), day]),
    html("span", {}, [html("label", { for: `${id}-base` }, ["Compare with"]), base])])]);
  const controls = html("fieldset", {}, [html("legend", { class: "spoken" }, ["Payers"]), offered]);
  const caption = html("caption", {}, []);
  const head = html("thead");
  const body = html("tbody");
  const table = html("div", { class: "table" }, [html("table", {}, [caption, head, body])]);
  const notes = html("ol", { class: "notes" });
  const noteTitle = html("h4", {}, ["What differs, and why"]);
  const same = html("p", { class: "same", hidden: true });
  const age = html("p", { class: "age" });
  const shown = html("div", { class: "shown" }, [table, same, noteTitle, notes, age]);
  const who = html("details", { class: "about" }, [html("summary", {}, ["Who these payers are"]), about]);
  return { top, controls, title, offered, day, base, about, caption, head, body, notes, noteTitle, same, age, shown, who };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/**
 * Lay the claims side by side, with a note wherever a payer differs.
 * @param {HTMLElement} root @param {Parts} parts @param {Reading} reading @param {string} id
 */
function paintTable(root, { caption, head, body, notes, noteTitle, same, age }, reading, id) {
  const columns = reading.columns ?? [];
  caption.textContent = `${reading.title ?? ""}, ${reading.on ?? ""}: what each payer makes of it`;
  head.replaceChildren(html("tr", {}, [html("th", { scope: "col" }, ["Code"]), ...columns.map((column, i) =>
    html("th", { scope: "col", "data-payer": column.name }, [html("span", { class: "payer" }, [column.label]),
      html("span", { class: "role" }, [columns.length < 2 ? `${column.lines} on the claim` : i === 0 ? "the others are compared with this"
        : column.differences ? `≠ ${column.differences} ${column.differences === 1 ? "difference" : "differences"}` : "= the same"])]))]));
  body.replaceChildren(...(reading.rows ?? []).map((row) => html("tr", { "data-code": row.code }, [
    html("th", { scope: "row" }, [html("b", {}, [row.code]), html("span", {}, [row.label])]),
    ...row.cells.map((cell, i) => cellNode(cell, columns[i], row.code, id))])));
  root.style.setProperty("--payers", String(columns.length));
  root.toggleAttribute("data-dense", columns.length > 4);
  notes.replaceChildren(...(reading.notes ?? []).map((note) => noteNode(note, id)));
  noteTitle.hidden = !reading.notes?.length;
  same.hidden = columns.length < 2 || Boolean(reading.notes?.length);
  same.textContent = "= These payers make the same of it.";
  age.textContent = reading.age ?? "";
}

/**
 * The payers to choose from, who they are, and the one that the others are compared with.
 * @param {Parts} parts @param {Map<string, HTMLInputElement>} boxes @param {Payer[]} known @param {string[]} chosen
 */
function paintPayers({ offered, about, base }, boxes, known, chosen) {
  refill(offered, known, () => {
    boxes.clear();
    return known.map((one) => {
      const box = html("input", { type: "checkbox", value: one.name });
      boxes.set(one.name, box);
      return html("label", {}, [box, html("span", {}, [one.label])]);
    });
  });
  refill(about, known, () => known.flatMap((one) => [html("dt", {}, [one.label]), html("dd", {}, [one.says])]));
  for (const [name, box] of boxes) box.checked = chosen.includes(name);
  const order = known.filter((one) => chosen.includes(one.name));
  refill(base, order, () => options(order.map(({ name, label }) => ({ value: name, word: label }))));
  base.value = chosen[0] ?? "";
  base.disabled = order.length < 2;
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu payer-lens", follows: ["visit", "payers", "known"] }, (root, signal) => {
    const id = ownId("lens");
    const parts = frame(id);
    const { top, controls, title, offered, day, base, body, notes, shown, who } = parts;
    root.lang = "en";
    /** @type {Map<string, HTMLInputElement>} */
    const boxes = new Map();
    /** @returns {string[]} */
    const chosen = () => (Array.isArray(model.get("payers")) ? model.get("payers") : []);
    offered.addEventListener("change", () => {
      const on = [...boxes].filter(([, box]) => box.checked).map(([name]) => name);
      const first = chosen()[0];
      report(model, { payers: on.includes(first) ? [first, ...on.filter((name) => name !== first)] : on });
    }, { signal });
    base.addEventListener("change", () => report(model, { payers: [base.value, ...chosen().filter((name) => name !== base.value)] }), { signal });
    day.addEventListener("change", () => {
      if (day.value && day.validity.valid) report(model, { visit: { ...model.get("visit"), date_of_service: day.value } });
    }, { signal });
    // From a cell that differs to the note that says why.
    onPress(body, ".differs", (button) => {
      /** @type {HTMLElement | null} */ (notes.querySelector(`[data-note="${Number(button.dataset.note)}"]`))?.focus();
    }, signal);

    let drawn = "";
    const paint = (/** @type {Reading} */ reading) => {
      paintPayers(parts, boxes, model.get("known"), chosen());
      const date = model.get("visit")?.date_of_service ?? "";
      if (root.ownerDocument.activeElement !== day && day.value !== date) day.value = date;
      shown.hidden = Boolean(reading.problem);
      title.replaceChildren(html("b", {}, ["One visit, several payers."]), ` ${reading.title ?? ""}`);
      if (drawn !== JSON.stringify(reading)) {
        drawn = JSON.stringify(reading);
        paintTable(root, parts, reading, id);
      }
    };
    return { above: [top, controls], below: [shown, who], paint };
  });
}

export default { render };
