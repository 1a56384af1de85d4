// @ts-check
// The claim beside the form: as Python made it, and greyed while something is to be mended.

import { html, tell } from "../kit/elements.js";
import { PATIENCE, SILENT } from "../kit/waiting.js";

const TO_MEND = "Something in the form is to be mended first. Below, greyed, is the last claim that could be worked out.";

/** @param {import("../kit/traits.js").Model} model @param {AbortSignal} signal */
export function claimPane(model, signal) {
  const stale = html("p", { class: "stale", hidden: true });
  const claim = html("div", { class: "claim-html" });
  const start = html("div", { class: "start", hidden: true }, [html("p", {}, ["The claim appears here as soon as the visit has a date and a payer."]),
    html("p", {}, ["Or start from an example, and change it."])]);
  const node = html("section", { class: "pane claim-pane", tabindex: 0, "aria-label": "The claim and its reasons" },
    [html("h3", {}, ["The claim"]), stale, start, claim]);
  let waiting = 0;
  let shown = "";
  signal.addEventListener("abort", () => clearTimeout(waiting));
  const paint = (/** @type {boolean} */ isAnswered) => {
    const made = model.get("claim_html");
    const isToMend = Boolean(model.get("problem"));
    clearTimeout(waiting);
    if (isAnswered) tell(stale, isToMend && made ? TO_MEND : "");
    else waiting = window.setTimeout(tell, PATIENCE, stale, SILENT);
    claim.toggleAttribute("data-stale", isToMend);
    start.hidden = made !== "";
    if (shown === made) return;
    const scrolled = node.scrollTop;
    claim.innerHTML = shown = made; // built and escaped by Python
    node.scrollTop = scrolled;
  };
  return { node, paint };
}
