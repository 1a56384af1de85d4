// @ts-check
// The error museum, drawn. This file draws what the reading says, moves knobs and reports visits put to the test; what a
// statement and the sources make of a visit comes from Python.

import { askFirst } from "../kit/ask_first.js";
import { html, onPress, put, refill, tell } from "../kit/elements.js";
import { keptChildren } from "../kit/kept_children.js";
import { ownId } from "../kit/own_id.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { report } from "../kit/traits.js";
import { worksheet } from "../kit/views.js";
import { paintKnobs, settingOf, slideTogether } from "./knobs.js";

/**
 * @typedef {{name: string, label: string, kind: "number" | "date" | "one" | "several", options: {label: string, setting: any}[],
 *            least: any, most: any, setting: any}} Knob
 * @typedef {import("../kit/verdicts.js").Finding} Finding
 * @typedef {{foreseen: string, statement: string, sources: string, disproves: boolean, because: Finding[]}} Trial
 * @typedef {{id: string, title: string, statement: string, seen_in: string[], asks: string, knobs: Knob[], state: string,
 *            tries: number, tested: Trial | null, said: string, hint: string, disproof: Record<string, any> | null, next: string,
 *            kind: string, wrong: string, settled_by: string[], sides: string[]}} Exhibit
 * @typedef {{problem: string, summary: string, exhibits?: {id: string, title: string, state: string, kind: string}[],
 *            current?: Exhibit, tally?: string, of: Record<string, unknown>}} Reading
 * @typedef {import("../kit/traits.js").Model} Model
 */

const MOST_TESTS = 400;

/** @type {Record<string, string>} */
const SIGNS = { open: "M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9", tried: "M3 8h10M10 5l3 3-3 3", disproved: TICK, parts: CROSS, agrees: "M3.5 6h9M3.5 10h9" };
/** @type {Record<string, string>} */
const STATES = { open: "not tried yet", tried: "tried, still standing", disproved: "disproved" };

/** @param {string} name */
const sign = (name) => drawnSign(SIGNS[name] ?? SIGNS.open);

/** A reason in the engine's words, and where it is written. @param {Finding} finding */
const reason = (finding) => html("li", {}, [html("p", {}, [finding.says]),
  ...(finding.sources.length ? [sourceList("Source", finding.sources)] : [])]);

/** The exhibits in a row, each with what became of it. @param {HTMLElement} gallery @param {NonNullable<Reading["exhibits"]>} shown @param {string} at */
function paintGallery(gallery, shown, at) {
  const item = (/** @type {string} */ id) => html("li", {}, [html("button", { type: "button", "data-id": id })]);
  keptChildren(gallery, shown.map((one) => one.id), item).forEach((held, i) => {
    const button = /** @type {HTMLElement} */ (held.firstElementChild);
    const one = shown[i];
    button.dataset.state = one.state;
    put(button, "aria-current", one.id === at && "true");
    button.replaceChildren(sign(one.state), html("span", {}, [one.title]), html("span", { class: "spoken" }, [`: ${STATES[one.state]}`]));
  });
}

/** Draw what comes out, where it is another; what was opened in it stays open. @param {HTMLElement} result @param {Exhibit} current */
function paintResult(result, current) {
  const trial = current.tested;
  result.toggleAttribute("data-parts", Boolean(trial));
  if (trial) result.dataset.parts = String(trial.disproves);
  refill(result, [trial, current.tries], () => (trial ? [
    html("p", { class: "outcome" }, [sign(trial.disproves ? "parts" : "agrees"), html("span", {}, [`${trial.foreseen} `, trial.disproves
      ? "They differ: this visit disproves the statement." : "They agree, so this visit disproves nothing."])]),
    html("dl", {}, [html("div", {}, [html("dt", {}, ["By the statement"]), html("dd", {}, [trial.statement])]),
      html("div", {}, [html("dt", {}, ["By the sources"]), html("dd", {}, [trial.sources])])]),
    html("ul", { class: "because" }, trial.because.map(reason)),
  ] : [html("p", { class: "quiet" }, [current.tries ? "You changed the visit. What do you expect of it?"
    : "What comes out is told when you have said what you expect."])]));
}

/** @param {HTMLElement} verdict @param {Exhibit} current */
function paintVerdict(verdict, current) {
  verdict.hidden = !current.wrong;
  refill(verdict, [current.wrong, current.sides, current.settled_by], () => (current.wrong ? [
    html("h5", {}, ["What the sources say"]),
    html("p", {}, [current.wrong]),
    ...(current.sides.length ? [html("h6", {}, ["Who holds what"]), html("ul", { class: "sides" }, current.sides.map((one) => html("li", {}, [one])))] : []),
    sourceList("Sources", current.settled_by),
  ] : []));
}

/** The parts of the museum that stay while exhibits come and go. @param {Model} model */
function frame(model) {
  const tally = html("p", { class: "tally" });
  const gallery = html("ol", { class: "gallery", "aria-label": "The exhibits" });
  const title = html("h4", { class: "title", tabindex: "-1" });
  const statement = html("blockquote", { class: "statement" });
  const stamp = html("p", { class: "stamp", hidden: true });
  const seen = html("p", { class: "seen" });
  const plaque = html("div", { class: "plaque" }, [title, statement, stamp, seen]);
  const knobs = html("div", { class: "knobs" });
  const asks = html("p", { class: "asks" });
  const expectations = [["agree", "They will agree"], ["part", "They will differ"]].map(([expects, words]) =>
    html("button", { type: "button", class: "test", "data-expects": expects }, [words]));
  const test = html("div", { class: "buttons", role: "group", "aria-label": "Statement and sources, on this visit" }, expectations);
  const show = html("button", { type: "button", class: "show", hidden: true }, ["Set a visit that disproves it"]);
  const hint = html("p", { class: "hint", hidden: true });
  const bench = html("section", { class: "bench", "aria-label": "Your visit" }, [html("h5", {}, ["Your visit"]), knobs, asks,
    html("p", { class: "expect" }, ["Statement and sources, on this visit:"]), test, show, hint]);
  const result = html("section", { class: "result", "aria-label": "What comes out" });
  const verdict = html("section", { class: "verdict", "aria-label": "What is wrong with it", hidden: true });
  const next = html("button", { type: "button", class: "next", hidden: true }, ["Next exhibit"]);
  const side = html("div", { class: "side" }, [result, verdict, next]);
  const room = html("div", { class: "room" }, [plaque, html("div", { class: "work" }, [bench, side])]);
  const body = html("div", { class: "body" }, [gallery, room]);
  const { opener: clear, sure } = askFirst("Start over", { question: "Every statement stands again?", yes: "Put them all back up",
    no: "Keep them" }, () => report(model, { settings: {}, tests: [] }));
  const head = html("div", { class: "head" }, [html("p", {}, [html("b", {}, ["Find a visit on which the statement fails."])]),
    html("div", { class: "standing" }, [tally, clear, sure])]);
  return { head, tally, gallery, title, statement, stamp, seen, plaque, knobs, asks, test, show, hint, result, verdict, next, body };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/** The statement in front, where it was seen, and what is asked of it. @param {Parts} parts @param {Exhibit} current */
function paintPlaque({ title, statement, seen, stamp, plaque, asks, hint, show, next }, current) {
  title.textContent = current.title;
  statement.textContent = current.statement;
  seen.textContent = `Seen in: ${current.seen_in.join("; ")}`;
  tell(stamp, current.kind);
  plaque.dataset.state = current.state;
  asks.textContent = current.asks;
  tell(hint, current.hint && `Hint: ${current.hint}`);
  show.hidden = !current.disproof;
  next.hidden = current.state !== "disproved" || !current.next;
}

/**
 * Let knobs be moved and visits be put to the test.
 * @param {Parts} parts @param {Model} model @param {() => Record<string, any>} settings how the knobs stand @param {AbortSignal} signal
 */
function listenToBench({ knobs, test, show }, model, settings, signal) {
  const current = () => /** @type {Reading} */ (model.get("reading")).current;
  const move = (/** @type {Record<string, any>} */ moved) =>
    report(model, { settings: { ...model.get("settings"), [current()?.id ?? ""]: { ...settings(), ...moved } } });
  knobs.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const knob = (current()?.knobs ?? []).find((one) => one.name === input.dataset.knob);
    if (!knob) return;
    const setting = settingOf(knob, input, knobs);
    if (setting !== undefined) move({ [knob.name]: setting });
  }, { signal });
  slideTogether(knobs, signal);
  onPress(test, "button", (pressed) => {
    const held = model.get("tests");
    report(model, { tests: [...held.slice(-MOST_TESTS), { exhibit: current()?.id, settings: settings(), expects: pressed.dataset.expects }] });
  }, signal);
  show.addEventListener("click", () => move({ ...(current()?.disproof ?? {}) }), { signal });
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return worksheet(given, { class: "cptedu error-museum", follows: ["at", "settings", "tests"] }, (_root, signal) => {
    const id = ownId("museum");
    const parts = frame(model);
    const { head, tally, gallery, title, knobs, result, verdict, next, body } = parts;
    /** How the knobs stand, also while Python has not answered yet. @returns {Record<string, any>} */
    const settings = () => {
      const { current } = /** @type {Reading} */ (model.get("reading"));
      const moved = model.get("settings")[current?.id ?? ""] ?? {};
      return Object.fromEntries((current?.knobs ?? []).map((knob) => [knob.name, moved[knob.name] ?? knob.setting]));
    };
    listenToBench(parts, model, settings, signal);
    const go = (/** @type {string | undefined} */ at) => {
      report(model, { at });
      title.focus({ preventScroll: true });
    };
    onPress(gallery, "button", (button) => go(button.dataset.id), signal);
    next.addEventListener("click", () => {
      go(/** @type {Reading} */ (model.get("reading")).current?.next);
      parts.plaque.scrollIntoView({ block: "nearest" });
    }, { signal });
    const paint = (/** @type {Reading} */ { problem, tally: told, exhibits, current }) => {
      body.hidden = Boolean(problem);
      tally.textContent = told ?? "";
      paintGallery(gallery, exhibits ?? [], model.get("at"));
      if (!current) return;
      paintPlaque(parts, current);
      paintKnobs(knobs, current.id, current.knobs, settings(), id);
      paintResult(result, current);
      paintVerdict(verdict, current);
    };
    return { above: [head], below: [body], paint };
  });
}

export default { render };
