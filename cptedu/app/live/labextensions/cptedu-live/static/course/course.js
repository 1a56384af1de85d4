// The course as a page of its own: its first page, and a frame around one lesson that fills the window. It stands in
// JupyterLab's single-document mode, and is drawn before JupyterLab has loaded.

import { addressIn, isLesson } from "./address.js";
import { drawComing } from "./coming.js";
import { drawDoor, drawPicture } from "./door.js";
import { broughtToExercise, drawn } from "./drawn.js";
import { Frame, inFolder } from "./frame.js";
import { InUse } from "./in_use.js";
import { Light, shown } from "./light.js";
import { make } from "./make.js";
import { SiteTold, isSite, keepFromSaving } from "./site.js";
import { ServerTold } from "./told.js";

/**
 * @typedef {import("../../../../types").Application} Application
 * @typedef {import("../../../../types").CourseTold} CourseTold
 * @typedef {import("../../../../types").NotebookPanel} NotebookPanel
 * @typedef {import("../../../../types").PageSettings} PageSettings
 * @typedef {import("../lesson.js").Lesson} Lesson
 */

const KEPT_OPEN = 3; // lessons that stay alive behind the one in front
const KEPT_ON_A_SITE = 1; // there each has its Python in the memory of the page
const MUCH = 2000; // files of which a browser remembers that a page has used them
const LONG = 60_000; // milliseconds, after which Python should have come
const QUIET = 1500; // milliseconds without a word from Python, after which what is mastered is asked for anew

/**
 * Begin where the page is one of the course; elsewhere JupyterLab and Notebook stay as they are.
 * @returns {Course | null}
 */
export function beginCourse() {
  document.getElementById("cptedu-not-begun")?.remove(); // a site's words for where nothing begins
  const written = document.getElementById("jupyter-config-data")?.textContent;
  const settings = /** @type {PageSettings} */ (JSON.parse(written || "{}"));
  return addressIn(settings).isCourse() ? new Course(settings).begin() : null;
}

export class Course {
  /** @param {PageSettings} settings */
  constructor(settings) {
    this.address = addressIn(settings);
    this.site = isSite(settings) ? new SiteTold(settings) : null;
    this.teller = this.site ?? new ServerTold(settings);
    this.path = this.address.here();
    /** @type {CourseTold | null} */
    this.told = null;
    /** @type {Application | null} */
    this.app = null;
    /** @type {WeakMap<NotebookPanel, Lesson>} */
    this.lessons = new WeakMap();
    this.isSettled = false;
    this.wantsExercise = false;
    this.bringing = ""; // the lesson that is on its way to the front
    /** @type {Promise<unknown>} what gets ready behind the first page, until it is open */
    this.behind = Promise.resolve();
    this.push = history.pushState.bind(history);
    this.stay = new AbortController();
    this.light = new Light((light) => this.turn(light), this.stay.signal);
    /** @type {NotebookPanel[]} those that were in front, the latest first */
    this.been = [];
    /** @type {NotebookPanel[]} every lesson that is open */
    this.taken = [];
    if (this.site) this.site.python = () => this.python();
    this.frame = new Frame({ href: (path) => this.address.of(path), go: (path) => this.go(path), results: "", brand: settings.cpteduTitle });
    this.door = make("main", { class: "door" });
    this.doorInUse = new InUse(this.door);
    this.veil = make("div", { class: "veil", "aria-hidden": "true" });
    this.root = make("div", { id: "cptedu-course", class: "cptedu" }, this.frame.node, this.door, this.veil);
  }

  /** Draw the picture of what comes, and ask for the course. */
  begin() {
    document.body.classList.add("cptedu-in-course");
    document.body.prepend(this.root);
    this.root.dataset.begins = this.light.now;
    drawPicture(this.door);
    for (let at = 0; at < 4; at += 1) this.veil.append(make("div", { class: "grey" }));
    this.draw();
    this.cover(isLesson(this.path));
    this.known = this.look().then(() => this.warm());
    const tell = (/** @type {string} */ fault) => (fault ? this.show("") : undefined); // where it is said: no lesson would start
    void this.site?.looked.then(tell);
    if (this.site) setTimeout(() => void this.site?.lookAtCopy().then((fault) => this.tellLate(fault)), LONG);
    history.pushState = () => {}; // JupyterLab's: it names what it has open, and that is not always what is shown
    const { signal } = this.stay;
    if (this.site) keepFromSaving(signal);
    this.site?.hearWhatIsKept(() => void this.look(), signal);
    if (this.site) this.root.append(drawComing(signal));
    if (this.site) performance.setResourceTimingBufferSize(MUCH);
    addEventListener("popstate", () => this.show(this.address.here()), { signal });
    document.addEventListener("cptedu-said", (event) => this.said(/** @type {CustomEvent<string>} */ (event)), { signal });
    watch(document.head, { subtree: true, childList: true, characterData: true }, () => this.name(), signal);
    watch(document.body, { attributeFilter: ["data-jp-theme-light"] }, () => this.relit(), signal);
    return this;
  }

  /**
   * A part of the course alone may not have been copied: a lesson that runs without it goes on.
   * @param {string} fault
   */
  tellLate(fault) {
    const hasRun = this.taken.some((one) => !one.isDisposed && this.lessons.get(one)?.hasPython);
    if (hasRun || this.python()?.status === "idle") void this.look();
    else if (fault) this.show("");
  }

  /** Ask what is mastered by now, and draw it. */
  async look() {
    const told = await this.teller.course(this.path);
    if (!told && !this.told) return this.leave();
    if (!told || JSON.stringify(told) === JSON.stringify(this.told)) return;
    this.told = told;
    const front = this.been[0];
    if (front && typeof told.is_kept === "boolean") this.lessons.get(front)?.tellWritten(told.is_kept); // a server says nothing of it
    const way = {
      href: (/** @type {string} */ path) => this.address.of(inFolder(told.folder, path)),
      go: (/** @type {string} */ path, atExercise = false) => this.go(inFolder(told.folder, path), atExercise),
      results: this.address.results(told.folder),
      showResults: this.site ? () => void this.site?.showResults() : undefined,
      work: this.site?.work(() => setTimeout(() => void this.look(), QUIET)),
    };
    this.doorInUse.draw(() => {
      if (!this.doorInUse.keep(() => drawDoor(this.door, told, way))) this.greet();
    });
    this.draw();
  }

  /** This is no page of the course: JupyterLab is left alone. */
  leave() {
    this.stay.abort();
    history.pushState = this.push;
    this.root.remove();
    document.body.classList.remove("cptedu-in-course", "cptedu-at-door");
    dispatchEvent(new Event("resize"));
  }

  // ---- going somewhere ----------------------------------------------------------------------------------------------

  /**
   * Go to a lesson, or to the first page, because a reader wants it.
   * @param {string} path
   * @param {boolean} [atExercise] to the exercise of the lesson, and not to its beginning
   */
  go(path, atExercise = false) {
    this.wantsExercise = atExercise;
    this.show(path);
    this.write();
  }

  /**
   * Show a lesson, or the first page.
   * @param {string} path
   */
  show(path) {
    this.path = path;
    this.bringing = "";
    this.draw();
    if (isLesson(path)) {
      void this.bring(path);
    } else {
      this.cover(false);
      this.greet();
      void this.look();
    }
  }

  /**
   * Bring a lesson to the front.
   * @param {string} path
   */
  async bring(path) {
    const open = this.been.find((one) => !one.isDisposed && one.context.path === path);
    this.cover(!open);
    if (!this.app || !this.isSettled) return; // as soon as JupyterLab is there: see connect
    this.bringing = path;
    const { app } = this;
    const toFront = () => app.commands.execute("docmanager:open", { path }).catch(() => null);
    const panel = await toFront();
    await Promise.all([this.behind, panel?.context.ready.catch(() => null)]);
    // What got ready behind the first page comes to the front as it opens, be another lesson wanted by then.
    if (panel && this.path === path && app.shell.currentWidget?.context?.path !== path) await toFront();
    if (this.path === path) this.bringing = "";
    if (panel) await drawn(panel);
    if (panel && this.wantsExercise && this.path === path) await broughtToExercise(panel, () => this.path === path);
    if (this.path !== path) return;
    this.wantsExercise = false;
    this.cover(false);
    this.draw();
    void this.teller.opened(path);
  }

  /** Let the address say where one is, where it does not yet. */
  write() {
    const wanted = this.address.of(this.path);
    if (!this.address.isHere(wanted)) this.push({}, "", wanted);
  }

  /** @param {boolean} on */
  cover(on) {
    this.root.toggleAttribute("data-covered", on);
  }

  /** The keyboard and what is read aloud begin at the top of the first page. */
  greet() {
    this.door.querySelector("h1")?.focus();
  }

  // ---- what JupyterLab tells ----------------------------------------------------------------------------------------

  /**
   * JupyterLab is there.
   * @param {Application} app
   */
  async connect(app) {
    this.app = app;
    app.shell.currentChanged.connect((_, { newValue }) => this.inFront(newValue));
    await Promise.all([app.restored, this.known]);
    if (!this.told) return;
    this.isSettled = true;
    void splashGone().then(() => this.light.settle());
    history.replaceState({}, "", this.address.of(this.path));
    putAway(app.shell);
    this.draw();
    const path = this.wanted();
    if (path === this.path) await this.bring(path);
    else await (this.behind = app.commands.execute("docmanager:open", { path }).catch(() => null)); // it gets ready meanwhile
  }

  /** The lesson that is shown, or else that to which the first page leads. */
  wanted() {
    return isLesson(this.path) ? this.path : this.told ? inFolder(this.told.folder, this.told.go_on.path) : "";
  }

  /** The Python of the lesson that was in front the latest, or else of one that gets ready behind the first page. */
  python() {
    const open = [...this.been, ...this.taken].filter((one) => !one.isDisposed);
    return open.map((one) => one.sessionContext.session?.kernel).find(Boolean) ?? null;
  }

  /** Python starts for a lesson of the course while JupyterLab loads. */
  warm() {
    const path = this.wanted();
    const { told } = this;
    const lessons = told ? [...told.lessons, ...told.beside].map((one) => inFolder(told.folder, one.path)) : [];
    if (lessons.includes(path)) void this.teller.start(path);
  }

  /**
   * Another document is in front in JupyterLab: by a link in a lesson, or because it was asked for here.
   * @param {NotebookPanel | null} panel
   */
  inFront(panel) {
    const path = panel?.context?.path;
    if (!panel || !path) return;
    this.been = [panel, ...this.been.filter((one) => one !== panel && !one.isDisposed)];
    this.drawBusy(this.lessons.get(panel)?.status.line.dataset.state); // as it said while another was in front
    this.leaveOldest();
    if (!isLesson(this.path)) return; // it gets ready behind the first page
    if (this.bringing && path !== this.bringing) return; // on the way to another
    if (path !== this.path) {
      this.path = path;
      this.write();
      void this.teller.opened(path);
    }
    this.draw();
  }

  /**
   * A lesson in a panel: its progress is asked for anew whenever Python has been busy.
   * @param {NotebookPanel} panel
   * @param {Lesson} lesson
   */
  take(panel, lesson) {
    this.lessons.set(panel, lesson);
    this.taken = [panel, ...this.taken.filter((one) => !one.isDisposed)];
    let waiting = 0;
    panel.sessionContext.statusChanged.connect(() => {
      if (this.teller.isAsking) return;
      clearTimeout(waiting);
      // On a site the first page too knows more as soon as Python is there.
      const isWanted = () => (panel.isVisible && isLesson(this.path)) || this.site;
      waiting = setTimeout(() => isWanted() && void this.look(), QUIET);
    });
    this.draw();
  }

  /** Lessons left long ago give their Python back; what somebody wrote into one is kept. */
  leaveOldest() {
    for (const panel of this.been.splice((this.site ? KEPT_ON_A_SITE : KEPT_OPEN) + 1)) {
      if (panel.content.model?.dirty) this.been.push(panel);
      else void panel.sessionContext.shutdown().catch(() => null).then(() => panel.dispose());
    }
  }

  /**
   * A lesson says what is going on. The frame is about the one in front: another may say meanwhile that its Python ends.
   * @param {CustomEvent<string>} event
   */
  said({ detail: state, target }) {
    const [front] = this.been;
    if (!front || front.node.contains(/** @type {Node} */ (target))) this.drawBusy(state);
    if (state === "ready") void this.site?.keepCourse();
  }

  /** @param {string | undefined} state of the lesson in front */
  drawBusy(state) {
    this.root.toggleAttribute("data-busy", state === "busy" || state === "again");
  }

  /** The light has changed: the next page begins in it. */
  relit() {
    if (!this.light.heard()) return;
    delete this.root.dataset.begins;
    this.draw();
  }

  // ---- drawing ------------------------------------------------------------------------------------------------------

  draw() {
    const atDoor = !isLesson(this.path);
    document.body.classList.toggle("cptedu-at-door", atDoor);
    this.door.hidden = !atDoor;
    const inFull = this.address.inFull(this.path);
    this.frame.draw({ told: this.told, path: this.path, isLesson: !atDoor, inFull, tools: this.tools() });
    this.name();
  }

  /** @returns {import("./frame.js").Tool[]} */
  tools() {
    const { app } = this;
    const isComing = !app || !this.isSettled;
    const other = (isComing ? this.light.now : shown()) === "Dark" ? "Light" : "Dark";
    const light = { name: "light", label: other, isComing, press: () => this.light.choose(other) };
    if (isComing) return [light];
    const panel = isLesson(this.path) ? app.shell.currentWidget : null;
    const lesson = panel?.context?.path === this.path && this.lessons.get(panel);
    const again = (/** @type {() => void} */ act) => () => {
      act();
      this.draw();
    };
    const code = { name: "code", label: lesson && lesson.showsCode ? "Hide code" : "Show code", press: again(() => lesson && lesson.toggleCode()) };
    return lesson ? [code, { name: "again", label: "Start again", press: () => void lesson.start() }, light] : [light];
  }

  /** @param {"Light" | "Dark"} light */
  turn(light) {
    void this.app?.commands.execute("apputils:change-theme", { theme: this.light.themes[light] });
  }

  /** The window is named after what it shows, not after a file. */
  name() {
    const title = isLesson(this.path) ? `${this.titleOf(this.path)} · cptedu` : "cptedu: how a visit becomes a claim";
    if (document.title !== title) document.title = title;
  }

  /** @param {string} path */
  titleOf(path) {
    const { told } = this;
    const known = told && [...told.lessons, ...told.beside].find((one) => inFolder(told.folder, one.path) === path);
    return known ? known.title : (path.split("/").pop() ?? "").replace(/\.ipynb$/, "");
  }
}

/** A change of light while JupyterLab still shows its splash would have it take that away twice. */
async function splashGone() {
  while (document.getElementById("jupyterlab-splash")) await new Promise((done) => setTimeout(done, 100));
}

/**
 * Look at a part of the page whenever it changes.
 * @param {Node} node
 * @param {MutationObserverInit} what
 * @param {() => void} look
 * @param {AbortSignal} signal
 */
function watch(node, what, look, signal) {
  const observer = new MutationObserver(look);
  observer.observe(node, what);
  signal.addEventListener("abort", () => observer.disconnect());
}

/**
 * JupyterLab's side bars give their room to the lesson.
 * @param {Application["shell"]} shell
 */
function putAway(shell) {
  shell.collapseLeft?.();
  for (const side of ["left", "right"]) {
    if (shell.isSideTabBarVisible?.(side)) shell.toggleSideTabBarVisibility?.(side);
  }
}
