// @ts-check
// What is typed after a key that opens a field, and before the field is there: it waits, and then lands in the field.

/**
 * @typedef {{send(content: object): void, on(event: string, call: (content: any) => void): void,
 *   off(event: string, call: (content: any) => void): void, get(name: string): any}} Asked
 */

const LONGEST_WAIT = 10_000; // milliseconds; after them keys are pressed as they are, and the stage says what becomes of them
const TYPED = ["Enter", "Backspace", "Escape", "Tab", "ArrowUp", "ArrowDown"]; // beside letters; F5 is no key of a field

let waited = 0; // below zero, so that nobody takes the answer for one to a beat of the page

/** Type a key into a field as the keyboard would; false where it is no key to type. @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} key @param {boolean} isFirst */
function typeInto(field, key, isFirst) {
  const before = isFirst ? "" : field.value; // of a number, which is selected when its field is entered
  const isBack = key === "Backspace";
  if (field instanceof HTMLTextAreaElement) {
    const letter = isBack ? "" : key === "Enter" ? "\n" : key;
    if ([...letter].length > 1) return false;
    const { selectionStart: from, selectionEnd: to } = field;
    field.setRangeText(letter, isBack && from === to ? Math.max(0, from - 1) : from, to, "end");
  } else if (isBack) field.value = before.slice(0, -1);
  else if (/^\d$/.test(key)) field.value = before + key;
  else return false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/** Press a key that was held where the keys are now. @param {HTMLElement} root @param {string} key @param {Element | null} last where the one before it was pressed */
function pressAgain(root, key, last) {
  const at = root.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : root;
  const isField = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement;
  // A space, or the key that opened them, closes the fields: that is for who hears the keys to say.
  if (!isField || !typeInto(at, key, at !== last)) at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return at;
}

/**
 * Hold keys back between the press that opens a field and the field.
 * @param {HTMLElement} root @param {Asked} model @param {AbortSignal} signal
 */
export function typingAhead(root, model, signal) {
  /** @type {string[]} */
  let held = [];
  let awaited = 0, isAnswered = false, late = 0;

  const release = () => {
    clearTimeout(late);
    const keys = held;
    [held, awaited, isAnswered] = [[], 0, false];
    /** @type {Element | null} */
    let last = null;
    for (const [number, key] of keys.entries()) {
      if (awaited) { // one of them opens a field itself
        held.push(...keys.slice(number));
        return;
      }
      last = pressAgain(root, key, last);
    }
  };
  /** What Python's answer has changed is drawn with the next picture: until then the field is not there. */
  const painted = () => {
    if (isAnswered && (root.dataset.panel ?? "") === model.get("panel")) release();
  };
  const hear = (/** @type {any} */ content) => {
    if (!awaited || content?.here !== awaited) return;
    isAnswered = true;
    painted();
  };
  model.on("msg:custom", hear);
  signal.addEventListener("abort", () => {
    clearTimeout(late);
    model.off("msg:custom", hear);
  });
  return {
    /** A key was sent to Python. @param {string} key */
    pressed: (key) => {
      if (!model.get("program").typed_after.includes(key) || model.get("panel")) return;
      const beat = (waited -= 1);
      try {
        model.send({ are_you_there: beat }); // answered after the key, for messages keep their order
      } catch {
        return; // a kernel that is gone takes no messages: the stage says so, and holds nothing back
      }
      [awaited, isAnswered] = [beat, false];
      clearTimeout(late);
      late = window.setTimeout(release, LONGEST_WAIT);
    },
    /** Hold a key back, if a field is awaited. True when it was held. @param {KeyboardEvent} event */
    holds: (event) => {
      if (!awaited || ([...event.key].length > 1 && !TYPED.includes(event.key))) return false;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Backspace" && [...held.at(-1) ?? ""].length === 1) held.pop();
      else held.push(event.key);
      return true;
    },
    painted,
  };
}
