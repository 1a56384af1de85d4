"""From a click on the spine map to the changed claim, against a bare widget that echoes a click, in one run.

    python -m uv run python tests/benchmarks/click_latency.py

Both widgets stand in one notebook in JupyterLab, in a headless Chromium. The page itself takes the time of each click and
of the change that answers it. Prints the median and the 95th percentile over 100 clicks of each, and their ratios.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "browser")]

CLICKS = 100
ECHO = '''
import anywidget
import traitlets


class Echo(anywidget.AnyWidget):
    """Counts clicks in Python and shows the count: the least that a click can cost."""

    _esm = """
    export default {
      render({model, el}) {
        const button = document.createElement("button");
        button.className = "echo-button";
        button.textContent = "echo";
        const shown = document.createElement("output");
        shown.className = "echo-shown";
        const show = () => { shown.textContent = String(model.get("answered")); };
        model.on("change:answered", show);
        button.addEventListener("click", () => {
          model.set("asked", model.get("asked") + 1);
          model.save_changes();
        });
        show();
        el.append(button, shown);
      },
    };
    """
    asked = traitlets.Int(0).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    @traitlets.observe("asked")
    def _asked(self, change):
        self.answered = change["new"]


Echo()
'''
MAP = """
from cptedu.example_visits import example_visit
from cptedu.widgets.visit_lab import VisitLab

VisitLab(example_visit("desk_worker"))
"""
# Clicks, and waits for the first change of the answer's text; the time between is that of the page's own clock.
ONCE = """([target, answer]) => new Promise((resolve, reject) => {
  const shown = document.querySelector(answer);
  const before = shown.textContent;
  const started = performance.now();
  const watch = new MutationObserver(() => {
    if (shown.textContent === before) return;
    watch.disconnect();
    resolve(performance.now() - started);
  });
  watch.observe(shown, {subtree: true, childList: true, characterData: true});
  document.querySelector(target).dispatchEvent(new MouseEvent("click", {bubbles: true}));
  setTimeout(() => { watch.disconnect(); reject(new Error(`no answer to a click on ${target}`)); }, 10000);
})"""


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure() -> dict[str, list[float]]:
    """Open the notebook as the course does, and take the times, the two widgets by turns."""
    from notebook_page import NotebookPage
    from playwright.sync_api import sync_playwright

    course_module = _load("course", TESTS / "conftest.py")
    browser_module = _load("chromium", TESTS / "browser" / "conftest.py")
    program = browser_module.find_chromium()
    if program is None:
        sys.exit("Chromium was not found; name it in CPTEDU_CHROMIUM.")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    with tempfile.TemporaryDirectory() as home:
        course = course_module.RunningCourse(Path(home))
        try:
            course.wait_until_open()
            notebook = new_notebook(cells=[new_code_cell(ECHO), new_code_cell(MAP)], metadata=kernel)
            nbformat.write(notebook, Path(home) / "cptedu-course" / "latency.ipynb")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=program, args=browser_module.CHROMIUM_FLAGS
                )
                page = NotebookPage(browser, course, height=2400).open("latency.ipynb").run_all()
                page.page.locator(".echo-button").wait_for()
                page.page.locator(".spine-map").wait_for()
                times: dict[str, list[float]] = {"echo": [], "map": []}
                for number in range(CLICKS + 5):
                    for name, where in WHERE.items():
                        took = page.page.evaluate(ONCE, where)
                        page.page.wait_for_timeout(60)  # the claim below is drawn before the next click
                        if number >= 5:  # the first clicks warm both up
                            times[name].append(took)
                browser.close()
                return times
        finally:
            course.end()


WHERE = {
    "echo": [".echo-button", ".echo-shown"],
    # A third region and back: each click changes the claim.
    "map": ['.spine-map [data-spot="L4"]', ".spine-map .claim-line"],
}


def main() -> None:
    """Measure, and print what came out."""
    times = measure()
    figures = {}
    for name, taken in times.items():
        figures[name] = (statistics.median(taken), statistics.quantiles(taken, n=20)[18])
        print(
            f"{name}: {len(taken)} clicks, median {figures[name][0]:.1f} ms, 95th {figures[name][1]:.1f} ms"
        )
    for position, word in enumerate(("median", "95th percentile")):
        print(f"map to echo, {word}: {figures['map'][position] / figures['echo'][position]:.2f}")


if __name__ == "__main__":
    main()
