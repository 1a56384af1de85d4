"""The Python behind a lesson: IPython as it comes, whatever is set up for others on this computer.

The settings of IPython for the whole computer cannot be turned off by an option; so they are left out here. The folder
of the lesson is searched for modules last: a learner's file called ``random.py`` never takes the place of Python's.
"""

from __future__ import annotations

import json
import socket
import sys
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path

__all__ = ["main", "ports_held"]

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


def ports_held(connection_file: Path) -> ExitStack:
    """Keep other programs from the ports that Jupyter chose for a kernel, from before it can listen at them.

    Jupyter finds free ports, lets them go and starts the kernel, which takes them up after a second of imports. Another that
    is given one of them meanwhile would leave this kernel without it, and it would die.

    Args:
        connection_file: what Jupyter wrote for the kernel.

    Returns:
        What holds them until it is closed. It holds nothing where the file is none or the system does not let the same program
        take up a port twice, and only those before it where a port is taken already: the kernel says then what is in its way.
    """
    held = ExitStack()
    if sys.platform != "linux":
        return held
    with suppress(OSError, ValueError, KeyError, TypeError, OverflowError):
        told = json.loads(connection_file.read_text(encoding="utf-8"))
        if told["transport"] == "tcp":
            for name in PORTS:
                one = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                one.bind((told["ip"], told[name]))
    return held


def main() -> None:
    """Start the kernel; the words after ``-m cptedu.app.live.kernel`` are IPython's own."""
    with ports_held(_connection_file(sys.argv[1:])):
        _start()


def _connection_file(words: list[str]) -> Path:
    return Path(words[words.index("-f") + 1]) if "-f" in words[:-1] else Path()


def _start() -> None:
    application = import_module("IPython.core.application")
    application.SYSTEM_CONFIG_DIRS.clear()
    application.ENV_CONFIG_DIRS.clear()
    sys.path.append("")
    import_module("ipykernel.kernelapp").IPKernelApp.launch_instance(ignore_cwd=True)


if __name__ == "__main__":
    main()
