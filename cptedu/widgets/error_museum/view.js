// @ts-check
// The error museum, drawn. This file draws what the reading says, moves knobs and reports visits put to the test; what a
// statement and the sources make of a visit comes from Python.

import { askFirst } from "../kit/ask_first.js";
import { html, refill, tell } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { follow, report } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";
import { paintKnobs, settingOf, slideTogether } from "./knobs.js";

/**
 * @typedef {{name: string, label: string, kind: "number" | "date" | "one" | "several", options: {label: string, setting: any}[],
 *            least: any, most: any, setting: any}} Knob
 * @typedef {import("../kit/verdicts.js").Finding} Finding
 * @typedef {{statement: string, sources: string, disproves: boolean, because: Finding[]}} Trial
 * @typedef {{id: string, title: string, statement: string, seen_in: string[], asks: string, knobs: Knob[], state: string,
 *            tries: number, tested: Trial | null, said: string, hint: string, disproof: Record<string, any> | null,
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
  if (gallery.childElementCount !== shown.length) {
    gallery.replaceChildren(...shown.map((one) => html("li", {}, [html("button", { type: "button", "data-id": one.id })])));
  }
  [...gallery.querySelectorAll("button")].forEach((button, i) => {
    const one = shown[i];
    button.dataset.state = one.state;
    if (one.id === at) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.replaceChildren(sign(one.state), html("span", {}, [one.title]), html("span", { class: "spoken" }, [`: ${STATES[one.state]}`]));
  });
}

/** Draw what comes out, where it is another; what was opened in it stays open. @param {HTMLElement} result @param {Exhibit} current */
function paintResult(result, current) {
  const trial = current.tested;
  result.toggleAttribute("data-parts", Boolean(trial));
  if (trial) result.dataset.parts = String(trial.disproves);
  refill(result, [trial, current.tries], () => (trial ? [
    html("p", { class: "outcome" }, [sign(trial.disproves ? "parts" : "agrees"), html("span", {}, [trial.disproves
      ? "They part: this visit disproves the statement." : "They agree, so this visit disproves nothing."])]),
    html("dl", {}, [html("div", {}, [html("dt", {}, ["By the statement"]), html("dd", {}, [trial.statement])]),
      html("div", {}, [html("dt", {}, ["By the sources"]), html("dd", {}, [trial.sources])])]),
    html("ul", { class: "because" }, trial.because.map(reason)),
  ] : [html("p", { class: "quiet" }, [current.tries ? "You changed the visit. Predict again, then test it."
    : "Say first what you expect: will statement and sources agree on this visit?"])]));
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

/** The parts of the museum that stay while exhibits come and go. @param {AbortSignal} signal @param {Model} model */
function frame(signal, model) {
  const problem = html("p", { class: "problem", role: "alert", hidden: true });
  const tally = html("p", { class: "tally" });
  const gallery = html("ol", { class: "gallery", "aria-label": "The exhibits" });
  const title = html("h4", { class: "title", tabindex: "-1" });
  const statement = html("blockquote", { class: "statement" });
  const stamp = html("p", { class: "stamp", hidden: true });
  const seen = html("p", { class: "seen" });
  const plaque = html("div", { class: "plaque" }, [title, statement, stamp, seen]);
  const knobs = html("div", { class: "knobs" });
  const asks = html("p", { class: "asks" });
  const test = html("button", { type: "button", class: "test" }, ["Put this visit to the test"]);
  const show = html("button", { type: "button", class: "show", hidden: true }, ["Set a visit that disproves it"]);
  const hint = html("p", { class: "hint", hidden: true });
  const bench = html("section", { class: "bench", "aria-label": "Your visit" }, [html("h5", {}, ["Your visit"]), knobs, asks,
    html("div", { class: "buttons" }, [test, show]), hint]);
  const result = html("section", { class: "result", "aria-label": "What comes out" });
  const verdict = html("section", { class: "verdict", "aria-label": "What is wrong with it", hidden: true });
  const side = html("div", { class: "side" }, [result, verdict]);
  const room = html("div", { class: "room" }, [plaque, html("div", { class: "work" }, [bench, side])]);
  const body = html("div", { class: "body" }, [gallery, room]);
  const waiting = waitingFor(signal);
  const { opener: clear, sure } = askFirst("Start over", { question: "Every statement stands again?", yes: "Put them all back up",
    no: "Keep them" }, () => report(model, { settings: {}, tests: [] }));
  const head = html("div", { class: "head" }, [html("p", {}, [html("b", {}, ["Find a visit on which the statement fails."])]),
    html("div", { class: "standing" }, [tally, clear, sure])]);
  const root = html("div", { class: "cptedu error-museum", "data-lm-suppress-shortcuts": "true" }, [head, problem, body, waiting.stale, waiting.spoken]);
  return { problem, tally, gallery, title, statement, stamp, seen, plaque, knobs, asks, test, show, hint, result,
    verdict, body, waiting, root };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/** The statement in front, where it was seen, and what is asked of it. @param {Parts} parts @param {Exhibit} current */
function paintPlaque({ title, statement, seen, stamp, plaque, asks, hint, show }, current) {
  title.textContent = current.title;
  statement.textContent = current.statement;
  seen.textContent = `Seen in: ${current.seen_in.join("; ")}`;
  stamp.hidden = !current.kind;
  stamp.textContent = current.kind;
  plaque.dataset.state = current.state;
  asks.textContent = current.asks;
  hint.hidden = !current.hint;
  hint.textContent = current.hint ? `Hint: ${current.hint}` : "";
  show.hidden = !current.disproof;
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("museum");
  const gone = new AbortController();
  const { signal } = gone;
  const parts = frame(signal, model);
  const { problem, tally, gallery, title, knobs, test, show, result, verdict, body, waiting, root } = parts;
  el.append(root);

  /** @returns {Reading} */
  const reading = () => model.get("reading");
  /** How the knobs stand, also while Python has not answered yet. @returns {Record<string, any>} */
  const settings = () => {
    const current = reading().current;
    const moved = model.get("settings")[current?.id ?? ""] ?? {};
    return Object.fromEntries((current?.knobs ?? []).map((knob) => [knob.name, moved[knob.name] ?? knob.setting]));
  };
  /** @param {Record<string, any>} moved */
  const move = (moved) => report(model, { settings: { ...model.get("settings"), [reading().current?.id ?? ""]: { ...settings(), ...moved } } });

  gallery.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    report(model, { at: button.dataset.id });
    title.focus({ preventScroll: true });
  }, { signal });
  knobs.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const knob = (reading().current?.knobs ?? []).find((one) => one.name === input.dataset.knob);
    if (!knob) return;
    const setting = settingOf(knob, input, knobs);
    if (setting !== undefined) move({ [knob.name]: setting });
  }, { signal });
  slideTogether(knobs, signal);
  test.addEventListener("click", () => {
    const held = model.get("tests");
    report(model, { tests: [...held.slice(-MOST_TESTS), { exhibit: reading().current?.id, settings: settings() }] });
  }, { signal });
  show.addEventListener("click", () => move({ ...(reading().current?.disproof ?? {}) }), { signal });

  const paint = () => {
    const now = reading();
    tell(problem, now.problem);
    body.hidden = Boolean(now.problem);
    tally.textContent = now.tally ?? "";
    paintGallery(gallery, now.exhibits ?? [], model.get("at"));
    const current = now.current;
    if (current) {
      paintPlaque(parts, current);
      paintKnobs(knobs, current.id, current.knobs, settings(), id);
      paintResult(result, current);
      paintVerdict(verdict, current);
    }
    waiting.settled(root, model, now);
  };
  follow(model, ["at", "settings", "tests", "reading"], paint, signal);
  paint();

  return () => gone.abort();
}

export default { render };
