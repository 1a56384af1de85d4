"""What the extension says of other programs, by name or by number, is so in those that are installed; a newer one may differ."""

import re
import tarfile
from importlib.metadata import files
from pathlib import Path

import jupyterlab
import pytest

from cptedu.app.site.parts import usual_folder

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "cptedu/app/live/labextensions/cptedu-live/static"
ENTRY = (EXTENSION / "remoteEntry.js").read_text(encoding="utf-8")
LEFT_OUT = re.findall(r'"(@[^"]+)"', ENTRY.split("LEFT_OUT = [", 1)[1].split("]", 1)[0])
VOILA = ROOT / "cptedu/app/voila/nbconvert/templates/cptedu/static/page.js"


def names_as_its_own(script, left_out):
    """Whether a program has this part, or is made of an extension whose parts are all left out."""
    return re.search(rf"[\"']{re.escape(left_out)}(:[\w-]+)?[\"']", script) is not None


def test_every_part_is_jupyterlabs_or_that_of_a_site():
    assert LEFT_OUT
    assert {one.split("/")[0] for one in LEFT_OUT} == {"@jupyterlab", "@jupyterlite"}


@pytest.fixture(scope="module")
def lab():
    [core] = (Path(jupyterlab.__file__).parent / "static").glob("jlab_core.*.js")
    return core.read_text(encoding="utf-8")


@pytest.mark.parametrize("left_out", [one for one in LEFT_OUT if one.startswith("@jupyterlab/")])
def test_what_is_left_out_of_the_course_is_a_part_of_this_jupyterlab(lab, left_out):
    assert names_as_its_own(lab, left_out)


def test_a_part_that_jupyterlab_does_not_have_is_told(lab):
    assert not names_as_its_own(lab, "@jupyterlab/toc-extension:trackers")
    assert not names_as_its_own(lab, "@jupyterlab/toc-ext")


def test_what_is_left_out_of_a_site_is_a_part_of_the_jupyterlite_that_builds_it():
    packed = sorted((usual_folder() / "environment").rglob("jupyterlite-app-*.tgz"))
    if not packed:
        pytest.skip("no site was built on this computer")
    left = {one for one in LEFT_OUT if one.startswith("@jupyterlite/")}
    with tarfile.open(packed[-1]) as program:
        for one in program:
            if re.fullmatch(r"package/build/[^/]+\.js", one.name) and (script := program.extractfile(one)):
                text = script.read().decode("utf-8", errors="replace")
                left -= {part for part in left if names_as_its_own(text, part)}
    assert not left


@pytest.mark.parametrize("front_end", ["labextension", "nbextension"])
def test_anywidget_still_gives_an_instrument_as_long_as_the_course_lengthens(front_end):
    given = {
        int(re.search(r"GIVEN = ([\d_]+)", path.read_text(encoding="utf-8"))[1])
        for path in (EXTENSION / "patience.js", VOILA)
    }
    scripts = [
        one.read_text(encoding="utf-8")
        for one in files("anywidget") or ()
        if one.suffix == ".js" and front_end in one.parts
    ]
    waits = {
        float(one) for script in scripts for one in re.findall(r"AbortSignal\.timeout\(([\d.e]+)\)", script)
    }
    assert len(given) == 1
    assert given <= waits
