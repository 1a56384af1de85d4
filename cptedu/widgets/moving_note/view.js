// @ts-check
// The moving note, drawn. This file draws what the reading says and reports which claim was expected; which claim a note
// supports, and what that carries, comes from Python.

import { button, html, onPress, put, refill } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { verdictSign } from "../kit/verdicts.js";
import { worksheet } from "../kit/views.js";
import { isOfNow } from "../kit/waiting.js";

/**
 * @typedef {{label: string, words: string, was: string}} Row
 * @typedef {{code: string, kind: string, share: number}} Part
 * @typedef {{label: string, words: string, now: number, was: number | null, parts: Part[], marks: {share: number, word: string}[]}} Track
 * @typedef {{label: string, verdict: string, words: string, says: string, rvu: string, share: number}} Tempting
 * @typedef {{heading: string, claim: string, tracks: Track[], tempting: Tempting[], priced: string, sources: string[]}} Figure
 * @typedef {{problem: string, summary: string, title?: string, note?: Row[], step?: string, move?: string, asks?: string,
 *            claims?: string[], chosen?: string, turned?: boolean, right?: string, lead?: string, because?: string, source?: string[],
 *            figure?: Figure, steps?: string[], tally?: string, of: Record<string, unknown>}} Reading
 */

/** @type {Record<string, string>} */
const STATES = { open: "not yet predicted", right: "foreseen", other: "not foreseen" };
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;

/** @param {Row} row */
const noteRow = ({ label, words, was }) => html("div", { class: was ? "row changed" : "row" }, [html("dt", {}, [label]),
  html("dd", {}, was ? [html("del", {}, [was]), html("span", { "aria-hidden": "true" }, [" → "]), html("ins", {}, [words])] : [words])]);

/** A measure of the claim, which keeps its bar, so that it is seen to move. @param {string} label */
const emptyTrack = (label) => html("li", { class: "track" }, [html("span", { class: "measure" }, [label]),
  html("span", { class: "bar", "aria-hidden": "true" }, [html("span", { class: "pieces" }), html("span", { class: "was" }), html("span", { class: "marks" })]), html("b")]);

/** A bar, where it was before, and where further units begin. @param {HTMLElement} node @param {Track} track */
function paintTrack(node, track) {
  const [pieces, was, marks] = /** @type {HTMLElement[]} */ ([...node.children[1].children]);
  const parts = track.parts.length ? track.parts : [{ code: "", kind: "", share: track.now }];
  const piece = (/** @type {string} */ code) => html("span", { class: "piece", title: code || false });
  keptChildren(pieces, parts.map((one) => one.code), piece).forEach((held, i) => {
    held.dataset.kind = parts[i].kind;
    held.style.inlineSize = percent(parts[i].share);
  });
  was.hidden = track.was === null;
  was.style.inlineSize = percent(track.was ?? 0);
  refill(marks, track.marks, () => track.marks.map((one) => html("span", { class: "mark", style: `inset-inline-start:${percent(one.share)}` }, [one.word])));
  node.lastElementChild?.replaceChildren(track.words);
}

/** @param {Tempting} one */
const temptingNode = (one) => html("li", { "data-verdict": one.verdict }, [
  html("p", { class: "label" }, [verdictSign(one.verdict), html("b", {}, [one.label]), html("span", { class: "word" }, [one.words])]),
  html("span", { class: "bar", "aria-hidden": "true" }, [html("span", { class: "hatched", style: `inline-size:${percent(one.share)}` })]),
  html("span", { class: "rvu" }, [`${one.rvu} RVU`]),
  html("p", { class: "says" }, [one.says])]);

/** What is asked of the change in front, and the claims to choose from, which stand still. */
function question() {
  const steps = html("ol", { class: "steps" });
  const step = html("p", { class: "step" });
  const move = html("p", { class: "move", tabindex: -1 });
  const asks = html("p", { class: "asks" });
  const claims = html("div", { class: "claims", role: "group" });
  const because = html("p", { class: "because" });
  const sources = html("div", { class: "sources" });
  const tally = html("p", { class: "tally" });
  return { steps, step, move, asks, claims, because, sources, tally };
}

/** @param {ReturnType<typeof question>} parts @param {Reading} reading */
function paintQuestion({ steps, step, move, asks, claims, because, sources, tally }, reading) {
  const item = (/** @type {string} */ at) => html("li", {}, [html("button", { type: "button", "data-at": at })]);
  const states = reading.steps ?? [];
  keptChildren(steps, states.map((_, i) => String(i)), item).forEach((held, i) => {
    const made = /** @type {HTMLElement} */ (held.firstElementChild);
    made.dataset.state = states[i];
    put(made, "aria-current", i === reading.of.at && "step");
    refill(made, states[i], () => [String(i + 1), html("span", { class: "spoken" }, [`: ${STATES[states[i]]}`])]);
  });
  step.textContent = reading.step ?? "";
  move.textContent = reading.move ?? "";
  asks.textContent = reading.asks ?? "";
  put(claims, "aria-label", reading.asks ?? "");
  const choice = (/** @type {string} */ claim) => html("button", { type: "button", "data-claim": claim });
  keptChildren(claims, reading.claims ?? [], choice).forEach((held) => {
    const made = /** @type {HTMLButtonElement} */ (held);
    const claim = made.dataset.claim ?? "";
    const isRight = claim === reading.right;
    const isChosen = claim === reading.chosen;
    made.disabled = Boolean(reading.turned);
    put(made, "data-answer", isRight ? "right" : isChosen && "other");
    put(made, "aria-pressed", String(isChosen));
    refill(made, [isRight, isChosen], () => [html("b", {}, [claim]), ...(isRight || (reading.turned && isChosen) ? [
      drawnSign(isRight ? TICK : CROSS), html("span", { class: "spoken" }, [isRight ? "what the note supports" : "your choice"])] : [])]);
  });
  refill(because, [reading.lead, reading.because], () => (reading.because ? [html("b", {}, [reading.lead ?? ""]), ` ${reading.because}`] : []));
  refill(sources, reading.source, () => (reading.source?.length ? [sourceList("Source", reading.source)] : []));
  tally.textContent = reading.tally ?? "";
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu moving-note", follows: ["at", "said"] }, (_root, signal) => {
    const parts = question();
    const note = html("dl", { class: "note" });
    const heading = html("h4", {});
    const claim = html("p", { class: "claim" });
    const tracks = html("ul", { class: "tracks" });
    const tempting = html("ul", { class: "tempting" });
    const shut = html("p", { class: "shut" }, ["You see it once you have tapped a claim."]);
    const priced = html("div", { class: "priced" });
    const at = () => Number(model.get("at"));
    const go = (/** @type {number} */ to) => {
      report(model, { at: to });
      parts.move.focus({ preventScroll: true });
    };
    const next = button("Next change", "next", () => go(at() + 1));
    const again = button("Once more", "again", () => {
      report(model, { said: {}, at: 0 });
      parts.move.focus({ preventScroll: true });
    });
    onPress(parts.steps, "button", (pressed) => go(Number(pressed.dataset.at)), signal);
    onPress(parts.claims, "button", (pressed) => {
      if (/** @type {HTMLButtonElement} */ (pressed).disabled || !isOfNow(model, model.get("reading"))) return;
      report(model, { said: { ...model.get("said"), [at()]: pressed.dataset.claim } });
      // On a small screen the figure may stand above it: its movement is the answer, so it is brought into sight, and never else.
      // The second call holds the claim in sight too, and has the next Tab go on from there and not from the figure.
      drawn.scrollIntoView({ block: "nearest" });
      pressed.scrollIntoView({ block: "nearest" });
    }, signal);
    const written = html("section", { class: "written" }, [html("h4", {}, ["Her note"]), note]);
    const asked = html("section", { class: "asked" }, [html("div", { class: "top" }, [parts.step, parts.steps]), parts.move, parts.asks,
      parts.claims, html("div", { class: "reply" }, [parts.because, parts.sources]), html("div", { class: "foot" }, [next, again, parts.tally])]);
    const drawn = html("section", { class: "drawn" }, [heading, claim, tracks]);
    const beside = html("section", { class: "beside" }, [html("h4", {}, ["What might tempt somebody, and the note does not support"]), shut, tempting]);
    const all = html("div", { class: "sides-by" }, [written, drawn, asked, beside, priced]);
    const paint = (/** @type {Reading} */ reading) => {
      all.hidden = Boolean(reading.problem);
      const { figure } = reading;
      if (!figure) return;
      refill(note, reading.note, () => (reading.note ?? []).map(noteRow));
      paintQuestion(parts, reading);
      const states = reading.steps ?? [];
      next.hidden = at() + 1 >= states.length;
      next.disabled = !reading.turned;
      again.hidden = states.includes("open");
      heading.textContent = figure.heading;
      claim.textContent = figure.claim;
      drawn.toggleAttribute("data-turned", Boolean(reading.turned));
      keptChildren(tracks, figure.tracks.map((one) => one.label), emptyTrack).forEach((held, i) => paintTrack(held, figure.tracks[i]));
      shut.hidden = Boolean(reading.turned);
      refill(tempting, figure.tempting, () => figure.tempting.map(temptingNode));
      refill(priced, [figure.priced, figure.sources], () => [html("p", {}, [figure.priced]), sourceList("Sources", figure.sources)]);
    };
    return { above: [], below: [all], paint };
  });
}

export default { render };
