"""Charts: each has its point as its title, a sentence for the ear, a source line, and a table behind a toggle."""

from cptedu.charts.offline import Figure, FigureView
from cptedu.charts.rvu_history import rvu_history

__all__ = ["Figure", "FigureView", "rvu_history"]
