// @ts-check
// The tools that drawings of bones are made with: points, the curves through them, and their mirror images.

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

/** @param {Point[]} points @param {number} side */
export const flipped = (points, side) => /** @type {Point[]} */ (points.map(([x, y]) => [x * side, y]));

/** @param {Point[]} half @param {number} sx @param {number} sy */
export const shape = (half, sx, sy) => curve(mirrored(scaled(half, sx, sy)));
