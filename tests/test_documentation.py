"""The documentation is built without a warning, leads nowhere in vain, and says all that the package and its tables hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from docs_built import ROOT, builder, built

import cptedu as ct
from cptedu.facts.tables import document
from cptedu.payers import payers

pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}")  # of Sphinx's makers among themselves
    for kind in ("DeprecationWarning", "PendingDeprecationWarning")
]

LOADS = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src", "image": "href"}


class Page(HTMLParser):
    """What a page leads to, loads, and can be led to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors = {""}
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        self.anchors.add(told.get("id", ""))
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if told.get(LOADS.get(tag, "")):
            self.loaded.append(told[LOADS[tag]])

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(built().rglob("*.html"))}


def page(pages, name) -> Page:
    return pages[built() / name]


def test_every_link_within_it_leads_to_a_page_and_a_place_that_are_there(pages):
    missing = []
    for path, held in pages.items():
        for link in (*held.links, *held.loaded):
            there = urlsplit(link)
            if there.scheme or there.netloc:
                continue
            place = (path.parent / unquote(there.path)).resolve() if there.path else path
            reached = pages[place].anchors if place in pages else {""}
            if not place.is_file() or unquote(there.fragment) not in reached:
                missing.append((path.name, link))
    assert missing == []


def test_nothing_that_a_page_is_made_of_comes_from_elsewhere(pages):
    outside = [
        (path.name, one) for path, held in pages.items() for one in held.loaded if urlsplit(one).netloc
    ]
    styles = "".join(path.read_text(encoding="utf-8") for path in built().rglob("*.css"))
    assert outside == []
    assert re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", styles) == []


def test_a_warning_is_an_error(tmp_path, capsys):
    stage = tmp_path / "docs"
    stage.mkdir()
    (stage / "conf.py").write_text('extensions = ["myst_parser"]\n')
    (stage / "index.md").write_text("# A\n\n[there](nowhere.md)\n")
    assert builder().sphinx_of(stage, tmp_path / "out") != 0
    assert "nowhere.md" in capsys.readouterr().err


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SystemExit, match="new or empty"):
        builder().build(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_every_public_name_is_in_the_reference(pages):
    held = page(pages, "reference.html").anchors
    names = [f"cptedu.{name}" for name in ct.__all__ if name != "__version__"]
    assert [name for name in names if name not in held] == []
    from cptedu import lesson

    assert [name for name in lesson.__all__ if f"cptedu.lesson.{name}" not in held] == []


def test_each_change_of_contributing_has_its_page_and_is_led_to(pages):
    named = builder().headings((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    led_to = {link for held in pages.values() for link in held.links}
    assert named
    for part, heading in named.items():
        assert heading.replace("`", "") in page(pages, f"change/{part}.html").text.replace("’", "'")
        assert any(link.endswith(f"{part}.html") for link in led_to), part


def test_every_section_of_the_readme_is_somewhere_in_it():
    shown = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    parts = builder().sections((ROOT / "README.md").read_text(encoding="utf-8"))
    left_out = {"more", "run-the-tests", "with-pip-and-a-virtual-environment-instead-of-uv"}
    assert set(parts) - left_out == {part for part in parts if f"/parts/readme/{part}.md" in shown}


def test_every_rule_has_a_source_and_is_told(pages):
    from pages_from_data import NO_RULE, cited_by_rules, rules

    held = rules()
    assert set(held) == {path.stem for path in (ROOT / "cptedu" / "rules").glob("*.py")} - set(NO_RULE)
    assert [name for name, rule in held.items() if not rule["sources"] and not rule["told"]] == []
    shown = {one for rule in held.values() for one in rule["sources"]}
    led_to = set(page(pages, "rules.html").links)
    assert {f"sources.html#source-{re.sub('[^a-z0-9]+', '-', one)}" for one in shown} <= led_to
    assert len(cited_by_rules()) > len(held) / 2


def test_every_source_stands_with_its_date_and_how_far_it_was_read(pages):
    text = page(pages, "sources.html").text
    for name, entry in document("sources.toml").items():
        if isinstance(entry, dict):
            assert f"source-{re.sub('[^a-z0-9]+', '-', name)}" in page(pages, "sources.html").anchors
            assert str(entry["date"] or "no date") in text
            assert f"Read: {entry['read']}" in text


def test_every_disputed_point_has_both_sides_and_every_payer_its_choices(pages):
    text = page(pages, "disputed.html").text
    for point in document("contested.toml")["points"]:
        assert all(
            smooth(words) in smooth(text)
            for words in (point["question"], *(one["says"] for one in point["readings"]))
        )
    text = smooth(page(pages, "payers.html").text)
    for one in payers().values():
        assert smooth(one.says) in text
        assert all(smooth(choice.says) in text for _, choice in one.choices)


def smooth(text: str) -> str:
    """Take out what a page sets otherwise: quotation marks, dashes, room."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def test_the_glossary_is_the_one_of_the_course(pages):
    import nbformat

    cells = nbformat.read(ROOT / "notebooks" / "glossary.ipynb", as_version=4).cells
    terms = re.findall(r"^- \*\*(.+?)\*\*", "\n".join(cell.source for cell in cells), flags=re.MULTILINE)
    text = page(pages, "glossary.html").text
    assert len(terms) > 60
    assert [term for term in terms if smooth(term) not in smooth(text)] == []
    assert ".ipynb" not in text


def test_the_version_is_written_once():
    for name in (
        "CITATION.cff",
        "docs/conf.py",
        "pyproject.toml",
        "README.md",
        "SECURITY.md",
        "RELEASING.md",
        "ACCESSIBILITY.md",
    ):
        assert not re.search(
            rf"(?<![\d.]){re.escape(ct.__version__)}(?![\d.])", (ROOT / name).read_text(encoding="utf-8")
        ), name


def test_what_instruments_share_is_told_file_by_file():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shared = sorted((ROOT / "cptedu" / "widgets" / "kit").glob("*.*"))
    assert [path.name for path in shared if path.stem != "__init__" and f"{path.name}`" not in told] == []
