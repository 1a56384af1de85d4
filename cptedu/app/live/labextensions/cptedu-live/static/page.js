// What a lesson adds to the notebook's page: a line that says what is going on, and a few buttons.

import { addressIn } from "./course/address.js";

/**
 * @typedef {import("../../../types").Context} Context
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

/**
 * Make a button.
 * @param {string} label
 * @param {() => void} onClick
 */
function button(label, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "cptedu-button";
  node.textContent = label;
  node.addEventListener("click", onClick);
  return node;
}

/** A line above the lesson, read out by a screen reader when it changes. */
export class StatusLine {
  /**
   * @param {Jupyter} jupyter
   * @param {NotebookPanel} panel
   */
  constructor(jupyter, panel) {
    const node = document.createElement("div");
    const line = document.createElement("div");
    line.className = "cptedu-status";
    line.tabIndex = -1;
    this.line = line;
    this.words = document.createElement("span");
    this.words.setAttribute("role", "status");
    this.words.setAttribute("aria-live", "polite");
    this.action = document.createElement("span");
    line.append(this.words, this.action);
    node.append(line);
    const widget = new jupyter.Widget({ node });
    panel.contentHeader.addWidget(widget);
    // The header above a notebook gives each thing in it the least height it asks for, and no more.
    const fit = new ResizeObserver(() => {
      const isSeen = line.dataset.state && line.dataset.state !== "ready";
      node.style.minHeight = `${isSeen ? line.offsetHeight : 0}px`;
      panel.contentHeader.fit();
    });
    fit.observe(line);
    widget.disposed.connect(() => fit.disconnect());
  }

  /**
   * Say something, and perhaps offer a button that does what is advised.
   * @param {"busy" | "again" | "ready" | "note" | "failed"} state "again" is busy because its reader asked for it, and is seen everywhere
   * @param {string} words
   * @param {{label: string, do: () => void}} [offer]
   */
  say(state, words, offer) {
    const wasPressed = this.action.contains(document.activeElement);
    this.line.dataset.state = state;
    this.words.textContent = words;
    this.action.replaceChildren(...(offer ? [button(offer.label, offer.do)] : []));
    if (wasPressed) this.line.focus({ preventScroll: true }); // what had the keys is gone
    this.line.dispatchEvent(new CustomEvent("cptedu-said", { bubbles: true, detail: state }));
  }
}

/**
 * Hide or show the code of a lesson, by a class on the page: the document itself is not touched.
 * @param {NotebookPanel} panel
 * @param {boolean} hidden
 */
export function hideCode(panel, hidden) {
  panel.toggleClass("cptedu-code-hidden", hidden);
  if (hidden) return;
  for (const cell of panel.content.widgets) {
    cell.syncCollapse = false; // the document keeps saying that its code is folded away
    cell.inputHidden = false;
  }
}

/**
 * Add the lesson's buttons to the front of the notebook's toolbar.
 * @param {Jupyter} jupyter
 * @param {import("./lesson.js").Lesson} lesson
 */
export function addButtons(jupyter, lesson) {
  const { panel, context } = lesson;
  const code = button("Show code", () => {
    lesson.toggleCode();
    code.textContent = lesson.showsCode ? "Hide code" : "Show code";
  });
  /** @type {[string, HTMLElement][]} */
  const items = [
    ["cptedu-start-again", button("Start again", () => void lesson.start())],
    ["cptedu-code", code],
  ];
  items.push(["cptedu-course", inCourse(jupyter, context)]);
  const page = asPage(jupyter, panel, context);
  if (page) items.push(["cptedu-page", page]);
  items.forEach(([name, node], place) => {
    const item = document.createElement("div");
    item.append(node);
    panel.toolbar.insertItem(place, name, new jupyter.Widget({ node: item }));
  });
}

/**
 * Make the link that shows the lesson with the course around it, and nothing of JupyterLab.
 * @param {Jupyter} jupyter
 * @param {Context} context
 */
function inCourse(jupyter, context) {
  const link = document.createElement("a");
  link.className = "cptedu-button";
  link.textContent = "Course";
  link.title = "The lesson with the course around it";
  const address = addressIn({
    baseUrl: jupyter.PageConfig.getBaseUrl(),
    cpteduSite: jupyter.PageConfig.getOption("cpteduSite"),
  });
  const follow = () => {
    link.href = address.of(context.localPath);
  };
  follow();
  context.pathChanged.connect(follow);
  return link;
}

/**
 * Make the link that opens the lesson as a page of its own, where Voilà is installed.
 * @param {Jupyter} jupyter
 * @param {NotebookPanel} panel
 * @param {Context} context
 */
function asPage(jupyter, panel, context) {
  const { PageConfig, URLExt } = jupyter;
  if (!PageConfig.getOption("federated_extensions").includes("@voila-dashboards/")) return null;
  const link = document.createElement("a");
  link.className = "cptedu-button";
  link.textContent = "Open as a page";
  link.target = "_blank";
  link.rel = "noopener";
  const follow = () => {
    const path = URLExt.encodeParts(context.localPath);
    // A lesson names the form of its page itself; one that was kept from before it did is told here.
    const form = panel.content.model?.getMetadata("voila") ? "" : "?template=cptedu";
    link.href = `${URLExt.join(PageConfig.getBaseUrl(), "voila/render", path)}${form}`;
  };
  follow();
  context.pathChanged.connect(follow);
  return link;
}
