// @ts-check
// The minutes of a service, as a slider by itself.

import { slider } from "./slider.js";

/**
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *            on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 * @param {{model: Model, el: HTMLElement}} view
 */
function render({ model, el }) {
  const minutes = slider("Minutes", 0, model.get("most"), () => undefined);
  minutes.input.addEventListener("input", () => {
    model.set("value", minutes.input.valueAsNumber);
    model.save_changes();
  });
  const draw = () => minutes.paint(model.get("value"));
  el.classList.add("cptedu", "minutes-slider");
  el.append(minutes.node);
  model.on("change:value", draw);
  draw();
  return () => model.off("change:value", draw);
}

export default { render };
