"""What shows a subluxation, on the days on which a payer wanted an x-ray and on those since."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, of_visit, record

from cptedu.rules.shown_by_examination import shown_by_examination

shown_by_examination = of_visit(shown_by_examination)

LAST = "1999-12-31"
FIRST = "2000-01-01"


def shown(on: str, **keys):
    return shown_by_examination(record("medicare", on=on, adjusted=["L4"], **keys), "98940")


@pytest.mark.parametrize("signs", [["P", "R"], ["A", "T"], ["P", "A", "R", "T"]])
@pytest.mark.parametrize("on", ["1996-02-01", "1999-06-01", LAST])
def test_signs_alone_showed_nothing_while_an_xray_was_required(signs, on):
    # RULES A13: an x-ray is not required since 2000-01-01.
    check(
        shown(on, part=signs),
        "part",
        "ask",
        "Medicare wanted an x-ray before January 1, 2000;",
        "No x-ray is given.",
        code="98940",
        on=date.fromisoformat(on),
        cites=("cms-100-02-ch15-240.1.2",),
        fix="Ask whether one was taken, and when.",
    )


@pytest.mark.parametrize("on", [FIRST, "2000-01-03", "2026-03-04"])
def test_signs_are_enough_since(on):
    assert shown(on, part=["P", "R"]).verdict == "supported"


@pytest.mark.parametrize("on", [LAST, FIRST])
@pytest.mark.parametrize("keys", [{}, {"part": ["P", "R"]}, {"part": ["P"]}])
def test_a_film_in_time_shows_it_on_either_day(on, keys):
    assert shown(on, xray_on="1999-11-02", **keys).verdict == "supported"


def test_a_film_out_of_time_showed_nothing_and_signs_did_not_help():
    assert shown(LAST, xray_on="1997-11-02", part=["P", "R"]).verdict == "not_supported"
    assert shown(FIRST, xray_on="1997-11-02", part=["P", "R"]).verdict == "supported"
    assert shown(LAST, xray_on="1997-11-02", course="chronic").verdict == "ask"
