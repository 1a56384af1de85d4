// Draws an exercise and reports what was answered. What is right, and what comes next, is decided in Python.
// @ts-check

import { SIDES, bodyArt, svg } from "./body.js";
import { ownId } from "./own_id.js";

/**
 * @typedef {{value: string, label: string}} Option
 * @typedef {{code: string, label: string, picked: boolean, units: number, modifiers: string[]}} Row
 * @typedef {{type: string, options: Option[], map?: boolean, none?: string, whole?: boolean, picks?: boolean, units?: boolean,
 *   modifiers?: boolean, offered?: string[], rows?: Row[]}} Form
 * @typedef {{id: string, skill: string, text: string, do: string, record: string[][], seed: string, form: Form}} Task
 * @typedef {{for: string, turn: number, state: string, feedback: string, problem: string, hints: string[], more_hints: boolean,
 *   solution: {answer?: string, steps?: {says: string, sources: string[]}[]}}} Reply
 * @typedef {{right: number, after_solution: number, count: number, answers: number, trouble: string}} Standing
 * @typedef {{get(name: string): any, send(content: object): void, on(event: string, call: () => void): void,
 *   off(event: string, call: () => void): void}} Model
 */

const SIGNS = /** @type {Record<string, string>} */ ({ right: "✓", close: "≈", wrong: "✕", "not answered yet": "…" });
const PATIENCE = 4000; // milliseconds

/**
 * Make an element with text, never with markup.
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} type
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLInputElement}
 */
function input(type, attributes = {}) {
  return /** @type {HTMLInputElement} */ (make("input", { type, ...attributes }));
}

/**
 * Draw one answer form; give it and the function that reads it (null while nothing was answered).
 * @param {Form} form
 * @param {string} name
 * @returns {{node: HTMLElement, read: () => unknown}}
 */
function answerForm(form, name) {
  if (form.type === "choice") return choiceForm(form, name);
  if (form.type === "many") return manyForm(form, name);
  if (form.type === "order") return orderForm(form);
  if (form.type === "numbers") return numbersForm(form);
  return linesForm(form);
}

/** @type {(form: Form, name: string) => {node: HTMLElement, read: () => unknown}} */
function choiceForm(form, name) {
  const boxes = form.options.map((option) => ({ option, box: input("radio", { name, value: option.value }) }));
  const node = make("div", { class: "options" });
  for (const { option, box } of boxes) node.append(make("label", { class: "option" }, box, make("span", {}, option.label)));
  return { node, read: () => boxes.find(({ box }) => box.checked)?.option.value ?? null };
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

/** @type {(form: Form, name: string) => {node: HTMLElement, read: () => unknown}} */
function manyForm(form, name) {
  const boxes = form.options.map((option) => ({ option, box: input("checkbox") }));
  const none = input("checkbox");
  const node = make("div", { class: "options" });
  for (const { option, box } of boxes) {
    box.addEventListener("change", () => { if (box.checked) none.checked = false; });
    node.append(make("label", { class: "option" }, box, make("span", {}, option.label)));
  }
  none.addEventListener("change", () => { if (none.checked) for (const { box } of boxes) box.checked = false; });
  node.append(make("label", { class: "option none" }, none, make("span", {}, form.none ?? "none of these")));
  return {
    node: form.map ? make("div", { class: "on-map" }, regionMap(node, boxes, none, name), node) : node,
    read: () => {
      const chosen = boxes.filter(({ box }) => box.checked).map(({ option }) => option.value);
      return chosen.length || none.checked ? chosen : null;
    },
  };
}

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function orderForm(form) {
  const list = make("ol", { class: "order" });
  const asItIs = input("checkbox");
  const spoken = make("p", { class: "spoken", "aria-live": "polite" });
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
    const up = make("button", { type: "button", "aria-label": `Move up: ${option.label}` }, "↑");
    const down = make("button", { type: "button", "aria-label": `Move down: ${option.label}` }, "↓");
    const item = make("li", { "data-value": option.value, draggable: "true" }, make("span", {}, option.label), up, down);
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
  const kept = make("label", { class: "option none" }, asItIs, make("span", {}, form.none ?? ""));
  return {
    node: make("div", {}, list, kept, spoken),
    read: () => (moved || asItIs.checked ? items().map((item) => item.getAttribute("data-value")) : null),
  };
}

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function numbersForm(form) {
  const node = make("div", { class: "numbers" });
  const fields = form.options.map((option) => {
    const field = input("text", { inputmode: form.whole ? "numeric" : "decimal", autocomplete: "off", size: "9" });
    node.append(make("label", {}, make("span", {}, option.label), field));
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

/** @type {(form: Form) => {node: HTMLElement, read: () => unknown}} */
function linesForm(form) {
  const node = make("div", { class: "lines" });
  const none = input("checkbox");
  let touched = (form.rows ?? []).some((row) => row.picked);
  const lines = (form.rows ?? []).map((row) => {
    const picked = input("checkbox", { "aria-label": `Bill ${row.code}` });
    picked.checked = row.picked || !form.picks;
    const units = input("number", { min: "0", max: "99", step: "1", "aria-label": `Units of ${row.code}` });
    units.value = form.picks ? String(row.units) : "";
    const line = make("div", { class: "line" });
    const name = make("span", { class: "code" }, make("b", {}, row.code), make("small", {}, row.label));
    line.append(form.picks ? make("label", { class: "pick" }, picked, name) : name);
    if (form.units) line.append(make("label", { class: "units" }, make("span", {}, "units"), units));
    const marks = form.modifiers ? (form.offered ?? []) : [];
    const boxes = marks.map((mark) => {
      const box = input("checkbox", { "aria-label": `${row.code} with modifier ${mark}` });
      box.checked = row.modifiers.includes(mark);
      return { mark, box };
    });
    if (boxes.length) {
      const held = make("span", { class: "marks", role: "group", "aria-label": `Modifiers of ${row.code}` });
      for (const { mark, box } of boxes) held.append(make("label", { class: "mark" }, box, make("span", {}, mark)));
      line.append(held);
    }
    const shade = () => line.classList.toggle("off", !picked.checked);
    line.addEventListener("change", (event) => {
      touched = true;
      none.checked = false;
      if (event.target !== picked && form.picks) picked.checked = true;
      shade();
    });
    shade();
    node.append(line);
    return { row, picked, units, boxes, shade };
  });
  none.addEventListener("change", () => {
    touched = true;
    for (const line of lines) {
      if (none.checked) line.picked.checked = false;
      line.shade();
    }
  });
  if (form.picks) node.append(make("label", { class: "option none" }, none, make("span", {}, form.none ?? "")));
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

/**
 * @param {{model: Model, el: HTMLElement}} given
 * @returns {() => void}
 */
function render({ model, el }) {
  const id = ownId("practice");
  el.classList.add("cptedu", "practice-host");
  const standing = make("p", { class: "standing" });
  const place = make("div", { class: "task" });
  const reply = make("div", { class: "reply", role: "status", "aria-live": "polite" });
  const help = make("div", { class: "help" });
  const stale = make("p", { class: "stale", hidden: "" }, "Python has not answered. If this stays, run the cell again.");
  const root = make("section", { class: "practice", "aria-labelledby": `${id}-title` }, standing, place, stale, reply, help);
  el.append(root);
  /** @type {() => unknown} */
  let read = () => null;
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  let shown = "";
  let waiting = 0;

  /** @param {string} text @param {object} content @param {string} kind */
  const button = (text, content, kind) => {
    const made = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: kind }, text));
    made.addEventListener("click", () => {
      root.toggleAttribute("data-waiting", true);
      clearTimeout(waiting);
      waiting = window.setTimeout(() => { stale.hidden = false; }, PATIENCE);
      model.send("do" in content && content.do === "check" ? { do: "check", answer: read() } : content);
    });
    return made;
  };

  const drawTask = () => {
    /** @type {Task} */
    const task = model.get("task");
    const moved = shown !== "" && shown !== task.id;
    shown = task.id;
    root.dataset.exercise = task.id;
    const title = make("h3", { id: `${id}-title`, tabindex: "-1" }, task.text);
    const record = make("table", { class: "record" }, make("caption", {}, "The record"));
    for (const [label, text] of task.record) {
      record.append(make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, text)));
    }
    const form = answerForm(task.form, `${id}-choice`);
    read = form.read;
    const asked = make("fieldset", {}, make("legend", {}, capital(task.do)), form.node);
    buttons = [
      button("Check", { do: "check" }, "main"),
      button("Hint", { do: "hint" }, ""),
      button("Show the solution", { do: "solution" }, ""),
      button("Another like this", { do: "another" }, ""),
      button("Next", { do: "next" }, ""),
    ];
    const row = make("div", { class: "buttons" }, ...buttons);
    const about = make("p", { class: "about" }, task.skill, task.seed ? ` · seed ${task.seed}` : "");
    place.replaceChildren(title, about, ...(task.record.length ? [record] : []), asked, row);
    if (moved) title.focus();
  };

  const drawReply = () => {
    /** @type {Reply} */
    const said = model.get("reply");
    if (said.for !== shown) return; // the reply to a new exercise comes right after it
    root.removeAttribute("data-waiting");
    clearTimeout(waiting);
    stale.hidden = true;
    reply.className = `reply ${said.problem ? "problem" : said.state.replaceAll(" ", "-")}`;
    const words = said.problem || said.feedback;
    reply.replaceChildren();
    if (words || said.state !== "not answered yet") {
      reply.append(make("b", {}, said.problem ? "?" : SIGNS[said.state] ?? ""), make("span", {}, words));
    } else {
      reply.append(make("b", {}, "…"), make("span", {}, "Not answered yet."));
    }
    buttons[1].disabled = !said.more_hints;
    buttons[4].classList.toggle("main", said.state === "right");
    buttons[0].classList.toggle("main", said.state !== "right");
    help.replaceChildren();
    if (said.hints.length) {
      help.append(make("ul", { class: "hints" }, ...said.hints.map((hint) => make("li", {}, hint))));
    }
    if (said.solution.answer) {
      const steps = make("ol", {});
      for (const step of said.solution.steps ?? []) {
        steps.append(make("li", {}, step.says, make("small", {}, step.sources.join(" · "))));
      }
      help.append(make("div", { class: "solution" }, make("p", {}, `Solution: ${said.solution.answer}`), steps));
    }
  };

  const again = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: "quiet" }, "Start over"));
  again.addEventListener("click", () => model.send({ do: "start over" }));
  standing.append(again);
  const drawStanding = () => {
    /** @type {Standing} */
    const now = model.get("standing");
    const full = now.right >= now.count;
    const after = now.after_solution ? `, ${now.after_solution} more after the solution` : "";
    const told = full
      ? `${now.right} right${after}. The set is done; go on as long as you like.`
      : `${now.right} of ${now.count} right${after}`;
    const dots = make("span", { class: "dots", "aria-hidden": "true" });
    for (let number = 0; number < now.count; number += 1) {
      const look = number < now.right ? "full" : number < now.right + now.after_solution ? "shown" : "";
      dots.append(make("i", look ? { class: look } : {}));
    }
    // The button stands as it is: an answer that comes while it is pressed takes neither the press nor the focus away.
    while (standing.firstChild && standing.firstChild !== again) standing.firstChild.remove();
    while (again.nextSibling) again.nextSibling.remove();
    again.before(dots, make("span", {}, told));
    if (now.trouble) again.after(make("span", { class: "trouble" }, now.trouble));
  };

  drawTask();
  drawReply();
  drawStanding();
  const onTask = () => { drawTask(); drawReply(); };
  model.on("change:task", onTask);
  model.on("change:reply", drawReply);
  model.on("change:standing", drawStanding);
  // Keys typed here are an answer, not a command of the notebook around it.
  const keep = (/** @type {Event} */ event) => event.stopPropagation();
  root.addEventListener("keydown", keep);
  return () => {
    clearTimeout(waiting);
    root.removeEventListener("keydown", keep);
    model.off("change:task", onTask);
    model.off("change:reply", drawReply);
    model.off("change:standing", drawStanding);
  };
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export default { render };
