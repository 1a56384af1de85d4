"""A page is given one module and one stylesheet for an instrument: what they take from other files is in them, once."""

import re
from pathlib import Path

import pytest

from cptedu import widgets
from cptedu.widgets import script, stylesheet

FOLDER = Path(widgets.__file__).parent
INSTRUMENTS = sorted(
    path.stem for path in FOLDER.glob("*.js") if "export default" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_nothing_is_left_to_be_fetched_and_nothing_is_there_twice(name):
    module = script(FOLDER / f"{name}.js")
    assert not re.findall(r"^import ", module, flags=re.MULTILINE)
    assert re.findall(r"^export .*", module, flags=re.MULTILINE) == ["export default { render };"]
    named = re.findall(r"^(?:function|const|let) (\w+)", module, flags=re.MULTILINE)
    assert sorted(named) == sorted(set(named))


def test_every_instrument_that_takes_from_another_file_is_put_together():
    for name in INSTRUMENTS:
        takes = "import {" in (FOLDER / f"{name}.js").read_text(encoding="utf-8")
        together = "_esm = script(" in (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        assert together or not takes, name


def test_a_file_that_two_others_want_is_taken_in_once(tmp_path):
    (tmp_path / "one.js").write_text("export const one = 1;\n")
    (tmp_path / "two.js").write_text('import { one } from "./one.js";\nexport const two = one + one;\n')
    (tmp_path / "own.js").write_text(
        'import { two } from "./two.js";\nimport { one } from "./one.js";\nconst three = one + two;\n'
    )
    module = script(tmp_path / "own.js")
    assert [line for line in module.splitlines() if line] == [
        "const one = 1;",
        "const two = one + one;",
        "const three = one + two;",
    ]


STYLED = sorted(path.stem for path in FOLDER.glob("*.css") if (FOLDER / f"{path.stem}.py").is_file())
SHARED = sorted({path.stem for path in FOLDER.glob("*.css")} - {*STYLED, "palette"})


@pytest.mark.parametrize("name", STYLED)
def test_no_stylesheet_is_left_to_be_fetched_and_each_is_whole(name):
    sheet = stylesheet(FOLDER / f"{name}.css")
    assert "@import" not in sheet
    assert sheet.count("{") == sheet.count("}")
    own = f".{name.replace('_', '-')}"
    assert own in sheet


@pytest.mark.parametrize("name", SHARED)
def test_what_instruments_share_of_their_look_is_taken_in_by_more_than_one(name):
    line = f'@import "./{name}.css";'
    takers = [
        one for one in STYLED if line in (FOLDER / f"{one}.css").read_text(encoding="utf-8").splitlines()
    ]
    assert len(takers) > 1
    for one in takers:
        assert (FOLDER / f"{name}.css").read_text(encoding="utf-8") in stylesheet(FOLDER / f"{one}.css")


def test_what_is_taken_into_a_stylesheet_stands_under_its_own_class(tmp_path):
    (tmp_path / "sheet.css").write_text("& { margin: 0; }\n.sign { fill: none; }\n")
    (tmp_path / "error_museum.css").write_text(
        '@import "./sheet.css";\n\n.error-museum .sign { width: 1em; }\n'
    )
    made = stylesheet(tmp_path / "error_museum.css")
    palette = (FOLDER / "palette.css").read_text(encoding="utf-8")
    assert made.startswith(palette)
    assert made.removeprefix(palette).split("\n") == [
        "",
        ".error-museum {",
        "& { margin: 0; }",
        ".sign { fill: none; }",
        "}",
        "",
        ".error-museum .sign { width: 1em; }",
        "",
    ]
