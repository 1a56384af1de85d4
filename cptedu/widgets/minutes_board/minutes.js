// @ts-check
// The minutes of each code: as the traits hold them, as a bar shows them, and as they are dragged and typed.

import { html } from "../kit/elements.js";
import { report } from "../kit/traits.js";
import { count, lay } from "./bars.js";

/**
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("./view.js").Bar} Bar
 * @typedef {import("./view.js").Row} Row
 * @typedef {import("./view.js").Scale} Scale
 * @typedef {ReturnType<typeof minutesHeld>} Held
 * @typedef {{dragged: {code: string, scale: Scale} | null, scale: Scale, repaint(): void}} Board
 */

/** What Python may hold that is no set of minutes is read as none; the reading says what is wrong. @param {Model} model */
export function minutesHeld(model) {
  /** @returns {Record<string, unknown>} */
  const all = () => {
    const minutes = model.get("minutes");
    return minutes && typeof minutes === "object" && !Array.isArray(minutes) ? minutes : {};
  };
  return {
    all,
    /** @returns {string[]} */
    untimed: () => (Array.isArray(model.get("untimed")) ? model.get("untimed") : []),
    of: (/** @type {string} */ code) => {
      const minutes = Number(all()[code]);
      return Number.isFinite(minutes) ? Math.max(0, minutes) : 0;
    },
    set: (/** @type {string} */ code, /** @type {number} */ minutes) => {
      if (all()[code] !== minutes) report(model, { minutes: { ...all(), [code]: minutes } });
    },
    remove: (/** @type {string} */ code) =>
      report(model, { minutes: Object.fromEntries(Object.entries(all()).filter(([one]) => one !== code)) }),
  };
}

/** @param {string} code @param {Bar} bar @param {Held} held @param {Board} board */
function listenToDrags(code, bar, held, board) {
  const ends = { signal: bar.gone.signal };
  const toPointer = (/** @type {PointerEvent} */ event) => {
    if (!board.dragged) return;
    const { length } = board.dragged.scale;
    const frame = bar.track.getBoundingClientRect();
    const at = Math.round(((event.clientX - frame.left) / frame.width) * length);
    held.set(code, Math.min(length, Math.max(0, at)));
  };
  bar.track.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    board.dragged = { code, scale: board.scale };
    bar.track.setPointerCapture(event.pointerId);
    bar.node.toggleAttribute("data-dragged", true);
    bar.knob.focus({ preventScroll: true });
    toPointer(event);
  }, ends);
  bar.track.addEventListener("pointermove", toPointer, ends);
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) {
    bar.track.addEventListener(kind, () => {
      if (board.dragged?.code !== code) return;
      board.dragged = null;
      bar.node.toggleAttribute("data-dragged", false);
      board.repaint();
    }, ends);
  }
}

/**
 * Listen to one bar: what is dragged, pressed and typed there.
 * @param {string} code @param {Bar} bar @param {Held} held @param {Board} board
 * @param {HTMLElement} otherwise what has the focus when the last bar was taken off
 */
export function listenToBar(code, bar, held, board, otherwise) {
  const ends = { signal: bar.gone.signal };
  const step = (/** @type {KeyboardEvent} */ event, /** @type {Record<string, number>} */ steps) => {
    if (!(event.key in steps)) return;
    event.preventDefault();
    held.set(code, Math.max(0, Math.round(held.of(code)) + steps[event.key]));
  };
  listenToDrags(code, bar, held, board);
  bar.knob.addEventListener("keydown", (event) => {
    const now = held.of(code);
    step(event, { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -now, End: board.scale.length - now });
  }, ends);
  bar.input.addEventListener("keydown", (event) => step(event, { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }), ends);
  bar.input.addEventListener("input", () => {
    if (bar.input.value !== "") held.set(code, Number(bar.input.value));
  }, ends);
  bar.input.addEventListener("blur", () => { bar.input.value = String(held.all()[code]); }, ends);
  bar.remove.addEventListener("click", () => {
    const next = bar.node.nextElementSibling ?? bar.node.previousElementSibling;
    held.remove(code);
    /** @type {HTMLElement} */ (next?.querySelector(".knob") ?? otherwise).focus();
  }, ends);
}

/**
 * A bar as long as its minutes: full quarters, then what is left over.
 * @param {Bar} bar @param {string} code @param {Held} held @param {Row | undefined} row @param {string} label @param {Scale} on
 */
export function paintBar(bar, code, held, row, label, on) {
  const spent = held.of(code);
  const minutes = Math.min(spent, on.length);
  const whole = Math.min(row?.whole ?? 0, minutes);
  const ends = on.quarters.filter((quarter) => quarter <= whole);
  const blocks = ends.map((quarter, i) => lay(html("span", { class: "whole" }, [String(quarter - (ends[i - 1] ?? 0))]),
    ends[i - 1] ?? 0, quarter, on));
  const done = ends.at(-1) ?? 0;
  const left = lay(html("span", { class: "left" }, [html("span", {}, [minutes > done ? String(minutes - done) : ""])]), done, minutes, on);
  bar.bar.replaceChildren(...blocks, row ? left : lay(html("span", { class: "unread" }), 0, minutes, on));
  bar.knob.style.left = `${(100 * minutes) / on.length}%`;
  bar.knob.setAttribute("aria-valuemax", String(Math.max(on.length, spent)));
  bar.knob.setAttribute("aria-valuenow", String(spent));
  bar.knob.setAttribute("aria-valuetext", row && row.minutes === spent ? row.says : count(spent, "minute"));
  // What is being typed stays: an emptied field, and a number that is written in another way.
  const isTypedInto = document.activeElement === bar.input && (bar.input.value === "" || Number(bar.input.value) === spent);
  if (!isTypedInto) bar.input.value = String(held.all()[code]);
  bar.name.replaceChildren(html("b", {}, [code]), html("span", {}, [label]));
  bar.node.setAttribute("aria-label", `${code} ${label}`);
}
