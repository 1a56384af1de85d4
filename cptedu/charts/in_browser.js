// Vega beside Python, where there is no page: given the text of Vega and of Vega-Lite, a function that draws a chart as SVG.

/**
 * @param {string} vegaText
 * @param {string} liteText
 */
(vegaText, liteText) => {
  // Vega measures text on a canvas that it asks a page for. One that nobody sees does as well; without any it would guess.
  const page = { createElement: () => (typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1)) };
  const held = /** @type {any} */ ({}); // as Vega's own types are not at hand
  /** @param {string} text */
  const load = (text) => new Function("document", "globalThis", "self", text).call(held, page, held, held);
  load(vegaText);
  load(liteText);
  const { vega, vegaLite } = held;
  return (/** @type {string} */ specification) => {
    const { spec } = vegaLite.compile(JSON.parse(specification));
    const view = new vega.View(vega.parse(spec), { renderer: "none" }).run();
    const { left, right, top, bottom } = view.padding();
    const [x, y] = view.origin();
    const drawing = new vega.SVGStringRenderer(view.loader());
    drawing.initialize(null, view._viewWidth + left + right, view._viewHeight + top + bottom, [left + x, top + y], 1);
    drawing.background(view.background()).render(view.scenegraph().root);
    const svg = drawing.svg();
    view.finalize();
    return svg;
  };
};
