// @ts-check
// The error museum, drawn. This file draws what the reading says, moves knobs and reports visits put to the test; what a
// statement and the sources make of a visit comes from Python.

import { askFirst } from "../kit/ask_first.js";
import { html, tell } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { CROSS, TICK, drawnSign, sourceList } from "../kit/signs.js";
import { follow, report } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";

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

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("museum");
  const gone = new AbortController();
  const { signal } = gone;

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
    if (knob.kind === "number") {
      const given = Math.round(Number(input.value));
      const kept = Number.isFinite(given) ? Math.min(knob.most, Math.max(knob.least, given)) : knob.setting;
      for (const one of knobs.querySelectorAll("input")) if (one.dataset.knob === knob.name) one.value = String(kept);
      move({ [knob.name]: kept });
    } else if (knob.kind === "date") {
      const given = input.value;
      if (!given) { input.value = knob.setting; return; }
      const kept = given < knob.least ? knob.least : given > knob.most ? knob.most : given;
      input.value = kept;
      move({ [knob.name]: kept });
    } else if (knob.kind === "one") {
      move({ [knob.name]: Number(input.value) });
    } else {
      const boxes = /** @type {HTMLInputElement[]} */ ([...knobs.querySelectorAll(`input[data-knob="${knob.name}"]`)]);
      move({ [knob.name]: knob.options.filter((_, i) => boxes[i].checked).map((one) => one.setting) });
    }
  }, { signal });
  knobs.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.type !== "range") return;
    for (const one of knobs.querySelectorAll("input")) if (one.dataset.knob === input.dataset.knob) one.value = input.value;
  }, { signal });
  test.addEventListener("click", () => {
    const held = model.get("tests");
    report(model, { tests: [...held.slice(-MOST_TESTS), { exhibit: reading().current?.id, settings: settings() }] });
  }, { signal });
  show.addEventListener("click", () => move({ ...(reading().current?.disproof ?? {}) }), { signal });

  /** @param {Knob} knob */
  const knobNode = (knob) => {
    if (knob.kind === "number") {
      const shared = { "data-knob": knob.name, min: knob.least, max: knob.most, step: 1 };
      const slide = html("input", { ...shared, type: "range", "aria-label": `${knob.label}, slider` });
      const typed = html("input", { ...shared, type: "number", id: `${id}-${knob.name}` });
      return html("div", { class: "knob number" }, [html("label", { for: `${id}-${knob.name}` }, [knob.label]), slide, typed]);
    }
    if (knob.kind === "date") {
      return html("div", { class: "knob" }, [html("label", { for: `${id}-${knob.name}` }, [knob.label]),
        html("input", { type: "date", id: `${id}-${knob.name}`, "data-knob": knob.name, min: knob.least, max: knob.most })]);
    }
    return html("fieldset", { class: "knob" }, [html("legend", {}, [knob.label]), ...knob.options.map((one, i) =>
      html("label", { class: "option" }, [html("input", { type: knob.kind === "one" ? "radio" : "checkbox", name: `${id}-${knob.name}`,
        value: i, "data-knob": knob.name }), html("span", {}, [one.label])]))]);
  };

  let drawnKnobs = "";
  /** @param {Exhibit} current */
  const paintKnobs = (current) => {
    const shape = JSON.stringify([current.id, current.knobs.map(({ setting, ...rest }) => [typeof setting, rest])]);
    if (drawnKnobs !== shape) {
      drawnKnobs = shape;
      knobs.replaceChildren(...current.knobs.map(knobNode));
    }
    const stands = settings();
    for (const knob of current.knobs) {
      const setting = stands[knob.name];
      const inputs = /** @type {HTMLInputElement[]} */ ([...knobs.querySelectorAll(`input[data-knob="${knob.name}"]`)]);
      if (knob.kind === "one") inputs.forEach((one, i) => { one.checked = i === setting; });
      else if (knob.kind === "several") inputs.forEach((one, i) => { one.checked = setting.includes(knob.options[i].setting); });
      else for (const one of inputs) if (one !== document.activeElement || one.type === "range") one.value = String(setting);
    }
  };

  let drawnResult = "";
  /** Draw what comes out, where it is another; what was opened in it stays open. @param {Exhibit} current */
  const paintResult = (current) => {
    const trial = current.tested;
    const told = JSON.stringify([trial, current.tries]);
    if (drawnResult === told) return;
    drawnResult = told;
    if (!trial) {
      result.removeAttribute("data-parts");
      result.replaceChildren(html("p", { class: "quiet" }, [current.tries ? "You changed the visit. Predict again, then test it."
        : "Say first what you expect: will statement and sources agree on this visit?"]));
      return;
    }
    result.dataset.parts = String(trial.disproves);
    result.replaceChildren(
      html("p", { class: "outcome" }, [sign(trial.disproves ? "parts" : "agrees"), html("span", {}, [trial.disproves
        ? "They part: this visit disproves the statement." : "They agree, so this visit disproves nothing."])]),
      html("dl", {}, [html("div", {}, [html("dt", {}, ["By the statement"]), html("dd", {}, [trial.statement])]),
        html("div", {}, [html("dt", {}, ["By the sources"]), html("dd", {}, [trial.sources])])]),
      html("ul", { class: "because" }, trial.because.map(reason)),
    );
  };

  let drawnVerdict = "";
  /** @param {Exhibit} current */
  const paintVerdict = (current) => {
    verdict.hidden = !current.wrong;
    const told = JSON.stringify([current.wrong, current.sides, current.settled_by]);
    if (drawnVerdict === told) return;
    drawnVerdict = told;
    verdict.replaceChildren(...(current.wrong ? [
      html("h5", {}, ["What the sources say"]),
      html("p", {}, [current.wrong]),
      ...(current.sides.length ? [html("h6", {}, ["Who holds what"]), html("ul", { class: "sides" }, current.sides.map((one) => html("li", {}, [one])))] : []),
      sourceList("Sources", current.settled_by),
    ] : []));
  };

  const paint = () => {
    const now = reading();
    tell(problem, now.problem);
    body.hidden = Boolean(now.problem);
    tally.textContent = now.tally ?? "";
    const shown = now.exhibits ?? [];
    if (gallery.childElementCount !== shown.length) {
      gallery.replaceChildren(...shown.map((one) => html("li", {}, [html("button", { type: "button", "data-id": one.id })])));
    }
    [...gallery.querySelectorAll("button")].forEach((button, i) => {
      const one = shown[i];
      button.dataset.state = one.state;
      if (one.id === model.get("at")) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      button.replaceChildren(sign(one.state), html("span", {}, [one.title]), html("span", { class: "spoken" }, [`: ${STATES[one.state]}`]));
    });
    const current = now.current;
    if (current) {
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
      paintKnobs(current);
      paintResult(current);
      paintVerdict(current);
    }
    const asked = { at: model.get("at"), settings: model.get("settings"), tests: model.get("tests") };
    const answered = JSON.stringify(now.of) === JSON.stringify(asked);
    if (answered) waiting.answered(root, now.summary);
    else waiting.asked(root);
  };
  follow(model, ["at", "settings", "tests", "reading"], paint, signal);
  paint();

  return () => gone.abort();
}

export default { render };
