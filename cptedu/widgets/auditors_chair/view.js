// @ts-check
// The auditor's chair, drawn. This file draws the chart and reports what was decided; what the rules decide comes from Python,
// and only then.

import { button, html, onPress, put, refill } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";
import { isOfNow } from "../kit/waiting.js";

/**
 * @typedef {{section: string, text: string}} Paragraph
 * @typedef {{code: string, billed: string, label: string, units: string, modifiers: string}} Line
 * @typedef {{say: string, words: string, is_open: boolean}} Choice
 * @typedef {{problem: string, summary: string, step?: string, steps?: string[], about?: string, note?: Paragraph[], claim?: Line[],
 *            choices?: Choice[], chosen?: string[], answer?: string, turned?: boolean, right?: string, how?: string, lead?: string,
 *            because?: string, sources?: string[], left?: string, is_over?: boolean, tally?: string, of: Record<string, unknown>}} Reading
 */

const ASK = "ask";
/** @type {Record<string, string>} */
const STATES = { open: "not yet decided", right: "as the rules decide", other: "otherwise than the rules" };

/** @param {Paragraph} one */
const paragraph = ({ section, text }) => html("p", {}, [html("b", {}, [section]), ` ${text}`]);

/** @param {Line} one */
const line = ({ code, modifiers, units, label }) => html("tr", {}, [html("th", { scope: "row" }, [code]), html("td", {}, [modifiers]),
  html("td", {}, [units]), html("td", { class: "label" }, [label])]);

/** The claim as a form has it. */
function claimTable() {
  const body = html("tbody", {});
  const heads = ["Code", "Modifiers", "Units", ""].map((word) => html("th", { scope: "col" }, [word]));
  return { body, table: html("table", { class: "claim" }, [html("thead", {}, [html("tr", {}, heads)]), body]) };
}

/** @param {HTMLElement} steps @param {Reading} reading */
function paintSteps(steps, reading) {
  const states = reading.steps ?? [];
  const item = (/** @type {string} */ at) => html("li", {}, [html("button", { type: "button", "data-at": at })]);
  keptChildren(steps, states.map((_, i) => String(i)), item).forEach((held, i) => {
    const made = /** @type {HTMLElement} */ (held.firstElementChild);
    made.dataset.state = states[i];
    put(made, "aria-current", i === reading.of.at && "step");
    refill(made, states[i], () => [String(i + 1), html("span", { class: "spoken" }, [`: ${STATES[states[i]]}`])]);
  });
}

/** @param {HTMLElement} choices @param {Reading} reading */
function paintChoices(choices, reading) {
  const { turned, right = "", chosen = [], left = "" } = reading;
  const offered = reading.choices ?? [];
  const one = (/** @type {string} */ say) => html("button", { type: "button", "data-say": say });
  keptChildren(choices, offered.map(({ say }) => say), one).forEach((held, i) => {
    const made = /** @type {HTMLButtonElement} */ (held);
    const { say, words, is_open: isOpen } = offered[i];
    const isRight = say === right;
    const isChosen = chosen.includes(say);
    made.disabled = Boolean(turned) || !isOpen;
    put(made, "data-answer", Boolean(turned) && (isRight ? "right" : isChosen && say !== ASK && "other"));
    put(made, "aria-pressed", String(isChosen));
    const says = say === ASK ? [words, html("span", { class: "left" }, [left])] : [words];
    const sign = turned && (isRight || (isChosen && say !== ASK)) ? [drawnSign(isRight ? TICK : CROSS),
      html("span", { class: "spoken" }, [isRight ? "what the rules decide" : "your decision"])] : [];
    refill(made, [words, left, turned, isRight, isChosen], () => [html("span", {}, says), ...sign]);
  });
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu auditors-chair", follows: ["at", "said", "seed"] }, (_root, signal) => {
    const step = html("p", { class: "step", tabindex: -1 });
    const steps = html("ol", { class: "steps" });
    const about = html("p", { class: "about" });
    const note = html("div", { class: "note" });
    const { body, table } = claimTable();
    const choices = html("div", { class: "choices", role: "group", "aria-label": "What do you decide?" });
    const answer = html("p", { class: "answer" });
    const reply = html("div", { class: "reply" });
    const tally = html("p", { class: "tally" });
    const at = () => Number(model.get("at"));
    const go = (/** @type {number} */ to) => {
      report(model, { at: to });
      step.focus({ preventScroll: true });
    };
    const next = button("Next chart", "next", () => go(at() + 1));
    const again = button("Audit twelve others", "again", () => {
      report(model, { said: {}, at: 0, seed: Number(model.get("seed")) + 1 });
      step.focus({ preventScroll: true });
    });
    onPress(steps, "button", (pressed) => go(Number(pressed.dataset.at)), signal);
    onPress(choices, "button", (pressed) => {
      if (/** @type {HTMLButtonElement} */ (pressed).disabled || !isOfNow(model, model.get("reading"))) return;
      const said = model.get("said") ?? {};
      report(model, { said: { ...said, [at()]: [...(said[at()] ?? []), pressed.dataset.say] } });
    }, signal);
    const chart = html("section", { class: "chart" }, [html("h4", {}, ["The note"]), note]);
    const desk = html("section", { class: "desk" }, [html("h4", {}, ["The claim"]), table, html("p", { class: "asks" }, ["What do you decide?"]),
      choices, answer, reply, html("div", { class: "foot" }, [next, again, tally])]);
    const all = html("div", { class: "all" }, [html("div", { class: "top" }, [step, steps]), about, html("div", { class: "sides-by" }, [chart, desk])]);
    const paint = (/** @type {Reading} */ reading) => {
      all.hidden = Boolean(reading.problem);
      if (!reading.steps) return;
      step.textContent = reading.step ?? "";
      paintSteps(steps, reading);
      about.textContent = reading.about ?? "";
      refill(note, reading.note, () => (reading.note ?? []).map(paragraph));
      refill(body, reading.claim, () => (reading.claim ?? []).map(line));
      paintChoices(choices, reading);
      answer.textContent = reading.answer ?? "";
      put(reply, "data-how", reading.turned ? reading.how ?? "" : false);
      refill(reply, [reading.lead, reading.because], () => (reading.turned ? [html("p", { class: "lead" }, [
        drawnSign(reading.how === "right" ? TICK : CROSS), html("b", {}, [reading.lead ?? ""])]), html("p", {}, [reading.because ?? ""]),
      ...(reading.sources?.length ? [sourceList("Sources", reading.sources)] : [])] : []));
      next.hidden = at() + 1 >= reading.steps.length;
      next.disabled = !reading.turned;
      again.hidden = !reading.is_over;
      tally.textContent = reading.tally ?? "";
    };
    return { above: [], below: [all], paint };
  });
}

export default { render };
