"""A drawing's colours are known: each has its like on a dark ground, and what is read stands out from it."""

import json
import re
from pathlib import Path

import pytest

from cptedu.charts.theme import INK, ON_SCREEN, PALETTE, QUIET, RULE

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
CARD = "#1c2229"  # --raised in the dark, see palette.css


def drawings():
    """Give every drawing that is stored in a lesson."""
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                shown = "".join(output.get("data", {}).get("text/html", ""))
                if 'class="cptedu cptedu-figure' in shown:
                    yield path.stem, re.search(r"<svg.*</svg>", shown, flags=re.S).group()


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    less, more = sorted(map(luminance, (one, other)))
    return (more + 0.05) / (less + 0.05)


def test_every_colour_of_every_stored_drawing_has_its_like_in_the_dark():
    used = {
        (lesson, colour)
        for lesson, drawing in drawings()
        for colour in re.findall(r'\b(?:fill|stroke)="([^"]+)"', drawing)
        if colour not in ("none", "transparent")
    }
    assert used
    assert {(lesson, colour) for lesson, colour in used if colour not in ON_SCREEN} == set()


@pytest.mark.parametrize("colour", [INK, QUIET, *PALETTE])
def test_what_is_read_in_a_drawing_stands_out_in_the_dark(colour):
    assert contrast(ON_SCREEN[colour][0], CARD) >= 4.5


def test_the_ground_of_a_drawing_is_the_ground_of_its_card():
    palette = (NOTEBOOKS.parent / "cptedu/widgets/kit/palette.css").read_text(encoding="utf-8")
    assert f"--raised: light-dark(#ffffff, {CARD})" in palette
    assert {ON_SCREEN[white][0] for white in ("white", "#fff", "#ffffff")} == {CARD}


def test_no_two_pictures_in_stored_outputs_share_a_name():
    owners = {}
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                for name in re.findall(
                    r'\bid="([^"]+)"', "".join(output.get("data", {}).get("text/html", ""))
                ):
                    owners.setdefault(name, []).append(path.stem)
    assert {name: where for name, where in owners.items() if len(where) > 1} == {}


def test_in_colours_that_a_reader_has_chosen_a_grid_is_faint_a_tint_is_seen_and_parts_of_a_bar_differ():
    chosen = {colour: own for colour, (_, own) in ON_SCREEN.items()}
    words = {chosen[colour] for colour in (INK, QUIET, *PALETTE)}
    assert chosen[RULE] not in {*words, "GrayText", chosen["white"]}
    assert chosen["white"] not in {chosen[tint] for tint in ("#f3e6f0", "#fbe9e4", "#e6ebf1")}
    assert len({chosen[part] for part in ("#0b4a78", "#e0a84f", "#5a5a5a")}) == 3


def test_every_colour_that_an_instrument_names_has_its_like_among_chosen_ones():
    unmapped = {}
    for path in sorted((NOTEBOOKS.parent / "cptedu/widgets").rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        _, *chosen = text.split("@media (forced-colors: active)")
        names = set(re.findall(r"(--[\w-]+): light-dark\(", text))
        missing = {name for name in names if not any(f"{name}:" in block for block in chosen)}
        if missing:
            unmapped[path.as_posix()] = sorted(missing)
    assert unmapped == {}
