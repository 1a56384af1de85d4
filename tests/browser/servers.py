"""What the browser tests add to the course as the command opens it, and Voilà over a folder of lessons."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from cptedu.app.live import parts_for_jupyter
from cptedu.app.local_server import held_port

START_SECONDS = 90
STOP_SECONDS = 20


class VoilaServer:
    """Voilà over a folder of lessons, on this computer alone."""

    def __init__(self, folder: Path, home: Path, environment: dict[str, str]) -> None:
        self.folder, self.log = folder, home / "voila.log"
        environment = environment | {"JUPYTER_PATH": os.pathsep.join(map(str, parts_for_jupyter()))}
        self._held = held_port()
        self.port = self._held.getsockname()[1]
        if sys.platform != "linux":  # others let no two programs have one port
            self._held.close()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "voila", str(self.folder), "--no-browser"),
                    *(f"--port={self.port}", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0"),
                    # The notebooks that tests write name no form of their page; lessons do.
                    *("--template=cptedu", "--show_tracebacks=True"),
                ],
                env=environment,
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
                assert self.process.poll() is None, f"Voilà ended early: {said}"
                assert time.monotonic() < deadline, f"Voilà did not answer within {START_SECONDS} s: {said}"
                time.sleep(0.2)
            else:
                return self

    def stop(self) -> None:
        """Stop it and its kernels: politely, then by force; only the process started here."""
        self._held.close()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
