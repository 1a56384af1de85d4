"""The keys of the live demonstration: each is named once, and the list behind the question mark shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from cptedu.widgets.presentation.stage_note import WHAT_IF_KEYS

__all__ = ["ACTS", "KEYS", "Key"]


@dataclass(frozen=True)
class Key:
    """One thing that keys do.

    Attributes:
        act: what is done.
        keys: the keys as a browser names them.
        shown: the key as it is printed on a keyboard.
        says: what it does, in plain words.
    """

    act: str
    keys: tuple[str, ...]
    shown: str
    says: str


_WHAT_IFS = {
    "payer": "what if another payer",
    "date_of_service": "what if another date",
    "minutes": "what if other minutes",
    "regions": "what if another region",
    "deficit": "what if the finding were, or were not, in the note",
}

KEYS = (
    Key("reveal", (" ", "Enter"), "Space", "reveal the next line"),
    Key("hide", ("Backspace",), "⌫", "take the last line back"),
    Key("next", ("ArrowRight",), "→", "next case"),
    Key("previous", ("ArrowLeft",), "←", "case before"),
    Key("forward", ("PageDown",), "Page ↓", "reveal, then go on (the clicker's button)"),
    Key(
        "back", ("PageUp",), "Page ↑", "take the last line back, then the case before (the clicker's button)"
    ),
    Key("opening", ("Home",), "Home", "to the opening"),
    Key("last", ("End",), "End", "to the last case"),
    Key("blank", ("b", "B", "."), "B", "screen black, and as it was"),
    *(Key(what, (key,), key.upper(), _WHAT_IFS[what]) for key, what in WHAT_IF_KEYS.items()),
    *(Key(f"{what} back", (key.upper(),), "", "") for key, what in WHAT_IF_KEYS.items()),
    Key("as noted", ("o", "O"), "O", "back to the note as it was"),
    Key("tally", ("t", "T"), "T", "type the room's votes"),
    Key("notes", ("n", "N"), "N", "speaker notes on or off"),
    Key("cases", ("c", "C"), "C", "choose a case"),
    Key("write", ("w", "W"), "W", "write or paste a case"),
    Key("why", ("y", "Y"), "Y", "why not the other choices"),
    Key("reasons", ("a", "A"), "A", "all reasons and sources of the claim"),
    Key("light", ("l", "L"), "L", "light or dark"),
    Key("screen", ("s", "S"), "S", "full screen on or off"),
    Key("keys", ("?",), "?", "this list"),
    Key("close", ("Escape",), "Esc", "close what is open"),
)

ACTS = {key: one.act for one in KEYS for key in one.keys}
