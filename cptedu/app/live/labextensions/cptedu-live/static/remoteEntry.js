// The door through which JupyterLab and Jupyter Notebook load this extension: a module-federation container
// written by hand. They call init() with the modules they share, then get() for ours.

/**
 * @typedef {{get: () => Promise<() => object>, loaded?: boolean | number}} Shared
 * @typedef {Record<string, Record<string, Shared>>} ShareScope
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const plugin = new URL("plugin.js", script.src).href;
  const styles = ["live.css", "course/course.css", "course/frame.css", "course/door.css"].map((name) => new URL(name, script.src).href);
  const page = new URL("course/course.js", script.src).href;

  // What a lesson of the course never shows, and what holds on to each notebook that was open. In JupyterLab in full all of it is there.
  const LEFT_OUT = [
    "@jupyterlab/application-extension:property-inspector",
    "@jupyterlab/cell-toolbar-extension",
    "@jupyterlab/celltags-extension",
    "@jupyterlab/completer-extension:inline-completer",
    "@jupyterlab/completer-extension:inline-completer-factory",
    "@jupyterlab/completer-extension:inline-history",
    "@jupyterlab/debugger-extension",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/inspector-extension",
    "@jupyterlab/logconsole-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/metadataform-extension",
    "@jupyterlab/notebook-extension:active-cell-tool",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/notebook-extension:log-output",
    "@jupyterlab/notebook-extension:metadata-editor",
    "@jupyterlab/notebook-extension:tools",
    "@jupyterlab/notebook-extension:update-raw-mimetype",
    "@jupyterlab/toc-extension:tracker",
    "@jupyterlite/application-extension:lsp-connection-manager",
  ];
  const IN_FULL = "multiple-document"; // as the page's address says it on a site

  leaveOut();

  /** @type {ShareScope} */
  let scope = {};

  /** On a page of the course, before JupyterLab has read its settings: have it come up without what the course has no use for. */
  function leaveOut() {
    const written = document.getElementById("jupyter-config-data");
    const settings = JSON.parse(written?.textContent || "{}");
    const isCourse = settings.cpteduSite
      ? new URLSearchParams(location.search).get("mode") !== IN_FULL
      : settings.mode === "single-document" && location.pathname.includes("/doc/workspaces/course");
    if (!written || !isCourse) return;
    written.textContent = JSON.stringify({ ...settings, disabledExtensions: [...(settings.disabledExtensions ?? []), ...LEFT_OUT] });
  }

  /**
   * Take a module that the front end shares: the copy in use, else the newest.
   * @param {string} name
   */
  async function shared(name) {
    const versions = Object.entries(scope[name] ?? {});
    versions.sort(
      ([a, x], [b, y]) =>
        Number(Boolean(y.loaded)) - Number(Boolean(x.loaded)) || b.localeCompare(a, "en", { numeric: true }),
    );
    const newest = versions[0];
    if (!newest) throw new Error(`cptedu-live: this front end does not share ${name}.`);
    const factory = await newest[1].get();
    return factory();
  }

  /** Load the stylesheets, and wait until they are there: nothing of ours is seen without its look. */
  function addStyles() {
    const loads = styles.map((href) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      const loaded = new Promise((resolve) => link.addEventListener("load", resolve));
      document.head.append(link);
      return loaded;
    });
    return Promise.all(loads);
  }

  // Voilà loads every extension too, but has no notebooks to open: there we add nothing. Elsewhere the course is drawn at
  // once, before JupyterLab has loaded the rest of itself.
  const began = document.body.dataset.voila
    ? null
    : Promise.all([import(page), addStyles()]).then(([module]) => module.beginCourse());

  const here = /** @type {{_JUPYTERLAB?: Record<string, unknown>}} */ (/** @type {unknown} */ (window));
  here._JUPYTERLAB ??= {};
  here._JUPYTERLAB["cptedu-live"] = {
    /** @param {ShareScope} given */
    init(given) {
      scope = given;
    },
    async get() {
      if (!began) return () => ({ __esModule: true, default: [] });
      const [ours, course, application, notebook, widgets, coreutils] = await Promise.all([
        import(plugin),
        began,
        shared("@jupyterlab/application"),
        shared("@jupyterlab/notebook"),
        shared("@lumino/widgets"),
        shared("@jupyterlab/coreutils"),
      ]);
      const modules = { ...application, ...notebook, ...widgets, ...coreutils };
      return () => ({ __esModule: true, default: ours.default(modules, course) });
    },
  };
})();
