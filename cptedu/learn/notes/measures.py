"""Measures as an office in Ohio writes them: pounds, inches and feet, some with the metric measure in brackets."""

from __future__ import annotations

import re

__all__ = ["in_pounds_and_inches"]

# Unit as written → unit of the other system, how many of it, and the fineness to which it is written.
_METRIC = {
    "kg": ("lb", 2.2046, 1.0),
    "cm": ("inches", 1 / 2.54, 0.5),
    "m": ("feet", 3.2808, 1.0),
}
_CUSTOMARY = {
    "lb": ("kg", 1 / 2.2046, 1.0),
    "inches": ("cm", 2.54, 1.0),
    "inch": ("cm", 2.54, 1.0),
    "in": ("cm", 2.54, 1.0),
    "feet": ("m", 1 / 3.2808, 1.0),
}
_MEASURE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) (kg|cm|m|lb|inches|inch|in|feet)(?![\w/])(?! \d)")


def in_pounds_and_inches(text: str, *, both: bool) -> str:
    """Write the measures of a finding in pounds, inches and feet.

    Args:
        text: the finding.
        both: True to have the metric measure behind each, in brackets.

    Returns:
        The finding; what is measured in degrees, seconds or grades stays as it is.

    >>> in_pounds_and_inches("grip 18 kg left, 34 kg right", both=False)
    'grip 40 lb left, 75 lb right'
    >>> in_pounds_and_inches("head 2.5 inches forward of the wall line", both=True)
    'head 2.5 inches (6 cm) forward of the wall line'
    """
    return _MEASURE.sub(lambda found: _written(float(found[1]), found[2], both=both), text)


def _written(value: float, unit: str, *, both: bool) -> str:
    if unit in _METRIC:
        other, factor, step = _METRIC[unit]
        ours, metric = f"{_rounded(value * factor, step)} {other}", f"{value:g} {unit}"
    else:
        other, factor, step = _CUSTOMARY[unit]
        ours = f"{value:g} {unit}"
        metric = f"{_rounded(value * factor, step)} {other}"
    return f"{ours} ({metric})" if both else ours


def _rounded(value: float, step: float) -> str:
    return f"{round(value / step) * step:g}"
