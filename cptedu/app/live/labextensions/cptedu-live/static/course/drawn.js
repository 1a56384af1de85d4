// When a lesson is to be seen: its first drawing stands, and its exercise has come to its place.

/** @typedef {import("../../../../types").NotebookPanel} NotebookPanel */

const RAW = '.cptedu-asleep .jp-OutputArea-child > .jp-RenderedText[data-mime-type="text/plain"]'; // words of what is to be drawn
const LOOK = 50; // milliseconds between looks at whether it is drawn
const PATIENCE = 15_000; // after which a lesson is shown as it is
const ALMOST = 3_000; // milliseconds for the parts of a drawing that come after its first
const AWAITED = ".jp-OutputArea-output .lm-Widget:empty"; // where Jupyter has put an empty place for a part that is on its way

/**
 * Wait until a lesson's first drawing stands where its words were, or the lesson has something to say.
 * @param {NotebookPanel} panel
 */
export async function drawn(panel) {
  const cell = panel.node.querySelector(RAW)?.closest(".jp-Cell");
  const patience = Date.now() + PATIENCE;
  const waits = () => panel.node.querySelector(".cptedu-status:is([data-state=busy], :not([data-state]))");
  while (cell && !cell.querySelector(".cptedu") && waits() && Date.now() < patience) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  const almost = Date.now() + ALMOST;
  while (cell?.querySelector(".cptedu") && cell.querySelector(AWAITED) && Date.now() < almost) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

/**
 * Bring a lesson's exercise into sight, and the keyboard to it, once all that stands above it has its height.
 * @param {NotebookPanel} panel
 * @param {() => boolean} isWanted
 */
export async function broughtToExercise(panel, isWanted) {
  const patience = Date.now() + PATIENCE;
  const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK));
  const cells = [...(panel.content.model?.cells ?? [])];
  const at = cells.findIndex((cell) => /** @type {string[]} */ (cell.getMetadata("tags") ?? []).includes("exercise"));
  const task = () => panel.content.widgets[at]?.node.querySelector(".practice h3");
  while (at >= 0 && isWanted() && Date.now() < patience) {
    await panel.content.scrollToItem(at, "start").catch(() => null); // another scroll took its place: the next look tries again
    if (panel.node.querySelector('.cptedu-status[data-state="ready"]') && task()) break;
    await pause();
  }
  const heading = /** @type {HTMLElement | null | undefined} */ (isWanted() ? task() : null);
  heading?.closest(".practice")?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}
