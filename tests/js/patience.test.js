// An instrument that comes late, on a slow computer, still hears what Python answers: in JupyterLab, and on a page of its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";

document.body.className = "cptedu-stage"; // where the page does not look itself for who has stopped
const APP = "../../cptedu/app";
const WAYS = {
  "in JupyterLab": async () => (await import(`${APP}/live/labextensions/cptedu-live/static/patience.js`)).giveTime(),
  "on a page of its own": () => import(`${APP}/voila/nbconvert/templates/cptedu/static/page.js`),
};

for (const [where, begin] of Object.entries(WAYS)) {
  test(`what anywidget gives two seconds gets many, and nothing else waits longer, ${where}`, async () => {
    const asked = [];
    AbortSignal.timeout = (milliseconds) => asked.push(milliseconds);
    await begin();
    AbortSignal.timeout(2_000);
    AbortSignal.timeout(800);
    assert.equal(asked.length, 2);
    assert.ok(asked[0] >= 10_000);
    assert.equal(asked[1], 800);
  });
}
