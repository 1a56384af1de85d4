"""What a phone shows: the question and a button for each choice; afterwards, that the vote is closed. Never what is right."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from cptedu.app.audience.ballots import Question, letters
from cptedu.explain import codes_whole

__all__ = ["POLICY", "phone_page", "standing"]


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_LOOK, _SCRIPT = _part("phone.css"), _part("phone.js")
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_digest(_LOOK)}",
        f"script-src {_digest(_SCRIPT)}",
        *("connect-src 'self'", "img-src data:", "form-action 'self'"),
        *("base-uri 'none'", "frame-ancestors 'none'"),
    )
)
"""What the page may do: its own look and script, its own server, and nothing else."""

_FOOT = "No name is asked. Nothing is kept after the talk."


def standing(asked: Question, chosen: int | None) -> str:
    """Say in one word what a phone shows, so that a page can tell whether it is still the right one."""
    return f"{asked.key}.{'open' if asked.is_open else 'closed'}.{'' if chosen is None else chosen}"


def phone_page(asked: Question, chosen: int | None) -> str:
    """Write the page of one phone.

    Args:
        asked: what the room is asked.
        chosen: the number of what this phone has chosen; None where it has not yet.

    Returns:
        A whole HTML document, which works without its script as well.
    """
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vote</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<style>{_LOOK}</style><noscript><meta http-equiv="refresh" content="5"></noscript></head><body>'
        f'<main data-standing="{escape(standing(asked, chosen))}">{_asked(asked, chosen)}</main>'
        f'<p role="status">{_told(asked, chosen)}</p>'
        '<p class="lost" role="alert" hidden>The talk does not answer. Stay in the Wi-Fi of the room.</p>'
        f"<footer>{_FOOT}</footer><script>{_SCRIPT}</script></body></html>"
    )


def _asked(asked: Question, chosen: int | None) -> str:
    if not asked.key:
        return "<h1>You are in.</h1>"
    buttons = "".join(
        f'<button name="choice" value="{number}" aria-pressed="{str(number == chosen).lower()}"'
        f"{'' if asked.is_open else ' disabled'}><b>{letter}</b> <span>{codes_whole(escape(words))}</span></button>"
        for number, (letter, words) in enumerate(zip(letters(asked.choices), asked.choices, strict=True))
    )
    return (
        f'<p class="place">{escape(asked.place)}</p><h1>{codes_whole(escape(asked.question))}</h1>'
        f'<form method="post"><input type="hidden" name="question" value="{escape(asked.key)}">{buttons}</form>'
    )


def _told(asked: Question, chosen: int | None) -> str:
    if not asked.key:
        return "Wait for the next question on the screen."
    own = "" if chosen is None else f"You chose {letters(asked.choices)[chosen]}. "
    if not asked.is_open:
        return f"The vote is closed. {own or 'You did not vote. '}Look at the screen."
    return f"{own}You can change it until the answer is shown." if own else "Tap your answer."
