"""A page is given one module for an instrument: what it takes from other files is in it, once."""

import re
from pathlib import Path

import pytest

from cptedu import widgets
from cptedu.widgets import script

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
