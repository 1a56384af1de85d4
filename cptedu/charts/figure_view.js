// A figure drawn by Python, put on the page and replaced when Python draws another. What is unfolded stays so, the
// keyboard stays where it was, and what is new is said aloud.

/** @param {Element} from @param {Element} to */
const copyAttributes = (from, to) => {
  for (const { name, value } of from.attributes) to.setAttribute(name, value);
};

/** What one presses to unfold it. @param {Element} folded */
const nameOf = (folded) => folded.querySelector(":scope > summary")?.textContent;

/** Put what is new into what is unfolded; whether it is, and its summary, stay. @param {Element} old @param {Element} fresh */
function renew(old, fresh) {
  const [held, told] = [old, fresh].map((each) => [...each.children].filter((one) => !one.matches("summary")));
  held.forEach((one, at) => {
    const other = told[at];
    if (!other) one.remove();
    else if (one.outerHTML !== other.outerHTML) {
      copyAttributes(other, one);
      one.replaceChildren(...other.childNodes);
    }
  });
  old.append(...told.slice(held.length));
}

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
    if (!old || !fresh) {
      figure.replaceChildren(drawn.content);
      return;
    }
    // What can be pressed stays as it is: a key or a button that is down while this is drawn counts when it is let go.
    copyAttributes(fresh, old);
    const folded = new Map([...old.querySelectorAll(":scope > details")].map((each) => [nameOf(each), each]));
    const wanted = [...fresh.children].map((each) => {
      const same = each.matches("details") ? folded.get(nameOf(each)) : undefined;
      if (same) renew(same, each);
      return same ?? each;
    });
    for (const each of [...old.children]) if (!wanted.includes(each)) each.remove();
    wanted.forEach((each, at) => { if (old.children[at] !== each) old.insertBefore(each, old.children[at] ?? null); });
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
