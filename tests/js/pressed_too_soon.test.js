// What is pressed while another question still stands on the page is no answer to the one that comes.

import assert from "node:assert/strict";
import { test } from "node:test";
import chair from "../../cptedu/widgets/auditors_chair/view.js";
import note from "../../cptedu/widgets/moving_note/view.js";
import reader from "../../cptedu/widgets/article_reader/view.js";
import { Model, show } from "./page.js";

const figure = { heading: "", claim: "", tracks: [], tempting: [], priced: "", sources: [] };
const claim = { number: 1, claim: "", judged: "" };
const INSTRUMENTS = {
  "moving note": [note, { at: 0, said: {} }, { figure, steps: ["open", "open"], claims: ["98940"], note: [] }, ".claims button"],
  "auditor's chair": [chair, { at: 0, said: {}, seed: 1 },
    { steps: ["open", "open"], choices: [{ say: "pay", words: "Pay", is_open: true }], note: [], claim: [] }, ".choices button"],
  "article reader": [reader, { at: 1, judged: {} },
    { claims: [{ number: 1, says: "", how: "" }, { number: 2, says: "", how: "" }], current: claim,
      choices: [{ value: "supported", label: "", says: "" }] }, ".choices button"],
};

for (const [name, [view, chosen, reading, choice]] of Object.entries(INSTRUMENTS)) {
  test(name, () => {
    const model = new Model({ ...chosen, reading: { problem: "", summary: "", ...reading, of: { ...chosen } } });
    const el = show(document.createElement("div"));
    view.render({ model, el });
    const kept = name === "article reader" ? "judged" : "said";
    model.answer({ at: chosen.at + 1 }); // on the way to the next one, which Python has not told yet
    el.querySelector(choice).click();
    assert.deepEqual(model.get(kept), {});
    model.answer({ reading: { ...model.get("reading"), of: { ...chosen, at: chosen.at + 1 } } });
    el.querySelector(choice).click();
    assert.equal(Object.keys(model.get(kept)).length, 1);
  });
}
