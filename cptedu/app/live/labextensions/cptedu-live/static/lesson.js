// One opening of one lesson: when it may run by itself, and what its reader is told.

import { ask } from "./ask.js";
import { keepClean } from "./clean.js";
import { isSite, settle } from "./course/site.js";
import { StatusLine, addButtons, hideCode } from "./page.js";
import { watchServer } from "./server.js";

/**
 * @typedef {import("../../../types").CellModel} CellModel
 * @typedef {import("../../../types").Context} Context
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("../../../types").Kernel} Kernel
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

const POLL = 100; // milliseconds between looks at the kernel
const KEPT = "cptedu.widgets.kit.kept"; // which knows whether all that a learner did was written down, and says so under its name
const PATIENCE = 60_000; // after this long without an idle kernel, say what to do

const SAY = {
  getting: "Getting the lesson ready…",
  ready: "The lesson is ready.",
  slow: "Python has not answered for a minute. Close this lesson and open it again; if that does not help, close"
    + " the program and start it again.",
  onItsWay: "Python is still on its way: the first time some 20 MB come over the network. If the lesson is not here in a few"
    + " minutes, load this page again.",
  notKept: "This browser keeps nothing of what you do here: it is a private window, or its settings forbid it. Open the course in"
    + " an ordinary window to have it kept.",
  noRoom: "What you did here last could not be kept: perhaps the place that this browser has is full. Make room on this"
    + " computer. As long as this line stays, what you do is gone when you leave the page.",
  notWritten: "What you did here last could not be kept: the folder of your work, or a file in it, cannot be written. Perhaps the disk is"
    + " full, the folder may only be read, or another program holds the file. As long as this line stays, what you do is gone when you"
    + " leave the lesson.",
  unknown: "This lesson was changed, and not on this computer. Read it first; if you trust where it comes from, run it.",
  changed: "The code in this lesson is not as it came with the course, so it does not start by itself.",
  strange: "This notebook calls itself a lesson, but its code is not the course's. Read it first; if you trust where it"
    + " comes from, run it.",
  alien: "The Python behind this lesson does not know the course (cptedu). Open the lesson from the page of the"
    + " course; or, in JupyterLab in full, choose another Python under Kernel, then Change Kernel, and try again.",
  stopped: "The lesson stopped before its end: the reason stands below, where it stopped. Try “Start again”. If it"
    + " stops at the same place, choose “Show code” and show it to your instructor.",
  restarted: "Python was restarted, so what stands below no longer answers.",
  ended: "The Python of this lesson has ended, so what stands below no longer answers.",
  gone: "The course has been stopped, or this computer was asleep.",
  goneKept: "What you did is kept.",
  goneNotKept: "What you did last could not be kept.",
  comeBack: "Start the course again as you did before; if this line stays, go on in the page that opens then.",
  again: "The lesson starts again; what you did in it is kept. One moment.",
  againNotKept: "The lesson starts again; what could not be kept may be missing then. One moment.",
  back: "The course answers again.",
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
    this.isKept = true;
    this.isWritten = true;
    this.hasPython = false; // it answered, however busy it is since
    this.isReady = false; // its last run went well, and nothing else is to be done first
    this.isOnSite = isSite({ cpteduSite: jupyter.PageConfig.getOption("cpteduSite") });
    panel.addClass("cptedu-lesson");
  }

  /** Decide, once for this opening, whether the lesson runs by itself; if so, run it. */
  async open() {
    const trusted = this.codeCells().every((cell) => cell.trusted);
    addButtons(this.jupyter, this);
    hideCode(this.panel, true);
    this.keepKeys();
    keepClean(this.panel, this.context);
    if (!this.isOnSite) watchServer(this.jupyter, this.panel, (gone) => this.tellOfServer(gone)); // there none could go
    this.panel.addClass("cptedu-asleep");
    await seen(this.panel.node);
    if (started.has(this.context)) return; // a second view of a lesson that is open already
    started.add(this.context);
    this.status.say("busy", SAY.getting);
    const kernel = await this.idleKernel();
    if (!kernel) return;
    if (this.isOnSite) this.isKept = await settle(kernel);
    const name = this.context.localPath.split("/").pop() ?? "";
    const answer = await mayStart(kernel, this.codeCells(), name, trusted).catch(() => "no answer");
    if (answer === "by itself") {
      await this.run();
    } else if (answer === "unknown") {
      this.offerStart("note", SAY.unknown, "Run it");
    } else if (answer === "changed") {
      if (!trusted) hideCode(this.panel, false); // a stranger's: to be read before it is run
      this.offerStart("note", trusted ? SAY.changed : SAY.strange, trusted ? "Start it" : "Run it");
    } else {
      this.offerStart("failed", SAY.alien, "Try again");
    }
    this.watchRestarts();
  }

  get showsCode() {
    return !this.panel.node.classList.contains("cptedu-code-hidden");
  }

  /** Show the code, or put it out of sight again. */
  toggleCode() {
    hideCode(this.panel, this.showsCode);
  }

  /** Run the lesson because its reader asked for it. */
  async start() {
    this.isReady = false;
    this.status.say("again", this.trouble ? SAY.againNotKept : SAY.again);
    await this.replaceKernel();
    if (await this.idleKernel()) await this.run();
  }

  /** Python may have been ended at the server, of which the page hears only when it asks: another takes its place. */
  async replaceKernel() {
    const { sessionContext } = this.panel;
    await sessionContext.sessionManager.refreshRunning().catch(() => null); // that nobody answers is told elsewhere
    if (sessionContext.session?.kernel || this.panel.isDisposed) return;
    const name = sessionContext.prevKernelName || sessionContext.kernelPreference.name;
    await sessionContext.changeKernel({ name }).catch(() => null);
  }

  /** Run every cell. */
  async run() {
    if (this.running) return;
    this.running = true;
    this.hasPython = true;
    const { content, sessionContext } = this.panel;
    this.hearWritten(sessionContext.session?.kernel);
    const run = this.jupyter.NotebookActions.runCells(content, content.widgets, sessionContext);
    const went = await run.catch(() => false); // what went wrong stands on the page
    this.running = false;
    this.panel.removeClass("cptedu-asleep");
    this.isReady = Boolean(went);
    if (went) this.sayReady();
    else this.offerStart("failed", SAY.stopped, "Start again");
    await this.askWritten(sessionContext.session?.kernel);
  }

  /**
   * Python says by itself when what a learner does can no longer be written down, and when it can again.
   * @param {Kernel | null | undefined} kernel
   */
  hearWritten(kernel) {
    kernel?.registerCommTarget?.(KEPT, whileOpen(this));
  }

  /**
   * What it said to a page that was loaded anew since is asked for.
   * @param {Kernel | null | undefined} kernel
   */
  async askWritten(kernel) {
    const answer = kernel ? await ask(kernel, KEPT, "all_is_kept()").catch(() => null) : null;
    if (typeof answer === "boolean") this.tellWritten(answer);
  }

  /**
   * Tell when what a learner does can no longer be written down, and when it can again.
   * @param {boolean} isWritten
   */
  tellWritten(isWritten) {
    if (isWritten === this.isWritten) return;
    this.isWritten = isWritten;
    if (this.isReady && this.isKept) this.sayReady();
  }

  /** Why what a learner does here is not kept; nothing where it is. */
  get trouble() {
    if (!this.isKept) return SAY.notKept;
    if (this.isWritten) return "";
    return this.isOnSite ? SAY.noRoom : SAY.notWritten;
  }

  sayReady() {
    if (this.trouble) this.status.say("note", this.trouble);
    else this.status.say("ready", SAY.ready);
  }

  /** @param {boolean} gone */
  tellOfServer(gone) {
    if (gone) this.status.say("failed", `${SAY.gone} ${this.trouble ? SAY.goneNotKept : SAY.goneKept} ${SAY.comeBack}`);
    else if (this.tellEnded()) return;
    else if (this.trouble) this.status.say("note", `${SAY.back} ${this.trouble}`);
    else this.status.say("ready", SAY.back);
  }

  /**
   * @param {"note" | "failed"} state
   * @param {string} words
   * @param {string} label
   */
  offerStart(state, words, label) {
    this.isReady = false;
    this.status.say(state, words, { label, do: () => void this.start() });
  }

  /**
   * Python may be gone for good, as when it was ended at the server, or when that was started anew: nothing is ready then.
   * @returns {boolean} whether it is gone
   */
  tellEnded() {
    const { isDisposed, sessionContext } = this.panel;
    if (isDisposed || !this.hasPython || this.running || sessionContext.session?.kernel) return false;
    this.offerStart("note", SAY.ended, "Start again");
    return true;
  }

  /** After a restart of Python the widgets on the page are dead: say so, and offer to run again. */
  watchRestarts() {
    const { NotebookActions } = this.jupyter;
    this.panel.sessionContext.sessionChanged.connect(() => this.isReady && this.tellEnded());
    this.panel.sessionContext.statusChanged.connect((_, status) => {
      if (!["restarting", "autorestarting", "dead"].includes(status)) return;
      this.restarted = true;
      this.offerStart("note", SAY.restarted, "Start again");
    });
    /** @param {unknown} _ @param {{notebook: unknown}} ran */
    const revived = (_, ran) => {
      if (ran.notebook !== this.panel.content || !this.restarted) return;
      this.restarted = false;
      if (this.running) return;
      this.isReady = true;
      this.sayReady();
      void this.askWritten(this.panel.sessionContext.session?.kernel);
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
    const hidden = () => !this.showsCode;
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
        if (this.isOnSite) this.status.say("busy", SAY.onItsWay);
        else this.status.say("failed", SAY.slow);
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
}

/**
 * Give what hears from Python whether all is written down, as long as a lesson is open. A page holds on to a Python that is gone;
 * with it, it would hold on to all that was drawn in the lesson.
 * @param {Lesson} open
 * @returns {import("../../../types").Hear}
 */
function whileOpen(open) {
  /** @type {Lesson | null} */
  let lesson = open;
  open.panel.disposed.connect(() => {
    lesson = null;
  });
  return (_, { content }) => lesson?.tellWritten(content.data.all_is_kept !== false);
}

/**
 * Ask the course itself how the lesson may start; Python decides, and nothing of the notebook runs yet.
 * @param {Kernel} kernel
 * @param {CellModel[]} cells
 * @param {string} name
 * @param {boolean} trusted
 */
async function mayStart(kernel, cells, name, trusted) {
  const sources = JSON.stringify(cells.map((cell) => cell.sharedModel.getSource()));
  const asked = `may_start(${sources}, ${JSON.stringify(name)}, trusted=${trusted ? "True" : "False"})`;
  return ask(kernel, "cptedu.app.live", asked);
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
