// @ts-check
// The two pictures of the map, each with a target on every bone, joint and region that can be marked, and the light between them.

import { BODY_FRAME, bodyArt, JOINTS, SIDES } from "../kit/body.js";
import { plot, shape, short } from "../kit/curves.js";
import { svg } from "../kit/elements.js";
import { ladder } from "../kit/proportions.js";
import { beforeTheHip, coccyx, disc, joint, occiput, ribs, sacrum, vertebra, wing } from "../kit/bones.js";

/**
 * @typedef {import("./view.js").Layer} Layer
 * @typedef {import("./view.js").Place} Place
 * @typedef {import("../kit/curves.js").Point} Point
 * @typedef {import("./view.js").RegionInfo} RegionInfo
 */

/** @type {Layer[]} */
export const LAYERS = ["adjusted", "exercised"];

/** The left edge of the large spine's frame, and where the names of its bones end. */
const LEFT_EDGE = -141, NAMES_END = -113;

/** The right column of the keyboard's map, from the top. */
export const COLUMN = ["TMJ", "shoulder", "elbow", "wrist", "hand", "rib shaft", "sacroiliac", "hip", "knee", "ankle", "foot"];

/** Names of the regions beyond the spine, and the lines that lead from them. */
const TAGS = /** @type {Record<string, {at: Point, lines: string[], leader: string}>} */ ({
  head: { at: [84, 26], lines: ["Head"], leader: "M72 21L37 30" },
  upper_extremities: { at: [-208, 88], lines: ["Upper", "extremities"], leader: "M-118 116L-93 149" },
  rib_cage: { at: [-212, 236], lines: ["Rib cage"], leader: "M-107 232L-63 236" },
  abdomen: { at: [142, 262], lines: ["Abdomen"], leader: "M131 264L52 294" },
  lower_extremities: { at: [106, 520], lines: ["Lower", "extremities"], leader: "M97 526L72 522" },
});

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
    gradient("sink", true, [[0.82, "in"], [1, "out"]]),
    gradient("edge", false, [[0, "out"], [0.22, "in"], [0.78, "in"], [1, "out"]]),
  ]);
}

/** The two marks: a disc for adjusted, a diamond for exercised. @param {number} gap @param {number} size */
export function marks(gap, size) {
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
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Fades for what runs out of the picture. @param {string} id @param {number} sacral */
function fades(id, sacral) {
  /** @type {(name: string, fill: string, x: number, y: number, width: number, height: number) => SVGElement} */
  const mask = (name, fill, x, y, width, height) =>
    svg("mask", { id: `${id}-${name}`, maskUnits: "userSpaceOnUse", x, y, width, height }, [
      svg("rect", { x, y, width, height, fill: `url(#${id}-${fill})` }),
    ]);
  return svg("defs", {}, [
    mask("fade-ribs", "edge", -80, -60, 160, 900), mask("fade-thighs", "sink", -126, sacral - 60, 252, 188),
    mask("fade-skull", "rise", -90, -60, 180, 70),
  ]);
}

/** @typedef {{id: string, y: number, height: number, parts: SVGElement[]}} Drawn */

/** The bones of the large spine, from the top. @returns {Drawn[]} */
function spineBones() {
  const { bones, sacral, sacrumHeight, tail, tailHeight } = ladder();
  return [
    { id: "C0", y: bones[0].y - 27, height: 26, parts: occiput() },
    ...bones.map((bone) => ({ id: bone.id, y: bone.y, height: bone.height, parts: vertebra(bone) })),
    { id: "sacrum", y: sacral, height: sacrumHeight, parts: sacrum() },
    { id: "coccyx", y: tail, height: tailHeight, parts: coccyx() },
  ];
}

/** All that is seen of the large spine. @param {string} id @param {Drawn[]} drawn @returns {SVGElement} */
function spineArt(id, drawn) {
  const { bones, sacral } = ladder();
  const art = svg("g", { class: "art", "aria-hidden": "true" });
  const down = (/** @type {number} */ y, x = 0) => ({ transform: `translate(${x} ${short(y)})` });
  const [chest, back] = [bones[7].y, bones[19].y];
  for (const [region, top, bottom] of /** @type {[string, number, number][]} */ (
    [["cervical", bones[0].y - 27, chest], ["thoracic", chest, back], ["lumbar", back, sacral]])) {
    const frame = { x: -90, y: short(top + 4), width: 180, height: short(bottom - top - 8), rx: 16 };
    art.append(svg("rect", { class: "band", "data-region": region, ...frame }));
  }
  const shield = shape(plot("0,-4 34,-4 44,20 40,60 27,84 14,101 0,103"), 1, 1);
  const far = SIDES.map(([side]) => svg("g", { class: "before", ...down(sacral) }, beforeTheHip(side)));
  const hip = { class: "pelvis", "data-region": "pelvic", ...down(sacral) };
  art.append(
    svg("g", { mask: `url(#${id}-fade-ribs)` }, bones.slice(7, 19).flatMap(ribs)),
    svg("g", { mask: `url(#${id}-fade-thighs)` }, far),
    svg("path", { class: "band", "data-region": "sacral", d: shield, ...down(sacral) }),
    ...bones.slice(1).map((bone) => svg("g", down(bone.y), [disc(bone)])),
  );
  const bone = (/** @type {Drawn} */ { id: of, y, parts }) =>
    svg("g", { class: "bone", "data-of": of, ...down(of === "C0" ? bones[0].y : y) }, parts);
  // What hangs over or overlaps another bone is drawn after it: the hip bones over the sacrum, each vertebra over the next one.
  const low = drawn.filter(({ id: of }) => of === "sacrum" || of === "coccyx");
  const high = drawn.filter((each) => !low.includes(each) && each.id !== "C0");
  art.append(...low.reverse().map(bone), ...SIDES.map(([side]) => svg("g", hip, wing(side))));
  for (const [side, word] of SIDES) {
    art.append(svg("g", { class: "bone", "data-of": `${word} sacroiliac`, ...down(sacral) }, joint(side)));
  }
  art.append(...high.reverse().map(bone), svg("g", { mask: `url(#${id}-fade-skull)` }, drawn.slice(0, 1).map(bone)));
  return art;
}

/**
 * Names of the spinal regions: where each stands, and the line from it, to a bracket round its bones or to the joint or bone itself.
 * @returns {[string, number, string][]}
 */
function spinalNames() {
  const { bones, sacral } = ladder();
  const [chest, back] = [bones[7].y, bones[19].y];
  const bracket = (/** @type {number} */ y, /** @type {number} */ top, /** @type {number} */ bottom) =>
    `M105 ${short(top + 5)}H110V${short(bottom - 5)}H105M110 ${short(y - 4)}H119`;
  const neck = bones[0].y - 27;
  /** @type {[string, number, number, number][]} */
  const held = [
    ["cervical", (neck + chest) / 2 - 14, neck, chest], ["thoracic", (chest + back) / 2 - 6, chest, back],
    ["lumbar", (back + sacral) / 2 - 20, back, sacral],
  ];
  /** @type {[string, number, number][]} */
  const touched = [["pelvic", sacral + 1, 45], ["sacral", sacral + 72, 19]];
  return [
    ...held.map(([name, y, top, bottom]) => /** @type {[string, number, string]} */ ([name, y, bracket(y, top, bottom)])),
    ...touched.map(([name, y, from]) => /** @type {[string, number, string]} */ ([name, y, `M${from} ${short(y - 4)}H119`])),
  ];
}

/**
 * The spine, large.
 * @param {string} id @param {Map<string, Place>} places @param {Map<string, RegionInfo>} regions
 */
export function spineFigure(id, places, regions) {
  const { sacral } = ladder();
  const drawn = spineBones();
  const art = spineArt(id, drawn);
  const spots = svg("g", { role: "group", "aria-label": "Segments of the spine" });
  const labels = svg("g", { role: "group", "aria-label": "Spinal regions as a whole" });

  for (const { id: of, y, height } of drawn) {
    if (!places.has(of)) continue;
    const middle = y + height / 2;
    if (of === "sacrum" || of === "coccyx") {
      const [aside, below] = of === "sacrum" ? [37, 20] : [21, 0];
      const held = svg("g", { transform: `translate(0 ${below})` }, marks(aside, 6.6));
      spots.append(target(of, 0, middle, [-26, -height / 2, 52, height], [held]));
    } else {
      const name = svg("text", { class: "segment-name", x: NAMES_END, y: 4.5, "text-anchor": "end" }, [of]);
      spots.append(target(of, 0, middle, [LEFT_EDGE, -height / 2, 92 - LEFT_EDGE, height], [name, ...marks(79, 6.6)]));
    }
  }
  for (const [side, word] of SIDES) {
    const of = `${word} sacroiliac`;
    if (places.has(of)) spots.append(target(of, side * 46, sacral + 23, [-20, -26, 40, 52], [
      svg("g", { transform: `translate(${side * 6} -2)` }, marks(8.5, 6.6)),
    ]));
  }
  for (const [name, y, leader] of spinalNames()) {
    const region = regions.get(name);
    if (!region) continue;
    art.append(svg("path", { class: "leader", d: leader }));
    labels.append(regionTarget(region, 128, y, [capital(region.word)]));
  }
  for (const [x, word, anchor] of /** @type {[number, string, string][]} */ ([[NAMES_END, "left", "end"], [128, "right", "start"]])) {
    art.append(svg("text", { class: "side", x, y: -44, "text-anchor": anchor }, [word]));
  }
  const frame = {
    class: "spine", viewBox: `${LEFT_EDGE} -60 364 779`, role: "toolbar", "aria-orientation": "vertical",
    "aria-label": "The spine, seen from behind: arrow keys move, Space marks", focusable: "false",
  };
  return svg("svg", frame, [patterns(id), fades(id, sacral), art, spots, labels]);
}

/**
 * The body, small, with the joints beyond the spine.
 * @param {string} id @param {Map<string, Place>} places @param {Map<string, RegionInfo>} regions
 */
export function bodyFigure(id, places, regions) {
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

/** The light that seems to enlarge the small spine. @param {string} id */
export function lightBeam(id) {
  const ends = [svg("stop", { offset: 0, "stop-opacity": 0 }), svg("stop", { offset: 1 })];
  return svg("svg", { class: "beam", "aria-hidden": "true" }, [
    svg("defs", {}, [svg("linearGradient", { id: `${id}-beam` }, ends)]), svg("path", { fill: `url(#${id}-beam)` }),
  ]);
}

/**
 * Lay the light from the small spine to the large one, wherever they stand.
 * @param {SVGElement} beam @param {HTMLElement} stage @param {SVGElement} body @param {SVGElement} spine
 */
export function shine(beam, stage, body, spine) {
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
