// @ts-check
// The bones of the large spine, drawn: skull, vertebrae, discs, ribs, sacrum, coccyx, hip bones and what is seen of the thighs.

import { curve, flipped, mirrored, plot, scaled, shape, short } from "./curves.js";
import { svg } from "./elements.js";
import {
  COCCYX_SEGMENTS, CREST_ABOVE_SACRUM, HIP, HIP_LINES, OPENINGS, POSTERIOR_SPINE, PUBIS, SACRAL_CREST, SACROILIAC, SACRUM_OUTLINE,
  SIDE_CREST, THIGH, THIGH_HEAD, THIGH_LINES,
} from "./pelvis.js";
import { archHalf, neckProcess, spineHalf } from "./vertebra.js";

/**
 * @typedef {import("./curves.js").Point} Point
 * @typedef {import("./proportions.js").Bone} Bone
 */

/** Drawn units a millimetre of the pelvis: across, and down, where the large spine is short. */
const PELVIS = { across: 0.775, down: 0.72 };

/** @param {Point[]} points in millimetres of the pelvis @param {number} side @returns {Point[]} with the sacrum's top at 0 */
const pelvic = (points, side) =>
  flipped(scaled(points, PELVIS.across, PELVIS.down, 0, -CREST_ABOVE_SACRUM * PELVIS.down), side);

/** A part of a bone. @param {string} kind its class @param {string} d */
const part = (kind, d) => svg("path", { class: kind, d });

/** A spinous process: without an edge above, where it grows out of the laminae. @param {Point[]} half */
function grown(half) {
  const [root, ...rest] = half;
  const edge = rest.filter(([x]) => x > 0.01);
  const tip = rest.filter(([x]) => x <= 0.01);
  const other = [...edge].reverse();
  return part("process", curve([[root[0] + edge[0][0], root[1]], ...edge, ...tip, ...flipped(other, -1), [-edge[0][0], root[1]]], false));
}

/** A line on a bone, on both sides. @param {Point[]} points */
const bothLines = (points) => [1, -1].map((side) => part("line", curve(flipped(points, side), false)));

/**
 * A vertebra about its own middle line, its top at 0.
 * @param {Bone} bone
 * @returns {SVGElement[]}
 */
export function vertebra(bone) {
  const { body: b, height: h, arch } = bone;
  const spine = spineHalf(bone);
  const drawn = [part("arch", curve(mirrored(archHalf(bone)))), ...laminaLines(bone)];
  if (arch !== "atlas") {
    drawn.push(part("shadow", curve(mirrored(scaled(spine, 1.16, 1, 0, 1.4)))));
    const trunk = mirrored([[0, h * .06], [b * .86, h * .05], [b, h * .14], [b * .9, h * .42], [b * 1.02, h * .72], [b * .86, h * .82],
      [0, h * .8]]);
    drawn.unshift(part("trunk", curve(trunk)));
  }
  if (neckProcess(bone).length) {
    drawn.unshift(...[1, -1].map((side) => part("trunk", curve(flipped(neckProcess(bone), side)))));
  }
  if (arch === "axis") drawn.unshift(dens(h));
  return [...drawn, arch === "atlas" ? part("process", curve(mirrored(spine))) : grown(spine)];
}

/** The tooth of the second vertebra, which stands up inside the ring of the first. @param {number} h */
const dens = (h) => part("trunk dens", shape(plot("0,-1.02 3,-1 5,-.86 5.4,-.66 4.6,-.46 5,-.2 7,.1 0,.2"), 1, h));

/** What is seen on the laminae: the fold beside the spinous process, and the brim of the joint. @param {Bone} bone */
function laminaLines({ arch, height: h, span }) {
  if (arch === "atlas") return bothLines([[17, h * .42], [19.5, h * .54], [17.5, h * .66]]);
  if (arch === "lumbar" || arch === "broad") return [...bothLines([[9.5, h * .02], [9, h * .2], [11.5, h * .34]]), ...bothLines([[15, h * .0], [16.5, h * .1]])];
  if (arch === "thoracic") return bothLines([[span * .83, h * -.1], [span * .88, h * .02], [span * .8, h * .13]]);
  return bothLines([[13, h * .1], [12, h * .25], [13.5, h * .45]]);
}

/** @param {Bone} bone the disc under it */
export function disc({ body: b, height: h }) {
  return part("disc", shape(plot("0,.78 .9,.78 1.05,.93 .9,1.08 0,1.08"), b, h));
}

/** The back of the skull, as far as it is shown; C1 begins at 0. @returns {SVGElement[]} */
export function occiput() {
  const half = plot(`
    0,-108 38,-102 64,-80 73,-56 72.5,-40 68,-27 62,-18 59,-9 58,-1 55,6 51,8.5 47,5.5 44.5,-1 42,-7 37,-10 30,-7.5 23,-3.5 18,1
    14,3 10.5,1 8,-4 4,-7 0,-8
  `);
  return [
    part("arch skull", shape(half, 1, 1)),
    ...bothLines(plot("0,-29 10,-33 24,-31 40,-24 50,-14 53.5,-4")), ...bothLines(plot("2,-18 12,-22 24,-20 34,-13")),
    ...bothLines(plot("66,-38 58,-31 54,-23 48,-14 42,-7")), part("line", "M0 -26L0 -9"),
    part("process", curve(plot("0,-35 5,-32.5 4.4,-28 0,-25.5 -4.4,-28 -5,-32.5"))),
  ];
}

/** A rib as far as it is shown beside the large spine. @param {Bone} bone @returns {SVGElement[]} */
export function ribs({ id, y, height, span, body }) {
  const floating = Number(id.slice(1)) > 10;
  const top = y + height * .1;
  const [reach, drop] = floating ? [66, 21] : [84, 17];
  return [-1, 1].flatMap((side) => {
    const points = [body * .8, top + 4, span * .8, top - 3, span + 8, top, reach, top + drop];
    const d = points.map((value, i) => short(i % 2 ? value : value * side));
    const path = `M${d.slice(0, 2).join(" ")}C${d.slice(2).join(" ")}`;
    return [part("rib edge", path), part("rib", path)];
  });
}

/** Sacrum with its top at 0. @returns {SVGElement[]} */
export function sacrum() {
  const { across, down } = PELVIS;
  const openings = OPENINGS.flatMap(([x, y, wide]) => [-1, 1].map((side) => svg("ellipse", {
    class: "hole", cx: short(side * x * across), cy: short(y * down), rx: short(wide * across), ry: short(wide * down * .86),
  })));
  const crest = SACRAL_CREST.map(([from, to, wide]) => part("process", shape(
    [[0, from], [wide * .7, from + 2], [wide, (from + to) / 2 + 1], [wide * .75, to - 1.5], [0, to]], across, down)));
  const facets = bothLines(scaled(plot("16,1 19,6 25,6 28,-1"), across, down));
  return [
    part("hole", shape(plot("0,80 4,84 5,93 0,95"), across, down)), part("arch", shape(SACRUM_OUTLINE, across, down)), ...bothLines(scaled(SIDE_CREST, across, down)), ...facets, ...openings, ...crest,
  ];
}

/** Coccyx with its top at 0, the last segments drawn first. @returns {SVGElement[]} */
export function coccyx() {
  return COCCYX_SEGMENTS.map(([from, to, wide], i) => {
    const half = i === 0
      ? [[0, from + 2], [4, from + 1], [6, from - 3], [7.6, from - 2], [8, from + 2], [wide, from + 3], [wide * .9, from + 6], [6.5, to], [0, to]]
      : [[0, from], [wide * .7, from], [wide, from + 2.6], [wide * .62, to], [0, to]];
    return part("arch", shape(/** @type {Point[]} */ (half), PELVIS.across, PELVIS.down));
  }).reverse();
}

/** What stands in front of the hip bone: the pubic bone, and the thigh bone's upper end. @param {number} side */
export function beforeTheHip(side) {
  return [
    part("far", curve(pelvic(PUBIS, side))),
    part("thigh", curve(pelvic([...THIGH.outer, ...THIGH.inner], side))), part("thigh", curve(pelvic(THIGH_HEAD, side))),
    ...THIGH_LINES.map((line) => part("line", curve(pelvic(line, side), false))),
  ];
}

/** The hip bone beside the sacrum; the sacrum's top at 0. @param {number} side @returns {SVGElement[]} */
export function wing(side) {
  return [
    part("wing", curve(pelvic(HIP, side))), ...HIP_LINES.map((line) => part("line", curve(pelvic(line, side), false))),
    part("knob", curve(pelvic(POSTERIOR_SPINE, side))), part("line", curve(pelvic(POSTERIOR_SPINE, side), false)),
  ];
}

/** The sacroiliac joint: a line between two bones; the sacrum's top at 0. @param {number} side @returns {SVGElement[]} */
export function joint(side) {
  const d = curve(pelvic(SACROILIAC, side), false);
  return [part("gap", d), part("joint", d)];
}
