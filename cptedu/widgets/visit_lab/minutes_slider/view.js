// @ts-check
// The minutes of a service, as a slider by itself.

import { slider } from "../../kit/slider.js";
import { report } from "../../kit/traits.js";

/** @param {{model: import("../../kit/traits.js").Model, el: HTMLElement}} view */
function render({ model, el }) {
  const minutes = slider("Minutes", 0, model.get("most"), () => undefined);
  minutes.input.addEventListener("input", () => {
    report(model, { value: minutes.input.valueAsNumber });
  });
  const draw = () => minutes.paint(model.get("value"));
  el.classList.add("cptedu", "minutes-slider");
  el.append(minutes.node);
  model.on("change:value", draw);
  draw();
  return () => model.off("change:value", draw);
}

export default { render };
