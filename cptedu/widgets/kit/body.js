// @ts-check
// The body as the course draws it: its outline, its bones and the ground of each region.

import { curve, flipped, mirrored, plot, scaled, shape, short } from "./curves.js";
import { svg } from "./elements.js";
import { CREST_ABOVE_SACRUM, HIP, PUBIS, THIGH, THIGH_HEAD } from "./pelvis.js";
import { IN_BODY, ladder, standing } from "./proportions.js";
import { archHalf } from "./vertebra.js";

/**
 * @typedef {import("./curves.js").Point} Point
 * @typedef {import("./proportions.js").Bone} Bone
 */

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
  rib_cage: [plot(`17,133 66,132 74,168 81,200 86,262 17,243`)],
  abdomen: [plot(`17,247 90,266 90,300 62,299 17,314`)],
  pelvic: [plot(`17,318 62,303 96,318 98,337 56,361 17,378`)],
};

/** @type {[number, string][]} seen from behind, the patient's left is on the left */
export const SIDES = [[-1, "left"], [1, "right"]];

/** The ring of a joint in the body figure, right side. @type {Record<string, Point>} */
export const JOINTS = {
  TMJ: [26, 62], shoulder: [82, 160], elbow: [106, 285], wrist: [121, 390], hand: [127, 438], "rib shaft": [57, 248],
  hip: [44, 361], knee: [44, 570], ankle: [41, 708], foot: [46, 745],
};

/** The skull: its vault with the mastoid processes, and the lines on it. */
const SKULL = plot(`0,6 12,7.5 23,13.5 30,24 32.3,37 31,49 27.5,58 25,63 24.6,69 21.5,74 18,70.5 15,67.5 8,68.5 0,69.5`);
const SKULL_LINES = [
  plot(`0,8 0,27`), plot(`0,27 8,33 15,37 20,44 25,50 27,57`), plot(`0,54 7,53 16,56.5 24,63`), plot(`22.5,68 23,75 20.5,81 13,86`),
];

/** Shoulder blade, its spine with the acromion, heel; right side. */
const FLAT_BONES = [
  plot(`37,142 47,143 60,148 71,153 75,160 71,168 64,181 55,196 47,207 42,206 38,193 34,172 33,155`),
  plot(`34,158 50,151 68,146 82,143 91,148 89,154 80,151 66,153 50,158`),
  plot(`40,738 48,737 52,745 50,754 43,756 38,749`),
];

/** Lines on the skin, and the rays of the hand; right side. */
const CREASES = [
  plot(`4,408 22,416 46,414 66,402`), plot(`33,566 44,571 55,563`), plot(`126,397 138,411 149,431`), plot(`124,399 131,425 137,461`),
  plot(`121.5,399 127,428 131,469`), plot(`119,399 121.5,430 121.5,467`), plot(`116.5,398 116,428 113.5,458`),
];

/**
 * A long bone along its axis: how far along, how far to the inner side, how far to the outer side.
 * @typedef {{from: Point, to: Point, rows: [number, number, number][]}} Limb
 */

/** Upper arm, ulna, radius, shin, calf bone; right side. @type {Limb[]} */
const LIMBS = [
  { from: [80, 151], to: [104, 283],
    rows: [[0, 3, 2], [.03, 8, 6], [.08, 9.5, 8], [.15, 5.5, 6], [.3, 4, 4], [.75, 4, 4], [.9, 8, 6.5], [.97, 10, 7], [1, 5, 4]] },
  { from: [103, 277], to: [117, 385], rows: [[0, 3, 2.5], [.05, 4.5, 4], [.14, 3.4, 3.4], [.6, 2.4, 2.2], [.95, 2.4, 2.4], [1, 1.6, 1.6]] },
  { from: [109, 289], to: [124, 386], rows: [[0, 3, 3], [.05, 3, 3], [.12, 2.2, 2.2], [.6, 2.4, 2.8], [.92, 4, 4], [1, 3.4, 2.6]] },
  { from: [42, 577], to: [40, 712],
    rows: [[0, 9, 9], [.04, 10.5, 10], [.1, 7.5, 7], [.3, 4.6, 4.6], [.75, 3.6, 3.6], [.93, 5.5, 5], [1, 6, 4]] },
  { from: [54, 585], to: [48, 718], rows: [[0, 2.6, 2.6], [.05, 3.4, 3.4], [.12, 1.8, 1.8], [.85, 1.8, 1.8], [.96, 3.2, 3], [1, 1.6, 1.6]] },
];

/** The thigh bone below its trochanters, down its outer side and up its inner side; right side. */
const LOWER_THIGH = plot(`
  57,430 53.5,480 51,520 51.5,540 55,553 56,564 53,573 48.5,572 45,568.5 41,572 36,574 32.5,568 33,556 38,544 41,524 44,480
  47.5,430
`);

/** Half widths of the chest at each rib, and how far a rib comes down. @type {Point[]} */
const RIBS = [
  [20, 17], [34, 27], [45, 34], [52, 39], [57, 43], [60, 46], [62, 48], [62, 49], [61, 47], [57, 41], [43, 30], [27, 18],
];

/** @param {Limb} limb @param {number} side */
function limbPath({ from: [x1, y1], to: [x2, y2], rows }, side) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy);
  const at = (/** @type {number} */ along, /** @type {number} */ out) => /** @type {Point} */ (
    [x1 + dx * along + out * dy / length, y1 + dy * along - out * dx / length]);
  const outer = rows.map(([along, , out]) => at(along, out));
  const inner = rows.map(([along, into]) => at(along, -into)).reverse();
  return curve(flipped([...outer, ...inner], side), true, 0.9);
}

/** A part of the pelvis, right side, at its place in the body. @param {Point[]} points */
function inPelvis(points) {
  const crest = (standing().get("sacrum")?.y ?? 0) - CREST_ABOVE_SACRUM * IN_BODY.scale;
  return scaled(points, IN_BODY.scale, IN_BODY.scale, 0, crest);
}

/** The skeleton that shows through the body. */
function skeleton() {
  const drawn = svg("g", { class: "skeleton" });
  const places = standing();
  const bone = (/** @type {string} */ d) => svg("path", { class: "blade", d });
  for (const [side] of SIDES) {
    const line = (/** @type {Point[]} */ points) => svg("path", { class: "line", d: curve(flipped(points, side), false) });
    RIBS.forEach(([wide, drop], i) => {
      const y = (places.get(`T${i + 1}`)?.y ?? 0) + 3;
      const bend = i < 10 ? [wide * .5, y - 6, wide, y + drop * .1] : [wide * .5, y + 1, wide * .85, y + drop * .5];
      const points = [5, y, ...bend, wide, y + drop].map(
        (value, n) => short(n % 2 ? value : value * side));
      drawn.append(svg("path", { class: "rib", d: `M${points.slice(0, 2).join(" ")}C${points.slice(2).join(" ")}` }));
    });
    const thigh = [...inPelvis(THIGH.outer), ...LOWER_THIGH, ...inPelvis(THIGH.inner)];
    const pelvis = [inPelvis(PUBIS), thigh, inPelvis(THIGH_HEAD), inPelvis(HIP)];
    drawn.append(...LIMBS.map((limb) => bone(limbPath(limb, side))), ...CREASES.map(line),
      ...[...FLAT_BONES, ...pelvis].map((points) => bone(curve(flipped(points, side)))));
  }
  drawn.append(bone(shape(SKULL, 1, 1)));
  for (const [side] of SIDES) {
    drawn.append(...SKULL_LINES.map((points) => svg("path", { class: "line", d: curve(flipped(points, side), false) })));
  }
  return drawn;
}

/** The parts of the body that light up, inside its outline. */
function bodyBands() {
  /** @type {SVGElement[]} */
  const bands = [];
  for (const [region, shapes] of Object.entries(GROUND)) {
    for (const outline of shapes) {
      for (const [side] of region === "head" ? SIDES.slice(1) : SIDES) {
        bands.push(svg("path", { class: "band", "data-region": region, d: `M${flipped(outline, side).join("L")}Z` }));
      }
    }
  }
  const places = standing();
  const top = (/** @type {string} */ id) => places.get(id)?.y ?? 0;
  const tail = top("coccyx") + (places.get("coccyx")?.height ?? 0);
  /** @type {[string, number, number][]} */
  const strips = [["cervical", top("C1") - 9, top("T1")], ["thoracic", top("T1"), top("L1")],
    ["lumbar", top("L1"), top("sacrum")], ["sacral", top("sacrum"), tail]];
  for (const [region, from, to] of strips) {
    const strip = { x: -17, y: short(from), width: 34, height: short(to - from - 1) };
    bands.push(svg("rect", { class: "band", "data-region": region, ...strip }));
  }
  return bands;
}

/** The spine inside the body. */
function smallSpine() {
  const places = standing();
  const bead = (/** @type {string} */ of, /** @type {string} */ d) =>
    svg("path", { class: "bead", "data-of": of, transform: `translate(0 ${short(places.get(of)?.y ?? 0)})`, d });
  const beads = ladder().bones.map((bone) => {
    const high = (places.get(bone.id)?.height ?? 0) / bone.height;
    return bead(bone.id, shape(archHalf(bone), IN_BODY.scale * 0.92, high * 0.98));
  });
  beads.push(bead("sacrum", shape(plot("0,3 8,1 17,-9 25,-9 29,-2 45,5 42,40 41,62 29,80 16,94 0,97"), IN_BODY.scale, IN_BODY.scale)));
  beads.push(bead("coccyx", shape(plot("0,0 11,1 8,14 4,30 0,34"), IN_BODY.scale, IN_BODY.scale)));
  return svg("g", { class: "column" }, beads.reverse());
}

/**
 * The body seen from behind, with the ground of each region in it; its frame is 462 wide and 786 high.
 * @param {string} id what its clipping path is named by
 * @returns {SVGElement[]} what goes into the frame: a definition, and the drawing
 */
export function bodyArt(id) {
  const outline = curve(mirrored(SILHOUETTE), true, 0.9);
  const inside = { "clip-path": `url(#${id}-skin)` };
  const shades = [36, 29, 22, 16, 10, 5].map((wide) =>
    svg("path", { class: "shade", d: outline, "stroke-width": wide }));
  return [
    svg("defs", {}, [svg("clipPath", { id: `${id}-skin` }, [svg("path", { d: outline })])]),
    svg("g", { class: "art", "aria-hidden": "true" }, [
      svg("path", { class: "skin", d: outline }), svg("g", inside, bodyBands()),
      svg("g", inside, shades), skeleton(), smallSpine(),
    ]),
  ];
}

/** The frame of the body, as a viewBox. */
export const BODY_FRAME = "-222 -14 462 786";
