// The text of a column is as large as its room allows, and what is being read never grows under the eyes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fit, sizeNow } from "../../cptedu/widgets/presentation/stage_window.js";

/** A column 100 high whose text takes so much at its plain size. */
function column(takes) {
  const held = { "--fit": "" };
  return {
    takes,
    style: { setProperty: (name, value) => { held[name] = value; }, getPropertyValue: (name) => held[name] },
    get scrollHeight() { return Math.round(this.takes * Number(held["--fit"])); },
    clientHeight: 100, scrollWidth: 1, clientWidth: 1,
    isScrolled: false,
    setAttribute() { this.isScrolled = true; },
    removeAttribute() { this.isScrolled = false; },
  };
}

test("text is as large as its room allows, between the largest and the smallest size", () => {
  for (const [takes, size] of [[50, 1.4], [80, 1.25], [100, 1], [125, 0.8]]) {
    const one = column(takes);
    fit(one, 1.4);
    assert.equal(sizeNow(one, 1.4), size);
    assert.equal(one.isScrolled, false);
  }
  const full = column(400);
  fit(full, 1.4);
  assert.equal(full.isScrolled, true);
});

test("where the size that a column has is its largest, a line more makes it smaller and a line less no larger", () => {
  const one = column(60);
  assert.equal(sizeNow(one, 1.4), 1.4, "before it was fitted");
  const sizes = [60, 80, 95, 80].map((takes) => {
    one.takes = takes;
    fit(one, sizeNow(one, 1.4));
    return sizeNow(one, 1.4);
  });
  assert.deepEqual(sizes, [1.4, 1.25, 1.05, 1.05]);
});
