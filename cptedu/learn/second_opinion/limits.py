"""Where the second way ends: what it says instead of an answer."""

from cptedu.errors import CpteduError

__all__ = ["DoesNotApply"]


class DoesNotApply(CpteduError):  # noqa: N818  (an answer, and no error of anybody)
    """A question is beyond what the second way knows, or beyond what a wrong rule has a say in."""
