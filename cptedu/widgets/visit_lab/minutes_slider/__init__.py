"""The minutes of a service, to drag: a slider that bears its name, which those of ipywidgets do not tell a screen reader."""

from __future__ import annotations

import traitlets

from cptedu.widgets.kit.instrument import Instrument

__all__ = ["MinutesSlider"]

MOST_MINUTES = 60


class MinutesSlider(Instrument):
    """A slider from no minute to an hour.

    Args:
        value: the minutes to start from.

    >>> MinutesSlider(16)
    Minutes: 16
    """

    value = traitlets.Int(0, min=0, max=MOST_MINUTES).tag(sync=True)
    most = traitlets.Int(MOST_MINUTES).tag(sync=True)

    def __init__(self, value: int = 0) -> None:
        super().__init__(value=value)

    def __repr__(self) -> str:
        return f"Minutes: {self.value}"
