"""A page is given one module and one stylesheet for an instrument: what they take from other files is in them, once."""

import re
from pathlib import Path

import pytest

from cptedu import widgets
from cptedu.widgets.kit.bundle import script, stylesheet

FOLDER = Path(widgets.__file__).parent
KIT = FOLDER / "kit"
INSTRUMENTS = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("view.js"))


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_nothing_is_left_to_be_fetched_and_nothing_is_there_twice(name):
    module = script(FOLDER / name / "view.js")
    assert not re.findall(r"^import ", module, flags=re.MULTILINE)
    assert re.findall(r"^export .*", module, flags=re.MULTILINE) == ["export default { render };"]
    named = re.findall(r"^(?:function|const|let) (\w+)", module, flags=re.MULTILINE)
    assert sorted(named) == sorted(set(named))


def test_a_file_that_two_others_want_is_taken_in_once(tmp_path):
    kit, own = tmp_path / "kit", tmp_path / "own"
    kit.mkdir()
    own.mkdir()
    (kit / "one.js").write_text("export const one = 1;\n")
    (kit / "two.js").write_text('import { one } from "./one.js";\nexport const two = one + one;\n')
    (own / "part.js").write_text('import { one } from "../kit/one.js";\nexport const part = one;\n')
    (own / "view.js").write_text(
        'import { two } from "../kit/two.js";\nimport { part } from "./part.js";\nconst three = part + two;\n'
    )
    module = script(own / "view.js")
    assert [line for line in module.splitlines() if line] == [
        "const one = 1;",
        "const two = one + one;",
        "const part = one;",
        "const three = part + two;",
    ]


STYLED = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("style.css"))
SHARED = sorted({path.stem for path in KIT.glob("*.css")} - {"palette"})


@pytest.mark.parametrize("name", STYLED)
def test_no_stylesheet_is_left_to_be_fetched_and_each_is_whole(name):
    sheet = stylesheet(FOLDER / name / "style.css")
    assert "@import" not in sheet
    assert sheet.count("{") == sheet.count("}")
    own = f".{Path(name).name.replace('_', '-')}"
    assert own in sheet


@pytest.mark.parametrize("name", SHARED)
def test_what_instruments_share_of_their_look_is_taken_in_by_more_than_one(name):
    line = f'@import "../kit/{name}.css";'
    takers = [
        one for one in STYLED if line in (FOLDER / one / "style.css").read_text(encoding="utf-8").splitlines()
    ]
    assert len(takers) > 1
    for one in takers:
        assert (KIT / f"{name}.css").read_text(encoding="utf-8") in stylesheet(FOLDER / one / "style.css")


def test_what_is_taken_into_a_stylesheet_stands_under_its_own_class(tmp_path):
    kit, own = tmp_path / "kit", tmp_path / "error_museum"
    kit.mkdir()
    own.mkdir()
    (kit / "sheet.css").write_text("& { margin: 0; }\n.sign { fill: none; }\n")
    (own / "style.css").write_text('@import "../kit/sheet.css";\n\n.error-museum .sign { width: 1em; }\n')
    made = stylesheet(own / "style.css")
    palette = (KIT / "palette.css").read_text(encoding="utf-8")
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
