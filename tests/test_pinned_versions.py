"""What a clone is made of is written down, for uv and for pip alike, and is what the tests run with."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = PROJECT["tool"]["uv"]["constraint-dependencies"]
BUILD = PROJECT["tool"]["uv"]["build-constraint-dependencies"]
NEEDED = PROJECT["project"]["dependencies"]


def test_uv_and_pip_are_told_the_same():
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() == PINNED


def test_everything_that_is_named_has_one_exact_version_or_one_for_each_python():
    groups = PROJECT["dependency-groups"]
    assert {"include-group": "docs"} in groups["dev"]
    named = [one for one in (*groups["dev"], *groups["docs"]) if isinstance(one, str)]
    asked = [*NEEDED, *named, *PROJECT["build-system"]["requires"]]
    assert {Requirement(one).name for one in asked} <= {Requirement(one).name for one in (*PINNED, *BUILD)}
    for one in (*PINNED, *BUILD):
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", one), one


@pytest.mark.parametrize("needed", [*NEEDED, *PROJECT["build-system"]["requires"]])
def test_what_the_course_needs_is_bounded_where_its_makers_may_change_it(needed):
    assert any(each.operator == "<" for each in Requirement(needed).specifier), needed


def test_what_is_installed_here_is_what_is_written_down():
    for one in map(Requirement, PINNED):
        if one.marker is None or one.marker.evaluate():
            try:
                assert version(one.name) in one.specifier, one
            except PackageNotFoundError:
                pytest.fail(f"{one} is written down and not installed; run tools/pin_versions.py again.")
