// @ts-check
// What was done in the visit, seen: adjusted bones lit on the spine, the trained regions marked; beyond the spine on a small body.

import { bodyArt, JOINTS, SIDES } from "../kit/body.js";
import { beforeTheHip, coccyx, disc, joint, occiput, sacrum, vertebra, wing } from "../kit/bones.js";
import { plot, shape, short } from "../kit/curves.js";
import { html, svg } from "../kit/elements.js";
import { ladder } from "../kit/proportions.js";

/**
 * `bones` of the spine and `joints` with their side were adjusted, or `whole` regions where no bone was named; `trained` are regions
 * too; `says` is the same in words.
 * @typedef {{bones: string[], joints: [string, string][], whole: string[], trained: string[], says: string}} Picture
 */

const SPINAL = ["cervical", "thoracic", "lumbar", "sacral", "pelvic"];

/** Dots that mark what was trained. @param {string} id */
const dots = (id) => svg("pattern", { id: `${id}-trained`, width: 9, height: 9, patternUnits: "userSpaceOnUse" }, [
  svg("rect", { class: "trained-ground", width: 9, height: 9 }), svg("circle", { class: "trained-dot", cx: 4.5, cy: 4.5, r: 1.8 }),
]);

/** Regions behind the spine. @param {string[]} named @param {string} look @param {number} half how wide to each side */
function bands(named, look, half) {
  const { bones, sacral } = ladder();
  const [neck, chest, back] = [bones[0].y - 27, bones[7].y, bones[19].y];
  /** @type {Record<string, [number, number]>} */
  const rows = { cervical: [neck, chest], thoracic: [chest, back], lumbar: [back, sacral] };
  const drawn = named.filter((name) => name in rows).map((name) => {
    const [top, bottom] = rows[name];
    return svg("rect", { class: look, x: -half, y: short(top + 3), width: 2 * half, height: short(bottom - top - 6), rx: 14 });
  });
  if (named.includes("sacral")) {
    const shield = shape(plot("0,-4 34,-4 44,20 40,60 27,84 14,101 0,103"), 1, 1);
    drawn.push(svg("path", { class: look, d: shield, transform: `translate(0 ${short(sacral)})` }));
  }
  return drawn;
}

/** @param {Picture} shown @param {string} id */
function spine(shown, id) {
  const { bones, sacral, tail } = ladder();
  const down = (/** @type {number} */ y) => ({ transform: `translate(0 ${short(y)})` });
  const bone = (/** @type {string} */ of, /** @type {number} */ y, /** @type {SVGElement[]} */ parts, lit = shown.bones.includes(of)) =>
    svg("g", { class: lit ? "bone lit" : "bone", ...down(y) }, parts);
  const wings = shown.trained.includes("pelvic") ? "hip trained-hip" : shown.whole.includes("pelvic") ? "hip adjusted-hip" : "hip";
  const drawn = [
    ...bands(shown.trained, "trained", 74), ...bands(shown.whole, "adjusted-whole", 62),
    ...SIDES.map(([side]) => svg("g", { class: "hip", ...down(sacral) }, beforeTheHip(side))),
    ...bones.slice(1).map((each) => svg("g", down(each.y), [disc(each)])),
    bone("coccyx", tail, coccyx()), bone("sacrum", sacral, sacrum()),
    ...SIDES.map(([side]) => svg("g", { class: wings, ...down(sacral) }, wing(side))),
    ...SIDES.map(([side, word]) => bone("", sacral, joint(side), shown.joints.some(([of, name]) => of === word && name === "sacroiliac"))),
    ...[...bones].reverse().map((each) => bone(each.id, each.y, vertebra(each))),
    bone("C0", bones[0].y, occiput()),
  ];
  for (const { id: of, y, height } of [...bones, { id: "C0", y: bones[0].y - 27, height: 26 }]) {
    if (!shown.bones.includes(of)) continue;
    const middle = short(y + height / 2 + 6);
    drawn.push(svg("text", { class: "level", x: -116, y: middle, "text-anchor": "end" }, [of]),
      svg("circle", { class: "spot", cx: -107, cy: short(y + height / 2), r: 5 }));
  }
  return svg("svg", { class: "spine", viewBox: "-160 -126 264 840", focusable: "false" }, [svg("defs", {}, [dots(id)]), ...drawn]);
}

/** @param {string[]} trained @param {string[]} whole @param {[string, string][]} joints @param {string} id */
function body(trained, whole, joints, id) {
  const art = bodyArt(`${id}-body`);
  const spots = joints.flatMap(([side, name]) => {
    const [x, y] = JOINTS[name];
    return SIDES.filter(([, word]) => word === side || side === "").map(([way]) => svg("circle", { class: "spot", cx: x * way, cy: y, r: 15 }));
  });
  const drawn = svg("svg", { class: "body", viewBox: "-160 -14 320 786", focusable: "false" }, [...art, ...spots]);
  for (const [look, names] of /** @type {[string, string[]][]} */ ([["adjusted-whole", whole], ["trained", trained]])) {
    for (const name of names) {
      for (const part of drawn.querySelectorAll(`[data-region="${name}"]`)) part.classList.add(look);
    }
  }
  return drawn;
}

/**
 * The visit as a picture, with a key to its marks.
 * @param {Picture} shown @param {string} id
 */
export function visitPicture(shown, id) {
  const [beyond, whole] = [shown.trained, shown.whole].map((names) => names.filter((name) => !SPINAL.includes(name)));
  const joints = shown.joints.filter(([, name]) => name in JOINTS);
  const isSpinal = shown.bones.length > 0 || shown.joints.length > joints.length || shown.trained.length > beyond.length || shown.whole.length > whole.length;
  const parts = [...(isSpinal ? [spine(shown, id)] : []), ...(beyond.length || whole.length || joints.length ? [body(beyond, whole, joints, id)] : [])];
  parts[0].style.setProperty("--trained-fill", `url(#${id}-trained)`);
  const key = [
    ...(shown.bones.length || shown.joints.length || shown.whole.length ? [html("span", { class: "key-adjusted" }, ["adjusted"])] : []),
    ...(shown.trained.length ? [html("span", { class: "key-trained" }, ["treated"])] : []),
  ];
  const held = html("div", { class: "drawn", role: "img", "aria-label": shown.says }, parts);
  return html("figure", { class: parts.length > 1 ? "picture beyond" : "picture" }, [held, html("figcaption", { "aria-hidden": "true" }, key)]);
}
