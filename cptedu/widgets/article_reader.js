// @ts-check
// The article's claims, drawn one at a time. This file draws what the reading says and reports judgements; verdicts come
// from Python, and only of claims that were judged.

import { ownId } from "./own_id.js";

/**
 * @typedef {{number: number, claim: string, judged: string, you: string, verdict: string, words?: string, how: string,
 *            compared?: string, why?: string, sources?: string[], lesson?: string}} Claim
 * @typedef {{number: number, judged: string, how: string, says: string}} Mark
 * @typedef {{problem: string, summary: string, article?: string, choices?: {value: string, label: string, says: string}[],
 *            claims?: Mark[], current?: Claim, tally?: string, is_complete?: boolean, of: Record<string, unknown>}} Reading
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *            on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 */

const SVG = "http://www.w3.org/2000/svg";

/** One sign for each outcome, drawn so that every computer shows the same. @type {Record<string, string>} */
const SIGNS = { same: "M3.5 8.5l3 3 6-7", close: "M3 9.5c1.7-2.6 3.3-2.6 5 0s3.3 2.6 5 0M3 6c1.7-2.6 3.3-2.6 5 0s3.3 2.6 5 0", other: "M4 4l8 8M12 4l-8 8" };

/**
 * Make an element with attributes and children; text is only ever set as text.
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

/** @param {string} how */
function sign(how) {
  const made = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ class: "sign", viewBox: "0 0 16 16", "aria-hidden": "true" })) made.setAttribute(name, value);
  path.setAttribute("d", SIGNS[how]);
  made.append(path);
  return made;
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("article");
  const gone = new AbortController();
  const { signal } = gone;

  const problem = html("p", { class: "problem", role: "alert", hidden: "" });
  const tally = html("p", { class: "tally" });
  const clear = /** @type {HTMLButtonElement} */ (html("button", { type: "button", class: "clear" }, ["Judge all anew"]));
  const sure = html("span", { class: "sure", hidden: "" });
  const strip = html("ol", { class: "strip", "aria-label": "The claims" });
  const where = html("p", { class: "where", id: `${id}-where` });
  const claim = html("blockquote", { class: "claim" });
  const choices = html("div", { class: "choices" });
  const asked = html("fieldset", { class: "asked" }, [html("legend", {}, ["First you: how do you judge it?"]), choices]);
  const answer = html("section", { class: "answer", tabindex: "-1", "aria-label": "What the sources say", hidden: "" });
  const back = /** @type {HTMLButtonElement} */ (html("button", { type: "button" }, ["← Claim before"]));
  const on = /** @type {HTMLButtonElement} */ (html("button", { type: "button", class: "on" }, ["Next claim →"]));
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const stale = html("p", { class: "stale", hidden: "" }, ["Python has not answered. If this stays, run the cell again."]);
  const article = html("p", { class: "article" });
  const card = html("div", { class: "card" }, [where, claim, asked, answer]);
  const body = html("div", { class: "body" }, [strip, card, html("div", { class: "steps" }, [back, on])]);
  const head = html("div", { class: "head" }, [html("div", {}, [
    html("p", { class: "hint" }, [html("b", {}, ["Judge each claim first. Then see what the sources say."])]), tally]),
    html("div", {}, [clear, sure])]);
  const root = html("div", { class: "cptedu article-reader", "data-lm-suppress-shortcuts": "true" }, [head, problem, body, article, stale, spoken]);
  el.append(root);

  /** @returns {Reading} */
  const reading = () => model.get("reading");
  /** @param {string} name @param {unknown} value */
  const report = (name, value) => { model.set(name, value); model.save_changes(); };
  /** @param {number} number */
  const go = (number) => { report("at", number); claim.focus(); };
  /** @param {number} step */
  const along = (step) => {
    const numbers = (reading().claims ?? []).map((one) => one.number);
    const next = numbers[numbers.indexOf(model.get("at")) + step];
    if (next !== undefined) go(next);
  };
  claim.tabIndex = -1;

  back.addEventListener("click", () => along(-1), { signal });
  on.addEventListener("click", () => along(1), { signal });
  strip.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button) go(Number(button.dataset.number));
  }, { signal });
  let focusAnswer = false;
  choices.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    focusAnswer = true;
    report("judged", { ...model.get("judged"), [String(model.get("at"))]: button.dataset.value });
  }, { signal });
  clear.addEventListener("click", () => {
    const yes = html("button", { type: "button" }, ["Clear them"]);
    const no = html("button", { type: "button" }, ["Keep them"]);
    sure.replaceChildren("Clear every judgement? ", yes, " ", no);
    sure.hidden = false;
    clear.hidden = true;
    const close = () => { sure.hidden = true; clear.hidden = false; clear.focus(); };
    yes.addEventListener("click", () => { report("judged", {}); close(); }, { signal });
    no.addEventListener("click", close, { signal });
    yes.focus();
  }, { signal });

  /** @param {Claim} current */
  const paintAnswer = (current) => {
    answer.hidden = !current.judged;
    asked.hidden = Boolean(current.judged);
    if (!current.judged) return;
    answer.dataset.how = current.how;
    answer.replaceChildren(
      html("p", { class: "compared" }, [sign(current.how), html("span", {}, [current.compared ?? ""])]),
      html("p", { class: "why" }, [current.why ?? ""]),
      html("h4", {}, ["Sources"]),
      html("ul", { class: "sources" }, (current.sources ?? []).map((one) => html("li", {}, [one]))),
      html("p", { class: "lesson" }, [`More in ${current.lesson}.`]),
    );
  };

  let waiting = 0;
  let drawnChoices = "";
  const paint = () => {
    const now = reading();
    problem.textContent = now.problem;
    problem.hidden = !now.problem;
    body.hidden = Boolean(now.problem);
    tally.textContent = now.tally ?? "";
    article.textContent = now.article ? `The claims are in our words. The article: ${now.article}.` : "";
    const marks = now.claims ?? [];
    clear.disabled = !marks.some((one) => one.judged);
    if (strip.childElementCount !== marks.length) {
      strip.replaceChildren(...marks.map((one) => html("li", {}, [html("button", { type: "button", "data-number": one.number })])));
    }
    [...strip.querySelectorAll("button")].forEach((button, i) => {
      const one = marks[i];
      button.dataset.how = one.how;
      button.setAttribute("aria-label", one.says);
      button.toggleAttribute("data-here", one.number === model.get("at"));
      if (one.number === model.get("at")) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      button.replaceChildren(String(one.number), ...(one.how ? [sign(one.how)] : []));
    });
    if (drawnChoices !== JSON.stringify(now.choices)) {
      drawnChoices = JSON.stringify(now.choices);
      choices.replaceChildren(...(now.choices ?? []).map((one) => html("button", { type: "button", "data-value": one.value },
        [html("b", {}, [one.label]), html("span", {}, [one.says])])));
    }
    const current = now.current;
    if (current) {
      where.textContent = `Claim ${current.number} of ${marks.length}`;
      claim.textContent = current.claim;
      paintAnswer(current);
      back.disabled = current.number === marks[0].number;
      on.disabled = current.number === marks[marks.length - 1].number;
    }
    const answered = JSON.stringify(now.of) === JSON.stringify({ judged: model.get("judged"), at: model.get("at") });
    clearTimeout(waiting);
    if (answered) {
      stale.hidden = true;
      if (spoken.textContent !== now.summary) spoken.textContent = now.summary;
      if (focusAnswer && current?.judged) { focusAnswer = false; answer.focus({ preventScroll: true }); }
    } else {
      waiting = window.setTimeout(() => { stale.hidden = false; }, 1500);
    }
    root.toggleAttribute("data-waiting", !answered);
  };
  const followed = ["change:judged", "change:at", "change:reading"];
  for (const event of followed) model.on(event, paint);
  paint();

  return () => {
    gone.abort();
    clearTimeout(waiting);
    for (const event of followed) model.off(event, paint);
  };
}

export default { render };
