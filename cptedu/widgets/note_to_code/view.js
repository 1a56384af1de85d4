// @ts-check
// From note to code, drawn. This file draws what the traits say and reports what is switched off and on; which code an
// element carries, and why, comes from Python.

import { html, refill } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { report } from "../kit/traits.js";
import { badge, reason, verdictSign } from "../kit/verdicts.js";
import { worksheet } from "../kit/views.js";

/**
 * @typedef {{id: string, label: string, text: string, gone: string, kept: boolean, effect: string}} Element_
 * @typedef {import("../kit/verdicts.js").Finding} Finding
 * @typedef {{code: string, label: string, state: "stands" | "changed" | "gone" | "new", units: number, modifiers: string[],
 *            verdict: string, words: string, change: string, reasons: Finding[],
 *            pillars: {label: string, state: string}[]}} Card
 * @typedef {{code: string, about: string, verdict: string, words: string, reasons: Finding[]}} Never
 * @typedef {{problem: string, summary: string, title?: string, on?: string, payer?: string, taken?: number, all?: string[],
 *            groups?: {title: string, elements: Element_[]}[], codes?: Card[], never?: Never[],
 *            of: Record<string, unknown>}} Reading
 * @typedef {{node: HTMLElement, box: HTMLInputElement, text: HTMLElement, effect: HTMLElement}} Switch
 */

const STATES = { stands: "on the claim", changed: "on the claim, changed", gone: "off the claim", new: "on the claim now" };

/** @type {Record<string, string>} */
const PILLARS = { "in the note": "supported", missing: "not_supported" };

/** @param {Card} card */
function cardNode(card) {
  const off = card.state === "gone";
  const written = [card.code, ...card.modifiers].join("-");
  /** @type {HTMLElement[]} */
  const parts = [
    html("div", { class: "cptedu-line-head" }, [
      html(off ? "s" : "span", { class: "cptedu-code" }, [written]), html("span", { class: "cptedu-units" }, [`×${card.units}`]),
      html("span", { class: "cptedu-badges" }, [off ? badge(card.verdict, `off the claim: ${card.words}`)
        : card.state === "stands" ? badge(card.verdict, card.words) : badge(card.verdict, `${card.words}, ${card.state === "new" ? "new" : "changed"}`)]),
    ]),
    html("p", { class: "cptedu-label" }, [card.label]),
  ];
  if (card.pillars.length) {
    parts.push(html("ul", { class: "pillars", "aria-label": `What ${card.code} stands on` }, card.pillars.map((one) =>
      html("li", { "data-state": one.state }, [verdictSign(PILLARS[one.state] ?? "no_data"), html("span", {}, [one.label,
        html("span", { class: one.state === "in the note" ? "spoken" : "" }, [`: ${one.state}`])])]))));
  }
  if (card.change) parts.push(html("p", { class: "change" }, [card.change]));
  if (card.reasons.length) parts.push(html("ul", { class: "reasons" }, card.reasons.map((one) => reason(one, true))));
  return html("li", { class: "card cptedu-line", "data-code": card.code, "data-state": card.state, "data-verdict": card.verdict,
    "aria-label": `${card.code}: ${STATES[card.state]}` }, parts);
}

/** @param {Never} item */
const neverNode = (item) => html("li", {}, [html("p", {}, [html("b", {}, [item.code]), ` ${item.about} `, badge(item.verdict, item.words)]),
  html("ul", { class: "reasons" }, item.reasons.map((one) => reason(one, true)))]);

/**
 * The note as switches, one for each of its elements.
 * @param {HTMLElement} groups where they stand
 * @param {string} id
 */
function noteSwitches(groups, id) {
  /** @type {Map<string, Switch>} */
  const switches = new Map();
  /** @param {NonNullable<Reading["groups"]>} given */
  const draw = (given) => {
    switches.clear();
    return given.map((group) => html("fieldset", {}, [html("legend", {}, [group.title]), ...group.elements.map((one, i) => {
      const box = html("input", { type: "checkbox", value: one.id, "aria-describedby": `${id}-${one.id}-${i}` });
      const text = html("span", { class: "text" });
      const effect = html("span", { class: "effect", id: `${id}-${one.id}-${i}` });
      const node = html("label", { class: "element", "data-id": one.id }, [box, html("span", { class: "kind" }, [one.label]), text, effect]);
      switches.set(one.id, { node, box, text, effect });
      return node;
    })]));
  };
  /** Draw the note anew when it is another one; else only its switches change. @param {Reading} reading @param {string[]} kept */
  return (reading, kept) => {
    const drawn = (reading.groups ?? []).map((group) => [group.title, group.elements.map((one) => [one.id, one.label, one.text])]);
    refill(groups, drawn, () => draw(reading.groups ?? []));
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
}

/** The parts that stay while the note and its claim change. */
function frame() {
  const title = html("span", { class: "title" });
  const date = html("span", { class: "date" });
  const payer = html("span", {});
  const groups = html("div", { class: "groups" });
  const whole = html("button", { type: "button", class: "whole" }, ["Put everything back"]);
  const head = html("div", { class: "head" }, [html("div", {}, [html("p", { class: "hint" }, [
    html("b", {}, ["Switch off parts of the note and see which code falls."])]), html("p", { class: "about" }, [title, " · ", date, " · ", payer])]), whole]);
  const note = html("section", { class: "note", "aria-label": "The note" }, [groups]);
  const cards = html("ul", { class: "cards" });
  const nothing = html("p", { class: "nothing", hidden: true }, ["Nothing is on the claim."]);
  const never = html("ul", {});
  const neverBox = html("details", { class: "never" }, [html("summary", {}, ["Not billed, even with the whole note"]), never]);
  const claim = html("section", { class: "claim", "aria-label": "The claim" }, [cards, nothing, neverBox]);
  const body = html("div", { class: "body" }, [note, claim]);
  return { head, title, date, payer, groups, whole, cards, nothing, never, neverBox, body };
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu note-to-code", follows: ["visit", "kept"] }, (_root, signal) => {
    const { head, title, date, payer, groups, whole, cards, nothing, never, neverBox, body } = frame();
    const all = () => /** @type {Reading} */ (model.get("reading")).all ?? [];
    groups.addEventListener("change", (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      /** @type {string[]} */
      const kept = model.get("kept");
      report(model, { kept: all().filter((one) => (one === box.value ? box.checked : kept.includes(one))) });
    }, { signal });
    whole.addEventListener("click", () => {
      report(model, { kept: [...all()] });
      groups.querySelector("input")?.focus();
    }, { signal });

    const paintNote = noteSwitches(groups, ownId("note"));
    const paint = (/** @type {Reading} */ reading) => {
      body.hidden = Boolean(reading.problem);
      title.textContent = reading.title ?? "";
      date.textContent = reading.on ?? "";
      payer.textContent = reading.payer ?? "";
      whole.disabled = !reading.taken;
      paintNote(reading, model.get("kept"));
      refill(cards, reading.codes, () => (reading.codes ?? []).map(cardNode));
      refill(never, reading.never, () => (reading.never ?? []).map(neverNode));
      neverBox.hidden = !reading.never?.length;
      nothing.hidden = (reading.codes ?? []).some((card) => card.state !== "gone");
    };
    return { above: [head], below: [body], paint };
  });
}

export default { render };
