// The glossary as its own file has it: each of its terms is found by the extension, with its meaning and nothing else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { termsIn } from "../../cptedu/app/live/labextensions/cptedu-live/static/terms.js";

const texts = JSON.parse(readFileSync(new URL("../../notebooks/glossary.ipynb", import.meta.url), "utf8"))
  .cells.map(({ source }) => [source].flat().join(""));

test("each term of the glossary is read, with its meaning in plain words", () => {
  const terms = termsIn(texts);
  const named = texts.join("\n").match(/^- \*\*/gm) ?? [];
  assert.ok(terms.size >= named.length, `${terms.size} of ${named.length}`);
  assert.equal(terms.get("claim"), "the list of codes, units and modifiers that is sent to the payer.");
  assert.equal(terms.get("column one"), terms.get("column two"));
  for (const [term, meaning] of terms) {
    assert.ok(meaning.length > 10, term);
    assert.doesNotMatch(meaning, /[*[\]]|ipynb|^- /, term);
  }
});

test("an entry ends where the next one begins, and text around a list is no term", () => {
  const terms = termsIn(["# Glossary\n\n**Bold** words.", "## A\n\n- **one**: the first\n  of them. ([start](a.ipynb))\n- **two**, **2**: with a [link](b.ipynb). ([lesson 2](c.ipynb))\n\nMore."]);
  assert.deepEqual([...terms], [["one", "the first of them."], ["two", "with a link."], ["2", "with a link."]]);
});
