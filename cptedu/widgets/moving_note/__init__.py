"""The moving note: one thing of a note is otherwise; the learner says which claim it supports, and the figure moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain
from cptedu.widgets.moving_note.reading import read_note

__all__ = ["MovingNote"]


class MovingNote(ReadInstrument):
    """A note that moves, with what its claim carries beside what might tempt somebody; each move is predicted first.

    Args:
        name: one of ``cptedu.analysis.moves.moves_known()``.
        at: the change in front, counted from 0.
        said: the claim that the learner expected, by the number of the change.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> note = MovingNote("desk_worker", at=1)
    >>> note.reading["turned"], note.reading["figure"]["claim"]
    (False, '98940 + 97112-59')
    >>> note.said = {"1": "98940"}
    >>> note.reading["turned"], note.reading["figure"]["claim"]
    (True, '98941 + 97112-59')
    """

    keeps = ("at", "said")

    name = traitlets.Unicode().tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    said = Plain({}).tag(sync=True)

    _reads = ("name", "at", "said")

    def __init__(self, name: str, at: int = 0, said: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(name=name, at=at, said=said or {}, **options)

    def _read(self) -> Mapping[str, Any]:
        return read_note(self.name, self.at, self.said)

    def as_text(self) -> str:
        """Say in words what is shown.

        >>> print(MovingNote("desk_worker").as_text().splitlines()[-2])
        Which claim does the note support now: 98940; 98940 + 97110; 98940 + 97112-59; 98940 + 97112-59 ×2; 98941 + 97112-59?
        """
        reading = self.reading
        if reading["problem"]:
            return f"The moving note\n{reading['problem']}"
        figure = reading["figure"]
        said = [f"The moving note: {reading['title']}"]
        said += [
            f"  {row['label']}: {row['words']}" + (f" (was: {row['was']})" if row["was"] else "")
            for row in reading["note"]
        ]
        said.append(f"{figure['heading']}: {figure['claim']}")
        said += [f"  {track['label']}: {track['words']}" for track in figure["tracks"]]
        said += [f"  Not supported: {one['label']}. {one['says']}" for one in figure["tempting"]]
        said.append(f"{reading['step']}. {reading['move']}")
        said.append(
            f"{reading['lead']} {reading['because']}"
            if reading["turned"]
            else f"{reading['asks'].rstrip('?')}: {'; '.join(reading['claims'])}?"
        )
        said.append(reading["tally"])
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"MovingNote({self.name!r}, at={self.at!r}, said={self.said!r})"
