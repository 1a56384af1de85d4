// What a saved lesson shows when it is opened: its words, and no instrument of a Python that is gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dropSavedViews } from "../../cptedu/app/live/labextensions/cptedu-live/static/saved_views.js";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** @param {object[]} saved */
function cell(saved) {
  let now = saved;
  let written = 0;
  return {
    outputs: {
      toJSON: () => now,
      fromJSON: (/** @type {object[]} */ given) => {
        now = given;
        written += 1;
      },
    },
    seen: () => ({ now, written }),
  };
}

test("an instrument keeps its words, and what is no instrument is not touched", () => {
  const drawn = { output_type: "display_data", data: { "text/plain": "Two lines.", [VIEW]: { model_id: "gone" } } };
  const printed = { output_type: "stream", name: "stdout", text: "hello" };
  const [instrument, plain, words] = [cell([printed, drawn]), cell([printed]), { outputs: undefined }];
  dropSavedViews(/** @type {any} */ ({ cells: [instrument, plain, words] }));
  assert.deepEqual(instrument.seen().now, [printed, { output_type: "display_data", data: { "text/plain": "Two lines." } }]);
  assert.equal(plain.seen().written, 0);
  dropSavedViews(null);
});
