"""What a browser keeps of a site: with the network off it opens as it was, and nothing that is kept hides what is newer."""

import os
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cptedu.app.site import hosts, kept
from cptedu.app.site.wheels import named_by_content

PAGE = """<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><p id="page">VERSION</p>
<p id="lesson"></p><p id="used"></p>
<script>
navigator.serviceWorker?.register("../service-worker.js");
const show = (id) => (text) => document.getElementById(id).textContent = text;
for (const [id, path] of [["lesson", "../files/lesson.ipynb?at=1"], ["used", "../build/used.js?_=1"]])
  fetch(path).then((reply) => reply.ok ? reply.text() : "").then(show(id), () => {});
</script>"""
# As JupyterLite's own worker: what is asked of a page that does not answer waits for ever.
OF_JUPYTERLITE = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.request.method === "POST" && event.respondWith(new Promise(() => {})));
"""
# As the course asks for it when a lesson is alive.
KEEP = """() => new Promise((done) => {
  navigator.serviceWorker.addEventListener("message", ({ data }) => done(data.kept), { once: true });
  const keep = performance.getEntriesByType("resource").map(({ name }) => name);
  void navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ keep }));
})"""
HELD = "async () => (await (await caches.open('cptedu /school/')).keys()).map(({ url }) => url.split('?')[0].split('/').pop())"
SECONDS = 60_000
AGES = {"old": 90 * 86_400, "new": 30 * 86_400}


class Host(SimpleHTTPRequestHandler):
    def handle(self):
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *words):
        pass


@contextmanager
def served(folder, port=0):
    with ThreadingHTTPServer(("127.0.0.1", port), partial(Host, directory=str(folder))) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        yield server.server_port
        server.shutdown()


def write(path, text, age):
    """Write a file so long ago that a browser does not ask for it anew for a while."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (time.time() - age, time.time() - age))


def lay(root, version):
    """Lay out a small site as a build does."""
    site = root / "school"
    for path in (site / "build").glob("only-*.js"):
        path.unlink()
    for path, text in {
        "index.html": '<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0; url=lab/index.html">',
        "lab/index.html": PAGE.replace("VERSION", version),
        "files/lesson.ipynb": f"lesson {version}",
        "static/pyodide/python.zip": "x" * 300,
        "static/pyodide/python.wasm": "x" * 700,
        "build/used.js": f"used {version}",
        f"build/only-{version}.js": f"only {version}",
        "build/never.js": "no page asks for it",
        "service-worker.js": OF_JUPYTERLITE,
    }.items():
        write(site / path, text, AGES[version])
    (site / "cptedu").mkdir(exist_ok=True)
    for name in ("files.json", "site.json"):
        (site / "cptedu" / name).unlink(missing_ok=True)
    kept.lay_worker(site)
    files = kept.list_of_files(site)
    (site / "cptedu" / "files.json").write_bytes(files)
    (site / "cptedu" / "site.json").write_bytes(hosts.what_to_look_at("b", "x.whl", named_by_content(files)))
    return site


class Visitor:
    """Somebody who opens the site in one browser, now and later."""

    def __init__(self, browser, port):
        self.context = browser.new_context()
        self.address = f"http://127.0.0.1:{port}/school/"
        self.errors = []

    def open(self, path=""):
        page = self.context.new_page()
        page.on(
            "console",
            lambda said: self.errors.append(f"{said.text} {said.location}") if said.type == "error" else None,
        )
        page.goto(self.address + path)
        page.wait_for_url("**/lab/index.html*")
        page.wait_for_function(
            "['lesson', 'used'].every((id) => document.getElementById(id)?.textContent)", timeout=SECONDS
        )
        return page

    def keep(self):
        page = self.open()
        page.wait_for_function("navigator.serviceWorker.controller", timeout=SECONDS)
        kept_all = page.evaluate(KEEP)
        held = page.evaluate(HELD)
        page.close()
        return kept_all, held

    def sees(self, path=""):
        page = self.open(path)
        told = [page.locator(f"#{name}").inner_text() for name in ("page", "lesson", "used")]
        page.close()
        return told


@pytest.fixture
def visitor(chromium, tmp_path):
    lay(tmp_path, "old")
    with served(tmp_path) as port:
        one = Visitor(chromium, port)
        assert one.keep()[0] is True
        yield one
        one.context.close()


def all_of(version):
    return [version, f"lesson {version}", f"used {version}"]


def test_with_the_network_off_and_nobody_there_the_course_opens(chromium, tmp_path):
    lay(tmp_path, "old")
    with served(tmp_path) as port:
        one = Visitor(chromium, port)
        kept_all, held = one.keep()
    assert kept_all is True
    assert "used.js" in held
    assert "never.js" not in held, "what no page has used takes no room"
    one.context.set_offline(True)
    assert one.sees() == one.sees("lab/index.html?path=a.ipynb") == all_of("old")
    page = one.open()
    assert page.evaluate("async () => (await (await fetch('../cptedu/site.json')).json()).build") == "b"
    told = "async (path) => (await fetch(path, { method: 'HEAD' })).status"
    assert page.evaluate(told, "../files/lesson.ipynb") == 200
    assert one.errors == []
    one.context.close()


# What a lesson's Python asks of its page, which has no answer where it could not write.
DRIVE = """async (answers) => {
  const channel = new BroadcastChannel("/sw-api.v1");
  channel.onmessage = ({ data: { browsingContextId, requestId, data } }) => {
    channel.postMessage({ browsingContextId: "another", requestId, response: "not yours" });
    if (answers && data) channel.postMessage({ browsingContextId, requestId, response: `had ${data}` });
  };
  const body = JSON.stringify({ browsingContextId: "me", data: "a file" });
  const reply = await fetch("../api/drive", { method: "POST", body });
  channel.close();
  return [reply.status, await reply.text()];
}"""


def test_a_lesson_whose_page_cannot_write_hears_of_it_and_does_not_wait_for_ever(visitor):
    page = visitor.open()
    assert page.evaluate(DRIVE, True) == [200, '"had a file"']
    page.evaluate("(call) => { window.told = eval(call)(false); }", DRIVE)
    assert page.evaluate("window.told") == [500, ""]


COMING = """() => new Promise((done) => {
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.coming && done(data.coming));
  void fetch("../static/pyodide/python.zip");
})"""


def test_a_page_is_told_how_much_of_python_has_come_from_the_host_or_from_what_is_kept(visitor, tmp_path):
    page = visitor.open()
    assert page.evaluate(COMING) == {"had": 300, "of": 1000}
    visitor.context.set_offline(True)
    page = visitor.open()
    assert page.evaluate(COMING) == {"had": 300, "of": 1000}


def test_a_newer_site_is_there_at_once_and_takes_the_room_of_the_old_one(visitor, tmp_path):
    page = visitor.open()
    page.evaluate("localStorage.setItem('progress', 'mine')")
    page.close()
    lay(tmp_path, "new")
    assert visitor.sees() == all_of("new")
    kept_all, held = visitor.keep()
    assert kept_all is True
    assert held.count("lesson.ipynb") == 1
    visitor.context.set_offline(True)
    assert visitor.sees() == all_of("new")
    page = visitor.open()
    assert page.evaluate("localStorage.getItem('progress')") == "mine"


def test_where_the_network_goes_before_a_newer_site_is_kept_the_old_one_opens_whole(visitor, tmp_path):
    lay(tmp_path, "new")
    assert visitor.sees() == all_of("new")
    visitor.context.set_offline(True)
    assert visitor.sees() == all_of("old")
    visitor.context.set_offline(False)
    assert visitor.sees() == all_of("new")


def test_a_site_that_is_just_being_copied_is_not_kept(visitor, tmp_path):
    site = lay(tmp_path, "new")
    lesson = site / "files/lesson.ipynb"
    write(lesson, "lesson half of", AGES["new"])
    assert visitor.keep()[0] is False
    write(lesson, "lesson new", AGES["new"] - 60)
    assert visitor.sees() == all_of("new")
    assert visitor.keep()[0] is True
    (site / "cptedu" / "files.json").write_text("{")
    (site / "cptedu" / "site.json").write_bytes(hosts.what_to_look_at("b", "x.whl", "0" * 12))
    assert visitor.sees() == all_of("new"), "what is kept stays until the new list is there"


def test_a_page_that_is_still_open_gets_what_only_the_older_site_has(visitor, tmp_path):
    had = "async (path) => { const reply = await fetch(path, { cache: 'no-store' }); return [reply.status, await reply.text()]; }"
    open_still = visitor.open()
    assert open_still.evaluate(had, "../build/only-old.js") == [200, "only old"]
    assert open_still.evaluate(KEEP) is True
    lay(tmp_path, "new")
    page = visitor.open()
    assert page.evaluate(KEEP) is True
    assert open_still.evaluate(had, "../build/only-old.js") == [200, "only old"]
    assert open_still.evaluate(had, "../build/only-new.js") == [200, "only new"]
    assert open_still.evaluate(had, "../build/of-none.js")[0] == 404


def test_a_page_that_is_still_open_keeps_what_it_may_want(visitor, tmp_path):
    open_still = visitor.open()
    lay(tmp_path, "new")
    page = visitor.open()
    assert page.evaluate(KEEP) is True
    held = page.evaluate(HELD)
    assert held.count("lesson.ipynb") == 2
    open_still.close()
    page.reload()
    page.wait_for_function("document.getElementById('used').textContent", timeout=SECONDS)
    assert page.evaluate(KEEP) is True
    assert page.evaluate(HELD).count("lesson.ipynb") == 1
