// @ts-check
// The table of a plan of care, drawn. This file shows what the traits say and reports what is chosen or typed; every
// claim, amount and reason, and the chart, come from Python.

import { button, html, tell } from "../kit/elements.js";
import { BAR_TRAITS, formBar } from "../kit/form_bar.js";
import { view } from "../kit/views.js";
import { amountFields, findingsAsked } from "./answers.js";
import { planFields } from "./basics.js";
import { phaseRows } from "./phases.js";

/**
 * @typedef {import("../kit/fields.js").Choice} Choice
 * @typedef {{payers: Choice[], care: Choice[], abn: Choice[], part: Choice[], regions: Choice[], often: Choice[],
 *            services: {id: string, word: string}[], participation: Choice[], tracks: Choice[], examples: Choice[],
 *            hints: Record<string, string>}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {(...path: (string | number)[]) => (text: string) => void} Typed
 */

/**
 * All phases, one of them open.
 * @param {Model} model @param {Choices} choices @param {Typed} type
 */
function phaseTable(model, choices, type) {
  /** @type {ReturnType<typeof phaseRows>[]} */
  const phases = [];
  let open = -1;
  const count = () => (model.get("plan").phases ?? []).length;
  const body = html("tbody");
  const heads = ["Phase", "Weeks", "Visits", "Care", "Notice (ABN)", "Payer pays", "Patient pays"];
  const table = html("table", { "aria-label": "The phases of the plan" }, [
    html("thead", {}, [html("tr", {}, heads.map((words) => html("th", { scope: "col" }, [words])))]), body]);
  const add = button("Add a phase", "add", () => {
    open = count();
    model.send({ do: "add_phase" });
  });
  const act = {
    open: (/** @type {number} */ at) => {
      open = open === at ? -1 : at;
      paint();
    },
    moved: (/** @type {number} */ at, /** @type {number} */ to) => {
      open = to;
      model.send({ do: "move_phase", phase: at, to });
      phases[to].opener.focus();
    },
    removed: (/** @type {number} */ at) => {
      open = -1;
      model.send({ do: "remove_phase", phase: at });
      add.focus();
    },
  };
  const paint = () => {
    while (phases.length > count()) phases.pop()?.nodes.forEach((node) => node.remove());
    while (phases.length < count()) {
      phases.push(phaseRows(phases.length, choices, model, type, act));
      body.append(...phases[phases.length - 1].nodes);
    }
    phases.forEach((phase, i) => phase.paint(i === open, phases.length));
  };
  return { nodes: [table, html("div", { class: "row below" }, [add])], paint };
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model, host } = given;
  /** @type {Choices} */
  const choices = model.get("choices");
  return view(given, ["plan", "rows", "sums", "findings", "amounts", "facts", "problems", ...BAR_TRAITS], (signal) => {
    /** @type {Typed} */
    const type = (...path) => (text) => model.send({ do: "type", path, text });
    const root = html("div", { class: "cptedu plan-table" });
    const bar = formBar(model, { what: "plan", such: "such as low_back", privacy: "A text file in the folder of this notebook. No patient's name.",
      start: "Start from an example", examples: choices.examples }, root, signal);
    const wrong = html("p", { class: "wrong", role: "alert", hidden: true });
    const basics = planFields(choices, type);
    const phases = phaseTable(model, choices, type);
    const chart = html("div", { class: "chart" });
    const amounts = amountFields(type);
    const findings = findingsAsked();
    const spoken = html("p", { class: "heard", role: "status", "aria-live": "polite" });
    root.append(bar.node, wrong, basics.node, ...phases.nodes, chart, amounts.node, findings.node, spoken);
    host?.getWidget(model.get("view")).then((child) => child.render({ el: chart, signal }));

    const paint = () => {
      const facts = model.get("facts");
      const problems = model.get("problems");
      const isBad = Object.keys(problems).length > 0;
      basics.paint(model.get("plan"), facts);
      tell(wrong, problems.plan);
      phases.paint();
      for (const part of [chart, findings.node]) part.toggleAttribute("data-stale", isBad);
      amounts.paint(model.get("amounts"), facts.by_contract);
      findings.paint(model.get("findings"));
      bar.paint();
      if (spoken.textContent !== facts.says) spoken.textContent = facts.says;
    };
    return { root, paint, later: queueMicrotask };
  });
}

export default { render };
