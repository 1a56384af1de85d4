// @ts-check
// How large the bones of the spine and pelvis are to each other, and where that puts them in the two drawings.

/**
 * The measures of the table below, in millimetres, `tip` apart.
 * @typedef {{id: string, pitch: number, across: number, trunk: number, tip: number}} Measures
 */

/**
 * Source: our own reading of general anatomy. Rounded means of adults as textbooks and skeletons agree on them; people differ by a
 * sixth or more. Good enough to draw a likeness by, and for nothing else: nothing is measured, taught or billed by them.
 *
 * `pitch` is a body with the disc under it, `across` from one transverse process to the other, `trunk` the body's width, and `tip`
 * how far the spinous process hangs down from the top of its own vertebra, in pitches, as it is seen from behind.
 */
const TABLE = `
  C1 15 78 0 0.74   C2 21 56 18 1.3   C3 17 52 17 1.1   C4 17 53 18 1.1   C5 17 55 19 1.14  C6 18 58 21 1.22  C7 19 68 24 1.72
  T1 20 75 27 1.3   T2 21 70 28 1.32  T3 21 65 27 1.38  T4 22 62 26 1.5   T5 22 61 26 1.64  T6 23 60 27 1.72  T7 23 60 28 1.76
  T8 24 59 29 1.74  T9 24 57 31 1.62  T10 25 53 33 1.4  T11 27 46 36 1.2  T12 29 40 39 1.12
  L1 34 76 42 1.06  L2 36 82 44 1.06  L3 37 94 46 1.07  L4 37 88 48 1.04  L5 36 92 51 0.94
`;

/** @type {Measures[]} from C1 to L5 */
export const MEASURES = TABLE.trim().split(/\s{2,}/).map((row) => {
  const [id, ...numbers] = row.trim().split(" ");
  const [pitch, across, trunk, tip] = numbers.map(Number);
  return { id, pitch, across, trunk, tip };
});

/** Millimetres from the top of the sacrum to its end, and from there to the tip of the coccyx. */
const SACRUM = 97, COCCYX = 34;

/**
 * A bone as it is drawn: its own middle line is 0, and `y` its top.
 * @typedef {{id: string, y: number, height: number, span: number, body: number, arch: string, tip: number}} Bone
 */

/** How wide a millimetre is drawn in the large spine: a little less further down, where the bones are widest. */
const WIDE = { C: 1.15, T: 1.1, L: 0.96 };

/** Which outline a vertebra has. @param {string} id */
function archOf(id) {
  const own = /** @type {Record<string, string>} */ ({ C1: "atlas", C2: "axis", C7: "prominens", T12: "last", L5: "broad" })[id];
  return own ?? { C: "cervical", T: "thoracic", L: "lumbar" }[id[0]] ?? "";
}

/** Where C1 begins in the large spine. */
const FIRST = -14;

/**
 * The large spine, from the top. Its heights are not to scale: a bone is to be hit by a finger, so that the neck is drawn longer and
 * the low back shorter than they are.
 */
export function ladder() {
  let y = FIRST;
  const bones = MEASURES.map(({ id, across, trunk, tip }) => {
    const kind = /** @type {"C" | "T" | "L"} */ (id[0]);
    const at = Number(id.slice(1)) - 1;
    const height = { C: 24, T: 24 + at / 11, L: 27 + at * 0.8 }[kind];
    const bone = { id, y, height, span: across / 2 * WIDE[kind], body: trunk / 2 * WIDE[kind], arch: archOf(id), tip };
    y += height;
    return bone;
  });
  return { bones, sacral: y, sacrumHeight: 70, tail: y + 70, tailHeight: 25, end: y + 95 };
}

/** Where the spine stands in the body figure: the top of C1, and how long a millimetre is. */
export const IN_BODY = { top: 73, scale: 0.43 };

/** The spine in the body, to scale: where a bone begins and how high it is. @returns {Map<string, {y: number, height: number}>} */
export function standing() {
  let y = IN_BODY.top;
  const rows = [...MEASURES, { id: "sacrum", pitch: SACRUM }, { id: "coccyx", pitch: COCCYX }];
  return new Map(rows.map(({ id, pitch }) => {
    const place = { y, height: pitch * IN_BODY.scale };
    y += place.height;
    return [id, place];
  }));
}
