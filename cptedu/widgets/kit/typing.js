// @ts-check
// A field that is typed into: what is typed is reported after a short pause, and at once when the field is left.

const PAUSE = 300; // milliseconds

/**
 * Report what is typed.
 * @param {HTMLInputElement} input
 * @param {(text: string) => void} change
 * @param {number} [pause] how long nothing is typed before it is reported, in milliseconds
 * @returns {(value: unknown) => void} shows a value, except while something typed is not reported yet
 */
export function typed(input, change, pause = PAUSE) {
  let waiting = 0;
  let shown = "";
  const report = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (input.value !== shown) change((shown = input.value));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(report, pause);
  });
  input.addEventListener("change", report);
  return (value) => {
    if (waiting) return;
    shown = value === undefined || value === null ? "" : String(value);
    if (input.value !== shown) input.value = shown;
  };
}

/**
 * Let Enter do what the button beside a field does.
 * @param {HTMLInputElement} input
 * @param {() => void} call
 */
export function onEnter(input, call) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    call();
  });
}
