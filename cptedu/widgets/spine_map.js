// @ts-check
// The spine map, drawn. This file draws what the traits say and reports what is clicked or typed; which region a bone
// belongs to, what is counted and what is billed come from Python.

/**
 * @typedef {{id: string, label: string, region: string, kind: string, names: string[], drawn: boolean}} Place
 * @typedef {{name: string, word: string, label: string, kind: string, names: string[]}} RegionInfo
 * @typedef {"adjusted" | "exercised"} Layer
 * @typedef {{adjusted: boolean, exercised: boolean}} Marks
 * @typedef {{line: string, count: string, says: string, verdict: string, overlap: string[],
 *            counts: Record<string, string>, lit: Record<string, string>, notice: string, spoken: string,
 *            of: {adjusted: string[], exercised: string[]}}} Reading
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void, send(content: any): void,
 *            on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 * @typedef {[number, number]} Point
 */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Layer[]} */
const LAYERS = ["adjusted", "exercised"];
let views = 0;

// ---------------------------------------------------------------------------------------------------- small tools

/**
 * Make an element with attributes, children and text; text is only ever set as text.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElement}
 */
function html(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {SVGElement}
 */
function svg(tag, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** @param {number} n */
const short = (n) => String(Math.round(n * 10) / 10);

/**
 * A smooth closed (or open) curve through points.
 * @param {Point[]} points
 * @param {boolean} [closed]
 * @param {number} [ease] how round: 0 is straight lines
 * @returns {string}
 */
function curve(points, closed = true, ease = 1) {
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
function mirrored(half) {
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
const scaled = (points, sx, sy, dx = 0, dy = 0) => points.map(([x, y]) => [x * sx + dx, y * sy + dy]);

// ---------------------------------------------------------------------------------------------------- the bones

/** Right halves of a vertebra seen from behind; x in half spans, y in heights. @type {Record<string, Point[]>} */
const ARCH = {
  atlas: [[0, .36], [.26, .30], [.42, .14], [.6, .12], [.68, .27], [.9, .25], [1, .4], [.95, .56], [.74, .6],
    [.62, .84], [.42, .88], [.3, .66], [0, .68]],
  cervical: [[0, .2], [.22, .17], [.42, .0], [.64, .04], [.72, .17], [.92, .2], [1, .36], [.92, .52], [.74, .57],
    [.66, .86], [.42, .98], [.24, .82], [0, .78]],
  thoracic: [[0, .2], [.16, .16], [.26, -.04], [.4, -.03], [.47, .13], [.72, .0], [.9, -.1], [1, .02], [.96, .2],
    [.74, .33], [.5, .43], [.42, .62], [.4, .88], [.26, .98], [.13, .86], [0, .88]],
  lumbar: [[0, .3], [.14, .24], [.23, .0], [.36, -.04], [.43, .15], [.58, .22], [.88, .15], [1, .24], [.94, .36],
    [.62, .43], [.4, .5], [.3, .64], [.36, .86], [.33, 1.02], [.22, 1.06], [.14, .9], [0, .82]],
};

/** Spinous processes: x in half spans, y in heights. @type {Record<string, Point[]>} */
const SPINE = {
  atlas: [[0, .36], [.07, .42], [.08, .56], [0, .68]],
  cervical: [[0, .26], [.1, .34], [.12, .62], [.24, .92], [.16, 1.04], [.05, .92], [0, .84]],
  prominens: [[0, .24], [.1, .34], [.085, .7], [.115, 1.02], [.08, 1.14], [0, 1.18]],
  thoracic: [[0, .22], [.13, .34], [.12, .62], [.085, .95], [.07, 1.2], [.065, 1.34], [0, 1.42]],
  lumbar: [[0, .3], [.08, .38], [.085, .66], [.115, .92], [.1, 1.02], [0, 1.05]],
};

/**
 * @typedef {{id: string, y: number, height: number, span: number, body: number, arch: string, spine: string}} Bone
 */

/** @returns {Bone[]} C1 to L5, from the top */
function vertebrae() {
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

/** The ring of a joint in the body figure, right side. @type {Record<string, Point>} */
const JOINTS = {
  TMJ: [25, 69], shoulder: [84, 160], elbow: [106, 285], wrist: [121, 390], hand: [127, 438], rib: [50, 214],
  hip: [56, 372], knee: [44, 570], ankle: [41, 708], foot: [46, 745],
};

/** The right column of the keyboard's map, from the top. */
const COLUMN = ["TMJ", "shoulder", "elbow", "wrist", "hand", "rib", "sacroiliac", "hip", "knee", "ankle", "foot"];

/** Where the spine stands in the body figure. */
const BODY_SPINE = { top: 82, bottom: 338 };

/** Right half of the silhouette, seen from behind, from crown to crotch. @type {Point[]} */
const SILHOUETTE = [
  [0, 0], [13, 1.5], [25, 8.5], [32.5, 21], [35.3, 36], [35, 49], [37.6, 46.5], [40, 51.5], [38.8, 60.5], [35.6, 67],
  [32.6, 66.5], [31, 77], [28, 89], [25, 98], [24, 107], [25.6, 116.5], [33, 125.5], [48, 132.5], [66, 137.5],
  [82, 142.5], [94.5, 151.5], [101.5, 166], [104, 187], [105.5, 213], [109, 245], [113.5, 271], [117, 290], [123.5, 312],
  [127.5, 340], [129, 366], [130, 386], [135, 396], [142.5, 408], [149.5, 422], [152.6, 433], [149.6, 437.6], [144.6, 432],
  [139.6, 423], [137.4, 425.5], [140, 440], [142, 456], [141.4, 465.5], [138, 466.6], [135.6, 458], [132.8, 446], [131.6, 445],
  [132.8, 458], [133.6, 470.6], [131, 474.6], [128.2, 471], [127, 457], [126, 446.4], [124.8, 446.4], [124.6, 459],
  [123.6, 470], [120.8, 472.2], [118.8, 467.6], [119.2, 455], [118.6, 445], [117.4, 446], [116.6, 455], [114.2, 462],
  [111.6, 461], [111.2, 452], [111.8, 436], [110.6, 418], [111.6, 402], [113.4, 388], [110, 354], [103.5, 318],
  [97.5, 290], [93.5, 268], [88, 238], [83, 208], [78.5, 189], [77.8, 206], [75.5, 236], [70, 264], [64.5, 286],
  [62.6, 302], [65.5, 322], [74, 347], [82, 376], [85, 406], [83, 448], [77.5, 498], [69.5, 540], [63.5, 564], [61.8, 582],
  [65.8, 608], [65.4, 640], [57.5, 684], [49.8, 710], [50.6, 727], [57.5, 741], [62.5, 751], [58, 758], [46, 759.5],
  [35, 757.5], [30.4, 746], [32.4, 727], [32.4, 708], [26, 666], [19.8, 624], [21.8, 594], [25, 572], [23.4, 544],
  [16, 498], [8, 450], [3, 417], [0, 405],
];

/** Parts of the silhouette that a region tints; both sides where it has two. @type {Record<string, Point[][]>} */
const GROUND = {
  head: [[[-60, -12], [60, -12], [60, 84], [22, 96], [-22, 96], [-60, 84]]],
  upper_extremities: [[[66, 120], [130, 120], [190, 500], [100, 500], [90, 300], [81, 200], [76, 168]]],
  lower_extremities: [[[0, 408], [56, 364], [110, 344], [120, 790], [0, 790]]],
  rib_cage: [[[17, 142], [66, 132], [74, 168], [81, 200], [86, 262], [17, 246]]],
  abdomen: [[[17, 250], [90, 268], [90, 318], [62, 316], [17, 326]]],
  pelvic: [[[17, 331], [62, 320], [100, 330], [110, 342], [56, 361], [17, 388]]],
};

/** @type {[number, string][]} seen from behind, the patient's left is on the left */
const SIDES = [[-1, "left"], [1, "right"]];

/** Shoulder blade and hip bone, right side. @type {Point[][]} */
const FLAT_BONES = [
  [[32, 156], [50, 151], [70, 147], [76, 160], [68, 178], [60, 200], [51, 226], [45, 227], [39, 202], [34, 176]],
  [[11, 342], [18, 328], [32, 319], [50, 318], [64, 330], [66, 346], [58, 358], [54, 372], [44, 382], [34, 398], [22, 402],
    [20, 392], [30, 380], [28, 368], [16, 364]],
];

/** Lines on the skin and the spine of the shoulder blade, right side. @type {Point[][]} */
const CREASES = [
  [[35, 171], [52, 164], [72, 153], [88, 150]], [[4, 403], [22, 412], [46, 411], [66, 400]], [[33, 566], [44, 571], [55, 563]],
  [[4, 52], [12, 47], [20, 53]],
];

/** Names of the regions beyond the spine, and the lines that lead from them. */
const TAGS = /** @type {Record<string, {at: Point, lines: string[], leader: string}>} */ ({
  head: { at: [82, 26], lines: ["Head"], leader: "M72 21L37 30" },
  upper_extremities: { at: [-196, 100], lines: ["Upper", "extremities"], leader: "M-134 127L-97 153" },
  rib_cage: { at: [-196, 230], lines: ["Rib cage"], leader: "M-123 226L-66 234" },
  abdomen: { at: [140, 270], lines: ["Abdomen"], leader: "M131 270L52 296" },
  lower_extremities: { at: [106, 520], lines: ["Lower", "extremities"], leader: "M97 526L72 522" },
});

/** Long bones: ends and half widths. @type {[Point, Point, number][]} */
const LIMBS = [
  [[87, 164], [104, 278], 4], [[107, 292], [124, 384], 2.6], [[102, 292], [117.5, 385], 2.6],
  [[62, 384], [45, 558], 5], [[43, 580], [40, 702], 4.4], [[54, 584], [47, 704], 2.2],
];

/** @param {Point[]} half @param {number} sx @param {number} sy */
const shape = (half, sx, sy) => curve(mirrored(scaled(half, sx, sy)));

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
  const half = /** @type {Point[]} */ ([[0, h * .78], [b * .9, h * .78], [b * 1.05, h * .93], [b * .9, h * 1.08], [0, h * 1.08]]);
  return svg("path", { class: "disc", d: curve(mirrored(half)) });
}

/** The back of the skull, as far as it is shown; C1 begins at 0. @returns {SVGElement[]} */
function occiput() {
  const half = /** @type {Point[]} */ ([[0, -110], [38, -104], [64, -84], [73, -60], [71, -40], [64, -24], [57, -12], [52, 0],
    [47.5, 3], [43, -3], [37, -9], [28, -6], [19, 0], [9, 3.5], [0, 4.5]]);
  return [
    svg("path", { class: "arch skull", d: shape(half, 1, 1) }),
    svg("path", { class: "line", d: "M-60 -26C-44 -37 -16 -40 0 -31C16 -40 44 -37 60 -26" }),
    svg("path", { class: "line", d: "M-42 -14C-28 -22 -12 -23 0 -18C12 -23 28 -22 42 -14" }),
    svg("path", { class: "line", d: "M0 -34L0 -3" }),
    svg("path", { class: "process", d: curve([[0, -37], [6, -33], [3.4, -26], [0, -22], [-3.4, -26], [-6, -33]]) }),
  ];
}

/** Sacrum with its top at 0, `h` high. @param {number} h @returns {SVGElement[]} */
function sacrum(h) {
  const half = /** @type {Point[]} */ ([[0, .06], [.2, .04], [.28, -.05], [.4, -.04], [.44, .06], [.66, .02], [.9, .04], [1, .16],
    [.96, .36], [.78, .56], [.56, .7], [.42, .86], [.3, .98], [.14, 1.0], [0, .97]]);
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
  const half = [[46, 46], [52, 30], [57, 10], [58, -8], [64, -22], [80, -35], [102, -42], [124, -36], [138, -18], [140, 8],
    [130, 32], [114, 48], [100, 60], [94, 78], [80, 86], [70, 76], [56, 62]];
  return [
    svg("path", { class: "wing", d: curve(half.map(([x, y]) => [x * side, y])) }),
    svg("path", { class: "line", d: curve(/** @type {Point[]} */ ([[70, 4], [84, -14], [104, -20], [122, -8]]).map(
      ([x, y]) => [x * side, y]), false) }),
  ];
}

/** The sacroiliac joint's cleft, about its own middle. @param {number} side @returns {SVGElement[]} */
function cleft(side) {
  /** @type {Point[]} */
  const half = [[5, -25], [9.5, -19], [7.5, -5], [1, 10], [-7, 22], [-12, 24], [-12, 18], [-5.5, 5], [-1, -8], [0, -20]];
  return [svg("path", { class: "arch", d: curve(half.map(([x, y]) => [x * side, y])) })];
}

// ---------------------------------------------------------------------------------------------------- the pictures

/** Heights in the large spine: where each bone begins. */
function ladder() {
  const bones = vertebrae();
  const last = bones[bones.length - 1];
  const sacral = last.y + last.height;
  return { bones, sacral, sacrumHeight: 60, tail: sacral + 60, tailHeight: 27, end: sacral + 87 };
}

/**
 * Which y in the body figure a height in the large spine answers to.
 * @param {number} y @param {number} end
 */
const inBody = (y, end) => BODY_SPINE.top + (y / end) * (BODY_SPINE.bottom + 46 - BODY_SPINE.top);

/** Fills that carry a state by pattern as well as by colour. @param {string} id @returns {SVGElement} */
function patterns(id) {
  const stripe = (/** @type {string} */ name, /** @type {number} */ size, /** @type {SVGElement[]} */ inside) => svg("pattern", {
    id: `${id}-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
  }, inside);
  const box = (/** @type {string} */ cls, /** @type {number} */ x, /** @type {number} */ w, /** @type {number} */ h) =>
    svg("rect", { class: cls, x, y: 0, width: w, height: h });
  return svg("defs", {}, [
    stripe("stripes", 6, [box("on-bone", 0, 6, 6), box("in-exercised", 0, 3.2, 6)]),
    svg("pattern", { id: `${id}-dots`, width: 9, height: 9, patternUnits: "userSpaceOnUse" }, [
      box("under-exercised", 0, 9, 9), svg("circle", { class: "in-exercised", cx: 4.5, cy: 4.5, r: 1.5 }),
    ]),
    stripe("hatch", 16, [
      box("on-surface", 0, 16, 16), box("in-adjusted", 0, 4.5, 16), box("in-exercised", 8, 4.5, 16),
    ]),
    svg("pattern", { id: `${id}-halves`, x: -300, y: -900, width: 600, height: 1800, patternUnits: "userSpaceOnUse" }, [
      box("in-adjusted", 0, 300, 1800), svg("rect", { x: 300, y: 0, width: 300, height: 1800, fill: `url(#${id}-stripes)` }),
    ]),
    svg("linearGradient", { id: `${id}-rise`, x1: 0, y1: 0, x2: 0, y2: 1 }, [
      svg("stop", { offset: 0, "stop-color": "#000" }), svg("stop", { offset: .55, "stop-color": "#fff" }),
    ]),
    svg("linearGradient", { id: `${id}-edge`, x1: 0, x2: 1 }, [
      svg("stop", { offset: 0, "stop-color": "#000" }), svg("stop", { offset: .22, "stop-color": "#fff" }),
      svg("stop", { offset: .78, "stop-color": "#fff" }), svg("stop", { offset: 1, "stop-color": "#000" }),
    ]),
  ]);
}

/** The two marks: a disc for adjusted, a striped diamond for exercised. @param {number} gap @param {number} size */
function marks(gap, size) {
  return [
    svg("g", { class: "mark mark-adjusted", transform: `translate(${-gap} 0)` }, [svg("circle", { r: size })]),
    svg("g", { class: "mark mark-exercised", transform: `translate(${gap} 0)` }, [
      svg("path", { d: `M0 ${short(-size * 1.32)}L${short(size * 1.32)} 0L0 ${short(size * 1.32)}L${short(-size * 1.32)} 0Z` }),
      svg("circle", { r: short(size * .34) }),
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
 * @param {RegionInfo} region @param {number} x @param {number} y @param {string[]} lines
 */
function regionTarget(region, x, y, lines) {
  const width = Math.max(...lines.map((line) => line.length)) * 10.4 + 20;
  const tall = lines.length * 17 + 10;
  const plate = { x: -9, y: -17, width, height: tall, rx: 8 };
  const row = (/** @type {number} */ n) => tall - 17 + 14 + n * 16;
  const [disc, diamond] = marks(0, 4.8);
  return svg("g", {
    class: "region", role: "checkbox", "aria-checked": "false", tabindex: -1, "data-region-spot": region.name,
    "data-lit": "", transform: `translate(${short(x)} ${short(y)})`,
  }, [
    svg("rect", { class: "hit", ...plate, height: tall + 36 }),
    svg("rect", { class: "plate", ...plate }),
    ...lines.map((line, i) => svg("text", { class: "region-name", y: i * 17 }, [line])),
    svg("g", { transform: `translate(0 ${row(0) - 4})` }, [disc]),
    svg("g", { class: "second", transform: `translate(0 ${row(1) - 4})` }, [diamond]),
    svg("text", { class: "lit-word", x: 10, y: row(0) }),
    svg("text", { class: "lit-word", x: 10, y: row(1) }),
    svg("rect", { class: "focus", ...plate }),
  ]);
}

/** @param {Point[]} points @param {number} side */
const flipped = (points, side) => /** @type {Point[]} */ (points.map(([x, y]) => [x * side, y]));

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Fades for what runs out of the picture. @param {string} id @param {number} sacral */
function fades(id, sacral) {
  const mask = (/** @type {string} */ name, /** @type {[number, number, number, number]} */ [x, y, width, height],
    /** @type {string} */ fill) => svg("mask", { id: `${id}-${name}`, maskUnits: "userSpaceOnUse", x, y, width, height },
    [svg("rect", { x, y, width, height, fill: `url(#${id}-${fill})` })]);
  return svg("defs", {}, [
    mask("fade-ribs", [-104, -60, 208, 900], "edge"), mask("fade-hips", [-126, sacral - 60, 252, 300], "edge"),
    mask("fade-skull", [-90, -58, 180, 70], "rise"),
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

/**
 * The spine, large.
 * @param {string} id @param {Record<string, Place>} places @param {Record<string, RegionInfo>} regions
 */
function spineFigure(id, places, regions) {
  const { bones, sacral, sacrumHeight, tail, tailHeight } = ladder();
  const art = svg("g", { class: "art", "aria-hidden": "true" });
  const spots = svg("g", { role: "group", "aria-label": "Segments of the spine" });
  const labels = svg("g", { role: "group", "aria-label": "Spinal regions as a whole" });
  /** @type {[string, number, number][]} */
  const spans = [["cervical", -27, bones[7].y], ["thoracic", bones[7].y, bones[19].y], ["lumbar", bones[19].y, sacral]];

  for (const [name, top, bottom] of spans) {
    art.append(svg("rect", { class: "band", "data-region": name, x: -90, y: top + 4, width: 180, height: bottom - top - 8,
      rx: 16 }));
  }
  art.append(svg("g", { mask: `url(#${id}-fade-ribs)` }, bones.slice(7, 19).flatMap(ribs)));
  art.append(svg("g", { mask: `url(#${id}-fade-hips)` }, [-1, 1].map((side) => svg("g", {
    class: "pelvis", "data-region": "pelvic", transform: `translate(0 ${short(sacral)})`,
  }, wing(side)))));
  art.append(svg("path", { class: "band", "data-region": "sacral", transform: `translate(0 ${short(sacral)})`,
    d: curve(mirrored([[0, -5], [40, -6], [62, 0], [65, 16], [56, 40], [40, 62], [26, 82], [14, 96], [0, 98]])) }));
  for (const bone of bones.slice(1)) art.append(svg("g", { transform: `translate(0 ${short(bone.y)})` }, [disc(bone)]));
  /** @type {[string, number, number, SVGElement[]][]} */
  const drawn = [["C0", -27, 26, occiput()], ...bones.map((bone) => /** @type {[string, number, number, SVGElement[]]} */ (
    [bone.id, bone.y, bone.height, vertebra(bone)])), ["sacrum", sacral, sacrumHeight, sacrum(sacrumHeight)],
  ["coccyx", tail, tailHeight, coccyx(tailHeight)]];
  // A spinous process hangs over the bone below, so the lower bones are drawn first.
  for (const [of, y, , parts] of drawn.slice().reverse()) {
    const bone = svg("g", { class: "bone", "data-of": of, transform: `translate(0 ${short(of === "C0" ? 0 : y)})` }, parts);
    art.append(of === "C0" ? svg("g", { mask: `url(#${id}-fade-skull)` }, [bone]) : bone);
  }
  for (const [side, name] of SIDES) {
    art.append(svg("g", { class: "bone", "data-of": `${name} sacroiliac`,
      transform: `translate(${side * 54} ${short(sacral + 26)})` }, cleft(side)));
  }

  for (const [of, y, height] of drawn) {
    if (!places[of]) continue;
    const low = of === "sacrum" || of === "coccyx";
    const text = low ? [] : [svg("text", { class: "segment-name", x: -98, y: 4.5, "text-anchor": "end" }, [of])];
    spots.append(target(of, 0, y + height / 2, low ? [-36, -height / 2, 72, height] : [-128, -height / 2, 220, height],
      [...text, ...marks(low ? 17 : 77, 6.6)]));
  }
  for (const [side, name] of SIDES) {
    const of = `${name} sacroiliac`;
    if (places[of]) spots.append(target(of, side * 62, sacral + 27, [-25, -28, 50, 56], marks(8, 6.6)));
  }
  const heights = { cervical: (bones[7].y - 27) / 2, thoracic: (bones[7].y + bones[19].y) / 2 - 6,
    lumbar: (bones[19].y + sacral) / 2 - 20, pelvic: sacral + 1, sacral: sacral + 66 };
  for (const [name, y] of Object.entries(heights)) {
    if (!regions[name]) continue;
    const from = { pelvic: 104, sacral: 44 }[name] ?? 92;
    art.append(svg("path", { class: "leader", d: `M${from} ${short(y - 4)}H119` }));
    labels.append(regionTarget(regions[name], 128, y, [capital(regions[name].word)]));
  }
  return svg("svg", { class: "spine", viewBox: `-132 -60 364 ${short(sacral + 60 + 114)}`, role: "toolbar",
    "aria-orientation": "vertical", "aria-label": "The spine: arrow keys move, Space marks", focusable: "false" }, [patterns(id), fades(id, sacral), art, spots, labels]);
}

/** The skeleton that shows through the body. @param {Bone[]} bones @param {number} end */
function skeleton(bones, end) {
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
 * The body, small, with the joints beyond the spine.
 * @param {string} id @param {Record<string, Place>} places @param {Record<string, RegionInfo>} regions
 */
function bodyFigure(id, places, regions) {
  const { bones, sacral, end } = ladder();
  const outline = curve(mirrored(SILHOUETTE), true, .9);
  const inside = { "clip-path": `url(#${id}-skin)` };
  const art = svg("g", { class: "art", "aria-hidden": "true" }, [svg("path", { class: "skin", d: outline }),
    svg("g", inside, [30, 18, 8].map((wide) => svg("path", { class: "shade", d: outline, "stroke-width": wide })))]);
  const ground = svg("g", inside);
  for (const [name, shapes] of Object.entries(GROUND)) {
    for (const points of shapes) {
      for (const side of name === "head" ? [1] : [1, -1]) {
        const corners = points.map(([x, y]) => `${x * side} ${y}`);
        ground.append(svg("path", { class: "band", "data-region": name, d: `M${corners.join("L")}Z` }));
      }
    }
  }
  /** @type {[string, number, number][]} */
  const strips = [["cervical", -20, bones[7].y], ["thoracic", bones[7].y, bones[19].y], ["lumbar", bones[19].y, sacral],
    ["sacral", sacral, end]];
  for (const [name, top, bottom] of strips) {
    const [from, to] = [inBody(top, end), inBody(bottom, end)];
    ground.append(svg("rect", { class: "band", "data-region": name, x: -17, y: short(from), width: 34,
      height: short(to - from - 1) }));
  }
  const column = svg("g", { class: "column" });
  for (const bone of bones.slice().reverse()) {
    const y = inBody(bone.y, end), h = inBody(bone.y + bone.height, end) - y;
    column.append(svg("path", { class: "bead", "data-of": bone.id, transform: `translate(0 ${short(y)})`,
      d: shape(ARCH[bone.arch], bone.span * .27, h * .98) }));
  }
  const low = inBody(sacral, end);
  column.append(svg("path", { class: "bead", "data-of": "sacrum", transform: `translate(0 ${short(low)})`,
    d: shape([[0, 0], [.7, -.02], [1, .1], [.6, .6], [.25, 1], [0, 1]], 15, 30) }),
  svg("path", { class: "bead", "data-of": "coccyx", transform: `translate(0 ${short(low + 31)})`,
    d: shape([[0, 0], [.8, .1], [.5, .8], [0, 1]], 4, 11) }));
  art.append(ground, skeleton(bones, end), column);

  const spots = svg("g", { role: "group", "aria-label": "Joints beyond the spine" });
  for (const [side, word] of SIDES) {
    for (const [name, [x, y]] of Object.entries(JOINTS)) {
      if (!places[`${word} ${name}`]) continue;
      spots.append(target(`${word} ${name}`, x * side, y, [-19, -19, 38, 38],
        [svg("circle", { class: "socket", r: 6.5 }), ...marks(8.5, 8.4)]));
    }
  }
  const labels = svg("g", { role: "group", "aria-label": "Regions beyond the spine as a whole" });
  for (const [name, { at, lines, leader }] of Object.entries(TAGS)) {
    if (!regions[name]) continue;
    art.append(svg("path", { class: "leader", d: leader }));
    labels.append(regionTarget(regions[name], at[0], at[1], lines));
  }
  const sides = SIDES.map(([side, word]) => svg("text", { class: "side", x: side * 96, y: 762, "aria-hidden": "true",
    "text-anchor": side < 0 ? "end" : "start" }, [word]));
  return svg("svg", { class: "body", viewBox: "-208 -14 430 786", role: "toolbar", "aria-orientation": "vertical",
    "aria-label": "The body, seen from behind: arrow keys move, Space marks",
    focusable: "false" }, [patterns(id), svg("defs", {}, [svg("clipPath", { id: `${id}-skin` }, [svg("path", { d: outline })])]),
    art, spots, labels, ...sides]);
}

// ---------------------------------------------------------------------------------------------------- the widget

/** What is said of a state. @type {Record<string, string>} */
const SPOKEN = { both: "adjusted and exercised", adjusted: "adjusted", exercised: "exercised", "": "not marked" };

/** @param {Model} model @param {string[]} names */
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
  model.set(layer, without.length < held.length ? without : [...held, name]);
  model.save_changes();
}

/**
 * Let arrow keys walk through targets of which one at a time can be tabbed to.
 * @param {Element[]} targets @param {(from: Element, key: string) => Element | undefined} step
 * @param {(chosen: Element) => void} act @param {AbortSignal} signal
 */
function walk(targets, step, act, signal) {
  const home = (/** @type {Element} */ to) => targets.forEach((each) => each.setAttribute("tabindex", each === to ? "0" : "-1"));
  home(targets[0]);
  for (const each of targets) {
    each.addEventListener("keydown", (event) => {
      const { key, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent} */ (event);
      if (ctrlKey || altKey || metaKey) return;
      const to = step(each, key);
      if (to) {
        home(to);
        /** @type {SVGElement} */ (to).focus();
      } else if (key === " " || key === "Enter") {
        act(each);
      } else if (!/^(Arrow|Home|End)/.test(key)) return;
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
    each.addEventListener("click", () => {
      home(each);
      /** @type {SVGElement} */ (each).focus({ preventScroll: true });
      act(each);
    }, { signal });
    each.addEventListener("focus", () => home(each), { signal });
  }
}

/** The list that says the same as the picture. @param {Place[]} places @param {RegionInfo[]} regions */
function twinList(places, regions) {
  /** @type {{box: HTMLInputElement, state: HTMLElement, name: string, names: string[]}[]} */
  const rows = [];
  const row = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string[]} */ names) => {
    const box = /** @type {HTMLInputElement} */ (html("input", { type: "checkbox", value: name }));
    const state = html("span", { class: "state" });
    rows.push({ box, state, name, names });
    return html("label", { class: "row" }, [box, html("span", {}, [label]), state]);
  };
  const groups = regions.map((region) => html("fieldset", { "data-region": region.name }, [
    html("legend", {}, [region.word, html("small", {}, [region.label])]),
    row(region.name, "the whole region", region.names),
    ...places.filter((place) => place.region === region.name).map((place) => row(place.id, place.label, place.names)),
  ]));
  const hint = html("p", { class: "hint" });
  return { rows, hint, node: html("details", { class: "twin" }, [html("summary", {}, ["The same as a list"]), hint,
    html("div", { class: "groups" }, groups)]) };
}

/** The choice of layer, as radio buttons. @param {string} id */
function layerSwitch(id) {
  const options = LAYERS.map((layer, i) => {
    const input = /** @type {HTMLInputElement} */ (html("input", { type: "radio", name: `${id}-layer`, value: layer }));
    const sign = svg("svg", { class: "sign", viewBox: "-12 -12 24 24", "aria-hidden": "true", "data-state": layer },
      [marks(0, 8)[i]]);
    const count = html("span", { class: "count" });
    const name = html("span", { class: "layer-name" }, [layer === "adjusted" ? "Adjusted" : "Exercised"]);
    return { layer, input, count, label: html("label", { class: `layer ${layer}` }, [input, sign, name, count]) };
  });
  const node = html("fieldset", { class: "layers" }, [html("legend", {}, ["A click marks a place as"]),
    html("div", {}, options.map((option) => option.label))]);
  return { options, node };
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const id = `cptedu-spine-${++views}`;
  /** @type {Place[]} */
  const all = model.get("places");
  /** @type {RegionInfo[]} */
  const wholes = model.get("regions");
  /** @type {Record<string, Place>} */
  const places = Object.fromEntries(all.map((place) => [place.id, place]));
  /** @type {Record<string, RegionInfo>} */
  const regions = Object.fromEntries(wholes.map((region) => [region.name, region]));
  const gone = new AbortController();
  const { signal } = gone;

  // The pictures.
  const figures = [bodyFigure(`${id}-b`, places, regions), spineFigure(`${id}-s`, places, regions)];
  figures.forEach((figure, i) => ["stripes", "dots", "hatch", "halves"].forEach(
    (fill) => figure.style.setProperty(`--${fill}`, `url(#${id}-${"bs"[i]}-${fill})`)));
  const caption = html("p", { class: "caption", "aria-hidden": "true" });
  const beam = svg("svg", { class: "beam", "aria-hidden": "true" }, [svg("defs", {}, [
    svg("linearGradient", { id: `${id}-beam` }, [svg("stop", { offset: 0, "stop-opacity": 0 }), svg("stop", { offset: 1 })]),
  ]), svg("path", { fill: `url(#${id}-beam)` })]);
  const stage = html("div", { class: "stage" }, [beam, ...figures, caption]);
  const find = (/** @type {string} */ selector) => Array.from(stage.querySelectorAll(selector));
  const spots = new Map(find("[data-spot]").map((spot) => [String(spot.getAttribute("data-spot")), spot]));

  // The panel beside them.
  const layers = layerSwitch(id);
  const line = html("p", { class: "claim-line" });
  const says = html("p", { class: "says" });
  const source = html("p", { class: "source" });
  const stale = html("p", { class: "stale", hidden: "" }, ["Python has not answered. If this stays, run the cell again."]);
  const notice = html("p", { class: "notice" });
  const others = html("ul", { class: "others", "aria-label": "Marked, and not drawn" });
  const undo = /** @type {HTMLButtonElement} */ (html("button", { type: "button", class: "undo" }, ["Undo"]));
  const clear = /** @type {HTMLButtonElement} */ (html("button", { type: "button", class: "clear" }, ["Clear all"]));
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const panel = html("div", { class: "panel" }, [layers.node,
    html("div", { class: "claim" }, [html("p", { class: "eyebrow" }, ["On the claim"]), line, says, source, stale]),
    notice, others, html("div", { class: "actions" }, [undo, clear]), spoken]);
  const twin = twinList(all, wholes);
  const root = html("div", { class: "cptedu spine-map", "data-lm-suppress-shortcuts": "true" },
    [stage, twin.node]);
  stage.append(panel);
  el.append(root);

  // What is touched.
  const mark = (/** @type {string} */ name, /** @type {string[]} */ names) => toggle(model, name, names);
  const columns = columnsOf(spots);
  walk([...spots.values()].sort((a, b) => Number(a.getAttribute("data-spot") === "C0") ? -1 : Number(b.getAttribute("data-spot") === "C0") ? 1 : 0),
    (from, key) => columns(String(from.getAttribute("data-spot")), key),
    (spot) => mark(String(spot.getAttribute("data-spot")), places[String(spot.getAttribute("data-spot"))].names), signal);
  const labels = wholes.map((region) => stage.querySelector(`[data-region-spot="${region.name}"]`)).filter((each) => each !== null);
  walk(labels, (from, key) => {
    const at = labels.indexOf(from);
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: labels.length - 1 }[key];
    return next === undefined ? undefined : labels[next];
  }, (label) => mark(String(label.getAttribute("data-region-spot")), regions[String(label.getAttribute("data-region-spot"))].names), signal);
  for (const { box, name, names } of twin.rows) box.addEventListener("change", () => mark(name, names), { signal });
  for (const { layer, input } of layers.options) {
    input.addEventListener("change", () => {
      model.set("layer", layer);
      model.save_changes();
    }, { signal });
  }
  undo.addEventListener("click", () => model.send({ do: "undo" }), { signal });
  clear.addEventListener("click", () => {
    LAYERS.forEach((layer) => model.set(layer, []));
    model.save_changes();
  }, { signal });
  for (const bead of find(".bead")) {
    const of = String(bead.getAttribute("data-of"));
    bead.addEventListener("click", () => mark(of, places[of].names), { signal });
  }

  // What is pointed at is named, and shown in both pictures.
  const point = (/** @type {Event} */ event) => {
    const over = event.type === "pointerleave" || event.type === "focusout" ? null
      : /** @type {Element} */ (event.target).closest("[data-of], [data-region-spot]");
    const of = over?.getAttribute("data-of") ?? "";
    for (const each of find("[data-of]")) each.toggleAttribute("data-pointed", of !== "" && each.getAttribute("data-of") === of);
    const whole = over?.getAttribute("data-region-spot");
    const place = places[of];
    caption.textContent = place ? [place.label, regions[place.region].word, SPOKEN[stateOf(marked(model, place.names))]].join(" · ")
      : whole ? `${regions[whole].word} (${regions[whole].label}), the whole region` : "Seen from behind. Click a bone or a joint.";
  };
  for (const figure of figures) {
    for (const kind of ["pointerover", "pointerleave", "focusin", "focusout"]) figure.addEventListener(kind, point, { signal });
  }

  // What is shown follows the traits.
  let waiting = 0;
  const paint = () => {
    const layer = /** @type {Layer} */ (model.get("layer"));
    /** @type {Reading} */
    const reading = model.get("reading");
    root.dataset.layer = layer;
    for (const each of find("[data-of]")) {
      const place = places[String(each.getAttribute("data-of"))];
      const held = marked(model, place.names);
      each.setAttribute("data-state", stateOf(held));
      if (!each.hasAttribute("data-spot")) continue;
      each.setAttribute("aria-checked", String(held[layer]));
      each.setAttribute("aria-label", [place.label, regions[place.region].word, SPOKEN[stateOf(held)]].join(", "));
    }
    for (const each of find("[data-region]")) each.setAttribute("data-lit", reading.lit[String(each.getAttribute("data-region"))] ?? "");
    for (const each of labels) {
      const region = regions[String(each.getAttribute("data-region-spot"))];
      const lit = reading.lit[region.name] ?? "";
      each.setAttribute("data-lit", lit);
      each.setAttribute("data-state", lit);
      each.setAttribute("aria-checked", String(marked(model, region.names)[layer]));
      each.setAttribute("aria-label", `${region.word}, whole region, ${SPOKEN[lit]}`);
      const words = lit === "both" ? ["adjusted and", "exercised"] : [lit, ""];
      each.querySelectorAll(".lit-word").forEach((word, i) => { word.textContent = words[i]; });
    }
    for (const { box, state, names } of twin.rows) {
      const held = marked(model, names);
      box.checked = held[layer];
      state.textContent = SPOKEN[stateOf(held)];
      state.dataset.state = stateOf(held);
    }
    twin.hint.textContent = `A tick marks a place as ${layer}. The choice above changes that.`;
    for (const { layer: which, input, count } of layers.options) {
      input.checked = which === layer;
      count.replaceChildren(...reading.counts[which].split(" + ").map((part) => html("span", {}, [part])));
    }
    line.replaceChildren(...(reading.line || "no code yet").split(" + ").map((code) => html("span", {}, [code])));
    line.toggleAttribute("data-none", !reading.line);
    says.textContent = reading.says || "Click a vertebra that was adjusted: its region lights up, and the code follows.";
    source.textContent = reading.source ? `Source: ${reading.source}` : "";
    notice.textContent = reading.notice;
    notice.hidden = !reading.notice;
    const drawn = new Set([...spots.keys()].flatMap((of) => places[of].names).concat(wholes.flatMap((region) => region.names)));
    /** @type {Set<string>} */
    const undrawn = new Set(LAYERS.flatMap((which) => model.get(which)).filter((name) => !drawn.has(name)));
    others.replaceChildren(...[...undrawn].map((name) => html("li", { "data-state": stateOf(marked(model, [name])) },
      [`${name}: ${SPOKEN[stateOf(marked(model, [name]))]}`])));
    others.hidden = undrawn.size === 0;
    undo.disabled = !model.get("can_undo");
    clear.disabled = LAYERS.every((which) => model.get(which).length === 0);
    const answered = JSON.stringify(reading.of) === JSON.stringify({ adjusted: model.get("adjusted"), exercised: model.get("exercised") });
    clearTimeout(waiting);
    if (answered) {
      stale.hidden = true;
      const heard = [`${layer}: ${reading.counts[layer]}`, reading.line, reading.notice].filter(Boolean).join(". ");
      if (spoken.textContent !== heard) spoken.textContent = heard;
    } else {
      waiting = window.setTimeout(() => { stale.hidden = false; }, 1500);
    }
    root.toggleAttribute("data-waiting", !answered);
  };
  const followed = ["change:adjusted", "change:exercised", "change:layer", "change:reading", "change:can_undo"];
  for (const event of followed) model.on(event, paint);
  paint();
  point(new Event("pointerleave"));

  // The beam from the small spine to the large one.
  const shine = () => {
    const frame = stage.getBoundingClientRect();
    const small = figures[0].querySelector(".column")?.getBoundingClientRect();
    const large = figures[1].getBoundingClientRect();
    const shown = small && frame.width > 0 && large.left > small.right;
    beam.toggleAttribute("hidden", !shown);
    if (!shown) return;
    beam.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    const [x1, y1, y2] = [small.right - frame.left, small.top - frame.top, small.bottom - frame.top];
    const [x2, y3, x3, y4] = [large.left, large.top, large.right, large.bottom].map((at, i) => at - (i % 2 ? frame.top : frame.left));
    beam.querySelector("path")?.setAttribute("d",
      `M${x1} ${y1}L${x2} ${y3}H${x3 - 16}Q${x3} ${y3} ${x3} ${y3 + 16}V${y4 - 16}Q${x3} ${y4} ${x3 - 16} ${y4}H${x2}L${x1} ${y2}Z`);
    beam.querySelector("linearGradient")?.setAttribute("x2", String(Math.min(1, (x2 - x1) / (x3 - x1))));
  };
  const sizes = new ResizeObserver(shine);
  sizes.observe(stage);

  return () => {
    gone.abort();
    sizes.disconnect();
    clearTimeout(waiting);
    for (const event of followed) model.off(event, paint);
  };
}

/**
 * The keyboard's map: the spine in the middle, the joints of each side beside it.
 * @param {Map<string, Element>} spots
 * @returns {(from: string, key: string) => Element | undefined}
 */
function columnsOf(spots) {
  const { bones, sacral, tail, end } = ladder();
  /** @type {Record<string, number>} */
  const height = { C0: inBody(-14, end), sacrum: inBody(sacral + 25, end), coccyx: inBody(tail + 14, end) };
  for (const bone of bones) height[bone.id] = inBody(bone.y + bone.height / 2, end);
  for (const side of ["left", "right"]) {
    for (const name of COLUMN) height[`${side} ${name}`] = name === "sacroiliac" ? height.sacrum : JOINTS[name][1];
  }
  const there = (/** @type {string[]} */ names) => names.filter((name) => spots.has(name));
  const columns = [there(COLUMN.map((name) => `left ${name}`)),
    there(["C0", ...bones.map((bone) => bone.id), "sacrum", "coccyx"]), there(COLUMN.map((name) => `right ${name}`))];
  return (from, key) => {
    const at = columns.findIndex((column) => column.includes(from));
    const column = columns[at];
    const place = column.indexOf(from);
    const within = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: column.length - 1 }[key];
    if (within !== undefined) return spots.get(column[within]);
    const beside = columns[at + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 9)];
    if (!beside) return undefined;
    const distance = (/** @type {string} */ name) => Math.abs(height[name] - height[from]);
    return spots.get(beside.reduce((best, name) => (distance(name) < distance(best) ? name : best)));
  };
}

export default { render };
