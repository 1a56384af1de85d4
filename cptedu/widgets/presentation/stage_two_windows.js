// @ts-check
// The presenter's window beside the room's. This page stays the one that Python draws and hears: it hands its picture to the
// other window, and what only the speaker is told; what is pressed or typed there is reported from here, as if pressed here.
// Both speak over a channel of this browser, which no server and no other computer hears.

import { tell } from "../kit/elements.js";

const CHANNEL = "cptedu stage";
const STILL_THERE = 2500; // milliseconds; the other window says every half second that it is there
const PLACE = "static/presenter.html";
const SLIDE_TEXT = 24; // the size of a slide's text where it is 1080 high

/**
 * @typedef {import("./stage_frame.js").Frame} Frame
 * @typedef {import("./view.js").Model} Model
 * @typedef {{press(key: string): void, go(at: number): void, tally(choice: number, count: number, at?: number): void,
 *   report(content: object): void}} Does
 */

/** The slide as it is drawn, for a window that shows it smaller. @param {HTMLElement} root */
function pictureOf(root) {
  const { width, height } = root.getBoundingClientRect();
  const said = root.querySelector(":scope > .spoken")?.textContent ?? "";
  return { html: root.outerHTML, width, height, unit: parseFloat(getComputedStyle(root).fontSize) / SLIDE_TEXT, said };
}

/** The stylesheets of the slide and of the map in it, as they stand on this page. */
const styles = () => [...document.querySelectorAll("style")].map((one) => one.textContent ?? "").filter((text) => text.includes(".cptedu"));

/** What the presenter's window asks for. @param {any} asked @param {Does} does */
function obey(asked, does) {
  if (asked.reload === true) location.reload();
  else if (typeof asked.press === "string") does.press(asked.press);
  else if (Number.isInteger(asked.go)) does.go(asked.go);
  else if ([asked.choice, asked.count, asked.at].every(Number.isInteger)) does.tally(asked.choice, asked.count, asked.at);
}

/**
 * Speak with a presenter's window for as long as the stage is there.
 * @param {HTMLElement} root the slide
 * @param {Model} model
 * @param {Does} does
 * @param {AbortSignal} signal
 * @returns {() => boolean} whether one is open just now
 */
export function speakToPresenter(root, model, does, signal) {
  const channel = new BroadcastChannel(CHANNEL);
  const room = crypto.randomUUID();
  let heard = -Infinity, due = 0;
  /** @type {object | null} */
  let speaker = null;
  const isThere = () => performance.now() - heard < STILL_THERE;
  const say = (/** @type {object} */ content) => channel.postMessage({ room, ...content });
  const show = () => {
    due = 0;
    if (isThere()) say({ picture: pictureOf(root) });
  };
  // Not by the pictures of the screen: behind another window none are drawn.
  const showSoon = () => { due ||= window.setTimeout(show); };

  channel.addEventListener("message", ({ data }) => {
    if (data?.bye) heard = -Infinity; // closed, or loaded anew: then it says hello in a moment
    else if (data?.hello) {
      const isNew = data.hello === "first" || !isThere();
      heard = performance.now();
      if (!isNew) return say({ here: true });
      say({ style: styles().join("\n"), program: model.get("program"), speaker });
      does.report({ speaker: true });
      showSoon();
    } else if (data?.to === room) obey(data, does);
  });
  const forward = (/** @type {any} */ content) => {
    if (!content?.speaker) return;
    speaker = content.speaker;
    say({ program: model.get("program"), speaker });
  };
  model.on("msg:custom", forward);
  // A browser lets a window ask for the whole screen for another one only by a message from window to window.
  window.addEventListener("message", ({ origin, data }) => {
    if (origin === location.origin && data?.to === room) obey(data, does);
  }, { signal });
  document.addEventListener("fullscreenerror", () => say({ refused: true }), { signal });
  const watch = new MutationObserver(showSoon);
  watch.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  const sizes = new ResizeObserver(showSoon);
  sizes.observe(root);
  say({ begins: true });
  signal.addEventListener("abort", () => {
    watch.disconnect();
    sizes.disconnect();
    clearTimeout(due);
    model.off("msg:custom", forward);
    channel.close();
  });
  return isThere;
}

/** The window that this page has opened; one that was closed need not have said so. @type {Window | null} */
let opened = null;

/**
 * Open the presenter's window; notes are never thrown on the wall.
 * @param {Frame} parts
 * @param {boolean} isOpen whether one is there
 */
export function openPresenter({ notice }, isOpen) {
  const isClosed = opened?.closed === true;
  if (isClosed) opened = null;
  if (isOpen && !isClosed) tell(notice, "Your notes are in the presenter's window.");
  else if (document.fullscreenElement) tell(notice, "Your notes open in a window of their own. Leave full screen first: S.");
  else opened = window.open(`${document.body.dataset.baseUrl ?? "/voila/"}${PLACE}`, "cptedu-presenter", "popup,width=1280,height=800");
}
