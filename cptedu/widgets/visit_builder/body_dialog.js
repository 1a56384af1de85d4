// @ts-check
// The body, in a window of its own: the learners' spine map, which marks the places of the visit.

import { button, html } from "../kit/elements.js";
import { follow } from "../kit/traits.js";

/**
 * @param {import("../kit/traits.js").Model} model
 * @param {import("../kit/traits.js").Host | undefined} host
 * @param {AbortSignal} signal
 */
export function bodyDialog(model, host, signal) {
  const node = html("dialog", { class: "body-dialog", "aria-label": "Mark places on the body" });
  /** @type {HTMLElement | null} */
  let cameFrom = null;
  let drawn = new AbortController();
  const show = (/** @type {string} */ layer, /** @type {number} */ service) => {
    cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
    model.send({ do: "body", layer, service });
  };
  const draw = async () => {
    const ref = model.get("body");
    drawn.abort();
    drawn = new AbortController();
    if (!ref || !host || !cameFrom) {
      node.close();
      return;
    }
    const place = html("div");
    node.replaceChildren(html("div", { class: "row" }, [html("h3", {}, ["Mark places on the body"]),
      button("Done", "close-body", () => node.close())]), place);
    const child = await host.getWidget(ref);
    node.showModal();
    await child.render({ el: place, signal: drawn.signal });
  };
  node.addEventListener("close", () => {
    drawn.abort();
    node.replaceChildren();
    if (model.get("body")) model.send({ do: "close_body" });
    cameFrom?.focus();
    cameFrom = null;
  });
  signal.addEventListener("abort", () => drawn.abort());
  follow(model, ["body"], draw, signal);
  return { node, show };
}
