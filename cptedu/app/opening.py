"""The course and the slides, opened: served, shown in a browser, and stopped by Ctrl-C with nothing lost."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from cptedu.errors import CpteduError

__all__ = ["open_course", "present_slides"]

_PATIENCE_SECONDS = 120.0
_NO_BROWSER = "No browser opened by itself. Copy the address above into one on this computer."
_STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # Ctrl-C, kill, closed window, Ctrl-Break


def open_course(folder: Path, port: int, *, browser: bool) -> None:
    """Lay the lessons into a folder and serve it until it is stopped; one that is open already is shown instead.

    Args:
        folder: where the lessons and the learner's work are kept.
        port: the port to serve on; 0 for any that is free.
        browser: whether to open a browser.

    Raises:
        CpteduError: when it cannot be served, with what to do.
    """
    from cptedu.app.hub import where_on_the_hub  # noqa: PLC0415  (only this command needs these)
    from cptedu.app.running import only_start  # noqa: PLC0415
    from cptedu.app.workspace import STATE_FOLDER, lay_lessons  # noqa: PLC0415

    with _stop_wanted() as is_stopped:
        laid = lay_lessons(folder)
        for note in laid.notes:
            click.echo(note)
        if laid.beside:
            click.echo(
                f"You changed these, so the newer lesson lies beside your own: {', '.join(laid.beside)}"
            )
        on_the_hub = where_on_the_hub(laid.folder)
        if on_the_hub:
            click.echo(on_the_hub)
            return
        with only_start(laid.folder / STATE_FOLDER / "jupyter") as is_only:
            if not is_only:
                _show_the_running_one(laid.folder, is_stopped, browser=browser)
                return
            _serve_course(laid.folder, laid.signatures, port, is_stopped, browser=browser)
    if sys.stdout.isatty():
        click.echo()  # the terminal has just shown ^C
    click.echo(f"Goodbye. Jupyter has stopped, and your work is in {laid.folder}")


def _serve_course(
    folder: Path, signatures: Path | None, port: int, is_stopped: Callable[[], bool], *, browser: bool
) -> None:
    from cptedu.app.lab_server import LabServer  # noqa: PLC0415  (only who serves needs these)
    from cptedu.app.running import Running  # noqa: PLC0415
    from cptedu.app.trust import sign_for_the_sitting  # noqa: PLC0415
    from cptedu.app.workspace import STATE_FOLDER, lessons_folder  # noqa: PLC0415

    left = Running.over(folder / STATE_FOLDER / "jupyter")
    if left is not None:  # its own start was killed; open pages find the new one where it was
        left.end()
        port = port or left.port
    with ExitStack() as until_stopped:
        known_by = signatures or until_stopped.enter_context(sign_for_the_sitting(lessons_folder()))
        server = LabServer(folder, known_by, port, token=left.token if left else "")
        until_stopped.enter_context(server)
        said = (
            f"The course is open at {server.address}",
            f"To stop it, press Ctrl-C in this window; your work stays in {folder}",
        )
        _serve(server, said, is_stopped, browser=browser)


def _show_the_running_one(folder: Path, is_stopped: Callable[[], bool], *, browser: bool) -> None:
    """Open the course that another window has started, as soon as it answers."""
    from cptedu.app.browser import open_page  # noqa: PLC0415  (only who serves needs these)
    from cptedu.app.running import Running  # noqa: PLC0415
    from cptedu.app.workspace import STATE_FOLDER  # noqa: PLC0415

    place = folder / STATE_FOLDER / "jupyter"
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (running := Running.over(place)) is None and not is_stopped():
        if time.monotonic() > deadline:
            raise CpteduError(
                f"The course in {folder} is being started or stopped in another window, and does not answer."
                " Close that window, wait a moment, and try again."
            )
        time.sleep(0.2)
    if running is None:
        return
    click.echo(f"The course is already open at {running.address}")
    click.echo("To stop it, press Ctrl-C in the window where it was started.")
    if browser and not open_page(running.address, place):
        click.echo(_NO_BROWSER)


def present_slides(deck: Path | None, folder: Path, port: int, *, browser: bool) -> None:
    """Serve the slides until they are stopped.

    Args:
        deck: the deck to show; None for that of the course.
        folder: the course folder, where the slides keep what they need.
        port: the port to serve on; 0 for any that is free.
        browser: whether to open a browser.

    Raises:
        CpteduError: when they cannot be served, with what to do.
    """
    from cptedu.app.hub import slides_on_the_hub  # noqa: PLC0415  (only this command needs these)
    from cptedu.app.running import Running, only_start  # noqa: PLC0415
    from cptedu.app.stage_server import StageServer  # noqa: PLC0415
    from cptedu.app.workspace import STATE_FOLDER  # noqa: PLC0415

    folder = folder.expanduser().resolve()
    on_the_hub = slides_on_the_hub(folder)
    if on_the_hub:
        click.echo(on_the_hub)
        return
    place = folder / STATE_FOLDER / "stage"
    with _stop_wanted() as is_stopped, only_start(place) as is_only:
        left = Running.over(place) if is_only else None
        if left is not None:  # its own start was killed
            left.end()
        with StageServer(folder, deck and deck.resolve(), port, shared=not is_only) as server:
            said = (
                f"The slides are open at {server.address}",
                "To stop it, press Ctrl-C in this window. On the slides, ? lists all keys.",
            )
            _serve(server, said, is_stopped, browser=browser)
    if sys.stdout.isatty():
        click.echo()  # the terminal has just shown ^C
    click.echo("Goodbye. The slides have stopped.")


def _serve(server: Any, said: Sequence[str], is_stopped: Callable[[], bool], *, browser: bool) -> None:
    """Say where a server is, open its page, and stay until it is stopped."""
    from cptedu.app.browser import open_page  # noqa: PLC0415  (only who serves needs it)

    if server.wait_until_ready(is_stopped):
        for line in said:
            click.echo(line)
        if browser and not open_page(server.address, server.home.folder):
            click.echo(_NO_BROWSER)
    while server.is_running and not is_stopped():
        time.sleep(0.2)
    if not is_stopped() and not server.ended_well:
        raise server.failure()


@contextmanager
def _stop_wanted() -> Iterator[Callable[[], bool]]:
    """Only take note of Ctrl-C and its kin while the course is open, so that stopping is never cut short."""
    received: list[int] = []
    numbers = [getattr(signal, name) for name in _STOP_SIGNALS if hasattr(signal, name)]
    earlier = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if number == signal.SIGINT or earlier[number] is not signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, lambda number, _: received.append(number))
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler or signal.SIG_DFL)
