"""Read files into the user's tables, and be killed at the given step: python cut_off.py STEP FILE..."""

import os
import signal
import sys
import tempfile
from pathlib import Path

from cptedu.cms_files.release import Told
from cptedu.cms_files.update import update

WRITING = ((os, "fsync"), (tempfile, "mkstemp"), (Path, "replace"), (Path, "mkdir"), (Path, "unlink"))


class Steps:
    """Every call that reaches the disk is a step; at the chosen one, something happens instead of it."""

    def __init__(self, at, happens):
        self.taken, self.at, self.happens = 0, at, happens

    def watched(self, call):
        def step(*given, **named):
            self.taken += 1
            if self.taken == self.at:
                self.happens()
            return call(*given, **named)

        return step


def main(step, *files):
    steps = Steps(int(step), lambda: os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM)))
    for place, name in WRITING:
        setattr(place, name, steps.watched(getattr(place, name)))
    from contextlib import nullcontext

    update([Path(file) for file in files], Told(), lambda _: nullcontext(lambda _: None))


if __name__ == "__main__":
    main(*sys.argv[1:])
