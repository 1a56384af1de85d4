"""The phones of a room, as the slides know them: told which question is asked, they tell how many have voted.

Whoever serves the phones runs beside the slides and outlives them: a page of slides that is loaded anew finds every vote again.
"""

from __future__ import annotations

import http
import http.client
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cptedu.learn.deck.slide import FaultySlide, Slide

__all__ = ["PHONES", "Heard", "Phones", "phones_at_hand"]

PHONES = "CPTEDU_PHONES"
"""The environment variable in which the slides are told where the phones are served, as JSON."""

_LOOPBACK = "127.0.0.1"
_PATIENCE_SECONDS = 0.5  # the slides never wait longer for the room


@dataclass(frozen=True)
class Heard:
    """What the phones say of the question on the slide.

    Attributes:
        voted: how many have voted.
        counts: how many for each choice; None until the vote is closed.
    """

    voted: int = 0
    counts: tuple[int, ...] | None = None


_NOBODY = Heard()


@dataclass
class Phones:
    """Where the phones of the room are served.

    Attributes:
        address: what a phone opens; the slides show it.
        port: where the slides ask, on this computer alone.
        token: what they show when they ask.
    """

    address: str
    port: int
    token: str = field(repr=False)
    _stage: str = field(default_factory=lambda: uuid4().hex, repr=False)  # this page of slides among others
    _last: dict[str, Heard] = field(default_factory=dict, repr=False)

    def ask(
        self, at: int, of: int, slide: Slide | FaultySlide | None, *, is_open: bool, leads: bool
    ) -> Heard:
        """Tell the phones which slide is shown, and hear who has voted.

        Args:
            at: the number of the slide.
            of: how many there are.
            slide: the slide; on one without choices there is nothing to vote on.
            is_open: whether votes are taken. A vote that was closed once stays closed.
            leads: True when somebody has just moved these slides; the phones follow those that were moved last.

        Returns:
            What the phones say; when nobody answers, what they last said of this question.
        """
        asked = _question(at, of, slide)
        told = {"stage": self._stage, "leads": leads, "is_open": is_open, **asked}
        heard = self._answer(json.dumps(told)) or self._last.get(asked["key"], _NOBODY)
        self._last[asked["key"]] = heard
        return heard

    def _answer(self, told: str) -> Heard | None:
        connection = http.client.HTTPConnection(_LOOPBACK, self.port, timeout=_PATIENCE_SECONDS)
        try:
            headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
            connection.request("PUT", "/slide", told, headers)
            answer = connection.getresponse()
            if answer.status != http.HTTPStatus.OK:
                return None
            return _heard(json.loads(answer.read()))
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()

    def in_environment(self) -> dict[str, str]:
        """Give the variable that tells it to the slides."""
        return {PHONES: json.dumps({"address": self.address, "port": self.port, "token": self.token})}


def phones_at_hand() -> Phones | None:
    """Find the phones that the environment names.

    Returns:
        Them; None where the slides are shown without any.
    """
    with suppress(ValueError, TypeError):
        match json.loads(os.environ.get(PHONES, "")):
            case {"address": str(address), "port": int(port), "token": str(token)}:
                return Phones(address, port, token)
    return None


def _question(at: int, of: int, slide: Slide | FaultySlide | None) -> Mapping[str, Any]:
    """Give what of a slide a phone needs; its key is another one as soon as what is asked is."""
    if not isinstance(slide, Slide) or not slide.choices:
        return {"key": "", "place": "", "question": "", "choices": []}
    choices = [choice.words for choice in slide.choices]
    asked = json.dumps([at, slide.title, slide.question, choices])
    return {
        "key": sha256(asked.encode()).hexdigest()[:16],
        "place": f"{slide.title} ({at} of {of})",
        "question": slide.question,
        "choices": choices,
    }


def _heard(answer: Any) -> Heard | None:
    match answer:
        case {"voted": int(voted), "counts": None}:
            return Heard(voted)
        case {"voted": int(voted), "counts": list(counts)} if all(type(one) is int for one in counts):
            return Heard(voted, tuple(counts))
    return None
