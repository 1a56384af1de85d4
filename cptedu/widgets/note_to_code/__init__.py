"""From note to code: each element of documentation can be taken away, and the code that it carried goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cptedu.errors import CpteduError
from cptedu.model import Visit
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain, plain
from cptedu.widgets.note_to_code.note_elements import elements_of
from cptedu.widgets.note_to_code.reading import read_note

__all__ = ["NoteToCode"]


class NoteToCode(ReadInstrument):
    """A visit's note whose elements are switched off and on, and the claim beside it.

    Args:
        visit: the visit with its whole note, as a ``Visit`` or in the form of a visit file.
        kept: ids of the elements that stay; all of them by default.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> note = NoteToCode({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> note.reading["summary"]
    'The note is whole. It carries 98940.'
    """

    keeps = ("kept",)

    visit = Plain({}).tag(sync=True)
    kept = Plain([]).tag(sync=True)

    _reads = ("visit", "kept")

    def __init__(
        self, visit: Visit | Mapping[str, Any], kept: Iterable[str] | None = None, **options: Any
    ) -> None:
        super().__init__(visit=visit, kept=self._whole(visit) if kept is None else kept, **options)

    @staticmethod
    def _whole(visit: Any) -> list[str]:
        """List every element of a visit's note; none where the visit cannot be read."""
        try:
            read = visit if isinstance(visit, Visit) else Visit.from_dict(plain(visit))
            return [element.id for element in elements_of(read)]
        except CpteduError:
            return []

    def _changed(self, change: Any) -> None:
        whole = self._whole(self.visit)
        if change["name"] == "visit" and self.kept != whole:
            self.kept = whole  # answered by that change
            return
        self._answer()

    def _read(self) -> Mapping[str, Any]:
        return read_note(Visit.from_dict(self.visit), self.kept)

    def _unread(self) -> Mapping[str, Any]:
        whole = self._whole(self.visit)
        return {"all": whole, "taken": len(whole)}

    def as_text(self) -> str:
        """Say in words what the widget shows.

        >>> visit = {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]}
        >>> print(NoteToCode(visit, kept=[]).as_text())
        From note to code: The note (March 4, 2026 · Commercial plan that follows NCCI)
        Taken from the note: adjusted. Off the claim: 98940. Still carried: nothing.
          [ ] Adjusted: this adjustment is not recorded
        98940 ×1, off the claim
            Nothing in the note says that this was done.
        """
        reading = self.reading
        if reading["problem"]:
            return f"From note to code\n{reading['problem']}"
        said = [
            f"From note to code: {reading['title']} ({reading['on']} · {reading['payer']})",
            reading["summary"],
        ]
        for group in reading["groups"]:
            for one in group["elements"]:
                said.append(
                    f"  [{'x' if one['kept'] else ' '}] {one['label']}: {one['text'] if one['kept'] else one['gone']}"
                )
        for card in reading["codes"]:
            written = "-".join([card["code"], *card["modifiers"]])
            off = card["state"] == "gone"
            said.append(f"{written} ×{card['units']}, {'off the claim' if off else card['words']}")
            said += [
                f"    {one}"
                for one in (card["change"], *(reason["says"] for reason in card["reasons"]))
                if one
            ]
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"NoteToCode(kept={self.kept!r})"
