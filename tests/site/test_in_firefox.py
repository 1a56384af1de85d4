"""In Firefox the first lesson of a site starts and answers, and opens once more with nobody there who serves it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WALK = Path(__file__).resolve().parents[1] / "benchmarks" / "site_in_firefox.py"
SITE = Path(os.environ.get("CPTEDU_SITE", WALK.parents[2] / "artifacts" / "site"))


@pytest.mark.skipif(
    not os.environ.get("CPTEDU_FIREFOX") and not any(map(shutil.which, ("firefox-esr", "firefox"))),
    reason="Firefox was not found. Install it, or name it in the environment variable CPTEDU_FIREFOX.",
)
@pytest.mark.skipif(not SITE.is_dir(), reason=f"There is no site to walk: cptedu site {SITE}")
def test_the_first_lesson_of_a_site_lives_in_firefox():
    ran = subprocess.run(
        [sys.executable, str(WALK), "--site", str(SITE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-2000:]
    assert ran.stdout.count("lesson 0 is ready") == 2
