"""The course and the slides, opened: served, shown in a browser, and stopped by Ctrl-C with nothing lost."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click

from cptedu.errors import CpteduError

__all__ = ["open_course", "present_slides"]

_PATIENCE_SECONDS = 120.0
_TOO_SOON_SECONDS = 30.0  # a server that ends sooner than this has something wrong with it
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


def present_slides(
    deck: Path | None, folder: Path, port: int, *, browser: bool, audience: str | None = None
) -> None:
    """Serve the slides until they are stopped.

    Args:
        deck: the deck to show; None for that of the course.
        folder: the course folder, where the slides keep what they need.
        port: the port to serve on; 0 for any that is free.
        browser: whether to open a browser.
        audience: the address of this computer at which phones vote, with a port or without; None where nobody does.

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
    room = _room(audience)
    place = folder / STATE_FOLDER / "stage"
    with _stop_wanted() as is_stopped, only_start(place) as is_only:
        left = Running.over(place) if is_only else None
        if left is not None:  # its own start was killed
            left.end()
        with room as held:
            phones = held.phones.in_environment() if held else None
            with StageServer(
                folder, deck and deck.resolve(), port, shared=not is_only, phones=phones
            ) as server:
                said = [
                    f"The slides are open at {server.address}",
                    f"Your own window, with notes and votes: {server.presenter_address}",
                    "To stop it, press Ctrl-C in this window. On the slides, ? lists all keys.",
                ]
                if held:
                    said.insert(1, f"Phones vote at {held.address}")
                beside = server.presenter_address
                _serve(server, said, is_stopped, browser=browser, beside=beside, comes_back=True)
    if sys.stdout.isatty():
        click.echo()  # the terminal has just shown ^C
    click.echo("Goodbye. The slides have stopped.")


def _room(audience: str | None) -> Any:
    """Make ready to serve the phones of a room; where nobody asks for it, nothing of it is even read."""
    if audience is None:
        return nullcontext()
    from cptedu.app.audience import RoomServer, place_named  # noqa: PLC0415  (only where phones vote)

    return RoomServer(place_named(audience))


def _serve(
    server: Any,
    said: Sequence[str],
    is_stopped: Callable[[], bool],
    *,
    browser: bool,
    beside: str = "",
    comes_back: bool = False,
) -> None:
    """Say where a server is, open its page and the window beside it, and stay until it is stopped.

    One that comes back is started again when it has ended by itself, unless it does so again at once.
    """
    from cptedu.app.browser import open_page, open_window  # noqa: PLC0415  (only who serves needs them)

    if server.wait_until_ready(is_stopped):
        for line in said:
            click.echo(line)
        if browser and not open_page(server.address, server.home.folder):
            click.echo(_NO_BROWSER)
        elif browser and beside:
            open_window(beside)
    _stay(server, is_stopped)
    while comes_back and not is_stopped() and not server.ended_well:
        click.echo("The slides had ended by themselves, and start again. Press F5 on their page.")
        began = time.monotonic()
        server.start_again()
        if server.wait_until_ready(is_stopped):
            _stay(server, is_stopped)
        if time.monotonic() - began < _TOO_SOON_SECONDS:
            break
    if not is_stopped() and not server.ended_well:
        raise server.failure()


def _stay(server: Any, is_stopped: Callable[[], bool]) -> None:
    while server.is_running and not is_stopped():
        time.sleep(0.2)


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
