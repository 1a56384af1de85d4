// A part of the page that is drawn anew may be in use just then: a press is not cut in two, and the keys stay where they were.

/** By what somebody finds it again. @param {HTMLElement} one */
const nameOf = (one) => one.dataset.name ?? one.dataset.go ?? one.getAttribute("href") ?? one.textContent;

export class InUse {
  /** @param {HTMLElement} node */
  constructor(node) {
    this.node = node;
    this.isPressed = false;
    /** @type {(() => void) | null} */
    this.due = null;
    node.addEventListener("pointerdown", () => (this.isPressed = true));
    node.addEventListener("keydown", ({ key }) => {
      if (key === " ") this.isPressed = true;
    });
    // What a press does comes right after it is let go, and a drag ends without a click.
    const free = () => setTimeout(() => this.free());
    for (const end of ["pointerup", "pointercancel", "keyup", "dragend", "contextmenu"]) document.addEventListener(end, free);
    addEventListener("blur", free); // a window that was left does not hear the end of a press
  }

  /**
   * Draw it now, or as soon as nothing in it is pressed; of what is to be drawn meanwhile the last alone is.
   * @param {() => void} draw
   */
  draw(draw) {
    if (this.isPressed) this.due = draw;
    else draw();
  }

  free() {
    this.isPressed = false;
    const draw = this.due;
    this.due = null;
    draw?.();
  }

  /**
   * Put other children in it; who is at one of them is at the same one afterwards.
   * @param {() => void} fill
   * @returns {boolean} false where what had the keys is gone
   */
  keep(fill) {
    const held = /** @type {HTMLElement} */ (document.activeElement);
    const name = this.node !== held && this.node.contains(held) ? nameOf(held) : null;
    fill();
    if (name === null) return true;
    const all = /** @type {HTMLElement[]} */ ([...this.node.querySelectorAll("a, button, [tabindex]")]);
    const same = all.find((one) => nameOf(one) === name);
    same?.focus({ preventScroll: true });
    return Boolean(same);
  }
}
