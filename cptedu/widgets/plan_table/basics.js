// @ts-check
// The plan as a whole: its days and its payer, and what is asked only where it is paid by schedule or by contract.

import { html } from "../kit/elements.js";
import { menu, textField } from "../kit/fields.js";

/** @param {import("./view.js").Choices} choices @param {import("./view.js").Typed} type */
export function planFields(choices, type) {
  const title = textField({ label: "Title" }, type("title"));
  const starts = textField({ label: "First day", type: "date" }, type("starts_on"));
  const payer = menu({ label: "Payer", choices: choices.payers }, type("payer"));
  const again = textField({ label: "Re-evaluation after", unit: "days", type: "number", min: 1, max: 366 }, type("re_evaluation", "every_days"));
  const participation = menu({ label: "Practice and Medicare", choices: choices.participation }, type("participation"));
  const track = menu({ label: "Conversion factor", choices: choices.tracks, none: "not said" }, type("track"));
  const share = textField({ label: "Coinsurance", type: "number", unit: "%", min: 0, max: 100 }, type("contract", "coinsurance"));
  const copay = textField({ label: "or copay a visit", type: "number", unit: "$", min: 0 }, type("contract", "copay"));
  const visits = textField({ label: "Visits covered", type: "number", min: 0, max: 366 }, type("contract", "visits_covered"));
  const maintenance = menu({ label: "Maintenance covered", none: "not known", choices: [{ value: "yes", word: "yes" }, { value: "no", word: "no" }] },
    type("contract", "maintenance_covered"));
  const contractOnly = [share.node, copay.node, visits.node, maintenance.node];
  return {
    node: html("div", { class: "basics", role: "group", "aria-label": "The plan as a whole" },
      [title.node, starts.node, payer.node, again.node, participation.node, track.node, ...contractOnly]),
    paint: (/** @type {Record<string, any>} */ plan, /** @type {Record<string, any>} */ facts) => {
      title.paint(plan.title);
      starts.paint(plan.starts_on);
      payer.paint(plan.payer);
      again.paint(plan.re_evaluation?.every_days);
      participation.paint(plan.participation ?? choices.participation[0].value);
      track.paint(plan.track);
      const { coinsurance, copay: each, visits_covered: covered, maintenance_covered: isCovered } = plan.contract ?? {};
      share.paint(typeof coinsurance === "number" ? Number((coinsurance * 100).toFixed(4)) : coinsurance);
      copay.paint(each);
      visits.paint(covered);
      maintenance.paint(isCovered === undefined ? "" : isCovered ? "yes" : "no");
      participation.node.hidden = !facts.by_schedule;
      track.node.hidden = !facts.needs_track;
      for (const node of contractOnly) node.hidden = !facts.by_contract;
    },
  };
}
