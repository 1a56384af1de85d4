// @ts-check
// The fields that only this form has: names to add, places to pick, and its parts; and small tools for its data.

import { button, html, put } from "../kit/elements.js";
import { chipRow } from "../kit/fields.js";
import { keptChildren } from "../kit/kept_children.js";
import { walkWithArrows } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { onEnter } from "../kit/typing.js";

/**
 * @typedef {import("../kit/fields.js").Chip} Chip
 * @typedef {import("../kit/fields.js").Field} Field
 * @typedef {import("./view.js").Path} Path
 */

/**
 * Give a copy of plain data with one place changed; undefined takes the key away.
 * @param {any} data
 * @param {Path} path
 * @param {any} value
 * @returns {any}
 */
export function withValue(data, [first, ...rest], value) {
  if (first === undefined) return value;
  const inner = withValue(data?.[first], rest, value);
  if (typeof first === "number") return Object.assign([...(data ?? [])], { [first]: inner });
  const changed = { ...data, [first]: inner };
  if (inner === undefined) delete changed[first];
  return changed;
}

/** @param {any[]} list @param {number} from @param {number} to */
export function moved(list, from, to) {
  const others = list.filter((_, i) => i !== from);
  return [...others.slice(0, to), list[from], ...others.slice(to)];
}

/** An empty list is the same as none. @param {any[]} list */
export const orNone = (list) => (list.length ? list : undefined);

/** @param {string} text */
export const wholeNumber = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text));

/**
 * A field for a name, with a button that adds it.
 * @param {string} label
 * @param {string} placeholder
 * @param {(name: string) => void} add
 */
export function entry(label, placeholder, add) {
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
export function signButton(label, sign, call) {
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
export function placePicker({ rows, add, more }, held, chipOf, change) {
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
export function group(key, title, hint, children, short = title) {
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
export function jumpRow(groups) {
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
      put(buttons[i], "aria-label", wrong && `${short}: something to mend or to ask`);
    }),
  };
}
