"""The live demonstration as a page of its own: Voilà on this computer alone, behind a token."""

from __future__ import annotations

import http
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cptedu.app.jupyter_home import python_words
from cptedu.app.local_server import LOOPBACK, LocalServer
from cptedu.app.talks import talk_of_this_start
from cptedu.app.workspace import STATE_FOLDER, lessons_folder

__all__ = ["StageServer"]

_NOTEBOOK = Path("seminar") / "live_demonstration.ipynb"
_PRESENTER = "presenter.html"
# The next stage is made ready for a page that is loaded anew. Not while the browser is busy drawing the first one; and not
# much later, for a page that comes in between waits for it.
_SECONDS_TO_THE_NEXT = 5


class StageServer(LocalServer):
    """Voilà with the live demonstration, its slides made ready while the browser is still opening.

    Attributes:
        folder: the person's folder, in which own cases lie in ``my_cases``.
        deck: the deck to be shown; None for the one that comes with the course and the own cases after it.
        phones: what the slides must know to ask the phones of the room; nothing where nobody votes by phone.
    """

    name = "Voilà"

    guarded = (
        "/api/kernels/00000000-0000-0000-0000-000000000000"  # not the page: no slide is used up by asking
    )

    def __init__(
        self,
        folder: Path,
        deck: Path | None = None,
        port: int = 0,
        *,
        shared: bool = False,
        phones: Mapping[str, str] | None = None,
    ) -> None:
        """Choose what is shown.

        Args:
            folder: the person's folder.
            deck: the deck to be shown; None for the one that comes with the course.
            port: where to listen; 0 for any free port.
            shared: True when other slides are being shown from this folder.
            phones: variables that tell the slides where the phones of the room are served; None where nobody votes by phone.
        """
        super().__init__(folder / STATE_FOLDER / "stage", port, shared=shared)
        self.folder = folder
        self.deck = deck
        self.phones = phones or {}
        self._talk = talk_of_this_start(folder)
        self._cookies = secrets.token_hex(32)

    @property
    def presenter_address(self) -> str:
        """The address of the presenter's window: a page without a word of the talk, which the room's page fills."""
        return f"http://{LOOPBACK}:{self.port}/voila/static/{_PRESENTER}"

    def is_ready(self) -> bool:
        """Say whether it answers."""
        return self.answer("GET", self.guarded) == http.HTTPStatus.NOT_FOUND

    def settings(self) -> Mapping[str, Mapping[str, Any]]:
        """Give each of Voilà's classes its settings, in the file that it looks for where it starts."""
        told = {
            "Voila": {
                "ip": LOOPBACK,
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "auto_token": True,  # the one of the environment
                # A page that is left or loaded anew ends its kernel. Voilà's page asks for that without the sign against
                # forged requests that its server waits for behind a token; a forger would have to know the kernel's number.
                # Pages that were open before it was started again stay let in: one secret for their cookies as long as it lives.
                "tornado_settings": {"disable_check_xsrf": True, "cookie_secret": self._cookies},
            },
            "VoilaConfiguration": {
                "template": "cptedu_stage",
                "preheat_kernel": True,
                "multi_kernel_manager_class": "cptedu.app.stage_kernels.StageKernels",
            },
            # Started anew by itself, a kernel would know nothing of the slides. The page says that it has ended.
            "KernelManager": {"autorestart": False},
            "VoilaKernelManager": {"fill_delay": _SECONDS_TO_THE_NEXT},
            "KernelSpecManager": {"allowed_kernelspecs": ["python3"]},
        }
        return {"voila.json": told}

    def command(self) -> list[str]:
        """Give the words that start Voilà; the token is told by the environment alone."""
        return [*python_words(), "-m", "voila", str(lessons_folder() / _NOTEBOOK)]

    def environment(self) -> dict[str, str]:
        """Name the deck, or the folder of own cases, to whom shows it."""
        from cptedu.learn.deck import DECK, OWN_CASES, TALK  # noqa: PLC0415  (read when the server is started, not before)

        shown = {OWN_CASES: str(self.folder / "my_cases")} if self.deck is None else {DECK: str(self.deck)}
        talk = {TALK: str(self._talk)}
        return super().environment() | shown | talk | dict(self.phones)
