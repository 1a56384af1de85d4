// @ts-check
// The article's claims, drawn one at a time. This file draws what the reading says and reports judgements; verdicts come
// from Python, and only of claims that were judged.

import { askFirst } from "../kit/ask_first.js";
import { html, onPress, put, refill } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";
import { isOfNow } from "../kit/waiting.js";

/**
 * @typedef {{number: number, claim: string, judged: string, you: string, verdict: string, words?: string, how: string,
 *            compared?: string, why?: string, sources?: string[], lesson?: string}} Claim
 * @typedef {{number: number, judged: string, how: string, says: string}} Mark
 * @typedef {{problem: string, summary: string, article?: string, choices?: {value: string, label: string, says: string}[],
 *            claims?: Mark[], current?: Claim, tally?: string, is_complete?: boolean, of: Record<string, unknown>}} Reading
 * @typedef {import("../kit/traits.js").Model} Model
 */

/** One sign for each outcome. @type {Record<string, string>} */
const SIGNS = { same: TICK, close: "M3 9.5c1.7-2.6 3.3-2.6 5 0s3.3 2.6 5 0M3 6c1.7-2.6 3.3-2.6 5 0s3.3 2.6 5 0", other: CROSS };

/** What the sources say, once the learner has judged. @param {HTMLElement} answer @param {Claim} current */
function paintAnswer(answer, current) {
  answer.dataset.how = current.how;
  refill(answer, [current.how, current.compared, current.why, current.lesson, current.sources], () => [
    html("p", { class: "compared" }, [drawnSign(SIGNS[current.how]), html("span", {}, [current.compared ?? ""])]),
    html("p", { class: "why" }, [current.why ?? ""]),
    html("p", { class: "lesson" }, [`More in ${current.lesson}.`]),
    sourceList((current.sources ?? []).length === 1 ? "Source" : "Sources", current.sources ?? []),
  ]);
}

/** All claims in a row, each with how it was judged. @param {HTMLElement} strip @param {Mark[]} marks @param {number} at */
function paintStrip(strip, marks, at) {
  const item = (/** @type {string} */ number) => html("li", {}, [html("button", { type: "button", "data-number": number })]);
  keptChildren(strip, marks.map((one) => String(one.number)), item).forEach((held, i) => {
    const button = /** @type {HTMLElement} */ (held.firstElementChild);
    const one = marks[i];
    button.dataset.how = one.how;
    button.setAttribute("aria-label", one.says);
    button.toggleAttribute("data-here", one.number === at);
    put(button, "aria-current", one.number === at && "step");
    button.replaceChildren(String(one.number), ...(one.how ? [drawnSign(SIGNS[one.how])] : []));
  });
}

/** The parts of the reader that stay while claims come and go. @param {Model} model */
function frame(model) {
  const tally = html("p", { class: "tally" });
  const { opener: clear, sure } = askFirst("Judge all anew", { question: "Clear every judgement?", yes: "Clear them", no: "Keep them" },
    () => report(model, { judged: {} }));
  const strip = html("ol", { class: "strip", "aria-label": "The statements" });
  const where = html("p", { class: "where" });
  const claim = html("blockquote", { class: "claim", tabindex: "-1" });
  const choices = html("div", { class: "choices" });
  const asked = html("fieldset", { class: "asked" }, [html("legend", {}, ["First you: how do you judge it?"]), choices]);
  const answer = html("section", { class: "answer", tabindex: "-1", "aria-label": "What the sources say", hidden: true });
  const back = html("button", { type: "button" }, ["← Statement before"]);
  const on = html("button", { type: "button", class: "on" }, ["Next statement →"]);
  const article = html("p", { class: "article" });
  const card = html("div", { class: "card" }, [where, claim, asked, answer]);
  const body = html("div", { class: "body" }, [strip, card, html("div", { class: "steps" }, [back, on])]);
  const head = html("div", { class: "head" }, [html("div", {}, [
    html("p", { class: "hint" }, [html("b", {}, ["Judge each statement first. Then see what the sources say."])]), tally]),
    html("div", {}, [clear, sure])]);
  return { head, tally, clear, strip, where, claim, choices, asked, answer, back, on, article, body };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/** The claim in front, and what the sources say once it is judged. @param {Parts} parts @param {Claim} current @param {Mark[]} marks */
function paintCurrent({ where, claim, asked, answer, back, on }, current, marks) {
  where.textContent = `Statement ${current.number} of ${marks.length}`;
  claim.textContent = current.claim;
  answer.hidden = !current.judged;
  asked.hidden = Boolean(current.judged);
  if (current.judged) paintAnswer(answer, current);
  back.disabled = current.number === marks[0].number;
  on.disabled = current.number === marks[marks.length - 1].number;
}

/** Let claims be stepped through and chosen. @param {Parts} parts @param {Model} model @param {AbortSignal} signal */
function listenToSteps({ back, on, strip, claim }, model, signal) {
  const go = (/** @type {number} */ number) => { report(model, { at: number }); claim.focus(); };
  const along = (/** @type {number} */ step) => {
    const numbers = (/** @type {Reading} */ (model.get("reading")).claims ?? []).map((one) => one.number);
    const next = numbers[numbers.indexOf(model.get("at")) + step];
    if (next !== undefined) go(next);
  };
  back.addEventListener("click", () => along(-1), { signal });
  on.addEventListener("click", () => along(1), { signal });
  onPress(strip, "button", (button) => go(Number(button.dataset.number)), signal);
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu article-reader", follows: ["judged", "at"] }, (_root, signal) => {
    const parts = frame(model);
    const { head, tally, clear, strip, choices, answer, article, body } = parts;
    listenToSteps(parts, model, signal);
    let focusAnswer = false;
    onPress(choices, "button", (button) => {
      if (!isOfNow(model, model.get("reading"))) return;
      focusAnswer = true;
      report(model, { judged: { ...model.get("judged"), [String(model.get("at"))]: button.dataset.value } });
    }, signal);
    const paint = (/** @type {Reading} */ now) => {
      body.hidden = Boolean(now.problem);
      tally.textContent = now.tally ?? "";
      article.textContent = now.article ? `The statements are in our words. The article: ${now.article}.` : "";
      const marks = now.claims ?? [];
      clear.disabled = !marks.some((one) => one.judged);
      paintStrip(strip, marks, model.get("at"));
      refill(choices, now.choices, () => (now.choices ?? []).map((one) => html("button", { type: "button", "data-value": one.value },
        [html("b", {}, [one.label]), html("span", {}, [one.says])])));
      if (now.current) paintCurrent(parts, now.current, marks);
    };
    const settled = () => {
      if (!focusAnswer || answer.hidden) return;
      focusAnswer = false;
      answer.focus({ preventScroll: true });
    };
    return { above: [head], below: [body, article], paint, settled };
  });
}

export default { render };
