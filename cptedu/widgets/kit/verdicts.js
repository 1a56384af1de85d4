// @ts-check
// What a finding says, with the sign of its verdict.

import { html } from "./elements.js";
import { CROSS, TICK, drawnSign, sourceList } from "./signs.js";

/**
 * @typedef {{verdict: string, words: string, says: string, fix: string, sides: string[], sources: string[]}} Finding
 */

/** One sign for each verdict. @type {Record<string, string>} */
const SIGNS = {
  supported: TICK, not_supported: CROSS, not_covered: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M4 12l8-8",
  ask: "M5.4 5.6a2.7 2.7 0 1 1 3.7 2.5c-.8.35-1.1.9-1.1 1.7M8 12.4v.4", contested: "M3 5.5h9M9.5 3L12 5.5 9.5 8M13 10.5H4M6.5 8L4 10.5 6.5 13",
  no_data: "M4 8h8",
};

/** @param {string} verdict */
export const verdictSign = (verdict) => drawnSign(SIGNS[verdict] ?? SIGNS.no_data);

/** @param {string} verdict @param {string} words */
export const badge = (verdict, words) => html("span", { class: "badge cptedu-badge", "data-verdict": verdict }, [verdictSign(verdict), html("span", {}, [words])]);

/**
 * A reason in the engine's words, with what would settle it.
 * @param {Finding} finding
 * @param {boolean} withSource and where it is written; not where one list names the sources of several
 */
export function reason(finding, withSource) {
  /** @type {HTMLElement[]} */
  const parts = [html("p", { class: "says" }, [verdictSign(finding.verdict), html("span", { class: "spoken" }, [`${finding.words}: `]), finding.says])];
  if (finding.sides.length) parts.push(html("ul", { class: "sides" }, finding.sides.map((side) => html("li", {}, [side]))));
  if (finding.fix && finding.verdict !== "supported") parts.push(html("p", { class: "fix" }, [finding.fix]));
  return html("li", { class: "reason", "data-verdict": finding.verdict },
    [...parts, ...(withSource && finding.sources.length ? [sourceList("Source", finding.sources)] : [])]);
}
