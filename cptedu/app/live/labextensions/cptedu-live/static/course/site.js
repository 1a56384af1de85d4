// The course on a site, where no server answers: Python runs inside the browser and is asked itself. Until it is there, the
// first page is drawn from what it told the last time, or from the course as nobody has begun it.

import { ask } from "../ask.js";
import { faultOfCopy, faultOfHost } from "./host.js";

/**
 * @typedef {import("../../../../types").CourseTold} CourseTold
 * @typedef {import("../../../../types").Kernel} Kernel
 * @typedef {import("../../../../types").PageSettings} PageSettings
 */

const PYTHON = "cptedu.app.in_browser";
const PAGE = "lab/index.html";
const LARGEST = 5_000_000; // bytes of what is brought along, as Python has it
// By such a name an installed course knows a copy and reads it in; another one would replace what was done there.
const TAKEN_ALONG = "progress (brought along).json";
const WHERE_TO = "Elsewhere on a site, choose “Bring it from another computer”. For a course that is installed on a computer, copy the file"
  + " beside its lessons. What was done there stays.";
const NOT_YET = "Python is still on its way. Try again in a moment.";
const ALL_KEPT = "All of the course is kept in this browser by now: it opens here with the network off, too.";
const IN_FULL = "multiple-document"; // JupyterLab's name for its own look

/**
 * Is the page one of a site?
 * @param {{cpteduSite?: string}} settings
 */
export function isSite(settings) {
  return Boolean(settings.cpteduSite);
}

/**
 * Before a lesson starts: what a learner does has its place in the browser, where that keeps anything.
 * @param {Kernel} kernel
 * @returns {Promise<boolean>} whether it does
 */
export async function settle(kernel) {
  return (await ask(kernel, PYTHON, "settle()").catch(() => null)) !== false;
}

/**
 * In the course nothing is saved by hand: what a learner does is kept anyway, and a lesson that was saved would hide every
 * newer one.
 * @param {AbortSignal} signal
 */
export function keepFromSaving(signal) {
  /** @param {KeyboardEvent} event */
  const stop = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", stop, { capture: true, signal });
}

/** Where one is in a site: one page, and behind it the lesson that it shows. */
export class SiteAddress {
  /** @param {PageSettings} settings */
  constructor(settings) {
    this.base = settings.baseUrl;
  }

  /** @param {string} path */
  of(path) {
    return `${this.base}${PAGE}${path ? `?path=${encodeURIComponent(path)}` : ""}`;
  }

  /** @param {string} path */
  inFull(path) {
    return `${this.base}${PAGE}?mode=${IN_FULL}${path ? `&path=${encodeURIComponent(path)}` : ""}`;
  }

  results() {
    return "";
  }

  here() {
    return new URLSearchParams(location.search).get("path") ?? "";
  }

  isHere(/** @type {string} */ address) {
    return location.pathname + location.search === address;
  }

  isCourse() {
    return new URLSearchParams(location.search).get("mode") !== IN_FULL;
  }
}

/** What Python tells of the course, where it runs inside the browser. */
export class SiteTold {
  /** @param {PageSettings} settings */
  constructor(settings) {
    this.base = settings.baseUrl;
    this.kept = `cptedu ${settings.baseUrl} ${settings.cpteduSite}`; // of another version of the site nothing is taken over
    /** @type {() => Kernel | null} the Python of the lesson in front */
    this.python = () => null;
    this.isAsking = false; // Python is busy because of us: nothing was learned
    this.said = ""; // what came of a learner's work that was saved or brought
    this.fault = ""; // what keeps the course from starting on this host
    this.looked = this.look(faultOfHost(this.base));
  }

  /** @returns {Promise<CourseTold | null>} */
  async course() {
    const told = /** @type {CourseTold | null} */ (await this.ask("course()"));
    if (told?.lessons?.length) this.write(this.kept, told);
    const known = told ?? this.lastTold() ?? (await this.asItBegins());
    if (!known) return null;
    const closing = this.isAllKept() ? { closing: `${ALL_KEPT} ${known.closing}` } : {};
    return { ...known, ...closing, ...(this.fault ? { message: this.fault } : {}) };
  }

  /**
   * Take up what is wrong with the host.
   * @param {Promise<string>} looking
   */
  async look(looking) {
    this.fault = (await looking) || this.fault;
    return this.fault;
  }

  /** Python has not come for long: perhaps a part of it does not lie on the host. */
  lookAtCopy() {
    return this.look(faultOfCopy(this.base));
  }

  /** A lesson is alive: now the browser may keep the course, so that it opens with the network off. */
  async keepCourse() {
    const worker = (await navigator.serviceWorker?.ready)?.active;
    worker?.postMessage({ keep: performance.getEntriesByType("resource").map(({ name }) => name) });
  }

  /**
   * Note whether the worker has kept all that it was asked to.
   * @param {() => void} changed is called where it is another answer than before
   * @param {AbortSignal} signal
   */
  hearWhatIsKept(changed, signal) {
    const hear = (/** @type {MessageEvent<{kept?: boolean}>} */ { data: { kept } }) => {
      if (kept === undefined || kept === this.isAllKept()) return;
      this.write(`${this.kept} all`, kept);
      if (kept === this.isAllKept()) changed();
    };
    navigator.serviceWorker?.addEventListener("message", hear, { signal });
  }

  isAllKept() {
    return this.written(`${this.kept} all`) === true;
  }

  /** @param {string} path */
  async opened(path) {
    await this.ask(`opened(${JSON.stringify(path)})`);
  }

  /** Python starts with the lesson: there is none to start before. */
  async start() {}

  /** Show a learner's results as a page of their own. */
  async showResults() {
    const page = window.open("", "_blank"); // now, while a press is at work: later a browser would refuse
    const html = /** @type {string | null} */ (await this.ask("results()"));
    if (!page) return;
    if (html === null) page.close();
    else page.location.replace(URL.createObjectURL(new Blob([html], { type: "text/html" })));
  }

  /**
   * Give a learner a file to save.
   * @param {string} call what Python is asked for
   * @param {string} name of the file
   * @param {string} nothing what is said where there is nothing to save
   * @param {string} [more] what is said besides where it was saved
   */
  async save(call, name, nothing, more = "") {
    const text = /** @type {string | null} */ (await this.ask(call));
    if (text === null) return NOT_YET;
    if (!text) return nothing;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return `${name} was saved where your browser saves files. ${more}`.trim();
  }

  /**
   * What a learner can do with their work; each says what came of it, and that stays when the page is drawn anew.
   * @param {() => void} changed is called when there is more of it
   * @returns {import("./door.js").Work}
   */
  work(changed) {
    const keep = async (/** @type {Promise<string>} */ coming) => (this.said = await coming);
    return {
      said: this.said,
      handIn: () => keep(this.save("handed_in()", "summary.json", "")),
      takeAlong: () => keep(this.save("taken_along()", TAKEN_ALONG, "Nothing was done yet that could be taken along.", WHERE_TO)),
      bring: (file) => keep(this.bring(file)).finally(changed),
    };
  }

  /**
   * Read in what was done elsewhere.
   * @param {File} file
   */
  async bring(file) {
    if (file.size > LARGEST) return "That file is far too large to be your progress.";
    const said = /** @type {string | null} */ (await this.ask(`brought(${JSON.stringify(await file.text())})`));
    return said ?? NOT_YET;
  }

  /** @param {string} call */
  async ask(call) {
    const kernel = this.python();
    if (!kernel) return null;
    this.isAsking = true;
    try {
      return await ask(kernel, PYTHON, call);
    } catch {
      return null; // its lesson was closed meanwhile
    } finally {
      setTimeout(() => (this.isAsking = false)); // once it is known to be idle again
    }
  }

  /**
   * @param {string} name
   * @param {unknown} told
   */
  write(name, told) {
    try {
      localStorage.setItem(name, JSON.stringify(told));
    } catch {
      // a browser that keeps nothing; the first page is then drawn as Python tells it
    }
  }

  /** @returns {CourseTold | null} */
  lastTold() {
    return this.written(this.kept);
  }

  /** @param {string} name */
  written(name) {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** @returns {Promise<CourseTold | null>} */
  async asItBegins() {
    const reply = await fetch(`${this.base}cptedu/course.json`).catch(() => null);
    return reply?.ok ? reply.json() : null;
  }
}
