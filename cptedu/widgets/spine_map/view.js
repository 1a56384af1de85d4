// @ts-check
// The spine map, drawn. This file draws what the traits say and reports what is clicked or typed; which region a bone
// belongs to, what is counted and what is billed come from Python.

import { JOINTS, SIDES } from "../kit/body.js";
import { html, svg, tell } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { standing } from "../kit/proportions.js";
import { report } from "../kit/traits.js";
import { view } from "../kit/views.js";
import { waitingFor } from "../kit/waiting.js";
import { bodyFigure, capital, COLUMN, LAYERS, lightBeam, marks, shine, spineFigure } from "./figures.js";

/**
 * @typedef {{id: string, label: string, region: string, kind: string, names: string[]}} Place
 * @typedef {{name: string, word: string, label: string, kind: string, names: string[]}} RegionInfo
 * @typedef {"adjusted" | "exercised"} Layer
 * @typedef {{adjusted: boolean, exercised: boolean}} Marks
 * @typedef {{line: string, count: string, says: string, verdict: string, overlap: string[],
 *            counts: Record<string, string>, lit: Record<string, string>, notice: string, source: string,
 *            judged: string, of: {adjusted: string[], exercised: string[]}}} Reading
 * @typedef {import("../kit/traits.js").Model} Model
 */

/** What is said of a state. @type {Record<string, string>} */
const SPOKEN = { both: "adjusted and exercised", adjusted: "adjusted", exercised: "exercised", "": "not marked" };

const HINT = "Seen from behind. Click a bone, a joint or a name.";
const INVITATION = "Click a vertebra that was adjusted: its region lights up, and the code follows.";

/**
 * Which layers hold one of these names.
 * @param {Model} model @param {string[]} names @returns {Marks}
 */
function marked(model, names) {
  const has = (/** @type {Layer} */ layer) => names.some((name) => model.get(layer).includes(name));
  return { adjusted: has("adjusted"), exercised: has("exercised") };
}

/** @param {Marks} held */
function stateOf(held) {
  if (held.adjusted && held.exercised) return "both";
  return held.adjusted ? "adjusted" : held.exercised ? "exercised" : "";
}

/**
 * Report that something was marked, or its mark removed, in the layer that is chosen.
 * @param {Model} model @param {string} name @param {string[]} names every name that marks it
 */
function toggle(model, name, names) {
  const layer = /** @type {Layer} */ (model.get("layer"));
  /** @type {string[]} */
  const held = model.get(layer);
  const without = held.filter((kept) => !names.includes(kept));
  report(model, { [layer]: without.length < held.length ? without : [...held, name] });
}

/**
 * Let arrow keys walk through targets of which one at a time can be tabbed to.
 * @param {SVGElement[]} targets @param {(from: SVGElement, key: string) => SVGElement | undefined} step
 * @param {(chosen: SVGElement) => void} act @param {AbortSignal} signal
 */
function walk(targets, step, act, signal) {
  const home = (/** @type {SVGElement} */ to) =>
    targets.forEach((each) => each.setAttribute("tabindex", each === to ? "0" : "-1"));
  home(targets[0]);
  for (const each of targets) {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const walks = /^(Arrow|Home|End)/.test(event.key);
      if (!walks && event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (walks) step(each, event.key)?.focus();
      else act(each);
    };
    each.addEventListener("keydown", pressed, { signal });
    each.addEventListener("focus", () => home(each), { signal });
    each.addEventListener("click", () => {
      each.focus({ preventScroll: true });
      act(each);
    }, { signal });
  }
}

/**
 * The keyboard's map: the spine in the middle, the joints of each side beside it.
 * @param {Map<string, SVGElement>} spots
 * @returns {(from: SVGElement, key: string) => SVGElement | undefined}
 */
function stepsAmong(spots) {
  /** @type {Record<string, number>} */
  const height = { C0: 0 };
  for (const [bone, place] of standing()) height[bone] = place.y + place.height / 2;
  for (const [, side] of SIDES) {
    for (const name of COLUMN) height[`${side} ${name}`] = name === "sacroiliac" ? height.sacrum : JOINTS[name][1];
  }
  const middle = ["C0", ...standing().keys()];
  const [left, right] = SIDES.map(([, side]) => COLUMN.map((name) => `${side} ${name}`));
  const columns = [left, middle, right].map((column) => column.filter((name) => spots.has(name)));
  return (from, key) => {
    const name = String(from.getAttribute("data-spot"));
    const at = columns.findIndex((column) => column.includes(name));
    const row = columns[at].indexOf(name);
    const within = { ArrowDown: row + 1, ArrowUp: row - 1, Home: 0, End: columns[at].length - 1 }[key];
    if (within !== undefined) return spots.get(columns[at][within]);
    const beside = columns[key === "ArrowLeft" ? at - 1 : at + 1] ?? [];
    const distance = (/** @type {string} */ other) => Math.abs(height[other] - height[name]);
    const nearest = [...beside].sort((a, b) => distance(a) - distance(b))[0];
    return spots.get(nearest);
  };
}

/**
 * Steps along a plain row.
 * @param {SVGElement[]} row
 * @returns {(from: SVGElement, key: string) => SVGElement | undefined}
 */
const stepsAlong = (row) => (from, key) => {
  const at = row.indexOf(from);
  /** @type {Record<string, number>} */
  const to = {
    ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: row.length - 1,
  };
  return row[to[key]];
};

/** The choice of layer, as radio buttons. @param {string} id */
function layerSwitch(id) {
  const options = LAYERS.map((layer, i) => {
    const input = html("input", { type: "radio", name: `${id}-layer`, value: layer });
    const sign = svg("svg", { class: "sign", viewBox: "-12 -12 24 24", "aria-hidden": "true", "data-state": layer }, [
      marks(0, 8)[i],
    ]);
    const count = html("span", { class: "count" });
    const name = html("span", { class: "layer-name" }, [capital(layer)]);
    return { layer, input, count, label: html("label", { class: `layer ${layer}` }, [input, sign, name, count]) };
  });
  const node = html("fieldset", { class: "layers" }, [
    html("legend", {}, ["A click marks a place as"]),
    html("div", {}, options.map((option) => option.label)),
  ]);
  return { options, node };
}

/** What stands beside the pictures. @param {string} id @param {AbortSignal} signal */
function sidePanel(id, signal) {
  const layers = layerSwitch(id);
  const line = html("p", { class: "claim-line" });
  const says = html("p", { class: "says" });
  const from = html("p", {});
  const source = html("details", { class: "source" }, [html("summary", {}, ["Source"]), from]);
  const waiting = waitingFor(signal);
  const notice = html("p", { class: "notice" });
  const others = html("ul", { class: "others", "aria-label": "Marked, but not drawn" });
  const undo = html("button", { type: "button", class: "undo" }, ["Undo"]);
  const clear = html("button", { type: "button", class: "clear" }, ["Clear all"]);
  const judged = html("span", { class: "judged" });
  const eyebrow = html("p", { class: "eyebrow" }, [html("span", {}, ["On the claim"]), judged]);
  const claim = html("div", { class: "claim" }, [eyebrow, line, says, source]);
  const actions = html("div", { class: "actions" }, [undo, clear]);
  const node = html("div", { class: "panel" }, [layers.node, actions, claim, waiting.stale, notice, others, waiting.spoken]);
  return { node, layers, claim, judged, line, says, source, from, waiting, notice, others, undo, clear };
}

/** The list that says the same as the pictures. @param {Place[]} places @param {RegionInfo[]} regions */
function twinList(places, regions) {
  /** @type {{box: HTMLInputElement, state: HTMLElement, name: string, names: string[]}[]} */
  const rows = [];
  const row = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string[]} */ names) => {
    const box = html("input", { type: "checkbox", value: name });
    const state = html("span", { class: "state" });
    rows.push({ box, state, name, names });
    return html("label", { class: "row" }, [box, html("span", {}, [label]), state]);
  };
  const groups = regions.map((region) => html("fieldset", { "data-region": region.name }, [
    html("legend", {}, [capital(region.word), " ", html("small", {}, [region.label])]),
    row(region.name, "the whole region", region.names),
    ...places.filter((place) => place.region === region.name).map((place) => row(place.id, place.label, place.names)),
  ]));
  const hint = html("p", { class: "hint" });
  const node = html("details", { class: "twin" }, [
    html("summary", {}, ["The same as a list"]), hint, html("div", { class: "groups" }, groups),
  ]);
  return { node, rows, hint };
}

/** @param {Element} of @param {string} attribute */
const told = (of, attribute) => String(of.getAttribute(attribute));

/**
 * The two pictures with the panel between them, the list under them, and what is found in them.
 * @param {Model} model @param {string} id @param {AbortSignal} signal
 */
function frame(model, id, signal) {
  /** @type {Place[]} */
  const places = model.get("places");
  /** @type {RegionInfo[]} */
  const regions = model.get("regions");
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const regionOf = new Map(regions.map((region) => [region.name, region]));
  const body = bodyFigure(`${id}-body`, placeOf, regionOf);
  const spine = spineFigure(`${id}-spine`, placeOf, regionOf);
  for (const fill of ["bone", "stripes", "dots", "hatch", "halves"]) {
    body.style.setProperty(`--fill-${fill}`, `url(#${id}-body-${fill})`);
    spine.style.setProperty(`--fill-${fill}`, `url(#${id}-spine-${fill})`);
  }
  const beam = lightBeam(id);
  const caption = html("p", { class: "caption", "aria-hidden": "true" });
  const panel = sidePanel(id, signal);
  const twin = twinList(places, regions);
  const stage = html("div", { class: "stage" }, [beam, panel.node, spine, body, caption]);
  const inShort = { line: html("b", {}), notice: html("span", {}) };
  const short = html("div", { class: "in-short", "aria-hidden": "true" }, [inShort.line, inShort.notice]);
  const root = html("div", { class: "cptedu spine-map" }, [stage, short, twin.node]);
  const all = (/** @type {string} */ selector) =>
    /** @type {SVGElement[]} */ (Array.from(stage.querySelectorAll(selector)));
  const spots = new Map(all("[data-spot]").map((spot) => [told(spot, "data-spot"), spot]));
  const labels = all("[data-region-spot]");
  labels.sort((a, b) => regions.findIndex((region) => region.name === told(a, "data-region-spot"))
    - regions.findIndex((region) => region.name === told(b, "data-region-spot")));
  return { root, stage, body, spine, beam, caption, panel, inShort, twin, placeOf, regionOf, all, spots, labels };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/** What is touched is reported. @param {Parts} parts @param {Model} model @param {AbortSignal} signal */
function listenToMarks({ body, spine, panel, twin, placeOf, regionOf, all, spots, labels }, model, signal) {
  const markPlace = (/** @type {Element} */ of) => {
    const place = placeOf.get(told(of, "data-of"));
    if (place) toggle(model, place.id, place.names);
  };
  const markRegion = (/** @type {Element} */ of) => {
    const region = regionOf.get(told(of, "data-region-spot"));
    if (region) toggle(model, region.name, region.names);
  };
  const fromTheTop = [...spots.values()].sort((a, b) => Number(b === spots.get("C0")) - Number(a === spots.get("C0")));
  const steps = stepsAmong(spots);
  // Each drawing has a tab stop for its places and one for its regions; arrow keys walk on from one into the other.
  const along = stepsAlong(labels);
  for (const figure of [spine, body]) {
    const own = (/** @type {SVGElement} */ each) => figure.contains(each);
    walk(fromTheTop.filter(own), steps, markPlace, signal);
    walk(labels.filter(own), along, markRegion, signal);
  }
  for (const bead of all(".bead")) bead.addEventListener("click", () => markPlace(bead), { signal });
  for (const { box, name, names } of twin.rows) {
    box.addEventListener("change", () => toggle(model, name, names), { signal });
  }
  for (const { layer, input } of panel.layers.options) {
    input.addEventListener("change", () => report(model, { layer }), { signal });
  }
  panel.undo.addEventListener("click", () => model.send({ do: "undo" }), { signal });
  panel.clear.addEventListener("click", () => {
    report(model, Object.fromEntries(LAYERS.map((layer) => [layer, []])));
  }, { signal });
}

/**
 * What is pointed at is named, and shown in both pictures.
 * @param {Parts} parts @param {Model} model @param {AbortSignal} signal
 * @returns {() => void} names it anew, when it may be marked otherwise
 */
function pointing({ stage, body, spine, caption, placeOf, regionOf, all }, model, signal) {
  let pointed = "";
  const name = () => {
    const place = placeOf.get(pointed);
    const region = regionOf.get(place ? place.region : pointed);
    const words = region ? [region.word, region.label, "the whole region"] : [HINT];
    const state = place && SPOKEN[stateOf(marked(model, place.names))];
    caption.textContent = (place && region ? [place.label, region.word, state] : words).join(" · ");
  };
  const point = (/** @type {Event} */ event) => {
    const leaves = event.type === "pointerleave" || event.type === "focusout";
    const over = leaves ? null : /** @type {Element} */ (event.target).closest("[data-of], [data-region-spot]");
    pointed = over?.getAttribute("data-of") ?? over?.getAttribute("data-region-spot") ?? "";
    for (const each of all("[data-of]")) each.toggleAttribute("data-pointed", told(each, "data-of") === pointed);
    name();
  };
  for (const figure of [body, spine]) {
    for (const kind of ["pointerover", "pointerleave"]) figure.addEventListener(kind, point, { signal });
  }
  // Not on the drawings: Chromium lets Tab stop at a drawing that listens for focus.
  for (const kind of ["focusin", "focusout"]) stage.addEventListener(kind, point, { signal });
  return name;
}

/** @param {Parts} parts @param {Model} model @param {Layer} layer @param {Record<string, string>} lit */
function paintPictures({ placeOf, regionOf, all, labels }, model, layer, lit) {
  for (const each of all("[data-of]")) {
    const place = placeOf.get(told(each, "data-of"));
    const region = regionOf.get(place?.region ?? "");
    if (!place || !region) continue;
    const held = marked(model, place.names);
    each.setAttribute("data-state", stateOf(held));
    if (!each.hasAttribute("data-spot")) continue;
    each.setAttribute("aria-checked", String(held[layer]));
    each.setAttribute("aria-label", [place.label, region.word, SPOKEN[stateOf(held)]].join(", "));
  }
  for (const each of all("[data-region]")) each.setAttribute("data-lit", lit[told(each, "data-region")] ?? "");
  for (const each of labels) {
    const region = regionOf.get(told(each, "data-region-spot"));
    if (!region) continue;
    const state = lit[region.name] ?? "";
    const held = marked(model, region.names);
    const words = state === "both" ? ["adjusted and", "exercised"] : [state, ""];
    each.setAttribute("data-lit", state);
    each.setAttribute("aria-checked", String(held[layer]));
    each.setAttribute("aria-label", `${region.word}, whole region, ${SPOKEN[state]}`);
    each.querySelector(".whole")?.setAttribute("data-state", stateOf(held));
    each.querySelectorAll(".lit-word").forEach((word, i) => { word.textContent = words[i]; });
  }
}

/** @param {Parts} parts @param {Model} model @param {Layer} layer */
function paintList({ twin }, model, layer) {
  twin.hint.textContent = `A tick marks a place as ${layer}. The choice above the claim changes that.`;
  for (const { box, state, names } of twin.rows) {
    const held = marked(model, names);
    box.checked = held[layer];
    state.textContent = stateOf(held) && SPOKEN[stateOf(held)];
    state.dataset.state = stateOf(held);
  }
}

/** @param {Parts} parts @param {Model} model @param {Layer} layer @param {Reading} reading */
function paintPanel({ panel, inShort, placeOf, regionOf, spots, labels }, model, layer, reading) {
  const pieces = (/** @type {string} */ text) => text.split(" + ").map((piece) => html("span", {}, [piece]));
  for (const { layer: which, input, count } of panel.layers.options) {
    input.checked = which === layer;
    count.replaceChildren(...pieces(reading.counts[which]));
  }
  panel.line.replaceChildren(...pieces(reading.line || "no code yet"));
  panel.line.toggleAttribute("data-none", !reading.line);
  panel.claim.dataset.verdict = reading.verdict;
  panel.judged.textContent = reading.judged;
  panel.says.textContent = reading.says || INVITATION;
  panel.source.hidden = !reading.source;
  panel.from.textContent = reading.source;
  tell(panel.notice, reading.notice);
  inShort.line.textContent = reading.line || "no code yet";
  inShort.line.toggleAttribute("data-none", !reading.line);
  inShort.notice.textContent = reading.notice || reading.judged;
  inShort.notice.toggleAttribute("data-overlap", Boolean(reading.notice));
  const drawn = new Set([...spots.values(), ...labels].flatMap((each) =>
    (placeOf.get(told(each, "data-spot")) ?? regionOf.get(told(each, "data-region-spot")))?.names ?? []));
  /** @type {string[]} */
  const undrawn = [...new Set(LAYERS.flatMap((which) => model.get(which)))].filter((each) => !drawn.has(each));
  const items = undrawn.map((each) => html("li", {}, [`${each}: ${SPOKEN[stateOf(marked(model, [each]))]}`]));
  panel.others.replaceChildren(html("li", { class: "lead" }, ["Not drawn:"]), ...items);
  panel.others.hidden = undrawn.length === 0;
  panel.undo.disabled = !model.get("can_undo");
  panel.clear.disabled = LAYERS.every((which) => model.get(which).length === 0);
}

/** @param {import("../kit/views.js").Given} given */
function render(given) {
  const { model } = given;
  return view(given, ["adjusted", "exercised", "layer", "reading", "can_undo"], (signal) => {
    const parts = frame(model, ownId("spine"), signal);
    const { root, stage, body, spine, beam, panel } = parts;
    listenToMarks(parts, model, signal);
    const name = pointing(parts, model, signal);
    const paint = () => {
      const layer = /** @type {Layer} */ (model.get("layer"));
      const reading = /** @type {Reading} */ (model.get("reading"));
      root.dataset.layer = layer;
      paintPictures(parts, model, layer, reading.lit);
      paintList(parts, model, layer);
      paintPanel(parts, model, layer, reading);
      name();
      const heard = [`${layer}: ${reading.counts[layer]}`, reading.line, reading.notice].filter(Boolean).join(". ");
      panel.waiting.settled(root, model, { of: reading.of, summary: heard });
    };
    const sizes = new ResizeObserver(() => shine(beam, stage, body, spine));
    sizes.observe(stage);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      root.remove();
    });
    return { root, paint };
  });
}

export default { render };
