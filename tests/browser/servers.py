"""What the browser tests add to the course as the command opens it, and Voilà over a folder of lessons."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from cptedu.app.live import parts_for_jupyter

START_SECONDS = 60
STOP_SECONDS = 20
PORT_TAKEN = "is already in use"


class VoilaServer:
    """Voilà over a folder of lessons, on this computer alone."""

    def __init__(self, folder: Path, home: Path, environment: dict[str, str]) -> None:
        self.folder, self.log = folder, home / "voila.log"
        self._environment = environment | {"JUPYTER_PATH": os.pathsep.join(map(str, parts_for_jupyter()))}
        self._start()

    def _start(self) -> None:
        """Start it where nothing listens just now; another program may still be quicker to take that port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "voila", str(self.folder), "--no-browser"),
                    *(f"--port={self.port}", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0"),
                    # The notebooks that tests write name no form of their page; lessons do.
                    *("--template=cptedu", "--show_tracebacks=True"),
                ],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=os.name == "posix",
            )

    def wait_until_open(self) -> "VoilaServer":
        deadline = time.monotonic() + START_SECONDS
        past_proxies = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            try:
                past_proxies.open(f"http://127.0.0.1:{self.port}/", timeout=5).close()
            except OSError:
                said = self.log.read_text(errors="replace")
                if self.process.poll() is not None and PORT_TAKEN in said:
                    self._start()
                assert self.process.poll() is None, f"Voilà ended early: {said}"
                assert time.monotonic() < deadline, f"Voilà did not answer within {START_SECONDS} s: {said}"
                time.sleep(0.2)
            else:
                return self

    def stop(self) -> None:
        """Stop it and its kernels: politely, then by force; only the process started here."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
