// A lesson has something to save only when its reader wrote something: what the course itself changes asks nothing.

/**
 * @typedef {import("../../../types").Context} Context
 * @typedef {import("../../../types").NotebookModel} NotebookModel
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

/**
 * Outputs, execution counts and what Jupyter notes of the kernel make a document "unsaved". Here it counts as unsaved only
 * while its text differs from what was last read or written.
 * @param {NotebookPanel} panel
 * @param {Context} context
 */
export function keepClean(panel, context) {
  const model = panel.content.model;
  if (!model) return;
  let kept = written(model);
  const look = () => {
    if (model.dirty && written(model) === kept) model.dirty = false;
  };
  /** @param {unknown} _ @param {string} state */
  const saved = (_, state) => {
    if (state === "completed") kept = written(model);
  };
  const readAgain = () => {
    kept = written(model);
    look();
  };
  model.stateChanged.connect(look);
  context.saveState.connect(saved);
  context.fileChanged.connect(readAgain);
  panel.disposed.connect(() => {
    model.stateChanged.disconnect(look);
    context.saveState.disconnect(saved);
    context.fileChanged.disconnect(readAgain);
  });
  look();
}

/**
 * Everything that a reader can write in a notebook.
 * @param {NotebookModel} model
 */
function written(model) {
  const cells = [...model.cells].map((cell) => [cell.type, cell.sharedModel.getSource(), cell.getMetadata("tags") ?? []]);
  return JSON.stringify(cells);
}
