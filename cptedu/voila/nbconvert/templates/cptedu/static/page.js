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
