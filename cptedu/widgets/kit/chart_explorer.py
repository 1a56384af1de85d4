"""Controls around a chart: whatever is chosen, the chart follows, and what cannot be drawn is said in words beside it."""

from __future__ import annotations

import anywidget
import traitlets

from cptedu.charts import Figure
from cptedu.errors import CpteduError
from cptedu.widgets.kit.instrument import Instrument
from cptedu.widgets.kit.place_chosen import PlaceChosen

__all__ = ["ChartExplorer"]


class ChartExplorer(PlaceChosen, Instrument):
    """What the explorers have in common: the place in which claims are priced, the chart, and why something is not to be had.

    Whoever builds on it draws the figure of what is chosen, and says what stands beside it.
    """

    problem = traitlets.Unicode(read_only=True).tag(sync=True)
    why_not = traitlets.Dict(read_only=True).tag(sync=True)
    choices = traitlets.Dict(read_only=True).tag(sync=True)
    chart = anywidget.WidgetTrait().tag(sync=True)

    @property
    def figure(self) -> Figure:
        """The figure that is shown."""
        figure: Figure = self.chart.figure
        return figure

    def _drawn(self) -> Figure:
        """Draw what is chosen; a refusal says why it cannot be drawn."""
        raise NotImplementedError

    def _say(self, problem: str) -> None:
        """Say what stands beside the chart."""
        raise NotImplementedError

    def _answer(self, _change: object = None) -> None:
        """Draw anew; where that cannot be done, say why and keep the chart that stood there."""
        try:
            drawn = self._drawn()
        except CpteduError as refusal:
            self._say(str(refusal))
        else:
            self.chart.show(drawn)
            self._say("")
