// @ts-check
// The panel that lies over a slide: keys, cases, reasons, and the case that is written; and the keys of what is in it.

import { html } from "../kit/elements.js";
import { cap, caseList, withCodes } from "./stage_slide.js";
import { fit } from "./stage_window.js";

const LARGEST_READ = 1.7; // as many times as large as a long text is

/**
 * @typedef {import("./stage_slide.js").Program} Program
 * @typedef {import("./view.js").Shown} Shown
 * @typedef {import("./view.js").Model} Model
 * @typedef {import("./stage_frame.js").Frame} Frame
 */

/** What was typed and not yet shown, by the text that it began with: Esc by mistake loses nothing. @type {Map<string, string>} */
const typed = new Map();

/** Leave nothing in a panel that is closed: what it told may not be known at the next slide. @param {HTMLElement} panel */
function clearPanel(panel) {
  const area = panel.querySelector("textarea");
  if (area) typed.set(area.defaultValue, area.value);
  panel.replaceChildren();
}

/** What is said in one breath, and behind it the full sentence, where there is more to it. @param {{says: string, full: string}} said */
function inFull({ says, full }) {
  const held = html("span", {}, [withCodes(says)]);
  if (full !== says) held.append(" ", html("details", {}, [html("summary", {}, ["in full"]), withCodes(full)]));
  return held;
}

/** Unfold what holds a reason that the slide says shortly. @param {HTMLElement} held @param {string[]} reasons */
function unfold(held, reasons) {
  for (const folded of held.querySelectorAll("details")) {
    folded.open ||= reasons.some((reason) => folded.textContent?.includes(reason));
  }
}

/** Let what is read in a panel grow into the room that is free there; what has more to say is scrolled. @param {HTMLElement} panel */
export function fitPanel(panel) {
  const held = /** @type {HTMLElement | null} */ (panel.querySelector(":scope > .reasons"));
  if (!held || panel.hidden) return;
  fit(held, LARGEST_READ, 1);
  held.tabIndex = 0; // read with the arrow keys, whole or not
}

/**
 * Fill the panel that lies over the slide.
 * @param {HTMLElement} panel @param {string} kind @param {Model} model
 * @param {{press: (key: string) => void, go: (at: number) => void, write: (written: string) => void}} report
 */
function fillPanel(panel, kind, model, { press, go, write }) {
  /** @type {Shown} */
  const shown = model.get("shown");
  /** @type {Program} */
  const program = model.get("program");
  const close = html("button", { type: "button", class: "close" }, [cap("Esc"), "Close"]);
  close.addEventListener("click", () => press("Escape"));
  const titled = (/** @type {string} */ words) => {
    panel.setAttribute("aria-label", words);
    return html("h2", {}, [words]);
  };
  if (kind === "keys") {
    const rows = program.keys.map((key) => html("div", {}, [html("dt", {}, [html("kbd", {}, [key.shown])]), html("dd", {}, [key.says])]));
    panel.replaceChildren(titled("Keys"), html("dl", { class: "keys" }, rows), close);
  } else if (kind === "cases") {
    panel.replaceChildren(titled("Cases"), caseList(program, model.get("at"), go), close);
  } else if (kind === "why") {
    const told = (shown.why_not ?? []).map((one) => html("li", {}, [html("b", {}, [withCodes(one.choice)]), inFull(one)]));
    const none = html("p", {}, ["Of the other choices nothing can be worked out: they are words, or the record supports them too."]);
    const held = html("div", { class: "reasons", tabindex: "0" }, [told.length ? html("ul", { class: "why-not" }, told) : none]);
    const asked = (shown.asked ?? []).map((one) => html("li", {}, [html("b", {}, [`“${one.question}”`]),
      html("span", {}, [`${one.answer} `, one.source && html("span", { class: "source" }, [`[${one.source}]`])])]));
    if (asked.length) held.append(html("h3", {}, ["What a room asks"]), html("ul", { class: "why-not asked" }, asked));
    panel.replaceChildren(titled("Why not the other choices"), held, close);
  } else if (kind === "reasons") {
    const held = html("div", { class: "reasons", tabindex: "0" });
    held.innerHTML = shown.reasons; // the package's own page of the claim; text from the visit is escaped in it
    unfold(held, shown.items.flatMap((item) => item.reasons).filter((one) => one.says !== one.full).map((one) => one.full));
    panel.replaceChildren(titled("The claim with all reasons and sources"), held, close);
  } else {
    const old = panel.querySelector("textarea");
    const area = old ?? html("textarea", { spellcheck: "false", "aria-label": "The case" });
    if (!old) {
      area.defaultValue = shown.draft;
      area.value = typed.get(shown.draft) ?? shown.draft;
    }
    const show = html("button", { type: "button", class: "main-button" }, [cap("Ctrl Enter"), "Show it"]);
    show.addEventListener("click", () => write(area.value));
    const faults = html("ul", { class: "faults", role: "alert" }, (shown.faults_of_draft ?? []).map((one) => html("li", {}, [one])));
    panel.replaceChildren(titled("Write or paste a case"), area, faults, html("p", { class: "row" }, [show, close]));
    area.focus({ preventScroll: true });
  }
}

/**
 * The panel over the slide: filled when another is open or what it shows has changed, and the focus goes in and out with it.
 * @param {Frame} parts @param {Model} model
 * @param {{press: (key: string) => void, go: (at: number) => void, write: (written: string) => void}} report
 * @returns {() => void} paints it
 */
export function panelOver({ root, panel, choices }, model, report) {
  let held = "";
  return () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    const kind = model.get("panel");
    const asked = JSON.stringify([kind, shown.faults_of_draft, kind === "reasons" ? shown.reasons : "", shown.why_not ?? ""]);
    if (asked === held) return;
    const isNew = !held.startsWith(`["${kind}"`);
    held = asked;
    const isOpen = kind !== "" && kind !== "tally";
    panel.hidden = !isOpen;
    panel.dataset.panel = kind;
    if (isOpen) {
      fillPanel(panel, kind, model, report);
      fitPanel(panel);
    } else clearPanel(panel);
    if (!isNew) return;
    const first = /** @type {HTMLElement | null} */ (kind === "tally" ? choices.querySelector("input")
      : panel.querySelector("[aria-current], textarea, .reasons, button"));
    if (!kind) root.focus({ preventScroll: true });
    else first?.focus({ preventScroll: true });
  };
}

/**
 * Keep the keyboard inside an open panel.
 * @param {HTMLElement} panel @param {KeyboardEvent} event
 */
export function keepInside(panel, event) {
  const all = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("button, textarea, a[href], summary, [tabindex='0']")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length];
  event.preventDefault();
  next?.focus();
}

/**
 * A key in a field where something is typed, or in what is read. True when it was meant for that.
 * @param {HTMLElement} target @param {KeyboardEvent} event @param {Frame} parts @param {(key: string) => void} press
 */
export function keyOfField(target, event, parts, press) {
  if (target instanceof HTMLTextAreaElement) {
    if (event.key === "Escape") press("Escape");
    return true;
  }
  if (target.matches(".panel > .reasons") && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    press("Escape");
    return true;
  }
  if (!(target instanceof HTMLInputElement)) return false;
  const fields = [...parts.choices.querySelectorAll("input")];
  const at = fields.indexOf(target);
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (fields[at + step]) fields[at + step].focus();
    else if (event.key === "Enter") press("Escape");
  } else if (event.key === "Escape" || event.key === "t" || event.key === "T" || event.key === " ") {
    event.preventDefault();
    press("Escape");
  }
  return true;
}

/**
 * Arrow keys in a list of cases. True when the key was meant for the list.
 * @param {HTMLElement} target @param {KeyboardEvent} event
 */
export function keyOfList(target, event) {
  const list = target.closest(".panel .cases");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!list || !step) return false;
  const all = [...list.querySelectorAll("button")];
  const at = all.findIndex((one) => one === target);
  all[(at + step + all.length) % all.length].focus();
  event.preventDefault();
  return true;
}
