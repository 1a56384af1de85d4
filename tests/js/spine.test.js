// The drawn spine: what somebody who knows spines looks for, asked of the outlines themselves.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { HIP, POSTERIOR_SPINE, SACROILIAC, SACRUM_OUTLINE, THIGH } from "../../cptedu/widgets/kit/pelvis.js";
import { ladder, MEASURES, standing } from "../../cptedu/widgets/kit/proportions.js";
import { archHalf, neckProcess, spineHalf } from "../../cptedu/widgets/kit/vertebra.js";
import { joint, sacrum, vertebra, wing } from "../../cptedu/widgets/kit/bones.js";

const { bones, sacral, tail } = ladder();
const named = Object.fromEntries(bones.map((bone) => [bone.id, bone]));
const lowest = (points) => Math.max(...points.map(([, y]) => y));
const widest = (points) => Math.max(...points.map(([x]) => x));
const tip = (id) => named[id].y + lowest(spineHalf(named[id]));
const level = (letter, from, to) => Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`);
const ALL = [...level("C", 1, 7), ...level("T", 1, 12), ...level("L", 1, 5)];

test("there are seven neck bones, twelve of the chest and five of the low back, each wide enough for a finger", () => {
  assert.deepEqual(bones.map((bone) => bone.id), ALL);
  bones.forEach((bone, i) => assert.ok(Math.abs((bones[i + 1]?.y ?? sacral) - bone.y - bone.height) < 0.01));
  assert.ok(bones.every((bone) => bone.height >= 24));
  assert.ok(tail > sacral && tail - sacral > named.L5.height, "the sacrum is five bones in one");
});

test("every number of the table is one, and bodies grow from the neck to the low back", () => {
  assert.equal(MEASURES.length, 24);
  for (const row of MEASURES) assert.ok([row.pitch, row.across, row.trunk, row.tip].every(Number.isFinite), row.id);
  const trunk = Object.fromEntries(MEASURES.map((row) => [row.id, row.trunk]));
  for (const [above, below] of [["C3", "C7"], ["C7", "T12"], ["T12", "L1"], ["L1", "L5"]]) assert.ok(trunk[above] < trunk[below], below);
});

test("the processes of C2 to C6 are forked, those of C7 and all below are not", () => {
  const forked = ALL.slice(1).filter((id) => {
    const half = spineHalf(named[id]);
    return lowest(half) - half[half.length - 1][1] > 3; // the middle ends well above the two tips
  });
  assert.deepEqual(forked, level("C", 2, 6));
});

test("C7 stands out: its process hangs lower than that of either neighbour, and it is wider than the bones above", () => {
  const length = (id) => tip(id) - named[id].y;
  assert.ok(length("C7") > length("C6") && length("C7") > length("T1"));
  assert.ok(level("C", 2, 6).every((id) => named[id].span < named.C7.span));
  assert.equal(neckProcess(named.C7).length, 0);
});

test("C2 has the largest fork, and a tooth inside the ring of C1", () => {
  assert.ok(level("C", 3, 6).every((id) => widest(spineHalf(named[id])) < widest(spineHalf(named.C2))));
  const tooth = (id) => vertebra(named[id]).filter((part) => part.getAttribute("class").includes("dens"));
  assert.deepEqual(ALL.filter((id) => tooth(id).length), ["C2"]);
  const top = Math.min(...tooth("C2")[0].getAttribute("d").match(/-?[\d.]+ -?[\d.]+/g).map((pair) => Number(pair.split(" ")[1])));
  assert.ok(named.C2.y + top <= named.C1.y + 2, "it reaches up to the top of C1");
});

test("from T5 to T9 a process ends over the lower half of the bone beneath or further, in the low back not", () => {
  const after = (id) => bones[bones.findIndex((bone) => bone.id === id) + 1];
  for (const id of level("T", 5, 9)) assert.ok(tip(id) > after(id).y + after(id).height / 2, id);
  for (const id of level("L", 1, 4)) assert.ok(tip(id) < after(id).y + after(id).height / 4, id);
});

test("transverse processes narrow down the chest, and L3 has the longest of all below the neck", () => {
  const spans = level("T", 1, 12).map((id) => named[id].span);
  assert.deepEqual(spans, [...spans].sort((a, b) => b - a));
  assert.equal(level("L", 1, 5).reduce((a, b) => (named[a].span >= named[b].span ? a : b)), "L3");
  for (const id of ALL) assert.ok(Math.abs(widest([...archHalf(named[id]), ...neckProcess(named[id])]) - named[id].span) < 1, id);
});

test("the joint of sacrum and ilium is a line between the two, from above the posterior spine to below it", () => {
  assert.deepEqual(joint(1).map((part) => part.getAttribute("class")), ["gap", "joint"]);
  assert.ok(joint(1).every((part) => !part.getAttribute("d").endsWith("Z")));
  const heights = (points) => [Math.min(...points.map(([, y]) => y)), lowest(points)];
  const [[from, to], [top, bottom]] = [heights(SACROILIAC), heights(POSTERIOR_SPINE)];
  assert.ok(from < top && to > bottom);
  assert.ok(widest(SACRUM_OUTLINE) > Math.min(...SACROILIAC.map(([x]) => x)), "the hip bone lies over the sacrum's edge");
});

test("the sacrum has four pairs of openings, and the hip bone a posterior spine of its own", () => {
  assert.equal(sacrum().filter((part) => part.tagName === "ellipse").length, 8);
  assert.equal(wing(1).filter((part) => part.getAttribute("class") === "knob").length, 1);
});

test("nothing of the pelvis reaches the names beside it", () => {
  const numbers = wing(1)[0].getAttribute("d").match(/-?[\d.]+ -?[\d.]+/g).map((pair) => pair.split(" ").map(Number));
  assert.ok(widest(numbers) < 111, "names end at 113 and begin at 119");
  assert.ok(widest(THIGH.outer) < 150 && widest(HIP) < 140);
});

test("in the body the spine stands to scale: the low back is longer than the neck, and the chest longer than either", () => {
  const places = standing();
  const long = (from, to) => places.get(to).y - places.get(from).y;
  assert.ok(long("C1", "T1") < long("L1", "sacrum") && long("L1", "sacrum") < long("T1", "L1"));
  assert.deepEqual([...places.keys()], [...ALL, "sacrum", "coccyx"]);
});
