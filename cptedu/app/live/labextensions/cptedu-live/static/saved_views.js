// What a saved lesson still shows of the sitting in which it was saved.

/** @typedef {import("../../../types").NotebookModel} NotebookModel */

const VIEW = "application/vnd.jupyter.widget-view+json";

/**
 * Leave of each saved instrument its words alone. What drew it was in a Python that is gone; Jupyter would look for it, and say on
 * the page and on the console that it is not found, until the lesson has run again.
 * @param {NotebookModel | null} model
 */
export function dropSavedViews(model) {
  for (const { outputs } of model?.cells ?? []) {
    const saved = outputs?.toJSON() ?? [];
    if (!saved.some(({ data }) => data && VIEW in data)) continue;
    outputs?.fromJSON(saved.map(withoutView));
  }
}

/** @param {import("../../../types").SavedOutput} output */
function withoutView(output) {
  if (!output.data) return output;
  const kept = Object.entries(output.data).filter(([type]) => type !== VIEW);
  return { ...output, data: Object.fromEntries(kept) };
}
