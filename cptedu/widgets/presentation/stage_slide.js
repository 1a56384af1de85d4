// @ts-check
// The parts of a slide: the note, what may be predicted, the claim line by line, what it carries, and the list of cases.

import { html } from "../kit/elements.js";

/**
 * @typedef {{label: string, value: string, key: string, noted: string}} Fact
 * @typedef {{says: string, full: string, source: string}} Reason
 * @typedef {{written: string, units: number, label: string, verdict: string, words: string, sign: string, billed: boolean,
 *   reasons: Reason[], fix: string, sides: string[], changed: boolean}} Item
 * @typedef {{letter: string, words: string, is_claim: boolean, votes: number, typed: number, width: number, state: string}} Choice
 * @typedef {{code: string, verdict: string, bars: {part: string, width: number}[], told: string, why: string,
 *   was: number | null, was_told: string}} Row
 * @typedef {{title: string, rows: Row[], legend: {part: string, words: string}[], source: string}} Picture
 * @typedef {{points: string[], sources: string, on_paper: string}} Closing
 * @typedef {{title: string, opening: string, cases: {title: string, faulty: boolean}[],
 *   has_end: boolean, keys: {shown: string, says: string}[], known: string[], on_page: Record<string, string>,
 *   typed_after: string[], teaching: string, is_kept: boolean, phones: {address: string, picture: string} | null}} Program
 */

const STATES = /** @type {Record<string, string[]>} */ ({
  right: ["✓", "what the rules give"],
  also: ["≈", "the record supports this too"],
  wrong: ["✕", "not what the rules give"],
});

const CODE = /(\b\d{4}[0-9A-Z](?:-[A-Z0-9]{2})+(?: [x×]\d+)?)/; // with its modifiers, and perhaps its units

/** Words in which a code never breaks from its modifiers. @param {string} words */
export function withCodes(words) {
  const pieces = words.split(CODE).map((piece, number) => (number % 2 ? html("span", { class: "code" }, [piece]) : piece));
  return html("span", {}, pieces);
}

/** @param {string} key as printed on a keyboard */
export const cap = (key) => html("kbd", { "aria-hidden": "true" }, [key]);

/** @param {Fact[]} facts @param {(key: string) => void} press */
export function noteList(facts, press) {
  return html("dl", { class: "facts" }, facts.map((fact) => {
    const told = html("span", {}, [html("span", { class: "value" }, [fact.value])]);
    if (fact.noted) told.append(html("span", { class: "noted" }, [` noted: ${fact.noted}`]));
    const value = html("dd", {}, [told]);
    const row = html("div", { class: "fact" }, [html("dt", {}, [fact.label]), value]);
    if (fact.noted) row.setAttribute("data-changed", "");
    if (fact.key) {
      const label = `What if: ${fact.label.toLowerCase()}, key ${fact.key.toUpperCase()}`;
      const button = html("button", { type: "button", class: "try", "aria-label": label }, [cap(fact.key.toUpperCase())]);
      button.addEventListener("click", () => press(fact.key));
      value.append(button);
    }
    return row;
  }));
}

/**
 * What may be predicted: a claim as billed, which breaks between its lines, or words.
 * @param {Choice} choice @param {"span" | "label"} tag @param {Record<string, string>} [more]
 */
function claimed({ words, is_claim: isClaim }, tag, more = {}) {
  if (!isClaim) return html(tag, { class: "claimed in-words", ...more }, [withCodes(words)]);
  const pieces = words.split(" + ").map((piece, number) => html("span", {}, [number ? `+ ${piece}` : piece]));
  return html(tag, { class: "claimed", ...more }, pieces.flatMap((piece) => [piece, " "]));
}

/** @param {Choice} choice */
export function choiceRow(choice) {
  const [sign, words] = STATES[choice.state] ?? ["", ""];
  const bar = html("span", { class: "bar" }, [html("i", { style: `width:${choice.width}%` })]);
  const row = html("li", { "data-state": choice.state }, [
    html("span", { class: "letter", "aria-hidden": "true" }, [choice.letter]),
    claimed(choice, "span")]);
  if (choice.votes) row.append(html("span", { class: "votes" }, [`${choice.votes}`, html("span", { class: "spoken" }, [" votes"])]));
  if (choice.state) {
    row.append(html("span", { class: "outcome" }, [html("b", { "aria-hidden": "true" }, [sign]), html("span", { class: "spoken" }, [words])]));
  }
  row.append(bar);
  return row;
}

/**
 * The choices with a field each to type the votes.
 * @param {Choice[]} choices @param {string} id @param {(choice: number, count: number) => void} tally
 */
export function tallyRows(choices, id, tally) {
  return choices.map((choice, number) => {
    const field = html("input", {
      type: "number", min: 0, max: 9999, inputmode: "numeric", id: `${id}-${number}`, value: choice.typed || "",
    });
    field.addEventListener("focus", () => field.select()); // what is typed takes the place of what stood there
    field.addEventListener("input", () => tally(number, Math.trunc(Number(field.value)) || 0));
    const bar = html("span", { class: "bar" }, [html("i", { style: `width:${choice.width}%` })]);
    return html("li", {}, [html("span", { class: "letter", "aria-hidden": "true" }, [choice.letter]),
      claimed(choice, "label", { for: `${id}-${number}` }), field, bar]);
  });
}

/** Name one of several sides, so that no two are called alike. @param {number} at @param {number} of */
const sideNamed = (at, of) => (at === 0 ? "One side" : of === 2 ? "The other side" : `Side ${at + 1} of ${of}`);

/** @param {Item} item */
export function claimItem(item) {
  const head = html("p", { class: "head" }, [html("span", { class: "written" }, [item.written])]);
  if (item.billed) head.append(html("span", { class: "units" }, [`×${item.units}`]));
  head.append(html("span", { class: "verdict" }, [`${item.sign} ${item.words}`]));
  if (item.changed) head.append(html("span", { class: "changed" }, ["changed"]));
  const row = html("li", { class: "item", "data-verdict": item.verdict, ...(item.billed ? {} : { "data-unbilled": "" }) }, [head]);
  const label = item.billed || item.written === "nothing" ? item.label : `${item.label}: not billed`;
  row.append(html("p", { class: "label" }, [label]));
  for (const reason of item.reasons) {
    const says = html("p", { class: "reason" }, [withCodes(reason.says)]);
    if (reason.source) says.append(" ", html("span", { class: "source" }, [`[${reason.source}]`]));
    row.append(says);
  }
  for (const [at, side] of item.sides.entries()) {
    row.append(html("p", { class: "side-taken" }, [`${sideNamed(at, item.sides.length)}: `, withCodes(side)]));
  }
  if (item.fix) row.append(html("p", { class: "fix" }, ["→ ", withCodes(item.fix)]));
  return row;
}

/** @param {Picture} picture */
export function rvuTable(picture) {
  const rows = picture.rows.map((row) => {
    const bars = row.bars.map((bar) =>
      html("i", { "data-part": bar.part, style: `width:${bar.width}%`, "aria-hidden": "true" }));
    const drawn = html("td", {}, [html("span", { class: "bars" }, [...bars, html("b", {}, [row.told])])]);
    if (row.why) drawn.firstElementChild?.append(html("span", {}, [row.why]));
    if (row.was !== null) {
      const before = html("i", { style: `width:${row.was}%`, "aria-hidden": "true" });
      drawn.append(html("span", { class: "was" }, [before, html("span", { class: "spoken" }, [row.was_told])]));
    }
    return html("tr", { "data-verdict": row.verdict }, [html("th", { scope: "row" }, [row.code]), drawn]);
  });
  const legend = html("span", { class: "legend" }, picture.legend.map((one) =>
    html("span", {}, [html("i", { "data-part": one.part, "aria-hidden": "true" }), one.words])));
  return [
    html("table", {}, [html("caption", {}, [picture.title]), html("tbody", {}, rows)]),
    html("p", { class: "under" }, [legend, html("span", {}, [picture.source])]),
  ];
}

/** What to take home: a sentence of each case, whose rules they were, and where it is on paper. @param {Closing} shown */
export function takeHome({ points, sources, on_paper: command }) {
  const none = html("p", { class: "opening" }, ["The claim of no case was revealed."]);
  const held = points.length ? html("ol", { class: "points" }, points.map((point) => html("li", {}, [withCodes(point)]))) : none;
  const paper = html("p", { class: "paper" }, ["On paper, with each claim and why the other choices are wrong: ", html("code", {}, [command])]);
  return [held, html("div", { class: "closing" }, [
    ...(sources ? [html("p", {}, [html("b", {}, ["Sources: "]), sources])] : []), paper])];
}

/** @param {Program} program @param {number} at @param {(at: number) => void} go */
export function caseList(program, at, go) {
  return html("ol", { class: "cases" }, program.cases.map((one, number) => {
    const button = html("button", { type: "button" }, [
      html("b", {}, [String(number + 1)]), html("span", {}, [one.title + (one.faulty ? " ✕" : "")])]);
    if (number + 1 === at) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => go(number + 1));
    return html("li", {}, [button]);
  }));
}
