"""The picture of the house is the house as it is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def draw_house() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_house", ROOT / "tools" / "draw_house.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_picture_is_drawn_from_the_rooms_as_they_are(draw_house):
    assert draw_house.PICTURE.read_text(encoding="utf-8") == draw_house.picture(), (
        "run python tools/draw_house.py"
    )


def test_every_room_of_the_package_is_in_it_once(draw_house):
    rooms = [room for floor in draw_house.floors() for room in floor]
    there = {
        path.stem
        for path in (ROOT / "cptedu").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert sorted(rooms) == sorted(there - {"__init__", "__main__"})
    named = [
        one.text for one in ElementTree.fromstring(draw_house.picture()).iter() if one.get("class") == "name"
    ]
    assert named == ["notebooks", *rooms, "data"]


def test_no_sentence_runs_out_of_its_room(draw_house):
    for floor in draw_house.floors():
        for room in floor:
            assert 20 < len(draw_house.says(room)) < 140, room
