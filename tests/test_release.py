"""A release is made whole: one version, sums of every file, and the license of all that its site bundles."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))

import licenses  # noqa: E402
import release  # noqa: E402

from cptedu import __version__  # noqa: E402


def test_the_newest_changes_are_of_the_version_that_is_written_once():
    told = release.told_in_changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__)
    assert told == "unreleased" or len(told) == len("2026-12-01")
    with pytest.raises(SystemExit, match="begins with version"):
        release.told_in_changes("## 0.0.9 – 2026-01-01\n", __version__)


def test_every_file_is_summed_but_the_sums(tmp_path):
    (tmp_path / "site" / ".hidden").mkdir(parents=True)
    for name in ("site/.hidden/a.txt", "site/b.txt", "SHA256SUMS"):
        (tmp_path / name).write_text(name)
    lines = dict(reversed(line.split("  ")) for line in release.sums(tmp_path).splitlines())
    assert lines == {
        name: hashlib.sha256(name.encode()).hexdigest() for name in ("site/.hidden/a.txt", "site/b.txt")
    }


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SystemExit, match="new or empty"):
        release.make(tmp_path, tmp_path / "parts")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def write_wheel(folder, name, told):
    folder.mkdir(exist_ok=True)
    with ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n{told}\n"
        )


@pytest.fixture
def made_of(tmp_path):
    """Parts and a site as small as can be, each with its license told in another way."""
    parts, site = tmp_path / "parts", tmp_path / "site" / "build"
    for folder in (parts / "wheels", parts / "npm", site):
        folder.mkdir(parents=True)
    for name, told in {
        "new": "License-Expression: MIT",
        "old": "License: BSD 3-Clause License",
        "sorted": "Classifier: License :: OSI Approved :: Apache Software License",
        "silent": "Summary: says nothing",
        "Packed_anew": "License-Expression: PSF-2.0",
    }.items():
        write_wheel(parts / "wheels", name, told)
        write_wheel(site, name.lower(), "" if name == "Packed_anew" else told)
    write_wheel(parts / "wheels", "left_from_last_year", "License-Expression: GPL-3.0")
    write_wheel(site / "pypi", "of_the_kernel", "License-Expression: BSD-3-Clause")
    write_wheel(site, "cptedu", "")
    with tarfile.open(parts / "npm" / "drawn-2.tgz", "w:gz") as archive:
        package = json.dumps({"name": "drawn", "version": "2", "license": "ISC"})
        for name, text in (("package/package.json", package), ("package/LICENSE", "As is.")):
            one = tarfile.TarInfo(name)
            one.size = len(text)
            archive.addfile(one, io.BytesIO(text.encode()))
    scripts = {"packages": [{"name": "@a/b", "versionInfo": "3", "licenseId": "BSD-2-Clause"}]}
    (site / "third-party-licenses.json").write_text(json.dumps(scripts))
    return parts, tmp_path / "site"


def test_the_license_of_each_part_of_a_site_is_named(made_of):
    notes = licenses.license_notes(*made_of)
    for row in (
        "| new | 1 | MIT |",
        "| old | 1 | BSD 3-Clause License |",
        "| sorted | 1 | Apache Software License |",
        f"| silent | 1 | {licenses.UNTOLD} |",
        "| Packed_anew | 1 | PSF-2.0 |",
        "| of_the_kernel | 1 | BSD-3-Clause |",
        "| cptedu | this version | MIT |",
        "| drawn | 2 | ISC |",
        "| @a/b | 3 | BSD-2-Clause |",
    ):
        assert row in notes
    assert "As is." in notes
    assert "left_from_last_year" not in notes, "what lies in no site is not told of"
    assert notes.count("| cptedu |") == 1


def test_a_folder_without_parts_is_no_site_without_licenses(made_of, tmp_path):
    with pytest.raises(SystemExit, match="build the site first"):
        licenses.license_notes(tmp_path / "nothing", made_of[1])


def test_the_source_holds_what_its_tests_read():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [name for name in included if not (ROOT / name).exists()] == []
    assert {"tools", "docs", "tests", "CONTRIBUTING.md", ".importlinter"} <= set(included)
