// @ts-check
// The visit builder, drawn. This file shows what the traits say and reports what is chosen or typed; every code, unit,
// modifier and reason comes from Python.

import { html, tell } from "../kit/elements.js";
import { BAR_TRAITS, formBar } from "../kit/form_bar.js";
import { keepFocus } from "../kit/keep_focus.js";
import { follow, report } from "../kit/traits.js";
import { view } from "../kit/views.js";
import { bodyDialog } from "./body_dialog.js";
import { claimPane } from "./claim_pane.js";
import { group, jumpRow, withValue } from "./fields.js";
import { adjustedPart, examinationPart, recordPart, visitPart } from "./parts.js";
import { diagnosisList, serviceList } from "./services.js";

/**
 * @typedef {Record<string, any>} Visit
 * @typedef {{value: string, word: string, says: string}} Choice
 * @typedef {{label: string, choices: Choice[]}} CodeGroup
 * @typedef {{region: string, word: string, label: string, kind: string, chips: import("../kit/fields.js").Chip[]}} ChipRow
 * @typedef {{payers: Choice[], care: Choice[], course: Choice[], abn: Choice[], part: Choice[], contact: Choice[],
 *            performed_by: Choice[], purposes: Choice[], regions: Choice[], chips: ChipRow[],
 *            services_by_code: CodeGroup[], examinations: CodeGroup[], examples: Choice[], hints: Record<string, string>,
 *            usual: Visit}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {(string | number)[]} Path
 * @typedef {(path: Path, value: any) => void} Edit
 */

/**
 * The bar above: an empty visit and the examples to start from, the files, and steps to take back.
 * @param {Model} model @param {Choices} choices @param {HTMLElement} root @param {AbortSignal} signal @param {() => boolean} isAside
 */
function barOf(model, choices, root, signal, isAside) {
  const afresh = { value: "", word: "An empty visit", says: "build it from scratch", asks: { do: "empty" } };
  const bar = formBar(model, { what: "visit", such: "such as monday", privacy: "A text file in the folder of this notebook.",
    start: "Start from …", examples: [afresh, ...choices.examples] }, root, signal, isAside);
  const nameFile = () => { bar.fileName.value = model.get("file"); };
  follow(model, ["file"], nameFile, signal);
  nameFile();
  return bar;
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model, host } = given;
  /** @type {Choices} */
  const choices = model.get("choices");
  return view(given, ["visit", "claim_html", "problems", "problem", "outcomes", "chip_of", "adjusted_regions", "answered",
    ...BAR_TRAITS], (signal) => {
    const visit = () => /** @type {Visit} */ (model.get("visit"));
    /** @type {Edit} */
    const edit = (path, value) => {
      report(model, { visit: withValue(visit(), path, value) });
      keepFocus(root, paint);
    };
    const body = bodyDialog(model, host, signal);
    const services = serviceList(choices, visit, model, edit, body.show);
    const diagnoses = diagnosisList(visit, edit);
    const parts = [
      visitPart(choices, edit),
      adjustedPart(choices, visit, model, edit, () => body.show("adjusted", 0)),
      { group: group("services", "Other things done", "Exercise, hands-on work, heat, traction, tests: one entry each.", [services.node], "Services"),
        paint: services.paint },
      { group: group("diagnoses", "Diagnoses", choices.hints.diagnoses, [diagnoses.node]), paint: diagnoses.paint },
      recordPart(choices, visit, edit),
      examinationPart(choices, visit, edit),
    ];
    const groups = parts.map((part) => part.group);
    const jumps = jumpRow(groups);
    const claim = claimPane(model, signal);
    const root = html("div", { class: "cptedu visit-builder" });
    const bar = barOf(model, choices, root, signal, () => body.node.open);
    const form = html("div", { class: "pane form" }, [jumps.node, ...groups.map(({ node }) => node)]);
    const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
    root.append(bar.node, html("div", { class: "panes" }, [form, claim.node]), spoken, body.node);
    follow(model, ["summary"], () => { spoken.textContent = model.get("summary"); }, signal);

    const paint = () => {
      const held = visit();
      for (const part of parts) part.paint(held);
      /** @type {Record<string, string>} */
      const problems = model.get("problems");
      for (const { key, wrong } of groups) tell(wrong, problems[key]);
      jumps.paint(problems);
      bar.paint();
      const isAnswered = JSON.stringify(model.get("answered")) === JSON.stringify(held);
      root.toggleAttribute("data-waiting", !isAnswered);
      claim.paint(isAnswered);
    };
    return { root, paint, later: requestAnimationFrame };
  });
}

export default { render };
