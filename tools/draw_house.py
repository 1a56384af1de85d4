"""Draw the house: ``python tools/draw_house.py`` writes docs/house.svg from .importlinter and the rooms' own first sentences.

A floor may use the floors below it and never one above; rooms on one floor stand side by side. The data stand under all of them.
"""

from __future__ import annotations

import ast
from configparser import ConfigParser
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "house.svg"
WIDTH, MARGIN, GAP, LINE, ROOF = 1080, 24, 12, 19, 56
LETTER = 7.4
NOTEBOOKS = ("notebooks", "The lessons: prose, and one call a cell.")
DATA = ("data", "The facts: dated rows with their sources, payers, cases, visits, decks.")


def floors() -> list[list[str]]:
    """Give the rooms of each floor, from the top."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:layers"]["layers"]
    return [[room.strip() for room in line.split("|")] for line in layers.split("\n") if line.strip()]


def says(room: str) -> str:
    """Give the first sentence that a room says of itself."""
    package, module = ROOT / "cptedu" / room / "__init__.py", ROOT / "cptedu" / f"{room}.py"
    place = package if package.is_file() else module
    written = ast.get_docstring(ast.parse(place.read_text(encoding="utf-8"))) or ""
    return written.splitlines()[0].replace("``", "")


def drawn(rooms: list[tuple[str, str]], top: int, kind: str) -> tuple[list[str], int]:
    """Draw the rooms of one floor side by side; give their elements, and how high the floor is."""
    each = (WIDTH - 2 * MARGIN - GAP * (len(rooms) - 1)) / len(rooms)
    words = [wrap(text, int((each - 190 if len(rooms) == 1 else each - 28) / LETTER)) for _, text in rooms]
    beside = len(rooms) == 1
    height = 22 + LINE * max(len(lines) + (0 if beside else 1) for lines in words)
    made = []
    for at, ((name, _), lines) in enumerate(zip(rooms, words, strict=True)):
        left = MARGIN + at * (each + GAP)
        made.append(
            f'<rect class="{kind}" x="{left:.0f}" y="{top}" width="{each:.0f}" height="{height}" rx="6"/>'
        )
        made.append(f'<text class="name" x="{left + 14:.0f}" y="{top + 25}">{escape(name)}</text>')
        for n, line in enumerate(lines):
            x, y = (left + 176, top + 25) if beside else (left + 14, top + 25 + LINE)
            made.append(f'<text x="{x:.0f}" y="{y + n * LINE}">{escape(line)}</text>')
    return made, height


def picture() -> str:
    """Give the whole picture as SVG."""
    rows = [([NOTEBOOKS], "outside")]
    rows += [([(room, says(room)) for room in floor], "room") for floor in floors()]
    rows.append(([DATA], "outside"))
    top, parts = MARGIN + ROOF, []
    for rooms, kind in rows:
        made, height = drawn(rooms, top, kind)
        parts += made
        top += height + GAP
    head = (
        f'<text class="title" x="{MARGIN}" y="{MARGIN + 16}">The house of cptedu</text>'
        f'<text x="{MARGIN}" y="{MARGIN + 40}">Each floor may use those below it, never one above.</text>'
    )
    style = (
        "svg{background:#fff;color:#1d2327}text{font:14px system-ui,sans-serif;fill:currentColor}"
        ".title{font-size:20px;font-weight:700}.name{font-weight:700}"
        "rect{stroke:#5f6b76;fill:#f3f6f8}.outside{fill:#fff;stroke-dasharray:4 3}"
        "@media(prefers-color-scheme:dark){svg{background:#14181c;color:#e8ecef}rect{fill:#1f262d;stroke:#8b98a5}"
        ".outside{fill:#14181c}}"
    )
    body = "\n".join((f"<style>{style}</style>", head, *parts))
    size = f'viewBox="0 0 {WIDTH} {top + MARGIN - GAP}" width="{WIDTH}" height="{top + MARGIN - GAP}"'
    label = 'role="img" aria-label="The rooms of cptedu, floor by floor; their names and purposes stand in the picture."'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>\n{body}\n</svg>\n'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
