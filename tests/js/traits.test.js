import assert from "node:assert/strict";
import { test } from "node:test";
import { Model, viewLife } from "./page.js";
import { follow, report } from "../../cptedu/widgets/kit/traits.js";

test("what belongs together is told to Python at once", () => {
  const model = new Model();
  report(model, { settings: {}, tests: [] });
  assert.deepEqual(model.told, [{ settings: {}, tests: [] }]);
});

test("a view follows the traits that it names until it is gone", () => {
  const model = new Model();
  const life = viewLife();
  let drawn = 0;
  follow(model, ["kept", "reading"], () => { drawn += 1; }, life.signal);
  model.answer({ kept: [] });
  model.answer({ reading: {} });
  model.answer({ visit: {} });
  assert.equal(drawn, 2);
  life.abort();
  model.answer({ kept: ["C5"] });
  assert.equal(drawn, 2);
  assert.equal(model.listeners, 0);
});
