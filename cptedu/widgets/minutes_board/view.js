// @ts-check
// The minutes board, drawn. This file draws what the traits say and reports what is dragged, typed or chosen; units,
// leftovers, thresholds and allowed splits come from Python.

import { html, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { keepKeys } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow, report } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";
import { adder, count, lay, makeBar, methodPanel, scaleParts } from "./bars.js";

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
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {{node: HTMLElement, track: HTMLElement, bar: HTMLElement, knob: HTMLElement, input: HTMLInputElement,
 *            name: HTMLElement, remove: HTMLButtonElement, gone: AbortController}} Bar
 */

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("minutes");
  const gone = new AbortController();
  const { signal } = gone;
  /** @type {Offer[]} */
  const offered = model.get("offered");
  const timed = new Map(offered.map((one) => [one.code, one.timed]));
  const labelOf = (/** @type {string} */ code) => offered.find((one) => one.code === code)?.label ?? "";

  const problem = html("p", { class: "problem", role: "alert", hidden: true });
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
  const add = adder(id, offered);
  const panels = new Map(["cms_total_time", "cpt_per_code"].map((name) => [name, methodPanel(name)]));
  const methods = html("div", { class: "methods" }, [...panels.values()].map((panel) => panel.node));
  const choice = html("div", { class: "choice", hidden: true });
  const untimed = html("ul", {});
  const onceTitle = html("h4", {});
  const once = html("section", { class: "once", "aria-label": "Untimed services" }, [onceTitle, untimed]);
  // While a bar is dragged one answer follows the other: only the last is said.
  const waiting = waitingFor(signal, { hush: 300 });
  const legend = html("ul", { class: "legend" }, [
    html("li", {}, [html("i", { class: "key whole" }), "full quarter of an hour"]),
    html("li", {}, [html("i", { class: "key left" }), "left over"]),
    html("li", {}, [html("i", { class: "key step" }), "one unit more from here"])]);
  const root = html("div", { class: "cptedu minutes-board", "data-lm-suppress-shortcuts": "true" }, [
    html("div", { class: "head" }, [html("p", { class: "hint" }, [html("b", {}, ["Drag a bar or type its minutes."]),
      " Arrow keys work too."]), legend]),
    problem, board, methods, choice,
    html("div", { class: "foot" }, [once, add.node]), waiting.stale, waiting.spoken]);
  el.append(root);
  keepKeys(root, signal);

  /** @type {Map<string, Bar>} */
  const bars = new Map();
  /** While a bar is dragged the scale stands still. @type {{code: string, scale: Scale} | null} */
  let dragged = null;
  /** @type {Scale | undefined} */
  let scale;

  /** @returns {Record<string, unknown>} */
  const held = () => {
    const minutes = model.get("minutes");
    return minutes && typeof minutes === "object" && !Array.isArray(minutes) ? minutes : {};
  };
  /** @returns {string[]} */
  const standApart = () => (Array.isArray(model.get("untimed")) ? model.get("untimed") : []);
  /** @param {string} code @param {number} minutes */
  const setMinutes = (code, minutes) => {
    if (held()[code] !== minutes) report(model, { minutes: { ...held(), [code]: minutes } });
  };
  /** @param {string} code */
  const minutesOf = (code) => {
    const minutes = Number(held()[code]);
    return Number.isFinite(minutes) ? Math.max(0, minutes) : 0;
  };
  /** @param {string} code @param {KeyboardEvent} event @param {Record<string, number>} steps */
  const step = (code, event, steps) => {
    if (!(event.key in steps)) return;
    event.preventDefault();
    setMinutes(code, Math.max(0, Math.round(minutesOf(code)) + steps[event.key]));
  };

  /** Listen to one bar: what is dragged, pressed and typed there. @param {string} code @param {Bar} bar */
  const listen = (code, bar) => {
    const ends = { signal: bar.gone.signal };
    const follow = (/** @type {PointerEvent} */ event) => {
      if (!dragged) return;
      const frame = bar.track.getBoundingClientRect();
      const at = Math.round(((event.clientX - frame.left) / frame.width) * dragged.scale.length);
      setMinutes(code, Math.min(dragged.scale.length, Math.max(0, at)));
    };
    bar.track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !scale) return;
      event.preventDefault();
      dragged = { code, scale };
      bar.track.setPointerCapture(event.pointerId);
      bar.node.toggleAttribute("data-dragged", true);
      bar.knob.focus({ preventScroll: true });
      follow(event);
    }, ends);
    bar.track.addEventListener("pointermove", follow, ends);
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) {
      bar.track.addEventListener(kind, () => {
        if (dragged?.code !== code) return;
        dragged = null;
        bar.node.toggleAttribute("data-dragged", false);
        paint();
      }, ends);
    }
    bar.knob.addEventListener("keydown", (event) => {
      const now = minutesOf(code);
      step(code, event, { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -now,
        End: (scale?.length ?? now) - now });
    }, ends);
    bar.input.addEventListener("keydown", (event) => step(code, event, { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }), ends);
    bar.input.addEventListener("input", () => {
      if (bar.input.value !== "") setMinutes(code, Number(bar.input.value));
    }, ends);
    bar.input.addEventListener("blur", () => { bar.input.value = String(held()[code]); }, ends);
    bar.remove.addEventListener("click", () => {
      const others = Object.fromEntries(Object.entries(held()).filter(([one]) => one !== code));
      const next = bar.node.nextElementSibling ?? bar.node.previousElementSibling;
      report(model, { minutes: others });
      /** @type {HTMLElement} */ (next?.querySelector(".knob") ?? add.select).focus();
    }, ends);
  };

  add.button.addEventListener("click", () => {
    const code = add.select.value;
    if (timed.get(code)) {
      if (!(code in held())) report(model, { minutes: { ...held(), [code]: 0 } });
      bars.get(code)?.input.focus();
    } else if (!standApart().includes(code)) {
      report(model, { untimed: [...standApart(), code] });
    }
  }, { signal });

  choice.addEventListener("change", (event) => {
    const split = /** @type {Reading} */ (model.get("reading")).splits?.[Number(/** @type {HTMLInputElement} */ (event.target).value)];
    if (split) report(model, { chosen: split.units });
  }, { signal });
  choice.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target)).closest(".back")) return;
    report(model, { chosen: {} });
    choice.querySelector("input")?.focus();
  }, { signal });
  untimed.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target)).closest(".remove")) return;
    const code = /** @type {Element} */ (event.target).closest("li")?.getAttribute("data-code");
    report(model, { untimed: standApart().filter((one) => one !== code) });
    add.select.focus();
  }, { signal });

  /** Keep one bar for each code on the board, in the board's order. @param {string[]} codes */
  const keepBars = (codes) => {
    for (const [code, bar] of bars) {
      if (codes.includes(code)) continue;
      bar.gone.abort();
      bar.node.remove();
      bars.delete(code);
    }
    codes.forEach((code, i) => {
      let bar = bars.get(code);
      if (!bar) {
        bar = makeBar(code);
        bars.set(code, bar);
        listen(code, bar);
      }
      if (rows.children[i] !== bar.node) rows.insertBefore(bar.node, rows.children[i] ?? null);
    });
  };

  /** @param {string} code @param {Bar} bar @param {Row | undefined} row @param {Scale} on */
  const paintBar = (code, bar, row, on) => {
    const minutes = Math.min(minutesOf(code), on.length);
    const whole = Math.min(row?.whole ?? 0, minutes);
    const ends = on.quarters.filter((quarter) => quarter <= whole);
    const blocks = ends.map((quarter, i) => lay(html("span", { class: "whole" }, [String(quarter - (ends[i - 1] ?? 0))]),
      ends[i - 1] ?? 0, quarter, on));
    const done = ends.at(-1) ?? 0;
    const left = lay(html("span", { class: "left" }, [html("span", {}, [minutes > done ? String(minutes - done) : ""])]), done, minutes, on);
    bar.bar.replaceChildren(...blocks, row ? left : lay(html("span", { class: "unread" }), 0, minutes, on));
    bar.knob.style.left = `${(100 * minutes) / on.length}%`;
    bar.knob.setAttribute("aria-valuemax", String(Math.max(on.length, minutesOf(code))));
    bar.knob.setAttribute("aria-valuenow", String(minutesOf(code)));
    bar.knob.setAttribute("aria-valuetext", row && row.minutes === minutesOf(code) ? row.says : count(minutesOf(code), "minute"));
    if (root.ownerDocument.activeElement !== bar.input || Number(bar.input.value) !== minutesOf(code)) {
      const focused = root.ownerDocument.activeElement === bar.input;
      if (!(focused && bar.input.value === "")) bar.input.value = String(held()[code]);
    }
    const label = row?.label ?? labelOf(code);
    bar.name.replaceChildren(html("b", {}, [code]), html("span", {}, [label]));
    bar.node.setAttribute("aria-label", `${code} ${label}`);
  };

  /** The choice where leftovers tie. @param {Reading} reading */
  const paintChoice = (reading) => {
    const splits = reading.splits ?? [];
    const known = JSON.stringify(splits.map((split) => split.units));
    if (choice.dataset.known !== known) {
      choice.dataset.known = known;
      const options = splits.map((split, i) => {
        const input = html("input", { type: "radio", name: `${id}-split`, value: i });
        return html("label", {}, [input, html("span", {}, [split.says])]);
      });
      const back = html("button", { type: "button", class: "back" }, ["Take the choice back"]);
      const more = reading.more_splits ? [html("p", {}, [`and ${count(reading.more_splits, "more way")}`])] : [];
      choice.replaceChildren(html("fieldset", {}, [html("legend", {}, ["Leftovers tie in the CMS total-time method: which service does the unit belong to?"]),
        html("div", { class: "options" }, [...options, ...more]),
        html("div", { class: "fee" }, [html("p", {}, ["The clinician may choose. The fee is no reason. ", html("span", { class: "until" })]), back])]));
    }
    choice.hidden = splits.length === 0;
    splits.forEach((split, i) => {
      const input = choice.querySelectorAll("input")[i];
      if (input) input.checked = JSON.stringify(model.get("chosen")) === JSON.stringify(split.units);
    });
    const until = choice.querySelector(".until");
    if (until) until.textContent = reading.is_chosen ? "" : "Not chosen yet: until then the lowest code number holds it.";
    choice.querySelector(".back")?.toggleAttribute("hidden", !reading.is_chosen);
  };

  const untimedItem = (/** @type {string} */ code) => html("li", { "data-code": code }, [html("b", {}, [code]), html("span", { class: "label" }),
    html("span", { class: "times" }, ["×1"]), html("span", { class: "says" }),
    html("button", { type: "button", class: "remove", "aria-label": `Take ${code} off the board`, title: `Take ${code} off the board` }, ["×"])]);

  /** @param {Reading} reading */
  const paintOnce = (reading) => {
    const codes = standApart();
    const items = reading.untimed ?? codes.map((code) => ({ code, label: labelOf(code), note: "" }));
    keptChildren(untimed, items.map(({ code }) => code), untimedItem).forEach((item, i) => {
      const [label, says] = [item.querySelector(".label"), /** @type {HTMLElement | null} */ (item.querySelector(".says"))];
      if (label) label.textContent = items[i].label;
      if (says) says.textContent = items[i].note;
      if (says) says.hidden = !items[i].note;
    });
    onceTitle.textContent = `Untimed: ${reading.once ?? ""}`;
    once.hidden = untimed.children.length === 0;
  };

  let drawnScale = "";
  const paint = () => {
    /** @type {Reading} */
    const reading = model.get("reading");
    const codes = Object.keys(held());
    scale = reading.scale ?? scale ?? { length: 60, quarters: [], bands: [] };
    const on = dragged?.scale ?? scale;
    if (drawnScale !== JSON.stringify(on)) {
      drawnScale = JSON.stringify(on);
      const parts = scaleParts(on);
      bands.replaceChildren(...parts.bands);
      numbers.replaceChildren(...parts.numbers);
      board.style.setProperty("--minute", `${100 / on.length}%`);
      root.dataset.length = String(on.length);
      root.toggleAttribute("data-long", on.length > 150);
    }
    keepBars(codes);
    for (const [code, bar] of bars) {
      paintBar(code, bar, reading.rows?.find((row) => row.code === code), on);
      drawLines(/** @type {HTMLElement} */ (bar.track.querySelector(".lines")), on);
    }
    drawLines(endLines, on);
    empty.hidden = codes.length > 0;
    together.hidden = codes.length < 2 || !reading.together;
    let at = 0;
    end.replaceChildren(...(reading.together ?? []).map((part) => {
      const piece = lay(html("span", { class: part.kind }, [html("small", {}, [part.code]), html("span", {}, [String(part.minutes)])]),
        at, at + part.minutes, on);
      at += part.minutes;
      return piece;
    }));
    total.replaceChildren(html("b", {}, [String(reading.total ?? "–")]), " min");
    tell(problem, reading.problem);
    methods.hidden = Boolean(reading.problem);
    root.toggleAttribute("data-problem", Boolean(reading.problem));
    for (const method of reading.methods ?? []) panels.get(method.name)?.draw(method);
    paintChoice(reading);
    paintOnce(reading);
    waiting.settled(root, model, reading);
  };
  /** @param {HTMLElement} lines @param {Scale} on */
  const drawLines = (lines, on) => {
    if (lines.dataset.length === String(on.length)) return;
    lines.dataset.length = String(on.length);
    lines.replaceChildren(...scaleParts(on).lines);
  };

  follow(model, ["minutes", "untimed", "chosen", "reading"], paint, signal);
  paint();

  return () => {
    gone.abort();
    for (const bar of bars.values()) bar.gone.abort();
  };
}

export default { render };
