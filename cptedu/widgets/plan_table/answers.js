// @ts-check
// What comes of the plan: charges and amounts, code by code, and what the record and the contract must answer.

import { html, refill } from "../kit/elements.js";
import { textField } from "../kit/fields.js";
import { sourceList } from "../kit/signs.js";

/**
 * @typedef {import("../kit/verdicts.js").Finding & {phase: string, code: string}} Finding
 * @typedef {{code: string, label: string, charge: string, allowed: string}} Amount
 */

/** @param {Finding} found */
function findingItem(found) {
  const item = html("li", { "data-verdict": found.verdict }, [html("p", {}, [html("span", { class: "badge" }, [found.words]), " ",
    ...(found.code ? [html("strong", {}, [found.code]), " "] : []), found.says])]);
  for (const side of found.sides) item.append(html("p", { class: "side" }, [side]));
  if (found.fix) item.append(html("p", { class: "fix" }, [found.fix]));
  if (found.sources.length) item.append(sourceList(found.sources.length > 1 ? "Sources" : "Source", found.sources));
  return item;
}

/** What must be answered, phase by phase: how much it is stands in front, and all of it behind. */
export function findingsAsked() {
  const head = html("summary", {});
  const body = html("div", { class: "all" });
  const node = html("details", { class: "asked" }, [head, body]);
  const paint = (/** @type {Finding[]} */ held) => {
    const names = [...new Set(held.map(({ phase }) => phase))];
    head.textContent = `What the record and the contract must answer: ${held.length || "nothing"}`;
    refill(body, held, () => names.map((phase) => html("div", { class: "of-phase" }, [html("h4", {}, [phase]),
      html("ul", {}, held.filter((each) => each.phase === phase).map(findingItem))])));
  };
  return { node, paint };
}

/** Charges, and what the contract allows, for each code of the claims. @param {import("./view.js").Typed} type */
export function amountFields(type) {
  const rows = html("div", { class: "amounts" });
  const node = html("details", { class: "prices" }, [html("summary", {}, ["Charges, and what the contract allows"]),
    html("p", { class: "hint" }, ["The charge is what the practice asks from a patient who pays. A field left empty is no data, never a guess."]), rows]);
  const price = (/** @type {Amount} */ { code, label }) => {
    const charge = textField({ label: `Charge for ${code}`, type: "number", unit: "$", min: 0 }, type("charges", code));
    const allowed = textField({ label: `Contract allows for ${code}`, type: "number", unit: "$", min: 0 }, type("contract", "allowed", code));
    return { code, charge, allowed, node: html("div", { class: "price", "data-code": code },
      [html("p", {}, [html("strong", {}, [code]), ` ${label}`]), charge.node, allowed.node]) };
  };
  /** @type {ReturnType<typeof price>[]} */
  let prices = [];
  const paint = (/** @type {Amount[]} */ held, /** @type {boolean} */ isByContract) => {
    if (held.map(({ code }) => code).join() !== prices.map(({ code }) => code).join()) {
      prices = held.map(price);
      rows.replaceChildren(...prices.map((each) => each.node));
    }
    prices.forEach(({ charge, allowed }, i) => {
      charge.paint(held[i].charge);
      allowed.paint(held[i].allowed);
      allowed.node.hidden = !isByContract;
    });
  };
  return { node, paint };
}
