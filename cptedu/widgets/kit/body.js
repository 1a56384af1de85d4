// @ts-check
// The body as the course draws it: its outline, its bones and the ground of each region, and the tools to draw them.

import { svg } from "./elements.js";

/** @typedef {[number, number]} Point */

/** @param {number} n */
export const short = (n) => String(Math.round(n * 10) / 10);

/** @param {string} text pairs as in SVG's points @returns {Point[]} */
export const plot = (text) => text.trim().split(/\s+/).map((pair) => /** @type {Point} */ (pair.split(",").map(Number)));

/**
 * A smooth closed (or open) curve through points.
 * @param {Point[]} points
 * @param {boolean} [closed]
 * @param {number} [ease] how round: 0 is straight lines
 * @returns {string}
 */
export function curve(points, closed = true, ease = 1) {
  const n = points.length;
  const at = (/** @type {number} */ i) => points[closed ? (i + n) % n : Math.max(0, Math.min(n - 1, i))];
  let d = `M${short(points[0][0])} ${short(points[0][1])}`;
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pull = ease / 6;
    const numbers = [
      from[0] + (to[0] - before[0]) * pull, from[1] + (to[1] - before[1]) * pull,
      to[0] - (after[0] - from[0]) * pull, to[1] - (after[1] - from[1]) * pull, to[0], to[1],
    ];
    d += `C${numbers.map(short).join(" ")}`;
  }
  return closed ? `${d}Z` : d;
}

/**
 * Complete a right half, given from top to bottom, with its mirror image.
 * @param {Point[]} half
 * @returns {Point[]}
 */
export function mirrored(half) {
  const other = half.filter(([x]) => Math.abs(x) > 0.01).map(([x, y]) => /** @type {Point} */ ([-x, y]));
  return [...half, ...other.reverse()];
}

/**
 * @param {Point[]} points
 * @param {number} sx
 * @param {number} sy
 * @param {number} [dx]
 * @param {number} [dy]
 * @returns {Point[]}
 */
export const scaled = (points, sx, sy, dx = 0, dy = 0) => points.map(([x, y]) => [x * sx + dx, y * sy + dy]);

/** Right halves of a vertebra seen from behind; x in half spans, y in heights. @type {Record<string, Point[]>} */
export const ARCH = {
  atlas: plot(`
    0,0.36 0.26,0.30 0.42,0.14 0.6,0.12 0.68,0.27 0.9,0.25 1,0.4 0.95,0.56 0.74,0.6 0.62,0.84 0.42,0.88
    0.3,0.66 0,0.68
  `),
  cervical: plot(`
    0,0.2 0.22,0.17 0.42,0 0.64,0.04 0.72,0.17 0.92,0.2 1,0.36 0.92,0.52 0.74,0.57 0.66,0.86 0.42,0.98
    0.24,0.82 0,0.78
  `),
  thoracic: plot(`
    0,0.2 0.16,0.16 0.26,-0.04 0.4,-0.03 0.47,0.13 0.72,0 0.9,-0.1 1,0.02 0.96,0.2 0.74,0.33 0.5,0.43
    0.42,0.62 0.4,0.88 0.26,0.98 0.13,0.86 0,0.88
  `),
  lumbar: plot(`
    0,0.3 0.14,0.24 0.23,0 0.36,-0.04 0.43,0.15 0.58,0.22 0.88,0.15 1,0.24 0.94,0.36 0.62,0.43 0.4,0.5
    0.3,0.64 0.36,0.86 0.33,1.02 0.22,1.06 0.14,0.9 0,0.82
  `),
};

/** Spinous processes: x in half spans, y in heights. @type {Record<string, Point[]>} */
export const SPINE = {
  atlas: plot(`0,0.36 0.07,0.42 0.08,0.56 0,0.68`),
  cervical: plot(`0,0.26 0.1,0.34 0.12,0.62 0.24,0.92 0.16,1.04 0.05,0.92 0,0.84`),
  prominens: plot(`0,0.24 0.1,0.34 0.085,0.7 0.115,1.02 0.08,1.14 0,1.18`),
  thoracic: plot(`0,0.22 0.13,0.34 0.12,0.62 0.085,0.95 0.07,1.2 0.065,1.34 0,1.42`),
  lumbar: plot(`0,0.3 0.08,0.38 0.085,0.66 0.115,0.92 0.1,1.02 0,1.05`),
};

/**
 * @typedef {{id: string, y: number, height: number, span: number, body: number, arch: string, spine: string}} Bone
 */

/** @returns {Bone[]} C1 to L5, from the top */
export function vertebrae() {
  const spans = [
    44, 31, 30, 31, 32, 33, 38, 42, 40, 38.5, 37.5, 37, 36.5, 36, 35.5, 35, 33.5, 30, 27.5, 43, 50, 56, 54, 55,
  ];
  /** @type {Bone[]} */
  const bones = [];
  let y = 0;
  spans.forEach((span, i) => {
    const neck = i < 7, chest = i >= 7 && i < 19;
    const at = neck ? i : chest ? i - 7 : i - 19;
    const height = neck ? 24 : chest ? 24 + at / 11 : 27 + at * .8;
    const body = neck ? 13 + at * .7 : chest ? 17.5 - 2 * Math.sin((at / 11) * Math.PI) + at * .42 : 25.5 + at * 1.2;
    const id = neck ? `C${i + 1}` : chest ? `T${at + 1}` : `L${at + 1}`;
    const arch = i === 0 ? "atlas" : neck ? "cervical" : chest ? "thoracic" : "lumbar";
    const spine = i === 6 || i === 7 ? "prominens" : arch;
    bones.push({ id, y, height, span, body, arch, spine });
    y += height;
  });
  return bones;
}

/** Where the spine stands in the body figure. */
export const BODY_SPINE = { top: 82, bottom: 338 };

/** Right half of the silhouette, seen from behind, from crown to crotch. @type {Point[]} */
export const SILHOUETTE = plot(`
    0,0 13,1.5 25,8.5 32.5,21 35.3,36 35,49 37.6,46.5 40,51.5 38.8,60.5 35.6,67 32.6,66.5 31,77 28,89
    25,98 24,107 25.6,116.5 33,125.5 48,132.5 66,137.5 82,142.5 94.5,151.5 101.5,166 104,187 105.5,213
    109,245 113.5,271 117,290 123.5,312 127.5,340 129,366 130,386 135,396 142.5,408 149.5,422 152.6,433
    149.6,437.6 144.6,432 139.6,423 137.4,425.5 140,440 142,456 141.4,465.5 138,466.6 135.6,458
    132.8,446 131.6,445 132.8,458 133.6,470.6 131,474.6 128.2,471 127,457 126,446.4 124.8,446.4
    124.6,459 123.6,470 120.8,472.2 118.8,467.6 119.2,455 118.6,445 117.4,446 116.6,455 114.2,462
    111.6,461 111.2,452 111.8,436 110.6,418 111.6,402 113.4,388 110,354 103.5,318 97.5,290 93.5,268
    88,238 83,208 78.5,189 77.8,206 75.5,236 70,264 64.5,286 62.6,302 65.5,322 74,347 82,376 85,406
    83,448 77.5,498 69.5,540 63.5,564 61.8,582 65.8,608 65.4,640 57.5,684 49.8,710 50.6,727 57.5,741
    62.5,751 58,758 46,759.5 35,757.5 30.4,746 32.4,727 32.4,708 26,666 19.8,624 21.8,594 25,572
    23.4,544 16,498 8,450 3,417 0,405
  `);

/** Parts of the silhouette that a region tints; both sides where it has two. @type {Record<string, Point[][]>} */
export const GROUND = {
  head: [plot(`-60,-12 60,-12 60,84 22,96 -22,96 -60,84`)],
  upper_extremities: [plot(`66,120 130,120 190,500 100,500 90,300 81,200 76,168`)],
  lower_extremities: [plot(`0,408 56,364 98,340 100,480 120,790 0,790`)],
  rib_cage: [plot(`17,142 66,132 74,168 81,200 86,262 17,246`)],
  abdomen: [plot(`17,250 90,268 90,318 62,316 17,326`)],
  pelvic: [plot(`17,331 62,320 96,330 98,339 56,361 17,388`)],
};

/** @type {[number, string][]} seen from behind, the patient's left is on the left */
export const SIDES = [[-1, "left"], [1, "right"]];

/** Shoulder blade and hip bone, right side. @type {Point[][]} */
export const FLAT_BONES = [
  plot(`32,156 50,151 70,147 76,160 68,178 60,200 51,226 45,227 39,202 34,176`),
  plot(`
    11,342 18,328 32,319 50,318 64,330 66,346 58,358 54,372 44,382 34,398 22,402 20,392 30,380 28,368
    16,364
  `),
];

/** Lines on the skin and the spine of the shoulder blade, right side. @type {Point[][]} */
export const CREASES = [
  plot(`35,171 52,164 72,153 88,150`), plot(`4,403 22,412 46,411 66,400`), [[33, 566], [44, 571], [55, 563]],
];

/** Long bones: ends and half widths. @type {[Point, Point, number][]} */
export const LIMBS = [
  [[87, 164], [104, 278], 4], [[107, 292], [124, 384], 2.6], [[102, 292], [117.5, 385], 2.6],
  [[62, 384], [45, 558], 5], [[43, 580], [40, 702], 4.4], [[54, 584], [47, 704], 2.2],
];

/** @param {Point[]} half @param {number} sx @param {number} sy */
export const shape = (half, sx, sy) => curve(mirrored(scaled(half, sx, sy)));

/** Heights in the large spine: where each bone begins. */
export function ladder() {
  const bones = vertebrae();
  const last = bones[bones.length - 1];
  const sacral = last.y + last.height;
  return { bones, sacral, sacrumHeight: 60, tail: sacral + 60, tailHeight: 27, end: sacral + 87 };
}

/**
 * Which y in the body figure a height in the large spine answers to.
 * @param {number} y @param {number} end
 */
export const inBody = (y, end) => BODY_SPINE.top + (y / end) * (BODY_SPINE.bottom + 46 - BODY_SPINE.top);

/** @param {Point[]} points @param {number} side */
export const flipped = (points, side) => /** @type {Point[]} */ (points.map(([x, y]) => [x * side, y]));

/** The skeleton that shows through the body. @param {Bone[]} bones @param {number} end */
export function skeleton(bones, end) {
  const drawn = svg("g", { class: "skeleton" });
  const widths = [24, 40, 51, 58, 63, 66, 68, 68, 66, 61, 47, 33];
  const drops = [14, 22, 28, 32, 34, 36, 37, 38, 36, 32, 24, 16];
  for (const [side] of SIDES) {
    for (const [[x1, y1], [x2, y2], wide] of LIMBS) {
      const ends = { x1: x1 * side, y1, x2: x2 * side, y2 };
      drawn.append(svg("line", { class: "long-bone edge", ...ends, "stroke-width": wide * 2 + 1.6 }),
        svg("line", { class: "long-bone", ...ends, "stroke-width": wide * 2 }));
    }
    widths.forEach((wide, i) => {
      const y = inBody(bones[7 + i].y + 4, end);
      const points = [6, y, wide * .5, y - 7, wide, y + drops[i] * .1, wide, y + drops[i]].map(
        (value, n) => short(n % 2 ? value : value * side));
      drawn.append(svg("path", { class: "rib", d: `M${points.slice(0, 2).join(" ")}C${points.slice(2).join(" ")}` }));
    });
    for (const outline of FLAT_BONES) drawn.append(svg("path", { class: "blade", d: curve(flipped(outline, side)) }));
    for (const crease of CREASES) drawn.append(svg("path", { class: "line", d: curve(flipped(crease, side), false) }));
  }
  return drawn;
}

/**
 * The parts of the body that light up, inside its outline.
 * @param {Bone[]} bones @param {number} sacral @param {number} end
 */
export function bodyBands(bones, sacral, end) {
  /** @type {SVGElement[]} */
  const bands = [];
  for (const [region, shapes] of Object.entries(GROUND)) {
    for (const outline of shapes) {
      for (const [side] of region === "head" ? SIDES.slice(1) : SIDES) {
        bands.push(svg("path", { class: "band", "data-region": region, d: `M${flipped(outline, side).join("L")}Z` }));
      }
    }
  }
  /** @type {[string, number, number][]} */
  const strips = [["cervical", -20, bones[7].y], ["thoracic", bones[7].y, bones[19].y],
    ["lumbar", bones[19].y, sacral], ["sacral", sacral, end]];
  for (const [region, top, bottom] of strips) {
    const y = inBody(top, end), height = inBody(bottom, end) - y - 1;
    const strip = { x: -17, y: short(y), width: 34, height: short(height) };
    bands.push(svg("rect", { class: "band", "data-region": region, ...strip }));
  }
  return bands;
}

/** The spine inside the body. @param {Bone[]} bones @param {number} sacral @param {number} end */
export function smallSpine(bones, sacral, end) {
  const bead = (/** @type {string} */ of, /** @type {number} */ y, /** @type {string} */ d) =>
    svg("path", { class: "bead", "data-of": of, transform: `translate(0 ${short(y)})`, d });
  const beads = bones.map(({ id, y, height, span, arch }) => {
    const top = inBody(y, end);
    return bead(id, top, shape(ARCH[arch], span * 0.27, (inBody(y + height, end) - top) * 0.98));
  });
  const low = inBody(sacral, end);
  beads.push(bead("sacrum", low, shape(plot("0,0 .7,-.02 1,.1 .6,.6 .25,1 0,1"), 15, 30)));
  beads.push(bead("coccyx", low + 31, shape(plot("0,0 .8,.1 .5,.8 0,1"), 4, 11)));
  return svg("g", { class: "column" }, beads.reverse());
}

/**
 * The body seen from behind, with the ground of each region in it; its frame is 462 wide and 786 high.
 * @param {string} id what its clipping path is named by
 * @returns {SVGElement[]} what goes into the frame: a definition, and the drawing
 */
export function bodyArt(id) {
  const { bones, sacral, end } = ladder();
  const outline = curve(mirrored(SILHOUETTE), true, 0.9);
  const inside = { "clip-path": `url(#${id}-skin)` };
  const shades = [36, 29, 22, 16, 10, 5].map((wide) =>
    svg("path", { class: "shade", d: outline, "stroke-width": wide }));
  return [
    svg("defs", {}, [svg("clipPath", { id: `${id}-skin` }, [svg("path", { d: outline })])]),
    svg("g", { class: "art", "aria-hidden": "true" }, [
      svg("path", { class: "skin", d: outline }), svg("g", inside, bodyBands(bones, sacral, end)),
      svg("g", inside, shades), skeleton(bones, end), smallSpine(bones, sacral, end),
    ]),
  ];
}

/** The frame of the body, as a viewBox. */
export const BODY_FRAME = "-222 -14 462 786";
