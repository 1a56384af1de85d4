"""Web hosts as they should be, and as they are otherwise, each with what is to be said of it."""

import json
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from cptedu.app.site import hosts, kept, pages, wheels

OWN = "static/pyodide/cptedu-1-py3-none-any.whl"
OPENER, EMBEDDER = "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"
POLICY = "Content-Security-Policy"

FAULTS = {
    "python of another type": (
        {"types": {".wasm": "application/octet-stream"}},
        "calls .wasm files something else",
    ),
    "modules of another type": ({"types": {".mjs": "text/plain"}}, "calls .mjs files something else"),
    "scripts of another type": ({"types": {".js": "text/plain"}}, "calls .js files something else"),
    "no settings": ({"refused": (".json",)}, "does not give out .json files"),
    "no settings, in words": ({"refused": (".json",), "says_so": True}, "does not give out .json files"),
    "no packages, in words": ({"refused": (".whl",), "says_so": True}, "does not give out .whl files"),
    "isolated otherwise": (
        {"headers": {OPENER: "same-origin", EMBEDDER: "credentialless"}},
        "With these Python hangs",
    ),
    "nothing may run": (
        {"headers": {POLICY: "default-src 'self'"}},
        "under which the pages of the course cannot run",
    ),
    "only what stands in a page may run": (
        {"headers": {POLICY: "default-src *; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"}},
        "under which the pages of the course cannot run",
    ),
    "no instrument may run": (
        {"headers": {POLICY: "script-src 'self' 'unsafe-inline' 'unsafe-eval'"}},
        "under which the pages of the course cannot run",
    ),
    "not all was copied": (
        {"refused": ("a%20lesson",)},
        "build/a lesson.bin does not lie on this host as it was built",
    ),
    "no packages": ({"refused": (".whl",)}, "does not give out .whl files"),
    "no notebooks": ({"refused": (".ipynb",)}, "does not give out .ipynb files"),
    "no zip": ({"refused": (".zip",)}, "does not give out .zip files"),
    "no hidden folders": ({"refused": ("/.cptedu/",)}, "folders whose name begins with a dot"),
    "no page": ({"refused": ("lab/index.html",)}, "lab/index.html is not there"),
    "isolated": ({"headers": {OPENER: "same-origin", EMBEDDER: "require-corp"}}, "With these Python hangs"),
}


class Host(SimpleHTTPRequestHandler):
    """A web host as it should be; ``how`` is what it does otherwise."""

    def __init__(self, *words, types, refused, headers, tells, says_so, answers, **more):
        self.answers = answers  # of a part of an address, one after the other; 0 is none
        self.extensions_map = {
            ".wasm": "application/wasm",
            ".mjs": "text/javascript",
            ".js": "text/javascript",
            **types,
        }
        self.refused, self.headers_too, self.tells, self.says_so = refused, headers, tells, says_so
        super().__init__(*words, **more)

    def handle(self):
        with suppress(ConnectionError):  # who was told enough asks for no more
            super().handle()

    def send_head(self):
        for part, coming in self.answers.items():
            if part in self.path and coming:
                status = coming.pop(0)
                if status:
                    self.send_error(status)
                self.close_connection = True
                return None
        if any(one in self.path for one in self.refused):
            if not self.says_so:
                self.send_error(404)
                return None
            self.path = (
                "/course/index.html"  # a page that says so, as many hosts give it, and no word of the fault
            )
        return super().send_head()

    def do_HEAD(self):
        if self.tells:
            super().do_HEAD()
        else:
            self.send_error(405)

    def end_headers(self):
        for name, value in self.headers_too.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *words):
        pass


def lay(place):
    """Lay out what is looked at of a site, and one file besides. Its page has nothing but its own words."""
    looked_at = [one["path"] for one in json.loads(hosts.what_to_look_at("b1", OWN, ""))["looked_at"]]
    for path in ("index.html", "lab/index.html", "service-worker.js", "build/a lesson.bin", *looked_at):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(b"x\r\n")
    page = pages.lab_page("<html><head></head><body></body></html>", "A school")
    (place / "lab/index.html").write_text(page, encoding="utf-8")
    files = kept.list_of_files(place)
    (place / kept.FILES).parent.mkdir()
    (place / kept.FILES).write_bytes(files)
    (place / hosts._LOOKED_AT).write_bytes(hosts.what_to_look_at("b1", OWN, wheels.named_by_content(files)))


@contextmanager
def served(folder, **how):
    how = {"types": {}, "refused": (), "headers": {}, "tells": True, "says_so": False, "answers": {}, **how}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder.parent), **how)) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/course"
        server.shutdown()
