// Before Voilà starts: have it take the dark theme where the reader's computer is set to dark.

(() => {
  const settings = document.getElementById("jupyter-config-data");
  if (!settings || !matchMedia("(prefers-color-scheme: dark)").matches) return;
  const page = JSON.parse(settings.textContent || "{}");
  settings.textContent = JSON.stringify({ ...page, jupyterLabTheme: "dark" });
})();
