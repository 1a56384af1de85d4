// @ts-check
// Keeps the page of a phone in step with the slide, and votes without leaving it. What is counted is decided by the server alone.
const SECOND = 1000;
const lost = /** @type {HTMLElement} */ (document.querySelector(".lost"));
const told = /** @type {HTMLElement} */ (document.querySelector('[role="status"]'));
const shown = () => /** @type {HTMLElement} */ (document.querySelector("main"));

/** @param {string} where @param {RequestInit} [more] what else is asked */
async function ask(where, more) {
  try {
    const answer = await fetch(where, { cache: "no-store", signal: AbortSignal.timeout(5 * SECOND), ...more });
    lost.hidden = answer.ok;
    return answer.ok ? await answer.text() : null;
  } catch {
    lost.hidden = false;
    return null;
  }
}

/** Put the page that the server gave in the place of the one that is shown. @param {string | null} page */
function show(page) {
  const given = new DOMParser().parseFromString(page ?? "", "text/html");
  const main = given.querySelector("main");
  if (!main) return;
  const at = document.activeElement instanceof HTMLButtonElement ? document.activeElement.value : null;
  shown().replaceWith(main);
  told.textContent = given.querySelector('[role="status"]')?.textContent ?? ""; // it stays, so that it is read out
  const same = /** @type {HTMLElement | null} */ (at && main.querySelector(`button[value="${CSS.escape(at)}"]`));
  same?.focus();
}

// What was asked before a vote knows nothing of it, and a tap is not cut in two: the next look will do.
let begun = 0, ended = 0, isPressed = false;

async function look() {
  if (begun > ended || isPressed) return;
  const mine = begun;
  const standing = await ask(`${location.pathname}/now`);
  if (standing === null || standing === shown().dataset.standing) return;
  const page = await ask(location.pathname);
  if (mine === begun && !isPressed) show(page);
}

document.addEventListener("submit", async (event) => {
  const { submitter, target } = event;
  if (!(submitter instanceof HTMLButtonElement) || !(target instanceof HTMLFormElement)) return; // an older browser sends it by itself
  event.preventDefault();
  const given = new URLSearchParams({ choice: submitter.value });
  for (const [name, value] of new FormData(target)) given.set(name, String(value));
  const mine = begun += 1;
  const page = await ask(location.pathname, { method: "POST", body: given });
  ended += 1;
  if (mine === begun) show(page); // of two votes the last is shown
});
for (const begins of ["pointerdown", "keydown"]) document.addEventListener(begins, () => { isPressed = true; });
const free = () => setTimeout(() => { isPressed = false; });
for (const ends of ["pointerup", "pointercancel", "keyup", "contextmenu"]) document.addEventListener(ends, free);
addEventListener("blur", free); // a window that was left does not hear the end of a press
document.addEventListener("visibilitychange", () => {
  isPressed = false;
  if (!document.hidden) look();
});
setInterval(() => { if (!document.hidden) look(); }, (2 + Math.random() / 2) * SECOND);
