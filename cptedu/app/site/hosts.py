"""What a web host must do for the course, and what to ask its administrator for where it does not.

The same sentences serve ``cptedu site --check`` and the site's own first page: a browser that finds such a fault shows them
in place of a course that would never start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request, urlopen

from cptedu.app.site.kept import FILES
from cptedu.app.site.wheels import named_by_content
from cptedu.errors import CpteduError

__all__ = ["NO_SETTINGS", "beside", "faults", "what_to_look_at"]

_LOOKED_AT = "cptedu/site.json"
_PAGES = ("index.html", "lab/index.html", "service-worker.js")
_PATIENCE = 20  # seconds
_PAUSE = 1  # seconds, before a host is asked once more that did not tell
_NOT_ASKED_SO = (405, 501)  # a host that gives out files, and does not tell of them alone
_REFUSING = (403, 404, 410)  # whatever else a host answers, it may give the file out the next time
_AT_HOME = ("localhost", "127.0.0.1", "::1")
_ISOLATING = {
    "cross-origin-opener-policy": ("same-origin",),
    "cross-origin-embedder-policy": ("require-corp", "credentialless"),
}
_AT_ONCE = 8  # files that are looked at side by side

PLAIN_HTTP = (
    "This address begins with http. A browser keeps nothing that you do there, and parts of the course do not start. Ask for"
    " an address that begins with https."
)
ISOLATED = (
    "This host sends Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy. With these Python hangs in the browser. Ask"
    " that they be left off for the folder of the course."
)
POLICY = (
    "This host sends a Content-Security-Policy under which the pages of the course cannot run. Ask that it be left off for the"
    " folder of the course, or that its script-src have 'unsafe-inline', 'unsafe-eval' and blob:, which JupyterLab needs."
)
KEEPS_NOTHING = (
    "This browser is set up to keep nothing for this address, and so the course cannot start. Allow cookies and site data for"
    " it, or open the course in an ordinary window, and load this page again."
)
REFUSED = "This host does not give out {kind} files. Ask that it does; they hold {what}."
HIDDEN = "This host gives out nothing from folders whose name begins with a dot. Ask that it does for api/contents/.cptedu."
NOT_AS_BUILT = (
    "{path} does not lie on this host as it was built. Copy all of the folder anew, hidden folders too, and not as text where a"
    " program asks."
)
NOT_LOOKED_AT = "{path} could not be looked at: this host did not answer, or answered with an error of its own. Try again later."
WRONG_TYPE = (
    'This host calls {kind} files something else than "{wanted}". Ask for that type; they hold {what}.'
)

_JAVASCRIPT = ("text/javascript", "application/javascript")
_KINDS: tuple[dict[str, Any], ...] = (
    {
        "kind": ".js",
        "path": "config-utils.js",
        "types": list(_JAVASCRIPT),
        "what": "the course's pages",
    },
    {"kind": ".json", "path": "jupyter-lite.json", "types": [], "what": "the course's settings"},
    {
        "kind": ".wasm",
        "path": "static/pyodide/pyodide.asm.wasm",
        "types": ["application/wasm"],
        "what": "Python itself",
    },
    {
        "kind": ".mjs",
        "path": "static/pyodide/pyodide.mjs",
        "types": list(_JAVASCRIPT),
        "what": "what starts Python",
    },
    {"kind": ".whl", "path": "", "types": [], "what": "the course's own code"},
    {"kind": ".zip", "path": "static/pyodide/python_stdlib.zip", "types": [], "what": "a part of Python"},
    {"kind": ".ipynb", "path": "files/00_start_here.ipynb", "types": [], "what": "the lessons"},
    {"kind": "", "path": "api/contents/.cptedu/all.json", "types": [], "what": "", "refused": HIDDEN},
)
NO_SETTINGS = REFUSED.format(**next(one for one in _KINDS if one["kind"] == ".json"))
_PAGE = "text/html"  # which many hosts give, with a page that says so, for a file that they do not give out

_HTACCESS = """\
# For the Apache web server; it reads this file where the host allows it.
AddType application/wasm .wasm
AddType text/javascript .js .mjs
AddType application/json .json .ipynb
AddType application/zip .whl .zip
<IfModule mod_deflate.c>
AddOutputFilterByType DEFLATE application/wasm text/javascript application/json text/css text/html image/svg+xml
</IfModule>
<IfModule mod_headers.c>
# What is new is seen at once; what did not change is not sent again.
Header set Cache-Control "no-cache"
Header unset Cross-Origin-Opener-Policy
Header unset Cross-Origin-Embedder-Policy
</IfModule>
"""

_WEB_CONFIG = """\
<?xml version="1.0" encoding="utf-8"?>
<!-- For the web server of Windows (IIS). -->
<configuration>
  <system.webServer>
    <staticContent>
{types}
      <clientCache cacheControlMode="DisableCache" />
    </staticContent>
    <httpProtocol>
      <customHeaders>
        <remove name="Cross-Origin-Opener-Policy" />
        <remove name="Cross-Origin-Embedder-Policy" />
      </customHeaders>
    </httpProtocol>
    <security>
      <requestFiltering>
        <hiddenSegments>
          <clear />
        </hiddenSegments>
      </requestFiltering>
    </security>
  </system.webServer>
</configuration>
"""
_TYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".whl": "application/zip",
    ".ipynb": "application/json",
    ".json": "application/json",
}


def beside() -> dict[str, str]:
    """Give the files by which two kinds of web server learn what the course needs.

    Returns:
        The text of each by its name.

    >>> sorted(beside())
    ['.htaccess', 'web.config']
    """
    types = "\n".join(
        f'      <remove fileExtension="{kind}" />\n      <mimeMap fileExtension="{kind}" mimeType="{name}" />'
        for kind, name in _TYPES.items()
    )
    return {".htaccess": _HTACCESS, "web.config": _WEB_CONFIG.format(types=types)}


def what_to_look_at(build: str, own_package: str, files: str) -> bytes:
    """Write down what a browser, and ``cptedu site --check``, look at on a host, with the sentence for each fault.

    Args:
        build: which build of the site it is.
        own_package: the path of the course's own package.
        files: by which a browser knows whether what it keeps is still the site.
    """
    looked_at = [
        {
            "path": one["path"] or own_package,
            "types": one["types"],
            "refused": one.get("refused", REFUSED).format(**one),
            "wrong_type": WRONG_TYPE.format(**one, wanted=next(iter(one["types"]), "")),
        }
        for one in _KINDS
    ]
    held = {
        "build": build,
        "files": files,
        "looked_at": looked_at,
        "plain_http": PLAIN_HTTP,
        "isolated": ISOLATED,
        "policy": POLICY,
        "keeps_nothing": KEEPS_NOTHING,
        "not_as_built": NOT_AS_BUILT,
        "not_looked_at": NOT_LOOKED_AT,
    }
    return (json.dumps(held, indent=1, sort_keys=True) + "\n").encode()


def faults(where: str) -> list[str]:
    """Look at a site as a browser would.

    Args:
        where: its address, or the folder in which it was built.

    Returns:
        A sentence for each fault; none where the course will start.

    Raises:
        CpteduError: when there is no site of the course.
    """
    if urlsplit(where).scheme in ("http", "https"):
        return list(_faults_of_host(where if where.endswith("/") else f"{where}/"))
    return list(_faults_of_folder(Path(where)))


def _faults_of_folder(folder: Path) -> Iterator[str]:
    try:
        held = json.loads((folder / _LOOKED_AT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CpteduError(
            f"{folder} holds no site of the course. Build one with: cptedu site {folder}"
        ) from None
    looked_at = (one["path"] for one in held["looked_at"])
    missing = [path for path in (*_PAGES, *looked_at) if not (folder / path).is_file()]
    for path in missing:
        yield f"{path} is missing. Build the site anew, and copy all of it, hidden folders too."

    def read(path: str) -> bytes | None:
        place = folder / path
        return place.read_bytes() if place.is_file() else None

    if not missing:
        yield from _changed(read, held)


def _faults_of_host(address: str) -> Iterator[str]:
    held = None
    with suppress(_NotToldError):
        answer = _get(urljoin(address, _LOOKED_AT), body=True)
        held = _site_told(answer[1] if answer else b"")
        if (
            held is None
            and _get(urljoin(address, _PAGES[0]))
            and not _is_given(urljoin(address, "jupyter-lite.json"))
        ):
            yield NO_SETTINGS
            return
    if held is None:
        raise CpteduError(
            f"There is no site of the course at {address}, or nobody answers there. Give the address of the folder, as"
            " you would open it in a browser."
        )
    found = [*_faults_of_address(address, held), *_faults_of_kinds(address, held)]
    yield from found
    if not found:  # else all of that kind would be named again

        def read(path: str) -> bytes | None:
            had = _get(urljoin(address, quote(path)), body=True)
            return had and had[1]

        yield from _changed(read, held)


def _site_told(written: bytes) -> dict[str, Any] | None:
    try:
        held = json.loads(written)
    except ValueError:
        return None
    return held if isinstance(held, dict) and "looked_at" in held else None


def _faults_of_address(address: str, held: dict[str, Any]) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in _AT_HOME:
        yield held["plain_http"]
    try:
        page = _get(urljoin(address, "lab/index.html"))
    except _NotToldError:
        yield NOT_LOOKED_AT.format(path="lab/index.html")
        return
    if page is None:
        yield "lab/index.html is not there. Copy all of the folder that was built."
    elif all(page[0].get(name, "").strip().startswith(values) for name, values in _ISOLATING.items()):
        yield held["isolated"]
    if page and not all(map(_may_run, page[0].get_all("content-security-policy", []))):
        yield held["policy"]


def _may_run(policy: str) -> bool:
    """Say whether the pages may run what stands in them, and what JupyterLab makes of text.

    >>> _may_run("frame-ancestors 'self'"), _may_run("default-src 'self'")
    (True, False)
    """
    return all(map(_lets_run, policy.split(",")))  # of several policies each holds


def _lets_run(policy: str) -> bool:
    said: dict[str, list[str]] = {}
    for name, *words in (one.lower().split() for one in policy.split(";") if one.strip()):
        said.setdefault(name, words)  # said twice, the first holds
    allowed = said.get("script-src", said.get("default-src"))
    if allowed is None:
        return True
    # A script that is named by a mark or by its sum makes void that all others may run.
    names_some = any(one.startswith(("'nonce-", "'sha256-", "'sha384-", "'sha512-")) for one in allowed)
    return not names_some and {"'unsafe-inline'", "'unsafe-eval'", "blob:"} <= set(allowed)


def _faults_of_kinds(address: str, held: dict[str, Any]) -> Iterator[str]:
    for one in held["looked_at"]:
        try:
            found = _get(urljoin(address, one["path"]))
        except _NotToldError:
            yield NOT_LOOKED_AT.format(path=one["path"])
            continue
        if found is None or found[0].get_content_type() == _PAGE:
            yield one["refused"]
        elif one["types"] and found[0].get_content_type() not in one["types"]:
            yield one["wrong_type"]


def _is_given(address: str) -> bool:
    found = _get(address)
    return found is not None and found[0].get_content_type() != _PAGE


def _changed(read: Callable[[str], bytes | None], held: dict[str, Any]) -> Iterator[str]:
    """Look whether every file is as it was built; of pages a host may write something of its own into each."""
    try:
        written = read(FILES) or b""
    except _NotToldError:
        yield NOT_LOOKED_AT.format(path=FILES)
        return
    if named_by_content(written) != held["files"]:
        yield NOT_AS_BUILT.format(path=FILES)
        return
    files = {path: mark for path, mark in json.loads(written)["files"].items() if not path.endswith(".html")}
    untold: set[str] = set()

    def mark_of(path: str) -> str:
        if len(untold) < _AT_ONCE:  # else the host is gone, and each file would be waited for
            with suppress(_NotToldError):
                return named_by_content(read(path) or b"")
        untold.add(path)
        return ""

    with ThreadPoolExecutor(_AT_ONCE) as several:
        had = dict(zip(files, several.map(mark_of, files), strict=True))
    changed = [path for path, mark in files.items() if path not in untold and had[path] != mark]
    if changed:
        rest = len(changed) - 1
        more = f" {rest} more of its files {'does' if rest == 1 else 'do'} not, either." if rest else ""
        yield NOT_AS_BUILT.format(path=changed[0]) + more
    if untold:
        rest = len(untold) - 1
        more = f" {rest} more of its files could not, either." if rest else ""
        yield NOT_LOOKED_AT.format(path=next(path for path in files if path in untold)) + more


class _NotToldError(Exception):
    """A host tells neither what it is asked for nor that it does not give it."""


def _get(address: str, *, body: bool = False) -> tuple[Message, bytes] | None:
    """Ask a host for a file: what it says of it, and the file where that is wanted; None where it does not give it.

    Raises:
        _NotToldError: when the host does not tell even when it is asked once more.
    """
    try:
        return _asked(address, body=body)
    except _NotToldError:
        sleep(_PAUSE)
        return _asked(address, body=body)


def _asked(address: str, *, body: bool) -> tuple[Message, bytes] | None:
    try:
        asked = Request(address, method="GET" if body else "HEAD")  # noqa: S310  (http or https, as was asked for)
        with urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310
            return answer.headers, answer.read() if body else b""
    except HTTPError as told:
        if told.code in _NOT_ASKED_SO and not body:
            return _asked(address, body=True)
        if told.code in _REFUSING:
            return None
        raise _NotToldError from None
    except (URLError, HTTPException, OSError):
        raise _NotToldError from None
    except ValueError:  # no address
        return None
