// @ts-check
// What has the keys while an instrument is drawn anew keeps them; where it goes, they stay with what is nearest to it. What
// has them may be no more to press: then it rests, and is disabled only when it is left.

const RESTS = "data-rests";

/** @param {HTMLElement} root @param {Element} element */
const isIn = (root, element) => root.contains(element) && !element.closest("[hidden]");

/** By what a reader knows it. @param {Element} element */
const nameOf = (element) => [element.tagName, /** @type {Partial<HTMLInputElement>} */ (element).labels?.[0]?.textContent ?? element.getAttribute("aria-label")
  ?? element.textContent, JSON.stringify({ .../** @type {HTMLElement} */ (element).dataset, rests: undefined })].join("|");

/** @param {Event} event */
const stopWhereItRests = (event) => {
  if (!/** @type {Element} */ (event.currentTarget).hasAttribute(RESTS)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};

/** What rested is disabled, until a drawing says otherwise. @param {HTMLElement} element */
function endRest(element) {
  if (!(element instanceof HTMLButtonElement) || !element.hasAttribute(RESTS)) return;
  for (const name of [RESTS, "aria-disabled"]) element.removeAttribute(name);
  element.disabled = true;
}

/** Nothing comes of pressing it, and the keys stay with it until they go elsewhere. @param {HTMLButtonElement} button */
function rest(button) {
  button.disabled = false;
  button.setAttribute(RESTS, "");
  button.setAttribute("aria-disabled", "true");
  const left = () => {
    if (document.activeElement === button) return; // it is the window that was left
    button.removeEventListener("blur", left);
    endRest(button);
  };
  button.addEventListener("blur", left);
  button.addEventListener("click", stopWhereItRests, { capture: true }); // the same listener is there once
}

/** Have the keys, without being a stop for Tab. @param {HTMLElement} element */
function takeKeys(element) {
  if (!element.hasAttribute("tabindex")) {
    element.tabIndex = -1;
    element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  }
  element.focus({ preventScroll: true });
}

/**
 * Draw, and leave the keys where they are: a key that is pressed next is no less meant for it.
 * @param {HTMLElement} root what is drawn
 * @param {() => void} draw
 * @param {HTMLElement} [otherwise] where the keys go when what had them is gone and was not made anew; without it, to what is nearest
 */
export function keepFocus(root, draw, otherwise) {
  const had = /** @type {HTMLElement} */ (document.activeElement);
  if (!had || !root.contains(had)) {
    draw();
    return;
  }
  const name = nameOf(had);
  /** @type {HTMLElement[]} */
  const around = [];
  for (let one = had.parentElement; one && root.contains(one); one = one.parentElement) around.push(one);
  endRest(had);
  draw();
  const now = document.activeElement;
  if (now && now !== had && now !== document.body) return; // it was put elsewhere on purpose
  if (isIn(root, had) && (had instanceof HTMLButtonElement || !had.matches(":disabled"))) {
    if (had instanceof HTMLButtonElement && had.disabled) rest(had);
    if (now !== had) had.focus({ preventScroll: true });
    return;
  }
  const near = around.find((one) => isIn(root, one));
  const same = near && [...near.querySelectorAll(had.tagName)].find((one) => isIn(root, one) && !one.matches(":disabled") && nameOf(one) === name);
  if (same) /** @type {HTMLElement} */ (same).focus({ preventScroll: true });
  else if (otherwise) takeKeys(otherwise);
  else if (near) takeKeys(near);
}
