"""A notebook in a real browser, watched: what it asks for outside, what it complains of, what it knows."""

import ast
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jupyter_client import BlockingKernelClient
from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, WebSocket
from playwright.sync_api import TimeoutError as PageTimeoutError
from seen import at_rest

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
# Pictures of whole lessons and of every slide are for eyes, and take as long as all that is looked for in them.
WITH_PICTURES = os.environ.get("CPTEDU_PICTURES") == "1"
OPEN_SECONDS = 120  # a lesson of the course runs by itself meanwhile
KERNEL_SECONDS = 60
STEP_SECONDS = 60  # for one step on a page: a slow computer is no fault
SCREENS = ((1280, 800), (1920, 1080))
TALLEST = 16_000  # pixels of a screenshot of a whole notebook

BROKEN_WIDGETS = (
    "Error displaying widget",
    "Error creating widget",
    "Failed to load model class",
    "Javascript Error",
    "[Open Browser Console for more detailed log",
)

# The notebook in front: its path, whether its kernel is idle and no cell is waiting, and its code cells.
STATE = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  const session = panel?.sessionContext;
  if (!panel?.context || !session?.isReady || !panel.content?.model) return null;
  const all = [...panel.content.model.cells].map((cell, at) => ({cell, at}));
  const cells = all.filter(({cell}) => cell.type === "code");
  const kernel = session.session?.kernel;
  return {
    path: panel.context.path,
    idle: kernel?.status === "idle" && cells.every(({cell}) => cell.executionState !== "running"),
    cells: cells.map(({cell, at}) => ({
      at,
      blank: cell.sharedModel.getSource().trim() === "",
      count: cell.executionCount,
      trusted: cell.trusted,
      outputs: cell.outputs.toJSON(),
    })),
  };
}"""

# Where the last cell of the notebook in front ends, in pixels from the top; null while it is not drawn.
LAST_CELL_ENDS = """() => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const node = notebook.node.querySelector(`[data-windowed-list-index="${notebook.widgets.length - 1}"]`);
  return node?.checkVisibility() ? Math.ceil(node.getBoundingClientRect().bottom) : null;
}"""

# Whether the lesson in front is still starting by itself, or an instrument of it is still to be drawn. A run that begins then
# takes away what the drawing waits for, and Jupyter complains of a model that it does not find.
STILL_STARTING = """() => {
  const { node } = jupyterapp.shell.currentWidget;
  if (node.querySelector(".cptedu-status[data-state='busy']")) return true;
  return [...node.querySelectorAll(".jp-OutputArea-output")].some((each) => each.textContent === "Loading widget...");
}"""

# A lesson says what becomes of its start; until it says anything, its start has not begun.
HAS_BEGUN = """() => !jupyterapp.shell.currentWidget.node.querySelector(".cptedu-status:not([data-state])")"""

# Leave every document with its kernel, asking nobody; what the notebook in front held is gone from the page.
LEAVE_ALL = """async () => {
  for (const each of [...jupyterapp.shell.widgets("main")]) {
    const ended = each.sessionContext?.shutdown().catch(() => {}); // a kernel that was killed has no session any more
    await Promise.race([ended, new Promise((done) => setTimeout(done, 10_000))]);
    each.dispose();
  }
}"""
OPEN = "path => { void jupyterapp.commands.execute('docmanager:open', { path }); }"
LEAVE_LAUNCHER = """() => {
  for (const each of [...jupyterapp.shell.widgets("main")]) if (!each.context) each.dispose();
}"""
# Two frames, for what is drawn anew in the other light, and then the end of every change that has one.
COLOURS_HAVE_CHANGED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  const changes = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(changes.map((each) => each.finished));
}"""
AS_AT_FIRST = {"media": "null", "color_scheme": "null", "reduced_motion": "null", "forced_colors": "null"}


def is_outside(address: str) -> bool:
    """Say whether an address leads off this computer."""
    where = urlsplit(address)
    return where.scheme not in ("data", "blob", "about") and where.hostname not in ("127.0.0.1", "localhost")


class WatchedPage:
    """One page in a browser context of its own.

    Attributes:
        page: Playwright's page, for clicking and typing.
        outside_requests: what it wanted from elsewhere; Chromium finds none of it.
        console_errors: errors on the console, and errors that no code caught.
    """

    def __init__(self, browser: Browser, *, width: int = 1280, height: int = 800) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
        self.context.set_default_timeout(STEP_SECONDS * 1000)
        self.context.set_default_navigation_timeout(OPEN_SECONDS * 1000)
        self.outside_requests: list[str] = []
        self.console_errors: list[str] = []
        # Heard, not stopped: Chromium finds no other computer (see conftest.py), and keeps no script for the next page
        # where every request is asked about.
        self.context.on("request", self._note_request)
        self.page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("websocket", self._note_socket)

    def comes_to_note(self, is_so: Callable[[], bool], seconds: float = STEP_SECONDS) -> None:
        """Wait until the page has done what is to be noted of it: the browser tells of it a moment later."""
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, (self.outside_requests, self.console_errors)
            self.page.wait_for_timeout(50)

    def screenshot(self, name: str) -> Path:
        """Take a picture of what is in view, into artifacts/."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def picture(self, name: str) -> None:
        """Take a picture for eyes alone, where they ask for pictures."""
        if WITH_PICTURES:
            self.screenshot(name)

    def _slices(self, name: str, window: Mapping[str, int], tall: float) -> list[Path]:
        """Take one picture for each window's height of a page that is this tall."""
        whole = ARTIFACTS / f"{name}.png"
        ARTIFACTS.mkdir(exist_ok=True)
        paths = []
        for number, top in enumerate(range(0, math.ceil(tall), window["height"]), start=1):
            paths.append(whole.with_stem(f"{name}_{number}"))
            height = min(window["height"], tall - top)
            clip = {"x": 0, "y": top, "width": window["width"], "height": height}
            self.page.screenshot(path=paths[-1], clip=clip, full_page=True)
        return paths

    def scrolls_sideways(self) -> bool:
        """Say whether the page is wider than its window."""
        return bool(
            self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        )

    def broken_widgets(self) -> list[str]:
        """Give what Jupyter shows in the place of a widget that does not work."""
        text = self.page.locator("body").inner_text()
        return [line for line in text.splitlines() if any(words in line for words in BROKEN_WIDGETS)]

    def forget_others(self, *, width: int, height: int) -> None:
        """Be as at first where others were before: size, media, pointer, and what was noted of the page."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(**AS_AT_FIRST)
        self.page.mouse.move(0, 0)
        self.outside_requests.clear()
        self.console_errors.clear()

    def close(self) -> None:
        self.context.close()

    def _note_request(self, request: Request) -> None:
        if is_outside(request.url):
            self.outside_requests.append(f"{request.method} {request.url}")

    def _note_socket(self, socket: WebSocket) -> None:
        if is_outside(socket.url):
            self.outside_requests.append(f"WEBSOCKET {socket.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(f"{message.text} ({message.location.get('url', '')})")


class NotebookPage(WatchedPage):
    """A notebook in JupyterLab.

    Attributes:
        path: the notebook's path in the learner's folder, with forward slashes.
    """

    def __init__(self, browser: Browser, course: Any, **more: Any) -> None:
        super().__init__(browser, **more)
        self.course = course
        self.path = ""
        self._line: tuple[str, BlockingKernelClient] | None = None

    def open(self, path: str, *, workspace: str = "auto-test") -> "NotebookPage":
        """Open a notebook by its address, in a workspace with nothing else in it and in the light.

        The course keeps the theme that was chosen last, so that one test would hand its own to the next.
        """
        self.path = path
        where = f"http://127.0.0.1:{self.course.port}/lab/workspaces/{workspace}/tree/{quote(path)}"
        self.page.goto(f"{where}?token={self.course.token}&reset")
        self.wait_until_open()
        self.turn("Light")
        return self

    def can_serve_again(self) -> bool:
        """Say whether another notebook can be opened here: not under a question that JupyterLab asks."""
        return self.page.locator(".jp-Dialog").count() == 0

    def open_after_others(self, path: str, *, width: int, height: int) -> "NotebookPage":
        """Open a notebook where others were before it, and are gone with their kernels: JupyterLab is not loaded anew."""
        self._hang_up()
        self.page.evaluate(LEAVE_ALL)
        self.forget_others(width=width, height=height)
        self.page.evaluate(OPEN, path)
        self.wait_until_open(path)
        self.page.evaluate(LEAVE_LAUNCHER)
        self.turn("Light")
        return self

    def wait_until_open(self, path: str | None = None, seconds: float = OPEN_SECONDS) -> "NotebookPage":
        """Wait until a notebook is in front and its kernel has come up."""
        self.path = path or self.path
        self._wait(
            lambda state: state["path"] == self.path and state["idle"], seconds, "the notebook is open"
        )
        return self

    def wait_idle(self, seconds: float = OPEN_SECONDS) -> "NotebookPage":
        """Wait until the kernel has had nothing to do for half a second."""
        deadline = time.monotonic() + seconds
        calm_since = None
        while calm_since is None or time.monotonic() - calm_since < 0.5:
            state = self._state()
            if not (state and state["idle"]):
                calm_since = None
            elif calm_since is None:
                calm_since = time.monotonic()
            assert time.monotonic() < deadline, f"{self.path}: not idle after {seconds} s{self._picture()}"
            self.page.wait_for_timeout(100)
        return self

    def turn(self, theme: str) -> None:
        """Have JupyterLab in its theme "Light" or "Dark".

        Its splash goes a moment after a theme has come; one more that comes meanwhile has JupyterLab take it away twice, and
        complain.
        """
        self.page.locator("body[data-jp-theme-light]").wait_for(state="attached")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")
        wanted = f"body[data-jp-theme-light={str(theme == 'Light').lower()}]"
        if self.page.locator(wanted).count():
            return
        self.page.evaluate(
            "theme => { jupyterapp.commands.execute('apputils:change-theme', { theme }); }",
            f"JupyterLab {theme}",
        )
        self.page.locator(wanted).wait_for(state="attached")
        self.page.evaluate(COLOURS_HAVE_CHANGED)

    def every_look(self) -> Iterator[str]:
        """Show the page on a small and on a large screen, in the light and in the dark: ``1280_light`` is one look's name."""
        for theme, sizes in (("Light", SCREENS), ("Dark", SCREENS[::-1])):
            self.turn(theme)
            for width, height in sizes:
                self.page.set_viewport_size({"width": width, "height": height})
                at_rest(self.page, milliseconds=300)  # until what is drawn to measure has been drawn anew
                yield f"{width}_{theme.lower()}"

    def run_all(self, seconds: float = 180) -> "NotebookPage":
        """Run every cell from the top, as Run All Cells does, until the last has run or one has failed."""
        self.wait_idle()
        with suppress(PageTimeoutError):  # a second view of a lesson never says that it has begun
            self.page.wait_for_function(HAS_BEGUN)
        self.page.wait_for_function(f"() => !({STILL_STARTING})()", timeout=seconds * 1_000)
        before = {cell["at"]: cell["count"] for cell in self._state()["cells"]}
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")

        def has_run(state: dict[str, Any]) -> bool:
            ran = all(
                cell["blank"] or cell["count"] not in (None, before[cell["at"]]) for cell in state["cells"]
            )
            return state["idle"] and (ran or bool(_errors(state)))

        self._wait(has_run, seconds, "every cell has run")
        return self.wait_idle()

    def errors(self) -> list[str]:
        """Give each error among the outputs, and each widget that does not work; empty when all is well."""
        return _errors(self._state()) + self.broken_widgets()

    def outputs(self, at: int) -> list[dict[str, Any]]:
        """Give the outputs of the cell at a place, counted from 0, markdown cells included."""
        return next(cell["outputs"] for cell in self._state()["cells"] if cell["at"] == at)

    def is_trusted(self) -> bool:
        """Say whether Jupyter trusts every code cell."""
        return all(cell["trusted"] for cell in self._state()["cells"])

    def cell(self, at: int) -> Locator:
        """Bring the cell at a place into view (JupyterLab draws lazily), and give it."""
        self.page.evaluate("at => jupyterapp.shell.currentWidget.content.scrollToItem(at, 'center')", at)
        found = self.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) [data-windowed-list-index='{at}']")
        found.wait_for(state="visible")
        return found

    def cell_with(self, words: str) -> Locator:
        """Bring the first cell into view whose source has some words, and give it."""
        sources = self.page.evaluate(
            "() => [...jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.sharedModel.getSource())"
        )
        return self.cell(next(at for at, source in enumerate(sources) if words in source))

    def kernel_value(self, expression: str, seconds: float = KERNEL_SECONDS) -> Any:
        """Ask the notebook's own kernel for a value: plain data as it is, else as it shows itself."""
        reply = self._kernel(seconds).execute(
            "",
            silent=True,
            user_expressions={"it": expression},
            reply=True,
            timeout=seconds,
            store_history=False,
        )
        answer = reply["content"]["user_expressions"]["it"]
        assert answer["status"] == "ok", f"{expression}: {answer.get('ename')}: {answer.get('evalue')}"
        shown = answer["data"]["text/plain"]
        try:
            return ast.literal_eval(shown)
        except (ValueError, SyntaxError):
            return shown

    def comes_to_hold(self, expression: str, wanted: Any, seconds: float = KERNEL_SECONDS) -> None:
        """Wait until the notebook's own kernel has a value: a page shows what was done on it before Python has heard."""
        deadline = time.monotonic() + seconds
        while (held := self.kernel_value(expression)) != wanted:
            assert time.monotonic() < deadline, f"{expression}: {held!r}"
            self.page.wait_for_timeout(50)

    def screenshot_whole(self, name: str) -> list[Path]:
        """Take pictures of the whole notebook, window by window, in a window made tall enough for all of it."""
        size = self.page.viewport_size
        tall = size["height"]
        while True:
            self.page.set_viewport_size({"width": size["width"], "height": tall})
            self.page.evaluate("() => jupyterapp.shell.currentWidget.content.scrollToItem(0, 'start')")
            self.page.wait_for_timeout(700)
            bottom = self.page.evaluate(LAST_CELL_ENDS)
            if (bottom and bottom <= tall) or tall == TALLEST:
                break
            tall = min(2 * tall, TALLEST)
        paths = self._slices(name, size, min(bottom or tall, tall))
        self.page.set_viewport_size(size)
        return paths

    def close(self) -> None:
        """Close the page, and end its kernels: two cores are soon busy."""
        self._hang_up()
        super().close()
        for session in self.course.ask("GET", "/api/sessions")[1]:
            self.course.ask("DELETE", f"/api/sessions/{session['id']}")

    def _kernel(self, seconds: float) -> BlockingKernelClient:
        """Give the line to the notebook's kernel: one for all questions, since tests ask until an answer has come."""
        kernel = self._session()["kernel"]["id"]
        if self._line is None or self._line[0] != kernel:
            self._hang_up()
            client = BlockingKernelClient()
            client.load_connection_file(str(self.course.runtime / f"kernel-{kernel}.json"))
            client.start_channels()
            self._line = (kernel, client)
            deadline = time.monotonic() + seconds
            while True:
                try:
                    client.wait_for_ready(timeout=seconds)
                    break
                except RuntimeError:  # a kernel that gets no turn for a second is taken for dead
                    if time.monotonic() > deadline:
                        raise
        return self._line[1]

    def _hang_up(self) -> None:
        if self._line:
            self._line[1].stop_channels()
        self._line = None

    def _session(self) -> dict[str, Any]:
        sessions = self.course.ask("GET", "/api/sessions")[1]
        return next(session for session in sessions if session["path"] == self.path)

    def _state(self) -> dict[str, Any] | None:
        return self.page.evaluate(STATE)

    def _wait(self, is_so: Callable[[dict[str, Any]], bool], seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not ((state := self._state()) and is_so(state)):
            assert time.monotonic() < deadline, (
                f"{self.path}: waited {seconds} s until {what}{self._picture()}"
            )
            self.page.wait_for_timeout(100)

    def _picture(self) -> str:
        name = "".join(letter if letter.isalnum() else "_" for letter in self.path)
        return f"; see {self.screenshot(f'stuck_{name}')}; console: {self.console_errors}"


class VoilaPage(WatchedPage):
    """A notebook as Voilà shows it: no code, only what the lesson shows."""

    def __init__(self, browser: Browser, server: Any, **more: Any) -> None:
        super().__init__(browser, **more)
        self.server = server

    def open(self, path: str, seconds: float = 120) -> "VoilaPage":
        """Open a notebook, and wait until every cell has run and Voilà has taken its waiting sign away."""
        self.page.goto(
            f"http://127.0.0.1:{self.server.port}/voila/render/{quote(path)}", timeout=seconds * 1000
        )
        self.page.locator("#rendered_cells").wait_for(state="visible", timeout=seconds * 1000)
        return self

    def can_serve_again(self) -> bool:
        """Say whether another notebook can be opened here; a page that is loaded anew always can."""
        return True

    def open_after_others(self, path: str, *, width: int, height: int) -> "VoilaPage":
        """Open a notebook in a window that has Voilà's scripts from others before it."""
        self.page.goto("about:blank")
        self.forget_others(width=width, height=height)
        return self.open(path)

    def errors(self) -> list[str]:
        """Give what cells wrote as an error or a warning, and each widget that does not work; empty when all is well."""
        failed = self.page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
        return failed.all_inner_texts() + self.broken_widgets()

    def screenshot_whole(self, name: str) -> list[Path]:
        """Take pictures of the whole page, window by window."""
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        return self._slices(name, self.page.viewport_size, tall)


def _errors(state: dict[str, Any]) -> list[str]:
    return [
        f"cell {cell['at']}: {output['ename']}: {output['evalue']}"
        for cell in state["cells"]
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]
