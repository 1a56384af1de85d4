// @ts-check
// The minutes board, drawn. This file draws what the traits say and reports what is dragged, typed or chosen; units,
// leftovers, thresholds and allowed splits come from Python.

import { html, refill } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";
import { adder, keptBars, lay, methodPanel, scaleParts } from "./bars.js";
import { splitChoice, untimedList } from "./choices.js";
import { listenToBar, minutesHeld, paintBar } from "./minutes.js";

/**
 * @typedef {{code: string, label: string, minutes: number, whole: number, left: number, says: string}} Row
 * @typedef {{code: string, minutes: number, own: boolean}} Part
 * @typedef {{code: string, units: number, earned: Part[][], note: string, says: string, differs: boolean}} Line
 * @typedef {{name: string, title: string, rule: string, says: string, units: number, lines: Line[], source: string}} Method
 * @typedef {{length: number, quarters: number[], bands: {from: number, to: number, units: number}[]}} Scale
 * @typedef {{units: Record<string, number>, says: string, held: boolean}} Split
 * @typedef {{problem: string, summary: string, rows?: Row[], methods?: Method[], scale?: Scale, splits?: Split[],
 *            more_splits?: number, is_chosen?: boolean, total?: number,
 *            together?: {code: string, minutes: number, kind: "whole" | "left"}[],
 *            untimed?: {code: string, label: string, note: string}[], once?: string, of: Record<string, unknown>}} Reading
 * @typedef {{code: string, label: string, timed: boolean}} Offer
 * @typedef {{node: HTMLElement, track: HTMLElement, bar: HTMLElement, lines: HTMLElement, knob: HTMLElement,
 *            input: HTMLInputElement, name: HTMLElement, remove: HTMLButtonElement, gone: AbortController}} Bar
 */

/** The parts of the board that stay while its bars come and go. */
function frame() {
  const bands = html("div", { class: "bands" });
  const numbers = html("div", { class: "numbers" });
  const rows = html("div", { class: "rows" });
  const empty = html("p", { class: "empty", hidden: true }, ["No timed service yet. Add one below."]);
  const end = html("div", { class: "bar" });
  const endLines = html("div", { class: "lines" });
  const endTrack = html("div", { class: "track", "aria-hidden": "true" }, [end, endLines]);
  const total = html("p", { class: "total" });
  const together = html("div", { class: "row together" }, [
    html("p", { class: "name" }, [html("b", {}, ["All together"]), html("span", {}, ["full quarters first, then what is left over"])]),
    endTrack, total]);
  const board = html("div", { class: "board" }, [
    html("div", { class: "scale", "aria-hidden": "true" }, [bands, numbers]), rows, empty, together]);
  const panels = new Map(["cms_total_time", "cpt_per_code"].map((name) => [name, methodPanel(name)]));
  const methods = html("div", { class: "methods" }, [...panels.values()].map((panel) => panel.node));
  const legend = html("ul", { class: "legend" }, [
    html("li", {}, [html("i", { class: "key whole" }), "full quarter of an hour"]),
    html("li", {}, [html("i", { class: "key left" }), "left over"]),
    html("li", {}, [html("i", { class: "key step" }), "one unit more from here"])]);
  const head = html("div", { class: "head" }, [html("p", { class: "hint" }, [html("b", {}, ["Drag a bar or type its minutes."]),
    " Arrow keys work too."]), legend]);
  return { head, bands, numbers, rows, empty, end, endLines, total, together, board, panels, methods };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/** The scale above the bars. @param {HTMLElement} root @param {Parts} parts @param {Scale} scale */
function paintScale(root, { bands, numbers, board }, scale) {
  refill(bands, scale, () => scaleParts(scale).bands);
  refill(numbers, scale, () => scaleParts(scale).numbers);
  board.style.setProperty("--minute", `${100 / scale.length}%`);
  root.dataset.length = String(scale.length);
  root.toggleAttribute("data-long", scale.length > 150);
}

/** @param {HTMLElement} lines @param {Scale} scale */
const paintLines = (lines, scale) => refill(lines, scale.length, () => scaleParts(scale).lines);

/** All minutes end to end. @param {Parts} parts @param {Reading} reading @param {Scale} scale */
function paintTogether({ end, endLines, total }, reading, scale) {
  paintLines(endLines, scale);
  let at = 0;
  end.replaceChildren(...(reading.together ?? []).map((part) => {
    const piece = lay(html("span", { class: part.kind }, [html("small", {}, [part.code]), html("span", {}, [String(part.minutes)])]),
      at, at + part.minutes, scale);
    at += part.minutes;
    return piece;
  }));
  total.replaceChildren(html("b", {}, [String(reading.total ?? "–")]), " min");
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  // While a bar is dragged one answer follows the other: only the last is said.
  return worksheet(given, { class: "cptedu minutes-board", follows: ["minutes", "untimed", "chosen"], hush: 300 }, (root, signal) => {
    const id = ownId("minutes");
    /** @type {Offer[]} */
    const offered = model.get("offered");
    const labelOf = (/** @type {string} */ code) => offered.find((one) => one.code === code)?.label ?? "";
    const parts = frame();
    const held = minutesHeld(model);
    const add = adder(id, offered);
    const choice = splitChoice(id, model, signal);
    const once = untimedList(model, held, add.select, labelOf, signal);
    /** While a bar is dragged the scale stands still. @type {import("./minutes.js").Board} */
    const board = { dragged: null, scale: { length: 60, quarters: [], bands: [] }, repaint: () => paint(model.get("reading")) };
    const bars = keptBars(parts.rows, (code, bar) => listenToBar(code, bar, held, board, add.select));
    signal.addEventListener("abort", () => bars.keep([]));

    add.button.addEventListener("click", () => {
      const code = add.select.value;
      if (offered.find((one) => one.code === code)?.timed) {
        if (!(code in held.all())) report(model, { minutes: { ...held.all(), [code]: 0 } });
        bars.held.get(code)?.input.focus();
      } else if (!held.untimed().includes(code)) {
        report(model, { untimed: [...held.untimed(), code] });
      }
    }, { signal });

    const paint = (/** @type {Reading} */ reading) => {
      board.scale = reading.scale ?? board.scale;
      const on = board.dragged?.scale ?? board.scale;
      paintScale(root, parts, on);
      bars.keep(Object.keys(held.all()));
      for (const [code, bar] of bars.held) {
        const row = reading.rows?.find((one) => one.code === code);
        paintBar(bar, code, held, row, row?.label ?? labelOf(code), on);
        paintLines(bar.lines, on);
      }
      parts.empty.hidden = bars.held.size > 0;
      parts.together.hidden = bars.held.size < 2 || !reading.together;
      paintTogether(parts, reading, on);
      parts.methods.hidden = Boolean(reading.problem);
      root.toggleAttribute("data-problem", Boolean(reading.problem));
      for (const method of reading.methods ?? []) parts.panels.get(method.name)?.draw(method);
      choice.paint(reading);
      once.paint(reading);
    };
    return { above: [parts.head],
      below: [parts.board, parts.methods, choice.node, html("div", { class: "foot" }, [once.node, add.node])], paint };
  });
}

export default { render };
