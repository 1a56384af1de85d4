// Before Voilà starts: a dollar sign is money here, never the start of a formula (for which Voilà would fetch MathJax
// from a CDN); and the page is dark where the reader's computer is set to dark.

(() => {
  const settings = document.getElementById("jupyter-config-data");
  if (!settings) return;
  const page = JSON.parse(settings.textContent || "{}");
  page.fullMathjaxUrl = page.mathjaxConfig = "null"; // Voilà's word for: use the MathJax that comes with it
  const dark = matchMedia("(prefers-color-scheme: dark)");
  if (dark.matches) page.jupyterLabTheme = "dark";
  const follow = () => {
    document.body.dataset.jpThemeLight = String(!dark.matches);
  };
  follow();
  dark.addEventListener("change", follow);
  settings.textContent = JSON.stringify(page);

  const keepDollars = () => {
    for (const text of document.querySelectorAll(".jp-RenderedHTMLCommon")) text.classList.add("mathjax_ignore");
  };
  keepDollars();
  new MutationObserver(keepDollars).observe(document.documentElement, { childList: true, subtree: true });
})();

// anywidget gives an instrument two seconds to come; one that comes later, on a slow computer, would be drawn and never hear what
// Python answers. In JupyterLab the course's own extension does the same: patience.js.
(() => {
  const GIVEN = 2_000, LONG = 20_000; // milliseconds
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds === GIVEN ? LONG : milliseconds);
})();

// A page whose server is gone looks alive, and every click is lost: it says so, until the server answers again.
(() => {
  if (document.body.classList.contains("cptedu-stage")) return; // the slides look after themselves
  const LOOK = 5000; // milliseconds between looks
  const style = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="stylesheet"]'));
  const address = style?.href ?? location.href; // small, and there wherever this page is
  const line = document.createElement("p");
  line.className = "cptedu-gone";
  line.setAttribute("role", "status");
  document.body.prepend(line);
  const look = async () => {
    const isGone = await fetch(address, { method: "HEAD", cache: "no-store" }).then(() => false, () => true);
    line.textContent = isGone
      ? "The course has been stopped, so nothing on this page answers. Start the course again as you did before, and go on in"
        + " the page that opens then: what could be written down is there." // whether all could, this page does not hear
      : "";
    setTimeout(() => void look(), LOOK);
  };
  void look();
})();
