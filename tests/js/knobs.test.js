// The knobs of the museum's visit: what a turned knob comes to, within what it allows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { show, type, viewLife } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";
import { paintKnobs, settingOf, slideTogether } from "../../cptedu/widgets/error_museum/knobs.js";

const minutes = { name: "minutes", label: "Minutes", kind: "number", least: 0, most: 60, setting: 8, options: [] };
const day = { name: "on", label: "Day", kind: "date", least: "2022-01-01", most: "2022-12-31", setting: "2022-06-30", options: [] };
const places = { name: "places", label: "Places", kind: "several", setting: [["C5"]],
  options: [{ label: "neck", setting: ["C5"] }, { label: "back", setting: ["T4"] }] };

function drawn(knob, stands) {
  const knobs = show(html("div"));
  paintKnobs(knobs, "first_band", [knob], { [knob.name]: stands }, "museum");
  return { knobs, inputs: [...knobs.querySelectorAll("input")] };
}

test("a number is kept within its ends and stands in both of its fields", () => {
  const { knobs, inputs } = drawn(minutes, 23);
  assert.deepEqual(inputs.map((one) => one.value), ["23", "23"]);
  inputs[1].value = "75";
  assert.equal(settingOf(minutes, inputs[1], knobs), 60);
  assert.deepEqual(inputs.map((one) => one.value), ["60", "60"]);
});

test("a day is kept within its ends, and a field that was emptied changes nothing", () => {
  const { knobs, inputs: [field] } = drawn(day, "2022-07-01");
  field.value = "2023-02-01";
  assert.deepEqual([settingOf(day, field, knobs), field.value], ["2022-12-31", "2022-12-31"]);
  field.value = "";
  assert.deepEqual([settingOf(day, field, knobs), field.value], [undefined, "2022-06-30"]);
});

test("boxes stand for the settings that are ticked", () => {
  const { knobs, inputs } = drawn(places, [["C5"]]);
  inputs[0].checked = false;
  inputs[1].checked = true;
  assert.deepEqual(settingOf(places, inputs[1], knobs), [["T4"]]);
});

test("the number follows its slider while it is dragged", () => {
  const { knobs, inputs: [slide, typed] } = drawn(minutes, 8);
  const view = viewLife();
  slideTogether(knobs, view.signal);
  slide.value = "3";
  type(slide, "0");
  assert.equal(typed.value, "30");
  view.abort();
});
