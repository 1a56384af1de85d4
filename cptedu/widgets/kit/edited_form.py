"""A form that is filled in by hand: its steps can be taken back, and it is opened from a file and saved to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from cptedu.widgets.kit.instrument import Instrument
from cptedu.widgets.kit.own_files import OwnFiles

__all__ = ["EditedForm"]

_KEPT = 100


class EditedForm(Instrument):
    """What a form for a visit and a form for a plan of care have in common.

    Whoever builds on it names the trait that is edited, says how it is read from a file and written to one, and answers anew
    when it has changed.

    Args:
        folder: where files are read and saved; by default the folder of the notebook.
    """

    can_undo = traitlets.Bool(False, read_only=True).tag(sync=True)
    can_redo = traitlets.Bool(False, read_only=True).tag(sync=True)
    files = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    file = traitlets.Unicode(read_only=True).tag(sync=True)
    note = traitlets.Dict({"says": "", "bad": False}, read_only=True).tag(sync=True)
    problems = traitlets.Dict(read_only=True).tag(sync=True)
    choices = traitlets.Dict(read_only=True).tag(sync=True)

    _edited = ""

    def __init__(self, folder: str | Path | None = None, **options: Any) -> None:
        self._files = OwnFiles(folder)
        self._before: list[Any] = []
        self._after: list[Any] = []
        self._typing: object = None
        self._moving = False
        self._to_replace = ""
        super().__init__(**options)
        self._list_files()

    def _begin(self, choices: Mapping[str, Any]) -> None:
        """Offer what can be chosen, answer for the first time, and from now on each change."""
        self.set_trait("choices", choices)
        self._answer()
        self.observe(self._changed, names=self._edited)

    def _told(self, **told: Any) -> None:
        """Tell the page what comes of the form, and whether there are steps to take back."""
        self._tell(**told, can_undo=bool(self._before), can_redo=bool(self._after))

    # ------------------------------------------------------------------------------------------ what each form says itself

    def _changed(self, change: Any) -> None:
        """Take note of a change, and answer it."""
        raise NotImplementedError

    def _opened(self, place: Path) -> Any:
        """Read a file, as the form holds it."""
        raise NotImplementedError

    def _to_write(self) -> Callable[[Path], None]:
        """Give what writes the form to a file; only when it can be used as it is."""
        raise NotImplementedError

    def _answer(self) -> None:
        """Work out anew what comes of the form."""
        raise NotImplementedError

    def _do(self, what: str, given: Mapping[str, Any]) -> None:
        """Do what a button asks for that only this form has."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------ steps

    def undo(self) -> None:
        """Take the last change back; what is typed into one field in a row is one change."""
        self._move(self._before, self._after)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._move(self._after, self._before)

    def _note_step(self, before: Any, typed: object) -> None:
        """Note a change, so that it can be taken back; what is typed into the same field is still the same change."""
        if typed is None or typed != self._typing:
            self._before = [*self._before[-_KEPT:], before]
        self._typing = typed
        self._after = []

    def _show(self, made: Any) -> None:
        """Put something into the form without noting it as one more change."""
        self._moving = True
        try:
            setattr(self, self._edited, made)
        finally:
            self._moving = False
        self._answer()

    def _move(self, from_: list[Any], to: list[Any]) -> None:
        if from_:
            to.append(getattr(self, self._edited))
            self._typing = None
            self._show(from_.pop())

    # ------------------------------------------------------------------------------------------ files

    def load(self, name: str | Path) -> None:
        """Open a file.

        Args:
            name: the file, in the folder of the notebook.

        Raises:
            CpteduError: when it is outside the folder, or cannot be read or used; the form stays as it was.
        """
        place = self._files.place(name)
        setattr(self, self._edited, self._opened(place))
        self.set_trait("file", self._files.name(place))

    def save(self, name: str | Path) -> None:
        """Write what the form holds to a file; the old file stands until the new one is complete.

        Args:
            name: the file, in the folder of the notebook.

        Raises:
            CpteduError: when it cannot be used as it is, or the file cannot be written.
        """
        write = self._to_write()
        place = self._files.place(name)
        write(place)
        self.set_trait("file", self._files.name(place))
        self._list_files()

    def _list_files(self) -> None:
        self.set_trait("files", self._files.listed())

    # ------------------------------------------------------------------------------------------ what buttons ask for

    def do(self, what: str, /, **given: Any) -> None:
        """Do what a button or a field asks for.

        Args:
            what: ``"undo"``, ``"redo"``, ``"files"`` to list them anew, ``"load"``, ``"save"``, or what only this form has.
            given: what belongs to it, such as the ``name`` of a file.

        Raises:
            CpteduError: when that cannot be done.
        """
        name = str(given.get("name", ""))
        match what:
            case "undo":
                self.undo()
            case "redo":
                self.redo()
            case "files":
                self._list_files()
            case "load":
                self.load(name)
                self._say(f"Opened {self.file}.")
            case "save":
                self._save_asked(name)
            case _:
                self._do(what, given)

    def _refuse(self, words: str) -> None:
        self._say(words, bad=True)

    def _save_asked(self, name: str) -> None:
        place = self._files.place(name)
        is_other = place.exists() and self._files.name(place) != self.file
        if is_other and self._to_replace != str(place):
            self._to_replace = str(place)
            self._say(
                f"{self._files.name(place)} is already there. Press Save once more to replace it.", bad=True
            )
            return
        self._to_replace = ""
        self.save(name)
        self._say(f"Saved as {self.file}.")

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.set_trait("note", {"says": words, "bad": bad})
