// @ts-check
// The parts of a slide: the note, what may be predicted, the claim line by line, what it carries, and the list of cases.

import { html } from "../kit/elements.js";

/**
 * @typedef {{label: string, value: string, key: string, noted: string}} Fact
 * @typedef {{says: string, source: string}} Reason
 * @typedef {{written: string, units: number, label: string, verdict: string, words: string, sign: string, billed: boolean,
 *   reasons: Reason[], fix: string, sides: string[], changed: boolean}} Item
 * @typedef {{letter: string, words: string, is_claim: boolean, votes: number, width: number, state: string}} Choice
 * @typedef {{code: string, verdict: string, bars: {part: string, width: number}[], told: string, why: string}} Row
 * @typedef {{title: string, rows: Row[], legend: {part: string, words: string}[], source: string}} Picture
 * @typedef {{title: string, opening: string, cases: {title: string, faulty: boolean}[],
 *   keys: {shown: string, says: string}[], known: string[], on_page: Record<string, string>, teaching: string}} Program
 */

const STATES = /** @type {Record<string, string[]>} */ ({
  right: ["✓", "what the rules give"],
  also: ["≈", "the record supports this too"],
  wrong: ["✕", "not what the rules give"],
});

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
  if (!isClaim) return html(tag, { class: "claimed in-words", ...more }, [words]);
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
      type: "number", min: 0, max: 9999, inputmode: "numeric", id: `${id}-${number}`, value: choice.votes || "",
    });
    field.addEventListener("input", () => tally(number, Math.trunc(Number(field.value)) || 0));
    const bar = html("span", { class: "bar" }, [html("i", { style: `width:${choice.width}%` })]);
    return html("li", {}, [html("span", { class: "letter", "aria-hidden": "true" }, [choice.letter]),
      claimed(choice, "label", { for: `${id}-${number}` }), field, bar]);
  });
}

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
    const says = html("p", { class: "reason" }, [reason.says]);
    if (reason.source) says.append(" ", html("span", { class: "source" }, [`[${reason.source}]`]));
    row.append(says);
  }
  for (const side of item.sides) row.append(html("p", { class: "side-taken" }, [`One side: ${side}`]));
  if (item.fix) row.append(html("p", { class: "fix" }, [`→ ${item.fix}`]));
  return row;
}

/** @param {Picture} picture */
export function rvuTable(picture) {
  const rows = picture.rows.map((row) => {
    const bars = row.bars.map((bar) =>
      html("i", { "data-part": bar.part, style: `width:${bar.width}%`, "aria-hidden": "true" }));
    const drawn = html("td", {}, [html("span", { class: "bars" }, [...bars, html("b", {}, [row.told])])]);
    if (row.why) drawn.firstElementChild?.append(html("span", {}, [row.why]));
    return html("tr", { "data-verdict": row.verdict }, [html("th", { scope: "row" }, [row.code]), drawn]);
  });
  const legend = html("span", { class: "legend" }, picture.legend.map((one) =>
    html("span", {}, [html("i", { "data-part": one.part, "aria-hidden": "true" }), one.words])));
  return [
    html("table", {}, [html("caption", {}, [picture.title]), html("tbody", {}, rows)]),
    html("p", { class: "under" }, [legend, html("span", {}, [picture.source])]),
  ];
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
