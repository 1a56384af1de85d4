// @ts-check
// The outlines of a vertebra seen from behind, each computed from its measures.

import { plot, scaled } from "./curves.js";

/**
 * @typedef {import("./curves.js").Point} Point
 * @typedef {import("./proportions.js").Bone} Bone
 */

/**
 * Right halves of laminae, joint processes and transverse processes. Up to the root of the transverse process x counts in the
 * width of the joint column, from there on out to its tip; y counts in heights. The first x beyond 1 begins the process.
 * @type {Record<string, {column: number, half: Point[]}>}
 */
const ARCHES = {
  atlas: { column: 33, half: plot(`
    0,.46 .25,.44 .48,.38 .6,.24 .76,.08 .96,.06 1.02,.26 1.4,.28 1.85,.32 2,.46 1.92,.62 1.5,.64 1,.7 .92,.9 .64,.94
    .54,.74 .25,.68 0,.7
  `) },
  axis: { column: 25, half: plot(`
    0,.36 .2,.28 .36,.12 .5,-.02 .74,-.08 .98,.02 1.04,.2 1.02,.4 .96,.62 1,.86 .92,1.05 .64,1.1 .46,.98 .24,.92 0,.92
  `) },
  cervical: { column: 23, half: plot(`
    0,.3 .2,.25 .4,.12 .56,-.08 .9,-.07 1,.1 .98,.34 .92,.52 .98,.8 .95,1.02 .66,1.12 .46,1 .26,.86 0,.82
  `) },
  prominens: { column: 23, half: plot(`
    0,.26 .2,.22 .4,.12 .54,-.08 .86,-.07 .97,.08 1.1,.12 1.6,.02 1.9,.06 2,.22 1.9,.38 1.5,.42 .98,.5 .9,.62 .92,.84
    .84,1.04 .58,1.1 .4,.96 .22,.86 0,.86
  `) },
  thoracic: { column: 17, half: plot(`
    0,.2 .2,.15 .42,.02 .52,-.12 .8,-.1 .9,.06 1,.08 1.5,-.08 1.84,-.15 2,-.03 1.95,.13 1.75,.19 1.35,.26 .92,.4
    .76,.56 .78,.8 .68,1 .4,1.06 .24,.92 0,.9
  `) },
  last: { column: 15.5, half: plot(`
    0,.26 .2,.2 .42,.06 .54,-.1 .86,-.1 1,.08 1.4,.02 1.8,.04 2,.2 1.9,.36 1.3,.36 1.02,.46 .78,.56
    .68,.76 .7,.98 .56,1.1 .36,1.04 .26,.88 0,.86
  `) },
  lumbar: { column: 20.5, half: plot(`
    0,.34 .18,.28 .4,.16 .52,-.04 .7,-.14 .9,-.18 1.08,-.1 1.08,.04 1.02,.14 1.45,.18 1.8,.13 2,.2 1.98,.32 1.8,.36 1.45,.38
    1.04,.42 .74,.5 .6,.6 .68,.8 .72,1 .6,1.14 .42,1.12 .3,.96 .18,.86 0,.84
  `) },
  broad: { column: 21, half: plot(`
    0,.34 .18,.28 .4,.16 .54,-.04 .72,-.13 .92,-.16 1.06,-.08 1.06,.04 1.3,.1 1.7,.04 2,.14 2,.3 1.7,.4 1.35,.5
    1.04,.54 .8,.56 .68,.64 .78,.84 .84,1 .7,1.12 .5,1.1 .34,.96 .18,.84 0,.82
  `) },
};

/** The small forked transverse process beside the joints of a neck bone, its right outline; x and y as above. @type {Point[]} */
const NECK_PROCESS = plot(`.6,.18 1,.24 1.6,.3 2,.36 1.96,.48 1.84,.5 2,.6 1.86,.72 1.5,.66 1,.6 .6,.58`);

/** @param {Bone} bone @param {Point[]} half */
function fitted({ arch, span, height }, half) {
  const { column } = ARCHES[arch];
  const wide = (/** @type {number} */ x) => x <= 1 ? x * column : column + (x - 1) * (span - column);
  return half.map(([x, y]) => /** @type {Point} */ ([wide(x), y * height]));
}

/** @param {Bone} bone @returns {Point[]} the right half of its arch, its top at 0 */
export const archHalf = (bone) => fitted(bone, ARCHES[bone.arch].half);

/** @param {Bone} bone @returns {Point[]} the right transverse process, where it is no part of the arch's outline */
export const neckProcess = (bone) => ["axis", "cervical"].includes(bone.arch) ? fitted(bone, NECK_PROCESS) : [];

/**
 * Right halves of spinous processes: x in drawn units; y runs from the root, 0, to the tip, 1.
 * @type {Record<string, Point[]>}
 */
const SPINES = {
  atlas: plot(`0,0 2.6,.2 3,.6 0,1`),
  axis: plot(`0,0 4.8,.04 6,.3 9.4,.54 13.4,.72 14.2,.9 11.8,1.04 7.4,1 3.4,.85 0,.79`),
  cervical: plot(`0,0 3.2,.06 3.9,.32 6.6,.56 10.6,.74 11.2,.9 9,1.03 5.2,.98 2.4,.84 0,.79`),
  prominens: plot(`0,0 4.6,.05 4.1,.28 4.3,.56 6.1,.78 6.6,.9 5.2,.99 0,1.02`),
  thoracic: plot(`0,0 4.6,.06 3.8,.26 3,.56 2.7,.78 3.3,.9 2.5,.99 0,1.01`),
  last: plot(`0,0 4,.08 3.6,.36 3.8,.66 4.8,.88 4.2,1 0,1.02`),
  lumbar: plot(`0,0 3.8,.05 4.4,.2 4.6,.56 5.8,.76 6,.95 5,1.02 0,1.03`),
  broad: plot(`0,0 3.8,.06 4.2,.3 4.2,.6 4.8,.84 4,1 0,1.02`),
};

/** Where the spinous process leaves the laminae, in heights. */
const ROOT = 0.34;

/** @param {Bone} bone @returns {Point[]} the right half of its spinous process */
export function spineHalf({ arch, height, tip }) {
  const root = arch === "atlas" ? 0.46 : ROOT;
  return scaled(SPINES[arch], 1, (tip - root) * height, 0, root * height);
}
