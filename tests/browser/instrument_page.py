"""An instrument on a page: shown in JupyterLab or Voilà, gone through by keys, and asked together with its Python.

A test's own ``Shown`` says which instrument it is; conftest.py gives it as ``in_lab``, as ``in_voila``, and as ``shown`` in both.
"""

import ast
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from notebook_page import STEP_SECONDS
from playwright.sync_api import expect

# Voilà's kernel is not asked from outside: Python says here what it holds.
SAYS = """
import html, ipywidgets

python_holds = ipywidgets.HTML()

def say(_change=None):
    python_holds.value = f"<pre id='python-holds'>{html.escape(repr(HOLDS))}</pre>"

for each in [FOLLOWED]:
    each.observe(say)
say()
python_holds
"""
# What has the keyboard: its own words, its label's, and those of the row that it stands in.
FOCUSED = """() => {
  const at = document.activeElement;
  const own = at.matches("button, summary") ? at.textContent : ""; // what holds others has their words as well
  const row = at.closest("[role=toolbar]")?.ariaLabel ?? "";
  return [at.getAttribute("aria-label") ?? "", at.labels?.[0]?.textContent ?? "", own, row].join("|");
}"""
SIDEWAYS = "each => each.scrollWidth > each.clientWidth || each.getBoundingClientRect().right > innerWidth"
LETTERS = "each => parseFloat(getComputedStyle(each).fontSize)"


def write_notebook(folder: Path, name: str, *sources: str, title: str = "") -> str:
    """Lay a notebook of some cells into a folder, under a heading if it has one; gives its file's name."""
    cells = [*([new_markdown_cell(title)] if title else []), *map(new_code_cell, sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / name)
    return name


def is_clean(watched: Any, axe: Callable[..., list[str]], where: str) -> None:
    """Nothing went wrong on a page, nothing was asked for outside, and everybody can use and see what stands on it."""
    found = (watched.errors(), watched.outside_requests, watched.console_errors)
    assert found == ([], [], []), found
    assert axe(watched, where) == []
    assert not watched.scrolls_sideways()


class InstrumentPage:
    """An instrument on a page, and what Python holds of it.

    Attributes:
        show: the cell that shows it.
        holds: what Python is asked, as an expression; ``says`` gives its value.
        followed: the names in that cell of what changes it.
        where: where it stands on the page.
        drawn: what of it is waited for.
        title: the heading above it.
    """

    show: ClassVar[str]
    holds: ClassVar[str]
    followed: ClassVar[str]
    where: ClassVar[str]
    drawn: ClassVar[str] = ""
    title: ClassVar[str] = "# A lesson"

    def __init__(self, watched: Any, says: Callable[[], Any]) -> None:
        self.watched, self.says = watched, says
        self.page = watched.page
        self.root = self.page.locator(self.where).first
        (self.root.locator(self.drawn).first if self.drawn else self.root).wait_for(state="visible")

    @classmethod
    def written(cls, folder: Path, *sources: str) -> str:
        """Lay a notebook that shows it into a folder."""
        name = f"{cls.where.strip('.').replace('-', '_')}_test.ipynb"
        return write_notebook(folder, name, *(sources or (cls.show,)), title=cls.title)

    @classmethod
    def in_lab(cls, lab: Any, *sources: str) -> Self:
        """Show it in JupyterLab: as it is, or as these cells have it."""
        page = lab.open(cls.written(lab.folder, *sources)).run_all()
        page.cell(1)
        return cls(page, lambda: page.kernel_value(cls.holds))

    @classmethod
    def in_voila(cls, voila: Any, show: str = "") -> Self:
        """Show it in Voilà: as it is, or as a cell has it."""
        says = SAYS.replace("HOLDS", cls.holds).replace("FOLLOWED", cls.followed)
        page = voila.open(cls.written(voila.folder, show or cls.show, says))
        said = page.page.locator("#python-holds")
        said.wait_for()
        return cls(page, lambda: ast.literal_eval(said.text_content()))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str, *, key: str = "Tab", most: int = 60) -> None:
        """Press Tab until the focus is there; nothing but keys."""
        for _ in range(most):
            if self.page.evaluate("where => document.activeElement.matches(where)", selector):
                return
            self.press(key)
        raise AssertionError(f"{key} does not lead to {selector}")

    def focused(self) -> str:
        """Say what has the keyboard."""
        return self.page.evaluate(FOCUSED)

    def tab_to_words(self, words: str, *, key: str = "Tab", most: int = 90) -> None:
        """Press Tab until what has the focus is called so."""
        for _ in range(most):
            if words in self.focused():
                return
            self.press(key)
        raise AssertionError(f"{words!r} is not reached by {key}; at {self.focused()!r}")

    def comes_true(self, is_so: Callable[[], bool], tell: Callable[[], Any] | None = None) -> None:
        """Wait until something is so; else tell what there is instead."""
        deadline = time.monotonic() + STEP_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, (tell or self.says)()
            self.page.wait_for_timeout(50)

    def python_comes_to_hold(self, *wanted: Any) -> None:
        """Wait until Python holds these, or these first, and the page waits for nothing."""
        self.comes_true(lambda: self.says()[: len(wanted)] == list(wanted))
        self.is_answered()

    def is_answered(self) -> None:
        """Wait until the page waits for nothing."""
        expect(self.page.locator(f"{self.where}[data-waiting]")).to_have_count(0)

    def hears(self, words: str) -> None:
        self.root.get_by_role("status").get_by_text(words).wait_for(state="attached")

    def python_ends(self) -> None:
        """End its Python, as a reader does from the menu."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === undefined"
        )

    def is_struck_out(self, what: str) -> None:
        """Wait until it says that Python has not answered, and what it gave before is struck out."""
        self.root.get_by_text("run the cell again").wait_for()
        expect(self.root.locator(what).first).to_have_css("text-decoration-line", "line-through")

    def is_clean(self, axe: Callable[..., list[str]]) -> None:
        is_clean(self.watched, axe, self.where)

    def fits_and_reads_well(self, axe: Callable[..., list[str]], *, large: str) -> None:
        """It is as wide as its window lets it be in every look, its words are legible, and what counts is large."""
        for look in self.watched.every_look():
            assert not self.root.evaluate(SIDEWAYS)
            assert not self.watched.scrolls_sideways()
            assert self.root.evaluate(LETTERS) >= 16
            assert self.root.locator(large).first.evaluate(LETTERS) >= 24
            assert axe(self.watched, self.where) == []
            self.root.evaluate("each => each.scrollIntoView()")
            self.watched.screenshot(f"{self.where.strip('.').replace('-', '_')}_{look}")
