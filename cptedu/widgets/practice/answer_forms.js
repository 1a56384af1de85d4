// @ts-check
// The forms in which an exercise is answered: each a node, and what reads the answer from it.

import { bodyArt, SIDES } from "../kit/body.js";
import { html, svg } from "../kit/elements.js";

/**
 * @typedef {import("./view.js").Form} Form
 * @typedef {import("./view.js").Option} Option
 * @typedef {{node: HTMLElement, read: () => unknown, seen?: HTMLElement[]}} Answered `seen` is a drawing in which it is answered too
 */

/**
 * @param {string} type
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLInputElement}
 */
function input(type, attributes = {}) {
  return html("input", { type, ...attributes });
}

/**
 * Draw one answer form; give it and the function that reads it (null while nothing was answered).
 * @param {Form} form
 * @param {string} name
 * @param {string[][]} record what is told of the visit
 * @returns {Answered}
 */
export function answerForm(form, name, record) {
  if (form.type === "choice") return form.in_note ? sentenceForm(form, name, record) : choiceForm(form, name);
  if (form.type === "many") return manyForm(form, name);
  if (form.type === "order") return orderForm(form);
  if (form.type === "numbers") return numbersForm(form);
  return linesForm(form);
}

/** @type {(form: Form, name: string) => {node: HTMLElement, read: () => unknown}} */
function choiceForm(form, name) {
  const boxes = form.options.map((option) => ({ option, box: input("radio", { name, value: option.value }) }));
  const node = html("div", { class: "options" });
  for (const { option, box } of boxes) node.append(html("label", { class: "option" }, [box, html("span", {}, [option.label])]));
  return { node, read: () => boxes.find(({ box }) => box.checked)?.option.value ?? null };
}

/**
 * The note itself, in which the sentences to choose from are tapped.
 * @type {(form: Form, name: string, record: string[][]) => {node: HTMLElement, read: () => unknown}}
 */
function sentenceForm(form, name, record) {
  const boxes = form.options.map((option) => ({ option, box: input("radio", { name, value: option.value }) }));
  const left = new Set(boxes);
  const rows = record.map(([label, text]) => {
    const places = [...left].map((each) => ({ each, at: text.indexOf(each.option.value) })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at);
    /** @type {(Node | string)[]} */
    const parts = [];
    let told = 0;
    for (const { each, at } of places) {
      if (at < told) continue;
      left.delete(each);
      parts.push(text.slice(told, at), html("label", { class: "sentence" }, [each.box, html("span", {}, [each.option.label])]));
      told = at + each.option.value.length;
    }
    return html("div", { class: "row" }, [html("span", { class: "row-label" }, [label]), html("div", { class: "row-text" }, [...parts, text.slice(told)])]);
  });
  const rest = [...left].map(({ option, box }) => html("label", { class: "option" }, [box, html("span", {}, [option.label])]));
  return {
    node: html("div", { class: "note" }, [...rows, ...(rest.length ? [html("div", { class: "options" }, rest)] : [])]),
    read: () => boxes.find(({ box }) => box.checked)?.option.value ?? null,
  };
}

/**
 * Where the name of each region stands beside the body, its lines, and the line that leads to it.
 * @type {Record<string, {at: [number, number], lines: string[], leader: string}>}
 */
const NAMES = {
  head: { at: [70, 18], lines: ["head"], leader: "M64 14L34 26" },
  cervical: { at: [118, 100], lines: ["cervical"], leader: "M112 96L14 112" },
  thoracic: { at: [140, 190], lines: ["thoracic"], leader: "M134 186L14 210" },
  abdomen: { at: [148, 258], lines: ["abdomen"], leader: "M142 254L54 292" },
  lumbar: { at: [150, 322], lines: ["lumbar"], leader: "M144 318L14 318" },
  pelvic: { at: [160, 380], lines: ["pelvic"], leader: "M154 376L70 352" },
  upper_extremities: { at: [-212, 82], lines: ["upper", "extremities"], leader: "M-120 110L-94 150" },
  rib_cage: { at: [-212, 232], lines: ["rib cage"], leader: "M-126 228L-60 228" },
  sacral: { at: [-212, 372], lines: ["sacral"], leader: "M-146 368L-8 366" },
  lower_extremities: { at: [96, 560], lines: ["lower", "extremities"], leader: "M90 562L64 562" },
};

/**
 * The body, on which a click does what a click on the box of that region does.
 * @param {HTMLElement} list
 * @param {{option: Option, box: HTMLInputElement}[]} boxes
 * @param {HTMLInputElement} none
 * @param {string} id
 * @returns {SVGElement}
 */
function regionMap(list, boxes, none, id) {
  const art = bodyArt(id);
  const map = svg("svg", { class: "body", viewBox: "-222 -14 512 786", "aria-hidden": "true", focusable: "false" }, art);
  const dots = svg("pattern", { id: `${id}-dots`, width: 9, height: 9, patternUnits: "userSpaceOnUse" }, [
    svg("rect", { class: "ground", width: 9, height: 9 }), svg("circle", { class: "dot", cx: 4.5, cy: 4.5, r: 2 }),
  ]);
  art[0].append(dots);
  map.style.setProperty("--marked", `url(#${id}-dots)`);
  for (const [side, word] of SIDES) {
    map.append(svg("text", { class: "side", x: side * 96, y: 766, "text-anchor": side < 0 ? "end" : "start" }, [word]));
  }
  for (const { option } of boxes) {
    const { at: [x, y], lines, leader } = NAMES[option.value];
    const plate = { x: -8, y: -21, rx: 7, width: Math.max(...lines.map((line) => line.length)) * 12 + 34, height: lines.length * 24 + 8 };
    const words = lines.map((line, n) => svg("text", { x: 0, y: n * 24 }, [line]));
    map.append(svg("path", { class: "leader", d: leader }));
    map.append(svg("g", { class: "name", "data-region": option.value, transform: `translate(${x} ${y})` }, [
      svg("rect", plate), ...words, svg("text", { class: "tick", x: plate.width - 26, y: 0 }, ["✓"]),
    ]));
  }
  map.addEventListener("click", (event) => {
    const region = /** @type {Element} */ (event.target).closest("[data-region]")?.getAttribute("data-region");
    boxes.find(({ option }) => option.value === region)?.box.click();
  });
  const show = () => {
    for (const { option, box } of boxes) {
      for (const part of map.querySelectorAll(`[data-region="${option.value}"]`)) part.toggleAttribute("data-marked", box.checked);
    }
  };
  list.addEventListener("change", show);
  none.addEventListener("change", show);
  return map;
}

/** @type {(form: Form, name: string) => Answered} */
function manyForm(form, name) {
  const boxes = form.options.map((option) => ({ option, box: input("checkbox") }));
  const none = input("checkbox");
  const node = html("div", { class: "options" });
  for (const { option, box } of boxes) {
    box.addEventListener("change", () => { if (box.checked) none.checked = false; });
    node.append(html("label", { class: "option" }, [box, html("span", { class: option.is_line ? "as-billed" : false }, [option.label])]));
  }
  none.addEventListener("change", () => { if (none.checked) for (const { box } of boxes) box.checked = false; });
  node.append(html("label", { class: "option none" }, [none, html("span", {}, [form.none ?? "none of these"])]));
  return {
    node,
    seen: form.map ? [html("figure", { class: "picture on-map" }, [regionMap(node, boxes, none, name)])] : [],
    read: () => {
      const chosen = boxes.filter(({ box }) => box.checked).map(({ option }) => option.value);
      return chosen.length || none.checked ? chosen : null;
    },
  };
}

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function orderForm(form) {
  const list = html("ol", { class: "order" });
  const asItIs = input("checkbox");
  const spoken = html("p", { class: "spoken", "aria-live": "polite" });
  let moved = false;
  const items = () => [...list.children];
  /** @type {(item: HTMLElement, to: Element | null | undefined, after: boolean) => void} */
  const place = (item, to, after) => {
    if (!to || to === item) return;
    if (after) to.after(item);
    else to.before(item);
    moved = true;
    asItIs.checked = false;
    spoken.textContent = `${item.textContent?.replace(/[↑↓]/g, "")}: now ${items().indexOf(item) + 1} of ${items().length}`;
  };
  /** @type {HTMLElement | null} */
  let held = null;
  for (const option of form.options) {
    const up = html("button", { type: "button", "aria-label": `Move up: ${option.label}` }, ["↑"]);
    const down = html("button", { type: "button", "aria-label": `Move down: ${option.label}` }, ["↓"]);
    const item = html("li", { "data-value": option.value, draggable: "true" }, [html("span", {}, [option.label]), up, down]);
    up.addEventListener("click", () => { place(item, item.previousElementSibling, false); up.focus(); });
    down.addEventListener("click", () => { place(item, item.nextElementSibling, true); down.focus(); });
    item.addEventListener("dragstart", () => { held = item; });
    item.addEventListener("dragend", () => { held = null; });
    item.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      place(held, item, items().indexOf(held) < items().indexOf(item));
    });
    list.append(item);
  }
  const kept = html("label", { class: "option none" }, [asItIs, html("span", {}, [form.none ?? ""])]);
  return {
    node: html("div", {}, [list, kept, spoken]),
    read: () => (moved || asItIs.checked ? items().map((item) => item.getAttribute("data-value")) : null),
  };
}

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function numbersForm(form) {
  const node = html("div", { class: "numbers" });
  const fields = form.options.map((option) => {
    const field = input("text", { inputmode: form.whole ? "numeric" : "decimal", autocomplete: "off", size: "9" });
    node.append(html("label", {}, [html("span", {}, [option.label]), field]));
    return { option, field };
  });
  return {
    node,
    read: () => {
      if (fields.every(({ field }) => field.value.trim() === "")) return null;
      if (fields.length === 1 && fields[0].option.value === "") return fields[0].field.value.trim();
      return Object.fromEntries(fields.map(({ option, field }) => [option.value, field.value.trim() || null]));
    },
  };
}

/**
 * How many units, by buttons or typed.
 * @param {string} code @param {string} value
 */
function stepper(code, value) {
  const field = input("number", { min: "0", max: "99", step: "1", "aria-label": `Units of ${code}` });
  field.value = value;
  const step = (/** @type {number} */ by) => {
    field.value = String(Math.min(99, Math.max(0, Number(field.value || 0) + by)));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const knob = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {number} */ by) => {
    const made = html("button", { type: "button", "aria-label": words }, [sign]);
    made.addEventListener("click", () => step(by));
    return made;
  };
  const node = html("span", { class: "units", role: "group", "aria-label": `Units of ${code}` }, [
    html("span", { "aria-hidden": "true" }, ["×"]), knob("−", `One unit of ${code} less`, -1), field, knob("+", `One unit of ${code} more`, 1),
  ]);
  return { field, node };
}

/** The modifiers of a line: a few at hand, the others when they are asked for. @param {Form} form @param {NonNullable<Form["rows"]>[number]} row */
function modifierMarks(form, row) {
  const boxOf = (/** @type {string} */ mark) => {
    const box = input("checkbox", { "aria-label": `${row.code} with modifier ${mark}` });
    box.checked = row.modifiers.includes(mark);
    return { mark, box, node: html("label", { class: "mark" }, [box, html("span", {}, [mark])]) };
  };
  const [near, far] = [form.offered ?? [], form.others ?? []].map((marks) => marks.map(boxOf));
  const node = html("span", { class: "marks", role: "group", "aria-label": `Modifiers of ${row.code}` }, near.map((each) => each.node));
  if (far.length) node.append(html("details", {}, [html("summary", { "aria-label": `Other modifiers of ${row.code}` }, ["other"]), ...far.map((each) => each.node)]));
  return { node, boxes: [...near, ...far] };
}

/**
 * One code that may be billed: a card to tap, and once it is tapped its units and its modifiers.
 * @param {Form} form @param {NonNullable<Form["rows"]>[number]} row @param {() => void} changed
 */
function lineRow(form, row, changed) {
  const picked = input("checkbox", { "aria-label": `Bill ${row.code}` });
  picked.checked = row.picked || !form.picks;
  const units = stepper(row.code, form.picks ? String(row.units) : "");
  const marks = modifierMarks(form, row);
  const line = html("div", { class: "line" });
  const name = html("span", { class: "code" }, [html("b", {}, [row.code]), html("small", {}, [row.label])]);
  line.append(form.picks ? html("label", { class: "pick" }, [picked, name]) : name);
  const more = html("div", { class: "of-line" });
  if (form.units) more.append(units.node);
  if (form.modifiers && marks.boxes.length) more.append(marks.node);
  if (more.children.length) line.append(more);
  const shade = () => line.classList.toggle("off", !picked.checked);
  line.addEventListener("change", (event) => {
    changed();
    if (event.target !== picked && form.picks) picked.checked = true;
    shade();
  });
  shade();
  return { node: line, row, picked, units: units.field, boxes: form.modifiers ? marks.boxes : [], shade };
}

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function linesForm(form) {
  const none = input("checkbox");
  let touched = (form.rows ?? []).some((row) => row.picked);
  const changed = () => {
    touched = true;
    none.checked = false;
  };
  const lines = (form.rows ?? []).map((row) => lineRow(form, row, changed));
  const [near, far] = [true, false].map((isNear) => lines.filter(({ row }) => row.at_hand === isNear).map((line) => line.node));
  const node = html("div", { class: form.picks ? `lines${form.modifiers || form.units ? " whole" : ""}` : "lines counted" }, near);
  none.addEventListener("change", () => {
    touched = true;
    for (const line of lines) {
      if (none.checked) line.picked.checked = false;
      line.shade();
    }
  });
  if (form.picks) node.append(html("label", { class: "option none" }, [none, html("span", {}, [form.none ?? ""])]));
  if (far.length) node.append(html("details", { class: "further" }, [html("summary", {}, ["Another code"]), html("div", { class: "lines" }, far)]));
  return {
    node,
    read: () => {
      if (!touched) return null;
      if (!form.picks) {
        if (lines.every(({ units }) => units.value === "")) return null;
        return lines.map(({ row, units }) => [row.code, Number(units.value || 0), []]);
      }
      const billed = lines.filter(({ picked }) => picked.checked);
      if (!billed.length && !none.checked) return null;
      return billed.map(({ row, units, boxes }) => [
        row.code,
        form.units ? Number(units.value || 0) : 1,
        boxes.filter(({ box }) => box.checked).map(({ mark }) => mark),
      ]);
    },
  };
}
