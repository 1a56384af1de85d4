// What a page asks of its server: each time it says that it is one of its pages, for a hub answers no other, not even a question.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { ServerTold } from "../../cptedu/app/live/labextensions/cptedu-live/static/course/told.js";

const before = { fetch: globalThis.fetch, document: globalThis.document };
afterEach(() => Object.assign(globalThis, before));

test("every request to the server carries the word by which a hub knows its own pages", async () => {
  /** @type {Array<Record<string, string>>} */
  const sent = [];
  Object.assign(globalThis, {
    document: { cookie: "other=1; _xsrf=2|abc" },
    fetch: async (/** @type {string} */ _, /** @type {any} */ { headers }) => {
      sent.push(headers);
      return { ok: true, json: async () => ({ lessons: [] }) };
    },
  });
  const told = new ServerTold(/** @type {any} */ ({ baseUrl: "/user/ana/" }));
  await told.course("cptedu-course");
  await told.opened("cptedu-course/00_start_here.ipynb");
  await told.start("cptedu-course/00_start_here.ipynb");
  assert.deepEqual(sent.map((headers) => headers["X-XSRFToken"]), ["2|abc", "2|abc", "2|abc"]);
});
