"""The Python behind a lesson: IPython as it comes, whatever is set up for others on this computer.

The settings of IPython for the whole computer cannot be turned off by an option; so they are left out here. The folder
of the lesson is searched for modules last: a learner's file called ``random.py`` never takes the place of Python's.
"""

from __future__ import annotations

import sys
from importlib import import_module

__all__ = ["main"]


def main() -> None:
    """Start the kernel; the words after ``-m cptedu.app.live.kernel`` are IPython's own."""
    application = import_module("IPython.core.application")
    application.SYSTEM_CONFIG_DIRS.clear()
    application.ENV_CONFIG_DIRS.clear()
    sys.path.append("")
    import_module("ipykernel.kernelapp").IPKernelApp.launch_instance(ignore_cwd=True)


if __name__ == "__main__":
    main()
