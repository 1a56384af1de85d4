// @ts-check
// Signs, drawn so that every computer shows the same.

import { html, svg } from "./elements.js";

/** Lines that more than one instrument draws. */
export const TICK = "M3.5 8.5l3 3 6-7";
export const CROSS = "M4 4l8 8M12 4l-8 8";

/** A sign beside words that say the same. @param {string} d its lines, in a square of 16 */
export const drawnSign = (d) => svg("svg", { class: "sign", viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d })]);

/** The sources of something, to be opened. @param {string} words @param {string[]} sources */
export const sourceList = (words, sources) =>
  html("details", {}, [html("summary", {}, [words]), html("ul", {}, sources.map((one) => html("li", {}, [one])))]);
