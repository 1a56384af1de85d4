// @ts-check
// The columns of a log, drawn. This file draws what Python says of each and reports what is chosen; it reads no log.

import { button, html, options, put, refill } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { ownId } from "../kit/own_id.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";

/**
 * @typedef {{name: string, means: string, word: string, by: string, says: string, examples: string[], is_used: boolean, said: string}} Column
 * @typedef {{name: string, word: string, said: boolean | null}} Flag
 * @typedef {{problem: string, summary: string, log?: string, columns?: Column[], choices?: {value: string, word: string}[], flags?: Flag[],
 *            questions?: string[], of: Record<string, unknown>}} Reading
 */

const HEADS = ["Column", "Taken for", "How it is known", "Such as"];

/** A row that stays while another meaning is chosen, so that the menu keeps the focus. @param {string} name */
const row = (name) => html("tr", { "data-name": name }, [html("th", { scope: "row" }, [name]),
  html("td", {}, [html("select", { "aria-label": `What ${name} holds`, "data-of": name })]), html("td", { class: "why" }), html("td", { class: "such" })]);

/** @param {HTMLElement} made @param {Column} one @param {Reading} reading */
function paintRow(made, one, reading) {
  const menu = /** @type {HTMLSelectElement} */ (made.querySelector("select"));
  const found = { value: "", word: one.said ? "as it was found" : one.word };
  refill(menu, [reading.choices, found], () => options([found, ...(reading.choices ?? [])]));
  menu.value = one.said;
  put(made, "data-used", one.is_used && "");
  const [why, such] = [".why", ".such"].map((part) => /** @type {HTMLElement} */ (made.querySelector(part)));
  why.textContent = [one.by, one.says].filter(Boolean).join(": ");
  refill(such, one.examples, () => one.examples.map((example) => html("code", {}, [example])));
}

/** @param {HTMLElement} list @param {Flag[]} flags @param {string} id */
function paintFlags(list, flags, id) {
  const made = (/** @type {string} */ name) => html("p", {}, [html("label", { for: `${id}-${name}` }), html("select", { id: `${id}-${name}`, "data-flag": name },
    options([{ value: "", word: "the log tells it" }, { value: "yes", word: "yes" }, { value: "no", word: "no" }]))]);
  keptChildren(list, flags.map(({ name }) => name), made).forEach((held, i) => {
    const { word, said } = flags[i];
    /** @type {HTMLElement} */ (held.querySelector("label")).textContent = word;
    /** @type {HTMLSelectElement} */ (held.querySelector("select")).value = said === true ? "yes" : said === false ? "no" : "";
  });
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu column-chooser", follows: ["answers", "kept"] }, (_root, signal) => {
    const id = ownId("columns");
    const title = html("p", { class: "title" });
    const caption = html("caption", { class: "spoken" });
    const body = html("tbody");
    const table = html("div", { class: "table", tabindex: 0, role: "region", "aria-label": "The columns of the log" }, [html("table", {}, [caption,
      html("thead", {}, [html("tr", {}, HEADS.map((word) => html("th", { scope: "col" }, [word])))]), body])]);
    const flags = html("div", { class: "flags" });
    const questions = html("ol", { class: "questions", role: "status" });
    const kept = html("p", { class: "kept", role: "status" });
    const keep = button("Confirm, and keep this beside the log", "keep", () => model.send({ do: "keep" }));
    const all = html("div", { class: "all" }, [title, table, flags, questions, html("div", { class: "foot" }, [keep, kept])]);
    all.addEventListener("change", (event) => {
      const { dataset, value } = /** @type {HTMLSelectElement} */ (event.target);
      const answers = { ...model.get("answers") };
      const name = dataset.of ?? dataset.flag ?? "";
      delete answers[name];
      if (value) answers[name] = dataset.flag ? value === "yes" : value;
      report(model, { answers });
    }, { signal });
    const paint = (/** @type {Reading} */ reading) => {
      const columns = reading.columns ?? [];
      title.replaceChildren(html("b", {}, [`The columns of ${reading.log ?? "the log"}. `]), reading.summary);
      caption.textContent = title.textContent;
      keptChildren(body, columns.map(({ name }) => name), row).forEach((held, i) => paintRow(/** @type {HTMLElement} */ (held), columns[i], reading));
      paintFlags(flags, reading.flags ?? [], id);
      refill(questions, reading.questions, () => (reading.questions ?? []).map((one) => html("li", {}, [one])));
      keep.disabled = Boolean(reading.problem || reading.questions?.length);
      kept.textContent = model.get("kept") ?? "";
    };
    return { above: [], below: [all], paint };
  });
}

export default { render };
