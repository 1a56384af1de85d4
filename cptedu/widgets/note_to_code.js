// @ts-check
// From note to code, drawn. This file draws what the traits say and reports what is switched off and on; which code an
// element carries, and why, comes from Python.

import { ownId } from "./own_id.js";

/**
 * @typedef {{id: string, label: string, text: string, gone: string, kept: boolean, effect: string}} Element_
 * @typedef {{verdict: string, words: string, says: string, fix: string, sides: string[], sources: string[]}} Finding
 * @typedef {{code: string, label: string, state: "stands" | "changed" | "gone" | "new", units: number, modifiers: string[],
 *            verdict: string, words: string, change: string, reasons: Finding[],
 *            pillars: {label: string, state: string}[]}} Card
 * @typedef {{code: string, about: string, verdict: string, words: string, reasons: Finding[]}} Never
 * @typedef {{problem: string, summary: string, title?: string, on?: string, payer?: string, taken?: number, all?: string[],
 *            groups?: {title: string, elements: Element_[]}[], codes?: Card[], never?: Never[],
 *            of: Record<string, unknown>}} Reading
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *            on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 * @typedef {{node: HTMLElement, box: HTMLInputElement, text: HTMLElement, effect: HTMLElement}} Switch
 */

const SVG = "http://www.w3.org/2000/svg";

/** One sign for each verdict, drawn so that every computer shows the same. @type {Record<string, string>} */
const SIGNS = {
  supported: "M3.5 8.5l3 3 6-7", not_supported: "M4 4l8 8M12 4l-8 8", not_covered: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M4 12l8-8",
  ask: "M5.4 5.6a2.7 2.7 0 1 1 3.7 2.5c-.8.35-1.1.9-1.1 1.7M8 12.4v.4", contested: "M3 5.5h9M9.5 3L12 5.5 9.5 8M13 10.5H4M6.5 8L4 10.5 6.5 13",
  no_data: "M4 8h8",
};

/**
 * Make an element with attributes, children and text; text is only ever set as text.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElement}
 */
function html(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** @param {string} verdict */
function sign(verdict) {
  const made = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ class: "sign", viewBox: "0 0 16 16", "aria-hidden": "true" })) made.setAttribute(name, value);
  path.setAttribute("d", SIGNS[verdict] ?? SIGNS.no_data);
  made.append(path);
  return made;
}

/** @param {string} verdict @param {string} words */
const badge = (verdict, words) => html("span", { class: "badge", "data-verdict": verdict }, [sign(verdict), html("span", {}, [words])]);

/** A reason in the engine's words, with what would settle it and where it is written. @param {Finding} finding */
function reason(finding) {
  const parts = [html("p", { class: "says" }, [sign(finding.verdict), html("span", { class: "spoken" }, [`${finding.words}: `]), finding.says])];
  if (finding.sides.length) parts.push(html("ul", { class: "sides" }, finding.sides.map((side) => html("li", {}, [side]))));
  if (finding.fix && finding.verdict !== "supported") parts.push(html("p", { class: "fix" }, [finding.fix]));
  if (finding.sources.length) {
    parts.push(html("details", {}, [html("summary", {}, ["Source"]), html("ul", {}, finding.sources.map((one) => html("li", {}, [one])))]));
  }
  return html("li", { class: "reason", "data-verdict": finding.verdict }, parts);
}

const STATES = { stands: "on the claim", changed: "on the claim, changed", gone: "off the claim", new: "on the claim now" };

/** @type {Record<string, string>} */
const PILLARS = { "in the note": "supported", missing: "not_supported" };

/** @param {Card} card */
function cardNode(card) {
  const off = card.state === "gone";
  const written = [card.code, ...card.modifiers].join("-");
  const parts = [
    html("div", { class: "card-head" }, [
      html("span", { class: "line" }, [html(off ? "s" : "span", {}, [written]), html("span", { class: "times" }, [` ×${card.units}`])]),
      html("span", { class: "state" }, [off ? badge(card.verdict, `off the claim: ${card.words}`)
        : card.state === "stands" ? badge(card.verdict, card.words) : badge(card.verdict, `${card.words}, ${card.state === "new" ? "new" : "changed"}`)]),
    ]),
    html("p", { class: "label" }, [card.label]),
  ];
  if (card.pillars.length) {
    parts.push(html("ul", { class: "pillars", "aria-label": `What ${card.code} stands on` }, card.pillars.map((one) =>
      html("li", { "data-state": one.state }, [sign(PILLARS[one.state] ?? "no_data"), html("span", {}, [one.label,
        html("span", { class: one.state === "in the note" ? "spoken" : "" }, [`: ${one.state}`])])]))));
  }
  if (card.change) parts.push(html("p", { class: "change" }, [card.change]));
  if (card.reasons.length) parts.push(html("ul", { class: "reasons" }, card.reasons.map(reason)));
  return html("li", { class: "card", "data-code": card.code, "data-state": card.state, "data-verdict": card.verdict,
    "aria-label": `${card.code}: ${STATES[card.state]}` }, parts);
}

/** @param {Never} item */
const neverNode = (item) => html("li", {}, [html("p", {}, [html("b", {}, [item.code]), ` ${item.about} `, badge(item.verdict, item.words)]),
  html("ul", { class: "reasons" }, item.reasons.map(reason))]);

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("note");
  const gone = new AbortController();
  const { signal } = gone;

  const problem = html("p", { class: "problem", role: "alert", hidden: "" });
  const title = html("span", { class: "title" });
  const date = html("span", { class: "date" });
  const payer = html("span", {});
  const groups = html("div", { class: "groups" });
  const whole = /** @type {HTMLButtonElement} */ (html("button", { type: "button", class: "whole" }, ["Put everything back"]));
  const head = html("div", { class: "head" }, [html("div", {}, [html("p", { class: "hint" }, [
    html("b", {}, ["Switch off parts of the note and see which code falls."])]), html("p", { class: "about" }, [title, " · ", date, " · ", payer])]), whole]);
  const note = html("section", { class: "note", "aria-label": "The note" }, [groups]);
  const cards = html("ul", { class: "cards" });
  const nothing = html("p", { class: "nothing", hidden: "" }, ["Nothing is on the claim."]);
  const never = html("ul", {});
  const neverBox = html("details", { class: "never" }, [html("summary", {}, ["Not billed, even with the whole note"]), never]);
  const claim = html("section", { class: "claim", "aria-label": "The claim" }, [cards, nothing, neverBox]);
  const stale = html("p", { class: "stale", hidden: "" }, ["Python has not answered. If this stays, run the cell again."]);
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const body = html("div", { class: "body" }, [note, claim]);
  const root = html("div", { class: "cptedu note-to-code", "data-lm-suppress-shortcuts": "true" }, [head, problem, body, stale, spoken]);
  el.append(root);
  // A key that is meant for a control is none of the notebook's, where D twice deletes a cell.
  root.addEventListener("keydown", (event) => {
    const forTheNotebook = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key === "Enter");
    if (!forTheNotebook) event.stopPropagation();
  }, { signal });

  /** @type {Map<string, Switch>} */
  const switches = new Map();
  /** @param {string[]} kept */
  const report = (kept) => {
    model.set("kept", kept);
    model.save_changes();
  };
  groups.addEventListener("change", (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    /** @type {string[]} */
    const kept = model.get("kept");
    const all = /** @type {Reading} */ (model.get("reading")).all ?? [];
    report(all.filter((one) => (one === box.value ? box.checked : kept.includes(one))));
  }, { signal });
  whole.addEventListener("click", () => {
    report([...(/** @type {Reading} */ (model.get("reading")).all ?? [])]);
    groups.querySelector("input")?.focus();
  }, { signal });

  /** Draw the note anew when it is another one; else only its switches change. @param {Reading} reading */
  const paintNote = (reading) => {
    const drawn = JSON.stringify((reading.groups ?? []).map((group) => [group.title, group.elements.map((one) => [one.id, one.label, one.text])]));
    if (groups.dataset.drawn !== drawn) {
      groups.dataset.drawn = drawn;
      switches.clear();
      groups.replaceChildren(...(reading.groups ?? []).map((group) => html("fieldset", {}, [html("legend", {}, [group.title]),
        ...group.elements.map((one, i) => {
          const box = /** @type {HTMLInputElement} */ (html("input", { type: "checkbox", value: one.id,
            "aria-describedby": `${id}-${one.id}-${i}` }));
          const text = html("span", { class: "text" });
          const effect = html("span", { class: "effect", id: `${id}-${one.id}-${i}` });
          const node = html("label", { class: "element", "data-id": one.id }, [box,
            html("span", { class: "kind" }, [one.label]), text, effect]);
          switches.set(one.id, { node, box, text, effect });
          return node;
        })])));
    }
    /** @type {string[]} */
    const kept = model.get("kept");
    for (const one of (reading.groups ?? []).flatMap((group) => group.elements)) {
      const held = switches.get(one.id);
      if (!held) continue;
      const stays = Array.isArray(kept) && kept.includes(one.id);
      held.box.checked = stays;
      held.node.dataset.kept = String(stays);
      held.text.replaceChildren(stays ? one.text : html("s", {}, [one.text]), ...(stays ? [] : [html("span", { class: "now" }, [one.gone])]));
      held.effect.textContent = stays ? "" : one.effect;
    }
  };

  let waiting = 0;
  let drawnCards = "";
  const paint = () => {
    /** @type {Reading} */
    const reading = model.get("reading");
    problem.textContent = reading.problem;
    problem.hidden = !reading.problem;
    body.hidden = Boolean(reading.problem);
    title.textContent = reading.title ?? "";
    date.textContent = reading.on ?? "";
    payer.textContent = reading.payer ?? "";
    whole.disabled = !reading.taken;
    paintNote(reading);
    if (drawnCards !== JSON.stringify([reading.codes, reading.never])) {
      drawnCards = JSON.stringify([reading.codes, reading.never]);
      cards.replaceChildren(...(reading.codes ?? []).map(cardNode));
      never.replaceChildren(...(reading.never ?? []).map(neverNode));
      neverBox.hidden = !reading.never?.length;
      nothing.hidden = (reading.codes ?? []).some((card) => card.state !== "gone");
    }
    const answered = JSON.stringify(reading.of) === JSON.stringify({ visit: model.get("visit"), kept: model.get("kept") });
    clearTimeout(waiting);
    if (answered) {
      stale.hidden = true;
      root.toggleAttribute("data-stale", false);
      if (spoken.textContent !== reading.summary) spoken.textContent = reading.summary;
    } else {
      waiting = window.setTimeout(() => {
        stale.hidden = false;
        root.toggleAttribute("data-stale", true);
      }, 1500);
    }
    root.toggleAttribute("data-waiting", !answered);
  };
  const followed = ["change:visit", "change:kept", "change:reading"];
  for (const event of followed) model.on(event, paint);
  paint();

  return () => {
    gone.abort();
    clearTimeout(waiting);
    for (const event of followed) model.off(event, paint);
  };
}

export default { render };
