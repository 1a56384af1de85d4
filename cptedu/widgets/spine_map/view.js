// @ts-check
// The spine map, drawn. This file draws what the traits say and reports what is clicked or typed; which region a bone
// belongs to, what is counted and what is billed come from Python.

/**
 * @typedef {{id: string, label: string, region: string, kind: string, names: string[]}} Place
 * @typedef {{name: string, word: string, label: string, kind: string, names: string[]}} RegionInfo
 * @typedef {"adjusted" | "exercised"} Layer
 * @typedef {{adjusted: boolean, exercised: boolean}} Marks
 * @typedef {{line: string, count: string, says: string, verdict: string, overlap: string[],
 *            counts: Record<string, string>, lit: Record<string, string>, notice: string, source: string,
 *            judged: string, of: {adjusted: string[], exercised: string[]}}} Reading
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/body.js").Point} Point
 * @typedef {import("../kit/body.js").Bone} Bone
 */

import {
  short, plot, curve, mirrored, ARCH, SPINE, SIDES,
  shape, ladder, inBody, bodyArt, BODY_FRAME,
} from "../kit/body.js";
import { html, svg } from "../kit/elements.js";
import { keepKeys } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow, report } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";

/** @type {Layer[]} */
const LAYERS = ["adjusted", "exercised"];

// ---------------------------------------------------------------------------------------------------- the bones

/** The ring of a joint in the body figure, right side. @type {Record<string, Point>} */
const JOINTS = {
  TMJ: [25, 69], shoulder: [84, 160], elbow: [106, 285], wrist: [121, 390], hand: [127, 438], "rib shaft": [57, 248],
  hip: [56, 372], knee: [44, 570], ankle: [41, 708], foot: [46, 745],
};

/** The right column of the keyboard's map, from the top. */
const COLUMN = ["TMJ", "shoulder", "elbow", "wrist", "hand", "rib shaft", "sacroiliac", "hip", "knee", "ankle", "foot"];

/** Names of the regions beyond the spine, and the lines that lead from them. */
const TAGS = /** @type {Record<string, {at: Point, lines: string[], leader: string}>} */ ({
  head: { at: [84, 26], lines: ["Head"], leader: "M72 21L37 30" },
  upper_extremities: { at: [-208, 88], lines: ["Upper", "extremities"], leader: "M-118 116L-93 149" },
  rib_cage: { at: [-208, 236], lines: ["Rib cage"], leader: "M-119 231L-66 236" },
  abdomen: { at: [142, 262], lines: ["Abdomen"], leader: "M131 264L52 294" },
  lower_extremities: { at: [106, 520], lines: ["Lower", "extremities"], leader: "M97 526L72 522" },
});

/**
 * A vertebra about its own middle line, its top at 0.
 * @param {Bone} bone
 * @returns {SVGElement[]}
 */
function vertebra(bone) {
  const { body: b, height: h, span, arch, spine } = bone;
  const waist = b * .88;
  const trunk = mirrored([[0, h * .06], [b * .82, h * .05], [b, h * .14], [waist, h * .42], [b * 1.02, h * .72],
    [b * .84, h * .82], [0, h * .8]]);
  const wide = arch === "lumbar" ? span * 1.35 : arch === "thoracic" ? span * 1.05 : span;
  const parts = [
    svg("path", { class: "arch", d: shape(ARCH[arch], span, h) }),
    svg("path", { class: "process", d: shape(SPINE[spine], wide, h) }),
  ];
  if (arch !== "atlas") parts.unshift(svg("path", { class: "trunk", d: curve(trunk) }));
  return parts;
}

/** @param {Bone} bone the disc under it */
function disc({ body: b, height: h }) {
  return svg("path", { class: "disc", d: shape(plot("0,.78 .9,.78 1.05,.93 .9,1.08 0,1.08"), b, h) });
}

/** The back of the skull, as far as it is shown; C1 begins at 0. @returns {SVGElement[]} */
function occiput() {
  const half = plot(`
    0,-110 38,-104 64,-84 73,-60 71,-40 64,-24 57,-12 52,0 47.5,3 43,-3 37,-9 28,-6 19,0 9,3.5 0,4.5
  `);
  return [
    svg("path", { class: "arch skull", d: shape(half, 1, 1) }),
    svg("path", { class: "line", d: "M-60 -26C-44 -37 -16 -40 0 -31C16 -40 44 -37 60 -26" }),
    svg("path", { class: "line", d: "M-42 -14C-28 -22 -12 -23 0 -18C12 -23 28 -22 42 -14" }),
    svg("path", { class: "line", d: "M0 -34L0 -3" }),
    svg("path", { class: "process", d: curve(plot(`0,-37 6,-33 3.4,-26 0,-22 -3.4,-26 -6,-33`)) }),
  ];
}

/** Sacrum with its top at 0, `h` high. @param {number} h @returns {SVGElement[]} */
function sacrum(h) {
  const half = plot(`
    0,0.06 0.2,0.04 0.28,-0.05 0.4,-0.04 0.44,0.06 0.66,0.02 0.9,0.04 1,0.16 0.96,0.36 0.78,0.56
    0.56,0.7 0.42,0.86 0.3,0.98 0.14,1 0,0.97
  `);
  const holes = [.2, .37, .54, .7].flatMap((y, i) => [-1, 1].map((side) => svg("ellipse", {
    class: "hole", cx: short(side * (24 - i * 3.6)), cy: short(y * h), rx: short(3.4 - i * .3), ry: short(2.9 - i * .3),
  })));
  const crest = [.12, .3, .48, .64].map((y, i) => svg("path", {
    class: "process", d: shape([[0, y], [.07 - i * .008, y + .04], [.075 - i * .008, y + .1], [0, y + .15]], 60, h),
  }));
  return [svg("path", { class: "arch", d: shape(half, 60, h) }), ...holes, ...crest];
}

/** @param {number} h @returns {SVGElement[]} */
function coccyx(h) {
  return [[.02, .36, 13], [.34, .62, 9.5], [.6, .84, 7], [.82, 1.02, 4.6]].map(([from, to, wide]) => svg("path", {
    class: "arch", d: shape([[0, from], [wide * .7, from], [wide, from + .08], [wide * .6, to], [0, to]], 1, h),
  }));
}

/** The wing of the hip bone beside the sacrum; the sacrum's top at 0. @param {number} side @returns {SVGElement[]} */
function wing(side) {
  /** @type {Point[]} */
  const half = plot(`
    46,46 52,30 57,10 58,-8 64,-22 80,-35 102,-42 124,-36 138,-18 140,8 130,32 114,48 100,60 94,78 80,86
    70,76 56,62
  `);
  return [
    svg("path", { class: "wing", d: curve(half.map(([x, y]) => [x * side, y])) }),
    svg("path", { class: "line", d: curve(plot(`70,4 84,-14 104,-20 122,-8`).map(
      ([x, y]) => [x * side, y]), false) }),
  ];
}

/** The sacroiliac joint's cleft, about its own middle. @param {number} side @returns {SVGElement[]} */
function cleft(side) {
  /** @type {Point[]} */
  const half = plot(`5,-25 9.5,-19 7.5,-5 1,10 -7,22 -12,24 -12,18 -5.5,5 -1,-8 0,-20`);
  return [svg("path", { class: "arch", d: curve(half.map(([x, y]) => [x * side, y])) })];
}

// ---------------------------------------------------------------------------------------------------- the pictures

/** Fills that carry a state by pattern as well as by colour, and fades. @param {string} id @returns {SVGElement} */
function patterns(id) {
  const box = (/** @type {string} */ look, /** @type {number} */ x, /** @type {number} */ wide, tall = wide) =>
    svg("rect", { class: look, x, y: 0, width: wide, height: tall });
  /** @type {(name: string, size: number, more: Record<string, string>, inside: SVGElement[]) => SVGElement} */
  const pattern = (name, size, more, inside) =>
    svg("pattern", { id: `${id}-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse", ...more }, inside);
  /** @type {(name: string, down: boolean, stops: [number, string][]) => SVGElement} */
  const gradient = (name, down, stops) =>
    svg("linearGradient", { id: `${id}-${name}`, x2: down ? 0 : 1, y2: down ? 1 : 0 },
      stops.map(([offset, look]) => svg("stop", { offset, class: look })));
  const slanted = { patternTransform: "rotate(45)" };
  const wide = { x: "-300", y: "-300" }; // one tile about the middle line, so that each half has its own fill
  return svg("defs", {}, [
    pattern("stripes", 6, slanted, [box("under-exercised", 0, 6), box("in-exercised", 0, 3.2, 6)]),
    pattern("dots", 9, {}, [
      box("under-exercised", 0, 9), svg("circle", { class: "in-exercised", cx: 4.5, cy: 4.5, r: 1.5 }),
    ]),
    pattern("hatch", 16, slanted, [
      box("on-surface", 0, 16), box("in-adjusted", 0, 4.5, 16), box("in-exercised", 8, 4.5, 16),
    ]),
    pattern("halves", 600, wide, [
      box("in-adjusted", 0, 300, 600), svg("rect", { x: 300, width: 300, height: 600, fill: `url(#${id}-stripes)` }),
    ]),
    gradient("bone", true, [[0.1, "bone-light"], [1, "bone-mid"]]),
    gradient("rise", true, [[0, "out"], [0.24, "in"]]),
    gradient("edge", false, [[0, "out"], [0.22, "in"], [0.78, "in"], [1, "out"]]),
  ]);
}

/** The two marks: a disc for adjusted, a diamond for exercised. @param {number} gap @param {number} size */
function marks(gap, size) {
  const tip = short(size * 1.32);
  return [
    svg("g", { class: "mark mark-adjusted", transform: `translate(${-gap} 0)` }, [svg("circle", { r: size })]),
    svg("g", { class: "mark mark-exercised", transform: `translate(${gap} 0)` }, [
      svg("path", { d: `M0 -${tip}L${tip} 0L0 ${tip}L-${tip} 0Z` }), svg("circle", { r: short(size * 0.34) }),
    ]),
  ];
}

/**
 * Something that can be marked: what is seen of it beyond the drawing, and where it is touched.
 * @param {string} id @param {number} x @param {number} y
 * @param {[number, number, number, number]} box left, top, width, height about that point
 * @param {SVGElement[]} inside
 */
function target(id, x, y, box, inside) {
  const [left, top, width, height] = box;
  const frame = { x: left, y: top, width, height, rx: Math.min(11, height / 2) };
  return svg("g", {
    class: "spot", role: "checkbox", "aria-checked": "false", tabindex: -1, "data-spot": id, "data-of": id,
    transform: `translate(${short(x)} ${short(y)})`,
  }, [svg("rect", { class: "hit", ...frame }), ...inside, svg("rect", { class: "focus", ...frame })]);
}

/**
 * A region's name, which marks it as a whole, and under it what lights it.
 * @param {RegionInfo} region @param {number} x @param {number} y @param {string[]} lines @param {number} [scale]
 */
function regionTarget(region, x, y, lines, scale = 1) {
  const width = Math.max(...lines.map((line) => line.length)) * 10.4 + 20;
  const tall = lines.length * 17 + 10;
  const plate = { x: -9, y: -18.5, width, height: tall, rx: 8 };
  const row = (/** @type {number} */ n) => tall - 4 + n * 16;
  const bullets = marks(0, 4.8);
  return svg("g", {
    class: "region", role: "checkbox", "aria-checked": "false", tabindex: -1, "data-region-spot": region.name,
    "data-lit": "", transform: `translate(${short(x)} ${short(y)}) scale(${scale})`,
  }, [
    svg("rect", { class: "hit", ...plate, height: tall + 36 }),
    svg("rect", { class: "plate", ...plate }),
    ...lines.map((line, i) => svg("text", { class: "region-name", y: i * 17 }, [line])),
    ...bullets.map((bullet, i) => svg("g", {
      class: `bullet bullet-${LAYERS[i]}`, transform: `translate(0 ${row(i) - 4.5})`,
    }, [bullet])),
    ...[0, 1].map((i) => svg("text", { class: "lit-word", x: 11, y: row(i) })),
    svg("g", { class: "whole", "data-state": "", transform: `translate(${short(width - 20)} -18)` }, marks(8.5, 6.4)),
    svg("rect", { class: "focus", ...plate }),
  ]);
}

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Fades for what runs out of the picture. @param {string} id @param {number} sacral */
function fades(id, sacral) {
  /** @type {(name: string, fill: string, x: number, y: number, width: number, height: number) => SVGElement} */
  const mask = (name, fill, x, y, width, height) =>
    svg("mask", { id: `${id}-${name}`, maskUnits: "userSpaceOnUse", x, y, width, height }, [
      svg("rect", { x, y, width, height, fill: `url(#${id}-${fill})` }),
    ]);
  return svg("defs", {}, [
    mask("fade-ribs", "edge", -104, -60, 208, 900), mask("fade-hips", "edge", -126, sacral - 60, 252, 300),
    mask("fade-skull", "rise", -90, -58, 180, 70),
  ]);
}

/** The ribs as far as they are shown beside the large spine. @param {Bone} bone @returns {SVGElement[]} */
function ribs(bone) {
  const n = Number(bone.id.slice(1));
  const [reach, drop] = n > 10 ? [28, 15] : [84, 27];
  const y = bone.y + bone.height * .1;
  return [-1, 1].map((side) => {
    const points = [bone.span * .5, y + 2, bone.span + 14, y - 5, bone.span + reach * .6, y + drop * .2,
      bone.span + reach, y + drop].map((value, i) => short(i % 2 ? value : value * side));
    return svg("path", { class: "rib", d: `M${points.slice(0, 2).join(" ")}C${points.slice(2).join(" ")}` });
  });
}

/** @typedef {{id: string, y: number, height: number, parts: SVGElement[]}} Drawn */

/** The bones of the large spine, from the top. @returns {Drawn[]} */
function spineBones() {
  const { bones, sacral, sacrumHeight, tail, tailHeight } = ladder();
  return [
    { id: "C0", y: -27, height: 26, parts: occiput() },
    ...bones.map((bone) => ({ id: bone.id, y: bone.y, height: bone.height, parts: vertebra(bone) })),
    { id: "sacrum", y: sacral, height: sacrumHeight, parts: sacrum(sacrumHeight) },
    { id: "coccyx", y: tail, height: tailHeight, parts: coccyx(tailHeight) },
  ];
}

/** All that is seen of the large spine. @param {string} id @param {Drawn[]} drawn @returns {SVGElement} */
function spineArt(id, drawn) {
  const { bones, sacral } = ladder();
  const art = svg("g", { class: "art", "aria-hidden": "true" });
  const down = (/** @type {number} */ y, x = 0) => ({ transform: `translate(${x} ${short(y)})` });
  const [chest, back] = [bones[7].y, bones[19].y];
  for (const [region, top, bottom] of /** @type {[string, number, number][]} */ (
    [["cervical", -27, chest], ["thoracic", chest, back], ["lumbar", back, sacral]])) {
    const frame = { x: -90, y: short(top + 4), width: 180, height: short(bottom - top - 8), rx: 16 };
    art.append(svg("rect", { class: "band", "data-region": region, ...frame }));
  }
  const hip = { class: "pelvis", "data-region": "pelvic", ...down(sacral) };
  const wings = SIDES.map(([side]) => svg("g", hip, wing(side)));
  const shield = shape(plot("0,-5 40,-6 62,0 65,16 56,40 40,62 26,82 14,96 0,98"), 1, 1);
  art.append(
    svg("g", { mask: `url(#${id}-fade-ribs)` }, bones.slice(7, 19).flatMap(ribs)),
    svg("g", { mask: `url(#${id}-fade-hips)` }, wings),
    svg("path", { class: "band", "data-region": "sacral", d: shield, ...down(sacral) }),
    ...bones.slice(1).map((bone) => svg("g", down(bone.y), [disc(bone)])),
  );
  // A spinous process hangs over the bone below, so the lower bones are drawn first.
  for (const { id: of, y, parts } of [...drawn].reverse()) {
    const skull = of === "C0";
    const bone = svg("g", { class: "bone", "data-of": of, ...down(skull ? 0 : y) }, parts);
    art.append(skull ? svg("g", { mask: `url(#${id}-fade-skull)` }, [bone]) : bone);
  }
  for (const [side, word] of SIDES) {
    const joint = { class: "bone", "data-of": `${word} sacroiliac`, ...down(sacral + 26, side * 54) };
    art.append(svg("g", joint, cleft(side)));
  }
  return art;
}

/**
 * The spine, large.
 * @param {string} id @param {Map<string, Place>} places @param {Map<string, RegionInfo>} regions
 */
function spineFigure(id, places, regions) {
  const { bones, sacral } = ladder();
  const drawn = spineBones();
  const art = spineArt(id, drawn);
  const spots = svg("g", { role: "group", "aria-label": "Segments of the spine" });
  const labels = svg("g", { role: "group", "aria-label": "Spinal regions as a whole" });

  for (const { id: of, y, height } of drawn) {
    if (!places.has(of)) continue;
    const middle = y + height / 2;
    if (of === "sacrum" || of === "coccyx") {
      const [aside, below] = of === "sacrum" ? [35, 21] : [20, 0];
      const held = svg("g", { transform: `translate(0 ${below})` }, marks(aside, 6.6));
      spots.append(target(of, 0, middle, [-36, -height / 2, 72, height], [held]));
    } else {
      const name = svg("text", { class: "segment-name", x: -98, y: 4.5, "text-anchor": "end" }, [of]);
      spots.append(target(of, 0, middle, [-128, -height / 2, 220, height], [name, ...marks(77, 6.6)]));
    }
  }
  for (const [side, word] of SIDES) {
    const of = `${word} sacroiliac`;
    if (places.has(of)) spots.append(target(of, side * 62, sacral + 27, [-25, -28, 50, 56], marks(8, 6.6)));
  }
  const [chest, back] = [bones[7].y, bones[19].y];
  /** @type {[string, number, number][]} where a name stands, and where its line begins */
  const names = [["cervical", (chest - 27) / 2, 92], ["thoracic", (chest + back) / 2 - 6, 92],
    ["lumbar", (back + sacral) / 2 - 20, 92], ["pelvic", sacral + 1, 104], ["sacral", sacral + 66, 44]];
  for (const [name, y, from] of names) {
    const region = regions.get(name);
    if (!region) continue;
    art.append(svg("path", { class: "leader", d: `M${from} ${short(y - 4)}H119` }));
    labels.append(regionTarget(region, 128, y, [capital(region.word)]));
  }
  const frame = {
    class: "spine", viewBox: `-132 -60 364 ${short(sacral + 174)}`, role: "toolbar", "aria-orientation": "vertical",
    "aria-label": "The spine: arrow keys move, Space marks", focusable: "false",
  };
  return svg("svg", frame, [patterns(id), fades(id, sacral), art, spots, labels]);
}

/**
 * The body, small, with the joints beyond the spine.
 * @param {string} id @param {Map<string, Place>} places @param {Map<string, RegionInfo>} regions
 */
function bodyFigure(id, places, regions) {
  const [clip, art] = bodyArt(id);
  const spots = svg("g", { role: "group", "aria-label": "Joints beyond the spine" });
  for (const [side, word] of SIDES) {
    for (const [name, [x, y]] of Object.entries(JOINTS)) {
      const socket = svg("circle", { class: "socket", r: 6.5 });
      if (!places.has(`${word} ${name}`)) continue;
      spots.append(target(`${word} ${name}`, x * side, y, [-19, -19, 38, 38], [socket, ...marks(8.5, 8.4)]));
    }
    const foot = { class: "side", x: side * 96, y: 762, "text-anchor": side < 0 ? "end" : "start" };
    art.append(svg("text", foot, [word]));
  }
  const labels = svg("g", { role: "group", "aria-label": "Regions beyond the spine as a whole" });
  for (const [name, { at: [x, y], lines, leader }] of Object.entries(TAGS)) {
    const region = regions.get(name);
    if (!region) continue;
    art.append(svg("path", { class: "leader", d: leader }));
    labels.append(regionTarget(region, x, y, lines, 1.12));
  }
  const frame = {
    class: "body", viewBox: BODY_FRAME, role: "toolbar", "aria-orientation": "vertical",
    "aria-label": "The body, seen from behind: arrow keys move, Space marks", focusable: "false",
  };
  return svg("svg", frame, [patterns(id), clip, art, spots, labels]);
}

// ---------------------------------------------------------------------------------------------------- the widget

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
  const { bones, sacral, tail, end } = ladder();
  /** @type {Record<string, number>} */
  const height = { C0: inBody(-14, end), sacrum: inBody(sacral + 25, end), coccyx: inBody(tail + 14, end) };
  for (const bone of bones) height[bone.id] = inBody(bone.y + bone.height / 2, end);
  for (const [, side] of SIDES) {
    for (const name of COLUMN) height[`${side} ${name}`] = name === "sacroiliac" ? height.sacrum : JOINTS[name][1];
  }
  const middle = ["C0", ...bones.map((bone) => bone.id), "sacrum", "coccyx"];
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
  const source = html("p", { class: "source" });
  const waiting = waitingFor(signal);
  const notice = html("p", { class: "notice" });
  const others = html("ul", { class: "others", "aria-label": "Marked, but not drawn" });
  const undo = html("button", { type: "button", class: "undo" }, ["Undo"]);
  const clear = html("button", { type: "button", class: "clear" }, ["Clear all"]);
  const judged = html("span", { class: "judged" });
  const eyebrow = html("p", { class: "eyebrow" }, [html("span", {}, ["On the claim"]), judged]);
  const claim = html("div", { class: "claim" }, [eyebrow, line, says, source]);
  const actions = html("div", { class: "actions" }, [undo, clear]);
  const node = html("div", { class: "panel" }, [layers.node, claim, waiting.stale, notice, others, actions, waiting.spoken]);
  return { node, layers, claim, judged, line, says, source, waiting, notice, others, undo, clear };
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

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = ownId("spine");
  /** @type {Place[]} */
  const places = model.get("places");
  /** @type {RegionInfo[]} */
  const regions = model.get("regions");
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const regionOf = new Map(regions.map((region) => [region.name, region]));
  const gone = new AbortController();
  const { signal } = gone;

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
  const root = html("div", { class: "cptedu spine-map" }, [stage, twin.node]);
  el.append(root);

  const all = (/** @type {string} */ selector) =>
    /** @type {SVGElement[]} */ (Array.from(stage.querySelectorAll(selector)));
  const told = (/** @type {Element} */ of, /** @type {string} */ attribute) => String(of.getAttribute(attribute));
  const spots = new Map(all("[data-spot]").map((spot) => [told(spot, "data-spot"), spot]));
  const labels = all("[data-region-spot]");
  labels.sort((a, b) => regions.findIndex((region) => region.name === told(a, "data-region-spot"))
    - regions.findIndex((region) => region.name === told(b, "data-region-spot")));

  keepKeys(root, signal);

  // What is touched is reported.
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

  // What is pointed at is named, and shown in both pictures.
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

  // What is shown follows the traits.
  const paintPictures = (/** @type {Layer} */ layer, /** @type {Record<string, string>} */ lit) => {
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
  };
  const paintList = (/** @type {Layer} */ layer) => {
    twin.hint.textContent = `A tick marks a place as ${layer}. The choice above the claim changes that.`;
    for (const { box, state, names } of twin.rows) {
      const held = marked(model, names);
      box.checked = held[layer];
      state.textContent = stateOf(held) && SPOKEN[stateOf(held)];
      state.dataset.state = stateOf(held);
    }
  };
  const paintPanel = (/** @type {Layer} */ layer, /** @type {Reading} */ reading) => {
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
    panel.source.textContent = reading.source ? `Source: ${reading.source}` : "";
    panel.notice.textContent = reading.notice;
    panel.notice.hidden = !reading.notice;
    const drawn = new Set(fromTheTop.concat(labels).flatMap((each) =>
      (placeOf.get(told(each, "data-spot")) ?? regionOf.get(told(each, "data-region-spot")))?.names ?? []));
    /** @type {string[]} */
    const undrawn = [...new Set(LAYERS.flatMap((which) => model.get(which)))].filter((each) => !drawn.has(each));
    const items = undrawn.map((each) => html("li", {}, [`${each}: ${SPOKEN[stateOf(marked(model, [each]))]}`]));
    panel.others.replaceChildren(html("li", { class: "lead" }, ["Not drawn:"]), ...items);
    panel.others.hidden = undrawn.length === 0;
    panel.undo.disabled = !model.get("can_undo");
    panel.clear.disabled = LAYERS.every((which) => model.get(which).length === 0);
  };
  const paint = () => {
    const layer = /** @type {Layer} */ (model.get("layer"));
    const reading = /** @type {Reading} */ (model.get("reading"));
    root.dataset.layer = layer;
    paintPictures(layer, reading.lit);
    paintList(layer);
    paintPanel(layer, reading);
    name();
    const asked = JSON.stringify(LAYERS.map((which) => model.get(which)));
    const answered = asked === JSON.stringify(LAYERS.map((which) => reading.of[which]));
    if (answered) panel.waiting.answered(root, [`${layer}: ${reading.counts[layer]}`, reading.line, reading.notice].filter(Boolean).join(". "));
    else panel.waiting.asked(root);
  };
  follow(model, ["adjusted", "exercised", "layer", "reading", "can_undo"], paint, signal);
  paint();

  const sizes = new ResizeObserver(() => shine(beam, stage, body, spine));
  sizes.observe(stage);
  return () => {
    gone.abort();
    sizes.disconnect();
    root.remove();
  };
}

/** The light that seems to enlarge the small spine. @param {string} id */
function lightBeam(id) {
  const ends = [svg("stop", { offset: 0, "stop-opacity": 0 }), svg("stop", { offset: 1 })];
  return svg("svg", { class: "beam", "aria-hidden": "true" }, [
    svg("defs", {}, [svg("linearGradient", { id: `${id}-beam` }, ends)]), svg("path", { fill: `url(#${id}-beam)` }),
  ]);
}

/**
 * Lay the light from the small spine to the large one, wherever they stand.
 * @param {SVGElement} beam @param {HTMLElement} stage @param {SVGElement} body @param {SVGElement} spine
 */
function shine(beam, stage, body, spine) {
  const frame = stage.getBoundingClientRect();
  const small = body.querySelector(".column")?.getBoundingClientRect();
  const large = spine.getBoundingClientRect();
  const shown = small !== undefined && frame.width > 0 && large.left > small.right;
  beam.toggleAttribute("hidden", !shown);
  if (!shown) return;
  beam.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  const [from, high, low] = [small.right - frame.left, small.top - frame.top, small.bottom - frame.top];
  const [left, right] = [large.left - frame.left, large.right - frame.left];
  const [top, bottom] = [large.top - frame.top, large.bottom - frame.top];
  const above = `H${right - 16}Q${right} ${top} ${right} ${top + 16}`;
  const below = `V${bottom - 16}Q${right} ${bottom} ${right - 16} ${bottom}H${left}`;
  beam.querySelector("path")?.setAttribute("d", `M${from} ${high}L${left} ${top}${above}${below}L${from} ${low}Z`);
  beam.querySelector("linearGradient")?.setAttribute("x2", String((left - from) / (right - from)));
}

export default { render };
