"""Build the documentation as a site: ``python -m uv run python tools/build_docs.py OUT``. A warning is an error.

It asks nothing of the network. What README.md and CONTRIBUTING.md say is taken from there, section by section, and what the
tables and the rules say from these (``tools/pages_from_data.py``): no sentence stands in two places.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pages_from_data import glossary, payers_page, points_page, rules_page, sources_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TAKEN_WHOLE = {
    "CHANGELOG.md": "changelog.md",
    "data/README.md": "facts.md",
    "ACCESSIBILITY.md": "accessibility.md",
    "SECURITY.md": "security.md",
    "RELEASING.md": "releasing.md",
}
MADE = {
    "glossary.md": glossary,
    "disputed.md": points_page,
    "rules.md": rules_page,
    "payers.md": payers_page,
    "sources.md": sources_page,
}
DETAILS = re.compile(r"^<details>\n<summary>(.+?)</summary>\n(.*?)^</details>\n", re.MULTILINE | re.DOTALL)
MENDED = {
    "<pre>": '<pre tabindex="0">',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<div id="search-results"></div>': '<h1>Search</h1>\n<div id="search-results"></div>',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
}
LINK = re.compile(r"\]\((?!https?:|#)([^)\s]+)\)")


def slug(heading: str) -> str:
    """Give the name that a heading has in an address.

    >>> slug("A practice's own log")
    'a-practices-own-log'
    """
    return re.sub(r"\W+", "-", heading.lower().replace("'", "").replace("`", "")).strip("-")


def sections(text: str) -> dict[str, str]:
    r"""Cut a page at its headings of the second level; what stands before them is called ``start``.

    What is folded away is a part of its own, under the words on which one clicks.

    >>> sorted(sections("# A\nHello.\n## To open\nYes.\n<details>\n<summary>With uv</summary>\n\nSo.\n</details>\n"))
    ['start', 'to-open', 'with-uv']
    """
    parts: dict[str, str] = {}
    for summary, body in DETAILS.findall(text):
        parts[slug(summary)] = body.strip() + "\n"
    pieces = re.split(r"^## (.+)\n", DETAILS.sub("", text), flags=re.MULTILINE)
    parts["start"] = re.sub(r"^# .+\n", "", pieces[0]).strip() + "\n"
    for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[slug(heading)] = body.strip() + "\n"
    return parts


def headings(text: str) -> dict[str, str]:
    """Give the headings of the second level, each under its name in an address."""
    return {slug(one): one for one in re.findall(r"^## (.+)$", text, flags=re.MULTILINE)}


def relinked(text: str, pages: set[str]) -> str:
    """Lead links between files of the repository to the pages that these have become.

    Args:
        text: a file or a part of one.
        pages: the pages for changes, without ``.md``.

    Returns:
        The text; a link to a file that is no page stays its words alone.

    >>> relinked("[a deck](CONTRIBUTING.md#a-deck), [it](docs/a.png), [rights](LICENSE)", {"a-deck"})
    '[a deck](/change/a-deck.md), [it](/a.png), [rights](/license.md)'
    """

    def there(found: re.Match[str]) -> str:
        file, _, part = found[1].partition("#")
        if file == "CONTRIBUTING.md":
            return f"](/change/{part}.md)" if part in pages else "](/change.md)"
        if file.startswith("docs/"):
            return f"](/{file.removeprefix('docs/')})"
        if file in ("data/", "data/README.md"):
            return "](/facts.md)"
        named = {"LICENSE": "license.md", **TAKEN_WHOLE}.get(file, "")
        return f"](/{named})" if named else found[0]

    return LINK.sub(there, text)


def lay_out(stage: Path) -> None:
    """Write what Sphinx is to read into a folder.

    Args:
        stage: the folder; it must not be there yet.
    """
    shutil.copytree(DOCS, stage)
    changes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = headings(changes)
    for name in ("README.md", "CONTRIBUTING.md"):
        for part, text in sections((ROOT / name).read_text(encoding="utf-8")).items():
            place = stage / "parts" / Path(name).stem.lower() / f"{part}.md"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(relinked(text, set(named)), encoding="utf-8")
    (stage / "change").mkdir()
    for part, heading in named.items():
        page = f"# {heading}\n\n```{{include}} /parts/contributing/{part}.md\n```\n"
        (stage / "change" / f"{part}.md").write_text(page, encoding="utf-8")
    for name, page_name in TAKEN_WHOLE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        (stage / page_name).write_text(relinked(text, set(named)), encoding="utf-8")
    terms = dedent((ROOT / "LICENSE").read_text(encoding="utf-8"))
    (stage / "license.md").write_text(f"# License\n\n{terms}", encoding="utf-8")
    for name, made in MADE.items():
        (stage / name).write_text(made(), encoding="utf-8")


def mended(page: str) -> str:
    """Give a page what the theme leaves out for those who do not use a mouse or do not see it.

    What may have to be moved sideways is reached by Tab, and the columns beside the text, with their captions, say what they are.

    Args:
        page: its HTML.

    Returns:
        The same, mended.

    >>> mended('<pre><span></span>')
    '<pre tabindex="0"><span></span>'
    """
    for theirs, ours in MENDED.items():
        page = page.replace(theirs, ours)
    return page


def sphinx_of(stage: Path, out: Path) -> int:
    """Have Sphinx make pages of a folder that is laid out; give 0 when it had nothing to warn of."""
    from sphinx.cmd.build import main as sphinx  # noqa: PLC0415  (laying out needs none)

    kept = ("-b", "html", "-d", str(out.with_name(f"{out.name}-read")))
    failed = int(sphinx(["-W", "--keep-going", "-q", *kept, str(stage), str(out)]))
    shutil.rmtree(out.with_name(f"{out.name}-read"), ignore_errors=True)
    return failed


def build(out: Path) -> int:
    """Build the site into a folder of its own.

    Args:
        out: the folder.

    Returns:
        0 when all went well, as Sphinx says it.

    Raises:
        SystemExit: when the folder holds something already that is no such site.
    """
    if out.exists() and any(out.iterdir()) and not (out / "objects.inv").is_file():
        raise SystemExit(f"{out} holds something else already; name a folder that is new or empty.")
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as away:
        stage = Path(away) / "docs"
        lay_out(stage)
        failed = sphinx_of(stage, out)
    for path in out.rglob("*.html"):
        path.write_text(mended(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("Say where the pages are to be written: python tools/build_docs.py OUT")
    failed = build(Path(sys.argv[1]).resolve())
    if not failed:
        print(f"The pages are in {sys.argv[1]}; open index.html there.")
    raise SystemExit(failed)
