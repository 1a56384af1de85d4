"""Votes from phones: two hundred in ten seconds, ten thousand requests that are none, and what listens without ``--audience``.

    python -m uv run python tests/benchmarks/audience.py [--phones 200] [--seconds 10] [--malformed 10000]

Each simulated phone opens the page, follows the slide every two seconds as a real one does, votes at a moment of its own, and a
third of them change their minds. What the server then counts is compared with what the phones know they chose.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TESTS = Path(__file__).resolve().parent.parent
EVERY = 2.0
KEY = re.compile(r'name="question" value="([0-9a-f]+)"')
FORM = "application/x-www-form-urlencoded"


class SimulatedPhone:
    """One phone: it keeps its cookie, and knows what it chose."""

    def __init__(self, address: str, rng: random.Random) -> None:
        from tornado.httpclient import AsyncHTTPClient

        self.address, self.rng = address, rng
        self.client = AsyncHTTPClient(force_instance=True, max_clients=4)
        self.cookie = ""
        self.chosen: int | None = None
        self.slowest = 0.0
        self.counted_at = 0.0

    async def ask(self, path: str = "", **more: Any) -> Any:
        began = time.monotonic()
        answer = await self.client.fetch(
            self.address + path,
            headers={"Cookie": self.cookie, "Content-Type": FORM},
            follow_redirects=False,
            raise_error=False,
            **more,
        )
        self.slowest = max(self.slowest, time.monotonic() - began)
        for given in answer.headers.get_list("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        return answer

    async def vote(self, key: str, choice: int) -> None:
        answer = await self.ask(method="POST", body=f"question={key}&choice={choice}")
        assert answer.code == 303, (answer.code, answer.body)
        self.chosen, self.counted_at = choice, time.monotonic()

    async def take_part(self, seconds: float, choices: int) -> None:
        """Open the page, follow the slide, vote once or twice, and follow the slide to the end."""
        end = time.monotonic() + seconds
        moments = sorted(self.rng.uniform(0, seconds * 0.9) for _ in range(1 + (self.rng.random() < 1 / 3)))
        started = time.monotonic()
        await asyncio.sleep(min(moments[0], self.rng.uniform(0, 1)))
        key = KEY.search((await self.ask()).body.decode())[1]
        for moment in moments:
            while (left := started + moment - time.monotonic()) > 0:
                await asyncio.sleep(min(left, EVERY))
                await self.ask("/now")
            await self.vote(key, self.rng.randrange(choices))
        while (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, EVERY))
            await self.ask("/now")
        self.client.close()


async def vote_all(address: str, phones: int, seconds: float, choices: int) -> list[SimulatedPhone]:
    """Let a room vote."""
    room = [SimulatedPhone(address, random.Random(number)) for number in range(phones)]
    await asyncio.gather(*(one.take_part(seconds, choices) for one in room))
    return room


def malformed(rng: random.Random, path: str, cookie: str, key: str) -> Iterator[bytes]:
    """Make requests without end of which none is a vote: half of them know the code, and even a phone's cookie."""
    bodies = (
        *("", "choice=1", f"question={key}", f"question={key}&choice=9", f"question={key}&choice=-1"),
        *(
            f"question={key}&choice=1.0",
            f"question={key}&choice=",
            f"question={key}x&choice=1",
            "question=&choice=1",
        ),
        *(
            f"question={key}&choice=%00",
            f"question={key}&choice=%ff",
            f"question={key}&choice=0x1",
            "%",
            "&&=&",
            "[]",
        ),
        *(
            '{"question":"' + key + '","choice":1}',
            f"question={key}&choice=１",
            "a=b&" * 200,
            "choice=1&" * 5000,
        ),
    )
    junk = lambda most: bytes(rng.randrange(256) for _ in range(rng.randrange(most)))  # noqa: E731
    while True:
        where = rng.choice(
            (
                path,
                path,
                path + "/now",
                "/",
                "/abcdef",
                path + "/",
                path + "x",
                path[:-1],
                "/slide",
                "//",
                "/%ff",
                "*",
            )
        )
        method = rng.choice(("GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "VOTE", "post", ""))
        # A cookie that is a phone's own goes only with what is no vote; one that is not goes with one that would be.
        own = rng.random() < 0.5
        body = (rng.choice(bodies) if own else rng.choice((*bodies, f"question={key}&choice=1"))).encode()
        shown = (
            cookie
            if own
            else rng.choice(("", "phone=x", cookie[:-1], cookie.replace("phone", "phones"), cookie.upper()))
        )
        length = rng.choice((len(body), len(body), len(body), -1, 10**12, "x", len(body) + 5))
        kind = rng.choice(
            (FORM, FORM, "multipart/form-data; boundary=x", "application/json", "text/plain; charset=x", "")
        )
        head = f"{method} {where} HTTP/1.1\r\nHost: x\r\nCookie: {shown}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
        match rng.randrange(8):
            case 0:
                yield junk(300)
            case 1:
                yield head.encode() + b"X: " + junk(200).replace(b"\n", b"") + b"\r\n\r\n"
            case 2:
                yield head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + junk(50)
            case 3:
                yield head.encode()[: rng.randrange(len(head))]
            case 4:
                yield head.encode() + b"Y: " + b"z" * 20_000 + b"\r\n\r\n"
            case _:
                yield head.encode() + b"\r\n" + body


def throw(port: int, request: bytes) -> None:
    """Send what is no vote, and hang up."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.settimeout(2)
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass
        except OSError:
            pass


def kept(room: Any) -> Any:
    """Give all that a server keeps of a vote, to see whether it has changed."""
    held = room.ballots._held.values()
    return room.ballots.asked.key, [(one.key, one.is_open, dict(one.chosen)) for one in held]


def a_room() -> Any:
    """A server of votes, with the first case of the seminar on its slide."""
    from cptedu.app.audience import RoomServer, place_named

    return RoomServer(place_named("127.0.0.1"))


def first_slide() -> Any:
    from cptedu.learn.deck import load_deck, seminar_deck

    return load_deck(seminar_deck()).slides[0]


def count_a_room(phones: int, seconds: float) -> dict[str, Any]:
    """Let a room vote on a slide, and compare what is counted with what was chosen."""
    slide = first_slide()
    with a_room() as room:
        talk = room.phones
        talk.ask(1, 10, slide, is_open=True, leads=True)
        began = time.monotonic()
        voted = asyncio.run(vote_all(room.address, phones, seconds, len(slide.choices)))
        before = talk.ask(1, 10, slide, is_open=True, leads=False)
        heard = talk.ask(1, 10, slide, is_open=False, leads=True)
    chosen = [one.chosen for one in voted]
    return {
        "cookies": len({one.cookie for one in voted}),
        "told_early": before.counts,
        "waiting": before.voted,
        "counted": heard.counts,
        "chosen": tuple(chosen.count(number) for number in range(len(slide.choices))),
        "seconds": max(one.counted_at for one in voted) - began,
        "slowest": max(one.slowest for one in voted),
    }


def throw_all(count: int, seed: int = 0) -> tuple[Any, Any]:
    """Throw requests at a server that are none; give what it kept before and after."""
    slide = first_slide()
    with a_room() as room:
        room.phones.ask(1, 10, slide, is_open=True, leads=True)
        phone = SimulatedPhone(room.address, random.Random(seed))

        async def one_vote() -> str:
            key = KEY.search((await phone.ask()).body.decode())[1]
            await phone.vote(key, 2)
            return key

        key = asyncio.run(one_vote())
        where = urlsplit(room.address)
        before = kept(room)
        thrown = malformed(random.Random(seed), where.path, phone.cookie, key)
        for _ in range(count):
            throw(where.port, next(thrown))
        after = kept(room)
        # It still stands, and still counts: the same phone changes its mind.
        asyncio.run(phone.vote(key, 0))
        assert kept(room) != before
    return before, after


def listening_without() -> set[tuple[str, str]]:
    """Start the slides without votes from phones; say which programs listen, and where."""
    import tempfile

    import psutil

    sys.path[:0] = [str(TESTS)]
    from conftest import RunningCourse

    os.environ.pop("CPTEDU_PHONES", None)
    course = RunningCourse(Path(tempfile.mkdtemp()), "present", "--no-browser")
    try:
        course.wait_until_open()
        own = psutil.Process(course.process.pid)
        found = {
            ("the command", link.laddr.ip) for link in own.net_connections("inet") if link.status == "LISTEN"
        }
        for one in own.children(recursive=True):
            found |= {
                ("the slides", link.laddr.ip)
                for link in one.net_connections("inet")
                if link.status == "LISTEN"
            }
    finally:
        course.end()
    return found


def main() -> None:
    """Measure, and say whether all of it holds."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--phones", type=int, default=200)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--malformed", type=int, default=10_000)
    chosen = options.parse_args()
    came = count_a_room(chosen.phones, chosen.seconds)
    print(
        f"{chosen.phones} phones, the last vote after {came['seconds']:.1f} s, slowest answer {came['slowest'] * 1000:.0f} ms"
    )
    print(f"counted {came['counted']}, chosen {came['chosen']}, told before the end: {came['told_early']}")
    before, after = throw_all(chosen.malformed)
    print(f"{chosen.malformed} malformed requests: {'nothing changed' if before == after else 'CHANGED'}")
    listens = listening_without()
    print(f"without --audience: {sorted(listens)}")
    is_well = came["counted"] == came["chosen"] and sum(came["counted"]) == chosen.phones
    is_well = is_well and before == after and listens == {("the slides", "127.0.0.1")}
    raise SystemExit(0 if is_well else 1)


if __name__ == "__main__":
    main()
