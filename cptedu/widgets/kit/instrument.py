"""What every instrument is: drawn by its own folder, told in words where nothing can be drawn, and asked by buttons."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from cptedu.errors import CpteduError
from cptedu.widgets.kit.bundle import script, stylesheet
from cptedu.widgets.kit.plain import plain, with_text

__all__ = ["InWords", "Instrument", "ReadInstrument"]


class InWords:
    """Whatever is shown on a page, with its words beside it for front ends that show no widgets."""

    def as_text(self) -> str:
        """Say in words what is shown."""
        return repr(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give what is shown, and its words."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.as_text())  # type: ignore[misc]


class _OpenedWhole(type(anywidget.AnyWidget)):  # type: ignore[misc]
    """Makes an instrument known to the page once it is whole.

    ipywidgets tells the page of a widget in the midst of making it, and of the rest in messages that follow; a page that is slow
    draws the first and stops, since what it needs has not come.
    """

    def __call__(cls, *given: Any, **options: Any) -> Any:
        made = super().__call__(*given, **options)
        made._is_whole = True
        made.open()
        return made


class Instrument(InWords, anywidget.AnyWidget, metaclass=_OpenedWhole):
    """An instrument, drawn by ``view.js`` and ``style.css`` of the folder in which its class stands.

    Whoever builds on it names what is kept for the learner and, where the page has buttons that Python answers, overrides
    ``do``.
    """

    keeps: ClassVar[tuple[str, ...]] = ()
    _is_whole = False

    def __init_subclass__(cls, **more: Any) -> None:
        """Take what draws the instrument from its folder."""
        folder = Path(str(sys.modules[cls.__module__].__file__)).parent
        is_of_one_object = (
            "_esm" in cls.__dict__
        )  # anywidget gives every object a class of its own, with these as traits
        if not is_of_one_object and (folder / "view.js").is_file():
            cls._esm = script(folder / "view.js")
            cls._css = stylesheet(folder / "style.css")
        super().__init_subclass__(**more)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.on_msg(self._asked)

    def open(self) -> None:
        """Make the instrument known to the page, which hears of nothing that is half made."""
        if self._is_whole:
            super().open()

    def do(self, what: str, /, **given: Any) -> None:
        """Do what a button of the page asks for; what this instrument does not know is passed over.

        Args:
            what: the name that the page has for it.
            given: what belongs to it.

        Raises:
            CpteduError: when it cannot be done, in words for the learner.
        """

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Do what the page asks for; where that cannot be done, say why."""
        if not isinstance(content, Mapping) or not isinstance(content.get("do"), str):
            return
        try:
            self.do(content["do"], **{str(key): value for key, value in content.items() if key != "do"})
        except CpteduError as refusal:
            self._refuse(str(refusal))

    def _refuse(self, words: str) -> None:
        """Say on the page why something cannot be done."""

    def _tell(self, **told: Any) -> None:
        """Set traits that only Python sets, and tell the page all of them in one message."""
        with self.hold_sync():
            for name, value in told.items():
                self.set_trait(name, value)


class ReadInstrument(Instrument):
    """An instrument whose traits a learner sets, and whose reading says what they come to, or in words what is wrong with them.

    Whoever builds on it names the traits in ``_reads`` and reads them in ``_read``.
    """

    reading = traitlets.Dict(read_only=True).tag(sync=True)

    _reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._answer()
        self.observe(self._changed, names=list(self._reads))

    def _read(self) -> Mapping[str, Any]:
        """Work out what the traits come to."""
        raise NotImplementedError

    def _unread(self) -> Mapping[str, Any]:
        """Give what the page needs also where the traits cannot be read."""
        return {}

    def _changed(self, change: Any) -> None:  # noqa: ARG002  (some who build on this ask what was changed)
        self._answer()

    def _answer(self) -> None:
        """Say what the traits come to; that they cannot be read is an answer too."""
        reading: dict[str, Any] = {"problem": "", "summary": ""}
        try:
            reading.update(self._read())
        except CpteduError as problem:
            reading.update(problem=str(problem), summary=str(problem), **self._unread())
        given = {name: getattr(self, name) for name in self._reads}
        self.set_trait("reading", plain(reading | {"of": given}))
