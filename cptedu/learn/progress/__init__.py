"""What a learner has done, in one file of the learner's folder: ``progress.json``.

It holds events, each with an id of its own, and nothing that could not be worked out from them. Two windows therefore
never quarrel: under a lock, each reads what is there, adds its own, and writes the file whole. An answer counts as
confirmed when that is done. Which event came first is told by the events themselves, never by a clock.
"""

from cptedu.learn.progress.file import FILE_NAME, FORMAT
from cptedu.learn.progress.history import Progress
from cptedu.learn.progress.order import Event

__all__ = ["FILE_NAME", "FORMAT", "Event", "Progress"]
