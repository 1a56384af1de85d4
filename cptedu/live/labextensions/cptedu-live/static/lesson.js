// One opening of one lesson: when it may run by itself, and what its reader is told.

import { StatusLine, addButtons, hideCode } from "./page.js";

/**
 * @typedef {import("../../../types").CellModel} CellModel
 * @typedef {import("../../../types").Context} Context
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("../../../types").Kernel} Kernel
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

const POLL = 100; // milliseconds between looks at the kernel
const PATIENCE = 60_000; // after this long without an idle kernel, say what to do

const SAY = {
  getting: "Getting the lesson ready…",
  ready: "The lesson is ready.",
  slow: "Python has not answered for a minute. Close this lesson and open it again; if that does not help, close"
    + " the program and start it again.",
  untrusted: "This notebook calls itself a lesson, but this computer does not know it as one of the course, so nothing"
    + " in it runs by itself. Open lessons from the start page. If you trust where this notebook comes from, read its"
    + " code and choose Run, then Run All Cells.",
  changed: "The code in this lesson is not as it came with the course, so it does not start by itself.",
  alien: "The Python behind this lesson does not know the course (cptedu). Open the lesson from the start page, or"
    + " choose another Python under Kernel, then Change Kernel, and try again.",
  stopped: "The lesson stopped before its end: the reason stands below, where it stopped. Try “Start again”. If it"
    + " stops at the same place, choose “Show code” and show it to your instructor.",
  restarted: "Python was restarted, so what stands below no longer answers.",
};

/** @type {WeakSet<Context>} the openings of which one view has started the lesson */
const started = new WeakSet();

/** A lesson in a notebook panel. */
export class Lesson {
  /**
   * @param {Jupyter} jupyter
   * @param {NotebookPanel} panel
   * @param {Context} context
   */
  constructor(jupyter, panel, context) {
    this.jupyter = jupyter;
    this.panel = panel;
    this.context = context;
    this.status = new StatusLine(jupyter, panel);
    this.running = false;
    this.restarted = false;
    panel.addClass("cptedu-lesson");
  }

  /** Decide, once for this opening, whether the lesson runs by itself; if so, run it. */
  async open() {
    if (!this.codeCells().every((cell) => cell.trusted)) {
      this.status.say("note", SAY.untrusted);
      return;
    }
    addButtons(this.jupyter, this.panel, this.context, () => void this.start());
    hideCode(this.panel, true);
    this.keepKeys();
    const asOpened = this.sources();
    await seen(this.panel.node);
    if (started.has(this.context)) return; // a second view of a lesson that is open already
    started.add(this.context);
    this.status.say("busy", SAY.getting);
    const kernel = await this.idleKernel();
    if (!kernel) return;
    const answer = await cameWithTheCourse(kernel, this.codeCells()).catch(() => "no answer");
    if (answer === "True") {
      await this.run();
      this.forgetOutputs(asOpened);
    } else if (answer === "False") {
      this.offerStart("note", SAY.changed, "Start it");
    } else {
      this.offerStart("failed", SAY.alien, "Try again");
    }
    this.watchRestarts();
  }

  /** Run the lesson because its reader asked for it. */
  async start() {
    this.status.say("busy", SAY.getting);
    if (await this.idleKernel()) await this.run();
  }

  /** Run every cell. */
  async run() {
    if (this.running) return;
    this.running = true;
    const { content, sessionContext } = this.panel;
    const run = this.jupyter.NotebookActions.runCells(content, content.widgets, sessionContext);
    const went = await run.catch(() => false); // what went wrong stands on the page
    this.running = false;
    if (went) this.status.say("ready", SAY.ready);
    else this.offerStart("failed", SAY.stopped, "Start again");
  }

  /**
   * After the run of an opening nothing of the reader's own is unsaved, unless they wrote something meanwhile: the
   * document counts as clean, so that closing it asks nothing.
   * @param {string} asOpened
   */
  forgetOutputs(asOpened) {
    const model = this.panel.content.model;
    if (model && asOpened === this.sources()) model.dirty = false;
  }

  /**
   * @param {"note" | "failed"} state
   * @param {string} words
   * @param {string} label
   */
  offerStart(state, words, label) {
    this.status.say(state, words, { label, do: () => void this.start() });
  }

  /** After a restart of Python the widgets on the page are dead: say so, and offer to run again. */
  watchRestarts() {
    const { NotebookActions } = this.jupyter;
    this.panel.sessionContext.statusChanged.connect((_, status) => {
      if (!["restarting", "autorestarting", "dead"].includes(status)) return;
      this.restarted = true;
      this.offerStart("note", SAY.restarted, "Start again");
    });
    /** @param {unknown} _ @param {{notebook: unknown}} ran */
    const revived = (_, ran) => {
      if (ran.notebook !== this.panel.content || !this.restarted) return;
      this.restarted = false;
      if (!this.running) this.status.say("ready", SAY.ready);
    };
    NotebookActions.executed.connect(revived);
    this.panel.disposed.connect(() => NotebookActions.executed.disconnect(revived));
  }

  /**
   * While the code is hidden, plain keys and double clicks must not edit what cannot be seen: in JupyterLab "d d"
   * deletes the selected cell and a double click turns text into its source.
   */
  keepKeys() {
    const { node } = this.panel.content;
    const hidden = () => this.panel.node.classList.contains("cptedu-code-hidden");
    node.addEventListener("keydown", (event) => {
      if (hidden() && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    });
    const guard = (/** @type {Event} */ event) => {
      const target = /** @type {Element} */ (event.target);
      if (hidden() && target.closest(".jp-MarkdownCell")) event.stopPropagation();
    };
    node.addEventListener("dblclick", guard, true);
  }

  /**
   * Wait for a kernel that is ready and idle: before its session exists it looks idle too, and a run asked for then
   * would hang.
   * @returns {Promise<Kernel | null>}
   */
  async idleKernel() {
    const { sessionContext } = this.panel;
    const patience = Date.now() + PATIENCE;
    let told = false;
    while (!this.panel.isDisposed) {
      const kernel = sessionContext.session?.kernel;
      if (sessionContext.isReady && kernel?.status === "idle") return kernel;
      if (!told && Date.now() > patience) {
        this.status.say("failed", SAY.slow);
        told = true;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
    return null;
  }

  /** @returns {CellModel[]} */
  codeCells() {
    return [...(this.panel.content.model?.cells ?? [])].filter((cell) => cell.type === "code");
  }

  /** Everything written in the notebook, to tell whether its reader changed it meanwhile. */
  sources() {
    const cells = [...(this.panel.content.model?.cells ?? [])];
    return JSON.stringify(cells.map((cell) => [cell.type, cell.sharedModel.getSource()]));
  }
}

/**
 * Ask the course itself whether these cells are its own; Python decides, and nothing of the notebook runs yet.
 * @param {Kernel} kernel
 * @param {CellModel[]} cells
 */
async function cameWithTheCourse(kernel, cells) {
  const sources = JSON.stringify(cells.map((cell) => cell.sharedModel.getSource()));
  const reply = await kernel.requestExecute({
    code: "",
    silent: true,
    store_history: false,
    user_expressions: { answer: `__import__("cptedu.live").live.came_with_the_course(${sources})` },
  }).done;
  return reply.content.user_expressions?.answer?.data?.["text/plain"] ?? "";
}

/**
 * Wait until the panel is on the screen: a lesson restored in a tab at the back starts when it comes to the front.
 * @param {Element} node
 */
function seen(node) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const watch = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(node);
    })
  );
}
