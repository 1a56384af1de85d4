// The course in one picture, for who has not begun: bones that were adjusted, and the claim that follows from them.

const SVG = "http://www.w3.org/2000/svg";
const BONES = 24;
const ADJUSTED = [4, 10];
// Head, neck and trunk as they are seen from behind, down to the hips; below the last bone the sacrum.
const BODY = "M84 6c15 0 23 11 22 25c0 9-4 17-9 22v11c14 6 40 8 48 24c9 20 12 74 15 112l-17 4c-4-34-8-62-13-76"
  + "c-1 30-4 50 0 74c4 18 11 66 12 108h-116c1-42 8-90 12-108c4-24 1-44 0-74c-5 14-9 42-13 76l-17-4c3-38 6-92 15-112"
  + "c8-16 34-18 48-24v-11c-5-5-9-13-9-22c-1-14 7-25 22-25z";
const SACRUM = "M62 265q22-6 44 0q-4 17-15 27q-7 7-14 0q-11-10-15-27z";

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} children
 */
function shape(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** Draw it: it says nothing that the words beside it do not say. */
export function drawBonesAndClaim() {
  const picture = shape("svg", { viewBox: "0 0 320 300", class: "picture", "aria-hidden": "true" });
  picture.append(shape("path", { class: "body", d: BODY }), shape("path", { class: "bone", d: SACRUM }));
  let top = 44;
  for (let at = 0; at < BONES; at += 1) {
    const size = 0.4 + 0.019 * at;
    const adjusted = ADJUSTED.includes(at);
    if (adjusted) picture.append(beam(84 + 26 * size, top, at === ADJUSTED[0] ? 72 : 142));
    picture.append(bone(84, top, size, adjusted));
    top += 8.6 * size + 3.8;
  }
  picture.append(card(46, 26), card(116, 18));
  return picture;
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} size
 * @param {boolean} adjusted
 */
function bone(left, top, size, adjusted) {
  const outline = "M-26-3q6-4 14-1q5-4 12-4t12 4q8-3 14 1q2 3-1 5q-7-1-13 2q-4 4-8 4l-4 5l-4-5q-4 0-8-4q-6-3-13-2q-3-2-1-5z";
  return shape("path", { class: adjusted ? "bone adjusted" : "bone", d: outline, transform: `translate(${left} ${top}) scale(${size})` });
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} to
 */
function beam(left, top, to) {
  const way = `M${left + 6} ${top}C${left + 40} ${top} 130 ${to} 168 ${to}`;
  return shape("g", {}, shape("path", { class: "beam", d: way }), shape("circle", { class: "mark", cx: left + 6, cy: top, r: 3 }));
}

/**
 * @param {number} top
 * @param {number} wide
 */
function card(top, wide) {
  const line = (/** @type {number} */ y, /** @type {number} */ width, /** @type {string} */ kind) =>
    shape("rect", { class: kind, x: 184, y: top + y, width, height: kind === "code" ? 9 : 5, rx: 2.5 });
  return shape(
    "g",
    { class: "line" },
    shape("rect", { class: "paper", x: 168, y: top, width: 142, height: 52, rx: 8 }),
    shape("path", { class: "tone", d: `M176 ${top}h-2a6 6 0 0 0-6 6v40a6 6 0 0 0 6 6h2z` }),
    line(12, 44 + wide, "code"),
    line(29, 108, "word"),
    line(39, 82, "word"),
    shape("path", { class: "tick", d: `M286 ${top + 17}l5 5l9-10` }),
  );
}
