// @ts-check
// Controls above a chart that Python draws: what is chosen is reported, and what cannot be drawn is said between them.

import { html, tell } from "./elements.js";
import { report } from "./traits.js";
import { view } from "./views.js";

const PLACE = ["state", "county", "county_says", "locality"];

/**
 * @param {import("./views.js").Given} given
 * @param {{class: string, follows: string[]}} look its class; the traits that its controls show beside the place
 * @param {(set: (name: string) => (value: unknown) => void) => {controls: Node[], below?: Node[],
 *   paint: (why: Record<string, string>) => void}} make the controls, given what reports a trait; painted with why one rests
 */
export function chartExplorer(given, look, make) {
  const { model, host } = given;
  return view(given, [...look.follows, ...PLACE, "problem", "why_not"], (signal) => {
    const { controls, below = [], paint } = make((name) => (value) => report(model, { [name]: value }));
    const problem = html("p", { class: "wrong", role: "alert", hidden: true });
    const chart = html("div", { class: "chart" });
    host?.getWidget(model.get("chart")).then((child) => child.render({ el: chart, signal }));
    const root = html("div", { class: look.class }, [html("div", { class: "controls" }, controls), ...below, problem, chart]);
    return { root, paint: () => {
      paint(model.get("why_not"));
      tell(problem, model.get("problem"));
      chart.toggleAttribute("data-stale", Boolean(model.get("problem")));
    } };
  });
}
