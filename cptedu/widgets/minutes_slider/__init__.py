"""The minutes of a service, to drag: a slider that bears its name, which those of ipywidgets do not tell a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.widgets.kit.bundle import script, stylesheet
from cptedu.widgets.kit.plain import with_text

__all__ = ["MinutesSlider"]

MOST_MINUTES = 60


class MinutesSlider(anywidget.AnyWidget):
    """A slider from no minute to an hour.

    Args:
        value: the minutes to start from.

    >>> MinutesSlider(16)
    Minutes: 16
    """

    _esm = script(Path(__file__).with_name("view.js"))
    _css = stylesheet(Path(__file__).with_name("style.css"))

    value = traitlets.Int(0, min=0, max=MOST_MINUTES).tag(sync=True)
    most = traitlets.Int(MOST_MINUTES).tag(sync=True)

    def __init__(self, value: int = 0) -> None:
        super().__init__(value=value)

    def __repr__(self) -> str:
        return f"Minutes: {self.value}"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the slider, and its value in words for front ends that show no widgets."""
        return with_text(super()._repr_mimebundle_(**kwargs), repr(self))
