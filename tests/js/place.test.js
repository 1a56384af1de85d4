// The place in which a claim is priced: what is chosen while Python still looks for another is kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeChosen } from "../../cptedu/widgets/kit/place.js";
import { follow } from "../../cptedu/widgets/kit/traits.js";
import { Model, settle, show, viewLife } from "./page.js";

const named = (...all) => all.map((value) => ({ value, word: value }));
const STATES = [
  { value: "OH", word: "Ohio", localities: named("oh-1"), counties: [] },
  { value: "NY", word: "New York", localities: named("ny-1", "ny-2"), counties: ["Kings"] },
  { value: "TX", word: "Texas", localities: named("tx-1", "tx-2"), counties: ["Harris"] },
];

function shown() {
  const model = new Model({ state: "OH", county: "", locality: "oh-1", county_says: "" });
  const place = placeChosen(model, STATES);
  show(...place.nodes);
  follow(model, ["state", "county", "locality"], () => place.paint(), viewLife().signal);
  place.paint();
  const choose = (at, value) => {
    const menu = document.querySelectorAll("select")[at];
    menu.value = value;
    settle(menu);
  };
  return { model, state: (value) => choose(0, value), locality: (value) => choose(1, value), seen: () => document.querySelectorAll("select")[1].value };
}

test("a locality that is chosen before its state is answered for is told when it is, and seen meanwhile", () => {
  const { model, state, locality, seen } = shown();
  state("NY");
  locality("ny-2");
  assert.deepEqual([model.told, seen()], [[{ state: "NY" }], "ny-2"]);
  model.answer({ locality: "ny-1" });
  assert.deepEqual([model.told.slice(1), model.get("locality"), seen()], [[{ locality: "ny-2" }], "ny-2", "ny-2"]);
});

test("one of a state that was left meanwhile is not told", () => {
  const { model, state, locality, seen } = shown();
  state("NY");
  locality("ny-2");
  state("TX");
  model.answer({ locality: "tx-1" });
  assert.deepEqual([model.told, seen()], [[{ state: "NY" }, { state: "TX" }], "tx-1"]);
});

test("one that is chosen later is told at once", () => {
  const { model, state, locality } = shown();
  state("NY");
  model.answer({ locality: "ny-1" });
  locality("ny-2");
  assert.deepEqual(model.told.at(-1), { locality: "ny-2" });
});
