// @ts-check
// The parts of the stage that stay while slides come and go, and its buttons.

import { html } from "../kit/elements.js";
import { joinPlace } from "./stage_join.js";
import { cap } from "./stage_slide.js";

/** The parts of the stage that stay while slides come and go. @param {string} id */
export function frame(id) {
  const title = html("h1", { id: `${id}-title` });
  const place = html("p", { class: "place" });
  const countdown = html("p", { class: "countdown", role: "timer", hidden: "" });
  const question = html("h2", {});
  const choices = html("ol", { class: "choices", "aria-label": "What the room may predict" });
  const told = html("p", { class: "told" });
  const whatIf = html("p", { class: "what-if" });
  const items = html("ol", { class: "items", "aria-label": "The claim, as far as it is revealed" });
  const rvu = html("section", { class: "rvu", "aria-label": "What the claim carries" });
  const facts = html("div", { class: "note-facts" });
  const notes = html("div", { class: "notes", role: "note", "aria-label": "Speaker notes" });
  const picture = html("div", { class: "picture", inert: "" });
  const marks = html("p", { class: "marks" });
  const note = html("section", { class: "note", "aria-label": "The note" }, [facts]);
  const map = html("section", { class: "map", "aria-label": "Where it was" }, [picture, marks]);
  const answer = html("section", { class: "answer", "aria-label": "The claim" }, [question, whatIf, choices, told, items]);
  const plain = html("div", { class: "plain" });
  const join = joinPlace();
  const main = html("div", { class: "main" }, [plain, note, map, answer, rvu, join, notes]);
  const bar = html("div", { class: "controls", role: "group", "aria-label": "Controls" });
  const foot = html("p", { class: "foot" });
  const notice = html("p", { class: "notice", hidden: "" });
  const connection = html("p", { class: "connection", role: "alert", hidden: "" });
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const panel = html("div", { class: "panel", role: "dialog", "aria-modal": "true", hidden: "" });
  const root = html("section", { class: "cptedu presentation", tabindex: "0", "aria-labelledby": `${id}-title` }, [
    html("header", {}, [title, countdown, place]), main, bar, foot, panel, notice, connection, spoken]);
  return {
    root, title, place, question, choices, told, whatIf, items, rvu, facts, notes, picture, marks, note, map, answer, plain, join,
    bar, foot, spoken, panel, notice, connection, countdown,
  };
}

/** @typedef {ReturnType<typeof frame>} Frame */

/** @type {[string, string, string][]} each button: its key, as printed, and its word */
const BUTTONS = [
  ["ArrowLeft", "←", "Back"], [" ", "Space", "Reveal"], ["ArrowRight", "→", "Next"], ["o", "O", "As noted"],
  ["t", "T", "Tally"], ["n", "N", "Notes"], ["a", "A", "Reasons"], ["c", "C", "Cases"], ["w", "W", "Write"],
  ["l", "L", "Light"], ["s", "S", "Screen"], ["?", "?", "Keys"],
];

/** @param {(key: string) => void} press */
export function controls(press) {
  return BUTTONS.map(([key, shown, word]) => {
    const button = html("button", { type: "button", "data-key": key }, [cap(shown), word]);
    button.addEventListener("click", () => press(key));
    return button;
  });
}
