"""The live demonstration as a page of its own: Voilà on this computer alone, behind a token."""

from __future__ import annotations

import http
import sys
from pathlib import Path

from cptedu.local_server import LOOPBACK, LocalServer
from cptedu.workspace import STATE_FOLDER, lessons_folder

__all__ = ["StageServer"]

_NOTEBOOK = Path("seminar") / "live_demonstration.ipynb"
# The next stage is made ready for a page that is loaded anew. Not while the browser is busy drawing the first one; and not
# much later, for a page that comes in between waits for it.
_SECONDS_TO_THE_NEXT = 5


class StageServer(LocalServer):
    """Voilà with the live demonstration, its slides made ready while the browser is still opening.

    Attributes:
        folder: the person's folder, in which own cases lie in ``my_cases``.
        deck: the deck to be shown; None for the one that comes with the course and the own cases after it.
    """

    name = "Voilà"

    def __init__(self, folder: Path, deck: Path | None = None, port: int = 0) -> None:
        state = folder / STATE_FOLDER / "stage"
        super().__init__(state, state / "voila.log", port)
        self.folder = folder
        self.deck = deck

    def is_ready(self) -> bool:
        """Say whether it answers; asked without the token, so that no slide is used up by asking."""
        turned_away = (http.HTTPStatus.FOUND, http.HTTPStatus.FORBIDDEN)
        return self.answer("GET", "/", with_token=False) in turned_away

    def command(self) -> list[str]:
        """Give the words that start Voilà; the token is told by the environment alone."""
        return [
            *(sys.executable, "-P", "-m", "voila"),  # -P: no module from the current folder
            str(lessons_folder() / _NOTEBOOK),
            "--no-browser",
            "--token",
            f"--Voila.ip={LOOPBACK}",
            f"--port={self.port}",
            "--Voila.port_retries=0",
            "--template=cptedu_stage",
            # A page that is left or loaded anew ends its kernel. Voilà's page asks for that without the sign against forged
            # requests that its server waits for behind a token; a forger would have to know the kernel's long number.
            "--Voila.tornado_settings={'disable_check_xsrf': True}",
            "--preheat_kernel=True",
            f"--VoilaKernelManager.fill_delay={_SECONDS_TO_THE_NEXT}",
        ]

    def environment(self) -> dict[str, str]:
        """Name the deck, or the folder of own cases, to whom shows it."""
        from cptedu.learn.deck import DECK, OWN_CASES  # noqa: PLC0415  (read when the server is started, not before)

        shown = {OWN_CASES: str(self.folder / "my_cases")} if self.deck is None else {DECK: str(self.deck)}
        return super().environment() | shown
