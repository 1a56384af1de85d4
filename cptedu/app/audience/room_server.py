"""The two doors of a vote: one for the phones of a room, one for the slides."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from cptedu.app.audience.address import Place
from cptedu.app.audience.ballots import Ballots, Question
from cptedu.app.audience.phone_page import POLICY, phone_page, standing
from cptedu.errors import CpteduError
from cptedu.learn.deck.phones import Phones

__all__ = ["RoomServer", "WrongCodes"]

_LOOPBACK = "127.0.0.1"
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when it is read off a wall
_CODE_LENGTH = 6
_LARGEST_VOTE, _LARGEST_SLIDE, _LARGEST_HEADER = 1_000, 100_000, 8_000
_BODY_SECONDS, _IDLE_SECONDS = 5, 5
_MOST_LINES = 200
_COOKIE = "phone"
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_ADVICE = {
    403: "A vote needs a cookie. Allow cookies for this page, open it again, and vote.",
    404: "Nothing is here. Scan the code on the screen.",
    429: "Too many wrong codes came from here. Wait a minute, then scan the code on the screen.",
}


class WrongCodes:
    """Who has given a wrong code too often of late.

    A code has nine hundred million values, so this is not what keeps it safe; it keeps this computer from answering guesses.
    """

    most, seconds, addresses = 20, 60.0, 1_000

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._given: dict[str, tuple[float, int]] = {}

    def note(self, address: str) -> None:
        """Note a wrong code from an address."""
        since, count = self._since(address)
        self._given.pop(address, None)
        while len(self._given) >= self.addresses:
            del self._given[next(iter(self._given))]
        self._given[address] = (since, count + 1)

    def too_many_from(self, address: str) -> bool:
        """Say whether an address has to wait before it is let in."""
        return self._since(address)[1] >= self.most

    def _since(self, address: str) -> tuple[float, int]:
        since, count = self._given.get(address, (self._now(), 0))
        return (since, count) if self._now() - since < self.seconds else (self._now(), 0)


class _Door(RequestHandler):
    """What both doors have in common: they say nothing of themselves, and nothing of what went wrong."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_how: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(_ADVICE.get(status_code, "That is not understood here."))


class _Nothing(_Door):
    """Whatever has no code: it is answered as a wrong code is."""

    wrong: WrongCodes

    def initialize(self, ballots: Ballots, code: str, wrong: WrongCodes) -> None:
        self.ballots, self.code, self.wrong = ballots, code, wrong

    def prepare(self) -> None:
        address = self.request.remote_ip or ""
        given = str(self.path_args[0]).lower() if self.path_args else ""
        is_right = secrets.compare_digest(given.encode(), self.code.encode())
        # A phone that is in stays in, whoever guesses from the same address.
        if self.wrong.too_many_from(address) and not (is_right and self.phone):
            raise HTTPError(429)
        if not is_right:
            if self.request.path != "/favicon.ico":  # browsers ask for that by themselves
                self.wrong.note(address)
            raise HTTPError(404)

    @property
    def phone(self) -> str:
        """Which phone asks; empty where this server has not given it a name."""
        return (self.get_signed_cookie(_COOKIE) or b"").decode("ascii", "replace")


class _Page(_Nothing):
    """The page of a phone, and its vote."""

    def get(self, _code: str) -> None:
        if not self.phone:
            self.set_signed_cookie(
                _COOKIE, secrets.token_hex(16), None, path=f"/{self.code}", httponly=True, samesite="Strict"
            )
        asked = self.ballots.asked
        self.finish(phone_page(asked, asked.chosen.get(self.phone)))

    def post(self, _code: str) -> None:
        if not self.phone:
            raise HTTPError(403)
        given = self.get_body_argument("choice")
        if not (len(given) == 1 and given in "01234"):
            raise HTTPError(400)
        # A vote that comes too late is not counted; the page then says that the vote is closed, or asks the next question.
        self.ballots.vote(self.phone, self.get_body_argument("question"), int(given))
        self.redirect(f"/{self.code}", status=303)


class _Now(_Nothing):
    """Whether the page of a phone is still the right one."""

    def get(self, _code: str) -> None:
        asked = self.ballots.asked
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(standing(asked, asked.chosen.get(self.phone)))


class _Slide(_Door):
    """What the slides tell, and what they hear."""

    def initialize(self, ballots: Ballots, token: str) -> None:
        self.ballots, self.token = ballots, token

    def prepare(self) -> None:
        given = self.request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"token {self.token}".encode()):
            raise HTTPError(403)

    def put(self) -> None:
        try:
            told = json.loads(self.request.body)
        except ValueError:
            raise HTTPError(400) from None
        match told:
            case {
                "stage": str(stage),
                "leads": bool(leads),
                "is_open": bool(is_open),
                "key": str(key),
                "place": str(place),
                "question": str(question),
                "choices": list(choices),
            }:
                asked = Question(key, place, question, tuple(map(str, choices)), is_open=is_open)
                self.ballots.show(stage, asked, leads=leads)
                held = self.ballots.named(key)
                counts = None if held.is_open else held.counts
                self.set_header("Content-Type", "application/json")
                self.finish(json.dumps({"voted": len(held.chosen), "counts": counts}))
            case _:
                raise HTTPError(400)


class RoomServer:
    """The vote of a room, from entering the ``with`` block to leaving it; then all of it is gone.

    Attributes:
        ballots: what is asked, and who has chosen what.
        code: what a phone must know.
    """

    def __init__(self, place: Place) -> None:
        """Choose where phones are served.

        Args:
            place: an address of this computer, and a port.
        """
        self.place = place
        self.ballots = Ballots()
        self.code = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
        self._token = secrets.token_hex(24)
        self._end: Callable[[], object] = lambda: None

    def __enter__(self) -> Self:
        logging.getLogger("tornado").addHandler(
            logging.NullHandler()
        )  # what phones get wrong is not for the terminal
        try:
            self._for_phones = bind_sockets(self.place.port, self.place.address)
        except OSError as problem:
            raise CpteduError(
                f"Phones cannot be served at {self.place.address}, port {self.place.port or 'any'} ({problem.strerror})."
                " Is that an address of this computer, and does nothing else use the port? Leave --audience without an"
                " address, and the addresses of this computer are named."
            ) from None
        self._for_slides = bind_sockets(0, _LOOPBACK, family=socket.AF_INET)
        is_open = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(is_open)), name="votes from phones", daemon=True
        )
        self._thread.start()
        is_open.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self._end()
            self._thread.join()

    @property
    def address(self) -> str:
        """What a phone opens."""
        return self.place.page(self._for_phones[0].getsockname()[1], self.code)

    @property
    def phones(self) -> Phones:
        """What the slides must know to ask for the votes."""
        return Phones(self.address, self._for_slides[0].getsockname()[1], self._token)

    async def _serve(self, is_open: threading.Event) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        self._end = lambda: loop.call_soon_threadsafe(ended.set)
        given = {"ballots": self.ballots, "code": self.code, "wrong": WrongCodes()}
        phones = Application(
            [("/([^/]+)", _Page, given), ("/([^/]+)/now", _Now, given)],
            default_handler_class=_Nothing,
            default_handler_args=given,
            cookie_secret=secrets.token_hex(32),
            log_function=lambda _handler: None,
        )
        slides = Application(
            [("/slide", _Slide, {"ballots": self.ballots, "token": self._token})],
            default_handler_class=_Slide,
            default_handler_args={"ballots": self.ballots, "token": self._token},
            log_function=lambda _handler: None,
        )
        servers = (_server(phones, _LARGEST_VOTE), _server(slides, _LARGEST_SLIDE))
        servers[0].add_sockets(self._for_phones)
        servers[1].add_sockets(self._for_slides)
        is_open.set()
        await ended.wait()
        for server in servers:
            server.stop()
            await server.close_all_connections()


class _Server(HTTPServer):
    """A server that waits for nobody who dawdles, and keeps no more lines open than the smallest system lets a program have.

    A phone asks every two seconds, and a line that it kept open meanwhile would be one of 256 on a Mac.
    """

    _open = 0

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Take a line, unless there are too many."""
        if self._open >= _MOST_LINES:
            stream.close()
            return
        self._open += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """Forget a line that was closed."""
        self._open -= 1
        super().on_close(server_conn)


def _server(application: Application, largest: int) -> HTTPServer:
    return _Server(
        application,
        no_keep_alive=True,
        max_body_size=largest,
        max_buffer_size=max(largest, _LARGEST_HEADER) * 2,
        max_header_size=_LARGEST_HEADER,
        body_timeout=_BODY_SECONDS,
        idle_connection_timeout=_IDLE_SECONDS,
    )
