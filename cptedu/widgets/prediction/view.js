// @ts-check
// A prediction, drawn. This file draws the question and reports what was tapped; what is right comes from Python, and only then.

import { button, html, onPress, put, refill, tell } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";

/**
 * @typedef {{words: string, gloss: string}} Choice
 * @typedef {{right: string, how: string, says: string, too: string, because: string, card: string, others: string, count: string,
 *            sources: string[]}} Turned
 * @typedef {{problem: string, summary: string, turned?: Turned | null, of: Record<string, unknown>}} Reading
 */

/** A code in figures, other words as words. @param {string} words */
const isCode = (words) => /^\d/.test(words) && !words.endsWith("unit") && !words.endsWith("units");

/** A sign for what became of a prediction. @type {Record<string, string>} */
const OUTCOMES = { right: TICK, stands: TICK, other: CROSS };

const LONGEST_SHORT = 14; // letters of an answer that stands beside others

const FEWEST_BESIDE = 4; // fewer stand below one another: the card beside them is as high

/** How many of the answers stand side by side, where they do. @param {Choice[]} choices */
const besideOneAnother = (choices) => choices.length >= FEWEST_BESIDE && choices.every((one) => !one.gloss && one.words.length <= LONGEST_SHORT)
  && String(Math.ceil(choices.length / 2));

/** A claim with its lines: each keeps its modifiers and units beside its code. @param {string} words */
const lines = (words) => words.split(" + ").flatMap((line, at) => [at ? " " : "", html("span", { class: "line" }, [at ? `+ ${line}` : line])]);

/** @param {Choice} one */
const choice = (one) => html("button", { type: "button", "data-words": one.words }, [
  isCode(one.words) ? html("span", { class: "code" }, lines(one.words)) : html("span", { class: "plain" }, [one.words]),
  html("span", { class: "gloss", hidden: !one.gloss }, [one.gloss]), html("span", { class: "mark" })]);

/**
 * Mark what was said, and what is right once the card has turned.
 * @param {HTMLElement} choices @param {string} said @param {Turned | null | undefined} shown
 */
function paintChoices(choices, said, shown) {
  for (const one of choices.querySelectorAll("button")) {
    const words = one.dataset.words;
    const isRight = Boolean(shown) && words === shown?.right;
    put(one, "aria-pressed", String(words === said));
    put(one, "aria-disabled", said !== "" && "true");
    one.toggleAttribute("data-right", isRight);
    const mark = isRight && words === said ? "right" : isRight ? "the answer" : words === said ? "your choice" : "";
    const sign = isRight ? [drawnSign(TICK)] : [];
    refill(/** @type {HTMLElement} */ (one.lastElementChild), mark, () => [...sign, mark]);
  }
}

/** Cards of a claim, built and escaped by Python. @param {string} made @param {string} kind */
function cards(made, kind) {
  const held = html("div", { class: kind });
  held.innerHTML = made;
  return held;
}

/** The answer with its one reason, and the rest behind a count. @param {Turned} shown @param {() => void} again */
const backOf = (shown, again) => [
  html("p", { class: "says" }, [drawnSign(OUTCOMES[shown.how]), html("span", {}, [shown.says])]),
  ...(shown.too ? [html("p", {}, [shown.too])] : []),
  shown.card ? cards(shown.card, "card") : html("p", {}, [shown.because]),
  html("div", { class: "foot" }, [
    ...(shown.others ? [html("details", {}, [html("summary", {}, [shown.count]), cards(shown.others, "others")])] : []),
    ...(shown.sources.length ? [sourceList("Sources", shown.sources)] : []),
    button("Choose again", "again", again)]),
];

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu prediction", follows: ["said", "asked"] }, (root, signal) => {
    const id = ownId("prediction");
    const told = html("p", { class: "told" });
    const asks = html("p", { class: "asks" });
    const question = html("div", { class: "question", id }, [told, asks]);
    const choices = html("div", { class: "choices", role: "group", "aria-labelledby": id });
    const back = html("div", { class: "back" });
    const body = html("div", { class: "body" }, [html("div", { class: "front" }, [question, choices]), back]);
    const again = () => {
      report(model, { said: "" });
      /** @type {HTMLElement | null} */ (choices.querySelector("button"))?.focus();
    };
    onPress(choices, "button", (pressed) => {
      if (model.get("said")) return; // said is said; who wants another try takes it back first
      root.toggleAttribute("data-now", true);
      report(model, { said: pressed.dataset.words });
    }, signal);
    const paint = (/** @type {Reading} */ { turned, of }) => {
      const asked = model.get("asked");
      tell(told, asked.told);
      asks.textContent = asked.question ?? "";
      put(choices, "data-beside", besideOneAnother(asked.choices ?? []));
      refill(choices, asked.choices, () => (asked.choices ?? []).map(choice));
      const said = model.get("said");
      const shown = said && of.said === said ? turned : null;
      paintChoices(choices, said, shown);
      back.toggleAttribute("data-turned", Boolean(shown));
      back.dataset.how = shown?.how ?? "";
      refill(back, shown ?? null, () => (shown ? backOf(shown, again)
        : [html("p", { class: "waits" }, ["The answer comes here once you have chosen."])]));
    };
    return { above: [], below: [body], paint };
  });
}

export default { render };
