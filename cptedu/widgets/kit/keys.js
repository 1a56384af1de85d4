// @ts-check
// Which keys belong to an instrument, and which to the notebook around it.

/** Whether a key is meant for the notebook, such as Ctrl+S or Shift+Enter. @param {KeyboardEvent} event */
export const isForTheNotebook = (event) => event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key === "Enter");

/**
 * Keep a key that is meant for a control from the notebook, where D twice deletes a cell.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function keepKeys(root, signal) {
  root.addEventListener("keydown", (event) => {
    if (!isForTheNotebook(event)) event.stopPropagation();
  }, { signal });
}

/**
 * Let Ctrl+Z take the last change back, and Shift with it make it again; in a text field they stay the browser's own.
 * @param {HTMLElement} root
 * @param {(what: "undo" | "redo") => void} call
 * @param {AbortSignal} signal
 * @param {() => boolean} [isAside] whether something else is at work in it, such as a window of its own
 */
export function undoKeys(root, call, signal, isAside = () => false) {
  root.addEventListener("keydown", (event) => {
    const isTypedInto = event.target instanceof HTMLInputElement && !["radio", "checkbox"].includes(event.target.type);
    if (isTypedInto || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isAside()) return;
    event.preventDefault();
    event.stopPropagation();
    call(event.shiftKey ? "redo" : "undo");
  }, { signal });
}

/** Make a row of buttons one stop for Tab, with arrow keys within. @param {HTMLElement[]} buttons */
export function walkWithArrows(buttons) {
  buttons.forEach((button, i) => {
    button.tabIndex = i ? -1 : 0;
    button.addEventListener("focus", () => buttons.forEach((each) => { each.tabIndex = each === button ? 0 : -1; }));
    button.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      const next = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: last }[event.key];
      if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      buttons[Math.max(0, Math.min(last, next))].focus();
    });
  });
}
