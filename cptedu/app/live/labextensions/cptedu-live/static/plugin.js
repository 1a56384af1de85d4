// Watches every notebook that opens; a lesson of the course comes to life, any other notebook is left alone.

import { leaveChosenInFull } from "./course/light.js";
import { Lesson } from "./lesson.js";
import { holdToolbarBack, letGo } from "./let_go.js";
import { giveTime } from "./patience.js";
import { dropSavedViews } from "./saved_views.js";
import { explainTerms } from "./terms.js";

/**
 * @typedef {import("../../../types").Application} Application
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("./course/course.js").Course} Course
 */

/** @type {WeakSet<import("../../../types").Context>} what one view shows already, so that another shows what has run in it */
const opened = new WeakSet();
const ROOM_FOR_BOTH = 900; // pixels, below which a list of files leaves a lesson too little

/**
 * Make the extension's plugins out of what the front end shares.
 * @param {Jupyter} jupyter
 * @param {Course | null} course where the page is one of the course
 */
export default function plugins(jupyter, course) {
  giveTime();
  return [lessons(jupyter, course), serverGone(jupyter)];
}

/**
 * A lesson whose server is gone says so itself, in a line of its own; JupyterLab's window about servers and their
 * configuration would cover it. In front of any other notebook that window comes as ever.
 * @param {Jupyter} jupyter
 */
function serverGone(jupyter) {
  const { ConnectionLost, IConnectionLost } = jupyter;
  return {
    id: "cptedu-live:server-gone",
    description: "Leaves it to a lesson to say that its server is gone.",
    provides: IConnectionLost,
    /** @returns {import("../../../types").ConnectionLost} */
    activate: () =>
      (...what) =>
        document.querySelector(".cptedu-lesson:not(.lm-mod-hidden)") ? Promise.resolve() : ConnectionLost(...what),
  };
}

/**
 * @param {Jupyter} jupyter
 * @param {Course | null} course
 */
function lessons(jupyter, course) {
  return {
    id: "cptedu-live:plugin",
    description: "Brings a lesson of the course to life when it is opened.",
    autoStart: true,
    /** @param {Application} app */
    activate(app) {
      if (course) void course.connect(app);
      else leaveChosenInFull();
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew(panel, context) {
          letGo(app, panel);
          const showToolbar = hideToolbar(jupyter, course, panel);
          keepDollars(panel);
          context.ready.then(() => {
            if (panel.isDisposed) return;
            if (!isLesson(panel)) return showToolbar();
            if (!opened.has(context)) dropSavedViews(panel.content.model);
            opened.add(context);
            if (window.innerWidth < ROOM_FOR_BOTH) app.shell.collapseLeft?.();
            const lesson = new Lesson(jupyter, panel, context);
            const opening = lesson.open();
            course?.take(panel, lesson);
            void opening.then(() => explainTerms(app, panel), ignore);
            return opening;
          }, ignore);
        },
      });
    },
  };
}

/**
 * Have a panel of the course without its toolbar, as long as the page is the course's.
 * @param {Jupyter} jupyter
 * @param {Course | null} course
 * @param {import("../../../types").NotebookPanel} panel
 * @returns {() => void} shows the toolbar after all
 */
function hideToolbar(jupyter, course, panel) {
  if (!course || course.stay.signal.aborted) return () => {};
  const show = holdToolbarBack(jupyter, panel);
  const over = new AbortController();
  course.stay.signal.addEventListener("abort", show, { signal: over.signal });
  panel.disposed.connect(() => over.abort());
  return show;
}

/**
 * In a lesson a dollar sign is money: leave text as it is, where JupyterLab would make a formula of what stands between
 * two dollars. What draws is shared by all views of a notebook, and a log may hold it when they are closed: so it stays as it is,
 * and knows of a panel only while that is open.
 * @param {import("../../../types").NotebookPanel} opened
 */
function keepDollars(opened) {
  const { rendermime } = opened.content;
  const typesetter = rendermime.latexTypesetter;
  if (!typesetter) return;
  /** @type {import("../../../types").NotebookPanel | null} */
  let panel = opened;
  opened.disposed.connect(() => {
    panel = null;
  });
  rendermime.latexTypesetter = {
    typeset: (element) => (panel && isLesson(panel) ? undefined : typesetter.typeset(element)),
  };
}

/**
 * Does the notebook call itself a lesson? That alone lets nothing run: see Lesson.open.
 * @param {import("../../../types").NotebookPanel} panel
 */
function isLesson(panel) {
  const said = panel.content.model?.getMetadata("cptedu");
  return typeof said === "object" && said !== null && "lesson" in said && said.lesson === true;
}

/** A notebook that could not be read is Jupyter's to report. */
function ignore() {}
