// What JupyterLab holds on to of a notebook that was closed, and with it all that was drawn there: of each lesson that was left some
// megabytes and thousands of elements, as long as the page lives.

/**
 * @typedef {import("../../../types").Application} Application
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

/**
 * Once a panel is closed, let go of it.
 * @param {Application} app
 * @param {NotebookPanel} panel
 */
export function letGo(app, panel) {
  const { content } = panel;
  content.disposed.connect(() => {
    // Code that is folded away stands outside its cell, which takes along only what stands in it.
    for (const { inputArea } of content.widgets) if (inputArea && !inputArea.parent) inputArea.dispose();
  });
  panel.disposed.connect(() => {
    app.shell._mainOptionsCache?.delete(panel); // in its single-document mode JupyterLab keeps how each was opened, until that mode ends
  });
}

/**
 * In the course the toolbar of a lesson is not seen, and is not put on the page: the styles of its elements would hold on to all
 * around it.
 * @param {Jupyter} jupyter
 * @param {NotebookPanel} panel that is not on the page yet
 * @returns {() => void} puts it there after all
 */
export function holdToolbarBack({ Widget }, panel) {
  const { toolbar } = panel;
  toolbar.parent = null;
  const end = () => {
    // What was drawn ends where it leaves the page; nobody tells what never came there.
    for (const item of toolbar.children()) item.processMessage(Widget.Msg.BeforeDetach);
    toolbar.dispose();
  };
  panel.disposed.connect(end);
  return () => {
    if (panel.isDisposed) return;
    panel.disposed.disconnect(end);
    panel.layout.insertWidget(0, toolbar);
  };
}
