// @ts-check
// The parts of the board: the scale with its thresholds, the bar of a code, a line of a method, and the field for another code.

import { html } from "../kit/elements.js";

/**
 * @typedef {import("./view.js").Bar} Bar
 * @typedef {import("./view.js").Line} Line
 * @typedef {import("./view.js").Method} Method
 * @typedef {import("./view.js").Offer} Offer
 * @typedef {import("./view.js").Scale} Scale
 */

/** @param {number} n @param {string} what */
export const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

/**
 * Lay something on a scale: from one minute to another.
 * @param {HTMLElement} node @param {number} from @param {number} to @param {Scale} scale
 */
export function lay(node, from, to, scale) {
  node.style.left = `${(100 * from) / scale.length}%`;
  node.style.width = `${(100 * Math.max(0, to - from)) / scale.length}%`;
  return node;
}

/**
 * The scale's bands and numbers, and its lines over every bar; a long scale names only some of them.
 * @param {Scale} scale
 */
export function scaleParts(scale) {
  const steps = scale.bands.slice(1).map((band) => band.from);
  const every = Math.ceil(steps.length / 10);
  const named = (/** @type {number} */ i) => i % every === 0;
  const bands = scale.bands.map((band, i) => {
    const words = band.units === 0 ? [html("i", {}, [every === 1 ? "none" : ""])] : every > 1 && !named(i - 1) ? []
      : [html("b", {}, [String(band.units)]), html("i", {}, [band.units === 1 ? "unit" : "units"])];
    return lay(html("span", { class: `band ${i % 2 ? "even" : "odd"}` }, words), band.from, band.to, scale);
  });
  const number = (/** @type {number} */ at, /** @type {string} */ kind) =>
    lay(html("span", { class: `number ${kind}` }, [html("span", {}, [String(at)])]), at, at, scale);
  const quarters = scale.length > 90 ? [] : scale.quarters;
  const numbers = [...steps.filter((_, i) => named(i)).map((at) => number(at, "step")), ...quarters.map((at) => number(at, "quarter"))];
  const lines = [...steps.map((at) => lay(html("span", { class: "line step" }), at, at, scale)),
    ...scale.quarters.filter((at) => at < scale.length).map((at) => lay(html("span", { class: "line quarter" }), at, at, scale))];
  return { bands, numbers, lines };
}

/** The button that takes a code off the board. @param {string} code */
export const removeButton = (code) => html("button", { type: "button", class: "remove",
  "aria-label": `Take ${code} off the board`, title: `Take ${code} off the board` }, ["×"]);

/** @param {string} code @returns {Bar} */
function makeBar(code) {
  const bar = html("div", { class: "bar" });
  const knob = html("div", { class: "knob", role: "slider", tabindex: 0, "aria-valuemin": 0, "data-code": code,
    "aria-label": `Minutes of ${code}` });
  const lines = html("div", { class: "lines" });
  const track = html("div", { class: "track" }, [bar, lines, knob]);
  const input = html("input", { type: "number", min: 0, step: 1, inputmode: "numeric", "aria-label": `Minutes of ${code}, typed` });
  const remove = removeButton(code);
  const name = html("p", { class: "name" });
  const node = html("div", { class: "row", role: "group", "aria-label": code, "data-code": code }, [name, track,
    html("div", { class: "typed" }, [input, html("span", { "aria-hidden": "true" }, ["min"])]), remove]);
  return { node, track, bar, lines, knob, input, name, remove, gone: new AbortController() };
}

/**
 * One bar for each code on the board, in the board's order.
 * @param {HTMLElement} rows
 * @param {(code: string, bar: Bar) => void} listen to a bar that is new
 */
export function keptBars(rows, listen) {
  /** @type {Map<string, Bar>} */
  const held = new Map();
  const keep = (/** @type {string[]} */ codes) => {
    for (const [code, bar] of held) {
      if (codes.includes(code)) continue;
      bar.gone.abort();
      bar.node.remove();
      held.delete(code);
    }
    codes.forEach((code, i) => {
      let bar = held.get(code);
      if (!bar) {
        held.set(code, (bar = makeBar(code)));
        listen(code, bar);
      }
      if (rows.children[i] !== bar.node) rows.insertBefore(bar.node, rows.children[i] ?? null);
    });
  };
  return { held, keep };
}

/**
 * What one method makes of the minutes: each unit is a block that holds the minutes which earned it.
 * @param {Line} line
 */
function lineNode(line) {
  // Many units that are alike are one block with their number.
  const alike = line.earned.filter((parts) => JSON.stringify(parts) === JSON.stringify(line.earned[0]));
  const shown = alike.length > 8 ? line.earned.slice(alike.length - 1) : line.earned;
  const blocks = shown.map((parts, i) => html("span", { class: "unit" }, parts.map((part) => {
    const minutes = shown.length < line.earned.length && i === 0 ? `${alike.length} × ${part.minutes}` : String(part.minutes);
    return html("span", { class: part.own ? "own" : "lent" }, [part.own ? minutes : `+ ${part.minutes} of ${part.code}`]);
  })));
  return html("li", { "data-code": line.code, "data-units": line.units }, [
    html("span", { class: "code" }, [line.code]),
    html("span", { class: "times" }, [`×${line.units}`]),
    html("span", { class: "blocks" }, [
      ...(blocks.length ? blocks : [html("span", { class: "none" }, ["no unit"])]),
      ...(line.differs ? [html("span", { class: "differs" }, ["≠ differs"])] : []),
    ]),
    ...(line.note ? [html("span", { class: "note" }, [line.note])] : []),
  ]);
}

/** @param {string} name */
export function methodPanel(name) {
  const title = html("h4", {});
  const units = html("p", { class: "units" });
  const says = html("p", { class: "says" });
  const lines = html("ul", { class: "lines-of-method" });
  const rule = html("p", {});
  const source = html("p", { class: "source" });
  const node = html("section", { class: "method", "data-method": name }, [html("div", { class: "method-head" }, [title, units]),
    says, lines, html("details", {}, [html("summary", {}, ["How this method counts"]), rule, source])]);
  return { node, draw(/** @type {Method} */ method) {
    node.setAttribute("aria-label", `${method.title}: ${count(method.units, "unit")}`);
    title.textContent = method.title;
    units.replaceChildren(html("b", {}, [String(method.units)]), ` ${method.units === 1 ? "unit" : "units"}`);
    says.textContent = method.says;
    lines.replaceChildren(...method.lines.map(lineNode));
    rule.textContent = method.rule;
    source.textContent = `Source: ${method.source}`;
  } };
}

/** The list of what can be put on the board. @param {string} id @param {Offer[]} offered */
export function adder(id, offered) {
  const group = (/** @type {string} */ label, /** @type {boolean} */ timed) => html("optgroup", { label },
    offered.filter((one) => one.timed === timed).map((one) => html("option", { value: one.code }, [`${one.code}  ${one.label}`])));
  const select = html("select", { id: `${id}-add` }, [group("Timed, by quarter-hours", true), group("Once, whatever the time", false)]);
  const button = html("button", { type: "button" }, ["Add"]);
  return { select, button, node: html("div", { class: "adder" }, [
    html("label", { for: `${id}-add` }, ["Another service"]), select, button]) };
}
