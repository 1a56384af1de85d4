// A figure drawn by Python, put on the page and replaced when Python draws another. An open table stays open, the
// keyboard stays where it was, and what is new is said aloud.

/**
 * @typedef {{get(name: "html" | "summary"): string, on(event: string, call: () => void): void,
 *            off(event: string, call: () => void): void}} Model
 * @param {{model: Model, el: HTMLElement}} view
 */
function render({ model, el }) {
  const figure = document.createElement("div");
  const spoken = document.createElement("div");
  spoken.setAttribute("role", "status");
  spoken.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  el.append(figure, spoken);

  const draw = () => {
    const isOpen = figure.querySelector("details")?.open ?? false;
    const hadKeyboard = figure.contains(document.activeElement);
    figure.innerHTML = model.get("html");
    const details = figure.querySelector("details");
    if (details) details.open = isOpen;
    if (hadKeyboard) figure.querySelector("summary")?.focus();
  };
  const say = () => {
    spoken.textContent = model.get("summary");
  };
  draw();
  model.on("change:html", draw);
  model.on("change:summary", say);
  return () => {
    model.off("change:html", draw);
    model.off("change:summary", say);
  };
}

export default { render };
