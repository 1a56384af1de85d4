// The door through which JupyterLab and Jupyter Notebook load this extension: a module-federation container
// written by hand. They call init() with the modules they share, then get() for ours.

/**
 * @typedef {{get: () => Promise<() => object>, loaded?: boolean | number}} Shared
 * @typedef {Record<string, Record<string, Shared>>} ShareScope
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const plugin = new URL("plugin.js", script.src).href;
  const style = new URL("live.css", script.src).href;

  /** @type {ShareScope} */
  let scope = {};

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

  /** Load the stylesheet once. */
  function addStyle() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = style;
    document.head.append(link);
  }

  const page = /** @type {{_JUPYTERLAB?: Record<string, unknown>}} */ (/** @type {unknown} */ (window));
  page._JUPYTERLAB ??= {};
  page._JUPYTERLAB["cptedu-live"] = {
    /** @param {ShareScope} given */
    init(given) {
      scope = given;
    },
    async get() {
      // Voilà loads every extension too, but has no notebooks to open: there we add nothing.
      if (document.body.dataset.voila) return () => ({ __esModule: true, default: [] });
      const [ours, application, notebook, widgets, coreutils] = await Promise.all([
        import(plugin),
        shared("@jupyterlab/application"),
        shared("@jupyterlab/notebook"),
        shared("@lumino/widgets"),
        shared("@jupyterlab/coreutils"),
      ]);
      addStyle();
      return () => ({ __esModule: true, default: ours.default({ ...application, ...notebook, ...widgets, ...coreutils }) });
    },
  };
})();
