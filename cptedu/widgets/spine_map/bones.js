// @ts-check
// The bones that the map draws beside those of the body: vertebrae, sacrum, coccyx and the wings of the pelvis.

import { ARCH, curve, mirrored, plot, shape, short, SPINE } from "../kit/body.js";
import { svg } from "../kit/elements.js";

/**
 * @typedef {import("./view.js").Bone} Bone
 * @typedef {import("./view.js").Point} Point
 */

/**
 * A vertebra about its own middle line, its top at 0.
 * @param {Bone} bone
 * @returns {SVGElement[]}
 */
export function vertebra(bone) {
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
export function disc({ body: b, height: h }) {
  return svg("path", { class: "disc", d: shape(plot("0,.78 .9,.78 1.05,.93 .9,1.08 0,1.08"), b, h) });
}

/** The back of the skull, as far as it is shown; C1 begins at 0. @returns {SVGElement[]} */
export function occiput() {
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
export function sacrum(h) {
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
export function coccyx(h) {
  return [[.02, .36, 13], [.34, .62, 9.5], [.6, .84, 7], [.82, 1.02, 4.6]].map(([from, to, wide]) => svg("path", {
    class: "arch", d: shape([[0, from], [wide * .7, from], [wide, from + .08], [wide * .6, to], [0, to]], 1, h),
  }));
}

/** The wing of the hip bone beside the sacrum; the sacrum's top at 0. @param {number} side @returns {SVGElement[]} */
export function wing(side) {
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
export function cleft(side) {
  /** @type {Point[]} */
  const half = plot(`5,-25 9.5,-19 7.5,-5 1,10 -7,22 -12,24 -12,18 -5.5,5 -1,-8 0,-20`);
  return [svg("path", { class: "arch", d: curve(half.map(([x, y]) => [x * side, y])) })];
}
