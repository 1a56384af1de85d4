// A figure drawn by Python, put on the page and replaced when Python draws another. An open table stays open, the
// keyboard stays where it was, and what is new is said aloud.

/** @param {Element} from @param {Element} to */
const copyAttributes = (from, to) => {
  for (const { name, value } of from.attributes) to.setAttribute(name, value);
};

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
    const drawn = document.createElement("template");
    drawn.innerHTML = model.get("html");
    const [old, fresh] = [figure, drawn.content].map((each) => each.querySelector("figure"));
    const [table, freshTable] = [old, fresh].map((each) => each?.querySelector(":scope > details:last-of-type"));
    if (!old || !fresh || !table || !freshTable) {
      figure.replaceChildren(drawn.content);
      return;
    }
    // What can be pressed stays as it is: a key or a button that is down while this is drawn counts when it is let go.
    copyAttributes(fresh, old);
    for (const each of [...old.children]) if (each !== table) each.remove();
    table.before(...[...fresh.children].filter((each) => each !== freshTable));
    const [box, freshBox] = [table, freshTable].map((each) => each.querySelector(":scope > div"));
    if (box && freshBox) {
      copyAttributes(freshBox, box);
      box.replaceChildren(...freshBox.childNodes);
    }
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
