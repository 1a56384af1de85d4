"""The documentation in a browser with the world outside shut off: nothing is missed, and nothing keeps anybody out."""

from __future__ import annotations

import pytest
from docs_built import built

pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}")  # of Sphinx's makers among themselves
    for kind in ("DeprecationWarning", "PendingDeprecationWarning")
]


# In the dark and on a phone, one page of each kind: tables, code, pictures, what is folded away, what Python's words become.
KINDS = (
    "index",
    "learn",
    "give",
    "class",
    "glossary",
    "rules",
    "facts",
    "reference",
    "search",
    "change/a-deck",
    "change/the-house",
)

# The same rules: no styles are read twice, and what is well is not written down.
QUICKLY = {"preload": False, "resultTypes": ["violations"]}


def read(context, paths):
    """Read pages; give what is wrong with each, what was asked outside, and what the browser complained of."""
    from axe_playwright_python.sync_playwright import Axe

    outside, errors, faults = [], [], []
    context.route(
        lambda address: not address.startswith("file:"),
        lambda route: (outside.append(route.request.url), route.abort()),
    )
    page, axe = context.new_page(), Axe()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in paths:
        page.goto(path.as_uri())
        found = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in axe.run(page, options=QUICKLY).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        empty = page.evaluate("[...document.images].filter(one => one.complete && !one.naturalWidth).length")
        if found or wide or empty:
            faults.append((path.name, found, wide, empty))
    context.close()
    return faults, outside, errors


def test_every_page_is_read_without_asking_outside_and_by_everybody(chromium):
    paths = sorted(built().rglob("*.html"))
    assert len(paths) > 40
    assert read(chromium.new_context(viewport={"width": 1280, "height": 800}), paths) == ([], [], [])


def test_each_kind_of_page_is_read_in_the_dark_and_on_a_phone(chromium):
    phone = chromium.new_context(color_scheme="dark", viewport={"width": 390, "height": 844})
    assert read(phone, [built() / f"{name}.html" for name in KINDS]) == ([], [], [])


def test_a_word_is_found_by_its_search_without_a_server(chromium):
    page = chromium.new_page()
    page.goto((built() / "search.html").as_uri() + "?q=sequestration")
    # What is found is shown one after the other.
    page.locator("#search-results li a[href*='glossary.html']").first.wait_for()
    page.close()
